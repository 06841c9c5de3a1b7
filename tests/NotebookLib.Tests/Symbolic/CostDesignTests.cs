using CsCheck;
using static System.Math;

namespace NotebookLib.Tests;

/// <summary>Mathematics, statements 11–13: costs by design.</summary>
public class CostDesignTests
{
    private static readonly (double Z, double Y)[] Places =
        [.. from z in new[] { -3, -1.2, -0.4, 0.03, 0.8, 2.5 } from y in new[] { 0, 0.3, 0.62, 1 } select (z, y)];

    /// <summary>δ of the cost, and the slope of its values along z, are what was asked for.</summary>
    private static void HasDelta(Cost cost, Func<double, double, double> delta, Activation f, double tolerance = 1e-9)
    {
        var compiled = CompiledCost.For(cost, f);
        foreach (var (z, y) in Places)
        {
            var wanted = delta(f.Value(z), y);
            Assert.Equal(wanted, compiled.Delta(z, y), 1e-12 * (1 + Abs(wanted)));
            var h = 1e-3;                                                          // five points: error about h⁴
            var slope = (8 * (compiled.Cost(z + h, y) - compiled.Cost(z - h, y)) - compiled.Cost(z + 2 * h, y)
                + compiled.Cost(z - 2 * h, y)) / (12 * h);
            Assert.Equal(wanted, slope, tolerance * (1 + Abs(wanted)));
            var numbers = new double[3];
            compiled.Evaluate([z, z, z], 0, [y, y, y], 0, 3, new double[3], numbers);
            Assert.Equal(wanted, numbers[1], 1e-12 * (1 + Abs(wanted)));
        }
    }

    [Fact]
    public void The_difference_gives_cross_entropy_back()
    {
        var cost = Cost.FromDelta("wanted", (a, y) => a - y, Activation.Sigmoid);
        Assert.Equal("(-y)*Log(a) - (1 - y)*Log(1 - a)", cost.Formula.ToString().Replace("-y*", "(-y)*"));
        foreach (var (z, y) in Places) Assert.Equal(CompiledCost.For(Cost.CrossEntropy, Activation.Sigmoid).Cost(z, y),
            CompiledCost.For(cost, Activation.Sigmoid).Cost(z, y), 1e-12);
        Assert.Equal(CompiledCost.For(Cost.CrossEntropy, Activation.Sigmoid).Cost(300, 0),
            CompiledCost.For(cost, Activation.Sigmoid).Cost(300, 0), 1e-12);
        Assert.Equal("a - y", Derivation.Of(cost, Activation.Sigmoid).Delta.ToString());
    }

    [Fact]
    public void Other_errors_give_new_costs()
    {
        HasDelta(Cost.FromDelta("cubic", (a, y) => Pow(a - y, 3), Activation.Sigmoid), (a, y) => Pow(a - y, 3),
            Activation.Sigmoid);
        HasDelta(Cost.FromDelta("quadratic's", (a, y) => (a - y) * a * (1 - a), Activation.Sigmoid),
            (a, y) => (a - y) * a * (1 - a), Activation.Sigmoid);
        HasDelta(Cost.FromDelta("odd", (a, y) => (a - y) * (2 - a), Activation.Tanh), (a, y) => (a - y) * (2 - a),
            Activation.Tanh);
        HasDelta(Cost.FromDelta("square", (a, y) => a * a - y, Activation.Exp), (a, y) => a * a - y, Activation.Exp);
        HasDelta(Cost.FromDelta("bounded", (a, y) => Tanh(3 * (a - y)), Activation.Identity), (a, y) => Tanh(3 * (a - y)),
            Activation.Identity);
        HasDelta(Cost.FromDelta("wave", (a, y) => Sin(a - y) + Exp(2 * a), Activation.Identity),
            (a, y) => Sin(a - y) + Exp(2 * a), Activation.Identity);
        Assert.DoesNotContain("Integral",
            Cost.FromDelta("bounded", (a, y) => Tanh(3 * (a - y)), Activation.Identity).Formula.ToString());
    }

