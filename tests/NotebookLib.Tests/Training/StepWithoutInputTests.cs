namespace NotebookLib.Tests;

/// <summary>Mathematics, statements 14–16: leaving the input out of the step, or its size.</summary>
public class StepWithoutInputTests
{
    private static readonly Dataset Corners = Dataset.Of(
        [[1, -0.1, -0.1], [1, -0.1, -0.1], [-0.1, 1, -0.1], [-0.1, 1, -0.1], [-0.1, -0.1, 1], [-0.1, -0.1, 1]],
            [0, 1, 0, 1, 0, 1]);

    private static readonly Dataset NoRest =
        Dataset.Of([[1, 1], [1, -0.05], [1, -0.05], [0.05, -1], [0.05, -1]], [1, 0, 1, 0, 1]);

    private static Neuron At(params double[] w) => new(w, 0, Activation.Sigmoid);

    private static TrainingRun Train(Neuron start, Dataset data, UpdateRule rule, double eta, int epochs, bool bias = false) =>
        Training.Run(start, Cost.CrossEntropy, data,
            new TrainingOptions { LearningRate = eta, Epochs = epochs, Rule = rule, TrainBias = bias });

    [Fact]
    public void Without_the_input_a_step_goes_uphill()                                        // 14
    {
        var (start, data) = (At(0.5, -0.5), Dataset.Of([[1, -2]], [0]));
        var without = Train(start, data, UpdateRule.WithoutInput, 0.5, 50);
        Assert.Equal(1.70141, without.Costs[0], 5);
        Assert.Equal(26.2239, without.Costs[50], 4);
        Assert.Equal(0.00796200, Train(start, data, UpdateRule.Gradient, 0.5, 50).Costs[50], 8);
        Assert.All(Enumerable.Range(0, 50), k => Assert.True(without.Costs[k + 1] > without.Costs[k]));
    }

    [Fact]
    public void Without_the_input_and_with_a_bias_it_goes_uphill_where_the_inputs_sum_below_minus_one()  // 14
    {
        Assert.True(Rises([1, -2.1]));
        Assert.False(Rises([1, -1.9]));
        static bool Rises(double[] x) => Train(At(0.5, -0.5), Dataset.Of([x], [0]), UpdateRule.WithoutInput, 0.01, 1,
            bias: true) is var run && run.Costs[1] > run.Costs[0];
    }

    [Theory]
    // 15: cross-entropy goes downhill for η‖x‖₁ < 8
    [InlineData(0.01, false)]
    [InlineData(0.99, false)]
    [InlineData(1.01, true)]
    public void One_example_goes_downhill_by_signs(double part, bool rises)
    {
        double[] x = [0.5, -1, 0.25];
        var run = Train(At(0.01, -0.01, 0.01), Dataset.Of([x], [0.5]), UpdateRule.SignOfInput, part * 8 / 1.75, 1);
        Assert.Equal(rises, run.Costs[1] > run.Costs[0]);
    }

    [Fact]
    public void The_slope_by_signs_is_minus_the_squared_error_times_the_sum_of_sizes()                // 15
    {
        double[] x = [0.5, -1, 0.25];
        var (start, data) = (At(0.3, -0.2, 0.4), Dataset.Of([x], [0]));
        var run = Train(start, data, UpdateRule.SignOfInput, 1e-6, 1);
        var a = start.Output(x);
        Assert.Equal(-a * a * 1.75, (run.Costs[1] - run.Costs[0]) / 1e-6, 5);
    }

    [Fact]
    public void Three_corners_drive_the_sign_rule_away()                                       // 15 (i)
    {
        var start = At(0.1, 0.1, 0.1);
        Assert.Equal(0.693147, Train(start, Corners, UpdateRule.Gradient, 0.1, 2000).Costs[^1], 6);
        Assert.Equal(10.7971, Train(start, Corners, UpdateRule.SignOfInput, 0.1, 2000).Costs[^1], 4);
        var decaying = Training.Run(start, Cost.CrossEntropy, Corners, new TrainingOptions
        {
            Schedule = t => 0.1 / (1 + 0.01 * t), Epochs = 2000, Rule = UpdateRule.SignOfInput, TrainBias = false,
        });
        Assert.Equal(0.737587, decaying.Costs[^1], 6);                                   // 0.73758699…
        Assert.True(decaying.Costs[^1] > decaying.Costs[^2], "still rising");
    }

