namespace NotebookLib;

/// <summary>
/// What <see cref="GradientPass"/> computes, block by block: z, then cost and δ, then the gradient while the rows are still in the
/// cache, so that x leaves memory once. It keeps no copy of x, and a run allocates nothing.
/// </summary>
internal sealed class FusedPass
{
    private const int CacheNumbers = 4096;          // 32 kB of inputs a block

    private readonly CompiledCost compiled;
    private readonly double[] x, u, y;
    private readonly double[]? biasInputs;          // what the bias's input 1 is replaced by, or null
    private readonly int n, block;
    private readonly RowKernel kernel;
    private readonly int[] rows;                    // where each row of the block begins
    private readonly double[] targets, costs, deltas;

    /// <param name="compiled">Cost and activation.</param>
    /// <param name="data">N examples of n inputs.</param>
    /// <param name="directions">The u_i of a rule that steps along Σ δ_i u_i. Null: the inputs, u_i = x_i.</param>
    /// <param name="blockSize">Rows a block, from 1 up. Null: as many as fit the cache.</param>
    public FusedPass(CompiledCost compiled, Dataset data, Directions? directions = null, int? blockSize = null)
    {
        this.compiled = compiled;
        (x, y, n) = (data.InputArray, data.TargetArray, data.InputCount);
        (u, biasInputs) = (directions?.Inputs ?? x, directions?.Bias);
        block = Math.Min(blockSize ?? Math.Clamp(CacheNumbers / Math.Max(n, 1) & ~7, 16, 256), Math.Max(y.Length, 1));
        kernel = RowKernel.For(n);
        rows = new int[block];
        (targets, costs, deltas) = (new double[block], new double[block], new double[block]);
        WeightedInputs = new double[y.Length];
    }

    /// <summary>z of each row of the last run, in the order of that run.</summary>
    public double[] WeightedInputs { get; }

    /// <summary>Writes the mean gradient over all rows (n + 1 numbers, the bias last) and returns the mean cost.</summary>
    public double Run(ReadOnlySpan<double> parameters, Span<double> gradient) =>
        y.Length == 1 ? RunOne(parameters, 0, gradient, costs) : Run(parameters, default, y.Length, gradient, costs);

    /// <summary>Writes the mean gradient over a batch of rows.</summary>
    public void Run(ReadOnlySpan<double> parameters, ReadOnlySpan<int> batch, Span<double> gradient) =>
        _ = batch.Length == 1 ? RunOne(parameters, batch[0], gradient, null) : Run(parameters, batch, batch.Length, gradient, null);

    private double Run(ReadOnlySpan<double> parameters, ReadOnlySpan<int> batch, int count, Span<double> gradient, double[]? costs)
    {
        gradient.Clear();
        var cost = 0.0;
        for (var start = 0; start < count; start += block)
        {
            var size = Math.Min(block, count - start);
            var part = rows.AsSpan(0, size);
            if (batch.IsEmpty)
                for (var i = 0; i < size; i++) part[i] = (start + i) * n;
            else
                for (var i = 0; i < size; i++) (part[i], targets[i]) = (batch[start + i] * n, y[batch[start + i]]);

            kernel.WeightedInputs(x, part, parameters, WeightedInputs.AsSpan(start, size), size);
            if (batch.IsEmpty) compiled.Evaluate(WeightedInputs, start, y, start, size, costs, deltas);
            else compiled.Evaluate(WeightedInputs, start, targets, 0, size, costs, deltas);
            var bias = gradient[n];
            kernel.AddGradient(u, part, deltas.AsSpan(0, size), size, gradient, ahead: batch.IsEmpty && u == x ? block * n : 0);
            if (biasInputs is not null)
            {
                for (var i = 0; i < size; i++) bias += deltas[i] * biasInputs[part[i] / n];
                gradient[n] = bias;
            }
            if (costs is not null)
                for (var i = 0; i < size; i++) cost += costs[i];
        }
        var mean = 1.0 / count;
        for (var j = 0; j <= n; j++) gradient[j] *= mean;
        return cost * mean;
    }

    /// <summary>One example, as when learning online: no block to set up.</summary>
    private double RunOne(ReadOnlySpan<double> parameters, int row, Span<double> gradient, double[]? costs)
    {
        var example = x.AsSpan(row * n, n);
        double z, delta, cost = 0;
        if (n < 4) z = GradientPass.WeightedInput(parameters, example);
        else
        {
            rows[0] = row * n;
            kernel.WeightedInputs(x, rows.AsSpan(0, 1), parameters, WeightedInputs, 1);
            z = WeightedInputs[0];
        }
        WeightedInputs[0] = z;
        if (costs is null) delta = compiled.Delta(z, y[row]);
        else cost = compiled.Both(z, y[row], out delta);
        Numbers.SetScaled(gradient[..n], delta, u == x ? example : u.AsSpan(row * n, n));
        gradient[n] = biasInputs is null ? delta : delta * biasInputs[row];
        return cost;
    }
}
