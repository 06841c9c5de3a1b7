using static System.Math;

namespace NotebookLib.Tests.Checking;

public class LayerCheckTests
{
    private static readonly double[][] W = [[0.5, -1.2, 0.3], [0.8, 0.4, -0.6]];
    private static readonly Layer Sigmoids = new(W, [0.1, -0.2], Activation.Sigmoid), Softmax = Layer.Softmax(W, [0.1, -0.2]);
    private static readonly double[] X = [1.5, -0.7, 2.5], Y = [0, 1];

    [Fact]
    public void The_librarys_own_gradient_passes()
    {
        foreach (var layer in new[] { Sigmoids, new(W, [0.1, -0.2], Activation.Tanh), Softmax })
            foreach (var cost in new[] { Cost.Quadratic, Cost.Define("fourth power", (a, y) => Pow(a - y, 4)) })
            {
                var r = GradientCheck.Run(layer, cost, X, Y);
                Assert.True(r.Verdict == Verdict.Pass, $"{layer}, {cost.Name}: {r}");
                Assert.Equal(["w₁,₁", "w₁,₂", "w₁,₃", "b₁", "w₂,₁", "w₂,₂", "w₂,₃", "b₂"], r.Coordinates.Select(c => c.Name));
            }
        Assert.Equal(Verdict.Pass, GradientCheck.Run(Softmax, Cost.LogLoss, X, Y).Verdict);
    }

    [Fact]
    public void Mistakes_are_named()
    {
        Names(Mistake.None, Sigmoids, Cost.CrossEntropy, (a, y, z, x) => Outer(a, y, x, (d, v) => d * v));
        Names(Mistake.None, Softmax, Cost.LogLoss, (a, y, z, x) => Outer(a, y, x, (d, v) => d * v));
        Names(Mistake.MissingSlope, Sigmoids, Cost.Quadratic, (a, y, z, x) => Outer(a, y, x, (d, v) => d * v));
        Names(Mistake.Sign, Softmax, Cost.LogLoss, (a, y, z, x) => Outer(a, y, x, (d, v) => -d * v));
        Names(Mistake.Half, Sigmoids, Cost.CrossEntropy, (a, y, z, x) => Outer(a, y, x, (d, v) => 2 * d * v));
        Names(Mistake.MissingInput, Sigmoids, Cost.CrossEntropy, (a, y, z, x) => Outer(a, y, x, (d, v) => d));
        Names(Mistake.ExtraInput, Softmax, Cost.LogLoss, (a, y, z, x) => Outer(a, y, x, (d, v) => d * v * v));
        Names(Mistake.Coordinate, Sigmoids, Cost.CrossEntropy,
            (a, y, z, x) => [.. a.Zip(y, (p, q) => new[] { (p - q) * x[0], 0, (p - q) * x[2] })]);
        Names(Mistake.Unknown, Sigmoids, Cost.CrossEntropy, (a, y, z, x) => Outer(a, y, x, (d, v) => Cos(d + v)));

        static double[][] Outer(double[] a, double[] y, double[] x, Func<double, double, double> of) =>
            [.. a.Zip(y, (p, q) => x.Select(v => of(p - q, v)).ToArray())];

        static void Names(Mistake mistake, Layer layer, Cost cost,
            Func<double[], double[], double[], double[], double[][]> claimed)
        {
            var r = GradientCheck.Run(layer, cost, X, Y, claimed);
            Assert.Equal(mistake, r.Diagnosis.Mistake);
            Assert.Equal(mistake == Mistake.None ? Verdict.Pass : Verdict.Fail, r.Verdict);
        }
    }

    [Fact]
    public void Shapes_and_trouble_are_sentences()
    {
        Says("Expected 3 inputs, one for each weight, but got 1.", () => GradientCheck.Run(Sigmoids, Cost.Quadratic, [1], Y));
        Says("Expected 2 targets, one for each output, but got 1.", () => GradientCheck.Run(Sigmoids, Cost.Quadratic, X, [1]));
        Says("Expected 2 × 3 numbers from your gradient, a row for each neuron (or 4 in each with the bias last), but it gave 1 "
            + "row of 3.",
            () => GradientCheck.Run(Sigmoids, Cost.Quadratic, X, Y, claimed: (a, y, z, x) => [x]));
        Says("Expected 2 × 3 numbers from your gradient, a row for each neuron (or 4 in each with the bias last), but it gave "
            + "null.",
            () => GradientCheck.Run(Sigmoids, Cost.Quadratic, X, Y, claimed: (a, y, z, x) => null!));
        var stopped = GradientCheck.Run(Sigmoids, Cost.Quadratic, X, Y,
            claimed: (a, y, z, x) => throw new InvalidOperationException("no"));
        Assert.Equal((Verdict.Inconclusive, "Your gradient stopped with an error: no"), (stopped.Verdict, stopped.Reason));
        var random = new Random(1);
        Assert.StartsWith("Your gradient gives another answer each time",
            GradientCheck.Run(Sigmoids, Cost.Quadratic, X, Y, claimed: (a, y, z, x) => [[random.NextDouble(), 0, 0], x]).Reason);
        Assert.Equal(Verdict.Inconclusive,
            GradientCheck.Run(new Layer(W, [0.1, -0.2], Activation.Identity), Cost.CrossEntropy, X, Y).Verdict);

        static void Says(string sentence, Action action) =>
            Assert.Equal(sentence, Assert.ThrowsAny<ArgumentException>(action).Message.Split(" (Parameter")[0]);
    }
}
