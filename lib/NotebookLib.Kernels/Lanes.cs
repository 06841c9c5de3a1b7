using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NotebookLib;

/// <summary>
/// The few operations on several numbers at once that the fast sums are made of, so that they are written once for every width.
/// V holds <see cref="Count"/> doubles; all calls are resolved when the program is compiled to machine code.
/// </summary>
internal interface ILanes<V> where V : struct
{
    public static abstract int Count { get; }
    public static abstract V Load(ref double from, nint at);
    public static abstract void Store(V value, ref double to, nint at);
    public static abstract V Repeat(double value);
    public static abstract V Add(V a, V b);
    public static abstract V Subtract(V a, V b);
    public static abstract V Multiply(V a, V b);
    public static abstract V Divide(V a, V b);
    public static abstract V Max(V a, V b);
    public static abstract V Exp(V value);
    public static abstract V Log(V value);

    /// <summary>a b + c, rounded once where the processor can.</summary>
    public static abstract V MultiplyAdd(V a, V b, V c);

    /// <summary>All lanes added.</summary>
    public static abstract double Sum(V value);

    /// <summary>start + the lanes added, of each of eight vectors, into eight numbers one after another.</summary>
    public static abstract void StoreSums(ref double to, double start, V a, V b, V c, V d, V e, V f, V g, V h);

    /// <summary>The lanes where the mask has ones; 0 elsewhere.</summary>
    public static abstract V And(V value, V mask);

    /// <summary>The mask that keeps the first <paramref name="count"/> lanes.</summary>
    public static abstract V KeepFirst(int count);

    /// <summary>The mask that keeps the last <paramref name="count"/> lanes.</summary>
    public static abstract V KeepLast(int count);
}

/// <summary>How many doubles this machine computes with at a time.</summary>
internal static class Lanes
{
    /// <summary>
    /// 8 with AVX-512, 4 with AVX2, 2 with SSE2 and NEON. 1 in a browser, where code is interpreted and a vector costs more than
    /// it saves.
    /// </summary>
    public static readonly int Widest = OperatingSystem.IsBrowser() ? 1
        : Vector512.IsHardwareAccelerated ? Wide.Count : Vector.IsHardwareAccelerated ? Native.Count : 1;
}

/// <summary>Eight doubles at a time: AVX-512.</summary>
internal readonly struct Wide : ILanes<Vector512<double>>
{
    public static int Count => Vector512<double>.Count;
    public static Vector512<double> Load(ref double from, nint at) => Vector512.LoadUnsafe(ref from, (nuint)at);
    public static void Store(Vector512<double> value, ref double to, nint at) => value.StoreUnsafe(ref to, (nuint)at);
    public static Vector512<double> Repeat(double value) => Vector512.Create(value);
    public static Vector512<double> Add(Vector512<double> a, Vector512<double> b) => a + b;
    public static Vector512<double> Subtract(Vector512<double> a, Vector512<double> b) => a - b;
    public static Vector512<double> Multiply(Vector512<double> a, Vector512<double> b) => a * b;
    public static Vector512<double> Divide(Vector512<double> a, Vector512<double> b) => a / b;
    public static Vector512<double> Max(Vector512<double> a, Vector512<double> b) => Vector512.Max(a, b);
    public static Vector512<double> Exp(Vector512<double> value) => Vector512.Exp(value);
    public static Vector512<double> Log(Vector512<double> value) => Vector512.Log(value);
    public static Vector512<double> MultiplyAdd(Vector512<double> a, Vector512<double> b, Vector512<double> c) =>
        Vector512.MultiplyAddEstimate(a, b, c);
    public static double Sum(Vector512<double> value) => Vector512.Sum(value);

    /// <summary>
    /// Pairs first, then pairs of pairs: 14 shuffles and 7 additions where eight sums of their own take twice as many.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreSums(ref double to, double start, Vector512<double> a, Vector512<double> b, Vector512<double> c,
        Vector512<double> d, Vector512<double> e, Vector512<double> f, Vector512<double> g, Vector512<double> h)
    {
        if (Avx512F.IsSupported)
            Store(Repeat(start) + Quarters(Quarters(Pairs(a, b), Pairs(c, d)), Quarters(Pairs(e, f), Pairs(g, h))), ref to, 0);
        else OneByOne.StoreSums<Vector512<double>, Wide>(ref to, start, a, b, c, d, e, f, g, h);
    }

    private static Vector512<double> Pairs(Vector512<double> a, Vector512<double> b) =>
        Avx512F.UnpackLow(a, b) + Avx512F.UnpackHigh(a, b);

    private static Vector512<double> Quarters(Vector512<double> a, Vector512<double> b) =>
        Avx512F.Shuffle4x128(a, b, 0b10_00_10_00) + Avx512F.Shuffle4x128(a, b, 0b11_01_11_01);

    public static Vector512<double> And(Vector512<double> value, Vector512<double> mask) => value & mask;
    public static Vector512<double> KeepFirst(int count) =>
        Vector512.LessThan(Vector512<long>.Indices, Vector512.Create((long)count)).AsDouble();
    public static Vector512<double> KeepLast(int count) =>
        Vector512.GreaterThanOrEqual(Vector512<long>.Indices, Vector512.Create((long)Count - count)).AsDouble();
}