    [Fact]
    public void Where_no_rule_reaches_there_is_quadrature()
    {
        var cost = Cost.FromDelta("bounded", (a, y) => Tanh(3 * (a - y)), Activation.Sigmoid);
        Assert.Contains("Integral", cost.Formula.ToString());
        Assert.Contains(@"\int_{\sigma^{-1}(y)}^{\sigma^{-1}(a)} \tanh", cost.Formula.ToLatex());
        HasDelta(cost, (a, y) => Tanh(3 * (a - y)), Activation.Sigmoid);
        HasDelta(Cost.FromDelta("soft", (a, y) => a - y, Activation.Softplus), (a, y) => a - y, Activation.Softplus);
        var mine = Activation.Define("mine", z => z / (1 + Abs(z)));
        HasDelta(Cost.FromDelta("mine", (a, y) => a - y, mine), (a, y) => a - y, mine, 1e-6);
        var steep = Activation.Define("steep", z => z + Pow(z, 3));
        HasDelta(Cost.Matching(steep), (a, y) => a - y, steep);
        // ∫ (z + z³ − y) dz
        Assert.Equal(0.5 * 0.09 + 0.25 * 0.0081 - 0.2 * 0.3,
            Cost.Matching(steep).Value(steep.Value(0.3), 0.2) - Cost.Matching(steep).Value(0, 0.2), 1e-12);
        // in the tails δ is tanh 3: the cost grows by it
        var both = CompiledCost.For(cost, Activation.Sigmoid);
        Assert.Equal(Tanh(3) * 100, both.Cost(600, 0) - both.Cost(500, 0), 1e-6);
        Assert.Equal(double.PositiveInfinity, cost.Value(1, 0));
        Assert.Equal(0, cost.Value(0.3, 0.3), 14);                                 // it begins at a = y
        Assert.Equal(0, cost.Value(0, 0), 1e-12);
    }

    [Fact]
    public void A_quadrature_cost_passes_the_checks_of_the_collection()
    {
        var cost = Cost.FromDelta("bounded", (a, y) => Tanh(3 * (a - y)), Activation.Sigmoid);
        Assert.Equal("Tanh(3*a - 3*y)",
            Derivation.Of(cost, Activation.Sigmoid).Delta.ToString().Replace("3*(a - y)", "3*a - 3*y"));
        Assert.Equal(Verdict.Pass,
            GradientCheck.Run(new Neuron([0.6, -0.3], 0.2, Activation.Sigmoid), cost, [1, -2], 0.3).Verdict);
        Assert.Equal(Verdict.Pass, CostCheck.Run(cost, Activation.Sigmoid).Findings[0].Verdict);
        var run = Training.Run(new Neuron([2.0], 2, Activation.Sigmoid), cost, Dataset.Of([[1.0]], [0.0]),
            new TrainingOptions { Epochs = 100 });
        Assert.True(run.Outputs[^1] < 0.1);
        Assert.All(Enumerable.Range(0, 100), k => Assert.True(run.Costs[k + 1] < run.Costs[k]));
    }

    [Fact]
    public void Where_the_error_jumps_it_is_met_everywhere_else()
    {
        var cost = Cost.FromDelta("sign", (a, y) => a > y ? 1 : -1, Activation.Sigmoid);
        var compiled = CompiledCost.For(cost, Activation.Sigmoid);
        foreach (var (z, y) in Places.Where(p => p.Y is 0.3 or 0.62 && Abs(Activation.Sigmoid.Value(p.Z) - p.Y) > 0.01))
            Assert.Equal(Activation.Sigmoid.Value(z) > y ? 1 : -1, compiled.Delta(z, y));
        var zero = Log(0.3 / 0.7);                                                 // |z − z_y| up to a constant
        Assert.Equal(2 - zero, compiled.Cost(2, 0.3) - compiled.Cost(zero, 0.3), 1e-9);
        Assert.Equal(zero + 2, compiled.Cost(-2, 0.3) - compiled.Cost(zero, 0.3), 1e-9);
        var root = Cost.FromDelta("mild pole", (a, y) => a > y ? 1 / Sqrt(a - y) : -1 / Sqrt(y - a), Activation.Identity);
        Assert.Equal(2, root.Value(1.3, 0.3) - root.Value(0.3, 0.3), 6);
    }

    /// <summary>
    /// ∂C/∂y of a cost that is known as an integral alone: against a difference quotient, h = 1e-4, error about h².
    /// </summary>
    [Fact]
    public void The_derivative_of_an_integral_by_the_target_is_its_own()
    {
        var cost = Cost.FromDelta("bounded", (a, y) => Tanh(3 * (a - y)) * (1 + y), Activation.Sigmoid);
        var byTarget = cost.Formula.Derivative("y");
        foreach (var (z, y) in Places.Where(p => p.Y is > 0 and < 1))
        {
            var a = Activation.Sigmoid.Value(z);
            var expected = (cost.Value(a, y + 1e-4) - cost.Value(a, y - 1e-4)) / 2e-4;
            Assert.Equal(expected, byTarget.Evaluate(("a", a), ("y", y)), 1e-6 * (1 + Abs(expected)));
        }
    }

