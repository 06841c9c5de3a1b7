using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace NotebookLib.Interactive;

/// <summary>
/// A chart for a page that runs scripts. plotly.js comes from the address that Plotly.NET itself uses, once for the whole page;
/// until it is there, and where it cannot be had, the chart is the line of text that says what it shows.
/// </summary>
internal static class FigureHtml
{
    private static readonly string Source = $"https://cdn.plot.ly/plotly-{Globals.PLOTLYJS_VERSION}.min.js";

    public static string Of(string figureJson, string text)
    {
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(figureJson)))[..12];
        return $$"""
            <div class="notebooklib-chart" data-figure="{{name}}"><p>{{WebUtility.HtmlEncode(text)}}</p></div>
            <script>
            (() => {
              const figure = {{figureJson.Replace("</", "<\\/")}};
              const places = [...document.querySelectorAll('[data-figure="{{name}}"]:not([data-drawn])')];
              places.forEach(place => place.dataset.drawn = 'soon');
              const load = () => new Promise((done, fail) => {
                if (window.Plotly) return done(window.Plotly);
                if (typeof window.requirejs === 'function') return window.requirejs(['{{Source}}'], done, fail);
                const script = document.createElement('script');
                script.src = '{{Source}}';
                script.onload = () => done(window.Plotly);
                script.onerror = fail;
                document.head.appendChild(script);
              });
              (window.notebookLibPlotly ??= load()).then(
                plotly => places.forEach(place => {
                  place.replaceChildren();
                  plotly.newPlot(place, figure.data, figure.layout, figure.config);
                  place.dataset.drawn = 'yes';
                }),
                () => {
                  window.notebookLibPlotly = null;
                  const sentence = 'The chart itself needs plotly.js from cdn.plot.ly, which could not be reached.';
                  places.forEach(place => place.append(sentence));
                });
            })();
            </script>
            """;
    }
}
