using System.Globalization;
using static System.FormattableString;

namespace NotebookLib;

/// <summary>Statements that a notebook makes and proves by running: a false one stops the cell.</summary>
public static class Check
{
    /// <summary>Writes "✓ statement" where the condition holds.</summary>
    /// <param name="condition">What must be true.</param>
    /// <param name="statement">The same in words, as a learner would say it.</param>
    /// <exception cref="CheckFailedException">The condition does not hold.</exception>
    public static void That(bool condition, string statement)
    {
        if (!condition) throw new CheckFailedException($"✗ {statement}: this is not so.");
        Console.WriteLine($"✓ {statement}");
    }

    /// <summary>Writes "✓ statement" where |actual − expected| ≤ tolerance.</summary>
    /// <param name="actual">The number found.</param>
    /// <param name="expected">The number stated.</param>
    /// <param name="tolerance">The largest absolute difference allowed, 0 or more.</param>
    /// <param name="statement">The statement in words.</param>
    /// <exception cref="CheckFailedException">The numbers differ by more, or one of them is not a number.</exception>
    /// <exception cref="ArgumentException">The tolerance is negative or not a number.</exception>
    public static void Near(double actual, double expected, double tolerance, string statement)
    {
        if (!(tolerance >= 0)) throw new ArgumentException(Invariant($"The tolerance is {tolerance}; it must be 0 or more."));
        if (actual != expected && !(Math.Abs(actual - expected) <= tolerance))
            throw new CheckFailedException(string.Create(CultureInfo.InvariantCulture,
                $"✗ {statement}: expected {expected:G9} within {tolerance:G3}, but it is {actual:G9}."));
        Console.WriteLine($"✓ {statement}");
    }
}

/// <summary>A statement of a notebook is false.</summary>
public sealed class CheckFailedException(string message) : Exception(message);
