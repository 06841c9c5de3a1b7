using static NotebookLib.FormulaOf;

namespace NotebookLib;

/// <summary>A function of one argument u: its C# name, LaTeX, value, slope, and where it is defined. One line each.</summary>
internal sealed class Function(string name, string latex, Func<double, double> value, Func<Formula, Formula> slope,
    Func<double, bool>? domain = null, string need = "", bool hasKink = false, Func<Formula, Formula>? antiderivative = null)
{
    public string Name => name;
    public string Latex => latex;
    public double Value(double u) => value(u);
    public Formula Slope(Formula u) => slope(u);
    public bool Defined(double u) => domain is null || domain(u);

    /// <summary>What the argument must be: "a logarithm needs an argument above 0".</summary>
    public string Need => need;

    /// <summary>Does the slope jump where the argument is 0?</summary>
    public bool HasKink => hasKink;

    /// <summary>∫ f(u) du, or null where none is known.</summary>
    public Formula? Antiderivative(Formula u) => antiderivative?.Invoke(u);

    const string LogNeed = "a logarithm needs an argument above 0";

    public static readonly Function
        Exp = new("Exp", @"\exp", Math.Exp, u => Exp(u),
            antiderivative: u => Exp(u)),
        Log = new("Log", @"\ln", Math.Log, u => 1 / u, u => u > 0, LogNeed,
            antiderivative: u => u * Log(u) - u),
        Log2 = new("Log2", @"\log_2", Math.Log2, u => 1 / (u * Log(2)), u => u > 0, LogNeed),
        Log10 = new("Log10", @"\log_{10}", Math.Log10, u => 1 / (u * Log(10)), u => u > 0, LogNeed),
        Sqrt = new("Sqrt", @"\sqrt", Math.Sqrt, u => 1 / (2 * new Call(Sqrt!, u)), u => u >= 0, "a square root needs an argument that is 0 or more",
            antiderivative: u => 2 * Pow(u, new Number(new Rational(3, 2))) / 3),
        Cbrt = new("Cbrt", @"\sqrt[3]", Math.Cbrt, u => 1 / (3 * Square(new Call(Cbrt!, u)))),
        Abs = new("Abs", "", Math.Abs, u => new Call(Sign!, u), hasKink: true,
            antiderivative: u => u * new Call(Abs!, u) / 2),
        Sign = new("Sign", @"\operatorname{sgn}", u => double.IsNaN(u) ? u : Math.Sign(u), _ => 0, hasKink: true,
            antiderivative: u => new Call(Abs!, u)),
        Sin = new("Sin", @"\sin", Math.Sin, u => new Call(Cos!, u),
            antiderivative: u => -new Call(Cos!, u)),
        Cos = new("Cos", @"\cos", Math.Cos, u => -new Call(Sin!, u),
            antiderivative: u => new Call(Sin!, u)),
        Tan = new("Tan", @"\tan", Math.Tan, u => 1 + Square(new Call(Tan!, u))),
        Sinh = new("Sinh", @"\sinh", Math.Sinh, u => new Call(Cosh!, u),
            antiderivative: u => new Call(Cosh!, u)),
        Cosh = new("Cosh", @"\cosh", Math.Cosh, u => new Call(Sinh!, u),
            antiderivative: u => new Call(Sinh!, u)),
        Tanh = new("Tanh", @"\tanh", Math.Tanh, u => 1 - Square(new Call(Tanh!, u)),
            antiderivative: u => Log(new Call(Cosh!, u))),
        Atan = new("Atan", @"\arctan", Math.Atan, u => 1 / (1 + Square(u)),
            antiderivative: u => u * new Call(Atan!, u) - Log(1 + Square(u)) / 2);

    /// <summary>The functions of <see cref="Math"/> that a learner may type.</summary>
    public static readonly IReadOnlyDictionary<string, Function> OfMath =
        new[] { Exp, Log, Log2, Log10, Sqrt, Cbrt, Abs, Sin, Cos, Tan, Sinh, Cosh, Tanh, Atan }.ToDictionary(f => f.Name);
}
