using static System.Math;
using static NotebookLib.Words;

namespace NotebookLib;

/// <summary>The findings of a cost check about C, one method each: what is looked for, and its sentence.</summary>
internal static class CostFindings
{
    public static Answer BoundedBelow(CostView view)
    {
        const string endless = "Training would never stop going there.";
        var least = double.PositiveInfinity;
        string? doubt = null;
        foreach (var curve in view.Curves)
        {
            var y = Number(curve.Y);
            foreach (var side in CostView.Sides)
            {
                var beyond = curve.CostBeyond(side);
                string Cost(double z) => $"{Number(curve.CostAt(z))} at z = {Number(z)}";
                string At(params int[] places) => List([.. places.Select(z => Cost(side * z))]);
                if (curve.FallsBeyond(side))
                    return curve.No($"C falls without end: for y = {y} it is {At(30, 90, 270)}. {endless}", side * 30);
                if (beyond is { Swings: false, Least.Course: Course.Unclear })
                    doubt ??= $"Whether C falls without end cannot be told: for y = {y} it "
                        + (beyond.IsShort ? $"has no value, or is lost in rounding, as {view.EndInWords(side)}."
                            : $"is {At(90, 270)}.");
                if (beyond.Infimum < least) least = beyond.Infimum;
            }
            if (curve.Poles.FirstOrNull() is { } pole)
                return curve.No($"C falls without end as a comes near {view.OutputInWords(pole)} with y = {y}. {endless}", pole);
            var (at, lowest) = curve.Valleys.Append(curve.Lowest).MinBy(v => v.Cost);
            if (lowest < least) least = Abs(lowest) <= curve.Noise(at) ? 0 : lowest;
            if (Abs(least) <= 1e-15 * Abs(curve.CostAt(0))) least = 0;
        }
        return doubt is not null ? Answer.Unsure(doubt) : view.Pass($"C is bounded below: its least value is {Number(least)}.");
    }

    public static Answer Convexity(CostView view) => view.Curves.Select(NotConvex).OfType<Answer>().FirstOrNull()
        ?? view.Pass("C is convex in z, and so in (w, b), and so is every sum over examples: there is no second minimum.");

    /// <summary>Where C is not convex for one target, as precisely as it can be said.</summary>
    private static Answer? NotConvex(CostCurve curve)
    {
        const int mostRanges = 3;               // that a sentence can hold
        var (view, z, y) = (curve.View, curve.Z, Number(curve.Y));
        if (curve.Jump() is { } jump)
            return curve.No($"C jumps near a = {Number(view.Output(jump))} for y = {y}, where δ does not show it: "
                + "there it is not convex, and has no slope.", jump);
        var bending = new Bending(curve);
        var cells = bending.Cells;
        int[] down = [.. Enumerable.Range(0, cells.Length).Where(i => cells[i] == Bends.Down).OrderBy(i => Abs(z[i]))];
        if (down.Length == 0) return null;
        // A fall between two points alone: a step down, as at a kink, or a narrow dip. To both sides C is convex.
        if (down is [var i and > 0] && i < cells.Length - 1 && (cells[i - 1], cells[i + 1]) == (Bends.Up, Bends.Up))
        {
            var (steps, there) = bending.Step(i);
            return Not($"δ {(steps ? "steps down" : "falls")} near a = {view.OutputInWords(there)}", there);
        }
        var ranges = bending.ConvexIn();
        if (ranges.Count == 0) return curve.No($"C is convex in z nowhere for y = {y}.", z[0]);
        if (ranges.Count > mostRanges || cells.Contains(Bends.Unknown))
            return Not($"δ falls between a = {view.OutputInWords(z[down[0]])} and {view.OutputInWords(z[down[0] + 1])}"
                + (down.Length > 1 ? ", and elsewhere" : ""), z[down[0]]);
        var (a, at) = view.Place;
        return Not("it is so only for " + List([.. ranges.Select(r => r.From == z[0] ? $"{a} ≤ {at(r.To)}"
            : r.To == z[^1] ? $"{a} ≥ {at(r.From)}" : $"{at(r.From)} ≤ {a} ≤ {at(r.To)}")], "or"), ranges[0].To);

        Answer Not(string where, double at) =>
            curve.No($"C is not convex in z: for y = {y} {where}. A sum over examples can have several minima.", at);
    }

    public static Answer Domain(CostView view)
    {
        double[] far = view.Low is not null && view.High is not null ? [-100, 100, -700, 700] : [];
        const string finite = "C and δ are finite for every z from −40 to 40";
        string? doubt = null;
        foreach (var curve in view.Curves)
        {
            string? Why(double z) => double.IsFinite(curve.Computed(z)) ? null : view.Compiled.Explain(z, curve.Y);
            if (curve.Z.OrderBy(Abs).FirstOrNull(z => Why(z) is not null) is { } none)
                return curve.No($"C or δ has no value at z = {Number(none)}: {Why(none)}", none);
            if (far.FirstOrNull(z => !double.IsFinite(curve.Computed(z))) is { } large)
                doubt ??= $"{finite}, but at z = {Number(large)} with y = {Number(curve.Y)} a part of their formula is too large "
                    + "for a number.";
        }
        if (doubt is not null) return Answer.Unsure(doubt);
        // A target at an end of the outputs, as 0 and 1, is one to train with; another may be none that the cost is for.
        return view.Missing.FirstOrNull(y => view.Curves.Count == 0 || view.SideOf(y) is not null) is { } missing
            && view.Compiled.Explain(0, missing) is { } why
            ? Answer.No($"C or δ has no value at z = 0: {why}", view.Output(0), missing)
            : view.Pass($"{finite}{(far.Length > 0 ? ", and at ±700" : "")}.", everywhere: true);
    }

    public static Answer Symmetry(CostView view)
    {
        if (view.Low is null != view.High is null)
            return Answer.Unsure("There are no two ends to be alike: the output is bounded on one side only.");
        var sum = view.Low + view.High ?? 0;
        double[] outputs = (view.Low, view.High) is ({ } low, { } high)
            ? [.. new[] { 0.1, 0.3, 0.5, 0.7, 0.9 }.Select(part => low + part * (high - low))] : [-1.5, -0.5, 0.3, 0.7, 1.2];
        var gaps = from curve in view.Curves
                   from a in outputs
                   let here = view.Cost.Value(a, curve.Y)
                   let there = view.Cost.Value(sum - a, sum - curve.Y)
                   let gap = Abs(here - there)
                   where double.IsFinite(here) != double.IsFinite(there) || gap > 1e-9 * Max(Abs(here), Abs(there))
                   orderby double.IsFinite(gap) ? gap : double.MaxValue descending
                   select (A: a, curve.Y, Here: here, There: there);
        return gaps.FirstOrNull() is { } worst
            ? Answer.No($"C does not treat both ends alike: C({Number(worst.A)}, {Number(worst.Y)}) = {Number(worst.Here)}, "
                + $"but C({Number(sum - worst.A)}, {Number(sum - worst.Y)}) = {Number(worst.There)}.", worst.A, worst.Y)
            : view.Pass("C treats both ends alike: C(a, y) = C("
                + (sum == 0 ? "−a, −y)." : $"{Number(sum)} − a, {Number(sum)} − y)."));
    }
}
