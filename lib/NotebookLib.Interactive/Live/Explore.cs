using System.Globalization;
using System.Linq.Expressions;
using System.Runtime.CompilerServices;

namespace NotebookLib.Interactive;

/// <summary>Things to play with in a notebook: each is one idea that can be taken hold of.</summary>
public static class Explore
{
    /// <summary>
    /// A neuron that trains in the page, with a cost of your own beside the quadratic cost and the cross-entropy.
    /// </summary>
    /// <param name="cost">Your cost.</param>
    /// <param name="activation">The activation f; the sigmoid where it is left out.</param>
    /// <returns>The figure.</returns>
    /// <exception cref="ArgumentException">The cost was not defined.</exception>
    public static LiveFigure Neuron(Cost cost, Activation? activation = null)
    {
        var (f, costs) = (activation ?? Activation.Sigmoid, Beside(cost));
        var (script, colours) = LiveFigure.Of(f, costs);
        return new("neuron", $"The live neuron with the costs {Names(costs)}. A picture of it after 300 updates.", script,
            colours, ("@ACTIVATION@", f.Name));
    }

    /// <summary>
    /// The plane of two weights with the arrows of an update. The input can be dragged, and every arrow turns with it; the cost
    /// can be changed, and no arrow turns; the update can be changed, and they do.
    /// </summary>
    /// <param name="cost">Your cost, beside the quadratic cost and the cross-entropy.</param>
    /// <returns>The figure.</returns>
    /// <exception cref="ArgumentException">The cost was not defined.</exception>
    public static LiveFigure Direction(Cost cost)
    {
        var costs = Beside(cost);
        UpdateRule[] rules = [UpdateRule.Gradient, UpdateRule.WithoutInput, UpdateRule.SignOfInput, UpdateRule.NaturalGradient,
            UpdateRule.SteepestInOutputs];
        var (script, colours) = LiveFigure.Of(Activation.Sigmoid, costs);
        return new("direction",
            $"Arrows of the update over two weights, for the costs {Names(costs)}: all lie along the input x = (1, -2).",
            script + Script(rules), colours.Concat(Colours(rules)));
    }

    /// <summary>
    /// The invisible half of a rule: u in place of the input, split into a part along the input and one at right angles to it,
    /// which moves no output.
    /// </summary>
    /// <param name="inPlaceOfInput">
    /// What your rule puts in place of each input, for example <c>x => Tanh(x)</c>. Null: only the rules of the book.
    /// </param>
    /// <param name="cost">Your cost, beside the quadratic cost and the cross-entropy. Null: only these two.</param>
    /// <param name="source">Filled in by the compiler: the text of the lambda.</param>
    /// <returns>The figure.</returns>
    /// <exception cref="FormulaException">The lambda holds something that has no formula.</exception>
    public static LiveFigure Parts(Expression<Func<double, double>>? inPlaceOfInput = null, Cost? cost = null,
        [CallerArgumentExpression(nameof(inPlaceOfInput))] string source = "")
    {
        var (script, colours) = LiveFigure.Of(Activation.Sigmoid, Beside(cost ?? Cost.Quadratic));
        // a formula in z, checked as any other
        var yours = inPlaceOfInput is null ? null : Activation.Define("yours", inPlaceOfInput, source).Formula;
        string Rule(string name, string function) => $"{{ name: {LiveFigure.Json(name)}, of: {function} }}";
        List<string> rules = [Rule(UpdateRule.SignOfInput.Name, "Math.sign"), Rule(UpdateRule.WithoutInput.Name, "() => 1")];
        if (yours is not null)
            rules.Add(Rule($"yours, {source[(source.IndexOf("=>", StringComparison.Ordinal) + 2)..].Trim()}",
                $"z => {JavaScript.Of(yours)}"));
        return new("parts",
            "The sign of the input for x = (1, -2): of u = (1, -1) the part 0.6 x moves the output, "
                + "the rest (0.4, 0.2) does not.",
            $"{script}\nconst rules = [{string.Join(", ", rules)}];",
            [.. colours, ("r0", Palette.Of(UpdateRule.SignOfInput)), ("r1", Palette.Of(UpdateRule.WithoutInput)),
                ("r2", Palette.Yours)]);
    }

