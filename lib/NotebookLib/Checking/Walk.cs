namespace NotebookLib;

/// <summary>
/// A walk through parameter space along straight lines, and the height ∫F·dp it gains on the way. If F is the gradient of a cost,
/// the gain is the difference of the cost between end and start, whatever the way, so 0 for a closed walk.
/// </summary>
public sealed class Walk
{
    private const int Pieces = 12;

    private Walk(double[][] corners, double[][] points, double[] heights, double error, double size) =>
        (Corners, Points, Heights, Error, Size) = (corners, points, heights, error, size);

    /// <summary>The corners, as handed in.</summary>
    public double[][] Corners { get; }

    /// <summary>Points on the way, from the start to the end, 12 for each straight line.</summary>
    public double[][] Points { get; }

    /// <summary>The height gained up to each of <see cref="Points"/>; the first is 0.</summary>
    public double[] Heights { get; }

    /// <summary>The height gained in the end, ∫F·dp.</summary>
    public double Gain => Heights[^1];

    /// <summary>The error bar of <see cref="Gain"/>.</summary>
    public double Error { get; }

    /// <summary>∫|F·dp|, all climbing and falling together: what a gain is large or small against.</summary>
    public double Size { get; }

    /// <summary>True where the walk ends where it began.</summary>
    public bool IsClosed => Corners[0].SequenceEqual(Corners[^1]);

    internal static Walk Along(VectorField field, double[][] corners)
    {
        if (corners is null || corners.Length < 2) throw new ArgumentException("A walk needs at least two corners, for example F.Walk([0, 0], [1, 0], [0, 0]).");
        foreach (var corner in corners) field.RequirePoint(corner);
        var (points, heights, error, size) = (new List<double[]> { corners[0] }, new List<double> { 0 }, 0.0, 0.0);
        for (var leg = 1; leg < corners.Length; leg++)
            for (var piece = 1; piece <= Pieces; piece++)
            {
                var end = piece == Pieces ? corners[leg] : Between(corners[leg - 1], corners[leg], piece / (double)Pieces);
                var line = Line(field, points[^1], end);
                if (!double.IsFinite(line.Value)) field.At(end);            // its sentence, where the end itself is the trouble
                if (!double.IsFinite(line.Value))
                    throw new ArgumentException($"The walk from {field.Describe(points[^1])} to {field.Describe(end)} meets a point where there is no finite update.");
                points.Add(end);
                heights.Add(heights[^1] + line.Value);
                (error, size) = (error + line.Error, size + line.Size);
            }
        return new(corners, [.. points], [.. heights], error, size);
    }

    /// <summary>∫F·dp along one straight line.</summary>
    internal static (double Value, double Error, double Size) Line(VectorField field, double[] from, double[] to, double tolerance = 1e-15) =>
        Quadrature.Unit(t => Rate(field, from, to, t), tolerance);

    /// <summary>F·dp/dt at the part t of a straight line.</summary>
    internal static double Rate(VectorField field, double[] from, double[] to, double t)
    {
        var (arrow, rate) = (field.Value(Between(from, to, t)), 0.0);
        for (var j = 0; j < arrow.Length; j++) rate += arrow[j] * (to[j] - from[j]);
        return rate;
    }

    private static double[] Between(double[] from, double[] to, double t) => [.. from.Select((v, j) => v + t * (to[j] - v))];
}
