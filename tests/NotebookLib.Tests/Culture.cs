using System.Globalization;
using System.Runtime.CompilerServices;

namespace NotebookLib.Tests;

/// <summary>
/// All tests of the library run where numbers are written in another way, as on a German or Swedish machine: −1,5 instead of
/// -1.5, and with other words for what is no number. What the library prints is the same there.
/// </summary>
public class Culture
{
    [ModuleInitializer]
    internal static void Use()
    {
        var elsewhere = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        elsewhere.NumberFormat = new()
        {
            NumberDecimalSeparator = ",", NumberGroupSeparator = ".", NegativeSign = "−",
            PositiveInfinitySymbol = "∞", NegativeInfinitySymbol = "−∞", NaNSymbol = "no number",
        };
        CultureInfo.DefaultThreadCurrentCulture = elsewhere;
    }

    [Fact]
    public void Numbers_are_written_in_another_way_here() => Assert.Equal("−1,5", $"{-1.5}");
}
