using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace NotebookRunner;

/// <summary>A cell whose outputs are not the stored ones, with the lines that differ.</summary>
internal sealed record Difference(Cell Cell, IReadOnlyList<string> Lines)
{
    public override string ToString() =>
        $"cell [{Cell.CodeNumber}] (cell {Cell.Number}{(Cell.Id is { } id ? $", id {id}" : "")}):\n"
            + string.Join('\n', Lines.Select(line => "    " + line));
}

/// <summary>Compares the outputs of a run with the stored ones.</summary>
internal static partial class Comparison
{
    /// <summary>What is put aside before outputs are compared, and why.</summary>
    public const string Rules = """
        Outputs are compared in the form in which they are stored:
          - HTML and SVG beside other forms are left out: they are not stored, because VS Code shows them blank in a folder not yet trusted.
          - Numbers in text may differ by one unit of their last printed digit: processors round differently. Whole numbers must be equal.
          - A chart is compared by the figure in its metadata, numbers to 1e-5 of their size; its PNG is not compared, since drawing differs
            from one browser version to the next.
          - Execution counts, display ids, GUIDs, terminal colours, line-end spaces and the folders of this machine are ignored.
          - A stored banner of the tool (it lists the machine's network addresses) is refused.
        """;

    private const int ShownLines = 12;

    public static IReadOnlyList<Difference> Of(Notebook stored, Notebook fresh) =>
        [.. stored.CodeCells.Zip(fresh.CodeCells, (s, f) => new Difference(s, Lines(s, StoredForm.Of(f.Outputs, stored.Folder))))
            .Where(d => d.Lines.Count > 0)];

    private static List<string> Lines(Cell stored, JsonArray fresh)
    {
        if (stored.Outputs.Any(StoredForm.IsBanner))
            return ["the stored outputs hold the tool's banner with this machine's addresses; run with --update to remove it"];
        var lines = new List<string>();
        for (var i = 0; i < Math.Max(stored.Outputs.Count, fresh.Count); i++)
            lines.AddRange(Lines(stored.Outputs.ElementAtOrDefault(i), fresh.ElementAtOrDefault(i)));
        return lines.Count <= ShownLines ? lines : [.. lines.Take(ShownLines), $"… and {lines.Count - ShownLines} more lines"];
    }

    private static IEnumerable<string> Lines(JsonNode? stored, JsonNode? fresh)
    {
        if (stored is null) return Parts(fresh!).SelectMany(part => part.Value.Split('\n').Select(line => $"+ {line}"))
            .Prepend("an output that is not stored:");
        if (fresh is null) return Parts(stored).SelectMany(part => part.Value.Split('\n').Select(line => $"- {line}"))
            .Prepend("a stored output that did not come:");
        var (before, now) = (Parts(stored), Parts(fresh));
        var lines = new List<string>();
        foreach (var kind in before.Keys.Union(now.Keys))
            lines.AddRange(TextLines(kind, before.GetValueOrDefault(kind), now.GetValueOrDefault(kind)));
        lines.AddRange(FigureLines("figure", stored["metadata"]?[StoredForm.Figure], fresh["metadata"]?[StoredForm.Figure]));
        return lines;
    }

    /// <summary>The texts of an output by their kind: stream name, error, or MIME type.</summary>
    private static Dictionary<string, string> Parts(JsonNode output) => Notebook.Text(output, "output_type") switch
    {
        "stream" => new() { [Notebook.Text(output, "name") ?? "stdout"] = Clean(MultiLine.Join(output["text"])) },
        "error" => new() { ["error"] = Clean($"{output["ename"]}: {output["evalue"]}") },
        _ when output["data"] is JsonObject data =>
            data.Where(member => !member.Key.StartsWith("image/", StringComparison.Ordinal))
            .ToDictionary(member => member.Key,
                member => Clean(member.Value is JsonObject ? member.Value.ToJsonString() : MultiLine.Join(member.Value))),
        _ => [],
    };

