namespace NotebookLib;

/// <summary>A claimed slope against a measured one: the verdict on one coordinate, and on all of them.</summary>
internal static class Judge
{
    /// <summary>
    /// A claim within this part of the slope is right, as in Stanford's cs231n notes; it leaves room for rounding in the claim.
    /// </summary>
    public const double Relative = 1e-7;

    /// <summary>What rounding may do to a claim of which no more is known.</summary>
    public const double Rounding = 1e-14;

    /// <summary>Error bars wider than this part of the slope decide nothing.</summary>
    private const double Coarse = 1e-4;

    public static bool Agree(double claimed, double doubt, double measured, double error) =>
        Math.Abs(claimed - measured) <= error + doubt + Relative * Math.Max(Math.Abs(claimed), Math.Abs(measured));

    public static Coordinate Of(string name, double claimed, double doubt, Slope slope, double? witness = null)
    {
        var verdict = !double.IsFinite(claimed) && !(double.IsInfinity(claimed) && slope.IsSteep) ? Verdict.Fail
            : !double.IsFinite(slope.Error) || slope.IsKink ? Verdict.Inconclusive
            : !Agree(claimed, doubt, slope.Value, slope.Error) ? Verdict.Fail
            : slope.Error + doubt <= Coarse * Math.Max(Math.Abs(slope.Value), slope.Typical) ? Verdict.Pass
            : Verdict.Inconclusive;
        return new(name, claimed, slope.Value, slope.Error, slope.Step, witness, slope.Value - slope.Jump / 2, slope.Value + slope.Jump / 2, verdict) { IsSteep = slope.IsSteep };
    }

    public static Verdict All(IEnumerable<Verdict> verdicts) =>
        verdicts.Aggregate(Verdict.Pass, (all, one) => all == Verdict.Fail || one == Verdict.Pass ? all : one);

    public static GradientReport Undecided(string subject, string reason, IReadOnlyList<Coordinate>? coordinates = null) =>
        new(subject, Verdict.Inconclusive, reason, coordinates ?? [], new(Mistake.None, "No mistake was found, but nothing was decided either."));

    /// <summary>
    /// The reason of a verdict, out of its coordinates; <paramref name="kink"/> says where there is one, if there is.
    /// </summary>
    public static string Reason(Verdict verdict, IReadOnlyList<Coordinate> coordinates, string kink = "The function has a kink here")
    {
        var subject = Require.Count(coordinates.Count, "coordinate");
        if (verdict == Verdict.Pass)
        {
            var (one, agree) = (coordinates.Count == 1, coordinates.Count == 1 ? "The coordinate agrees with the measured slope" : $"All {subject} agree with the measured slopes");
            // A difference relative to a slope that is 0 says nothing.
            double[] differences = [.. coordinates.Where(c => c.Claimed == c.Measured || Math.Abs(c.Measured) > 10 * c.Error).Select(c => c.RelativeDifference)];
            return differences.Length == 0 ? $"{agree}; {(one ? "it is" : "all are")} 0 within {(one ? "its error bar" : "their error bars")}, ± {Words.Bar(coordinates.Max(c => c.Error))}."
                : $"{agree}; the largest relative difference is below {Words.Bar(Math.Max(1e-15, differences.Max()))}.";
        }
        var bad = coordinates.Where(c => c.Verdict == verdict).ToArray();
        var worst = bad.MaxBy(c => double.IsNaN(c.RelativeDifference) ? double.PositiveInfinity : c.RelativeDifference)!;
        if (verdict == Verdict.Fail)
            return !double.IsFinite(worst.Claimed)
                ? $"The gradient says {Words.Number(worst.Claimed)} for {worst.Name}, which is not a number a neuron can step by."
                : $"{(bad.Length == coordinates.Count ? bad.Length == 1 ? "The one coordinate" : $"All {subject}" : $"{Words.List([.. bad.Select(c => c.Name)])} of {subject}")} {(bad.Length == 1 ? "is" : "are")} wrong: for {worst.Name} the gradient says "
                  + $"{Words.Number(worst.Claimed)}, measured is {Words.Number(worst.Measured)} ± {Words.Bar(worst.Error)}.";
        return worst.IsKink
            ? $"{kink}: along {worst.Name} the slope is {Words.Number(worst.Left)} on the left and {Words.Number(worst.Right)} on the right, so there is no one slope to compare with."
            : double.IsFinite(worst.Error)
                ? $"The error bar of {worst.Name} (± {Words.Bar(worst.Error)}) is too wide to tell right from wrong here."
                : $"No slope could be measured along {worst.Name}: the function {(worst.IsSteep ? "jumps here, or is too steep to measure" : "has no values close by")}.";
    }
}
