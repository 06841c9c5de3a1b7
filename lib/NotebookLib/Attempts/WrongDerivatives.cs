using static NotebookLib.FormulaOf;

namespace NotebookLib;

/// <summary>A derivative with one rule broken at one place, a part of the formula: which, where, and what comes out.</summary>
internal sealed record WrongDerivative(LineMistake Mistake, Formula Place, Formula Derivative);

/// <summary>All derivatives of a formula in which exactly one step goes wrong: the rules of Formula.Derivative, each with
/// its usual slip.</summary>
internal static class WrongDerivatives
{
    /// <summary>The wrong derivatives by a variable, those of the outer rules first.</summary>
    public static IEnumerable<WrongDerivative> Of(Formula f, string by)
    {
        if (!f.Contains(by) || f is Defined || f is Power(var b, var e) && b.Contains(by) && e.Contains(by)) return [];
        Formula[] moving = [.. f.Parts.Where(part => part.Contains(by) && part is not (Comparison or Logic or Not))];
        IEnumerable<(LineMistake Mistake, Formula Derivative)> here = f switch
        {
            Product when moving.Length > 1 =>
                Enumerable.Range(0, moving.Length).Reverse().Select(i => (LineMistake.ProductTerm, With(i, Zero))),
            Power(var u, var n) when !n.Contains(by) =>
            [
                (LineMistake.Factor, Pow(u, n - 1) * u.Derivative(by)),
                (LineMistake.Exponent, n * f * u.Derivative(by)),
                (LineMistake.InnerFactor, With(0, One)),
            ],
            Power or Call => [(LineMistake.InnerFactor, With(0, One))],
            _ => [],
        };
        return here.Select(wrong => new WrongDerivative(wrong.Mistake, f, wrong.Derivative)).Concat(moving.SelectMany((part, i) =>
            Of(part, by).Select(wrong => wrong with { Derivative = With(i, wrong.Derivative) })));

        // The derivative of f, were this the slope of the i-th of its parts that move.
        Formula With(int i, Formula slope)
        {
            var k = 0;
            return f is Call(var g, var u) ? g.Slope(u) * slope
                : f.Derivative(by, null, part => part.Contains(by) && k++ == i ? slope : part.Derivative(by));
        }
    }
}
