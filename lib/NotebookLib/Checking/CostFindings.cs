using static System.Math;

namespace NotebookLib;

/// <summary>The findings of a cost check, one method each: what is looked for, and its sentence.</summary>
internal static class CostFindings
{
    private static string N(double value) => Words.Number(value);

    public static Finding Minimum(CostView view)
    {
        const CostProperty property = CostProperty.Minimum;
        string? rest = null;
        foreach (var curve in view.Curves)
        {
            var y = curve.Y;
            var i = IndexOfLeast(curve.Cost);
            double least = curve.Cost[i], largest = curve.Cost.Where(double.IsFinite).Max();
            if (largest - least <= 1e-12 * Max(1, Abs(least)))
                return new(property, Verdict.Fail, $"C is {N(least)} for every output when y = {N(y)}: no output is better than another.", curve.A[i], y);
            var atTarget = view.InputFor(y) is { } z ? view.Compiled.Cost(z, y) : view.Cost.Value(y, y);
            if (!double.IsFinite(atTarget) && view.InputFor(y) is not null)
                return new(property, Verdict.Fail, $"C has no finite value where the output is right: for y = {N(y)} it is {N(atTarget)} at a = y.", y, y);
            if (!double.IsFinite(atTarget)) continue;
            if (least < atTarget - 1e-9 * Max(1, Abs(atTarget)) && Abs(curve.A[i] - y) > 1e-6 * view.Scale)
            {
                var better = Lowest(view, curve, i);
                return new(property, Verdict.Fail, $"C is not least at a = y: for y = {N(y)} it is {N(atTarget)} there, but {N(Small(view.Compiled.Cost(better, y)))} at a = {N(view.Output(better))}.",
                    view.Output(better), y);
            }
            if (Enumerable.Range(0, curve.Z.Length).Where(k => Abs(curve.A[k] - y) > 0.01 * view.Scale && curve.Cost[k] <= atTarget + 1e-12 * Max(1, Abs(atTarget)))
                .OrderBy(k => curve.Cost[k]).Select(k => (int?)k).FirstOrDefault() is { } other)
                return new(property, Verdict.Fail, $"C is least at a = y, but not only there: for y = {N(y)} it is {N(Small(curve.Cost[other]))} at a = {N(curve.A[other])} too.", curve.A[other], y);
            if (Abs(atTarget) > 1e-9 && (rest is null || y == (view.Low + view.High) / 2))
                rest = $" Its least value is not always 0: for y = {N(y)} it is {N(atTarget)}, and no training brings the cost below that.";
        }
        double Small(double value) => Abs(value) < 1e-15 ? 0 : value;
        return view.Curves.Count == 0 ? Nowhere(property) : new(property, Verdict.Pass, $"C is least where a = y, and only there (y = {view.Targets} were tried).{rest}");
    }

    public static Finding BoundedBelow(CostView view)
    {
        foreach (var curve in view.Curves)
            foreach (var side in (int[])[1, -1])
            {
                double[] far = [.. new[] { 30.0, 90, 270 }.Select(z => view.Compiled.Cost(side * z, curve.Y))];
                // Falls like −z or −ln z: the last stretch takes off as much as the one before.
                var falls = far[0] - far[1] > 1e-6 && far[1] - far[2] > 0.6 * (far[0] - far[1]) || far.Any(double.IsNegativeInfinity);
                if (falls)
                    return new(CostProperty.BoundedBelow, Verdict.Fail, $"C falls without end: for y = {N(curve.Y)} it is {N(far[0])} at z = {side * 30}, {N(far[1])} at z = {side * 90} "
                        + $"and {N(far[2])} at z = {side * 270}. Training would never stop going there.", view.Output(side * 30), curve.Y);
            }
        return view.Curves.Count == 0 ? Nowhere(CostProperty.BoundedBelow)
            : new(CostProperty.BoundedBelow, Verdict.Pass, $"C is bounded below: its least value is {N(view.Curves.Min(c => c.Cost.Where(double.IsFinite).Min()))}.");
    }

    public static Finding Sign(CostView view)
    {
        const CostProperty property = CostProperty.Sign;
        (double Size, double Z, double A, double Y, double Delta) worst = default;
        (double A, double Y)? still = null;
        int wrong = 0, all = 0;
        foreach (var curve in view.Curves)
        {
            var largest = curve.Delta.Where(double.IsFinite).Select(Abs).DefaultIfEmpty(0).Max();
            for (var i = 0; i < curve.Z.Length; i++)
            {
                var (difference, delta) = (curve.A[i] - curve.Y, curve.Delta[i]);
                if (!double.IsFinite(delta) || Abs(difference) <= 1e-6 * view.Scale || Abs(curve.Z[i]) > 8) continue;
                all++;
                if (delta == 0) still ??= (curve.A[i], curve.Y);
                if (delta * Math.Sign(difference) >= -1e-12 * largest) continue;
                wrong++;
                if (Abs(delta) > worst.Size) worst = (Abs(delta), curve.Z[i], curve.A[i], curve.Y, delta);
            }
        }
        if (all == 0) return Nowhere(property);
        if (wrong > 0)
            return new(property, Verdict.Fail, $"δ has the wrong sign: at a = {N(worst.A)} with y = {N(worst.Y)} it is {N(worst.Delta)}, so a step moves the output away from the target."
                + (wrong == all ? " It is so everywhere: a minus sign is missing, and −C would be right." : ""), worst.A, worst.Y);
        return still is { } s
            ? new(property, Verdict.Fail, $"δ is 0 at a = {N(s.A)} though y = {N(s.Y)}: there the neuron learns nothing at all.", s.A, s.Y)
            : new(property, Verdict.Pass, "δ has the sign of a − y: every small step moves the output towards the target.");
    }

