using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace NotebookLib;

/// <summary>What every entry of the library asks of its arguments, each with one sentence.</summary>
internal static class Require
{
    /// <summary>A cost, an activation, … is there; the cell that should have made it may have failed.</summary>
    public static void Defined([NotNull] object? value, [CallerArgumentExpression(nameof(value))] string what = "")
    {
        var many = what is "data" or "inputs" or "targets";
        if (value is null) throw new ArgumentException($"Your {what} {(many ? "were" : "was")} not defined; mend {(many ? "their" : "its")} cell first.");
    }

    public static void Inputs(ReadOnlySpan<double> x, int n)
    {
        if (x.Length != n)
            throw new ArgumentException($"Expected {Count(n, "input")}, one for each weight, but got {x.Length}.");
        for (var j = 0; j < n; j++)
            if (!double.IsFinite(x[j])) throw new ArgumentException($"Input {j + 1} is {x[j]}; every input must be a finite number.");
    }

    public static void InDomain(CompiledCost compiled, double z, double y)
    {
        if (!double.IsFinite(y)) throw new ArgumentException($"The target is {y}; it must be a finite number.");
        if (!double.IsFinite(z)) throw new ArgumentException($"The weighted input is {z}: the weights or inputs are too large for a double.");
        if (compiled.Explain(z, y) is { } sentence) throw new ArgumentException(sentence);
    }

    /// <summary>No target lies so far outside the outputs that the cost falls without end: classes numbered −1 and 1, or 1 and 2.</summary>
    public static void Targets(Cost cost, Activation f, Dataset data)
    {
        const double far = 700;
        var (compiled, (low, high)) = (CompiledCost.For(cost, f), f.Range);
        bool Falls(double y) => compiled.Delta(far, y) < -1e-3 || compiled.Delta(-far, y) > 1e-3;
        if (!double.IsFinite(high - low) || Falls(low) || Falls(high)) return;              // then it is not the targets
        for (var i = 0; i < data.Count; i++)
        {
            var y = data.Targets[i];
            if ((y < low || y > high) && Falls(y))
                throw new ArgumentException(FormattableString.Invariant($"The target of row {i + 1} is {y:G6}, but the outputs of the {f.Name} ")
                    + FormattableString.Invariant($"go from {low:G6} to {high:G6}, and with that target the cost \"{cost.Name}\" falls without end. ")
                    + FormattableString.Invariant($"Use targets from {low:G6} to {high:G6}: number two classes {low:G6} and {high:G6}."));
        }
    }

    public static string Count(int n, string noun, string? many = null) => n == 1 ? $"1 {noun}" : $"{n} {many ?? noun + "s"}";

    /// <summary>Of the names there are the one that was probably meant: " Did you mean "iris"?", or nothing.</summary>
    public static string DidYouMean(string typed, IEnumerable<string> names)
    {
        var near = names.Select(name => (Name: name, Edits: Edits(typed.ToLowerInvariant(), name.ToLowerInvariant()))).OrderBy(n => n.Edits)
            .FirstOrDefault(n => n.Edits <= Math.Min(2, n.Name.Length / 3));
        return near.Name is null ? "" : $" Did you mean \"{near.Name}\"?";
    }

    /// <summary>How many letters must be put in, left out or changed to make one word the other (Levenshtein).</summary>
    private static int Edits(string u, string v)
    {
        int[] row = [.. Enumerable.Range(0, v.Length + 1)];
        for (var i = 1; i <= u.Length; i++)
        {
            var diagonal = row[0]++;
            for (var j = 1; j <= v.Length; j++)
                (diagonal, row[j]) = (row[j], Math.Min(diagonal + (u[i - 1] == v[j - 1] ? 0 : 1), Math.Min(row[j], row[j - 1]) + 1));
        }
        return row[^1];
    }
}