/// <summary>As many doubles at a time as the processor has room for (4 with AVX, 2 with SSE2 and NEON).</summary>
internal readonly struct Native : ILanes<Vector<double>>
{
    public static int Count => Vector<double>.Count;
    public static Vector<double> Load(ref double from, nint at) => Vector.LoadUnsafe(ref from, (nuint)at);
    public static void Store(Vector<double> value, ref double to, nint at) => value.StoreUnsafe(ref to, (nuint)at);
    public static Vector<double> Repeat(double value) => new(value);
    public static Vector<double> Add(Vector<double> a, Vector<double> b) => a + b;
    public static Vector<double> Subtract(Vector<double> a, Vector<double> b) => a - b;
    public static Vector<double> Multiply(Vector<double> a, Vector<double> b) => a * b;
    public static Vector<double> Divide(Vector<double> a, Vector<double> b) => a / b;
    public static Vector<double> Max(Vector<double> a, Vector<double> b) => Vector.Max(a, b);
    public static Vector<double> Exp(Vector<double> value) => Vector.Exp(value);
    public static Vector<double> Log(Vector<double> value) => Vector.Log(value);
    public static Vector<double> MultiplyAdd(Vector<double> a, Vector<double> b, Vector<double> c) =>
        Vector.MultiplyAddEstimate(a, b, c);
    public static double Sum(Vector<double> value) => Vector.Sum(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreSums(ref double to, double start, Vector<double> a, Vector<double> b, Vector<double> c,
        Vector<double> d, Vector<double> e, Vector<double> f, Vector<double> g, Vector<double> h)
    {
        if (Avx.IsSupported && Count == Vector256<double>.Count)
        {
            Store(Repeat(start) + Halves(Avx.HorizontalAdd(a.AsVector256(), b.AsVector256()),
                Avx.HorizontalAdd(c.AsVector256(), d.AsVector256())), ref to, 0);
            Store(Repeat(start) + Halves(Avx.HorizontalAdd(e.AsVector256(), f.AsVector256()),
                Avx.HorizontalAdd(g.AsVector256(), h.AsVector256())), ref to, Count);
        }
        else OneByOne.StoreSums<Vector<double>, Native>(ref to, start, a, b, c, d, e, f, g, h);
    }

    private static Vector<double> Halves(Vector256<double> a, Vector256<double> b) =>
        (Avx.Permute2x128(a, b, 0x20) + Avx.Permute2x128(a, b, 0x31)).AsVector();

    public static Vector<double> And(Vector<double> value, Vector<double> mask) => value & mask;
    public static Vector<double> KeepFirst(int count) =>
        Vector.LessThan(Vector<long>.Indices, new Vector<long>(count)).As<long, double>();
    public static Vector<double> KeepLast(int count) =>
        Vector.GreaterThanOrEqual(Vector<long>.Indices, new Vector<long>(Count - count)).As<long, double>();
}

/// <summary>One double at a time: rows too short for the others.</summary>
internal readonly struct Single : ILanes<double>
{
    public static int Count => 1;
    public static double Load(ref double from, nint at) => Unsafe.Add(ref from, at);
    public static void Store(double value, ref double to, nint at) => Unsafe.Add(ref to, at) = value;
    public static double Repeat(double value) => value;
    public static double Add(double a, double b) => a + b;
    public static double Subtract(double a, double b) => a - b;
    public static double Multiply(double a, double b) => a * b;
    public static double Divide(double a, double b) => a / b;
    public static double Max(double a, double b) => Math.Max(a, b);
    public static double Exp(double value) => Math.Exp(value);
    public static double Log(double value) => Math.Log(value);
    public static double MultiplyAdd(double a, double b, double c) => double.MultiplyAddEstimate(a, b, c);
    public static double Sum(double value) => value;
    public static void StoreSums(ref double to, double start, double a, double b, double c, double d, double e, double f,
        double g, double h) =>
        OneByOne.StoreSums<double, Single>(ref to, start, a, b, c, d, e, f, g, h);
    public static double And(double value, double mask) => mask == 0 ? 0 : value;
    public static double KeepFirst(int count) => Math.Min(count, 1);
    public static double KeepLast(int count) => Math.Min(count, 1);
}

/// <summary>What a machine without the shuffles of AVX does.</summary>
internal static class OneByOne
{
    public static void StoreSums<V, L>(ref double to, double start, V a, V b, V c, V d, V e, V f, V g, V h)
        where V : struct where L : struct, ILanes<V>
    {
        ReadOnlySpan<double> sums = [L.Sum(a), L.Sum(b), L.Sum(c), L.Sum(d), L.Sum(e), L.Sum(f), L.Sum(g), L.Sum(h)];
        for (var i = 0; i < sums.Length; i++) Unsafe.Add(ref to, i) = start + sums[i];
    }
}
