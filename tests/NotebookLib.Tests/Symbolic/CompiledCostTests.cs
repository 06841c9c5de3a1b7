using CsCheck;
using static System.Math;
using static NotebookLib.Tests.Symbolic.RandomFormulas;

namespace NotebookLib.Tests.Symbolic;

public class CompiledCostTests
{
    static void Near(double expected, double actual, double relative) =>
        Assert.True(Abs(actual - expected) <= relative * Abs(expected), $"expected {expected:R}, got {actual:R}");

    /// <summary>σ(−40) = e⁻⁴⁰/(1 + e⁻⁴⁰) = e⁻⁴⁰(1 − 4e-18); softplus(−z) is the same to that order.</summary>
    [Fact]
    public void Cross_entropy_typed_naively_is_exact_in_the_tails()
    {
        var c = CompiledCost.For(Cost.CrossEntropy, Activation.Sigmoid);
        Near(-Exp(-40), c.Delta(40, 1), 1e-15);
        Near(Exp(-40), c.Delta(-40, 0), 1e-15);
        Near(40, c.Cost(40, 0), 1e-15);
        Near(Exp(-40), c.Cost(40, 1), 1e-15);
        Near(Exp(-700), c.Cost(700, 1), 1e-12);
        Near(-Exp(-700), c.Delta(700, 1), 1e-12);
        Near(700, c.Cost(-700, 1), 1e-15);
        Near(0.7 * 40, c.Cost(40, 0.3), 1e-15);
        foreach (var z in (double[])[-700, -40, -5, -0.1, 0, 0.1, 5, 40, 700])
            foreach (var y in (double[])[0, 0.3, 1]) Assert.Null(c.Explain(z, y));
    }

    [Fact]
    public void Other_ways_to_type_it_are_as_exact()
    {
        Cost[] same = [Cost.Define("cases", (a, y) => y > 0.5 ? -Log(a) : -Log(1 - a)),
            Cost.Define("odds", (a, y) => -y * Log(a / (1 - a)) - Log(1 - a)),
            Cost.Define("bits", (a, y) => -(y * Log2(a) + (1 - y) * Log2(1 - a)) * Log(2))];
        foreach (var cost in same)
        {
            var c = CompiledCost.For(cost, Activation.Sigmoid);
            Near(-Exp(-40), c.Delta(40, 1), 1e-14);
            Near(Exp(-700), c.Delta(-700, 0), 1e-12);
            Near(Exp(-40), c.Cost(-40, 0), 1e-13);
        }
    }

    /// <summary>1 − tanh z = 2e⁻²ᶻ/(1 + e⁻²ᶻ).</summary>
    [Fact]
    public void Tanh_keeps_its_distance_to_both_ends()
    {
        var c = CompiledCost.For(Cost.Quadratic, Activation.Tanh);
        Near(-2 * Exp(-40) * 4 * Exp(-40), c.Delta(20, 1), 1e-14);
        Near(2 * Exp(-40) * 4 * Exp(-40), c.Delta(-20, -1), 1e-14);
        Near(Tanh(0.001) * (1 - Tanh(0.001) * Tanh(0.001)), c.Delta(0.001, 0), 1e-15);
        var matching =
            CompiledCost.For(Cost.Define("m", (a, y) => -0.5 * ((1 + y) * Log(1 + a) + (1 - y) * Log(1 - a))), Activation.Tanh);
        Near(400 - Log(2), matching.Cost(200, -1) / 1, 1e-14);
    }

    /// <summary>A block is computed by vectors, a single example by doubles; vector Exp and Log are within 3 ulp.</summary>
    [Fact]
    public void A_block_agrees_with_single_examples_for_every_length()
    {
        foreach (var (cost, f) in ((Cost, Activation)[])[
            (Cost.CrossEntropy, Activation.Sigmoid), (Cost.Quadratic, Activation.Tanh),
            (Cost.Define("x", (a, y) => Max(0, 1 - y * a) + Pow(Abs(a), 0.3) * Sin(y)), Activation.Identity)])
        {
            var c = CompiledCost.For(cost, f);
            for (var n = 0; n < 35; n++)
            {
                double[] z = [.. Enumerable.Range(0, n + 3).Select(i => 7 * Sin(i + n))],
                    y = [.. Enumerable.Range(0, n + 5).Select(i => i % 3 / 2.0)];
                double[] costs = new double[n + 2], deltas = new double[n + 2], alone = new double[n];
                costs[n] = deltas[n] = 77;
                Assert.Equal(-1, c.Evaluate(z, 3, y, 5, n, costs, deltas));
                Assert.Equal(-1, c.Evaluate(z, 3, y, 5, n, null, alone));
                Assert.Equal(77, costs[n]);
                Assert.Equal(77, deltas[n]);
                Assert.Equal(alone, deltas[..n]);
                for (var i = 0; i < n; i++)
                {
                    Assert.Equal(c.Cost(z[i + 3], y[i + 5]), costs[i], 1e-14 * (1 + Abs(costs[i])));
                    Assert.Equal(c.Delta(z[i + 3], y[i + 5]), deltas[i], 1e-14 * (1 + Abs(deltas[i])));
                }
            }
        }
    }

