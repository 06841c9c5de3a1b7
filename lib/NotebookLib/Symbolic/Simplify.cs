namespace NotebookLib;

public abstract partial record Formula
{
    /// <summary>The formula as the textbook writes it: like terms collected, common factors cancelled, products factored.</summary>
    /// <returns>
    /// A formula with the same value wherever this one has a value. Where a factor was cancelled it may have a value at more points.
    /// </returns>
    public Formula Simplify() => Simplify(out _);

    /// <summary>The same, and what was assumed: factors that were cancelled and so must not be 0 (or, under a root, must not be negative).</summary>
    internal Formula Simplify(out IReadOnlyList<Assumption> assumptions)
    {
        var simplifier = new Simplifier();
        var normal = simplifier.Write(simplifier.Read(this));
        assumptions = simplifier.Assumptions;
        if (normal.Size <= 2) return normal;
        var (typed, typedAssumptions) = PartByPart();
        if (typed.Size >= normal.Size) return normal;
        assumptions = typedAssumptions;
        return typed;
    }

    /// <summary>Each part simplified by itself, in the order they were typed: shorter where expanding would only lengthen.</summary>
    internal (Formula, IReadOnlyList<Assumption>) PartByPart()
    {
        var all = new List<Assumption>();
        Formula Simple(Formula part)
        {
            var simple = part.Simplify(out var assumed);
            all.AddRange(assumed);
            return simple;
        }
        var parts = Parts.Select(part => part is Comparison or Logic or Not ? part : Simple(part)).ToArray();
        var result = this switch
        {
            Sum => new Simplifier().Collect(parts),
            Product => Shorter(parts.Aggregate((u, v) => u * v), Distributed(parts, Simple)),
            Power => FormulaOf.Pow(parts[0], parts[1]),
            _ => Parts.Count == 0 ? this : With(parts),
        };
        return (result, all.Distinct().ToArray());
    }

    static Formula Shorter(Formula u, Formula? v) => v is not null && v.Size < u.Size ? v : u;

    /// <summary>(t₁ + t₂ + …) · k as t₁k + t₂k + …, each simplified.</summary>
    static Formula? Distributed(Formula[] factors, Func<Formula, Formula> simple)
    {
        if (Array.FindIndex(factors, f => f is Sum) is var i && i < 0) return null;
        if (factors[i].Parts.Count > 6 || factors[i].Size < 12) return null;
        var rest = factors.Where((_, k) => k != i).Aggregate((Formula)1, (u, v) => u * v);
        return new Simplifier().Collect([.. factors[i].Parts.Select(t => simple(t * rest))]);
    }
}

/// <summary>What a simplification took for granted: that <paramref name="Factor"/> is not 0, or that it is positive.</summary>
internal sealed record Assumption(Formula Factor, bool Positive)
{
    public string ToLatex() => $"{Factor.ToLatex()} {(Positive ? "> 0" : @"\ne 0")}";
}
