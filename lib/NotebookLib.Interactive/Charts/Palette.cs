using System.Globalization;

namespace NotebookLib.Interactive;

/// <summary>
/// One colour for each cost and each rule, in every chart, live figure and page; your own are green. Costs have the colours of
/// Okabe and Ito, which can be told apart with any kind of colour vision; all are dark enough for a name in small print on white.
/// </summary>
internal static class Palette
{
    public const string Yours = "#009e73";

    /// <summary>For what belongs to no cost and no rule: arrows of a field, groups of points, a curve and its slope.</summary>
    public const string Slate = "#5b6b7a", Plum = "#a6517f";

    /// <summary>The two ends of a scale through 0, white in between: above 0 and below.</summary>
    public const string Above = "#0072b2", Below = "#d55e00";

    private static readonly (string Name, string Colour)[] Costs =
        [(Cost.Quadratic.Name, "#0072b2"), (Cost.CrossEntropy.Name, "#d55e00"), (Cost.LogLoss.Name, "#a0522d")];

    /// <summary>By the rule's name, and by the words that a chart may call it.</summary>
    private static readonly (string Name, string Colour)[] Rules =
    [
        (UpdateRule.Gradient.Name, "#333333"),
        (UpdateRule.WithoutInput.Name, "#c2477f"), ("without x", "#c2477f"), ("left out", "#c2477f"),
        (UpdateRule.SignOfInput.Name, "#b87a00"), ("sign rule", "#b87a00"),
        (UpdateRule.NormalizedLms.Name, "#6b8e23"),
        (UpdateRule.NaturalGradient.Name, "#7b4fa3"),
        (UpdateRule.SteepestInOutputs.Name, "#2f8fc4"),
        (UpdateRule.Newton.Name, "#8c564b"),
        (UpdateRule.RmsProp.Name, "#8a8a8a"),
        (UpdateRule.Adam.Name, "#00868b"),
        (UpdateRule.Exponentiated.Name, "#4d5bd6"), ("gradient on v, w = Exp(v)", "#4d5bd6"),
        ("gradient on v", "#c0392b"),
    ];

    /// <summary>For what is neither: yours first.</summary>
    private static readonly string[] Others = [Yours, Plum, Slate, "#9a7d0a", "#4d5bd6", "#333333", "#d55e00", "#0072b2"];

    /// <summary>The strokes of curves that share a colour: two runs with one cost.</summary>
    private static readonly string[] Dashes = ["solid", "dash", "dot", "dashdot", "longdash"];

    /// <summary>The colour of a cost.</summary>
    public static string Of(Cost cost) => Costs.FirstOrDefault(one => one.Name == cost.Name).Colour ?? Yours;

    /// <summary>The colour of a rule.</summary>
    public static string Of(UpdateRule rule) => Known(Rules, rule.Name) ?? Yours;

    /// <summary>
    /// Colours for curves with these names: of the rule that a name speaks of, else of its cost, else the next one that is free.
    /// </summary>
    public static IReadOnlyList<Stroke> Of(IReadOnlyList<string> names)
    {
        string?[] rules = [.. names.Select(name => Known(Rules, name))], costs = [.. names.Select(name => Known(Costs, name))];
        // Three costs with one rule are three costs: the rule tells nothing apart.
        var byCost = costs.Distinct().Count() > 1 && rules.Distinct().Count() == 1;
        string?[] known = [.. rules.Zip(costs, (rule, cost) => byCost ? cost : rule ?? cost)];
        var free = new Queue<string>(Others.Except(known.OfType<string>()));
        var given = new Dictionary<string, string>();       // one name, one colour
        var strokes = new List<Stroke>();
        for (var i = 0; i < names.Count; i++)
        {
            if (!given.TryGetValue(names[i], out var colour))
                given[names[i]] = colour = known[i] ?? (free.TryDequeue(out var next) ? next : Yours);
            strokes.Add(new(colour, Dashes[strokes.Count(stroke => stroke.Colour == colour) % Dashes.Length]));
        }
        return strokes;
    }

    /// <summary>
    /// Colours for runs: of their rules where those differ, else of their costs; runs with both alike differ in their strokes.
    /// </summary>
    public static IReadOnlyList<Stroke> Of(IReadOnlyList<TrainingRun> runs)
    {
        var byRule = runs.DistinctBy(run => run.Options.Rule.Name).Skip(1).Any()
            || (runs[0].Options.Rule != UpdateRule.Gradient && runs.All(run => run.Cost == runs[0].Cost));
        return Of([.. runs.Select(run => byRule ? run.Options.Rule.Name : run.Cost.Name)]);
    }

    /// <summary>The strokes of several curves of one cost, one after the other.</summary>
    public static IEnumerable<Stroke> All(Cost cost) => Dashes.Select(dash => new Stroke(Of(cost), dash));

    /// <summary>The same colour on dark paper: half the way to white.</summary>
    public static string OnDark(string colour) => "#" + string.Concat(Enumerable.Range(0, 3)
        .Select(i => int.Parse(colour.AsSpan(1 + 2 * i, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture))
            .Select(part => $"{(part + 255) / 2:x2}"));

    /// <summary>The colour of the rule or the cost that a name speaks of; null where it speaks of none.</summary>
    public static string? Known(string name) => Known(Rules, name) ?? Known(Costs, name);

    /// <summary>The colour of the longest known name in a text.</summary>
    private static string? Known((string Name, string Colour)[] table, string text) => table
        .Where(one => text.Contains(one.Name, StringComparison.OrdinalIgnoreCase)).OrderByDescending(one => one.Name.Length)
            .FirstOrDefault().Colour;
}

/// <summary>How a curve is drawn.</summary>
internal sealed record Stroke(string Colour, string Dash = "solid");
