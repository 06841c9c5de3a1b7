using static NotebookLib.FormulaOf;

namespace NotebookLib;

/// <summary>∫ N/D dv for polynomials N (its coefficients may hold other variables) and D (numbers alone, rational roots).</summary>
internal static class PartialFractions
{
    private const int HighestDegree = 12;

    private static readonly Rational[] Roots = [0, 1, -1, 2, -2, new(1, 2), new(-1, 2), 3, -3, 4, -4];

    /// <summary>The integral over a range of v, or null where f is no such quotient or has a pole inside the range.</summary>
    public static Formula? Integrate(Formula f, string v, double low, double high)
    {
        if (Quotient(f, v) is not var (above, below) || Factor(below) is not var (lead, roots)) return null;
        if (roots.Keys.Any(r => r.ToDouble() > low && r.ToDouble() < high)) return null;
        var expanded = roots.Aggregate(new Rational[] { lead }, (p, root) => Enumerable.Range(0, root.Value).Aggregate(p, (q, _) => TimesRoot(q, root.Key)));
        var (whole, rest) = Divide(above, expanded);
        Formula variable = new Variable(v), sum = 0;
        for (var k = whole.Length - 1; k >= 0; k--) sum += (whole[k] * Pow(variable, k + 1) / (k + 1)).Simplify();
        foreach (var (r, times) in roots.OrderBy(root => root.Key.ToDouble()))
        {
            var others = roots.Where(other => other.Key != r).Aggregate(new Rational[] { lead }, (p, root) => Enumerable.Range(0, root.Value).Aggregate(p, (q, _) => TimesRoot(q, root.Key - r)));
            var series = DivideSeries(Shift(rest, r), others, times);
            for (var k = 1; k <= times; k++)
                if (series[times - k] is var c && c is not Number { Value.IsZero: true })
                    sum += k == 1 ? TimesLog(c, r.ToDouble() >= high ? new Number(r) - variable : r.IsZero ? variable : variable - new Number(r))
                        : (-c / ((k - 1) * Pow(r.IsZero ? variable : variable - new Number(r), k - 1))).Simplify();      // ∫ c/(v − r)ᵏ = −c/((k − 1)(v − r)ᵏ⁻¹)
        }
        return sum;
    }

    /// <summary>c ln u, as −(1 − y) ln u rather than (y − 1) ln u.</summary>
    private static Formula TimesLog(Formula c, Formula u)
    {
        var minus = (-c).Simplify();
        return c is Number || minus.IsNegative ? c * Log(u) : -(minus * Log(u));
    }

    private static (Formula[] Above, Rational[] Below)? Quotient(Formula f, string v)
    {
        Formula[] above = [One];
        Rational[] below = [1];
        foreach (var factor in Formula.FactorsOf(f))
            if (factor is Power(var u, Number { Value: { IsInteger: true, Sign: < 0 } n }) && u.Contains(v))
            {
                if (Polynomial(u, v) is not { } p || p.Any(c => c is not Number) || p.Length * -(int)n.Numerator > HighestDegree) return null;
                Rational[] numbers = [.. p.Select(c => ((Number)c).Value)];
                for (var k = n; k.Sign < 0; k += 1) below = Multiply(below, numbers);
            }
            else if (Polynomial(factor, v) is { } p) above = Multiply(above, p);
            else return null;
        return above.Length > HighestDegree ? null : ([.. above.Select(c => c.Simplify())], below);
    }

