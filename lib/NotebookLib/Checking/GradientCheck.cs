namespace NotebookLib;

/// <summary>
/// Checks a gradient against slopes measured by differences, and says why it is wrong. Every measured slope has an error bar; the
/// verdict is pass, fail or inconclusive, each with its reason. A formula of yours is asked at other places too, with other
/// weights, inputs and examples, to find out which mistake it makes: use what it is given. What it answers never throws, only
/// the wrong number of values.
/// </summary>
/// <remarks>
/// Central differences with Richardson's extrapolation. The cost of one example depends on w_j through z alone, so a step h in
/// w_j is a step h x_j in z: one slope, measured along z, serves all n weights, and a check of n weights takes O(n).
/// </remarks>
public static class GradientCheck
{
    /// <summary>Checks the gradient of one example's cost: the library's own, or a formula of yours.</summary>
    /// <param name="neuron">The neuron, n weights.</param>
    /// <param name="cost">The cost C(a, y).</param>
    /// <param name="x">n inputs.</param>
    /// <param name="y">The target.</param>
    /// <param name="claimed">
    /// Your formula, (a, y, z, x) ↦ n numbers (or n + 1 with ∂C/∂b last), for example <c>(a, y, z, x) => [(a - y) * x[0]]</c>.
    /// Null: the library's own gradient.
    /// </param>
    /// <returns>The report.</returns>
    /// <exception cref="ArgumentException">The inputs do not fit the neuron, or the formula gives the wrong number of values.</exception>
    public static GradientReport Run(Neuron neuron, Cost cost, double[] x, double y,
        Func<double, double, double, double[], double[]>? claimed = null)
    {
        Require.Defined(cost);
        Require.Defined(neuron);
        Require.Defined(x);
        Require.Inputs(x, neuron.InputCount);
        Require.Finite(y, "target");
        var inputs = string.Join(", ", [.. x.Take(6).Select(v => Words.Number(v)), .. x.Skip(6).Take(1).Select(_ => "…")]);
        return NeuronCheck.Run($"{cost.Name} cost of {neuron} at x = ({inputs}), y = {Words.Number(y)}", neuron, cost,
            Dataset.Of([x], [y]), claimed is null ? null : NeuronCheck.OfExample(claimed));
    }

    /// <summary>Checks the gradient of the mean cost over a data set: the library's own, or a formula of yours.</summary>
    /// <param name="neuron">The neuron, n weights.</param>
    /// <param name="cost">The cost C(a, y).</param>
    /// <param name="data">N examples of n inputs.</param>
    /// <param name="claimed">
    /// Your formula for the whole set, (neuron, data) ↦ n numbers (or n + 1 with ∂C/∂b last). Null: the library's own gradient.
    /// </param>
    /// <returns>The report.</returns>
    /// <exception cref="ArgumentException">The data do not fit the neuron, or the formula gives the wrong number of values.</exception>
    public static GradientReport Run(Neuron neuron, Cost cost, Dataset data, Func<Neuron, Dataset, double[]>? claimed = null) =>
        RunOnData(neuron, cost, data, claimed is null ? null : NeuronCheck.OfData(claimed));

    /// <summary>The same for a formula of one example: its mean is compared with the slopes of the mean cost.</summary>
    /// <param name="neuron">The neuron, n weights.</param>
    /// <param name="cost">The cost C(a, y).</param>
    /// <param name="data">N examples of n inputs.</param>
    /// <param name="claimed">Your formula for one example, (a, y, z, x) ↦ n numbers (or n + 1 with ∂C/∂b last).</param>
    /// <returns>The report.</returns>
    /// <exception cref="ArgumentException">The data do not fit the neuron, or the formula gives the wrong number of values.</exception>
    public static GradientReport Run(Neuron neuron, Cost cost, Dataset data, Func<double, double, double, double[], double[]> claimed)
    {
        Require.Defined(claimed, "formula");
        return RunOnData(neuron, cost, data, NeuronCheck.OfExample(claimed));
    }

    /// <summary>Checks the gradient of a layer's cost at one example: the library's own, or a formula of yours.</summary>
    /// <param name="layer">The layer, m neurons with n inputs.</param>
    /// <param name="cost">The cost C of one output; the layer's cost is the sum over its outputs.</param>
    /// <param name="x">n inputs.</param>
    /// <param name="y">m targets.</param>
    /// <param name="claimed">Your formula, (a, y, z, x) ↦ m rows of n numbers (or n + 1 with the bias last), or null.</param>
    /// <returns>The report; w₂,₃ is the weight from input 3 to neuron 2.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static GradientReport Run(Layer layer, Cost cost, double[] x, double[] y,
        Func<double[], double[], double[], double[], double[][]>? claimed = null)
    {
        Require.Defined(cost);
        Require.Defined(layer);
        Require.Defined(x);
        return LayerCheck.Run(layer, cost, x, y, claimed);
    }

    /// <summary>Checks any claimed gradient of any function of n numbers.</summary>
    /// <param name="f">The function, w ↦ f(w).</param>
    /// <param name="gradient">Its claimed gradient, w ↦ n numbers.</param>
    /// <param name="at">Where to check, n ≥ 1 finite numbers.</param>
    /// <returns>The report: scale, sign and coordinate mistakes are named.</returns>
    /// <exception cref="ArgumentException">
    /// The point is empty or not finite, or the gradient gives the wrong number of values.
    /// </exception>
    public static GradientReport Run(Func<double[], double> f, Func<double[], double[]> gradient, double[] at) =>
        FunctionCheck.Run(f, gradient, at);

    private static GradientReport RunOnData(Neuron neuron, Cost cost, Dataset data, Claim? claim)
    {
        Require.Defined(cost);
        Require.Defined(neuron);
        Require.Defined(data);
        data.RequireFor(neuron);
        return NeuronCheck.Run($"mean {cost.Name} cost of {neuron} on {data}", neuron, cost, data, claim);
    }
}
