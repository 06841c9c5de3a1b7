using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

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
    /// neuron after neuron. Rows so many numbers <paramref name="ahead"/> are brought into the cache meanwhile.
    /// </summary>
    public abstract void WeightedInputs(double[] x, ReadOnlySpan<int> rows, ReadOnlySpan<double> parameters, Span<double> z, int stride, int ahead = 0);

    /// <summary>
    /// Adds Σ_i δ[k·stride + i] (x_i, 1) to the gradient of every neuron k, laid out like the parameters. Rows so many numbers
    /// <paramref name="ahead"/> are brought into the cache meanwhile.
    /// </summary>
    public abstract void AddGradient(double[] x, ReadOnlySpan<int> rows, ReadOnlySpan<double> delta, int stride, Span<double> gradient, int ahead = 0);

    /// <summary>
    /// a[k·stride + i] = e^z_k / Σ_l e^z_l for the z of every row i, and logSum[i] = ln Σ_l e^z_l. The rows are rounded up to
    /// <see cref="Padding"/>: so much room there must be.
    /// </summary>
    public abstract void Softmax(ReadOnlySpan<double> z, int rows, int stride, Span<double> a, Span<double> logSum);

    /// <summary>Blocks of which every row shall be activated hold a multiple of so many rows.</summary>
    public const int Padding = 8;
}

/// <summary>
/// Each number loaded serves several sums, and eight or ten sums run at once, enough to hide the time of an addition: z of eight rows, or
/// of two rows for five neurons; the gradient from eight rows, or two vectors of five neurons' gradients from all rows. What n leaves
/// over is read again as the last whole vector, its first lanes masked.
/// </summary>
internal sealed class RowKernel<V, L>(int n) : RowKernel where V : struct where L : struct, ILanes<V>
{
    /// <summary>Fast from the first call on, and each loop with all registers to itself.</summary>
    private const MethodImplOptions Optimised = MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining;

    // Columns at a time of several neurons: up to 304, in tiles as equal as whole vectors allow.
    private readonly int tile = RoundUp(n / Math.Max(1.0, Math.Ceiling(n / 304.0)));

    private readonly int whole = n - n % L.Count;           // columns in whole vectors
    private readonly V last = L.KeepLast(n % L.Count);

    public override void WeightedInputs(double[] x, ReadOnlySpan<int> rows, ReadOnlySpan<double> parameters, Span<double> z, int stride, int ahead)
    {
        ref var X = ref MemoryMarshal.GetArrayDataReference(x);
        ref var W = ref MemoryMarshal.GetReference(parameters);
        var neurons = parameters.Length / (n + 1);
        if (neurons == 1)
        {
            var i = 0;
            for (; i + 8 <= rows.Length; i += 8) Dot8(ref X, rows.Slice(i, 8), ref W, z.Slice(i, 8));
            for (; i < rows.Length; i++) z[i] = Dot(ref X, rows[i], ref W, 0);
            return;
        }
        var (fives, pairs) = (neurons - neurons % 5, rows.Length - rows.Length % 2);
        for (var k = 0; k < fives; k++) z.Slice(k * stride, rows.Length).Fill(parameters[k * (n + 1) + n]);
        for (var from = 0; from < n; from += tile)                         // the weights of five neurons stay in the nearest cache
            for (var k = 0; k < fives; k += 5)
                for (var i = 0; i < pairs; i += 2)
                    Dot2x5(ref X, rows[i], rows[i + 1], ref W, k * (n + 1), ref z[k * stride + i], stride, from, Math.Min(from + tile, n), rows[i] + (k == 0 ? ahead : 0));
        for (var i = 0; i < rows.Length; i++)
            for (var k = i < pairs ? fives : 0; k < neurons; k++) z[k * stride + i] = Dot(ref X, rows[i], ref W, k * (n + 1));
    }

