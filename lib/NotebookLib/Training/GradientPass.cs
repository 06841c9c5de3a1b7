using System.Runtime.CompilerServices;

namespace NotebookLib;

/// <summary>
/// Mean cost and mean gradient over a batch, in the plainest way: row by row, z = w·x + b, then C and δ, then Σ δ x̃. Training uses
/// <see cref="FusedPass"/>, which computes the same faster; the tests compare the two.
/// </summary>
internal static class GradientPass
{
    /// <summary>Writes the mean gradient (n + 1 numbers, the bias last) and returns the mean cost.</summary>
    public static double Run(CompiledCost compiled, Dataset data, ReadOnlySpan<double> parameters, ReadOnlySpan<int> rows, Span<double> gradient)
    {
        gradient.Clear();
        var (cost, n) = (0.0, data.InputCount);
        foreach (var i in rows)
        {
            var x = data.RowSpan(i);
            var y = data.TargetArray[i];
            var z = WeightedInput(parameters, x);
            var delta = compiled.Delta(z, y);
            for (var j = 0; j < n; j++) gradient[j] += delta * x[j];
            gradient[n] += delta;
            cost += compiled.Cost(z, y);
        }
        for (var j = 0; j <= n; j++) gradient[j] /= rows.Length;
        return cost / rows.Length;
    }

    /// <summary>z = w·x + b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double WeightedInput(ReadOnlySpan<double> parameters, ReadOnlySpan<double> x)
    {
        var z = parameters[^1];
        for (var j = 0; j < x.Length; j++) z += parameters[j] * x[j];
        return z;
    }
}
