namespace NotebookLib;

/// <summary>
/// Mean cost and mean gradient of a layer over classified examples, block by block like <see cref="FusedPass"/>. The parameters are
/// (w_k, b_k), n + 1 numbers, neuron after neuron; the target of neuron k is 1 for the examples of class k and 0 for the others.
/// </summary>
internal sealed class LayerPass
{
    private const int CacheNumbers = 20_000;        // 160 kB of inputs a block: the second cache

    private readonly double[] x;
    private readonly int[] labels;
    private readonly int n, m, block, stride;
    private readonly RowKernel kernel;
    private readonly int[] rows, classes;           // of the block: where each row begins, and its class
    private readonly double[] z, targets, deltas, costs, logSums;
    private readonly CompiledCost? compiled;        // of each output alone
    private readonly BlockKernel? shares;           // C and p = a ∂C/∂a of each output of a softmax layer
    private readonly bool logLoss;
    private readonly Formula costFormula, shareFormula;

    /// <param name="layer">Any layer of m neurons.</param>
    /// <param name="cost">The cost of one output.</param>
    /// <param name="data">N examples of n inputs and of m classes.</param>
    /// <param name="blockSize">Rows a block, from 1 up. Null: as many as fit the cache.</param>
    public LayerPass(Layer layer, Cost cost, Dataset data, int? blockSize = null)
    {
        (x, labels, n, m) = (data.InputArray, [.. data.Labels], data.InputCount, layer.OutputCount);
        block = Math.Min(blockSize ?? Math.Clamp(CacheNumbers / Math.Max(n, 1) & ~7, 16, 256), Math.Max(labels.Length, 1));
        stride = (block + RowKernel.Padding - 1) / RowKernel.Padding * RowKernel.Padding;
        kernel = RowKernel.For(n);
        (rows, classes, logSums) = (new int[block], new int[block], new double[stride]);
        (z, targets, deltas, costs) = (new double[m * stride], new double[m * stride], new double[m * stride], new double[m * stride]);
        (costFormula, shareFormula) = (cost.Formula, (Variable.A * cost.SlopeFormula).Simplify());
        if (layer.Activation is { } f) compiled = CompiledCost.For(cost, f);
        else if (cost.Formula.Equals(Cost.LogLoss.Formula)) logLoss = true;
        else shares = Emitter.Vectors(costFormula.Substitute("a", Variable.Z), shareFormula.Substitute("a", Variable.Z));
    }

    /// <summary>Writes the mean gradient over all rows, laid out like the parameters, and returns the mean cost.</summary>
    public double Run(ReadOnlySpan<double> parameters, Span<double> gradient) => Run(parameters, default, labels.Length, gradient);

    /// <summary>The same over a batch of rows.</summary>
    public double Run(ReadOnlySpan<double> parameters, ReadOnlySpan<int> batch, Span<double> gradient) => Run(parameters, batch, batch.Length, gradient);

    private double Run(ReadOnlySpan<double> parameters, ReadOnlySpan<int> batch, int count, Span<double> gradient)
    {
        gradient.Clear();
        var (cost, ahead) = (0.0, batch.IsEmpty ? block * n : 0);      // the next block, where it is known
        for (var start = 0; start < count; start += block)
        {
            var size = Math.Min(block, count - start);
            for (var i = 0; i < size; i++)
            {
                var row = batch.IsEmpty ? start + i : batch[start + i];
                (rows[i], classes[i]) = (row * n, labels[row]);
            }
            var part = rows.AsSpan(0, size);
            kernel.WeightedInputs(x, part, parameters, z, stride, ahead);
            cost += logLoss ? LogLoss(size) : Errors(size);
            kernel.AddGradient(x, part, deltas, stride, gradient, ahead);
        }
        var mean = 1.0 / count;
        for (var j = 0; j < gradient.Length; j++) gradient[j] *= mean;
        return cost * mean;
    }

    /// <summary>Softmax with its matching cost: C = ln Σ e^z_l − z_k for class k, and δ = a − y.</summary>
    private double LogLoss(int size)
    {
        kernel.Softmax(z, size, stride, deltas, logSums);
        var cost = 0.0;
        for (var i = 0; i < size; i++)
        {
            var k = classes[i] * stride + i;
            cost += logSums[i] - z[k];
            deltas[k] -= 1;
        }
        return cost;
    }

    /// <summary>Any other cost: C and δ of each output alone, or for softmax δ_k = p_k − a_k Σ_l p_l.</summary>
    private double Errors(int size)
    {
        for (var i = 0; i < size; i++) targets[classes[i] * stride + i] = 1;
        if (compiled is not null) compiled.Evaluate(z, 0, targets, 0, m * stride, costs, deltas);
        else
        {
            kernel.Softmax(z, size, stride, z, logSums);               // z holds a from here on
            if (!shares!(z, 0, targets, 0, m * stride, costs, deltas)) TakeLimits();
            for (var i = 0; i < size; i++)
            {
                var sum = 0.0;
                for (var k = i; k < m * stride; k += stride) sum += deltas[k];
                for (var k = i; k < m * stride; k += stride) deltas[k] -= z[k] * sum;
            }
        }
        var cost = 0.0;
        for (var k = 0; k < m; k++)
            for (var i = k * stride; i < k * stride + size; i++) cost += costs[i];
        for (var i = 0; i < size; i++) targets[classes[i] * stride + i] = 0;
        return cost;
    }

    /// <summary>Where an output was rounded to 0 or 1: the interpreter knows that 0 · ln 0 is 0.</summary>
    private void TakeLimits()
    {
        for (var i = 0; i < costs.Length; i++)
        {
            if (double.IsFinite(costs[i]) && double.IsFinite(deltas[i])) continue;
            var point = new Point(("a", z[i]), ("y", targets[i]));
            (costs[i], deltas[i]) = (costFormula.Evaluate(point), shareFormula.Evaluate(point));
        }
    }
}
