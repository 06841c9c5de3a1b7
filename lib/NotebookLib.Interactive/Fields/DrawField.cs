using Microsoft.FSharp.Collections;
using Plotly.NET;
using Plotly.NET.LayoutObjects;
using static NotebookLib.Interactive.HouseStyle;
using static System.FormattableString;

namespace NotebookLib.Interactive;

public static partial class Draw
{
    // both pairs of axes are squares, so that arrows keep their direction
    private const int Arrows = 11, FieldHeight = 400, FieldAndWalkWidth = 780;

    /// <summary>
    /// The field of a report with its witness, the closed walk that gains height; where there is none, with a path and the cost
    /// along it.
    /// </summary>
    /// <param name="report">What <see cref="GradientField"/> found.</param>
    /// <param name="title">What the picture shows; null: the example and the height gained.</param>
    /// <returns>The chart: arrows over two parameters on the left, height along the walk on the right.</returns>
    /// <exception cref="ArgumentException">There is no report.</exception>
    public static GenericChart Field(FieldReport report, string? title = null)
    {
        if (report is null) throw new ArgumentException(
            "There is no report to draw: Draw.Field(GradientField.Test(yourUpdate)).");
        return Field(report.Field, report.Walk ?? report.Potential, title: title);
    }

    /// <summary>
    /// A field as arrows over two of its parameters (those in which the walk moves, else the first two), and a walk through it
    /// with the height that it gains. The other parameters stay where the walk begins, or at 0. With one parameter: F against it.
    /// </summary>
    /// <param name="field">The field.</param>
    /// <param name="walk">A walk through it; null draws the arrows alone.</param>
    /// <param name="radius">How far to draw from the middle of the walk, or from 0.</param>
    /// <param name="title">What the picture shows; null: the example, and with a walk the height that it gains.</param>
    /// <returns>The chart.</returns>
    /// <exception cref="ArgumentException">There is no field, or it has no value where an arrow is to stand.</exception>
    public static GenericChart Field(VectorField field, Walk? walk = null, double radius = 2, string? title = null)
    {
        if (field is null) throw new ArgumentException("Your field was not defined; mend its cell first.");
        if (!(radius > 0)) throw new ArgumentException(Invariant($"The radius is {radius}; it must be above 0."));
        title ??= Title(field, walk);
        if (field.Dimension == 1)
        {
            var w = Grid(-radius, radius);
            return Panels.Chart(title, new Panel("weight w", "F(w)", [new Curve("F(w)", w, [.. w.Select(v => field.At(v)[0])])]));
        }
        var (j, k) = Plane(field, walk);
        var start = walk is null ? new double[field.Dimension] : walk.Corners[0];
        double Middle(int i) => walk is null ? 0 : (walk.Points.Min(p => p[i]) + walk.Points.Max(p => p[i])) / 2;
        var (cj, ck) = (Middle(j), Middle(k));
        var reach = walk is null ? radius
            : Math.Max(radius, 0.6 * new[] { j, k }.Max(i => walk.Points.Max(p => p[i]) - walk.Points.Min(p => p[i])));

        var traces = new List<Trace> { Quiver(field, start, j, k, cj, ck, reach) };
        var layout = new Layout().With(
            ("template", Template()), ("showlegend", false), ("height", FieldHeight),
            ("title", Titles.Above(title, walk is null ? Width : FieldAndWalkWidth)),
            ("xaxis", Axis(field.Names[j], [cj - 1.1 * reach, cj + 1.1 * reach], walk is null ? [0, 1] : [0, 0.44], "y")
                .With(("constrain", "domain"))),
            ("yaxis", Axis(field.Names[k], [ck - 1.1 * reach, ck + 1.1 * reach], [0, 1], "x").With(("scaleanchor", "x"))));
        if (walk is null) return Chart(traces, layout.With(("width", Width)));

        var colour = Ink;
        traces.Add(Line("walk", walk.Points.Select(p => p[j]), walk.Points.Select(p => p[k]), colour, 3));
        traces.Add(Dots("start", [start[j]], [start[k]], colour));
        var lengths = Lengths(walk);
        traces.Add(On2(Line("height gained", lengths, walk.Heights, colour, 2.5)));
        traces.Add(On2(Dots("end", [lengths[^1]], [walk.Gain], colour)));
        layout.With(
            ("width", FieldAndWalkWidth), ("margin", new { l = 70, r = 80, t = 60, b = 60 }),
            ("xaxis2", Axis(walk.IsClosed ? "length of the walk, back to the start" : "length of the walk", null, [0.58, 1],
                "y2")),
            ("yaxis2", Axis("height gained", null, [0, 1], "x2")),
            ("annotations", new[] { new Annotation().With(
                ("x", lengths[^1]), ("y", walk.Gain), ("xref", "x2"), ("yref", "y2"), ("text", Gain(walk)),
                ("showarrow", false), ("xanchor", "left"), ("xshift", 8), ("font", new { color = colour, size = FontSize })),
                Direction(walk, j, k, colour),
                new Annotation().With(("x", start[j]), ("y", start[k]), ("xref", "x"), ("yref", "y"), ("text", "start"),
                    ("showarrow", false),
                    ("xanchor", "right"), ("yanchor", "top"), ("xshift", -4),
                        ("font", new { color = colour, size = FontSize })) }));
        return Chart(traces, layout);
    }

