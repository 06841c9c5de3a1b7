using CsCheck;
using static System.Math;

namespace NotebookLib.Tests;

public class LayerTests
{
    private static readonly Cost[] Costs =
        [Cost.Quadratic, Cost.CrossEntropy, Cost.LogLoss, Cost.Define("fourth power", (a, y) => Pow(a - y, 4))];

    private static Layer With(double[][] w, double[] b, bool softmax) =>
        softmax ? Layer.Softmax(w, b) : new Layer(w, b, Activation.Sigmoid);

    [Fact]
    public void Every_gradient_of_a_layer_is_delta_times_input() => (from w in Gen.Double[-2, 2].Array[2].Array[3]
                                                             from b in Gen.Double[-1, 1].Array[3]
                                                             from x in Gen.Double[-2, 2].Array[2]
                                                             from y in Gen.Double[0.05, 0.95].Array[3]
                                                             from c in Gen.Int[0, 3]
                                                             from softmax in Gen.Bool
                                                             select (w, b, x, y, c, softmax)).Hold(300, t =>
    {
        var layer = With(t.w, t.b, t.softmax);
        var g = layer.Gradient(Costs[t.c], t.x, t.y);
        // central differences: truncation ~ h² = 1e-10, rounding ~ 1e-16/h = 1e-11
        const double h = 1e-5;
        double At(Func<double[][], double[], Layer> moved, int k, int j, double step)
        {
            var (w, b) = (layer.Weights, layer.Biases);
            if (j < 2) w[k][j] += step; else b[k] += step;
            return moved(w, b).Cost(Costs[t.c], t.x, t.y);
        }
        for (var k = 0; k < 3; k++)
        {
            for (var j = 0; j < 3; j++)
            {
                var numeric = (At(layer.With, k, j, h) - At(layer.With, k, j, -h)) / (2 * h);
                Assert.Equal(numeric, j < 2 ? g.Weights[k][j] : g.Biases[k], 1e-7 * Max(1, Abs(numeric)));
                if (j < 2) Assert.Equal(g.Delta[k] * t.x[j], g.Weights[k][j]);
            }
        }
    });

    [Fact]
    public void Softmax_with_log_loss_has_output_minus_target()
    {
        var layer = Layer.Softmax([[1, -2], [0.5, 0.3], [-1, 1]], [0.1, 0, -0.2]);
        var a = layer.Output(0.7, -0.4);
        Assert.Equal(1, a.Sum(), 15);
        Assert.Equal(Exp(1.6) / (Exp(1.6) + Exp(0.23) + Exp(-1.3)), a[0], 14);
        var g = layer.Gradient(Cost.LogLoss, [0.7, -0.4], [0, 1, 0]);
        Assert.Equal([a[0], a[1] - 1, a[2]], g.Delta, (p, q) => Abs(p - q) < 1e-15);
        Assert.Equal(-Log(a[1]), layer.Cost(Cost.LogLoss, [0.7, -0.4], [0, 1, 0]), 14);
    }

    [Fact]
    public void Softmax_stays_right_in_the_tails()
    {
        var layer = Layer.Softmax([[1], [-1]], [0, 0]);
        var g = layer.Gradient(Cost.LogLoss, [300.0], [0, 1]);       // a = (1, e⁻⁶⁰⁰)
        Assert.Equal([1, -1], g.Delta);
        Assert.Equal(600, layer.Cost(Cost.LogLoss, [300.0], [0, 1]), 1e-9);
        Assert.Equal(Exp(-600), layer.Gradient(Cost.LogLoss, [300.0], [1, 0]).Delta[1], 1e-270);
        Assert.Equal([1, 0], layer.Output(1e300));
    }

    /// <summary>a is 0 in doubles from z_k − z_l = −746 on, but ln a is not −∞: C = 1600, and δ is right.</summary>
    [Fact]
    public void A_softmax_has_its_cost_where_an_output_is_rounded_to_zero()
    {
        var layer = Layer.Softmax([[1], [-1]], [0, 0]);
        Assert.Equal(1600, layer.Cost(Cost.LogLoss, [-800.0], [1, 0]), 1e-9);
        Assert.Equal([-1.0, 1.0], layer.Gradient(Cost.LogLoss, [-800.0], [1, 0]).Delta);
        Assert.Equal(1600, layer.Cost(Cost.Define("typed", (a, y) => y * Log(y / a)), [-800.0], [1, 0]), 1e-9);
    }

    [Fact]
    public void A_layer_of_one_neuron_is_that_neuron()
    {
        var neuron = new Neuron([0.3, -0.7], 0.2, Activation.Tanh);
        var layer = new Layer([[0.3, -0.7]], [0.2], Activation.Tanh);
        Assert.Equal(neuron.Output(1, 2), layer.Output(1, 2)[0], 15);
        Assert.Equal(neuron.Gradient(Cost.Quadratic, [1, 2], 0.4).Weights,
            layer.Gradient(Cost.Quadratic, [1, 2], [0.4]).Weights[0]);
        Assert.Equal(neuron.Cost(Cost.Quadratic, [1, 2], 0.4), layer.Cost(Cost.Quadratic, [1, 2], [0.4]), 15);
    }

    [Fact]
    public void Changing_a_copy_changes_nothing()
    {
        double[][] weights = [[1, 2]];
        double[] biases = [3];
        var layer = new Layer(weights, biases, Activation.Identity);
        (weights[0][0], biases[0], layer.Weights[0][1], layer.Biases[0]) = (9, 9, 9, 9);
        Assert.Equal([6.0], layer.Output(1, 1));
    }

    [Fact]
    public void A_layer_reads_as_its_shape() =>
        Assert.Equal("network: sigmoid layer, 1 input, 2 outputs → softmax layer, 2 inputs, 3 outputs",
        new Network(new Layer([[1], [2]], [0, 0], Activation.Sigmoid), Layer.Softmax(2, 3)).ToString());
}
