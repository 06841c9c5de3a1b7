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
        var simplified = new Simplifier().Simplify(this);
        assumptions = simplified.Assumptions;
        return simplified.Formula;
    }
}

internal sealed partial class Simplifier
{
    readonly Dictionary<Formula, Simplified> memo = [];

    /// <summary>The shorter of the factored form and of the form part by part; each sub-formula is simplified once.</summary>
    public Simplified Simplify(Formula f)
    {
        if (f is Number or Variable or Constant) return new(f, []);
        if (memo.TryGetValue(f, out var known)) return known;
        var outer = (assumed, nested);
        (assumed, nested) = ([], []);
        var normal = new Simplified(Write(Read(f)), Assumptions);
        (assumed, nested) = outer;
        return memo[f] = normal.Formula.Size > 2 && PartByPart(f) is var parts && parts.Formula.Size < normal.Formula.Size ? parts : normal;
    }

    /// <summary>Each part simplified by itself, in the order they were typed: shorter where expanding would only lengthen.</summary>
    Simplified PartByPart(Formula f)
    {
        var all = new List<Assumption>();
        Formula Simple(Formula part)
        {
            var (simple, assumptions) = Simplify(part);
            all.AddRange(assumptions);
            return simple;
        }
        var parts = f.Parts.Select(part => part is Comparison or Logic or Not ? part : Simple(part)).ToArray();
        var result = f switch
        {
            Sum => Collect(parts),
            Product => Shorter(parts.Aggregate((u, v) => u * v), Distributed(parts, Simple)),
            Power => FormulaOf.Pow(parts[0], parts[1]),
            _ => parts.Length == 0 ? f : f.With(parts),
        };
        return new(result, all.Count == 0 ? [] : [.. all.Distinct()]);
    }

    static Formula Shorter(Formula u, Formula? v) => v is not null && v.Size < u.Size ? v : u;

    /// <summary>(t₁ + t₂ + …) · k as t₁k + t₂k + …, each simplified.</summary>
    Formula? Distributed(Formula[] factors, Func<Formula, Formula> simple)
    {
        if (Array.FindIndex(factors, f => f is Sum) is var i && i < 0) return null;
        if (factors[i].Parts.Count > 6 || factors[i].Size < 12) return null;
        var rest = factors.Where((_, k) => k != i).Aggregate((Formula)1, (u, v) => u * v);
        return Collect([.. factors[i].Parts.Select(t => simple(t * rest))]);
    }
}

/// <summary>A simplified formula, and what was assumed on the way.</summary>
internal readonly record struct Simplified(Formula Formula, IReadOnlyList<Assumption> Assumptions);

/// <summary>What a simplification took for granted: that <paramref name="Factor"/> is not 0, or that it is positive.</summary>
internal sealed record Assumption(Formula Factor, bool Positive)
{
    public string ToLatex() => $"{Factor.ToLatex()} {(Positive ? "> 0" : @"\ne 0")}";
}
