namespace NotebookLib;

/// <summary>Where a claimed gradient is asked again: fixed places, so that a check always says the same.</summary>
internal static class Surroundings
{
    /// <summary>z at which the usual activations are neither flat nor alike, and which the usual costs allow.</summary>
    private static readonly double[] WeightedInputs = [0.37, -0.83, 1.31, -1.9, 0.62, 0.21];

    /// <summary>Inputs of different sizes, none of them 0, 1 or −1, of signs that alternate and turn with the shift.</summary>
    public static double[] Inputs(int n, double shift) => [.. Enumerable.Range(0, n)
        .Select(j => (j % 2 == 0 == shift < 0.5 ? 1 : -1) * (0.35 + 1.9 * ((shift + j * 0.6180339887) % 1)))];

    /// <summary>The neuron with w and b moved so that z becomes what is wanted at x.</summary>
    private static Neuron Towards(Neuron neuron, double[] x, double z)
    {
        var step = (z - neuron.WeightedInput(x)) / (x.Sum(v => v * v) + 1);
        return neuron.With([.. neuron.Weights.Zip(x, (w, v) => w + step * v)], neuron.Bias + step);
    }

    /// <summary>The same examples with other weights; and fewer examples.</summary>
    public static IEnumerable<(Neuron Neuron, Dataset Data)> Moved(Neuron neuron, Dataset data)
    {
        var first = data.Row(0);
        if (data.Count == 1) return WeightedInputs.Select(z => (Towards(neuron, first, z), data));
        var few = data.Count <= 200 ? data : data.Take([.. Enumerable.Range(0, 50)]);
        int[] some = [.. Enumerable.Range(0, Math.Min(4, data.Count)).Select(i => i * data.Count / Math.Min(4, data.Count))];
        return [
            (Towards(neuron, first, 0.37), few),
            (neuron.With([.. neuron.Weights.Select((w, j) => 0.5 * w + 0.1 * (j % 2))], 0.5 * neuron.Bias + 0.2), few),
            .. some.SelectMany(i => new[] { 0.37, -0.83 }.Select(z => (Towards(neuron, data.Row(i), z), data.Take([i])))),
            (Towards(neuron, first, 0.62), data.Take([.. Enumerable.Range(0, Math.Min(3, data.Count))])),
        ];
    }

    /// <summary>Other inputs, with the targets of the first examples.</summary>
    public static IEnumerable<(Neuron Neuron, Dataset Data)> Others(Neuron neuron, Dataset data) =>
        from shift in new[] { 0.13, 0.57 }
        from z in new[] { 0.37, -0.83, 0.62 }
        let x = Inputs(data.InputCount, shift)
        select (Towards(neuron, x, z), Dataset.Of([x], [data.TargetArray[0]]));
}
