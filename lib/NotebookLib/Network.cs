namespace NotebookLib;

/// <summary>Layers one after the other: each is shown the outputs of the one before. Immutable.</summary>
public sealed class Network
{
    /// <summary>Layers in their order, the first one on the input.</summary>
    /// <exception cref="ArgumentException">There is no layer, or one does not have as many inputs as the one
    /// before has outputs.</exception>
    public Network(params Layer[] layers)
    {
        Require.That(layers?.Length > 0, $"A network needs at least one layer.");
        for (var l = 0; l < layers.Length; l++)
        {
            Require.That(layers[l] is not null, $"Layer {l + 1} was not defined; mend its cell first.");
            Require.That(l == 0 || layers[l].InputCount == layers[l - 1].OutputCount,
                $"Layer {l + 1} has {Require.Count(layers[l].InputCount, "input")}, but layer {l} has "
                + $"{Require.Count(layers[l - 1].OutputCount, "output")}; they must be the same number.");
        }
        Layers = [.. layers];
    }

    /// <summary>The layers, from the input to the output.</summary>
    public IReadOnlyList<Layer> Layers { get; }

    /// <summary>a^L, the outputs of the last layer, for as many finite inputs x as the first layer has.</summary>
    /// <exception cref="ArgumentException">x does not fit.</exception>
    public double[] Output(params double[] x) => Layers.Aggregate(x, (a, layer) => layer.Output(a));

    /// <summary>The cost of one example, Σ_k C(a_k, y_k) over the outputs.</summary>
    /// <exception cref="ArgumentException">The shapes do not fit, or an output lies outside the cost's domain.</exception>
    public double Cost(Cost cost, double[] x, double[] y) =>
        Layers[^1].Cost(cost, Layers.SkipLast(1).Aggregate(x, (a, layer) => layer.Output(a)), y);

    /// <summary>Backpropagation: δ^L from the cost, δ^l = f′(z^l) ⊙ (W^{l+1})ᵀδ^{l+1}, and in every layer ∂C/∂W^l = δ^l
    /// (a^{l−1})ᵀ with a^0 = x. Nielsen, ch. 2, equations BP1 to BP4. One gradient for each layer, in their order.</summary>
    /// <exception cref="ArgumentException">The shapes do not fit, or an output lies outside the cost's domain.</exception>
    public LayerGradient[] Gradient(Cost cost, double[] x, double[] y)
    {
        var (inputs, z) = (new double[Layers.Count][], new double[Layers.Count][]);
        for (var l = 0; l < Layers.Count; l++)
        {
            inputs[l] = l == 0 ? x : Layers[l - 1].Activate(z[l - 1]);
            z[l] = Layers[l].WeightedInput(inputs[l]);
        }
        var gradients = new LayerGradient[Layers.Count];
        var delta = Layers[^1].Delta(cost, Layers[^1].Check(cost, z[^1], y), y);
        for (var l = Layers.Count - 1; ; l--)
        {
            gradients[l] = new(delta, inputs[l]);
            if (l == 0) return gradients;
            delta = Layers[l - 1].Through(z[l - 1], Layers[l].Back(delta));
        }
    }

    /// <summary>For example "network: sigmoid layer, 2 inputs, 3 outputs → softmax layer, 3 inputs, 2 outputs".</summary>
    public override string ToString() => $"network: {string.Join(" → ", Layers)}";
}
