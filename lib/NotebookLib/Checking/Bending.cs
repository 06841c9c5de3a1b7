using static System.Math;

namespace NotebookLib;

/// <summary>How δ goes from a point to the next: it does not fall, it falls by more than rounding, or it is not known.</summary>
internal enum Bends { Up, Down, Unknown }

/// <summary>Where C bends up along z and where down, for one target.</summary>
internal sealed class Bending
{
    /// <summary>δ is taken so far right of the points that a kink at one, where δ may be anything, lies between two.</summary>
    private const double Aside = 1.0 / (1 << 20);
    private readonly CostCurve curve;
    private readonly double[] z;

    public Bending(CostCurve curve)
    {
        (this.curve, z) = (curve, curve.Z);
        double[] aside = [.. z.Select(t => t + Aside)], delta = [.. aside.Select(curve.DeltaAt)];
        bool[] falls = [.. aside.Select(Falls)];
        Cells = [.. Enumerable.Range(0, z.Length - 1).Select(i =>
            !double.IsFinite(delta[i + 1] - delta[i]) || !double.IsFinite(curve.Cost[i] + curve.Cost[i + 1]) ? Bends.Unknown
            : falls[i] && (falls[i + 1] || i > 0 && !falls[i - 1]) ? Bends.Down
            : delta[i] - delta[i + 1] is > 0 and var fall
                && fall > curve.RoundingOfDelta(aside[i]) + curve.RoundingOfDelta(aside[i + 1]) ? Bends.Down
            : Bends.Up)];
    }

    /// <summary>Between each point of the grid and the next.</summary>
    public Bends[] Cells { get; }
    private bool Falls(double t) => curve.BendAt(t) is var bend && bend < 0 && -bend > curve.RoundingOfBend(t);

    /// <summary>Where δ falls between a point and the next, and whether it is a step.</summary>
    public (bool Steps, double At) Step(int i) =>
        Falls(z[i] + Aside) ? (false, z[i]) : (true, HalfWay(z[i] + Aside, z[i + 1] + Aside));

    /// <summary>The ranges of z in which δ does not fall; their borders, where δ turns, to twelve digits or so.</summary>
    public IReadOnlyList<(double From, double To)> ConvexIn()
    {
        var ranges = new List<(double From, double To)>();
        Bends? At(int i) => i >= 0 && i < Cells.Length ? Cells[i] : null;
        for (var i = 0; i < Cells.Length; i++)
        {
            if (At(i) != Bends.Up) continue;
            var from = At(i - 1) == Bends.Down ? Turn(i) : z[i];
            while (At(i) == Bends.Up) i++;
            ranges.Add((from, At(i) == Bends.Down ? Turn(i) : z[i]));
        }
        double Outputs((double From, double To) range) => Abs(curve.View.Output(range.To) - curve.View.Output(range.From));
        ranges.RemoveAll(range => Outputs(range) <= 1e-6 * curve.View.Scale);          // one output, at which δ no longer changes
        return ranges;
    }

    /// <summary>Between a cell that bends up and one that bends down ∂δ/∂z changes its sign, or δ jumps down.</summary>
    private double Turn(int i)
    {
        var (low, at, high) = (z[Max(i - 1, 0)], z[i], z[Min(i + 1, z.Length - 1)]);
        foreach (var (from, to) in new[] { (low, high), (low, at), (at, high) })
            if (curve.BendAt(from) * curve.BendAt(to) < 0) return Bisection.Root(curve.BendAt, from, to);
        return HalfWay(low, high);
    }

    /// <summary>Where δ is between its values at two points.</summary>
    private double HalfWay(double low, double high)
    {
        var middle = (curve.DeltaAt(low) + curve.DeltaAt(high)) / 2;
        return Bisection.Root(t => curve.DeltaAt(t) - middle, low, high);
    }
}
