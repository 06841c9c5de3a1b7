using static NotebookLib.ActivationFunctions;
using static NotebookLib.FormulaOf;

namespace NotebookLib;

/// <summary>Rewrites a formula in the output a as one in z that keeps its digits where the output is next to an end of its range.
/// One identity does it, 1 = σ(u) + σ(−u): r + kσ(u) = (r + k) − kσ(−u), of which that one is taken whose σ is the smaller, so
/// that the small distance to an end is added last. Logarithms then take σ out of their argument, ln σ(u) = −softplus(−u), and
/// everything is computed from e^−|u|.</summary>
internal static class Tails
{
    /// <summary>The formula in a and y (and z) as one in z and y; f⁻¹(a) is z and not found again from a rounded a.</summary>
    public static Formula InZ(Formula f, Activation activation) =>
        Computed(Split(Known(f, activation).Substitute("a", activation.Of(Variable.Z))));

    /// <summary>The formula with z in place of f⁻¹(a).</summary>
    public static Formula Known(Formula f, Activation activation) => f.Replace(g =>
        g is Call(var function, Variable { Name: "a" }) && function == activation.Inverse ? Variable.Z : null);

    /// <summary>Sums, products, logarithms and powers of e in which σ or tanh meets a number, from the inside out.</summary>
    private static Formula Split(Formula f) => f.Map(Split) switch
    {
        Sum s => OneMinusSquare(s) ?? Affine(s) ?? s,
        Product p => ZeroTimesLog(Flat(p)),
        Call({ Name: "Exp" }, Product([Number { Value: var n }, Call(var g, var u)])) when n == -1 && g == Softplus => S(-u),
        Call({ Name: "Log" }, var u) => LogOf(u),
        Call({ Name: "Log2" }, var u) => LogOf(u) / Log(2),
        Call({ Name: "Log10" }, var u) => LogOf(u) / Log(10),
        var other => other,
    };

    private static Formula S(Formula u) => new Call(Sigma, u);

    /// <summary>r + kσ(u) and r + k tanh(u) without a difference of near numbers; r does not depend on z.</summary>
    private static Formula? Affine(Sum s)
    {
        if (s.Terms.Select(Linear).FirstOrDefault(t => t.Call is not null).Call is not { } call) return null;
        var k = Rational.Zero;
        Formula r = 0, others = 0;
        foreach (var term in s.Terms)
            if (Linear(term) is { Call: { } c, Factor: var n } && c.Equals(call)) k += n;
            else if (term.Contains("z")) others += term;
            else r += term;
        if (r is Number { Value.IsZero: true } || k.IsZero) return null;
        var turned = k.Sign < 0 && r is not Number;                      // y − a is −(a − y), which is computed anyway
        if (turned) (k, r) = (-k, Negative(r));
        var split = call.Function == Sigma ? OfSigma(k, r, call.Argument) : OfTanh(k, r, call.Argument);
        return (turned ? -split : split) + others;
    }

    private static Formula OfSigma(Rational k, Formula r, Formula u) => Plus(r, k) is Number { Value.IsZero: true }
        ? r * S(-u)
        : new Piecewise(new Comparison(u, Relation.AtLeast, 0),
            Plus(r, k) - new Number(k) * Smaller(u), new Number(k) * Smaller(u) + r);

    /// <summary>tanh u = σ(2u) − σ(−2u), which near 0 is such a difference itself: there 1 = |tanh u| + 2σ(−2|u|) serves, r + k
    /// tanh u = (k ± r) tanh u + 2rσ(−2|u|).</summary>
    private static Formula OfTanh(Rational k, Formula r, Formula u) => r is Number
        ? Plus(r, k) * S(2 * u) + Plus(r, -k) * S(-2 * u)
        : new Piecewise(new Comparison(u, Relation.AtLeast, 0), Plus(r, k), Plus(Negative(r), k)) * new Call(Function.Tanh, u)
            + 2 * r * Smaller(2 * u);

    /// <summary>r + k, the number first and put together with a number in r.</summary>
    private static Formula Plus(Formula r, Rational k)
    {
        var terms = Formula.TermsOf(r);
        return terms.OfType<Number>().Aggregate((Formula)new Number(k), (u, v) => u + v)
            + terms.Where(t => t is not Number).Aggregate(Zero, (u, v) => u + v);
    }

    /// <summary>k·σ(u) or k·tanh(u); null for any other term.</summary>
    private static (Call? Call, Rational Factor) Linear(Formula term) => term switch
    {
        Call(var g, _) c when g == Sigma || g == Function.Tanh => (c, 1),
        Product([Number n, Call(var g, _) c]) when g == Sigma || g == Function.Tanh => (c, n.Value),
        _ => (null, 0),
    };

