using MathNet.Numerics.RootFinding;

namespace NotebookLib;

/// <summary>Where an activation is flat, and whether δ dies out there although the output is wrong, in numbers.</summary>
internal static class Flatness
{
    /// <summary>What counts as an end of z, as the middle, and as next to nothing beside the middle.</summary>
    private const double End = 300, Middle = 3, Small = 1e-3;

    private static readonly double[] Between = Steps(40, 320), InTheMiddle = Steps(Middle, 12);

    /// <summary>The z at which f′ is next to 0 beside what it is in the middle; empty where f is flat nowhere.</summary>
    public static IReadOnlyList<double> Of(Activation f)
    {
        var small = Small * Largest(f.Slope);
        bool IsFlat(double z) => new[] { z - 1e-6, z, z + 1e-6 }.All(t => Math.Abs(f.Slope(t)) <= small);
        var turns = Between.Zip(Between.Skip(1)).Where(pair => f.Slope(pair.First) * f.Slope(pair.Second) < 0)
            .Select(pair => Brent.TryFindRoot(f.Slope, pair.First, pair.Second, 1e-12, 100, out var z) ? z : double.NaN);
        return [.. Between.Concat(turns).Append(-End).Append(End).Where(IsFlat)];
    }

    /// <summary>Does δ go to 0 at one of these places, the target far from the output? Null where δ has no value.</summary>
    public static bool? Silences(IReadOnlyList<double> flat, CompiledCost compiled, Activation f)
    {
        double[] targets = [f.Limits.Left ?? f.Value(-1), f.Limits.Right ?? f.Value(1)];
        var tried = flat.Select(z =>
        {
            var y = targets.MaxBy(t => Math.Abs(t - f.Value(z)));
            return (Here: Math.Abs(compiled.Delta(z, y)), Largest: Largest(t => compiled.Delta(t, y)));
        }).Where(pair => !double.IsNaN(pair.Here) && pair.Largest > 0).ToList();
        return tried.Count == 0 ? null : tried.Any(pair => pair.Here <= Small * pair.Largest);
    }

    private static double Largest(Func<double, double> g) =>
        InTheMiddle.Select(z => Math.Abs(g(z))).Where(double.IsFinite).DefaultIfEmpty(0).Max();

    private static double[] Steps(double far, int count) =>
        [.. Enumerable.Range(0, count + 1).Select(i => far * (2.0 * i / count - 1))];
}
