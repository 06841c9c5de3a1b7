using static System.Math;

namespace NotebookLib;

/// <summary>
/// How δ goes between two neighbouring points: it does not fall, it falls by more than rounding, or it is not known.
/// </summary>
internal enum Bends { Up, Down, Unknown }

/// <summary>Where C bends up along z and where down, for one target.</summary>
internal sealed class Bending
{
    /// <summary>
    /// How far right of the points δ is taken, so that a kink at a point, where δ may be anything between, lies inside of an interval.
    /// </summary>
    private const double Aside = 1.0 / (1 << 20);

    private readonly CostCurve curve;

    public Bending(CostCurve curve)
    {
        this.curve = curve;
        double[] z = [.. curve.Z.Select(t => t + Aside)], delta = [.. z.Select(curve.DeltaAt)];
        bool[] falls = [.. z.Select(Falls)];
        Cells = [.. Enumerable.Range(0, z.Length - 1).Select(i =>
            !double.IsFinite(delta[i + 1] - delta[i]) || !double.IsFinite(curve.Cost[i] + curve.Cost[i + 1]) ? Bends.Unknown
            : falls[i] && (falls[i + 1] || i > 0 && !falls[i - 1]) ? Bends.Down
            : delta[i] - delta[i + 1] is > 0 and var fall && fall > curve.RoundingOfDelta(z[i]) + curve.RoundingOfDelta(z[i + 1]) ? Bends.Down
            : Bends.Up)];
    }

    /// <summary>Between each point of the grid and the next.</summary>
    public Bends[] Cells { get; }

    private bool Falls(double z) => curve.BendAt(z) is var bend && bend < 0 && -bend > curve.RoundingOfBend(z);

    /// <summary>Where δ falls between a point and the next, and whether it is a step.</summary>
    public (bool Steps, double At) Step(int i) =>
        Falls(curve.Z[i] + Aside) ? (false, curve.Z[i]) : (true, HalfWay(curve.Z[i] + Aside, curve.Z[i + 1] + Aside));

    /// <summary>The ranges of z in which δ does not fall; their borders, where δ turns, to twelve digits or so.</summary>
    public IReadOnlyList<(double From, double To)> ConvexIn()
    {
        var (z, ranges) = (curve.Z, new List<(double From, double To)>());
        Bends? At(int i) => i >= 0 && i < Cells.Length ? Cells[i] : null;
        for (var i = 0; i < Cells.Length; i++)
        {
            if (At(i) != Bends.Up) continue;
            var from = At(i - 1) == Bends.Down ? Turn(i) : z[i];
            while (At(i) == Bends.Up) i++;
            ranges.Add((from, At(i) == Bends.Down ? Turn(i) : z[i]));
        }
        ranges.RemoveAll(range => curve.IsOneOutput(range.From, range.To));
        return ranges;
    }

    /// <summary>Between a cell that bends up and one that bends down ∂δ/∂z changes its sign, or δ jumps down.</summary>
    private double Turn(int i)
    {
        var z = curve.Z;
        var (low, at, high) = (z[Max(i - 1, 0)], z[i], z[Min(i + 1, z.Length - 1)]);
        foreach (var (from, to) in new[] { (low, high), (low, at), (at, high) })
            if (curve.BendAt(from) * curve.BendAt(to) < 0) return CostView.Root(curve.BendAt, from, to);
        return HalfWay(low, high);
    }

    /// <summary>Where δ is between its values at two points.</summary>
    private double HalfWay(double low, double high)
    {
        var middle = (curve.DeltaAt(low) + curve.DeltaAt(high)) / 2;
        return CostView.Root(t => curve.DeltaAt(t) - middle, low, high);
    }
}
