using static NotebookLib.FormulaOf;

namespace NotebookLib;

/// <summary>∫ N/D dv by residues, for polynomials N (with other variables) and D (numbers alone, rational roots).</summary>
internal static class PartialFractions
{
    private const int HighestDegree = 12;

    private static readonly Rational[] Candidates = [0, 1, -1, 2, -2, new(1, 2), new(-1, 2), 3, -3, 4, -4];  // for the roots of D

    /// <summary>The integral over a range of v, or null where f is no such quotient or has a pole inside the range.</summary>
    public static Formula? Integrate(Formula f, string v, double low, double high)
    {
        var variable = new Variable(v);
        var above = One;
        var roots = new SortedDictionary<Rational, int>();
        foreach (var factor in Formula.FactorsOf(f))
        {
            if (factor is not Power(var u, Number { Value: { IsInteger: true, Sign: < 0 } e }) || !u.Contains(v))
                { above *= factor; continue; }
            if (Roots(u, v) is not var (lead, found) || e.Abs().CompareTo(HighestDegree) > 0) return null;
            var n = -(int)e.Numerator;
            above /= Pow(new Number(lead), n);
            foreach (var (r, times) in found) roots[r] = roots.GetValueOrDefault(r) + n * times;
        }
        if (Degree(above, v) is not { } degree || roots.Values.Sum() > HighestDegree) return null;
        if (roots.Keys.Any(r => r.ToDouble() > low && r.ToDouble() < high)) return null;

        Formula To(Rational r) => r.IsZero ? variable : variable - new Number(r);
        Formula Over(Formula p, IEnumerable<KeyValuePair<Rational, int>> poles) =>
            poles.Aggregate(p, (q, pole) => q / Pow(To(pole.Key), pole.Value));
        Formula whole = Over(above, roots), logsAndPoles = 0;
        foreach (var (r, times) in roots)
        {
            var residues = Taylor(Over(above, roots.Where(other => other.Key != r)), v, r, times);
            for (var k = 1; k <= times; k++)                          // c_k/(v − r)ᵏ with c_k = [(v − r)ᵐ f]⁽ᵐ⁻ᵏ⁾(r)/(m − k)!
            {
                var c = residues[times - k];
                if (c is Number { Value.IsZero: true }) continue;
                whole -= c / Pow(To(r), k);
                logsAndPoles += k == 1 ? TimesLog(c, r.ToDouble() >= high ? new Number(r) - variable : To(r))
                    : (-c / ((k - 1) * Pow(To(r), k - 1))).Simplify();          // ∫ c/(v − r)ᵏ = −c/((k − 1)(v − r)ᵏ⁻¹)
            }
        }
        var left = degree - roots.Values.Sum();
        if (left < 0) return logsAndPoles;
        whole = whole.Simplify();                                    // what is left is a polynomial
        return Degree(whole, v) is null ? null
            : Taylor(whole, v, 0, left + 1).Select((c, k) => (c * Pow(variable, k + 1) / (k + 1)).Simplify()).Reverse()
                .Aggregate((p, q) => p + q) + logsAndPoles;
    }

    /// <summary>c ln u, as −(1 − y) ln u rather than (y − 1) ln u.</summary>
    private static Formula TimesLog(Formula c, Formula u)
    {
        var minus = (-c).Simplify();
        return c is Number || minus.IsNegative ? c * Log(u) : -(minus * Log(u));
    }

    /// <summary>f(r), f′(r), f″(r)/2!, …: so many coefficients of powers of v − r.</summary>
    private static Formula[] Taylor(Formula f, string v, Rational r, int count)
    {
        var coefficients = new Formula[count];
        long factorial = 1;
        for (var k = 0; k < count; f = f.Derivative(v).Simplify(), factorial *= ++k)
            coefficients[k] = (f.Substitute(v, new Number(r)) / new Number(factorial)).Simplify();
        return coefficients;
    }

    /// <summary>Leading coefficient and roots with multiplicities of a polynomial of v; null if some are not found.</summary>
    private static (Rational Lead, Dictionary<Rational, int> Roots)? Roots(Formula u, string v)
    {
        if (Degree(u, v) is not { } degree || u.Variables.Any(w => w.Name != v)) return null;
        var multiplicities = Candidates.ToDictionary(r => r, r =>
            Taylor(u, v, r, degree).TakeWhile(c => c is Number { Value.IsZero: true }).Count());
        return multiplicities.Values.Sum() == degree && Taylor(u, v, 0, degree + 1)[degree] is Number { Value: var lead }
            ? (lead, multiplicities.Where(root => root.Value > 0).ToDictionary())
            : null;
    }

    /// <summary>The degree of a polynomial in v; null if it is none, or of a degree that nobody works out.</summary>
    private static int? Degree(Formula f, string v)
    {
        var degree = !f.Contains(v) ? 0 : f switch
        {
            Variable => 1,
            Sum(var terms) => terms.Max(t => Degree(t, v) ?? HighestDegree + 1),
            Product(var factors) => factors.Sum(p => Degree(p, v) ?? HighestDegree + 1),
            Power(var u, Number { Value: { IsInteger: true, Sign: > 0 } n }) when n.CompareTo(HighestDegree) <= 0 =>
                (int)n.Numerator * (Degree(u, v) ?? HighestDegree + 1),
            _ => HighestDegree + 1,
        };
        return degree <= HighestDegree ? degree : null;
    }
}
