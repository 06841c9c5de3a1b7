using static System.Math;
using static System.FormattableString;

namespace NotebookLib;

/// <summary>The findings of a cost check about C, one method each: what is looked for, and its sentence.</summary>
internal static class CostFindings
{
    private static string N(double value) => Words.Number(value);

    public static Finding Minimum(CostView view)
    {
        const CostProperty property = CostProperty.Minimum;
        string? rest = null;
        foreach (var curve in view.Curves)
        {
            var (y, target) = (curve.Y, view.InputFor(curve.Y));
            var ((low, least), (high, most)) = (curve.Lowest, curve.Highest);
            if (most - least <= view.RoundingOfCost(low, y) + view.RoundingOfCost(high, y))
                return curve.Delta.All(d => d == 0)
                    ? new(property, Verdict.Fail, $"C is {N(least)} for every output when y = {N(y)}: no output is better than another.", view.Output(low), y)
                    : new(property, Verdict.Inconclusive, $"When y = {N(y)}, C changes by less than rounding changes it: it cannot be seen where it is least.");

            var atTarget = target is { } z ? curve.CostAt(z) : view.SideOf(y) is { } end ? curve.CostBeyond(end).Trend.Limit : view.Cost.Value(y, y);
            if (!double.IsFinite(atTarget))
                return new(property, Verdict.Fail, $"C has no finite value where the output is right: for y = {N(y)} it is {N(atTarget)} at a = y.", y, y);
            var noise = target is { } t ? curve.Noise(t) : 1e-9 * Abs(atTarget);
            double Noise(double z) => noise + curve.Noise(z);
            bool IsWrong(double a, double by) => Abs(a - y) > by * view.Scale;
            var there = Abs(atTarget) <= noise ? 0 : atTarget;

            if (curve.Valleys.Where(v => IsWrong(view.Output(v.Z), 1e-6) && v.Cost < atTarget - Noise(v.Z)).OrderBy(v => v.Cost).FirstOrNull() is var (zb, better))
                return new(property, Verdict.Fail, $"C is not least at a = y: for y = {N(y)} it is {N(there)} there, "
                    + $"but {N(Abs(better) <= 1e-12 * Abs(there) ? 0 : better)} at a = {view.OutputInWords(zb)}.", view.Output(zb), y);
            if (curve.Valleys.Where(v => IsWrong(view.Output(v.Z), 0.01) && v.Cost <= atTarget + Noise(v.Z)).OrderBy(v => v.Cost).FirstOrNull() is var (zo, _))
                return new(property, Verdict.Fail, $"C is least at a = y, but not only there: for y = {N(y)} it is {N(there)} at a = {view.OutputInWords(zo)} too.",
                    view.Output(zo), y);
            foreach (var side in CostView.Sides)
                if (curve.CostBeyond(side).Trend is { Course: Course.Settles, Limit: var limit, Doubt: var doubt } && (view.End(side) is not { } a || IsWrong(a, 0.01)) && limit - 2 * doubt <= atTarget + noise)
                    return new(property, Verdict.Fail, $"C is least at a = y, but not only there: for y = {N(y)} "
                        + (view.End(side) is { } at ? $"it is {N(there)} at a = {N(at)} too." : $"it comes down to {N(Abs(limit) <= 2 * doubt ? 0 : limit)} as {view.EndInWords(side)} too."), view.End(side), y);
            if (Abs(atTarget) > noise && (rest is null || y == (view.Low + view.High) / 2))
                rest = $" Its least value is not always 0: for y = {N(y)} it is {N(atTarget)}, and no training brings the cost below that.";
        }
        return view.Pass(property, $"C is least where a = y, and only there (y = {view.Targets} were tried).{rest}");
    }

    public static Finding BoundedBelow(CostView view)
    {
        const CostProperty property = CostProperty.BoundedBelow;
        var least = double.PositiveInfinity;
        string? doubt = null;
        foreach (var curve in view.Curves)
        {
            var y = curve.Y;
            foreach (var side in CostView.Sides)
            {
                var beyond = curve.CostBeyond(side);
                if (beyond is { Swings: false, Least.Course: Course.Falls })
                    return new(property, Verdict.Fail,
                        Invariant($"C falls without end: for y = {N(y)} it is {At(30)} at z = {side * 30}, {At(90)} at z = {side * 90} ")
                        + Invariant($"and {At(270)} at z = {side * 270}. Training would never stop going there."),
                        view.Output(side * 30), y);
                if (beyond is { Swings: false, Least.Course: Course.Unclear })
                    doubt ??= $"Whether C falls without end cannot be told: for y = {N(y)} "
                        + Invariant($"it is {At(90)} at z = {side * 90} and {At(270)} at z = {side * 270}.");
                var far = beyond is { Swings: false, Least.Course: Course.Settles } ? beyond.Least.Limit : beyond.Lowest;
                if (far < least) least = far;
                string At(double z) => N(curve.CostAt(side * z));
            }
            if (curve.Poles.FirstOrNull() is { } z)
                return new(property, Verdict.Fail, $"C falls without end as a comes near {N(view.Output(z))} with y = {N(y)}. Training would never stop going there.",
                    view.Output(z), y);
            var (at, lowest) = curve.Valleys.Append(curve.Lowest).MinBy(v => v.Cost);
            if (lowest < least) least = Abs(lowest) <= curve.Noise(at) ? 0 : lowest;
        }
        return view.Curves.Count > 0 && doubt is not null ? new(property, Verdict.Inconclusive, doubt)
            : view.Pass(property, $"C is bounded below: its least value is {N(least)}.");
    }

