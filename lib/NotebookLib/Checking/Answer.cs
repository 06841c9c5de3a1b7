namespace NotebookLib;

/// <summary>The answer to what a <see cref="CostProperty"/> asks of a cost: its <see cref="Finding"/> without the
/// property.</summary>
internal readonly record struct Answer(Verdict Verdict, string Sentence, double? A = null, double? Y = null)
{
    public static readonly Answer Nowhere = Unsure("C has no values for the outputs of this activation, so nothing can be said.");

    public static Answer Unsure(string sentence) => new(Verdict.Inconclusive, sentence);

    /// <summary>The property is missing; the output and the target that show it, where there are some.</summary>
    public static Answer No(string sentence, double? a = null, double? y = null) => new(Verdict.Fail, sentence, a, y);

    public Finding About(CostProperty property) => new(property, Verdict, Sentence, A, Y);
}
