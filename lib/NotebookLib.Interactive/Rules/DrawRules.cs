using Plotly.NET;
using Plotly.NET.LayoutObjects;
using static NotebookLib.Interactive.HouseStyle;

namespace NotebookLib.Interactive;

public static partial class Draw
{
    private const int ContourPoints = 61, MostSteps = 200;

    /// <summary>
    /// Several runs from one start as paths over two weights, on the lines of equal cost (closer together near the lowest cost
    /// than the heights are). With three weights or more: over the plane through 0 of two directions.
    /// </summary>
    /// <param name="runs">
    /// Runs with the same cost and data. The lines of equal cost are drawn for the bias at which the first run ends.
    /// </param>
    /// <param name="right">The direction that is drawn to the right, n numbers. Null: the first weight.</param>
    /// <param name="up">The direction that is drawn upwards, n numbers. Null: the second weight.</param>
    /// <param name="arrows">Directions to mark with a line through 0, such as eigenvectors, each with its name.</param>
    /// <param name="title">What the picture shows; null: the names of the runs.</param>
    /// <returns>The chart.</returns>
    /// <exception cref="ArgumentException">There is no run, one has a single weight, or they do not belong together.</exception>
    public static GenericChart Paths(IReadOnlyList<TrainingRun> runs, double[]? right = null, double[]? up = null,
        IReadOnlyList<(string Name, double[] Direction)>? arrows = null, string? title = null)
    {
        if (runs is null || runs.Count == 0 || runs.Contains(null!)) throw new ArgumentException(
            "There is no run to draw: Draw.Paths([run1, run2]).");
        var (first, n) = (runs[0], runs[0].Start.InputCount);
        if (n < 2) throw new ArgumentException("A path needs two weights; draw runs with one weight by Draw.Runs.");
        if (runs.Any(run => run.Data != first.Data || run.Cost != first.Cost)) throw new ArgumentException(
            "Paths lie on one picture of the cost: take runs with the same cost and the same data.");
        double[] Unit(int j) => [.. Enumerable.Range(0, n).Select(i => i == j ? 1.0 : 0)];
        var (e, f) = (Normed(right ?? Unit(0), n), Normed(up ?? Unit(1), n));
        var paths = runs.Select(run =>
            Steps(run).Select(k => run.At(k).Weights).Select(w => (X: Dot(w, e), Y: Dot(w, f))).ToArray()).ToArray();

        double[] xs = [.. paths.SelectMany(p => p).Select(p => p.X)], ys = [.. paths.SelectMany(p => p).Select(p => p.Y)];
        var reach = 0.6 * new[] { xs.Max() - xs.Min(), ys.Max() - ys.Min(), 0.1 }.Max();
        double[] Around(double[] v) =>
            [.. Enumerable.Range(0, ContourPoints)
            .Select(i => (v.Min() + v.Max()) / 2 + reach * (2.0 * i / (ContourPoints - 1) - 1))];
        var (gridX, gridY) = (Around(xs), Around(ys));
        var (names, strokes) = (Names(runs), Palette.Of(runs));
        var traces = new List<Trace> { Contour(first, e, f, gridX, gridY) };
        for (var i = 0; i < (arrows?.Count ?? 0); i++)
        {
            var (name, d) = (arrows![i].Name, Normed(arrows[i].Direction, n));
            var (dx, dy) = (Dot(d, e), Dot(d, f));
            var length = reach / Math.Max(Math.Max(Math.Abs(dx), Math.Abs(dy)), 1e-9);
            traces.Add(Line(name, [-length * dx, length * dx], [-length * dy, length * dy],
                i % 2 == 0 ? Palette.Plum : Palette.Slate, 1.5));
        }
        for (var i = 0; i < runs.Count; i++)
        {
            traces.Add(Line(names[i], paths[i].Select(p => p.X), paths[i].Select(p => p.Y), strokes[i].Colour, 2.5)
                .With(("line", Panels.LineOf(strokes[i]))));
            traces.Add(Dots(runs[i].Ended is null ? "end" : $"{names[i]} ended early", [paths[i][^1].X], [paths[i][^1].Y],
                strokes[i].Colour)
                .With(("showlegend", false),
                    ("marker", new { color = strokes[i].Colour, size = 9, symbol = runs[i].Ended is null ? "circle" : "x" })));
        }
        traces.Add(Dots("start", [paths[0][0].X], [paths[0][0].Y], Ink));
        return Chart(traces, new Layout().With(
            ("template", Template()), ("width", Width), ("height", FieldHeight),
            ("title", Titles.Above(title ?? Titles.OfPaths(names), Width)), ("showlegend", true),
            ("xaxis", Axis(right is null ? "w₁" : "along " + PlainText.Of(right), [gridX[0], gridX[^1]], [0, 1], "y")
                .With(("showgrid", false))),
            ("yaxis", Axis(up is null ? "w₂" : "along " + PlainText.Of(up), [gridY[0], gridY[^1]], [0, 1], "x")
                .With(("showgrid", false)))));
    }

