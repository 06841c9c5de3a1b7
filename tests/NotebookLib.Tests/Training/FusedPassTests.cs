using System.Numerics;
using System.Runtime.Intrinsics;
using CsCheck;

namespace NotebookLib.Tests;

public class FusedPassTests
{
    private static readonly (Cost, Activation)[] Pairs =
    [
        (Cost.CrossEntropy, Activation.Sigmoid), (Cost.Quadratic, Activation.Sigmoid), (Cost.Quadratic, Activation.Tanh),
        (Cost.Quadratic, Activation.Identity), (Cost.Define("fourth power", (a, y) => Math.Pow(a - y, 4)), Activation.Softplus),
    ];

    private static readonly Gen<(Cost, Activation)> Pair = Gen.Int[0, Pairs.Length - 1].Select(i => Pairs[i]);

    [Fact]
    public void It_is_the_plain_pass_for_every_shape_and_block() => (from rows in Gen.Int[0, 40]
                                                            from n in Gen.OneOf(Gen.Int[0, 20], Gen.Int[60, 70])
                                                            from block in Gen.Int[1, 50]
                                                            from seed in Gen.Int
                                                            from pair in Pair
                                                            select (rows, n, block, seed, pair)).Hold(60, t =>
    {
        var (data, parameters, random) = Some(t.rows, t.n, t.seed);
        var compiled = CompiledCost.For(t.pair.Item1, t.pair.Item2);
        var pass = new FusedPass(compiled, data, blockSize: t.block);
        Agrees(compiled, data, parameters, [.. Enumerable.Range(0, t.rows)], gradient => pass.Run(parameters, gradient));
        var batch = random.GetItems([.. Enumerable.Range(0, Math.Max(1, t.rows))], t.rows == 0 ? 0 : random.Next(t.rows + 1));
        Agrees(compiled, data, parameters, batch, gradient => { pass.Run(parameters, batch, gradient); return null; });
    });

    [Theory]
    [InlineData("iris", 0.3)]
    [InlineData("breast-cancer", 0.2)]
    [InlineData("digits", 0.1)]
    public void It_is_the_plain_pass_on_real_data(string name, double scale)
    {
        var data = Dataset.Load(name);
        data = data.AgainstRest(data.ClassNames[1]).Standardize();
        var random = new Random(1);
        double[] parameters = [.. Enumerable.Range(0, data.InputCount + 1).Select(_ => scale * (random.NextDouble() - 0.5))];
        foreach (var (cost, activation) in Pairs)
        {
            var compiled = CompiledCost.For(cost, activation);
            var pass = new FusedPass(compiled, data);
            Agrees(compiled, data, parameters, [.. Enumerable.Range(0, data.Count)], gradient => pass.Run(parameters, gradient));
        }
    }

    [Fact]
    public void Weighted_inputs_are_those_of_the_rows()
    {
        var (data, parameters, _) = Some(37, 13, 5);
        var pass = new FusedPass(CompiledCost.For(Cost.Quadratic, Activation.Tanh), data, blockSize: 16);
        pass.Run(parameters, new double[14]);
        for (var i = 0; i < 37; i++) Assert.Equal(GradientPass.WeightedInput(parameters, data.Row(i)), pass.WeightedInputs[i], 1e-13);
        pass.Run(parameters, [30, 2], new double[14]);
        Assert.Equal(GradientPass.WeightedInput(parameters, data.Row(2)), pass.WeightedInputs[1], 1e-13);
    }

    [Fact]
    public void Other_directions_replace_the_inputs_in_the_sum_alone()
    {
        var (data, parameters, _) = Some(19, 9, 7);
        double[] signs = [.. Enumerable.Range(0, 19).SelectMany(data.Row).Select(value => (double)Math.Sign(value))];
        var compiled = CompiledCost.For(Cost.CrossEntropy, Activation.Sigmoid);
        var gradient = new double[10];
        new FusedPass(compiled, data, new Directions(signs)).Run(parameters, gradient);
        for (var j = 0; j < 9; j++)
            Assert.Equal(Enumerable.Range(0, 19).Average(i =>
                compiled.Delta(GradientPass.WeightedInput(parameters, data.Row(i)), data.Targets[i]) * Math.Sign(data.Row(i)[j])), gradient[j], 13);
    }

