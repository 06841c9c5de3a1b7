using System.Numerics;
using System.Runtime.InteropServices;

namespace NotebookLib;

/// <summary>Sums and steps over a row of numbers, several at a time; a few numbers are done by the plain loop.</summary>
internal static class Numbers
{
    extension(double[] w)
    {
        /// <summary>η g, to be taken off w.</summary>
        public static Scaled operator *(double rate, double[] direction) => new(rate, direction);

        /// <summary>w ← w − η g, in place; each number as the plain loop computes it.</summary>
        public void operator -=(Scaled step) => AddScaled(w, -step.Rate, step.Direction);
    }

    /// <summary>target_j += factor · source_j; each number as the plain loop computes it.</summary>
    public static void AddScaled(Span<double> target, double factor, ReadOnlySpan<double> source)
    {
        var j = 0;
        if (target.Length >= Vector<double>.Count)
        {
            var to = Vectors(target);
            var from = Vectors(source[..target.Length]);
            var f = new Vector<double>(factor);
            for (; j < to.Length && j < from.Length; j++) to[j] += f * from[j];
            j *= Vector<double>.Count;
        }
        for (; j < target.Length; j++) target[j] += factor * source[j];
    }

    /// <summary>Σ a_j b_j; the order of the additions depends on the processor.</summary>
    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var (j, sum) = (0, 0.0);
        if (a.Length >= Vector<double>.Count)
        {
            var left = Vectors(a);
            var right = Vectors(b[..a.Length]);
            var many = Vector<double>.Zero;
            for (; j < left.Length && j < right.Length; j++) many += left[j] * right[j];
            (j, sum) = (j * Vector<double>.Count, Vector.Sum(many));
        }
        for (; j < a.Length; j++) sum += a[j] * b[j];
        return sum;
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
    public static bool AllFinite(ReadOnlySpan<double> values)
    {
        var (j, rest) = (0, 0.0);
        if (values.Length >= Vector<double>.Count)
        {
            var many = Vector<double>.Zero;
            var vectors = Vectors(values);
            foreach (var v in vectors) many += v - v;
            (j, rest) = (vectors.Length * Vector<double>.Count, Vector.Sum(many));
        }
        for (; j < values.Length; j++) rest += values[j] - values[j];
        return rest == 0;
    }

    private static Span<Vector<double>> Vectors(Span<double> values) => MemoryMarshal.Cast<double, Vector<double>>(values);

    private static ReadOnlySpan<Vector<double>> Vectors(ReadOnlySpan<double> values) => MemoryMarshal.Cast<double, Vector<double>>(values);
}

/// <summary>η g: a step against g.</summary>
internal readonly struct Scaled(double rate, double[] direction)
{
    public double Rate => rate;
    public double[] Direction => direction;
}
