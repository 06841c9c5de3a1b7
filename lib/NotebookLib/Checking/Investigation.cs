namespace NotebookLib;

/// <summary>
/// Finds out which mistake a claimed gradient makes. One ratio can have several causes, so the formula is asked again: with other weights
/// (does the ratio follow f′(z)?), with other inputs (does it follow x_j?), with fewer examples (does it follow N?).
/// </summary>
internal sealed class Investigation
{
    private readonly Probe? here;
    private readonly Probe[] moved, others;
    private readonly bool hearsInputs, isDeaf;
    private readonly string slopeName;

    /// <param name="here">The formula at the neuron and the examples it was asked for; null where nothing can be told.</param>
    /// <param name="moved">The same examples with other weights, and parts of the examples.</param>
    /// <param name="others">Other inputs.</param>
    /// <param name="hearsInputs">Does the formula change when x alone changes? If not, it cannot be judged at other inputs.</param>
    /// <param name="activation">The activation, for the sentence.</param>
    public Investigation(Probe? here, IEnumerable<Probe?> moved, IEnumerable<Probe?> others, bool hearsInputs, Activation activation)
    {
        this.here = here is { IsClear: true } ? here : null;
        this.moved = [.. Clear(moved)];
        this.others = [.. Clear(others)];
        // A formula that always gives the same numbers can be judged where it was given, and nowhere else.
        isDeaf = here is not null && this.moved.Concat(this.others).All(p => p.Claimed.AsSpan().SequenceEqual(here.Claimed));
        if (isDeaf && this.here is not null) this.moved = this.others = [];
        this.hearsInputs = hearsInputs && !isDeaf;
        slopeName = activation == Activation.Sigmoid ? "σ′(z)" : "f′(z)";

        static IEnumerable<Probe> Clear(IEnumerable<Probe?> probes) => probes.Where(p => p is { IsClear: true }).Select(p => p!);
    }

    private IEnumerable<Probe> Near => here is null ? moved : moved.Prepend(here);
    private IEnumerable<Probe> Everywhere => Near.Concat(others);

    /// <summary>Is the formula right wherever it was asked?</summary>
    public bool RightEverywhere => Everywhere.All(p => p.Fits(Hypothesis.Right));

    /// <summary>The diagnosis.</summary>
    public Diagnosis Explain()
    {
        if (!Everywhere.Any()) return new(Mistake.Unknown, "What is wrong cannot be told here: no neighbouring point gives a clear slope to compare with.");
        bool Explains(Hypothesis e, IEnumerable<Probe> probes) => probes.All(p => p.Fits(e));

        if (Explains(Hypothesis.Right, Everywhere)) return new(Mistake.None, isDeaf ? "The numbers are right here." : "The formula is right, here and at the other weights and inputs that were tried.");
        var near = Hypothesis.Mistakes.Where(e => Explains(e, Near)).ToArray();
        var fit = near.Where(e => Explains(e, others)).ToArray();
        if (fit.Length == 0 && !hearsInputs)
        {
            if (Explains(Hypothesis.Right, Near)) return new(Mistake.None, "The formula is right here; it does not look at x, so other inputs tell nothing.");
            fit = near;
        }
        var mistakes = fit.Select(e => e.Mistake).Distinct().ToArray();
        return mistakes.Length switch
        {
            1 => new(mistakes[0], Sentence(fit[0])),
            > 1 => new(Mistake.Ambiguous, $"{(mistakes.Length == 2 ? "Two" : "Several")} explanations fit: {Words.List([.. fit.DistinctBy(e => e.Mistake).Select(Short)], "or")}. "
                + (isDeaf ? "Your formula gives the same numbers at every point, so asking it again does not tell them apart." : "Nothing tells them apart here."), mistakes),
            _ => ByCoordinate() ?? TwoAtOnce() ?? Unexplained(),
        };
    }

    /// <summary>Some coordinates right and others wrong, or in each other's place.</summary>
    private Diagnosis? ByCoordinate()
    {
        var count = Everywhere.First().Claimed.Length;
        var inputs = Everywhere.First().InputCount;
        string Name(int j) => j < inputs ? Words.Weight(j) : "b";
        var probes = hearsInputs ? Everywhere : Near;
        int[] wrong = [.. Enumerable.Range(0, count).Where(j => !probes.All(p => p.Fits(Hypothesis.Right, j)))];
        if (wrong.Length <= 32 && wrong.Length > 1)
        {
            int[] sources = [.. wrong.Select(j => wrong.FirstOrDefault(k => k != j && probes.All(p => Holds(p, j, k)), -1))];
            if (!sources.Contains(-1))
                return new(Mistake.Coordinate, $"Coordinates are in each other's place: {Words.List([.. wrong.Zip(sources, (j, k) => $"{Name(j)} holds the value of {Name(k)}")])}.");
        }
        if (wrong.Length == 0 || wrong.Length == count || wrong.Length > count / 2.0 && count > 2) return null;
        // The right ones must have been put to the test: where they are 0 a wrong formula looks right.
        if (!Enumerable.Range(0, count).Except(wrong).Any(j => probes.Any(p => p.Predict(Hypothesis.Right, j) is var (value, error) && Math.Abs(value) > 10 * error))) return null;
        var (verb, other) = (wrong.Length == 1 ? "is" : "are", count - wrong.Length == 1 ? "the other one is right" : $"the other {count - wrong.Length} are right");
        return new(Mistake.Coordinate, $"Only {Words.List([.. wrong.Select(Name)])} {verb} wrong, {other}: look at {(wrong.Length == 1 ? "that coordinate" : "those coordinates")} alone."
            + (RatioAt(wrong[0]) is { } ratio ? $" Claimed/measured is {Words.Number(ratio)} for {Name(wrong[0])}." : ""));

        static bool Holds(Probe p, int j, int k)
        {
            var (value, error) = p.Predict(Hypothesis.Right, k);
            return Judge.Agree(p.Claimed[j], p.Doubt[j], value, error);
        }
    }

