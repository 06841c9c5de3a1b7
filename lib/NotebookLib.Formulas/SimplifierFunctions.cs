using static NotebookLib.FormulaOf;

namespace NotebookLib;

/// <summary>How powers, functions and cases are read: the identities that hold wherever both sides have a value.</summary>
internal sealed partial class Simplifier
{
    private Factored ReadPower(Formula u, Simplified exponent)
    {
        if (exponent.Formula is Number { Value: var n })
        {
            var b = Read(u);
            var isWhole = Factored.IsWhole(n) && !(b.IsZero && n.Sign <= 0);
            return (isWhole ? WithoutAbs(b.Pow((int)n.Numerator)) : ReadRoot(b, n).Given(b.Assumed)).Given(exponent.Assumed);
        }
        if (u == Constant.E) return ReadCall(Function.Exp, exponent.Formula).Given(exponent.Assumed);
        var (simple, assumed) = Simplify(u);
        var terms = Formula.TermsOf(exponent.Formula);
        var whole = terms.OfType<Number>().FirstOrDefault(k => k.Value.IsInteger);
        var power = whole is null
            ? Atom(new Power(simple, exponent.Formula))
            : Times(                                                       // u^(w+n) = u^w uⁿ
                Atom(new Power(simple, terms.Where(t => !ReferenceEquals(t, whole)).Aggregate((s, t) => s + t))),
                ReadPower(u, new(whole, [])));
        return power.Given(assumed).Given(exponent.Assumed);
    }

    /// <summary>A power that is no integer: it may pass through one odd power, √(p²) is |p|, a product stays together.</summary>
    private Factored ReadRoot(Factored b, Rational n)
    {
        if (b.IsNumber) return ExactRoot(b.Coefficient, n) is { } root ? Factored.Of(root)
            : Atom(new Power(Write(b), new Number(n)));
        if (b.Factors.Count == 1 && b.Factors.First() is var (p, e))
        {
            if (b.Coefficient.IsOne && (!e.IsInteger || !e.Numerator.IsEven)) return Factored.Of(p, e * n);
            if (b.Coefficient.IsOne && e == 2 && n == Rational.Half) return Atom(new Call(Function.Abs, Write(p)));
            if (e.IsOne) return Factored.Of(b.Coefficient * p, n);
        }
        return Factored.Of(Polynomial.Of(AtomOf(Write(b))), n);
    }

    /// <summary>cⁿ where it is a fraction again: 8^(2/3) is 4.</summary>
    private static Rational? ExactRoot(Rational c, Rational n)
    {
        const int highest = 8, bits = 6;                     // roots and powers that one finds by hand
        if (c.IsOne) return c;
        if (c.Sign <= 0 || n.Denominator > highest || n.Numerator.GetBitLength() > bits) return null;
        var q = (int)n.Denominator;
        var root = new Rational(Root(c.Numerator, q), Root(c.Denominator, q));
        return root.Pow(q) == c ? root.Pow((int)n.Numerator) : null;
    }

    private static long Root(System.Numerics.BigInteger x, int q) =>
        x.GetBitLength() > 60 ? 1 : (long)Math.Round(Math.Pow((double)x, 1.0 / q));

    private Factored ReadCall(Function g, Formula argument)
    {
        // not ∛, which takes u < 0
        if (g.Exponent is { } root && g.Domain is not null) return ReadPower(argument, new(new Number(root), []));
        var b = Read(argument);
        return ReadCall(g, b).Given(b.Assumed);
    }

