using static System.Math;
using static NotebookLib.Words;

namespace NotebookLib;

/// <summary>Is C least at a = y, and only there? For one target, in the order in which the questions are asked.</summary>
internal sealed class MinimumFinding
{
    // In parts of the outputs' range: what is no longer y, and what is so far from it that it should cost more.
    private const double Beside = 1e-6, Away = 0.01;

    private readonly CostView view;
    private readonly CostCurve curve;
    private readonly double y, atTarget, size, noise;
    private readonly (double Z, double A, double Cost, double More, double Noise)[] valleys;

    private MinimumFinding(CostView view, CostCurve curve)
    {
        (this.view, this.curve, y) = (view, curve, curve.Y);
        var z = view.InputFor(y);
        atTarget = z is { } target ? curve.CostAt(target)
            : view.SideOf(y) is { } side && curve.CostBeyond(side).Trend.Limit is var limit && !double.IsNaN(limit) ? limit
            : view.Cost.Value(y, y);
        size = Abs(curve.CostAt(0) - atTarget) is var way && double.IsFinite(way) ? way : Abs(atTarget);
        noise = z is { } t ? curve.Noise(t) : 1e-9 * Abs(atTarget) + 1e-15 * size;
        // What C is in each valley more than at the target, and how much of that rounding can be.
        valleys = [.. from valley in curve.Valleys
                      let noise = this.noise + curve.Noise(valley.Z)
                      where double.IsFinite(noise)
                      orderby valley.Cost
                      select (valley.Z, view.Output(valley.Z), valley.Cost, valley.Cost - atTarget, noise)];
    }

    public static Answer Look(CostView view)
    {
        MinimumFinding[] all = [.. view.Curves.Select(curve => new MinimumFinding(view, curve))];
        if (all.Select(one => one.IsFlat() ?? one.HasNoValue() ?? one.IsLower() ?? one.IsAsLow()).OfType<Answer>().FirstOrNull()
            is { } fault) return fault;
        var above = Array.FindAll(all, one => Abs(one.atTarget) > one.noise);
        var middle = Array.Find(above, one => one.y == (view.Low + view.High) / 2) ?? above.FirstOrDefault();
        return view.Pass($"C is least where a = y, and only there (y = {Numbers(view.Curves.Select(c => c.Y))} were tried)."
            + (middle is null ? "" : $" Its least value is not always 0: for y = {Number(middle.y)} it is "
                + $"{Number(middle.atTarget)}, and no training brings the cost below that."));
    }

    private Answer? IsFlat()
    {
        var ((low, least), (high, most)) = (curve.Lowest, curve.Highest);
        return !(most - least <= Bound(low) + Bound(high)) ? null
            : curve.Delta.All(d => d == 0)
                ? curve.No($"C is {Number(least)} for every output when y = {Number(y)}: no output is better than another.", low)
            : Answer.Unsure($"When y = {Number(y)}, C changes by less than rounding changes it: "
                + "it cannot be seen where it is least.");
    }

    private Answer? HasNoValue()
    {
        const string where = "where the output is right:";
        return double.IsNaN(atTarget) ? Answer.No($"C has no value {where} at a = y = {Number(y)}.", y, y)
            : !double.IsFinite(atTarget)
                ? Answer.No($"C has no finite value {where} for y = {Number(y)} it is {Number(atTarget)} at a = y.", y, y)
            : double.IsFinite(noise) ? null
            : Answer.Unsure($"For y = {Number(y)} C hangs on the last digits of a at a = y: "
                + "it cannot be seen whether it is least there.");
    }

    private Answer? IsLower()
    {
        if (valleys.FirstOrNull(v => IsOther(v.A, Beside) && v.More < -v.Noise) is var (z, output, cost, _, _))
            return Lower(curve.Poles.Contains(z) ? $"and falls without end as a comes near {view.OutputInWords(z)}"
                : $"but {Number(Abs(cost) <= 1e-12 * Abs(atTarget) ? 0 : cost)} at a = {view.OutputInWords(z)}", output);
        foreach (var side in CostView.Sides)
            if (IsOther(view.End(side), Beside)
                && curve.CostBeyond(side).Infimum is var far && far < atTarget - noise - 1e-9 * size)
                return Lower((double.IsFinite(far) ? $"and comes down to {Number(far)}" : "and falls without end")
                    + $" as {view.EndInWords(side)}", view.End(side));
        return null;

        Answer Lower(string where, double? a) =>
            Answer.No($"C is not least at a = y: for y = {Number(y)} it is {There} there, {where}.", a, y);
    }

    private Answer? IsAsLow()
    {
        if (valleys.FirstOrNull(v => IsOther(v.A, Away) && v.More <= v.Noise) is { } other)
            return AsLow($"is {There} at a = {view.OutputInWords(other.Z)}", other.A);
        foreach (var side in CostView.Sides)
            if (curve.CostBeyond(side).Trend is { Course: Course.Settles } end && IsOther(view.End(side), Away)
                && end.Limit - 2 * end.Doubt <= atTarget + noise)
                return view.End(side) is { } a ? AsLow($"is {There} at a = {Number(a)}", a) : AsLow("comes down to "
                    + $"{Number(Abs(end.Limit) <= 2 * end.Doubt ? 0 : end.Sure)} as {view.EndInWords(side)}", null);
        return null;

        Answer AsLow(string where, double? a) =>
            Answer.No($"C is least at a = y, but not only there: for y = {Number(y)} it {where} too.", a, y);
    }

    private string There => Number(Abs(atTarget) <= noise ? 0 : atTarget);

    /// <summary>Is an output, or the end of z where there is none, as far from y as this part of all outputs?</summary>
    private bool IsOther(double? a, double by) => a is not { } output || Abs(output - y) > by * view.Scale;

    /// <summary>What rounding can do to C at z; where its formula has no bound, what it does to a number of this size.</summary>
    private double Bound(double z) => curve.RoundingOfCost(z) is var bound && double.IsFinite(bound) ? bound
        : Judge.Rounding * Abs(view.Compiled.Cost(z, y));
}
