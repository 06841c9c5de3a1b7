using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace NotebookLib;

/// <summary>What every entry of the library asks of its arguments, each with one sentence.</summary>
internal static class Require
{
    /// <summary>A cost, an activation, … is there; the cell that should have made it may have failed.</summary>
    public static void Defined([NotNull] object? value, [CallerArgumentExpression(nameof(value))] string what = "")
    {
        if (value is not null) return;
        var (was, its) = what is "data" or "inputs" or "targets" ? ("were", "their") : ("was", "its");
        throw new ArgumentException($"Your {what} {was} not defined; mend {its} cell first.");
    }

    /// <summary>The condition holds, or the sentence says what to write instead; it is put together only then. One
    /// without holes begins with $ as well.</summary>
    public static void That([DoesNotReturnIf(false)] bool holds,
        [InterpolatedStringHandlerArgument(nameof(holds))] Sentence otherwise)
    {
        if (!holds) throw new ArgumentException(otherwise.ToString());
    }

    /// <summary>The same of something that was to become a formula.</summary>
    public static void Formula([DoesNotReturnIf(false)] bool holds,
        [InterpolatedStringHandlerArgument(nameof(holds))] Sentence otherwise)
    {
        if (!holds) throw new FormulaException(otherwise.ToString());
    }

    public static void Finite(double value, string what) =>
        That(double.IsFinite(value), $"The {what} is {value}; it must be a finite number.");

    /// <summary>All are finite: "Weight 2 of neuron 1 is NaN; every weight must be a finite number."</summary>
    public static void Finite(ReadOnlySpan<double> values, string what, string of = "", string every = "it")
    {
        var bad = values.IndexOfAnyExceptInRange(double.MinValue, double.MaxValue);          // or NaN
        That(bad < 0, $"{what} {bad + 1}{of} is {values[bad]}; {every} must be a finite number.");
    }

    /// <summary>i is one of the numbers from 0 to count − 1; it is handed back.</summary>
    public static int Index(int i, int count, string whose, string what) => i >= 0 && i < count ? i
        : throw new ArgumentOutOfRangeException(null,
            FormattableString.Invariant($"{whose} has the {what} 0 to {count - 1}; {i} is not one of them."));

    public static void Inputs(ReadOnlySpan<double> x, int n)
    {
        That(x.Length == n, $"Expected {Count(n, "input")}, one for each weight, but got {x.Length}.");
        Finite(x, "Input", every: "every input");
    }

    /// <summary>z = w·x + b has not overflown.</summary>
    public static double WeightedInput(double z)
    {
        That(double.IsFinite(z), $"The weighted input is {z}: the weights or inputs are too large for a double.");
        return z;
    }

    public static string Name(string name, string what)
    {
        That(!string.IsNullOrWhiteSpace(name), $"A {what} needs a name to be compared by.");
        return name;
    }

    public static void InDomain(CompiledCost compiled, double z, double y)
    {
        Finite(y, "target");
        WeightedInput(z);
        if (compiled.Explain(z, y) is { } sentence) throw new ArgumentException(sentence);
    }

    /// <summary>No target lies where the cost falls without end: classes −1 and 1, or 1 and 2, for the cross-entropy.</summary>
    public static void Targets(Cost cost, Activation f, Dataset data)
    {
        const double far = 700;
        var (compiled, (low, high)) = (CompiledCost.For(cost, f), f.Range);
        bool Falls(double y) => compiled.Delta(far, y) < -1e-3 || compiled.Delta(-far, y) > 1e-3;
        if (!double.IsFinite(high - low) || Falls(low) || Falls(high)) return;              // then it is not the targets
        var row = Array.FindIndex(data.TargetArray, y => (y < low || y > high) && Falls(y));
        That(row < 0, $"The target of row {row + 1} is {data.Targets[row]:G6}, but the outputs of the {f.Name} go from "
            + $"{low:G6} to {high:G6}, and with that target the cost \"{cost.Name}\" falls without end. "
            + $"Use targets from {low:G6} to {high:G6}: number two classes {low:G6} and {high:G6}.");
    }

    /// <summary>A number in a sentence: six significant digits at most.</summary>
    public static string Text(double value) => double.IsNaN(value) ? "not a number (NaN)"
        : double.IsInfinity(value) ? value > 0 ? "infinite" : "minus infinite"
        : value.ToString("G6", CultureInfo.InvariantCulture);

    /// <summary>The message of somebody else's exception as a sentence that others can follow.</summary>
    public static string Sentence(Exception e) => e.Message.TrimEnd() is var text && text.EndsWith('.') ? text : text + ".";

    public static string Count(int n, string noun, string? many = null) => n == 1 ? $"1 {noun}" : $"{n} {many ?? noun + "s"}";

    /// <summary>Of the names there are the one that was probably meant: " Did you mean "iris"?", or nothing.</summary>
    public static string DidYouMean(string typed, IEnumerable<string> names)
    {
        int Distance(string name) => Edits(typed.ToLowerInvariant(), name.ToLowerInvariant());
        var near = names.MinBy(Distance);
        return near is null || Distance(near) > Math.Min(2, near.Length / 3) ? "" : $" Did you mean \"{near}\"?";
    }

    /// <summary>How many letters must be put in, left out, changed, or swapped with the next to make one word the
    /// other (Damerau).</summary>
    private static int Edits(string u, string v)
    {
        var edits = new int[u.Length + 1, v.Length + 1];
        for (var i = 0; i <= u.Length; i++)
            for (var j = 0; j <= v.Length; j++)
            {
                edits[i, j] = i == 0 || j == 0 ? i + j
                    : Math.Min(edits[i - 1, j - 1] + (u[i - 1] == v[j - 1] ? 0 : 1),
                        Math.Min(edits[i - 1, j], edits[i, j - 1]) + 1);
                if (i > 1 && j > 1 && (u[i - 1], u[i - 2]) == (v[j - 2], v[j - 1]))
                    edits[i, j] = Math.Min(edits[i, j], edits[i - 2, j - 2] + 1);
            }
        return edits[u.Length, v.Length];
    }
}

/// <summary>A sentence that is put together only where it is needed, its numbers in the invariant culture.</summary>
[InterpolatedStringHandler]
internal ref struct Sentence
{
    private DefaultInterpolatedStringHandler text;

    public Sentence(int literals, int holes, bool holds, out bool needed)
    {
        needed = !holds;
        if (needed) text = new(literals, holes, CultureInfo.InvariantCulture);
    }

    public void AppendLiteral(string part) => text.AppendLiteral(part);

    public void AppendFormatted<T>(T value, string? format = null) => text.AppendFormatted(value, format);

    public override string ToString() => text.ToStringAndClear();
}
