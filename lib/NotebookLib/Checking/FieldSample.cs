namespace NotebookLib;

/// <summary>
/// A field looked at: its curl at sampled points, closed walks between them, and the walk that refutes it where one does.
/// </summary>
internal sealed class FieldSample
{
    private const double Resolution = 1e-8;             // a curl is told from none at this part of the field's size, or nothing is said
    private const int Seed = 20, MostTries = 5, MostHalvings = 8;
    private readonly double[][] points;
    private readonly double[][] arrows;
    private readonly double radius;
    private int blurredWalks;

    public FieldSample(VectorField field, double[]? around, double radius, int count)
    {
        (Field, this.radius) = (field, radius);
        around ??= new double[field.Dimension];
        field.RequirePoint(around);
        var random = new Random(Seed);
        points = [.. Enumerable.Range(0, count).Select(_ => around.Select(v => v + radius * (2 * random.NextDouble() - 1)).ToArray())];
        arrows = [.. points.Select(p => field.At(p))];
        if (!field.At(points[0]).SequenceEqual(arrows[0]))
            throw new ArgumentException($"Your update gave two different answers at {field.Describe(points[0])}; a field has one arrow at every point. Leave out what is random or remembered.");
        if (field.Dimension == 1) { (Clear, Curl) = (count, Curl.Of(field, points[0])); return; }

        Curl[] curls = [.. points.Select(p => Curl.Of(field, p))];
        Curl[] clear = [.. curls.Where(IsClear)];
        Clear = clear.Length;
        Curl = (Clear > 0 ? clear : curls).MaxBy(Relative)!;
        LargestCurl = Relative(Curl);
        foreach (var curl in curls.Where(curl => curl.Found is not null).OrderByDescending(Largest).Take(MostTries))
            if (Confirm(curl) is { } square)
            {
                (Witness, Found, Curl) = (square, curl.Found, curl);
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

    public bool IsUnclear => 2 * Blurred > Count || LargestCurl > 100 * Resolution;

    /// <summary>At the witness, else where the curl is largest against the field.</summary>
    public Curl Curl { get; }

    /// <summary>The largest curl against the field's size there, with its error bar.</summary>
    public double LargestCurl { get; }

    /// <summary>The entry of the curl that was found, and confirmed by <see cref="Witness"/>.</summary>
    public (int J, int K)? Found { get; }

    /// <summary>A closed walk that gains height.</summary>
    public Walk? Witness { get; }

    /// <summary>
    /// The direction u with F ∥ u at every point, its smallest part ±1 and its first above 0; null where it turns.
    /// </summary>
    public double[]? FixedDirection
    {
        get
        {
            var longest = arrows.MaxBy(Norm)!;
            if (Norm(longest) == 0 || !arrows.All(arrow => Off(arrow, [longest]) <= 1e-9 * Norm(longest))) return null;
            var parts = longest.Where(v => Math.Abs(v) > 1e-9 * Norm(longest)).ToArray();
            return [.. longest.Select(v => parts.Contains(v) ? v / parts.Min(Math.Abs) * Math.Sign(parts[0]) : 0)];
        }
    }

    /// <summary>Does every arrow lie in the span of the inputs? Null for a field without inputs.</summary>
    public bool? AlongInputs => Field.Inputs.Count == 0 ? null : arrows.All(arrow => Off(arrow, Field.Inputs) <= 1e-9 * arrows.Max(Norm));

    /// <summary>The height along the straight way between the two points that lie farthest apart in it.</summary>
    public Walk? Potential()
    {
        var start = points[0];
        try { return Field.Walk(start, points.MaxBy(p => Norm([.. p.Zip(start, (a, b) => a - b)]))!); }
        catch (ArgumentException) { return null; }      // a point without a value on the way
    }

    private static bool IsClear(Curl curl) => curl.Error <= Resolution * curl.Size;

    private static double Relative(Curl curl)
    {
        var worst = 0.0;
        for (var j = 0; j < curl.At.Length; j++)
            for (var k = 0; k < j; k++)
                if (double.IsFinite(curl.Errors[j, k])) worst = Math.Max(worst, Math.Abs(curl[j, k]) + curl.Errors[j, k]);
        return curl.Size == 0 ? 0 : worst / curl.Size;
    }

    private static double Largest(Curl curl) => curl.Found is var (j, k) ? Math.Abs(curl[j, k]) : 0;

    /// <summary>A square at the point that gains height: the largest that does.</summary>
    private Walk? Confirm(Curl curl)
    {
        var (j, k) = curl.Found!.Value;
        for (var (i, side) = (0, radius / 2); i < MostHalvings; i++, side /= 2)
            try
            {
                if (Gains(VectorField.SquareCorners(curl.At, j, k, side))
                    && Field.Square(curl.At, j, k, side) is var square && Gains(square.Gain, square.Error, square.Size)) return square;
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
            var (gain, error, size) = Around(corners);
            if (!(error <= 10 * Resolution * size)) blurredWalks++;
            else if (Gains(gain, error, size))
            {
                // Walked again in smaller pieces: a gain that is none comes out differently.
                if (Field.Walk(corners) is var walk && Gains(walk.Gain, walk.Error, walk.Size) && Math.Abs(walk.Gain - gain) <= Math.Abs(gain) / 10) return walk;
                blurredWalks++;
            }
        }
        return null;
    }

    /// <summary>A closed walk, roughly: what gains here is walked again with care.</summary>
    private (double Gain, double Error, double Size) Around(double[][] corners)
    {
        var (gain, error, size) = (0.0, 0.0, 0.0);
        for (var leg = 1; leg < corners.Length; leg++)
        {
            var line = Walk.Line(Field, corners[leg - 1], corners[leg], 1e-12);
            (gain, error, size) = (gain + line.Value, error + line.Error, size + line.Size);
        }
        return (gain, error, size);
    }

    private bool Gains(double[][] corners) => Around(corners) is var (gain, error, size) && Gains(gain, error, size);

    private static bool Gains(double gain, double error, double size) => Math.Abs(gain) > 10 * error && Math.Abs(gain) > 1e-10 * size;

    /// <summary>The part of an arrow outside the span of the vectors (Gram–Schmidt, done twice against rounding).</summary>
    private static double Off(double[] arrow, IReadOnlyList<double[]> vectors)
    {
        List<double[]> basis = [];
        foreach (var vector in vectors)
        {
            if (basis.Count == arrow.Length) return 0;
            var rest = Rest(Rest(vector, basis), basis);
            if (Norm(rest) > 1e-10 * Norm(vector)) basis.Add([.. rest.Select(v => v / Norm(rest))]);
        }
        return Norm(Rest(Rest(arrow, basis), basis));
    }

    private static double[] Rest(double[] vector, List<double[]> basis)
    {
        double[] rest = [.. vector];
        foreach (var e in basis)
        {
            var along = rest.Zip(e, (a, b) => a * b).Sum();
            for (var j = 0; j < rest.Length; j++) rest[j] -= along * e[j];
        }
        return rest;
    }

    private static double Norm(double[] v) => Math.Sqrt(v.Sum(a => a * a));
}
