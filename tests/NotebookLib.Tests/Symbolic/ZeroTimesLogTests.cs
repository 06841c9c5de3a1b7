using System.Linq.Expressions;
using static System.Math;

namespace NotebookLib.Tests.Symbolic;

/// <summary>0 · ln 0 = 0 in every way of writing it: the divergence KL(y, a) and its parts at y = 0 and y = 1.</summary>
public class ZeroTimesLogTests
{
    private static readonly Expression<Func<double, double, double>>[] Divergences =
    [
        (a, y) => y*Log(y/a) + (1 - y)*Log((1 - y)/(1 - a)),
        (a, y) => y*(Log(y) - Log(a)) + (1 - y)*(Log(1 - y) - Log(1 - a)),
        (a, y) => y*Log(y) - y*Log(a) + (1 - y)*Log(1 - y) - (1 - y)*Log(1 - a),
        (a, y) => -(y*Log(a/y) + (1 - y)*Log((1 - a)/(1 - y))),
        (a, y) => Log(y/a)*y - Log((1 - a)/(1 - y))*(1 - y),
        (a, y) => (y*Log2(y/a) + (1 - y)*Log2((1 - y)/(1 - a)))*Log(2),
        (a, y) => y*Log(y/a, 10)/Log10(E) + (1 - y)*Log10((1 - y)/(1 - a))/Log10(E),
        (a, y) => 0.5*y*Log(Pow(y/a, 2)) + (1 - y)*Log(Sqrt((1 - y)/(1 - a)))*2,
        (a, y) => Log(Pow(y/a, y)) + Log(Pow((1 - y)/(1 - a), 1 - y)),
        (a, y) => Log(Pow(y/a, y)*Pow((1 - y)/(1 - a), 1 - y)),
        (a, y) => y > 0 ? y < 1 ? y*Log(y/a) + (1 - y)*Log((1 - y)/(1 - a)) : -Log(a) : -Log(1 - a),
    ];

    /// <summary>
    /// At a target of 0 or 1 the divergence is −ln(1 − a) or −ln a, and its slope that of the cross-entropy everywhere.
    /// </summary>
    [Fact]
    public void Every_way_of_writing_the_divergence_has_its_values_and_slopes()
    {
        foreach (var lambda in Divergences)
        {
            var cost = Cost.Define("divergence", lambda, "");
            var simple = cost.Formula.Simplify();
            var compiled = CompiledCost.For(cost, Activation.Sigmoid);
            foreach (var y in (double[])[0, 0.3, 1])
                foreach (var z in (double[])[-3, -0.4, 0, 1.7])
                {
                    var a = Activation.Sigmoid.Value(z);
                    var expected = (y > 0 ? y * Log(y / a) : 0) + (y < 1 ? (1 - y) * Log((1 - y) / (1 - a)) : 0);
                    void Near(double wanted, double actual, string what) =>
                        Assert.True(Abs(wanted - actual) <= 1e-12 * (1 + Abs(wanted)),
                            $"{what} of {cost.Formula} at a = {a}, y = {y}: {actual}, not {wanted}");
                    Near(expected, cost.Value(a, y), "value");
                    Near(expected, simple.Evaluate(("a", a), ("y", y)), $"simplified value ({simple})");
                    Near((a - y) / (a * (1 - a)), cost.RawSlope.Evaluate(("a", a), ("y", y)), $"raw slope ({cost.RawSlope})");
                    Near((a - y) / (a * (1 - a)), cost.Slope(a, y), "slope");
                    Near(expected, compiled.Cost(z, y), "compiled value");
                    Near(a - y, compiled.Delta(z, y), "compiled δ");
                    var (costs, deltas) = (new double[11], new double[11]);
                    Assert.Equal(-1,
                        compiled.Evaluate([.. Enumerable.Repeat(z, 11)], 0, [.. Enumerable.Repeat(y, 11)], 0, 11, costs, deltas));
                    Near(expected, costs[10], "value in a block");
                    Near(a - y, deltas[0], "δ in a block");
                }
        }
    }

    /// <summary>
    /// Found by the oracle: the slope −y/a of the cost is 0 for y = 0, also where a relu is off and a stands still at 0.
    /// </summary>
    [Fact]
    public void Where_a_relu_is_off_delta_is_0()
    {
        var cost = Cost.Define("mixed", (a, y) => 1e-6 * (-y * Log(a)) + Sqrt(1 + Pow(a - y + 0.2, 2)) - 1);
        Assert.Equal(0, CompiledCost.For(cost, Activation.Relu).Delta(-1, 0));
        Assert.True(Derivation.Of(cost, Activation.Relu).PointsVerified > 0);
        Assert.False(double.IsFinite(CompiledCost.For(cost, Activation.Relu).Delta(-1, 1)));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    public void A_right_output_at_the_end_of_its_range_costs_nothing(double a, double y)
    {
        foreach (var lambda in Divergences.Where((_, i) => i != 9))
            Assert.Equal(0, Formula.FromLambda(lambda).Evaluate(("a", a), ("y", y)));
    }

    /// <summary>Only logarithms grow so slowly, and only a factor that is 0 makes them vanish.</summary>
    [Fact]
    public void Other_products_without_a_value_have_none()
    {
        double At(Expression<Func<double, double, double>> f, double a, double y) =>
            Formula.FromLambda(f).Evaluate(("a", a), ("y", y));
        Assert.Equal(0, At((a, y) => y*Abs(Log(y)), 0.5, 0));
        Assert.Equal(0, At((a, y) => y*Pow(Log(y/a), 2), 0.5, 0));
        Assert.Equal(0, At((a, y) => y*Max(Log(1/y), 1), 0.5, 0));
        Assert.Equal(0, At((a, y) => a*Log(a), 0, 1));
        Assert.Equal(0, At((a, y) => y/a, 0, 0));
        Assert.Equal(double.NaN, At((a, y) => y/y*a, 0.5, 0));
        Assert.Equal(double.NaN, At((a, y) => a/y, 0, 0));
        Assert.Equal(double.NaN, At((a, y) => y/(y/a), 0.5, 0));
        Assert.Equal(double.NaN, At((a, y) => y*Exp(1/y), 0.5, 0));
        Assert.Equal(double.NaN, At((a, y) => y*Exp(-2*Log(y)), 0.5, 0));
        Assert.Equal(double.NaN, At((a, y) => y*Log(-a), 0.5, 0));
        Assert.Equal(double.NegativeInfinity, At((a, y) => (1 - y)*Log(y), 0.5, 0));
    }
}
