using System.Runtime.InteropServices;

namespace NotebookLib;

public static partial class Training
{
    /// <summary>
    /// Trains a copy of the layer to tell classes apart: the target of neuron k is 1 for the examples of class k and 0 for the others.
    /// The update rule is applied to each neuron's weights and bias.
    /// </summary>
    /// <param name="layer">Where to start; one output for each class.</param>
    /// <param name="cost">The cost of one output: <see cref="Cost.LogLoss"/> matches a softmax layer.</param>
    /// <param name="data">N ≥ 1 examples of n inputs, with classes.</param>
    /// <param name="options">How; null takes every default.</param>
    /// <exception cref="ArgumentException">The data do not fit the layer, or an option is out of its range.</exception>
    /// <exception cref="TrainingException">An example left the cost's domain, or the numbers grew past what a double can hold.</exception>
    public static LayerRun RunLayer(Layer layer, Cost cost, Dataset data, TrainingOptions? options = null)
    {
        Require.Cost(cost);
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentNullException.ThrowIfNull(data);
        options ??= new TrainingOptions();
        options.Validate();
        data.RequireFor(layer);
        options.Rule.RequireGradientAlone();

        var (n, m) = (layer.InputCount, layer.OutputCount);
        var pass = new LayerPass(layer, cost, data);
        var batches = new Batches(data.Count, options.BatchSize ?? data.Count, options.Seed);
        double[] parameters = [.. layer.Weights.Zip(layer.Biases, (w, b) => w.Append(b)).SelectMany(row => row)];
        var gradient = new double[parameters.Length];
        var costs = new double[options.Epochs + 1];
        var steps = Enumerable.Range(0, m).Select(_ => options.Rule.Start(new RuleRun(options.Rule.Name, n, options.TrainBias))).ToArray();
        var budget = new Budget(options, longEpochs: (long)data.Count * n * m > 10_000);
        var (epoch, update) = (0, 0);

        for (; ; epoch++)
        {
            costs[epoch] = pass.Run(parameters, gradient);
            if (!double.IsFinite(costs[epoch]) || !Numbers.AllFinite(gradient)) throw Trouble(Rebuilt(), cost, data, update, options);
            if (epoch == options.Epochs || budget.IsSpent(epoch)) break;
            batches.Shuffle();
            for (var batch = 0; batch < batches.Count; batch++)
            {
                if (batches.Count > 1) pass.Run(parameters, batches[batch], gradient);
                var rows = batches[batch];
                var eta = options.RateAt(update++);
                for (var k = 0; k < m; k++)
                {
                    var w = parameters.AsSpan(k * (n + 1), n + 1);
                    var g = gradient.AsSpan(k * (n + 1), n + 1);
                    if (!options.TrainBias) g[n] = 0;
                    var b = w[n];
                    steps[k](new Moment { Parameters = w, Gradient = g, Rate = eta, Update = update, Rows = rows, WeightedInputs = default });
                    if (!options.TrainBias) w[n] = b;
                }
                if (!Numbers.AllFinite(parameters)) throw Grown(update, options);
            }
        }
        options.Progress?.Report(1);

        var name = options.Rule == UpdateRule.Gradient ? cost.Name : $"{cost.Name}, {options.Rule.Name}";
        Array.Resize(ref costs, epoch + 1);
        return new LayerRun(name, layer, Rebuilt(), cost, data, options, ImmutableCollectionsMarshal.AsImmutableArray(costs), budget.Ended);

        Layer Rebuilt() => layer.With([.. parameters.Chunk(n + 1).Select(row => row[..n])], [.. parameters.Chunk(n + 1).Select(row => row[n])]);
    }

    /// <summary>Finds the row that gave a cost or an error that is not a number.</summary>
    private static TrainingException Trouble(Layer layer, Cost cost, Dataset data, int updates, TrainingOptions options)
    {
        for (var i = 0; i < data.Count; i++)
        {
            double[] y = [.. Enumerable.Range(0, layer.OutputCount).Select(k => k == data.Labels[i] ? 1.0 : 0)];
            try { layer.Cost(cost, data.Row(i), y); }
            catch (ArgumentException mistake)
            {
                return new TrainingException($"{mistake.Message} (Row {i + 1} of the data, after {Require.Count(updates, "update")}.)");
            }
        }
        return Grown(updates, options);
    }
}
