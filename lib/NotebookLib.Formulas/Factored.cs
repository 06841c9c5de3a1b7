namespace NotebookLib;

/// <summary>
/// c · p₁^e₁ · p₂^e₂ · …: a number and powers of polynomials, with what had to be assumed on the way to it. Where an exponent is
/// an integer its polynomial is in lowest terms (<see cref="Polynomial.Content"/>), so that equal factors meet and cancel.
/// </summary>
internal sealed record Factored(Rational Coefficient, IReadOnlyDictionary<Polynomial, Rational> Factors)
{
    private const int HighestPower = 1000;              // above it a power is not worked out

    private static readonly Dictionary<Polynomial, Rational> None = [];
    public static readonly Factored Zero = new(0, None), One = new(1, None);
    public static Factored Of(Rational c) => new(c, None);
    public static Factored Of(Polynomial p) => Of(p, 1);

    /// <summary>What was cancelled, or drawn out of a root.</summary>
    public IReadOnlyList<Condition> Assumed { get; init; } = [];

    /// <summary>p^e for a polynomial as it is: content and common powers are taken out where e is an integer.</summary>
    public static Factored Of(Polynomial p, Rational e)
    {
        if (p.IsZero) return Zero;
        if (!IsWhole(e)) return new(1, new Dictionary<Polynomial, Rational> { [p] = e });
        var (content, common) = (p.Content, p.CommonMonomial);
        var factors = common.Powers.ToDictionary(f => Polynomial.Of(f.Atom), f => f.Power * e);
        var rest = content.IsOne && common.IsOne ? p : Polynomial.Divide(p, Polynomial.Of(common, content))!;
        if (!rest.IsConstant) factors[rest] = e;
        return new(content.Pow((int)e.Numerator), factors);
    }

    public static bool IsWhole(Rational e) => e.IsInteger && e.Abs().CompareTo(HighestPower) <= 0;

    public bool IsZero => Coefficient.IsZero;
    public bool IsNumber => Factors.Count == 0;

    /// <summary>The polynomial, if this is one and nothing else.</summary>
    public Polynomial? AsPolynomial =>
        Coefficient.IsOne && Factors.Count == 1 && Factors.First() is { Value.IsOne: true } only ? only.Key : null;

    public Factored With(Rational coefficient) => this with { Coefficient = coefficient };

    public Factored Without(Polynomial p) => this with { Factors = Factors.Where(f => !f.Key.Equals(p)).ToDictionary() };

    /// <summary>The same with p^(e − by) in place of p^e.</summary>
    public Factored Less(Polynomial p, int by)
    {
        var factors = new Dictionary<Polynomial, Rational>(Factors);
        if (factors[p] == by) factors.Remove(p); else factors[p] -= by;
        return this with { Factors = factors };
    }

    public Factored Given(IReadOnlyList<Condition> more) =>
        more.Count == 0 ? this : this with { Assumed = Assumed.Count == 0 ? more : [.. Assumed.Union(more)] };

    /// <summary>That a factor is not 0, or is positive; of a number nothing needs to be said.</summary>
    public Factored Given(Polynomial factor, bool positive) =>
        factor.Terms.ToArray().SelectMany(t => t.Monomial.Powers).Any(p => p.Atom.Formula.Any(f => f is Variable))
            ? Given([new(factor, positive)]) : this;

    public static Factored operator *(Factored u, Factored v)
    {
        if (u.IsZero || v.IsZero) return Zero.Given(u.Assumed).Given(v.Assumed);
        if (v.IsNumber) return u.With(u.Coefficient * v.Coefficient).Given(v.Assumed);
        var factors = new Dictionary<Polynomial, Rational>(u.Factors);
        var result = new Factored(u.Coefficient * v.Coefficient, factors) { Assumed = u.Assumed }.Given(v.Assumed);
        var again = One;
        foreach (var (p, e) in v.Factors)
        {
            if (!factors.Remove(p, out var old)) { factors[p] = e; continue; }
            var sum = old + e;
            if (old.Sign != e.Sign && sum.Sign >= 0) result = result.Given(p, !(old.IsInteger && e.IsInteger));
            else if (!old.IsInteger && sum.IsInteger) result = result.Given(p, true);
            if (sum.IsZero) continue;
            if (sum.IsInteger && !old.IsInteger) again *= Of(p, sum); else factors[p] = sum;
        }
        return again.IsNumber && again.Coefficient.IsOne ? result : result * again;
    }

    /// <summary>The power with an integer as exponent.</summary>
    public Factored Pow(int n)
    {
        var whole = Factors.Where(f => f.Value.IsInteger).ToDictionary(f => f.Key, f => f.Value * n);
        var result = this with { Coefficient = Coefficient.Pow(n), Factors = whole };
        foreach (var (p, e) in Factors.Where(f => !f.Value.IsInteger))
            result = ((e * n).IsInteger ? result.Given(p, true) : result) * Of(p, e * n);
        return result;
    }
}

/// <summary>That a polynomial is not 0, or is positive.</summary>
internal sealed record Condition(Polynomial Factor, bool Positive);
