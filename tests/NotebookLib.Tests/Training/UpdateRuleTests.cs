using static System.Math;

namespace NotebookLib.Tests;

public class UpdateRuleTests
{
    private static readonly Dataset Three = Dataset.Of([[1, -2], [-1, 0.5], [2, 1]], [0, 1, 1]);
    private static readonly Neuron Start = new([0.5, 1.5], 0.25, Activation.Sigmoid);

    private static TrainingRun Run(UpdateRule rule, int epochs = 1, double eta = 0.1, bool bias = true, int? batch = null,
        Dataset? data = null) =>
        Training.Run(Start, Cost.CrossEntropy, data ?? Three,
            new TrainingOptions { Rule = rule, LearningRate = eta, Epochs = epochs, TrainBias = bias, BatchSize = batch });

    private static double[] Mean(Func<double[], double[]> u, Neuron? at = null) =>
        [.. Enumerable.Range(0, 3).Select(j => Enumerable.Range(0, 3).Average(i =>
            (at ?? Start).Gradient(Cost.CrossEntropy, Three.Row(i), Three.Targets[i]).Delta * u(Three.Row(i))[j]))];

    private static void Same(double[] expected, Neuron actual, int digits = 14)
    {
        double[] found = [.. actual.Weights, actual.Bias];
        for (var j = 0; j < expected.Length; j++) Assert.Equal(expected[j], found[j], digits);
    }

    private static double[] Minus(double[] step) => [0.5 - step[0], 1.5 - step[1], 0.25 - step[2]];

    [Fact]
    public void Every_rule_of_directions_is_its_formula()
    {
        double[] Scaled(double[] g) => [.. g.Select(v => 0.1 * v)];
        Same(Minus(Scaled(Mean(x => [x[0], x[1], 1]))), Run(UpdateRule.Gradient).Final);
        Same(Minus(Scaled(Mean(x => [1, 1, 1]))), Run(UpdateRule.WithoutInput).Final);
        Same(Minus(Scaled(Mean(x => [Sign(x[0]), Sign(x[1]), 1]))), Run(UpdateRule.SignOfInput).Final);
        Same(Minus(Scaled(Mean(x => [x[0] / S(x), x[1] / S(x), 1 / S(x)]))), Run(UpdateRule.NormalizedLms).Final);
        Same(Minus([.. Scaled(Mean(x => [x[0] / (S(x) - 1), x[1] / (S(x) - 1), 0]))[..2], 0]),
            Run(UpdateRule.NormalizedLms, bias: false).Final);
        static double S(double[] x) => x[0] * x[0] + x[1] * x[1] + 1;
    }

    [Fact]
    public void An_input_of_length_zero_moves_nothing()
    {
        Assert.Equal(Start.Weights, Run(UpdateRule.NormalizedLms, bias: false, data: Dataset.Of([[0, 0]], [1])).Final.Weights);
        Assert.Equal(Start.Weights, Run(UpdateRule.SignOfInput, data: Dataset.Of([[0, 0]], [1])).Final.Weights);
    }

