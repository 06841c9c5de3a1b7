using static System.Math;
using static NotebookLib.Words;

namespace NotebookLib;

/// <summary>The findings of a cost check about learning: where steps lead, and whether they get small.</summary>
internal static class LearningFindings
{
    private const double Start = 4, Eta = 0.15;         // z and η of Nielsen's ch. 3
    private const double Slow = 1e-3, Gone = 1e-6;      // what is left of the largest δ for |z| ≤ 4
    private const double Middle = 8;                    // beyond, δ may be 0 because a double has no smaller number

    public static Answer Sign(CostView view)
    {
        Push[] grid = [.. view.Curves.SelectMany(curve => Pushes(curve, curve.Z))];
        var wrong = Array.FindAll(grid, push => push.IsWrong);
        if (!Array.Exists(wrong, push => Abs(push.Z) <= Middle))
            wrong = [.. wrong, .. view.Curves.SelectMany(curve => Pushes(curve, Beside(curve))).Where(push => push.IsWrong)];
        if (wrong.Length == 0)
            return grid.FirstOrNull(push => push.Delta == 0 && Abs(push.Z) <= Middle) is var (_, silent, target, _, _)
                ? Answer.No($"δ is 0 at a = {Number(silent)} though y = {Number(target)}: "
                    + "there the neuron learns nothing at all.", silent, target)
                : view.Pass($"δ has the sign of {(view.Rises ? "a − y" : "(a − y)·f′(z)")}: "
                    + "every small step moves the output towards the target.");
        var (_, a, y, delta, _) = wrong.MaxBy(push => (Abs(push.Z) <= Middle, Abs(push.Delta)));
        return Answer.No($"δ has the wrong sign: at a = {Number(a)} with y = {Number(y)} it is {Number(delta)}, "
            + "so a step moves the output away from the target."
            + (wrong.Length == grid.Length ? " It is so everywhere: a minus sign is missing, and −C would be right." : ""), a, y);
    }

    /// <summary>Which way a step pushes the output at a place where it is not right.</summary>
    private readonly record struct Push(double Z, double A, double Y, double Delta, bool IsWrong);

    private static IEnumerable<Push> Pushes(CostCurve curve, IEnumerable<double> places) =>
        from z in places
        let a = curve.View.Output(z)
        let delta = double.IsFinite(curve.CostAt(z)) ? curve.DeltaAt(z) : double.NaN
        where double.IsFinite(delta) && Abs(a - curve.Y) > 1e-6 * curve.View.Scale
        let isWrong = delta * Math.Sign(a - curve.Y) * curve.View.DirectionAt(z) < 0 && Abs(delta) > curve.RoundingOfDelta(z)
        select new Push(z, a, curve.Y, delta, isWrong);

    /// <summary>Places ever nearer to the target, on both sides: a least value beside it hides between two points.</summary>
    private static IEnumerable<double> Beside(CostCurve curve) => curve.View.InputFor(curve.Y) is not { } z ? []
        : from k in Enumerable.Range(1, 12) from side in CostView.Sides select z + side * CostView.Spacing * Pow(2, -k);

    public static Answer Slowdown(CostView view)
    {
        string? strongest = null, unclear = null;
        foreach (var curve in view.Curves)
            foreach (var side in CostView.Sides)
            {
                var (largest, beyond) = (curve.LargestDelta(Start), curve.DeltaBeyond(side));
                var (limit, isUnclear) = (beyond.Trend.Limit, beyond.Trend.Course == Course.Unclear);
                var size = isUnclear ? beyond.Largest : Abs(limit);
                var isRight = Abs((view.End(side) ?? view.Output(side * CostView.Far)) - curve.Y) < 0.01 * view.Scale;
                if (largest == 0 || double.IsNaN(size) || isRight) continue;
                var end = $"as {view.EndInWords(side)} with y = {Number(curve.Y)}";
                if (!(size > Slow * largest)) return SlowsDown(curve, side * Start, size <= Gone * largest ? 0 : size, end);
                if (!isUnclear)
                    strongest ??= $"{end}, δ "
                        + (double.IsFinite(limit) ? $"goes to {Number(beyond.Trend.Sure)}" : "grows without end");
                else unclear ??= beyond.IsRestless && !beyond.IsShort
                    ? $"A{end[1..]} δ goes nowhere, with sizes up to {Number(size)}: "
                        + "whether learning slows down there depends on where it is."
                    : $"Whether learning slows down {end} cannot be told: "
                        + (beyond.IsShort ? "there δ has no value, or is lost in rounding." : "it was looked at to |z| = 640.");
            }
        return view.Curves.Count > 0 && view.Curves.All(curve => curve.Delta.All(d => d == 0))
            ? view.Curves[0].No("δ is 0 for every output: nothing is learned, neither slowly nor fast.", Start)
            : unclear is not null ? Answer.Unsure(unclear)
            : strongest is null ? Answer.Nowhere
            : view.Pass($"Learning does not slow down where the output is most wrong: {strongest}.");
    }

    private static Answer SlowsDown(CostCurve curve, double z, double limit, string end)
    {
        var view = curve.View;
        int? Updates(Func<double, double, double> delta) => view.UpdatesToHalfway(z, curve.Y, Eta, delta);
        var quick = view.Rises ? Updates((t, y) => view.Output(t) - y) : null;
        return curve.No($"Learning slows down where the output is most wrong: δ → {Number(limit)} {end} "
            + $"(δ = {Number(curve.DeltaAt(z))} at a = {Number(view.Output(z))}). From there, with x = 1, a bias and η = 0.15, "
            + (Updates(view.Compiled.Delta) is { } k ? $"half the way takes {Require.Count(k, "update")}"
                : "a million updates do not bring it half the way")
            + (quick is { } q ? $"; with δ = a − y it takes {q}." : "."), z);
    }
}
