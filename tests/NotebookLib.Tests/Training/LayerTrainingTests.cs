using CsCheck;

namespace NotebookLib.Tests;

public class LayerTrainingTests
{
    private static readonly Cost TypedLoss = Cost.Define("typed", (a, y) => -2 * y * Math.Log(a) / 2 + 0.25 * Math.Pow(a - y, 2));

    [Fact]
    public void The_pass_is_the_mean_of_the_layers_own_gradients() => (from rows in Gen.Int[1, 30]
                                                              from n in Gen.OneOf(Gen.Int[1, 12], Gen.Int[60, 66])
                                                              from m in Gen.Int[1, 5]
                                                              from block in Gen.Int[1, 40]
                                                              from kind in Gen.Int[0, 3]
                                                              from seed in Gen.Int
                                                              select (rows, n, m, block, kind, seed)).Hold(60, t =>
    {
        var random = new Random(t.seed);
        double[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(_ => 2 * random.NextDouble() - 1)];
        int[] labels = [.. Enumerable.Range(0, t.rows).Select(_ => random.Next(t.m))];
        var data = new Dataset("some", Numbers(t.rows * t.n), [.. labels.Select(k => (double)k)],
            [.. Enumerable.Range(0, t.n).Select(j => $"x{j}")],
            [.. Enumerable.Range(0, t.m).Select(k => $"{k}")], labels);
        double[][] weights = [.. Enumerable.Range(0, t.m).Select(_ => Numbers(t.n))];
        var biases = Numbers(t.m);
        var (layer, cost) = t.kind switch
        {
            0 => (Layer.Softmax(weights, biases), Cost.LogLoss),
            1 => (Layer.Softmax(weights, biases), TypedLoss),
            2 => (new Layer(weights, biases, Activation.Sigmoid), Cost.CrossEntropy),
            _ => (new Layer(weights, biases, Activation.Tanh), Cost.Quadratic),
        };
        double[] parameters = [.. weights.Zip(biases, (w, b) => w.Append(b)).SelectMany(row => row)];
        double[] gradient = new double[parameters.Length];
        int[] all = [.. Enumerable.Range(0, t.rows)], batch = random.GetItems(all, 1 + random.Next(t.rows));
        var errors = LayerErrors.For(layer, cost, data);
        foreach (var sums in new RowSums[] { new PlainSums(data.InputArray, t.n, t.m, errors),
            new BlockSums(data.InputArray, t.n, t.m, errors, blockSize: t.block) })
        {
            Agrees(all, sums.Mean(parameters, default, gradient));
            sums.Mean(parameters, batch, gradient);
            Agrees(batch, null);
        }

        void Agrees(int[] rows, double? mean)
        {
            double[] Target(int i) => [.. Enumerable.Range(0, t.m).Select(k => k == labels[i] ? 1.0 : 0)];
            if (mean is { } actual) Assert.Equal(rows.Average(i => layer.Cost(cost, data.Row(i), Target(i))), actual, 1e-12);
            var each = rows.Select(i => layer.Gradient(cost, data.Row(i), Target(i))).ToArray();
            for (var k = 0; k < t.m; k++)
            {
                for (var j = 0; j < t.n; j++)
                    Assert.Equal(each.Average(g => g.Weights[k][j]), gradient[k * (t.n + 1) + j], 1e-12);
                Assert.Equal(each.Average(g => g.Biases[k]), gradient[k * (t.n + 1) + t.n], 1e-12);
            }
        }
    });

    [Fact]
    public void A_softmax_layer_of_two_is_one_sigmoid_neuron()
    {
        var data = Dataset.Load("iris").Only("versicolor", "virginica").Standardize();
        var options = new TrainingOptions { LearningRate = 0.2, Epochs = 200 };
        var layer = Training.RunLayer(Layer.Softmax(4, 2), Cost.LogLoss, data, options);
        var neuron = Training.Run(new Neuron(new double[4], 0, Activation.Sigmoid), Cost.CrossEntropy, data,
            options with { LearningRate = 0.4 });
        Assert.Equal(neuron.Costs[200], layer.Costs[200], 1e-12);           // z = z₁ − z₀ moves by both, so at twice the rate
        var difference = layer.Final.Weights[1].Zip(layer.Final.Weights[0], (p, q) => p - q);
        Assert.All(difference.Zip(neuron.Final.Weights), pair => Assert.Equal(pair.Second, pair.First, 1e-11));
    }

