namespace NotebookLib;

/// <summary>
/// A language that formulas can be written in: how each kind of formula is written once its parts are. Derive from it to write
/// formulas for another program; every part must come with brackets of its own where the language needs them.
/// </summary>
public abstract class FormulaLanguage
{
    /// <summary>The formula in this language.</summary>
    /// <param name="formula">Any formula.</param>
    /// <returns>Its text.</returns>
    public string Write(Formula formula) => formula switch
    {
        NotebookLib.Number n => Number(n.Double),
        Constant c => Number(c.Value),
        NotebookLib.Variable v => Variable(v.Name),
        NotebookLib.Sum(var terms) => Sum([.. terms.Select(Write)]),
        Product(var factors) => Quotient([.. factors.Where(f => !IsDivisor(f)).Select(Write)],
            [.. factors.Where(IsDivisor).Select(Inverse).Select(Write)]),
        NotebookLib.Power p when IsDivisor(p) => Quotient([], [Write(Inverse(p))]),
        NotebookLib.Power(var u, var n) => Power(Write(u), Write(n)),
        NotebookLib.Call(var function, var u) => Call(function.Name, Write(u)),
        Extremum(var max, var u, var v) => max ? Larger(Write(u), Write(v)) : Smaller(Write(u), Write(v)),
        Piecewise(var c, var u, var v) => Choose(Write(c), Write(u), Write(v)),
        Comparison(var u, var relation, var v) => Compare(Write(u), relation.CSharp, Write(v)),
        Logic(var both, var u, var v) => both ? And(Write(u), Write(v)) : Or(Write(u), Write(v)),
        NotebookLib.Not(var c) => Not(Write(c)),
        Defined d => Integral("s", d.AsIntegral("s")),
        _ => throw new InvalidOperationException(formula.GetType().Name),
    };

    /// <summary>A number; it may be negative.</summary>
    protected abstract string Number(double value);

    /// <summary>A variable: a, y, z or the one that an integral runs over.</summary>
    protected abstract string Variable(string name);

    /// <summary>t₁ + t₂ + …, two terms or more.</summary>
    protected abstract string Sum(IReadOnlyList<string> terms);

    /// <summary>The product of what stands above the line (none: 1) over the product of what stands below it (none: 1).</summary>
    protected abstract string Quotient(IReadOnlyList<string> above, IReadOnlyList<string> below);

    /// <summary>u to the power n.</summary>
    protected abstract string Power(string u, string n);

    /// <summary>A function of one argument, by its C# name: Exp, or Activation.Sigmoid.Value.</summary>
    protected abstract string Call(string function, string u);

    /// <summary>max(u, v).</summary>
    protected abstract string Larger(string u, string v);

    /// <summary>min(u, v).</summary>
    protected abstract string Smaller(string u, string v);

    /// <summary>The first formula where the condition holds, otherwise the second.</summary>
    protected abstract string Choose(string condition, string then, string otherwise);

    /// <summary>A relation of two numbers, with the sign that C# has for it: &lt;, &lt;=, &gt;, &gt;=, == or !=.</summary>
    protected abstract string Compare(string u, string relation, string v);

    /// <summary>Both conditions hold.</summary>
    protected abstract string And(string u, string v);

    /// <summary>One of the conditions holds, or both.</summary>
    protected abstract string Or(string u, string v);

    /// <summary>The condition does not hold.</summary>
    protected abstract string Not(string condition);

    /// <summary>∫ of the integrand, in which the variable occurs, from one end to the other.</summary>
    protected abstract string Integral(string variable, string integrand, string from, string to);

    private string Integral(string variable, (Formula Integrand, Formula From, Formula To) parts) =>
        Integral(variable, Write(parts.Integrand), Write(parts.From), Write(parts.To));

    private static bool IsDivisor(Formula f) => f is NotebookLib.Power(_, NotebookLib.Number { Value.Sign: < 0 });

    private static Formula Inverse(Formula f) => f is NotebookLib.Power(var u, NotebookLib.Number n)
        ? n.Value == -1 ? u : new NotebookLib.Power(u, new NotebookLib.Number(-n.Value)) : f;
}
