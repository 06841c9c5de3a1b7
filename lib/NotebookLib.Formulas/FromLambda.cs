using System.Linq.Expressions;
using static NotebookLib.FormulaOf;

namespace NotebookLib;

public abstract partial record Formula
{
    /// <summary>The formula in a and y that a C# lambda of two numbers computes.</summary>
    /// <param name="lambda">The lambda; its first parameter is a, its second y. Captured variables become constants.</param>
    /// <returns>The formula as it was typed; nothing is simplified.</returns>
    /// <exception cref="FormulaException">Something in it has no formula; the message quotes it and says what to write instead.</exception>
    public static Formula FromLambda(Expression<Func<double, double, double>> lambda)
    {
        ArgumentNullException.ThrowIfNull(lambda);
        return NotebookLib.FromLambda.Translate(lambda, ["a", "y"]);
    }

    /// <summary>The formula in z that a C# lambda of one number computes.</summary>
    /// <param name="lambda">The lambda; its parameter is z. Captured variables become constants.</param>
    /// <returns>The formula as it was typed; nothing is simplified.</returns>
    /// <exception cref="FormulaException">Something in it has no formula; the message quotes it and says what to write instead.</exception>
    public static Formula FromLambda(Expression<Func<double, double>> lambda)
    {
        ArgumentNullException.ThrowIfNull(lambda);
        return NotebookLib.FromLambda.Translate(lambda, ["z"]);
    }
}

/// <summary>Reads a lambda's expression tree as a formula; what has none is refused with a sentence (Refusal.cs).</summary>
internal static class FromLambda
{
    public static Formula Translate(LambdaExpression lambda, string[] names)
    {
        var variables = lambda.Parameters.Zip(names).ToDictionary(pair => pair.First, pair => (Formula)new Variable(pair.Second));
        return Read(lambda.Body);

        Formula Read(Expression e) => e switch
        {
            ParameterExpression p when variables.TryGetValue(p, out var v) => v,
            ConstantExpression { Value: { } value } => Constant(value, e),
            BinaryExpression { NodeType: ExpressionType.Add } b => Plus(Read(b.Left), Read(b.Right)),
            BinaryExpression { NodeType: ExpressionType.Subtract } b => Plus(Read(b.Left), Negative(Read(b.Right))),
            BinaryExpression { NodeType: ExpressionType.Multiply } b => Times(Read(b.Left), Read(b.Right)),
            BinaryExpression { NodeType: ExpressionType.Divide } b => IsInteger(b.Type) ? WholeQuotient(b) : Quotient(Read(b.Left), Read(b.Right)),
            UnaryExpression { NodeType: ExpressionType.Negate } u => Negative(Read(u.Operand)),
            UnaryExpression { NodeType: ExpressionType.UnaryPlus } u => Read(u.Operand),
            UnaryExpression { NodeType: ExpressionType.Convert or ExpressionType.ConvertChecked } u => Convert(u),
            ConditionalExpression c => Choose(c),
            MethodCallExpression m => ReadCall(m),
            _ when IsCaptured(e) => Constant(Evaluate(e), e),
            _ => throw Refusal.Of(e),
        };

        Formula Choose(ConditionalExpression c) => ReadCondition(c.Test) switch
        {
            Number always => Read(always.Value.IsZero ? c.IfFalse : c.IfTrue),
            var condition => new Piecewise(condition, Read(c.IfTrue), Read(c.IfFalse)),
        };

        Formula ReadCondition(Expression e) => e switch
        {
            BinaryExpression { NodeType: ExpressionType.AndAlso or ExpressionType.And } b => new Logic(true, ReadCondition(b.Left), ReadCondition(b.Right)),
            BinaryExpression { NodeType: ExpressionType.OrElse or ExpressionType.Or } b => new Logic(false, ReadCondition(b.Left), ReadCondition(b.Right)),
            BinaryExpression b when RelationOf(b.NodeType) is { } relation && b.Left.Type != typeof(bool) && b.Left.Type.IsValueType
                => new Comparison(Read(b.Left), relation, Read(b.Right)),
            UnaryExpression { NodeType: ExpressionType.Not } u => ReadCondition(u.Operand) switch { Number n => 1 - n, var c => new Not(c) },
            ConstantExpression { Value: bool b } => b ? One : Zero,
            _ when IsCaptured(e) => Evaluate(e) is true ? One : Zero,
            _ => throw Refusal.Of(e),
        };

        Formula ReadCall(MethodCallExpression m)
        {
            var ofMath = m.Method.DeclaringType == typeof(Math) || m.Method.DeclaringType == typeof(double);
            return (m.Method.Name, m.Arguments.Count) switch
            {
                ("Pow", 2) when ofMath => new Power(Read(m.Arguments[0]), Read(m.Arguments[1])),
                ("Max" or "Min", 2) when ofMath => new Extremum(m.Method.Name == "Max", Read(m.Arguments[0]), Read(m.Arguments[1])),
                ("Log", 2) when ofMath => Quotient(Log(Read(m.Arguments[0])), Log(Read(m.Arguments[1]))),
                (var name, 1) when ofMath && Function.OfMath.TryGetValue(name, out var f) => new Call(f, Read(m.Arguments[0])),
                _ when Receiver(m) is { } known && known.Called(m.Method.Name, [.. m.Arguments.Select(Read)]) is { } formula => formula,
                ("get_Item", _) when IsCaptured(m) => Constant(Evaluate(m), m),
                _ => throw Refusal.Of(m),
            };
        }

        Formula Convert(UnaryExpression u) =>
            u.Type != typeof(double) && u.Operand.Type == typeof(double) ? throw Refusal.OfCast(u)
            : IsCaptured(u.Operand) && u.Operand is not BinaryExpression ? Constant(Evaluate(u), u)
            : u.Operand.Type == typeof(object) || u.Method is not null ? throw Refusal.Of(u)
            : Read(u.Operand);

        Formula WholeQuotient(BinaryExpression b)
        {
            var (left, right) = (Read(b.Left), Read(b.Right));
            return left is Number p && right is Number { Value.IsZero: false } q && (p.Value / q.Value).IsInteger
                ? p / q
                : throw Refusal.OfWholeQuotient(Quote.Of(b), Quote.Of(b.Left), Quote.Of(b.Right));
        }
    }

