namespace NotebookLib;

/// <summary>The check of a neuron's gradient on data. A place to ask is a neuron with examples.</summary>
/// <remarks>
/// A formula's last argument, −1, 0 or 1, asks for its answer with a rounded down, as it is, or up: so its own rounding is
/// measured.
/// </remarks>
internal static class NeuronCheck
{
    /// <summary>A formula for one example, (a, y, z, x) ↦ the weight gradient; over several examples its mean.</summary>
    public static Func<Neuron, Dataset, int, double[]?> OfExample(Func<double, double, double, double[], double[]> formula) => (neuron, data, nudge) =>
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
    public static Func<Neuron, Dataset, int, double[]?> OfData(Func<Neuron, Dataset, double[]> formula) => (neuron, data, nudge) =>
        formula(nudge == 0 ? neuron : neuron.With([.. neuron.Weights.Select(w => w * (1 + nudge * 2e-16))], neuron.Bias * (1 - nudge * 2e-16)), data);

    /// <summary>The library's own gradient, with the bias last.</summary>
    private static Func<Neuron, Dataset, int, double[]?> OfLibrary(Cost cost) => (neuron, data, nudge) =>
    {
        var gradient = new double[neuron.InputCount + 1];
        for (var i = 0; i < data.Count; i++)
        {
            var z = Nudged(neuron.WeightedInput(data.RowSpan(i)), nudge);
            var delta = CompiledCost.For(cost, neuron.Activation).Delta(z, data.TargetArray[i]) / data.Count;
            for (var j = 0; j < neuron.InputCount; j++) gradient[j] += delta * data.RowSpan(i)[j];
            gradient[^1] += delta;
        }
        return gradient;
    };

    private static double Nudged(double value, int nudge) => nudge < 0 ? Math.BitDecrement(value) : nudge > 0 ? Math.BitIncrement(value) : value;

    public static GradientReport Run(string subject, Neuron neuron, Cost cost, Dataset data, Func<Neuron, Dataset, int, double[]?>? claim)
    {
        if (Explain(neuron, cost, data) is { } sentence) return Judge.Undecided(subject, sentence);
        var (formula, n) = (claim ?? OfLibrary(cost), neuron.InputCount);
        return new Inquiry<(Neuron Neuron, Dataset Data)>
        {
            Subject = subject,
            Name = (j, _) => j < n ? Words.Weight(j) : "b",
            Formula = at => formula(at.Neuron, at.Data, 0),
            Shaped = answer => answer is { Length: var length } && (length == n || length == n + 1) ? answer
                : throw new ArgumentException($"Expected {Require.Count(n, "number")} from your gradient, one for each weight (or {n + 1} with the bias last), "
                    + $"but it gave {(answer is null ? "null" : answer.Length.ToString())}."),
            Measure = (at, claimed) => Explain(at.Neuron, cost, at.Data) is null ? Measure(at.Neuron, at.Data, cost, claimed, formula) : null,
            Near = Surroundings.Moved(neuron, data),
            Others = Surroundings.Others(neuron, data),
            HearsInputs = ask => HearsInputs(ask, neuron, data),
            SlopeName = neuron.Activation.SlopeInWords,
            HereIsEnough = claim is null,
            Kink = probe => probe.Parts[0].Select(part => part.Example).Where(e => e.Delta.IsKink).Select(e => Kink.Of(cost, neuron.Activation, e.Z, e.Y))
                .FirstOrDefault(text => text is not null) ?? "The cost has a kink here",
        }.Run((neuron, data));
    }

    /// <summary>Why the cost has no slope on the data; null where it has.</summary>
    private static string? Explain(Neuron neuron, Cost cost, Dataset data)
    {
        for (var i = 0; i < data.Count; i++)
        {
            var z = neuron.WeightedInput(data.RowSpan(i));
            if (!double.IsFinite(z)) throw new ArgumentException($"The weighted input is {Words.Number(z)}: the weights or inputs are too large for a double.");
            if (CompiledCost.For(cost, neuron.Activation).Explain(z, data.TargetArray[i]) is { } sentence) return sentence;
        }
        return null;
    }

    private static Probe Measure(Neuron neuron, Dataset data, Cost cost, double[] claimed, Func<Neuron, Dataset, int, double[]?> formula)
    {
        var examples = Enumerable.Range(0, data.Count).Select(i => (Example.Measure(neuron, cost, data.RowSpan(i), data.TargetArray[i]), data.Row(i))).ToArray();
        double[] Asked(int nudge)
        {
            try { return formula(neuron, data, nudge) is { } near && near.Length == claimed.Length ? near : claimed; }
            catch (Exception error) when (error is not OutOfMemoryException) { return claimed; }      // a rounded a may leave its domain
        }
        double Off(double near, double value) => double.IsFinite(near - value) ? 2 * Math.Abs(near - value) : 0;
        var parts = Probe.PartsOf(examples, claimed.Length);
        return new(parts, claimed, [.. Asked(-1).Zip(Asked(1), claimed).Select((c, j) => Math.Max(Off(c.First, c.Third), Off(c.Second, c.Third))
            + parts[j].Average(part => Math.Abs(part.Item2) * part.Item1.Off(cost, neuron.Activation)))]);
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
