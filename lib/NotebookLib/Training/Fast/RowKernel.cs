using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace NotebookLib;

/// <summary>
/// The two sums over a block of rows that training spends its time on: z_i = w·x_i + b, and g += Σ_i δ_i x_i.
/// The rows are given by where each begins in x, so that a batch is read in place.
/// </summary>
internal abstract class RowKernel
{
    /// <summary>The kernel for rows of n numbers on this processor.</summary>
    public static RowKernel For(int n) =>
        Vector512.IsHardwareAccelerated && n >= Wide.Count ? new RowKernel<Vector512<double>, Wide>(n)
        : Vector.IsHardwareAccelerated && n >= Native.Count ? new RowKernel<Vector<double>, Native>(n)
        : new RowKernel<double, Single>(n);

    /// <summary>
    /// z[k·stride + i] = w_k·x_i + b_k for every row i of the block and every neuron k. The parameters hold (w_k, b_k), n + 1 numbers,
    /// neuron after neuron.
    /// </summary>
    public abstract void WeightedInputs(double[] x, ReadOnlySpan<int> rows, ReadOnlySpan<double> parameters, Span<double> z, int stride);

    /// <summary>Adds Σ_i δ[k·stride + i] (x_i, 1) to the gradient of every neuron k, laid out like the parameters.</summary>
    public abstract void AddGradient(double[] x, ReadOnlySpan<int> rows, ReadOnlySpan<double> delta, int stride, Span<double> gradient);

    /// <summary>
    /// a[k·stride + i] = e^z_k / Σ_l e^z_l for the z of every row i, and logSum[i] = ln Σ_l e^z_l. The rows are rounded up to
    /// <see cref="Padding"/>: so much room there must be.
    /// </summary>
    public abstract void Softmax(ReadOnlySpan<double> z, int rows, int stride, Span<double> a, Span<double> logSum);

    /// <summary>Blocks of which every row shall be activated hold a multiple of so many rows.</summary>
    public const int Padding = 8;
}

/// <summary>
/// Each number loaded serves several sums, and eight sums run at once, as many as hide the time of an addition: z of eight rows, or of
/// four rows for two neurons; the gradient from eight rows, or four vectors of two neurons' gradients from all rows. What n leaves over
/// is read again as the last whole vector, its first lanes masked.
/// </summary>
internal sealed class RowKernel<V, L>(int n) : RowKernel where V : struct where L : struct, ILanes<V>
{
    /// <summary>Fast from the first call on, and each loop with all registers to itself.</summary>
    private const MethodImplOptions Optimised = MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining;

    private readonly int whole = n - n % L.Count;           // columns in whole vectors
    private readonly V last = L.KeepLast(n % L.Count);

    public override void WeightedInputs(double[] x, ReadOnlySpan<int> rows, ReadOnlySpan<double> parameters, Span<double> z, int stride)
    {
        ref var X = ref MemoryMarshal.GetArrayDataReference(x);
        ref var W = ref MemoryMarshal.GetReference(parameters);
        var neurons = parameters.Length / (n + 1);
        var i = 0;
        if (neurons == 1)
            for (; i + 8 <= rows.Length; i += 8) Dot8(ref X, rows.Slice(i, 8), ref W, z.Slice(i, 8));
        for (; i + 4 <= rows.Length; i += 4)
        {
            var k = 0;
            for (; k + 2 <= neurons; k += 2)
                Dot4x2(ref X, rows.Slice(i, 4), ref W, k * (n + 1), z.Slice(k * stride + i, 4), z.Slice((k + 1) * stride + i, 4));
            for (; k < neurons; k++)
                for (var r = i; r < i + 4; r++) z[k * stride + r] = Dot(ref X, rows[r], ref W, k * (n + 1));
        }
        for (; i < rows.Length; i++)
            for (var k = 0; k < neurons; k++) z[k * stride + i] = Dot(ref X, rows[i], ref W, k * (n + 1));
    }

