using static System.FormattableString;

namespace NotebookLib;

/// <summary>Trains a neuron or a layer. Every part of an update is computed from the same old (w, b); the cost of a data set is
/// the mean over its examples.</summary>
public static class Training
{
    /// <summary>A z beyond this is not the cost's doing, but that of steps that grow.</summary>
    private const double GrownInput = 1e100;

    /// <summary>Trains a copy of the neuron on N ≥ 1 examples of n inputs; the neuron itself is not changed. Options that are not
    /// given have their defaults.</summary>
    /// <exception cref="ArgumentException">The data do not fit the neuron, a target lies where the cost falls without end, or an
    /// option is out of its range.</exception>
    /// <exception cref="TrainingException">The start has no cost or no first step.</exception>
    public static TrainingRun Run(Neuron neuron, Cost cost, Dataset data, TrainingOptions? options = null)
    {
        Require.Defined(cost);
        Require.Defined(neuron);
        Require.Defined(data);
        options = (options ?? new()).Validated();
        data.RequireFor(neuron);
        var compiled = CompiledCost.For(cost, neuron.Activation);
        Require.Targets(cost, neuron.Activation, data);

        double[] w = [.. neuron.Weights, neuron.Bias];
        var rule = new RuleRun(options.Rule.Name, options.TrainBias, data.InputCount, 1,
            new(compiled, neuron.Activation, data));
        var sums = RowSums.For(data.InputArray, data.InputCount, neurons: 1,
            rows => new NeuronErrors(compiled, data.TargetArray, rows),
            options.Rule.DirectionsFor(data, options.TrainBias), options.MostThreads);
        var descent = Descend(w, sums, rule, data, options, WithoutValue);
        return new TrainingRun(cost, data, options, neuron, Rebuilt(descent.Last), descent);

        Neuron Rebuilt(double[] w) => neuron.With(w[..^1], w[^1]);

        (int Row, string Sentence)? WithoutValue(double[] w)
        {
            for (var i = 0; i < data.Count; i++)
            {
                var z = WeightedInput(w, data.RowSpan(i));
                if (!(Math.Abs(z) < GrownInput)) return null;
                if (compiled.Explain(z, data.TargetArray[i]) is { } sentence) return (i, sentence);
            }
            return null;
        }
    }

    /// <summary>Trains a copy of the layer, which has one output for each class, to tell classes apart: the target of neuron k is
    /// 1 for the examples of class k and 0 for the others. The cost is that of one output (<see cref="Cost.LogLoss"/> matches a
    /// softmax layer), and the update rule is applied to each neuron's weights and bias.</summary>
    /// <exception cref="ArgumentException">The data do not fit the layer, or an option is out of its range.</exception>
    /// <exception cref="TrainingException">The start has no cost or no first step.</exception>
    public static LayerRun RunLayer(Layer layer, Cost cost, Dataset data, TrainingOptions? options = null)
    {
        Require.Defined(cost);
        Require.Defined(layer);
        Require.Defined(data);
        options = (options ?? new()).Validated();
        data.RequireFor(layer);
        options.Rule.RequireGradientAlone();

        var (n, m) = (layer.InputCount, layer.OutputCount);
        double[] w = [.. layer.Weights.Zip(layer.Biases, (row, b) => row.Append(b)).SelectMany(row => row)];
        var sums = RowSums.For(data.InputArray, n, m, LayerErrors.For(layer, cost, data), directions: null, options.MostThreads);
        var rule = new RuleRun(options.Rule.Name, options.TrainBias, n, m);
        var descent = Descend(w, sums, rule, data, options, WithoutValue);
        return new LayerRun(cost, data, options, layer, Rebuilt(descent.Last), descent);

        Layer Rebuilt(double[] w) =>
            layer.With([.. w.Chunk(n + 1).Select(row => row[..n])], [.. w.Chunk(n + 1).Select(row => row[n])]);

        (int Row, string Sentence)? WithoutValue(double[] w)
        {
            if (!w.All(value => Math.Abs(value) < GrownInput)) return null;
            var here = Rebuilt(w);
            for (var i = 0; i < data.Count; i++)
                try { here.Cost(cost, data.Row(i), [.. Enumerable.Range(0, m).Select(k => k == data.Labels[i] ? 1.0 : 0)]); }
                catch (ArgumentException mistake) { return (i, mistake.Message); }
            return null;
        }
    }

    /// <summary>w ← w − η∇C in place, as often as asked. A neuron is a layer of one row: w holds m rows of n + 1 numbers, the
    /// bias last. Where the cost or δ has no value at some w, withoutValue knows the first such row, and why.</summary>
    private static Descent Descend(double[] w, RowSums sums, RuleRun run, Dataset data, TrainingOptions options,
        Func<double[], (int Row, string Sentence)?> withoutValue)
    {
        var (rule, g, update) = (options.Rule, new double[w.Length], 0);
        var v = rule.Coordinates?.Start(w, run) ?? w;                  // w = φ(v) where a rule steps in v; else v is w itself
        var direction = rule.Start(run);
        var batches = new Batches(data.Count, options.BatchSize ?? data.Count, options.Seed);
        var clock = new Budget(options, data.Count * (long)w.Length);
        var descent = new Descent(options.Epochs, w.Length, data.Row(0));

        for (var epoch = 0; ; epoch++)
        {
            var cost = sums.Mean(w, default, g);                       // with the gradient of the next update
            if (!double.IsFinite(cost)) return descent.End(NoValue(w, update));
            descent.Keep(cost, w);
            if (clock.IsUpAfter(epoch)) return descent.End(clock.Reason);

            batches.Shuffle();
            for (var k = 0; k < batches.Count; k++)
            {
                var rows = batches[k];
                if (batches.Count > 1) sums.Mean(w, rows, g);
                if (!options.TrainBias) run.ClearBiases(g);
                rule.Coordinates?.ToSlopes(g, v, run);                 // ∂C/∂v = φ′(v) ∂C/∂w
                var η = options.RateAt(update++);
                if (direction(new(v, g, rows, η, update)) is not { } d)
                    return update == 1 ? throw new TrainingException(run.Reason!) : descent.End(run.Reason!);

                v -= η * d;

                rule.Coordinates?.ToWeights(v, w, run);
                if (!Numbers.AllFinite(w)) return descent.End(NoValue(descent.Last, update - 1));
            }
        }

        // A start without a value is an exception; what a later step runs into is a result.
        string NoValue(double[] at, int updates)
        {
            var trouble = withoutValue(at);
            var why = trouble is (var row, var sentence)
                ? $"{sentence} (Row {row + 1} of the data, after {Require.Count(updates, "update")}.)"
                : update == 0 ? "The cost of the start is too large for a number: "
                    + "begin with smaller weights, or standardise the data."
                : $"The weights grew past what a double can hold at update {update}: the steps are too large. "
                    + $"{Smaller()}, or standardise the data.";
            return updates == 0 && (trouble is not null || update == 0) ? throw new TrainingException(why) : why;
        }

        string Smaller() => options.Schedule is not null ? "Try a Schedule of smaller rates"
            : Invariant($"Try LearningRate = {options.LearningRate / 10:G3}");
    }

    /// <summary>z = w·x + b, for w̃ = (w, b).</summary>
    internal static double WeightedInput(ReadOnlySpan<double> w, ReadOnlySpan<double> x) => Numbers.Dot(x, w) + w[x.Length];
}
