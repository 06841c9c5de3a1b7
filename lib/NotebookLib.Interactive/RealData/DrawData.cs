using Microsoft.FSharp.Collections;
using Plotly.NET;
using Plotly.NET.LayoutObjects;
using static NotebookLib.Interactive.HouseStyle;

namespace NotebookLib.Interactive;

public static partial class Draw
{
    /// <summary>
    /// Learning curves of layers: the mean cost C after each epoch; of different costs each as a part of what it was at the
    /// start.
    /// </summary>
    /// <param name="runs">The runs to compare, at least one.</param>
    /// <returns>The chart; its title names the runs.</returns>
    /// <exception cref="ArgumentException">There is no run, or one was not made because its cell failed.</exception>
    [System.Runtime.CompilerServices.OverloadResolutionPriority(-1)]        // so that Draw.Runs() without runs is that of neurons
    public static GenericChart Runs(params IReadOnlyList<LayerRun> runs) => Runs("", runs);

    /// <summary>The same with a title of your own.</summary>
    /// <param name="title">What the picture shows; empty: the names of the runs.</param>
    /// <param name="runs">The runs to compare, at least one.</param>
    /// <returns>The chart.</returns>
    /// <exception cref="ArgumentException">There is no run, or one was not made because its cell failed.</exception>
    [System.Runtime.CompilerServices.OverloadResolutionPriority(-1)]
    public static GenericChart Runs(string title, params IReadOnlyList<LayerRun> runs)
    {
        if (runs is null || runs.Count == 0) throw new ArgumentException(
            "There is no run to draw: Draw.Runs(Training.RunLayer(layer, cost, data)).");
        for (var i = 0; i < runs.Count; i++)
            if (runs[i] is null) throw new ArgumentException($"Run {i + 1} was not made; mend its cell first.");
        var relative = runs.Select(run => run.Cost).Distinct().Count() > 1 && runs.All(run => run.Costs[0] > 0);
        return Panels.Chart(title == "" ? Titles.Of(runs) : title,
            new Panel(runs.All(run => run.Options.BatchSize is null) ? "updates k" : "epochs k",
            relative ? "cost C, as a fraction of its start" : "cost C",
            [.. runs.Select(run => Thinned(run.Name, [.. run.Costs.Select(c => relative ? c / run.Costs[0] : c)]))]));
    }

    /// <summary>
    /// Examples of two inputs as points, one colour a class, with a line for each run's final neuron where its output is 1/2:
    /// w₁x₁ + w₂x₂ + b = 0.
    /// </summary>
    /// <param name="runs">Runs on the same data of two inputs and two classes.</param>
    /// <returns>The chart; its title names the data.</returns>
    /// <exception cref="ArgumentException">There is no run, or the data do not have two inputs and two classes.</exception>
    public static GenericChart Boundary(params IReadOnlyList<TrainingRun> runs) => Boundary("", runs);

    /// <summary>The same with a title of your own.</summary>
    /// <param name="title">What the picture shows; empty: the data.</param>
    /// <param name="runs">Runs on the same data of two inputs and two classes.</param>
    /// <returns>The chart.</returns>
    /// <exception cref="ArgumentException">There is no run, or the data do not have two inputs and two classes.</exception>
    public static GenericChart Boundary(string title, params IReadOnlyList<TrainingRun> runs)
    {
        if (runs is null || runs.Count == 0 || runs.Contains(null!)) throw new ArgumentException(
            "There is no run to draw; mend its cell first.");
        var data = runs[0].Data;
        if (data.InputCount != 2 || data.ClassNames.Count != 2)
            throw new ArgumentException($"A boundary is drawn for two inputs and two classes; {data} does not fit. "
                + "Take two: data.Features(\"…\", \"…\").");
        var (x, y) = (data.Column(0), data.Column(1));
        var (left, right) = Around(x);
        var (low, high) = Around(y);
        var traces = data.ClassNames.Select((name, k) => Dots(name, k, [.. Where(x, k)], [.. Where(y, k)])).ToList();
        traces.AddRange(runs.Zip(Palette.Of(runs), Edge));
        return Show(traces, title == "" ? $"Where the output is 1/2: {Titles.List(data.ClassNames)}" : title,
            new Layout().With(("showlegend", true),
            ("xaxis", Titled(data.FeatureNames[0]).With(("range", new[] { left, right }))),
                ("yaxis", Titled(data.FeatureNames[1]).With(("range", new[] { low, high })))));

        IEnumerable<double> Where(double[] values, int k) => values.Where((_, i) => data.Labels[i] == k);

        Trace Edge(TrainingRun run, Stroke stroke)
        {
            var (w, b) = (run.Final.Weights, run.Final.Bias);
            var steep = Math.Abs(w[0]) * (high - low) > Math.Abs(w[1]) * (right - left);
            double[] xs = steep ? [Cut(low, w[1], w[0]), Cut(high, w[1], w[0])] : [left, right];
            double[] ys = steep ? [low, high] : [Cut(left, w[0], w[1]), Cut(right, w[0], w[1])];
            return Straight(run.Name, stroke, xs, ys);
            double Cut(double at, double along, double across) => across == 0 ? double.NaN : -(along * at + b) / across;
        }
    }

