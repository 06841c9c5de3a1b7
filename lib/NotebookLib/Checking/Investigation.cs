using static NotebookLib.Words;

namespace NotebookLib;

/// <summary>Finds out which mistake a claimed gradient makes. One ratio can have several causes, so the formula is asked again:
/// with other weights (does the ratio follow f′(z)?), with other inputs and signs (does it follow x_j?), with fewer examples
/// (does it follow N?).</summary>
internal sealed class Investigation
{
    private readonly Probe? here;
    private readonly Probe[] near, everywhere, heard;       // heard: where a formula can be held to its word
    private readonly bool hearsInputs, isDeaf;
    private readonly IReadOnlyList<Hypothesis> mistakes;
    private readonly Func<int, string> name;

    /// <param name="asked">The formula at the place it was asked for.</param>
    /// <param name="moved">The same examples with other weights, and parts of the examples.</param>
    /// <param name="others">Other inputs.</param>
    /// <param name="hearsInputs">Does it change when x alone changes? If not, it cannot be judged at other inputs.</param>
    /// <param name="mistakes">The mistakes that are possible.</param>
    /// <param name="name">The names of the coordinates.</param>
    public Investigation(Probe asked, IEnumerable<Probe?> moved, IEnumerable<Probe?> others, bool hearsInputs,
        IReadOnlyList<Hypothesis> mistakes, Func<int, string> name)
    {
        (here, this.mistakes, this.name) = (asked.IsClear ? asked : null, mistakes, name);
        Probe[] around = [.. Clear(moved)], far = [.. Clear(others)];
        // A formula that always gives the same numbers can be judged where it was given, and nowhere else.
        isDeaf = around.Concat(far).All(p => p.Claimed.SequenceEqual(asked.Claimed));
        if (isDeaf && here is not null) around = far = [];
        near = here is null ? around : [here, .. around];
        everywhere = [.. near, .. far];
        this.hearsInputs = hearsInputs && !isDeaf;
        heard = this.hearsInputs ? everywhere : near;

        static IEnumerable<Probe> Clear(IEnumerable<Probe?> probes) => probes.OfType<Probe>().Where(p => p.IsClear);
    }

    public Diagnosis Explain()
    {
        if (everywhere.Length == 0)
            return new(Mistake.Unknown, "What is wrong cannot be told here: "
                + "no neighbouring point gives a clear slope to compare with.");
        if (Fits(Hypothesis.Right, everywhere))
            return new(Mistake.None, isDeaf ? "The numbers are right here."
                : "The formula is right, here and at the other weights and inputs that were tried.");
        if (!hearsInputs && Fits(Hypothesis.Right, near) && !mistakes.Any(e => Fits(e, everywhere)))
            return new(Mistake.None, "The formula is right here; it does not look at x, so other inputs tell nothing.");
        return Named(everywhere) ?? (hearsInputs ? null : Named(near)) ?? ByCoordinate() ?? TwoAtOnce() ?? Unexplained();
    }

    private static bool Fits(Hypothesis hypothesis, Probe[] places) => places.All(p => p.Fits(hypothesis));

    /// <summary>The mistake that explains every claim, or those that do.</summary>
    private Diagnosis? Named(Probe[] places)
    {
        Hypothesis[] fit = [.. mistakes.Where(e => Fits(e, places)).DistinctBy(e => e.Mistake)];
        if (fit.Length == 0) return null;
        return fit is [var found] ? new(found.Mistake, Sentence(found)) : new(Mistake.Ambiguous,
            $"{(fit.Length == 2 ? "Two" : "Several")} explanations fit: {List([.. fit.Select(e => e.Phrase)], "or")}. "
                + (isDeaf ? "Your formula gives the same numbers at every point, so asking it again does not tell them apart."
                    : "Nothing tells them apart here."), [.. fit.Select(e => e.Mistake)]);
    }

    private string Sentence(Hypothesis found)
    {
        // A ratio that follows f′ has a value, for one example the same at every weight.
        var sentence = found.Mistake is Mistake.MissingSlope or Mistake.ExtraSlope && here?.OneRatio is { } ratio
            ? found.Sentence($"{Number(ratio, 3)} = ", here.Claimed.Length == 1 ? "" : " at every weight") : found.Sentence();
        return here?.Fits(Hypothesis.Right) == true
            ? $"{sentence} At the example you gave this cannot be seen; elsewhere it can." : sentence;
    }

