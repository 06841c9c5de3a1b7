using CsCheck;
using static System.Math;

namespace NotebookLib.Tests;

/// <summary>Statements 9 and 10 of the mathematics.</summary>
public class NetworkTests
{
    [Fact]
    public void In_every_layer_the_input_is_the_previous_layers_output() => (from w1 in Gen.Double[-2, 2].Array[2].Array[3]
                                                                    from w2 in Gen.Double[-2, 2].Array[3].Array[2]
                                                                    from x in Gen.Double[-2, 2].Array[2]
                                                                    from hidden in Gen.Bool
                                                                    from last in Gen.Bool
                                                                    select (w1, w2, x, hidden, last)).Hold(200, t =>
    {
        var first = t.hidden ? new Layer(t.w1, [0.1, -0.2, 0.3], Activation.Tanh) : Layer.Softmax(t.w1, [0.1, -0.2, 0.3]);
        var second = t.last ? new Layer(t.w2, [0.4, -0.5], Activation.Sigmoid) : Layer.Softmax(t.w2, [0.4, -0.5]);
        var cost = t.last ? Cost.CrossEntropy : Cost.LogLoss;
        double[] y = [0.2, 0.8];
        var g = new Network(first, second).Gradient(cost, t.x, y);
        Assert.Equal(first.Output(t.x), g[1].Input);
        Assert.Equal(t.x, g[0].Input);
        const double h = 1e-5;
        for (var k = 0; k < 3; k++)
            for (var j = 0; j < 2; j++)
            {
                double At(double step)
                {
                    var w = first.Weights;
                    w[k][j] += step;
                    return new Network(first.With(w, first.Biases), second).Cost(cost, t.x, y);
                }
                Assert.Equal((At(h) - At(-h)) / (2 * h), g[0].Weights[k][j], 1e-7);
                Assert.Equal(g[0].Delta[k] * t.x[j], g[0].Weights[k][j]);
                Assert.Equal(g[1].Delta[j] * first.Output(t.x)[k], g[1].Weights[j][k]);
            }
    });

    [Fact]
    public void What_no_input_spans_never_moves() => (from x in Gen.Double[-2, 2].Array[4].Array[2]
                                                 from c in Gen.Int[0, 2]
                                                 from eta in Gen.Double[0.01, 1]
                                                 select (x, c, eta)).Hold(30, t =>
    {
        // statement 9: the part of (w, b) orthogonal to all (x_i, 1) is conserved, for every cost and learning rate
        var cost = new[] { Cost.Quadratic, Cost.CrossEntropy, Cost.Define("fourth power", (a, y) => Pow(a - y, 4)) }[t.c];
        var run = Training.Run(new([1, -1, 0.5, 2], 0.3, Activation.Sigmoid), cost, Dataset.Of(t.x, [0, 1]),
            new TrainingOptions { LearningRate = t.eta, Epochs = 60 });
        double[] still = Orthogonal([.. t.x.Select(row => (double[])[.. row, 1])], [1, 2, -1, 1, 2]);
        double Part(int k) => run.At(k).Weights.Append(run.At(k).Bias).Zip(still, (p, q) => p * q).Sum();
        Assert.All(Enumerable.Range(1, 60), k => Assert.Equal(Part(0), Part(k), 1e-12));
        Assert.True(Abs(run.At(60).Bias - run.At(0).Bias) > 1e-9, "something did move");
    });

    [Fact]
    public void With_one_example_each_weight_keeps_its_distance_to_the_bias()
    {
        var run = Training.Run(new([1, -1], 0.3, Activation.Sigmoid), Cost.CrossEntropy, Dataset.Of([[0.5, -2]], [1]));
        Assert.All([0, 1], j => Assert.Equal(
            1 - 2 * j - new[] { 0.5, -2 }[j] * 0.3, run.Final.Weights[j] - new[] { 0.5, -2 }[j] * run.Final.Bias, 1e-12));
    }

    [Fact]
    public void A_cost_that_is_no_average_is_not_served_example_by_example()
    {
        // statement 10: C = (mean a − mean y)², a = (0.9, 0.1), y = (0.5, 0.5): gradient 0, the mean of single gradients 0.036 (x₁ − x₂)
        double[] x1 = [1, 2], x2 = [-0.5, 1];
        double Z(double a) => Log(a / (1 - a));
        // w with w·x1 = Z(0.9), w·x2 = Z(0.1), no bias
        var det = x1[0] * x2[1] - x1[1] * x2[0];
        var w = new[] { (Z(0.9) * x2[1] - x1[1] * Z(0.1)) / det, (x1[0] * Z(0.1) - Z(0.9) * x2[0]) / det };
        double Together(double[] v) => Pow((S(v, x1) + S(v, x2)) / 2 - 0.5, 2);
        double Single(double[] v, double[] x) => Pow(S(v, x) - 0.5, 2);
        for (var j = 0; j < 2; j++)
        {
            Assert.Equal(0, Slope(Together, w, j), 1e-9);
            Assert.Equal(0.036 * (x1[j] - x2[j]), (Slope(v => Single(v, x1), w, j) + Slope(v => Single(v, x2), w, j)) / 2, 1e-9);
        }
        static double S(double[] v, double[] x) => 1 / (1 + Exp(-v[0] * x[0] - v[1] * x[1]));
        static double Slope(Func<double[], double> f, double[] v, int j)
        {
            const double h = 1e-5;
            double At(double step) => f([.. v.Select((e, i) => i == j ? e + step : e)]);
            return (At(h) - At(-h)) / (2 * h);
        }
    }

    /// <summary>The part of v orthogonal to two rows (Gram–Schmidt).</summary>
    private static double[] Orthogonal(double[][] rows, double[] v)
    {
        static double Dot(double[] p, double[] q) => p.Zip(q, (a, b) => a * b).Sum();
        static double[] Less(double[] p, double[] q) => [.. p.Zip(q, (a, b) => a - Dot(p, q) / Dot(q, q) * b)];
        var second = Less(rows[1], rows[0]);
        return Less(Less(v, rows[0]), second);
    }
}
