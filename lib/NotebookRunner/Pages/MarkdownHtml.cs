using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Markdig;
using Markdig.Extensions.EmphasisExtras;
using Markdig.Extensions.Mathematics;
using Markdig.Extensions.Tables;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace NotebookRunner;

/// <summary>A heading of a page, for its list of contents.</summary>
internal sealed record Heading(int Level, string Id, string Html);

/// <summary>
/// Markdown with $formulas$, pipe tables and Mermaid diagrams as HTML. Formulas become elements that KaTeX fills in the browser.
/// </summary>
internal sealed partial class MarkdownHtml(Func<string, string> link)
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .UseMathematics().UsePipeTables().UseEmphasisExtras(EmphasisExtraOptions.Strikethrough).UseTaskLists().UseAutoLinks()
            .UseFootnotes().Build();

    private readonly HashSet<string> ids = [];
    private bool folded;

    public List<Heading> Headings { get; } = [];

    /// <summary>Whether a Mermaid diagram was seen.</summary>
    public bool HasDiagrams { get; private set; }

    /// <summary>A Markdown cell: its headings get ids and are listed; what stands under "Exercises" is folded.</summary>
    public string Cell(string markdown) => Html(markdown, headings: true);

    /// <summary>An output in Markdown.</summary>
    public string Output(string markdown) => Html(markdown, headings: false);

    /// <summary>Ends what is still folded at the end of the page.</summary>
    public string End() => folded ? "</details>\n" : "";

    /// <summary>One line of Markdown, such as a title, without links and without a paragraph around it.</summary>
    public static string Line(string markdown) =>
        ParagraphPattern().Replace(new MarkdownHtml(url => url).Output(markdown), "").Trim();

    public static string Text(string markdown) => OrAsTyped(() => Markdown.ToPlainText(markdown, Pipeline).Trim(), markdown);

    private string Html(string markdown, bool headings) =>
        OrAsTyped(() => Blocks(markdown, headings), $"<pre class=\"text\">{WebUtility.HtmlEncode(markdown)}</pre>\n");

    /// <summary>What is nested beyond Markdig's limit, brackets or quotations, is shown as it was typed.</summary>
    private static string OrAsTyped(Func<string> shown, string typed)
    {
        try { return shown(); }
        catch (ArgumentException) { return typed; }
    }

    private string Blocks(string markdown, bool headings)
    {
        var document = Markdown.Parse(markdown, Pipeline);
        foreach (var inline in document.Descendants<LinkInline>().Where(inline => inline.Url is { Length: > 0 }))
            inline.Url = link(inline.Url!);
        foreach (var formula in document.Descendants<MathInline>().Where(formula => formula.DelimiterCount == 2))
            formula.GetAttributes().AddClass("display");

        var text = new StringBuilder();
        foreach (var block in document)
            text.Append(block switch
            {
                HeadingBlock heading when headings => HeadingHtml(heading),
                FencedCodeBlock { Info: "mermaid" } diagram => Diagram(diagram.Lines.ToString()),
                FencedCodeBlock code => CodeHtml.Of(code.Lines.ToString(), code.Info ?? ""),
                Table table => $"<div class=\"wide\">{Render(table)}</div>\n",
                _ => Render(block),
            });
        return text.ToString();
    }

    private string HeadingHtml(HeadingBlock heading)
    {
        var html = Render(heading);
        var content = html[(html.IndexOf('>') + 1)..html.LastIndexOf('<')];
        var plain = WebUtility.HtmlDecode(TagPattern().Replace(content, ""));
        var id = Unique(string.Concat(plain.ToLowerInvariant().Where(c => char.IsLetterOrDigit(c) || c is ' ' or '-' or '_'))
            .Replace(' ', '-'));
        Headings.Add(new(heading.Level, id, AnchorPattern().Replace(content, "")));
        var element = $"<h{heading.Level} id=\"{id}\">{content}</h{heading.Level}>";
        var end = folded && heading.Level <= 2 ? "</details>\n" : "";
        folded = folded && heading.Level > 2;
        if (heading.Level != 2 || !plain.StartsWith("Exercises", StringComparison.OrdinalIgnoreCase)) return $"{end}{element}\n";
        folded = true;
        return $"{end}<details class=\"exercises\"><summary>{element}</summary>\n";
    }

    private string Unique(string id)
    {
        var name = id.Length > 0 ? id : "section";
        for (var i = 2; !ids.Add(name); i++) name = $"{id}-{i}";
        return name;
    }

    /// <summary>A Mermaid diagram; its source stands there until it is drawn, and where scripts do not run.</summary>
    public string Diagram(string source)
    {
        HasDiagrams = true;
        return $"<figure class=\"wide\"><pre class=\"mermaid\">{WebUtility.HtmlEncode(source.Trim())}</pre></figure>\n";
    }

    private static string Render(MarkdownObject block)
    {
        using var writer = new StringWriter();
        var renderer = new HtmlRenderer(writer);
        Pipeline.Setup(renderer);
        renderer.Render(block);
        return writer.ToString();
    }

    [GeneratedRegex("<[^>]+>")]
    private static partial Regex TagPattern();

    [GeneratedRegex(@"</?a\b[^>]*>")]
    private static partial Regex AnchorPattern();

    [GeneratedRegex(@"</?(?:p|a)\b[^>]*>")]
    private static partial Regex ParagraphPattern();
}
