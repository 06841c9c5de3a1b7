namespace NotebookLib;

/// <summary>
/// The check of a layer: the cost depends on a row of weights through one z_k alone, so m slopes, each measured along its z_k, serve all
/// m·n weights.
/// </summary>
internal static class LayerCheck
{
    public static GradientReport Run(Layer layer, Cost cost, double[] x, double[] y, Func<double[], double[], double[], double[], double[][]>? claimed)
    {
        var subject = $"{cost.Name} cost of a {layer}";
        var z = layer.WeightedInput(x);
        try { layer.Check(cost, z, y); }
        catch (ArgumentException error) when (y?.Length == layer.OutputCount && y.All(double.IsFinite)) { return Judge.Undecided(subject, error.Message); }

        double[][]? Ask(double[] z, double[] x) => claimed is null
            ? [.. layer.Delta(cost, z, y).Select(delta => x.Append(1).Select(v => delta * v).ToArray())]
            : claimed([.. layer.Activate(z)], [.. y], [.. z], [.. x]);
        double[][] answer, again;
        try { (answer, again) = (Shaped(layer, Ask(z, x)), Shaped(layer, Ask(z, x))); }
        catch (Exception error) when (error is not (ArgumentException { ParamName: nameof(claimed) } or OutOfMemoryException))
        {
            return Judge.Undecided(subject, $"Your gradient stopped with an error: {error.Message}");
        }
        if (!answer.SelectMany(row => row).Zip(again.SelectMany(row => row)).All(pair => pair.First.Equals(pair.Second)))
            return Judge.Undecided(subject, "Your gradient gives another answer each time it is asked, so it cannot be checked. Draw random numbers once, before it.");

        var here = Rows(layer, cost, z, x, y, answer);
        Coordinate[] coordinates = [.. here.SelectMany((row, k) => row.Claimed.Select((value, j) =>
            Judge.Of(Name(layer, k, j), value, row.Doubt[j], row.Examples[0].Delta.Times(j < x.Length ? x[j] : 1))))];
        var verdict = Judge.All(coordinates.Select(c => c.Verdict));
        var reason = Judge.Reason(verdict, coordinates);
        if (claimed is null && verdict != Verdict.Fail) return new(subject, verdict, reason, coordinates, new(Mistake.None, "The gradient is right."));

        var moved = new List<Probe?>();
        foreach (var shift in (ReadOnlySpan<double>)[0.37, -0.83])
        {
            double[] near = [.. z.Select((t, k) => 0.5 * t + shift * (1 + 0.3 * k % 1))];
            try { layer.Check(cost, near, y); moved.AddRange(Rows(layer, cost, near, x, y, Shaped(layer, Ask(near, x)))); }
            catch (Exception error) when (error is not OutOfMemoryException) { /* outside the domain of the cost or of the formula: the other places must do */ }
        }
        var diagnosis = new Investigation(here[0], here.Skip(1).Concat(moved), [], hearsInputs: true, layer.Activation ?? Activation.Identity).Explain();
        return verdict == Verdict.Fail && diagnosis.Mistake == Mistake.None
            ? new(subject, verdict, reason, coordinates, new(Mistake.Unknown, "The gradient is wrong, but nothing more can be said."))
            : verdict != Verdict.Fail && diagnosis.Mistake is not (Mistake.None or Mistake.Unknown)
                ? new(subject, Verdict.Fail, "At these weights the formula agrees, but not at others.", coordinates, diagnosis)
                : new(subject, verdict, reason, coordinates, diagnosis);
    }

    /// <summary>Each neuron's row as a probe of its own: one example whose δ is the measured ∂C/∂z_k.</summary>
    private static Probe[] Rows(Layer layer, Cost cost, double[] z, double[] x, double[] y, double[][] claimed) => [.. z.Select((zk, k) =>
    {
        var slope = Differences.Measure(t => Total(layer, cost, [.. z.Take(k), t, .. z.Skip(k + 1)], y), zk);
        var ofActivation = layer.Activation?.Slope(zk) ?? 1;          // a softmax has no f′ of one z: a factor 1, which cannot be missed
        return new Probe([new(x, y[k], zk, slope, ofActivation, slope.Value / ofActivation)], claimed[k], [.. claimed[k].Select(value => 8 * Judge.Rounding * Math.Abs(value))]);
    })];

    private static double Total(Layer layer, Cost cost, double[] z, double[] y) => layer.Activation is { } f
        ? z.Zip(y, CompiledCost.For(cost, f).Cost).Sum()
        : layer.Activate(z).Zip(y, cost.Value).Sum();

    private static double[][] Shaped(Layer layer, double[][]? rows)
    {
        var (m, n) = (layer.OutputCount, layer.InputCount);
        return rows?.Length == m && rows.All(row => row?.Length == n) || rows?.Length == m && rows.All(row => row?.Length == n + 1) ? rows
            : throw new ArgumentException($"Expected {m} × {n} numbers from your gradient, a row for each neuron (or {n + 1} in each with the bias last), but it gave "
                + $"{(rows is null ? "null" : $"{Require.Count(rows.Length, "row")}{(rows.Length == 0 ? "" : $" of {rows[0]?.Length ?? 0}")}")}.", "claimed");
    }

    /// <summary>w₂,₃ is the weight from input 3 to neuron 2.</summary>
    private static string Name(Layer layer, int k, int j) => j < layer.InputCount ? $"{Words.Weight(k)},{Words.Weight(j)[1..]}" : $"b{Words.Weight(k)[1..]}";
}