    public static Finding Convexity(CostView view)
    {
        const CostProperty property = CostProperty.Convexity;
        foreach (var curve in view.Curves)
        {
            if (Jump(view, curve) is { } jump)
                return new(property, Verdict.Fail, $"C jumps near a = {N(view.Output(jump))} for y = {N(curve.Y)}, where δ does not show it: "
                    + "there it is not convex, and has no slope.", view.Output(jump), curve.Y);
            var bends = Bending.Of(view, curve);
            if (!bends.Contains(Bends.Down)) continue;
            var ranges = ConvexIn(view, curve);
            // A fall between two points alone is a step down, as at a kink: to both sides C is convex.
            if (Enumerable.Range(1, bends.Length - 2).Where(i => (bends[i - 1], bends[i], bends[i + 1]) == (Bends.Up, Bends.Down, Bends.Up)).FirstOrNull() is { } step
                && bends.Count(b => b == Bends.Down) == 1)
                return new(property, Verdict.Fail, $"C is not convex in z: for y = {N(curve.Y)} δ steps down near a = {view.OutputInWords(curve.Z[step])}. "
                    + "A sum over examples can have several minima.", curve.A[step], curve.Y);
            var text = Words.List([.. ranges.Select(r => r.From == curve.Z[0] ? $"a ≤ {view.OutputInWords(r.To)}"
                : r.To == curve.Z[^1] ? $"a ≥ {view.OutputInWords(r.From)}" : $"{view.OutputInWords(r.From)} ≤ a ≤ {view.OutputInWords(r.To)}")], "or");
            return new(property, Verdict.Fail, ranges.Count == 0 ? $"C is convex in z nowhere for y = {N(curve.Y)}."
                : $"C is not convex in z: for y = {N(curve.Y)} it is so only for {text}. A sum over examples can have several minima.",
                ranges.Count == 0 ? curve.A[0] : view.Output(ranges[0].To), curve.Y);
        }
        return view.Pass(property, "C is convex in z, and so in (w, b), and so is every sum over examples: there is no second minimum.");
    }

    public static Finding Domain(CostView view)
    {
        const CostProperty property = CostProperty.Domain;
        double[] far = view.Low is not null && view.High is not null ? [-700, -100, 100, 700] : [];
        string? doubt = null;
        foreach (var curve in view.Curves)
        {
            if (curve.Z.Where((_, i) => !double.IsFinite(curve.Cost[i]) || !double.IsFinite(curve.Delta[i])).OrderBy(Abs).FirstOrNull() is { } z
                && view.Compiled.Explain(z, curve.Y) is { } sentence)
                return new(property, Verdict.Fail, $"C or δ has no value at z = {N(z)}: {sentence}", view.Output(z), curve.Y);
            if (far.Where(t => !double.IsFinite(curve.CostAt(t) + curve.DeltaAt(t))).OrderBy(Abs).FirstOrNull() is { } t)
                doubt ??= $"C and δ are finite for every z from −40 to 40, but at z = {N(t)} with y = {N(curve.Y)} a part of their formula is too large for a number.";
        }
        if (doubt is not null) return new(property, Verdict.Inconclusive, doubt);
        // A target at an end of the output's range, as 0 and 1, is one that a neuron is trained with; another may be none that the cost is for.
        if (view.Missing.Where(y => view.Curves.Count == 0 || view.SideOf(y) is not null).FirstOrNull() is { } none && view.Compiled.Explain(0, none) is { } why)
            return new(property, Verdict.Fail, $"C or δ has no value at z = 0: {why}", view.Output(0), none);
        return view.Pass(property, $"C and δ are finite for every z from −40 to 40{(far.Length > 0 ? ", and at ±700" : "")}.");
    }

