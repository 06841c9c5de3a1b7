using System.Linq.Expressions;
using CsCheck;
using static System.Math;

namespace NotebookLib.Tests.Checking;

public class GradientCheckTests
{
    private static readonly Neuron Nielsen = new(weights: [0.6], bias: 0.9, Activation.Sigmoid);
    private static readonly Neuron Three = new([0.5, -1, 0.8], 0.2, Activation.Sigmoid);
    private static readonly double[] X = [3.0, -2.0, 0.5];

    [Fact]
    public void The_librarys_own_gradient_passes()
    {
        foreach (var activation in Activation.All)
            foreach (var cost in new[] { Cost.Quadratic, Cost.CrossEntropy,
                Cost.Define("fourth power", (a, y) => Pow(a - y, 4)) })
            {
                // a lies between 0 and 1 for tanh, identity and relu too
                var neuron = new Neuron([0.2, -0.1], 0.3, activation);
                if (activation == Activation.Exp && cost == Cost.CrossEntropy) continue;
                var r = GradientCheck.Run(neuron, cost, [0.5, 1.5], 0.4);
                Assert.True(r.Verdict == Verdict.Pass, $"{cost.Name}, {activation.Name}: {r}");
                Assert.Equal(["w₁", "w₂", "b"], r.Coordinates.Select(c => c.Name));
                Assert.All(r.Coordinates, c => Assert.InRange(c.RelativeDifference, 0, 1e-9));
                Assert.All(r.Coordinates, c => Assert.Equal(c.Measured, c.Witness!.Value, 1e-9));
                Assert.Equal(Mistake.None, r.Diagnosis.Mistake);
            }
    }

    [Fact]
    public void A_report_says_what_was_checked_and_the_first_six_inputs()
    {
        string Subject(params double[] x) => GradientCheck.Run(new Neuron(new double[x.Length], 0, Activation.Sigmoid),
            Cost.Quadratic, x, 1).Subject;
        Assert.Equal("quadratic cost of sigmoid(0·x₁ + 0) at x = (3), y = 1", Subject(3));
        Assert.EndsWith(" at x = (1, 2, 3, 4, 5, 6), y = 1", Subject(1, 2, 3, 4, 5, 6));
        Assert.EndsWith(" at x = (1, 2, 3, 4, 5, 6, …), y = 1", Subject(1, 2, 3, 4, 5, 6, 7));
    }

    [Fact]
    public void A_coordinate_has_a_value_an_error_bar_and_a_step()
    {
        var c = GradientCheck.Run(Nielsen, Cost.Quadratic, [2.0], 0).Coordinates[0];
        var a = 1 / (1 + Exp(-2.1));
        Assert.Equal(a * a * (1 - a) * 2, c.Claimed, 15);
        Assert.True(Abs(c.Measured - a * a * (1 - a) * 2) <= c.Error);
        Assert.InRange(c.Error, 1e-17, 1e-11);
        Assert.InRange(c.Step, 1e-5, 1);
        Assert.Equal(1, c.Ratio, 1e-10);
        Assert.Equal(c.Left, c.Right);
    }

    [Fact]
    public void A_formula_of_ones_own_is_checked()
    {
        var right = GradientCheck.Run(Three, Cost.CrossEntropy, X, 1, claimed: (a, y, z, x) => [.. x.Select(v => (a - y) * v)]);
        Assert.Equal(Verdict.Pass, right.Verdict);
        Assert.Equal(Mistake.None, right.Diagnosis.Mistake);
        Assert.Equal(3, right.Coordinates.Count);

        var withBias = GradientCheck.Run(Three, Cost.CrossEntropy, X, 1,
            claimed: (a, y, z, x) => [.. x.Select(v => (a - y) * v), a - y]);
        Assert.Equal(Verdict.Pass, withBias.Verdict);
        Assert.Equal("b", withBias.Coordinates[3].Name);

        var wrong = GradientCheck.Run(Three, Cost.Quadratic, X, 1, claimed: (a, y, z, x) => [.. x.Select(v => (a - y) * v)]);
        Assert.Equal(Verdict.Fail, wrong.Verdict);
        Assert.Equal(Mistake.MissingSlope, wrong.Diagnosis.Mistake);
        Assert.All(wrong.Coordinates, c => Assert.Equal(Verdict.Fail, c.Verdict));
    }