    private Diagnosis? TwoAtOnce()
    {
        var probes = hearsInputs ? Everywhere : Near;
        var fit = Hypothesis.Pairs.Where(pair => probes.All(p => p.Fits(pair.Both))).Select(pair => (pair.First, pair.Second)).Distinct().ToArray();
        return fit.Length == 1
            ? new(Mistake.Unknown, $"Two mistakes at once explain it: {Phrase(fit[0].First)}, and {Phrase(fit[0].Second)}.", [fit[0].First, fit[0].Second])
            : null;
    }

    private Diagnosis Unexplained()
    {
        var measured = Everywhere.FirstOrDefault(p => p == here) ?? Everywhere.First();
        double[] ratios = [.. Enumerable.Range(0, measured.Claimed.Length).Select(j => measured.Claimed[j] / measured.Predict(Hypothesis.Right, j).Value).Where(double.IsFinite)];
        return new(Mistake.Unknown, "The gradient is wrong, but by none of the usual mistakes: "
            + (ratios.Length == 0 ? "where it should be 0 it is not." : $"claimed/measured is {Words.List([.. ratios.Select(r => Words.Number(r))])}, and {(isDeaf ? "your formula gives the same numbers at every point" : "changes in no usual way when w and x move")}."));
    }

    private double? RatioAt(int j) => Near.Concat(others).Select(p => p.Claimed[j] / p.Predict(Hypothesis.Right, j).Value).Where(double.IsFinite).Select(r => (double?)r).FirstOrDefault();

    private string Phrase(Mistake mistake) => mistake switch
    {
        Mistake.MissingSlope => $"the factor {slopeName} is missing",
        Mistake.ExtraSlope => $"there is one factor {slopeName} too many",
        Mistake.Sign => "the sign is turned round",
        Mistake.Half => "a factor 2 was lost or kept",
        Mistake.MissingInput => "the input x_j is missing",
        Mistake.ExtraInput => "there is one x_j too many",
        Mistake.SumForMean => "sum and mean are confused",
        _ => throw new ArgumentOutOfRangeException(nameof(mistake), mistake, null),
    };

    private string Short(Hypothesis e) => Phrase(e.Mistake);

    private string Sentence(Hypothesis found)
    {
        var phrase = Phrase(found.Mistake);
        var start = char.ToUpperInvariant(phrase[0]) + phrase[1..];
        var seen = here is not null && !here.Fits(Hypothesis.Right);
        var evidence = found.Mistake switch
        {
            Mistake.MissingSlope => $"{Is} 1/{slopeName}{At}, and follows it when w moves. What you have is ∂C/∂a · x_j; multiply it by {slopeName}.",
            Mistake.ExtraSlope => $"{Is} {slopeName}{At}, and follows it when w moves. Leave one {slopeName} out: in this cost it has cancelled.",
            Mistake.Sign => "claimed/measured is −1 everywhere. With it each step goes uphill; turn the sign.",
            Mistake.Half => $"claimed/measured is {(Two(found) ? "2" : "½")} everywhere. "
                + (Two(found) ? "Look for a ½ in the cost that the formula does not have." : "Look for a ½ that the cost does not have, or for an exponent 2 that did not come down."),
            Mistake.MissingInput => "claimed/measured is 1/x_j at every weight. What you have is ∂C/∂b; multiply it by x_j.",
            Mistake.ExtraInput => "claimed/measured is x_j at every weight. Leave one x_j out.",
            _ => $"claimed/measured is {(found.Factor(2) > 1 ? "N" : "1/N")}, the number of examples, and follows it when examples are left out. "
                + (found.Factor(2) > 1 ? "Divide the sum by N." : "It has been divided by N once too often."),
        };
        return $"{start}: {evidence}" + (seen || here is null ? "" : " At the example you gave this cannot be seen; elsewhere it can.");
    }

    private static bool Two(Hypothesis e) => e.Of(new Example([1], 0, 0, new Slope(1, 0, 0), 1, 1), 1) == 2;

    private string Is => Ratio is { } ratio ? $"claimed/measured is {Words.Number(ratio, 3)} =" : "claimed/measured is";
    private string At => Ratio is null ? "" : here!.Claimed.Length == 1 ? "" : " at every weight";

    /// <summary>The one ratio of a single example, the same at every weight.</summary>
    private double? Ratio => here is { Examples.Count: 1 }
        ? Enumerable.Range(0, here.Claimed.Length).Select(j => here.Claimed[j] / here.Predict(Hypothesis.Right, j).Value).Where(double.IsFinite).Select(r => (double?)r).FirstOrDefault()
        : null;
}
