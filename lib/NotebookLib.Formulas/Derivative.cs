using static NotebookLib.FormulaOf;

namespace NotebookLib;

public abstract partial record Formula
{
    /// <summary>The exact derivative of this formula, term by term and not simplified (call <see cref="Simplify()"/>).</summary>
    /// <param name="variable">The variable to differentiate by: "a", "y" or "z"; all others are held fixed.</param>
    /// <returns>At a kink (max, a case's border) that of the branch C# takes, and for |u| at u = 0 it is 0.</returns>
    public Formula Derivative(string variable) => Derivative(variable, null);

    /// <summary>The same, and which rules gave it; or by its outermost rule from other slopes of its parts.</summary>
    internal Formula Derivative(string variable, List<DerivativeStep>? seen, Func<Formula, Formula>? ofPart = null)
    {
        if (!Contains(variable)) return 0;
        List<DerivativeStep>? inner = seen is null ? null : [];
        Formula D(Formula f) => ofPart is null ? f.Derivative(variable, inner) : ofPart(f);
        var (rule, slope) = this switch
        {
            Variable => ("", 1),
            Sum(var terms) => ("sum: (u + v)′ = u′ + v′", terms.Select(D).Aggregate((u, v) => u + v)),
            Product p => (NameOf(p, variable), ProductRule(p, variable, D)),
            Power(var u, var n) when !n.Contains(variable) => ("power: (uⁿ)′ = n uⁿ⁻¹ u′", n * Pow(u, n - 1) * D(u)),
            Power(Constant c, var v) when c == Constant.E => ("power of e: (eᵛ)′ = eᵛ v′", this * D(v)),
            Power(var u, var v) when !u.Contains(variable) => ("power of a number: (cᵛ)′ = cᵛ ln c · v′", this * Log(u) * D(v)),
            Power(var u, var v) => ("power: (uᵛ)′ = uᵛ (v′ ln u + v u′/u)", this * (D(v) * Log(u) + v * D(u) / u)),
            Call({ IsLogarithm: true } f, var u) when u is Product or Power or Call { Function.Exponent: not null } =>
                ("logarithm: ln(c uⁿ v)′ = n u′/u + v′/v", LogRule(f, u, variable, D)),
            Call(var f, Variable u) => (Table, f.Slope(u)),
            Call(var f, var u) => ("chain: f(u)′ = f′(u) u′", ChainRule(f, u, D(u), inner)),
            Extremum(var max, var u, var v) => ($"case by case: that of the {(max ? "larger" : "smaller")}", new Piecewise(
                new Comparison(u, max ? Relation.Greater : Relation.Less, v), D(u), D(v))),
            Piecewise(var c, var u, var v) => ("case by case", new Piecewise(c, D(u), D(v))),
            Defined d => ("integral: the integrand at its end, times the end′", d.Slope(variable)),
            _ => throw new InvalidOperationException($"A condition has no derivative: {this}"),
        };
        if (rule != "") seen?.Add(new(rule, this, variable, slope, slope is Number ? [] : inner!));
        return slope;
    }

    private const string Table = "known";

    private static Formula ChainRule(Function f, Formula u, Formula slope, List<DerivativeStep>? seen = null)
    {
        var any = new Variable("u");
        seen?.Insert(0, new(Table, new Call(f, any), any.Name, f.Slope(any), []));
        return f.Slope(u) is Power(var below, Number { Value: var n }) && n == -1 ? slope / below : f.Slope(u) * slope;
    }

    /// <summary>A factor that does not vary drops out: also where it is 0, as y in ln(y/a).</summary>
    private static Formula LogRule(Function ln, Formula u, string variable, Func<Formula, Formula> d) => u switch
    {
        Product(var factors) =>
            factors.Where(f => f.Contains(variable)).Select(f => LogRule(ln, f, variable, d)).Aggregate((v, w) => v + w),
        Power(var v, var n) when !n.Contains(variable) => n * LogRule(ln, v, variable, d),
        Call({ Exponent: { } n }, var v) => new Number(n) * LogRule(ln, v, variable, d),
        _ => ChainRule(ln, u, d(u)),
    };

    private static string NameOf(Product p, string variable)
    {
        var varying = p.Factors.Where(f => f.Contains(variable)).ToList();
        return varying.Count == 1 ? "constant factor: (c u)′ = c u′"
            : varying.Any(f => f is Power(_, Number { Value.Sign: < 0 })) ? "quotient: (u/v)′ = u′/v − u v′/v²" 
            : "product: (u v)′ = u′ v + u v′";
    }

    private static Formula ProductRule(Product p, string variable, Func<Formula, Formula> d)
    {
        Formula sum = 0;
        for (var i = 0; i < p.Factors.Count; i++)
        {
            if (!p.Factors[i].Contains(variable)) continue;
            var term = d(p.Factors[i]);
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

/// <summary>One line of a derivative, and the lines that it is made of.</summary>
/// <param name="Rule">The rule that gave it, for example "sum: (u + v)′ = u′ + v′".</param>
/// <param name="Of">What is differentiated.</param>
/// <param name="Variable">The variable by which.</param>
/// <param name="Slope">The derivative.</param>
/// <param name="Inner">The derivatives of its parts that the rule asks for; none where it is a number.</param>
public sealed record DerivativeStep(string Rule, Formula Of, string Variable, Formula Slope, IReadOnlyList<DerivativeStep> Inner)
{
    /// <summary>The line as LaTeX, without dollar signs.</summary>
    public string ToLatex() => $@"\frac{{\partial}}{{\partial {Variable}}}\left[{Of.ToLatex()}\right] = {Slope.ToLatex()}";

    /// <summary>The lines as text, each with its rule; those that one is made of stand below it, further in.</summary>
    public override string ToString() => string.Join('\n',
        Inner.SelectMany(step => step.ToString().Split('\n')).Select(line => "  " + line)
            .Prepend($"∂/∂{Variable} [{Of}] = {Slope}   ({Rule})"));
}
