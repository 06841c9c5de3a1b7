using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NotebookLib;

/// <summary>
/// The few operations on several numbers at once that the fast pass is made of, so that it is written once for every width.
/// V holds <see cref="Count"/> doubles; all calls are resolved when the program is compiled to machine code.
/// </summary>
internal interface ILanes<V> where V : struct
{
    static abstract int Count { get; }
    static abstract V Load(ref double from, nint at);
    static abstract void Store(V value, ref double to, nint at);
    static abstract V Repeat(double value);
    static abstract V Add(V a, V b);
    static abstract V Subtract(V a, V b);
    static abstract V Multiply(V a, V b);
    static abstract V Divide(V a, V b);
    static abstract V Max(V a, V b);
    static abstract V Exp(V value);
    static abstract V Log(V value);

    /// <summary>a b + c, rounded once where the processor can.</summary>
    static abstract V MultiplyAdd(V a, V b, V c);

    /// <summary>All lanes added.</summary>
    static abstract double Sum(V value);

    /// <summary>The lanes where the mask has ones; 0 elsewhere.</summary>
    static abstract V And(V value, V mask);

    /// <summary>The mask that keeps the last <paramref name="count"/> lanes.</summary>
    static abstract V KeepLast(int count);
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
    public static Vector512<double> MultiplyAdd(Vector512<double> a, Vector512<double> b, Vector512<double> c) => Vector512.MultiplyAddEstimate(a, b, c);
    public static double Sum(Vector512<double> value) => Vector512.Sum(value);
    public static Vector512<double> And(Vector512<double> value, Vector512<double> mask) => value & mask;
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
    public static Vector<double> MultiplyAdd(Vector<double> a, Vector<double> b, Vector<double> c) => Vector.MultiplyAddEstimate(a, b, c);
    public static double Sum(Vector<double> value) => Vector.Sum(value);
    public static Vector<double> And(Vector<double> value, Vector<double> mask) => value & mask;
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
    public static double And(double value, double mask) => value;
    public static double KeepLast(int count) => 1;
}
