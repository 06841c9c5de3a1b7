using static NotebookLib.Words;

namespace NotebookLib;

/// <summary>
/// A gradient as it can be asked: of a neuron on examples, with a rounded down (nudge −1), as it is (0) or up (1), so that the
/// formula's own rounding is measured.
/// </summary>
internal delegate double[]? Claim(Neuron neuron, Dataset data, int nudge);

/// <summary>The check of a neuron's gradient on data. A place to ask is a neuron with examples.</summary>
internal static class NeuronCheck
{
    /// <summary>A formula for one example, (a, y, z, x) ↦ the weight gradient; over several examples its mean.</summary>
    public static Claim OfExample(Func<double, double, double, double[], double[]> formula) => (neuron, data, nudge) =>
    {
        double[]? mean = null;
        for (var i = 0; i < data.Count; i++)
        {
            var z = neuron.WeightedInput(data.RowSpan(i));
            var answer = formula(Nudged(neuron.Activation.Value(z), nudge), data.TargetArray[i], z, data.Row(i));
            if (answer is null || mean is not null && answer.Length != mean.Length) return answer;
            mean ??= new double[answer.Length];
            for (var j = 0; j < answer.Length; j++) mean[j] += answer[j] / data.Count;
        }
        return mean;
    };

    /// <summary>A formula for the whole data set, (neuron, data) ↦ the gradient of the mean cost.</summary>
    public static Claim OfData(Func<Neuron, Dataset, double[]> formula) => (neuron, data, nudge) =>
        formula(nudge == 0 ? neuron : neuron.With([.. neuron.Weights.Select(w => w * (1 + nudge * 2e-16))], neuron.Bias * (1 - nudge * 2e-16)), data);

    /// <summary>The library's own gradient, with the bias last.</summary>
    private static Claim OfLibrary(Cost cost) => (neuron, data, nudge) =>
    {
        var gradient = new double[neuron.InputCount + 1];
        for (var i = 0; i < data.Count; i++)
        {
            var z = Nudged(neuron.WeightedInput(data.RowSpan(i)), nudge);
            var delta = CompiledCost.For(cost, neuron.Activation).Delta(z, data.TargetArray[i]) / data.Count;
            NotebookLib.Numbers.AddScaled(gradient.AsSpan(..^1), delta, data.RowSpan(i));
            gradient[^1] += delta;
        }
        return gradient;
    };

    private static double Nudged(double value, int nudge) =>
        nudge < 0 ? Math.BitDecrement(value) : nudge > 0 ? Math.BitIncrement(value) : value;

    public static GradientReport Run(string subject, Neuron neuron, Cost cost, Dataset data, Claim? claim)
    {
        if (Explain(neuron, cost, data) is { } sentence) return Judge.Undecided(subject, sentence);
        var (formula, n) = (claim ?? OfLibrary(cost), neuron.InputCount);
        return new Inquiry<(Neuron Neuron, Dataset Data)>
        {
            Subject = subject,
            Name = (j, _) => j < n ? Weight(j) : "b",
            Formula = at => formula(at.Neuron, at.Data, 0),
            Shaped = answer => answer?.Length == n || answer?.Length == n + 1 ? answer : throw new ArgumentException(
                $"Expected {Require.Count(n, "number")} from your gradient, one for each weight (or {n + 1} with the bias last), "
                + $"but it gave {answer?.Length.ToString() ?? "null"}."),
            Measure = (at, claimed) => Explain(at.Neuron, cost, at.Data) is null ? Measure(at.Neuron, at.Data, cost, claimed, formula) : null,
            Near = Surroundings.Moved(neuron, data),
            Others = Surroundings.Others(neuron, data),
            HearsInputs = ask => HearsInputs(ask, neuron, data),
            Mistakes = Hypothesis.OfNeuron(neuron.Activation.SlopeInWords),
            HereIsEnough = claim is null,
            Kink = probe => probe.Parts[0].Where(part => part.Example.Delta.IsKink)
                .Select(part => Kink.Of(cost, neuron.Activation, part.Example.Z, part.Example.Y))
                .FirstOrDefault(text => text is not null) ?? "The cost has a kink here",
        }.Run((neuron, data));
    }

    /// <summary>Why the cost has no slope on the data; null where it has.</summary>
    private static string? Explain(Neuron neuron, Cost cost, Dataset data) => Enumerable.Range(0, data.Count)
        .Select(i => CompiledCost.For(cost, neuron.Activation).Explain(
            Require.WeightedInput(neuron.WeightedInput(data.RowSpan(i))), data.TargetArray[i]))
        .FirstOrDefault(sentence => sentence is not null);

    private static Probe Measure(Neuron neuron, Dataset data, Cost cost, double[] claimed, Claim formula)
    {
        var parts = Probe.PartsOf([.. Enumerable.Range(0, data.Count).Select(
            i => (Example.Measure(neuron, cost, data.RowSpan(i), data.TargetArray[i]), data.Row(i)))], claimed.Length);
        var (down, up) = (Asked(-1), Asked(1));
        return new(parts, claimed, [.. claimed.Select((value, j) => 2 * Math.Max(Off(down[j] - value), Off(up[j] - value))
            + parts[j].Average(part => Math.Abs(part.Item2) * part.Item1.Off(cost, neuron.Activation)))]);

        double[] Asked(int nudge)
        {
            try { return formula(neuron, data, nudge) is { } near && near.Length == claimed.Length ? near : claimed; }
            catch (Exception error) when (error is not OutOfMemoryException) { return claimed; }      // a rounded a may leave its domain
        }
        static double Off(double difference) => double.IsFinite(difference) ? Math.Abs(difference) : 0;
    }

    /// <summary>
    /// With x alone changed, and a, y and z the same, does the formula answer otherwise? Asked with the same signs and with all
    /// turned.
    /// </summary>
    private static bool HearsInputs(Func<(Neuron, Dataset), double[]?> ask, Neuron neuron, Dataset data) =>
        Surroundings.Moved(neuron, data).Take(2).Any(at => ((double[])[1.7, -1.7]).Any(scale =>
        {
            const double shift = 0.3;
            double[][] turned = [.. Enumerable.Range(0, at.Data.Count).Select(i => at.Data.Row(i).Select(v => scale * v + shift).ToArray())];
            var same = at.Neuron.With([.. at.Neuron.Weights.Select(w => w / scale)], at.Neuron.Bias - at.Neuron.Weights.Sum() * shift / scale);
            return ask((at.Neuron, at.Data)) is { } answer && ask((same, Dataset.Of(turned, [.. at.Data.Targets]))) is { } other
                && other.Zip(answer).Any(pair => Math.Abs(pair.First - pair.Second) > 1e-6 * Math.Abs(pair.Second));
        }));
}
