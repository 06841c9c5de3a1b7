using static System.FormattableString;

namespace NotebookLib;

/// <summary>A layer of m neurons on n inputs: z = Wx + b, and a = f(z) for each neuron alone, or a = softmax(z), where each
/// output depends on every z. Immutable. The cost of a layer is the sum of C(a_k, y_k) over its outputs.</summary>
public sealed class Layer
{
    private readonly double[][] w;
    private readonly double[] b;

    private Layer(Activation? activation, double[][] weights, double[] biases)
    {
        Require.That(weights?.Length > 0, $"A layer needs at least one row of weights, for example weights: [[0.5, -1]].");
        var n = weights[0]?.Length ?? 0;
        Require.That(n > 0, $"Row 1 of the weights is empty; each row holds one neuron's weights.");
        for (var k = 0; k < weights.Length; k++)
        {
            Require.That(weights[k]?.Length == n, $"Row {k + 1} of the weights has "
                + $"{Require.Count(weights[k]?.Length ?? 0, "number")}, but row 1 has {n}; all rows need the same number.");
            Require.Finite(weights[k], "Weight", $" of neuron {k + 1}", "every weight");
        }
        var got = biases?.Length ?? 0;
        Require.That(biases is not null && got == weights.Length,
            $"Expected {Require.Count(weights.Length, "bias", "biases")}, one for each row of weights, but got {got}.");
        Require.Finite(biases, "Bias", every: "every bias");
        (Activation, w, b) = (activation, Copy(weights), [.. biases]);
    }

    /// <summary>A layer whose neurons each have the activation f: W has m rows of n finite numbers, row k the weights of neuron
    /// k, and b has m.</summary>
    /// <exception cref="ArgumentException">The shapes do not fit, or a number is not finite.</exception>
    public Layer(double[][] weights, double[] biases, Activation activation)
        : this(activation ?? throw new ArgumentException("A layer needs an activation, for example Activation.Sigmoid."),
            weights, biases) { }

    /// <summary>A softmax layer, a_k = e^{z_k} / Σ_i e^{z_i}: positive numbers with the sum 1. W has m rows of n finite
    /// numbers, b has m.</summary>
    /// <exception cref="ArgumentException">The shapes do not fit, or a number is not finite.</exception>
    public static Layer Softmax(double[][] weights, double[] biases) => new(null, weights, biases);

    /// <summary>A softmax layer of n inputs and m outputs that begins with all weights and biases 0.</summary>
    /// <exception cref="ArgumentException">A number is below 1.</exception>
    public static Layer Softmax(int inputs, int outputs) => inputs < 1 || outputs < 1
        ? throw new ArgumentException(Invariant($"A layer needs at least one input and one output, not {inputs} and {outputs}."))
        : new(null, [.. Enumerable.Range(0, outputs).Select(_ => new double[inputs])], new double[outputs]);

    /// <summary>W, m rows of n numbers. A copy.</summary>
    public double[][] Weights => Copy(w);

    /// <summary>b, m numbers. A copy.</summary>
    public double[] Biases => [.. b];

    /// <summary>The activation f of each neuron; null for a softmax layer.</summary>
    public Activation? Activation { get; }

    /// <summary>The number n of inputs.</summary>
    public int InputCount => w[0].Length;

    /// <summary>The number m of outputs.</summary>
    public int OutputCount => w.Length;

    /// <summary>z = Wx + b, m numbers.</summary>
    /// <exception cref="ArgumentException">x does not have n finite numbers.</exception>
    public double[] WeightedInput(params double[] x)
    {
        Require.Inputs(x, InputCount);
        return [.. w.Select((row, k) => b[k] + row.Zip(x, (p, q) => p * q).Sum())];
    }

    /// <summary>a = f(z) or softmax(z), m numbers.</summary>
    /// <exception cref="ArgumentException">x does not have n finite numbers, or a z is too large for a double.</exception>
    public double[] Output(params double[] x) =>
        Activate([.. WeightedInput(x).Select(Require.WeightedInput)]);

    /// <summary>The cost of one example, Σ_k C(a_k, y_k), for n inputs x and m targets y.</summary>
    /// <exception cref="ArgumentException">The shapes do not fit, or an output lies outside the cost's domain.</exception>
    public double Cost(Cost cost, double[] x, double[] y) =>
        Arguments(Check(cost, WeightedInput(x), y)).Zip(y, Compiled(cost).Cost).Sum();