    /// <summary>The coefficients of a polynomial in v, the constant first; null if it is none.</summary>
    private static Formula[]? Polynomial(Formula f, string v)
    {
        if (!f.Contains(v)) return [f];
        switch (f)
        {
            case Variable: return [Zero, One];
            case Sum(var terms):
                var parts = terms.Select(t => Polynomial(t, v)).ToArray();
                return parts.Contains(null) ? null
                    : [.. Enumerable.Range(0, parts.Max(p => p!.Length)).Select(k => parts.Select(p => k < p!.Length ? p[k] : Zero).Aggregate((s, t) => s + t).Simplify())];
            case Product(var factors):
                var product = factors.Select(p => Polynomial(p, v)).Aggregate((p, q) => p is null || q is null ? null : Multiply(p, q));
                return product?.Length <= HighestDegree + 1 ? product : null;
            case Power(var u, Number { Value: { IsInteger: true, Sign: > 0 } n }) when n.CompareTo(HighestDegree) <= 0 && Polynomial(u, v) is { } b && (b.Length - 1) * (int)n.Numerator <= HighestDegree:
                return Enumerable.Repeat(b, (int)n.Numerator).Aggregate(Multiply);
            default: return null;
        }
    }

    private static (Rational Lead, Dictionary<Rational, int> Roots)? Factor(Rational[] p)
    {
        var roots = new Dictionary<Rational, int>();
        while (p.Length > 1)
        {
            if (Array.FindIndex(Roots, r => p.Reverse().Aggregate(Rational.Zero, (s, c) => s * r + c).IsZero) is var i && i < 0) return null;
            roots[Roots[i]] = roots.GetValueOrDefault(Roots[i]) + 1;
            var quotient = new Rational[p.Length - 1];                       // Horner: p/(v − r)
            for (var k = p.Length - 1; k > 0; k--) quotient[k - 1] = p[k] + (k < p.Length - 1 ? Roots[i] * quotient[k] : 0);
            p = quotient;
        }
        return (p[0], roots);
    }

    private static (Formula[] Whole, Formula[] Left) Divide(Formula[] above, Rational[] below)
    {
        Formula[] rest = [.. above];
        var whole = new Formula[Math.Max(0, above.Length - below.Length + 1)];
        for (var k = whole.Length - 1; k >= 0; k--)
        {
            whole[k] = (rest[k + below.Length - 1] / new Number(below[^1])).Simplify();
            for (var j = 0; j < below.Length; j++) rest[k + j] = (rest[k + j] - whole[k] * new Number(below[j])).Simplify();
        }
        return (whole, rest[..Math.Min(rest.Length, below.Length - 1)]);
    }

    /// <summary>p(r + t) as a polynomial in t.</summary>
    private static Formula[] Shift(Formula[] p, Rational r) =>
        p.Reverse().Aggregate(Array.Empty<Formula>(), (q, c) =>                                     // Horner in (r + t)
        {
            var next = new Formula[q.Length + 1];
            for (var k = 0; k < next.Length; k++)
                next[k] = ((k < q.Length ? new Number(r) * q[k] : Zero) + (k > 0 ? q[k - 1] : c)).Simplify();
            return next;
        });

    /// <summary>The first terms of p/q as a series.</summary>
    private static Formula[] DivideSeries(Formula[] p, Rational[] q, int count)
    {
        var s = new Formula[count];
        for (var k = 0; k < count; k++)
        {
            var c = k < p.Length ? p[k] : Zero;
            for (var j = 1; j <= k && j < q.Length; j++) c -= new Number(q[j]) * s[k - j];
            s[k] = (c / new Number(q[0])).Simplify();
        }
        return s;
    }

    private static Rational[] TimesRoot(Rational[] p, Rational r) => Multiply(p, [-r, 1]);

    private static Rational[] Multiply(Rational[] p, Rational[] q)
    {
        var product = new Rational[p.Length + q.Length - 1];
        for (var i = 0; i < p.Length; i++)
            for (var j = 0; j < q.Length; j++) product[i + j] += p[i] * q[j];
        return product;
    }

    private static Formula[] Multiply(Formula[] p, Formula[] q)
    {
        var product = Enumerable.Repeat(Zero, p.Length + q.Length - 1).ToArray();
        for (var i = 0; i < p.Length; i++)
            for (var j = 0; j < q.Length; j++) product[i + j] = (product[i + j] + p[i] * q[j]).Simplify();
        return product;
    }
}