    /// <summary>Points, each group in its colour, and lines for comparison.</summary>
    /// <param name="title">What the picture shows.</param>
    /// <param name="xTitle">What runs to the right.</param>
    /// <param name="yTitle">What runs up.</param>
    /// <param name="points">A name, and as many numbers x as y.</param>
    /// <param name="lines">The same for lines; null for none.</param>
    /// <param name="logarithmic">Both axes in powers of ten; numbers that are not above 0 are left out.</param>
    /// <returns>The chart.</returns>
    /// <exception cref="ArgumentException">There is no group, or one has not as many x as y.</exception>
    public static GenericChart Scatter(string title, string xTitle, string yTitle,
        IReadOnlyList<(string Name, double[] X, double[] Y)> points,
        IReadOnlyList<(string Name, double[] X, double[] Y)>? lines = null, bool logarithmic = false)
    {
        if (points is null || points.Count == 0) throw new ArgumentException(
            "There is no group of points to draw: Draw.Scatter(\"title\", \"x\", \"y\", [(\"name\", xs, ys)]).");
        foreach (var (name, x, y) in points.Concat(lines ?? []))
            if (x is null || y is null || x.Length != y.Length) throw new ArgumentException(
                $"\"{name}\" has x of length {x?.Length ?? 0}, but y of length {y?.Length ?? 0}; they must be the same.");
        var traces = points.Select((group, k) => Kept(group) is var (x, y) ? Dots(group.Name, k, x, y) : null!).ToList();
        traces.AddRange((lines ?? []).Select(
            (line, k) => Kept(line) is var (x, y) ? Straight(line.Name, new(k % 2 == 0 ? Ink : Palette.Plum), x, y) : null!));
        (string, object)[] kind = logarithmic ? [("type", "log"), ("exponentformat", "power"), ("dtick", 1)] : [];
        return Show(traces, title, new Layout()
            .With(("showlegend", traces.Count > 1), ("xaxis", Titled(xTitle).With(kind)), ("yaxis", Titled(yTitle).With(kind))));

        (double[], double[]) Kept((string Name, double[] X, double[] Y) group)
        {
            int[] kept = [.. Enumerable.Range(0, group.X.Length).Where(i => !logarithmic || (group.X[i] > 0 && group.Y[i] > 0))];
            return ([.. kept.Select(i => group.X[i])], [.. kept.Select(i => group.Y[i])]);
        }
    }

