using static System.Math;
using static NotebookLib.Words;

namespace NotebookLib;

/// <summary>Is a cost honest about probabilities? Where a share q of the targets is 1 and the others are 0, training ends at
/// qδ(a, 1) + (1−q)δ(a, 0) = 0. It is a = q for every q if δ = (a − y)·v(a) at both; the cost is least if v·f′ &gt; 0.</summary>
internal sealed class ProperFinding
{
    private const string Shared = "honest about probabilities: where a share q of the targets is 1 and the others are 0,";

    private readonly CostView view;
    private readonly CostCurve zero, one;

    private ProperFinding(CostView view) => (this.view, zero, one) = (view, view.Along(0), view.Along(1));

    public static Answer Look(CostView view) => new ProperFinding(view).Look();

    private Answer Look()
    {
        double[] shares = [.. Enumerable.Range(1, 19).Select(k => k / 20.0)];
        double[] z = [.. shares.Select(q => view.InputFor(q) ?? double.NaN)];
        if (z.Any(double.IsNaN))
            return Answer.Unsure(Min(view.Low ?? 0, view.A.Min()) > shares[0] || Max(view.High ?? 1, view.A.Max()) < shares[^1]
                ? "The output is no probability: it does not take every value between 0 and 1."
                : "Whether training ends at the share of ones was not looked at: "
                    + "for some outputs between 0 and 1 no z from −40 to 40 was found.");
        if (!z.All(t => double.IsFinite(zero.CostAt(t) + one.CostAt(t) + zero.DeltaAt(t) + one.DeltaAt(t))))
            return Answer.Unsure("With the targets 0 and 1 C or δ has no value, so nothing can be said about probabilities.");

        if (shares.Zip(z, Rests).All(rests => rests))
        {
            int[] pulls = [.. shares.Zip(z, (q, t) => Math.Sign((1 - q) * zero.DeltaAt(t) * view.DirectionAt(t))).Distinct()];
            if (pulls is [1]) return new(Verdict.Pass, $"H{Shared[1..]} training ends at a = q, for every q. {Form(z[9])}");
            if (pulls is [-1])
                return Answer.No($"Not {Shared} δ is 0 on average at a = q, but the cost is greatest there "
                    + $"and training runs away from it. {Form(z[9])}");
        }
        foreach (var q in (double[])[0.8, 0.6, 0.9, 0.2, 0.4, 0.1])
            if (Misses(q, view.InputFor(q)!.Value) is { } fault) return fault;
        return Answer.Unsure("δ is not (a − y)·v(a), but training ends at the share of ones wherever it was tried.");
    }

    /// <summary>Is the mean of δ 0 for a share q, up to rounding?</summary>
    private bool Rests(double q, double z)
    {
        double toOne = q * one.DeltaAt(z), toZero = (1 - q) * zero.DeltaAt(z);
        var rounding = q * one.RoundingOfDelta(z) + (1 - q) * zero.RoundingOfDelta(z);
        return Abs(toOne + toZero) <= (double.IsFinite(rounding) ? rounding : 0) + 1e-9 * (Abs(toOne) + Abs(toZero));
    }

    /// <summary>What v is: a formula in a, or its value at ½ where it has none.</summary>
    private string Form(double half) => "δ = (a − y)·v(a), "
        + ((view.Compiled.Error.InA.Substitute("y", 0) / Variable.A).Simplify() is var v && v.Contains("z")
            ? $"and v(½) is {Number(2 * zero.DeltaAt(half))}." : $"v(a) = {Words.Of(v)}.");

    /// <summary>That training on a share q of ones ends elsewhere; null where it ends at q.</summary>
    private Answer? Misses(double q, double z)
    {
        var mean = CostCurve.Mean(view, zero, one, q);
        var end = End(mean);
        return (end is { } a ? Abs(a - q) <= 1e-6 : Rests(q, z)) ? null
            : Answer.No($"Not honest about probabilities: where {100 * q:0} % of the targets are 1 and the others 0, training "
                + (end is { } at ? $"ends at a = {Number(at)}, not at {Number(q)}."
                    : $"does not rest at a = {Number(q)}: the mean of δ is {Number(mean.DeltaAt(z))} there."), end);
    }

    /// <summary>Where the mean cost is least, inside or at an end of the outputs; null if nowhere, or if it has gaps.</summary>
    private double? End(CostCurve mean)
    {
        if (!mean.IsWhole || mean.Poles.Any() || CostView.Sides.Any(mean.FallsBeyond)) return null;
        var (z, cost) = mean.Valleys.Append(mean.Lowest).MinBy(v => v.Cost);
        var end = mean.CostBeyond(Math.Sign(z));
        return Abs(z) >= CostView.Far && !(end.Lowest >= end.Trend.Limit - 1e-9 * Abs(cost)) ? null : view.Border(z);
    }
}
