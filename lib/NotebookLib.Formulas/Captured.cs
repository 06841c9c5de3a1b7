using System.Globalization;
using System.Linq.Expressions;
using System.Numerics;
using System.Reflection;

namespace NotebookLib;

/// <summary>
/// What a lambda holds of captured values alone: variables, fields, properties, elements and what operators make of them. It is
/// computed as C# computes it, once, when the lambda is read.
/// </summary>
internal static class Captured
{
    /// <summary>Is the expression made of captured values and operators alone: no parameter, no call, no new object?</summary>
    public static bool Is(Expression e)
    {
        var search = new Search(node => node is ParameterExpression or InvocationExpression or LambdaExpression or NewExpression
            or NewArrayExpression or ListInitExpression or MemberInitExpression
            or MethodCallExpression { Method.Name: not ("get_Item" or "get_Chars" or "Get") }
            // meant as a power
            || node is BinaryExpression { NodeType: ExpressionType.ExclusiveOr } && node.Type != typeof(bool));
        search.Visit(e);
        return !search.Found;
    }

    /// <summary>Does a parameter of the lambda occur?</summary>
    public static bool HasParameter(Expression e)
    {
        var search = new Search(node => node is ParameterExpression);
        search.Visit(e);
        return search.Found;
    }

    /// <summary>Is it a type in which C# divides without digits after the point?</summary>
    public static bool IsWhole(Type type) =>
        Type.GetTypeCode(Nullable.GetUnderlyingType(type) ?? type) is >= TypeCode.Char and <= TypeCode.UInt64;

    /// <summary>The value as C# computes it.</summary>
    /// <exception cref="FormulaException">There is none, or an operation on whole numbers loses digits or overflows.</exception>
    public static object? Value(Expression e)
    {
        new WholeNumbers().Visit(e);
        return Evaluate(e);
    }

    private static object? Evaluate(Expression e)
    {
        try { return Expression.Lambda(e).Compile(preferInterpretation: true).DynamicInvoke(); }
        catch (TargetInvocationException error)
        {
            throw new FormulaException($"{Quote.Of(e)} has no value here: {error.InnerException?.Message}");
        }
    }

    private sealed class Search(Func<Expression, bool> test) : ExpressionVisitor
    {
        public bool Found { get; private set; }

        public override Expression? Visit(Expression? node)
        {
            if (node is not null && (Found |= test(node))) return node;
            return base.Visit(node);
        }
    }

    /// <summary>Compares each operation on whole numbers with the exact one, and refuses what differs.</summary>
    private sealed class WholeNumbers : ExpressionVisitor
    {
        protected override Expression VisitBinary(BinaryExpression b)
        {
            base.VisitBinary(b);
            if (!IsWhole(b.Type)) return b;
            switch (b.NodeType)
            {
                case ExpressionType.Add: Fits(Exact(b.Left) + Exact(b.Right)); break;
                case ExpressionType.Subtract: Fits(Exact(b.Left) - Exact(b.Right)); break;
                case ExpressionType.Multiply: Fits(Exact(b.Left) * Exact(b.Right)); break;
                case ExpressionType.Divide when Exact(b.Right) is var q && (q.IsZero || !(Exact(b.Left) % q).IsZero):
                    throw Refusal.OfWholeQuotient(b, q.IsZero);
            }
            return b;

            void Fits(BigInteger exact) { if (exact != Exact(b)) throw Refusal.OfOverflow(b, Exact(b), exact); }
        }

        private static BigInteger Exact(Expression e) => new(System.Convert.ToDecimal(Evaluate(e), CultureInfo.InvariantCulture));
    }
}