    /// <summary>
    /// Small pictures beside each other, their pixels row by row: white at 0, blue above and orange below (black above where
    /// nothing is below 0), on one scale for all of them.
    /// </summary>
    /// <param name="title">What they show.</param>
    /// <param name="pictures">A name, and the pixels: a square number of them, such as the 64 weights of 8 × 8 pixels.</param>
    /// <returns>The chart.</returns>
    /// <exception cref="ArgumentException">There is no picture, or its pixels make no square.</exception>
    public static GenericChart Pictures(string title, params IReadOnlyList<(string Name, double[] Pixels)> pictures)
    {
        if (pictures is null || pictures.Count == 0) throw new ArgumentException(
            "There is no picture to draw: Draw.Pictures(\"title\", (\"name\", pixels)).");
        foreach (var (name, pixels) in pictures)
            if (pixels is not { Length: > 0 } || Side(pixels) is var side && side * side != pixels.Length)
                throw new ArgumentException($"The picture \"{name}\" has {pixels?.Length ?? 0} pixels; "
                    + "they make a square only if there are 64 (8 × 8), for example.");
        var most = Math.Max(pictures.Max(picture => picture.Pixels.Max(Math.Abs)), 1e-300);
        var signed = pictures.Any(picture => picture.Pixels.Any(value => value < 0));
        object[] scale = signed
            ? [new object[] { 0, Palette.Below }, new object[] { 0.5, Paper }, new object[] { 1, Palette.Above }]
            : [new object[] { 0, Paper }, new object[] { 1, Ink }];
        const int perRow = 5;
        var (columns, rows) = (Math.Min(perRow, pictures.Count), (pictures.Count + perRow - 1) / perRow);
        var width = 40 + 120 * Math.Max(columns, 3);
        var above = Titles.OnOneLine(title, width) ? 60 : 84;          // pixels: the title on one line or two, and a name
        var height = above + 20 + 150 * rows;
        var layout = new Layout().With(("margin", new { l = 20, r = 20, t = above, b = 20 }));
        var (traces, names) = (new List<Trace>(), new List<Annotation>());
        for (var p = 0; p < pictures.Count; p++)
        {
            var (name, pixels) = pictures[p];
            var (number, column, row) = (p == 0 ? "" : $"{p + 1}", p % perRow, p / perRow);
            var (left, top) = ((double)column / columns, 1 - (double)row / rows);
            traces.Add(new Trace("heatmap")
                .With(("name", name), ("z", pixels.Chunk(Side(pixels)).ToArray()), ("zmin", signed ? -most : 0), ("zmax", most),
                ("colorscale", scale), ("showscale", false), ("xaxis", "x" + number), ("yaxis", "y" + number)));
            layout.With(
                ("xaxis" + number, Frame().With(
                    ("domain", new[] { Round(left + 0.01), Round(left + 0.9 / columns) }), ("anchor", "y" + number),
                    ("constrain", "domain"))),
                ("yaxis" + number, Frame().With(
                    ("domain", new[] { Round(top - 0.86 / rows), Round(top - 0.06 / rows) }), ("anchor", "x" + number),
                    ("autorange", "reversed"), ("scaleanchor", "x" + number), ("constrain", "domain"))));
            names.Add(new Annotation().With(
                ("x", Round(left + 0.455 / columns)), ("y", Round(top - 0.05 / rows)), ("xref", "paper"), ("yref", "paper"),
                ("text", name),
                ("showarrow", false), ("xanchor", "center"), ("yanchor", "bottom"), ("font", new { color = Ink, size = 12 })));
        }
        return Show(traces, title, layout.With(("showlegend", false), ("annotations", names)), width, height);

        static LinearAxis Frame() =>
            new LinearAxis().With(("showgrid", false), ("showticklabels", false), ("ticks", ""), ("linecolor", Faint),
            ("mirror", true));
        static int Side(double[] pixels) => (int)Math.Round(Math.Sqrt(pixels.Length));
        static double Round(double value) => Math.Round(value, 4);
    }

    /// <summary>
    /// Groups of points have marks and shades of grey; colours belong to costs and rules, where a group is called by one.
    /// </summary>
    private static Trace Dots(string name, int number, double[] x, double[] y)
    {
        string[] greys = ["#9aa5b1", "#39424e", "#c2a24a", "#7d5a86"];
        return new Trace("scatter").With(("mode", "markers"), ("name", name), ("x", x), ("y", y),
            ("marker", new { color = Palette.Known(name) ?? greys[number % greys.Length], size = 6, opacity = 0.75,
                symbol = number }));
    }

    private static Trace Straight(string name, Stroke stroke, double[] x, double[] y) => new Trace("scatter").With(
        ("mode", "lines"), ("name", name), ("x", x), ("y", y), ("line", Panels.LineOf(stroke)));

    private static LinearAxis Titled(string title) => new LinearAxis().With(("title", AxisTitle(title)));

    private static (double, double) Around(double[] values) => (values.Min(), values.Max()) is var (low, high) && high > low
        ? (low - 0.06 * (high - low), high + 0.06 * (high - low)) : (values[0] - 0.5, values[0] + 0.5);

    private static GenericChart Show(List<Trace> traces, string title, Layout layout, int width = Width, int height = Height)
    {
        layout.With(("template", Template()), ("title", Titles.Above(title, width)), ("width", width), ("height", height));
        return GenericChart.NewMultiChart(ListModule.OfSeq(traces), layout, Config(), DisplayOptions.initCDNOnly());
    }
}
