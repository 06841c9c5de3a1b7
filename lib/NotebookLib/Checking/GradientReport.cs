using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace NotebookLib;

/// <summary>The result of a gradient check: a verdict, the reason, and each coordinate with its error bar.</summary>
/// <param name="Subject">What was checked, for example "quadratic cost of sigmoid(0.6·x₁ + 0.9)".</param>
/// <param name="Verdict">Pass, fail or inconclusive.</param>
/// <param name="Reason">The verdict's reason, one sentence or two.</param>
/// <param name="Coordinates">
/// One for each weight, then one for the bias where there is one; empty where nothing could be measured.
/// </param>
/// <param name="Diagnosis">Which mistake it is.</param>
public sealed record GradientReport(string Subject, Verdict Verdict, string Reason, IReadOnlyList<Coordinate> Coordinates, Diagnosis Diagnosis)
{
    /// <summary>
    /// The largest relative difference of claimed and measured slope over all coordinates, |c − m|/max(|c|, |m|); 0 where both
    /// are 0.
    /// </summary>
    public double LargestDifference => Coordinates.Select(c => c.RelativeDifference).DefaultIfEmpty(0).Max();

    /// <summary>The verdict, the reason, the diagnosis and a line for each coordinate.</summary>
    public override string ToString()
    {
        var text = new StringBuilder($"{Verdict}: {Reason}");
        if (Verdict == Verdict.Fail) text.Append($"\n{Diagnosis.Sentence}");
        foreach (var c in Coordinates) text.Append($"\n{c}");
        return text.ToString();
    }
}

/// <summary>One coordinate of a gradient: the slope that was claimed beside the slope that was measured.</summary>
/// <param name="Name">Which one: "w₁", … or "b".</param>
/// <param name="Claimed">The slope by the formula.</param>
/// <param name="Measured">The slope by differences; NaN where it could not be measured.</param>
/// <param name="Error">
/// The error bar: the true slope lies within ± this of the measured one. 0 or more, infinite where nothing was measured.
/// </param>
/// <param name="Step">The finest step h of this coordinate that was used; 0 where none was needed.</param>
/// <param name="Witness">
/// The slope by dual numbers where the formula is known, otherwise null: a second opinion without any step.
/// </param>
/// <param name="Left">The slope to the left; differs from <paramref name="Right"/> at a kink only.</param>
/// <param name="Right">The slope to the right.</param>
/// <param name="Verdict">The verdict on this coordinate alone.</param>
public sealed record Coordinate(
    string Name, double Claimed, double Measured, double Error, double Step, double? Witness, double Left, double Right, Verdict Verdict)
{
    /// <summary>Claimed/measured: 1 where the claim is right; its other values name the mistake. NaN for 0/0.</summary>
    public double Ratio => Claimed / Measured;

    /// <summary>|claimed − measured|/max(|claimed|, |measured|); 0 where both are 0.</summary>
    /// <remarks>The relative error of Stanford's cs231n notes: above 1e-2 is usually wrong, below 1e-7 is good.</remarks>
    public double RelativeDifference => Claimed == Measured ? 0 : Math.Abs(Claimed - Measured) / Math.Max(Math.Abs(Claimed), Math.Abs(Measured));

    internal bool IsSteep { get; init; }

    /// <summary>Do the slopes to the left and to the right differ?</summary>
    public bool IsKink => Left < Right || Left > Right;

    /// <summary>For example "w₁: claimed 0.121, measured 0.121 ± 1e-14 (h = 0.0039): Pass".</summary>
    public override string ToString() =>
        $"{Name}: claimed {Words.Number(Claimed)}, measured {Words.Number(Measured)} ± {Words.Bar(Error)}"
        + (Step > 0 ? $" (h = {Words.Number(Step, 2)})" : "") + $": {Verdict}";
}

/// <summary>How numbers are written in the sentences of a check.</summary>
internal static class Words
{
    /// <summary>At most six significant digits.</summary>
    public static string Number(double value, int digits = 6) => value == 0 ? "0" : double.IsInfinity(value) ? (value > 0 ? "∞" : "−∞")
        : value.ToString($"G{digits}", CultureInfo.InvariantCulture).Replace("E", "e").Replace("e+0", "e").Replace("e-0", "e-").Replace("e+", "e");

    /// <summary>"1, 2 and 3".</summary>
    public static string Numbers(IEnumerable<double> values) => List([.. values.Select(value => Number(value))]);

    /// <summary>"1, 2, 3".</summary>
    public static string Commas(IEnumerable<double> values) => string.Join(", ", values.Select(value => Number(Math.Abs(value) < 1e-15 ? 0 : value)));

    /// <summary>A formula as a learner would write it in a sentence.</summary>
    public static string Of(Formula formula) => Regex.Replace(formula.ToString(), "(?<!E)-", "−").Replace('*', '·');

    /// <summary>
    /// An error bar, rounded up to a power of ten: it is an estimate, and more digits would say more than is known.
    /// </summary>
    public static string Bar(double error) => error == 0 ? "0" : double.IsFinite(error) ? Number(Math.Pow(10, Math.Ceiling(Math.Log10(error))), 1) : "∞";

    /// <summary>w₁, w₂, …; j from 0.</summary>
    public static string Weight(int j) => "w" + string.Concat((j + 1).ToString().Select(digit => (char)('₀' + (digit - '0'))));

    /// <summary>"w₁, w₂ and w₃".</summary>
    public static string List(IReadOnlyList<string> items, string last = "and") => items.Count switch
    {
        0 => "",
        1 => items[0],
        > 6 => $"{string.Join(", ", items.Take(5))} {last} {items.Count - 5} more",
        _ => $"{string.Join(", ", items.Take(items.Count - 1))} {last} {items[^1]}",
    };
}
