namespace NotebookLib;

/// <summary>What every entry of the library asks of its arguments, each with one sentence.</summary>
internal static class Require
{
    public static void Inputs(ReadOnlySpan<double> x, int n)
    {
        if (x.Length != n)
            throw new ArgumentException($"Expected {Count(n, "input")}, one for each weight, but got {x.Length}.");
        for (var j = 0; j < n; j++)
            if (!double.IsFinite(x[j])) throw new ArgumentException($"Input {j + 1} is {x[j]}; every input must be a finite number.");
    }

    public static void Cost(Cost? cost)
    {
        if (cost is null) throw new ArgumentException("Your cost was not defined; mend its cell first.");
    }

    public static void InDomain(CompiledCost compiled, double z, double y)
    {
        if (!double.IsFinite(y)) throw new ArgumentException($"The target is {y}; it must be a finite number.");
        if (!double.IsFinite(z)) throw new ArgumentException($"The weighted input is {z}: the weights or inputs are too large for a double.");
        if (compiled.Explain(z, y) is { } sentence) throw new ArgumentException(sentence);
    }

    public static string Count(int n, string noun, string? many = null) => n == 1 ? $"1 {noun}" : $"{n} {many ?? noun + "s"}";
}
