namespace NotebookLib;

/// <summary>
/// Mean cost and mean gradient over a batch, in the plainest way: z row by row, then C and δ of the whole batch, then Σ δ_i x̃_i.
/// </summary>
internal sealed class GradientPass(CompiledCost compiled, Dataset data)
{
    private readonly double[] z = new double[data.Count], y = new double[data.Count];
    private readonly double[] cost = new double[data.Count], delta = new double[data.Count];

    public CompiledCost Compiled => compiled;

    /// <summary>z of the first row of the last run.</summary>
    public double FirstZ => z[0];

    /// <summary>Writes the mean gradient (n + 1 numbers, the bias last) and returns the mean cost.</summary>
    public double Run(ReadOnlySpan<double> parameters, ReadOnlySpan<int> rows, Span<double> gradient)
    {
        for (var k = 0; k < rows.Length; k++)
        {
            z[k] = WeightedInput(parameters, rows[k]);
            y[k] = data.TargetArray[rows[k]];
        }
        compiled.Evaluate(z, 0, y, 0, rows.Length, cost, delta);

        gradient.Clear();
        var sum = 0.0;
        var n = data.InputCount;
        for (var k = 0; k < rows.Length; k++)
        {
            var x = data.RowSpan(rows[k]);
            for (var j = 0; j < n; j++) gradient[j] += delta[k] * x[j];
            gradient[n] += delta[k];
            sum += cost[k];
        }
        for (var j = 0; j <= n; j++) gradient[j] /= rows.Length;
        return sum / rows.Length;
    }

    /// <summary>z = w·x + b of one row.</summary>
    public double WeightedInput(ReadOnlySpan<double> parameters, int row)
    {
        var x = data.RowSpan(row);
        var sum = parameters[^1];
        for (var j = 0; j < x.Length; j++) sum += parameters[j] * x[j];
        return sum;
    }
}