    /// <summary>
    /// The table against a panel from end to end by another rule; targets at the ends of the range, in it, and beyond.
    /// </summary>
    [Fact]
    public void The_table_of_an_integral_has_the_values_of_a_quadrature()
    {
        Func<double, double>[] functions = [t => Tanh(3 * (1 / (1 + Exp(-t)) - 0.3)), Cos, t => Max(0, t - 0.7),
            t => t > 0.7 ? 1 : -1, t => 1 / Sqrt(Abs(t - 0.7)), t => Exp(t / 10)];
        foreach (var g in functions)
        {
            var table = new RunningIntegral(g, 0.7);
            foreach (var u in (double[])[-60, -7.3, -1, -0.2, 0, 0.3, 0.7, 0.9, 4.4, 31, 60])
            {
                double[] ends = u > 0.7 ? [0, 0.7, u] : [0, u];
                var expected = ends.Zip(ends.Skip(1), (from, to) => Enumerable.Range(0, 40)
                    .Sum(i => RunningIntegral.Panel(g, from + i * (to - from) / 40, from + (i + 1) * (to - from) / 40))).Sum();
                Assert.Equal(expected, table.To(u), 1e-7 * (1 + Abs(expected)));
            }
        }
    }

    /// <summary>
    /// Each value used to be a quadrature of its own: 20 s for this run. A hundredth of a second here; ten times the promise of 1
    /// s is allowed to a busy machine.
    /// </summary>
    [Fact]
    public void A_cost_known_as_an_integral_trains_fast()
    {
        var cost = Cost.FromDelta("bounded", (a, y) => Tanh(3 * (a - y)), Activation.Sigmoid);
        var flowers = Dataset.Load("iris").Only("versicolor", "virginica").Standardize();
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var run = Training.Run(new Neuron([0.1, 0.1, 0.1, 0.1], 0, Activation.Sigmoid), cost, flowers,
            new TrainingOptions { Epochs = 300 });
        Assert.Equal(300, run.Epochs);
        Assert.True(clock.Elapsed.TotalSeconds < 10, $"{clock.Elapsed}");
    }

    [Fact]
    public void Matching_costs()                                                    // 12
    {
        foreach (var (z, y) in Places)
        {
            double Of(Activation f) => CompiledCost.For(Cost.Matching(f), f).Cost(z, y);
            Assert.Equal(CompiledCost.For(Cost.CrossEntropy, Activation.Sigmoid).Cost(z, y), Of(Activation.Sigmoid), 1e-12);
            Assert.Equal(z * z / 2 - y * z, Of(Activation.Identity), 1e-12);
            Assert.Equal(Exp(z) - y * z, Of(Activation.Exp), 1e-12);
            Assert.Equal(Log(Cosh(z)) - y * z, Of(Activation.Tanh), 1e-12);
            Assert.Equal("a - y", Derivation.Of(Cost.Matching(Activation.Softplus), Activation.Softplus).Delta.ToString());
        }
        foreach (var f in Activation.All.Where(f => f != Activation.Relu)) HasDelta(Cost.Matching(f), (a, y) => a - y, f);
        Assert.Equal("matching cost of tanh", Cost.Matching(Activation.Tanh).Name);
    }

    [Fact]
    public void Matching_costs_are_convex() => (from k in Gen.Int[0, 4]
                                            from z in Gen.Double[-4, 4]
                                            from w in Gen.Double[-4, 4]
                                            from y in Gen.Double[0, 1]
                                            select (k, z, w, y)).Hold(300, t =>
    {
        var f = Activation.All.Where(f => f != Activation.Relu).ElementAt(t.k);
        var compiled = CompiledCost.For(Cost.Matching(f), f);
        var (low, high) = (Min(t.z, t.w), Max(t.z, t.w));
        Assert.True(compiled.Delta(low, t.y) <= compiled.Delta(high, t.y) + 1e-14);
        Assert.True(compiled.Cost((low + high) / 2, t.y) <= (compiled.Cost(low, t.y) + compiled.Cost(high, t.y)) / 2 + 1e-12);
    });

