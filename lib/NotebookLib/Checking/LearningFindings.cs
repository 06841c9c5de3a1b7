using static System.Math;

namespace NotebookLib;

/// <summary>
/// The findings of a cost check about learning: where steps lead, whether they get small, and where training ends.
/// </summary>
internal static class LearningFindings
{
    private static string N(double value) => Words.Number(value);

    public static Finding Sign(CostView view)
    {
        const CostProperty property = CostProperty.Sign;
        const double middle = 8;                // beyond, δ may be 0 because a double has no smaller number
        (bool InMiddle, double Size, double A, double Y, double Delta) worst = default;
        (double A, double Y)? still = null;
        int wrong = 0, all = 0;
        foreach (var curve in view.Curves)
        {
            foreach (var z in curve.Z) Look(z, Abs(z) <= middle);
            if (wrong == 0)
                foreach (var z in Beside(view.InputFor(curve.Y))) Look(z, false);

            void Look(double z, bool inMiddle)
            {
                var (a, y, delta) = (view.Output(z), curve.Y, double.IsFinite(curve.CostAt(z)) ? curve.DeltaAt(z) : double.NaN);
                if (!double.IsFinite(delta) || !(Abs(a - y) > 1e-6 * view.Scale)) return;
                all++;
                if (delta == 0 && inMiddle) still ??= (a, y);
                if (delta * Math.Sign(a - y) * view.DirectionAt(z) >= 0 || Abs(delta) <= view.RoundingOfDelta(z, y)) return;
                wrong++;
                if ((inMiddle, Abs(delta)).CompareTo((worst.InMiddle, worst.Size)) > 0) worst = (inMiddle, Abs(delta), a, y, delta);
            }
        }
        return wrong > 0
            ? new(property, Verdict.Fail, $"δ has the wrong sign: at a = {N(worst.A)} with y = {N(worst.Y)} it is {N(worst.Delta)}, so a step moves the output away from the target."
                + (wrong == all ? " It is so everywhere: a minus sign is missing, and −C would be right." : ""), worst.A, worst.Y)
            : still is var (silent, target)
            ? new(property, Verdict.Fail, $"δ is 0 at a = {N(silent)} though y = {N(target)}: there the neuron learns nothing at all.", silent, target)
            : view.Pass(property, $"δ has the sign of {(view.Rises ? "a − y" : "(a − y)·f′(z)")}: every small step moves the output towards the target.");
    }

    /// <summary>Places ever nearer to the target, on both sides: a least value beside it hides between two points.</summary>
    private static IEnumerable<double> Beside(double? target) => target is not { } z ? []
        : from k in Enumerable.Range(1, 12) from side in (int[])[1, -1] select z + side * CostView.Spacing * Pow(2, -k);

    public static Finding Slowdown(CostView view)
    {
        const CostProperty property = CostProperty.Slowdown;
        const double start = 4, eta = 0.15, slow = 1e-3, gone = 1e-6;     // z and η of Nielsen's ch. 3; what is left of the largest δ for |z| ≤ 4
        string? strongest = null, unclear = null;
        foreach (var curve in view.Curves)
            foreach (var side in CostView.Sides)
            {
                var (y, largest, beyond) = (curve.Y, curve.LargestDelta(start), curve.DeltaBeyond(side));
                var size = beyond.Trend.Course == Course.Unclear ? beyond.Largest : Abs(beyond.Trend.Limit);
                if (largest == 0 || double.IsNaN(size) || Abs((view.End(side) ?? view.Output(side * CostView.Far)) - y) < 0.01 * view.Scale) continue;
                var end = view.EndInWords(side);
                if (size > slow * largest)
                {
                    if (beyond.Trend.Course == Course.Unclear)
                        unclear ??= beyond.IsShort ? $"Whether learning slows down as {end} with y = {N(y)} cannot be told: there δ has no value, or is lost in rounding."
                            : !beyond.IsRestless ? $"Whether learning slows down as {end} with y = {N(y)} cannot be told: it was looked at to |z| = 640."
                            : $"As {end} with y = {N(y)} δ goes nowhere, with sizes up to {N(size)}: whether learning slows down there depends on where it is.";
                    else strongest ??= $"as {end} with y = {N(y)}, δ {(beyond.Trend.Course == Course.Settles ? $"goes to {N(beyond.Trend.Sure)}" : "grows without end")}";
                    continue;
                }
                var z = side * start;
                var updates = view.UpdatesToHalfway(z, y, eta, view.Compiled.Delta);
                var quick = view.Rises ? view.UpdatesToHalfway(z, y, eta, (t, target) => view.Output(t) - target) : null;
                return new(property, Verdict.Fail, $"Learning slows down where the output is most wrong: δ → {(size <= gone * largest ? "0" : N(size))} as {end} "
                    + $"with y = {N(y)} (δ = {N(curve.DeltaAt(z))} at a = {N(view.Output(z))}). From there, with x = 1, a bias and η = 0.15, "
                    + (updates is { } k ? $"half the way takes {Require.Count(k, "update")}" : "a million updates do not bring it half the way")
                    + (quick is { } q ? $"; with δ = a − y it takes {q}." : "."), view.Output(z), y);
            }
        if (view.Curves.Count > 0 && view.Curves.All(curve => curve.Delta.All(d => d == 0)))
            return new(property, Verdict.Fail, "δ is 0 for every output: nothing is learned, neither slowly nor fast.", view.Output(start), view.Curves[0].Y);
        return unclear is not null ? new(property, Verdict.Inconclusive, unclear) : strongest is null ? CostView.Nowhere(property) : view.Pass(property, $"Learning does not slow down where the output is most wrong: {strongest}.");
    }