    /// <summary>1 − g² of σ or tanh as (1 − g)(1 + g).</summary>
    private static Formula? OneMinusSquare(Sum s) =>
        s.Terms is [Number { Value.IsOne: true }, Product([Number { Value: var n }, Power(var g, Number { Value: var two })])]
            && n == -1 && two == 2 && Linear(g).Call is not null
            ? Split(1 - g) * Split(1 + g)
            : null;

    /// <summary>ln of a product: σ(u) and eᵘ are above 0, so they come out of it; the other factors stay together.</summary>
    private static Formula LogOf(Formula product)
    {
        Formula outside = 0, inside = 1;
        foreach (var factor in Formula.FactorsOf(product))
        {
            var (b, n) = factor is Power(var inner, Number e) ? (inner, e) : (factor, Number.One);
            if (b is Call(var g, var u) && g == Sigma) outside += -n * new Call(Softplus, -u);
            else if (b is Call({ Name: "Exp" }, var v)) outside += n * v;
            else inside *= factor;
        }
        return inside is Number { Value.IsOne: true } ? outside : outside + Log(inside);
    }

    /// <summary>Products in products as one, and −(−u − v) as u + v.</summary>
    private static Formula Flat(Product p)
    {
        var flat = p.Factors.Any(f => f is Product) ? p.Factors.Aggregate((u, v) => u * v) : p;
        return flat is Product { Factors: [Number { Value: var n }, Sum s] } && n == -1 && s.Terms.All(t => t.IsNegative)
            ? Negative(s) : flat;
    }

    private static Formula Negative(Formula sum) => Formula.TermsOf(sum).Aggregate(Zero, (u, v) => u - v);

    /// <summary>y · (… + ln y) is 0 at y = 0, its limit, in all ways to write it; a factor of z cannot be 0 there.</summary>
    private static Formula ZeroTimesLog(Formula f)
    {
        if (f is not Product(var factors)) return f;
        var zero = factors.Where(g => g is not Number && !g.Contains("z") && !HasLog(g)).Aggregate(One, (u, v) => u * v);
        return zero is Number || !factors.Any(HasLog) || factors.Any(HasQuotient) ? f
            : new Piecewise(new Comparison(zero, Relation.Equal, 0), 0, f);

        static bool HasQuotient(Formula g) => g.Any(h => h is Power(var b, Number { Value.Sign: < 0 }) && !b.Contains("z"));
        static bool HasLog(Formula g) => g.Any(h => h is Call({ Name: "Log" }, var u) && u.Contains("y") && !u.Contains("z"));
    }

    /// <summary>σ, softplus and relu by what they are computed from.</summary>
    private static Formula Computed(Formula f) => f.Replace(g => g is Product p ? Paired(p)
        : g is not Call(var function, var u) ? null
        : function == Sigma ? (u.IsNegative ? SigmaOf(Computed(-u), true) : SigmaOf(Computed(u), false))
        : function == Softplus ? (u.IsNegative ? SoftplusOf(Computed(-u), true) : SoftplusOf(Computed(u), false))
        : function == Relu ? new Extremum(true, Computed(u), 0)
        : null);

    /// <summary>σ(u)σ(−u) as the smaller times the larger, without asking which is which; null where there are no two.</summary>
    private static Formula? Paired(Product p)
    {
        var pair = p.Factors.OfType<Call>()
            .FirstOrDefault(c => c.Function == Sigma && !c.Argument.IsNegative && p.Factors.Contains(S(-c.Argument)));
        if (pair?.Argument is not { } u) return null;
        List<Formula> others = [.. p.Factors];
        others.Remove(S(u));
        others.Remove(S(-u));
        return Computed(new Product([.. others, Smaller(u), Larger(u)]));
    }

    /// <summary>e^−|u|, from which the rest is made: of σ(±u) the larger is 1/(1 + e^−|u|), the smaller
    /// e^−|u| times that.</summary>
    private static Formula E(Formula u) => Exp(-new Call(Function.Abs, u));

    private static Formula Larger(Formula u) => new Sum([new Power(1 + E(u), -1)]);   // a sum of one term is computed whole, once

    private static Formula Smaller(Formula u) => new Product([E(u), Larger(u)]);

    private static Formula SigmaOf(Formula u, bool falling) => new Piecewise(new Comparison(u, Relation.AtLeast, 0),
        falling ? Smaller(u) : Larger(u), falling ? Larger(u) : Smaller(u));

    /// <summary>ln(1 + eᵘ) = max(u, 0) + ln(1 + e^−|u|), where max(u, 0) is (|u| + u)/2, exactly.</summary>
    private static Formula SoftplusOf(Formula u, bool falling) =>
        0.5 * (new Call(Function.Abs, u) + (falling ? -u : u)) + new Call(Function.Log1p, E(u));
}
