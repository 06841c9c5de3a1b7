using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using MathNet.Numerics.RootFinding;
using static NotebookLib.FormulaOf;

namespace NotebookLib;

/// <summary>An activation a = f(z): what a neuron does with its weighted input z. Made from a C# lambda.</summary>
public sealed class Activation : IInFormulas
{
    private static readonly Formula A = Variable.A, Z = Variable.Z;

    private readonly Lazy<(double? Left, double? Right)> limits;
    private readonly Lazy<Function?> inverse;

    private Activation(string name, Formula formula)
    {
        (Name, Formula) = (name, formula);
        limits = new(() => (FindLimit(-1), FindLimit(1)));
        inverse = new(() => Formula.Equals(Z) ? null : MakeInverse());
    }

    /// <summary>The name it is compared and drawn by.</summary>
    public string Name { get; }

    /// <summary>f as a formula in z.</summary>
    public Formula Formula { get; }

    /// <summary>f′ as a formula in z.</summary>
    public Formula SlopeFormula => field ??= Function?.Slope(Z) ?? Formula.Derivative("z").Simplify();

    /// <summary>f′ in terms of the output a, where it has such a form: a(1 − a) for the sigmoid; otherwise null.</summary>
    public Formula? SlopeOfOutput { get; private init; }

    /// <summary>The same function in the table of functions, if it is there.</summary>
    internal Function? Function { get; private init; }

    /// <summary>f in LaTeX.</summary>
    internal string Symbol { get; private init; } = "f";

    /// <summary>f′(z) in a sentence.</summary>
    internal string SlopeInWords { get; private init; } = "f′(z)";

    /// <summary>The output in a sentence.</summary>
    internal string OutputInWords { get => field ?? $"{Name}(z)"; private init; }

    /// <summary>f⁻¹ in LaTeX.</summary>
    private string InverseSymbol { get; init; } = "f^{-1}";

    /// <summary>f⁻¹ where it has a formula; otherwise it is found by a search.</summary>
    private Func<double, double>? InverseValue { get; init; }

    /// <summary>The sigmoid σ(z) = 1/(1 + e⁻ᶻ), with σ′ = a(1 − a).</summary>
    public static Activation Sigmoid { get; } = new("sigmoid", 1 / (1 + FormulaOf.Exp(-Z)))
    {
        Function = ActivationFunctions.Sigma, SlopeOfOutput = A * (1 - A), Symbol = @"\sigma",
        SlopeInWords = "σ′(z)", OutputInWords = "a",
        InverseSymbol = @"\sigma^{-1}", InverseValue = a => Math.Log(a / (1 - a)),
    };

    /// <summary>The hyperbolic tangent, with slope 1 − a².</summary>
    public static Activation Tanh { get; } = new("tanh", new Call(Function.Tanh, Z))
    {
        Function = Function.Tanh, SlopeOfOutput = 1 - Square(A), Symbol = @"\tanh",
        InverseSymbol = @"\operatorname{artanh}", InverseValue = Math.Atanh,
    };

    /// <summary>The identity a = z of a linear neuron, with slope 1.</summary>
    public static Activation Identity { get; } = new("identity", Z) { SlopeOfOutput = 1, OutputInWords = "z" };

    /// <summary>The exponential a = eᶻ, with slope a.</summary>
    public static Activation Exp { get; } = Exponential("exp");

    /// <summary>The rectified linear unit max(0, z) with slope 0 for z ≤ 0 and 1 for z &gt; 0; at the kink it has
    /// none: 0 is taken.</summary>
    public static Activation Relu { get; } = new("relu", new Extremum(true, Zero, Z))
    {
        Function = ActivationFunctions.Relu, SlopeOfOutput = new Piecewise(new Comparison(A, Relation.Greater, 0), 1, 0),
    };

    /// <summary>The softplus ln(1 + eᶻ), with slope σ(z) = 1 − e⁻ᵃ; no end overflows or loses digits.</summary>
    public static Activation Softplus { get; } = new("softplus", Log(1 + FormulaOf.Exp(Z)))
    {
        Function = ActivationFunctions.Softplus, SlopeOfOutput = 1 - FormulaOf.Exp(-A), InverseValue = Stable.InverseSoftplus,
    };

    /// <summary>All activations named above.</summary>
    public static IReadOnlyList<Activation> All { get; } = [Sigmoid, Tanh, Identity, Exp, Relu, Softplus];

    /// <summary>One output of a softmax: a = eᵗ, where t = z − ln Σ eᶻ ≤ 0.</summary>
    internal static Activation OneOfSoftmax { get; } = Exponential("softmax");

