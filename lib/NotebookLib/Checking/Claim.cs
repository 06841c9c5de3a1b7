namespace NotebookLib;

/// <summary>Somebody's gradient formula, asked with care: it may throw, forget a coordinate, or answer differently each time.</summary>
/// <param name="formula">The formula; its last argument, −1, 0 or 1, asks for the answer with a rounded down, as it is, or up.</param>
/// <param name="cost">The cost whose gradient it claims to be.</param>
internal sealed class Claim(Func<Neuron, Dataset, int, double[]?> formula, Cost cost)
{
    /// <summary>The first error that the formula stopped with, as a sentence, or null.</summary>
    public string? Trouble { get; private set; }

    /// <summary>A formula for one example, (a, y, z, x) ↦ the weight gradient; over several examples its mean.</summary>
    public static Claim OfExample(Func<double, double, double, double[], double[]> formula, Cost cost) => new((neuron, data, nudge) =>
    {
        double[]? mean = null;
        for (var i = 0; i < data.Count; i++)
        {
            var (x, z) = (data.Row(i), neuron.WeightedInput(data.RowSpan(i)));
            var a = neuron.Activation.Value(z);
            var answer = formula(nudge < 0 ? Math.BitDecrement(a) : nudge > 0 ? Math.BitIncrement(a) : a, data.TargetArray[i], z, x);
            if (answer is null || mean is not null && answer.Length != mean.Length) return answer;
            mean ??= new double[answer.Length];
            for (var j = 0; j < answer.Length; j++) mean[j] += answer[j] / data.Count;
        }
        return mean;
    }, cost);

    /// <summary>A formula for the whole data set, (neuron, data) ↦ the gradient of the mean cost.</summary>
    public static Claim OfData(Func<Neuron, Dataset, double[]> formula, Cost cost) =>
        new((neuron, data, nudge) => formula(nudge == 0 ? neuron : Nudged(neuron, nudge), data), cost);

    /// <summary>The library's own gradient, with the bias last.</summary>
    public static Claim OfLibrary(Cost cost) => new((neuron, data, nudge) =>
    {
        var compiled = CompiledCost.For(cost, neuron.Activation);
        var gradient = new double[neuron.InputCount + 1];
        for (var i = 0; i < data.Count; i++)
        {
            var z = neuron.WeightedInput(data.RowSpan(i));
            var delta = compiled.Delta(nudge < 0 ? Math.BitDecrement(z) : nudge > 0 ? Math.BitIncrement(z) : z, data.TargetArray[i]) / data.Count;
            for (var j = 0; j < neuron.InputCount; j++) gradient[j] += delta * data.RowSpan(i)[j];
            gradient[^1] += delta;
        }
        return gradient;
    }, cost);

    private static Neuron Nudged(Neuron neuron, int nudge) =>
        neuron.With([.. neuron.Weights.Select(w => w * (1 + nudge * 2e-16))], neuron.Bias * (1 - nudge * 2e-16));

    /// <summary>The formula's answer; null where it stopped with an error.</summary>
    /// <exception cref="ArgumentException">It did not give n numbers, or n + 1 with the bias.</exception>
    public double[]? Ask(Neuron neuron, Dataset data, int nudge = 0)
    {
        double[]? answer;
        try { answer = formula(neuron, data, nudge); }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            Trouble ??= $"Your gradient stopped with an error: {error.Message}";
            return null;
        }
        var n = neuron.InputCount;
        return answer is { Length: var length } && (length == n || length == n + 1)
            ? answer
            : throw new ArgumentException($"Expected {Require.Count(n, "number")} from your gradient, one for each weight (or {n + 1} with the bias last), "
                + $"but it gave {(answer is null ? "null" : answer.Length.ToString())}.");
    }

    /// <summary>Asked twice, does it give the same?</summary>
    public bool IsSteady(Neuron neuron, Dataset data, double[] before) =>
        Ask(neuron, data) is { } again && again.Zip(before).All(pair => pair.First.Equals(pair.Second));

    /// <summary>What was claimed there beside what is true there; null where that cannot be had.</summary>
    public Probe? At(Neuron neuron, Dataset data)
    {
        var compiled = CompiledCost.For(cost, neuron.Activation);
        for (var i = 0; i < data.Count; i++)
            if (compiled.Explain(neuron.WeightedInput(data.RowSpan(i)), data.TargetArray[i]) is not null) return null;
        return Ask(neuron, data) is { } claimed ? At(neuron, data, claimed) : null;
    }

    /// <summary>The same for an answer that is there already.</summary>
    public Probe At(Neuron neuron, Dataset data, double[] claimed)
    {
        Example[] examples = [.. Enumerable.Range(0, data.Count).Select(i => Example.Measure(neuron, cost, data.Row(i), data.TargetArray[i]))];
        return new Probe(examples, claimed, Doubt(neuron, data, claimed));
    }

    private double[] Doubt(Neuron neuron, Dataset data, double[] claimed)
    {
        var doubt = new double[claimed.Length];
        foreach (var nudge in (ReadOnlySpan<int>)[-1, 1])
        {
            if (Ask(neuron, data, nudge) is not { } near || near.Length != claimed.Length) continue;
            for (var j = 0; j < doubt.Length; j++)
                if (double.IsFinite(near[j] - claimed[j])) doubt[j] = Math.Max(doubt[j], 2 * Math.Abs(near[j] - claimed[j]));
        }
        return doubt;
    }
}
