using static NotebookLib.FormulaOf;

namespace NotebookLib;

/// <summary>A function of one argument u: its C# name, LaTeX, value, slope, and where it is defined. One line each.</summary>
internal sealed class Function(string name, string latex, Func<double, double> value, Func<Formula, Formula> slope,
    Func<double, bool>? domain = null, string need = "")
{
    public string Name => name;
    public string Latex => latex;
    public double Value(double u) => value(u);
    public Formula Slope(Formula u) => slope(u);
    public bool Defined(double u) => domain is null || domain(u);

    /// <summary>What the argument must be: "a logarithm needs an argument above 0".</summary>
    public string Need => need;

    const string LogNeed = "a logarithm needs an argument above 0";

    public static readonly Function
        Exp = new("Exp", @"\exp", Math.Exp, u => Exp(u)),
        Log = new("Log", @"\ln", Math.Log, u => 1 / u, u => u > 0, LogNeed),
        Log2 = new("Log2", @"\log_2", Math.Log2, u => 1 / (u * Log(2)), u => u > 0, LogNeed),
        Log10 = new("Log10", @"\log_{10}", Math.Log10, u => 1 / (u * Log(10)), u => u > 0, LogNeed),
        Sqrt = new("Sqrt", @"\sqrt", Math.Sqrt, u => 1 / (2 * new Call(Sqrt!, u)), u => u >= 0, "a square root needs an argument that is 0 or more"),
        Cbrt = new("Cbrt", @"\sqrt[3]", Math.Cbrt, u => 1 / (3 * Square(new Call(Cbrt!, u)))),
        Abs = new("Abs", "", Math.Abs, u => new Call(Sign!, u)),
        Sign = new("Sign", @"\operatorname{sgn}", u => double.IsNaN(u) ? u : Math.Sign(u), _ => 0),
        Sin = new("Sin", @"\sin", Math.Sin, u => new Call(Cos!, u)),
        Cos = new("Cos", @"\cos", Math.Cos, u => -new Call(Sin!, u)),
        Tan = new("Tan", @"\tan", Math.Tan, u => 1 + Square(new Call(Tan!, u))),
        Sinh = new("Sinh", @"\sinh", Math.Sinh, u => new Call(Cosh!, u)),
        Cosh = new("Cosh", @"\cosh", Math.Cosh, u => new Call(Sinh!, u)),
        Tanh = new("Tanh", @"\tanh", Math.Tanh, u => 1 - Square(new Call(Tanh!, u))),
        Atan = new("Atan", @"\arctan", Math.Atan, u => 1 / (1 + Square(u))),
        Sigma = new("Activation.Sigmoid.Value", @"\sigma", Stable.Sigmoid, u => new Call(Sigma!, u) * (1 - new Call(Sigma!, u))),
        Relu = new("Activation.Relu.Value", @"\operatorname{relu}", u => double.IsNaN(u) ? u : Math.Max(u, 0), u => new Piecewise(new Comparison(u, Relation.Greater, 0), 1, 0)),
        Softplus = new("Activation.Softplus.Value", @"\operatorname{softplus}", Stable.Softplus, u => new Call(Sigma!, u));

    /// <summary>The functions of <see cref="Math"/> that a learner may type.</summary>
    public static readonly IReadOnlyDictionary<string, Function> OfMath =
        new[] { Exp, Log, Log2, Log10, Sqrt, Cbrt, Abs, Sin, Cos, Tan, Sinh, Cosh, Tanh, Atan }.ToDictionary(f => f.Name);
}

/// <summary>Functions of z whose textbook formula loses digits or overflows, written so that they do not.</summary>
internal static class Stable
{
    /// <summary>ln(1 + x) for x ≥ 0 without losing a small x: u = 1 + x, ln(u) · x/(u − 1) (Kahan).</summary>
    public static double Log1p(double x) => 1 + x is var u && u == 1 ? x : double.IsInfinity(u) ? u : Math.Log(u) * (x / (u - 1));

    /// <summary>σ(z) = 1/(1 + e⁻ᶻ), for z &lt; 0 as eᶻ/(1 + eᶻ): never ∞/∞.</summary>
    public static double Sigmoid(double z) => z >= 0 ? 1 / (1 + Math.Exp(-z)) : Math.Exp(z) is var e ? e / (1 + e) : 0;

    /// <summary>ln(1 + eᶻ) = max(z, 0) + ln(1 + e^−|z|).</summary>
    public static double Softplus(double z) => double.IsNaN(z) ? z : Math.Max(z, 0) + Log1p(Math.Exp(-Math.Abs(z)));
}