    [Fact]
    public void What_cannot_be_designed_is_refused_with_the_reason()
    {
        Says("The slope of the relu is 0 at z = -0.2188, so δ = ∂C/∂a · f′ is 0 there whatever the cost is: it cannot be chosen. Take an activation that always rises, for example Activation.Softplus.",
            () => Cost.FromDelta("no", (a, y) => a - y, Activation.Relu));
        Says("The bump falls at z = 0.03125: it takes the same output at two z with different δ, and a cost that sees the output alone cannot tell them apart. Take an activation that only rises.",
            () => Cost.Matching(Activation.Define("bump", z => Exp(-z * z / 100))));
        Says("The falling falls at z = -7.969: the matching cost needs an activation that rises.", () =>
            Cost.Matching(Activation.Define("falling", z => 1 / (1 + Exp(z)))));
        Says("δ = 1/(a - y) grows too fast where a comes near to y: its integral is infinite there, and so would the cost be. Choose a δ that stays finite at a = y, for example a - y.",
            () => Cost.FromDelta("pole", (a, y) => 1 / (a - y), Activation.Sigmoid));
        Says("δ = Log(a - 2) has no value at a = 0.000346, y = 0.3. Choose a δ that has one for every output of the sigmoid.",
            () => Cost.FromDelta("log", (a, y) => Log(a - 2), Activation.Sigmoid));
        Says("A cost needs a name to be compared by: Cost.FromDelta(\"mine\", (a, y) => …, Activation.Sigmoid).", () =>
            Cost.FromDelta("", (a, y) => a - y, Activation.Sigmoid));
        Assert.Contains("In C# 1 / 2 is 0",
            Assert.Throws<FormulaException>(() => Cost.FromDelta("half", (a, y) => 1 / 2 * (a - y), Activation.Sigmoid)).Message);
        static void Says(string sentence, Action design) =>
            Assert.Equal(sentence, Assert.Throws<FormulaException>(design).Message);
    }

    [Fact]
    public void A_designed_cost_learns_without_a_slowdown_on_a_typed_activation_too()
    {
        var mine = Activation.Define("mine", z => z / (1 + Abs(z)));
        var run = Training.Run(new Neuron([3.0], 3, mine), Cost.Matching(mine), Dataset.Of([[1.0]], [0.0]),
            new TrainingOptions { Epochs = 100 });
        Assert.True(Abs(run.Outputs[^1]) < 0.05);
    }

    [Fact]
    public void Partial_fractions_are_antiderivatives() => (from n in Gen.Int[-5, 5].Array[4]
                                                        from d in Gen.Int[0, 2].Array[4]
                                                        from a in Gen.Double[0.1, 0.9]
                                                        from y in Gen.Double[0, 1]
                                                        select (n, d, a, y)).Hold(300, t =>
    {
        Formula A = Variable.A, Y = Variable.Y;
        var f = (t.n[0] + t.n[1] * Y + t.n[2] * A * Y + t.n[3] * A * A * A)
            / (FormulaOf.Pow(A, t.d[0]) * FormulaOf.Pow(1 - A, t.d[1]) * FormulaOf.Pow(1 + A, t.d[2])
                * FormulaOf.Pow(2 * A - 4, t.d[3]));
        var whole = Antiderivative.Of(f, "a", 0, 1);
        Assert.NotNull(whole);
        var (wanted, found) = (f.Evaluate(("a", t.a), ("y", t.y)), whole.Derivative("a").Evaluate(("a", t.a), ("y", t.y)));
        Assert.Equal(wanted, found, 1e-8 * (1 + Abs(wanted)));
    });

    [Fact]
    public void A_pole_in_the_range_is_no_integral()
    {
        Formula A = Variable.A;
        Assert.Null(PartialFractions.Integrate((1 / (2 * A - 1)).Simplify(), "a", 0, 1));
        Assert.NotNull(PartialFractions.Integrate((1 / (2 * A - 1)).Simplify(), "a", 1, 2));
    }

    [Fact]
    public void Local_minima_of_the_quadratic_cost()                                     // 13
    {
        var data = Dataset.Of([[10.0], [0.7]], [0.55, 0.25]);
        double End(Cost cost, double w) => Training.Run(new([w], 0, Activation.Sigmoid), cost, data,
            new TrainingOptions { LearningRate = 0.15, Epochs = 20_000, TrainBias = false }).Final.Weights[0];
        Assert.Equal(-1.56940, End(Cost.Quadratic, -2), 5);
        Assert.Equal(0.0129252, End(Cost.Quadratic, 1), 7);
        Assert.Equal(0.0129546, End(Cost.CrossEntropy, -2), 7);
        Assert.Equal(0.0129546, End(Cost.CrossEntropy, 1), 7);
    }

    [Theory]
    [InlineData(0, 0, 2.0 / 3)]
    [InlineData(1, 1.0 / 3, 1)]
    [InlineData(0.5, 0.2113248654, 0.7886751346)]
    // 13: (1 + y ∓ √(1 − y + y²))/3
    public void The_quadratic_cost_is_convex_between_two_outputs(double y, double from, double to)
    {
        Assert.Equal(Max(0, (1 + y - Sqrt(1 - y + y * y)) / 3), from, 1e-9);
        var range = Assert.Single(CostCheck.ConvexFor(Cost.Quadratic, Activation.Sigmoid, y));
        Assert.Equal(from, range.From, 3);
        Assert.Equal(to, range.To, 3);
        if (from > 0) Assert.Equal(0, CompiledCost.For(Cost.Quadratic, Activation.Sigmoid).Bend(Log(from / (1 - from)), y), 1e-9);
    }
}
