namespace NotebookLib;

/// <summary>What <see cref="Attempt"/> says of a line, of numbers or of a find.</summary>
/// <param name="Verdict">Pass: right. Fail: wrong. Inconclusive: not tried yet, or without a value where it
/// could be compared.</param>
/// <param name="Mistake">The mistake that explains the line, the first of several; the sentence names the others.</param>
/// <param name="Sentence">The verdict with its reason, and where to look.</param>
/// <param name="Yours">Your line as a formula; null where there is none yet.</param>
/// <param name="Expected">The line that the library derives, for when you have tried; null where no line was asked for.</param>
/// <param name="IsSimple">Is your line no longer than the library's? True where no line was asked for.</param>
public sealed record AttemptReport(Verdict Verdict, LineMistake Mistake, string Sentence, Formula? Yours = null,
    Formula? Expected = null, bool IsSimple = true)
{
    /// <summary>The sentence.</summary>
    public override string ToString() => Sentence;
}