    /// <summary>Some coordinates right and others wrong, or in each other's place.</summary>
    private Diagnosis? ByCoordinate()
    {
        var count = everywhere[0].Claimed.Length;
        bool IsOf(int j, int k) => heard.All(p => p.Fits(Hypothesis.Right, j, k));
        int[] wrong = [.. Enumerable.Range(0, count).Where(j => !IsOf(j, j))];
        if (Exchanged(wrong, IsOf) is { } exchanged) return exchanged;
        if (wrong.Length == 0 || wrong.Length == count || wrong.Length > count / 2.0 && count > 2) return null;
        // The right ones must have been put to the test: where they are 0 a wrong formula looks right.
        bool IsTested(int j) => heard.Any(p => p.Predict(Hypothesis.Right, j) is var (dx, error) && Math.Abs(dx) > 10 * error);
        if (!Enumerable.Range(0, count).Except(wrong).Any(IsTested)) return null;
        var (are, those) = wrong.Length == 1 ? ("is", "that coordinate") : ("are", "those coordinates");
        var others = count - wrong.Length is > 1 and var right ? $"the other {right} are right" : "the other one is right";
        return new(Mistake.Coordinate, $"Only {List([.. wrong.Select(name)])} {are} wrong, {others}: look at {those} alone."
            + (everywhere.Select(p => p.Ratio(wrong[0])).FirstOrNull(double.IsFinite) is { } ratio
                ? $" Claimed/measured is {Number(ratio)} for {name(wrong[0])}." : ""));
    }

    /// <summary>Each wrong claim is right for another coordinate.</summary>
    private Diagnosis? Exchanged(int[] wrong, Func<int, int, bool> isOf)
    {
        const int most = 32;                    // of more coordinates, a mix-up of two is not looked for
        if (wrong.Length is <= 1 or > most) return null;
        int[] sources = [.. wrong.Select(j => wrong.FirstOrDefault(k => k != j && isOf(j, k), -1))];
        return sources.Contains(-1) ? null : new(Mistake.Coordinate, "Coordinates are in each other's place: "
            + $"{List([.. wrong.Zip(sources, (j, k) => $"{name(j)} holds the value of {name(k)}")])}.");
    }

    private Diagnosis? TwoAtOnce()
    {
        var pairs = from first in mistakes
                    from second in mistakes
                    where first.Mistake < second.Mistake && second.OfCount is null && Fits(first.With(second), heard)
                    select (First: first, Second: second);
        return pairs.DistinctBy(pair => (pair.First.Mistake, pair.Second.Mistake)).ToArray() is [var (one, other)]
            ? new(Mistake.Unknown, $"Two mistakes at once explain it: {one.Phrase}, and {other.Phrase}.",
                [one.Mistake, other.Mistake]) : null;
    }

    private Diagnosis Unexplained()
    {
        double[] ratios = [.. everywhere[0].Ratios];
        if (ratios.Length > 0 && !isDeaf && Fits(Hypothesis.Factor(ratios[0]), heard))
            return new(Mistake.Unknown, $"Every coordinate is {Number(ratios[0])} times the measured slope, "
                + "wherever it was asked: look for a constant factor, such as a number of examples.");
        return new(Mistake.Unknown, "The gradient is wrong, but by none of the usual mistakes: "
            + (ratios.Length == 0 ? "where it should be 0 it is not." : $"claimed/measured is {List([.. ratios.Select(Near)])}, "
                + (isDeaf ? "and your formula gives the same numbers at every point."
                    : "and changes in no usual way when w and x move.")));
    }

    /// <summary>A ratio; of one that is nearly 1 what it is more.</summary>
    private static string Near(double ratio) => Math.Abs(ratio - 1) is > 0 and < 1e-5 and var off
        ? $"1 {(ratio > 1 ? "+" : "−")} {Number(off, 2)}" : Number(ratio);
}