    [Fact]
    public void A_data_set_is_checked()
    {
        var data = Dataset.Load("iris").Only("versicolor", "virginica").Standardize();
        var neuron = new Neuron([0.3, -0.2, 0.5, 0.1], 0.1, Activation.Sigmoid);
        Assert.Equal(Verdict.Pass, GradientCheck.Run(neuron, Cost.CrossEntropy, data).Verdict);
        var mean = GradientCheck.Run(neuron, Cost.CrossEntropy, data, claimed: (n, d) => Sum(n, d, 1.0 / d.Count));
        Assert.Equal(Verdict.Pass, mean.Verdict);
        var sum = GradientCheck.Run(neuron, Cost.CrossEntropy, data, claimed: (n, d) => Sum(n, d, 1));
        Assert.Equal(Verdict.Fail, sum.Verdict);
        Assert.Equal(Mistake.SumForMean, sum.Diagnosis.Mistake);
        var twice = GradientCheck.Run(neuron, Cost.CrossEntropy, data, claimed: (n, d) => Sum(n, d, 1.0 / d.Count / d.Count));
        Assert.Equal(Mistake.SumForMean, twice.Diagnosis.Mistake);
        var slope = GradientCheck.Run(neuron, Cost.Quadratic, data, claimed: (a, y, z, x) => [.. x.Select(v => (a - y) * v)]);
        Assert.Equal(Mistake.MissingSlope, slope.Diagnosis.Mistake);

        static double[] Sum(Neuron n, Dataset d, double factor)
        {
            var sum = new double[n.InputCount];
            for (var i = 0; i < d.Count; i++)
                for (var j = 0; j < sum.Length; j++) sum[j] += factor * (n.Output(d.Row(i)) - d.Targets[i]) * d.Row(i)[j];
            return sum;
        }
    }

    [Fact]
    public void Any_function_is_checked()
    {
        double[] at = [1.0, 2.0, -0.5];
        Assert.Equal(Verdict.Pass, GradientCheck.Run(w => w[0] * w[1] + Sin(w[2]), w => [w[1], w[0], Cos(w[2])], at).Verdict);
        Names(Mistake.Sign, w => [-w[1], -w[0], -Cos(w[2])]);
        Names(Mistake.Half, w => [2 * w[1], 2 * w[0], 2 * Cos(w[2])]);
        Names(Mistake.Half, w => [w[1] / 2, w[0] / 2, Cos(w[2]) / 2]);
        Names(Mistake.Coordinate, w => [w[1], w[0], Sin(w[2])]);
        Names(Mistake.Coordinate, w => [w[0], w[1], Cos(w[2])]);
        Names(Mistake.Unknown, w => [3 * w[1], 3 * w[0], 3 * Cos(w[2])]);
        Names(Mistake.Unknown, w => [w[1] * w[1], w[0] * w[1], 0]);
        Assert.Equal(Verdict.Pass, GradientCheck.Run(w => w.Sum(), w => [1, 1], [0.0, 0.0]).Verdict);

        void Names(Mistake mistake, Func<double[], double[]> gradient)
        {
            var r = GradientCheck.Run(w => w[0] * w[1] + Sin(w[2]), gradient, at);
            Assert.Equal(Verdict.Fail, r.Verdict);
            Assert.Equal(mistake, r.Diagnosis.Mistake);
        }
    }

    [Fact]
    public void A_kink_is_named_with_both_slopes()
    {
        var distance = Cost.Define("distance", (a, y) => Abs(a - y));
        var r = GradientCheck.Run(new Neuron([1.0], 0, Activation.Identity), distance, [2.0], 2);
        Assert.Equal(Verdict.Inconclusive, r.Verdict);
        Assert.True(r.Coordinates[1].IsKink);
        Assert.Equal(-1, r.Coordinates[1].Left, 1e-9);
        Assert.Equal(1, r.Coordinates[1].Right, 1e-9);
        Assert.Equal("|a − y| has a kink at a = y: along w₁ the slope is -2 on the left and 2 on the right, so there is no one "
            + "slope to compare with.", r.Reason);
        Assert.Equal(Verdict.Pass, GradientCheck.Run(new Neuron([1.0], 0, Activation.Identity), distance, [2.0], 1.999).Verdict);
    }

