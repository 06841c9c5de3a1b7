using static NotebookLib.FormulaOf;

namespace NotebookLib;

/// <summary>The activations that formulas call by their name, computed so that no end of z overflows or loses digits.</summary>
internal static class ActivationFunctions
{
    public static readonly Function
        Sigma = new("Activation.Sigmoid.Value", @"\sigma", Stable.Sigmoid, u => new Call(Sigma!, u) * (1 - new Call(Sigma!, u)),
            antiderivative: u => new Call(Softplus!, u)),
        Relu = new("Activation.Relu.Value", @"\operatorname{relu}", u => double.IsNaN(u) ? u : Math.Max(u, 0), 
            u => new Piecewise(new Comparison(u, Relation.Greater, 0), 1, 0), hasKink: true),
        Softplus = new("Activation.Softplus.Value", @"\operatorname{softplus}", Stable.Softplus, u => new Call(Sigma!, u));
}

/// <summary>Functions of z whose textbook formula loses digits or overflows, written so that they do not.</summary>
internal static class Stable
{
    /// <summary>σ(z) = 1/(1 + e⁻ᶻ), for z &lt; 0 as eᶻ/(1 + eᶻ): never ∞/∞.</summary>
    public static double Sigmoid(double z) => z >= 0 ? 1 / (1 + Math.Exp(-z)) : Math.Exp(z) is var e ? e / (1 + e) : 0;

    /// <summary>ln(1 + eᶻ) = max(z, 0) + ln(1 + e^−|z|).</summary>
    public static double Softplus(double z) => double.IsNaN(z) ? z : Math.Max(z, 0) + Function.Log1p.Value(Math.Exp(-Math.Abs(z)));
}
