namespace NotebookLib;

/// <summary>
/// Finds out which mistake a claimed gradient makes. One ratio can have several causes, so the formula is asked again: with other
/// weights (does the ratio follow f′(z)?), with other inputs and signs (does it follow x_j?), with fewer examples (does it follow
/// N?).
/// </summary>
internal sealed class Investigation
{
    private const int MostCoordinates = 32;         // of more, a mix-up of two is not looked for

    private readonly Probe? here;
    private readonly Probe[] near, others;
    private readonly bool hearsInputs, isDeaf;
    private readonly IReadOnlyList<Hypothesis> mistakes;
    private readonly string slopeName;
    private readonly Func<int, string> name;

    /// <param name="here">The formula at the place it was asked for.</param>
    /// <param name="moved">The same examples with other weights, and parts of the examples.</param>
    /// <param name="others">Other inputs.</param>
    /// <param name="hearsInputs">
    /// Does the formula change when x alone changes? If not, it cannot be judged at other inputs.
    /// </param>
    /// <param name="mistakes">The mistakes that are possible.</param>
    /// <param name="slopeName">σ′(z) or f′(z), for the sentence.</param>
    /// <param name="name">The names of the coordinates.</param>
    public Investigation(Probe here, IEnumerable<Probe?> moved, IEnumerable<Probe?> others, bool hearsInputs,
        IReadOnlyList<Hypothesis> mistakes, string slopeName, Func<int, string> name)
    {
        (this.here, this.mistakes, this.slopeName, this.name) = (here.IsClear ? here : null, mistakes, slopeName, name);
        Probe[] around = [.. Clear(moved)];
        this.others = [.. Clear(others)];
        // A formula that always gives the same numbers can be judged where it was given, and nowhere else.
        isDeaf = around.Concat(this.others).All(p => p.Claimed.SequenceEqual(here.Claimed));
        if (isDeaf && this.here is not null) around = this.others = [];
        near = this.here is null ? around : [this.here, .. around];
        this.hearsInputs = hearsInputs && !isDeaf;

        static IEnumerable<Probe> Clear(IEnumerable<Probe?> probes) => probes.OfType<Probe>().Where(p => p.IsClear);
    }

    private IEnumerable<Probe> Everywhere => near.Concat(others);

    /// <summary>Where a formula can be held to its word: at other inputs only if it looks at them.</summary>
    private IEnumerable<Probe> Heard => hearsInputs ? Everywhere : near;

    public Diagnosis Explain()
    {
        if (!Everywhere.Any()) return new(Mistake.Unknown, "What is wrong cannot be told here: no neighbouring point gives a clear slope to compare with.");
        if (Everywhere.All(p => p.Fits(Hypothesis.Right)))
            return new(Mistake.None, isDeaf ? "The numbers are right here." : "The formula is right, here and at the other weights and inputs that were tried.");
        var fit = mistakes.Where(e => Everywhere.All(p => p.Fits(e))).ToArray();
        if (fit.Length == 0 && !hearsInputs)
        {
            if (near.All(p => p.Fits(Hypothesis.Right))) return new(Mistake.None, "The formula is right here; it does not look at x, so other inputs tell nothing.");
            fit = [.. mistakes.Where(e => near.All(p => p.Fits(e)))];
        }
        var names = fit.Select(e => e.Mistake).Distinct().ToArray();
        return names.Length switch
        {
            1 => new(names[0], Sentence(fit[0])),
            > 1 => new(Mistake.Ambiguous, $"{(names.Length == 2 ? "Two" : "Several")} explanations fit: {Words.List([.. names.Select(Phrase)], "or")}. "
                + (isDeaf ? "Your formula gives the same numbers at every point, so asking it again does not tell them apart." : "Nothing tells them apart here."), names),
            _ => ByCoordinate() ?? TwoAtOnce() ?? Unexplained(),
        };
    }

    /// <summary>Some coordinates right and others wrong, or in each other's place.</summary>
    private Diagnosis? ByCoordinate()
    {
        var (count, probes) = (Everywhere.First().Claimed.Length, Heard.ToArray());
        int[] wrong = [.. Enumerable.Range(0, count).Where(j => !probes.All(p => p.Fits(Hypothesis.Right, j, j)))];
        if (wrong.Length is > 1 and <= MostCoordinates)
        {
            int[] sources = [.. wrong.Select(j => wrong.FirstOrDefault(k => k != j && probes.All(p => p.Fits(Hypothesis.Right, j, k)), -1))];
            if (!sources.Contains(-1))
                return new(Mistake.Coordinate, $"Coordinates are in each other's place: {Words.List([.. wrong.Zip(sources, (j, k) => $"{name(j)} holds the value of {name(k)}")])}.");
        }
        if (wrong.Length == 0 || wrong.Length == count || wrong.Length > count / 2.0 && count > 2) return null;
        // The right ones must have been put to the test: where they are 0 a wrong formula looks right.
        if (!Enumerable.Range(0, count).Except(wrong).Any(j => probes.Any(p => p.Predict(Hypothesis.Right, j) is var (value, error) && Math.Abs(value) > 10 * error))) return null;
        var (verb, other) = (wrong.Length == 1 ? "is" : "are", count - wrong.Length == 1 ? "the other one is right" : $"the other {count - wrong.Length} are right");
        return new(Mistake.Coordinate, $"Only {Words.List([.. wrong.Select(name)])} {verb} wrong, {other}: look at {(wrong.Length == 1 ? "that coordinate" : "those coordinates")} alone."
            + (Everywhere.Select(p => p.Ratio(wrong[0])).Where(double.IsFinite).FirstOrNull() is { } ratio ? $" Claimed/measured is {Words.Number(ratio)} for {name(wrong[0])}." : ""));
    }

