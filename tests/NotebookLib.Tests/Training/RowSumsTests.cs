using System.Numerics;
using System.Runtime.Intrinsics;
using CsCheck;

namespace NotebookLib.Tests;

public class RowSumsTests
{
    private static readonly (Cost, Activation)[] Pairs =
    [
        (Cost.CrossEntropy, Activation.Sigmoid), (Cost.Quadratic, Activation.Sigmoid), (Cost.Quadratic, Activation.Tanh),
        (Cost.Quadratic, Activation.Identity), (Cost.Define("fourth power", (a, y) => Math.Pow(a - y, 4)), Activation.Softplus),
    ];

    private static readonly Gen<(Cost, Activation)> Pair = Gen.Int[0, Pairs.Length - 1].Select(i => Pairs[i]);

    [Fact]
    public void Plain_and_in_blocks_they_are_the_sums_of_the_definition() => (from rows in Gen.Int[1, 40]
                                                                              from n in Gen.OneOf(Gen.Int[1, 20], Gen.Int[60, 70])
                                                                              from block in Gen.Int[1, 50]
                                                                              from seed in Gen.Int
                                                                              from pair in Pair
                                                                              select (rows, n, block, seed, pair)).Hold(60, t =>
    {
        var (data, parameters, random) = Some(t.rows, t.n, t.seed);
        var compiled = CompiledCost.For(t.pair.Item1, t.pair.Item2);
        int[] all = [.. Enumerable.Range(0, t.rows)], batch = random.GetItems(all, 1 + random.Next(t.rows));
        foreach (var sums in new RowSums[] { Plain(compiled, data), Blocks(compiled, data, blockSize: t.block) })
        {
            Agrees(compiled, data, parameters, all, gradient => sums.Mean(parameters, default, gradient));
            Agrees(compiled, data, parameters, batch, gradient => { sums.Mean(parameters, batch, gradient); return null; });
        }
    });

    [Theory]
    [InlineData("iris", 0.3)]
    [InlineData("breast-cancer", 0.2)]
    [InlineData("digits", 0.1)]
    public void In_blocks_they_are_the_plain_ones_on_real_data(string name, double scale)
    {
        var data = Dataset.Load(name);
        data = data.AgainstRest(data.ClassNames[1]).Standardize();
        var random = new Random(1);
        double[] parameters = [.. Enumerable.Range(0, data.InputCount + 1).Select(_ => scale * (random.NextDouble() - 0.5))];
        foreach (var (cost, activation) in Pairs)
        {
            var compiled = CompiledCost.For(cost, activation);
            var sums = Blocks(compiled, data);
            Agrees(compiled, data, parameters, [.. Enumerable.Range(0, data.Count)], gradient =>
                sums.Mean(parameters, default, gradient));
        }
    }

    [Fact]
    public void Other_directions_replace_the_inputs_in_the_sum_alone()
    {
        var (data, parameters, _) = Some(19, 9, 7);
        var signs = Directions.Each(data, value => Math.Sign(value));
        var compiled = CompiledCost.For(Cost.CrossEntropy, Activation.Sigmoid);
        var gradient = new double[10];
        RowSums.For(data.InputArray, 9, 1, rows => new NeuronErrors(compiled, data.TargetArray, rows), signs, 1).Mean(parameters,
            default, gradient);
        for (var j = 0; j <= 9; j++)
            Assert.Equal(Enumerable.Range(0, 19).Average(i =>
                compiled.Delta(Z(parameters, data, i),
                    data.Targets[i]) * (j < 9 ? Math.Sign(data.Row(i)[j]) : 1)), gradient[j], 13);
    }

    [Theory]
    [InlineData(60_000, 40, 1)]
    [InlineData(9_000, 57, 7)]
    [InlineData(12_000, 353, 1)]
    public void Large_data_give_the_same_digits_on_any_number_of_threads(int count, int n, int neurons)
    {
        var random = new Random(3);
        double[] x = [.. Enumerable.Range(0, count * n).Select(_ => random.NextDouble() - 0.5)];
        int[] labels = [.. Enumerable.Range(0, count).Select(_ => random.Next(neurons))];
        var data =
            new Dataset("many", x, [.. labels.Select(k => (double)(k % 2))], [.. Enumerable.Range(0, n).Select(j => $"x{j}")],
            [.. Enumerable.Range(0, neurons).Select(k => $"{k}")], labels);
        double[] parameters = [.. Enumerable.Range(0, neurons * (n + 1)).Select(_ => random.NextDouble() - 0.5)];
        var compiled = CompiledCost.For(Cost.CrossEntropy, Activation.Sigmoid);
        var errors = neurons == 1 ? rows => new NeuronErrors(compiled, data.TargetArray, rows)
            : LayerErrors.For(Layer.Softmax(n, neurons), Cost.LogLoss, data);
        var batch = random.GetItems(Enumerable.Range(0, count).ToArray(), count - 1);
        (double Mean, double[] Gradient, double[] OfBatch) On(int threads)
        {
            var sums = new BlockSums(x, n, neurons, errors, threads);
            var (g, ofBatch) = (new double[parameters.Length], new double[parameters.Length]);
            sums.Mean(parameters, batch, ofBatch);
            return (sums.Mean(parameters, default, g), g, ofBatch);
        }
        var one = On(1);
        foreach (var threads in new[] { 2, 3, 16 })
        {
            var many = On(threads);
            Assert.Equal(one.Mean, many.Mean);
            Assert.Equal(one.Gradient, many.Gradient);
            Assert.Equal(one.OfBatch, many.OfBatch);
        }
        var plain = new double[parameters.Length];
        Assert.Equal(new PlainSums(x, n, neurons, errors).Mean(parameters, default, plain), one.Mean, 1e-11);
        for (var j = 0; j < plain.Length; j++) Assert.Equal(plain[j], one.Gradient[j], 1e-12);
    }

