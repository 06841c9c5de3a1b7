namespace NotebookLib;

/// <summary>One example as a check sees it: the measured error δ and the factors that a mistake can be made of. The witness is
/// δ by dual numbers, where their own rounding leaves at least six digits.</summary>
internal sealed record Example(double Z, double Y, Slope Delta, double ActivationSlope, double CostSlope, double? Witness = null)
{
    public static Example Measure(Neuron neuron, Cost cost, ReadOnlySpan<double> x, double y)
    {
        var compiled = CompiledCost.For(cost, neuron.Activation);
        double z = neuron.WeightedInput(x), slope = neuron.Activation.Slope(z);
        // The cost depends on w_j through z alone, so a step h in w_j is a step h·x_j in z: one measurement serves all weights.
        var delta = Differences.Measure(t => compiled.Cost(t, y), z);
        var costSlope = slope != 0 ? delta.Value / slope
            : Differences.Measure(a => cost.Value(a, y), neuron.Activation.Value(z)).Value;
        var dual = Dual.Of(cost, neuron.Activation, z, y);
        var isSharp = double.IsFinite(dual.Slope) && dual.SlopeError <= 1e-7 * Math.Abs(dual.Slope);
        return new(z, y, delta, slope, costSlope, isSharp ? dual.Slope : null);
    }

    /// <summary>Can a claim be judged by this example?</summary>
    public bool IsClear => double.IsFinite(Delta.Error) && !Delta.IsKink && double.IsFinite(CostSlope)
        && Delta.Error <= 1e-5 * Math.Max(Math.Abs(Delta.Value), Delta.Typical)
        && (Witness is not { } witness || Judge.Agree(witness, 0, Delta.Value, Delta.Error));

    /// <summary>What the rounding of C can make of a difference quotient, which its scatter need not show.</summary>
    public double Off(Cost cost, Activation activation) => Delta.Step > 0
        && Dual.Rounding(CompiledCost.For(cost, activation).CostInZ, new(("z", Z), ("y", Y))) is var bound
        && double.IsFinite(bound) ? 4 * bound / Delta.Step : 0;

    /// <summary>The same example with δ at the end of its error bar.</summary>
    public Example AtErrorBar()
    {
        var delta = Delta with { Value = Delta.Value + Delta.Error };
        return this with { Delta = delta, CostSlope = ActivationSlope != 0 ? delta.Value / ActivationSlope : CostSlope };
    }
}
