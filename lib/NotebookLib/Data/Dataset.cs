namespace NotebookLib;

/// <summary>N examples of n inputs and one target each. Immutable. Row i is x_i; "row 1" in messages is the first.</summary>
public sealed partial class Dataset
{
    private readonly double[] x;            // N × n, row-major
    private readonly double[] y;

    internal Dataset(
        string name, double[] x, double[] y, IReadOnlyList<string> features, IReadOnlyList<string> classes, int[] labels)
    {
        (Name, this.x, this.y, FeatureNames, ClassNames, Labels) = (name, x, y, features, classes, labels);
        InputCount = features.Count;
    }

    /// <summary>The name in charts and messages.</summary>
    public string Name { get; }

    /// <summary>The number N of examples.</summary>
    public int Count => y.Length;

    /// <summary>The number n of inputs of one example.</summary>
    public int InputCount { get; }

    /// <summary>The targets y, N numbers: with two classes 0 and 1, in the order of <see cref="ClassNames"/>.</summary>
    public IReadOnlyList<double> Targets => y;

    internal double[] InputArray => x;

    internal double[] TargetArray => y;

    /// <summary>The names of the n inputs.</summary>
    public IReadOnlyList<string> FeatureNames { get; }

    /// <summary>The names of the classes, in order; empty where the targets are plain numbers.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>The class of each example as an index into <see cref="ClassNames"/>; empty where there are no classes.</summary>
    public IReadOnlyList<int> Labels { get; }

    /// <summary>The names of inputs that are the same in every example; <see cref="Standardize"/> sets them to 0.</summary>
    public IReadOnlyList<string> ConstantFeatures =>
        [.. FeatureNames.Where((_, j) => Column(j).Min() == Column(j).Max())];

    /// <summary>The inputs of example i (from 0), n numbers. A copy.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such example.</exception>
    public double[] Row(int i) => RowSpan(Require.Index(i, Count, Name, "examples")).ToArray();

    /// <summary>Input j (from 0) of every example, N numbers. A copy.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such input.</exception>
    public double[] Column(int j)
    {
        Require.Index(j, InputCount, Name, "inputs");
        return [.. Enumerable.Range(0, Count).Select(i => x[i * InputCount + j])];
    }

    /// <summary>Data typed in: N ≥ 1 rows of n ≥ 1 finite inputs, and one finite target for each.</summary>
    /// <exception cref="ArgumentException">The shapes do not fit, or a number is not finite; it says which row.</exception>
    public static Dataset Of(double[][] inputs, double[] targets)
    {
        Require.Defined(inputs);
        Require.Defined(targets);
        Require.That(inputs.Length > 0, $"A data set needs at least one example, for example Dataset.Of([[1.0]], [0.0]).");
        Require.That(inputs.Length == targets.Length,
            $"Expected {Require.Count(inputs.Length, "target")}, one for each row, but got {targets.Length}.");
        var n = inputs[0]?.Length ?? 0;
        Require.That(n > 0, $"Row 1 has no inputs; each row needs at least one.");
        for (var i = 0; i < inputs.Length; i++)
        {
            Require.That(inputs[i]?.Length == n, $"Row {i + 1} has {Require.Count(inputs[i]?.Length ?? 0, "input")}, "
                + $"but row 1 has {n}; all rows need the same number.");
            Require.Finite(inputs[i], $"Row {i + 1}, input");
            Require.Finite(targets[i], $"target of row {i + 1}");
        }
        string[] names = [.. Enumerable.Range(1, n).Select(j => $"x{j}")];
        return new Dataset("data", [.. inputs.SelectMany(row => row)], [.. targets], names, [], []);
    }

    /// <summary>The examples of the named classes alone. With two names the first gets the target 0, the second 1.</summary>
    /// <exception cref="ArgumentException">No class is named, one twice, or one that is not there; the
    /// message says which.</exception>
    public Dataset Only(params string[] classes)
    {
        var kept = ClassIndices(classes);
        var rows = Enumerable.Range(0, Count).Where(i => kept.Contains(Labels[i])).ToArray();
        int[] labels = [.. rows.Select(i => Array.IndexOf(kept, Labels[i]))];
        return new Dataset($"{Name} ({string.Join(", ", classes)})", Rows(rows), Numbers(labels), FeatureNames, classes, labels);
    }

    /// <summary>Two classes: the named ones together get the target 1, all others 0.</summary>
    /// <exception cref="ArgumentException">No class is named, one twice, one that there is not, or all of them.</exception>
    public Dataset AgainstRest(params string[] classes)
    {
        var ones = ClassIndices(classes);
        Require.That(ones.Length < ClassNames.Count,
            $"These are all classes of {Name}: nothing is left for the rest. Leave one out.");
        int[] labels = [.. Labels.Select(label => ones.Contains(label) ? 1 : 0)];
        var name = string.Join(", ", classes);
        return new Dataset($"{Name} ({name} against the rest)", x, Numbers(labels), FeatureNames, ["the rest", name], labels);
    }

