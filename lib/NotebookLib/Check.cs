using static System.FormattableString;

namespace NotebookLib;

/// <summary>Statements that a notebook makes and proves by running: a false one stops the cell.</summary>
public static class Check
{
    /// <summary>Writes "✓ statement" where the condition holds.</summary>
    /// <exception cref="CheckFailedException">It does not.</exception>
    public static void That(bool condition, string statement)
    {
        if (!condition) throw new CheckFailedException($"✗ {statement}: this is not so.");
        Console.WriteLine($"✓ {statement}");
    }

    /// <summary>Writes "✓ statement" where |actual − expected| ≤ tolerance.</summary>
    /// <exception cref="CheckFailedException">The numbers differ by more, or one of them is not a number.</exception>
    /// <exception cref="ArgumentException">The tolerance is negative or not a number.</exception>
    public static void Near(double actual, double expected, double tolerance, string statement)
    {
        Require.That(tolerance >= 0, $"The tolerance is {tolerance}; it must be 0 or more.");
        if (actual != expected && !(Math.Abs(actual - expected) <= tolerance))
            throw new CheckFailedException(
                Invariant($"✗ {statement}: expected {expected:G9} within {tolerance:G3}, but it is {actual:G9}."));
        Console.WriteLine($"✓ {statement}");
    }
}

/// <summary>A statement of a notebook is false.</summary>
public sealed class CheckFailedException(string message) : Exception(message);
