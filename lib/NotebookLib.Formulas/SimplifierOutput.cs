using System.Globalization;
using static NotebookLib.FormulaOf;

namespace NotebookLib;

/// <summary>Writes the factored form back as a formula, in the order and with the signs of a textbook.</summary>
internal sealed partial class Simplifier
{
    static readonly Action<Polynomial, bool> Unheard = (_, _) => { };

    public Formula Write(Factored f)
    {
        if (f.IsZero) return Zero;
        var fraction = WriteProduct(f);
        var best = fraction;
        if (Split(f) is { } sum && sum.Size < best.Size) best = sum;                     // (u + v)/w as u/w + v/w, if shorter
        if (IntoCases(f) is { } cases && cases.Size <= best.Size) best = cases;          // k · {u, v} as {ku, kv}, if not longer
        return best;
    }

    Formula? Split(Factored f)
    {
        if (!f.Factors.Values.Any(e => e.Sign < 0)) return null;
        if (f.Factors.Where(g => g.Key.Count > 1 && g.Value.IsOne).Take(2).ToArray() is not [var (p, _)] || p.Count > 6) return null;
        var rest = new Factored(f.Coefficient, f.Factors.Where(g => !g.Key.Equals(p)).ToDictionary());
        Formula sum = 0;
        foreach (var (m, c) in Ordered(p)) sum += WriteProduct(Factored.Multiply(rest, Factored.Of(Polynomial.Of(m, c)), Unheard));
        return sum;
    }

    Formula? IntoCases(Factored f)
    {
        foreach (var (p, e) in f.Factors)
            if (e.IsOne && p.AsAtom is { } n && atoms[n] is Piecewise(var c, var u, var v) && (f.Factors.Count > 1 || !f.Coefficient.IsOne))
            {
                var rest = new Factored(f.Coefficient, f.Factors.Where(g => !g.Key.Equals(p)).ToDictionary());
                return new Piecewise(c, Write(Factored.Multiply(rest, Read(u), Unheard)), Write(Factored.Multiply(rest, Read(v), Unheard)));
            }
        return null;
    }

    Formula WriteProduct(Factored f)
    {
        var c = f.Coefficient;
        var factors = MergePowers(Conjugates(f.Factors.Select(g => (g.Key, g.Value)).ToList()));
        var written = factors.Select(g => (Base: Write(g.Base), g.Exponent, g.Base)).ToList();

        // 0.1 · (10a + 1) is a + 0.1: a number goes into a single sum where that makes its first coefficient 1
        if (factors.Where(g => g.Base.Count > 1 && g.Exponent.IsOne).Take(2).ToArray() is [var (p, _)] && !c.IsInteger
            && ((c * p.LeadingCoefficient).Abs().IsOne || IsDecimal(c) && factors.Count(g => g.Exponent.Sign > 0) == 1))
        {
            var i = written.FindIndex(g => ReferenceEquals(g.Item3, p));
            written[i] = (Write(c * p), 1, p);
            c = 1;
        }

        // signs: 1 − a rather than a − 1, but a − 1 where it stands alone
        for (var i = 0; i < written.Count; i++)
        {
            if (written[i] is not (Sum(var terms), { IsInteger: true } e, _)) continue;
            var odd = !e.Numerator.IsEven;
            if (written.Count == 1 && e.IsOne ? c.Sign < 0 : EndsWithMinusOne(terms))
            {
                written[i] = (new Sum(Flip(terms)), e, written[i].Item3);
                if (odd) c = -c;
            }
        }
        return Arrange(c, written.Select(g => (g.Base, g.Exponent)));
    }

    static bool EndsWithMinusOne(Terms terms) => terms[^1] is Number n && n.Value == -1 && !terms[0].IsNegative;

    static Terms Flip(Terms terms)
    {
        var flipped = terms.Select(t => -t).ToList();
        PositiveFirst(flipped);
        return new(flipped);
    }

    static void PositiveFirst(List<Formula> terms)
    {
        if (!terms[0].IsNegative || terms.FindIndex(t => !t.IsNegative) is var k && k < 0) return;
        var last = terms.Count == 2 ? 1 : k;
        var first = terms[last];
        terms.RemoveAt(last);
        terms.Insert(0, first);
    }

    /// <summary>(1 − a)(1 + a) is 1 − a².</summary>
    static List<(Polynomial Base, Rational Exponent)> Conjugates(List<(Polynomial Base, Rational Exponent)> factors)
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
    List<(Polynomial Base, Rational Exponent)> MergePowers(List<(Polynomial Base, Rational Exponent)> factors)
    {
        bool IsExp(Polynomial p) => p.AsAtom is { } n && atoms[n] is Call(var g, _) && g == Function.Exp;
        var exps = factors.Where(f => IsExp(f.Base)).ToList();
        if (exps.Count > 1 || exps is [(_, { IsOne: false })])
        {
            var exponent = exps.Select(f => new Number(f.Exponent) * ((Call)atoms[f.Base.AsAtom!.Value]).Argument).Aggregate((u, v) => u + v);
            exponent = Simplify(exponent).Formula;
            factors = [.. factors.Where(f => !IsExp(f.Base))];
            if (exponent is not Number { Value.IsZero: true }) factors.Add((Polynomial.Atom(AtomOf(Exp(exponent))), 1));
        }
        for (var i = 0; i < factors.Count; i++)
        {
            if (factors[i].Base.AsAtom is not { } n || atoms[n] is not Power(var u, not Number and var w)) continue;
            var e = factors[i].Exponent;
            var k = factors.FindIndex(f => f.Exponent.IsInteger && (f.Base.AsAtom is { } m ? atoms[m] : Write(f.Base)).Equals(u));
            if (k < 0 && e.IsOne) continue;
            var sum = Simplify(new Number(e) * w + new Number(k < 0 ? 0 : factors[k].Exponent)).Formula;
            factors[i] = (Polynomial.Atom(AtomOf(Pow(u, sum))), 1);
            if (k >= 0) factors.RemoveAt(k);
            return factors;
        }
        return factors;
    }

