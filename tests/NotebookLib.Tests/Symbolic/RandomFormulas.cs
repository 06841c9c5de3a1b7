using CsCheck;
using static NotebookLib.FormulaOf;

namespace NotebookLib.Tests.Symbolic;

/// <summary>Formulas as a learner might type them, and values with a bound of their rounding error.</summary>
internal static class RandomFormulas
{
    static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    static readonly Gen<Formula> Leaf = Gen.Frequency(
        (5, Gen.Const<Formula>(Variable.A)),
        (4, Gen.Const<Formula>(Variable.Y)),
        (4, Gen.Int[-3, 4].Select(n => (Formula)(double)n)),
        (1, OneOf<Formula>(0.5, 0.3, 1.0 / 3, 0.25, Constant.Pi, Constant.E)),
        (2, Gen.Const(1 - Variable.A)),
        (2, Gen.Const(Variable.A - Variable.Y)));

    static readonly Function[] Functions = [Function.Exp, Function.Log, Function.Sqrt, Function.Abs, Function.Sin, Function.Cos,
        Function.Tanh, Function.Cosh, Function.Sinh, Function.Atan, Function.Cbrt, Function.Tan, Function.Log2,
        ActivationFunctions.Sigma, ActivationFunctions.Softplus];

    /// <summary>Trees of the given depth, built by the very node types that reading a lambda makes.</summary>
    public static Gen<Formula> Tree(int depth)
    {
        if (depth == 0) return Leaf;
        var part = Tree(depth - 1);
        return Gen.Frequency(
            (2, Leaf),
            (4, Gen.Select(part, part, (u, v) => (Formula)new Sum([.. Formula.TermsOf(u), .. Formula.TermsOf(v)]))),
            (3, Gen.Select(part, part, (u, v) => (Formula)new Sum([.. Formula.TermsOf(u), new Product([Number.MinusOne, v])]))),
            (5, Gen.Select(part, part, (u, v) => (Formula)new Product([.. Formula.FactorsOf(u), .. Formula.FactorsOf(v)]))),
            (3, Gen.Select(part, part, (u, v) => (Formula)new Product([.. Formula.FactorsOf(u), new Power(v, Number.MinusOne)]))),
            (1, part.Select(u => (Formula)new Product([Number.MinusOne, u]))),
            (3, Gen.Select(part, OneOf<Formula>(2, 3, -1, -2, 0.5, 1.5, 0.3), (u, n) => (Formula)new Power(u, n))),
            (1, Gen.Select(part, part, (u, v) => (Formula)new Power(u, v))),
            (4, Gen.Select(OneOf(Functions), part, (f, u) => (Formula)new Call(f, u))),
            (1, Gen.Select(part, part, Gen.Bool, (u, v, max) => (Formula)new Extremum(max, u, v))),
            (1, Gen.Select(part, part, part, (c, u, v) => (Formula)new Piecewise(new Comparison(c, Relation.Less, v), u, v))));
    }

    public static readonly (double A, double Y)[] Points = [(0.31, 0.77), (0.83, 0.12), (0.567, 0.391)];

    static readonly Dictionary<Function, Formula> Slopes = Functions.Append(Function.Sign).Append(Function.Log10)
        .ToDictionary(f => f, f => f.Slope(Variable.A));

    const double Epsilon = 1.2e-16;

    /// <summary>The value, and a first-order bound of the rounding error made on the way.</summary>
    public static (double Value, double Error) Bounded(Formula f, Point at)
    {
        switch (f)
        {
            case Number n: return (n.Double, Epsilon * Math.Abs(n.Double));
            case Constant c: return (c.Value, Epsilon * Math.Abs(c.Value));
            case Variable v: return (at[v.Name], 0);
            case Sum(var terms):
                double sum = 0, error = 0;
                foreach (var t in terms) { var (x, e) = Bounded(t, at); sum += x; error += e
                    + Epsilon * (Math.Abs(sum) + Math.Abs(x)); }
                return (sum, error);
            case Product(var factors):
                double product = 1, relative = 0;
                var zero = false;
                foreach (var t in factors)
                {
                    var (x, e) = Bounded(t, at);
                    if (x == 0 && e == 0) { zero = true; continue; }
                    product *= x;
                    relative += e / Math.Abs(x) + 2 * Epsilon;
                }
                return zero ? (product * 0, 0) : (product, product == 0 ? double.PositiveInfinity : relative * Math.Abs(product));
            case Power(var u, var n):
                var (b, be) = Bounded(u, at);
                var (m, me) = Bounded(n, at);
                var p = Formula.PowerOf(b, m);
                // a rounding of the exponent decides whether there is a value
                if (!(be <= 1e-3 * Math.Max(1e-3, Math.Abs(b))) || b <= 0 && n is not Number) return (p, double.PositiveInfinity);
                return (p, Math.Abs(p) * (4 * Epsilon + Math.Abs(m / b) * be
                    + (me == 0 || n is Number ? 0 : Math.Abs(Math.Log(Math.Abs(b))) * me)));
            case Call(var g, var u):
                var (w, we) = Bounded(u, at);
                var value = g.Value(w);
                if (!(we <= 1e-3 * Math.Max(1e-3, Math.Abs(w)))) return (value, double.PositiveInfinity);
                var slope = we == 0 ? 0 : Slopes[g].Evaluate(new Point(("a", w)));
                if (we > 0
                    && (g == Function.Sign || g == Function.Abs || g == Function.Sqrt || g == Function.Log || g == Function.Log2)
                    && Math.Abs(w) <= 100 * we) return (value, double.PositiveInfinity);
                return (value, 4 * Epsilon * Math.Abs(value) + Math.Abs(slope) * we);
            case Extremum(var max, var l, var r):
                var (lv, le) = Bounded(l, at);
                var (rv, re) = Bounded(r, at);
                return (max ? Math.Max(lv, rv) : Math.Min(lv, rv), Math.Max(le, re));
            case Piecewise(var c, var u, var v):
                return Unsure(c, at) ? (double.NaN, double.PositiveInfinity) : Bounded(c.Evaluate(at) != 0 ? u : v, at);
            default: throw new InvalidOperationException(f.GetType().Name);
        }
    }

    /// <summary>Is the border of a case so near that rounding decides?</summary>
    static bool Unsure(Formula c, Point at) => c is Comparison(var u, _, var v)
        ? Bounded(u, at) is var (x, xe) && Bounded(v, at) is var (y, ye) && !(Math.Abs(x - y) > 100 * (xe + ye) + 1e-13)
        : c.Parts.Any(part => Unsure(part, at));

    /// <summary>Is there a value, and is it known well enough to be compared?</summary>
    public static bool IsKnown(Formula f, Point at) =>
        Bounded(f, at) is var (x, error) && double.IsFinite(x) && Math.Abs(x) <= 1e100 && error < 1e-4 * (1 + Math.Abs(x));

    /// <summary>Do both have the same value, as far as rounding allows to tell?</summary>
    public static bool Agree(Formula expected, Formula actual, Point at)
    {
        if (!IsKnown(expected, at)) return true;
        var (x, xe) = Bounded(expected, at);
        var (y, ye) = Bounded(actual, at);
        return Math.Abs(x - y) <= 50 * (xe + (double.IsNaN(ye) ? 0 : ye)) + 1e-14 * Math.Abs(x) || double.IsPositiveInfinity(ye);
    }
}
