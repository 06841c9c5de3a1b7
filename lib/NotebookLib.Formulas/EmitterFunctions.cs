using System.Linq.Expressions;

namespace NotebookLib;

/// <summary>Functions as code: by the method of the same name, or by a series of its own.</summary>
internal sealed partial class Emitter
{
    /// <summary>−h(u) with a function h whose values are 0 or more: surely not above 0.</summary>
    private static bool IsBelowZero(Formula u) =>
        u is Product([Number { Value: var n }, Call { Function.Values.Low: >= 0 }]) && n == -1;

    private Expression EachNumber(Function g, Expression u) =>
        typeof(Math).GetMethod(g.Name, [typeof(double)]) is { } method && method.ReturnType == typeof(double)
            ? arithmetic.EachLane(method, u)
            : arithmetic.EachLane(g.Value, u);

    /// <summary>
    /// ln(1 + u) for 0 ≤ u ≤ 1 as 2 artanh(s), s = u/(2 + u) ≤ 1/3: 2s(1 + s²/3 + s⁴/5 + …), 16 terms, an error below 2⁻⁵³.
    /// Every fourth term makes a sum of its own (in s⁸), so that four are computed at a time.
    /// </summary>
    public Expression Log1p(Expression u)
    {
        var s = Keep(Expression.Divide(u, Expression.Add(Constant(2), u)));
        var s2 = Keep(Expression.Multiply(s, s));
        var s4 = Keep(Expression.Multiply(s2, s2));
        var s8 = Keep(Expression.Multiply(s4, s4));
        Expression Every8(int k) => Keep(Horner([k + 24, k + 16, k + 8, k], s8));
        var (low, high) = (Keep(arithmetic.MultiplyAdd(Every8(3), s2, Every8(1))),
            Keep(arithmetic.MultiplyAdd(Every8(7), s2, Every8(5))));
        return Expression.Multiply(Expression.Add(s, s), arithmetic.MultiplyAdd(high, s4, low));

        Expression Horner(int[] odd, Expression x) =>
            odd.Skip(1).Aggregate((Expression)Constant(1.0 / odd[0]),
                (sum, k) => arithmetic.MultiplyAdd(sum, x, Constant(1.0 / k)));
    }

    /// <summary>
    /// e^x for x ≤ 0 in vectors: x = n ln 2 + r with |r| ≤ ln 2/2, eʳ by its series to r¹³ (the next term is below 2⁻⁵⁷), times
    /// 2ⁿ by its exponent bits. 0 below x = −708, where 2ⁿ would leave the normal numbers.
    /// </summary>
    public Expression ExpOfNegative(Expression x)
    {
        const double leastNormal = -708;  // e⁻⁷⁰⁸ is about 2⁻¹⁰²¹, the smallest powers of 2 with all digits
        const double shift = 6755399441055744;  // 1.5 · 2⁵²: adding it rounds to a whole number in the low bits
        // ln 2 in two parts, the first with few bits (fdlibm)
        const double ln2High = 0.693147180369123816490, ln2Low = 1.90821492927058770002e-10;
        var shifted = Keep(arithmetic.MultiplyAdd(x, Constant(1 / Math.Log(2)), Constant(shift)));
        var n = Keep(Expression.Subtract(shifted, Constant(shift)));
        var r = Keep(arithmetic.MultiplyAdd(n, Constant(-ln2Low), Keep(arithmetic.MultiplyAdd(n, Constant(-ln2High), x))));
        var r2 = Keep(Expression.Multiply(r, r));
        var r4 = Keep(Expression.Multiply(r2, r2));
        var r8 = Keep(Expression.Multiply(r4, r4));
        Expression Two(int k) => Keep(arithmetic.MultiplyAdd(r, Constant(1 / Factorial(k + 1)), Constant(1 / Factorial(k))));
        Expression Four(int k) => Keep(arithmetic.MultiplyAdd(Two(k + 2), r2, Two(k)));
        var low = Keep(arithmetic.MultiplyAdd(Four(4), r4, Four(0)));
        var high = Keep(arithmetic.MultiplyAdd(Two(12), r4, Four(8)));
        var series = Keep(arithmetic.MultiplyAdd(high, r8, low));
        return arithmetic.Select(arithmetic.Compare(Relation.Less, x, Constant(leastNormal)), Constant(0),
            Expression.Multiply(series, arithmetic.PowerOfTwo(shifted)));

        static double Factorial(int k) => k < 2 ? 1 : k * Factorial(k - 1);
    }
}
