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
/// Rows in groups of eight for one neuron, of four for two neurons: each number loaded serves several sums, and eight sums run at
/// once, as many as hide the time of an addition. What n leaves over is read again as the last whole vector, its first lanes masked.
/// </summary>
internal sealed class RowKernel<V, L>(int n) : RowKernel where V : struct where L : struct, ILanes<V>
{
    private readonly int panel = n == 0 ? 1 : Even(n, 256);              // columns of several gradients that stay in the first-level cache
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
            for (; i < rows.Length; i++) Add(ref X, rows[i], delta[i], ref G, 0, 0, n);
            return;
        }
        for (var from = 0; from < n; from += panel)
        {
            var to = Math.Min(from + panel, n);
            var i = 0;
            for (; i + 4 <= rows.Length; i += 4)
            {
                var k = 0;
                for (; k + 2 <= neurons; k += 2)
                    Add4x2(ref X, rows.Slice(i, 4), delta.Slice(k * stride + i, 4), delta.Slice((k + 1) * stride + i, 4), ref G, k * (n + 1), from, to);
                for (; k < neurons; k++)
                    for (var r = i; r < i + 4; r++) Add(ref X, rows[r], delta[k * stride + r], ref G, k * (n + 1), from, to);
            }
            for (; i < rows.Length; i++)
                for (var k = 0; k < neurons; k++) Add(ref X, rows[i], delta[k * stride + i], ref G, k * (n + 1), from, to);
        }
    }

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

    /// <summary>n in equal parts of at most about so many columns, whole vectors.</summary>
    private static int Even(int n, int most) => (n / ((n + most - 1) / most) + 7) / 8 * 8;

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

    private void Add(ref double X, nint x, double delta, ref double G, nint g, nint from, nint to)
    {
        var d = L.Repeat(delta);
        for (var j = from; j < to; j += L.Count)
        {
            var (at, v) = j < whole ? (j, d) : (n - L.Count, L.And(d, last));
            L.Store(L.MultiplyAdd(v, L.Load(ref X, x + at), L.Load(ref G, g + at)), ref G, g + at);
        }
    }

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

    private void Add4x2(ref double X, ReadOnlySpan<int> rows, ReadOnlySpan<double> delta, ReadOnlySpan<double> epsilon, ref double G, nint g, nint from, nint to)
    {
        V d0 = L.Repeat(delta[0]), d1 = L.Repeat(delta[1]), d2 = L.Repeat(delta[2]), d3 = L.Repeat(delta[3]);
        V e0 = L.Repeat(epsilon[0]), e1 = L.Repeat(epsilon[1]), e2 = L.Repeat(epsilon[2]), e3 = L.Repeat(epsilon[3]);
        nint x0 = rows[0], x1 = rows[1], x2 = rows[2], x3 = rows[3];
        for (var j = from; j < to; j += L.Count)
        {
            var at = j < whole ? j : n - L.Count;
            var x = L.Load(ref X, x0 + at);
            var (s, t) = (L.Multiply(d0, x), L.Multiply(e0, x));
            x = L.Load(ref X, x1 + at);
            (s, t) = (L.MultiplyAdd(d1, x, s), L.MultiplyAdd(e1, x, t));
            x = L.Load(ref X, x2 + at);
            (s, t) = (L.MultiplyAdd(d2, x, s), L.MultiplyAdd(e2, x, t));
            x = L.Load(ref X, x3 + at);
            (s, t) = (L.MultiplyAdd(d3, x, s), L.MultiplyAdd(e3, x, t));
            if (j >= whole) (s, t) = (L.And(s, last), L.And(t, last));
            L.Store(L.Add(L.Load(ref G, g + at), s), ref G, g + at);
            L.Store(L.Add(L.Load(ref G, g + n + 1 + at), t), ref G, g + n + 1 + at);
        }
    }
}
