namespace NotebookLib;

/// <summary>
/// Brings a formula into factored form: reads it as a number times powers of polynomials, where functions count as variables.
/// Each step returns its form with what it assumed; what is kept between steps is only that nothing is done twice.
/// </summary>
internal sealed partial class Simplifier
{
    private const int MostTerms = 120, HighestPower = 24;               // beyond them a sum is not multiplied out

    private readonly Polynomial[] divisors;                             // what every sum is tried to be divided by
    private readonly Dictionary<Formula, Atom> atoms = [];
    private readonly Dictionary<Formula, Factored> read = [];
    private readonly Dictionary<Formula, Simplified> simplified = [];

    /// <summary>A simplifier for formulas in the variables of these: sums are tried by v − 1, v + 1 and u − v.</summary>
    public Simplifier(Formula first, params Formula[] more)
    {
        Polynomial[] variables =
            [.. more.Prepend(first).SelectMany(f => f.Variables).Distinct().Select(v => Polynomial.Of(AtomOf(v)))];
        divisors = [.. variables.SelectMany((u, i) => variables[..i].Select(v => u + -1 * v)),
            .. variables.SelectMany(v => new[] { v + -1 * Polynomial.One, v + Polynomial.One })];
    }

    /// <summary>A factor as it is shown: 1 − a rather than a − 1.</summary>
    public Formula Shown(Polynomial p) => Write(p) is Sum(var terms) && EndsWithMinusOne(terms) ? new Sum(Flip(terms)) : Write(p);

    private Atom AtomOf(Formula f) => atoms.TryGetValue(f, out var atom) ? atom : atoms[f] = new(f);

    private Factored Atom(Formula f) => Factored.Of(Polynomial.Of(AtomOf(f)));

    private Factored Times(Factored u, Factored v) => WithoutAbs(u * v);

    /// <summary>The factored form.</summary>
    public Factored Read(Formula f) =>
        f is Number n ? Factored.Of(n.Value) : read.TryGetValue(f, out var known) ? known : read[f] = ReadNode(f);

    private Factored ReadNode(Formula f) => f switch
    {
        Sum s => ReadSum(s),
        Product(var factors) => factors.Select(Read).Aggregate(Factored.One, Times),
        Power(var u, var n) => ReadPower(u, Simplify(n)),
        Call(var g, var u) => ReadCall(g, u),
        Extremum(var max, var u, var v) => ReadExtremum(max, Simplify(u), Simplify(v)),
        Piecewise(var c, var u, var v) => ReadCases(ReadCondition(c), u, v),
        _ => Atom(f),
    };

    private Factored ReadSum(Sum sum)
    {
        var result = Add([.. sum.Terms.Select(Read)]);
        if (result.AsPolynomial is not { Typed: null } p || p.Count <= sum.Terms.Count) return result;
        var typed = PartByPart(sum).Formula;
        return typed is Sum && typed.Size < Write(p).Size ? Factored.Of(p.As(typed)).Given(result.Assumed) : result;
    }

    /// <summary>The sum over a common denominator; then every known factor is divided out, which cancels it below.</summary>
    private Factored Add(IReadOnlyList<Factored> given)
    {
        var assumed = Factored.One with { Assumed = [.. given.SelectMany(t => t.Assumed).Distinct()] };
        var terms = given.Where(t => !t.IsZero).Select(WithoutRoots).ToList();
        if (terms.Count == 0) return Factored.Zero.Given(assumed.Assumed);
        if (terms.Count == 1) return WithRoots(terms[0].Given(assumed.Assumed));
        var least = new Dictionary<Polynomial, Rational>();
        foreach (var p in terms.SelectMany(t => t.Factors.Keys))
            if (!least.ContainsKey(p)) least[p] = terms.Select(u => u.Factors.GetValueOrDefault(p)).Min();
        var sum = new List<(Monomial, Rational)>();
        foreach (var t in terms)
        {
            if (Expand(t, least) is not { } p) return Atom(terms.Select(Write).Aggregate((u, v) => u + v)).Given(assumed.Assumed);
            sum.AddRange(p.Terms);
        }
        var above = Polynomial.Of(sum);
        var common = assumed with { Factors = least.Where(f => !f.Value.IsZero).ToDictionary() };
        return above.IsZero
            ? common.Factors.Where(f => f.Value.Sign < 0)
                .Aggregate(Factored.Zero.Given(assumed.Assumed), (zero, f) => zero.Given(f.Key, false))
            : WithRoots(Times(common, Factor(above, [.. divisors, .. least.Keys.Where(p => p.Count > 1)])));
    }

    private static Polynomial? Expand(Factored t, Dictionary<Polynomial, Rational> least)
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

    private static Factored Factor(Polynomial p, Polynomial[] divisors)
    {
        var result = Factored.Of(p);
        foreach (var d in divisors)
            foreach (var (q, e) in result.Factors)
                if (q.Count > 1 && e.IsOne && !q.Equals(d) && Polynomial.Divide(q, d) is { } rest)
                    return result.Without(q) * Factored.Of(d) * Factor(rest, divisors);
        return result;
    }

    /// <summary>u^(n + r) with 0 &lt; r &lt; 1 as uⁿ times an atom, so that sums can be expanded; and back.</summary>
    private Factored WithoutRoots(Factored f)
    {
        if (f.Factors.Values.All(e => e.IsInteger)) return f;
        var result = f with { Factors = f.Factors.Where(g => g.Value.IsInteger).ToDictionary() };
        foreach (var (p, e) in f.Factors.Where(g => !g.Value.IsInteger))
        {
            Rational whole = e.Floor(), part = e - whole;
            Power Root(Polynomial b) => new(Write(b), new Number(part));
            result *= Factored.Of(Polynomial.Of(new Atom(Root(p), Root(p.As(null)).ToString(), (p, part))));
            if (!whole.IsZero) result = (result * Factored.Of(p, whole)) with { Assumed = result.Assumed };
        }
        return result;
    }

    private Factored WithRoots(Factored f)
    {
        if (f.Factors.Keys.All(p => p.AsAtom?.Root is null)) return f;
        var result = Factored.Of(f.Coefficient).Given(f.Assumed);
        foreach (var (p, e) in f.Factors)
            result = Times(result, p.AsAtom?.Root is var (b, n)
                ? Factored.Of(b, n * e)
                : new Factored(1, new Dictionary<Polynomial, Rational> { [p] = e }));
        return result;
    }
}
