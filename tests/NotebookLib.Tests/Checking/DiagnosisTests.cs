using CsCheck;
using static System.Math;

namespace NotebookLib.Tests.Checking;

public class DiagnosisTests
{
    private sealed record Case(Mistake Mistake, Cost Cost, Activation Activation, double[] W, double B, double[] X, double Y,
        int Where, double Factor);

    private static readonly Cost[] Costs = [Cost.Quadratic, Cost.CrossEntropy,
        Cost.Define("fourth power", (a, y) => Pow(a - y, 4)), Cost.Define("pseudo-Huber", (a, y) => Sqrt(1 + Pow(a - y, 2)) - 1)];
    private static readonly Activation[] Activations = [Activation.Sigmoid, Activation.Tanh, Activation.Softplus];

    private static readonly Mistake[] Single = [Mistake.None, Mistake.MissingSlope, Mistake.ExtraSlope, Mistake.Sign,
        Mistake.Half, Mistake.MissingInput, Mistake.SignOfInput, Mistake.ExtraInput, Mistake.Coordinate];

    private static Gen<double> Any(params double[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static readonly Gen<Case> Planted =
        from n in Gen.Int[1, 6]
        from mistake in Gen.Int[0, Single.Length - 1]
        from cost in Gen.Int[0, Costs.Length - 1]
        from activation in Gen.Int[0, Activations.Length - 1]
        from w in Gen.Double[-2, 2].Array[n]
        from b in Gen.Double[-1, 1]
        from x in Gen.OneOf(Gen.Double[-3, 3], Any(0.0, 1, -1, 2, 0.5)).Array[n]
        from y in Gen.OneOf(Gen.Double[0.05, 0.95], Any(0.0, 1))
        from place in Gen.Int[0, n - 1]
        from factor in Any(-1.0, 2, 0.5, 0, 3.7)
        select new Case(Single[mistake], Costs[cost],
            Costs[cost] == Cost.CrossEntropy ? Activation.Sigmoid : Activations[activation], w, b, x, y, place, factor);

    /// <summary>The true gradient with the mistake planted, written out from the definitions.</summary>
    private static double[] Plant(Case c, double a, double y, double z, double[] x)
    {
        double slope = c.Activation.Slope(z), costSlope = c.Cost.Slope(a, y);
        return [.. x.Select((v, j) => c.Mistake switch
        {
            Mistake.MissingSlope => costSlope * v,
            Mistake.ExtraSlope => costSlope * slope * slope * v,
            Mistake.Sign => -costSlope * slope * v,
            Mistake.Half => costSlope * slope * v * (c.Factor > 1 ? 2 : 0.5),
            Mistake.MissingInput => costSlope * slope,
            Mistake.SignOfInput => costSlope * slope * Sign(v),
            Mistake.ExtraInput => costSlope * slope * v * v,
            Mistake.Coordinate when j == c.Where => costSlope * slope * v * c.Factor,
            _ => costSlope * slope * v,
        })];
    }

    [Fact]
    public void A_planted_mistake_is_named_and_never_a_wrong_one()
    {
        int named = 0, undecided = 0, total = 0;
        Planted.HoldWhereCompared(1500, c =>
        {
            if (c.Mistake == Mistake.Coordinate && c.X.Length == 1)
                return false;      // the only coordinate is the whole gradient
            var r = GradientCheck.Run(new Neuron(c.W, c.B, c.Activation), c.Cost, c.X, c.Y,
                claimed: (a, y, z, x) => Plant(c, a, y, z, x));
            total++;
            if (r.Diagnosis.Mistake == c.Mistake && r.Verdict == (c.Mistake == Mistake.None ? Verdict.Pass : Verdict.Fail))
                named++;
            else if (r.Diagnosis.Mistake is Mistake.Ambiguous or Mistake.Unknown || r.Verdict == Verdict.Inconclusive)
                undecided++;
            else Assert.Fail($"planted {c.Mistake} in {c.Cost.Name}, {c.Activation.Name}, w = [{string.Join(", ", c.W)}], "
                + $"b = {c.B}, x = [{string.Join(", ", c.X)}], y = {c.Y}, at {c.Where} × {c.Factor}: {r}");
            return true;
        });
        Assert.True(named >= 0.99 * total, $"named {named} of {total}, undecided {undecided}");
    }

    /// <summary>Near the target pseudo-Huber is a small difference of large numbers: one point where that spoils the
    /// measurement must not hide the mistake.</summary>
    [Theory]
    [InlineData(0.0)]        // w₂ cannot be seen at the example itself
    [InlineData(1.0)]
    public void A_point_that_is_measured_badly_spoils_no_diagnosis(double second)
    {
        const double y = 15.0 / 19;
        var (neuron, cost) = (new Neuron([0.3, -2], 0.1, Activation.Sigmoid), Costs[3]);
        var r = GradientCheck.Run(neuron, cost, [2, second], y,
            claimed: (a, y, z, x) => [cost.Slope(a, y) * Activation.Sigmoid.Slope(z) * x[0],
                2 * cost.Slope(a, y) * Activation.Sigmoid.Slope(z) * x[1]]);
        Assert.Equal((Mistake.Coordinate, Verdict.Fail), (r.Diagnosis.Mistake, r.Verdict));
    }

    [Fact]
    public void One_ratio_with_two_causes_is_told_apart_by_asking_again()
    {
        var neuron = new Neuron([Log(0.723607 / 0.276393)], 0, Activation.Sigmoid);            // σ′(z) = 1/5 and N = 5
        var five = Dataset.Of([[1.0], [1.0], [1.0], [1.0], [1.0]], [0, 0, 0, 0, 0]);
        var slope = GradientCheck.Run(neuron, Cost.Quadratic, five, claimed: (n, d) => [n.Output(d.Row(0))]);
        var sum = GradientCheck.Run(neuron, Cost.Quadratic, five,
            claimed: (n, d) => [d.Count * n.Gradient(Cost.Quadratic, d.Row(0), 0).Bias]);
        Assert.Equal(5, slope.Coordinates[0].Ratio, 1e-4);
        Assert.Equal(5, sum.Coordinates[0].Ratio, 1e-9);
        Assert.Equal(Mistake.MissingSlope, slope.Diagnosis.Mistake);
        Assert.Equal(Mistake.SumForMean, sum.Diagnosis.Mistake);
    }

    /// <summary>The rule of the course: it was called half, one coordinate, right, and without the input, all of them
    /// wrongly.</summary>
    [Theory]
    [InlineData(-0.5), InlineData(0.5), InlineData(0.5, -1.0), InlineData(1.0, 1.0), InlineData(-1.0), InlineData(0.0, 3.0),
        InlineData(2.0, -2.0, 1.0)]
    public void The_sign_of_the_input_is_told_from_its_neighbours(params double[] x)
    {
        var neuron = new Neuron([.. x.Select((_, j) => 0.4 - 0.3 * j)], 0.1, Activation.Sigmoid);
        var r = GradientCheck.Run(neuron, Cost.CrossEntropy, x, 0,
            claimed: (a, y, z, x) => [.. x.Select(v => (a - y) * Sign(v))]);
        Assert.Equal((Mistake.SignOfInput, Verdict.Fail), (r.Diagnosis.Mistake, r.Verdict));
        Assert.StartsWith("The sign of x_j stands in place of x_j: claimed/measured is 1/|x_j| at every weight.",
            r.Diagnosis.Sentence);
        Assert.Equal(x.All(v => Abs(v) == 1),
            r.Diagnosis.Sentence.EndsWith("At the example you gave this cannot be seen; elsewhere it can."));
        var layer = new Layer([neuron.Weights, neuron.Weights], [0.1, -0.4], Activation.Sigmoid);
        Assert.Equal(Mistake.SignOfInput, GradientCheck.Run(layer, Cost.CrossEntropy, x, [0, 1],
            claimed: (a, y, z, x) => [.. a.Zip(y, (p, q) => x.Select(v => (p - q) * Sign(v)).ToArray())]).Diagnosis.Mistake);
    }

    [Fact]
    public void The_sign_of_inputs_that_are_all_positive_is_no_missing_input()
    {
        var iris = Dataset.Load("iris").Only("versicolor", "virginica");
        var neuron = new Neuron([0.3, -0.2, 0.5, -0.4], -1, Activation.Sigmoid);
        Mistake Of(Func<double, double> u) => GradientCheck.Run(neuron, Cost.CrossEntropy, iris,
            claimed: (a, y, z, x) => [.. x.Select(v => (a - y) * u(v))]).Diagnosis.Mistake;
        Assert.Equal((Mistake.SignOfInput, Mistake.MissingInput, Mistake.None), (Of(v => Sign(v)), Of(_ => 1), Of(v => v)));
        // With the slope missing as well it is two mistakes.
        var two = GradientCheck.Run(neuron, Cost.Quadratic, [0.5, -1, 2, 3], 0,
            claimed: (a, y, z, x) => [.. x.Select(v => (a - y) * Sign(v))]);
        Assert.Equal([Mistake.MissingSlope, Mistake.SignOfInput], two.Diagnosis.Candidates);
    }

    [Fact]
    public void A_jump_and_an_infinite_slope_decide_nothing()
    {
        Func<double[], double>[] functions = [w => Floor(w[0]), w => Floor(w[0]) + 3 * w[0], w => Sqrt(Max(0, w[0] - 2)),
            w => Cbrt(w[0] - 2), w => w[0] > 2 ? 1e-3 : 0,
            w => w[0] == 2 ? 0 : (w[0] - 2) * Log(Abs(w[0] - 2))];
        foreach (var f in functions)
            foreach (var claim in new[] { 0, 3.0, 1e6 })
            {
                var r = GradientCheck.Run(f, w => [claim], [2]);
                Assert.True(r.Verdict == Verdict.Inconclusive, r.ToString());
                Assert.Equal("No slope could be measured along w₁: the function jumps here, or is too steep to measure.",
                    r.Reason);
            }
        Assert.Equal(Verdict.Inconclusive, GradientCheck.Run(w => Sqrt(w[0]), w => [1], [0]).Verdict);
        Assert.Equal(Verdict.Pass, GradientCheck.Run(w => Sqrt(w[0]), w => [0.5 / Sqrt(w[0])], [1e-8]).Verdict);
    }

    [Fact]
    public void A_slope_that_is_nothing_has_no_relative_difference()
    {
        var r = GradientCheck.Run(w => Cos(w[0]) + 1e-20 * w[0], w => [0], [0]);
        Assert.Equal(Verdict.Pass, r.Verdict);
        Assert.Matches("^The coordinate agrees with the measured slope; (it is 0 within its error bar, ± 1e-[0-9]+|the largest "
            + "relative difference is below 1e-15)\\.$", r.Reason);
    }

    [Fact]
    public void What_stays_ambiguous_is_said_to_be_so()
    {
        var neuron = new Neuron([0.6], 0.9, Activation.Sigmoid);
        var pair = Dataset.Of([[0.4], [-1.2]], [0, 1]);
        var twice = 2 * GradientCheck.Run(neuron, Cost.CrossEntropy, pair).Coordinates[0].Measured;
        var r = GradientCheck.Run(neuron, Cost.CrossEntropy, pair, claimed: (n, d) => [twice]);
        Assert.Equal(Mistake.Ambiguous, r.Diagnosis.Mistake);
        Assert.Equal([Mistake.Half, Mistake.SumForMean], r.Diagnosis.Candidates);
        Assert.Equal("Two explanations fit: a factor 2 was lost or kept or sum and mean are confused. Your formula gives the "
            + "same numbers at every point, so asking it again does not tell them apart.",
            r.Diagnosis.Sentence);
        // Three examples: the ratio 2 has one cause only.
        var three = Dataset.Of([[0.4], [-1.2], [2.0]], [0, 1, 0]);
        var half = 2 * GradientCheck.Run(neuron, Cost.CrossEntropy, three).Coordinates[0].Measured;
        Assert.Equal(Mistake.Half, GradientCheck.Run(neuron, Cost.CrossEntropy, three,
            claimed: (n, d) => [half]).Diagnosis.Mistake);
    }

    [Fact]
    public void Two_mistakes_at_once_are_both_named_in_the_sentence()
    {
        var neuron = new Neuron([0.6, -0.3], 0.9, Activation.Sigmoid);
        var r = GradientCheck.Run(neuron, Cost.Quadratic, [1.5, 2.0], 0,
            claimed: (a, y, z, x) => [.. x.Select(v => (y - a) * v)]);
        Assert.Equal(Mistake.Unknown, r.Diagnosis.Mistake);
        Assert.Equal([Mistake.MissingSlope, Mistake.Sign], r.Diagnosis.Candidates);
        Assert.Equal("Two mistakes at once explain it: the factor σ′(z) is missing, and the sign is turned round.",
            r.Diagnosis.Sentence);
    }

    [Fact]
    public void The_sentences_of_the_mistakes()
    {
        var neuron = new Neuron([0.6, -0.3], 0.9, Activation.Sigmoid);
        double[] x = [1.5, 2.0];
        Says(Mistake.ExtraSlope, "There is one factor σ′(z) too many: claimed/measured is 0.178 = σ′(z) at every weight, and "
            + "follows it when w moves. Leave one σ′(z) out: in this cost it has cancelled.",
            (a, y, z, x) => [.. x.Select(v => (a - y) * a * (1 - a) * v)]);
        Says(Mistake.Sign, "The sign is turned round: claimed/measured is −1 everywhere. With it each step goes uphill; turn "
            + "the sign.", (a, y, z, x) => [.. x.Select(v => (y - a) * v)]);
        Says(Mistake.Half, "A factor 2 was lost or kept: claimed/measured is 2 everywhere. Look for a ½ in the cost that the "
            + "formula does not have.", (a, y, z, x) => [.. x.Select(v => 2 * (a - y) * v)]);
        Says(Mistake.Half, "A factor 2 was lost or kept: claimed/measured is ½ everywhere. Look for a ½ that the cost does not "
            + "have, or for an exponent 2 that did not come down.",
            (a, y, z, x) => [.. x.Select(v => (a - y) * v / 2)]);
        Says(Mistake.MissingInput, "The input x_j is missing: claimed/measured is 1/x_j at every weight. What you have is "
            + "∂C/∂b; multiply it by x_j.", (a, y, z, x) => [.. x.Select(v => a - y)]);
        Says(Mistake.SignOfInput, "The sign of x_j stands in place of x_j: claimed/measured is 1/|x_j| at every weight. It "
            + "points the right way for each weight, but is the gradient of no cost; write x_j itself.",
            (a, y, z, x) => [.. x.Select(v => (a - y) * Sign(v))]);
        Says(Mistake.ExtraInput, "There is one x_j too many: claimed/measured is x_j at every weight. Leave one x_j out.",
            (a, y, z, x) => [.. x.Select(v => (a - y) * v * v)]);
        Says(Mistake.Coordinate, "Only w₂ is wrong, the other one is right: look at that coordinate alone. Claimed/measured is "
            + "3 for w₂.", (a, y, z, x) => [(a - y) * x[0], 3 * (a - y) * x[1]]);
        Says(Mistake.Coordinate, "Coordinates are in each other's place: w₁ holds the value of w₂ and w₂ holds the value of w₁.",
            (a, y, z, x) => [(a - y) * x[1], (a - y) * x[0]]);

        void Says(Mistake mistake, string sentence, Func<double, double, double, double[], double[]> claimed)
        {
            var r = GradientCheck.Run(neuron, Cost.CrossEntropy, x, 0, claimed);
            Assert.Equal(mistake, r.Diagnosis.Mistake);
            Assert.Equal(sentence, r.Diagnosis.Sentence);
            Assert.Equal([mistake], r.Diagnosis.Candidates);
        }
    }

    [Fact]
    public void A_diagnosis_has_its_mistake_as_the_one_candidate_or_none()
    {
        Assert.Equal([Mistake.Sign], new Diagnosis(Mistake.Sign, "…").Candidates);
        Assert.Empty(new Diagnosis(Mistake.Unknown, "…").Candidates);
        Assert.Empty(new Diagnosis(Mistake.Ambiguous, "…").Candidates);
    }
}
