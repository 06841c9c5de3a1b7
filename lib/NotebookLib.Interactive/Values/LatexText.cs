using System.Globalization;
using static System.FormattableString;

namespace NotebookLib.Interactive;

/// <summary>Names and numbers inside formulas.</summary>
internal static class LatexText
{
    /// <summary>A name in upright letters, whatever signs are in it.</summary>
    public static string Name(string name) =>
        $@"\text{{{string.Concat(name.Select(letter => letter switch
        {
            '\\' => @"\textbackslash ",
            '{' or '}' or '$' or '&' or '#' or '%' or '_' => $@"\{letter}",
            '^' or '~' => " ",
            _ => letter.ToString(),
        }))}}}";

    /// <summary>A number with six significant digits, as one writes it by hand: 1.5 · 10⁻⁷.</summary>
    public static string Number(double value) => value.ToString("G6", CultureInfo.InvariantCulture).Split('E') switch
    {
        [var digits, var exponent] => Invariant($@"{digits} \cdot 10^{{{int.Parse(exponent, CultureInfo.InvariantCulture)}}}"),
        _ when double.IsNaN(value) => @"\text{NaN}",
        _ when double.IsInfinity(value) => value > 0 ? @"\infty" : @"-\infty",
        var plain => plain[0],
    };
}
