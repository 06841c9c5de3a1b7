using static NotebookLib.FormulaOf;

namespace NotebookLib;

/// <summary>
/// Rewrites a formula in the output a as one in z that keeps its digits where the output is next to an end of its range:
/// a and its distance to either end come from one e^−|z|, ln a from the softplus, and so on. Nothing else is changed.
/// </summary>
internal static class Tails
{
    static readonly Formula Z = Variable.Z;

    /// <summary>What is known of an activation: its range (low, high), and the distances of a to both ends as accurate formulas in z.</summary>
    sealed record Ends(Formula Output, Rational Low, Formula AboveLow, Rational High, Formula BelowHigh, Formula? LogAboveLow, Formula? LogBelowHigh)
    {
        /// <summary>The distance to the nearer end, as long as |z| is above Switch.</summary>
        public required Formula ToNearer { get; init; }
        public required double Switch { get; init; }

        /// <summary>(a − low)(high − a), which needs no case.</summary>
        public required Formula Both { get; init; }
    }

    /// <summary>e^−|z|, from which everything else is made: the larger of σ(z) and σ(−z) is 1/(1 + e^−|z|), the smaller e^−|z| times that.</summary>
    static Formula E(Formula z) => Exp(-new Call(Function.Abs, z));
    static Formula Larger(Formula z) => new Sum([new Power(1 + E(z), -1)]);          // a sum of one term is computed as a whole, once
    static Formula Smaller(Formula z) => new Product([E(z), Larger(z)]);
    static Formula Sigma(Formula z, bool falling) => falling
        ? new Piecewise(new Comparison(z, Relation.AtLeast, 0), Smaller(z), Larger(z))
        : new Piecewise(new Comparison(z, Relation.AtLeast, 0), Larger(z), Smaller(z));

    /// <summary>ln(1 + eᶻ) = max(z, 0) + ln(1 + e^−|z|), where max(z, 0) is (|z| + z)/2, exactly.</summary>
    static Formula Softplus(Formula z, bool falling) => 0.5 * (new Call(Function.Abs, z) + (falling ? -z : z)) + new Call(Function.Log1p, E(z));

    static readonly Ends OfSigmoid = new(Sigma(Z, false), 0, Sigma(Z, false), 1, Sigma(Z, true), -Softplus(Z, true), -Softplus(Z, false))
    {
        ToNearer = Smaller(Z), Switch = 0, Both = new Product([Smaller(Z), Larger(Z)]),
    };

    static readonly Ends OfTanh = new(new Call(Function.Tanh, Z), -1, 2 * Sigma(2 * Z, false), 1, 2 * Sigma(2 * Z, true),
        Log(2) - Softplus(2 * Z, true), Log(2) - Softplus(2 * Z, false))
    {
        ToNearer = 2 * Smaller(2 * Z), Switch = 0.5, Both = new Product([4, Smaller(2 * Z), Larger(2 * Z)]),
    };

    /// <summary>The formula in a and y (and z) as one in z and y.</summary>
    public static Formula InZ(Formula f, Activation activation) => Signs(Expand(NearEnds(Inverse.Undo(f, activation), activation)));

    /// <summary>Minus signs as far out as they go, where they cancel: −(y·(−u) + …) is y·u + …, with the same rounding.</summary>
    static Formula Signs(Formula f)
    {
        var g = f.Map(Signs);
        if (g is Product p && p.Factors.Skip(1).Any(IsNegated))
        {
            var negative = p.Factors.Count(f => IsNegated(f) || f is Number { Value: var n } && n == -1) % 2 == 1;
            var factors = p.Factors.Where(f => f is not Number { Value: var n } || n != -1).SelectMany(f => IsNegated(f) ? Formula.FactorsOf(-f) : [f]).ToArray();
            Formula product = factors.Length == 1 ? factors[0] : new Product([.. factors]);
            return negative ? -product : product;
        }
        return g is Sum s && s.Terms.All(t => t.IsNegative) ? -new Sum([.. s.Terms.Select(t => -t)]) : g;

        static bool IsNegated(Formula f) => f is Product { Factors: [Number { Value: var n }, ..] } && n == -1;
    }

    /// <summary>The activations that are called inside a formula, by their accurate formulas.</summary>
    static Formula Expand(Formula f) => f.Replace(g => g is Call(var function, var u)
        ? function == ActivationFunctions.Sigma ? Sigma(Expand(u), false)
        : function == ActivationFunctions.Softplus ? Softplus(Expand(u), false)
        : function == ActivationFunctions.Relu ? new Extremum(true, Expand(u), 0)
        : null
        : null);

    static Formula NearEnds(Formula f, Activation activation) =>
        activation == Activation.Sigmoid ? Rewrite(f, OfSigmoid)
        : activation == Activation.Tanh ? Rewrite(f, OfTanh)
        : activation == Activation.Exp ? f.Replace(g => g switch
        {
            Call { Function.Name: "Log", Argument: Variable { Name: "a" } } => Z,               // ln eᶻ = z
            Variable { Name: "a" } => Exp(Z),
            _ => null,
        })
        : activation == Activation.Softplus ? f.Replace(g => g switch
        {
            Sum([Number { Value.IsOne: true }, Product([Number n, Call { Function.Name: "Exp", Argument: Product([Number m, Variable { Name: "a" }]) }])])
                when n.Value == -1 && m.Value == -1 => Sigma(Z, false),                          // 1 − e⁻ᵃ = σ(z)
            Variable { Name: "a" } => Softplus(Z, false),
            _ => null,
        })
        : f.Substitute("a", activation.Formula);

