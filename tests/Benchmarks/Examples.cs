namespace NotebookLib.Benchmarks;

/// <summary>Made-up examples of a given shape: inputs from −1 to 1, targets 0 and 1. The same numbers every time.</summary>
internal sealed class Examples
{
    public Examples(int count, int inputs, int classes = 2)
    {
        var random = new Random(1);
        (Count, Inputs, Classes) = (count, inputs, classes);
        X = new double[count * inputs];
        for (var i = 0; i < X.Length; i++) X[i] = 2 * random.NextDouble() - 1;
        Labels = [.. Enumerable.Range(0, count).Select(_ => random.Next(classes))];
        Y = [.. Labels.Select(label => (double)label)];
        W = [.. Enumerable.Range(0, classes == 2 ? inputs : inputs * classes).Select(_ => 0.2 * random.NextDouble() - 0.1)];
        B = [.. Enumerable.Range(0, classes == 2 ? 1 : classes).Select(_ => 0.2 * random.NextDouble() - 0.1)];
        Data = new Dataset($"{count} × {inputs}", X, Y, [.. Enumerable.Range(1, inputs).Select(j => $"x{j}")],
            [.. Enumerable.Range(0, classes).Select(k => $"{k}")], Labels);
    }

    public int Count { get; }
    public int Inputs { get; }
    public int Classes { get; }

    /// <summary>Count × Inputs, row-major.</summary>
    public double[] X { get; }
    public double[] Y { get; }
    public int[] Labels { get; }

    /// <summary>Weights: one row of inputs, or one a class.</summary>
    public double[] W { get; }
    public double[] B { get; }
    public Dataset Data { get; }
}
