using static NotebookLib.FormulaOf;

namespace NotebookLib;

public abstract partial record Formula
{
    /// <summary>The exact derivative of this formula, term by term and not simplified (call <see cref="Simplify()"/>).</summary>
    /// <param name="variable">The variable to differentiate by: "a", "y" or "z"; all others are held fixed.</param>
    /// <returns>The derivative. At a kink (|u| at 0, max, a case's border) it is that of the branch C# takes, and 0 for |u| at u
    /// = 0.</returns>
    public Formula Derivative(string variable)
    {
        if (!Contains(variable)) return 0;
        Formula D(Formula f) => f.Derivative(variable);
        return this switch
        {
            Variable => 1,                                                                   // x′ = 1
            Sum(var terms) => terms.Select(D).Aggregate((u, v) => u + v),                    // (u + v)′ = u′ + v′
            Product p => ProductRule(p, variable),                                           // (u v)′ = u′ v + u v′
            Power(var u, Number n) => n * Pow(u, new Number(n.Value - 1)) * D(u),            // (uⁿ)′ = n uⁿ⁻¹ u′
            Power(var u, var n) when !n.Contains(variable) => n * Pow(u, n - 1) * D(u),      // the same for a symbolic n
            Power(Constant c, var v) when c == Constant.E => this * D(v),                    // (eᵛ)′ = eᵛ v′
            Power(var u, var v) when !u.Contains(variable) => this * Log(u) * D(v),          // (cᵛ)′ = cᵛ ln c · v′
            Power(var u, var v) => this * (D(v) * Log(u) + v * D(u) / u),                    // (uᵛ)′ = uᵛ (v′ ln u + v u′/u)
            Call({ IsLogarithm: true } ln, var u) => LogRule(ln, u, variable),               // ln(c uⁿ v)′ = n u′/u + v′/v
            Call(var f, var u) => ChainRule(f, u, D(u)),                                     // f(u)′ = f′(u) u′
            Extremum(var max, var u, var v) => new Piecewise(  // max(u, v)′ = u′ where u > v, else v′
                new Comparison(u, max ? Relation.Greater : Relation.Less, v), D(u), D(v)),
            Piecewise(var c, var u, var v) => new Piecewise(c, D(u), D(v)),                  // case by case
            Defined d => d.Slope(variable),
            _ => throw new InvalidOperationException($"A condition has no derivative: {this}"),
        };
    }

    private static Formula ChainRule(Function f, Formula u, Formula slope) =>
        f.Slope(u) is Power(var below, Number { Value: var n }) && n == -Rational.One ? slope / below : f.Slope(u) * slope;

    /// <summary>A factor that does not vary drops out: also where it is 0, as y in ln(y/a).</summary>
    private static Formula LogRule(Function ln, Formula u, string variable) => u switch
    {
        Product(var factors) =>
            factors.Where(f => f.Contains(variable)).Select(f => LogRule(ln, f, variable)).Aggregate((v, w) => v + w),
        Power(var v, var n) when !n.Contains(variable) => n * LogRule(ln, v, variable),
        Call({ Exponent: { } n }, var v) => new Number(n) * LogRule(ln, v, variable),
        _ => ChainRule(ln, u, u.Derivative(variable)),
    };

    private static Formula ProductRule(Product p, string variable)
    {
        Formula sum = 0;
        for (var i = 0; i < p.Factors.Count; i++)
        {
            if (!p.Factors[i].Contains(variable)) continue;
            Formula term = p.Factors[i].Derivative(variable);
            for (var k = p.Factors.Count - 1; k >= 0; k--) if (k != i) term = p.Factors[k] * term;
            sum += term;
        }
        return sum;
    }

    /// <summary>Where the slope may jump: u = 0 for |u|, u − v = 0 for max(u, v) and for a case's border u &lt; v.</summary>
    internal IEnumerable<Formula> Kinks => this switch
    {
        Call { Function.HasKink: true, Argument: var u } => u.Kinks.Prepend(u),
        Extremum(_, var u, var v) => u.Kinks.Concat(v.Kinks).Prepend(u - v),
        Comparison(var u, _, var v) => [u - v],
        _ => Parts.SelectMany(part => part.Kinks),
    };
}
