using System.Linq.Expressions;
using static NotebookLib.FormulaOf;

namespace NotebookLib;

public abstract partial record Formula
{
    /// <summary>The formula in a and y that a C# lambda of two numbers computes.</summary>
    /// <param name="lambda">The lambda; its first parameter is a, its second y. Captured variables become constants.</param>
    /// <returns>The formula as it was typed; nothing is simplified.</returns>
    /// <exception cref="FormulaException">A part has no formula; the message says what to write instead.</exception>
    public static Formula FromLambda(Expression<Func<double, double, double>> lambda) =>
        NotebookLib.FromLambda.Read(lambda, "", "a", "y");

    /// <summary>The formula in z that a C# lambda of one number computes.</summary>
    /// <param name="lambda">The lambda; its parameter is z. Captured variables become constants.</param>
    /// <returns>The formula as it was typed; nothing is simplified.</returns>
    /// <exception cref="FormulaException">A part has no formula; the message says what to write instead.</exception>
    public static Formula FromLambda(Expression<Func<double, double>> lambda) => NotebookLib.FromLambda.Read(lambda, "", "z");
}

/// <summary>
/// Reads a lambda's expression tree as a formula. Arithmetic of doubles is kept as it was typed; what is made of captured values
/// in other types is computed as C# does it (<see cref="Captured"/>); what has no formula is refused with a sentence.
/// </summary>
internal sealed class FromLambda
{
    private readonly Dictionary<ParameterExpression, Formula> variables;
    private readonly Refusal refusal;

    private FromLambda(LambdaExpression lambda, string[] names)
    {
        variables = lambda.Parameters.Zip(names).ToDictionary(pair => pair.First, pair => (Formula)new Variable(pair.Second));
        refusal = new([.. lambda.Parameters.Select(p => p.Name ?? "")]);
    }

    /// <summary>The formula of a lambda whose parameters are called by these names.</summary>
    /// <param name="lambda">The lambda.</param>
    /// <param name="source">Its text, in which what the compiler has folded can still be seen; "" if it is not known.</param>
    /// <param name="names">One name for each parameter.</param>
    public static Formula Read(LambdaExpression lambda, string source, params string[] names)
    {
        ArgumentNullException.ThrowIfNull(lambda);
        SourceText.Check(source, lambda);
        return new FromLambda(lambda, names).Read(lambda.Body);
    }

    private Formula Read(Expression e) => e switch
    {
        ParameterExpression p when variables.TryGetValue(p, out var v) => v,
        _ when e.Type != typeof(double) && Captured.Is(e) => Constant(e),
        BinaryExpression { NodeType: ExpressionType.Add } b => Plus(Read(b.Left), Read(b.Right)),
        BinaryExpression { NodeType: ExpressionType.Subtract } b => Plus(Read(b.Left), Negative(Read(b.Right))),
        BinaryExpression { NodeType: ExpressionType.Multiply } b => Times(Read(b.Left), Read(b.Right)),
        BinaryExpression { NodeType: ExpressionType.Divide } b when Captured.IsWhole(b.Type) => throw Refusal.OfWholeQuotient(b),
        BinaryExpression { NodeType: ExpressionType.Divide } b => Quotient(Read(b.Left), Read(b.Right)),
        UnaryExpression { NodeType: ExpressionType.Negate } u => Negative(Read(u.Operand)),
        UnaryExpression { NodeType: ExpressionType.UnaryPlus } u => Read(u.Operand),
        UnaryExpression { NodeType: ExpressionType.Convert or ExpressionType.ConvertChecked } u => Convert(u),
        ConditionalExpression c => Choose(c),
        MethodCallExpression m => ReadCall(m),
        _ when Captured.Is(e) => Constant(e),
        _ => throw refusal.Of(e),
    };

    private Formula Choose(ConditionalExpression c) => ReadCondition(c.Test) switch
    {
        Number always => Read(always.Value.IsZero ? c.IfFalse : c.IfTrue),
        var condition => new Piecewise(condition, Read(c.IfTrue), Read(c.IfFalse)),
    };

