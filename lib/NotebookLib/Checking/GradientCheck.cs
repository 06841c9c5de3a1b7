namespace NotebookLib;

/// <summary>Checks a gradient against slopes measured by differences, and says why it is wrong. Every measured slope has an
/// error bar; the verdict is pass, fail or inconclusive, each with its reason.</summary>
/// <remarks>
/// Central differences with Richardson's extrapolation. The cost of one example depends on w_j through z alone, so a step h in
/// w_j is a step h x_j in z: one slope, measured along z, serves all n weights, and a check of n weights takes O(n).
/// <para>
/// What is checked is the claimed formula, or the library's own gradient where there is none. Of a neuron with n weights it is n
/// numbers, or n + 1 with ∂C/∂b last. It is asked with other weights, inputs and examples too, to find out which mistake it
/// makes: use what it is given. No check throws because of what a formula answers, only because of its shape.
/// </para>
/// </remarks>
public static class GradientCheck
{
    /// <summary>Checks the gradient of one example's cost C(a, y), with n inputs x and the target y: the library's own, or a
    /// formula of yours, (a, y, z, x) ↦ n numbers, for example <c>(a, y, z, x) => [(a - y) * x[0]]</c>.</summary>
    /// <exception cref="ArgumentException">The inputs do not fit the neuron, or the formula gives the wrong number of
    /// numbers.</exception>
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

    /// <summary>Checks the gradient of the mean cost over N examples: the library's own, or a formula of yours for them all,
    /// (neuron, data) ↦ n numbers.</summary>
    /// <exception cref="ArgumentException">The data do not fit the neuron, or the formula gives the wrong number of
    /// numbers.</exception>
    public static GradientReport Run(Neuron neuron, Cost cost, Dataset data, Func<Neuron, Dataset, double[]>? claimed = null) =>
        RunOnData(neuron, cost, data, claimed is null ? null : NeuronCheck.OfData(claimed));

    /// <summary>Checks the gradient of the mean cost over N examples, by a formula of yours for one, (a, y, z, x) ↦ n numbers:
    /// its mean is what is checked.</summary>
    /// <exception cref="ArgumentException">The data do not fit the neuron, or the formula gives the wrong number of
    /// numbers.</exception>
    public static GradientReport Run(Neuron neuron, Cost cost, Dataset data,
        Func<double, double, double, double[], double[]> claimed)
    {
        Require.Defined(claimed, "formula");
        return RunOnData(neuron, cost, data, NeuronCheck.OfExample(claimed));
    }

    /// <summary>Checks the gradient of a layer's cost, the sum of C over its m outputs, for n inputs x and m targets y: the
    /// library's own, or a formula of yours, (a, y, z, x) ↦ m rows of n numbers, or of n + 1 with ∂C/∂b last. In the report w₂,₃
    /// is the weight from input 3 to neuron 2.</summary>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static GradientReport Run(Layer layer, Cost cost, double[] x, double[] y,
        Func<double[], double[], double[], double[], double[][]>? claimed = null)
    {
        Require.Defined(cost);
        Require.Defined(layer);
        Require.Defined(x);
        return LayerCheck.Run(layer, cost, x, y, claimed);
    }

    /// <summary>Checks a gradient w ↦ n numbers of any function w ↦ f(w) at n ≥ 1 finite numbers: scale, sign and coordinate
    /// mistakes are named.</summary>
    /// <exception cref="ArgumentException">The point is empty or not finite, or the gradient has not n numbers.</exception>
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
