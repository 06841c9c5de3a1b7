namespace NotebookLib.Tests;

[Collection(nameof(Console))]
public class CheckTests
{
    [Fact]
    public void A_true_statement_is_written()
    {
        Assert.Equal("✓ one and one is two", Written(() => Check.That(1 + 1 == 2, "one and one is two")));
        Assert.Equal("✓ near", Written(() => Check.Near(1.0004, 1, 0.001, "near")));
        Assert.Equal("✓ exactly", Written(() => Check.Near(double.PositiveInfinity, double.PositiveInfinity, 0, "exactly")));
    }

    [Fact]
    public void A_false_statement_stops_the_cell()
    {
        Assert.Equal("✗ one and one is three: this is not so.",
            Assert.Throws<CheckFailedException>(() => Check.That(1 + 1 == 3, "one and one is three")).Message);
        Assert.Equal("✗ the output is 0.1: expected 0.1 within 0.001, but it is 0.25.",
            Assert.Throws<CheckFailedException>(() => Check.Near(0.25, 0.1, 0.001, "the output is 0.1")).Message);
        Assert.Throws<CheckFailedException>(() => Check.Near(double.NaN, double.NaN, 1, "not a number"));
        Assert.Throws<ArgumentException>(() => Check.Near(1, 1, double.NaN, "no tolerance"));
    }

    private static string Written(Action action)
    {
        var (before, writer) = (Console.Out, new StringWriter());
        Console.SetOut(writer);
        try { action(); }
        finally { Console.SetOut(before); }
        return writer.ToString().TrimEnd();
    }
}
