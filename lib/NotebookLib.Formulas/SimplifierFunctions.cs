using static NotebookLib.FormulaOf;

namespace NotebookLib;

/// <summary>How powers, functions and cases are read: the identities that hold wherever both sides have a value.</summary>
internal sealed partial class Simplifier
{
    Factored ReadPower(Formula u, Formula exponent)
    {
        if (exponent is Number { Value: var n })
        {
            var b = Read(u);
            return n.IsInteger && n.Abs().CompareTo(1000) <= 0 && !(b.IsZero && n.Sign <= 0) ? WithoutAbs(b.Pow((int)n.Numerator, Cancelled)) : ReadRoot(b, n);
        }
        if (u == Constant.E) return ReadCall(Function.Exp, exponent);
        var whole = Formula.TermsOf(exponent).OfType<Number>().FirstOrDefault(k => k.Value.IsInteger);
        if (whole is null) return Atom(new Power(Simple(u), exponent));
        var rest = Formula.TermsOf(exponent).Where(t => !ReferenceEquals(t, whole)).Aggregate((s, t) => s + t);      // u^(w+n) = u^w uⁿ
        return Times(Atom(new Power(Simple(u), rest)), ReadPower(u, whole));
    }

    /// <summary>A power that is not whole: it may pass through one odd power, and √(p²) is |p|; a product is left together.</summary>
    Factored ReadRoot(Factored b, Rational n)
    {
        if (b.IsNumber) return ExactRoot(b.Coefficient, n) is { } root ? Factored.Of(root) : Atom(new Power(new Number(b.Coefficient), new Number(n)));
        if (b.Factors.Count == 1 && b.Factors.First() is var (p, e))
        {
            if (b.Coefficient.IsOne && (!e.IsInteger || !e.Numerator.IsEven)) return Factored.Of(p, e * n);
            if (b.Coefficient.IsOne && e == 2 && n == new Rational(1, 2)) return Atom(new Call(Function.Abs, Write(p)));
            if (e.IsOne) return Factored.Of(b.Coefficient * p, n);
        }
        return Factored.Of(Polynomial.Atom(AtomOf(Write(b))), n);
    }

    static Rational? ExactRoot(Rational c, Rational n)
    {
        if (c.IsOne) return c;
        if (c.Sign <= 0 || n.Denominator > 8 || n.Numerator.GetBitLength() > 6) return null;
        var q = (int)n.Denominator;
        var root = new Rational(Root(c.Numerator, q), Root(c.Denominator, q));
        return root.Pow(q) == c ? root.Pow((int)n.Numerator) : null;
    }

    static long Root(System.Numerics.BigInteger x, int q) => x.GetBitLength() > 60 ? 1 : (long)Math.Round(Math.Pow((double)x, 1.0 / q));

    Factored ReadCall(Function g, Formula argument)
    {
        if (g.Exponent is { } root && !g.DefinedEverywhere) return ReadPower(argument, new Number(root));     // not ∛, which takes u < 0
        var b = Read(argument);
        if (b.IsNumber && (b.IsZero || b.Coefficient.IsOne) && g.Value(b.IsZero ? 0 : 1) is (0 or 1) and var known) return Factored.Of((long)known);
        if (g.Scaling is { } scaling && !b.IsZero && !b.Coefficient.IsOne)                                 // |cu| = |c||u|
            return Times(Factored.Of(scaling(b.Coefficient)), ReadCall(g, Write(b with { Coefficient = 1 })));
        if (g.Parity != Parity.None && b.Coefficient.Sign < 0)                                              // sin(−u) = −sin u, cos(−u) = cos u
            return Times(Factored.Of(g.Parity == Parity.Odd ? -1 : 1), ReadCall(g, Write(b with { Coefficient = -b.Coefficient })));
        var u = Write(b);
        var inner = u == Constant.E ? new Call(Function.Exp, FormulaOf.One) : u as Call;
        if (inner is null || inner.Function != g.Undoes?.Invoke()) return Atom(new Call(g, u));
        if (!inner.Function.DefinedEverywhere) AssumePositive(inner.Argument);                             // e^(ln v) = v where v > 0, ln eᵛ = v
        return Read(inner.Argument);
    }

    void AssumePositive(Formula v) { foreach (var p in Read(v).Factors.Keys) Cancelled(p, false); }

    Factored ReadExtremum(bool max, Formula u, Formula v) => (u, v) switch
    {
        (Number p, Number q) => Factored.Of(p.Value.CompareTo(q.Value) > 0 == max ? p.Value : q.Value),
        _ when u.Equals(v) => Read(u),
        _ => Atom(new Extremum(max, u, v)),
    };

    Factored ReadCases(Formula condition, Formula u, Formula v) =>
        condition is Number c ? Read(c.Value.IsZero ? v : u)
        : u.Equals(v) ? Read(u)
        : Atom(new Piecewise(condition, u, v));

    /// <summary>Both sides simplified; decided where both are numbers.</summary>
    Formula ReadCondition(Formula c) => c switch
    {
        Comparison(var u, var relation, var v) => new Comparison(Simple(u), relation, Simple(v)) is var simple && simple is { Left: Number p, Right: Number q }
            ? (simple.Holds(p.Value.CompareTo(q.Value), 0) ? FormulaOf.One : Zero)
            : simple,
        Logic(var both, var u, var v) => Logic.Of(both, ReadCondition(u), ReadCondition(v)),
        Not(var u) => ReadCondition(u).Negated(),
        _ => c,
    };
}
