namespace NotebookLib;

/// <summary>What <see cref="GradientField"/> found: is this update the gradient of any cost?</summary>
public sealed class FieldReport
{
    internal FieldReport(Verdict verdict, string sentence, VectorField field, int points, Curl curl, Walk? walk, Walk? potential, bool? functionOfOutput) =>
        (Verdict, Sentence, Field, Points, Curl, Walk, Potential, FunctionOfOutput) = (verdict, sentence, field, points, curl, walk, potential, functionOfOutput);

    /// <summary>
    /// Fail: it is the gradient of no cost, and <see cref="Walk"/> shows it. Pass: nothing was found against it at <see
    /// cref="Points"/> points, which is evidence, not a proof. Inconclusive: the error bars are too wide.
    /// </summary>
    public Verdict Verdict { get; }

    /// <summary>The verdict with its reason, for a reader.</summary>
    public string Sentence { get; }

    /// <summary>
    /// The field that the report is about: with several examples the one that decided. It can be asked for more curls and walks.
    /// </summary>
    public VectorField Field { get; }

    /// <summary>
    /// The number of points at which the curl was measured well enough to say something, all examples together.
    /// </summary>
    public int Points { get; }

    /// <summary>
    /// The matrix ∂_jF_k − ∂_kF_j at the witness; where none was found, at the point where it is largest against the field.
    /// </summary>
    public Curl Curl { get; }

    /// <summary>The witness, a closed walk that gains height; null where none was found.</summary>
    public Walk? Walk { get; }

    /// <summary>
    /// Where nothing was found against it: the cost along a straight path, so far as it is the gradient of one; otherwise null.
    /// </summary>
    public Walk? Potential { get; }

    /// <summary>
    /// Where nothing was found against it, and inputs are known: does it point along the inputs (x, 1) at every point, so that
    /// the cost is a function of z alone, and so of the output where f is one-to-one? (For a data set: of the outputs.) Otherwise
    /// null.
    /// </summary>
    public bool? FunctionOfOutput { get; }

    /// <summary>The verdict and the sentence.</summary>
    public override string ToString() => $"{Verdict}: {Sentence}";
}