    static bool IsDecimal(Rational c)
    {
        var q = c.Denominator;
        if (q <= 4) return false;
        while (q % 2 == 0) q /= 2;
        while (q % 5 == 0) q /= 5;
        return q.IsOne;
    }

    /// <summary>Number first, then factors in the order of <see cref="Rank"/>; negative powers become the denominator.</summary>
    static string Text(Formula f) => f is Variable v ? v.Name : f.ToString();

    static Formula Arrange(Rational c, IEnumerable<(Formula Base, Rational Exponent)> factors)
    {
        var all = new List<(Formula Base, Rational Exponent)>();
        foreach (var (b, e) in factors)
            if (e.IsOne && b is Product p) foreach (var g in p.Factors) { if (g is Number n) c *= n.Value; else all.Add(g is Power(var gb, Number gn) ? (gb, gn.Value) : (g, 1)); }
            else all.Add((b, e));
        var ordered = all.Count < 2 ? all : [.. all.Select(f => (f.Base, f.Exponent, Rank: Rank(f.Base))).OrderBy(f => f.Rank).ThenBy(f => Text(f.Base), StringComparer.Ordinal).Select(f => (f.Base, f.Exponent))];
        var above = ordered.Where(f => f.Exponent.Sign > 0).Select(f => Pow(f.Base, new Number(f.Exponent)));
        var below = ordered.Where(f => f.Exponent.Sign < 0).Select(f => Pow(f.Base, new Number(f.Exponent)));
        var asFraction = !c.IsInteger && !IsDecimal(c);
        var list = new List<Formula>();
        if (!asFraction && !c.IsOne) list.Add(new Number(c));
        if (asFraction && !c.Numerator.IsOne) list.Add(new Number(new Rational(c.Numerator, 1)));
        list.AddRange(above);
        if (asFraction && list.Count == 0 && !below.Any()) return new Number(c);
        if (asFraction && list is [Number] && !below.Any()) return new Number(c);
        if (asFraction) list.Add(new Power(new Number(new Rational(c.Denominator, 1)), Number.MinusOne));
        list.AddRange(below);
        return list.Count switch { 0 => FormulaOf.One, 1 => list[0], _ => new Product([.. list]) };
    }

    /// <summary>Distance (a − y), then y, a, 1 − a, then functions, then cases.</summary>
    static int Rank(Formula f) => f switch
    {
        Number or Constant => 0,
        Sum s when s.Terms.Count(t => t.Any(g => g is Variable)) > 1 && !f.Any(g => g is Call or Piecewise or Extremum) => 1,
        Variable => 2,
        Sum when !f.Any(g => g is Call or Piecewise or Extremum) => 3,
        Sum => 4,
        Power => 5,
        Call or Extremum => 6,
        _ => 7,
    };

    Formula Write(Polynomial p)
    {
        if (shorter.TryGetValue(p, out var typed)) return typed;
        var terms = Ordered(p).Select(t => WriteTerm(t.Monomial, t.Coefficient)).ToList();
        if (terms.Count == 1) return terms[0];
        PositiveFirst(terms);
        return new Sum([.. terms]);
    }

    Formula WriteTerm(Monomial m, Rational c)
    {
        var factors = new List<(Polynomial, Rational)>();
        foreach (var (atom, power) in m.Powers) factors.Add((Polynomial.Atom(atom), power));
        return Arrange(c, MergePowers(factors).Select(f => (f.Base.AsAtom is { } n ? atoms[n] : Write(f.Base), f.Exponent)));
    }

    /// <summary>Powers of variables by falling degree, then the number, then terms with functions.</summary>
    IEnumerable<(Monomial Monomial, Rational Coefficient)> Ordered(Polynomial p)
    {
        if (p.Count == 1) return p.Terms.ToArray();
        var terms = p.Terms.ToArray();
        if (terms.All(t => Powers(t.Monomial).All(q => atoms[q.Atom] is Variable)))
            return terms.OrderByDescending(t => Powers(t.Monomial).Sum(q => q.Power));             // of one degree, the order is a², ay, y² already
        return terms.OrderBy(t => Powers(t.Monomial).Any(q => atoms[q.Atom] is not Variable) ? 1 : 0)
            .ThenByDescending(t => Powers(t.Monomial).Sum(q => q.Power))
            .ThenBy(t => string.Join("*", Powers(t.Monomial).Select(q => $"{atoms[q.Atom]}{(99 - q.Power).ToString(CultureInfo.InvariantCulture)}")), StringComparer.Ordinal);
    }

    static (int Atom, int Power)[] Powers(Monomial m) => m.Powers.ToArray();
}
