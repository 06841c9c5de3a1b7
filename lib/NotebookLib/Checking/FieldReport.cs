using MathNet.Numerics;

namespace NotebookLib;

/// <summary>What <see cref="GradientField"/> found: is this update the gradient of any cost?</summary>
public sealed class FieldReport
{
    internal FieldReport(FieldSample[] samples)
    {
        var refuted = Array.Find(samples, one => one.Witness is not null);
        var sample = refuted ?? samples.MaxBy(one => one.Blurred)!;
        (Field, Curl, Walk, Points) = (sample.Field, sample.Curl, sample.Witness, samples.Sum(one => one.Clear));
        Verdict = refuted is not null ? Verdict.Fail : samples.Any(one => one.IsUnclear) ? Verdict.Inconclusive : Verdict.Pass;
        if (Verdict == Verdict.Pass) Potential = sample.Potential();
        if (Verdict == Verdict.Pass && Field.Inputs.Count > 0) FunctionOfOutput = samples.All(one => one.IsAlongInputs);
        Sentence = Verdict switch
        {
            Verdict.Fail => Refuted(sample),
            Verdict.Pass => Unrefuted(samples),
            _ => $"Cannot say. At {sample.Blurred} of {sample.Count} points (or closed walks between them) "
                + "the update jumps, bends or is too noisy for its derivative to be measured. "
                + "Look where it is smooth, with around: [the middle] and radius: how far to go.",
        };
    }

    /// <summary>Fail: it is the gradient of no cost, and <see cref="Walk"/> shows it. Pass: nothing was found against it at
    /// <see cref="Points"/> points, which is evidence, not a proof. Inconclusive: the error bars are too wide.</summary>
    public Verdict Verdict { get; }

    /// <summary>The verdict with its reason, for a reader.</summary>
    public string Sentence { get; }

    /// <summary>The field, of several examples the one that decided; it can be asked for more curls and walks.</summary>
    public VectorField Field { get; }

    /// <summary>The number of points, of all examples, where the curl was measured well enough to say something.</summary>
    public int Points { get; }

    /// <summary>The curl at the witness; where none was found, at the point where it is largest against the field.</summary>
    public Curl Curl { get; }

    /// <summary>The witness, a closed walk that gains height; null where none was found.</summary>
    public Walk? Walk { get; }

    /// <summary>After a Pass: the cost along a straight path, so far as it is the gradient of one; otherwise null.</summary>
    public Walk? Potential { get; }

    /// <summary>After a Pass, where inputs are known: does it point along the inputs (x, 1) at every point, so that the cost is a
    /// function of z alone, and so of the output where f is one-to-one? (Of data: of the outputs.) Otherwise null.</summary>
    public bool? FunctionOfOutput { get; }

    /// <summary>The verdict and the sentence.</summary>
    public override string ToString() => $"{Verdict}: {Sentence}";

    private string Refuted(FieldSample sample)
    {
        var corners = Walk!.Corners;
        var place = Field.Describe(corners[0]) + (Field.Example == "" ? "" : $" ({Field.Example})");
        var reason = sample.Found is var (j, k)
            ? $"At {place} the curl {Field.CurlInWords(j, k)} is {Words.Number(Curl[j, k])} ± {Words.Bar(Curl.Errors[j, k])}, "
                + $"and a walk round a square from there, side {Words.Number(Distance.Chebyshev(corners[0], corners[1]), 4)},"
            : $"It has no curl at the points looked at, but the closed walk from {place} "
                + $"to {Field.Describe(corners[1])} to {Field.Describe(corners[2])} and back";
        return $"Not the gradient of any cost. {reason} {Walk.Climb}." + (sample.FixedDirection is { } u
            ? $" It always points along {VectorField.Text(u)}, but its size changes across that direction too." : "");
    }

    private string Unrefuted(FieldSample[] samples)
    {
        var (blurred, many) = (samples.Sum(one => one.Blurred), Field.Inputs.Count > 1);
        return (Field.Dimension == 1
            ? "Nothing speaks against it: with one parameter every continuous update is the gradient of a cost, "
                + $"its own integral. It was finite at {Points} points."
            : $"No curl found at {Points} points{(samples.Length > 1 ? $" ({samples.Length} examples)" : "")}: "
                + $"none above {Words.Bar(samples.Max(one => one.Curl.Relative))} of the update's size, "
                + "and no closed walk between them gained height. That is evidence for a cost, not a proof.")
            + (blurred > 0 ? $" (At {Require.Count(blurred, "more point")} it jumps or bends.)" : "")
            + FunctionOfOutput switch
            {
                true => " It points along the input everywhere, "
                    + $"so such a cost is a function of {(many ? "the outputs" : "z")} alone.",
                false => " It does not point along the input everywhere, so such a cost is no function of the output alone: "
                    + $"it knows the weights{(many ? "" : " or the input")}.",
                null => "",
            };
    }
}
