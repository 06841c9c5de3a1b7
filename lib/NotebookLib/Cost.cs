using System.Linq.Expressions;
using System.Runtime.CompilerServices;

namespace NotebookLib;

/// <summary>A cost C(a, y) of one example: how bad the output a is when the target is y. Made from a C# lambda.</summary>
/// <remarks>A formula: it can be differentiated, shown and compiled. It knows nothing but the output and the target.</remarks>
public sealed partial class Cost : IInFormulas
{
    private Cost(string name, Formula formula)
    {
        Name = name;
        Formula = formula;
        RawSlope = formula.Derivative("a");
        SlopeFormula = RawSlope.Simplify();
    }

    /// <summary>The name it is compared and drawn by.</summary>
    public string Name { get; }

    /// <summary>C as a formula in a and y, as it was typed.</summary>
    public Formula Formula { get; }

    /// <summary>∂C/∂a, simplified.</summary>
    public Formula SlopeFormula { get; }

    /// <summary>∂C/∂a term by term, as the rules give it.</summary>
    internal Formula RawSlope { get; }

    /// <summary>The quadratic cost C = (y − a)²/2.</summary>
    /// <remarks>Nielsen, <i>Neural Networks and Deep Learning</i>, chapter 3, equation (54).</remarks>
    public static Cost Quadratic { get; } = Define("quadratic", (a, y) => Math.Pow(y - a, 2) / 2);

    /// <summary>The cross-entropy cost C = −[y ln a + (1 − y) ln(1 − a)], for 0 &lt; a &lt; 1; 0 · ln 0 counts as 0.</summary>
    /// <remarks>Nielsen, <i>Neural Networks and Deep Learning</i>, chapter 3, equation (57).</remarks>
    public static Cost CrossEntropy { get; } = Define("cross-entropy", (a, y) => -(y * Math.Log(a) + (1 - y) * Math.Log(1 - a)));

    /// <summary>The log-loss C = −y ln a of one output of a softmax layer; summed over the outputs it is −Σ y ln a.</summary>
    /// <remarks>Nielsen, <i>Neural Networks and Deep Learning</i>, chapter 3, equation (80).</remarks>
    public static Cost LogLoss { get; } = Define("log-loss", (a, y) => -y * Math.Log(a));

    /// <summary>Your own cost, for example <c>Cost.Define("quartic", (a, y) => Pow(a - y, 4))</c>. The first parameter is the
    /// output a, the second the target y, whatever you call them; captured variables become constants with the value they have
    /// now. The compiler fills in <paramref name="source"/>, the text of the lambda, in which 1/2 can still be seen.</summary>
    /// <exception cref="FormulaException">A part of it has no formula; the message says what to write instead.</exception>
    public static Cost Define(string name, Expression<Func<double, double, double>> formula,
        [CallerArgumentExpression(nameof(formula))] string source = "")
    {
        Require.Formula(!string.IsNullOrWhiteSpace(name),
            $"A cost needs a name to be compared by: Cost.Define(\"mine\", (a, y) => …).");
        Require.Formula(formula is not null,
            $"The cost \"{name}\" needs a formula: Cost.Define(\"{name}\", (a, y) => Pow(a - y, 2)/2).");
        return new(name, FromLambda.Read(formula, source, "a", "y"));
    }

    /// <summary>A cost from a formula in a and y that exists already.</summary>
    internal static Cost Of(string name, Formula formula) => new(name, formula);

    /// <summary>C(a, y); NaN or infinite outside its domain. 0 · ln 0 counts as 0.</summary>
    public double Value(double a, double y) => Formula.Evaluate(new Point(("a", a), ("y", y)));

    /// <summary>∂C/∂a at (a, y); NaN or infinite outside its domain.</summary>
    public double Slope(double a, double y)
    {
        var at = new Point(("a", a), ("y", y));
        var slope = SlopeFormula.Evaluate(at);
        return double.IsFinite(slope) ? slope : RawSlope.Evaluate(at);
    }

    /// <summary>C(f(z), y) as a formula in z and y, which loses no digits where f is flat: what training computes with.</summary>
    /// <exception cref="ArgumentException">The activation was not defined.</exception>
    public Formula InZ(Activation activation) => CompiledCost.For(this, activation).CostInZ;

    /// <summary>The error δ = ∂C/∂z = ∂C/∂a · f′(z) as a formula in z and y, which loses no digits where f is flat.</summary>
    /// <exception cref="ArgumentException">The activation was not defined.</exception>
    public Formula ErrorInZ(Activation activation) => CompiledCost.For(this, activation).Error.InZ;

    Formula? IInFormulas.Called(string method, IReadOnlyList<Formula> arguments) => (method, arguments) switch
    {
        (nameof(Value), [var a, var y]) => Put(Formula, a, y),
        (nameof(Slope), [var a, var y]) => Put(SlopeFormula, a, y),
        _ => null,
    };

    /// <summary>A formula in a and y with other formulas in place of both at once.</summary>
    private static Formula Put(Formula f, Formula a, Formula y) =>
        f.Replace(part => part is Variable v ? v.Name == "a" ? a : y : null);

    /// <summary>For example "quadratic: C = Pow(y - a, 2)/2".</summary>
    public override string ToString() => $"{Name}: C = {Formula}";
}