    [Fact]
    public void The_reason_is_a_negative_eigenvalue()                                         // 15 (i)
    {
        var near = Linearisation.Of(UpdateRule.SignOfInput, At(0, 0, 0), Cost.CrossEntropy, Corners, trainBias: false);
        Assert.Equal(-0.066667, near.Eigenvalues[0].Real, 6);
        Assert.Equal(-(1 - 0.2) / 12, near.Eigenvalues[0].Real, 1e-12);
        Assert.All(near.Eigenvector(0), part => Assert.Equal(1 / Math.Sqrt(3), part, 1e-10));
        Assert.False(near.IsStable);
        Assert.True(Linearisation.Of(UpdateRule.Gradient, At(0, 0, 0), Cost.CrossEntropy, Corners, trainBias: false).IsStable);
    }

    [Fact]
    public void A_trained_bias_mends_the_corners_and_mirrored_inputs_break_them_again()             // 15 (i)
    {
        Assert.Equal(Math.Log(2), Train(At(0.1, 0.1, 0.1), Corners, UpdateRule.SignOfInput, 0.1, 2000, bias: true).Costs[^1], 3);
        double[][] rows = [.. Enumerable.Range(0, 6).Select(Corners.Row)];
        var mirrored =
            Dataset.Of([.. rows, .. rows.Select(row => row.Select(x => -x).ToArray())], [.. Corners.Targets, .. Corners.Targets]);
        Assert.True(Train(At(0.1, 0.1, 0.1), mirrored, UpdateRule.SignOfInput, 0.1, 2000, bias: true).Costs[^1] > 5);
    }

    [Fact]
    public void Two_inputs_may_have_no_place_to_rest()                                          // 15 (ii)
    {
        var run = Train(At(0, 0), NoRest, UpdateRule.SignOfInput, 1, 10_000);
        Assert.Equal(0.6409564, run.Costs[10], 7);
        Assert.All(new[] { 100, 1000, 10_000 }, k => Assert.True(run.Costs[k] > run.Costs[k / 10]));
        Assert.Equal(1, (run.Costs[10_000] - run.Costs[1000]) / (run.Costs[1000] - run.Costs[100]), 0.2);   // like log t
        Assert.Equal(0.638968, Train(At(0, 0), NoRest, UpdateRule.Newton, 1, 20).Costs[^1], 6);
    }

    [Fact]
    public void Positive_inputs_hold_the_sign_rule_still()                                     // 15 (iii)
    {
        var pair = Dataset.Load("iris").Only("versicolor", "virginica");
        var still = Train(At(0, 0, 0, 0), pair, UpdateRule.SignOfInput, 0.05, 1000, bias: true);
        Assert.Equal(Math.Log(2), still.Costs[^1], 1e-12);
        Assert.All(still.Final.Weights, w => Assert.Equal(0, w, 1e-12));
        Assert.Equal(0.221331, Train(At(0, 0, 0, 0), pair, UpdateRule.Gradient, 0.05, 1000, bias: true).Costs[^1], 6);
    }

    [Fact]
    public void Its_fixed_points_are_another_fit()                                            // 16
    {
        var cancer = Dataset.Load("breast-cancer") is var all
            ? all.Features(all.FeatureNames[0], all.FeatureNames[1]).Standardize() : null!;
        Near([3.72200, 0.937407, -0.707567], 0.255820, Train(At(0, 0), cancer, UpdateRule.Newton, 1, 20, bias: true));
        Near([3.72200, 0.937407, -0.707567], 0.255820, Train(At(0, 0), cancer, UpdateRule.Gradient, 2, 3000, bias: true));
        Near([3.80660, 1.34618, -0.784243], 0.261455, Train(At(0, 0), cancer, UpdateRule.SignOfInput, 1, 3000, bias: true));

        static void Near(double[] expected, double cost, TrainingRun run)
        {
            double[] found = [.. run.Final.Weights, run.Final.Bias];
            for (var j = 0; j < 3; j++) Assert.Equal(expected[j], found[j], Math.Abs(expected[j]) < 1 ? 6 : 5);
            Assert.Equal(cost, run.Costs[^1], 6);
        }
    }

    [Fact]
    public void On_four_inputs_of_iris_it_drifts_away_for_ever()                                  // 16
    {
        var pair = Dataset.Load("iris").Only("versicolor", "virginica").Standardize();
        var run = Train(At(0, 0, 0, 0), pair, UpdateRule.SignOfInput, 0.5, 20_000, bias: true);
        double Size(int k) => run.At(k).Weights.Max(Math.Abs);
        Assert.True(Size(20_000) > Size(10_000) + 0.01 && Size(10_000) > Size(5000) + 0.01,
            $"{Size(5000)} {Size(10_000)} {Size(20_000)}");
        var lowest = Train(At(0, 0, 0, 0), pair, UpdateRule.Newton, 1, 20, bias: true).Costs[^1];
        Assert.True(run.Costs[^1] > run.Costs[10_000] && run.Costs[^1] > lowest, "away from the best fit, not towards it");
    }
}