    private Factored ReadCall(Function g, Factored b)
    {
        var value = b.IsZero ? g.Value(0) : b.IsNumber && b.Coefficient.IsOne ? g.Value(1) : double.NaN;
        if (value is 0 or 1) return Factored.Of((long)value);                                               // e⁰ = 1, ln 1 = 0, …
        if (g.Scaling is { } scaling && !b.IsZero && !b.Coefficient.IsOne)                                 // |cu| = |c||u|
            return Times(Factored.Of(scaling(b.Coefficient)), ReadCall(g, b.With(1)));
        if (g.Parity != Parity.None && b.Coefficient.Sign < 0)  // sin(−u) = −sin u, cos(−u) = cos u
            return Times(Factored.Of(g.Parity == Parity.Odd ? -1 : 1), ReadCall(g, b.With(-b.Coefficient)));
        var u = Write(b);
        var inner = u == Constant.E ? new Call(Function.Exp, FormulaOf.One) : u as Call;
        if (inner is null || inner.Function != g.Undoes?.Invoke()) return Atom(new Call(g, u));
        var v = Read(inner.Argument);  // ln eᵛ = v; e^(ln v) = v where v > 0
        return inner.Function.Domain is null ? v : v.Factors.Keys.Aggregate(v, (form, p) => form.Given(p, true));
    }

    /// <summary>|u|² is u², |u| · sgn u is u, and u · sgn u is |u|.</summary>
    private Factored WithoutAbs(Factored f)
    {
        foreach (var (p, e) in f.Factors)
        {
            if (p.AsFormula is not Call(var g, var u) || !e.IsInteger || e.Sign < 0) continue;
            if (g == Function.Abs && e.CompareTo(2) >= 0) return WithoutAbs(f.Less(p, 2) * Read(u).Pow(2));
            if (g != Function.Sign) continue;
            var abs = Polynomial.Of(AtomOf(new Call(Function.Abs, u)));
            if (f.Factors.ContainsKey(abs)) return WithoutAbs(f.Less(p, 1).Less(abs, 1) * Read(u));
            if (Read(u).AsPolynomial is { } q && f.Factors.TryGetValue(q, out var power) && power.IsInteger && power.Sign > 0)
                return WithoutAbs(f.Less(p, 1).Less(q, 1) * Factored.Of(abs));
        }
        return f;
    }

    private Factored ReadExtremum(bool max, Simplified u, Simplified v)
    {
        var form = (u.Formula, v.Formula) switch
        {
            (Number p, Number q) => Factored.Of(p.Value.CompareTo(q.Value) > 0 == max ? p.Value : q.Value),
            var (p, q) => p.Equals(q) ? Read(p) : Atom(new Extremum(max, p, q)),
        };
        return form.Given(u.Assumed).Given(v.Assumed);
    }

    private Factored ReadCases(Simplified condition, Formula u, Formula v)
    {
        if (condition.Formula is Number c) return Read(c.Value.IsZero ? v : u).Given(condition.Assumed);
        var (then, otherwise) = (Simplify(u), Simplify(v));
        var form = then.Formula.Equals(otherwise.Formula) ? Read(then.Formula)
            : Atom(new Piecewise(condition.Formula, then.Formula, otherwise.Formula));
        return form.Given(condition.Assumed).Given(then.Assumed).Given(otherwise.Assumed);
    }

    /// <summary>Both sides simplified; decided where both are numbers.</summary>
    private Simplified ReadCondition(Formula c)
    {
        switch (c)
        {
            case Comparison(var left, var relation, var right):
                var (u, v) = (Simplify(left), Simplify(right));
                var simple = new Comparison(u.Formula, relation, v.Formula);
                Formula decided = simple is not { Left: Number p, Right: Number q } ? simple
                    : relation.Holds(p.Value.CompareTo(q.Value), 0) ? FormulaOf.One : Zero;
                return new(decided, [.. u.Assumed, .. v.Assumed]);
            case Logic(var both, var left, var right):
                var (first, second) = (ReadCondition(left), ReadCondition(right));
                return new(Logic.Of(both, first.Formula, second.Formula), [.. first.Assumed, .. second.Assumed]);
            case Not(var inner):
                var condition = ReadCondition(inner);
                return condition with { Formula = condition.Formula.Negated() };
            default: return new(c, []);
        }
    }
}
