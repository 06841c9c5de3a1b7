using static System.Math;

namespace NotebookLib.Tests.Attempts;

public class AttemptNumbersTests
{
    /// <summary>A gradient of a random neuron, with no input so near to 1, or to another, that two mistakes are alike.</summary>
    private static Gradient Random(Random random)
    {
        double Between(double low, double high) => low + (high - low) * random.NextDouble();
        double[] w = [Between(-1, 1), Between(-1, 1)], x = [Between(1.5, 3), -Between(0.3, 0.8)];
        return new Neuron(w, Between(-1, 1), Activation.Sigmoid)
            .Gradient(random.Next(2) == 0 ? Cost.Quadratic : Cost.CrossEntropy, x, random.Next(2));
    }

    private static double ThreeDigits(double v) =>
        double.Parse(v.ToString("E2", System.Globalization.CultureInfo.InvariantCulture),
        System.Globalization.CultureInfo.InvariantCulture);

    [Fact]
    public void A_gradient_in_three_digits_is_right_and_each_usual_mistake_is_named()
    {
        var random = new Random(18);
        for (var i = 0; i < 50; i++)
        {
            var g = Random(random);
            var (c, slope, input) = g.Factors;
            double[] x = [.. input, 1];
            Assert.Equal(("Right.", Verdict.Pass),
                (Attempt.Gradient(g, g.ToArray()).Sentence, Attempt.Gradient(g, [.. g.ToArray().Select(ThreeDigits)]).Verdict));
            foreach (var (mistake, wrong) in new (LineMistake, Func<double, double>)[]
            {
                (LineMistake.Sign, v => -g.Delta * v), (LineMistake.Factor, v => 2 * g.Delta * v),
                (LineMistake.Factor, v => g.Delta * v / 2), (LineMistake.Factor, v => -0.7 * g.Delta * v),
                (LineMistake.MissingSlope, v => c * v), (LineMistake.ExtraSlope, v => g.Delta * slope * v),
                (LineMistake.MissingInput, v => g.Delta),
                (LineMistake.SignOfInput, v => g.Delta * Sign(v)), (LineMistake.ExtraInput, v => g.Delta * v * v),
                (LineMistake.Unknown, v => g.Delta * (v + 0.1)),
            })
            {
                var report = Attempt.Gradient(g, [.. x.Select(wrong).Select(ThreeDigits)]);
                Assert.True(report.Verdict == Verdict.Fail && report.Mistake == mistake,
                    $"{mistake}: {report.Mistake}, {report.Sentence}");
            }
            var other = Attempt.Gradient(g, [g.Weights[1], g.Bias, g.Weights[0]]);
            Assert.Equal((LineMistake.Order, "These are the right numbers, in another order."), (other.Mistake, other.Sentence));
        }
    }

    [Fact]
    public void Numbers_are_judged_to_three_digits_and_what_is_wrong_is_said_without_what_is_right()
    {
        string Say(double[]? yours) =>
            Attempt.Numbers([0.622459, -0.377541, 0], yours, ("The target is forgotten", [0.622459, 0.622459, 0])).Sentence;
        Assert.Equal("Right.", Say([0.622, -0.378, 0]));
        Assert.Equal("Not right: number 1 is too small.", Say([0.61, -0.378, 0]));
        Assert.Equal("Not right: number 2 is of the wrong sign.", Say([0.622, 0.378, 0]));
        Assert.Equal("Not right: number 3 is too large.", Say([0.622, -0.378, 0.001]));
        Assert.Equal("Not right: number 2 is not a number.", Say([0.622, double.NaN, 0]));
        Assert.Equal("The target is forgotten.", Say([0.622, 0.622, 0]));
        Assert.Equal("A factor 2 too much.", Say([1.24, -0.755, 0]));
        Assert.Equal("A constant factor is wrong: yours are 3 times what they should be.", Say([3 * 0.622459, -3 * 0.377541, 0]));
        Assert.Equal("Not right: 3 numbers must stand here, and yours has 2.", Say([0.622, -0.378]));
        Assert.Equal("Not tried yet: write 3 numbers in [ ] in place of null.", Say(null));
        // one number: its factor would be the answer
        Assert.Equal("Not right: it is too large.", Attempt.Numbers([0.5], [3]).Sentence);
        Assert.Equal((LineMistake.Named, (Formula?)null, (Formula?)null, true),
            Attempt.Numbers([1], [3], ("Thrice", [3])) is var r ? (r.Mistake, r.Yours, r.Expected, r.IsSimple) : default);
    }

    [Fact]
    public void What_is_found_is_judged_by_what_it_does()
    {
        string Say(string? word) => Attempt.Find(word, found =>
            [(found.Length > 3, $"it has {found.Length} letters"), (found[3] == 'x', $"letter 4 is {found[3]}.")]).Sentence;
        Assert.Equal("Right: it has 4 letters; letter 4 is x.", Say("text"[..2] + "xx"));
        Assert.Equal("Not yet: letter 4 is e.", Say("treetop"));
        Assert.Equal("Not tried yet: write yours in place of null.", Say(null));
        Assert.Equal("Yours cannot be judged. It has too few parts.", Say("no"));
        Assert.Equal("Yours cannot be judged. The data have 2 inputs, but the neuron has 1 weight; there must be one weight for each input.",
            Attempt.Find(Dataset.Of([[1, 2]], [0]),
                data => [(Training.Run(new([1], 0, Activation.Sigmoid), Cost.Quadratic, data).Costs[0] > 0, "")]).Sentence);
        Assert.Equal((Verdict.Inconclusive, Verdict.Fail),
            (Attempt.Find<Cost>(null, _ => []).Verdict, Attempt.Find(Cost.Quadratic, _ => [(false, "no")]).Verdict));
    }
}
