namespace NotebookLib;

/// <summary>How a neuron or a layer reads classified examples: the class it takes each for, and which it takes wrongly.</summary>
public sealed class Confusion
{
    private Confusion(Dataset data, int[] read)
    {
        (Data, Read) = (data, read);
        Wrong = [.. Enumerable.Range(0, data.Count).Where(i => read[i] != data.Labels[i])];
        Counts = [.. data.ClassNames.Select((_, truth) => (IReadOnlyList<int>)[.. data.ClassNames.Select((_, taken) =>
            Enumerable.Range(0, data.Count).Count(i => data.Labels[i] == truth && read[i] == taken))])];
    }

    /// <summary>The examples.</summary>
    public Dataset Data { get; }

    /// <summary>The class each example is taken for, as an index into the class names; N numbers.</summary>
    public IReadOnlyList<int> Read { get; }

    /// <summary>Counts[t][r]: how many examples of class t are taken for class r; m × m.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Counts { get; }

    /// <summary>The examples (from 0) that are taken for a wrong class.</summary>
    public IReadOnlyList<int> Wrong { get; }

    /// <summary>The part of the examples that is classified correctly, from 0 to 1.</summary>
    public double Accuracy => 1 - (double)Wrong.Count / Data.Count;

    /// <summary>A layer takes an example for the class whose output is largest; of equal outputs the first counts.</summary>
    /// <exception cref="ArgumentException">The data do not fit the layer.</exception>
    public static Confusion Of(Layer layer, Dataset data)
    {
        Require.Defined(layer);
        Require.Defined(data);
        data.RequireFor(layer);
        return new(data,
            [.. Enumerable.Range(0, data.Count).Select(i => layer.Output(data.Row(i))).Select(a => Array.IndexOf(a, a.Max()))]);
    }

    /// <summary>A neuron takes an example for the second class where its output is nearer to 1 than to 0: a &gt; 1/2.</summary>
    /// <exception cref="ArgumentException">The data do not fit the neuron, or do not have two classes.</exception>
    public static Confusion Of(Neuron neuron, Dataset data)
    {
        Require.Defined(neuron);
        Require.Defined(data);
        data.RequireFor(neuron);
        Require.That(data.ClassNames.Count == 2, $"{data.Name} does not have two classes to tell apart.");
        return new(data, [.. Enumerable.Range(0, data.Count).Select(i => neuron.Output(data.RowSpan(i)) > 0.5 ? 1 : 0)]);
    }

    /// <summary>For example "1797 examples, 96 % correct, 71 wrong".</summary>
    public override string ToString() =>
        Require.Count(Data.Count, "example")
        + FormattableString.Invariant($", {100 * Accuracy:G4} % correct, {Wrong.Count} wrong");
}
