using Microsoft.DotNet.Interactive.Formatting;
using Plotly.NET;

namespace NotebookLib.Interactive;

/// <summary>Shows any Plotly.NET chart: as a figure, as HTML that draws it, and as a line of text.</summary>
internal static class ChartDisplay
{
    public static void Register()
    {
        Formatter.Register<GenericChart>(FigureJson.Of, FigureJson.MimeType);
        Formatter.Register<GenericChart>(chart => FigureJson.Of(chart) is var figure
            ? FigureHtml.Of(figure, FigureText.Of(figure)) : "", "text/html");
        Formatter.Register<GenericChart>(chart => FigureText.Of(FigureJson.Of(chart)));
        Formatter.SetPreferredMimeTypesFor(typeof(GenericChart), FigureJson.MimeType, "text/html", "text/plain");
    }
}
