using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using static NotebookLib.FormulaOf;

namespace NotebookLib;

/// <summary>What f(−u) is: nothing known, f(u), or −f(u).</summary>
internal enum Parity { None, Even, Odd }

/// <summary>
/// How a function is written as LaTeX: by its name before its argument; the same with powers at the name, as in sin² u; by its
/// name with brackets always; as a root; between bars; as a power with the argument above.
/// </summary>
internal enum Notation { Name, PowerAtName, Brackets, Root, Bars, Exponent }

/// <summary>A function f of one argument u with all that is known of it, so that a new function is one entry.</summary>
/// <param name="Name">Its C# name, as one types it: Exp, or Activation.Sigmoid.Value.</param>
/// <param name="Latex">Its name or sign in LaTeX.</param>
/// <param name="Value">f(u).</param>
/// <param name="Slope">f′(u).</param>
/// <param name="Domain">Where f has a value; null if everywhere.</param>
/// <param name="Need">What the argument must be: "a logarithm needs an argument above 0".</param>
/// <param name="HasKink">Does the slope jump where the argument is 0?</param>
/// <param name="Parity">What f(−u) is.</param>
/// <param name="Antiderivative">∫ f(u) du, or null where none is known.</param>
internal sealed record Function(string Name, string Latex, Func<double, double> Value, Func<Formula, Formula> Slope,
    Func<double, bool>? Domain = null, string Need = "", bool HasKink = false, Parity Parity = Parity.None,
    Func<Formula, Formula>? Antiderivative = null)
{
    /// <summary>Has f a value at u?</summary>
    public bool Defined(double u) => Domain?.Invoke(u) != false;

    /// <summary>How the sign is put to the argument.</summary>
    public Notation Notation { get; init; } = Name.Contains('.') ? Notation.Brackets : Notation.Name;

    /// <summary>The least and the greatest value, or what they tend to.</summary>
    public (double Low, double High) Values { get; init; } = (double.NegativeInfinity, double.PositiveInfinity);

    /// <summary>g with f(c·u) = g(c)·f(u) for a number c ≠ 0, where there is one: |c| for |u|, sgn c for sgn u.</summary>
    public Func<Rational, Rational>? Scaling { get; init; }

    /// <summary>n with f(u) = uⁿ for u &gt; 0, where there is one: ½ for the square root.</summary>
    public Rational? Exponent { get; init; }

    /// <summary>Is f(u·v) = f(u) + f(v)? Then f goes to infinity more slowly than any power.</summary>
    public bool IsLogarithm { get; init; }

    /// <summary>The function h with f(h(u)) = u wherever h has a value.</summary>
    public Func<Function>? Undoes { get; init; }

    /// <summary>Have the vector classes a method of this name that computes f?</summary>
    public bool IsInVectors { get; init; }

    /// <summary>f as code of its own.</summary>
    public Func<Emitter, Expression, Expression>? Code { get; init; }

    /// <summary>f as code for vectors of arguments that are not above 0, where that is faster.</summary>
    public Func<Emitter, Expression, Expression>? CodeBelowZero { get; init; }

    /// <summary>Each entry is equal to itself alone.</summary>
    public bool Equals(Function? other) => ReferenceEquals(this, other);
    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);

    private const string LogNeed = "a logarithm needs an argument above 0";

    public static readonly Function
        Exp = new("Exp", "e", Math.Exp, u => Exp(u), Antiderivative: u => Exp(u))
        {
            Notation = Notation.Exponent, Values = (0, double.PositiveInfinity), Undoes = () => Log!,
            IsInVectors = true, CodeBelowZero = (code, u) => code.ExpOfNegative(u),
        },
        Log = new("Log", @"\ln", Math.Log, u => 1 / u, u => u > 0, LogNeed, Antiderivative: u => u * Log(u) - u)
            { IsLogarithm = true, Undoes = () => Exp, IsInVectors = true },
        Log2 = new("Log2", @"\log_2", Math.Log2, u => 1 / (u * Log(2)), u => u > 0, LogNeed)
            { IsLogarithm = true, IsInVectors = true },
        Log10 = new("Log10", @"\log_{10}", Math.Log10, u => 1 / (u * Log(10)), u => u > 0, LogNeed) { IsLogarithm = true },
        Log1p = new("Log1p", @"\operatorname{log1p}", LogOfOneAnd, u => 1 / (1 + u),
            u => u > -1, "log1p needs an argument above -1") { Code = (code, u) => code.Log1p(u) },
        Sqrt = new("Sqrt", @"\sqrt", Math.Sqrt, u => 1 / (2 * new Call(Sqrt!, u)),
            u => u >= 0, "a square root needs an argument that is 0 or more",
            Antiderivative: u => 2 * Pow(u, new Number(Rational.Half + 1)) / 3)
            { Notation = Notation.Root, Exponent = Rational.Half, Values = (0, double.PositiveInfinity), IsInVectors = true },
        Cbrt = new("Cbrt", @"\sqrt[3]", Math.Cbrt, u => 1 / (3 * Square(new Call(Cbrt!, u))), Parity: Parity.Odd)
            { Notation = Notation.Root, Exponent = new(1, 3) },
        Abs = new("Abs", "|", Math.Abs, u => new Call(Sign!, u), HasKink: true, Parity: Parity.Even,
            Antiderivative: u => u * new Call(Abs!, u) / 2)
            { Notation = Notation.Bars, Values = (0, double.PositiveInfinity), Scaling = c => c.Abs(), IsInVectors = true },
        Sign = new("Sign", @"\operatorname{sgn}", u => double.IsNaN(u) ? u : Math.Sign(u), _ => 0, HasKink: true,
            Parity: Parity.Odd, Antiderivative: u => new Call(Abs, u)) { Values = (-1, 1), Scaling = c => c.Sign },
        Sin = new("Sin", @"\sin", Math.Sin, u => new Call(Cos!, u), Parity: Parity.Odd, Antiderivative: u => -new Call(Cos!, u))
            { Notation = Notation.PowerAtName, Values = (-1, 1) },
        Cos = new("Cos", @"\cos", Math.Cos, u => -new Call(Sin, u), Parity: Parity.Even, Antiderivative: u => new Call(Sin, u))
            { Notation = Notation.PowerAtName, Values = (-1, 1) },
        Tan = new("Tan", @"\tan", Math.Tan, u => 1 + Square(new Call(Tan!, u)), Parity: Parity.Odd)
            { Notation = Notation.PowerAtName, Undoes = () => Atan! },
        Sinh = new("Sinh", @"\sinh", Math.Sinh, u => new Call(Cosh!, u), Parity: Parity.Odd,
            Antiderivative: u => new Call(Cosh!, u)) { Notation = Notation.PowerAtName },
        Cosh = new("Cosh", @"\cosh", Math.Cosh, u => new Call(Sinh, u), Parity: Parity.Even,
            Antiderivative: u => new Call(Sinh, u)) { Notation = Notation.PowerAtName, Values = (1, double.PositiveInfinity) },
        Tanh = new("Tanh", @"\tanh", Math.Tanh, u => 1 - Square(new Call(Tanh!, u)), Parity: Parity.Odd,
            Antiderivative: u => Log(new Call(Cosh, u))) { Notation = Notation.PowerAtName, Values = (-1, 1) },
        Atan = new("Atan", @"\arctan", Math.Atan, u => 1 / (1 + Square(u)), Parity: Parity.Odd,
            Antiderivative: u => u * new Call(Atan!, u) - Log(1 + Square(u)) / 2) { Values = (-Math.PI / 2, Math.PI / 2) };

    /// <summary>ln(1 + x) without losing the digits of a small x (Kahan): with u = 1 + x, ln(u) · x/(u − 1).</summary>
    /// <remarks>D. Goldberg, What every computer scientist should know about floating-point arithmetic, theorem 4.</remarks>
    private static double LogOfOneAnd(double x)
    {
        var u = 1 + x;
        return u == 1 ? x : double.IsInfinity(u) ? u : Math.Log(u) * (x / (u - 1));
    }

    /// <summary>The functions of <see cref="Math"/> that a learner may type.</summary>
    public static readonly IReadOnlyDictionary<string, Function> OfMath =
        new[] { Exp, Log, Log2, Log10, Sqrt, Cbrt, Abs, Sin, Cos, Tan, Sinh, Cosh, Tanh, Atan }.ToDictionary(f => f.Name);
}