    private static string Clean(string text) =>
        GuidPattern().Replace(string.Join('\n', text.Split('\n').Select(line => line.TrimEnd())).TrimEnd('\n'), "<id>");

    private static IEnumerable<string> TextLines(string kind, string? stored, string? fresh)
    {
        if (stored is null || fresh is null)
            return [stored is null ? $"{kind} is not stored" : $"{kind} is stored but did not come",
                .. (stored ?? fresh)!.Split('\n').Select(line => (stored is null ? "+ " : "- ") + line)];
        var (before, now) = (stored.Split('\n'), fresh.Split('\n'));
        return Enumerable.Range(0, Math.Max(before.Length, now.Length)).SelectMany(i =>
            i < before.Length && i < now.Length && SameText(before[i], now[i]) ? []
            : new[] { i < before.Length ? $"- {before[i]}" : null, i < now.Length ? $"+ {now[i]}" : null }.OfType<string>());
    }

    /// <summary>Equal, up to one unit in the last printed digit of each number.</summary>
    internal static bool SameText(string stored, string fresh)
    {
        if (stored == fresh) return true;
        var (before, now) = (NumberPattern().Matches(stored), NumberPattern().Matches(fresh));
        return before.Count == now.Count
            && NumberPattern().Replace(stored, "#") == NumberPattern().Replace(fresh, "#")
            && before.Zip(now).All(pair => SameNumber(pair.First, pair.Second));
    }

    private static bool SameNumber(Match stored, Match fresh)
    {
        if (stored.Value == fresh.Value) return true;
        var unit = Math.Max(Unit(stored), Unit(fresh));
        return Math.Abs(Value(stored) - Value(fresh)) <= 1.001 * unit;
    }

    private static double Value(Match number) => double.Parse(number.Value.Replace('−', '-'), CultureInfo.InvariantCulture);

    private static double Unit(Match number)
    {
        var (decimals, exponent) = (number.Groups["decimals"], number.Groups["exponent"]);
        if (!decimals.Success && !exponent.Success) return 0;
        return Math.Pow(10, (exponent.Success ? int.Parse(exponent.Value, CultureInfo.InvariantCulture) : 0) - decimals.Length);
    }

    private static IEnumerable<string> FigureLines(string path, JsonNode? stored, JsonNode? fresh, double scale = 0)
    {
        switch (stored, fresh)
        {
            case (JsonObject before, JsonObject now):
                return before.Select(member => member.Key).Union(now.Select(member => member.Key))
                    .SelectMany(key => FigureLines($"{path}.{key}", before[key], now[key]));
            case (JsonArray before, JsonArray now) when before.Count == now.Count:
                var largest = before.Concat(now).Select(Number).Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(0).Max();
                return before.Zip(now).SelectMany((pair, i) => FigureLines($"{path}[{i}]", pair.First, pair.Second, largest));
            default:
                var (a, b) = (Number(stored), Number(fresh));
                var same = double.IsFinite(a) && double.IsFinite(b)
                    ? Math.Abs(a - b) <= 1.001e-5 * Math.Max(Math.Abs(a), Math.Abs(b)) + 1e-6 * scale
                    : JsonNode.DeepEquals(stored, fresh);
                return same ? [] : [$"- {path}: {Short(stored)}", $"+ {path}: {Short(fresh)}"];
        }
    }

    private static double Number(JsonNode? node) => node?.GetValueKind() == JsonValueKind.Number
        ? double.Parse(node.ToJsonString(), CultureInfo.InvariantCulture) : double.NaN;

    private static string Short(JsonNode? node)
    {
        var text = node?.ToJsonString() ?? "nothing";
        return text.Length <= 100 ? text : text[..100] + "…";
    }

    [GeneratedRegex(@"(?<![\w.])[-−+]?\d+(?:\.(?<decimals>\d+))?(?:[eE](?<exponent>[-+]?\d+))?")]
    private static partial Regex NumberPattern();

    [GeneratedRegex("[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|[0-9a-f]{32}", RegexOptions.IgnoreCase)]
    private static partial Regex GuidPattern();
}