    [Fact]
    public void Adam_and_RmsProp_are_their_formulas()
    {
        double[] w = [0.5, 1.5, 0.25], m = new double[3], v = new double[3];
        for (var k = 1; k <= 5; k++)
        {
            var g = Mean(x => [x[0], x[1], 1], Start.With(w[..2], w[2]));
            for (var j = 0; j < 3; j++)
            {
                m[j] = 0.9 * m[j] + 0.1 * g[j];
                v[j] = 0.999 * v[j] + 0.001 * g[j] * g[j];
                w[j] -= 0.1 * (m[j] / (1 - Pow(0.9, k))) / (Sqrt(v[j] / (1 - Pow(0.999, k))) + 1e-8);
            }
        }
        Same(w, Run(UpdateRule.Adam, 5).Final, 12);

        (w, v) = ([0.5, 1.5, 0.25], new double[3]);
        for (var k = 1; k <= 5; k++)
        {
            var g = Mean(x => [x[0], x[1], 1], Start.With(w[..2], w[2]));
            for (var j = 0; j < 3; j++)
            {
                v[j] = 0.9 * v[j] + 0.1 * g[j] * g[j];
                w[j] -= 0.1 * g[j] / (Sqrt(v[j]) + 1e-8);
            }
        }
        Same(w, Run(UpdateRule.RmsProp, 5).Final, 12);
        foreach (var rule in new[] { UpdateRule.Adam, UpdateRule.RmsProp })                // a gradient of 0 is not 0/0
            Assert.Equal(0.5, Run(rule.With(epsilon: 0), data: Dataset.Of([[0, 1], [0, 2]], [0, 1])).Final.Weights[0]);
        Assert.Equal(0.1, Abs(Run(UpdateRule.Adam.With(epsilon: 0)).Final.Weights[0] - 0.5), 14);
        Assert.Equal(0.1 / Sqrt(0.1), Abs(Run(UpdateRule.RmsProp.With(epsilon: 0)).Final.Weights[0] - 0.5), 14);
    }

    [Fact]
    public void Momentum_remembers_its_steps()
    {
        double[] w = [0.5, 1.5, 0.25], step = new double[3];
        for (var k = 0; k < 4; k++)
        {
            var g = Mean(x => [x[0], x[1], 1], Start.With(w[..2], w[2]));
            for (var j = 0; j < 3; j++) w[j] += step[j] = 0.9 * step[j] - 0.1 * g[j];
        }
        Same(w, Run(UpdateRule.Gradient.WithMomentum(0.9), 4).Final, 13);
        Same([.. Run(UpdateRule.Gradient, 4).Final.Weights], Run(UpdateRule.Gradient.WithMomentum(0), 4).Final, 13);
    }

    [Fact]
    public void Coordinates_step_by_the_chain_rule()
    {
        var g = Mean(x => [x[0], x[1], 1]);
        double[] v = [Sqrt(0.5), Sqrt(1.5)];
        double[] expected = [Pow(v[0] - 0.1 * 2 * v[0] * g[0], 2), Pow(v[1] - 0.1 * 2 * v[1] * g[1], 2), 0.25 - 0.1 * g[2]];
        Same(expected, Run(UpdateRule.Power(2)).Final);
        Same(expected, Run(UpdateRule.Gradient.Reparametrised(u => u * u)).Final, 13);
        Same([0.5 * Exp(-0.1 * g[0]), 1.5 * Exp(-0.1 * g[1]), 0.25 - 0.1 * g[2]], Run(UpdateRule.Exponentiated).Final);
        Same([0.5 * Exp(-0.1 * 0.5 * g[0]), 1.5 * Exp(-0.1 * 1.5 * g[1]), 0.25 - 0.1 * g[2]],
            Run(UpdateRule.Gradient.Reparametrised(u => Exp(u))).Final);
        Same([.. Run(UpdateRule.Gradient, 5).Final.Weights], Run(UpdateRule.Power(1), 5).Final);
        Same([.. Run(UpdateRule.Adam, 5).Final.Weights], Run(UpdateRule.Adam.Reparametrised(u => u), 5).Final, 12);
        // Momentum after a change of coordinates is momentum in v.
        Same([.. Run(UpdateRule.Gradient.WithMomentum(0.9).Reparametrised(u => Exp(u)), 5).Final.Weights],
            Run(UpdateRule.Gradient.Reparametrised(u => Exp(u)).WithMomentum(0.9), 5).Final);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(1e-9)]
    [InlineData(-0.7)]
    [InlineData(123456.7)]
    public void The_inverse_of_a_map_is_found_to_the_last_digit(double w)
    {
        Near(WeightMap.Of(Formula.FromLambda(v => Sinh(v)).Substitute("z", new Variable("v"))), w, Asinh(w));
        if (w > 0) Near(WeightMap.Of(Formula.FromLambda(v => v * v).Substitute("z", new Variable("v"))), w, Sqrt(w));
        if (Abs(w) < 1) Near(WeightMap.Of(Formula.FromLambda(v => Tanh(v)).Substitute("z", new Variable("v"))), w, Atanh(w));
        static void Near(WeightMap coordinate, double w, double v) =>
            Assert.Equal(v, coordinate.Inverse(w)!.Value, 4e-15 * Max(Abs(v), 1e-9) + 1e-18);
    }

