using System.Globalization;
using System.Text.RegularExpressions;

namespace NotebookLib;

/// <summary>How numbers and lists are written in the sentences of a check.</summary>
internal static class Words
{
    /// <summary>At most six significant digits.</summary>
    public static string Number(double value, int digits = 6) => value == 0 ? "0"
        : double.IsInfinity(value) ? (value > 0 ? "∞" : "−∞")
        : Regex.Replace(value.ToString($"G{digits}", CultureInfo.InvariantCulture), @"E(-?)\+?0?", "e$1");

    /// <summary>"1, 2 and 3".</summary>
    public static string Numbers(IEnumerable<double> values) => List([.. values.Select(value => Number(value))]);

    /// <summary>"1, 2, 3".</summary>
    public static string Commas(IEnumerable<double> values) =>
        string.Join(", ", values.Select(value => Number(Math.Abs(value) < 1e-15 ? 0 : value)));

    /// <summary>A formula as a learner would write it in a sentence.</summary>
    public static string Of(Formula formula) => Regex.Replace(formula.ToString(), "(?<!E)-", "−").Replace('*', '·');

    /// <summary>An error bar, an estimate: rounded up to a power of ten, more digits would say more than is known.</summary>
    public static string Bar(double error) => error == 0 ? "0"
        : double.IsFinite(error) ? Number(Math.Pow(10, Math.Ceiling(Math.Log10(error))), 1) : "∞";

    /// <summary>w₁, w₂, …; j from 0.</summary>
    public static string Weight(int j) => "w" + Subscript(j + 1);

    /// <summary>₁, ₂, …, ₁₀, …</summary>
    public static string Subscript(int number) => string.Concat($"{number}".Select(digit => "₀₁₂₃₄₅₆₇₈₉"[digit - '0']));

    /// <summary>"w₁, w₂ and w₃".</summary>
    public static string List(IReadOnlyList<string> items, string last = "and") => items.Count switch
    {
        0 => "",
        1 => items[0],
        > 6 => $"{string.Join(", ", items.Take(5))} {last} {items.Count - 5} more",
        _ => $"{string.Join(", ", items.Take(items.Count - 1))} {last} {items[^1]}",
    };
}
