using static System.FormattableString;

namespace NotebookLib;

/// <summary>What a rule does when an input is measured in other units: x_j → s x_j and w_j → w_j/s, so that the neuron computes
/// the same. If Δw_j then scales as s^p, its effect on z scales as s^(p+1): only p = −1 leaves the learning as it was.</summary>
public static class UnitChange
{
    private const double SmallStep = 1e-6, PowerLaw = 1e-3;

    private static readonly double[] Scales = [0.25, 0.5, 2, 4];

    private static readonly Dataset Examples = Dataset.Of(
        [[0.5, -1.2, 0.3], [-0.8, 0.4, 1.1], [1.5, 0.9, -0.6], [-0.2, -0.7, -1.4], [0.9, 1.6, 0.8], [-1.3, 0.2, -0.5]],
            [0, 1, 1, 0, 1, 0]);

    /// <summary>The exponent p of the rule, measured: six examples of three inputs (full rank), a sigmoid with w = (0.5, 0.3,
    /// 0.8), b = 0.1 and a trained bias; input 1 times s = 1/4, 1/2, 2, 4 and w₁ over s; one step of η = 1e-6 each. NaN where Δw₁
    /// is no power of s (normalised LMS) or where the rule does not move w₁.</summary>
    /// <exception cref="ArgumentException">The rule or the cost is missing.</exception>
    public static double Exponent(UpdateRule rule, Cost cost) => Measure(rule, cost).Exponent;

    /// <summary>The measurement of <see cref="Exponent"/> with all its numbers, also with every input in other units by the same
    /// s (p is that of w₁), or with a bias that stays where it is.</summary>
    /// <exception cref="ArgumentException">The rule or the cost is missing.</exception>
    public static UnitChangeReport Measure(UpdateRule rule, Cost cost, bool allInputs = false, bool trainBias = true)
    {
        var start = new Neuron([0.5, 0.3, 0.8], 0.1, Activation.Sigmoid);
        var options = new TrainingOptions { Rule = rule, LearningRate = SmallStep, Epochs = 1, TrainBias = trainBias };
        double Step(double s)
        {
            var (data, w) = (Examples, start.Weights);
            for (var j = 0; j < (allInputs ? 3 : 1); j++) (data, w[j]) = (data.InUnits(j, s), w[j] / s);
            return Training.Run(start.With(w, start.Bias), cost, data, options).Final.Weights[0] - w[0];
        }
        var (p, ratios) = PowerOf(Step);
        return new(rule.Name, p, Scales, ratios);
    }

    /// <summary>The exponent p of a step that scales as s^p, and its ratios to the step at s = 1; p is NaN where it
    /// is no power of s.</summary>
    internal static (double Exponent, double[] Ratios) PowerOf(Func<double, double> step)
    {
        var one = step(1);
        double[] ratios = [.. Scales.Select(s => step(s) / one)];
        double[] powers = [.. Scales.Zip(ratios, (s, ratio) => Math.Log(Math.Abs(ratio)) / Math.Log(s))];
        return (one != 0 && powers.Max() - powers.Min() < PowerLaw ? powers.Average() : double.NaN, ratios);
    }

    /// <summary>Two runs side by side from the same neuron: on the data, and on the same data with input j (from 0) in other
    /// units, x_j → s x_j: metres to millimetres is s = 1000.</summary>
    /// <exception cref="ArgumentException">Something does not fit; the message says what.</exception>
    /// <exception cref="TrainingException">A run could not go on.</exception>
    public static UnitChangeRuns Compare(Neuron neuron, Cost cost, Dataset data, int feature, double scale,
        TrainingOptions? options = null)
    {
        Require.Defined(neuron);
        Require.Defined(data);
        var other = data.InUnits(feature, scale);
        data.RequireFor(neuron);
        var w = neuron.Weights;
        w[feature] /= scale;
        var before = Training.Run(neuron, cost, data, options);
        return new(before, Training.Run(neuron.With(w, neuron.Bias), cost, other, options)
            .Named($"{before.Name}, {data.FeatureNames[feature]} × {Require.Text(scale)}"));
    }
}

/// <summary>How a rule's first step follows the units of an input.</summary>
/// <param name="Rule">The rule's name.</param>
/// <param name="Exponent">p: Δw₁ scales as s^p; NaN where it is no power of s.</param>
/// <param name="Scales">The factors s.</param>
/// <param name="Ratios">Δw₁ in the new units over Δw₁ in the old ones, for each s.</param>
public sealed record UnitChangeReport(string Rule, double Exponent, IReadOnlyList<double> Scales, IReadOnlyList<double> Ratios)
{
    /// <summary>p in one sentence, and what it does to the learning.</summary>
    public override string ToString() => double.IsNaN(Exponent)
        ? $"{Rule}: Δw₁ is no power of the units s."
        : Invariant($"{Rule}: Δw₁ scales as s^{Round(Exponent)}, its effect on z as s^{Round(Exponent + 1)}")
            + (Math.Abs(Exponent + 1) < 1e-3 ? ": the units do not matter." : ".");

    private static double Round(double p) => Math.Round(p, 3) + 0.0;
}

/// <summary>A run, and the same run with one input in other units.</summary>
/// <param name="Before">The run in the old units.</param>
/// <param name="After">The run in the new units.</param>
public sealed record UnitChangeRuns(TrainingRun Before, TrainingRun After)
{
    /// <summary>The largest difference between the outputs of the two runs, over all examples after any
    /// number of epochs.</summary>
    public double LargestDifference => Enumerable.Range(0, Math.Min(Before.Epochs, After.Epochs) + 1)
        .Max(k => Before.OutputsAt(k).Zip(After.OutputsAt(k), (a, b) => Math.Abs(a - b)).Max());

    /// <summary>Whether the units mattered, in one sentence.</summary>
    public override string ToString() => LargestDifference is var d && d < 1e-10
        ? $"{Before.Name}: the same outputs in both units."
        : Invariant($"{Before.Name}: the outputs differ by up to {d:G3}.");
}
