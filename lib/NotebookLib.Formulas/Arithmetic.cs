using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.Intrinsics;

namespace NotebookLib;

/// <summary>What the emitted code computes with: double, or the widest vector that this machine has, chosen once.</summary>
internal sealed class Arithmetic
{
    private readonly Type? operations;       // Vector512, Vector256 or Vector128; null for double

    private Arithmetic(Type type, Type? operations, int width) => (Type, this.operations, Width) = (type, operations, width);

    public static readonly Arithmetic Scalar = new(typeof(double), null, 1);

    /// <summary>In a browser, where reflection finds no vector class after trimming, this is double.</summary>
    public static readonly Arithmetic Widest = OperatingSystem.IsBrowser() ? Scalar
        : Vector512.IsHardwareAccelerated ? new(typeof(Vector512<double>), typeof(Vector512), 8)
        : Vector256.IsHardwareAccelerated ? new(typeof(Vector256<double>), typeof(Vector256), 4)
        : new(typeof(Vector128<double>), typeof(Vector128), 2);

    public Type Type { get; }
    public int Width { get; }

    public Expression Broadcast(double value) =>
        operations is null ? Expression.Constant(value) : Call("Create", Expression.Constant(value));
    public Expression Load(Expression array, Expression at) =>
        operations is null ? Expression.ArrayIndex(array, at) : Call("Create", array, at);
    public Expression Store(Expression value, Expression array, Expression at) =>
        operations is null ? Expression.Assign(Expression.ArrayAccess(array, at), value) : Call("CopyTo", value, array, at);
    public Expression AllEqual(Expression u, Expression v) =>
        operations is null ? Expression.Equal(u, v) : Call("EqualsAll", u, v);

    /// <summary>A method of Math, or of the vector class by the same name.</summary>
    public Expression Call(string name, params Expression[] arguments) => Expression.Call(Method(name, arguments), arguments);

    public Expression MultiplyAdd(Expression u, Expression v, Expression w) =>
        operations is null ? Expression.Call(typeof(Math), nameof(Math.FusedMultiplyAdd), null, u, v, w)
            : Call("FusedMultiplyAdd", u, v, w);

    /// <summary>2ⁿ for the whole number n in the low bits: n + 1023 moved to where a double has its exponent.</summary>
    public Expression PowerOfTwo(Expression shifted)
    {
        var exponent = Expression.Add(Call("AsInt64", shifted), Call("Create", Expression.Constant(1023L)));
        return Call("AsDouble", Call("ShiftLeft", exponent, Expression.Constant(52)));
    }

    public Expression Select(Expression condition, Expression then, Expression otherwise) =>
        operations is null ? Expression.Condition(condition, then, otherwise)
            : Call("ConditionalSelect", condition, then, otherwise);

    public Expression Not(Expression condition) =>
        operations is null ? Expression.Not(condition) : Expression.OnesComplement(condition);

    public Expression Compare(Relation relation, Expression u, Expression v) =>
        operations is null ? Expression.MakeBinary(relation.Type, u, v)
        : relation == Relation.Different ? Not(Call(Relation.Equal.Vector, u, v))
        : Call(relation.Vector, u, v);

    /// <summary>A method of double for each number of the vector.</summary>
    public Expression EachLane(MethodInfo method, params Expression[] arguments) =>
        EachLane(lanes => Expression.Call(method, lanes), arguments);

    public Expression EachLane(Delegate function, params Expression[] arguments) =>
        EachLane(lanes => Expression.Invoke(Expression.Constant(function), lanes), arguments);

    private Expression EachLane(Func<Expression[], Expression> one, params Expression[] arguments) => operations is null
        ? one(arguments)
        : Call("Create", [.. Enumerable.Range(0, Width)
            .Select(i => one([.. arguments.Select(v => Call("GetElement", v, Expression.Constant(i)))]))]);

    private MethodInfo Method(string name, Expression[] arguments)
    {
        if (operations is null) return typeof(Math).GetMethod(name, [.. arguments.Select(a => a.Type)])!;
        var element = arguments[0].Type is { IsGenericType: true } vector ? vector.GetGenericArguments()[0] : typeof(double);
        return operations.GetMethods()
            .Where(m => m.Name == name && m.GetParameters().Length == arguments.Length)
            .Where(m => !m.IsGenericMethodDefinition || m.GetGenericArguments().Length == 1)
            .Select(m => m.IsGenericMethodDefinition ? m.MakeGenericMethod(element) : m)
            .First(m => m.GetParameters().Select(p => p.ParameterType).SequenceEqual(arguments.Select(a => a.Type)));
    }
}
