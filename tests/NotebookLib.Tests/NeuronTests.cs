using CsCheck;
using static System.Math;

namespace NotebookLib.Tests;

public class NeuronTests
{
    private static readonly Neuron Nielsen = new(weights: [0.6], bias: 0.9, Activation.Sigmoid);

    [Theory, InlineData(1e-300), InlineData(1e-16), InlineData(1e-8), InlineData(0.5), InlineData(36.0), InlineData(40.0)]
    public void The_inverse_of_the_softplus_has_its_digits(double a) =>
        Assert.Equal(a, Activation.Softplus.Value(Activation.Softplus.InverseAt(a)), 1e-12 * a);    // e^z has |z| roundings

    [Fact]
    public void Output_is_the_activation_of_the_weighted_input()
    {
        Assert.Equal(1.5, Nielsen.WeightedInput(1.0), 15);
        Assert.Equal(0.817574, Nielsen.Output(1.0), 6);                 // Nielsen, ch. 3: "0.82"
        Assert.Equal(1 / (1 + Exp(-1.5)), Nielsen.Output([1.0]), 15);
    }

    [Fact]
    public void Quadratic_gradient_has_three_factors()
    {
        var g = Nielsen.Gradient(Cost.Quadratic, [2.0], 0);
        var a = 1 / (1 + Exp(-2.1));
        Assert.Equal(a, g.Factors.CostSlope, 14);
        Assert.Equal(a * (1 - a), g.Factors.ActivationSlope, 14);
        Assert.Equal([2.0], g.Factors.Input);
        Assert.Equal(a * a * (1 - a) * 2, g.Weights[0], 14);
        Assert.Equal(a * a * (1 - a), g.Bias, 14);
        Assert.Equal(g.Bias, g.Delta);
    }

    [Fact]
    public void Cross_entropy_gradient_has_lost_the_slope_but_not_the_input()
    {
        var g = new Neuron([0.5, -1], 0.25, Activation.Sigmoid).Gradient(Cost.CrossEntropy, [3.0, -2.0], 1);
        var a = 1 / (1 + Exp(-(1.5 + 2 + 0.25)));
        Assert.Equal(3 * (a - 1), g.Weights[0], 14);
        Assert.Equal(-2 * (a - 1), g.Weights[1], 14);
        Assert.Equal(a - 1, g.Bias, 14);
    }

    [Fact]
    public void Every_cost_keeps_the_input() => (from n in Gen.Int[1, 6]
                                             from w in Gen.Double[-3, 3].Array[n]
                                             from x in Gen.Double[-3, 3].Array[n]
                                             from b in Gen.Double[-3, 3]
                                             from y in Gen.Double[0.05, 0.95]
                                             from c in Gen.Int[0, 2]
                                             select (w, x, b, y, c)).Hold(2000, t =>
    {
        var cost = new[] { Cost.Quadratic, Cost.CrossEntropy, Cost.Define("fourth power", (a, y) => Pow(a - y, 4)) }[t.c];
        var g = new Neuron(t.w, t.b, Activation.Sigmoid).Gradient(cost, t.x, t.y);
        for (var j = 0; j < t.x.Length; j++) Assert.Equal(t.x[j] * g.Bias, g.Weights[j], 1e-12);
    });

    [Fact]
    public void Gradient_agrees_with_differences_of_the_cost() => (from w in Gen.Double[-2, 2].Array[3]
                                                             from x in Gen.Double[-2, 2].Array[3]
                                                             from y in Gen.Double[0.05, 0.95]
                                                             from quadratic in Gen.Bool
                                                             select (w, x, y, quadratic)).Hold(1000, t =>
    {
        var cost = t.quadratic ? Cost.Quadratic : Cost.CrossEntropy;
        var g = new Neuron(t.w, 0.3, Activation.Sigmoid).Gradient(cost, t.x, t.y);
        const double h = 1e-5;                          // central differences: truncation h² ~ 1e-10, rounding 1e-16/h ~ 1e-11
        for (var j = 0; j < 3; j++)
        {
            double At(double step) => new Neuron([.. t.w.Select((v, k) => k == j ? v + step : v)], 0.3, Activation.Sigmoid)
                .Cost(cost, t.x, t.y);
            Assert.Equal((At(h) - At(-h)) / (2 * h), g.Weights[j], 1e-8);
        }
    });

    [Fact]
    public void Factors_stay_finite_where_the_output_is_rounded_to_one()
    {
        var g = new Neuron([1.0], 0, Activation.Sigmoid).Gradient(Cost.CrossEntropy, [60.0], 0);
        Assert.Equal(1, g.Delta, 14);
        Assert.True(double.IsFinite(g.Factors.CostSlope));
        Assert.Equal(g.Delta, g.Factors.CostSlope * g.Factors.ActivationSlope, 1e-12);
    }

    [Fact]
    public void Changing_a_copy_changes_nothing()
    {
        double[] weights = [1.0, 2.0];
        var neuron = new Neuron(weights, 0, Activation.Tanh);
        weights[0] = 7;
        neuron.Weights[1] = 7;
        Assert.Equal([1.0, 2.0], neuron.Weights);
    }

    // Without a word from the neuron, the cost and its slope would be NaN here.
    [Fact]
    public void Outside_the_domain_of_a_cost_there_is_a_sentence_and_no_number()
    {
        var far = Cost.Define("far", (a, y) => Log(a - 2) + y);
        var ofCost = Assert.Throws<ArgumentException>(() => Nielsen.Cost(far, [1], 0)).Message;
        Assert.Contains("Log(a - 2)", ofCost);
        Assert.Equal(ofCost, Assert.Throws<ArgumentException>(() => Nielsen.Gradient(far, [1], 0)).Message);
    }

    [Fact]
    public void A_neuron_reads_as_its_formula() =>
        Assert.Equal("sigmoid(0.5·x₁ − 1·x₂ + 0.25)", new Neuron([0.5, -1], 0.25, Activation.Sigmoid).ToString());
}
