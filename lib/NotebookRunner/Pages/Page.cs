using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace NotebookRunner;

/// <summary>A page's place in the site.</summary>
internal sealed record Place(string Address, string Title, string Summary);

/// <summary>One notebook as a page to read.</summary>
internal static partial class Page
{
    public static Place PlaceOf(Notebook notebook, string address)
    {
        var prose = notebook.Cells.Where(cell => cell.Type == "markdown").Select(cell => cell.Source).ToList();
        var title = prose.Select(text => TitlePattern().Match(text)).FirstOrDefault(match => match.Success)?.Groups[1].Value ?? notebook.Name;
        var first = prose.SelectMany(text => text.Split("\n\n")).Select(text => text.Trim()).FirstOrDefault(text => text.Length > 0 && text[0] is not ('#' or '|' or '<' or '!' or '$' or '`')) ?? "";
        return new(address, title, first);
    }

    public static string Html(Notebook executed, Place place, Place? previous, Place? next, Func<string, string> link)
    {
        var markdown = new MarkdownHtml(link);
        var outputs = new OutputHtml(markdown);
        var body = new StringBuilder();
        foreach (var cell in executed.Cells)
            body.Append(cell.Type switch
            {
                "markdown" => markdown.Cell(WithAttachments(cell)),
                "code" => Code(cell, markdown, outputs),
                _ => "",
            });
        body.Append(markdown.End());
        return Frame(place.Address, MarkdownHtml.Text(place.Title), $"""
            <div class="columns">
            {Contents(markdown.Headings)}
            <main id="main">
            {Steps(place, previous, next, "Previous and next notebook")}
            {body}
            {Steps(place, previous, next, "Previous and next notebook, again")}
            </main>
            </div>
            """, outputs.HasCharts, markdown.HasDiagrams);
    }

    /// <summary>The parts that every page has; <paramref name="address"/> is its path from the site's root.</summary>
    public static string Frame(string address, string title, string body, bool charts, bool diagrams)
    {
        var up = string.Concat(Enumerable.Repeat("../", address.Count(c => c == '/')));
        return $"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>{WebUtility.HtmlEncode(title)}</title>
            <link rel="icon" href="data:,">
            <link rel="stylesheet" href="{up}assets/katex/katex.min.css">
            <link rel="stylesheet" href="{up}assets/site/style.css">
            <script defer src="{up}assets/katex/katex.min.js"></script>
            {(charts ? $"<script defer src=\"{up}assets/plotly.min.js\"></script>" : "")}
            {(diagrams ? $"<script defer src=\"{up}assets/mermaid/mermaid.min.js\"></script>" : "")}
            <script defer src="{up}assets/site/page.js"></script>
            </head>
            <body>
            <a class="skip" href="#main">Skip to the text</a>
            <header><a href="{up}index.html">All notebooks</a></header>
            {body}
            </body>
            </html>

            """;
    }

    static string Code(Cell cell, MarkdownHtml markdown, OutputHtml outputs)
    {
        if (cell.Source.Trim().Length == 0 && cell.Outputs.Count == 0) return "";
        var change = cell.Tags.Any(tag => tag.StartsWith("change-me", StringComparison.Ordinal)) ? "<p class=\"change\">This cell is yours to change.</p>\n" : "";
        var language = cell.Magics.FirstOrDefault(magic => magic is "fsharp" or "html" or "javascript" or "pwsh" or "mermaid") ?? cell.Kernel;
        var shown = language == "mermaid"
            ? markdown.Diagram(FirstMagicPattern().Replace(cell.Source, ""))
            : string.Concat(cell.Outputs.Where(output => output is not null && !StoredForm.IsBanner(output)).Select(output => outputs.Of(output!)));
        var number = $"<span class=\"count\" aria-hidden=\"true\">[{cell.CodeNumber}]</span>";
        var result = shown.Length > 0 ? $"<div class=\"output\">\n{shown}</div>\n" : "";
        return $"<section class=\"cell\" aria-label=\"Code cell {cell.CodeNumber}\">\n{change}{number}{CodeHtml.Of(cell.Source, language)}{result}</section>\n";
    }

    static string Contents(List<Heading> headings) => headings.Count < 2 ? "" : $"""
        <nav class="contents" aria-label="Contents"><details open><summary>Contents</summary><ul>
        {string.Join('\n', headings.Where(heading => heading.Level is > 1 and <= 3).Select(heading => $"<li class=\"level{heading.Level}\"><a href=\"#{heading.Id}\">{heading.Html}</a></li>"))}
        </ul></details></nav>
        """;

    static string Steps(Place place, Place? previous, Place? next, string label) => previous is null && next is null ? "" : $"""
        <nav class="steps" aria-label="{label}">
        {Step(place, previous, "prev", "←")}{Step(place, next, "next", "→")}
        </nav>
        """;

    static string Step(Place from, Place? to, string relation, string arrow)
    {
        if (to is null) return "<span></span>";
        var text = MarkdownHtml.Line(to.Title);
        return $"<a rel=\"{relation}\" href=\"{Relative(from.Address, to.Address)}\">{(relation == "prev" ? $"{arrow} {text}" : $"{text} {arrow}")}</a>";
    }

    /// <summary>The way from one page of the site to another.</summary>
    public static string Relative(string from, string to) =>
        Path.GetRelativePath(Path.GetDirectoryName("/" + from)!, "/" + to).Replace('\\', '/');

    /// <summary>Pictures that were dropped into a cell are kept in the notebook; a page carries them along.</summary>
    static string WithAttachments(Cell cell) => AttachmentPattern().Replace(cell.Source, match =>
        cell.Json["attachments"]?[match.Groups[1].Value] is System.Text.Json.Nodes.JsonObject { Count: > 0 } attachment && attachment.First() is var (type, data)
            ? $"](data:{type};base64,{MultiLine.Join(data).Replace("\n", "")})" : match.Value);

    [GeneratedRegex(@"^#\s+(.+?)\s*$", RegexOptions.Multiline)]
    private static partial Regex TitlePattern();

    [GeneratedRegex(@"^\s*#!\w+.*\n")]
    private static partial Regex FirstMagicPattern();

    [GeneratedRegex(@"\]\(attachment:([^)]+)\)")]
    private static partial Regex AttachmentPattern();
}
