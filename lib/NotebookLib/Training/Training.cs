using System.Diagnostics;
using System.Runtime.InteropServices;

namespace NotebookLib;

/// <summary>
/// Trains a neuron. Every part of an update is computed from the same old (w, b); the cost of a data set is the mean over its examples.
/// </summary>
public static partial class Training
{
    private const int LongestHistory = 4_000_000;       // doubles, 32 MB

    /// <summary>Trains a copy of the neuron on the data; the neuron itself is not changed.</summary>
    /// <param name="neuron">Where to start; n weights.</param>
    /// <param name="cost">The cost C(a, y).</param>
    /// <param name="data">N ≥ 1 examples of n inputs.</param>
    /// <param name="options">How; null takes every default.</param>
    /// <exception cref="ArgumentException">The data do not fit the neuron, or an option is out of its range.</exception>
    /// <exception cref="TrainingException">An example left the cost's domain, or the numbers grew past what a double can hold.</exception>
    public static TrainingRun Run(Neuron neuron, Cost cost, Dataset data, TrainingOptions? options = null)
    {
        Require.Defined(cost);
        Require.Defined(neuron);
        Require.Defined(data);
        options ??= new TrainingOptions();
        options.Validate();
        data.RequireFor(neuron);
        Require.Targets(cost, neuron.Activation, data);

        var n = neuron.InputCount;
        var compiled = CompiledCost.For(cost, neuron.Activation);
        var pass = new FusedPass(compiled, data, options.Rule.DirectionsFor(data, options.TrainBias));
        var batches = new Batches(data.Count, options.BatchSize ?? data.Count, options.Seed);
        double[] parameters = [.. neuron.Weights, neuron.Bias];
        var gradient = new double[n + 1];
        var costs = new double[options.Epochs + 1];
        var firstInputs = new double[options.Epochs + 1];
        var history = (options.Epochs + 1L) * (n + 1) <= LongestHistory ? new double[(options.Epochs + 1) * (n + 1)] : [];
        var step = options.Rule.Start(new RuleRun(options.Rule.Name, n, options.TrainBias, new(compiled, neuron.Activation, data)));
        var budget = new Budget(options, longEpochs: (long)data.Count * n > 10_000);
        var (epoch, update, trainBias, straight) = (0, 0, options.TrainBias, options.Rule.IsStraight);

        if (data.Count == 1 && options.Rule == UpdateRule.Gradient) epoch = RunOneExample(compiled, data, options, budget, parameters, costs, firstInputs, history);
        else for (; ; epoch++)
        {
            // The pass that gives the gradient of the next update gives the cost before it as well.
            costs[epoch] = pass.Run(parameters, gradient);
            firstInputs[epoch] = pass.WeightedInputs[0];
            if (history.Length > 0) parameters.AsSpan().CopyTo(history.AsSpan(epoch * (n + 1)));
            if (!double.IsFinite(costs[epoch]) || !Numbers.AllFinite(gradient)) throw Trouble(compiled, data, parameters, update, options);
            if (epoch == costs.Length - 1 || (budget.LooksAfter(epoch) && budget.IsSpent(epoch))) break;
            batches.Shuffle();
            for (var k = 0; k < batches.Count; k++)
            {
                var rows = batches[k];
                if (batches.Count > 1) pass.Run(parameters, rows, gradient);
                if (!trainBias) gradient[n] = 0;
                var (bias, rate) = (parameters[n], options.RateAt(update++));
                if (straight) Numbers.AddScaled(parameters, -rate, gradient);
                else step(new Moment
                {
                    Parameters = parameters, Gradient = gradient, Rate = rate, Update = update, Rows = rows,
                    WeightedInputs = pass.WeightedInputs.AsSpan(0, rows.IsEmpty ? data.Count : rows.Length),
                });
                if (!trainBias) parameters[n] = bias;
                if (!Numbers.AllFinite(parameters)) throw Grown(update, options);
            }
        }
        options.Progress?.Report(1);

        var name = options.Rule == UpdateRule.Gradient ? cost.Name : $"{cost.Name}, {options.Rule.Name}";
        Array.Resize(ref costs, epoch + 1);
        Array.Resize(ref firstInputs, epoch + 1);
        return new TrainingRun(name, neuron, neuron.With(parameters[..n], parameters[n]), cost, data, options,
            ImmutableCollectionsMarshal.AsImmutableArray(costs), firstInputs, history, budget.Ended);
    }

    /// <summary>Finds the row that gave a cost or an error that is not a number.</summary>
    private static TrainingException Trouble(CompiledCost compiled, Dataset data, double[] parameters, int updates, TrainingOptions options)
    {
        for (var i = 0; i < data.Count; i++)
        {
            var z = GradientPass.WeightedInput(parameters, data.RowSpan(i));
            if (!(Math.Abs(z) < 1e100)) break;          // not the cost but the steps are to blame
            if (compiled.Explain(z, data.Targets[i]) is { } sentence)
                return new TrainingException($"{sentence} (Row {i + 1} of the data, after {Require.Count(updates, "update")}.)");
        }
        return Grown(updates, options);
    }

    private static TrainingException Grown(int updates, TrainingOptions options) => new(
        $"The weights grew past what a double can hold at update {updates}: the steps are too large. "
        + $"Try LearningRate = {options.LearningRate / 10:G3}, or standardise the data.");

    /// <summary>The time that a run may take, and its progress.</summary>
    private sealed class Budget(TrainingOptions options, bool longEpochs)
    {
        private readonly Stopwatch clock = Stopwatch.StartNew();
        private double nextReport = 0.1;

        /// <summary>Why the run ended early, or null.</summary>
        public string? Ended { get; private set; }

        /// <summary>Looking at the clock costs as much as a short update.</summary>
        public bool LooksAfter(int epoch) => longEpochs || (epoch & 63) == 63;

        public bool IsSpent(int epoch)
        {
            var seconds = clock.Elapsed.TotalSeconds;
            if (seconds > nextReport)
            {
                options.Progress?.Report((double)epoch / options.Epochs);
                nextReport = seconds + 0.1;
            }
            if (options.Cancellation.IsCancellationRequested) Ended = $"Cancelled after {epoch} of {options.Epochs} epochs.";
            else if (seconds > options.MaxSeconds)
                Ended = $"Stopped after {options.MaxSeconds:G3} seconds and {epoch} of {options.Epochs} epochs; "
                    + $"to go on for longer, set MaxSeconds = {options.MaxSeconds * 4:G3}.";
            return Ended is not null;
        }
    }
}

/// <summary>A training run could not go on; the message says where and what to change.</summary>
public sealed class TrainingException(string message, Exception? inner = null) : Exception(message, inner);
