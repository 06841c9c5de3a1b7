using MathNet.Numerics.Integration;
using static System.Math;

namespace NotebookLib;

/// <summary>The height ∫F·dp that is gained on a way; NaN where the way meets a point without a finite update.</summary>
/// <param name="Gain">The height.</param>
/// <param name="Error">Its error bar.</param>
/// <param name="Size">∫|F·dp|, all climbing and falling together: what a gain is large or small against.</param>
internal readonly record struct Climb(double Gain, double Error, double Size)
{
    /// <summary>Is the gain more than error bars and rounding?</summary>
    public bool StandsOut => Abs(Gain) > 10 * Error && Abs(Gain) > 1e-10 * Size;

    /// <summary>Along a straight line, as exactly as the field lets it be seen.</summary>
    public static Climb Along(VectorField field, double[] from, double[] to, double tolerance = 1e-15)
    {
        var (gain, error, size) = Quadrature.Unit(Rate(field, from, to), tolerance);
        return new(gain, error, size);
    }

    /// <summary>From corner to corner, roughly.</summary>
    public static Climb Round(VectorField field, double[][] corners) =>
        corners.Zip(corners.Skip(1), (from, to) => Along(field, from, to, 1e-12)).Aggregate((all, leg) => all + leg);

    /// <summary>From corner to corner of a field that is costly to ask: Gauss's rule with 20 points a leg, and with 16.</summary>
    public static Climb Quickly(VectorField field, double[][] corners)
    {
        double[] Legs(int order) => [.. corners.Zip(corners.Skip(1), (from, to) =>
            GaussLegendreRule.Integrate(Rate(field, from, to), 0, 1, order))];
        var legs = Legs(20);
        var gain = legs.Sum();
        return new(gain, Abs(gain - Legs(16).Sum()) + 1e-14 * Abs(gain), legs.Sum(Abs));
    }

    /// <summary>Along one way after the other.</summary>
    public static Climb operator +(Climb a, Climb b) => new(a.Gain + b.Gain, a.Error + b.Error, a.Size + b.Size);

    /// <summary>How a closed walk ends, in words.</summary>
    public override string ToString() =>
        $"ends {Words.Number(Abs(Gain))} ± {Words.Bar(Error)} {(Gain > 0 ? "above" : "below")} where it began";

    /// <summary>F·dp/dt at the part t of a straight line.</summary>
    private static Func<double, double> Rate(VectorField field, double[] from, double[] to)
    {
        double[] way = [.. from.Zip(to, (start, end) => end - start)];
        return t => field.Value(Walk.Between(from, to, t)).Zip(way, (arrow, step) => arrow * step).Sum();
    }
}
