using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NotebookLib;

/// <summary>
/// What a step does to all parameters, several at a time; each number comes out as the plain loop would compute it. Of a few numbers
/// the plain loop itself is the fastest, written into the place that asks.
/// </summary>
internal static class Numbers
{
    private static int Lanes => Vector<double>.Count;

    /// <summary>target_j += factor · source_j.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddScaled(Span<double> target, double factor, ReadOnlySpan<double> source)
    {
        if (target.Length >= Lanes) AddMany(target, factor, source);
        else for (var j = 0; j < target.Length; j++) target[j] += factor * source[j];
    }

    private static void AddMany(Span<double> target, double factor, ReadOnlySpan<double> source)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(source.Length, target.Length);
        ref var to = ref MemoryMarshal.GetReference(target);
        ref var from = ref MemoryMarshal.GetReference(source);
        var j = 0;
        for (var f = new Vector<double>(factor); j <= target.Length - Lanes; j += Lanes)
            (Vector.LoadUnsafe(ref to, (nuint)j) + f * Vector.LoadUnsafe(ref from, (nuint)j)).StoreUnsafe(ref to, (nuint)j);
        for (; j < target.Length; j++) target[j] += factor * source[j];
    }

    /// <summary>target_j = factor · source_j.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SetScaled(Span<double> target, double factor, ReadOnlySpan<double> source)
    {
        if (target.Length >= Lanes) SetMany(target, factor, source);
        else for (var j = 0; j < target.Length; j++) target[j] = factor * source[j];
    }

    private static void SetMany(Span<double> target, double factor, ReadOnlySpan<double> source)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(source.Length, target.Length);
        ref var to = ref MemoryMarshal.GetReference(target);
        ref var from = ref MemoryMarshal.GetReference(source);
        var j = 0;
        for (var f = new Vector<double>(factor); j <= target.Length - Lanes; j += Lanes)
            (f * Vector.LoadUnsafe(ref from, (nuint)j)).StoreUnsafe(ref to, (nuint)j);
        for (; j < target.Length; j++) target[j] = factor * source[j];
    }

    /// <summary>Σ a_j b_j; the order of the additions depends on the processor.</summary>
    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(b.Length, a.Length);
        ref var left = ref MemoryMarshal.GetReference(a);
        ref var right = ref MemoryMarshal.GetReference(b);
        var j = 0;
        var many = Vector<double>.Zero;
        for (; j <= a.Length - Lanes; j += Lanes) many += Vector.LoadUnsafe(ref left, (nuint)j) * Vector.LoadUnsafe(ref right, (nuint)j);
        var sum = Vector.Sum(many);
        for (; j < a.Length; j++) sum += a[j] * b[j];
        return sum;
    }

    /// <summary>Is every number finite? v − v is 0, or NaN for ∞ and NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AllFinite(ReadOnlySpan<double> values)
    {
        if (values.Length >= Lanes) return ManyFinite(values);
        var rest = 0.0;
        for (var j = 0; j < values.Length; j++) rest += values[j] - values[j];
        return rest == 0;
    }

    private static bool ManyFinite(ReadOnlySpan<double> values)
    {
        ref var from = ref MemoryMarshal.GetReference(values);
        var j = 0;
        var many = Vector<double>.Zero;
        for (; j <= values.Length - Lanes; j += Lanes)
            if (Vector.LoadUnsafe(ref from, (nuint)j) is var v) many += v - v;
        var one = 0.0;
        for (; j < values.Length; j++) one += values[j] - values[j];
        return one == 0 && Vector.EqualsAll(many, Vector<double>.Zero);
    }
}