    public static Finding Slowdown(CostView view)
    {
        const CostProperty property = CostProperty.Slowdown;
        const double far = 30, start = 4;
        string? strongest = null;
        foreach (var curve in view.Curves)
            foreach (var side in (int[])[1, -1])
            {
                var y = curve.Y;
                double delta = view.Compiled.Delta(side * far, y), largest = curve.Delta.Where((d, i) => double.IsFinite(d) && Abs(curve.Z[i]) <= start).Select(Abs).DefaultIfEmpty(0).Max();
                if (!double.IsFinite(delta) || largest == 0 || Abs(view.Output(side * far) - y) < 0.01 * view.Scale) continue;
                var end = (side > 0 ? view.High : view.Low) is { } limit ? $"a → {N(limit)}" : $"z → {(side > 0 ? "∞" : "−∞")}";
                if (Abs(delta) > 1e-3 * largest)
                {
                    strongest ??= $"as {end} with y = {N(y)}, δ goes to {N(delta)}";
                    continue;
                }
                var here = view.Compiled.Delta(side * start, y);
                var slow = view.UpdatesToHalfway(side * start, y, 0.15, view.Compiled.Delta);
                var quick = view.UpdatesToHalfway(side * start, y, 0.15, (z, target) => view.Output(z) - target);
                return new(property, Verdict.Fail, $"Learning slows down where the output is most wrong: δ → 0 as {end} with y = {N(y)} (δ = {N(here)} at a = {N(view.Output(side * start))}). "
                    + $"From there, with x = 1, a bias and η = 0.15, {(slow is { } k ? $"half the way takes {Require.Count(k, "update")}" : "a million updates do not bring it half the way")}"
                    + (quick is { } q ? $"; with δ = a − y it takes {q}." : "."), view.Output(side * start), y);
            }
        if (view.Curves.Count > 0 && view.Curves.All(curve => curve.Delta.All(d => d == 0)))
            return new(property, Verdict.Fail, "δ is 0 for every output: nothing is learned, neither slowly nor fast.", view.Output(start), view.Curves[0].Y);
        return strongest is null ? Nowhere(property) : new(property, Verdict.Pass, $"Learning does not slow down where the output is most wrong: {strongest}.");
    }

    public static Finding Convexity(CostView view)
    {
        const CostProperty property = CostProperty.Convexity;
        foreach (var curve in view.Curves)
        {
            if (Jump(curve) is { } i)
                return new(property, Verdict.Fail, $"C jumps near a = {N(view.Output((curve.Z[i] + curve.Z[i + 1]) / 2))} for y = {N(curve.Y)}, where δ does not show it: there it is not convex, and has no slope.", curve.A[i], curve.Y);
            if (curve.Delta.Count(double.IsFinite) < curve.Delta.Length) continue;
            var ranges = ConvexIn(view, curve);
            if (ranges is [var (from, to)] && from == curve.Z[0] && to == curve.Z[^1]) continue;
            var text = Words.List([.. ranges.Select(r => r.From == curve.Z[0] ? $"a ≤ {N(view.Output(r.To))}" : r.To == curve.Z[^1] ? $"a ≥ {N(view.Output(r.From))}"
                : $"{N(view.Output(r.From))} ≤ a ≤ {N(view.Output(r.To))}")], "or");
            return new(property, Verdict.Fail, ranges.Count == 0 ? $"C is convex in z nowhere for y = {N(curve.Y)}."
                : $"C is not convex in z: for y = {N(curve.Y)} it is so only for {text}. A sum over examples can have several minima.", ranges.Count == 0 ? curve.A[0] : view.Output(ranges[0].To), curve.Y);
        }
        return view.Curves.Any(c => c.Delta.All(double.IsFinite))
            ? new(property, Verdict.Pass, "C is convex in z, and so in (w, b), and so is every sum over examples: there is no second minimum.")
            : Nowhere(property);
    }

    /// <summary>Where C changes by far more than δ allows from one point to the next.</summary>
    private static int? Jump(CostCurve curve)
    {
        var scale = curve.Cost.Where(double.IsFinite).Select(Abs).DefaultIfEmpty(0).Max();
        for (var i = 0; i < curve.Z.Length - 1; i++)
        {
            double change = Abs(curve.Cost[i + 1] - curve.Cost[i]), allowed = 10 * (curve.Z[i + 1] - curve.Z[i]) * Max(Abs(curve.Delta[i]), Abs(curve.Delta[i + 1]));
            if (double.IsFinite(change) && double.IsFinite(allowed) && change > allowed + 1e-6 * scale) return i;
        }
        return null;
    }