    /// <summary>A step goes against the arrows: that is what the reader of a field has to know.</summary>
    private static string Title(VectorField field, Walk? walk)
    {
        var example = field.Example == "" ? "" : $", {field.Example}";
        return walk is null ? $"The arrows that a step goes against{example}"
            : $"A {(walk.IsClosed ? "closed walk" : "walk")} that gains {Gain(walk)}{example}";
    }

    /// <summary>A height inside its error bar is 0.</summary>
    private static string Gain(Walk walk) => PlainText.Of(Math.Abs(walk.Gain) <= 10 * walk.Error ? 0 : walk.Gain);

    private static LinearAxis Axis(string title, double[]? range, double[] domain, string anchor)
    {
        var axis = new LinearAxis().With(("title", AxisTitle(title)), ("domain", domain), ("anchor", anchor));
        return range is null ? axis : axis.With(("range", range));
    }

    /// <summary>The two parameters in which the walk moves most.</summary>
    private static (int, int) Plane(VectorField field, Walk? walk)
    {
        if (walk is null) return (0, 1);
        int[] most = [.. Enumerable.Range(0, field.Dimension)
            .OrderByDescending(i => Math.Round(walk.Points.Max(p => p[i]) - walk.Points.Min(p => p[i]), 9)).Take(2).Order()];
        return (most[0], most[1]);
    }

    /// <summary>All arrows as one broken line; the longest is as long as the grid is wide.</summary>
    private static Trace Quiver(VectorField field, double[] start, int j, int k, double cj, double ck, double reach)
    {
        var cell = 2 * reach / (Arrows - 1);
        var feet = (from row in Enumerable.Range(0, Arrows) from column in Enumerable.Range(0, Arrows)
                    select (X: cj - reach + column * cell, Y: ck - reach + row * cell)).ToList();
        var arrows = feet.Select(foot =>
        {
            double[] at = [.. start];
            (at[j], at[k]) = (foot.X, foot.Y);
            var arrow = field.At(at);
            return (X: arrow[j], Y: arrow[k]);
        }).ToList();
        var longest = arrows.Max(a => Math.Sqrt(a.X * a.X + a.Y * a.Y));
        var (xs, ys) = (new List<double>(), new List<double>());
        foreach (var (foot, arrow) in feet.Zip(arrows))
        {
            if (longest == 0) continue;
            var (dx, dy) = (0.95 * cell * arrow.X / longest, 0.95 * cell * arrow.Y / longest);
            var (x, y) = Arrow(foot.X - dx / 2, foot.Y - dy / 2, dx, dy, 0.3);
            xs.AddRange([.. x, double.NaN]);
            ys.AddRange([.. y, double.NaN]);
        }
        // a thousandth of a cell
        double[] Rounded(List<double> values) => [.. values.Select(v => double.IsNaN(v) ? v : Math.Round(v / cell, 3) * cell)];
        return Line("arrows of the update", Rounded(xs), Rounded(ys), Palette.Slate, 1.3);
    }

    /// <summary>A shaft, a gap and a head: a broken line of six points; the head is a part of the shaft.</summary>
    private static (double[] X, double[] Y) Arrow(double x, double y, double dx, double dy, double head) =>
        ([x, x + dx, double.NaN, x + (1 - head) * dx - head * 8 / 15 * dy, x + dx, x + (1 - head) * dx + head * 8 / 15 * dy],
            [y, y + dy, double.NaN, y + (1 - head) * dy + head * 8 / 15 * dx, y + dy, y + (1 - head) * dy - head * 8 / 15 * dx]);

    /// <summary>An arrow head in the middle of the first straight line: which way round the walk goes.</summary>
    private static Annotation Direction(Walk walk, int j, int k, string colour)
    {
        double At(int i, double part) => walk.Corners[0][i] + part * (walk.Corners[1][i] - walk.Corners[0][i]);
        return new Annotation().With(
            ("x", At(j, 0.6)), ("y", At(k, 0.6)), ("ax", At(j, 0.4)), ("ay", At(k, 0.4)), ("xref", "x"), ("yref", "y"),
                ("axref", "x"), ("ayref", "y"),
            ("text", ""), ("showarrow", true), ("arrowhead", 2), ("arrowsize", 1.4), ("arrowwidth", 2), ("arrowcolor", colour));
    }

    private static double[] Lengths(Walk walk)
    {
        var lengths = new double[walk.Points.Length];
        for (var i = 1; i < lengths.Length; i++)
            lengths[i] = lengths[i - 1] + Math.Sqrt(walk.Points[i].Zip(walk.Points[i - 1], (a, b) => (a - b) * (a - b)).Sum());
        return lengths;
    }

    private static Trace Line(string name, IEnumerable<double> x, IEnumerable<double> y, string colour, double width) =>
        new Trace("scatter").With(
        ("mode", "lines"), ("name", name), ("x", x.ToArray()), ("y", y.ToArray()),
            ("line", new Line().With(("color", colour), ("width", width))));

    private static Trace Dots(string name, double[] x, double[] y, string colour) => new Trace("scatter").With(
        ("mode", "markers"), ("name", name), ("x", x), ("y", y), ("marker", new { color = colour, size = 9 }));

    private static Trace On2(Trace trace) => trace.With(("xaxis", "x2"), ("yaxis", "y2"));

    private static GenericChart Chart(IEnumerable<Trace> traces, Layout layout) =>
        GenericChart.NewMultiChart(ListModule.OfSeq(traces), layout, Config(), DisplayOptions.initCDNOnly());
}
