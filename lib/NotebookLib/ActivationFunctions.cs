namespace NotebookLib;

/// <summary>The activations that formulas call by their name, computed so that no end of z overflows or loses digits.</summary>
internal static class ActivationFunctions
{
    public static readonly Function
        Sigma = new("Activation.Sigmoid.Value", @"\sigma", Stable.Sigmoid, u => new Call(Sigma!, u) * (1 - new Call(Sigma!, u)),
            Antiderivative: u => new Call(Softplus!, u)),
        Relu = new("Activation.Relu.Value", @"\operatorname{relu}", u => double.IsNaN(u) ? u : Math.Max(u, 0),
            u => new Piecewise(new Comparison(u, Relation.Greater, 0), 1, 0), HasKink: true),
        Softplus = new("Activation.Softplus.Value", @"\operatorname{softplus}", Stable.Softplus, u => new Call(Sigma!, u));
}

/// <summary>Functions of z whose textbook formula loses digits or overflows, written so that they do not.</summary>
internal static class Stable
{
    /// <summary>From here on ln(eᵃ − 1) is a to the last digit, e⁻³⁷ being below 2⁻⁵³.</summary>
    private const double Straight = 37;

    /// <summary>σ(z) = 1/(1 + e⁻ᶻ), for z &lt; 0 as eᶻ/(1 + eᶻ): never ∞/∞.</summary>
    public static double Sigmoid(double z)
    {
        var e = Math.Exp(-Math.Abs(z));
        return (z >= 0 ? 1 : e) / (1 + e);
    }

    /// <summary>ln(1 + eᶻ) = max(z, 0) + ln(1 + e^−|z|).</summary>
    public static double Softplus(double z) =>
        double.IsNaN(z) ? z : Math.Max(z, 0) + Function.Log1p.Value(Math.Exp(-Math.Abs(z)));

    /// <summary>The z with softplus(z) = a > 0: ln(eᵃ − 1), where (e − 1) a/ln e with e = eᵃ rounded has its digits for small a
    /// too (W. Kahan).</summary>
    public static double InverseSoftplus(double a)
    {
        var e = Math.Exp(a);
        return a > Straight ? a : Math.Log(e == 1 ? a : (e - 1) * a / Math.Log(e));
    }

    /// <summary>a_k = e^z_k / Σ eᶻ. The largest power is e⁰: nothing overflows.</summary>
    public static double[] Softmax(double[] z)
    {
        var most = z.Max();
        double[] powers = [.. z.Select(v => Math.Exp(v - most))];
        var sum = powers.Sum();
        return [.. powers.Select(p => p / sum)];
    }

    /// <summary>ln of the softmax, z_k − ln Σ eᶻ, which has its digits also where e^z_k is 0 in doubles.</summary>
    public static double[] LogSoftmax(double[] z)
    {
        var most = z.Max();
        var log = Math.Log(z.Sum(v => Math.Exp(v - most)));
        return [.. z.Select(v => v - most - log)];
    }
}