    /// <summary>
    /// Targets 0 and 1, a share q of them 1: training ends where qδ(a, 1) + (1−q)δ(a, 0) = 0, which is a = q for every q where
    /// δ = (a − y)·v(a) at both targets, and the least cost where v·f′ &gt; 0.
    /// </summary>
    public static Finding Proper(CostView view)
    {
        const CostProperty property = CostProperty.Proper;
        var (zero, one) = (view.Along(0), view.Along(1));
        var shares = Enumerable.Range(1, 19).Select(k => k / 20.0).Select(q => (Q: q, Z: view.InputFor(q))).ToArray();
        if (shares.Any(share => share.Z is null))
            return new(property, Verdict.Inconclusive, Min(view.Low ?? 0, view.A.Min()) > shares[0].Q || Max(view.High ?? 1, view.A.Max()) < shares[^1].Q
                ? "The output is no probability: it does not take every value between 0 and 1."
                : "Whether training ends at the share of ones was not looked at: for some outputs between 0 and 1 no z from −40 to 40 was found.");
        if (!shares.Select(share => share.Z!.Value).All(z => double.IsFinite(zero.CostAt(z) + one.CostAt(z) + zero.DeltaAt(z) + one.DeltaAt(z))))
            return new(property, Verdict.Inconclusive, "With the targets 0 and 1 C or δ has no value, so nothing can be said about probabilities.");

        if (shares.All(share => Rests(share.Q, share.Z!.Value)))
        {
            if (shares.All(share => Pull(share.Q, share.Z!.Value) > 0))
                return new(property, Verdict.Pass, "Honest about probabilities: where a share q of the targets is 1 and the others are 0, training ends at a = q, "
                    + $"for every q. δ = (a − y)·v(a), {Weight()}.");
            if (shares.All(share => Pull(share.Q, share.Z!.Value) < 0))
                return new(property, Verdict.Fail, "Not honest about probabilities: where a share q of the targets is 1 and the others are 0, "
                    + $"δ is 0 on average at a = q, but the cost is greatest there and training runs away from it. δ = (a − y)·v(a), {Weight()}.");
        }
        foreach (var q in (double[])[0.8, 0.6, 0.9, 0.2, 0.4, 0.1])
        {
            var mean = CostCurve.Mean(view, zero, one, q);
            var (end, still) = (End(mean), mean.DeltaAt(view.InputFor(q)!.Value));
            if (end is { } a ? Abs(a - q) <= 1e-6 : Rests(q, view.InputFor(q)!.Value)) continue;
            return new(property, Verdict.Fail, $"Not honest about probabilities: where {100 * q:0} % of the targets are 1 and the others 0, training "
                + (end is { } at ? $"ends at a = {N(at)}, not at {N(q)}." : $"does not rest at a = {N(q)}: the mean of δ is {N(still)} there."), end);
        }
        return new(property, Verdict.Inconclusive, "δ is not (a − y)·v(a), but training ends at the share of ones wherever it was tried.");

        bool Rests(double q, double z)
        {
            double toOne = q * one.DeltaAt(z), toZero = (1 - q) * zero.DeltaAt(z);
            var rounding = q * view.RoundingOfDelta(z, 1) + (1 - q) * view.RoundingOfDelta(z, 0);
            return Abs(toOne + toZero) <= (double.IsFinite(rounding) ? rounding : 0) + 1e-9 * (Abs(toOne) + Abs(toZero));
        }
        double Pull(double q, double z) => (1 - q) * zero.DeltaAt(z) * view.DirectionAt(z);
        string Weight()
        {
            var v = (view.Compiled.Error.InA.Substitute("y", 0) / Variable.A).Simplify();
            return v.Contains("z") ? $"and v(½) is {N(2 * zero.DeltaAt(shares[9].Z!.Value))}" : $"v(a) = {Words.Of(v)}";
        }
        // Where the mean cost is least: inside, or at an end of the outputs that it falls to. Null where it has no least value, or gaps.
        double? End(CostCurve mean)
        {
            if (!mean.IsWhole || mean.Poles.Any()) return null;
            foreach (var side in CostView.Sides)
                if (mean.CostBeyond(side) is { Swings: false, Least.Course: Course.Falls }) return null;
            var (z, cost) = mean.Valleys.Append(mean.Lowest).MinBy(v => v.Cost);
            if (Abs(z) >= CostView.Far && mean.CostBeyond(Math.Sign(z)) is var far && !(far.Lowest >= far.Trend.Limit - 1e-9 * Abs(cost))) return null;
            return view.Border(z);
        }
    }
}
