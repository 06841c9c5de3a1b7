namespace NotebookLib;

/// <summary>Something in a formula cannot be used; the message quotes the part and says what to write instead.</summary>
/// <param name="message">The sentence for the learner.</param>
public sealed class FormulaException(string message) : ArgumentException(message);