    public override void AddGradient(double[] x, ReadOnlySpan<int> rows, ReadOnlySpan<double> delta, int stride, Span<double> gradient)
    {
        ref var X = ref MemoryMarshal.GetArrayDataReference(x);
        ref var G = ref MemoryMarshal.GetReference(gradient);
        var neurons = gradient.Length / (n + 1);
        for (var k = 0; k < neurons; k++)
        {
            var sum = 0.0;
            foreach (var d in delta.Slice(k * stride, rows.Length)) sum += d;
            gradient[k * (n + 1) + n] += sum;
        }
        if (neurons == 1)
        {
            var i = 0;
            for (; i + 8 <= rows.Length; i += 8) Add8(ref X, rows.Slice(i, 8), delta.Slice(i, 8), ref G);
            for (; i < rows.Length; i++) Add(ref X, rows[i], delta[i], ref G);
            return;
        }
        nint j = 0;
        for (; j + 4 * L.Count <= whole; j += 4 * L.Count)
        {
            var k = 0;
            for (; k + 2 <= neurons; k += 2) AddTo2x4(ref X, rows, delta.Slice(k * stride), delta.Slice((k + 1) * stride), ref G, k * (n + 1) + j, j);
            for (; k < neurons; k++)
                for (var v = 0; v < 4 * L.Count; v += L.Count) AddTo1(ref X, rows, delta.Slice(k * stride), ref G, k * (n + 1) + j + v, j + v);
        }
        for (; j < n; j += L.Count)
            for (var k = 0; k < neurons; k++)
                AddTo1(ref X, rows, delta.Slice(k * stride), ref G, k * (n + 1) + Math.Min(j, n - L.Count), Math.Min(j, n - L.Count), j >= whole);
    }

