using CsCheck;

namespace NotebookLib.Tests;

public class NumbersTests
{
    [Fact]
    public void Steps_are_those_of_the_plain_loop_to_the_last_digit() => (from target in Gen.Double[-1e3, 1e3].Array[0, 40]
                                                                from factor in Gen.Double[-10, 10]
                                                                select (target, factor)).Hold(200, t =>
    {
        double[] source = [.. t.target.Select((v, j) => v * j - 3)];
        double[] added = [.. t.target], taken = [.. t.target];
        Numbers.AddScaled(added, t.factor, source);
        taken -= t.factor * source;
        for (var j = 0; j < source.Length; j++)
        {
            Assert.Equal(t.target[j] + t.factor * source[j], added[j]);
            Assert.Equal(t.target[j] - t.factor * source[j], taken[j]);
        }
    });

    [Fact]
    public void Sums_and_products_are_those_of_the_plain_loop() => Gen.Double[-1, 1].Array[0, 40].Hold(200, a =>
    {
        double[] b = [.. a.Select((v, j) => v * j - 3)];
        Assert.Equal(a.Sum(), Numbers.Sum(a), 1e-14);
        Assert.Equal(a.Zip(b, (u, v) => u * v).Sum(), Numbers.Dot(a, b), 1e-12);
    });

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void One_bad_number_is_found_wherever_it_stands(double bad)
    {
        for (var n = 0; n < 20; n++)
        {
            var values = Enumerable.Repeat(double.MaxValue, n).ToArray();
            Assert.True(Numbers.AllFinite(values));
            for (var j = 0; j < n; j++)
            {
                values[j] = bad;
                Assert.False(Numbers.AllFinite(values), $"{bad} at {j} of {n}");
                values[j] = -1;
            }
        }
    }
}
