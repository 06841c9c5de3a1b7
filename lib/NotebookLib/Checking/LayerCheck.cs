namespace NotebookLib;

/// <summary>The check of a layer: the cost depends on a row of weights through one z_k alone, so m slopes, each measured along
/// its z_k, serve all m·n weights. A place to ask is the layer's z with inputs x.</summary>
internal static class LayerCheck
{
    public static GradientReport Run(Layer layer, Cost cost, double[] x, double[] y,
        Func<double[], double[], double[], double[], double[][]>? claimed)
    {
        var (here, m, n) = (layer.WeightedInput(x), layer.OutputCount, layer.InputCount);
        double[][]? rows = null;                            // the last answer, before it is one list
        double[][] near = [.. new[] { 0.37, -0.83 }.Select(
            shift => here.Select((t, k) => 0.5 * t + shift * (1 + 0.3 * k % 1)).ToArray())];
        return new Inquiry<(double[] Z, double[] X)>
        {
            Subject = $"{cost.Name} cost of a {layer}",
            Name = NameOf,
            Formula = at =>
            {
                rows = claimed is not null ? claimed([.. layer.Activate(at.Z)], [.. y], [.. at.Z], [.. at.X])
                    : [.. layer.Delta(cost, at.Z, y).Select(delta => at.X.Append(1).Select(v => delta * v).ToArray())];
                return rows?.SelectMany(row => row ?? []).ToArray();
            },
            Shaped = answer => rows?.Length == m && (rows[0]?.Length == n || rows[0]?.Length == n + 1)
                && rows.All(row => row?.Length == rows[0].Length) ? answer! : throw new ArgumentException(
                    $"Expected {m} × {n} numbers from your gradient, a row for each neuron "
                    + $"(or {n + 1} in each with the bias last), but it gave " + (rows is null ? "null." : rows is [] ? "0 rows."
                    : $"{Require.Count(rows.Length, "row")} of {rows[0]?.Length ?? 0}.")),
            Explain = at =>
            {
                try { layer.Check(cost, at.Z, y); }
                catch (ArgumentException error) when (y?.Length == m && y.All(double.IsFinite)) { return error.Message; }
                return null;
            },
            Measure = (at, flat) => Measure(layer, cost, at.Z, at.X, y, flat),
            Near = near.Select(z => (z, x)),
            Others = new[] { 0.13, 0.57 }.SelectMany(shift => near.Select(z => (z, Surroundings.Inputs(n, shift)))),
            Mistakes = Hypothesis.OfNeuron(layer.Activation?.SlopeInWords ?? "f′(z)"),
            HereIsEnough = claimed is null,
        }.Run((here, x));

        // w₂,₃ is the weight from input 3 to neuron 2.
        string NameOf(int j, int count)
        {
            var width = count / m;
            var (k, i) = (Words.Subscript(j / width + 1), j % width);
            return i < n ? $"w{k},{Words.Subscript(i + 1)}" : $"b{k}";
        }
    }

    private static Probe Measure(Layer layer, Cost cost, double[] z, double[] x, double[] y, double[] claimed)
    {
        double Total(double[] z) => layer.Activation is { } f
            ? z.Zip(y, CompiledCost.For(cost, f).Cost).Sum() : layer.Activate(z).Zip(y, cost.Value).Sum();
        var parts = z.SelectMany((zk, k) =>
        {
            var slope = Differences.Measure(t => Total([.. z[..k], t, .. z[(k + 1)..]]), zk);
            var ofActivation = layer.Activation?.Slope(zk) ?? 1;    // a softmax has no f′ of one z: 1, which cannot be missed
            var example = new Example(zk, y[k], slope, ofActivation, slope.Value / ofActivation);
            return Probe.PartsOf([(example, x)], claimed.Length / z.Length);
        });
        return new([.. parts], claimed, [.. claimed.Select(value => 8 * Judge.Rounding * Math.Abs(value))]);
    }
}
