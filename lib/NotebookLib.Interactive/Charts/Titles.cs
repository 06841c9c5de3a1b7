using Plotly.NET;

namespace NotebookLib.Interactive;

/// <summary>Titles that say what is seen, for charts whose caller gives none.</summary>
internal static class Titles
{
    private const int Longest = 100;        // characters that fit above a chart, on two lines

    /// <summary>A title that is too long for one line breaks at a space near its middle.</summary>
    /// <param name="title">The title.</param>
    /// <param name="width">The width of the chart in pixels.</param>
    public static Title Above(string title, int width)
    {
        if (OnOneLine(title, width)) return new Title().With(("text", title));
        var middle = title.Length / 2;
        var at = Enumerable.Range(0, title.Length).Where(i => title[i] == ' ').DefaultIfEmpty(-1)
            .MinBy(i => Math.Abs(i - middle));
        return new Title().With(("text", at < 0 ? title : $"{title[..at]}<br>{title[(at + 1)..]}"));
    }

    /// <summary>Whether a title fits above a chart of this width without a break.</summary>
    public static bool OnOneLine(string title, int width)
    {
        // pixels: a letter at the size of a title; the axis and the toolbar on the two sides
        const double character = 8.4, beside = 150;
        return title.Length * character <= width - beside;
    }

    /// <summary>What paths over two weights are.</summary>
    public static string OfPaths(IReadOnlyList<string> names) => $"{Capital(List(names))} on lines of equal cost";

    /// <summary>What the runs are, and how long: "Quadratic and cross-entropy: 300 updates".</summary>
    public static string Of(IReadOnlyList<TrainingRun> runs)
    {
        var oneCost = runs.All(run => run.Cost == runs[0].Cost);
        var byRule = oneCost && runs.DistinctBy(run => run.Options.Rule.Name).Skip(1).Any();
        // A run that was given no name of its own is called by its rule where the rules differ.
        var names = runs.Select(run => byRule && run.Name.StartsWith(run.Cost.Name, StringComparison.Ordinal)
            ? run.Options.Rule.Name : run.Name);
        return Of([.. names.Distinct()], runs.Max(run => run.Epochs), runs.All(run => run.Options.BatchSize is null),
            oneCost ? runs[0].Cost.Name : null);
    }

    /// <summary>The same for runs of layers.</summary>
    public static string Of(IReadOnlyList<LayerRun> runs) =>
        Of([.. runs.Select(run => run.Name).Distinct()], runs.Max(run => run.Epochs),
            runs.All(run => run.Options.BatchSize is null), null);

    /// <summary>Where a cost alone tells the runs apart it is not said again.</summary>
    private static string Of(IReadOnlyList<string> names, int epochs, bool updates, string? cost)
    {
        var length = $"{epochs} {(updates ? "update" : "epoch")}{(epochs == 1 ? "" : "s")}"
            + (cost is null || names.Any(name => name.Contains(cost)) ? "" : $" with {cost}");
        var list = Capital(List(names));
        return list.Length + length.Length <= Longest ? $"{list}: {length}" : $"{names.Count} runs: {length}";
    }

    /// <summary>"a", "a and b", "a, b and c".</summary>
    public static string List(IReadOnlyList<string> names) =>
        names.Count < 2 ? string.Concat(names) : $"{string.Join(", ", names.SkipLast(1))} and {names[^1]}";

    public static string Capital(string name) => char.ToUpperInvariant(name[0]) + name[1..];
}
