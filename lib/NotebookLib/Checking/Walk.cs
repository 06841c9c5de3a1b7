namespace NotebookLib;

/// <summary>A walk through parameter space along straight lines, and the height ∫F·dp it gains on the way. If F is the gradient
/// of a cost, the gain is the difference of the cost between end and start, whatever the way, so 0 for a closed walk.</summary>
public sealed class Walk
{
    private const int Pieces = 12;

    internal Walk(VectorField field, double[][] corners)
    {
        Require.That(corners?.Length >= 2,
            $"A walk needs at least two corners, for example F.Walk([0, 0], [1, 0], [0, 0]).");
        foreach (var corner in corners) field.RequirePoint(corner);
        Corners = corners;
        Points = [corners[0], .. corners.Zip(corners.Skip(1)).SelectMany(leg => Enumerable.Range(1, Pieces)
            .Select(k => k == Pieces ? leg.Second : Between(leg.First, leg.Second, k / (double)Pieces)))];
        Heights = new double[Points.Length];
        for (var k = 1; k < Points.Length; k++)
        {
            var (from, to) = (Points[k - 1], Points[k]);
            Climb += Climb.Along(field, from, to);
            Heights[k] = Climb.Gain;
            if (double.IsFinite(Climb.Gain)) continue;
            field.At(to);                                       // its sentence, where the end itself is the trouble
            throw new ArgumentException($"The walk from {field.Describe(from)} to {field.Describe(to)} "
                + "meets a point where there is no finite update.");
        }
    }

    /// <summary>The corners, as handed in.</summary>
    public double[][] Corners { get; }

    /// <summary>Points on the way, from the start to the end, 12 for each straight line.</summary>
    public double[][] Points { get; }

    /// <summary>The height gained up to each of <see cref="Points"/>; the first is 0.</summary>
    public double[] Heights { get; }

    /// <summary>The height gained in the end, ∫F·dp.</summary>
    public double Gain => Climb.Gain;

    /// <summary>The error bar of <see cref="Gain"/>.</summary>
    public double Error => Climb.Error;

    /// <summary>True where the walk ends where it began.</summary>
    public bool IsClosed => Corners[0].SequenceEqual(Corners[^1]);

    internal Climb Climb { get; }

    /// <summary>The point at the part t of a straight line.</summary>
    internal static double[] Between(double[] from, double[] to, double t) => [.. from.Zip(to, (v, end) => v + t * (end - v))];
}
