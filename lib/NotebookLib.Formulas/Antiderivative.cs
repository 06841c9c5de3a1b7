using static NotebookLib.FormulaOf;

namespace NotebookLib;

/// <summary>
/// ∫ f dv by rules: sums, constant factors, functions and powers of a linear argument, and quotients of polynomials whose
/// denominator has rational roots (by partial fractions). Null where no rule reaches.
/// </summary>
internal static class Antiderivative
{
    /// <summary>An antiderivative of f in v over (low, high), or null.</summary>
    /// <param name="f">The integrand.</param>
    /// <param name="v">The variable; all others are constants.</param>
    /// <param name="low">Where v's range begins: it decides between ln(v − r) and ln(r − v).</param>
    /// <param name="high">Where v's range ends.</param>
    public static Formula? Of(Formula f, string v, double low, double high)
    {
        return Integrate(f.Simplify());

        Formula? Integrate(Formula g) =>
            !g.Contains(v) ? g * new Variable(v)                                             // ∫ c = c v
            : PartialFractions.Integrate(g, v, low, high) ?? g switch
            {
                Sum(var terms) =>                                                            // ∫ (u + w) = ∫ u + ∫ w
                    terms.Select(Integrate).Aggregate((u, w) => u is null || w is null ? null : u + w),
                Product(var factors) when factors.Any(p => !p.Contains(v)) => Scaled(factors),  // ∫ c u = c ∫ u
                Power(var u, var n) when !n.Contains(v) && n is not Number { Value.IsInteger: true } =>
                    Linear(u, w => Pow(w, n + 1) / (n + 1)),                                 // ∫ uⁿ = uⁿ⁺¹/((n + 1) u′)
                Call({ Antiderivative: { } integral }, var u) => Linear(u, integral),
                _ => null,
            };

        Formula? Scaled(Terms factors)
        {
            Formula Product(bool varying) => factors.Where(p => p.Contains(v) == varying).Aggregate((u, w) => u * w);
            return Integrate(Product(true)) is { } inside ? Product(false) * inside : null;
        }

        Formula? Linear(Formula u, Func<Formula, Formula> integral)
        {
            var slope = u.Derivative(v).Simplify();
            return slope.Contains(v) ? null : slope.Equals(One) ? integral(u) : integral(u) / slope;
        }
    }
}
