using static NotebookLib.FormulaOf;

namespace NotebookLib;

/// <summary>A derivative with one rule broken at one place.</summary>
/// <param name="Mistake">Which rule.</param>
/// <param name="Place">The part of the formula at which it was broken.</param>
/// <param name="Derivative">What comes out.</param>
internal sealed record WrongDerivative(LineMistake Mistake, Formula Place, Formula Derivative);

/// <summary>
/// All derivatives of a formula in which exactly one step goes wrong: the rules of Formula.Derivative, each with its usual slip.
/// </summary>
internal static class WrongDerivatives
{
    /// <summary>The wrong derivatives by a variable, those of the outer rules first.</summary>
    public static IEnumerable<WrongDerivative> Of(Formula f, string by)
    {
        if (!f.Contains(by)) return [];
        return f switch
        {
            Sum(var terms) => Inside(f, by, terms,
                (terms, i, slope) => Rest(terms, i).Select(term => term.Derivative(by)).Aggregate(slope, (u, v) => u + v)),
            Product(var factors) => [.. LostTerms(factors, by, f), .. Inside(f, by, factors,
                (factors, i, slope) => Enumerable.Range(0, factors.Count)
                    .Select(k => Term(factors, k, k == i ? slope : factors[k].Derivative(by)))
                    .Aggregate((u, v) => u + v))],
            Power(var u, var n) when !n.Contains(by) => [.. Powers(f, u, n, by), .. Chained(f, u, n * Pow(u, n - 1), by)],
            Power(var u, var v) when !u.Contains(by) => Chained(f, v, u is Constant { Name: "E" } ? f : f * Log(u), by),
            Call(var g, var u) => Chained(f, u, g.Slope(u), by),
            Extremum or Piecewise => Inside(
                f, by, f.Parts, (_, i, slope) => f.Derivative(by) is Piecewise(var c, var then, var otherwise)
                ? i == f.Parts.Count - 2 ? new Piecewise(c, slope, otherwise) : new Piecewise(c, then, slope) : Zero),
            _ => [],
        };
    }

    /// <summary>outer · u′: without u′, or with a wrong u′.</summary>
    private static IEnumerable<WrongDerivative> Chained(Formula whole, Formula u, Formula outer, string by) =>
        [new(LineMistake.InnerFactor, whole, outer),
            .. Of(u, by).Select(wrong => wrong with { Derivative = outer * wrong.Derivative })];

    /// <summary>(uⁿ)′ without the n in front, or with uⁿ where uⁿ⁻¹ belongs.</summary>
    private static IEnumerable<WrongDerivative> Powers(Formula whole, Formula u, Formula n, string by) =>
        [new(LineMistake.Factor, whole, Pow(u, n - 1) * u.Derivative(by)),
            new(LineMistake.Exponent, whole, n * whole * u.Derivative(by))];

    /// <summary>The product rule without one of its terms.</summary>
    private static IEnumerable<WrongDerivative> LostTerms(Terms factors, string by, Formula whole)
    {
        int[] moving = [.. Enumerable.Range(0, factors.Count).Where(i => factors[i].Contains(by))];
        return moving.Length < 2 ? [] : moving.Reverse().Select(lost => new WrongDerivative(LineMistake.ProductTerm, whole,
            moving.Where(i => i != lost).Select(i => Term(factors, i, factors[i].Derivative(by))).Aggregate((u, v) => u + v)));
    }

    /// <summary>A wrong derivative of one part, put in its place in the derivative of the whole.</summary>
    private static IEnumerable<WrongDerivative> Inside<T>(
        Formula whole, string by, T parts, Func<T, int, Formula, Formula> put) where T : IReadOnlyList<Formula> =>
        Enumerable.Range(0, parts.Count)
            .SelectMany(i => Of(parts[i], by).Select(wrong => wrong with { Derivative = put(parts, i, wrong.Derivative) }));

    private static IEnumerable<Formula> Rest(Terms terms, int i) => terms.Where((_, k) => k != i);

    /// <summary>The product with one factor replaced by its derivative.</summary>
    private static Formula Term(Terms factors, int i, Formula slope) => Rest(factors, i).Aggregate(slope, (u, v) => v * u);
}
