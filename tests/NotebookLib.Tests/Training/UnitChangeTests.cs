using CsCheck;
using static System.Math;

namespace NotebookLib.Tests;

/// <summary>Mathematics, statements 17–19: units, coordinates and the metric.</summary>
public class UnitChangeTests
{
    private static readonly Dataset Iris = Dataset.Load("iris").Only("versicolor", "virginica");

    public static TheoryData<string, UpdateRule, double> Table => new()
    {
        { "gradient", UpdateRule.Gradient, 1 },
        { "momentum", UpdateRule.Gradient.WithMomentum(0.9), 1 },
        { "sign", UpdateRule.SignOfInput, 0 },
        { "without", UpdateRule.WithoutInput, 0 },
        { "Adam", UpdateRule.Adam.With(epsilon: 0), 0 },
        { "RMSProp", UpdateRule.RmsProp.With(epsilon: 0), 0 },
        { "natural", UpdateRule.NaturalGradient, -1 },
        { "outputs", UpdateRule.SteepestInOutputs, -1 },
        { "Newton", UpdateRule.Newton, -1 },
        { "v", UpdateRule.Power(1), 1 },
        { "v²", UpdateRule.Power(2), 0 },
        { "v³", UpdateRule.Power(3), -1.0 / 3 },
        { "v⁵", UpdateRule.Power(5), -3.0 / 5 },
        { "typed v²", UpdateRule.Gradient.Reparametrised(v => v * v), 0 },
        { "eᵛ", UpdateRule.Gradient.Reparametrised(v => Exp(v)), -1 },
        { "exponentiated", UpdateRule.Exponentiated, 0 },
        { "one's own", UpdateRule.Define("mine", (w, b, x, y) => [x[0], x[1], x[2]]), 1 },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void The_table_that_settles_it(string name, UpdateRule rule, double p)
    {
        Assert.Equal(p, UnitChange.Exponent(rule, Cost.CrossEntropy), 4);
        if (name is not ("Newton" or "one's own")) Assert.Equal(p, UnitChange.Exponent(rule, Cost.Quadratic), 4);
    }

    [Fact]
    public void For_every_cost_the_gradient_has_one()
    {
        foreach (var cost in new[] { Cost.Quadratic, Cost.CrossEntropy, Cost.Define("fourth", (a, y) => Pow(a - y, 4)),
            Cost.Define("cosh", (a, y) => Cosh(a - y)) })
            Assert.Equal(1, UnitChange.Exponent(UpdateRule.Gradient, cost), 6);
    }

    [Fact]
    public void Normalised_LMS_has_an_exponent_for_a_common_scale_only()
    {
        Assert.Equal(double.NaN, UnitChange.Exponent(UpdateRule.NormalizedLms, Cost.CrossEntropy));
        Assert.Equal(-1,
            UnitChange.Measure(UpdateRule.NormalizedLms, Cost.CrossEntropy, allInputs: true, trainBias: false).Exponent, 6);
        Assert.Equal(double.NaN, UnitChange.Measure(UpdateRule.NormalizedLms, Cost.CrossEntropy, allInputs: true).Exponent);
        Assert.Equal("normalised LMS: Δw₁ is no power of the units s.",
            UnitChange.Measure(UpdateRule.NormalizedLms, Cost.CrossEntropy).ToString());
        Assert.Equal("gradient: Δw₁ scales as s^1, its effect on z as s^2.",
            UnitChange.Measure(UpdateRule.Gradient, Cost.CrossEntropy).ToString());
        Assert.Equal("Newton: Δw₁ scales as s^-1, its effect on z as s^0: the units do not matter.",
            UnitChange.Measure(UpdateRule.Newton, Cost.CrossEntropy).ToString());
    }

    [Fact]
    public void Only_the_metric_rules_leave_the_run_unchanged()
    {
        var start = new Neuron([0.1, 0.2, 0.3, 0.4], 0, Activation.Sigmoid);
        double Difference(UpdateRule rule, double eta) => UnitChange.Compare(start, Cost.CrossEntropy, Iris, 2, 10,
            new TrainingOptions { Rule = rule, LearningRate = eta, Epochs = 30 }).LargestDifference;
        Assert.True(Difference(UpdateRule.NaturalGradient, 0.5) < 3e-14, $"{Difference(UpdateRule.NaturalGradient, 0.5)}");
        Assert.True(Difference(UpdateRule.Newton, 0.5) < 3e-14);
        Assert.True(Difference(UpdateRule.Gradient.Reparametrised(v => Exp(v)), 0.01) < 3e-14);
        foreach (var rule in new[] { UpdateRule.Gradient, UpdateRule.SignOfInput, UpdateRule.Adam, UpdateRule.RmsProp,
            UpdateRule.NormalizedLms, UpdateRule.Power(2), UpdateRule.Exponentiated })
            Assert.True(Difference(rule, 0.01) > 1e-6, rule.Name);
        var damped = UpdateRule.NaturalGradient.With(damping: 0.1);
        Assert.Equal("natural gradient, λ = 0.1", damped.Name);
        Assert.True(Difference(damped, 0.5) > 1e-6, "damping gives the independence up");
    }

    [Fact]
    public void The_natural_gradient_does_not_see_invertible_maps_of_the_input() =>
        (from a in Gen.Double[-1, 1].Array[9]
         from stretch in Gen.Double[1, 100]
         from x in Gen.Double[-2, 2].Array[3].Array[8]
         from y in Gen.Double[0.05, 0.95].Array[8]
         select (a, stretch, x, y)).HoldWhereCompared(200, t => SameAfterAMap(t.a, t.stretch, t.x, t.y));

    /// <summary>
    /// Compares two runs; false for inputs that are nearly dependent, where rounding decides and no digits are left to compare.
    /// </summary>
    private static bool SameAfterAMap(double[] a, double stretch, double[][] x, double[] y)
    {
        if (MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.DenseOfRowArrays(x.Select(row => (double[])[.. row, 1]))
            .ConditionNumber() is not < 200) return false;
        // A = U diag(1, √stretch, stretch) Vᵀ has condition ≤ 100.
        var svd = MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.DenseOfRowMajor(3, 3, a).Svd();
        var map = svd.U * MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.DenseOfDiagonalArray(
            [1, Sqrt(stretch), stretch]) * svd.VT;
        double[][] mapped = [.. x
            .Select(row => (map * MathNet.Numerics.LinearAlgebra.Vector<double>.Build.Dense(row)).ToArray())];
        var options = new TrainingOptions { Rule = UpdateRule.NaturalGradient, LearningRate = 0.1, Epochs = 10 };
        var start = new Neuron([0, 0, 0], 0, Activation.Sigmoid);
        var (here, there) = (Training.Run(start, Cost.CrossEntropy, Dataset.Of(x, y), options),
            Training.Run(start, Cost.CrossEntropy, Dataset.Of(mapped, y), options));
        foreach (var k in new[] { 1, 10 })
            foreach (var (one, other) in here.OutputsAt(k).Zip(there.OutputsAt(k)))
                Assert.True(Abs(one - other) < 1e-11, $"{one} {other}");
        return true;
    }

    [Fact]
    public void By_the_natural_gradient_the_inputs_are_gone()                                   // 19
    {
        var x = new[] { new[] { 1.0, -2 }, [0.5, 3], [-40, 7] };
        double[] y = [0.2, 0.9, 0.4];
        var start = new Neuron([0.03, -0.1], 0.2, Activation.Sigmoid);
        var one = Training.Run(start, Cost.CrossEntropy, Dataset.Of(x, y),
            new TrainingOptions { Rule = UpdateRule.NaturalGradient, LearningRate = 0.01, Epochs = 1 });
        for (var i = 0; i < 3; i++)
        {
            var a = start.Output(x[i]);
            Assert.Equal(1, (one.Final.WeightedInput(x[i]) - start.WeightedInput(x[i])) / (-0.01 * (a - y[i]) / (a * (1 - a))),
                1e-11);
        }
        // a(t) = y + (a(0) − y)e⁻ᵗ at t = 2: Euler's error shrinks with the step
        double Off(int steps)
        {
            var run = Training.Run(start, Cost.CrossEntropy, Dataset.Of(x, y),
                new TrainingOptions { Rule = UpdateRule.NaturalGradient, LearningRate = 2.0 / steps, Epochs = steps });
            return Enumerable.Range(0, 3).Max(i => Abs(run.Final.Output(x[i]) - (y[i] + (start.Output(x[i]) - y[i]) * Exp(-2))));
        }
        Assert.True(Off(1000) < 1e-3);
        Assert.Equal(2, Off(250) / Off(500), 0.05);
    }

    /// <summary>z(0) = (4, −3, 2), whatever the inputs are.</summary>
    private static Neuron Starting(double[][] x)
    {
        var w = MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.DenseOfRowArrays(x.Select(row => (double[])[.. row, 1]))
            .Solve(MathNet.Numerics.LinearAlgebra.Vector<double>.Build.Dense([4, -3, 2]));
        return new([w[0], w[1]], w[2], Activation.Sigmoid);
    }

    [Fact]
    public void Steepest_in_the_outputs_the_quadratic_cost_learns_without_slope_and_without_input()    // 31
    {
        double[] y = [0.2, 0.9, 0.4], known = [0.238934, 0.857553, 0.423937];
        foreach (var x in new double[][][] { [[1, -2], [0.5, 3], [-40, 7]], [[0.001, 5], [3, 3], [-1, 20]] })
        {
            var run = Training.Run(Starting(x), Cost.Quadratic, Dataset.Of(x, y),
                new TrainingOptions { Rule = UpdateRule.SteepestInOutputs, LearningRate = 5e-4, Epochs = 6000 });
            for (var i = 0; i < 3; i++)
            {
                Assert.Equal(known[i], y[i] + (run.Start.Output(x[i]) - y[i]) * Exp(-3), 6);
                Assert.Equal(known[i], run.Final.Output(x[i]), 1e-4);
            }
        }
    }

    [Fact]
    public void A_metric_divides_every_error_by_its_phi()                                 // 31: dz_i/dt = −δ_i/φ_i
    {
        double[][] x = [[1, -2], [0.5, 3], [-40, 7]];
        double[] y = [0.2, 0.9, 0.4];
        foreach (var (rule, phi) in new (UpdateRule, Func<double, double>)[]
        {
            (UpdateRule.NaturalGradient, slope => slope), (UpdateRule.SteepestInOutputs, slope => slope * slope),
        })
            foreach (var f in new[] { Activation.Sigmoid, Activation.Tanh })
            {
                var start = new Neuron([0.03, -0.1], 0.2, f);
                var one = Training.Run(start, Cost.Quadratic, Dataset.Of(x, y),
                    new TrainingOptions { Rule = rule, LearningRate = 0.01, Epochs = 1 });
                for (var i = 0; i < 3; i++)
                {
                    var z = start.WeightedInput(x[i]);
                    Assert.Equal(1, (one.Final.WeightedInput(x[i]) - z) 
                        / (-0.01 * start.Gradient(Cost.Quadratic, x[i], y[i]).Delta / phi(f.Slope(z))), 1e-11);
                }
            }
        // φ = f′² asks for no sign of f′: a falling activation learns as well.
        var falling = Activation.Define("falling", z => 1 / (1 + Exp(z)));
        var mirrored = Training.Run(new([0.03, -0.1], 0.2, falling), Cost.Quadratic, Dataset.Of(x, y),
            new TrainingOptions { Rule = UpdateRule.SteepestInOutputs, LearningRate = 0.01, Epochs = 500 });
        for (var i = 0; i < 3; i++)
            Assert.Equal(y[i] + (mirrored.Start.Output(x[i]) - y[i]) * Exp(-5), mirrored.Final.Output(x[i]), 1e-3);
    }

    [Fact]
    public void Newton_finds_the_minimum_in_a_few_steps()
    {
        var run = Training.Run(new Neuron(new double[4], 0, Activation.Sigmoid), Cost.CrossEntropy, Iris,
            new TrainingOptions { Rule = UpdateRule.Newton, LearningRate = 1, Epochs = 12 });
        Assert.Equal(run.Costs[12], run.Costs[10], 1e-12);
        for (var j = 0; j < 4; j++)
            Assert.Equal(0, Enumerable.Range(0, 100).Average(i =>
                run.Final.Gradient(Cost.CrossEntropy, Iris.Row(i), Iris.Targets[i]).Weights[j]), 1e-12);
        var linear =
            Training.Run(new Neuron([0.0], 0, Activation.Identity), Cost.Quadratic, Dataset.Of([[1], [2], [4]], [1, 3, 2]),
            new TrainingOptions { Rule = UpdateRule.Newton, LearningRate = 1, Epochs = 1 });
        Assert.Equal(0.2142857142857, linear.Final.Weights[0], 1e-12);                       // least squares: slope 3/14
    }

    [Fact]
    public void Newton_goes_where_the_cost_is_not_convex_too()
    {
        // 13: two minima with a maximum between them
        var data = Dataset.Of([[10.0], [0.7]], [0.55, 0.25]);
        var run = Training.Run(new([-0.9], 0, Activation.Sigmoid), Cost.Quadratic, data,
            new TrainingOptions { Rule = UpdateRule.Newton, LearningRate = 1, Epochs = 60, TrainBias = false });
        Assert.True(double.IsFinite(run.Costs[^1]));
    }

    [Fact]
    public void A_metric_that_cannot_be_inverted_says_why()
    {
        string Message(Dataset data, UpdateRule rule) => Assert.Throws<TrainingException>(() =>
            Training.Run(new Neuron(new double[data.InputCount], 0, Activation.Sigmoid), Cost.CrossEntropy, data,
                new TrainingOptions { Rule = rule, Epochs = 3 })).Message;
        Assert.Equal("The rule \"natural gradient\" has no step at update 1: its matrix cannot be inverted, because 2 examples cannot settle 3 parameters. "
            + "Take 3 or more independent examples an update, or damp it: .With(damping: 0.001).",
                Message(Dataset.Of([[1, 2], [3, 4]], [0, 1]), UpdateRule.NaturalGradient));
        Assert.Equal("The rule \"Newton\" has no step at update 1: its matrix cannot be inverted, because the input x2 never changes, as the bias's input never does. "
            + "Leave it out, or damp it: .With(damping: 0.001).",
                Message(Dataset.Of([[1, 2], [3, 2], [4, 2]], [0, 1, 0]), UpdateRule.Newton));
        Assert.StartsWith("The rule \"Newton\" has no step at update 1: its matrix cannot be inverted, because one input is a combination of the others",
            Message(Dataset.Of([[1, 2], [3, 6], [4, 8]], [0, 1, 0]), UpdateRule.Newton));
        var damped =
            Training.Run(new Neuron([0.0, 0], 0, Activation.Sigmoid), Cost.CrossEntropy, Dataset.Of([[1, 2], [3, 4]], [0, 1]),
            new TrainingOptions { Rule = UpdateRule.NaturalGradient.With(damping: 0.01), Epochs = 5 });
        Assert.True(damped.Costs[5] < damped.Costs[0]);
        Assert.Contains("needs an activation that increases, but the slope of the bump is -0.",
            Assert.Throws<TrainingException>(() =>
            Training.Run(new Neuron([1.0], 0.0, Activation.Define("bump", z => Exp(-z * z))), Cost.Quadratic,
                Dataset.Of([[1], [2]], [0, 1]), new TrainingOptions { Rule = UpdateRule.NaturalGradient })).Message);
    }

    [Fact]
    public void Exponential_coordinates_make_the_exponentiated_gradients_kin()                  // 18
    {
        // w = v²/4 and the exponentiated gradient agree to first order in η: their runs meet as the step shrinks.
        double Apart(double eta, int steps)
        {
            var start = new Neuron([0.5, 1.5], 0, Activation.Sigmoid);
            var data = Dataset.Of([[1, -2], [-1, 0.5], [2, 1]], [0, 1, 1]);
            TrainingRun Run(UpdateRule rule) => Training.Run(start, Cost.CrossEntropy, data,
                new TrainingOptions { Rule = rule, LearningRate = eta, Epochs = steps, TrainBias = false });
            return Abs(Run(UpdateRule.Gradient.Reparametrised(v => v * v / 4)).Final.Weights[0]
                - Run(UpdateRule.Exponentiated).Final.Weights[0]);
        }
        Assert.True(Apart(0.001, 1000) < 1e-3);
        Assert.Equal(10, Apart(0.01, 100) / Apart(0.001, 1000), 0.5);
    }

    [Fact]
    public void No_fixed_matrix_turns_inputs_into_their_signs()                                  // 18
    {
        // e₁ + 2e₂ and e₁ + 3e₂ have one sign vector s: G(x′ − x) = Ge₂ would be parallel to s, and then so would Ge₁: G is singular.
        double[] x = [1, 2], other = [1, 3];
        Assert.Equal(x.Select(v => Sign(v)), other.Select(v => Sign(v)));
        Assert.NotEqual(0, x[0] * other[1] - x[1] * other[0]);
    }
}
