using static System.Math;

namespace NotebookLib;

/// <summary>C and δ along the weighted input z for one target.</summary>
internal sealed class CostCurve
{
    private readonly CostView view;
    private readonly Lazy<IReadOnlyList<(double Z, double Cost)>> valleys;
    private readonly Lazy<(Tail Left, Tail Right)> costs;

    public CostCurve(CostView view, double y) : this(view, y, Known(z => view.Compiled.Cost(z, y), z => view.RoundingOfCost(z, y)),
        Known(z => view.Compiled.Delta(z, y), z => view.RoundingOfDelta(z, y))) { }

    private CostCurve(CostView view, double y, Func<double, double> cost, Func<double, double> delta)
    {
        (this.view, Y, CostAt, DeltaAt) = (view, y, cost, delta);
        Cost = [.. Z.Select(CostAt)];
        Delta = [.. Z.Select((z, i) => double.IsFinite(Cost[i]) ? DeltaAt(z) : double.NaN)];
        valleys = new(FindValleys);
        costs = new(() => (Tail.Of(CostAt, -1), Tail.Of(CostAt, 1)));
    }

    public double Y { get; }
    public double[] Z => view.Z;
    public double[] A => view.A;

    /// <summary>C(f(z), y); NaN or infinite where it has no value, or is lost in rounding.</summary>
    public double[] Cost { get; }

    /// <summary>δ = ∂C/∂z; NaN or infinite where it or C has no value.</summary>
    public double[] Delta { get; }

    /// <summary>Has C a value for any output?</summary>
    public bool HasValues => Cost.Any(double.IsFinite);

    /// <summary>Have C and δ a value at every z looked at?</summary>
    public bool IsWhole => Cost.All(double.IsFinite) && Delta.All(double.IsFinite);

    /// <summary>Is a part of it missing because it is lost in rounding?</summary>
    public bool IsLost => Z.Any(z => double.IsNaN(CostAt(z) + DeltaAt(z)) && double.IsFinite(view.Compiled.Both(z, Y, out var delta) + delta));

    /// <summary>The lowest and the highest point of the grid at which C is finite.</summary>
    public (double Z, double Cost) Lowest => Points.MinBy(point => point.Cost);
    public (double Z, double Cost) Highest => Points.MaxBy(point => point.Cost);

    private IEnumerable<(double Z, double Cost)> Points => Z.Zip(Cost).Where(point => double.IsFinite(point.Second));

    /// <summary>The lowest points: each local minimum of the grid, made precise.</summary>
    public IReadOnlyList<(double Z, double Cost)> Valleys => valleys.Value;

    public Func<double, double> CostAt { get; }

    public Func<double, double> DeltaAt { get; }

    /// <summary>
    /// The mean of two curves, a share q of the second: its least point is where training ends on both targets.
    /// </summary>
    public static CostCurve Mean(CostView view, CostCurve zero, CostCurve one, double q) =>
        new(view, q, z => (1 - q) * zero.CostAt(z) + q * one.CostAt(z), z => (1 - q) * zero.DeltaAt(z) + q * one.DeltaAt(z));

    /// <summary>What C may be off at z, by its rounding and because z itself is known to twelve digits or so.</summary>
    public double Noise(double z)
    {
        var rise = Max(CostAt(z + CostView.Spacing), CostAt(z - CostView.Spacing)) - CostAt(z);
        return 4 * view.RoundingOfCost(z, Y) + (double.IsFinite(rise) ? 1e-12 * rise : 0);
    }

    /// <summary>
    /// A function of z as far out as it is known: rounding may be a millionth of it, or of what it is in the middle.
    /// </summary>
    private static Func<double, double> Known(Func<double, double> f, Func<double, double> rounding)
    {
        const double allowed = 1e-6, beside = 1.01;             // beside the place: at a kink the bound is none of the places around
        var size = Enumerable.Range(-4, 9).Select(z => Abs(f(z))).Where(double.IsFinite).DefaultIfEmpty(0).Max();
        var (from, to) = (-Reach(-1), Reach(1));
        return z => z >= from && z <= to ? f(z) : double.NaN;

        double Reach(int side) => Enumerable.Range(1, (int)CostView.Far).Select(k => k - 0.37).Concat([80, 160, 320, 640])
            .FirstOrNull(t => IsLost(side * t) && IsLost(side * t * beside)) ?? double.PositiveInfinity;
        bool IsLost(double z) => size > 0 && f(z) is var value && double.IsFinite(value) && rounding(z) is var bound && double.IsFinite(bound)
            && bound > allowed * Max(size, Abs(value));
    }

    /// <summary>The largest |δ| for |z| up to a bound.</summary>
    public double LargestDelta(double within) =>
        Delta.Where((d, i) => double.IsFinite(d) && Abs(Z[i]) <= within).Select(Abs).DefaultIfEmpty(0).Max();

    /// <summary>How C goes on as z → ∞ or −∞.</summary>
    public Tail CostBeyond(int side) => side > 0 ? costs.Value.Right : costs.Value.Left;

    /// <summary>How δ goes on as z → ∞ or −∞.</summary>
    public Tail DeltaBeyond(int side) => Tail.Of(DeltaAt, side);

    /// <summary>Where C falls without end as z comes near, as at a logarithm's pole.</summary>
    public IEnumerable<double> Poles => Z.Where((z, i) => double.IsNegativeInfinity(Cost[i]) || !double.IsFinite(Cost[i]) && IsPole(z))
        .Concat(Valleys.Select(valley => valley.Z).Where(IsPole));

    private bool IsPole(double z)
    {
        const int halvings = 22;
        Trend Towards(int side) => Trend.Of(Enumerable.Range(2, halvings).Select(k => CostAt(z + side * CostView.Spacing * Pow(2, -k))));
        return Towards(1).Course == Course.Falls || Towards(-1).Course == Course.Falls;
    }

    private List<(double, double)> FindValleys()
    {
        return [.. Enumerable.Range(0, Z.Length).Where(IsValley).Select(i => Lower(Z[i]))];
        double At(int i) => i < 0 || i >= Z.Length ? double.PositiveInfinity : Cost[i];
        bool IsValley(int i) => double.IsFinite(Cost[i]) && !(At(i - 1) < Cost[i]) && !(At(i + 1) < Cost[i]) && (At(i - 1) != Cost[i] || At(i + 1) != Cost[i]);
    }

    /// <summary>The minimum beside a grid point: where δ changes its sign, or jumps over 0, or C jumps up or has a pole.</summary>
    private (double Z, double Cost) Lower(double z)
    {
        const double past = 1e-9;               // a kink at a grid point
        const int halvings = 50;
        var best = (Z: z, Cost: CostAt(z));
        foreach (var side in CostView.Sides)
        {
            var (near, far, low) = (z, z + side * CostView.Spacing, CostAt(z));
            if (!(side * DeltaAt(near + side * past) < 0)) continue;
            if (side * DeltaAt(far - side * past) > 0) low = CostAt(near = CostView.Root(DeltaAt, Min(near, far) + past, Max(near, far) - past));
            else if (CostAt(far) - low > 8 * view.RoundingOfCost(z, Y))
                for (var k = 0; k < halvings; k++)
                    if ((near + far) / 2 is var middle && CostAt(middle) is var cost && cost < low) (near, low) = (middle, cost); else far = middle;
            if (low < best.Cost) best = (near, low);
        }
        return best;
    }
}
