using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace NotebookLib.Interactive;

/// <summary>
/// One line of text that says what a chart shows: for readers without the picture, and where no picture can be shown.
/// </summary>
internal static partial class FigureText
{
    private const int MostCurves = 8;

    /// <summary>For example "Chart. Learning curves. cost C against updates k — quadratic: 0.33 → 0.0044."</summary>
    public static string Of(string figureJson)
    {
        using var figure = JsonDocument.Parse(figureJson);
        var traces = figure.RootElement.GetProperty("data").EnumerateArray().ToList();
        var layout = figure.RootElement.GetProperty("layout");
        var panels = traces
            .GroupBy(trace => (X: Text(trace, "xaxis") ?? "x", Y: Text(trace, "yaxis") ?? "y"))
            .Select(panel => Axes(layout, panel.Key.X, panel.Key.Y) + Curves([.. panel]));
        return string.Join(" ", new[] { "Chart.", Sentence(Title(layout)) }.Concat(panels.Select(Sentence))
            .Where(part => part != ""));
    }

    private static string Axes(JsonElement layout, string x, string y) =>
        (Title(layout, AxisName(y)), Title(layout, AxisName(x))) switch
    {
        ("", "") => "",
        (var up, "") => $"{up} — ",
        ("", var along) => $"against {along} — ",
        var (up, along) => $"{up} against {along} — ",
    };

    private static string AxisName(string reference) => $"{reference[0]}axis{reference[1..]}";

    private static string Curves(List<JsonElement> traces) => string.Join("; ", traces.Take(MostCurves).Select(Curve))
        + (traces.Count > MostCurves ? $"; and {traces.Count - MostCurves} more" : "");

    private static string Curve(JsonElement trace)
    {
        var name = Text(trace, "name") ?? Text(trace, "type") ?? "scatter";
        var values = trace.TryGetProperty("y", out var y) && y.ValueKind == JsonValueKind.Array
            ? y.EnumerateArray().Where(value => value.ValueKind == JsonValueKind.Number).Select(value => value.GetDouble())
                .ToList()
            : [];
        return values.Count switch
        {
            0 => name,
            1 when Text(trace, "mode") == "markers" => name,
            _ when Text(trace, "mode") == "markers" => $"{name}: {values.Count} points",
            1 => $"{name}: {Number(values[0])}",
            _ => $"{name}: {Number(values[0])} → {Number(values[^1])}",
        };
    }

    private static string Title(JsonElement layout, string? axis = null)
    {
        if (axis is not null && !(layout.TryGetProperty(axis, out layout) && layout.ValueKind == JsonValueKind.Object)) return "";
        if (!layout.TryGetProperty("title", out var title)) return "";
        return Plain(title.ValueKind == JsonValueKind.String ? title.GetString()! : title.ValueKind == JsonValueKind.Object
            ? Text(title, "text") ?? "" : "");
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? Plain(value.GetString()!) : null;

    private static string Plain(string text) => Tag().Replace(text, " ").Replace('\u00a0', ' ').Trim();

    private static string Sentence(string text) => text == "" || text.EndsWith('.') ? text : text + ".";

    private static string Number(double value) => value.ToString("G6", CultureInfo.InvariantCulture);

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();
}
