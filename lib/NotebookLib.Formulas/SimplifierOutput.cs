using System.Globalization;
using static NotebookLib.FormulaOf;

namespace NotebookLib;

/// <summary>Writes the factored form back as a formula, in the order and with the signs of a textbook.</summary>
internal sealed partial class Simplifier
{
    /// <summary>So many terms of a numerator are still written over the denominator one by one.</summary>
    private const int MostSplit = 6;

    public Formula Write(Factored f)
    {
        if (f.IsZero) return Zero;
        var best = WriteProduct(f);
        if (Split(f) is { } sum && sum.Size < best.Size) best = sum;                     // (u + v)/w as u/w + v/w, if shorter
        if (IntoCases(f) is { } cases && cases.Size <= best.Size) best = cases;          // k · {u, v} as {ku, kv}, if not longer
        return best;
    }

    private Formula? Split(Factored f)
    {
        if (!f.Factors.Values.Any(e => e.Sign < 0)) return null;
        if (f.Factors.Where(g => g.Key.Count > 1 && g.Value.IsOne).Take(2).ToArray() is not [var (p, _)]
            || p.Count > MostSplit) return null;
        return Ordered(p).Select(t => WriteProduct(f.Without(p) * Factored.Of(Polynomial.Of(t.Monomial, t.Coefficient))))
            .Aggregate((u, v) => u + v);
    }

    private Formula? IntoCases(Factored f)
    {
        foreach (var (p, e) in f.Factors)
            if (e.IsOne && p.AsFormula is Piecewise(var c, var u, var v) && (f.Factors.Count > 1 || !f.Coefficient.IsOne))
                return new Piecewise(c, Write(f.Without(p) * Read(u)), Write(f.Without(p) * Read(v)));
        return null;
    }

    private Formula WriteProduct(Factored f)
    {
        var c = f.Coefficient;
        var factors = MergePowers(Conjugates([.. f.Factors.Select(g => (g.Key, g.Value))]));
        var written = factors.Select(g => (Base: Write(g.Base), g.Exponent)).ToList();

        // 0.1 · (10a + 1) is a + 0.1: a number goes into a single sum where that makes its first coefficient 1
        var i = factors.FindIndex(g => g.Base.Count > 1 && g.Exponent.IsOne);
        if (i >= 0 && i == factors.FindLastIndex(g => g.Base.Count > 1 && g.Exponent.IsOne) && !c.IsInteger
            && ((c * factors[i].Base.LeadingCoefficient).Abs().IsOne || IsDecimal(c)
                && factors.Count(g => g.Exponent.Sign > 0) == 1))
        {
            written[i] = (Write(c * factors[i].Base), 1);
            c = 1;
        }

        // signs: 1 − a rather than a − 1, but a − 1 where it stands alone
        for (var k = 0; k < written.Count; k++)
        {
            if (written[k] is not (Sum(var terms), { IsInteger: true } e)) continue;
            if (!(written.Count == 1 && e.IsOne ? c.Sign < 0 : EndsWithMinusOne(terms))) continue;
            written[k] = (new Sum(Flip(terms)), e);
            if (!e.Numerator.IsEven) c = -c;
        }
        return Arrange(c, written);
    }

    private static bool EndsWithMinusOne(Terms terms) => terms[^1] is Number n && n.Value == -1 && !terms[0].IsNegative;

    private static Terms Flip(Terms terms) => PositiveFirst([.. terms.Select(t => -t)]);

    private static Terms PositiveFirst(List<Formula> terms)
    {
        var k = terms.FindIndex(t => !t.IsNegative);
        if (k <= 0) return new(terms);
        var first = terms.Count == 2 ? 1 : k;
        return [terms[first], .. terms.Where((_, i) => i != first)];
    }

    /// <summary>(1 − a)(1 + a) is 1 − a².</summary>
    private static List<(Polynomial Base, Rational Exponent)> Conjugates(List<(Polynomial Base, Rational Exponent)> factors)
    {
        for (var i = 0; i < factors.Count; i++)
            for (var k = i + 1; k < factors.Count; k++)
                if (factors[i].Base.Count == 2 && factors[k].Base.Count == 2 && factors[i].Exponent == factors[k].Exponent
                    && factors[i].Exponent.IsInteger && factors[i].Base * factors[k].Base is { Count: 2 } product)
                {
                    factors[i] = (product, factors[i].Exponent);
                    factors.RemoveAt(k);
                    return Conjugates(factors);
                }
        return factors;
    }

