using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NotebookLib;

/// <summary>
/// Sums and steps over a row of numbers, several at a time. Of a few numbers the plain loop itself is the fastest, written into
/// the place that asks.
/// </summary>
internal static class Numbers
{
    extension(double[] w)
    {
        /// <summary>η g, to be taken off w.</summary>
        public static Scaled operator *(double rate, double[] direction) => new(rate, direction);

        /// <summary>w ← w − η g, in place; each number as the plain loop computes it.</summary>
        public void operator -=(Scaled step) => AddScaled(w, -step.Rate, step.Direction);
    }

    /// <summary>So many numbers are a few: a vector would wait for numbers that have just been written one by one.</summary>
    private const int Few = 16;

    /// <summary>target_j += factor · source_j; each number as the plain loop computes it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddScaled(Span<double> target, double factor, ReadOnlySpan<double> source)
    {
        var j = target.Length >= Few ? AddVectors(target, factor, source) : 0;
        for (; j < target.Length; j++) target[j] += factor * source[j];
    }

    /// <summary>target_j = factor · source_j.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SetScaled(Span<double> target, double factor, ReadOnlySpan<double> source)
    {
        if (target.Length < Few) for (var j = 0; j < target.Length; j++) target[j] = factor * source[j];
        else
        {
            target.Clear();
            AddScaled(target, factor, source);
        }
    }

    private static int AddVectors(Span<double> target, double factor, ReadOnlySpan<double> source)
    {
        var to = Vectors(target);
        var from = Vectors(source[..target.Length]);
        var f = new Vector<double>(factor);
        for (var j = 0; j < to.Length && j < from.Length; j++) to[j] += f * from[j];
        return to.Length * Vector<double>.Count;
    }

    /// <summary>Σ a_j b_j; the order of the additions depends on the processor.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var (j, sum) = a.Length >= Vector<double>.Count ? DotOfVectors(a, b) : (0, 0);
        for (; j < a.Length; j++) sum += a[j] * b[j];
        return sum;
    }

    private static (int Done, double Sum) DotOfVectors(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var left = Vectors(a);
        var right = Vectors(b[..a.Length]);
        Vector<double> even = default, odd = default;
        var j = 0;
        for (; j + 1 < left.Length && j + 1 < right.Length; j += 2)
        {
            even += left[j] * right[j];
            odd += left[j + 1] * right[j + 1];
        }
        if (j < left.Length) even += left[j] * right[j];
        return (left.Length * Vector<double>.Count, Vector.Sum(even + odd));
    }

    /// <summary>Σ a_j; the order of the additions depends on the processor.</summary>
    public static double Sum(ReadOnlySpan<double> a)
    {
        var many = Vector<double>.Zero;
        var vectors = Vectors(a);
        foreach (var v in vectors) many += v;
        var sum = Vector.Sum(many);
        foreach (var value in a[(vectors.Length * Vector<double>.Count)..]) sum += value;
        return sum;
    }

    /// <summary>Is every number finite? v − v is 0, or NaN for ∞ and NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AllFinite(ReadOnlySpan<double> values)
    {
        var j = values.Length >= Few ? values.Length - values.Length % Vector<double>.Count : 0;
        if (j > 0 && !VectorsAreFinite(values)) return false;
        var rest = 0.0;
        for (; j < values.Length; j++) rest += values[j] - values[j];
        return rest == 0;
    }

    private static bool VectorsAreFinite(ReadOnlySpan<double> values)
    {
        var many = Vector<double>.Zero;
        foreach (var v in Vectors(values)) many += v - v;
        return Vector.EqualsAll(many, Vector<double>.Zero);
    }

    private static Span<Vector<double>> Vectors(Span<double> values) => MemoryMarshal.Cast<double, Vector<double>>(values);

    private static ReadOnlySpan<Vector<double>> Vectors(ReadOnlySpan<double> values) =>
        MemoryMarshal.Cast<double, Vector<double>>(values);
}

/// <summary>η g: a step against g.</summary>
internal readonly struct Scaled(double rate, double[] direction)
{
    public double Rate => rate;
    public double[] Direction => direction;
}