    static Formula Times(Formula u, Formula v) => new Product([.. Formula.FactorsOf(u), .. v.IsNegative ? [v] : Formula.FactorsOf(v)]);

    static Formula Plus(Formula u, Formula v) => new Sum([.. Formula.TermsOf(u), .. Formula.TermsOf(v)]);

    static Formula Negative(Formula u) => u is Number or Product { Factors: [not Number, ..] } ? -u : new Product([Number.MinusOne, u]);

    static Formula Quotient(Formula u, Formula v) => u is Number { Value.IsOne: true }
        ? new Power(v, Number.MinusOne)
        : new Product([.. Formula.FactorsOf(u), new Power(v, Number.MinusOne)]);

    static Relation? RelationOf(ExpressionType type) => type switch
    {
        ExpressionType.LessThan => Relation.Less,
        ExpressionType.LessThanOrEqual => Relation.AtMost,
        ExpressionType.GreaterThan => Relation.Greater,
        ExpressionType.GreaterThanOrEqual => Relation.AtLeast,
        ExpressionType.Equal => Relation.Equal,
        ExpressionType.NotEqual => Relation.Different,
        _ => null,
    };

    static bool IsInteger(Type type) => type == typeof(int) || type == typeof(long) || type == typeof(uint) || type == typeof(ulong);

    static Formula Constant(object? value, Expression e) => value switch
    {
        double d when !double.IsFinite(d) => throw Refusal.OfInfinite(e, d),
        double d => FormulaOf.Constant(d),
        int or long or short or byte or uint or float or decimal => FormulaOf.Constant(System.Convert.ToDouble(value, null)),
        _ => throw Refusal.Of(e),
    };

    /// <summary>A constant, a captured variable, a field or property of one, an element of a captured array or list: no parameter in it.</summary>
    static bool IsCaptured(Expression? e) => e switch
    {
        null or ConstantExpression => true,
        MemberExpression m => IsCaptured(m.Expression),
        UnaryExpression { NodeType: ExpressionType.Convert or ExpressionType.ArrayLength } u => IsCaptured(u.Operand),
        BinaryExpression { NodeType: ExpressionType.ArrayIndex } b => IsCaptured(b.Left) && IsCaptured(b.Right),
        MethodCallExpression { Method.Name: "get_Item" or "Get" } m => IsCaptured(m.Object) && m.Arguments.All(IsCaptured),
        _ => false,
    };

    static object? Evaluate(Expression e)
    {
        try { return Expression.Lambda(e).Compile(preferInterpretation: true).DynamicInvoke(); }
        catch (System.Reflection.TargetInvocationException error)
        {
            throw new FormulaException($"{Quote.Of(e)} has no value here: {error.InnerException?.Message}");
        }
    }

    /// <summary>The captured object that a method is called on, if it has formulas for its methods.</summary>
    static IInFormulas? Receiver(MethodCallExpression m) =>
        m.Object is { } on && typeof(IInFormulas).IsAssignableFrom(on.Type) && IsCaptured(on) ? Evaluate(on) as IInFormulas : null;
}
