using CsCheck;

namespace NotebookLib.Tests;

/// <summary>Mathematics, statement 20: standardising is preconditioning.</summary>
public class UnitsTests
{
    private static readonly Dataset Iris = Dataset.Load("iris").Only("versicolor", "virginica");
    private static readonly Dataset Cancer = Dataset.Load("breast-cancer");

    private static Linearisation AtZero(Dataset data) => Linearisation.Of(UpdateRule.Gradient,
        new Neuron(new double[data.InputCount], 0, Activation.Sigmoid), Cost.CrossEntropy, data);

    private static int Updates(Dataset data, int most)
    {
        var run = Training.Run(new Neuron(new double[data.InputCount], 0, Activation.Sigmoid), Cost.CrossEntropy, data,
            new TrainingOptions { LearningRate = 1 / AtZero(data).Eigenvalues[^1].Real, Epochs = most, MaxSeconds = 120 });
        return run.Costs.ToList().FindIndex(c => c <= 0.1);
    }

    [Fact]
    public void Condition_numbers()
    {
        Assert.Equal(10012.4, AtZero(Iris).Condition, 1);
        Assert.Equal(36.408, AtZero(Iris.Standardize()).Condition, 3);
        Assert.Equal(1, AtZero(Iris.Whiten()).Condition, 1e-9);
        Assert.Equal(2.38e12, AtZero(Cancer).Condition, 0.005e12);
        Assert.Equal(99828, AtZero(Cancer.Standardize()).Condition, 0.5);
        Assert.Equal(1, AtZero(Cancer.Whiten()).Condition, 1e-9);
    }

    [Fact]
    public void Updates_until_the_cost_is_a_tenth()
    {
        Assert.Equal(12451, Updates(Iris, 12_500));
        Assert.Equal(45, Updates(Iris.Standardize(), 60));
        Assert.Equal(14, Updates(Iris.Whiten(), 60));
        Assert.Equal(36, Updates(Cancer.Standardize(), 60));
        Assert.Equal(13, Updates(Cancer.Whiten(), 60));
    }

    [Fact]
    public void Raw_breast_cancer_is_not_there_in_200000()
    {
        // C is convex and η = 1/L, so an update takes off between η‖g‖²/2 and η‖g‖², and ‖g‖ never grows: an update never takes off
        // more than twice what an earlier one did. After 60 000 updates the remaining 140 000 cannot reach a tenth.
        var run = Training.Run(new Neuron(new double[30], 0, Activation.Sigmoid), Cost.CrossEntropy, Cancer,
            new TrainingOptions { LearningRate = 1 / AtZero(Cancer).Eigenvalues[^1].Real, Epochs = 60_001, MaxSeconds = 120 });
        var fall = run.Costs[60_000] - run.Costs[60_001];
        Assert.True(run.Costs[60_000] - 140_000 * 2 * fall > 0.1, $"{run.Costs[60_000]}, falling by {fall}");
    }

    [Fact]
    public void Descent_on_mapped_inputs_is_preconditioned_descent_run_by_run() => (from a in Gen.Double[-2, 2].Array[4]
                                                                           from x in Gen.Double[-2, 2].Array[2].Array[4]
                                                                           select (a, x)).Hold(100, t =>
    {
        // x′ = Ax: w′ moves by −ηAδx, so w = Aᵀw′ moves by −ηAᵀA δx.
        double[] A(double[] x) => [t.a[0] * x[0] + t.a[1] * x[1], t.a[2] * x[0] + t.a[3] * x[1]];
        double[] At(double[] x) => [t.a[0] * x[0] + t.a[2] * x[1], t.a[1] * x[0] + t.a[3] * x[1]];
        double[] y = [0, 1, 1, 0];
        var options = new TrainingOptions { LearningRate = 0.1, Epochs = 20 };
        var mapped =
            Training.Run(new([0.3, -0.2], 0, Activation.Sigmoid), Cost.CrossEntropy, Dataset.Of([.. t.x.Select(A)], y), options);
        var preconditioned = Training.Run(new(At([0.3, -0.2]), 0, Activation.Sigmoid), Cost.CrossEntropy, Dataset.Of(t.x, y),
            options with { Rule = UpdateRule.Define("AᵀA", u => [.. At(A(u.Gradient)), u.BiasGradient]) });
        for (var i = 0; i < 4; i++) Assert.Equal(mapped.OutputsAt(20)[i], preconditioned.OutputsAt(20)[i], 1e-11);
    });

