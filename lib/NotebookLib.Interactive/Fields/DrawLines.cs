using Plotly.NET;
using static NotebookLib.Interactive.HouseStyle;

namespace NotebookLib.Interactive;

public static partial class Draw
{
    /// <summary>Any curves in one pair of axes, each named at its end.</summary>
    /// <param name="title">What the picture shows.</param>
    /// <param name="xTitle">What runs to the right.</param>
    /// <param name="yTitle">What runs up.</param>
    /// <param name="curves">A name, and as many numbers x as y; where y is not a number the curve is broken.</param>
    /// <returns>The chart.</returns>
    /// <exception cref="ArgumentException">There is no curve, or one has not as many x as y.</exception>
    public static GenericChart Lines(string title, string xTitle, string yTitle,
        params IReadOnlyList<(string Name, double[] X, double[] Y)> curves)
    {
        if (curves is null || curves.Count == 0) throw new ArgumentException(
            "There is no curve to draw: Draw.Lines(\"title\", \"x\", \"y\", (\"name\", xs, ys)).");
        foreach (var (name, x, y) in curves)
            if (x is null || y is null || x.Length != y.Length) throw new ArgumentException(
                $"The curve \"{name}\" has x of length {x?.Length ?? 0}, "
                + $"but y of length {y?.Length ?? 0}; they must be the same.");
        return Panels.Chart(title, new Panel(
            xTitle, yTitle, [.. curves.Select(curve => new Curve(curve.Name, curve.X, curve.Y))]));
    }

    /// <summary>
    /// A matrix as coloured squares, blue above 0 and orange below, white at 0: row 1 on top, row by row as it is written.
    /// </summary>
    /// <param name="title">What the picture shows.</param>
    /// <param name="rows">m rows of n numbers.</param>
    /// <param name="xTitle">What the columns are.</param>
    /// <param name="yTitle">What the rows are.</param>
    /// <param name="first">The number of the first row and column.</param>
    /// <returns>The chart.</returns>
    /// <exception cref="ArgumentException">There is no row, or the rows differ in length.</exception>
    public static GenericChart Matrix(string title, double[][] rows, string xTitle = "column", string yTitle = "row",
        int first = 1)
    {
        if (rows is null || rows.Length == 0 || rows[0] is not { Length: > 0 }) throw new ArgumentException(
            "There is no matrix to draw: Draw.Matrix(\"title\", [[1, 2], [3, 4]]).");
        for (var k = 0; k < rows.Length; k++)
            if (rows[k]?.Length != rows[0].Length) throw new ArgumentException(
                $"Row {k + 1} has length {rows[k]?.Length ?? 0}, but row 1 has length {rows[0].Length}; all rows need the same.");
        var largest = Math.Max(rows.Max(row => row.Max(Math.Abs)), 1e-300);
        var trace = new Trace("heatmap").With(
            ("name", yTitle), ("z", rows), ("x0", first), ("y0", first), ("zmin", -largest), ("zmax", largest), ("xgap", 1),
                ("ygap", 1),
            ("colorscale", new object[] { new object[] { 0, Palette.Below }, new object[] { 0.5, Paper },
                new object[] { 1, Palette.Above } }));
        var ratio = (double)rows[0].Length / rows.Length;
        var up = Axis(yTitle, null, [0, 1], "x").With(("showgrid", false), ("autorange", "reversed"));
        if (ratio is > 0.3 and < 3) up.With(("scaleanchor", "x"), ("constrain", "domain"));      // square cells
        return Chart([trace], new Layout().With(
            ("template", Template()), ("width", Width), ("height", Height), ("title", Titles.Above(title, Width)),
            ("xaxis", Axis(xTitle, null, [0, 1], "y").With(("showgrid", false), ("constrain", "domain"))),
            ("yaxis", up)));
    }
}
