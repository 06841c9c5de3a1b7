using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace NotebookLib;

/// <summary>a_k = e^z_k / Σ_l e^z_l of many rows.</summary>
internal static class Softmax
{
    /// <summary>
    /// a[k·stride + i] = e^z_k / Σ_l e^z_l for the z of every row i, and logSum[i] = ln Σ_l e^z_l. The rows are rounded up to
    /// whole vectors where the stride is a multiple of them.
    /// </summary>
    public static void Rows(ReadOnlySpan<double> z, int rows, int stride, Span<double> a, Span<double> logSum)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(a.Length, z.Length);
        ArgumentOutOfRangeException.ThrowIfLessThan(logSum.Length, stride);
        var width = stride % Lanes.Widest == 0 ? Lanes.Widest : 1;
        if (width == Wide.Count) Rows<Vector512<double>, Wide>(z, rows, stride, a, logSum);
        else if (width > 1) Rows<Vector<double>, Native>(z, rows, stride, a, logSum);
        else Rows<double, Single>(z, rows, stride, a, logSum);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Rows<V, L>(ReadOnlySpan<double> z, int rows, int stride, Span<double> a, Span<double> logSum)
        where V : struct where L : struct, ILanes<V>
    {
        var total = z.Length;
        ref var Z = ref MemoryMarshal.GetReference(z);
        ref var A = ref MemoryMarshal.GetReference(a);
        ref var S = ref MemoryMarshal.GetReference(logSum);
        for (var i = 0; i < rows; i += L.Count)
        {
            var max = L.Load(ref Z, i);
            for (var at = stride + i; at < total; at += stride) max = L.Max(max, L.Load(ref Z, at));
            V sum = default;
            for (var at = i; at < total; at += stride)                     // the largest is e⁰: nothing overflows
            {
                var e = L.Exp(L.Subtract(L.Load(ref Z, at), max));
                sum = L.Add(sum, e);
                L.Store(e, ref A, at);
            }
            L.Store(L.Add(max, L.Log(sum)), ref S, i);
            var share = L.Divide(L.Repeat(1), sum);
            for (var at = i; at < total; at += stride) L.Store(L.Multiply(L.Load(ref A, at), share), ref A, at);
        }
    }
}
