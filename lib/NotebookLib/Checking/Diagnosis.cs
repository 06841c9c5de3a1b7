namespace NotebookLib;

/// <summary>What is wrong with a gradient.</summary>
/// <param name="Mistake">The mistake by name, never a guess: <see cref="Mistake.Ambiguous"/> where two explanations fit.</param>
/// <param name="Sentence">The same as a sentence, with the evidence.</param>
/// <param name="Candidates">All explanations that fit: one, several where the mistake is ambiguous, or none.</param>
public sealed record Diagnosis(Mistake Mistake, string Sentence, IReadOnlyList<Mistake> Candidates)
{
    internal Diagnosis(Mistake mistake, string sentence)
        : this(mistake, sentence, mistake is Mistake.Unknown or Mistake.Ambiguous ? [] : [mistake]) { }

    /// <summary>The sentence.</summary>
    public override string ToString() => Sentence;
}