    [MethodImpl(Optimised)]
    public override void Softmax(ReadOnlySpan<double> z, int rows, int stride, Span<double> a, Span<double> logSum)
    {
        var total = z.Length;
        ArgumentOutOfRangeException.ThrowIfLessThan(a.Length, total);
        ArgumentOutOfRangeException.ThrowIfLessThan(logSum.Length, stride);
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

    [MethodImpl(Optimised)]
    private double Dot(ref double X, nint x, ref double W, nint w)
    {
        V sum = default, other = default;
        nint j = 0, step = L.Count;
        for (; j + 2 * step <= whole; j += 2 * step)
        {
            sum = L.MultiplyAdd(L.Load(ref W, w + j), L.Load(ref X, x + j), sum);
            other = L.MultiplyAdd(L.Load(ref W, w + j + step), L.Load(ref X, x + j + step), other);
        }
        if (j < whole) sum = L.MultiplyAdd(L.Load(ref W, w + j), L.Load(ref X, x + j), sum);
        if (whole < n) other = L.MultiplyAdd(L.And(L.Load(ref W, w + n - step), last), L.Load(ref X, x + n - step), other);
        return Unsafe.Add(ref W, w + n) + L.Sum(L.Add(sum, other));
    }

    [MethodImpl(Optimised)]
    private void Dot8(ref double X, ReadOnlySpan<int> rows, ref double W, Span<double> z)
    {
        V s0 = default, s1 = default, s2 = default, s3 = default, s4 = default, s5 = default, s6 = default, s7 = default;
        nint x0 = rows[0], x1 = rows[1], x2 = rows[2], x3 = rows[3], x4 = rows[4], x5 = rows[5], x6 = rows[6], x7 = rows[7];
        for (nint j = 0; j < n; j += L.Count)
        {
            var at = j;
            V w;
            if (j < whole) w = L.Load(ref W, at);
            else w = L.And(L.Load(ref W, at = n - L.Count), last);
            s0 = L.MultiplyAdd(w, L.Load(ref X, x0 + at), s0);
            s1 = L.MultiplyAdd(w, L.Load(ref X, x1 + at), s1);
            s2 = L.MultiplyAdd(w, L.Load(ref X, x2 + at), s2);
            s3 = L.MultiplyAdd(w, L.Load(ref X, x3 + at), s3);
            s4 = L.MultiplyAdd(w, L.Load(ref X, x4 + at), s4);
            s5 = L.MultiplyAdd(w, L.Load(ref X, x5 + at), s5);
            s6 = L.MultiplyAdd(w, L.Load(ref X, x6 + at), s6);
            s7 = L.MultiplyAdd(w, L.Load(ref X, x7 + at), s7);
        }
        var b = Unsafe.Add(ref W, n);
        z[7] = b + L.Sum(s7);
        z[0] = b + L.Sum(s0); z[1] = b + L.Sum(s1); z[2] = b + L.Sum(s2); z[3] = b + L.Sum(s3);
        z[4] = b + L.Sum(s4); z[5] = b + L.Sum(s5); z[6] = b + L.Sum(s6);
    }

    [MethodImpl(Optimised)]
    private void Dot4x2(ref double X, ReadOnlySpan<int> rows, ref double W, nint w, Span<double> z, Span<double> y)
    {
        V s0 = default, s1 = default, s2 = default, s3 = default, t0 = default, t1 = default, t2 = default, t3 = default;
        nint x0 = rows[0], x1 = rows[1], x2 = rows[2], x3 = rows[3];
        for (nint j = 0; j < n; j += L.Count)
        {
            var at = j;
            V u, v;
            if (j < whole) (u, v) = (L.Load(ref W, w + at), L.Load(ref W, w + n + 1 + at));
            else
            {
                at = n - L.Count;
                (u, v) = (L.And(L.Load(ref W, w + at), last), L.And(L.Load(ref W, w + n + 1 + at), last));
            }
            var x = L.Load(ref X, x0 + at);
            (s0, t0) = (L.MultiplyAdd(u, x, s0), L.MultiplyAdd(v, x, t0));
            x = L.Load(ref X, x1 + at);
            (s1, t1) = (L.MultiplyAdd(u, x, s1), L.MultiplyAdd(v, x, t1));
            x = L.Load(ref X, x2 + at);
            (s2, t2) = (L.MultiplyAdd(u, x, s2), L.MultiplyAdd(v, x, t2));
            x = L.Load(ref X, x3 + at);
            (s3, t3) = (L.MultiplyAdd(u, x, s3), L.MultiplyAdd(v, x, t3));
        }
        var (b, c) = (Unsafe.Add(ref W, w + n), Unsafe.Add(ref W, w + n + 1 + n));
        z[3] = b + L.Sum(s3); z[2] = b + L.Sum(s2); z[1] = b + L.Sum(s1); z[0] = b + L.Sum(s0);
        y[3] = c + L.Sum(t3); y[2] = c + L.Sum(t2); y[1] = c + L.Sum(t1); y[0] = c + L.Sum(t0);
    }

    [MethodImpl(Optimised)]
    private void Add(ref double X, nint x, double delta, ref double G)
    {
        var d = L.Repeat(delta);
        for (nint j = 0; j < n; j += L.Count)
        {
            var (at, v) = j < whole ? (j, d) : (n - L.Count, L.And(d, last));
            L.Store(L.MultiplyAdd(v, L.Load(ref X, x + at), L.Load(ref G, at)), ref G, at);
        }
    }

    [MethodImpl(Optimised)]
    private void Add8(ref double X, ReadOnlySpan<int> rows, ReadOnlySpan<double> delta, ref double G)
    {
        V d0 = L.Repeat(delta[0]), d1 = L.Repeat(delta[1]), d2 = L.Repeat(delta[2]), d3 = L.Repeat(delta[3]);
        V d4 = L.Repeat(delta[4]), d5 = L.Repeat(delta[5]), d6 = L.Repeat(delta[6]), d7 = L.Repeat(delta[7]);
        nint x0 = rows[0], x1 = rows[1], x2 = rows[2], x3 = rows[3], x4 = rows[4], x5 = rows[5], x6 = rows[6], x7 = rows[7];
        for (nint j = 0; j < n; j += L.Count)
        {
            var at = j < whole ? j : n - L.Count;
            var sum = L.Multiply(d0, L.Load(ref X, x0 + at));
            var other = L.Multiply(d1, L.Load(ref X, x1 + at));
            sum = L.MultiplyAdd(d2, L.Load(ref X, x2 + at), sum);
            other = L.MultiplyAdd(d3, L.Load(ref X, x3 + at), other);
            sum = L.MultiplyAdd(d4, L.Load(ref X, x4 + at), sum);
            other = L.MultiplyAdd(d5, L.Load(ref X, x5 + at), other);
            sum = L.MultiplyAdd(d6, L.Load(ref X, x6 + at), sum);
            other = L.MultiplyAdd(d7, L.Load(ref X, x7 + at), other);
            sum = L.Add(sum, other);
            if (j >= whole) sum = L.And(sum, last);
            L.Store(L.Add(L.Load(ref G, at), sum), ref G, at);
        }
    }

    /// <summary>Four columns of vectors of two gradients, held in registers over all rows of the block.</summary>
    [MethodImpl(Optimised)]
    private void AddTo2x4(ref double X, ReadOnlySpan<int> rows, ReadOnlySpan<double> delta, ReadOnlySpan<double> epsilon, ref double G, nint g, nint j)
    {
        V s0 = default, s1 = default, s2 = default, s3 = default, t0 = default, t1 = default, t2 = default, t3 = default;
        delta = delta[..rows.Length];
        epsilon = epsilon[..rows.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            nint at = rows[i] + j;
            V d = L.Repeat(delta[i]), e = L.Repeat(epsilon[i]);
            var x = L.Load(ref X, at);
            (s0, t0) = (L.MultiplyAdd(d, x, s0), L.MultiplyAdd(e, x, t0));
            x = L.Load(ref X, at + L.Count);
            (s1, t1) = (L.MultiplyAdd(d, x, s1), L.MultiplyAdd(e, x, t1));
            x = L.Load(ref X, at + 2 * L.Count);
            (s2, t2) = (L.MultiplyAdd(d, x, s2), L.MultiplyAdd(e, x, t2));
            x = L.Load(ref X, at + 3 * L.Count);
            (s3, t3) = (L.MultiplyAdd(d, x, s3), L.MultiplyAdd(e, x, t3));
        }
        AddTo(ref G, g, s0); AddTo(ref G, g + L.Count, s1); AddTo(ref G, g + 2 * L.Count, s2); AddTo(ref G, g + 3 * L.Count, s3);
        g += n + 1;
        AddTo(ref G, g, t0); AddTo(ref G, g + L.Count, t1); AddTo(ref G, g + 2 * L.Count, t2); AddTo(ref G, g + 3 * L.Count, t3);
    }

    [MethodImpl(Optimised)]
    private void AddTo1(ref double X, ReadOnlySpan<int> rows, ReadOnlySpan<double> delta, ref double G, nint g, nint j, bool masked = false)
    {
        V sum = default, other = default;
        var i = 0;
        for (; i + 2 <= rows.Length; i += 2)
        {
            sum = L.MultiplyAdd(L.Repeat(delta[i]), L.Load(ref X, rows[i] + j), sum);
            other = L.MultiplyAdd(L.Repeat(delta[i + 1]), L.Load(ref X, rows[i + 1] + j), other);
        }
        if (i < rows.Length) sum = L.MultiplyAdd(L.Repeat(delta[i]), L.Load(ref X, rows[i] + j), sum);
        sum = L.Add(sum, other);
        AddTo(ref G, g, masked ? L.And(sum, last) : sum);
    }

    private static void AddTo(ref double G, nint g, V sum) => L.Store(L.Add(L.Load(ref G, g), sum), ref G, g);
}