    /// <summary>The named inputs alone, in the order given.</summary>
    /// <exception cref="ArgumentException">There is no input of that name; the message lists those there are.</exception>
    public Dataset Features(params string[] names)
    {
        var columns = Indices(names, FeatureNames, "input");
        double[] chosen = [.. Enumerable.Range(0, Count).SelectMany(i => columns.Select(j => x[i * InputCount + j]))];
        return new Dataset(Name, chosen, y, [.. names], ClassNames, [.. Labels]);
    }

    /// <summary>A random part for training, by default three quarters, and the rest for testing; the same seed gives
    /// the same parts.</summary>
    /// <exception cref="ArgumentException">A part would be empty.</exception>
    public (Dataset Train, Dataset Test) Split(int seed, double part = 0.75)
    {
        var cut = (int)Math.Round(part * Count);
        Require.That(part > 0 && part < 1 && cut > 0 && cut < Count,
            $"A part of {part} of {Require.Count(Count, "example")} leaves nothing on one side; "
            + $"take a part between 0 and 1, for example 0.75.");
        int[] order = [.. Enumerable.Range(0, Count)];
        new Random(seed).Shuffle(order);
        return (Take(order[..cut], "training part"), Take(order[cut..], "test part"));
    }

    /// <summary>For example "iris: 150 examples of 4 inputs, 3 classes".</summary>
    public override string ToString() =>
        $"{Name}: {Require.Count(Count, "example")} of {Require.Count(InputCount, "input")}"
            + (ClassNames.Count > 0 ? $", {Require.Count(ClassNames.Count, "class", "classes")}" : "");

    internal ReadOnlySpan<double> RowSpan(int i) => x.AsSpan(i * InputCount, InputCount);

    internal void RequireFor(Neuron neuron)
    {
        Require.That(InputCount == neuron.InputCount, $"The data have {Require.Count(InputCount, "input")}, but the neuron has "
            + $"{Require.Count(neuron.InputCount, "weight")}; there must be one weight for each input.");
        Require.That(ClassNames.Count <= 2, $"{Name} has {ClassNames.Count} classes, and one neuron tells two apart: "
            + $"take two of them, data.Only(\"{ClassNames[0]}\", \"{ClassNames[1]}\"), "
            + $"or one against the others, data.AgainstRest(\"{ClassNames[0]}\").");
    }

    internal void RequireFor(Layer layer)
    {
        Require.That(ClassNames.Count > 0, $"{Name} has no classes for a layer to tell apart: its targets are plain numbers.");
        Require.That(ClassNames.Count == layer.OutputCount, $"{Name} has {ClassNames.Count} classes, but the layer has "
            + $"{Require.Count(layer.OutputCount, "output")}; there must be one output for each class.");
        Require.That(InputCount == layer.InputCount,
            $"{Name} has {Require.Count(InputCount, "input")}, but the layer takes {layer.InputCount}.");
    }

    internal Dataset Take(int[] rows, string part = "some examples") =>
        new($"{Name}, {part}", Rows(rows), [.. rows.Select(i => y[i])], FeatureNames, ClassNames,
            ClassNames.Count > 0 ? [.. rows.Select(i => Labels[i])] : []);

    /// <summary>The same examples with other inputs.</summary>
    private Dataset WithInputs(double[] inputs, string name) => new(name, inputs, y, FeatureNames, ClassNames, [.. Labels]);

    private double[] Rows(int[] rows) => [.. rows.SelectMany(Row)];

    private static double[] Numbers(int[] labels) => [.. labels.Select(label => (double)label)];

    private int[] ClassIndices(string[] classes)
    {
        Require.That(ClassNames.Count > 0, $"{Name} has no classes; its targets are plain numbers.");
        return Indices(classes, ClassNames, "class");
    }

    /// <summary>Where each of the names typed stands among those there are.</summary>
    private int[] Indices(string[] typed, IReadOnlyList<string> names, string noun)
    {
        var all = string.Join(", ", names);
        Require.That(typed?.Length > 0, $"Name at least one {noun}; {Name} has {all}.");
        var twice = typed.GroupBy(name => name).FirstOrDefault(group => group.Count() > 1)?.Key;
        Require.That(twice is null, $"The {noun} \"{twice}\" is named twice; {Name} has {all}.");
        int[] indices = [.. typed.Select(name => names.ToList().IndexOf(name))];
        var missing = Array.IndexOf(indices, -1);
        Require.That(missing < 0, $"{Name} has no {noun} \"{typed[missing]}\"; it has {all}."
            + $"{Require.DidYouMean(typed[missing] ?? "", names)}");
        return indices;
    }
}