    [Fact]
    public void Compiled_formulas_have_the_values_of_the_interpreted_ones()
    {
        double[] z = [0.31, 0.83, 0.567, -0.4, 1.2], y = [0.77, 0.12, 0.433, 0.5, 0.9];
        double[] zs = [.. z, 1, 1, 1], ys = [.. y, 1, 1, 1];
        var made = 0;
        Gen.Select(Tree(2), Tree(2)).HoldWhereCompared(1_000, formulas =>                  // two to a kernel
        {
            var (f, g) = formulas;
            Formula fz = f.Substitute("a", Variable.Z), gz = g.Substitute("a", Variable.Z);
            double[] costs = new double[8], deltas = new double[8];
            Emitter.Vectors(fz, gz)(zs, 0, ys, 0, 8, costs, deltas);
            var scalar = made++ % 5 == 0 ? Emitter.Scalar(fz) : null;
            var compared = 0;
            for (var i = 0; i < z.Length; i++)
            {
                if (Same(f, i, costs[i], "vector")) compared++;
                if (Same(g, i, deltas[i], "vector")) compared++;
                if (scalar is not null) Same(f, i, scalar(z[i], y[i]), "scalar");
            }
            return compared > 0;
        });

        // The same value, where there is one that is known well enough.
        bool Same(Formula f, int i, double actual, string how)
        {
            var (value, error) = Bounded(f, new Point(("a", z[i]), ("y", y[i])));
            if (!double.IsFinite(value) || !double.IsFinite(error) || !(Abs(value) < 1e200)) return false;
            if (!(Abs(actual - value) <= 100 * error + 2e-15 * Abs(value)))
                throw new Exception($"{f} at {z[i]}, {y[i]}: {value:R}, {how} {actual:R}");
            return true;
        }
    }

    [Fact]
    public void Outside_the_domain_there_is_a_sentence()
    {
        string? Why(Cost cost, Activation f, double z, double y) => CompiledCost.For(cost, f).Explain(z, y);
        const string change =
            " Change the cost \"c\" so that it has a value for every output of the sigmoid, or use another activation.";
        Assert.Equal("Log(a - 2): the argument a - 2 is -1.18243 at a = 0.817574, y = 0, but a logarithm needs an argument above 0." + change,
            Why(Cost.Define("c", (a, y) => Log(a - 2)), Activation.Sigmoid, 1.5, 0));
        Assert.Equal("Sqrt(a - y): the argument a - y is -0.182426 at a = 0.817574, y = 1, but a square root needs an argument that is 0 or more." + change,
            Why(Cost.Define("c", (a, y) => Sqrt(a - y)), Activation.Sigmoid, 1.5, 1));
        Assert.Equal("Division by 0: y is 0 at a = 0.817574, y = 0." + change,
            Why(Cost.Define("c", (a, y) => a / y), Activation.Sigmoid, 1.5, 0));
        Assert.Equal("Pow(a - 1, 0.3): the base a - 1 is -0.182426 at a = 0.817574, y = 0, but a power 0.3 needs a base above 0."
            + change,
            Why(Cost.Define("c", (a, y) => Pow(a - 1, 0.3)), Activation.Sigmoid, 1.5, 0));
        Assert.Equal("δ = ∂C/∂z has no finite value. Division by 0: 2*Sqrt(a) is 0 at a = 0, y = 0. Change the cost \"root\" so that its slope is finite there.",
            Why(Cost.Define("root", (a, y) => Sqrt(a)), Activation.Identity, 0, 0));
        Assert.Equal("The activation exp: Exp(z) is infinite: its argument z is 1000 at z = 1000, too large for the result to be a number.", Why(Cost.Quadratic, Activation.Exp, 1000, 0));
        Assert.StartsWith("The weighted input z is not a number (NaN)", Why(Cost.Quadratic, Activation.Sigmoid, double.NaN, 0),
            StringComparison.Ordinal);
        Assert.StartsWith("The target y is not a number (NaN)", Why(Cost.Quadratic, Activation.Sigmoid, 0, double.NaN),
            StringComparison.Ordinal);
        Assert.Null(Why(Cost.Define("c", (a, y) => -y * Log(a)), Activation.Identity, 0, 0));         // 0 ln 0 = 0
    }

