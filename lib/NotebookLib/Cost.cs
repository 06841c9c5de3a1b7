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

    /// <summary>Your own cost, for example <c>Cost.Define("quartic", (a, y) => Pow(a - y, 4))</c>.</summary>
    /// <param name="name">The name it is compared and drawn by.</param>
    /// <param name="formula">
    /// The cost of one example. Its first parameter is the output a, its second the target y, whatever you call them; captured
    /// variables become constants with the value they have now.
    /// </param>
    /// <param name="source">Filled in by the compiler: the text of the lambda, in which 1/2 can still be seen.</param>
    /// <returns>The cost.</returns>
    /// <exception cref="FormulaException">A part of it has no formula; the message says what to write instead.</exception>
    public static Cost Define(
        string name, Expression<Func<double, double, double>> formula,
        [CallerArgumentExpression(nameof(formula))] string source = "")
    {
        if (string.IsNullOrWhiteSpace(name))
            throw new FormulaException("A cost needs a name to be compared by: Cost.Define(\"mine\", (a, y) => …).");
        if (formula is null)
            throw new FormulaException(
                $"The cost \"{name}\" needs a formula: Cost.Define(\"{name}\", (a, y) => Pow(a - y, 2)/2).");
        return new(name, FromLambda.Read(formula, source, "a", "y"));
    }

    /// <summary>A cost from a formula in a and y that exists already.</summary>
    internal static Cost Of(string name, Formula formula) => new(name, formula);

    /// <summary>C(a, y).</summary>
    /// <param name="a">The output.</param>
    /// <param name="y">The target.</param>
    /// <returns>The cost; NaN or infinite outside its domain. 0 · ln 0 counts as 0.</returns>
    public double Value(double a, double y) => Formula.Evaluate(new Point(("a", a), ("y", y)));

    /// <summary>∂C/∂a at (a, y).</summary>
    /// <param name="a">The output.</param>
    /// <param name="y">The target.</param>
    /// <returns>The slope; NaN or infinite outside its domain.</returns>
    public double Slope(double a, double y)
    {
        var at = new Point(("a", a), ("y", y));
        var slope = SlopeFormula.Evaluate(at);
        return double.IsFinite(slope) ? slope : RawSlope.Evaluate(at);
    }

    /// <summary>C(f(z), y) as a formula in z and y, which loses no digits where f is flat.</summary>
    /// <param name="activation">f.</param>
    /// <returns>What training computes with.</returns>
    /// <exception cref="ArgumentException">The activation was not defined.</exception>
    public Formula InZ(Activation activation) => CompiledWith(activation).CostInZ;

    /// <summary>The error δ = ∂C/∂z = ∂C/∂a · f′(z) as a formula in z and y, which loses no digits where f is flat.</summary>
    /// <param name="activation">f.</param>
    /// <returns>What training computes with.</returns>
    /// <exception cref="ArgumentException">The activation was not defined.</exception>
    public Formula ErrorInZ(Activation activation) => CompiledWith(activation).Error.InZ;

    private CompiledCost CompiledWith(Activation activation)
    {
        Require.Defined(activation);
        return CompiledCost.For(this, activation);
    }

    Formula? IInFormulas.Called(string method, IReadOnlyList<Formula> arguments) => (method, arguments) switch
    {
        (nameof(Value), [var a, var y]) => Put(Formula, a, y),
        (nameof(Slope), [var a, var y]) => Put(SlopeFormula, a, y),
        _ => null,
    };

    /// <summary>A formula in a and y with other formulas in place of both at once.</summary>
    private static Formula Put(Formula f, Formula a, Formula y) =>
        f.Replace(part => part is Variable v ? v.Name == "a" ? a : y : null);

    /// <summary>The name and the formula.</summary>
    /// <returns>Text such as <c>quadratic: C = Pow(y - a, 2)/2</c>.</returns>
    public override string ToString() => $"{Name}: C = {Formula}";
}