    private Diagnosis? TwoAtOnce()
    {
        bool IsPossible(Mistake mistake) => mistakes.Any(e => e.Mistake == mistake);
        var fit = Hypothesis.Pairs.Where(pair => IsPossible(pair.First) && IsPossible(pair.Second) && Heard.All(p => p.Fits(pair.Both)))
            .Select(pair => (pair.First, pair.Second)).Distinct().ToArray();
        return fit.Length == 1
            ? new(Mistake.Unknown, $"Two mistakes at once explain it: {Phrase(fit[0].First)}, and {Phrase(fit[0].Second)}.", [fit[0].First, fit[0].Second])
            : null;
    }

    private Diagnosis Unexplained()
    {
        var measured = Everywhere.First();
        double[] ratios = [.. Enumerable.Range(0, measured.Claimed.Length).Select(measured.Ratio).Where(double.IsFinite)];
        if (ratios.Length > 0 && !isDeaf && Heard.All(p => p.Fits(new(Mistake.Unknown, (e, x) => ratios[0] * e.Delta.Value * x))))
            return new(Mistake.Unknown, $"Every coordinate is {Words.Number(ratios[0])} times the measured slope, wherever it was asked: look for a constant factor, such as a number of examples.");
        return new(Mistake.Unknown, "The gradient is wrong, but by none of the usual mistakes: "
            + (ratios.Length == 0 ? "where it should be 0 it is not." : $"claimed/measured is {Words.List([.. ratios.Select(Near)])}, "
                + $"and {(isDeaf ? "your formula gives the same numbers at every point" : "changes in no usual way when w and x move")}."));
    }

    /// <summary>A ratio; of one that is nearly 1 what it is more.</summary>
    private static string Near(double ratio) => Math.Abs(ratio - 1) is > 0 and < 1e-5 and var off
        ? $"1 {(ratio > 1 ? "+" : "−")} {Words.Number(off, 2)}" : Words.Number(ratio);

    private string Phrase(Mistake mistake) => mistake switch
    {
        Mistake.MissingSlope => $"the factor {slopeName} is missing",
        Mistake.ExtraSlope => $"there is one factor {slopeName} too many",
        Mistake.Sign => "the sign is turned round",
        Mistake.Half => "a factor 2 was lost or kept",
        Mistake.MissingInput => "the input x_j is missing",
        Mistake.SignOfInput => "the sign of x_j stands in place of x_j",
        Mistake.ExtraInput => "there is one x_j too many",
        Mistake.SumForMean => "sum and mean are confused",
        _ => throw new ArgumentOutOfRangeException(nameof(mistake), mistake, null),
    };

    private string Sentence(Hypothesis found)
    {
        var phrase = Phrase(found.Mistake);
        // What the mistake makes of δ = 1 with x = 1, and of the mean of two such.
        var (factor, ofTwo) = (found.Of(new(0, 0, new(1, 0, 0), 1, 1), 1), found.OfCount?.Invoke(2) ?? 1);
        var evidence = found.Mistake switch
        {
            Mistake.MissingSlope => $"{Is} 1/{slopeName}{At}, and follows it when w moves. What you have is ∂C/∂a · x_j; multiply it by {slopeName}.",
            Mistake.ExtraSlope => $"{Is} {slopeName}{At}, and follows it when w moves. Leave one {slopeName} out: in this cost it has cancelled.",
            Mistake.Sign => "claimed/measured is −1 everywhere. With it each step goes uphill; turn the sign.",
            Mistake.Half => factor == 2 ? "claimed/measured is 2 everywhere. Look for a ½ in the cost that the formula does not have."
                : "claimed/measured is ½ everywhere. Look for a ½ that the cost does not have, or for an exponent 2 that did not come down.",
            Mistake.MissingInput => "claimed/measured is 1/x_j at every weight. What you have is ∂C/∂b; multiply it by x_j.",
            Mistake.SignOfInput => "claimed/measured is 1/|x_j| at every weight. It points the right way for each weight, but is the gradient of no cost; write x_j itself.",
            Mistake.ExtraInput => "claimed/measured is x_j at every weight. Leave one x_j out.",
            _ => $"claimed/measured is {(ofTwo > 1 ? "N" : "1/N")}, the number of examples, and follows it when examples are left out. "
                + (ofTwo > 1 ? "Divide the sum by N." : "It has been divided by N once too often."),
        };
        var unseen = here is not null && here.Fits(Hypothesis.Right) ? " At the example you gave this cannot be seen; elsewhere it can." : "";
        return $"{char.ToUpperInvariant(phrase[0])}{phrase[1..]}: {evidence}{unseen}";
    }

    private string Is => Ratio is { } ratio ? $"claimed/measured is {Words.Number(ratio, 3)} =" : "claimed/measured is";
    private string At => Ratio is null || here!.Claimed.Length == 1 ? "" : " at every weight";

    /// <summary>The one ratio of a single example, the same at every weight.</summary>
    private double? Ratio => here is { IsOfOneExample: true } ? Enumerable.Range(0, here.Claimed.Length).Select(here.Ratio).Where(double.IsFinite).FirstOrNull() : null;
}
