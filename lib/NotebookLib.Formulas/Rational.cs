using System.Globalization;
using System.Numerics;

namespace NotebookLib;

/// <summary>An exact fraction p/q in lowest terms, q &gt; 0: the numbers of a formula, where 1/3 + 1/6 is 1/2.</summary>
internal readonly record struct Rational : IComparable<Rational>
{
    private readonly BigInteger denominator;           // 0 in default(Rational), which is 0/1

    public Rational(BigInteger numerator, BigInteger denominator)
    {
        if (denominator.IsZero) throw new DivideByZeroException();
        if (!denominator.IsOne)
        {
            var g = BigInteger.GreatestCommonDivisor(numerator, denominator);
            if (denominator.Sign < 0) g = -g;
            if (!g.IsOne) { numerator /= g; denominator /= g; }
        }
        Numerator = numerator;
        this.denominator = denominator;
    }

    public BigInteger Numerator { get; }
    public BigInteger Denominator => denominator.IsZero ? BigInteger.One : denominator;

    public static readonly Rational Zero = 0, One = 1, Half = new(1, 2);
    public static implicit operator Rational(long n) => new(n, 1);
    public static implicit operator Rational(BigInteger n) => new(n, 1);

    public bool IsZero => Numerator.IsZero;
    public bool IsOne => Numerator.IsOne && IsInteger;
    public bool IsInteger => denominator.IsOne || denominator.IsZero;
    public int Sign => Numerator.Sign;

    /// <summary>Do its digits after the point end, as those of 0.3 do and those of 1/3 do not?</summary>
    public bool IsDecimal
    {
        get
        {
            var q = Denominator;
            while (q % 2 == 0) q /= 2;
            while (q % 5 == 0) q /= 5;
            return q.IsOne;
        }
    }

    public static Rational operator +(Rational p, Rational q) => p.IsInteger && q.IsInteger
        ? p.Numerator + q.Numerator
        : new Rational(p.Numerator * q.Denominator + q.Numerator * p.Denominator, p.Denominator * q.Denominator);
    public static Rational operator -(Rational p) => new(-p.Numerator, p.Denominator);
    public static Rational operator -(Rational p, Rational q) => p + -q;
    public static Rational operator *(Rational p, Rational q) => p.IsInteger && q.IsInteger ? p.Numerator * q.Numerator
        : new Rational(p.Numerator * q.Numerator, p.Denominator * q.Denominator);
    public static Rational operator /(Rational p, Rational q) => new(p.Numerator * q.Denominator, p.Denominator * q.Numerator);

    public Rational Pow(int n) => n >= 0
        ? new(BigInteger.Pow(Numerator, n), BigInteger.Pow(Denominator, n))
        : new(BigInteger.Pow(Denominator, -n), BigInteger.Pow(Numerator, -n));

    /// <summary>The greatest integer that is not above this.</summary>
    public Rational Floor() => (Numerator - (Sign < 0 ? Denominator - 1 : 0)) / Denominator;

    public Rational Abs() => new(BigInteger.Abs(Numerator), Denominator);

    public bool Equals(Rational other) => Numerator == other.Numerator && Denominator == other.Denominator;
    public override int GetHashCode() => HashCode.Combine(Numerator, Denominator);
    public int CompareTo(Rational other) => (Numerator * other.Denominator).CompareTo(other.Numerator * Denominator);

    /// <summary>The double nearest to p/q; correct to the last bit while p and q are below 2⁵³.</summary>
    public double ToDouble()
    {
        var (p, q) = (Numerator, Denominator);
        if (Math.Max(p.GetBitLength(), q.GetBitLength()) <= 1000) return (double)p / (double)q;
        var shift = (int)(p.GetBitLength() - q.GetBitLength()) - 64;   // scale to a 64-bit quotient
        var quotient = shift >= 0 ? p / (q << shift) : (p << -shift) / q;
        return Math.ScaleB((double)quotient, shift);
    }

    /// <summary>The fraction that a double means: 3/10 for 0.3, 1/3 for 1.0/3; where none rounds to it, its binary one.</summary>
    public static Rational From(double value)
    {
        if (value == Math.Floor(value) && Math.Abs(value) < 1e15) return (long)value;
        if (Decimal(value) is { } d && d.ToDouble() == value) return d;
        for (long q = 3; q <= 999; q++)
            if (Math.Abs(value) < 1e9 && Math.Round(value * q) / q == value) return new((long)Math.Round(value * q), q);
        var e = Math.Max(Math.ILogB(value), -1022) - 52;                        // value is m · 2ᵉ with a whole number m
        var m = (BigInteger)Math.ScaleB(value, -e);
        return e >= 0 ? m << e : new Rational(m, BigInteger.One << -e);
    }

    private static Rational? Decimal(double value)
    {
        var text = Math.Abs(value).ToString("E14", CultureInfo.InvariantCulture);          // d.dddddddddddddde±ddd
        if (double.Parse(text, CultureInfo.InvariantCulture) != Math.Abs(value)) return null;
        var digits = BigInteger.Parse(text[..1] + text[2..16], CultureInfo.InvariantCulture) * Math.Sign(value);
        var e = int.Parse(text[17..], CultureInfo.InvariantCulture) - 14;
        return e >= 0 ? digits * BigInteger.Pow(10, e) : new Rational(digits, BigInteger.Pow(10, -e));
    }
}