    [Fact]
    public void Saturated_neurons_are_checked()
    {
        foreach (var z in (double[])[-30, -20, 20, 30, 50])
            foreach (var y in (double[])[0, 0.3, 1])
            {
                var r = GradientCheck.Run(new Neuron([1.0], 0, Activation.Sigmoid), Cost.CrossEntropy, [z], y);
                Assert.True(r.Verdict != Verdict.Fail, $"z = {z}, y = {y}: {r}");
            }
        // Where a is rounded to 1, the formula (a − y)x is 0 and cannot be told from the true −9e-18: not a fail.
        Assert.NotEqual(Verdict.Fail, GradientCheck.Run(new Neuron([1.0], 0, Activation.Sigmoid), Cost.CrossEntropy, [40.0], 1,
            claimed: (a, y, z, x) => [(a - y) * x[0]]).Verdict);
    }

    [Fact]
    public void Outside_the_domain_nothing_is_decided()
    {
        var r = GradientCheck.Run(new Neuron([1.0], 0, Activation.Identity), Cost.CrossEntropy, [1.5], 0.5);
        Assert.Equal(Verdict.Inconclusive, r.Verdict);
        Assert.Empty(r.Coordinates);
        Assert.NotEmpty(r.Reason);
    }

    [Fact]
    public void A_kink_is_named_by_the_formula_it_is_in()
    {
        var sigmoid = Activation.Sigmoid;
        Is("max(0, z) has a kink at z = 0", (a, y) => Pow(a - y, 2) / 2, Activation.Relu, 1);
        Is("|z| has a kink at z = 0", (a, y) => Pow(a - y, 2) / 2, Activation.Define("size", z => Abs(z)), 1);
        Is("|a − y| has a kink at a = y", (a, y) => Abs(a - y), sigmoid, 0.5);
        Is("max(a, y) has a kink at a = y", (a, y) => Max(a, y), sigmoid, 0.5);
        Is("min(a, y) has a kink at a = y", (a, y) => Min(a, y), sigmoid, 0.5);
        Is("The cases meet with a kink at a = y", (a, y) => a < y ? a * a : 2 * a, sigmoid, 0.5);
        Is("|a| has a kink at a = 0", (a, y) => Abs(a), Activation.Identity, 0.5);
        Is("|−a + y| has a kink at y = a", (a, y) => Abs(-a + y), sigmoid, 0.5);
        Is("|a − y| has a kink at a = y", (a, y) => Abs(a - y), Activation.Relu, 0);        // the cost's before the activation's
        Is(null, (a, y) => Max(a, y), Activation.Identity, -0.5, z: 0.5);
        Is(null, (a, y) => Pow(a - y, 2) / 2, Activation.Relu, 1, z: 0.1);
        Is(null, (a, y) => Abs(a - y), sigmoid, 0.6);

        static void Is(string? kink, Expression<Func<double, double, double>> cost, Activation f, double y, double z = 0) =>
            Assert.Equal(kink, Kink.Of(Cost.Define("cost", cost), f, z, y));
    }

    [Fact]
    public void A_reason_counts_its_coordinates()
    {
        string Reason(params double[] factors) => GradientCheck.Run(w => w.Select(v => v * v).Sum(),
            w => [.. w.Zip(factors, (v, k) => k * v)], [.. factors.Select((_, j) => 1.0 + j)]).Reason;
        Assert.StartsWith("The coordinate agrees with the measured slope; the largest relative difference is below ", Reason(2));
        Assert.StartsWith("All 2 coordinates agree with the measured slopes; the largest relative difference is below ",
            Reason(2, 2));
        Assert.StartsWith("The one coordinate is wrong: for w₁ the gradient says 3, measured is 2 ± ", Reason(3));
        Assert.StartsWith("All 2 coordinates are wrong: for w₁ the gradient says 4, measured is 2 ± ", Reason(4, 3));
        Assert.StartsWith("w₂ of 3 coordinates is wrong: for w₂ the gradient says 6, measured is 4 ± ", Reason(2, 3, 2));
        Assert.StartsWith("w₁ and w₃ of 3 coordinates are wrong: for w₃ the gradient says 3, measured is 6 ± ", Reason(3, 2, 1));
    }