    public static Finding Symmetry(CostView view)
    {
        const CostProperty property = CostProperty.Symmetry;
        if (view.Low is null != view.High is null)
            return new(property, Verdict.Inconclusive, "There are no two ends to be alike: the output is bounded on one side only.");
        var sum = view.Low + view.High ?? 0;
        double[] outputs = (view.Low, view.High) is ({ } low, { } high)
            ? [.. new[] { 0.1, 0.3, 0.5, 0.7, 0.9 }.Select(part => low + part * (high - low))] : [-1.5, -0.5, 0.3, 0.7, 1.2];
        var gaps = from curve in view.Curves
                   from a in outputs
                   let here = view.Cost.Value(a, curve.Y)
                   let there = view.Cost.Value(sum - a, sum - curve.Y)
                   where double.IsFinite(here) != double.IsFinite(there) || Abs(here - there) > 1e-9 * Max(Abs(here), Abs(there))
                   select (Gap: Abs(here - there) is var gap && double.IsFinite(gap) ? gap : double.MaxValue, A: a, curve.Y, Here: here, There: there);
        return gaps.OrderByDescending(g => g.Gap).FirstOrNull() is { } worst
            ? new(property, Verdict.Fail, $"C does not treat both ends alike: C({N(worst.A)}, {N(worst.Y)}) = {N(worst.Here)}, "
                + $"but C({N(sum - worst.A)}, {N(sum - worst.Y)}) = {N(worst.There)}.", worst.A, worst.Y)
            : view.Pass(property, $"C treats both ends alike: C(a, y) = C({(sum == 0 ? "−a, −y" : $"{N(sum)} − a, {N(sum)} − y")}).");
    }

    /// <summary>The ranges of z in which δ does not fall; their borders, where δ turns, to twelve digits or so.</summary>
    public static IReadOnlyList<(double From, double To)> ConvexIn(CostView view, CostCurve curve)
    {
        var (z, bends) = (curve.Z, Bending.Of(view, curve));
        double BendAt(double t) => view.BendAt(t, curve.Y);
        // Between a cell that bends up and one that bends down ∂δ/∂z changes its sign, or δ jumps down.
        double Turn(int i)
        {
            var (low, high) = (z[Max(i - 1, 0)], z[Min(i + 1, z.Length - 1)]);
            var middle = (curve.DeltaAt(low) + curve.DeltaAt(high)) / 2;
            return BendAt(low) * BendAt(high) < 0 ? CostView.Root(BendAt, low, high) : CostView.Root(t => curve.DeltaAt(t) - middle, low, high);
        }
        var ranges = new List<(double From, double To)>();
        for (var i = 0; i < bends.Length; i++)
        {
            if (bends[i] != Bends.Up) continue;
            var from = i > 0 && bends[i - 1] == Bends.Down ? Turn(i) : z[i];
            while (i < bends.Length && bends[i] == Bends.Up) i++;
            ranges.Add((from, i < bends.Length && bends[i] == Bends.Down ? Turn(i) : z[i]));
        }
        ranges.RemoveAll(range => Abs(view.Output(range.To) - view.Output(range.From)) <= 1e-6 * view.Scale);       // δ no longer changes there
        return ranges;
    }

    /// <summary>Where C changes by far more than δ allows, however near two points are taken.</summary>
    private static double? Jump(CostView view, CostCurve curve)
    {
        for (var i = 0; i < curve.Z.Length - 1; i++)
        {
            double Change(double from, double to) => Abs(curve.CostAt(to) - curve.CostAt(from));
            var (low, high, change) = (curve.Z[i], curve.Z[i + 1], Abs(curve.Cost[i + 1] - curve.Cost[i]));
            if (!(change > 10 * CostView.Spacing * Max(Abs(curve.Delta[i]), Abs(curve.Delta[i + 1]))) || !double.IsFinite(change)) continue;
            for (var k = 0; k < 40; k++)
            {
                var middle = (low + high) / 2;
                if (Change(low, middle) >= Change(middle, high)) high = middle; else low = middle;
            }
            if (Change(low, high) > change / 2 && change > 8 * (view.RoundingOfCost(curve.Z[i], curve.Y) + view.RoundingOfCost(curve.Z[i + 1], curve.Y))) return (curve.Z[i] + curve.Z[i + 1]) / 2;
        }
        return null;
    }
}

/// <summary>
/// How δ goes between two neighbouring points: it does not fall, it falls by more than rounding, or it is not known.
/// </summary>
internal enum Bends { Up, Down, Unknown }

internal static class Bending
{
    public static Bends[] Of(CostView view, CostCurve curve)
    {
        var (z, y) = (curve.Z, curve.Y);
        bool[] falls = [.. z.Select(t => view.BendAt(t, y) is var bend && bend < 0 && -bend > view.RoundingOfBend(t, y))];
        return [.. Enumerable.Range(0, z.Length - 1).Select(i =>
        {
            var change = curve.Delta[i + 1] - curve.Delta[i];
            return !double.IsFinite(change) ? Bends.Unknown
                : falls[i] && falls[i + 1] || change < 0 && -change > view.RoundingOfDelta(z[i], y) + view.RoundingOfDelta(z[i + 1], y) ? Bends.Down
                : Bends.Up;
        })];
    }
}
