namespace NotebookLib;

/// <summary>
/// One example as a check sees it: the measured error δ and the factors that a mistake can be made of.
/// The witness is δ by dual numbers, where their own rounding leaves at least six digits.
/// </summary>
internal sealed record Example(double Z, double Y, Slope Delta, double ActivationSlope, double CostSlope, double? Witness = null)
{
    public static Example Measure(Neuron neuron, Cost cost, ReadOnlySpan<double> x, double y)
    {
        var compiled = CompiledCost.For(cost, neuron.Activation);
        double z = neuron.WeightedInput(x), slope = neuron.Activation.Slope(z);
        // The cost depends on w_j through z alone, so a step h in w_j is a step h·x_j in z: one measurement serves all weights.
        var delta = Differences.Measure(t => compiled.Cost(t, y), z);
        var costSlope = slope != 0 ? delta.Value / slope : Differences.Measure(a => cost.Value(a, y), neuron.Activation.Value(z)).Value;
        var dual = Dual.Of(cost, neuron.Activation, z, y);
        return new(z, y, delta, slope, costSlope, double.IsFinite(dual.Slope) && dual.SlopeError <= 1e-7 * Math.Abs(dual.Slope) ? dual.Slope : null);
    }

    /// <summary>Can a claim be judged by this example?</summary>
    public bool IsClear => double.IsFinite(Delta.Error) && !Delta.IsKink && double.IsFinite(CostSlope)
        && Delta.Error <= 1e-5 * Math.Max(Math.Abs(Delta.Value), Delta.Typical)
        && (Witness is not { } witness || Judge.Agree(witness, 0, Delta.Value, Delta.Error));

    /// <summary>What the rounding of C can make of a difference quotient, which its scatter need not show.</summary>
    public double Off(Cost cost, Activation activation) =>
        Delta.Step > 0 && Dual.Rounding(CompiledCost.For(cost, activation).CostInZ, new(("z", Z), ("y", Y))) is var bound && double.IsFinite(bound)
            ? 4 * bound / Delta.Step : 0;

    /// <summary>The same example with δ at the end of its error bar.</summary>
    public Example AtErrorBar()
    {
        var value = Delta.Value + Delta.Error;
        return this with { Delta = Delta with { Value = value }, CostSlope = ActivationSlope != 0 ? value / ActivationSlope : CostSlope };
    }
}

/// <summary>Somebody's gradient asked at one place, with what is true there.</summary>
/// <param name="Parts">For each coordinate the examples whose mean it is, each with the input that δ is multiplied by.</param>
/// <param name="Claimed">What the formula gave for each coordinate.</param>
/// <param name="Doubt">How far each of them may move by rounding: the claim's own error bar.</param>
internal sealed record Probe((Example Example, double Input)[][] Parts, double[] Claimed, double[] Doubt)
{
    /// <summary>
    /// A neuron's, or a layer's row by row: the mean over examples of δ times each input, and times 1 for the bias.
    /// </summary>
    public static (Example, double)[][] PartsOf(IReadOnlyList<(Example Example, double[] X)> examples, int length) =>
        [.. Enumerable.Range(0, length).Select(j => examples.Select(e => (e.Example, j < e.X.Length ? e.X[j] : 1)).ToArray())];

    public bool IsClear => Claimed.All(double.IsFinite) && Parts.SelectMany(parts => parts).Select(part => part.Example).Distinct().All(e => e.IsClear);

    public bool IsOfOneExample => Parts.All(parts => parts is [var (example, _)] && ReferenceEquals(example, Parts[0][0].Example));

    /// <summary>What the mistake would make of coordinate j here, and the error bar of that.</summary>
    public (double Value, double Error) Predict(Hypothesis hypothesis, int j)
    {
        double sum = 0, size = 0, error = 0;
        foreach (var (example, x) in Parts[j])
        {
            var term = hypothesis.Of(example, x);
            (sum, size, error) = (sum + term, size + Math.Abs(term), error + Math.Abs(hypothesis.Of(example.AtErrorBar(), x) - term));
        }
        var count = Parts[j].Length;
        var factor = (hypothesis.OfCount?.Invoke(count) ?? 1) / count;
        return (sum * factor, Math.Abs(factor) * (error + Judge.Relative / 10 * size));
    }