    /// <summary>The exponents p of statement 17 as a picture: one row a rule, and what p = −1, 0 and 1 mean.</summary>
    /// <param name="reports">What <see cref="UnitChange.Measure"/> found.</param>
    /// <returns>The chart.</returns>
    /// <exception cref="ArgumentException">There is no report.</exception>
    public static GenericChart Exponents(params IReadOnlyList<UnitChangeReport> reports)
    {
        if (reports is null || reports.Count == 0 || reports.Contains(null!)) throw new ArgumentException(
            "There is nothing to draw: Draw.Exponents(UnitChange.Measure(rule, cost)).");
        var measured = reports.Where(report => double.IsFinite(report.Exponent)).ToArray();
        string[] rows = [.. reports.Select(report => report.Rule).Distinct().Reverse()];
        var trace = new Trace("scatter").With(
            ("mode", "markers"), ("name",
                string.Join(", ", measured.Select(report => $"{report.Rule} {PlainText.Of(Math.Round(report.Exponent, 4))}"))),
                ("x", measured.Select(report => Math.Round(report.Exponent, 4)).ToArray()),
                ("y", measured.Select(report => report.Rule).ToArray()),
            ("marker", new { color = measured.Select(report => Palette.Of([report.Rule])[0].Colour).ToArray(), size = 11 }));
        (double, string)[] meanings = [(-1, "units do not<br>matter"), (0, "the step forgets<br>the units"), (1, "every cost")];
        var notes = meanings.Select(m =>
            new Annotation().With(("x", m.Item1), ("y", 1), ("yref", "paper"), ("yanchor", "bottom"), ("text", m.Item2),
            ("showarrow", false), ("font", new { color = Palette.Slate, size = FontSize })))
            .Concat(reports.Where(report => double.IsNaN(report.Exponent))
                .Select(report => new Annotation()
                .With(("x", 0), ("y", report.Rule), ("text", "no power of s"), ("showarrow", false), ("bgcolor", Paper))));
        return Chart([trace], new Layout().With(
            ("template", Template()), ("width", Width), ("height", 130 + 26 * rows.Length),
                ("title", Titles.Above("One input in other units: Δw scales as s to the power p", Width)),
                ("margin", new { l = 70, r = 40, t = 90, b = 60 }),
            ("showlegend", false), ("annotations", notes.ToArray()),
            ("shapes", meanings.Select(m =>
                new { type = "line", x0 = m.Item1, x1 = m.Item1, y0 = 0, y1 = 1, yref = "paper",
                line = new { color = Palette.Slate, width = 1, dash = "dot" } }).ToArray()),
            ("xaxis", Axis("p", [-1.4, 1.4], [0, 1], "y")),
            ("yaxis", new LinearAxis().With(
                ("type", "category"), ("categoryorder", "array"), ("categoryarray", rows),
                ("range", new[] { -0.6, rows.Length - 0.4 }), ("anchor", "x")))));
    }

    private static Trace Contour(TrainingRun run, double[] e, double[] f, double[] xs, double[] ys)
    {
        var options = new TrainingOptions { Epochs = 0 };
        double Cost(double x, double y)
        {
            var neuron = run.Final.With([.. e.Zip(f, (ej, fj) => x * ej + y * fj)], run.Final.Bias);
            try { return Training.Run(neuron, run.Cost, run.Data, options).Costs[0]; }
            catch (TrainingException) { return double.NaN; }
        }
        double[][] heights = [.. ys.Select(y => (double[])[.. xs.Select(x => Cost(x, y))])];
        var (low, high) = (heights.SelectMany(row => row).Where(double.IsFinite).DefaultIfEmpty(0).Min(),
            heights.SelectMany(row => row).Where(double.IsFinite).DefaultIfEmpty(1).Max());
        double Level(double c) => Math.Round(Math.Log10((c - low) / Math.Max(high - low, 1e-300) + 0.02), 3);
        return new Trace("contour").With(
            ("name", "cost"), ("x", xs.Select(x => Math.Round(x, 6)).ToArray()),
                ("y", ys.Select(y => Math.Round(y, 6)).ToArray()),
                ("z", heights.Select(row => row.Select(Level).ToArray()).ToArray()),
            ("showscale", false), ("ncontours", 16), ("hoverinfo", "skip"), ("contours", new { coloring = "lines" }),
                ("line", new { width = 1 }),
            ("colorscale", new object[] { new object[] { 0, "#9a9a9a" }, new object[] { 1, "#d0d0d0" } }));
    }

    /// <summary>
    /// At most so many of a run's steps, more at the beginning; only its two ends where the others were not kept.
    /// </summary>
    private static int[] Steps(TrainingRun run)
    {
        try { _ = run.At(Math.Min(1, run.Epochs)); }
        catch (InvalidOperationException) { return [0, run.Epochs]; }
        return [.. Enumerable.Range(0, MostSteps + 1)
            .Select(i => (int)Math.Round(run.Epochs * Math.Pow((double)i / MostSteps, 2)))
            .Concat(Enumerable.Range(0, Math.Min(20, run.Epochs + 1))).Distinct().Order()];
    }

    private static double[] Normed(double[] v, int n)
    {
        if (v.Length != n) throw new ArgumentException($"A direction needs {n} numbers, one for each weight, not {v.Length}.");
        var length = Math.Sqrt(Dot(v, v));
        return length > 0 ? [.. v.Select(x => x / length)] : throw new ArgumentException("A direction needs a length above 0.");
    }

    private static double Dot(double[] u, double[] v) => u.Zip(v, (x, y) => x * y).Sum();
}
