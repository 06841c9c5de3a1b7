using Microsoft.FSharp.Collections;
using Plotly.NET;
using Plotly.NET.LayoutObjects;
using static NotebookLib.Interactive.HouseStyle;

namespace NotebookLib.Interactive;

/// <summary>One line of a chart; x and y have the same length, and where y is not a number the line is broken.</summary>
/// <remarks>
/// A stroke of its own, or the one that its name has in the palette; where it ended early, a cross stands at its end.
/// </remarks>
internal sealed record Curve(string Name, double[] X, double[] Y, Stroke? Stroke = null, bool EndedEarly = false);

/// <summary>
/// One pair of axes with its curves. Each curve is named at its end, in its colour, unless there are too many for that.
/// </summary>
/// <remarks>Low and High are the lowest and the highest y that is shown; null shows all there is.</remarks>
internal sealed record Panel(string XTitle, string YTitle, IReadOnlyList<Curve> Curves, double? Low = null, double? High = null);

/// <summary>Panels side by side become one Plotly.NET chart, which can go on being styled.</summary>
internal static class Panels
{
    private const int MostLabels = 6, LabelFont = 12, LineHeight = 15, Left = 70, Top = 60, Bottom = 64, Gap = 74,
        LongestLine = 20;
    private const double CharacterWidth = 6.7;