    /// <summary>The gradient of the cost of one example: ∂C/∂W = δxᵀ and ∂C/∂b = δ with δ = ∂C/∂z. The cost chooses the m numbers
    /// δ; the input chooses every row's direction. Nielsen, ch. 2, equations BP1, BP3 and BP4.</summary>
    /// <exception cref="ArgumentException">The shapes do not fit, or an output lies outside the cost's domain.</exception>
    public LayerGradient Gradient(Cost cost, double[] x, double[] y) =>
        new(Delta(cost, Check(cost, WeightedInput(x), y), y), x);

    /// <summary>The same kind of layer with other weights and biases.</summary>
    /// <exception cref="ArgumentException">The shapes do not fit, or a number is not finite.</exception>
    public Layer With(double[][] weights, double[] biases) => new(Activation, weights, biases);

    /// <summary>For example "softmax layer, 64 inputs, 10 outputs".</summary>
    public override string ToString() =>
        $"{Activation?.Name ?? "softmax"} layer, {Require.Count(InputCount, "input")}, {Require.Count(OutputCount, "output")}";

    internal double[] Activate(double[] z) => Activation is { } f ? [.. z.Select(f.Value)] : Stable.Softmax(z);

    /// <summary>The cost of one output as a function of z_k, or for softmax of ln a_k, since a_k = e^ln a_k.</summary>
    private CompiledCost Compiled(Cost cost) => CompiledCost.For(cost, Activation ?? Activation.OneOfSoftmax);

    /// <summary>z, or for softmax ln a, which is finite where a has become 0 in doubles.</summary>
    private double[] Arguments(double[] z) => Activation is null ? Stable.LogSoftmax(z) : z;

    /// <summary>δ = ∂C/∂z. Softmax: ∂a_i/∂z_k = a_i(1[i = k] − a_k), so δ_k = p_k − a_k Σ_i p_i with p = a ∂C/∂a, the δ of an
    /// output that is e^ln a.</summary>
    internal double[] Delta(Cost cost, double[] z, double[] y)
    {
        double[] p = [.. Arguments(z).Zip(y, Compiled(cost).Delta)];
        if (Activation is not null) return p;
        var sum = p.Sum();
        return [.. p.Zip(Activate(z), (pk, ak) => pk - ak * sum)];
    }

    /// <summary>∂C/∂z from ∂C/∂a = g, for a layer that is not the last.</summary>
    internal double[] Through(double[] z, double[] g)
    {
        if (Activation is { } f) return [.. z.Zip(g, (zk, gk) => gk * f.Slope(zk))];
        var a = Activate(z);
        var mean = a.Zip(g, (ak, gk) => ak * gk).Sum();
        return [.. a.Zip(g, (ak, gk) => ak * (gk - mean))];
    }

    /// <summary>Wᵀδ: ∂C/∂x from ∂C/∂z.</summary>
    internal double[] Back(double[] delta) =>
        [.. Enumerable.Range(0, InputCount).Select(j => w.Zip(delta, (row, d) => row[j] * d).Sum())];

    /// <summary>z, if it and the targets fit the cost.</summary>
    internal double[] Check(Cost cost, double[] z, double[] y)
    {
        Require.Defined(cost);
        var got = y?.Length ?? 0;
        Require.That(y is not null && got == OutputCount,
            $"Expected {Require.Count(OutputCount, "target")}, one for each output, but got {got}.");
        Require.Finite(y, "Target");
        var (compiled, arguments) = (Compiled(cost), Arguments(z));
        for (var k = 0; k < y.Length; k++) Require.InDomain(compiled, arguments[k], y[k]);
        return z;
    }

    private static double[][] Copy(double[][] rows) => [.. rows.Select(row => row.ToArray())];
}

/// <summary>The gradient of one example's cost at a layer: ∂C/∂W = δxᵀ, of rank 1 at most, and ∂C/∂b = δ.</summary>
public sealed class LayerGradient
{
    private readonly double[] delta, input;

    internal LayerGradient(double[] delta, double[] input) => (this.delta, this.input) = (delta, [.. input]);

    /// <summary>∂C/∂W = δxᵀ, m rows of n numbers: row k is δ_k x.</summary>
    public double[][] Weights => [.. delta.Select(d => input.Select(x => d * x).ToArray())];

    /// <summary>∂C/∂b = δ, m numbers. A copy.</summary>
    public double[] Biases => Delta;

    /// <summary>δ = ∂C/∂z, m numbers: all that the cost chooses. A copy.</summary>
    public double[] Delta => [.. delta];

    /// <summary>What the layer was shown: x, or in a network the outputs of the layer before, n numbers. A copy.</summary>
    public double[] Input => [.. input];
}
