namespace NotebookLib;

/// <summary>
/// c · p₁^e₁ · p₂^e₂ · …: a number and powers of polynomials. Whole exponents stand on polynomials with whole coprime
/// coefficients and a positive first one, so that equal factors meet and cancel.
/// </summary>
internal sealed record Factored(Rational Coefficient, IReadOnlyDictionary<Polynomial, Rational> Factors)
{
    static readonly Dictionary<Polynomial, Rational> None = [];
    public static readonly Factored Zero = new(0, None), One = new(1, None);
    public static Factored Of(Rational c) => new(c, None);
    public static Factored Of(Polynomial p) => Of(p, 1);

    /// <summary>p^e for a polynomial as it is: content and common powers are taken out where e is a whole number.</summary>
    public static Factored Of(Polynomial p, Rational e)
    {
        if (p.IsZero) return Zero;
        if (!e.IsInteger || e.Abs().CompareTo(1000) > 0) return new(1, new Dictionary<Polynomial, Rational> { [p] = e });
        var n = (int)e.Numerator;
        var content = p.Content;
        var factors = new Dictionary<Polynomial, Rational>();
        var common = p.CommonMonomial;
        foreach (var (atom, power) in common.Powers) factors[Polynomial.Atom(atom)] = power * e;
        var rest = content.IsOne && common.IsOne ? p : Polynomial.Divide(p, Polynomial.Of(common, content))!;
        if (!rest.IsConstant) factors[rest] = e;
        return new(content.Pow(n), factors);
    }

    public bool IsZero => Coefficient.IsZero;
    public bool IsNumber => Factors.Count == 0;

    /// <summary>The product; <paramref name="cancelled"/> hears of each factor that stood above and below the line.</summary>
    public static Factored Multiply(Factored u, Factored v, Action<Polynomial, bool> cancelled)
    {
        if (u.IsZero || v.IsZero) return Zero;
        if (u.IsNumber) return v with { Coefficient = u.Coefficient * v.Coefficient };
        if (v.IsNumber) return u with { Coefficient = u.Coefficient * v.Coefficient };
        var factors = new Dictionary<Polynomial, Rational>(u.Factors);
        var c = u.Coefficient * v.Coefficient;
        Factored? again = null;
        foreach (var (p, e) in v.Factors)
        {
            if (!factors.Remove(p, out var old)) { factors[p] = e; continue; }
            var sum = old + e;
            if (old.Sign != e.Sign && sum.Sign >= 0) cancelled(p, old.IsInteger && e.IsInteger);
            else if (!old.IsInteger && sum.IsInteger) cancelled(p, false);
            if (sum.IsZero) continue;
            if (sum.IsInteger && !old.IsInteger) again = again is null ? Of(p, sum) : Multiply(again, Of(p, sum), cancelled);
            else factors[p] = sum;
        }
        var result = new Factored(c, factors);
        return again is null ? result : Multiply(result, again, cancelled);
    }

    /// <summary>The power with a whole exponent.</summary>
    public Factored Pow(int n, Action<Polynomial, bool> cancelled)
    {
        var result = new Factored(Coefficient.Pow(n), Factors.Where(f => f.Value.IsInteger).ToDictionary(f => f.Key, f => f.Value * n));
        foreach (var (p, e) in Factors.Where(f => !f.Value.IsInteger))
        {
            if ((e * n).IsInteger) cancelled(p, false);
            result = Multiply(result, Of(p, e * n), cancelled);
        }
        return result;
    }
}