    [Fact]
    public void A_block_tells_where_the_first_value_is_missing()
    {
        var c = CompiledCost.For(Cost.CrossEntropy, Activation.Identity);
        double[] z = [0.5, 0.2, 0.9, 0.5, 0.1, 0.3, 1.5, 0.2, -1], costs = new double[9], deltas = new double[9];
        Assert.Equal(6, c.Evaluate(z, 0, new double[9], 0, 9, costs, deltas));
        Assert.True(double.IsNaN(costs[6]));
        z[6] = z[8] = 0;
        Assert.Equal(-1, c.Evaluate(z, 0, new double[9], 0, 9, costs, deltas));                        // y = 0: 0 ln 0 = 0
    }

    /// <summary>
    /// e^−|z| and ln(1 + e^−|z|) of the vectors against Math.Exp (0.5 ulp) and Kahan's ln(1 + x): within 3 ulp, and 0 only where
    /// the value leaves the normal numbers.
    /// </summary>
    [Fact]
    public void The_series_of_the_vectors_are_right_to_the_last_bits()
    {
        var c = CompiledCost.For(Cost.CrossEntropy, Activation.Sigmoid);
        double[] z = [.. Enumerable.Range(0, 70_000).Select(i => -i * 0.01001), -707.9, -800, -1e5, -1e300],
            y = new double[z.Length], cost = new double[z.Length], delta = new double[z.Length];
        Assert.Equal(-1, c.Evaluate(z, 0, y, 0, z.Length, cost, delta));
        for (var i = 0; i < z.Length; i++)
        {
            var e = z[i] < -708 ? 0 : Exp(z[i]);
            Near(Function.Log1p.Value(e), cost[i], 7e-16);
            Near(e / (1 + e), delta[i], 7e-16);
        }
    }

    /// <summary>
    /// Where nothing is lost yet, a formula rewritten in z has the value that it has in a = f(z); a is known to an ulp, which the
    /// slope magnifies.
    /// </summary>
    [Fact]
    public void Rewriting_for_the_tails_changes_no_value()
    {
        Tree(2).HoldWhereCompared(600, f =>
        {
            var compared = false;
            var slope = f.Derivative("a");
            foreach (var activation in Activation.All)
                foreach (var (z, y) in ((double, double)[])[(-1.7, 0.3), (0.45, 0.8), (1.3, 0.6)])
                {
                    var at = new Point(("a", activation.Value(z)), ("y", y));
                    var (value, error) = Bounded(f, at);
                    var (steep, steepError) = Bounded(slope, at);
                    if (!double.IsFinite(value) || !(error < 1e-6 * (1 + Abs(value))) || !double.IsFinite(steep)
                        || !double.IsFinite(steepError)) continue;
                    var actual = Tails.InZ(f, activation).Evaluate(new Point(("z", z), ("y", y)));
                    if (!(Abs(actual - value) <= 100 * error + 1e-14 * Abs(value) + 4e-15 * Abs(steep) + 1e-15 * steepError))
                        throw new Exception($"{f} with {activation.Name} at z = {z}, y = {y}: {value:R}, in z {actual:R}: {Tails.InZ(f, activation)}");
                    compared = true;
                }
            return compared;
        });
    }

    /// <summary>
    /// 0 · ln 0 = 0: the divergence of Kullback and Leibler is cross-entropy less H(y), and at y = 0 and 1 H is 0.
    /// </summary>
    [Fact]
    public void Zero_times_ln_zero_is_zero_in_every_way_to_write_it()
    {
        Cost[] same =
        [
            Cost.Define("quotients", (a, y) => y * Log(y / a) + (1 - y) * Log((1 - y) / (1 - a))),
            Cost.Define("differences", (a, y) => y * (Log(y) - Log(a)) + (1 - y) * (Log(1 - y) - Log(1 - a))),
            Cost.Define("one by one", (a, y) => y * Log(y) - y * Log(a) + (1 - y) * Log(1 - y) - (1 - y) * Log(1 - a)),
            Cost.Define("in bits", (a, y) => (y * Log2(y / a) + (1 - y) * Log2((1 - y) / (1 - a))) * Log(2)),
            Cost.Define("turned", (a, y) => -(y * Log(a / y) + (1 - y) * Log((1 - a) / (1 - y)))),
        ];
        var entropy = CompiledCost.For(Cost.CrossEntropy, Activation.Sigmoid);
        double[] z = [-700, -40, -3, 0.2, 5, 40, 700, 1, 2, 3, 4], costs = new double[11], deltas = new double[11];
        foreach (var cost in same)
            foreach (var y in (double[])[0, 1])
            {
                var c = CompiledCost.For(cost, Activation.Sigmoid);
                Assert.Equal(-1, c.Evaluate(z, 0, [.. z.Select(_ => y)], 0, z.Length, costs, deltas));
                for (var i = 0; i < z.Length; i++)
                {
                    Near(entropy.Cost(z[i], y), costs[i], 1e-13);
                    Near(entropy.Delta(z[i], y), deltas[i], 1e-13);
                }
                Near(Cost.CrossEntropy.Value(0.8, y), cost.Value(0.8, y), 1e-14);
            }
    }