    /// <summary>Your own activation, for example <c>Activation.Define("bump", z => Exp(-z*z))</c>; the parameter is the
    /// weighted input z, whatever you call it. The compiler fills in <paramref name="source"/>, the text of the lambda, in
    /// which 1/2 can still be seen.</summary>
    /// <exception cref="FormulaException">A part of it has no formula; the message says what to write instead.</exception>
    public static Activation Define(string name, Expression<Func<double, double>> formula,
        [CallerArgumentExpression(nameof(formula))] string source = "")
    {
        Require.Formula(!string.IsNullOrWhiteSpace(name),
            $"An activation needs a name to be compared by: Activation.Define(\"mine\", z => …).");
        Require.Formula(formula is not null,
            $"The activation \"{name}\" needs a formula: Activation.Define(\"{name}\", z => z/(1 + Abs(z))).");
        return new(name, FromLambda.Read(formula, source, "z"));
    }

    /// <summary>The output a = f(z); NaN outside the domain.</summary>
    public double Value(double z) => Function?.Value(z) ?? Formula.Evaluate(new Point(("z", z)));

    /// <summary>The slope f′(z); NaN outside the domain.</summary>
    public double Slope(double z) => SlopeInTails.Evaluate(new Point(("z", z)));

    private Formula SlopeInTails => field ??= Tails.InZ(SlopeFormula, this);

    /// <summary>f(u) as a formula: a known function by its name, else its formula with u in place of z.</summary>
    internal Formula Of(Formula u) => Function is { } f ? new Call(f, u) : Formula.Substitute("z", u);

    /// <summary>f⁻¹ as a function that formulas can hold; null for the identity, which is its own.</summary>
    internal Function? Inverse => inverse.Value;

    /// <summary>f⁻¹(u) as a formula.</summary>
    internal Formula InverseOf(Formula u) => Inverse is { } g ? new Call(g, u) : u;

    /// <summary>f⁻¹(a); ±∞ for the limits of f, beyond them NaN or ±∞.</summary>
    internal double InverseAt(double a) => Inverse?.Value(a) ?? a;

    /// <summary>The limits of f for z → −∞ and z → +∞; null where there is none.</summary>
    internal (double? Left, double? Right) Limits => limits.Value;

    /// <summary>The outputs lie between these, as far as the ends of f show it; ±∞ where they have no bound.</summary>
    internal (double Low, double High) Range
    {
        get
        {
            double End(double? limit, double z) => limit ?? double.CopySign(double.PositiveInfinity, Value(z));
            var (left, right) = (End(Limits.Left, -FarOut), End(Limits.Right, FarOut));
            return left <= right ? (left, right) : (right, left);
        }
    }

    Formula? IInFormulas.Called(string method, IReadOnlyList<Formula> arguments) => (method, arguments) switch
    {
        (nameof(Value), [var u]) => Of(u),
        (nameof(Slope), [var u]) => SlopeFormula.Substitute("z", u),
        _ => null,
    };

    /// <summary>For example "sigmoid: a = 1/(1 + Exp(-z))".</summary>
    public override string ToString() => $"{Name}: a = {Formula}";

    private static Activation Exponential(string name) => new(name, FormulaOf.Exp(Z))
    {
        Function = Function.Exp, SlopeOfOutput = A, InverseSymbol = @"\ln", InverseValue = Math.Log,
    };

    /// <summary>Beyond this z every eᶻ overflows or is 0.</summary>
    private const double FarOut = 745;

    /// <summary>The limit at one end: z is doubled as long as f has a value; the last step must not move the
    /// output any more.</summary>
    private double? FindLimit(int side)
    {
        const int doublings = 60;
        const double still = 1e-9;
        double near = double.NaN, far = Value(side);
        for (var k = 1; k <= doublings; k++)
        {
            var next = Value(side * Math.ScaleB(1, k));
            if (double.IsInfinity(next)) return null;
            if (double.IsNaN(next)) break;
            (near, far) = (far, next);
        }
        return Math.Abs(far - near) <= still * Math.Max(1, Math.Abs(far)) ? far : null;
    }

    private Function MakeInverse()
    {
        Function? made = null;
        var known = $"Activation.{char.ToUpperInvariant(Name[0])}{Name[1..]}.Inverse";
        return made = new Function(known, InverseSymbol, InverseValue ?? FindInverse,
            u => 1 / (SlopeOfOutput?.Substitute("a", u) ?? SlopeFormula.Substitute("z", new Call(made!, u))));
    }

    private double FindInverse(double a)
    {
        double Off(double z) => Value(z) - a;
        if (double.IsNaN(Value(1) - Value(-1))) return double.NaN;          // as of ln z
        var rising = Math.Sign(Value(1) - Value(-1));
        for (double size = 1; size <= FarOut; size *= 2)
            if (Off(-size) * rising <= 0 && Off(size) * rising >= 0)
                return Brent.TryFindRoot(Off, -size, size, 1e-15 * size, 200, out var z) ? z : double.NaN;
        return Off(0) * rising < 0 ? double.PositiveInfinity : double.NegativeInfinity;
    }
}