    /// <summary>
    /// Five rules train on real flowers while a slider changes the unit of one input: those with p = -1 do not notice.
    /// </summary>
    /// <param name="cost">Your cost, beside the quadratic cost and the cross-entropy.</param>
    /// <returns>The figure.</returns>
    /// <exception cref="ArgumentException">The cost was not defined.</exception>
    public static LiveFigure Units(Cost cost)
    {
        var costs = Beside(cost);
        var (rules, data) = (UnitRules, Flowers);
        var (script, colours) = LiveFigure.Of(Activation.Sigmoid, costs);
        var rows = Enumerable.Range(0, data.Count)
            .Select(i => $"[{string.Join(",", data.Row(i).Append(data.Targets[i]).Select(Number))}]");
        return new("units",
            $"Five rules on 100 irises with the costs {Names(costs)}: where the unit of one input changes, only w = Exp(v) "
                + "and the natural gradient keep their curves.",
            $"{script}{Script(rules)}\nconst speciesNames = {LiveFigure.Json(Species)};\n"
                + $"const flowers = [{string.Join(",", rows)}];",
            colours.Concat(Colours(rules)));
    }

    /// <summary>
    /// A closed walk round a square over two parameters of an update, and the height that it gains: its place and its side can
    /// be dragged.
    /// </summary>
    /// <param name="update">(w, b, x, y) to what the step goes against, as for <see cref="GradientField"/>.</param>
    /// <param name="x">Two inputs; (1, -2) where they are left out.</param>
    /// <param name="y">The target.</param>
    /// <returns>The figure.</returns>
    /// <exception cref="ArgumentException">The update was not defined, or it does not fit two inputs.</exception>
    public static LiveFigure Walk(Func<double[], double, double[], double, double[]> update, double[]? x = null, double y = 0) =>
        Walk(VectorField.Of(update, x ?? [1, -2], y, bias: false));

    /// <summary>The same for any field of two parameters or more; the others stay at 0.</summary>
    /// <param name="field">The field.</param>
    /// <returns>The figure.</returns>
    /// <exception cref="ArgumentException">The field was not defined, or it has a single parameter.</exception>
    public static LiveFigure Walk(VectorField field)
    {
        if (field is null) throw new ArgumentException("Your field was not defined; mend its cell first.");
        if (field.Dimension < 2) throw new ArgumentException(
            "A walk round a square needs two parameters; this field has one, "
                + "and with one parameter every update is the gradient of a cost.");
        var once = Sampled.Gain(field);
        var example = field.Example == "" ? "of this field" : $"for {field.Example}";
        return new("walk",
            $"A closed walk round the unit square through the arrows {example}: height gained {PlainText.Of(once)}.",
            Sampled.Script(field), [("r0", Palette.Yours)], ("@EXAMPLE@", example));
    }

    /// <summary>Petals of two kinds of iris, in centimetres from the mean flower.</summary>
    internal static Dataset Flowers { get; } =
        Centred(Dataset.Load("iris").Only(Species).Features("petal_length_cm", "petal_width_cm"));

    /// <summary>The rules of <see cref="Units"/>, with p = 1, 0, 0, -1, -1.</summary>
    internal static UpdateRule[] UnitRules { get; } =
        [UpdateRule.Gradient, UpdateRule.SignOfInput, UpdateRule.Power(2), UpdateRule.Gradient.Reparametrised(v => Math.Exp(v)),
            UpdateRule.NaturalGradient];

    private static string[] Species => ["versicolor", "virginica"];

    private static Dataset Centred(Dataset data)
    {
        double[] means = [.. Enumerable.Range(0, data.InputCount).Select(j => data.Column(j).Average())];
        return Dataset.Of([.. Enumerable.Range(0, data.Count)
            .Select(i => (double[])[.. data.Row(i).Select((v, j) => Math.Round(v - means[j], 6))])], [.. data.Targets]);
    }

    private static Cost[] Beside(Cost cost) =>
        cost is null ? throw new ArgumentException("Your cost was not defined; mend its cell first.")
        : [.. new[] { cost, Cost.Quadratic, Cost.CrossEntropy }.Distinct()];

    private static string Names(IEnumerable<Cost> costs) => string.Join(", ", costs.Select(cost => cost.Name));

    private static string Script(IEnumerable<UpdateRule> rules) =>
        $"\nconst ruleNames = {LiveFigure.Json(rules.Select(rule => rule.Name))};";

    private static IEnumerable<(string, string)> Colours(IEnumerable<UpdateRule> rules) =>
        rules.Select((rule, i) => ($"r{i}", Palette.Of(rule)));

    internal static string Number(double value) =>
        double.IsFinite(value) ? value.ToString("G7", CultureInfo.InvariantCulture) : "NaN";
}
