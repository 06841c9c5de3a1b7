using CsCheck;
using static System.Math;

namespace NotebookLib.Tests.Checking;

public class DifferencesTests
{
    /// <summary>Functions with known slopes: smooth, steep, flat, oscillating, on other scales, with a border close by.</summary>
    private static readonly (string Name, Func<double, double> F, Func<double, double> Slope, double From, double To)[] Known =
    [
        ("exp", Exp, Exp, -5, 5),
        ("sin", Sin, Cos, -10, 10),
        ("sin 1000t", t => Sin(1000 * t), t => 1000 * Cos(1000 * t), -1, 1),
        ("t^3", t => t * t * t, t => 3 * t * t, -3, 3),
        ("1/t", t => 1 / t, t => -1 / (t * t), 0.01, 2),
        ("ln t", t => t > 0 ? Log(t) : double.NaN, t => 1 / t, 1e-6, 2),
        ("sqrt t", Sqrt, t => 0.5 / Sqrt(t), 1e-4, 3),
        ("sigmoid", t => 1 / (1 + Exp(-t)), t => 1 / (2 + Exp(t) + Exp(-t)), -20, 20),
        ("softplus", Activation.Softplus.Value, t => 1 / (1 + Exp(-t)), -30, 30),
        ("sharp softplus", t => Activation.Softplus.Value(1e5 * t) / 1e5, t => Activation.Sigmoid.Value(1e5 * t), -1e-4, 1e-4),
        ("small scale", t => Sin(1e8 * t), t => 1e8 * Cos(1e8 * t), -1e-6, 1e-6),
        ("large scale", t => Atan(t / 1e6), t => 1e-6 / (1 + t / 1e6 * (t / 1e6)), -1e6, 1e6),
        ("large offset", t => 1e6 + Sin(t), Cos, -3, 3),
        ("tan", Tan, t => 1 + Tan(t) * Tan(t), -1.5, 1.5),
        ("runge", t => 1 / (1 + 25 * t * t), t => -50 * t / Pow(1 + 25 * t * t, 2), -1, 1),
        ("ripple", t => t + 1e-4 * Sin(3e3 * t), t => 1 + 0.3 * Cos(3e3 * t), -1, 1),
    ];

    /// <summary>Far away the function is a ramp, whose difference quotients are as sure as they are of another place. Found by
    /// the oracle.</summary>
    [Fact]
    public void A_flat_top_is_not_measured_by_what_is_far_away()
    {
        var top = Differences.Measure(t => -50 * Pow(Tanh(t), 2) - Max(0, t - 0.1), 0);
        Assert.Equal(Sides.Both, top.Sides);
        Assert.InRange(top.Value, -1e-9, 1e-9);
    }

    [Fact]
    public void The_true_slope_lies_within_the_error_bar()
    {
        int outside = 0, wide = 0, total = 0;
        foreach (var (name, f, slope, from, to) in Known)
            foreach (var t in Gen.Double[from, to].Cases(300))
            {
                var measured = Differences.Measure(f, t);
                var truth = slope(t);
                total++;
                Assert.False(measured.IsKink, $"{name} has no kink at {t:R}");
                if (Abs(measured.Value - truth) > measured.Error + 1e-15 * Abs(truth)) outside++;
                if (measured.Error > 1e-6 * Max(Abs(truth), measured.Typical)) wide++;
            }
        Assert.True(outside <= total / 1000, $"{outside} of {total} true slopes lie outside their error bar");
        Assert.True(wide <= total / 50, $"{wide} of {total} error bars are wider than 1e-6 of the slope");
    }

    [Fact]
    public void Kinks_have_two_slopes()
    {
        Kink(Abs, 0, -1, 1);
        Kink(t => Abs(t - 0.3) + Sin(t), 0.3, Cos(0.3) - 1, Cos(0.3) + 1);
        Kink(t => Max(t * t, 2 - t), 1, -1, 2);
        Kink(t => Activation.Relu.Value(t) * Exp(t), 0, 0, 1);
        Kink(t => 1e-4 * Abs(t) + t, 0, 1 - 1e-4, 1 + 1e-4);

        static void Kink(Func<double, double> f, double t, double left, double right)
        {
            var slope = Differences.Measure(f, t);
            Assert.True(slope.IsKink);
            Assert.Equal(left, slope.Value - slope.Jump / 2, 1e-9);
            Assert.Equal(right, slope.Value + slope.Jump / 2, 1e-9);
        }
    }

    [Theory]
    [InlineData(1e-3), InlineData(-1e-3), InlineData(1e-6), InlineData(-1e-6)]
    public void A_kink_nearby_is_stepped_round(double distance)
    {
        var slope = Differences.Measure(t => Abs(t) + t * t, distance);
        Assert.False(slope.IsKink);
        Assert.Equal(Sign(distance) + 2 * distance, slope.Value, 1e-8);
        Assert.True(Abs(slope.Value - Sign(distance) - 2 * distance) <= slope.Error);
    }

    [Fact]
    public void Steps_stay_inside_the_domain()
    {
        foreach (var t in (double[])[1e-3, 1e-9, 1e-15, 0.5])
        {
            var slope = Differences.Measure(a => a is > 0 and < 1 ? -Log(a) : double.NaN, t);
            Assert.Equal(Sides.Both, slope.Sides);
            Assert.True(slope.Step < t);
            Assert.Equal(-1, slope.Value * t, 1e-6);
        }
        var border = Differences.Measure(a => a >= 0 ? a * a + 3 * a : double.NaN, 0);
        Assert.Equal(Sides.Right, border.Sides);
        Assert.Equal(3, border.Value, 1e-9);
        Assert.Equal(Sides.Left, Differences.Measure(a => a <= 0 ? a : double.NaN, 0).Sides);
    }

    [Fact]
    public void Where_there_is_no_value_there_is_no_slope()
    {
        Assert.Equal(Slope.None, Differences.Measure(_ => double.NaN, 1));
        Assert.Equal(Slope.None, Differences.Measure(_ => double.PositiveInfinity, 1));
        Assert.Equal(Slope.None, Differences.Measure(t => t == 1 ? 5 : double.NaN, 1));
        Assert.Equal(Slope.None, Differences.Measure(t => t, double.NaN));
    }

    [Theory]
    [InlineData(0), InlineData(double.Epsilon), InlineData(1e-310), InlineData(1e12), InlineData(-1e15)]
    public void Small_and_large_points_are_no_trouble(double t)
    {
        var slope = Differences.Measure(u => 3 * u + 1, t);
        Assert.Equal(3, slope.Value, 1e-9);
        Assert.True(Abs(slope.Value - 3) <= slope.Error);
    }

    [Fact]
    public void A_constant_has_slope_nothing()
    {
        Assert.Equal(0, Differences.Measure(_ => 5, 0.3).Value);
        Assert.True(Differences.Measure(_ => 5, 0.3).Error < 1e-14);
        Assert.Equal(0, Differences.Measure(_ => 0, 0.3).Error);
    }

    [Fact]
    public void A_slope_of_a_function_is_the_slope_along_its_input()
    {
        var slope = new Slope(3, 0.1, 0.01, 0.5) { Typical = 7 };
        var (turned, flat) = (slope.Times(-2), slope.Times(0));
        Assert.Equal(new Slope(-6, 0.2, 0.005, 1) { Typical = 14 }, turned);
        Assert.Equal(new Slope(0, 0, 0), flat);
        Assert.False(flat.IsKink);
    }
}