    private Formula ReadCondition(Expression e) => e switch
    {
        _ when Captured.Is(e) => Captured.Value(e) is true ? One : Zero,
        BinaryExpression { NodeType: ExpressionType.AndAlso or ExpressionType.And } b => Joined(true, b.Left, b.Right),
        BinaryExpression { NodeType: ExpressionType.OrElse or ExpressionType.Or } b => Joined(false, b.Left, b.Right),
        BinaryExpression { NodeType: ExpressionType.Equal } b when b.Left.Type == typeof(bool) => Differ(b).Negated(),
        BinaryExpression { NodeType: ExpressionType.NotEqual or ExpressionType.ExclusiveOr } b when b.Left.Type == typeof(bool) =>
            Differ(b),
        BinaryExpression b when Relation.All.FirstOrDefault(r => r.Type == b.NodeType) is { } relation
            && b.Left.Type.IsValueType =>
            new Comparison(Read(b.Left), relation, Read(b.Right)),
        UnaryExpression { NodeType: ExpressionType.Not } u => ReadCondition(u.Operand).Negated(),
        _ => throw refusal.Of(e),
    };

    private Formula Joined(bool both, Expression left, Expression right) =>
        Logic.Of(both, ReadCondition(left), ReadCondition(right));

    /// <summary>Exactly one of two conditions holds.</summary>
    private Formula Differ(BinaryExpression b)
    {
        var (u, v) = (ReadCondition(b.Left), ReadCondition(b.Right));
        return Logic.Of(false, Logic.Of(true, u, v.Negated()), Logic.Of(true, u.Negated(), v));
    }

    private Formula ReadCall(MethodCallExpression m)
    {
        var ofMath = m.Method.DeclaringType == typeof(Math) || m.Method.DeclaringType == typeof(double);
        return (m.Method.Name, m.Arguments.Count) switch
        {
            ("Pow", 2) when ofMath => PowerOf(Read(m.Arguments[0]), Read(m.Arguments[1])),
            ("Max" or "Min", 2) when ofMath => new Extremum(m.Method.Name == "Max", Read(m.Arguments[0]), Read(m.Arguments[1])),
            ("Log", 2) when ofMath => Quotient(Log(Read(m.Arguments[0])), Log(Read(m.Arguments[1]))),
            (var name, 1) when ofMath && Function.OfMath.TryGetValue(name, out var f) => new Call(f, Read(m.Arguments[0])),
            _ when Receiver(m)?.Called(m.Method.Name, [.. m.Arguments.Select(Read)]) is { } formula => formula,
            _ when Captured.Is(m) => Constant(m),
            _ => throw refusal.Of(m),
        };
    }

    private Formula Convert(UnaryExpression u) =>
        Captured.Is(u.Operand) && u.Operand.Type != typeof(double) ? Constant(u)
        : u.Type != typeof(double) && u.Operand.Type == typeof(double) ? throw Refusal.OfCast(u)
        : u.Operand.Type == typeof(object) || u.Method is not null && u.Operand.Type != typeof(decimal) ? throw refusal.Of(u)
        : Read(u.Operand);

    /// <summary>Pow(E, u) is Exp(u).</summary>
    private static Formula PowerOf(Formula u, Formula n) => u == NotebookLib.Constant.E ? Exp(n) : new Power(u, n);

    private static Formula Times(Formula u, Formula v) =>
        new Product([.. Formula.FactorsOf(u), .. v.IsNegative ? [v] : Formula.FactorsOf(v)]);

    private static Formula Plus(Formula u, Formula v) => new Sum([.. Formula.TermsOf(u), .. Formula.TermsOf(v)]);

    private static Formula Negative(Formula u) =>
        u is Number or Product { Factors: [not Number, ..] } ? -u : new Product([Number.MinusOne, u]);

    private static Formula Quotient(Formula u, Formula v) => u is Number { Value.IsOne: true }
        ? new Power(v, Number.MinusOne)
        : new Product([.. Formula.FactorsOf(u), new Power(v, Number.MinusOne)]);

    private Formula Constant(Expression e) => Captured.Value(e) switch
    {
        double d when !double.IsFinite(d) => throw Refusal.OfInfinite(e, d),
        IConvertible n and not (bool or char or string or DateTime) => FormulaOf.Constant(n.ToDouble(null)),
        _ => throw refusal.Of(e),
    };

    /// <summary>The captured object that a method is called on, if it has formulas for its methods.</summary>
    private static IInFormulas? Receiver(MethodCallExpression m) =>
        m.Object is { } o && typeof(IInFormulas).IsAssignableFrom(o.Type) && Captured.Is(o) ? Captured.Value(o) as IInFormulas
            : null;
}
