using System.Runtime.CompilerServices;

namespace NotebookLib;

/// <summary>A cost with an activation, compiled: C(f(z), y) and δ = ∂C/∂z as functions of z and y, right in both tails.</summary>
internal sealed class CompiledCost
{
    static readonly ConditionalWeakTable<Cost, ConditionalWeakTable<Activation, CompiledCost>> Made = [];

    /// <summary>The compiled pair; made once for each cost and activation, whoever asks.</summary>
    public static CompiledCost For(Cost cost, Activation activation) =>
        Made.GetValue(cost, _ => []).GetValue(activation, f => new CompiledCost(cost, f));

    readonly Cost cost;
    readonly Activation activation;

    CompiledCost(Cost cost, Activation activation) => (this.cost, this.activation) = (cost, activation);

    /// <summary>C(f(z), y).</summary>
    public double Cost(double z, double y) => cost.Value(activation.Value(z), y);

    /// <summary>δ = ∂C/∂z = ∂C/∂a · f′(z).</summary>
    public double Delta(double z, double y) => cost.Slope(activation.Value(z), y) * activation.Slope(z);

    /// <summary>Cost and δ of a block of examples.</summary>
    public void Evaluate(double[] z, int zStart, double[] y, int yStart, int count, double[] cost, double[] delta)
    {
        for (var i = 0; i < count; i++)
        {
            cost[i] = Cost(z[zStart + i], y[yStart + i]);
            delta[i] = Delta(z[zStart + i], y[yStart + i]);
        }
    }

    /// <summary>Null if C and δ are finite here, else the sentence that says which part of the cost has no value and what to change.</summary>
    public string? Explain(double z, double y) => double.IsFinite(Cost(z, y)) && double.IsFinite(Delta(z, y))
        ? null
        : $"The cost {cost.Formula} has no value at a = {activation.Value(z):G6}, y = {y:G6}.";
}
