using static NotebookLib.FormulaOf;

namespace NotebookLib;

/// <summary>Brings a formula into factored form: reads it as a number times powers of polynomials, where functions count as variables.</summary>
internal sealed partial class Simplifier
{
    const int MostTerms = 120, HighestPower = 24;

    readonly List<Formula> atoms = [new Variable("a"), new Variable("y"), new Variable("z")];
    readonly Dictionary<Formula, int> numbers = new() { [new Variable("a")] = 0, [new Variable("y")] = 1, [new Variable("z")] = 2 };
    readonly Dictionary<int, (Polynomial Base, Rational Exponent)> roots = [];
    readonly List<Polynomial> divisors = [.. Usual];                        // the factors that a sum is tried by
    List<(Polynomial Factor, bool Positive)> assumed = [];
    List<Assumption> nested = [];                          // of parts that were simplified on their own
    readonly Dictionary<Formula, (Factored Form, List<(Polynomial, bool)> Assumed, List<Assumption> Nested)> read = [];
    readonly Dictionary<Polynomial, Formula> shorter = [];          // (a − y)² + 1 for a² − 2ay + y² + 1

    static readonly Polynomial A = Polynomial.Atom(0), Y = Polynomial.Atom(1), One = Polynomial.One;
    static readonly Polynomial[] Usual = [A + -1 * Y, A + -1 * One, A + One, Y + -1 * One, Y + One];

    Formula Simple(Formula f)
    {
        var (simple, assumptions) = Simplify(f);
        nested.AddRange(assumptions);
        return simple;
    }

    /// <summary>What was cancelled on the way.</summary>
    public IReadOnlyList<Assumption> Assumptions => assumed.Count + nested.Count == 0 ? [] : [.. nested.Concat(assumed.Distinct().Select(f => new Assumption(Shown(f.Factor), f.Positive))).Distinct()];

    static Formula Nicer(Formula f) => f is Sum(var terms) && EndsWithMinusOne(terms) ? new Sum(Flip(terms)) : f;

    /// <summary>A factor as it is shown: 1 − a rather than a − 1.</summary>
    public Formula Shown(Polynomial p) => Nicer(Write(p));

    void Cancelled(Polynomial p, bool whole) { if (!p.IsConstant) assumed.Add((p, !whole)); }

    Factored Times(Factored u, Factored v) => WithoutAbs(Factored.Multiply(u, v, Cancelled));

    int AtomOf(Formula f)
    {
        if (numbers.TryGetValue(f, out var n)) return n;
        atoms.Add(f);
        return numbers[f] = atoms.Count - 1;
    }

    Factored Atom(Formula f) => Factored.Of(Polynomial.Atom(AtomOf(f)));

    public Factored Read(Formula f)
    {
        if (f is Number n) return Factored.Of(n.Value);
        if (f is Variable or Constant) return Atom(f);
        if (read.TryGetValue(f, out var known))
        {
            assumed.AddRange(known.Assumed);
            nested.AddRange(known.Nested);
            return known.Form;
        }
        var (before, nestedBefore) = (assumed.Count, nested.Count);
        var form = ReadNode(f);
        read[f] = (form, assumed.Count == before ? [] : assumed.GetRange(before, assumed.Count - before), nested.Count == nestedBefore ? [] : nested.GetRange(nestedBefore, nested.Count - nestedBefore));
        return form;
    }

    Factored ReadNode(Formula f) => f switch
    {
        Sum s => ReadSum(s),
        Product(var factors) => factors.Select(Read).Aggregate(Factored.One, Times),
        Power(var u, var n) => ReadPower(u, Simple(n)),
        Call(var g, var u) => ReadCall(g, u),
        Extremum(var max, var u, var v) => ReadExtremum(max, Simple(u), Simple(v)),
        Piecewise(var c, var u, var v) => ReadCases(ReadCondition(c), Simple(u), Simple(v)),
        _ => Atom(f),
    };

    Factored ReadSum(Sum sum)
    {
        var result = Add([.. sum.Terms.Select(Read)]);
        if (result.Coefficient.IsOne && result.Factors.Count == 1 && result.Factors.First() is var (p, e) && e.IsOne && p.Count > sum.Terms.Count && !shorter.ContainsKey(p))
        {
            var typed = PartByPart(sum).Formula;
            if (typed is Sum && typed.Size < Write(p).Size) shorter[p] = typed;
        }
        return result;
    }

    /// <summary>The sum of terms that are simple already: like ones are put together, the others stay as they are.</summary>
    public Formula Collect(IReadOnlyList<Formula> terms)
    {
        var read = terms.SelectMany(Formula.TermsOf).Select(t => (Formula: t, Factored: Read(t))).ToList();
        Formula sum = 0;
        while (read.Count > 0)
        {
            var (first, form) = read[0];
            var alike = read.FindAll(t => SameFactors(t.Factored, form));
            read.RemoveAll(t => SameFactors(t.Factored, form));
            sum += alike.Count == 1 ? first : Write(form with { Coefficient = alike.Aggregate(Rational.Zero, (c, t) => c + t.Factored.Coefficient) });
        }
        return sum;
    }

    static bool SameFactors(Factored u, Factored v) =>
        u.Factors.Count == v.Factors.Count && u.Factors.All(f => v.Factors.TryGetValue(f.Key, out var e) && e == f.Value);