    public static GenericChart Chart(string title, params IReadOnlyList<Panel> panels)
    {
        var width = panels.Count == 1 ? Width : WideWidth;
        var labelled = panels.All(panel => panel.Curves.Count <= MostLabels);
        var room = panels.Select(panel => labelled ? LabelWidth(panel) : 10).ToList();
        if (!labelled) room[^1] = panels.Max(LabelWidth) + 40;                     // the legend's
        var plotWidth = (width - Left - room.Sum() - (panels.Count - 1) * Gap) / panels.Count;
        // plotly's paper coordinates: inside the margins
        var area = (double)(width - Left - room[^1]);

        var layout = new Layout().With(
            ("template", Template()), ("width", width), ("height", Height), ("title", Titles.Above(title, width)),
                ("showlegend", !labelled),
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
                ("xaxis" + number, new LinearAxis()
                    .With(("title", AxisTitle(panel.XTitle)), ("domain", Domain(start, plotWidth, area)),
                    ("anchor", "y" + number), ("range", XRange(panel)))),
                ("yaxis" + number, new LinearAxis()
                    .With(("title", AxisTitle(panel.YTitle)), ("range", new[] { low, high }), ("anchor", "x" + number))));
            var strokes = Strokes(panel);
            traces.AddRange(panel.Curves.Zip(strokes, (curve, stroke) => On(number, new Trace("scatter").With(
                ("mode", "lines"), ("name", curve.Name), ("x", curve.X), ("y", curve.Y), ("line", LineOf(stroke)),
                ("legendgroup", curve.Name), ("showlegend", !labelled && p == 0)))));
            traces.AddRange(panel.Curves.Zip(strokes).Where(one => one.First.EndedEarly)
                .Select(one => On(number, End(one.First, one.Second, low, high))));
            if (labelled) labels.AddRange(Labels(panel, low, high, "x" + number, "y" + number));
            start += plotWidth + room[p] + Gap;
        }
        if (labels.Count > 0) layout.With(("annotations", labels));
        return GenericChart.NewMultiChart(ListModule.OfSeq(traces), layout, Config(), DisplayOptions.initCDNOnly());
    }

    private static IReadOnlyList<Stroke> Strokes(Panel panel) =>
        [.. panel.Curves.Zip(Palette.Of([.. panel.Curves.Select(curve => curve.Name)]), (curve, known) => curve.Stroke ?? known)];

    private static Trace On(string axes, Trace trace) => trace.With(("xaxis", "x" + axes), ("yaxis", "y" + axes));

    /// <summary>A line as plotly.js draws it.</summary>
    public static Line LineOf(Stroke stroke, double width = 2.5)
    {
        var line = new Line().With(("color", stroke.Colour), ("width", width), ("simplify", false));
        return stroke.Dash == "solid" ? line : line.With(("dash", stroke.Dash));
    }

    /// <summary>A cross where a run ended early.</summary>
    private static Trace End(Curve curve, Stroke stroke, double low, double high)
    {
        var last = Array.FindLastIndex(curve.Y, double.IsFinite);
        double[] x = last < 0 ? [] : [curve.X[last]], y = last < 0 ? [] : [Math.Clamp(curve.Y[last], low, high)];
        return new Trace("scatter").With(("mode", "markers"), ("name", $"{curve.Name} ended early"), ("x", x), ("y", y),
            ("marker", new { color = stroke.Colour, size = 11, symbol = "x" }), ("showlegend", false));
    }

    private static double[] XRange(Panel panel) =>
        panel.Curves.SelectMany(curve => curve.X).DefaultIfEmpty(0).ToList() is var x && x.Max() > x.Min() ? [x.Min(), x.Max()]
        : [x[0] - 0.5, x[0] + 0.5];

    private static double[] Domain(double start, double width, double area) =>
        [Math.Round(start / area, 4), Math.Round(Math.Min(1, (start + width) / area), 4)];

    /// <summary>Names at the ends of their curves, moved apart where they would cover each other.</summary>
    private static IEnumerable<Annotation> Labels(Panel panel, double low, double high, string xref, string yref)
    {
        const double plotHeight = Height - Top - Bottom;
        double Pixel(double y) => (high - Math.Clamp(y, low, high)) / (high - low) * plotHeight;
        var strokes = Strokes(panel);
        var ends = panel.Curves.Select((curve, c) =>
            (Curve: curve, Number: c, Last: Array.FindLastIndex(curve.Y, double.IsFinite), Lines: Wrap(curve.Name)))
            .Where(end => end.Last >= 0)
            .OrderBy(end => Pixel(end.Curve.Y[end.Last])).ToList();
        var centres = ends.Select(end => Pixel(end.Curve.Y[end.Last])).ToArray();
        var heights = ends.Select(end => end.Lines.Count * LineHeight + 2.0).ToArray();
        for (var i = 1; i < centres.Length; i++) centres[i] =
            Math.Max(centres[i], centres[i - 1] + (heights[i] + heights[i - 1]) / 2);
        for (var i = centres.Length - 1; i >= 0; i--)
        {
            var floor = i == centres.Length - 1 ? plotHeight + 4 - heights[i] / 2
                : centres[i + 1] - (heights[i] + heights[i + 1]) / 2;
            centres[i] = Math.Min(centres[i], floor);
        }
        for (var i = 0; i < ends.Count; i++)
        {
            var (curve, number, last, lines) = ends[i];
            yield return new Annotation().With(
                ("x", curve.X[last]), ("y", Math.Clamp(curve.Y[last], low, high)), ("xref", xref), ("yref", yref),
                    ("text", string.Join("<br>", lines)),
                ("showarrow", false), ("xanchor", "left"), ("xshift", 4),
                    ("yshift", Math.Round(Pixel(curve.Y[last]) - centres[i])), ("align", "left"),
                ("font", new { color = strokes[number].Colour, size = LabelFont }));
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
        14 + (int)(CharacterWidth * panel.Curves.Select(curve => Wrap(curve.Name)).SelectMany(lines => lines)
            .Select(line => Math.Min(line.Length, 26)).DefaultIfEmpty(0).Max());

    private static (double Low, double High) Range(Panel panel)
    {
        var seen = panel.Curves.SelectMany(curve => curve.Y).Where(double.IsFinite).DefaultIfEmpty(0).ToList();
        var (low, high) = (Math.Max(seen.Min(), panel.Low ?? double.MinValue),
            Math.Min(seen.Max(), panel.High ?? double.MaxValue));
        if (!(high > low)) (low, high) = (low - 0.5, low + 0.5);
        var space = 0.04 * (high - low);
        return (low - space, high + space);
    }
}
