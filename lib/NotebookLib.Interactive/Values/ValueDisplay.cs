using System.Collections;
using Microsoft.AspNetCore.Html;
using Microsoft.DotNet.Interactive.Formatting;

namespace NotebookLib.Interactive;

/// <summary>
/// Shows values that are not ours. The kernel's own way is HTML, which editors leave blank in a folder that is not trusted: here
/// a value is plain text, a list of objects a Markdown table, and HTML only what somebody wrote as HTML.
/// </summary>
internal static class ValueDisplay
{
    private const string Markdown = "text/markdown", Plain = PlainTextFormatter.MimeType;

    public static void Register()
    {
        Formatter.DefaultMimeType = Plain;
        Formatter.Register<object>(PlainText.Of);
        Formatter.Register<IEnumerable>(MarkdownTable.Of, Markdown);
        Formatter.SetPreferredMimeTypesFor(typeof(object), Plain);
        Formatter.SetPreferredMimeTypesFor(typeof(IEnumerable), Markdown, Plain);
        Formatter.SetPreferredMimeTypesFor(typeof(string), Plain);
        foreach (var scalars in new[] { typeof(IEnumerable<double>), typeof(IEnumerable<float>), typeof(IEnumerable<int>),
            typeof(IEnumerable<long>), typeof(IEnumerable<bool>), typeof(IEnumerable<string>) })
            Formatter.SetPreferredMimeTypesFor(scalars, Plain);
        Formatter.Register<DisplayedValue>(_ => "");       // what display(…) gives back: the value itself is shown already
        Formatter.Register<IHtmlContent>((html, writer) => html.WriteTo(writer, System.Text.Encodings.Web.HtmlEncoder.Default),
            "text/html");
        Formatter.SetPreferredMimeTypesFor(typeof(IHtmlContent), "text/html");
    }
}
