using static NotebookLib.Words;

namespace NotebookLib;

/// <summary>A gradient as it can be asked: of a neuron on examples, with a and z rounded down (nudge −1), as they are (0) or up
/// (1), so that the formula's own rounding is measured.</summary>
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
            double Nudged(double value) => nudge < 0 ? Math.BitDecrement(value) : nudge > 0 ? Math.BitIncrement(value) : value;
            var answer = formula(Nudged(neuron.Activation.Value(z)), data.TargetArray[i], Nudged(z), data.Row(i));
            if (answer is null || mean is not null && answer.Length != mean.Length) return answer;
            mean ??= new double[answer.Length];
            for (var j = 0; j < answer.Length; j++) mean[j] += answer[j] / data.Count;
        }
        return mean;
    };

    /// <summary>A formula for the whole data set, (neuron, data) ↦ the gradient of the mean cost.</summary>
    public static Claim OfData(Func<Neuron, Dataset, double[]> formula) => (neuron, data, nudge) =>
    {
        var by = nudge * 2e-16;
        Neuron Nudged() => neuron.With([.. neuron.Weights.Select(w => w * (1 + by))], neuron.Bias * (1 - by));
        return formula(by == 0 ? neuron : Nudged(), data);
    };

    /// <summary>The library's own gradient, with the bias last.</summary>
    private static Claim OfLibrary(CompiledCost compiled) => OfExample((_, y, z, x) =>
    {
        var delta = compiled.Delta(z, y);
        return [.. x.Select(v => delta * v), delta];
    });

    public static GradientReport Run(string subject, Neuron neuron, Cost cost, Dataset data, Claim? claim)
    {
        var (compiled, n) = (CompiledCost.For(cost, neuron.Activation), neuron.InputCount);
        var formula = claim ?? OfLibrary(compiled);
        return new Inquiry<(Neuron Neuron, Dataset Data)>
        {
            Subject = subject,
            Name = (j, _) => j < n ? Weight(j) : "b",
            Formula = at => formula(at.Neuron, at.Data, 0),
            Shaped = answer => answer?.Length == n || answer?.Length == n + 1 ? answer : throw new ArgumentException(
                $"Expected {Require.Count(n, "number")} from your gradient, one for each weight (or {n + 1} with the bias last), "
                + $"but it gave {answer?.Length.ToString() ?? "null"}."),
            Explain = at => Enumerable.Range(0, at.Data.Count).Select(i => compiled.Explain(
                Require.WeightedInput(at.Neuron.WeightedInput(at.Data.RowSpan(i))), at.Data.TargetArray[i]))
                .FirstOrDefault(sentence => sentence is not null),
            Measure = (at, claimed) => Measure(at.Neuron, at.Data, cost, claimed, formula),
            Near = Surroundings.Moved(neuron, data),
            Others = Surroundings.Others(neuron, data),
            HearsInputs = ask => Surroundings.Moved(neuron, data).Take(2).Any(at => HearsInputs(ask, at.Neuron, at.Data)),
            Mistakes = Hypothesis.OfNeuron(neuron.Activation.SlopeInWords),
            HereIsEnough = claim is null,
            Kink = probe => probe.Parts[0].Where(part => part.Example.Delta.IsKink)
                .Select(part => Kink.Of(cost, neuron.Activation, part.Example.Z, part.Example.Y))
                .FirstOrDefault(text => text is not null) ?? "The cost has a kink here",
        }.Run((neuron, data));
    }

    private static Probe Measure(Neuron neuron, Dataset data, Cost cost, double[] claimed, Claim formula)
    {
        var parts = Probe.PartsOf([.. Enumerable.Range(0, data.Count).Select(i =>
            (Example.Measure(neuron, cost, data.RowSpan(i), data.TargetArray[i]), data.Row(i)))], claimed.Length);
        var (down, up) = (Asked(-1), Asked(1));
        return new(parts, claimed, [.. claimed.Select((value, j) => 2 * Math.Max(Off(down[j] - value), Off(up[j] - value))
            + parts[j].Average(part => Math.Abs(part.Input) * part.Example.Off(cost, neuron.Activation)))]);

        double[] Asked(int nudge)
        {
            try { return formula(neuron, data, nudge) is { } near && near.Length == claimed.Length ? near : claimed; }
            catch (Exception error) when (error is not OutOfMemoryException) { return claimed; }    // a may leave its domain
        }
        static double Off(double difference) => double.IsFinite(difference) ? Math.Abs(difference) : 0;
    }

    /// <summary>With x alone changed, not a, y and z, is the answer another? With the same signs and with all turned.</summary>
    private static bool HearsInputs(Func<(Neuron, Dataset), double[]?> ask, Neuron neuron, Dataset data)
    {
        const double shift = 0.3;
        var answer = ask((neuron, data));
        return ((double[])[1.7, -1.7]).Any(scale =>
        {
            var rows = Enumerable.Range(0, data.Count).Select(i => data.Row(i).Select(v => scale * v + shift).ToArray());
            var same = neuron.With([.. neuron.Weights.Select(w => w / scale)],
                neuron.Bias - neuron.Weights.Sum() * shift / scale);
            return answer is not null && ask((same, Dataset.Of([.. rows], [.. data.Targets]))) is { } other
                && other.Zip(answer).Any(pair => Math.Abs(pair.First - pair.Second) > 1e-6 * Math.Abs(pair.Second));
        });
    }
}
