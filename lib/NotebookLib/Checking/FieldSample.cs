using MathNet.Numerics;
using MathNet.Numerics.LinearAlgebra;

namespace NotebookLib;

/// <summary>A field looked at: its curl at sampled points, closed walks between them, and the walk that refutes it.</summary>
internal sealed class FieldSample
{
    private const double Resolution = 1e-8;     // a curl is told from none at this part of the field's size, or nothing is said
    private const double Rounding = 1e-9;       // the same for what is left of an arrow beside a direction
    private const int Seed = 20, MostTries = 5, MostHalvings = 8;
    private readonly double[][] points;
    private readonly Vector<double>[] arrows;
    private readonly double radius;
    private int blurredWalks;

    public FieldSample(VectorField field, double[]? around, double radius, int count)
    {
        (Field, this.radius) = (field, radius);
        around ??= new double[field.Dimension];
        field.RequirePoint(around);
        var random = new Random(Seed);
        points = [.. Enumerable.Range(0, count)
            .Select(_ => around.Select(v => v + radius * (2 * random.NextDouble() - 1)).ToArray())];
        arrows = [.. points.Select(p => Vector<double>.Build.Dense(field.At(p)))];
        Require.That(field.At(points[0]).SequenceEqual(arrows[0]),
            $"Your update gave two different answers at {field.Describe(points[0])}; "
            + $"a field has one arrow at every point. Leave out what is random or remembered.");
        if (field.Dimension == 1) { (Clear, Curl) = (count, field.Curl(points[0])); return; }

        Curl[] curls = [.. points.Select(p => field.Curl(p))];
        Curl[] clear = [.. curls.Where(curl => curl.Error <= Resolution * curl.Size)];
        Clear = clear.Length;
        Curl = (Clear > 0 ? clear : curls).MaxBy(curl => curl.Relative)!;
        var suspects = from curl in curls
                       where curl.Found is not null
                       let entry = curl.Found!.Value
                       orderby Math.Abs(curl[entry.J, entry.K]) descending
                       select (curl, entry);
        foreach (var (curl, entry) in suspects.Take(MostTries))
            if (Confirm(curl.At, entry.J, entry.K) is { } square)
            {
                (Witness, Found, Curl) = (square, entry, curl);
                return;
            }
        Witness = Gaining();
    }

    public VectorField Field { get; }

    public int Count => points.Length;

    /// <summary>The points with a curl that is measured well enough.</summary>
    public int Clear { get; }

    /// <summary>The points, or closed walks, where nothing can be said.</summary>
    public int Blurred => Math.Max(Count - Clear, blurredWalks);

    public bool IsUnclear => 2 * Blurred > Count || Curl.Relative > 100 * Resolution;

    /// <summary>At the witness, else where the curl is largest against the field.</summary>
    public Curl Curl { get; }

    /// <summary>The entry of the curl that was found, and confirmed by <see cref="Witness"/>.</summary>
    public (int J, int K)? Found { get; }

    /// <summary>A closed walk that gains height.</summary>
    public Walk? Witness { get; }

    /// <summary>The direction u with F ∥ u at every point, its smallest part ±1, its first above 0; null if it turns.</summary>
    public double[]? FixedDirection
    {
        get
        {
            var u = arrows.MaxBy(arrow => arrow.L2Norm())!.Clone();
            if (u.L2Norm() == 0 || !AllIn([u])) return null;
            u.CoerceZero(Rounding * u.L2Norm());
            return [.. u / (u.Where(v => v != 0).Min(Math.Abs) * Math.Sign(u.First(v => v != 0)))];
        }
    }

    /// <summary>Does every arrow lie in the span of the inputs?</summary>
    public bool IsAlongInputs => AllIn(Field.Inputs.Select(Vector<double>.Build.DenseOfArray));

    /// <summary>The height along the straight way between the two points that lie farthest apart in it.</summary>
    public Walk? Potential()
    {
        try { return Field.Walk(points[0], points.MaxBy(p => Distance.Euclidean(p, points[0]))!); }
        catch (ArgumentException) { return null; }      // a point without a value on the way
    }

    /// <summary>A square at the point that gains height: the largest that does.</summary>
    private Walk? Confirm(double[] at, int j, int k)
    {
        for (var (i, side) = (0, radius / 2); i < MostHalvings; i++, side /= 2)
            try
            {
                if (Climb.Round(Field, VectorField.SquareCorners(at, j, k, side)).StandsOut
                    && Field.Square(at, j, k, side) is { Climb.StandsOut: true } square) return square;
            }
            catch (ArgumentException) { }               // the square leaves the domain: a smaller one
        return null;
    }

    /// <summary>A triangle of sampled points that gains height: it sees what has no curl at a point, jumps and holes.</summary>
    private Walk? Gaining()
    {
        for (var i = 0; i < Count; i++)
        {
            double[][] corners = [points[i], points[(i + 1) % Count], points[(i + 2) % Count], points[i]];
            var rough = Climb.Round(Field, corners);
            var isClear = rough.Error <= 10 * Resolution * rough.Size;
            if (isClear && !rough.StandsOut) continue;
            // Walked again in smaller pieces: a gain that is none comes out differently.
            if (isClear && Field.Walk(corners) is { Climb.StandsOut: true } walk
                && Math.Abs(walk.Gain - rough.Gain) <= Math.Abs(rough.Gain) / 10) return walk;
            blurredWalks++;
        }
        return null;
    }

    /// <summary>Does every arrow lie in the span of the vectors? (Gram–Schmidt, done twice against rounding.)</summary>
    private bool AllIn(IEnumerable<Vector<double>> vectors)
    {
        List<Vector<double>> basis = [];
        static Vector<double> Off(Vector<double> v, Vector<double> e) => v - v.DotProduct(e) * e;
        Vector<double> Rest(Vector<double> v) => basis.Aggregate(basis.Aggregate(v, Off), Off);
        foreach (var vector in vectors)
            if (Rest(vector) is var rest && rest.L2Norm() > 1e-10 * vector.L2Norm()) basis.Add(rest.Normalize(2));
        return arrows.All(arrow => Rest(arrow).L2Norm() <= Rounding * arrows.Max(one => one.L2Norm()));
    }
}
