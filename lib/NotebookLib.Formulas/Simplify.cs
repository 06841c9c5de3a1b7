namespace NotebookLib;

public abstract partial record Formula
{
    /// <summary>As the textbook writes it: like terms collected, common factors cancelled, products factored.</summary>
    /// <returns>The same value wherever this has one; where a factor was cancelled, perhaps a value at more points.</returns>
    public Formula Simplify() => Simplify(out _);

    /// <summary>The same, and which cancelled factors must not be 0 (or, out of a root, must be positive).</summary>
    internal Formula Simplify(out IReadOnlyList<Assumption> assumptions)
    {
        var simplifier = new Simplifier(this);
        var simplified = simplifier.Simplify(this);
        assumptions = [.. simplified.Assumed.Select(c => new Assumption(simplifier.Shown(c.Factor), c.Positive)).Distinct()];
        return simplified.Formula;
    }
}

/// <summary>What a simplification took for granted: that <paramref name="Factor"/> is not 0, or that it is positive.</summary>
internal sealed record Assumption(Formula Factor, bool Positive)
{
    public string ToLatex() => $"{Factor.ToLatex()} {(Positive ? "> 0" : @"\ne 0")}";
}

/// <summary>A simplified formula, and what was assumed on the way.</summary>
internal readonly record struct Simplified(Formula Formula, IReadOnlyList<Condition> Assumed);

internal sealed partial class Simplifier
{
    /// <summary>From this size on it pays to multiply out, up to so many terms.</summary>
    private const int LargeSum = 12, MostDistributed = 6;

    /// <summary>The shorter of the factored form and of the form part by part; each sub-formula is simplified once.</summary>
    public Simplified Simplify(Formula f)
    {
        if (f is Number or Variable or Constant) return new(f, []);
        if (simplified.TryGetValue(f, out var known)) return known;
        var form = Read(f);
        var (normal, byPart) = (new Simplified(Write(form), form.Assumed), default(Simplified));
        if (normal.Formula.Size > 2) byPart = PartByPart(f);
        return simplified[f] = byPart.Formula?.Size < normal.Formula.Size ? byPart : normal;
    }

    /// <summary>Each part simplified by itself, in the order typed: shorter where expanding would only lengthen.</summary>
    private Simplified PartByPart(Formula f)
    {
        var all = new List<Condition>();
        Formula Simple(Formula part)
        {
            var (simple, assumed) = Simplify(part);
            all.AddRange(assumed);
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

    private static Formula Shorter(Formula u, Formula? v) => v is not null && v.Size < u.Size ? v : u;

    /// <summary>(t₁ + t₂ + …) · k as t₁k + t₂k + …, each simplified.</summary>
    private Formula? Distributed(Formula[] factors, Func<Formula, Formula> simple)
    {
        var i = Array.FindIndex(factors, f => f is Sum);
        if (i < 0 || factors[i].Parts.Count > MostDistributed || factors[i].Size < LargeSum) return null;
        var rest = factors.Where((_, k) => k != i).Aggregate((Formula)1, (u, v) => u * v);
        return Collect([.. factors[i].Parts.Select(t => simple(t * rest))]);
    }

    /// <summary>The sum of terms that are simple already: like ones are put together, the others stay as they are.</summary>
    private Formula Collect(IEnumerable<Formula> terms)
    {
        var read = terms.SelectMany(Formula.TermsOf).Select(t => (Formula: t, Form: Read(t))).ToList();
        Formula sum = 0;
        while (read.Count > 0)
        {
            var (first, form) = read[0];
            var alike = read.FindAll(t => SameFactors(t.Form, form));
            read.RemoveAll(t => SameFactors(t.Form, form));
            sum += alike.Count == 1 ? first : Write(form.With(alike.Aggregate(Rational.Zero, (c, t) => c + t.Form.Coefficient)));
        }
        return sum;
    }

    private static bool SameFactors(Factored u, Factored v) =>
        u.Factors.Count == v.Factors.Count && u.Factors.All(f => v.Factors.TryGetValue(f.Key, out var e) && e == f.Value);
}