    [Fact]
    public void Every_width_sums_alike() => (from n in Gen.Int[1, 300]
                                             from rows in Gen.Int[1, 21]
                                             from neurons in Gen.Int[1, 11]
                                             from seed in Gen.Int
                                             select (n, rows, neurons, seed)).Hold(60, t =>
    {
        var random = new Random(t.seed);
        double[] Some(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextDouble() - 0.5)];
        var stride = RowSums.Padded(t.rows);
        var (x, w, delta) = (Some(t.n * (t.rows + 2)), Some((t.n + 1) * t.neurons), Some(stride * t.neurons));
        int[] at = [.. Enumerable.Range(0, t.rows).Select(_ => random.Next(t.rows + 2))];
        foreach (var kernel in Kernels(t.n))
        {
            var (z, g) = (new double[stride * t.neurons], Some((t.n + 1) * t.neurons));
            var before = g.ToArray();
            kernel.WeightedInputs(x, at, w, z, stride);
            kernel.AddGradient(x, at, delta, stride, g);
            var (one, added) = (w[..(t.n + 1)], before[..(t.n + 1)]);
            for (var i = 0; i < t.rows; i++)
            {
                Assert.Equal(z[i], kernel.WeightedInput(x, at[i], one, ahead: t.n), 1e-13);
                kernel.AddGradient(x, at[i], delta[i], added, ahead: t.n);
            }
            for (var j = 0; j <= t.n; j++) Assert.Equal(g[j], added[j], 1e-13);
            for (var k = 0; k < t.neurons; k++)
            {
                for (var i = 0; i < t.rows; i++)
                    Assert.Equal(w[k * (t.n + 1) + t.n]
                        + Enumerable.Range(0, t.n).Sum(j => w[k * (t.n + 1) + j] * x[at[i] * t.n + j]),
                        z[k * stride + i], 1e-13);
                for (var j = 0; j <= t.n; j++)
                    Assert.Equal(before[k * (t.n + 1) + j]
                        + Enumerable.Range(0, t.rows).Sum(i => delta[k * stride + i] * (j < t.n ? x[at[i] * t.n + j] : 1)),
                        g[k * (t.n + 1) + j], 1e-13);
            }
        }
    });

    [Fact]
    public void A_mean_allocates_nothing()
    {
        var (data, parameters, _) = Some(500, 30, 3);
        var sums = Blocks(CompiledCost.For(Cost.CrossEntropy, Activation.Sigmoid), data);
        var gradient = new double[31];
        int[] batch = [.. Enumerable.Range(100, 50)];
        for (var k = 0; k < 3; k++) { sums.Mean(parameters, default, gradient); sums.Mean(parameters, batch, gradient); }
        var before = GC.GetAllocatedBytesForCurrentThread();
        sums.Mean(parameters, default, gradient);
        sums.Mean(parameters, batch, gradient);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static PlainSums Plain(CompiledCost compiled, Dataset data) =>
        new(data.InputArray, data.InputCount, 1, rows => new NeuronErrors(compiled, data.TargetArray, rows));

    private static BlockSums Blocks(CompiledCost compiled, Dataset data, int? blockSize = null) =>
        new(data.InputArray, data.InputCount, 1, rows => new NeuronErrors(compiled, data.TargetArray, rows),
            blockSize: blockSize);

    /// <summary>Every width of the machine; those the processor lacks are computed by software, to the same result.</summary>
    private static IEnumerable<RowKernel> Kernels(int n)
    {
        yield return new RowKernel<double, Single>(n);
        if (n >= Vector<double>.Count) yield return new RowKernel<Vector<double>, Native>(n);
        if (n >= 8) yield return new RowKernel<Vector512<double>, Wide>(n);
    }

    private static (Dataset Data, double[] Parameters, Random Random) Some(int rows, int n, int seed)
    {
        var random = new Random(seed);
        double[] x = [.. Enumerable.Range(0, rows * n).Select(_ => 4 * random.NextDouble() - 2)];
        double[] y = [.. Enumerable.Range(0, rows).Select(_ => random.NextDouble())];
        return (new Dataset("some", x, y, [.. Enumerable.Range(0, n).Select(j => $"x{j}")], [], []),
            [.. Enumerable.Range(0, n + 1).Select(_ => 2 * random.NextDouble() - 1)], random);
    }

    private static double Z(double[] parameters, Dataset data, int i) =>
        data.Row(i).Select((x, j) => x * parameters[j]).Sum() + parameters[^1];

    /// <summary>
    /// Equal to 1e-12 of the mean size of what is added up: sums of the same N numbers in another order differ by N roundings of
    /// their sizes at most, whatever cancels.
    /// </summary>
    private static void Agrees(CompiledCost compiled, Dataset data, double[] parameters, int[] rows, Func<double[], double?> sums)
    {
        var gradient = new double[parameters.Length];
        var each = rows.Select(i => (Row: data.Row(i), Cost: compiled.Cost(Z(parameters, data, i), data.Targets[i]),
            Delta: compiled.Delta(Z(parameters, data, i), data.Targets[i]))).ToArray();
        if (sums(gradient) is { } actual) Near([.. each.Select(e => e.Cost)], actual);
        for (var j = 0; j < gradient.Length; j++)
            Near([.. each.Select(e => e.Delta * (j < data.InputCount ? e.Row[j] : 1))], gradient[j]);
    }

    private static void Near(double[] terms, double actual)
    {
        var expected = terms.Average();
        Assert.True(Math.Abs(expected - actual) <= 1e-12 * terms.Average(Math.Abs), $"expected {expected:R}, but got {actual:R}");
    }
}
