using System.Numerics;

namespace NotebookLib;

/// <summary>
/// A formula that counts as a variable of polynomials: a variable, a function of something, or a root of a polynomial. Variables
/// come first and by their names (a, y, z before S), then the others by their text, so that the order depends on nothing else.
/// </summary>
/// <param name="Formula">The formula.</param>
/// <param name="Typed">Its text for the order, where that is not the formula's own.</param>
/// <param name="Root">Base and exponent, if this is a power between 0 and 1 of a polynomial.</param>
internal sealed record Atom(Formula Formula, string? Typed = null, (Polynomial Base, Rational Exponent)? Root = null)
    : IComparable<Atom>
{
    private readonly int hash = Root is var (p, e) ? HashCode.Combine(p, e) : Formula.GetHashCode();

    public string Text => field ??= Typed ?? (Formula is Variable v ? v.Name : Formula.ToString());
    private int Rank => Formula switch { Variable { Name: [>= 'a' and <= 'z', ..] } => 0, Variable => 1, _ => 2 };

    public bool Equals(Atom? other) => ReferenceEquals(this, other) || other is not null && hash == other.hash
        && (Root is null ? other.Root is null && Formula.Equals(other.Formula) : Root.Equals(other.Root));
    public override int GetHashCode() => hash;

    public int CompareTo(Atom? other)
    {
        if (other is null || Equals(other)) return 0;
        var order = Rank != other.Rank ? Rank - other.Rank : string.CompareOrdinal(Text, other.Text);
        return order != 0 ? order : hash.CompareTo(other.hash);
    }
}

/// <summary>A product of powers of atoms with exponents 1, 2, 3, …, such as a²y, in the order of the atoms.</summary>
internal readonly record struct Monomial((Atom Atom, int Power)[] Powers) : IComparable<Monomial>
{
    public static readonly Monomial One = new([]);
    public bool IsOne => Powers.Length == 0;
    public int Degree => Powers.Sum(p => p.Power);

    public static Monomial operator *(Monomial m, Monomial n) => m.IsOne ? n : n.IsOne ? m : Joined(m, n, (p, q) => p + q);

    /// <summary>m/n if every power is large enough, else null.</summary>
    public static Monomial? Divide(Monomial m, Monomial n)
    {
        if (n.IsOne) return m;
        var quotient = Joined(m, n, (p, q) => p - q);
        return quotient.Powers.All(p => p.Power > 0) ? quotient : null;
    }

    /// <summary>What both have in common.</summary>
    public static Monomial Gcd(Monomial m, Monomial n) => Joined(m, n, Math.Min);

    /// <summary>Atom by atom; powers that become 0 are left out.</summary>
    private static Monomial Joined(Monomial m, Monomial n, Func<int, int, int> join)
    {
        var result = new List<(Atom, int)>(m.Powers.Length + n.Powers.Length);
        for (int i = 0, k = 0; i < m.Powers.Length || k < n.Powers.Length;)
        {
            var order = k == n.Powers.Length ? -1 : i == m.Powers.Length ? 1 : m.Powers[i].Atom.CompareTo(n.Powers[k].Atom);
            var atom = order <= 0 ? m.Powers[i].Atom : n.Powers[k].Atom;
            var power = join(order <= 0 ? m.Powers[i++].Power : 0, order >= 0 ? n.Powers[k++].Power : 0);
            if (power != 0) result.Add((atom, power));
        }
        return new([.. result]);
    }

    /// <summary>Lexicographic: a² before ay before a before y before 1.</summary>
    public int CompareTo(Monomial other)
    {
        var (p, q) = (Powers, other.Powers);
        for (var i = 0; i < p.Length && i < q.Length; i++)
        {
            var order = p[i].Atom.CompareTo(q[i].Atom);
            if (order != 0) return order;
            if (p[i].Power != q[i].Power) return q[i].Power.CompareTo(p[i].Power);
        }
        return q.Length.CompareTo(p.Length);
    }

    public bool Equals(Monomial other) => Powers.AsSpan().SequenceEqual(other.Powers);
    public override int GetHashCode() => Powers.Aggregate(17, (h, p) => h * 31 + p.Atom.GetHashCode() * 7 + p.Power);
}

/// <summary>A polynomial in atoms with exact coefficients, none of them 0, its terms in the order of their monomials.</summary>
internal sealed class Polynomial : IEquatable<Polynomial>
{
    private const int LongestQuotient = 200;                // terms; a division that takes more is given up