    [Fact]
    public void Weights_that_a_coordinate_does_not_reach_are_said_so()
    {
        string Message(UpdateRule rule, double w) => Assert.Throws<TrainingException>(() =>
            Training.Run(new([0.5, w], 0, Activation.Sigmoid), Cost.CrossEntropy, Three,
                new TrainingOptions { Rule = rule })).Message;
        Assert.Equal("The rule \"gradient on v, w = v²\" cannot start at weight 2 = -1: every weight must be above 0. Start it somewhere else, for example at 0.5.", Message(UpdateRule.Power(2), -1));
        Assert.Equal("The rule \"exponentiated gradient\" cannot start at weight 2 = 0: every weight must be above 0. Start it somewhere else, for example at 0.5.", Message(UpdateRule.Exponentiated, 0));
        Assert.Equal("The rule \"gradient on v, w = Exp(v)\" cannot start at weight 2 = -1: it must be a value of Exp(v) for some v where that moves. Start it somewhere else, for example at 0.5.",
            Message(UpdateRule.Gradient.Reparametrised(v => Exp(v)), -1));
    }

    public static TheoryData<UpdateRule> All =>
    [
        UpdateRule.Gradient, UpdateRule.WithoutInput, UpdateRule.SignOfInput, UpdateRule.NormalizedLms,
            UpdateRule.NaturalGradient,
        UpdateRule.SteepestInOutputs.With(damping: 0.1), UpdateRule.Newton, UpdateRule.RmsProp,
        UpdateRule.Adam, UpdateRule.Power(2), UpdateRule.Exponentiated, UpdateRule.Gradient.Reparametrised(v => Exp(v)),
            UpdateRule.Adam.WithMomentum(0.5),
        UpdateRule.SignOfInput.WithMomentum(0.5), UpdateRule.NaturalGradient.WithMomentum(0.5),
            UpdateRule.Define("mine", (w, b, x, y) => [x[0], x[1], 1]),
        UpdateRule.Define("mine too", u => [.. u.Gradient, u.BiasGradient]),
    ];

