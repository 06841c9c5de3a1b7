using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace NotebookRunner;

/// <summary>
/// A cell: <paramref name="Number"/> counts all cells from 1, <paramref name="CodeNumber"/> the code cells, as [n] beside a cell
/// does after Run All.
/// </summary>
internal sealed partial record Cell(JsonObject Json, int Number, int CodeNumber, string DefaultKernel)
{
    public bool IsCode => CodeNumber > 0;
    public string Type => TypeOf(Json)!;
    public string? Id => Notebook.Text(Json, "id");
    public string Source => MultiLine.Join(Json["source"]);
    public IEnumerable<string> Tags =>
        Json["metadata"]?["tags"] is JsonArray tags ? tags.Select(tag => tag?.ToString() ?? "") : [];

    /// <summary>Jupyter's own tag for a cell that is there to show an error: the notebook goes on.</summary>
    public bool MayFail => Tags.Contains("raises-exception");

    /// <summary>The kernel named in the cell's metadata, else the notebook's.</summary>
    public string Kernel => KernelName(
        Notebook.Text(Json, "metadata", "polyglot_notebook", "kernelName")
        ?? Notebook.Text(Json, "metadata", "dotnet_interactive", "language") ?? DefaultKernel);

    /// <summary>The words after <c>#!</c> at the start of a line, such as <c>fsharp</c> or <c>import</c>.</summary>
    public IEnumerable<string> Magics => MagicPattern().Matches(Source).Select(match => match.Groups[1].Value);

    /// <summary>
    /// How many lines the kernel takes away before it counts: magics and empty lines at the start of a cell that begins with a
    /// magic.
    /// </summary>
    public int LinesNotCounted => MagicStartPattern().Match(Source).Value.Count(c => c == '\n');

    public bool WantsPackages => PackagePattern().IsMatch(Source);

    public JsonArray Outputs
    {
        get => Json["outputs"] as JsonArray ?? [];
        set => Json["outputs"] = value;
    }

    internal static string? TypeOf(JsonObject cell) => Notebook.Text(cell, "cell_type");

    /// <summary>Why a cell of a file cannot be one; null if it can.</summary>
    internal static string? Fault(JsonNode? node) => node is not JsonObject cell ? "is not an object"
        : TypeOf(cell) is not ("code" or "markdown" or "raw")
            ? $"has {(cell["cell_type"] is { } type ? $"the cell_type {type.ToJsonString()}" : "no cell_type")}; there are \"code\", \"markdown\" and \"raw\""
        : !MultiLine.Is(cell["source"]) ? "has a source that is neither a text nor a list of lines"
        : cell["metadata"] is not (null or JsonObject) ? "has metadata that are not an object"
        : cell["outputs"] is not (null or JsonArray) || (cell["outputs"] as JsonArray)?
            .Any(output => output is not JsonObject) == true
            ? "has outputs that are not a list of objects"
        : null;

    internal static string KernelName(string language) => language.ToLowerInvariant() switch
    {
        "c#" or "csharp" => "csharp",
        "f#" or "fsharp" => "fsharp",
        "powershell" or "pwsh" => "pwsh",
        var other => other,
    };

    internal static bool IsDotNet(string language) =>
        KernelName(language) is "csharp" or "fsharp" or "pwsh" or "html" or "javascript" or "mermaid" or "http" or "polyglot-notebook";

    [GeneratedRegex(@"^\s*#!([\w-]+)", RegexOptions.Multiline)]
    private static partial Regex MagicPattern();

    [GeneratedRegex(@"^(\s*#!.*(\n|$)\s*)+")]
    private static partial Regex MagicStartPattern();

    [GeneratedRegex(@"^\s*#(r|i)\s+""nuget:", RegexOptions.Multiline)]
    private static partial Regex PackagePattern();
}

/// <summary>Text in a notebook: one string, or a list of its lines.</summary>
internal static class MultiLine
{
    public static bool Is(JsonNode? node) => node is JsonArray lines ? lines.All(IsText) : IsText(node);

    private static bool IsText(JsonNode? node) => node?.GetValueKind() == JsonValueKind.String;

    public static string Join(JsonNode? node) => node switch
    {
        JsonArray lines => string.Concat(lines.Select(line => line?.ToString())),
        JsonValue value => value.ToString(),
        _ => "",
    };

    public static JsonArray Split(string text)
    {
        var lines = new JsonArray();
        for (var start = 0; start < text.Length;)
        {
            var end = text.IndexOf('\n', start) is >= 0 and var i ? i + 1 : text.Length;
            lines.Add(text[start..end]);
            start = end;
        }
        return lines;
    }
}
