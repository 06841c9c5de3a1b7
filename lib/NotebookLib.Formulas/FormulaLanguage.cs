namespace NotebookLib;

/// <summary>
/// A language that formulas can be written in: how each kind of formula is written once its parts are. Derive from it to write
/// formulas for another program; every part must come with brackets of its own where the language needs them.
/// </summary>
public abstract class FormulaLanguage
{
    /// <summary>The formula in this language.</summary>
    public string Write(Formula formula) => formula switch
    {
        NotebookLib.Number n => Number(n.Double),
        Constant c => Number(c.Value),
        NotebookLib.Variable v => Variable(v.Name),
        NotebookLib.Sum(var terms) => Sum([.. terms.Select(Write)]),
        Product(var factors) => Quotient([.. factors.Where(f => f.Divisor is null).Select(Write)],
            [.. factors.Select(f => f.Divisor).OfType<Formula>().Select(Write)]),
        { Divisor: { } u } => Quotient([], [Write(u)]),
        Power(var u, var n) => Call("Pow", Write(u), Write(n)),
        NotebookLib.Call(var function, var u) => Call(function.Name, Write(u)),
        Extremum(var max, var u, var v) => Call(max ? "Max" : "Min", Write(u), Write(v)),
        Piecewise(var c, var u, var v) => Choose(Write(c), Write(u), Write(v)),
        Comparison(var u, var relation, var v) => Join(Write(u), relation.CSharp, Write(v)),
        Logic(var both, var u, var v) => Join(Write(u), both ? "&&" : "||", Write(v)),
        NotebookLib.Not(var c) => Not(Write(c)),
        Defined d when d.AsIntegral("s") is var (integrand, from, to) =>
            Integral("s", Write(integrand), Write(from), Write(to)),
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

    /// <summary>A function, by its C# name: Exp, or Activation.Sigmoid.Value; Pow, Max and Min have two arguments.</summary>
    protected abstract string Call(string function, params IEnumerable<string> arguments);

    /// <summary>The first formula where the condition holds, otherwise the second.</summary>
    protected abstract string Choose(string condition, string then, string otherwise);

    /// <summary>u and v with a sign of C# between them: &lt;, &lt;=, &gt;, &gt;=, ==, !=, or &amp;&amp; and ||.</summary>
    protected abstract string Join(string u, string symbol, string v);

    /// <summary>The condition does not hold.</summary>
    protected abstract string Not(string condition);

    /// <summary>∫ of the integrand, in which the variable occurs, from one end to the other.</summary>
    protected abstract string Integral(string variable, string integrand, string from, string to);
}
