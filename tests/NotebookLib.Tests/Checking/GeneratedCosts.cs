using System.Linq.Expressions;
using System.Reflection;
using static System.Math;

namespace NotebookLib.Tests.Checking;

/// <summary>Costs such as a learner might type, drawn at random: sums of one to three terms, each a function of a − y, of a,
/// or of both.</summary>
internal sealed class GeneratedCosts(int seed)
{
    private static readonly ParameterExpression A = Expression.Parameter(typeof(double), "a"),
        Y = Expression.Parameter(typeof(double), "y");
    private readonly Random random = new(seed);

    public (Cost Cost, Func<double, double, double> Value) Next(int number)
    {
        var sum = Term();
        for (var terms = random.Next(3); terms > 0; terms--)
            sum = random.Next(4) == 0 ? Expression.Subtract(sum, Term()) : Expression.Add(sum, Term());
        var lambda = Expression.Lambda<Func<double, double, double>>(sum, A, Y);
        return (Cost.Define($"cost {number}: {lambda.Body}", lambda, ""), lambda.Compile());
    }

    private static Expression N(double value) => Expression.Constant(value);

    private static Expression Call(string method, params Expression[] arguments) =>
        Expression.Call(typeof(Math).GetMethod(method, BindingFlags.Public | BindingFlags.Static,
            [.. arguments.Select(_ => typeof(double))])!, arguments);

    private Expression Pick(params Func<Expression>[] choices) => choices[random.Next(choices.Length)]();

    private double Number(params double[] values) => values[random.Next(values.Length)];

    private Expression Term() => Expression.Multiply(N(Number(0.5, 1, 1, 2, 0.1, 1e-6, 50)),
        random.Next(3) == 0 ? Weighed() : OfDistance());

    private Expression Distance() => Pick(() => Expression.Subtract(A, Y), () => Expression.Subtract(A, Y),
        () => Expression.Subtract(Y, A),
        () => Expression.Subtract(Expression.Subtract(A, Y), N(Number(0.1, -0.2))),
        () => Expression.Multiply(N(Number(2, 3, 0.5)), Expression.Subtract(A, Y)));

    private Expression OfDistance()
    {
        var d = Distance();
        return Pick(() => Call("Pow", d, N(Number(2, 2, 2, 4, 3, 6))), () => Call("Abs", d),
            () => Expression.Subtract(Call("Cosh", d), N(1)), () => Call("Log", Call("Cosh", d)),
            () => Expression.Subtract(Call("Sqrt", Expression.Add(N(1), Call("Pow", d, N(2)))), N(1)),
            () => Expression.Subtract(N(1), Call("Cos", Expression.Multiply(N(Number(1, 3, 7)), d))),
            () => Call("Pow", Call("Tanh", d), N(2)),
            () => Expression.Subtract(N(1), Call("Exp", Expression.Negate(Call("Pow", d, N(2))))),
            () => Call("Log", Expression.Add(N(1), Call("Pow", d, N(2)))), () => Call("Max", N(0), d), () => Call("Exp", d),
            () => Expression.Subtract(Call("Exp", d), d));
    }

    /// <summary>What weighs with the target: likelihoods, and functions of the output alone.</summary>
    private Expression Weighed() => Pick(
        () => Expression.Negate(Expression.Add(Expression.Multiply(Y, Call("Log", A)),
            Expression.Multiply(Expression.Subtract(N(1), Y), Call("Log", Expression.Subtract(N(1), A))))),
        () => Expression.Subtract(A, Expression.Multiply(Y, Call("Log", A))),
        () => Expression.Multiply(Expression.Negate(Y), Call("Log", A)),
        () => Call("Pow", A, N(2)), () => Call("Abs", A), () => Expression.Subtract(Call("Exp", A), Expression.Multiply(Y, A)),
        () => Expression.Divide(Call("Pow", Expression.Subtract(A, Y), N(2)),
            Expression.Multiply(A, Expression.Subtract(N(1), A))),
        () => Call("Log", Expression.Add(N(1), Call("Exp", Expression.Negate(Expression.Multiply(A, Y))))),
        () => Expression.Multiply(A, Call("Pow", Expression.Subtract(A, Y), N(2))));
}
