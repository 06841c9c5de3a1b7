using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace NotebookRunner;

/// <summary>
/// What of a cell's live outputs is kept in the notebook file: little, the same on every machine, and visible everywhere. HTML
/// and SVG are dropped when something else is there, or a picture of them, because VS Code leaves them blank in a folder that is
/// not trusted. A chart keeps its text line; its figure goes into the metadata, where it is compared and nothing renders it.
/// </summary>
internal static partial class StoredForm
{
    public const string Figure = OutputHtml.Figure;

    /// <summary>The tool greets Jupyter with a script that holds every network address of the machine.</summary>
    public const string Banner = "probeAddresses";

    /// <summary>
    /// The words beside the picture of an HTML page that a cell wrote, which VS Code would leave blank in a folder that is not
    /// trusted.
    /// </summary>
    private const string LivePage = "A picture of a live page; to use it, trust this folder and run this cell.";

    private static readonly string[] SeenEverywhere = ["text/markdown", "text/latex", "text/plain", "image/png", "image/jpeg",
        "application/json"];

    public static JsonArray Of(JsonArray outputs, string notebookFolder) =>
        new([.. outputs.Where(output => !IsBanner(output) && !IsEmpty(output))
            .Select(output => (JsonNode)Of(output!.AsObject(), notebookFolder))]);

    /// <summary>A progress line that has been cleared, and what <c>display</c> gives back: nothing is to be seen.</summary>
    private static bool IsEmpty(JsonNode? output) =>
        output?["data"] is JsonObject { Count: 1 } data && data["text/plain"] is { } text && MultiLine.Join(text) == "";

    public static bool IsBanner(JsonNode? output) =>
        output?["data"]?.ToJsonString().Contains(Banner, StringComparison.Ordinal) == true;

    private static JsonObject Of(JsonObject output, string folder)
    {
        var stored = (JsonObject)WithoutPlaces(output, folder)!;
        if (stored["data"] is not JsonObject data) return stored;

        if (data[Figure] is { } figure)
        {
            data.Remove(Figure);
            if (stored["metadata"] is not JsonObject metadata) stored["metadata"] = metadata = [];
            metadata[Figure] = Rounded(figure);
        }
        if (SeenEverywhere.Any(data.ContainsKey))
            foreach (var dropped in data.Select(member => member.Key).Except(SeenEverywhere).ToArray())
                data.Remove(dropped);
        else if (Pictures.Size(MultiLine.Join(data["text/html"])) is not null)
            stored["data"] = new JsonObject { ["text/plain"] = MultiLine.Split(LivePage) };
        return stored;
    }

    /// <summary>Numbers with at most six significant digits; whole numbers as they are.</summary>
    internal static JsonNode? Rounded(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, Rounded(member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Rounded)]),
        JsonValue value when value.GetValueKind() == JsonValueKind.Number => RoundedNumber(value),
        _ => node?.DeepClone(),
    };

    private static JsonNode RoundedNumber(JsonValue value)
    {
        var text = value.ToJsonString();
        if (text.IndexOfAny(['.', 'e', 'E']) < 0) return value.DeepClone();
        var rounded = double.Parse(double.Parse(text, CultureInfo.InvariantCulture).ToString("G6", CultureInfo.InvariantCulture),
            CultureInfo.InvariantCulture);
        return JsonValue.Create(rounded);
    }

    /// <summary>Strings without terminal colours and without the folders of this machine.</summary>
    private static JsonNode? WithoutPlaces(JsonNode? node, string folder) => node switch
    {
        JsonObject members =>
            new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, WithoutPlaces(member.Value, folder)))),
        JsonArray items => new JsonArray([.. items.Select(item => WithoutPlaces(item, folder))]),
        JsonValue value when value.GetValueKind() == JsonValueKind.String => WithoutPlaces(value.GetValue<string>(), folder),
        _ => node?.DeepClone(),
    };

    private static string WithoutPlaces(string text, string folder)
    {
        text = AnsiPattern().Replace(text, "");
        foreach (var place in new[] { Repository.Above(folder), folder,
            Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) })
            if (place is { Length: > 3 })
                text = text.Replace(place + Path.DirectorySeparatorChar, "").Replace(place, ".");
        return text;
    }

    [GeneratedRegex(@"\x1b\[[0-9;]*[A-Za-z]")]
    private static partial Regex AnsiPattern();
}
