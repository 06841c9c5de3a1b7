using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;
using static System.FormattableString;

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

    public static void Inputs(ReadOnlySpan<double> x, int n)
    {
        if (x.Length != n)
            throw new ArgumentException($"Expected {Count(n, "input")}, one for each weight, but got {x.Length}.");
        for (var j = 0; j < n; j++)
            if (!double.IsFinite(x[j]))
                throw new ArgumentException(Invariant($"Input {j + 1} is {x[j]}; every input must be a finite number."));
    }

    /// <summary>z = w·x + b has not overflown.</summary>
    public static double WeightedInput(double z) => double.IsFinite(z) ? z : throw new ArgumentException(
        Invariant($"The weighted input is {z}: the weights or inputs are too large for a double."));

    public static void Finite(double value, string what)
    {
        if (!double.IsFinite(value)) throw new ArgumentException(Invariant($"The {what} is {value}; it must be a finite number."));
    }

    /// <summary>The message of somebody else's exception as a sentence that others can follow.</summary>
    public static string Sentence(Exception e) => e.Message.TrimEnd() is var text && text.EndsWith('.') ? text : text + ".";

    public static void Name(string name, string what)
    {
        if (string.IsNullOrWhiteSpace(name)) throw new ArgumentException($"A {what} needs a name to be compared by.");
    }

    public static void InDomain(CompiledCost compiled, double z, double y)
    {
        Finite(y, "target");
        WeightedInput(z);
        if (compiled.Explain(z, y) is { } sentence) throw new ArgumentException(sentence);
    }

    /// <summary>No target lies where the cost falls without end: classes numbered −1 and 1, or 1 and 2, for the
    /// cross-entropy.</summary>
    public static void Targets(Cost cost, Activation f, Dataset data)
    {
        const double far = 700;
        var (compiled, (low, high)) = (CompiledCost.For(cost, f), f.Range);
        static string Text(double value) => value.ToString("G6", CultureInfo.InvariantCulture);
        bool Falls(double y) => compiled.Delta(far, y) < -1e-3 || compiled.Delta(-far, y) > 1e-3;
        if (!double.IsFinite(high - low) || Falls(low) || Falls(high)) return;              // then it is not the targets
        for (var i = 0; i < data.Count; i++)
        {
            var y = data.Targets[i];
            if ((y < low || y > high) && Falls(y))
                throw new ArgumentException($"The target of row {i + 1} is {Text(y)}, but the outputs of the {f.Name} go from "
                    + $"{Text(low)} to {Text(high)}, and with that target the cost \"{cost.Name}\" falls without end. "
                    + $"Use targets from {Text(low)} to {Text(high)}: number two classes {Text(low)} and {Text(high)}.");
        }
    }

    public static string Count(int n, string noun, string? many = null) => n == 1 ? $"1 {noun}" : $"{n} {many ?? noun + "s"}";

    /// <summary>Of the names there are the one that was probably meant: " Did you mean "iris"?", or nothing.</summary>
    public static string DidYouMean(string typed, IEnumerable<string> names)
    {
        int Distance(string name) => Edits(typed.ToLowerInvariant(), name.ToLowerInvariant());
        var near = names.MinBy(Distance);
        return near is null || Distance(near) > Math.Min(2, near.Length / 3) ? "" : $" Did you mean \"{near}\"?";
    }

    /// <summary>
    /// How many letters must be put in, left out, changed, or swapped with the next to make one word the other (Damerau).
    /// </summary>
    private static int Edits(string u, string v)
    {
        var edits = new int[u.Length + 1, v.Length + 1];
        for (var i = 0; i <= u.Length; i++)
            for (var j = 0; j <= v.Length; j++)
            {
                edits[i, j] = i == 0 || j == 0 ? i + j
                    : Math.Min(edits[i - 1, j - 1] + (u[i - 1] == v[j - 1] ? 0 : 1), Math.Min(edits[i - 1, j], edits[i, j - 1]) + 1);
                if (i > 1 && j > 1 && (u[i - 1], u[i - 2]) == (v[j - 2], v[j - 1]))
                    edits[i, j] = Math.Min(edits[i, j], edits[i - 2, j - 2] + 1);
            }
        return edits[u.Length, v.Length];
    }
}