    [Fact]
    public void Whitened_inputs_have_the_identity_for_covariance()
    {
        foreach (var data in new[] { Iris.Whiten(), Cancer.Whiten() })
            for (var j = 0; j < data.InputCount; j++)
            {
                Assert.Equal(0, data.Column(j).Average(), 1e-10);
                for (var k = 0; k < data.InputCount; k++)
                    Assert.Equal(j == k ? 1 : 0, data.Column(j).Zip(data.Column(k), (u, v) => u * v).Average(), 1e-9);
            }
    }

    [Fact]
    public void Whitened_inputs_stay_close_to_what_they_were()
    {
        var (standard, white) = (Iris.Standardize(), Iris.Whiten());
        for (var j = 0; j < 4; j++) Assert.True(standard.Column(j).Zip(white.Column(j), (u, v) => u * v).Average() > 0.6);
        Assert.Equal(Iris.FeatureNames, white.FeatureNames);
        Assert.Equal($"{Iris.Name}, whitened", white.Name);
        Assert.Equal(Iris.Targets, white.Targets);
    }

    [Fact]
    public void Directions_in_which_nothing_differs_become_zero()
    {
        var digits = Dataset.Load("digits").Whiten();
        Assert.All(digits.Column(0), value => Assert.Equal(0, value, 1e-12));
        Assert.All(digits.Column(1), value => Assert.True(double.IsFinite(value)));
        var line = Dataset.Of([[1, 2], [2, 4], [3, 6], [5, 10]], [0, 1, 0, 1]).Whiten();
        for (var i = 0; i < 4; i++) Assert.Equal(line.Row(i)[0], line.Row(i)[1], 1e-12);
        Assert.Equal([0.0, 0], Dataset.Of([[1, 2], [1, 2]], [0, 1]).Whiten().Row(0));
        Assert.Equal(1, Dataset.Of([[1, 2]], [0]).Whiten().Count);
    }

    [Fact]
    public void Units_change_one_input()
    {
        var data = Dataset.Of([[1, 2], [3, 4]], [0, 1]).InUnits(1, 1000);
        Assert.Equal([1.0, 2000, 3, 4000], [.. data.Row(0), .. data.Row(1)]);
        Assert.Equal("data, x2 × 1000", data.Name);
        Assert.Equal("data has the inputs 0 to 1; 2 is not one of them.",
            Assert.Throws<ArgumentOutOfRangeException>(() => Dataset.Of([[1, 2]], [0]).InUnits(2, 1)).Message);
        Assert.Equal("The scale is 0; it must be a finite number other than 0, for example 1000 for metres to millimetres.",
            Assert.Throws<ArgumentException>(() => Dataset.Of([[1, 2]], [0]).InUnits(0, 0)).Message);
    }

    [Fact]
    public void A_linearisation_is_the_derivative_of_the_step()
    {
        var data = Dataset.Of([[1, -2], [-1, 0.5], [2, 1]], [0, 1, 1]);
        var at = new Neuron([0.5, 1.5], 0.25, Activation.Sigmoid);
        foreach (var rule in new[] { UpdateRule.Gradient, UpdateRule.SignOfInput, UpdateRule.WithoutInput,
            UpdateRule.NormalizedLms })
            foreach (var cost in new[] { Cost.CrossEntropy, Cost.Quadratic })
            {
                double[] Step(double[] p) => Training.Run(at.With(p[..2], p[2]), cost, data,
                    new TrainingOptions { Rule = rule, LearningRate = 1, Epochs = 1 }).Final is var end
                    ? [p[0] - end.Weights[0], p[1] - end.Weights[1], p[2] - end.Bias] : null!;
                var m = Linearisation.Of(rule, at, cost, data).Matrix;
                for (var k = 0; k < 3; k++)
                {
                    double[] up = [0.5, 1.5, 0.25], down = [0.5, 1.5, 0.25];
                    (up[k], down[k]) = (up[k] + 1e-5, down[k] - 1e-5);
                    for (var j = 0; j < 3; j++) Assert.Equal((Step(up)[j] - Step(down)[j]) / 2e-5, m[j, k], 8);
                }
            }
        Assert.Equal("The rule \"Adam\" does not step straight against mean δ u. Take Gradient, WithoutInput, SignOfInput or NormalizedLms.",
            Assert.Throws<ArgumentException>(() => Linearisation.Of(UpdateRule.Adam, at, Cost.CrossEntropy, data)).Message);
        Assert.Equal(double.PositiveInfinity,
            Linearisation.Of(UpdateRule.Gradient, at, Cost.CrossEntropy, Dataset.Of([[1, 2]], [0])).Condition);
    }
}