    [Fact]
    public void Outputs_next_to_zero_keep_their_cost()
    {
        var data = new Dataset("far", [100.0, -100], [0.0, 1], ["x"], ["a", "b", "c"], [0, 1]);
        var layer = Layer.Softmax([[5], [-5], [0]], [0, 0, 0]);
        double[] parameters = [5, 0, -5, 0, 0, 0];
        foreach (var cost in new[] { Cost.LogLoss, TypedLoss })
        {
            var g = new double[6];
            Assert.Equal(0, new BlockSums(data.InputArray, 1, 3, LayerErrors.For(layer, cost, data)).Mean(parameters, default, g),
                1e-12);
            Assert.All(g, value => Assert.Equal(0, value, 1e-12));
        }
    }

    [Fact]
    public void Rules_batches_and_budgets_work_as_for_a_neuron()
    {
        var data = Dataset.Load("iris").Standardize();
        var options = new TrainingOptions { LearningRate = 0.1, Epochs = 40, BatchSize = 16, Seed = 4 };
        var run = Training.RunLayer(Layer.Softmax(4, 3), Cost.LogLoss, data, options);
        Assert.Equal(Math.Log(3), run.Costs[0], 14);
        Assert.True(run.Costs[^1] < 0.2, $"{run}");
        Assert.Equal(run.Costs, Training.RunLayer(Layer.Softmax(4, 3), Cost.LogLoss, data, options).Costs);
        var without = Training.RunLayer(Layer.Softmax(4, 3), Cost.LogLoss, data, options with { TrainBias = false });
        Assert.Equal([0.0, 0, 0], without.Final.Biases);
        var brief = Training.RunLayer(Layer.Softmax(4, 3), Cost.LogLoss, data,
            new TrainingOptions { Epochs = 10_000_000, MaxSeconds = 0.05 });
        Assert.Equal($"Ended after {brief.Epochs} of 10000000 epochs. The 0.05 seconds were up; to go on for longer, set MaxSeconds = 0.2.", brief.Ended);
        Assert.Equal(brief.Epochs + 1, brief.Costs.Length);
    }

    [Fact]
    public void Data_that_do_not_fit_are_said_so()
    {
        Says("iris has 3 classes, but the layer has 2 outputs; there must be one output for each class.", Layer.Softmax(4, 2),
            Dataset.Load("iris"));
        Says("iris has 4 inputs, but the layer takes 5.", Layer.Softmax(5, 3), Dataset.Load("iris"));
        Says("data has no classes for a layer to tell apart: its targets are plain numbers.", Layer.Softmax(1, 2),
            Dataset.Of([[1.0]], [1.0]));
        Assert.Equal("Your cost was not defined; mend its cell first.",
            Assert.Throws<ArgumentException>(() => Training.RunLayer(Layer.Softmax(4, 3), null!, Dataset.Load("iris"))).Message);

        static void Says(string sentence, Layer layer, Dataset data) =>
            Assert.Equal(sentence, Assert.Throws<ArgumentException>(() => Training.RunLayer(layer, Cost.LogLoss, data)).Message);
    }

    [Fact]
    public void Outside_its_domain_a_cost_says_where()
    {
        var message = Assert.Throws<TrainingException>(() =>
            Training.RunLayer(Layer.Softmax(4, 3), Cost.Define("bad", (a, y) => Math.Log(a - 2)), Dataset.Load("iris"))).Message;
        Assert.Contains("Log(a - 2)", message);
        Assert.Contains("Row 1 of the data", message);
    }
}
