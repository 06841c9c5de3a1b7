using static System.Math;

namespace NotebookLib;

/// <summary>C and δ along the weighted input z for one target.</summary>
internal sealed class CostCurve
{
    private readonly Lazy<IReadOnlyList<(double Z, double Cost)>> valleys;
    private readonly Lazy<(Tail Left, Tail Right)> tails;

    public CostCurve(CostView view, double y, Func<double, double>? cost = null, Func<double, double>? delta = null)
    {
        (View, Y) = (view, y);
        CostAt = cost ?? Known(z => view.Compiled.Cost(z, y), RoundingOfCost);
        DeltaAt = delta ?? Known(z => view.Compiled.Delta(z, y), RoundingOfDelta);
        Cost = [.. Z.Select(CostAt)];
        Delta = [.. Z.Select((z, i) => double.IsFinite(Cost[i]) ? DeltaAt(z) : double.NaN)];
        valleys = new(() => [.. Enumerable.Range(0, Z.Length).Where(IsValley).Select(i => Lower(Z[i]))]);
        tails = new(() => (Tail.Of(CostAt, -1), Tail.Of(CostAt, 1)));
    }

    /// <summary>The mean of two curves, a share q of the second: where it is least training on both targets ends.</summary>
    public static CostCurve Mean(CostView view, CostCurve zero, CostCurve one, double q) =>
        new(view, q, z => (1 - q) * zero.CostAt(z) + q * one.CostAt(z), z => (1 - q) * zero.DeltaAt(z) + q * one.DeltaAt(z));

    public CostView View { get; }
    public double Y { get; }
    public double[] Z => View.Z;

    /// <summary>C(f(z), y) and δ = ∂C/∂z; NaN or infinite where there is no value, or it is lost in rounding.</summary>
    public Func<double, double> CostAt { get; }
    public Func<double, double> DeltaAt { get; }
    /// <summary>C and δ on the grid; δ where C has a value too.</summary>
    public double[] Cost { get; }
    public double[] Delta { get; }

    /// <summary>C + δ as they are computed, lost in rounding or not: not finite where one of them has no value.</summary>
    public double Computed(double z) => View.Compiled.Both(z, Y, out var delta) + delta;
    /// <summary>∂δ/∂z.</summary>
    public double BendAt(double z) => View.Compiled.Bend(z, Y);
    /// <summary>What rounding can do to C, to δ or to ∂δ/∂z at a place: the bound that the formula itself has there.</summary>
    public double RoundingOfCost(double z) => Rounding(View.Compiled.CostInZ, z);
    public double RoundingOfDelta(double z) => Rounding(View.Compiled.Error.InZ, z);
    public double RoundingOfBend(double z) => Rounding(View.BendInZ, z);
    private double Rounding(Formula formula, double z) => Dual.Rounding(formula, new(("z", z), ("y", Y)));

    /// <summary>What C may be off at z, by its rounding and because z itself is known to twelve digits or so.</summary>
    public double Noise(double z)
    {
        var rise = Max(CostAt(z + CostView.Spacing), CostAt(z - CostView.Spacing)) - CostAt(z);
        return 4 * RoundingOfCost(z) + (double.IsFinite(rise) ? 1e-12 * rise : 0);
    }

    /// <summary>Something is not so, and the place z shows it.</summary>
    public Answer No(string sentence, double z) => Answer.No(sentence, View.Output(z), Y);

    /// <summary>Has C a value for any output?</summary>
    public bool HasValues => Cost.Any(double.IsFinite);
    /// <summary>Have C and δ a value at every z looked at? If not, is one of them there, but lost in rounding?</summary>
    public bool IsWhole => Cost.All(double.IsFinite) && Delta.All(double.IsFinite);
    public bool IsLost => Z.Any(z => double.IsNaN(CostAt(z) + DeltaAt(z)) && double.IsFinite(Computed(z)));
    /// <summary>The lowest and the highest point of the grid at which C is finite.</summary>
    public (double Z, double Cost) Lowest => Points.MinBy(point => point.Cost);
    public (double Z, double Cost) Highest => Points.MaxBy(point => point.Cost);
    private IEnumerable<(double Z, double Cost)> Points => Z.Zip(Cost).Where(point => double.IsFinite(point.Second));

    /// <summary>The largest |δ| for |z| up to a bound.</summary>
    public double LargestDelta(double within) =>
        Delta.Where((d, i) => double.IsFinite(d) && Abs(Z[i]) <= within).Select(Abs).DefaultIfEmpty(0).Max();

