using System.Net;
using ColorCode;

namespace NotebookRunner;

/// <summary>Source text with its words coloured by classes, so that the style sheet decides how.</summary>
internal static class CodeHtml
{
    public static string Of(string source, string language)
    {
        source = source.Trim('\n');
        var html = LanguageOf(language) is { } known
            ? Inner(new HtmlClassFormatter().GetHtmlString(source, known))
            : WebUtility.HtmlEncode(source);
        return $"<pre class=\"code\"><code>{html}</code></pre>\n";
    }

    private static string Inner(string html)
    {
        var start = html.IndexOf("<pre>", StringComparison.Ordinal) + 5;
        return html[start..html.LastIndexOf("</pre>", StringComparison.Ordinal)].Trim('\r', '\n');
    }

    private static ILanguage? LanguageOf(string name) => name.ToLowerInvariant() switch
    {
        "csharp" or "c#" or "cs" => Languages.CSharp,
        "fsharp" or "f#" or "fs" => Languages.FSharp,
        "html" => Languages.Html,
        "javascript" or "js" => Languages.JavaScript,
        "xml" => Languages.Xml,
        "pwsh" or "powershell" => Languages.PowerShell,
        _ => null,
    };
}