    [Fact]
    public void Wrong_shapes_are_sentences()
    {
        Says("Expected 3 inputs, one for each weight, but got 2.", () => GradientCheck.Run(Three, Cost.Quadratic, [1, 2], 0));
        Assert.Equal("Your neuron was not defined; mend its cell first.",
            Assert.Throws<ArgumentException>(() => GradientCheck.Run((Neuron)null!, Cost.Quadratic, X, 0)).Message);
        Assert.Equal("Your x was not defined; mend its cell first.",
            Assert.Throws<ArgumentException>(() => GradientCheck.Run(Three, Cost.Quadratic, null!, 0)).Message);
        Assert.Equal("Your neuron was not defined; mend its cell first.",
            Assert.Throws<ArgumentException>(() => GradientCheck.Run(null!, Cost.Quadratic, Dataset.Of([X], [0]))).Message);
        Assert.Equal("Your data were not defined; mend their cell first.",
            Assert.Throws<ArgumentException>(() => GradientCheck.Run(Three, Cost.Quadratic, (Dataset)null!)).Message);
        Assert.Equal("Your layer was not defined; mend its cell first.",
            Assert.Throws<ArgumentException>(() => GradientCheck.Run((Layer)null!, Cost.Quadratic, X, [0])).Message);
        Says("Your cost was not defined; mend its cell first.",
            () => GradientCheck.Run(Layer.Softmax([X, X], [0, 0]), null!, X, [0, 1]));
        Says("Your cost was not defined; mend its cell first.", () => GradientCheck.Run(Three, null!, Dataset.Of([X], [0])));
        Says("Input 2 is NaN; every input must be a finite number.",
            () => GradientCheck.Run(Three, Cost.Quadratic, [1, double.NaN, 2], 0));
        Says("The target is NaN; it must be a finite number.", () => GradientCheck.Run(Three, Cost.Quadratic, X, double.NaN));
        Says("Your cost was not defined; mend its cell first.", () => GradientCheck.Run(Three, null!, X, 0));
        Says("Expected 3 numbers from your gradient, one for each weight (or 4 with the bias last), but it gave 1.",
            () => GradientCheck.Run(Three, Cost.Quadratic, X, 0, claimed: (a, y, z, x) => [a]));
        Says("Expected 3 numbers from your gradient, one for each weight (or 4 with the bias last), but it gave null.",
            () => GradientCheck.Run(Three, Cost.Quadratic, X, 0, claimed: (a, y, z, x) => null!));
        Says("The point is empty; give at least one number, for example at: [0.5].", () => GradientCheck.Run(w => 0, w => w, []));
        Says("Number 2 of the point is Infinity; it must be a finite number.",
            () => GradientCheck.Run(w => 0, w => w, [0, double.PositiveInfinity]));
        Says("Expected 2 numbers from your gradient, one for each coordinate, but it gave 3.",
            () => GradientCheck.Run(w => w[0], w => [1, 2, 3], [0, 1.0]));
        Says("Expected 1 number from your gradient, one for each coordinate, but it gave null.",
            () => GradientCheck.Run(w => w[0], w => null!, [0]));
        Says("The data have 1 input, but the neuron has 3 weights; there must be one weight for each input.",
            () => GradientCheck.Run(Three, Cost.Quadratic, Dataset.Of([[1.0]], [0.0])));

        static void Says(string sentence, Action action) =>
            Assert.Equal(sentence, Assert.ThrowsAny<ArgumentException>(action).Message.Split(" (Parameter")[0]);
    }

