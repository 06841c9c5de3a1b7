using System.Net;
using Markdig;
using Microsoft.DotNet.Interactive.Formatting;

namespace NotebookLib.Interactive;

/// <summary>
/// What a notebook shows, as a page, for programs that are no notebook: derivations, checks, tables, charts. The page takes
/// KaTeX and plotly.js from the network; without it formulas are their LaTeX and charts the line that says what they show.
/// </summary>
public static class HtmlPage
{
    private const string Katex = "https://cdn.jsdelivr.net/npm/katex@0.19.1/dist/";

    private static readonly MarkdownPipeline Pipeline = Markup().Build(), OfText = Markup().DisableHtml().Build();

    /// <summary>
    /// Writes a page of these values, one below the other, as a notebook would show them. A text is read as Markdown, without
    /// HTML.
    /// </summary>
    /// <param name="file">The file to write, such as "cost.html"; what is there is replaced.</param>
    /// <param name="values">The values.</param>
    /// <exception cref="ArgumentException">There is nothing to show, a value is null, or there is no such folder.</exception>
    public static void Write(string file, params IReadOnlyList<object> values)
    {
        if (values is null || values.Count == 0)
            throw new ArgumentException("There is nothing to show: HtmlPage.Write(\"cost.html\", derivation, check, chart).");
        for (var i = 0; i < values.Count; i++)
            if (values[i] is null) throw new ArgumentException($"Value {i + 1} is null, so it cannot be shown.");
        if (string.IsNullOrWhiteSpace(file)) throw new ArgumentException("Name the file of the page, for example \"cost.html\".");
        if (Path.GetDirectoryName(file) is { Length: > 0 } folder && !Directory.Exists(folder))
            throw new ArgumentException($"There is no folder \"{folder}\" for the page; make it first, or name another file.");
        new NotebookExtension().OnLoadAsync(null!);
        File.WriteAllText(file, $$"""
            <!doctype html>
            <html lang="en">
            <meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{{WebUtility.HtmlEncode(Path.GetFileNameWithoutExtension(file))}}</title>
            <style>
            body { max-width: 46rem; margin: 2rem auto; padding: 0 1rem; font: 1.06rem/1.6 system-ui, sans-serif; }
            table { border-collapse: collapse; } th, td { border: 1px solid #d1d9e0; padding: .35rem .7rem; text-align: left; } section { overflow-x: auto; margin: 1.5rem 0; }
            </style>
            <link rel="stylesheet" href="{{Katex}}katex.min.css">
            <script defer src="{{Katex}}katex.min.js"></script><script defer src="{{Katex}}contrib/auto-render.min.js" onload="renderMathInElement(document.body)"></script>
            {{string.Join('\n', values.Select(value => $"<section>\n{Html(value)}\n</section>"))}}
            </html>

            """);
    }

    private static MarkdownPipelineBuilder Markup() => new MarkdownPipelineBuilder().UseMathematics().UsePipeTables();

    private static string Html(object value)
    {
        var types = Formatter.GetPreferredMimeTypesFor(value.GetType()).ToList();
        return types.Contains("text/html") ? value.ToDisplayString("text/html")
            : value is string text ? Markdown.ToHtml(text, OfText)
            : types.Contains("text/markdown") ? Markdown.ToHtml(value.ToDisplayString("text/markdown"), Pipeline)
            : $"<pre>{WebUtility.HtmlEncode(value.ToDisplayString("text/plain"))}</pre>";
    }
}
