namespace NotebookLib;

/// <summary>+ − × ÷ of formulas, tidied as one does while writing: x + 0 is x, 0 · x is 0, 1 · x is x, 2 · 3 is 6.</summary>
public abstract partial record Formula
{
    /// <summary>A finite number as a formula.</summary>
    public static implicit operator Formula(double value) => FormulaOf.Constant(value);

    /// <summary>The sum u + v.</summary>
    public static Formula operator +(Formula u, Formula v) => (u, v) switch
    {
        (Number p, Number q) => new Number(p.Value + q.Value),
        (Number { Value.IsZero: true }, _) => v,
        (_, Number { Value.IsZero: true }) => u,
        _ => new Sum([.. TermsOf(u), .. TermsOf(v)]),
    };

    /// <summary>The negative −u.</summary>
    public static Formula operator -(Formula u) => u switch
    {
        Number p => new Number(-p.Value),
        Product { Factors: [Number p, .. var rest] } =>
            p.Value == -1 ? Join(rest) : new Product([new Number(-p.Value), .. rest]),
        Product p => new Product([Number.MinusOne, .. p.Factors]),
        _ => new Product([Number.MinusOne, u]),
    };

    /// <summary>The difference u − v.</summary>
    public static Formula operator -(Formula u, Formula v) => u + -v;

    /// <summary>The product u · v.</summary>
    public static Formula operator *(Formula u, Formula v) => (u, v) switch
    {
        (Number p, Number q) => new Number(p.Value * q.Value),
        (Number { Value.IsZero: true }, _) or (_, Number { Value.IsZero: true }) => Number.Zero,
        (Number { Value.IsOne: true }, _) => v,
        (_, Number { Value.IsOne: true }) => u,
        (Number p, Product { Factors: [Number q, .. var rest] }) => new Number(p.Value * q.Value) * Join(rest),
        (Number, Product q) => new Product([u, .. q.Factors]),
        (_, Number) => v * u,
        (Product { Factors: [Number p, .. var left] }, Product { Factors: [Number q, .. var right] })
            => new Number(p.Value * q.Value) * (Join(left) * Join(right)),
        (_, Product { Factors: [Number q, .. var rest] }) => q * (u * Join(rest)),
        _ => new Product([.. FactorsOf(u), .. FactorsOf(v)]),
    };

    /// <summary>The quotient u / v.</summary>
    public static Formula operator /(Formula u, Formula v) => (u, v) switch
    {
        (Number p, Number { Value.IsZero: false } q) => new Number(p.Value / q.Value),
        (_, Number { Value.IsOne: true }) => u,
        (Number { Value.IsOne: true }, _) => new Power(v, Number.MinusOne),
        _ => new Product([.. FactorsOf(u), new Power(v, Number.MinusOne)]),
    };

    private static Formula Join(IReadOnlyList<Formula> factors) =>
        factors.Count switch { 0 => Number.One, 1 => factors[0], _ => new Product(new Terms(factors)) };

    internal static IReadOnlyList<Formula> TermsOf(Formula f) => f is Sum s ? s.Terms : [f];
    internal static IReadOnlyList<Formula> FactorsOf(Formula f) => f is Product p ? p.Factors : [f];
}

/// <summary>Short ways to write the formulas that rules are made of.</summary>
internal static class FormulaOf
{
    public static readonly Formula One = Number.One, Zero = Number.Zero;

    public static Formula Constant(double value) =>
        value == Math.PI ? NotebookLib.Constant.Pi
        : value == Math.E ? NotebookLib.Constant.E
        : PiecesOfPi(value) is { } pieces ? pieces
        : double.IsFinite(value) ? new Number(Rational.From(value))
        : throw new FormulaException(
            $"A formula cannot contain {(double.IsNaN(value) ? "NaN (not a number)" : "infinity")}. Use a finite number.");

    /// <summary>2π, π/2 and the like, which the compiler has turned into one number.</summary>
    private static Formula? PiecesOfPi(double value)
    {
        const double least = 0.2, most = 40;  // π/12 and 12π with room: further multiples are no longer recognised by eye
        if (Math.Abs(value) is < least or > most) return null;
        foreach (var q in (ReadOnlySpan<int>)[1, 2, 3, 4, 6])
        {
            var p = Math.Round(value * q / Math.PI);
            if (p != 0 && p * Math.PI / q == value) return p * (Formula)NotebookLib.Constant.Pi / q;
        }
        return null;
    }

    public static Formula Pow(Formula u, Formula n) => (u, n) switch
    {
        (_, Number { Value.IsOne: true }) => u,
        (_, Number { Value.IsZero: true }) => One,
        (Number { Value.IsZero: false } p, Number { Value.IsInteger: true } q) when q.Value.Abs().CompareTo(64) <= 0 =>
            new Number(p.Value.Pow((int)q.Value.Numerator)),
        _ => new Power(u, n),
    };

    public static Formula Square(Formula u) => Pow(u, 2);
    public static Formula Exp(Formula u) => new Call(Function.Exp, u);
    public static Formula Log(Formula u) => new Call(Function.Log, u);
}
