using MathNet.Numerics.RootFinding;
using static NotebookLib.FormulaOf;

namespace NotebookLib;

/// <summary>Steps in v where w_j = φ(v_j), by another stepper; the bias is its own coordinate.</summary>
internal sealed record InCoordinates(Stepper Inner, WeightMap Weight) : Stepper
{
    public override Step Start(RuleRun run)
    {
        var (inner, n) = (Inner.Start(run), run.Count - 1);
        double[]? v = null;
        var g = new double[run.Count];
        return (in Moment now) =>
        {
            if (v is null)
            {
                v = new double[n + 1];
                for (var j = 0; j < n; j++)
                    v[j] = Weight.Inverse(now.Parameters[j]) ?? throw new TrainingException(
                        $"The rule \"{run.Rule}\" cannot start at weight {j + 1} = {now.Parameters[j]:G6}: {Weight.Need}. Start it somewhere else, for example at 0.5.");
                v[n] = now.Parameters[n];
            }
            for (var j = 0; j < n; j++) g[j] = Weight.Factor(v[j]) * now.Gradient[j];
            g[n] = now.Gradient[n];
            inner(now.With(v, g));
            for (var j = 0; j < n; j++) now.Parameters[j] = Weight.Map(v[j]);
            now.Parameters[n] = v[n];
        };
    }

    public override bool NeedsExamples => Inner.NeedsExamples;

    public override Stepper? With(string constant, double value) => Inner.With(constant, value) is { } inner ? this with { Inner = inner } : null;

    public override Stepper WithMomentum(double mu) => this with { Inner = Inner.WithMomentum(mu) };
}

/// <summary>A coordinate v of a weight.</summary>
/// <param name="Map">w = φ(v).</param>
/// <param name="Factor">What ∂C/∂w is multiplied by: φ′(v) for descent on v, 1 for a mirror step.</param>
/// <param name="Inverse">v for w, or null where there is none from which the weight could move.</param>
/// <param name="Need">What a weight must be, as part of a sentence.</param>
internal sealed record WeightMap(Func<double, double> Map, Func<double, double> Factor, Func<double, double?> Inverse, string Need)
{
    /// <summary>The mirror step of the exponentiated gradient: ln w moves by −η ∂C/∂w.</summary>
    public static readonly WeightMap Logarithm = new(Math.Exp, _ => 1, w => w > 0 ? Math.Log(w) : null, "every weight must be above 0");

    /// <summary>w = vᵏ.</summary>
    public static WeightMap Power(int k) => k == 1
        ? new(v => v, _ => 1, w => w, "")
        : new(v => Math.Pow(v, k), v => k * Math.Pow(v, k - 1), w => w > 0 ? Math.Pow(w, 1.0 / k) : null, "every weight must be above 0");

    /// <summary>w = φ(v) for a formula in v: the slope by the formula, the inverse by a search for a change of sign and Brent's method.</summary>
    public static WeightMap Of(Formula phi)
    {
        var inZ = phi.Substitute("v", Variable.Z);
        var (map, slope) = (Emitter.Scalar(inZ), Emitter.Scalar(inZ.Derivative("z").Simplify()));
        return new(v => map(v, 0), v => slope(v, 0), w => Solve(v => map(v, 0) - w, v => slope(v, 0)), $"it must be a value of {phi} for some v where that moves");
    }

    /// <summary>±2⁻²⁰ … ±2²⁰ and 0, the positive numbers first and the middle ones before the ends: a root with v above 0 is preferred.</summary>
    private static readonly (double From, double To)[] Brackets =
    [
        .. Enumerable.Range(0, 80).Select(i => (Math.Pow(2, (i - 40) / 2.0), Math.Pow(2, (i - 39) / 2.0))).OrderBy(bracket => Math.Abs(Math.Log2(bracket.Item1))),
        (0, Math.Pow(2, -20)), (-Math.Pow(2, -20), 0),
        .. Enumerable.Range(0, 80).Select(i => (-Math.Pow(2, (i - 39) / 2.0), -Math.Pow(2, (i - 40) / 2.0))).OrderBy(bracket => Math.Abs(Math.Log2(-bracket.Item1))),
    ];

    private static double? Solve(Func<double, double> f, Func<double, double> slope)
    {
        foreach (var (from, to) in Brackets)
        {
            var (below, above) = (f(from), f(to));
            if (double.IsNaN(below) || double.IsNaN(above) || below * above > 0) continue;
            var v = below == 0 ? from : above == 0 ? to
                : Brent.TryFindRoot(f, from, to, 1e-14 * Math.Max(Math.Abs(from), Math.Abs(to)), 200, out var root) ? root : double.NaN;
            for (var k = 0; k < 2 && slope(v) is var s && double.IsFinite(f(v) / s); k++) v -= f(v) / s;      // to the last digit
            if (double.IsFinite(v) && slope(v) != 0) return v;
        }
        return null;
    }
}
