namespace NotebookLib;

/// <summary>One neuron: a = f(w·x + b), with n weights w, a bias b and an activation f. Immutable: training
/// gives a new neuron.</summary>
public sealed class Neuron
{
    private readonly double[] w;

    /// <summary>A neuron with the given weights (n ≥ 1, finite), bias (finite) and activation.</summary>
    /// <exception cref="ArgumentException">There is no weight, or a weight or the bias is not a finite number.</exception>
    public Neuron(double[] weights, double bias, Activation activation)
    {
        Activation = activation ?? throw new ArgumentException("A neuron needs an activation, for example Activation.Sigmoid.");
        Require.That(weights?.Length > 0, $"A neuron needs at least one weight, for example weights: [0.6].");
        Require.Finite(weights, "Weight", every: "every weight");
        Require.Finite(bias, "bias");
        w = [.. weights];
        Bias = bias;
    }

    /// <summary>The weights w, n numbers. A copy: changing it does not change the neuron.</summary>
    public double[] Weights => [.. w];

    /// <summary>The bias b.</summary>
    public double Bias { get; }

    /// <summary>The activation f.</summary>
    public Activation Activation { get; }

    /// <summary>The number n of weights, and so of inputs.</summary>
    public int InputCount => w.Length;

    /// <summary>The weighted input z = w·x + b for n inputs x.</summary>
    /// <exception cref="ArgumentException">x does not have n numbers, or one of them is not finite.</exception>
    public double WeightedInput(params ReadOnlySpan<double> x)
    {
        Require.Inputs(x, w.Length);
        var z = Bias;
        for (var j = 0; j < w.Length; j++) z += w[j] * x[j];
        return z;
    }

    /// <summary>The output a = f(z) for n inputs x.</summary>
    /// <exception cref="ArgumentException">x does not have n finite numbers, or z is too large for a double.</exception>
    public double Output(params ReadOnlySpan<double> x) => Activation.Value(Require.WeightedInput(WeightedInput(x)));

    /// <summary>The cost C(a, y) of one example: n inputs x and the target y.</summary>
    /// <exception cref="ArgumentException">The inputs do not fit, or (a, y) lies outside the cost's domain.</exception>
    public double Cost(Cost cost, ReadOnlySpan<double> x, double y)
    {
        var (compiled, z) = At(cost, x, y);
        return compiled.Cost(z, y);
    }

    /// <summary>The gradient of the cost of one example: ∂C/∂w_j = δ x_j and ∂C/∂b = δ with the error δ = ∂C/∂z = (∂C/∂a) f′(z).
    /// Nielsen, <i>Neural Networks and Deep Learning</i>, ch. 2, equations BP1, BP3 and BP4 for one neuron.</summary>
    /// <exception cref="ArgumentException">The inputs do not fit, or (a, y) lies outside the cost's domain.</exception>
    public Gradient Gradient(Cost cost, ReadOnlySpan<double> x, double y)
    {
        var (compiled, z) = At(cost, x, y);
        var delta = compiled.Delta(z, y);
        var slope = Activation.Slope(z);
        var costSlope = cost.Slope(Activation.Value(z), y);
        if (!double.IsFinite(costSlope)) costSlope = delta / slope;     // a has been rounded to 0 or 1
        return new Gradient(delta, new Factors(costSlope, slope, [.. x]));
    }

    private (CompiledCost Compiled, double Z) At(Cost cost, ReadOnlySpan<double> x, double y)
    {
        var (compiled, z) = (CompiledCost.For(cost, Activation), WeightedInput(x));
        Require.InDomain(compiled, z, y);
        return (compiled, z);
    }

    /// <summary>The same activation with other weights and another bias.</summary>
    /// <exception cref="ArgumentException">There is no weight, or a number is not finite.</exception>
    public Neuron With(double[] weights, double bias) => new(weights, bias, Activation);

    /// <summary>For example "sigmoid(0.6·x₁ + 0.9)".</summary>
    public override string ToString()
    {
        var terms = w.Select((weight, j) => $"{Require.Text(weight)}·x{Words.Subscript(j + 1)}").Append(Require.Text(Bias));
        return $"{Activation.Name}({string.Join(" + ", terms)})".Replace("+ -", "− ");
    }
}