    /// <summary>The sum over a common denominator; then every known factor is divided out, which cancels it below the line.</summary>
    Factored Add(IReadOnlyList<Factored> given)
    {
        var terms = given.Where(t => !t.IsZero).Select(WithoutRoots).ToList();
        if (terms.Count == 0) return Factored.Zero;
        if (terms.Count == 1) return WithRoots(terms[0]);
        var least = new Dictionary<Polynomial, Rational>();
        foreach (var t in terms)
            foreach (var (p, _) in t.Factors)
                if (!least.ContainsKey(p)) least[p] = terms.Select(u => u.Factors.GetValueOrDefault(p)).Min();
        var sum = new List<(Monomial, Rational)>();
        foreach (var t in terms)
        {
            if (Expand(t, least) is not { } p) return Atom(terms.Select(Write).Aggregate((u, v) => u + v));
            sum.AddRange(p.Terms);
        }
        var above = Polynomial.Of(sum);
        var common = new Factored(1, least.Where(f => !f.Value.IsZero).ToDictionary());
        foreach (var (p, _) in least) if (p.Count > 1 && !divisors.Contains(p)) divisors.Add(p);
        if (above.IsZero)
        {
            foreach (var (p, e) in common.Factors) if (e.Sign < 0) Cancelled(p, true);
            return Factored.Zero;
        }
        return WithRoots(Times(common, Factor(above)));
    }

    static Polynomial? Expand(Factored t, Dictionary<Polynomial, Rational> least)
    {
        var result = Polynomial.Of(Monomial.One, t.Coefficient);
        foreach (var (p, low) in least)
        {
            var n = t.Factors.GetValueOrDefault(p) - low;
            if (n.CompareTo(HighestPower) > 0) return null;
            for (var k = (int)n.Numerator; k > 0; k--)
                if ((result *= p).Count > MostTerms) return null;
        }
        return result;
    }

    Factored Factor(Polynomial p)
    {
        var result = Factored.Of(p);
        foreach (var d in divisors)
            foreach (var (q, e) in result.Factors)
                if (q.Count > 1 && e.IsOne && !q.Equals(d) && Polynomial.Divide(q, d) is { } rest)
                {
                    result = new Factored(result.Coefficient, result.Factors.Where(f => !f.Key.Equals(q)).ToDictionary());
                    result = Factored.Multiply(Factored.Multiply(result, Factored.Of(d), Cancelled), Factor(rest), Cancelled);
                    return result;
                }
        return result;
    }

    /// <summary>u^(n + r) with 0 &lt; r &lt; 1 as u^n times an atom, so that sums can be expanded; and back.</summary>
    Factored WithoutRoots(Factored f)
    {
        if (f.Factors.All(g => g.Value.IsInteger)) return f;
        var result = new Factored(f.Coefficient, f.Factors.Where(g => g.Value.IsInteger).ToDictionary());
        foreach (var (p, e) in f.Factors.Where(g => !g.Value.IsInteger))
        {
            var whole = new Rational(System.Numerics.BigInteger.Divide(e.Numerator - (e.Sign < 0 ? e.Denominator - 1 : 0), e.Denominator), 1);
            var atom = AtomOf(new Power(Write(p), new Number(e - whole)));
            roots[atom] = (p, e - whole);
            result = Factored.Multiply(result, Factored.Of(Polynomial.Atom(atom)), Cancelled);
            if (!whole.IsZero) result = Factored.Multiply(result, Factored.Of(p, whole), (_, _) => { });
        }
        return result;
    }

    Factored WithRoots(Factored f)
    {
        if (roots.Count == 0 || !f.Factors.Keys.Any(p => p.AsAtom is { } n && roots.ContainsKey(n))) return f;
        var result = Factored.Of(f.Coefficient);
        foreach (var (p, e) in f.Factors)
            result = Times(result, p.AsAtom is { } n && roots.TryGetValue(n, out var root) ? Factored.Of(root.Base, root.Exponent * e) : new Factored(1, new Dictionary<Polynomial, Rational> { [p] = e }));
        return result;
    }

    /// <summary>|u|² is u², |u| · sgn u is u, and u · sgn u is |u|.</summary>
    Factored WithoutAbs(Factored f)
    {
        foreach (var (p, e) in f.Factors)
        {
            if (p.AsAtom is not { } n || atoms[n] is not Call(var g, var u) || !e.IsInteger || e.Sign < 0) continue;
            if (g == Function.Abs && e.CompareTo(2) >= 0)
                return Again(Less(f, p, 2), Read(u).Pow(2, Cancelled));
            if (g == Function.Sign && numbers.TryGetValue(new Call(Function.Abs, u), out var abs) && f.Factors.ContainsKey(Polynomial.Atom(abs)))
                return Again(Less(Less(f, p, 1), Polynomial.Atom(abs), 1), Read(u));
            if (g == Function.Sign && Read(u) is { Coefficient.IsOne: true, Factors: { Count: 1 } whole } && whole.First() is var (q, one) && one.IsOne
                && f.Factors.TryGetValue(q, out var power) && power.IsInteger && power.Sign > 0)
                return Again(Less(Less(f, p, 1), q, 1), Atom(new Call(Function.Abs, u)));
        }
        return f;

        Factored Again(Factored rest, Factored by) => WithoutAbs(Factored.Multiply(rest, by, Cancelled));
    }

    static Factored Less(Factored f, Polynomial p, int by)
    {
        var factors = new Dictionary<Polynomial, Rational>(f.Factors);
        if (factors[p] == by) factors.Remove(p); else factors[p] -= by;
        return new(f.Coefficient, factors);
    }
}
