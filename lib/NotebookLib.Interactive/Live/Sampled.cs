namespace NotebookLib.Interactive;

/// <summary>
/// A field over two parameters as numbers for a page: its arrows at the nodes of a grid, the height gained between neighbours.
/// </summary>
internal static class Sampled
{
    private const double First = -3, Step = 0.25;
    private const int Count = 25;

    /// <summary>The height gained round the unit square at 0; NaN where the field has no value on it.</summary>
    public static double Gain(VectorField field)
    {
        try { return field.Square(new double[field.Dimension]) is var walk && Math.Abs(walk.Gain) > 10 * walk.Error ? walk.Gain
            : 0; }
        catch (ArgumentException) { return double.NaN; }
    }

    /// <summary>The arrows and the heights as JavaScript, node by node: to the right first, then up.</summary>
    public static string Script(VectorField field)
    {
        var arrows = (from i in Enumerable.Range(0, Count) from k in Enumerable.Range(0, Count) select Arrow(field, i, k))
            .ToArray();
        var along = Lines(field, (line, place) => (place, line));
        var across = Lines(field, (line, place) => (line, place));
        string List(IEnumerable<double> values) => $"[{string.Join(",", values.Select(Explore.Number))}]";
        return $"const field = {{ names: {LiveFigure.Json(field.Names.Take(2))}, first: {Explore.Number(First)}, "
            + $"step: {Explore.Number(Step)}, count: {Count}, "
            + $"right: {List(arrows.Select(arrow => arrow[0]))}, up: {List(arrows.Select(arrow => arrow[1]))}, "
            + $"along: {List(Nodes(along, (i, k) => (k, i)))}, across: {List(Nodes(across, (i, k) => (i, k)))} }};";
    }

    private static IEnumerable<double> Nodes(double[][] lines, Func<int, int, (int Line, int Place)> at) =>
        from i in Enumerable.Range(0, Count) from k in Enumerable.Range(0, Count) let place =
            at(i, k) select lines[place.Line][place.Place];

    /// <summary>
    /// The heights gained from each node of a line to the next; at its last node there is none, and 0 stands there.
    /// </summary>
    private static double[][] Lines(VectorField field, Func<int, int, (int I, int K)> node) =>
        [.. Enumerable.Range(0, Count).Select(line =>
        {
            double[] At(int place) { var (i, k) = node(line, place); return Point(field, i, k); }
            return (double[])[.. Enumerable.Range(0, Count - 1).Select(place => Gain(field, At(place), At(place + 1))), 0];
        })];

    private static double Gain(VectorField field, double[] from, double[] to)
    {
        try { return field.Walk(from, to).Gain; }
        catch (ArgumentException) { return double.NaN; }
    }

    private static double[] Arrow(VectorField field, int i, int k)
    {
        try { return field.At(Point(field, i, k)); }
        catch (ArgumentException) { return [double.NaN, double.NaN]; }
    }

    private static double[] Point(VectorField field, int i, int k) =>
        [First + i * Step, First + k * Step, .. new double[field.Dimension - 2]];
}
