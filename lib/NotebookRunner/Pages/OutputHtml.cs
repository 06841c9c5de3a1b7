using System.Net;
using System.Text.Json.Nodes;

namespace NotebookRunner;

/// <summary>Outputs as a page shows them: charts alive, formulas, tables, the live neuron, pictures, text.</summary>
internal sealed class OutputHtml(MarkdownHtml markdown)
{
    /// <summary>A chart: the figure that plotly.js draws.</summary>
    public const string Figure = "application/vnd.plotly.v1+json";

    public bool HasCharts { get; private set; }

    public string Of(JsonNode output) => Notebook.Text(output, "output_type") switch
    {
        "stream" => Lines(MultiLine.Join(output["text"]), Notebook.Text(output, "name") == "stderr" ? "error" : ""),
        "error" => Lines($"{output["ename"]}: {output["evalue"]}", "error"),
        _ when output["data"] is JsonObject data => Bundle(data, output["metadata"]),
        _ => "",
    };

    private string Bundle(JsonObject data, JsonNode? metadata)
    {
        string Part(string type) => MultiLine.Join(data[type]);
        var text = Part("text/plain");
        if ((data[Figure] ?? metadata?[Figure]) is JsonObject figure) return Chart(figure, text);
        if (data.ContainsKey("text/html")) return $"<div class=\"alive\">{Part("text/html")}</div>\n";
        if (data.ContainsKey("text/markdown")) return markdown.Output(Part("text/markdown"));
        if (data.ContainsKey("text/latex")) return Formula(Part("text/latex"));
        if (data.ContainsKey("image/svg+xml")) return $"<figure class=\"wide\">{Part("image/svg+xml")}</figure>\n";
        foreach (var type in new[] { "image/png", "image/jpeg" })
            if (data.ContainsKey(type))
                return $"<img alt=\"{Encoded(text)}\" src=\"data:{type};base64,{Part(type).Replace("\n", "")}\">\n";
        return Lines(text.Length > 0 ? text : data.FirstOrDefault().Value?.ToJsonString() ?? "", "");
    }

    /// <summary>
    /// A place for plotly.js to draw in; until then, and for who cannot see it, the line that says what the chart shows.
    /// </summary>
    private string Chart(JsonObject figure, string text)
    {
        HasCharts = true;
        return $"<figure class=\"chart wide\"><div role=\"img\" aria-label=\"{Encoded(text)}\"><p>{Encoded(text)}</p></div><script type=\"application/json\">{figure.ToJsonString()}</script></figure>\n";
    }

    private static string Formula(string latex)
    {
        var inner = latex.Trim();
        foreach (var fence in new[] { "$$", "$" })
            if (inner.Length > 2 * fence.Length && inner.StartsWith(fence, StringComparison.Ordinal)
                && inner.EndsWith(fence, StringComparison.Ordinal))
                inner = inner[fence.Length..^fence.Length];
        return $"<div class=\"math\">\\[{Encoded(inner)}\\]</div>\n";
    }

    private static string Lines(string text, string kind) => $"<pre class=\"text {kind}\">{Encoded(text.TrimEnd('\n'))}</pre>\n";

    private static string Encoded(string text) => WebUtility.HtmlEncode(text);
}
