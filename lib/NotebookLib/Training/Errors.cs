namespace NotebookLib;

/// <summary>C and δ of one neuron, for blocks of so many rows at most.</summary>
internal sealed class NeuronErrors(CompiledCost compiled, double[] y, int block) : IErrors
{
    private readonly double[] targets = new double[block], costs = new double[block];

    public double One(int row, bool whole, double z, out double delta)
    {
        if (whole) return compiled.Both(z, y[row], out delta);
        delta = compiled.Delta(z, y[row]);
        return 0;
    }

    public double Of(ReadOnlySpan<int> rows, bool whole, double[] z, int stride, double[] delta)
    {
        if (!whole)
            for (var i = 0; i < rows.Length; i++) targets[i] = y[rows[i]];
        compiled.Evaluate(z, 0, whole ? y : targets, whole ? rows[0] : 0, rows.Length, whole ? costs : null, delta);
        return whole ? Numbers.Sum(costs.AsSpan(0, rows.Length)) : 0;
    }
}

/// <summary>The sum of C over a layer's outputs, and δ. The target of output k is 1 for the examples of class k and 0
/// for the others.</summary>
internal sealed class LayerErrors(CompiledCost? each, SoftmaxCost? together, int outputs, int[] labels, int block) : IErrors
{
    private readonly double[] targets = new double[outputs * RowSums.Padded(block)],
        costs = new double[outputs * RowSums.Padded(block)];
    private readonly double[] logSums = new double[RowSums.Padded(block)];

    /// <summary>How to make the errors of a layer for blocks of so many rows; what is compiled is compiled once.</summary>
    public static Func<int, IErrors> For(Layer layer, Cost cost, Dataset data)
    {
        int[] labels = [.. data.Labels];
        if (layer.Activation is null && cost.Formula.Equals(Cost.LogLoss.Formula))
            return block => new LogLossErrors(labels, block);
        var each = layer.Activation is { } f ? CompiledCost.For(cost, f) : null;
        var together = each is null ? new SoftmaxCost(cost) : null;
        return block => new LayerErrors(each, together, layer.OutputCount, labels, block);
    }

    public double Of(ReadOnlySpan<int> rows, bool whole, double[] z, int stride, double[] delta)
    {
        for (var i = 0; i < rows.Length; i++) targets[labels[rows[i]] * stride + i] = 1;
        if (each is not null) each.Evaluate(z, 0, targets, 0, outputs * stride, costs, delta);
        else
        {
            Softmax.Rows(z, rows.Length, stride, z, logSums);              // z holds a from here on
            together!.Evaluate(z, targets, outputs * stride, costs, delta);
            for (var i = 0; i < rows.Length; i++)
            {
                var sum = 0.0;
                for (var k = 0; k < outputs; k++) sum += delta[k * stride + i];
                for (var k = 0; k < outputs; k++) delta[k * stride + i] -= z[k * stride + i] * sum;
            }
        }
        var cost = 0.0;
        for (var k = 0; k < outputs; k++) cost += Numbers.Sum(costs.AsSpan(k * stride, rows.Length));
        for (var i = 0; i < rows.Length; i++) targets[labels[rows[i]] * stride + i] = 0;
        return cost;
    }
}

/// <summary>A cost of softmax outputs, compiled: C and p = a ∂C/∂a of each output, from which δ_k = p_k − a_k Σ_l p_l.</summary>
internal sealed class SoftmaxCost(Cost cost)
{
    private readonly Formula share = (Variable.A * cost.SlopeFormula).Simplify();
    private readonly BlockKernel both = Emitter.Vectors(cost.Formula.Substitute("a", Variable.Z),
        (Variable.A * cost.SlopeFormula).Simplify().Substitute("a", Variable.Z));

    public void Evaluate(double[] a, double[] y, int count, double[] costs, double[] shares)
    {
        if (both(a, 0, y, 0, count, costs, shares)) return;
        // an output rounded to 0 or 1: the interpreter knows 0 · ln 0
        for (var i = 0; i < count; i++)
        {
            if (double.IsFinite(costs[i]) && double.IsFinite(shares[i])) continue;
            var point = new Point(("a", a[i]), ("y", y[i]));
            (costs[i], shares[i]) = (cost.Formula.Evaluate(point), share.Evaluate(point));
        }
    }
}

/// <summary>Softmax with its matching cost: C = ln Σ e^z_l − z_k for class k, and δ = a − y.</summary>
internal sealed class LogLossErrors(int[] labels, int block) : IErrors
{
    private readonly double[] logSums = new double[RowSums.Padded(block)];

    public double Of(ReadOnlySpan<int> rows, bool whole, double[] z, int stride, double[] delta)
    {
        Softmax.Rows(z, rows.Length, stride, delta, logSums);
        var cost = 0.0;
        for (var i = 0; i < rows.Length; i++)
        {
            var k = labels[rows[i]] * stride + i;
            cost += logSums[i] - z[k];
            delta[k] -= 1;
        }
        return cost;
    }
}
