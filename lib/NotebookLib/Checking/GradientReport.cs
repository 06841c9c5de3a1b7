using static NotebookLib.Words;

namespace NotebookLib;

/// <summary>The result of a gradient check: a verdict, the reason, and each coordinate with its error bar.</summary>
/// <param name="Subject">What was checked, for example "quadratic cost of sigmoid(0.6·x₁ + 0.9)".</param>
/// <param name="Verdict">Pass, fail or inconclusive.</param>
/// <param name="Reason">The verdict's reason, one sentence or two.</param>
/// <param name="Coordinates">Each weight, then the bias where there is one; empty where nothing could be measured.</param>
/// <param name="Diagnosis">Which mistake it is.</param>
public sealed record GradientReport(
    string Subject, Verdict Verdict, string Reason, IReadOnlyList<Coordinate> Coordinates, Diagnosis Diagnosis)
{
    /// <summary>The verdict, the reason, the diagnosis and a line for each coordinate.</summary>
    public override string ToString() => $"{Verdict}: {Reason}" + (Verdict == Verdict.Fail ? $"\n{Diagnosis.Sentence}" : "")
        + string.Concat(Coordinates.Select(c => $"\n{c}"));
}

/// <summary>One coordinate of a gradient: the slope that was claimed beside the slope that was measured.</summary>
/// <param name="Name">Which one: "w₁", … or "b".</param>
/// <param name="Claimed">The slope by the formula.</param>
/// <param name="Measured">The slope by differences; NaN where it could not be measured.</param>
/// <param name="Error">The error bar: the true slope is within ± this of the measured one; ∞ if nothing was measured.</param>
/// <param name="Step">The finest step h of this coordinate that was used; 0 where none was needed.</param>
/// <param name="Witness">The slope by dual numbers, a second opinion without a step; null where no formula is known.</param>
/// <param name="Left">The slope to the left; differs from <paramref name="Right"/> at a kink only.</param>
/// <param name="Right">The slope to the right.</param>
/// <param name="Verdict">The verdict on this coordinate alone.</param>
public sealed record Coordinate(string Name, double Claimed, double Measured, double Error, double Step, double? Witness,
    double Left, double Right, Verdict Verdict)
{
    /// <summary>Claimed/measured: 1 where the claim is right; its other values name the mistake. NaN for 0/0.</summary>
    public double Ratio => Claimed / Measured;

    /// <summary>|claimed − measured|/max(|claimed|, |measured|); 0 where both are 0.</summary>
    /// <remarks>The relative error of Stanford's cs231n notes: above 1e-2 is usually wrong, below 1e-7 is good.</remarks>
    public double RelativeDifference =>
        Claimed == Measured ? 0 : Math.Abs(Claimed - Measured) / Math.Max(Math.Abs(Claimed), Math.Abs(Measured));

    internal bool IsSteep { get; init; }

    /// <summary>Do the slopes to the left and to the right differ?</summary>
    public bool IsKink => Left < Right || Left > Right;

    /// <summary>For example "w₁: claimed 0.121, measured 0.121 ± 1e-14 (h = 0.0039): Pass".</summary>
    public override string ToString() => $"{Name}: claimed {Number(Claimed)}, measured {Number(Measured)} ± {Bar(Error)}"
        + (Step > 0 ? $" (h = {Number(Step, 2)})" : "") + $": {Verdict}";
}
