namespace NotebookLib;

/// <summary>Somebody's gradient asked at one place, with what is true there.</summary>
/// <param name="Parts">For each coordinate the examples whose mean it is, each with the input that δ is multiplied by.</param>
/// <param name="Claimed">What the formula gave for each coordinate.</param>
/// <param name="Doubt">How far each of them may move by rounding: the claim's own error bar.</param>
internal sealed record Probe((Example Example, double Input)[][] Parts, double[] Claimed, double[] Doubt)
{
    /// <summary>A neuron's, or a layer's row by row: δ times each input, and times 1 for the bias.</summary>
    public static (Example Example, double Input)[][] PartsOf(IReadOnlyList<(Example One, double[] X)> examples, int n) =>
        [.. Enumerable.Range(0, n).Select(j => examples.Select(e => (e.One, j < e.X.Length ? e.X[j] : 1)).ToArray())];

    public bool IsClear => Claimed.All(double.IsFinite)
        && Parts.SelectMany(parts => parts).Select(part => part.Example).Distinct().All(e => e.IsClear);

    /// <summary>What the mistake would make of coordinate j here, and the error bar of that.</summary>
    public (double Value, double Error) Predict(Hypothesis hypothesis, int j)
    {
        double sum = 0, size = 0, error = 0;
        foreach (var (example, x) in Parts[j])
        {
            var term = hypothesis.Of(example, x);
            (sum, size) = (sum + term, size + Math.Abs(term));
            error += Math.Abs(hypothesis.Of(example.AtErrorBar(), x) - term);
        }
        var count = Parts[j].Length;
        var factor = (hypothesis.OfCount?.Invoke(count) ?? 1) / count;
        return (sum * factor, Math.Abs(factor) * (error + Judge.Relative / 10 * size));
    }

    /// <summary>Is claim j what the hypothesis makes of coordinate k?</summary>
    public bool Fits(Hypothesis hypothesis, int j, int k) =>
        Predict(hypothesis, k) is var (value, error) && Judge.Agree(Claimed[j], Doubt[j], value, error);

    public bool Fits(Hypothesis hypothesis) => Enumerable.Range(0, Claimed.Length).All(j => Fits(hypothesis, j, j));

    /// <summary>Claimed/measured for each coordinate where that is a number.</summary>
    public IEnumerable<double> Ratios => Enumerable.Range(0, Claimed.Length).Select(Ratio).Where(double.IsFinite);
    public double Ratio(int j) => Claimed[j] / Predict(Hypothesis.Right, j).Value;

    /// <summary>The ratio of a single example, the same at every weight; null for several examples.</summary>
    public double? OneRatio => Parts.All(parts => parts is [var (one, _)] && ReferenceEquals(one, Parts[0][0].Example))
        ? Ratios.FirstOrNull() : null;

    public Coordinate[] Coordinates(Func<int, string> name) => [.. Parts.Select((parts, j) =>
    {
        var slope = Slope.Mean([.. parts.Select(part => part.Example.Delta.Times(part.Input))]);
        var isWitnessed = parts.All(part => part.Example.Witness is not null);
        return Judge.Of(name(j), Claimed[j], Doubt[j], slope,
            isWitnessed ? parts.Average(part => part.Example.Witness * part.Input) : null);
    })];
}
