using static System.Math;

namespace NotebookLib;

/// <summary>A number u + u′ε with ε² = 0: carried through a formula it gives the value and the slope at once, without any step.
/// Each of the two carries a bound of its rounding error along.</summary>
/// <remarks>Forward automatic differentiation (Wengert 1964) with a running error analysis (Wilkinson).</remarks>
internal readonly record struct Dual(double Value, double Slope, double ValueError, double SlopeError)
{
    private const double Unit = 1.0 / (1L << 53);

    public static Dual Variable(double value) => new(value, 1, 0, 0);
    public static Dual Constant(double value) => new(value, 0, 0, 0);

    public static Dual operator +(Dual u, Dual v) =>
        Rounded(u.Value + v.Value, u.Slope + v.Slope, u.ValueError + v.ValueError, u.SlopeError + v.SlopeError);

    public static Dual operator *(Dual u, Dual v) => Rounded(
        u.Value * v.Value,
        u.Slope * v.Value + u.Value * v.Slope,
        Abs(u.Value) * v.ValueError + Abs(v.Value) * u.ValueError,
        Abs(u.Slope) * v.ValueError + Abs(v.Value) * u.SlopeError + Abs(u.Value) * v.SlopeError + Abs(v.Slope) * u.ValueError
            + Unit * (Abs(u.Slope * v.Value) + Abs(u.Value * v.Slope)));

    /// <summary>g(u) with g′ given: (g(u))′ = g′(u) u′.</summary>
    private static Dual Chain(Dual u, Func<double, double> g, Func<double, double> slope)
    {
        double value = g(u.Value), s = slope(u.Value);
        var bend = u.ValueError > 0 ? Abs(slope(u.Value + u.ValueError) - s) : 0;
        // To first order and, where g is flat, bends or is infinitely steep, as far as it really goes.
        double Reach(double by) => by != 0 && Abs(g(u.Value + by) - value) is var moved && !double.IsNaN(moved) ? moved : 0;
        var reach = Max(double.IsInfinity(s) ? 0 : Abs(s) * u.ValueError, Max(Reach(u.ValueError), Reach(-u.ValueError)));
        return Rounded(value, u.Slope == 0 ? 0 : s * u.Slope, reach, Abs(s) * u.SlopeError + Abs(u.Slope) * bend);
    }

    private static Dual Rounded(double value, double slope, double valueError, double slopeError) =>
        new(value, slope, valueError + 4 * Unit * Abs(value), slopeError + 4 * Unit * Abs(slope));

    /// <summary>What rounding can do to the value of a formula at a point: infinite where there is no bound.</summary>
    public static double Rounding(Formula formula, Point at) =>
        Evaluate(formula, name => Constant(at[name])).ValueError is >= 0 and var bound ? bound : double.PositiveInfinity;

    /// <summary>The formula at a point in which each variable is a dual number.</summary>
    public static Dual Evaluate(Formula formula, Func<string, Dual> at) => formula switch
    {
        Number n => Constant(n.Double),
        Constant c => Constant(c.Value),
        Variable v => at(v.Name),
        Sum(var terms) => terms.Select(term => Evaluate(term, at)).Aggregate((u, v) => u + v),
        Product(var factors) => factors.Select(factor => Evaluate(factor, at)).Aggregate((u, v) => u * v),
        Power(var u, Number n) => Power(Evaluate(u, at), n.Double),
        Power(var u, var n) => Power(Evaluate(u, at), Evaluate(n, at)),
        Call(var f, var u) => Call(f, Evaluate(u, at)),
        Extremum(var max, var u, var v) =>
            Evaluate(u, at) is var p && Evaluate(v, at) is var q && max == (p.Value >= q.Value) ? p : q,
        Piecewise(var c, var u, var v) => Evaluate(c, at).Value != 0 ? Evaluate(u, at) : Evaluate(v, at),
        Comparison(var u, var relation, var v) => Constant(relation.Holds(Evaluate(u, at).Value, Evaluate(v, at).Value) ? 1 : 0),
        Logic(var both, var u, var v) => both == (Evaluate(u, at).Value != 0) ? Evaluate(v, at) : Constant(both ? 0 : 1),
        Not(var c) => Constant(1 - Evaluate(c, at).Value),
        Integral(_, _, var u, var v) i => Integrated(i, Evaluate(u, at), Evaluate(v, at).Value),
        _ => throw new InvalidOperationException(formula.GetType().Name),
    };

    /// <summary>(∫ᵘ δ ds)′ = δ(u) u′; the quadrature may be off by a part of the integrals from 0 that it is made of.</summary>
    private static Dual Integrated(Integral integral, Dual u, double y)
    {
        const double quadrature = 1e-12;
        var whole = Chain(u, z => integral.Value(z, y), z => integral.Error(z, y));
        return whole with { ValueError = whole.ValueError + quadrature * (Abs(whole.Value) + 2 * Abs(integral.Value(0, y))) };
    }

    private static Dual Power(Dual u, double n) => Chain(u, v => Formula.PowerOf(v, n), v => n * Formula.PowerOf(v, n - 1));

    private static Dual Power(Dual u, Dual n) => n is { Slope: 0, SlopeError: 0 } ? Power(u, n.Value)
        : Chain(n * Call(Function.Log, u), Exp, Exp);                                       // uⁿ = e^(n ln u)

    private static Dual Call(Function f, Dual u)
    {
        if (f == Function.Abs)
            return u with { Value = Abs(u.Value), Slope = (u.Value > 0 ? 1 : u.Value < 0 ? -1 : u.Value) * u.Slope };   // or NaN
        var slope = f.Slope(NotebookLib.Variable.Z);
        return Chain(u, f.Value, t => slope.Evaluate(new Point(("z", t))));
    }

    /// <summary>C(f(z), y) and its slope ∂C/∂z = δ.</summary>
    public static Dual Of(Cost cost, Activation activation, double z, double y)
    {
        var input = Variable(z);
        var a = activation.Function is { } f ? Call(f, input) : Evaluate(activation.Formula, _ => input);
        return Evaluate(cost.Formula, name => name == "a" ? a : Constant(y));
    }
}