    [Theory]
    [MemberData(nameof(All))]
    public void Every_rule_has_a_formula_and_a_source_repeats_and_leaves_an_untrained_bias(UpdateRule rule)
    {
        Assert.All(new[] { rule.Name, rule.Latex, rule.Source }, text => Assert.NotEmpty(text));
        Assert.DoesNotContain("$", rule.Latex);
        var run = Run(rule, 5, bias: false);
        Assert.Equal(0.25, run.Final.Bias);
        Assert.NotEqual(Start.Weights, run.Final.Weights);
        Assert.Equal(run.Final.Weights, Run(rule, 5, bias: false).Final.Weights);          // no memory from run to run
        Assert.Equal(rule == UpdateRule.Gradient ? "cross-entropy" : $"cross-entropy, {rule.Name}", run.Name);
        Assert.NotEqual(0.25, Run(rule, 5).Final.Bias);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Every_rule_takes_batches(UpdateRule rule)
    {
        var data = Dataset.Of([[1, -2], [-1, 0.5], [2, 1], [0.3, 0.4], [-2, 1], [1, 1.3]], [0, 1, 1, 0, 1, 0]);
        var run = Run(rule, 3, 0.01, batch: 3, data: data);
        Assert.NotEqual(Run(rule, 6, 0.01, data: data).Final.Weights[0], run.Final.Weights[0]);
        Assert.All(run.Costs, cost => Assert.True(double.IsFinite(cost)));
    }

    [Fact]
    public void Constants_that_are_not_there_or_out_of_range_are_said_so()
    {
        Assert.Equal("The rule \"gradient\" has no epsilon: epsilon belongs to RMSProp and Adam, beta1 and beta2 to Adam, decay to RMSProp, damping to the natural gradient, the steepest in the outputs and Newton.",
            Assert.Throws<ArgumentException>(() => UpdateRule.Gradient.With(epsilon: 0)).Message);
        Assert.Equal("beta1 is 1; it must be from 0 to below 1.",
            Assert.Throws<ArgumentException>(() => UpdateRule.Adam.With(beta1: 1)).Message);
        Assert.Equal("damping is -1; it must be a number from 0 up.",
            Assert.Throws<ArgumentException>(() => UpdateRule.Newton.With(damping: -1)).Message);
        Assert.Equal("The momentum is 1; it must be from 0 to below 1, for example 0.9.",
            Assert.Throws<ArgumentException>(() => UpdateRule.Gradient.WithMomentum(1)).Message);
        Assert.Equal("Power(0): w = v^k needs a k of 1 or more, for example Power(2).",
            Assert.Throws<ArgumentException>(() => UpdateRule.Power(0)).Message);
        Assert.StartsWith("The rule \"Newton\" undoes every change of coordinates",
            Assert.Throws<ArgumentException>(() => UpdateRule.Newton.Reparametrised(v => Exp(v))).Message);
        Assert.Equal("Adam, ε = 0, momentum 0.9", UpdateRule.Adam.With(epsilon: 0).WithMomentum(0.9).Name);
        Assert.Equal("Adam, momentum 0.9, ε = 0", UpdateRule.Adam.WithMomentum(0.9).With(epsilon: 0).Name);
    }

    [Fact]
    public void A_learners_rule_is_the_step_it_says()
    {
        var mine = UpdateRule.Define("mine", (w, b, x, y) => Learned(w, b, x, y));
        Same([.. Run(UpdateRule.Gradient, 7).Final.Weights, Run(UpdateRule.Gradient, 7).Final.Bias], Run(mine, 7).Final, 13);
        Same([.. Run(UpdateRule.Gradient, 7, batch: 2).Final.Weights], Run(mine, 7, batch: 2).Final, 13);
        var withoutBias = UpdateRule.Define("no bias", (w, b, x, y) => Learned(w, b, x, y)[..2]);
        Same([.. Run(UpdateRule.Gradient, 7, bias: false).Final.Weights, 0.25], Run(withoutBias, 7).Final, 13);
        var momentum = UpdateRule.Define("momentum", u =>
        {
            for (var j = 0; j < 2; j++) u.Memory[j] = 0.9 * u.Memory[j] + u.Gradient[j];
            u.Memory[2] = 0.9 * u.Memory[2] + u.BiasGradient;
            return u.Memory;
        });
        Same([.. Run(UpdateRule.Gradient.WithMomentum(0.9), 7).Final.Weights], Run(momentum, 7).Final, 13);

        static double[] Learned(double[] w, double b, double[] x, double y)
        {
            var delta = 1 / (1 + Exp(-(w[0] * x[0] + w[1] * x[1] + b))) - y;
            // what a lambda does to its own copies stays there
            w[0] = x[0] = 1e9 * (x[0] = x[0] + 0);
            x[0] /= 1e9;
            return [delta * x[0], delta * x[1], delta];
        }
    }

    [Theory]
    [InlineData("null", "Your rule \"mine\" gave nothing (null) at update 2, row 1: x = (1, -2), y = 0. It must give 2 numbers, one for each weight, or 3, the bias last.")]
    [InlineData("long", "Your rule \"mine\" gave 4 numbers at update 2, row 1: x = (1, -2), y = 0. It must give 2 numbers, one for each weight, or 3, the bias last.")]
    [InlineData("nan", "Your rule \"mine\" gave not a number (NaN) for weight 2 at update 2, row 1: x = (1, -2), y = 0. Look for a division by 0, or a logarithm or a root of a number below 0, and keep it away from there.")]
    [InlineData("infinite", "Your rule \"mine\" gave an infinite number for the bias at update 2, row 1: x = (1, -2), y = 0. Look for a division by 0, or a logarithm or a root of a number below 0, and keep it away from there.")]
    [InlineData("index", "Your rule \"mine\" asked for a weight or an input that is not there (update 2, row 1: x = (1, -2), y = 0). There are 2: count them from 0 to 1.")]
    [InlineData("throw", "Your rule \"mine\" stopped at update 2, row 1: x = (1, -2), y = 0: no more chalk. Mend its cell and run it again.")]
    public void A_learners_mistake_gets_a_sentence(string mistake, string sentence)
    {
        double[] Wrong(double[] numbers) => mistake switch
        {
            "null" => null!,
            "long" => new double[4],
            "nan" => [0, double.NaN],
            "infinite" => [0, 0, double.PositiveInfinity],
            "index" => [numbers[2]],
            _ => throw new InvalidOperationException("no more chalk."),
        };
        // What the lambda does wrong is an exception; a number that leaves the reals after the start ends the run.
        foreach (var (first, updates) in new[] { (3, 2), (0, 1) })
            foreach (var (rule, said) in new[]
            {
                (ByExample(first, Wrong), sentence),
                (UpdateRule.Define("mine", u => u.Update < updates ? [0, 0, 0] : Wrong(u.Gradient)),
                    sentence.Replace(", row 1: x = (1, -2), y = 0", "")),
            })
            {
                var expected = said.Replace("update 2", $"update {updates}");
                if (updates == 2 && (mistake is "nan" or "infinite"))
                    Assert.Equal($"Ended after 1 of 3 epochs. {expected}", Run(rule, 3).Ended);
                else Assert.Equal(expected, Assert.Throws<TrainingException>(() => Run(rule, 3)).Message);
            }

        static UpdateRule ByExample(int right, Func<double[], double[]> wrong)
        {
            var calls = 0;
            return UpdateRule.Define("mine", (w, b, x, y) => ++calls <= right ? [0, 0, 0] : wrong(x));
        }
    }

    [Fact]
    public void A_rule_needs_a_name_and_a_lambda()
    {
        Assert.Equal("An update rule needs a name to be compared by: UpdateRule.Define(\"mine\", (w, b, x, y) => …).",
            Assert.Throws<ArgumentException>(() => UpdateRule.Define(" ", (w, b, x, y) => x)).Message);
        Assert.Equal("Your update was not defined; mend its cell first.",
            Assert.Throws<ArgumentException>(() => UpdateRule.Define("mine", (Func<UpdateContext, double[]>)null!)).Message);
    }

    [Fact]
    public void A_layer_takes_rules_that_need_the_gradient_alone()
    {
        var iris = Dataset.Load("iris").Standardize();
        var layer = new Layer([.. Enumerable.Range(0, 3).Select(_ => new double[] { 0.1, 0.2, 0.3, 0.4 })], [0.0, 0, 0],
            Activation.Sigmoid);
        LayerRun Train(UpdateRule rule) => Training.RunLayer(layer, Cost.CrossEntropy, iris,
            new TrainingOptions { Rule = rule, LearningRate = 0.1, Epochs = 20 });
        foreach (var rule in new[] { UpdateRule.Gradient, UpdateRule.Adam, UpdateRule.Power(2),
            UpdateRule.Gradient.WithMomentum(0.9), UpdateRule.Define("mine", u => u.Gradient) })
            Assert.True(Train(rule).Costs[^1] < Train(rule).Costs[0], rule.Name);
        foreach (var rule in new[] { UpdateRule.SignOfInput, UpdateRule.Newton, UpdateRule.NaturalGradient.WithMomentum(0.5),
            UpdateRule.Define("mine", (w, b, x, y) => x) })
            Assert.Equal($"The rule \"{rule.Name}\" looks at the examples of one neuron; a layer takes rules that need the gradient alone: "
                + "Gradient, RmsProp, Adam, Power(k), Exponentiated, or one of your own from UpdateRule.Define(\"…\", u => …).",
                    Assert.Throws<ArgumentException>(() => Train(rule)).Message);
    }
}
