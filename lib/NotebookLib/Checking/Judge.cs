using static System.Math;
using static NotebookLib.Words;

namespace NotebookLib;

/// <summary>A claimed slope against a measured one: the verdict on one coordinate, and on all of them.</summary>
internal static class Judge
{
    /// <summary>A claim within this part of the slope is right, as in Stanford's cs231n notes.</summary>
    public const double Relative = 1e-7;
    /// <summary>What rounding may do to a claim of which no more is known.</summary>
    public const double Rounding = 1e-14;
    /// <summary>Error bars wider than this part of the slope decide nothing.</summary>
    private const double Coarse = 1e-4;

    public static bool Agree(double claimed, double doubt, double measured, double error) =>
        Abs(claimed - measured) <= error + doubt + Relative * Max(Abs(claimed), Abs(measured));

    public static Coordinate Of(string name, double claimed, double doubt, Slope slope, double? witness = null)
    {
        var verdict = !double.IsFinite(claimed) && !(double.IsInfinity(claimed) && slope.IsSteep) ? Verdict.Fail
            : !double.IsFinite(slope.Error) || slope.IsKink ? Verdict.Inconclusive
            : !Agree(claimed, doubt, slope.Value, slope.Error) ? Verdict.Fail
            : slope.Error + doubt <= Coarse * Max(Abs(slope.Value), slope.Typical) ? Verdict.Pass
            : Verdict.Inconclusive;
        var (left, right) = (slope.Value - slope.Jump / 2, slope.Value + slope.Jump / 2);
        return new(name, claimed, slope.Value, slope.Error, slope.Step, witness, left, right, verdict)
        {
            IsSteep = slope.IsSteep,
        };
    }

    public static Verdict All(IEnumerable<Verdict> verdicts) =>
        verdicts.Aggregate(Verdict.Pass, (all, one) => all == Verdict.Fail || one == Verdict.Pass ? all : one);

    public static GradientReport Undecided(string subject, string reason, IReadOnlyList<Coordinate>? coordinates = null) =>
        new(subject, Verdict.Inconclusive, reason, coordinates ?? [],
            new(Mistake.None, "No mistake was found, but nothing was decided either."));

    /// <summary>The reason of a verdict, out of its coordinates, with a sentence on the kink that there may be.</summary>
    public static string Reason(Verdict verdict, IReadOnlyList<Coordinate> all, string kink)
    {
        Coordinate[] these = [.. all.Where(c => c.Verdict == verdict)];
        var worst = these.MaxBy(c => double.IsNaN(c.RelativeDifference) ? double.PositiveInfinity : c.RelativeDifference)!;
        return verdict switch
        {
            Verdict.Pass => Agreement(all),
            Verdict.Fail when !double.IsFinite(worst.Claimed) =>
                $"The gradient says {Number(worst.Claimed)} for {worst.Name}, which is not a number a neuron can step by.",
            Verdict.Fail => $"{Those(these, all)} wrong: for {worst.Name} the gradient says {Number(worst.Claimed)}, "
                + $"measured is {Number(worst.Measured)} ± {Bar(worst.Error)}.",
            _ when worst.IsKink => $"{kink}: along {worst.Name} the slope is {Number(worst.Left)} on the left and "
                + $"{Number(worst.Right)} on the right, so there is no one slope to compare with.",
            _ when double.IsFinite(worst.Error) =>
                $"The error bar of {worst.Name} (± {Bar(worst.Error)}) is too wide to tell right from wrong here.",
            _ => $"No slope could be measured along {worst.Name}: the function "
                + (worst.IsSteep ? "jumps here, or is too steep to measure." : "has no values close by."),
        };
    }

    private static string Agreement(IReadOnlyList<Coordinate> all)
    {
        var (agree, are) = all.Count == 1 ? ("The coordinate agrees with the measured slope", "it is 0 within its error bar")
            : ($"All {all.Count} coordinates agree with the measured slopes", "all are 0 within their error bars");
        // A difference relative to a slope that is 0 says nothing.
        double[] differences = [.. all.Where(c => c.Claimed == c.Measured || Abs(c.Measured) > 10 * c.Error)
            .Select(c => c.RelativeDifference)];
        return $"{agree}; " + (differences.Length == 0 ? $"{are}, ± {Bar(all.Max(c => c.Error))}."
            : $"the largest relative difference is below {Bar(Max(1e-15, differences.Max()))}.");
    }

    private static string Those(Coordinate[] bad, IReadOnlyList<Coordinate> all) =>
        (bad.Length < all.Count ? $"{List([.. bad.Select(c => c.Name)])} of {all.Count} coordinates"
            : all.Count == 1 ? "The one coordinate" : $"All {all.Count} coordinates") + (bad.Length == 1 ? " is" : " are");
}