    /// <summary>Is claim j what the hypothesis makes of coordinate k?</summary>
    public bool Fits(Hypothesis hypothesis, int j, int k) => Predict(hypothesis, k) is var (value, error) && Judge.Agree(Claimed[j], Doubt[j], value, error);

    public bool Fits(Hypothesis hypothesis) => Enumerable.Range(0, Claimed.Length).All(j => Fits(hypothesis, j, j));

    /// <summary>Claimed/measured for coordinate j; NaN or infinite where that is nothing.</summary>
    public double Ratio(int j) => Claimed[j] / Predict(Hypothesis.Right, j).Value;

    public Coordinate[] Coordinates(Func<int, string> name) => [.. Parts.Select((parts, j) => Judge.Of(name(j), Claimed[j], Doubt[j],
        Slope.Mean([.. parts.Select(part => part.Example.Delta.Times(part.Input))]),
        parts.All(part => part.Example.Witness is not null) ? parts.Average(part => part.Example.Witness!.Value * part.Input) : null))];
}

/// <summary>A mistake, and what it makes of one example's slope δx_j.</summary>
internal sealed record Hypothesis(Mistake Mistake, Func<Example, double, double> Of, Func<int, double>? OfCount = null)
{
    public static readonly Hypothesis Right = new(Mistake.None, (e, x) => e.Delta.Value * x);

    /// <summary>Those that can be made in any gradient.</summary>
    public static readonly IReadOnlyList<Hypothesis> OfScale =
    [
        new(Mistake.Sign, (e, x) => -e.Delta.Value * x),
        new(Mistake.Half, (e, x) => 2 * e.Delta.Value * x),
        new(Mistake.Half, (e, x) => e.Delta.Value * x / 2),
    ];

    public static readonly IReadOnlyList<Hypothesis> Mistakes =
    [
        new(Mistake.MissingSlope, (e, x) => e.CostSlope * x),
        new(Mistake.ExtraSlope, (e, x) => e.Delta.Value * e.ActivationSlope * x),
        .. OfScale,
        new(Mistake.MissingInput, (e, x) => e.Delta.Value),
        new(Mistake.SignOfInput, (e, x) => e.Delta.Value * Math.Sign(x)),
        new(Mistake.ExtraInput, (e, x) => e.Delta.Value * x * x),
        new(Mistake.SumForMean, (e, x) => e.Delta.Value * x, n => n),
        new(Mistake.SumForMean, (e, x) => e.Delta.Value * x, n => 1.0 / n),
    ];

    /// <summary>Two mistakes at once, for the sentence where no single one fits.</summary>
    public static readonly IReadOnlyList<(Mistake First, Mistake Second, Hypothesis Both)> Pairs =
        [.. from first in Factors from second in Factors where first.Mistake < second.Mistake
            select (first.Mistake, second.Mistake, new Hypothesis(Mistake.Unknown,
                (e, x) => e.Delta.Value * x * first.Times(e, x) * second.Times(e, x)))];

    private static IReadOnlyList<(Mistake Mistake, Func<Example, double, double> Times)> Factors =>
    [
        (Mistake.MissingSlope, (e, _) => 1 / e.ActivationSlope), (Mistake.ExtraSlope, (e, _) => e.ActivationSlope),
        (Mistake.Sign, (_, _) => -1), (Mistake.Half, (_, _) => 2), (Mistake.Half, (_, _) => 0.5),
        (Mistake.MissingInput, (_, x) => 1 / x), (Mistake.SignOfInput, (_, x) => 1 / Math.Abs(x)), (Mistake.ExtraInput, (_, x) => x),
    ];
}