    public override void AddGradient(double[] x, ReadOnlySpan<int> rows, ReadOnlySpan<double> delta, int stride, Span<double> gradient, int ahead)
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
            for (; i + 8 <= rows.Length; i += 8) Add8(ref X, rows.Slice(i, 8), delta.Slice(i, 8), ref G, ahead);
            for (; i < rows.Length; i++) Add(ref X, rows[i], delta[i], ref G);
            return;
        }
        var fives = neurons - neurons % 5;
        nint j = 0;
        for (; j + 2 * L.Count <= whole; j += 2 * L.Count)
        {
            for (var k = 0; k < fives; k += 5) AddTo5x2(ref X, rows, delta.Slice(k * stride, 4 * stride + rows.Length), stride, ref G, k * (n + 1) + j, j, k == 0 ? ahead : 0);
            for (var k = fives; k < neurons; k++)
                for (var v = 0; v < 2 * L.Count; v += L.Count) AddTo1(ref X, rows, delta.Slice(k * stride), ref G, k * (n + 1) + j + v, j + v);
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

    /// <summary>Adds what the columns from … to give to z of two rows and five neurons: ten sums. A call in here would cost their registers.</summary>
    [MethodImpl(Optimised)]
    private void Dot2x5(ref double X, nint x, nint y, ref double W, nint w, ref double z, nint stride, nint from, nint to, nint ahead)
    {
        V s0 = default, s1 = default, s2 = default, s3 = default, s4 = default, t0 = default, t1 = default, t2 = default, t3 = default, t4 = default;
        ref double X0 = ref Unsafe.Add(ref X, x), X1 = ref Unsafe.Add(ref X, y);
        ref double W0 = ref Unsafe.Add(ref W, w), W1 = ref Unsafe.Add(ref W0, n + 1), W2 = ref Unsafe.Add(ref W1, n + 1), W3 = ref Unsafe.Add(ref W2, n + 1), W4 = ref Unsafe.Add(ref W3, n + 1);
        nint j = from, end = Math.Min(to, whole);
        for (; j < end; j += L.Count)
        {
            Prefetch(ref X, ahead + j);
            V a = L.Load(ref X0, j), b = L.Load(ref X1, j);
            var v = L.Load(ref W0, j);
            (s0, t0) = (L.MultiplyAdd(a, v, s0), L.MultiplyAdd(b, v, t0));
            v = L.Load(ref W1, j);
            (s1, t1) = (L.MultiplyAdd(a, v, s1), L.MultiplyAdd(b, v, t1));
            v = L.Load(ref W2, j);
            (s2, t2) = (L.MultiplyAdd(a, v, s2), L.MultiplyAdd(b, v, t2));
            v = L.Load(ref W3, j);
            (s3, t3) = (L.MultiplyAdd(a, v, s3), L.MultiplyAdd(b, v, t3));
            v = L.Load(ref W4, j);
            (s4, t4) = (L.MultiplyAdd(a, v, s4), L.MultiplyAdd(b, v, t4));
        }
        if (j < to)
        {
            nint at = n - L.Count;
            V a = L.And(L.Load(ref X0, at), last), b = L.And(L.Load(ref X1, at), last);
            (s0, t0) = (L.MultiplyAdd(a, L.Load(ref W0, at), s0), L.MultiplyAdd(b, L.Load(ref W0, at), t0));
            (s1, t1) = (L.MultiplyAdd(a, L.Load(ref W1, at), s1), L.MultiplyAdd(b, L.Load(ref W1, at), t1));
            (s2, t2) = (L.MultiplyAdd(a, L.Load(ref W2, at), s2), L.MultiplyAdd(b, L.Load(ref W2, at), t2));
            (s3, t3) = (L.MultiplyAdd(a, L.Load(ref W3, at), s3), L.MultiplyAdd(b, L.Load(ref W3, at), t3));
            (s4, t4) = (L.MultiplyAdd(a, L.Load(ref W4, at), s4), L.MultiplyAdd(b, L.Load(ref W4, at), t4));
        }
        AddTwo(ref z, s0, t0); AddTwo(ref Unsafe.Add(ref z, stride), s1, t1); AddTwo(ref Unsafe.Add(ref z, 2 * stride), s2, t2);
        AddTwo(ref Unsafe.Add(ref z, 3 * stride), s3, t3); AddTwo(ref Unsafe.Add(ref z, 4 * stride), s4, t4);
    }

    private static int RoundUp(double columns) => (int)Math.Ceiling(columns / L.Count) * L.Count;

    private static void AddTwo(ref double z, V s, V t)
    {
        z += L.Sum(s);
        Unsafe.Add(ref z, 1) += L.Sum(t);
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
    private void Add8(ref double X, ReadOnlySpan<int> rows, ReadOnlySpan<double> delta, ref double G, nint ahead)
    {
        V d0 = L.Repeat(delta[0]), d1 = L.Repeat(delta[1]), d2 = L.Repeat(delta[2]), d3 = L.Repeat(delta[3]);
        V d4 = L.Repeat(delta[4]), d5 = L.Repeat(delta[5]), d6 = L.Repeat(delta[6]), d7 = L.Repeat(delta[7]);
        nint x0 = rows[0], x1 = rows[1], x2 = rows[2], x3 = rows[3], x4 = rows[4], x5 = rows[5], x6 = rows[6], x7 = rows[7];
        for (nint j = 0; j < n; j += L.Count)
        {
            var at = j < whole ? j : n - L.Count;
            if (ahead > 0 && at % 8 == 0)
            {
                var next = at + ahead;
                Prefetch(ref X, x0 + next); Prefetch(ref X, x1 + next); Prefetch(ref X, x2 + next); Prefetch(ref X, x3 + next);
                Prefetch(ref X, x4 + next); Prefetch(ref X, x5 + next); Prefetch(ref X, x6 + next); Prefetch(ref X, x7 + next);
            }
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

    /// <summary>Two columns of vectors of five gradients, held in registers over all rows of the block.</summary>
    [MethodImpl(Optimised)]
    private void AddTo5x2(ref double X, ReadOnlySpan<int> rows, ReadOnlySpan<double> delta, nint stride, ref double G, nint g, nint j, nint ahead)
    {
        V s0 = default, s1 = default, s2 = default, s3 = default, s4 = default, t0 = default, t1 = default, t2 = default, t3 = default, t4 = default;
        ref double X0 = ref Unsafe.Add(ref X, j), D0 = ref MemoryMarshal.GetReference(delta), D1 = ref Unsafe.Add(ref D0, stride), D2 = ref Unsafe.Add(ref D1, stride),
            D3 = ref Unsafe.Add(ref D2, stride), D4 = ref Unsafe.Add(ref D3, stride);
        ref var R = ref MemoryMarshal.GetReference(rows);
        for (nint i = 0; i < rows.Length; i++)
        {
            nint at = Unsafe.Add(ref R, i);
            Prefetch(ref X0, at + ahead);
            V x = L.Load(ref X0, at), y = L.Load(ref X0, at + L.Count);
            var d = L.Repeat(Unsafe.Add(ref D0, i));
            (s0, t0) = (L.MultiplyAdd(x, d, s0), L.MultiplyAdd(y, d, t0));
            d = L.Repeat(Unsafe.Add(ref D1, i));
            (s1, t1) = (L.MultiplyAdd(x, d, s1), L.MultiplyAdd(y, d, t1));
            d = L.Repeat(Unsafe.Add(ref D2, i));
            (s2, t2) = (L.MultiplyAdd(x, d, s2), L.MultiplyAdd(y, d, t2));
            d = L.Repeat(Unsafe.Add(ref D3, i));
            (s3, t3) = (L.MultiplyAdd(x, d, s3), L.MultiplyAdd(y, d, t3));
            d = L.Repeat(Unsafe.Add(ref D4, i));
            (s4, t4) = (L.MultiplyAdd(x, d, s4), L.MultiplyAdd(y, d, t4));
        }
        AddTo(ref G, g, s0); AddTo(ref G, g + L.Count, t0);
        AddTo(ref G, g += n + 1, s1); AddTo(ref G, g + L.Count, t1);
        AddTo(ref G, g += n + 1, s2); AddTo(ref G, g + L.Count, t2);
        AddTo(ref G, g += n + 1, s3); AddTo(ref G, g + L.Count, t3);
        AddTo(ref G, g += n + 1, s4); AddTo(ref G, g + L.Count, t4);
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

    /// <summary>Asks for a number that will be read soon. A hint: the address may lie outside the array.</summary>
    private static unsafe void Prefetch(ref double X, nint at)
    {
        if (Sse.IsSupported) Sse.Prefetch1((double*)Unsafe.AsPointer(ref X) + at);
    }

    private static void AddTo(ref double G, nint g, V sum) => L.Store(L.Add(L.Load(ref G, g), sum), ref G, g);
}
