using static System.FormattableString;

namespace NotebookLib;

public sealed partial class Derivation
{
    private static readonly double[] SampleZ = [-2.6, -1.7, -0.9, -0.35, 0.45, 1.1, 1.9, 2.7];
    private static readonly double[] SampleY = [0, 0.22, 0.5, 0.68, 1];

    /// <summary>How far rewritings may differ beside their rounding, and derivatives from differences beside
    /// their error bar.</summary>
    private const double Rewritten = 1e-9, Measured = 1e-5;

    /// <summary>Each step at sample points: ∂C/∂a and δ against difference quotients, every rewriting against the line before,
    /// and what training computes with against what is shown.</summary>
    private void Verify(Cost cost, Activation f)
    {
        var compiled = CompiledCost.For(cost, f);
        var error = compiled.Error;
        foreach (var z in SampleZ)
            foreach (var y in SampleY)
            {
                var a = f.Value(z);
                var at = new Point(("a", a), ("y", y), ("z", z));
                double Value(Formula formula) => formula.Evaluate(at);
                var (slope, simple) = (Value(cost.RawSlope), Value(cost.SlopeFormula));
                var (product, delta) = (Value(error.Product), Value(error.InA));
                if (new[] { cost.Value(a, y), slope, simple, delta }.Any(v => !double.IsFinite(v))) continue;
                if (IsTouchy(cost.RawSlope, a, y, z)) continue;
                var alongA = Differences.Measure(t => cost.Value(t, y), a);
                var alongZ = Differences.Measure(t => cost.Value(f.Value(t), y), z);
                if (!IsSharp(alongA) || !IsSharp(alongZ)) continue;
                Same("∂C/∂a", alongA.Value, slope, Measured, 10 * alongA.Error + Off(alongA));
                Same("∂C/∂a simplified", slope, simple, Rewritten, Rounding(cost.RawSlope) + Rounding(cost.SlopeFormula));
                Same("product", simple * f.Slope(z), product, Rewritten,
                    Rounding(cost.SlopeFormula) * Math.Abs(f.Slope(z)) + Rounding(error.Product));
                Same("delta", product, delta, Rewritten, Rounding(error.Product) + Rounding(error.InA));
                Same("compiled", delta, compiled.Delta(z, y), Rewritten, Rounding(error.InA) + Rounding(error.InZ));
                Same("δ", alongZ.Value, delta, Measured, 10 * alongZ.Error + Off(alongZ));
                PointsVerified++;

                double Rounding(Formula formula) => Dual.Rounding(formula, at);

                // What the rounding of C, and of a in it, makes of a difference quotient.
                double Off(Slope measured) =>
                    4 * (Rounding(cost.Formula) + NotebookLib.Judge.Rounding * Math.Abs(a * slope)) / measured.Step;

                void Same(string step, double expected, double actual, double tolerance, double rounding)
                {
                    var allowed = tolerance * (1 + Math.Abs(expected) + Math.Abs(actual)) + rounding;
                    if (double.IsFinite(expected) && (double.IsNaN(actual) || Math.Abs(expected - actual) > allowed))
                        throw new InvalidOperationException(
                            Invariant($"The step \"{step}\" of {cost} with {f} is wrong at a = {a:G6}, ")
                            + Invariant($"y = {y:G6}: {actual:G9} instead of {expected:G9}. Please report this formula."));
                }
            }
        if (PointsVerified == 0 && compiled.Explain(SampleZ[4], SampleY[2]) is { } sentence) Verdict += " " + sentence;
    }

    /// <summary>Does the value hang on the last digits of a and y, as at the very border of the domain?</summary>
    private static bool IsTouchy(Formula f, double a, double y, double z)
    {
        double Moved(double by) => f.Evaluate(new Point(("a", a + by), ("y", y + 2 * by), ("z", z + by)));
        var here = Moved(0);
        return !(Math.Max(Math.Abs(Moved(1e-9) - here), Math.Abs(Moved(-1e-9) - here)) <= 1e-4 * (1 + Math.Abs(here)));
    }

    /// <summary>Measured on both sides of a place without a kink, to three digits at least.</summary>
    private static bool IsSharp(Slope slope) =>
        slope is { Sides: Sides.Both, IsKink: false } && slope.Error <= 1e-3 * (1e-3 + Math.Abs(slope.Value));
}