    [Fact]
    public void Wild_functions_get_a_sentence()
    {
        var random = new Random(1);
        Says("The function is NaN at the point, so it has no slope there.", GradientCheck.Run(w => double.NaN, w => [0], [1.0]));
        Says("The function is ∞ at the point, so it has no slope there.", GradientCheck.Run(w => 1 / w[0], w => [0], [0.0]));
        Says("The function stopped with an error at the point: no",
            GradientCheck.Run(w => throw new InvalidOperationException("no"), w => [0], [1.0]));
        Says("Your gradient stopped with an error: no",
            GradientCheck.Run(w => w[0], w => throw new InvalidOperationException("no"), [1.0]));
        Says("The function gives another value each time it is called at the same point, so it has no slope. Draw random "
            + "numbers once, before it.",
            GradientCheck.Run(w => w[0] + random.NextDouble(), w => [1], [1.0]));
        Says("Your gradient gives another answer each time it is asked, so it cannot be checked. Draw random numbers once, "
            + "before it.",
            GradientCheck.Run(w => w[0], w => [random.NextDouble()], [1.0]));
        Says("Your gradient stopped with an error: no",
            GradientCheck.Run(Three, Cost.Quadratic, X, 0, claimed: (a, y, z, x) => throw new InvalidOperationException("no")));
        Says("Your gradient gives another answer each time it is asked, so it cannot be checked. Draw random numbers once, "
            + "before it.",
            GradientCheck.Run(Three, Cost.Quadratic, X, 0, claimed: (a, y, z, x) => [random.NextDouble(), 0, 0]));
        Says("No slope could be measured along w₁: the function has no values close by.",
            GradientCheck.Run(w => w[0] == 1 ? 1 : throw new InvalidOperationException(), w => [0], [1.0]));

        var nan = GradientCheck.Run(w => w[0], w => [double.NaN], [1.0]);
        Assert.Equal(Verdict.Fail, nan.Verdict);
        Assert.Equal("The gradient says NaN for w₁, which is not a number a neuron can step by.", nan.Reason);
        Assert.Equal(Verdict.Pass, GradientCheck.Run(w => w[0] * w[0], w => [2 * w[0]], [double.Epsilon]).Verdict);

        static void Says(string sentence, GradientReport r)
        {
            Assert.Equal(Verdict.Inconclusive, r.Verdict);
            Assert.Equal(sentence, r.Reason);
        }
    }

    [Fact]
    public void A_function_may_change_its_argument() =>
        Assert.Equal(Verdict.Pass, GradientCheck.Run(w => { var f = w[0] * w[1]; w[0] = 7; return f; },
            w => { (w[0], w[1]) = (w[1], w[0]); return w; }, [1.0, 2.0]).Verdict);

    [Fact]
    public void A_report_reads_as_text()
    {
        var r = GradientCheck.Run(Nielsen, Cost.Quadratic, [1.0], 0, claimed: (a, y, z, x) => [(a - y) * x[0]]);
        string[] lines = r.ToString().Split('\n');
        Assert.Equal("Fail: The one coordinate is wrong: for w₁ the gradient says 0.817574, measured is 0.121938 ± 1e-13.",
            lines[0]);
        Assert.Equal("The factor σ′(z) is missing: claimed/measured is 6.7 = 1/σ′(z), and follows it when w moves. "
            + "What you have is ∂C/∂a · x_j; multiply it by σ′(z).", lines[1]);
    }

    /// <summary>The differences' finest steps agree by luck, and on a value that rounding has moved.</summary>
    [Fact]
    public void The_rounding_that_a_cost_has_is_no_mistake_of_its_gradient()
    {
        var cost = Cost.Define("small", (a, y) => 1e-6 * (Math.Cosh(a - y - 0.1) - 1));
        foreach (var z in (double[])[-0.10643271242764371, -0.05706831696283776])
        {
            var report = GradientCheck.Run(new Neuron([z], 0, Activation.Softplus), cost, [1], 0.4,
                (a, y, z, x) => [cost.Slope(a, y) * Activation.Softplus.Slope(z) * x[0]]);
            Assert.True(report.Verdict != Verdict.Fail, report.ToString());
        }
        Derivation.Of(Cost.Define("touchy", (a, y) => a - y * Math.Log(a) + (y * Math.Log(a) + (1 - y) * Math.Log(1 - a))),
            Activation.Relu);
    }

    [Fact]
    public void What_is_infinite_or_nearly_right_is_told_so()
    {
        Assert.Equal(Verdict.Inconclusive, GradientCheck.Run(w => Math.Sqrt(w[0]), w => [0.5 / Math.Sqrt(w[0])], [0]).Verdict);
        Assert.Contains("claimed/measured is 1 + 3.3e-6,",
            GradientCheck.Run(w => w[0] * w[0] * w[0], w => [3 * w[0] * w[0] + 1e-5], [1]).Diagnosis.Sentence);
    }
}
