using System.Globalization;
using System.Numerics;

namespace NotebookLib;

/// <summary>An exact fraction p/q in lowest terms, q &gt; 0: the numbers of a formula, so that 1/3 + 1/6 is 1/2 and nothing is
/// lost.</summary>
internal readonly struct Rational : IEquatable<Rational>, IComparable<Rational>
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

    public static readonly Rational Zero = 0, One = 1;
    public static implicit operator Rational(long n) => new(n, 1);

    public bool IsZero => Numerator.IsZero;
    public bool IsOne => Numerator.IsOne && IsInteger;
    public bool IsInteger => denominator.IsOne || denominator.IsZero;
    public int Sign => Numerator.Sign;

    public static Rational operator +(Rational p, Rational q) => p.IsInteger && q.IsInteger
        ? new(p.Numerator + q.Numerator, 1)
        : new(p.Numerator * q.Denominator + q.Numerator * p.Denominator, p.Denominator * q.Denominator);
    public static Rational operator -(Rational p) => new(-p.Numerator, p.Denominator);
    public static Rational operator -(Rational p, Rational q) => p + -q;
    public static Rational operator *(Rational p, Rational q) => p.IsInteger && q.IsInteger ? new(p.Numerator * q.Numerator, 1)
        : new(p.Numerator * q.Numerator, p.Denominator * q.Denominator);
    public static Rational operator /(Rational p, Rational q) => new(p.Numerator * q.Denominator, p.Denominator * q.Numerator);
    public static bool operator ==(Rational p, Rational q) => p.Equals(q);
    public static bool operator !=(Rational p, Rational q) => !p.Equals(q);

    public Rational Pow(int n) => n >= 0
        ? new(BigInteger.Pow(Numerator, n), BigInteger.Pow(Denominator, n))
        : new(BigInteger.Pow(Denominator, -n), BigInteger.Pow(Numerator, -n));

    /// <summary>The greatest integer that is not above this.</summary>
    public Rational Floor() => new(BigInteger.Divide(Numerator - (Sign < 0 ? Denominator - 1 : 0), Denominator), 1);

    public Rational Abs() => new(BigInteger.Abs(Numerator), Denominator);

    public bool Equals(Rational other) => Numerator == other.Numerator && Denominator == other.Denominator;
    public override bool Equals(object? other) => other is Rational q && Equals(q);
    public override int GetHashCode() => HashCode.Combine(Numerator, Denominator);
    public int CompareTo(Rational other) => (Numerator * other.Denominator).CompareTo(other.Numerator * Denominator);

    /// <summary>The double nearest to p/q; correct to the last bit while p and q are below 2⁵³.</summary>
    public double ToDouble()
    {
        var (p, q) = (Numerator, Denominator);
        var excess = Math.Max(p.GetBitLength(), q.GetBitLength());
        if (excess <= 1000) return (double)p / (double)q;
        var shift = (int)(p.GetBitLength() - q.GetBitLength()) - 64;   // scale to a 64-bit quotient
        var quotient = shift >= 0 ? p / (q << shift) : (p << -shift) / q;
        return Math.ScaleB((double)quotient, shift);
    }

    /// <summary>
    /// The fraction meant by a double: 0.3 is 3/10 and 1.0/3 is 1/3, wherever that fraction rounds to this double;
    /// otherwise the exact binary fraction.
    /// </summary>
    public static Rational From(double value)
    {
        if (value == Math.Floor(value) && Math.Abs(value) < 1e15) return (long)value;
        if (Decimal(value) is { } d && d.ToDouble() == value) return d;
        for (long q = 3; q <= 999; q++)
            if (Math.Abs(value) < 1e9 && Math.Round(value * q) / q == value) return new((long)Math.Round(value * q), q);
        var exponent = (int)(BitConverter.DoubleToInt64Bits(value) >> 52 & 0x7FF);
        var fraction = BitConverter.DoubleToInt64Bits(value) & 0xFFFFFFFFFFFFF;
        BigInteger m = (exponent == 0 ? fraction : fraction | 1L << 52) * (value < 0 ? -1 : 1);
        var e = Math.Max(exponent, 1) - 1075;
        return e >= 0 ? new(m << e, 1) : new(m, BigInteger.One << -e);
    }

    private static Rational? Decimal(double value)
    {
        var text = Math.Abs(value).ToString("E14", CultureInfo.InvariantCulture);          // d.dddddddddddddde±ddd
        if (double.Parse(text, CultureInfo.InvariantCulture) != Math.Abs(value)) return null;
        var digits = BigInteger.Parse(text[..1] + text[2..16], CultureInfo.InvariantCulture) * Math.Sign(value);
        var e = int.Parse(text[17..], CultureInfo.InvariantCulture) - 14;
        return e >= 0 ? new(digits * BigInteger.Pow(10, e), 1) : new(digits, BigInteger.Pow(10, -e));
    }
}
