namespace NotebookLib;

/// <summary>
/// What <see cref="Attempt"/> says of a line, of numbers or of a find: right, right but longer than need be, or wrong and where.
/// </summary>
public sealed class AttemptReport
{
    internal AttemptReport(Verdict verdict, LineMistake mistake, string sentence, Formula? yours = null, Formula? expected = null,
        bool isSimple = true) =>
        (Verdict, Mistake, Sentence, Yours, Expected, IsSimple) = (verdict, mistake, sentence, yours, expected, isSimple);

    /// <summary>
    /// Pass: the line is right. Fail: it is wrong. Inconclusive: it is not tried yet, or it has no value where it could be
    /// compared.
    /// </summary>
    public Verdict Verdict { get; }

    /// <summary>
    /// The mistake that explains the line; where several explain it alike the first of them, and the sentence names the others.
    /// </summary>
    public LineMistake Mistake { get; }

    /// <summary>The verdict with its reason, and where to look.</summary>
    public string Sentence { get; }

    /// <summary>Your line as a formula; null where there is none yet.</summary>
    public Formula? Yours { get; }

    /// <summary>The line that the library derives; null where no line was asked for. Look at it when you have tried.</summary>
    public Formula? Expected { get; }

    /// <summary>Is your line no longer than the library's? True where no line was asked for.</summary>
    public bool IsSimple { get; }

    /// <summary>The sentence.</summary>
    /// <returns>For example "Right, and simpler is a - y."</returns>
    public override string ToString() => Sentence;
}
