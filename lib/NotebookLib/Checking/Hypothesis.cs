namespace NotebookLib;

/// <summary>A mistake in a gradient: what it does to the slopes, and what is said of it.</summary>
/// <param name="Mistake">Its name.</param>
/// <param name="Of">What it makes of one example's slope δx_j.</param>
/// <param name="Phrase">The mistake in words.</param>
/// <param name="Ratio">What claimed/measured is.</param>
/// <param name="Where">Where it is so, or what it follows.</param>
/// <param name="Advice">What to do.</param>
/// <param name="OfCount">The factor that it brings into a mean over N examples; null if none.</param>
internal sealed record Hypothesis(Mistake Mistake, Func<Example, double, double> Of, string Phrase = "", string Ratio = "",
    string Where = "", string Advice = "", Func<int, double>? OfCount = null)
{
    private const string Everywhere = " everywhere", AtEveryWeight = " at every weight",
        WithWeights = ", and follows it when w moves",
        WithExamples = ", the number of examples, and follows it when examples are left out";

    public static readonly Hypothesis Right = Factor(1);

    /// <summary>A constant factor, wherever it comes from.</summary>
    public static Hypothesis Factor(double factor) => new(Mistake.Unknown, (e, x) => factor * e.Delta.Value * x);

    /// <summary>Those that can be made in any gradient.</summary>
    public static readonly IReadOnlyList<Hypothesis> OfScale =
    [
        new(Mistake.Sign, (e, x) => -e.Delta.Value * x, "the sign is turned round", "−1", Everywhere,
            "With it each step goes uphill; turn the sign."),
        new(Mistake.Half, (e, x) => 2 * e.Delta.Value * x, "a factor 2 was lost or kept", "2", Everywhere,
            "Look for a ½ in the cost that the formula does not have."),
        new(Mistake.Half, (e, x) => e.Delta.Value * x / 2, "a factor 2 was lost or kept", "½", Everywhere,
            "Look for a ½ that the cost does not have, or for an exponent 2 that did not come down."),
    ];

    /// <summary>Those in the gradient of a neuron, or of several in a layer, whose f′(z) is written like this.</summary>
    public static IReadOnlyList<Hypothesis> OfNeuron(string slope) =>
    [
        new(Mistake.MissingSlope, (e, x) => e.CostSlope * x, $"the factor {slope} is missing", $"1/{slope}", WithWeights,
            $"What you have is ∂C/∂a · x_j; multiply it by {slope}."),
        new(Mistake.ExtraSlope, (e, x) => e.Delta.Value * e.ActivationSlope * x, $"there is one factor {slope} too many", slope,
            WithWeights, $"Leave one {slope} out: in this cost it has cancelled."),
        .. OfScale,
        new(Mistake.MissingInput, (e, x) => e.Delta.Value, "the input x_j is missing", "1/x_j", AtEveryWeight,
            "What you have is ∂C/∂b; multiply it by x_j."),
        new(Mistake.SignOfInput, (e, x) => e.Delta.Value * Math.Sign(x), "the sign of x_j stands in place of x_j", "1/|x_j|",
            AtEveryWeight, "It points the right way for each weight, but is the gradient of no cost; write x_j itself."),
        new(Mistake.ExtraInput, (e, x) => e.Delta.Value * x * x, "there is one x_j too many", "x_j", AtEveryWeight,
            "Leave one x_j out."),
        new(Mistake.SumForMean, Right.Of, "sum and mean are confused", "N", WithExamples, "Divide the sum by N.", n => n),
        new(Mistake.SumForMean, Right.Of, "sum and mean are confused", "1/N", WithExamples,
            "It has been divided by N once too often.", n => 1.0 / n),
    ];

    /// <summary>The sentence, with a value of the ratio beside its formula where there is one.</summary>
    public string Sentence(string value = "", string where = "") =>
        $"{char.ToUpperInvariant(Phrase[0])}{Phrase[1..]}: claimed/measured is {value}{Ratio}{where}{Where}. {Advice}";

    /// <summary>Both mistakes at once; no number where the slope is 0 and one of them makes something else of it.</summary>
    public Hypothesis With(Hypothesis second) => new(Mistake.Unknown, (e, x) =>
    {
        var (right, one, other) = (Right.Of(e, x), Of(e, x), second.Of(e, x));
        return right != 0 ? one * other / right : one == 0 && other == 0 ? 0 : double.NaN;
    });
}
