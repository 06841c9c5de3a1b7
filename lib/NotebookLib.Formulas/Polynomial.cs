using System.Numerics;

namespace NotebookLib;

/// <summary>A product of whole powers of atoms, such as a²y: pairs (atom, power &gt; 0) by rising atom number.</summary>
internal readonly struct Monomial((int Atom, int Power)[] powers) : IEquatable<Monomial>, IComparable<Monomial>
{
    public static readonly Monomial One = new([]);
    public ReadOnlySpan<(int Atom, int Power)> Powers => powers;
    public bool IsOne => powers.Length == 0;

    public static Monomial operator *(Monomial m, Monomial n)
    {
        if (m.IsOne) return n;
        if (n.IsOne) return m;
        var result = new List<(int, int)>(m.Powers.Length + n.Powers.Length);
        var p = m.Powers;
        var q = n.Powers;
        int i = 0, k = 0;
        while (i < p.Length || k < q.Length)
            if (k == q.Length || i < p.Length && p[i].Atom < q[k].Atom) result.Add(p[i++]);
            else if (i == p.Length || q[k].Atom < p[i].Atom) result.Add(q[k++]);
            else result.Add((p[i].Atom, p[i++].Power + q[k++].Power));
        return new([.. result]);
    }

    /// <summary>m/n if every power is large enough, else null.</summary>
    public static Monomial? Divide(Monomial m, Monomial n)
    {
        var result = new List<(int, int)>(m.Powers.Length);
        var k = 0;
        foreach (var (atom, power) in m.Powers)
        {
            var left = power;
            if (k < n.Powers.Length && n.Powers[k].Atom == atom) left -= n.Powers[k++].Power;
            if (left < 0) return null;
            if (left > 0) result.Add((atom, left));
        }
        return k == n.Powers.Length ? new([.. result]) : null;
    }

    /// <summary>What both have in common.</summary>
    public static Monomial Gcd(Monomial m, Monomial n)
    {
        var result = new List<(int, int)>();
        foreach (var (atom, power) in m.Powers)
            foreach (var (other, otherPower) in n.Powers)
                if (atom == other) result.Add((atom, Math.Min(power, otherPower)));
        return new([.. result]);
    }

    /// <summary>Lexicographic: a² before ay before a before y before 1.</summary>
    public int CompareTo(Monomial other)
    {
        var p = Powers;
        var q = other.Powers;
        for (var i = 0; i < p.Length && i < q.Length; i++)
        {
            if (p[i].Atom != q[i].Atom) return p[i].Atom.CompareTo(q[i].Atom);
            if (p[i].Power != q[i].Power) return q[i].Power.CompareTo(p[i].Power);
        }
        return q.Length.CompareTo(p.Length);
    }

    public bool Equals(Monomial other) => Powers.SequenceEqual(other.Powers);
    public override bool Equals(object? other) => other is Monomial m && Equals(m);
    public override int GetHashCode() { var h = 17; foreach (var (atom, power) in Powers) h = h * 31 + atom * 7 + power; return h; }
}

/// <summary>A polynomial in atoms with exact coefficients: its terms in the order of their monomials, none with coefficient 0.</summary>
internal sealed class Polynomial : IEquatable<Polynomial>
{
    readonly (Monomial Monomial, Rational Coefficient)[] terms;

    Polynomial((Monomial, Rational)[] sorted) => terms = sorted;

    public static readonly Polynomial One = new([(Monomial.One, 1)]);
    public static Polynomial Atom(int atom) => new([(new([(atom, 1)]), 1)]);
    public static Polynomial Of(Monomial m, Rational c) => c.IsZero ? new([]) : new([(m, c)]);

    public static Polynomial Of(IEnumerable<(Monomial Monomial, Rational Coefficient)> terms)
    {
        var sums = new Dictionary<Monomial, Rational>();
        foreach (var (m, c) in terms) sums[m] = sums.TryGetValue(m, out var old) ? old + c : c;
        return new([.. sums.Where(t => !t.Value.IsZero).OrderBy(t => t.Key).Select(t => (t.Key, t.Value))]);
    }

    public ReadOnlySpan<(Monomial Monomial, Rational Coefficient)> Terms => terms;
    public int Count => terms.Length;
    public bool IsZero => terms.Length == 0;
    public bool IsConstant => IsZero || terms.Length == 1 && terms[0].Monomial.IsOne;
    public Rational LeadingCoefficient => terms[0].Coefficient;

    /// <summary>The atom's number if this is a single atom.</summary>
    public int? AsAtom => terms is [(var m, { IsOne: true })] && m.Powers is [(var atom, 1)] ? atom : null;

    public static Polynomial operator +(Polynomial p, Polynomial q) => Of(p.terms.Concat(q.terms));
    public static Polynomial operator *(Rational c, Polynomial p) => c.IsZero ? new([]) : c.IsOne ? p : new([.. p.terms.Select(t => (t.Monomial, c * t.Coefficient))]);

    public static Polynomial operator *(Polynomial p, Polynomial q) =>
        ReferenceEquals(p, One) ? q : ReferenceEquals(q, One) ? p
        : Of(p.terms.SelectMany(t => q.terms, (t, u) => (t.Monomial * u.Monomial, t.Coefficient * u.Coefficient)));

    /// <summary>p/q if nothing is left over, else null.</summary>
    public static Polynomial? Divide(Polynomial p, Polynomial q)
    {
        if (q.Count > p.Count * 8 || q.IsZero) return null;
        var (lead, c) = q.terms[0];
        var last = q.terms[^1];
        if (p.IsZero || Monomial.Divide(p.terms[^1].Monomial, last.Monomial) is null) return null;
        var quotient = new List<(Monomial, Rational)>();
        for (var rest = p; !rest.IsZero;)
        {
            if (quotient.Count > 200 || Monomial.Divide(rest.terms[0].Monomial, lead) is not { } m) return null;
            var factor = rest.terms[0].Coefficient / c;
            quotient.Add((m, factor));
            rest += Of(m, -factor) * q;
        }
        return Of(quotient);
    }

    /// <summary>The number c with this = c · (whole coprime coefficients, the first one positive).</summary>
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

    public bool Equals(Polynomial? other)
    {
        if (other is null || terms.Length != other.terms.Length) return false;
        for (var i = 0; i < terms.Length; i++)
            if (!terms[i].Coefficient.Equals(other.terms[i].Coefficient) || !terms[i].Monomial.Equals(other.terms[i].Monomial)) return false;
        return true;
    }

    public override bool Equals(object? other) => Equals(other as Polynomial);
    public override int GetHashCode() { var h = 7; foreach (var (m, c) in terms) h = h * 31 + m.GetHashCode() + 3 * c.GetHashCode(); return h; }
}
