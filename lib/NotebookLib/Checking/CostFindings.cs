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
            if (most - least <= Bound(view, low, y) + Bound(view, high, y))
                return curve.Delta.All(d => d == 0)
                    ? view.Fails(property, $"C is {N(least)} for every output when y = {N(y)}: no output is better than another.", low, y)
                    : new(property, Verdict.Inconclusive,
                        $"When y = {N(y)}, C changes by less than rounding changes it: it cannot be seen where it is least.");

            var atTarget = target is { } z ? curve.CostAt(z)
                : view.SideOf(y) is { } end && curve.CostBeyond(end).Trend.Limit is var limitThere && !double.IsNaN(limitThere) ? limitThere : view.Cost.Value(y, y);
            if (!double.IsFinite(atTarget))
                return new(property, Verdict.Fail, double.IsNaN(atTarget) ? $"C has no value where the output is right: at a = y = {N(y)}."
                    : $"C has no finite value where the output is right: for y = {N(y)} it is {N(atTarget)} at a = y.", y, y);
            var size = Abs(curve.CostAt(0) - atTarget) is var way && double.IsFinite(way) ? way : Abs(atTarget);
            var noise = target is { } t ? curve.Noise(t) : 1e-9 * Abs(atTarget) + 1e-15 * size;
            if (!double.IsFinite(noise))
                return new(property, Verdict.Inconclusive, $"For y = {N(y)} C hangs on the last digits of a at a = y: it cannot be seen whether it is least there.");
            bool IsWrong(double a, double by) => Abs(a - y) > by * view.Scale;
            var there = N(Abs(atTarget) <= noise ? 0 : atTarget);
            Finding Lower(string where, double? a) => new(property, Verdict.Fail, $"C is not least at a = y: for y = {N(y)} it is {there} there, {where}.", a, y);
            Finding Too(string where, double? a) =>
                new(property, Verdict.Fail, $"C is least at a = y, but not only there: for y = {N(y)} it {where} too.", a, y);

            // What C is in each valley more than at the target, and how much of that rounding can be.
            var valleys = curve.Valleys.Select(v => (v.Z, v.Cost, More: v.Cost - atTarget, Noise: noise + curve.Noise(v.Z)))
                .Where(v => double.IsFinite(v.Noise)).OrderBy(v => v.Cost).ToArray();
            if (valleys.FirstOrNull(v => IsWrong(view.Output(v.Z), 1e-6) && v.More < -v.Noise) is { } better)
                return Lower(curve.Poles.Contains(better.Z) ? $"and falls without end as a comes near {view.OutputInWords(better.Z)}"
                    : $"but {N(Abs(better.Cost) <= 1e-12 * Abs(atTarget) ? 0 : better.Cost)} at a = {view.OutputInWords(better.Z)}", view.Output(better.Z));
            foreach (var side in CostView.Sides)
                if (curve.CostBeyond(side).Infimum is var far && (view.End(side) is not { } e || IsWrong(e, 1e-6)) && far < atTarget - noise - 1e-9 * size)
                    return Lower(double.IsFinite(far) ? $"and comes down to {N(far)} as {view.EndInWords(side)}" : $"and falls without end as {view.EndInWords(side)}",
                        view.End(side));
            if (valleys.FirstOrNull(v => IsWrong(view.Output(v.Z), 0.01) && v.More <= v.Noise) is { } other)
                return Too($"is {there} at a = {view.OutputInWords(other.Z)}", view.Output(other.Z));
            foreach (var side in CostView.Sides)
                if (curve.CostBeyond(side).Trend is { Course: Course.Settles, Limit: var limit, Doubt: var doubt }
                    && (view.End(side) is not { } a || IsWrong(a, 0.01)) && limit - 2 * doubt <= atTarget + noise)
                    return Too(view.End(side) is { } at ? $"is {there} at a = {N(at)}"
                        : $"comes down to {N(Abs(limit) <= 2 * doubt ? 0 : curve.CostBeyond(side).Trend.Sure)} as {view.EndInWords(side)}", view.End(side));
            if (Abs(atTarget) > noise && (rest is null || y == (view.Low + view.High) / 2))
                rest = $" Its least value is not always 0: for y = {N(y)} it is {N(atTarget)}, and no training brings the cost below that.";
        }
        return view.Pass(property, $"C is least where a = y, and only there (y = {view.Targets} were tried).{rest}");
    }

    /// <summary>What rounding can do to C at z; where its formula has no bound, what it does to a number of this size.</summary>
    private static double Bound(CostView view, double z, double y) =>
        view.RoundingOfCost(z, y) is var bound && double.IsFinite(bound) ? bound : Judge.Rounding * Abs(view.Compiled.Cost(z, y));

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
                string At(int z) => Invariant($"{N(curve.CostAt(side * z))} at z = {side * z}");
                if (beyond is { Swings: false, Least.Course: Course.Falls })
                    return view.Fails(property, $"C falls without end: for y = {N(y)} it is {At(30)}, {At(90)} and {At(270)}. Training would never stop going there.",
                        side * 30, y);
                if (beyond is { Swings: false, Least.Course: Course.Unclear })
                    doubt ??= $"Whether C falls without end cannot be told: for y = {N(y)} "
                        + (beyond.IsShort ? $"it has no value, or is lost in rounding, as {view.EndInWords(side)}." : $"it is {At(90)} and {At(270)}.");
                if (beyond.Infimum < least) least = beyond.Infimum;
            }
            if (curve.Poles.FirstOrNull() is { } z)
                return view.Fails(property, $"C falls without end as a comes near {view.OutputInWords(z)} with y = {N(y)}. Training would never stop going there.", z, y);
            var (at, lowest) = curve.Valleys.Append(curve.Lowest).MinBy(v => v.Cost);
            if (lowest < least) least = Abs(lowest) <= curve.Noise(at) ? 0 : lowest;
            if (Abs(least) <= 1e-15 * Abs(curve.CostAt(0))) least = 0;
        }
        return view.Curves.Count > 0 && doubt is not null ? new(property, Verdict.Inconclusive, doubt)
            : view.Pass(property, $"C is bounded below: its least value is {N(least)}.");
    }

    public static Finding Convexity(CostView view)
    {
        const CostProperty property = CostProperty.Convexity;
        const int most = 3;                     // ranges that a sentence can hold
        const string minima = "A sum over examples can have several minima.";
        foreach (var curve in view.Curves)
        {
            var y = curve.Y;
            if (Jump(view, curve) is { } jump)
                return view.Fails(property, $"C jumps near a = {N(view.Output(jump))} for y = {N(y)}, where δ does not show it: "
                    + "there it is not convex, and has no slope.", jump, y);
            var bends = Bending.Of(view, curve);
            int[] down = [.. Enumerable.Range(0, bends.Length).Where(i => bends[i] == Bends.Down).OrderBy(i => Abs(curve.Z[i]))];
            if (down.Length == 0) continue;
            // A fall between two points alone: a step down, as at a kink, or a narrow dip. To both sides C is convex.
            if (down is [var i and > 0] && i < bends.Length - 1 && (bends[i - 1], bends[i + 1]) == (Bends.Up, Bends.Up) && Bending.Step(view, curve, i) is var (steps, there))
                return view.Fails(property, $"C is not convex in z: for y = {N(y)} δ {(steps ? "steps down" : "falls")} near a = {view.OutputInWords(there)}. {minima}", there, y);
            var ranges = ConvexIn(view, curve);
            if (ranges.Count == 0) return view.Fails(property, $"C is convex in z nowhere for y = {N(y)}.", curve.Z[0], y);
            if (ranges.Count > most || bends.Contains(Bends.Unknown))
                return view.Fails(property, $"C is not convex in z: for y = {N(y)} δ falls between a = {view.OutputInWords(curve.Z[down[0]])} "
                    + $"and {view.OutputInWords(curve.Z[down[0] + 1])}{(down.Length > 1 ? ", and elsewhere" : "")}. {minima}", curve.Z[down[0]], y);
            var (a, at) = view.Place;
            var text = Words.List([.. ranges.Select(r => r.From == curve.Z[0] ? $"{a} ≤ {at(r.To)}"
                : r.To == curve.Z[^1] ? $"{a} ≥ {at(r.From)}" : $"{at(r.From)} ≤ {a} ≤ {at(r.To)}")], "or");
            return view.Fails(property, $"C is not convex in z: for y = {N(y)} it is so only for {text}. {minima}", ranges[0].To, y);
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
            double At(double z) => view.Compiled.Both(z, curve.Y, out var delta) + delta;
            if (curve.Z.OrderBy(Abs).FirstOrNull(t => !double.IsFinite(At(t)) && view.Compiled.Explain(t, curve.Y) is not null) is { } z)
                return view.Fails(property, $"C or δ has no value at z = {N(z)}: {view.Compiled.Explain(z, curve.Y)}", z, curve.Y);
            if (far.OrderBy(Abs).FirstOrNull(t => !double.IsFinite(At(t))) is { } t)
                doubt ??= $"C and δ are finite for every z from −40 to 40, but at z = {N(t)} with y = {N(curve.Y)} a part of their formula is too large for a number.";
        }
        if (doubt is not null) return new(property, Verdict.Inconclusive, doubt);
        // A target at an end of the output's range, as 0 and 1, is one that a neuron is trained with; another may be none that the cost is for.
        if (view.Missing.FirstOrNull(y => view.Curves.Count == 0 || view.SideOf(y) is not null) is { } none && view.Compiled.Explain(0, none) is { } why)
            return view.Fails(property, $"C or δ has no value at z = 0: {why}", 0, none);
        return view.Pass(property, $"C and δ are finite for every z from −40 to 40{(far.Length > 0 ? ", and at ±700" : "")}.", everywhere: true);
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
            var (low, at, high) = (z[Max(i - 1, 0)], z[i], z[Min(i + 1, z.Length - 1)]);
            foreach (var (from, to) in new[] { (low, high), (low, at), (at, high) })
                if (BendAt(from) * BendAt(to) < 0) return CostView.Root(BendAt, from, to);
            var middle = (curve.DeltaAt(low) + curve.DeltaAt(high)) / 2;
            return CostView.Root(t => curve.DeltaAt(t) - middle, low, high);
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
    /// <summary>
    /// How far right of the points δ is taken, so that a kink at a point, where δ may be anything between, lies inside of an interval.
    /// </summary>
    private const double Aside = 1.0 / (1 << 20);

    public static Bends[] Of(CostView view, CostCurve curve)
    {
        var y = curve.Y;
        double[] z = [.. curve.Z.Select(t => t + Aside)], delta = [.. z.Select(curve.DeltaAt)];
        bool[] falls = [.. z.Select(t => Falls(view, t, y))];
        return [.. Enumerable.Range(0, z.Length - 1).Select(i =>
        {
            var change = delta[i + 1] - delta[i];
            return !double.IsFinite(change) || !double.IsFinite(curve.Cost[i] + curve.Cost[i + 1]) ? Bends.Unknown
                : falls[i] && (falls[i + 1] || i > 0 && !falls[i - 1]) || change < 0 && -change > view.RoundingOfDelta(z[i], y) + view.RoundingOfDelta(z[i + 1], y) ? Bends.Down
                : Bends.Up;
        })];
    }

    /// <summary>Where δ falls between a point and the next, and whether it is a step.</summary>
    public static (bool Steps, double At) Step(CostView view, CostCurve curve, int i)
    {
        var (low, high) = (curve.Z[i] + Aside, curve.Z[i + 1] + Aside);
        if (Falls(view, low, curve.Y)) return (false, curve.Z[i]);
        var middle = (curve.DeltaAt(low) + curve.DeltaAt(high)) / 2;
        return (true, CostView.Root(t => curve.DeltaAt(t) - middle, low, high));
    }

    private static bool Falls(CostView view, double z, double y) => view.BendAt(z, y) is var bend && bend < 0 && -bend > view.RoundingOfBend(z, y);
}