    /// <summary>How C and δ go on as z → ∞ or −∞.</summary>
    public Tail CostBeyond(int side) => side > 0 ? tails.Value.Right : tails.Value.Left;
    public Tail DeltaBeyond(int side) => Tail.Of(DeltaAt, side);
    public bool FallsBeyond(int side) => CostBeyond(side) is { Swings: false, Least.Course: Course.Falls };

    /// <summary>f as far out as it is known: rounding may be a millionth of it, or of what it is in the middle.</summary>
    private static Func<double, double> Known(Func<double, double> f, Func<double, double> rounding)
    {
        const double allowed = 1e-6, beside = 1.01;     // beside the place: at a kink the bound is none of the places around
        var size = Enumerable.Range(-4, 9).Select(z => Abs(f(z))).Where(double.IsFinite).DefaultIfEmpty(0).Max();
        var (from, to) = (-Reach(-1), Reach(1));
        return z => z >= from && z <= to ? f(z) : double.NaN;

        double Reach(int side) => Enumerable.Range(1, (int)CostView.Far).Select(k => k - 0.37).Concat([80, 160, 320, 640])
            .FirstOrNull(t => IsLost(side * t) && IsLost(side * t * beside)) ?? double.PositiveInfinity;
        bool IsLost(double z) => size > 0 && f(z) is var value && double.IsFinite(value)
            && rounding(z) is var bound && double.IsFinite(bound) && bound > allowed * Max(size, Abs(value));
    }

    /// <summary>Where C falls without end as z comes near, as at a logarithm's pole.</summary>
    public IEnumerable<double> Poles => Z
        .Where((z, i) => double.IsNegativeInfinity(Cost[i]) || !double.IsFinite(Cost[i]) && IsPole(z))
        .Concat(Valleys.Select(valley => valley.Z).Where(IsPole));

    private bool IsPole(double z)
    {
        const int halvings = 22;
        return CostView.Sides.Any(side => Course.Falls
            == Trend.Of(Enumerable.Range(2, halvings).Select(k => CostAt(z + side * CostView.Spacing * Pow(2, -k)))).Course);
    }

    /// <summary>The lowest points: each local minimum of the grid, made precise.</summary>
    public IReadOnlyList<(double Z, double Cost)> Valleys => valleys.Value;

    private bool IsValley(int i)
    {
        double At(int k) => k < 0 || k >= Z.Length ? double.PositiveInfinity : Cost[k];
        var (left, here, right) = (At(i - 1), At(i), At(i + 1));
        return double.IsFinite(here) && !(left < here) && !(right < here) && (left != here || right != here);
    }

    /// <summary>The minimum beside a grid point: where δ changes its sign or jumps over 0, or C jumps up or has a pole.</summary>
    private (double Z, double Cost) Lower(double z)
    {
        const double past = 1e-9;               // a kink at a grid point
        var lowest = z;
        foreach (var side in CostView.Sides)
        {
            var (near, far) = (z, z + side * CostView.Spacing);
            if (!(side * DeltaAt(near + side * past) < 0)) continue;
            var turns = side * DeltaAt(far - side * past) > 0;
            if (turns) near = Bisection.Root(DeltaAt, near + side * past, far - side * past);
            // Beside a pole at which δ turns there may be no value on the far side: then down to it on this one.
            if (turns ? double.IsNaN(CostAt(near)) : CostAt(far) - CostAt(z) > 8 * RoundingOfCost(z))
                (near, _) = Bisection.Narrow(z, far, (low, middle, _) => !(CostAt(middle) < CostAt(low)));
            if (CostAt(near) < CostAt(lowest)) lowest = near;
        }
        return (lowest, CostAt(lowest));
    }

    /// <summary>Where C changes by far more than δ allows, however near two points are taken.</summary>
    public double? Jump()
    {
        double Change(double from, double to) => Abs(CostAt(to) - CostAt(from));
        for (var i = 0; i < Z.Length - 1; i++)
        {
            var (low, high, change) = (Z[i], Z[i + 1], Abs(Cost[i + 1] - Cost[i]));
            if (!(change > 10 * CostView.Spacing * Max(Abs(Delta[i]), Abs(Delta[i + 1]))) || !double.IsFinite(change)) continue;
            var (from, to) = Bisection.Narrow(low, high, (start, middle, end) => Change(start, middle) >= Change(middle, end));
            if (Change(from, to) > change / 2 && change > 8 * (RoundingOfCost(low) + RoundingOfCost(high)))
                return (low + high) / 2;
        }
        return null;
    }
}