    /// <summary>The ranges of z in which δ does not fall; their borders, where δ turns, to twelve digits or so.</summary>
    public static IReadOnlyList<(double From, double To)> ConvexIn(CostView view, CostCurve curve)
    {
        var (z, delta) = (curve.Z, curve.Delta);
        bool Falls(int i) => delta[i + 1] < delta[i] - 1e-10 * Abs(delta[i]);
        double Slope(double t) => Differences.Measure(u => view.Compiled.Delta(u, curve.Y), t).Value;
        double Turn(int i)
        {
            double low = z[Max(i - 1, 0)], high = z[i + 1];
            var rising = Slope(low) > 0;
            for (var k = 0; k < 60; k++)
            {
                var middle = (low + high) / 2;
                if (Slope(middle) > 0 == rising) low = middle; else high = middle;
            }
            return (low + high) / 2;
        }

        var ranges = new List<(double, double)>();
        double? from = Falls(0) ? null : z[0];
        for (var i = 1; i < z.Length - 1; i++)
        {
            if (Falls(i) == Falls(i - 1)) continue;
            var turn = Turn(i);
            if (from is { } start) ranges.Add((start, turn));
            from = from is null ? turn : null;
        }
        if (from is { } last) ranges.Add((last, z[^1]));
        ranges.RemoveAll(range => view.Output(range.Item2) - view.Output(range.Item1) <= 1e-6 * view.Scale);       // δ no longer changes there
        return ranges;
    }

    public static Finding Domain(CostView view)
    {
        const CostProperty property = CostProperty.Domain;
        var targets = view.Curves.Count > 0 ? view.Curves.Select(c => c.Y) : [0.5];
        double[] far = view.Low is not null && view.High is not null ? [-700, -100, 100, 700] : [];
        foreach (var y in targets)
            foreach (var z in view.Along(y).Z.Concat(far).OrderBy(Abs))
                if (view.Compiled.Explain(z, y) is { } sentence)
                    return new(property, Verdict.Fail, $"C or δ has no value at z = {N(z)}: {sentence}", view.Output(z), y);
        return new(property, Verdict.Pass, $"C and δ are finite for every z from −40 to 40{(far.Length > 0 ? ", and at ±700" : "")}.");
    }

    public static Finding Symmetry(CostView view)
    {
        const CostProperty property = CostProperty.Symmetry;
        if (view.Low is null != view.High is null) return new(property, Verdict.Inconclusive, "There are no two ends to be alike: the output is bounded on one side only.");
        var sum = view.Low + view.High ?? 0;
        (double Gap, double A, double Y)? worst = null;
        foreach (var curve in view.Curves)
            foreach (var a in (view.Low, view.High) is ({ } low, { } high) ? new[] { 0.1, 0.3, 0.5, 0.7, 0.9 }.Select(part => low + part * (high - low)).ToArray() : (double[])[-1.5, -0.5, 0.3, 0.7, 1.2])
            {
                double here = view.Cost.Value(a, curve.Y), there = view.Cost.Value(sum - a, sum - curve.Y), gap = Abs(here - there);
                if (double.IsFinite(gap) && gap > 1e-9 * Max(Abs(here), Abs(there)) && !(gap <= worst?.Gap)) worst = (gap, a, curve.Y);
            }
        return worst is var (_, wa, wy)
            ? new(property, Verdict.Fail, $"C does not treat both ends alike: C({N(wa)}, {N(wy)}) = {N(view.Cost.Value(wa, wy))}, but C({N(sum - wa)}, {N(sum - wy)}) = {N(view.Cost.Value(sum - wa, sum - wy))}.", wa, wy)
            : view.Curves.Count == 0 ? Nowhere(property)
            : new(property, Verdict.Pass, $"C treats both ends alike: C(a, y) = C({(sum == 0 ? "−a, −y" : $"{N(sum)} − a, {N(sum)} − y")}).");
    }

    private static Finding Nowhere(CostProperty property) => new(property, Verdict.Inconclusive, "C has no values for the outputs of this activation, so nothing can be said.");

    private static int IndexOfLeast(double[] values)
    {
        var best = Array.FindIndex(values, double.IsFinite);
        for (var i = best; i < values.Length; i++)
            if (values[i] < values[best]) best = i;
        return best;
    }

    /// <summary>z of the least cost near grid point i, by shrinking the interval.</summary>
    private static double Lowest(CostView view, CostCurve curve, int i)
    {
        double low = curve.Z[Max(i - 1, 0)], high = curve.Z[Min(i + 1, curve.Z.Length - 1)];
        for (var k = 0; k < 100; k++)
        {
            double p = low + (high - low) / 3, q = high - (high - low) / 3;
            if (view.Compiled.Cost(p, curve.Y) <= view.Compiled.Cost(q, curve.Y)) high = q; else low = p;
        }
        return (low + high) / 2;
    }
}