    static Formula Rewrite(Formula f, Ends ends) => f.Contains("a") ? f switch
    {
        Variable => ends.Output,
        Sum s when Affine(s, ends) is { } g => g,
        Product p when WithBoth(p, ends) is { } g => g,
        Call { Function.Name: ("Log" or "Log2" or "Log10") and var name, Argument: var u } when LogOf(u, ends) is { } g =>
            name == "Log" ? g : g / Log(name == "Log2" ? 2 : 10),
        _ => f.Map(part => Rewrite(part, ends)),
    } : f;

    /// <summary>r + k·a as (r + k·high) − k·(high − a) in the upper half and (r + k·low) + k·(a − low) in the lower: the small distance is added last.</summary>
    static Formula? Affine(Sum s, Ends ends)
    {
        if (OneMinusSquare(s) is { } product) return ends.Low == -1 ? ends.Both : Rewrite(product, ends);
        var k = Rational.Zero;
        Formula rest = 0;
        foreach (var term in s.Terms)
            if (term is Variable { Name: "a" }) k += 1;
            else if (term is Product([Number n, Variable { Name: "a" }])) k += n.Value;
            else rest += Rewrite(term, ends);
        if (k.IsZero || rest.Contains("a")) return null;
        if (k.Sign < 0 && rest is not Number && Affine(new Sum([.. s.Terms.Select(t => -t)]), ends) is { } flipped) return -flipped;       // y − a as −(a − y), which is computed anyway
        Formula slope = new Number(k), atHigh = Summed(rest, new Number(k * ends.High)), atLow = Summed(rest, new Number(k * ends.Low));
        if (atHigh is Number { Value.IsZero: true }) return -slope * ends.BelowHigh;
        if (atLow is Number { Value.IsZero: true }) return slope * ends.AboveLow;
        Formula upper = new Sum([atHigh, -slope * ends.ToNearer]), lower = atLow is Product { IsNegative: true } ? new Sum([slope * ends.ToNearer, atLow]) : new Sum([atLow, slope * ends.ToNearer]);
        return ends.Switch == 0
            ? new Piecewise(new Comparison(Z, Relation.AtLeast, 0), upper, lower)
            : new Piecewise(new Comparison(Z, Relation.Greater, ends.Switch), upper,
                new Piecewise(new Comparison(Z, Relation.Less, -ends.Switch), lower, rest + slope * ends.Output));
    }

    /// <summary>A product with a and 1 − a (both distances) among its factors.</summary>
    static Formula? WithBoth(Product p, Ends ends)
    {
        int IndexOf(Formula distance) => p.Factors.ToList().FindIndex(f => f.Equals(distance));
        var (low, high) = (IndexOf(Variable.A - new Number(ends.Low)), IndexOf(new Number(ends.High) - Variable.A));
        return low < 0 || high < 0 ? null
            : new Product([.. p.Factors.Where((_, i) => i != low && i != high).Select(f => Rewrite(f, ends)), .. Formula.FactorsOf(ends.Both)]);
    }

    static Formula Summed(Formula rest, Formula number) =>
        rest is Number || number is Number { Value.IsZero: true } ? rest + number
        : Formula.TermsOf(rest) is var terms && terms.OfType<Number>().FirstOrDefault() is { } n
            ? terms.Where(t => !ReferenceEquals(t, n)).Aggregate((Formula)(n + number), (u, v) => u + v)
        : number + rest;

    /// <summary>1 − a² as (1 − a)(1 + a).</summary>
    static Formula? OneMinusSquare(Sum s)
    {
        Formula a = Variable.A;
        return s.Terms is [Number { Value.IsOne: true }, Product([Number n, Power(Variable { Name: "a" }, Number two)])] && n.Value == -1 && two.Value == 2
            ? new Product([1 - a, 1 + a])
            : null;
    }

    /// <summary>ln of a product: the factors that are distances to an end, so surely positive, by their own formula; null if there is none.</summary>
    static Formula? LogOf(Formula u, Ends ends)
    {
        Formula sum = 0;
        var others = new List<Formula>();
        foreach (var f in Formula.FactorsOf(u))
        {
            var (b, n) = f is Power(var inner, Number e) ? (inner, e.Value) : (f, Rational.One);
            if (b is Sum s && OneMinusSquare(s) is Product(var pair) && LogOf(pair[0], ends) is { } l0 && LogOf(pair[1], ends) is { } l1) sum += new Number(n) * (l0 + l1);
            else if (LogOfDistance(b, ends) is { } log) sum += new Number(n) * log;
            else others.Add(f);
        }
        if (sum is Number { Value.IsZero: true }) return null;
        return others.Count == 0 ? sum : sum + Log(Rewrite(others.Aggregate((v, w) => v * w), ends));
    }

    static Formula? LogOfDistance(Formula b, Ends ends)
    {
        if (b is Variable { Name: "a" }) return ends.Low.IsZero ? ends.LogAboveLow : null;
        if (b is not Sum s) return null;
        var (r, k) = (Rational.Zero, Rational.Zero);
        foreach (var term in s.Terms)
            if (term is Number n) r += n.Value;
            else if (term is Variable { Name: "a" }) k += 1;
            else if (term is Product([Number m, Variable { Name: "a" }])) k += m.Value;
            else return null;
        return k == 1 && (r + ends.Low).IsZero ? ends.LogAboveLow : k == -1 && r == ends.High ? ends.LogBelowHigh : null;
    }
}
