namespace NotebookLib;

/// <summary>
/// One example as a check sees it: its input, the measured error δ and the factors that a mistake can be made of.
/// The witness is δ by dual numbers, where their own rounding leaves at least six digits.
/// </summary>
internal sealed record Example(double[] X, double Y, double Z, Slope Delta, double ActivationSlope, double CostSlope, double? Witness = null)
{
    public static Example Measure(Neuron neuron, Cost cost, double[] x, double y)
    {
        var compiled = CompiledCost.For(cost, neuron.Activation);
        double z = neuron.WeightedInput(x), slope = neuron.Activation.Slope(z);
        // The cost depends on w_j through z alone, so a step h in w_j is a step h·x_j in z: one measurement serves all weights.
        var delta = Differences.Measure(t => compiled.Cost(t, y), z);
        var costSlope = slope != 0 ? delta.Value / slope : Differences.Measure(a => cost.Value(a, y), neuron.Activation.Value(z)).Value;
        var dual = Dual.Of(cost, neuron.Activation, z, y);
        return new(x, y, z, delta, slope, costSlope, double.IsFinite(dual.Slope) && dual.SlopeError <= 1e-7 * Math.Abs(dual.Slope) ? dual.Slope : null);
    }

    /// <summary>Can a claim be judged by this example?</summary>
    public bool IsClear => double.IsFinite(Delta.Error) && !Delta.IsKink && double.IsFinite(CostSlope)
        && Delta.Error <= 1e-5 * Math.Max(Math.Abs(Delta.Value), Delta.Typical)
        && (Witness is not { } witness || Judge.Agree(witness, 0, Delta.Value, Delta.Error));

    /// <summary>The same example with δ at the end of its error bar.</summary>
    public Example AtErrorBar()
    {
        var value = Delta.Value + Delta.Error;
        return this with { Delta = Delta with { Value = value }, CostSlope = ActivationSlope != 0 ? value / ActivationSlope : CostSlope };
    }
}

/// <summary>Somebody's gradient asked at one neuron on some examples, with what is true there.</summary>
/// <param name="Examples">The examples, measured.</param>
/// <param name="Claimed">What the formula gave: n numbers, or n + 1 with the bias last.</param>
/// <param name="Doubt">How far each of them moves when a is rounded otherwise: the claim's own error bar.</param>
internal sealed record Probe(IReadOnlyList<Example> Examples, double[] Claimed, double[] Doubt)
{
    public int InputCount => Examples[0].X.Length;

    public bool IsClear => Examples.All(e => e.IsClear) && Claimed.All(double.IsFinite);

    /// <summary>What the mistake would make of coordinate j here, and the error bar of that.</summary>
    public (double Value, double Error) Predict(Hypothesis hypothesis, int j)
    {
        double sum = 0, size = 0, error = 0;
        foreach (var e in Examples)
        {
            var x = j < InputCount ? e.X[j] : 1;
            var term = hypothesis.Of(e, x);
            sum += term;
            size += Math.Abs(term);
            error += Math.Abs(hypothesis.Of(e.AtErrorBar(), x) - term);
        }
        var factor = hypothesis.Factor(Examples.Count) / Examples.Count;
        return (sum * factor, Math.Abs(factor) * (error + Judge.Relative / 10 * size));
    }

    public bool Fits(Hypothesis hypothesis, int j)
    {
        var (value, error) = Predict(hypothesis, j);
        return Judge.Agree(Claimed[j], Doubt[j], value, error);
    }

    public bool Fits(Hypothesis hypothesis)
    {
        for (var j = 0; j < Claimed.Length; j++)
            if (!Fits(hypothesis, j)) return false;
        return true;
    }
}

/// <summary>A mistake, and what it makes of one example's slope δx_j.</summary>
internal sealed record Hypothesis(Mistake Mistake, Func<Example, double, double> Of, Func<int, double>? OfCount = null)
{
    public double Factor(int count) => OfCount?.Invoke(count) ?? 1;

    public static readonly Hypothesis Right = new(Mistake.None, (e, x) => e.Delta.Value * x);

    public static readonly IReadOnlyList<Hypothesis> Mistakes =
    [
        new(Mistake.MissingSlope, (e, x) => e.CostSlope * x),
        new(Mistake.ExtraSlope, (e, x) => e.Delta.Value * e.ActivationSlope * x),
        new(Mistake.Sign, (e, x) => -e.Delta.Value * x),
        new(Mistake.Half, (e, x) => 2 * e.Delta.Value * x),
        new(Mistake.Half, (e, x) => e.Delta.Value * x / 2),
        new(Mistake.MissingInput, (e, x) => e.Delta.Value),
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
        (Mistake.MissingInput, (_, x) => 1 / x), (Mistake.ExtraInput, (_, x) => x),
    ];
}
