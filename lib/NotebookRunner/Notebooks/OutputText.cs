using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace NotebookRunner;

/// <summary>The text in an output.</summary>
internal static partial class OutputText
{
    /// <summary>The text a reader sees: of a stream, or of a display's Markdown or plain text.</summary>
    public static string Of(JsonNode? output) =>
        Notebook.Text(output, "output_type") == "stream" ? MultiLine.Join(output!["text"])
        : output?["data"] is JsonObject data ? MultiLine.Join(data["text/markdown"] ?? data["text/plain"])
        : "";

    /// <summary>How many statements were checked: lines that begin with a tick.</summary>
    public static int Statements(JsonNode? output) => TickPattern().Count(Of(output));

    [GeneratedRegex(@"^[\s>*-]*✓", RegexOptions.Multiline)]
    private static partial Regex TickPattern();
}