    [Fact]
    public void Every_width_sums_alike() => (from n in Gen.Int[1, 300]
                                          from rows in Gen.Int[1, 21]
                                          from neurons in Gen.Int[1, 11]
                                          from seed in Gen.Int
                                          select (n, rows, neurons, seed)).Hold(60, t =>
    {
        var random = new Random(t.seed);
        double[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextDouble() - 0.5)];
        var (x, w, delta) = (Numbers(t.n * (t.rows + 2)), Numbers((t.n + 1) * t.neurons), Numbers(t.rows * t.neurons));
        int[] at = [.. Enumerable.Range(0, t.rows).Select(_ => t.n * random.Next(t.rows + 2))];
        foreach (var kernel in Kernels(t.n))
        {
            var (z, g) = (new double[t.rows * t.neurons], Numbers((t.n + 1) * t.neurons));
            var before = g.ToArray();
            kernel.WeightedInputs(x, at, w, z, t.rows);
            kernel.AddGradient(x, at, delta, t.rows, g);
            for (var k = 0; k < t.neurons; k++)
            {
                for (var i = 0; i < t.rows; i++)
                    Assert.Equal(w[k * (t.n + 1) + t.n] + Enumerable.Range(0, t.n).Sum(j => w[k * (t.n + 1) + j] * x[at[i] + j]), z[k * t.rows + i], 1e-13);
                for (var j = 0; j <= t.n; j++)
                    Assert.Equal(before[k * (t.n + 1) + j] + Enumerable.Range(0, t.rows).Sum(i => delta[k * t.rows + i] * (j < t.n ? x[at[i] + j] : 1)),
                        g[k * (t.n + 1) + j], 1e-13);
            }
        }
    });

    [Fact]
    public void A_run_allocates_nothing()
    {
        var (data, parameters, _) = Some(500, 30, 3);
        var pass = new FusedPass(CompiledCost.For(Cost.CrossEntropy, Activation.Sigmoid), data);
        var gradient = new double[31];
        int[] batch = [.. Enumerable.Range(100, 50)];
        for (var k = 0; k < 3; k++) { pass.Run(parameters, gradient); pass.Run(parameters, batch, gradient); }
        var before = GC.GetAllocatedBytesForCurrentThread();
        pass.Run(parameters, gradient);
        pass.Run(parameters, batch, gradient);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

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

    /// <summary>
    /// Equal to 1e-12 of the mean size of what is added up: sums of the same N numbers in another order differ by N roundings of their
    /// sizes at most, whatever cancels.
    /// </summary>
    private static void Agrees(CompiledCost compiled, Dataset data, double[] parameters, int[] rows, Func<double[], double?> fused)
    {
        var (plain, gradient) = (new double[parameters.Length], new double[parameters.Length]);
        var cost = GradientPass.Run(compiled, data, parameters, rows, plain);
        if (fused(gradient) is { } actual) Near(cost, actual, rows, i => compiled.Cost(Z(i), data.Targets[i]));
        for (var j = 0; j < plain.Length; j++)
            Near(plain[j], gradient[j], rows, i => compiled.Delta(Z(i), data.Targets[i]) * (j < data.InputCount ? data.RowSpan(i)[j] : 1));

        double Z(int i) => GradientPass.WeightedInput(parameters, data.RowSpan(i));
    }

    private static void Near(double expected, double actual, int[] rows, Func<int, double> term)
    {
        if (rows.Length == 0) { Assert.True(double.IsNaN(expected) && double.IsNaN(actual), "the mean of nothing is not a number"); return; }
        var size = rows.Average(i => Math.Abs(term(i)));
        Assert.True(Math.Abs(expected - actual) <= 1e-12 * size, $"expected {expected:R}, but got {actual:R}");
    }
}
