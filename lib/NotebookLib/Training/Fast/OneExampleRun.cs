namespace NotebookLib;

public static partial class Training
{
    /// <summary>
    /// Gradient descent on a single example, the run of the first notebooks: the same numbers as by the loop of <see cref="Run"/>, in half
    /// the time, because neither a gradient nor a batch is written down. Returns the epochs done.
    /// </summary>
    private static int RunOneExample(CompiledCost compiled, Dataset data, TrainingOptions options, Budget budget,
        double[] parameters, double[] costs, double[] weightedInputs, double[] history)
    {
        ReadOnlySpan<double> x = data.RowSpan(0);
        var (y, n, biasInput, last) = (data.TargetArray[0], x.Length, options.TrainBias ? 1.0 : 0.0, costs.Length - 1);
        for (var epoch = 0; ; epoch++)
        {
            var z = weightedInputs[epoch] = GradientPass.WeightedInput(parameters, x);
            var cost = costs[epoch] = compiled.Both(z, y, out var delta);
            if (history.Length > 0)
                for (var j = 0; j <= n; j++) history[epoch * (n + 1) + j] = parameters[j];
            if (!double.IsFinite(z) || !double.IsFinite(cost) || !double.IsFinite(delta)) throw Trouble(compiled, data, parameters, epoch, options);
            if (epoch == last || (budget.LooksAfter(epoch) && budget.IsSpent(epoch))) return epoch;
            var rate = options.RateAt(epoch);
            for (var j = 0; j < n; j++) parameters[j] -= rate * (delta * x[j]);
            parameters[n] -= rate * (delta * biasInput);
        }
    }
}
