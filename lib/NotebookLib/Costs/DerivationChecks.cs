namespace NotebookLib;

public sealed partial class Derivation
{
    static readonly double[] SampleZ = [-2.6, -1.7, -0.9, -0.35, 0.45, 1.1, 1.9, 2.7];
    static readonly double[] SampleY = [0, 0.22, 0.5, 0.68, 1];

    /// <summary>Each step at sample points: ∂C/∂a and δ against difference quotients, every rewriting against the line before.</summary>
    void Verify(Cost cost, Activation f, Formula raw, Formula product)
    {
        var kinks = cost.Formula.Kinks.Concat(raw.Kinks).Distinct().ToArray();
        var delta = product.Simplify();
        foreach (var z in SampleZ)
            foreach (var y in SampleY)
            {
                var a = f.Value(z);
                var at = new Point(("a", a), ("y", y), ("z", z));
                double slope = raw.Evaluate(at), simple = cost.SlopeFormula.Evaluate(at), raised = product.Evaluate(at), shortened = delta.Evaluate(at);
                if (new[] { cost.Value(a, y), slope, simple, shortened }.Any(v => !double.IsFinite(v))) continue;
                if (kinks.Any(k => Math.Abs(k.Evaluate(at)) < 0.02) || Rounded(raw, a, y, z, 1e-9) || Rounded(raw, a, y, z, -1e-9)) continue;
                Same("∂C/∂a", Difference(t => cost.Value(t, y), a), slope, 1e-5);
                Same("∂C/∂a simplified", slope, simple, 1e-9);
                Same("product", simple * f.Slope(z), raised, 1e-9);
                Same("delta", raised, shortened, 1e-9);
                Same("δ", Difference(t => cost.Value(f.Value(t), y), z), shortened, 1e-5);
                PointsVerified++;

                void Same(string step, double expected, double actual, double tolerance)
                {
                    if (double.IsFinite(expected) && !(Math.Abs(expected - actual) <= tolerance * (1 + Math.Abs(expected) + Math.Abs(actual))))
                        throw new InvalidOperationException(
                            $"The step \"{step}\" of {cost} with {f} is wrong at a = {a:G6}, y = {y:G6}: {actual:G9} instead of {expected:G9}. Please report this formula.");
                }
            }
        if (PointsVerified == 0 && CompiledCost.For(cost, f).Explain(SampleZ[4], SampleY[2]) is { } sentence) Verdict += " " + sentence;
    }

    /// <summary>Does the value hang on the last digits of a and y, as at the very border of the domain?</summary>
    static bool Rounded(Formula f, double a, double y, double z, double by)
    {
        double here = f.Evaluate(new Point(("a", a), ("y", y), ("z", z))), there = f.Evaluate(new Point(("a", a + by), ("y", y + 2 * by), ("z", z + by)));
        return !(Math.Abs(here - there) <= 1e-4 * (1 + Math.Abs(here)));
    }

    /// <summary>The central difference quotient with one Richardson step, error about h⁴; NaN when the function is not smooth over 2h.</summary>
    static double Difference(Func<double, double> g, double x)
    {
        const double h = 1e-3;
        double wide = (g(x + h) - g(x - h)) / (2 * h), narrow = (g(x + h / 2) - g(x - h / 2)) / h;
        var best = (4 * narrow - wide) / 3;
        return Math.Abs(wide - narrow) <= 1e-3 * (1e-3 + Math.Abs(best)) ? best : double.NaN;
    }
}
