using Microsoft.FSharp.Collections;
using Plotly.NET;
using Plotly.NET.LayoutObjects;
using static NotebookLib.Interactive.HouseStyle;

namespace NotebookLib.Interactive;

/// <summary>One line of a chart; x and y have the same length, and where y is not a number the line is broken.</summary>
internal sealed record Curve(string Name, double[] X, double[] Y);

/// <summary>One pair of axes with its curves. Each curve is named at its end, in its colour, unless there are too many for that.</summary>
/// <remarks>Low and High are the lowest and the highest y that is shown; null shows all there is.</remarks>
internal sealed record Panel(string XTitle, string YTitle, IReadOnlyList<Curve> Curves, double? Low = null, double? High = null);

/// <summary>Panels side by side become one Plotly.NET chart, which can go on being styled.</summary>
internal static class Panels
{
    private const int MostLabels = 6, LabelFont = 12, LineHeight = 15, Left = 70, Top = 60, Bottom = 64, Gap = 74, LongestLine = 20;
    private const double CharacterWidth = 6.7;

    public static GenericChart Chart(string title, params IReadOnlyList<Panel> panels)
    {
        var width = panels.Count == 1 ? Width : WideWidth;
        var labelled = panels.All(panel => panel.Curves.Count <= MostLabels);
        var room = panels.Select(panel => labelled ? LabelWidth(panel) : 10).ToList();
        if (!labelled) room[^1] = panels.Max(LabelWidth) + 40;                     // the legend's
        var plotWidth = (width - Left - room.Sum() - (panels.Count - 1) * Gap) / panels.Count;
        var area = (double)(width - Left - room[^1]);                               // plotly's paper coordinates: inside the margins

        var layout = new Layout().With(
            ("template", Template()), ("width", width), ("height", Height), ("title", new Title().With(("text", title))), ("showlegend", !labelled),
            ("margin", new { l = Left, r = room[^1], t = Top, b = Bottom }));
        var traces = new List<Trace>();
        var labels = new List<Annotation>();
        var start = 0.0;
        for (var p = 0; p < panels.Count; p++)
        {
            var panel = panels[p];
            var number = p == 0 ? "" : $"{p + 1}";
            var (low, high) = Range(panel);
            layout.With(
                ("xaxis" + number, new LinearAxis().With(("title", AxisTitle(panel.XTitle)), ("domain", Domain(start, plotWidth, area)), ("anchor", "y" + number), ("range", XRange(panel)))),
                ("yaxis" + number, new LinearAxis().With(("title", AxisTitle(panel.YTitle)), ("range", new[] { low, high }), ("anchor", "x" + number))));
            traces.AddRange(panel.Curves.Select((curve, c) => new Trace("scatter").With(
                ("mode", "lines"), ("name", curve.Name), ("x", curve.X), ("y", curve.Y), ("xaxis", "x" + number), ("yaxis", "y" + number),
                ("line", new Line().With(("color", Colour(c)), ("width", 2.5), ("simplify", false))), ("legendgroup", curve.Name), ("showlegend", !labelled && p == 0))));
            if (labelled) labels.AddRange(Labels(panel, low, high, "x" + number, "y" + number));
            start += plotWidth + room[p] + Gap;
        }
        if (labels.Count > 0) layout.With(("annotations", labels));
        return GenericChart.NewMultiChart(ListModule.OfSeq(traces), layout, Config(), DisplayOptions.initCDNOnly());
    }

    private static double[] XRange(Panel panel) => panel.Curves.SelectMany(curve => curve.X).DefaultIfEmpty(0).ToList() is var x && x.Max() > x.Min() ? [x.Min(), x.Max()] : [x[0] - 0.5, x[0] + 0.5];

    private static double[] Domain(double start, double width, double area) => [Math.Round(start / area, 4), Math.Round(Math.Min(1, (start + width) / area), 4)];

    /// <summary>Names at the ends of their curves, moved apart where they would cover each other.</summary>
    private static IEnumerable<Annotation> Labels(Panel panel, double low, double high, string xref, string yref)
    {
        const double plotHeight = Height - Top - Bottom;
        double Pixel(double y) => (high - Math.Clamp(y, low, high)) / (high - low) * plotHeight;
        var ends = panel.Curves.Select((curve, c) => (Curve: curve, Number: c, Last: Array.FindLastIndex(curve.Y, double.IsFinite), Lines: Wrap(curve.Name)))
            .Where(end => end.Last >= 0)
            .OrderBy(end => Pixel(end.Curve.Y[end.Last])).ToList();
        var centres = ends.Select(end => Pixel(end.Curve.Y[end.Last])).ToArray();
        var heights = ends.Select(end => end.Lines.Count * LineHeight + 2.0).ToArray();
        for (var i = 1; i < centres.Length; i++) centres[i] = Math.Max(centres[i], centres[i - 1] + (heights[i] + heights[i - 1]) / 2);
        for (var i = centres.Length - 1; i >= 0; i--)
        {
            var floor = i == centres.Length - 1 ? plotHeight + 4 - heights[i] / 2 : centres[i + 1] - (heights[i] + heights[i + 1]) / 2;
            centres[i] = Math.Min(centres[i], floor);
        }
        for (var i = 0; i < ends.Count; i++)
        {
            var (curve, number, last, lines) = ends[i];
            yield return new Annotation().With(
                ("x", curve.X[last]), ("y", Math.Clamp(curve.Y[last], low, high)), ("xref", xref), ("yref", yref), ("text", string.Join("<br>", lines)),
                ("showarrow", false), ("xanchor", "left"), ("xshift", 4), ("yshift", Math.Round(Pixel(curve.Y[last]) - centres[i])), ("align", "left"),
                ("font", new { color = Colour(number), size = LabelFont }));
        }
    }

    /// <summary>A long name on two lines or three, broken at spaces.</summary>
    private static List<string> Wrap(string name)
    {
        List<string> lines = [];
        foreach (var word in name.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            if (lines.Count > 0 && lines[^1].Length + 1 + word.Length <= LongestLine) lines[^1] += " " + word;
            else lines.Add(word);
        return lines;
    }

    private static int LabelWidth(Panel panel) =>
        14 + (int)(CharacterWidth * panel.Curves.Select(curve => Wrap(curve.Name)).SelectMany(lines => lines).Select(line => Math.Min(line.Length, 26)).DefaultIfEmpty(0).Max());

    private static (double Low, double High) Range(Panel panel)
    {
        var seen = panel.Curves.SelectMany(curve => curve.Y).Where(double.IsFinite).DefaultIfEmpty(0).ToList();
        var (low, high) = (Math.Max(seen.Min(), panel.Low ?? double.MinValue), Math.Min(seen.Max(), panel.High ?? double.MaxValue));
        if (!(high > low)) (low, high) = (low - 0.5, low + 0.5);
        var space = 0.04 * (high - low);
        return (low - space, high + space);
    }
}