    /// <summary>y · (1/y + ln y) is 1 at y = 0 in the limit, not 0: it has no value there.</summary>
    [Fact]
    public void A_quotient_by_zero_is_not_taken_for_a_logarithm() =>
        Assert.True(double.IsNaN(CompiledCost.For(Cost.Define("q", (a, y) => y * (1 / y + Log(y)) + a), Activation.Sigmoid)
            .Cost(0.5, 0)));

    [Theory]
    [InlineData("sigmoid", 0, 1)]
    [InlineData("tanh", -1, 1)]
    [InlineData("relu", 0, double.PositiveInfinity)]
    [InlineData("identity", double.NegativeInfinity, double.PositiveInfinity)]
    [InlineData("arc", -PI / 2, PI / 2)]
    [InlineData("soft", -1, 1)]
    [InlineData("falling", 0, 1)]
    [InlineData("asinh", double.NegativeInfinity, double.PositiveInfinity)]
    [InlineData("overflowing", 0, 1)]
    public void The_range_of_an_activation_is_found(string name, double low, double high)
    {
        Activation[] all = [.. Activation.All, Activation.Define("arc", z => Atan(z)),
            Activation.Define("soft", z => z / (1 + Abs(z))),
            Activation.Define("falling", z => 1 / (1 + Exp(z))), Activation.Define("asinh", z => Log(z + Sqrt(z * z + 1))),
            Activation.Define("overflowing", z => Exp(z) / (1 + Exp(z)))];
        var range = all.Single(f => f.Name == name).Range;
        Assert.Equal((low, high), (Round(range.Low, 12), Round(range.High, 12)), (a, b) =>
            Same(a.Item1, b.Item1) && Same(a.Item2, b.Item2));

        static bool Same(double u, double v) => u == v || Abs(u - v) < 1e-11;
    }

    [Fact]
    public void A_minus_one_in_the_middle_counts()
    {
        var c = CompiledCost.For(Cost.Define("mine", (a, y) => a * -1 * Log(a)), Activation.Sigmoid);
        var a = Activation.Sigmoid.Value(-1.7);
        Near(-a * Log(a), c.Cost(-1.7, 0.3), 1e-14);
    }

    /// <summary>Where there are no vectors, as in a browser, the loop over a block computes with doubles.</summary>
    [Fact]
    public void A_block_without_vectors_has_the_same_values()
    {
        var c = CompiledCost.For(Cost.CrossEntropy, Activation.Sigmoid);
        var loop = Emitter.Vectors(c.CostInZ, c.Error.InZ, Arithmetic.Scalar);
        double[] z = [-700, -3, -0.1, 0, 0.4, 2, 41], y = [0, 1, 0.3, 0, 1, 0.7, 1], cost = new double[7], delta = new double[7];
        Assert.True(loop(z, 0, y, 0, 7, cost, delta));
        for (var i = 0; i < 7; i++)
        {
            Near(c.Cost(z[i], y[i]), cost[i], 1e-15);
            Near(c.Delta(z[i], y[i]), delta[i], 1e-15);
        }
        z[5] = double.NaN;
        Assert.False(loop(z, 0, y, 0, 7, cost, delta));
    }

    [Fact]
    public void A_pair_is_compiled_once() =>
        Assert.Same(CompiledCost.For(Cost.Quadratic, Activation.Tanh), CompiledCost.For(Cost.Quadratic, Activation.Tanh));

    /// <summary>
    /// The slope of every catalogued activation against the difference quotient of its value (h = 1e-5: error about 1e-10).
    /// </summary>
    [Fact]
    public void Every_activation_has_its_slope()
    {
        foreach (var f in Activation.All)
            for (var z = -3.05; z < 3; z += 0.37)
            {
                Assert.Equal((f.Value(z + 1e-5) - f.Value(z - 1e-5)) / 2e-5, f.Slope(z), 1e-8);
                Assert.Equal(f.Value(z), f.Formula.Evaluate(("z", z)), 1e-15 * (1 + Abs(f.Value(z))));
                if (f.SlopeOfOutput is { } slope)
                    Assert.Equal(f.Slope(z), slope.Evaluate(("a", f.Value(z))), 1e-14 * (1 + Abs(f.Slope(z))));
            }
    }
}
