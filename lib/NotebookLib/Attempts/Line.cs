using static NotebookLib.FormulaOf;

namespace NotebookLib;

/// <summary>A line with one mistake in it: which, and what to say.</summary>
internal sealed record WrongLine(LineMistake Mistake, Formula Formula, string Sentence);

/// <summary>A line of a derivation that somebody may try: ∂C/∂a (without an activation), δ or ∂C/∂w_j.</summary>
internal sealed record Line(Cost Cost, Activation? Activation, bool OfWeights)
{
    /// <summary>Formulas that agree to this part of their size at every point are the same.</summary>
    private const double Tolerance = 1e-8;

    private static readonly Formula X = new Variable("x");

    /// <summary>Where a line is looked at: no number that makes two mistakes alike.</summary>
    private static readonly double[] WeightedInputs = [-2.7, -1.3, -0.45, 0.2, 0.85, 1.9], Targets = [0.13, 0.37, 0.62, 0.91],
        Inputs = [-1.7, 0.6, 2.3];

    /// <summary>Everywhere where a line is looked at: z, y, x, and the output a = f(z).</summary>
    private readonly Point[] points =
        [.. from z in WeightedInputs from y in Targets from x in OfWeights ? Inputs : [1.0]
            select new Point(("a", (Activation ?? Activation.Sigmoid).Value(z)), ("y", y), ("z", z), ("x", x))];

    public string Name => Activation is null ? "∂C/∂a" : OfWeights ? "∂C/∂w_j" : "δ";

    /// <summary>The right line as the library writes it.</summary>
    public Formula Expected { get; } = Activation is null ? Cost.SlopeFormula
        : OfWeights ? (Derivation.Of(Cost, Activation).Delta * X).Simplify() : Derivation.Of(Cost, Activation).Delta;

    /// <summary>The right line before anything is simplified, which has values wherever its parts have.</summary>
    public Formula Right => With(Cost.RawSlope);

    private Formula Slope => Activation!.SlopeFormula;

    /// <summary>The line that follows from this ∂C/∂a, right or wrong.</summary>
    private Formula With(Formula slopeOfCost) =>
        Activation is null ? slopeOfCost : OfWeights ? slopeOfCost * Slope * X : slopeOfCost * Slope;

    public double[] Values(Formula f) => [.. points.Select(point => f.Evaluate(point))];

    /// <summary>Alike wherever the right ones have values: each difference small against the numbers, or against
    /// their usual size.</summary>
    public static bool Same(double[] some, double[] others)
    {
        var usual = others.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(0).Average();
        return others.Any(double.IsFinite) && some.Zip(others).All(pair => !double.IsFinite(pair.Second)
            || Math.Abs(pair.First - pair.Second) <= Tolerance * Math.Max(Math.Abs(pair.Second), 1e-3 * usual));
    }

    /// <summary>The constant that the first are of the second; null where there is none.</summary>
    public static double? Ratio(double[] some, double[] others)
    {
        var i = Array.FindIndex(others, v => double.IsFinite(v) && v != 0);
        if (i < 0) return null;
        var factor = some[i] / others[i];
        return double.IsFinite(factor) && factor != 0 && Same(some, [.. others.Select(v => factor * v)]) ? factor : null;
    }

    /// <summary>The point in words.</summary>
    public string Place(int i)
    {
        string[] names = [.. Activation is null ? (string[])[] : ["z"], "a", "y", .. OfWeights ? (string[])["x"] : []];
        return string.Join(", ", names.Select(name => $"{name} = {Require.Text(points[i][name])}"));
    }

    /// <summary>The line with each of the usual mistakes, and each of them with the sign turned round as well; the
    /// likeliest first.</summary>
    public IEnumerable<WrongLine> Mistakes()
    {
        var single = Single().ToList();
        return single.Concat(single.Where(one => one.Mistake != LineMistake.Sign)
            .Select(one => one with { Formula = -one.Formula, Sentence = one.Sentence + "; and the sign is turned round" }));
    }

    private IEnumerable<WrongLine> Single()
    {
        yield return new(LineMistake.Sign, -Right, Said.Sign);
        if (Activation is { } f)
        {
            var (name, slope) = (f.SlopeInWords, f.SlopeOfOutput ?? f.SlopeFormula);
            var delta = Cost.RawSlope * (OfWeights ? X : One);
            yield return new(LineMistake.MissingSlope, delta,
                $"The factor {name} = {slope} is missing: ∂C/∂z is ∂C/∂a times it");
            yield return new(LineMistake.ExtraSlope, Right * Slope, $"There is one factor {name} = {slope} too many");
        }
        if (OfWeights)
        {
            var delta = Cost.RawSlope * Slope;
            yield return new(LineMistake.MissingInput, delta, Said.MissingInput);
            yield return new(LineMistake.SignOfInput, delta * new Call(Function.Sign, X), Said.SignOfInput);
            yield return new(LineMistake.ExtraInput, Right * X, Said.ExtraInput);
        }
        yield return new(LineMistake.Factor, 2 * Right, Said.Twice);
        yield return new(LineMistake.Factor, Right / 2, Said.Half);
        foreach (var wrong in WrongDerivatives.Of(Cost.Formula, "a"))
            yield return new(wrong.Mistake, With(wrong.Derivative), wrong.Mistake switch
            {
                LineMistake.InnerFactor => $"Chain rule: in {wrong.Place} the inside was not differentiated; its derivative, "
                    + $"{Inner(wrong.Place).Derivative("a").Simplify()}, is a factor",
                LineMistake.ProductTerm => $"Product rule: in {wrong.Place} a term is missing; "
                    + "each factor is differentiated once, and the results are added",
                LineMistake.Exponent => $"Power rule: in {wrong.Place} the exponent was not lowered by 1",
                _ => $"Power rule: in {wrong.Place} the exponent does not stand in front",
            });
        yield return new(LineMistake.ByTarget, With(Cost.Formula.Derivative("y")),
            "This is differentiated by the target y: hold y fixed and move the output a");
    }

    /// <summary>What stands inside a call or a power.</summary>
    private static Formula Inner(Formula f) => f is Power(var u, var n) ? n.Contains("a") ? n : u : f.Parts[0];
}
