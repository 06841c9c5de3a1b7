using System.Net;
using System.Text.Json;

namespace NotebookLib.Interactive;

/// <summary>
/// A figure that lives in the page: one self-contained piece of HTML with sliders and points to take hold of. It loads nothing;
/// its JavaScript is made from the formulas of the costs. Where no HTML is shown it is a line of text, and in stored notebooks a
/// picture.
/// </summary>
public sealed class LiveFigure
{
    private readonly string name, text, data, style;
    private readonly (string Mark, string Html)[] words;

    /// <param name="name">Of its file, and of its kind.</param>
    /// <param name="text">What it is to somebody who cannot see it.</param>
    /// <param name="data">JavaScript that defines what the figure shows.</param>
    /// <param name="colours">Of its costs (k0, k1, …) and rules (r0, r1, …).</param>
    /// <param name="words">Marks in its file, and the text that stands there.</param>
    internal LiveFigure(string name, string text, string data, IEnumerable<(string Name, string Colour)> colours,
        params (string Mark, string Text)[] words)
    {
        (this.name, this.text, this.data) = (name, text, data);
        this.words = [.. words.Select(word => (word.Mark, WebUtility.HtmlEncode(word.Text)))];
        string Variables(Func<string, string> shade) =>
            string.Concat(colours.Select(one => $"--{one.Name}:{shade(one.Colour)};"));
        style = $".nl-{name}{{{Variables(colour => colour)}}}.nl-{name}.nl-dark{{{Variables(Palette.OnDark)}}}";
    }

    /// <summary>The HTML: no library, no network.</summary>
    /// <returns>The same text for the same figure, whenever it is made.</returns>
    public string ToHtml()
    {
        var file = Resource(name + ".html").Split("<script>\n");
        var (markup, script) = (words.Aggregate(file[0], (html, word) => html.Replace(word.Mark, word.Html)),
            file[1].Replace("</script>\n", ""));
        var key = Key(name + data + markup);
        return $$"""
            <div class="nl-live nl-{{name}}" data-picture="700x900" data-nl-key="{{key}}" lang="en">
            <style>
            {{Resource("live.css")}}{{style}}
            </style>
            {{markup}}<script>
            (() => {
            'use strict';
            {{JavaScript.Helpers}}
            {{data}}
            {{(Resource("live.js") + script).Replace("@KEY@", key)}}})();
            </script>
            </div>

            """;
    }

    /// <summary>One line for places that show no HTML.</summary>
    /// <returns>What the figure shows, and how to bring it to life.</returns>
    public override string ToString() => $"{text} To play with it, trust this folder and run this cell.";

    /// <summary>A name or a list of names as JavaScript; &lt; and &gt; are escaped, so that no name can end the script.</summary>
    internal static string Json<T>(T value) => JsonSerializer.Serialize(value);

    /// <summary>The activation and the costs as JavaScript, and the costs' colours.</summary>
    internal static (string Script, IEnumerable<(string, string)> Colours) Of(Activation f, IReadOnlyList<Cost> costs) => ($$"""
        const activation = { value: z => {{JavaScript.Of(f.Formula)}}, slope: z => {{JavaScript.Of(f.SlopeFormula)}} };
        const costs = [{{string.Join(", ", costs.Select(cost => Script(cost, f)))}}];
        """, costs.Select((cost, i) => ($"k{i}", Palette.Of(cost))));

    private static string Script(Cost cost, Activation activation) =>
        $"{{ name: {Json(cost.Name)}, cost: (z, y) => {JavaScript.Of(cost.InZ(activation))}, "
            + $"delta: (z, y) => {JavaScript.Of(cost.ErrorInZ(activation))}, "
        + $"slope: (a, y) => {JavaScript.Of(cost.SlopeFormula)} }}";

    private static string Resource(string file)
    {
        using var reader = new StreamReader(typeof(LiveFigure).Assembly.GetManifestResourceStream(file)!);
        return reader.ReadToEnd();
    }

    /// <summary>The same for the same content, so that a stored notebook does not change from run to run (FNV-1a).</summary>
    private static string Key(string content) =>
        content.Aggregate(14695981039346656037UL, (hash, c) => (hash ^ c) * 1099511628211UL).ToString("x16");
}