    /// <summary>eᵘ eᵛ is e^(u+v), and u^w uⁿ is u^(w+n).</summary>
    private List<(Polynomial Base, Rational Exponent)> MergePowers(List<(Polynomial Base, Rational Exponent)> factors)
    {
        var exps = factors.Where(f => ExponentOf(f.Base) is not null).ToList();
        if (exps.Count > 1 || exps is [(_, { IsOne: false })])
        {
            var exponent = Simplify(exps.Select(f => new Number(f.Exponent) * ExponentOf(f.Base)!)
                .Aggregate((u, v) => u + v)).Formula;
            factors = [.. factors.Where(f => ExponentOf(f.Base) is null)];
            if (exponent is not Number { Value.IsZero: true }) factors.Add((Polynomial.Of(AtomOf(Exp(exponent))), 1));
        }
        for (var i = 0; i < factors.Count; i++)
        {
            if (factors[i].Base.AsFormula is not Power(var u, not Number and var w)) continue;
            var e = factors[i].Exponent;
            var k = factors.FindIndex(f => f.Exponent.IsInteger && (f.Base.AsFormula ?? Write(f.Base)).Equals(u));
            if (k < 0 && e.IsOne) continue;
            var sum = Simplify(new Number(e) * w + new Number(k < 0 ? 0 : factors[k].Exponent)).Formula;
            factors[i] = (Polynomial.Of(AtomOf(Pow(u, sum))), 1);
            if (k >= 0) factors.RemoveAt(k);
            return factors;
        }
        return factors;

        static Formula? ExponentOf(Polynomial p) => p.AsFormula is Call(var g, var u) && g == Function.Exp ? u : null;
    }

    /// <summary>Is it written with digits after the point: 0.3, but 1/2 and 1/3?</summary>
    private static bool IsDecimal(Rational c) => c.Denominator > 4 && c.IsDecimal;

    /// <summary>Number first, then factors in the order of <see cref="Rank"/>; negative powers become the denominator.</summary>
    private static Formula Arrange(Rational c, IEnumerable<(Formula Base, Rational Exponent)> factors)
    {
        var all = new List<(Formula Base, Rational Exponent)>();
        foreach (var (b, e) in factors)
            foreach (var g in e.IsOne ? Formula.FactorsOf(b) : [b])
                if (g is Number n && b is Product) c *= n.Value;
                else all.Add(g is Power(var gb, Number gn) && b is Product && e.IsOne ? (gb, gn.Value) : (g, e));
        var ordered = all.Count < 2 ? all
            : [.. all.OrderBy(f => Rank(f.Base)).ThenBy(f => new Atom(f.Base).Text, StringComparer.Ordinal)];
        Formula[] above = [.. ordered.Where(f => f.Exponent.Sign > 0).Select(f => Pow(f.Base, new Number(f.Exponent)))];
        Formula[] below = [.. ordered.Where(f => f.Exponent.Sign < 0).Select(f => Pow(f.Base, new Number(f.Exponent)))];
        if (above.Length + below.Length == 0) return new Number(c);
        var isFraction = !c.IsInteger && !IsDecimal(c);
        var number = isFraction ? c.Numerator : c;
        Formula[] list =
        [
            .. number.IsOne ? (Formula[])[] : [new Number(number)], .. above,
            .. isFraction ? (Formula[])[new Power(new Number(c.Denominator), Number.MinusOne)] : [], .. below,
        ];
        return list.Length == 1 ? list[0] : new Product([.. list]);
    }

    /// <summary>Distance (a − y), then y, a, 1 − a, then functions, then cases.</summary>
    private static int Rank(Formula f)
    {
        return f switch
        {
            Number or Constant => 0,
            Sum s when s.Terms.Count(t => t.Any(g => g is Variable)) > 1 && !HasFunction(s) => 1,
            Variable => 2,
            Sum => HasFunction(f) ? 4 : 3,
            Power => 5,
            Call or Extremum => 6,
            _ => 7,
        };
        static bool HasFunction(Formula f) => f.Any(g => g is Call or Piecewise or Extremum);
    }

    private Formula Write(Polynomial p)
    {
        if (p.Typed is not null) return p.Typed;
        var terms = Ordered(p).Select(t => WriteTerm(t.Monomial, t.Coefficient)).ToList();
        return terms.Count == 1 ? terms[0] : new Sum(PositiveFirst(terms));
    }

    private Formula WriteTerm(Monomial m, Rational c) =>
        Arrange(c, MergePowers([.. m.Powers.Select(p => (Polynomial.Of(p.Atom), (Rational)p.Power))])
            .Select(f => (f.Base.AsFormula ?? Write(f.Base), f.Exponent)));

    /// <summary>Powers of variables by falling degree (in one degree a², ay, y²), the number, terms with functions.</summary>
    private static IEnumerable<(Monomial Monomial, Rational Coefficient)> Ordered(Polynomial p)
    {
        var terms = p.Terms.ToArray();
        bool HasFunction(Monomial m) => m.Powers.Any(q => q.Atom.Formula is not Variable);
        if (terms.Length == 1) return terms;
        if (!terms.Any(t => HasFunction(t.Monomial))) return terms.OrderByDescending(t => t.Monomial.Degree);
        string Text(Monomial m) =>
            string.Join("*", m.Powers.Select(q => q.Atom.Formula + (99 - q.Power).ToString(CultureInfo.InvariantCulture)));
        return terms.OrderBy(t => HasFunction(t.Monomial)).ThenByDescending(t => t.Monomial.Degree)
            .ThenBy(t => Text(t.Monomial), StringComparer.Ordinal);
    }
}