    private readonly (Monomial Monomial, Rational Coefficient)[] terms;

    private Polynomial((Monomial, Rational)[] sorted) => terms = sorted;

    /// <summary>As it was typed, where that is shorter than term by term: (a − y)² + 1. Equality disregards it.</summary>
    public Formula? Typed { get; private init; }

    public static readonly Polynomial One = new([(Monomial.One, 1)]);
    public static Polynomial Of(Atom atom) => new([(new([(atom, 1)]), 1)]);
    public static Polynomial Of(Monomial m, Rational c) => c.IsZero ? new([]) : new([(m, c)]);

    public static Polynomial Of(IEnumerable<(Monomial Monomial, Rational Coefficient)> terms)
    {
        var sums = new Dictionary<Monomial, Rational>();
        foreach (var (m, c) in terms) sums[m] = sums.TryGetValue(m, out var old) ? old + c : c;
        return new([.. sums.Where(t => !t.Value.IsZero).OrderBy(t => t.Key).Select(t => (t.Key, t.Value))]);
    }

    public Polynomial As(Formula? typed) => new(terms) { Typed = typed };

    public ReadOnlySpan<(Monomial Monomial, Rational Coefficient)> Terms => terms;
    public int Count => terms.Length;
    public bool IsZero => terms.Length == 0;
    public bool IsConstant => IsZero || terms.Length == 1 && terms[0].Monomial.IsOne;
    public Rational LeadingCoefficient => terms[0].Coefficient;

    /// <summary>The formula, if this is a single atom.</summary>
    public Formula? AsFormula => AsAtom?.Formula;

    public Atom? AsAtom => terms is [(var m, { IsOne: true })] && m.Powers is [(var atom, 1)] ? atom : null;

    public static Polynomial operator +(Polynomial p, Polynomial q) => Of(p.terms.Concat(q.terms));
    public static Polynomial operator *(Rational c, Polynomial p) =>
        c.IsZero ? new([]) : c.IsOne ? p : new([.. p.terms.Select(t => (t.Monomial, c * t.Coefficient))]);

    public static Polynomial operator *(Polynomial p, Polynomial q) =>
        ReferenceEquals(p, One) ? q : ReferenceEquals(q, One) ? p
        : Of(p.terms.SelectMany(t => q.terms, (t, u) => (t.Monomial * u.Monomial, t.Coefficient * u.Coefficient)));

    /// <summary>p/q if nothing is left over, else null.</summary>
    public static Polynomial? Divide(Polynomial p, Polynomial q)
    {
        if (p.IsZero || q.IsZero || Monomial.Divide(p.terms[^1].Monomial, q.terms[^1].Monomial) is null) return null;
        var (lead, c) = q.terms[0];
        var quotient = new List<(Monomial, Rational)>();
        for (var rest = p; !rest.IsZero;)
        {
            if (quotient.Count > LongestQuotient && q.Count > 1
                || Monomial.Divide(rest.terms[0].Monomial, lead) is not { } m) return null;
            var factor = rest.terms[0].Coefficient / c;
            quotient.Add((m, factor));
            rest += Of(m, -factor) * q;
        }
        return Of(quotient);
    }

    /// <summary>c, where this is c times integer coefficients without a common divisor, the first of them positive.</summary>
    public Rational Content
    {
        get
        {
            var (p, q) = (BigInteger.Zero, BigInteger.One);
            foreach (var (_, c) in terms)
            {
                p = BigInteger.GreatestCommonDivisor(p, c.Numerator);
                q = q / BigInteger.GreatestCommonDivisor(q, c.Denominator) * c.Denominator;
            }
            return new(terms[0].Coefficient.Sign * p, q);
        }
    }

    /// <summary>The monomial that divides every term.</summary>
    public Monomial CommonMonomial
    {
        get
        {
            var common = terms[0].Monomial;
            foreach (var (m, _) in terms) { if (common.IsOne) break; common = Monomial.Gcd(common, m); }
            return common;
        }
    }

    public bool Equals(Polynomial? other) => other is not null && terms.AsSpan().SequenceEqual(other.terms);
    public override bool Equals(object? other) => Equals(other as Polynomial);
    public override int GetHashCode() =>
        terms.Aggregate(7, (h, t) => h * 31 + t.Monomial.GetHashCode() + 3 * t.Coefficient.GetHashCode());
}
