using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace NotebookRunner;

/// <summary>A page's place in the site.</summary>
internal sealed record Place(string Address, string Title, string Summary);

/// <summary>One notebook as a page to read.</summary>
internal static partial class Page
{
    private static readonly string[] EngineScripts = ["colour", "engine", "link", "editor", "cells"];

    public static Place PlaceOf(Notebook notebook, string address)
    {
        var prose = notebook.Cells.Where(cell => cell.Type == "markdown").Select(cell => cell.Source).ToList();
        var title = prose.Select(text => TitlePattern().Match(text))
            .FirstOrDefault(match => match.Success)?.Groups[1].Value ?? notebook.Name;
        var first = prose.SelectMany(text => text.Split("\n\n")).Select(text => text.Trim())
            .FirstOrDefault(text => text.Length > 0 && text[0] is not ('#' or '|' or '<' or '!' or '$' or '`')) ?? "";
        return new(address, title, first);
    }

    public static string Html(Notebook executed, Place place, Place? previous, Place? next, Func<string, string> link,
        long? engine)
    {
        var markdown = new MarkdownHtml(link);
        var outputs = new OutputHtml(markdown);
        var foreign = new HashSet<string>();
        var body = new StringBuilder();
        foreach (var cell in executed.Cells)
            body.Append(cell.Type switch
            {
                "markdown" => markdown.Cell(WithAttachments(cell)),
                "code" => Code(cell, markdown, outputs, foreign, engine is not null),
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
            """, outputs.HasCharts, markdown.HasDiagrams, engine);
    }

    /// <summary>
    /// The parts that every page has; <paramref name="address"/> is its path from the site's root, <paramref name="engine"/> how
    /// many bytes the engine has that runs cells in the page, null if there is none beside it.
    /// </summary>
    public static string Frame(string address, string title, string body, bool charts, bool diagrams, long? engine = null)
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
            {(engine is null ? "" : string.Concat(EngineScripts.Select(name => $"<script defer src=\"{up}assets/site/{name}.js\"></script>\n")))}
            </head>
            <body{(engine is null ? "" : $" data-engine=\"{engine}\"")}>
            <a class="skip" href="#main">Skip to the text</a>
            <header><a href="{up}index.html">All notebooks</a></header>
            {body}
            </body>
            </html>

            """;
    }

    private static string Code(Cell cell, MarkdownHtml markdown, OutputHtml outputs, HashSet<string> foreign, bool runs)
    {
        var language = cell.Magics
            .FirstOrDefault(magic => magic is "fsharp" or "html" or "javascript" or "pwsh" or "mermaid") ?? cell.Kernel;
        var elsewhere = OnlyElsewhere(cell, language, foreign);
        var data = $"class=\"cell\" data-cell=\"{WebUtility.HtmlEncode(cell.Id ?? $"{cell.CodeNumber}")}\" data-tags=\"{WebUtility.HtmlEncode(string.Join(' ', cell.Tags))}\""
            + (elsewhere is null ? "" : $" data-kept=\"{elsewhere}\"")
                + (language == "csharp" && elsewhere is null && !cell.Magics.Any() ? " data-editable" : "");
        if (cell.Source.Trim().Length == 0 && cell.Outputs.Count == 0) return $"<section {data} hidden></section>\n";
        var change = cell.Tags.Any(tag => tag.StartsWith("change-me", StringComparison.Ordinal))
            ? "<p class=\"change\">This cell is yours to change.</p>\n" : "";
        var shown = language == "mermaid"
            ? markdown.Diagram(FirstMagicPattern().Replace(cell.Source, ""))
            : string.Concat(cell.Outputs.Where(output => output is not null && !StoredForm.IsBanner(output))
                .Select(output => outputs.Of(output!)));
        var number = $"<span class=\"count\" aria-hidden=\"true\">[{cell.CodeNumber}]</span>";
        var kept = runs && elsewhere is not null && language != "mermaid" ? $"<p class=\"kept\">{elsewhere}</p>\n" : "";
        var result = shown.Length > 0 ? $"<div class=\"output\">\n{shown}</div>\n" : "";
        return $"<section {data} aria-label=\"Code cell {cell.CodeNumber}\">\n{change}{number}{CodeHtml.Of(cell.Source, language)}{kept}{result}</section>\n";
    }

    /// <summary>
    /// Why a cell cannot be run by the engine beside a page, which speaks C# alone; null if it can. Collects the names of values
    /// that came from another language: a page has none of them.
    /// </summary>
    private static string? OnlyElsewhere(Cell cell, string language, HashSet<string> foreign)
    {
        const string kept = "what it gave in the notebook is kept.";
        if (language != "csharp")
            return language switch
            {
                "html" => null,
                "mermaid" => "A diagram has nothing to run.",
                "fsharp" => $"F# does not run in a page: {kept}",
                _ => $"This language does not run in a page: {kept}",
            };
        if (cell.Magics.Any(magic => magic != "import"))
        {
            foreign.UnionWith(SharedPattern().Matches(cell.Source).Select(match => match.Groups[1].Value));
            return $"This cell shares values with another language, which a page cannot: {kept}";
        }
        return foreign.FirstOrDefault(name => Regex.IsMatch(cell.Source, $@"\b{name}\b")) is { } used
            ? $"{used} comes from another language, which a page cannot run: {kept}" : null;
    }

    private static string Contents(List<Heading> headings) => headings.Count < 2 ? "" : $"""
        <nav class="contents" aria-label="Contents"><details open><summary>Contents</summary><ul>
        {string.Join('\n', headings.Where(heading => heading.Level is > 1 and <= 3).Select(heading => $"<li class=\"level{heading.Level}\"><a href=\"#{heading.Id}\">{heading.Html}</a></li>"))}
        </ul></details></nav>
        """;

    private static string Steps(Place place, Place? previous, Place? next, string label) =>
        previous is null && next is null ? "" : $"""
        <nav class="steps" aria-label="{label}">
        {Step(place, previous, "prev", "←")}{Step(place, next, "next", "→")}
        </nav>
        """;

    private static string Step(Place from, Place? to, string relation, string arrow)
    {
        if (to is null) return "<span></span>";
        var text = MarkdownHtml.Line(to.Title);
        return $"<a rel=\"{relation}\" href=\"{Relative(from.Address, to.Address)}\">{(relation == "prev" ? $"{arrow} {text}" : $"{text} {arrow}")}</a>";
    }

    /// <summary>The way from one page of the site to another.</summary>
    public static string Relative(string from, string to) =>
        Path.GetRelativePath(Path.GetDirectoryName("/" + from)!, "/" + to).Replace('\\', '/');

    /// <summary>Pictures that were dropped into a cell are kept in the notebook; a page carries them along.</summary>
    private static string WithAttachments(Cell cell) => AttachmentPattern().Replace(cell.Source, match =>
        cell.Json["attachments"]?[match.Groups[1].Value] is System.Text.Json.Nodes.JsonObject { Count: > 0 } attachment
            && attachment.First() is var (type, data)
            ? $"](data:{type};base64,{MultiLine.Join(data).Replace("\n", "")})" : match.Value);

    [GeneratedRegex(@"^#\s+(.+?)\s*$", RegexOptions.Multiline)]
    private static partial Regex TitlePattern();

    [GeneratedRegex(@"^\s*#!\w+.*\n")]
    private static partial Regex FirstMagicPattern();

    [GeneratedRegex(@"^\s*#!(?:share|set)\b.*?(\w+)\s*$", RegexOptions.Multiline)]
    private static partial Regex SharedPattern();

    [GeneratedRegex(@"\]\(attachment:([^)]+)\)")]
    private static partial Regex AttachmentPattern();
}
