using static System.Math;

namespace NotebookLib;

/// <summary>A slope measured by differences: its value, an error bar, and the step h of the finest difference in it.</summary>
/// <param name="Value">The slope; at a kink the mean of the slopes to the left and to the right.</param>
/// <param name="Error">The error bar, 0 or more; infinite where nothing could be measured.</param>
/// <param name="Step">h; 0 where nothing could be measured.</param>
/// <param name="Jump">Slope to the right less slope to the left: 0 unless there is a kink.</param>
/// <param name="Sides">Which sides could be measured: both, or the one on which the function has values.</param>
internal readonly record struct Slope(double Value, double Error, double Step, double Jump = 0, Sides Sides = Sides.Both)
{
    /// <summary>Nothing could be measured.</summary>
    public static readonly Slope None = new(double.NaN, double.PositiveInfinity, 0, 0, Sides.Neither);

    /// <summary>How steep the function is nearby: what an error bar is to be compared with where the slope itself is 0.</summary>
    public double Typical { get; init; }

    /// <summary>Does the function jump here, or is its slope infinite?</summary>
    public bool IsSteep { get; init; }

    public bool IsKink => Jump != 0;

    /// <summary>The slope of a mean: slopes and error bars add up, and a kink of one part is a kink of the mean.</summary>
    public static Slope Mean(IReadOnlyList<Slope> all) => new(all.Average(s => s.Value), all.Average(s => s.Error),
        all.Where(s => s.Step > 0).Select(s => s.Step).DefaultIfEmpty(0).Min(), all.Average(s => s.Jump))
    { Typical = all.Average(s => s.Typical), IsSteep = all.Any(s => s.IsSteep) };

    /// <summary>The slope of t ↦ f(kt): what a weight sees when its input is k.</summary>
    public Slope Times(double k) => k == 0
        ? new(0, 0, 0)
        : new(k * Value, Abs(k) * Error, Step / Abs(k), Abs(k) * Jump, Sides) { Typical = Abs(k) * Typical, IsSteep = IsSteep };
}

internal enum Sides { Both, Left, Right, Neither }
