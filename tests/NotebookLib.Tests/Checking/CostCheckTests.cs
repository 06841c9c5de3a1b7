using static System.Math;

namespace NotebookLib.Tests.Checking;

public class CostCheckTests
{
    private static readonly Cost Turned =
        Cost.Define("cross-entropy without its minus", (a, y) => y * Log(a) + (1 - y) * Log(1 - a));

    private static void Finds(Cost cost, Activation activation, CostProperty property, Verdict verdict, string sentence)
    {
        var finding = CostCheck.Run(cost, activation)[property];
        Assert.Equal(sentence, finding.Sentence);
        Assert.Equal(verdict, finding.Verdict);
    }

    [Fact]
    public void Cross_entropy_with_a_sigmoid()
    {
        var c = CostCheck.Run(Cost.CrossEntropy, Activation.Sigmoid);
        Assert.Equal(Enum.GetValues<CostProperty>(), c.Findings.Select(f => f.Property));
        Assert.All(c.Findings, f => Assert.True(f.Verdict == Verdict.Pass, f.Sentence));
        Assert.Equal(Verdict.Pass, c.Verdict);
        Assert.Equal("C is least where a = y, and only there (y = 0, 0.25, 0.5, 0.75 and 1 were tried). Its least value is not "
            + "always 0: for y = 0.5 it is 0.693147, and no training brings the cost below that.",
            c[CostProperty.Minimum].Sentence);
        Assert.Equal("Learning does not slow down where the output is most wrong: as a → 1 with y = 0, δ goes to 1.",
            c[CostProperty.Slowdown].Sentence);
        Assert.Equal("C treats both ends alike: C(a, y) = C(1 − a, 1 − y).", c[CostProperty.Symmetry].Sentence);
        Assert.StartsWith("cross-entropy with sigmoid\n✓ C is least", c.ToString());
    }

    [Fact]
    public void Quadratic_with_a_sigmoid()
    {
        var c = CostCheck.Run(Cost.Quadratic, Activation.Sigmoid);
        Assert.Equal(Verdict.Pass, c.Verdict);
        Assert.Equal("Learning slows down where the output is most wrong: δ → 0 as a → 1 with y = 0 "
            + "(δ = 0.017345 at a = 0.982014). From there, with x = 1, a bias and η = 0.15, half the way takes 233 updates; "
            + "with δ = a − y it takes 17.", c[CostProperty.Slowdown].Sentence);
        Assert.Equal(Verdict.Fail, c[CostProperty.Slowdown].Verdict);
        Assert.Equal("C is not convex in z: for y = 0 it is so only for a ≤ 0.666667. A sum over examples can have several "
            + "minima.", c[CostProperty.Convexity].Sentence);
        Assert.Equal(2.0 / 3, c[CostProperty.Convexity].A!.Value, 1e-9);
    }

    [Fact]
    public void Quadratic_is_convex_between_the_roots_of_its_second_derivative()
    {
        foreach (var y in (double[])[0, 0.1, 0.3, 0.5, 0.8, 1])
        {
            double root = Sqrt(1 - y + y * y), low = (1 + y - root) / 3, high = (1 + y + root) / 3;      // statement 13
            var (from, to) = Assert.Single(CostCheck.ConvexFor(Cost.Quadratic, Activation.Sigmoid, y));
            Assert.Equal(low, from, 1e-9);
            if (y == 0) Assert.Equal(0, from);
            Assert.Equal(high, to, 1e-9);
        }
        Assert.Equal((-40.0, 40.0), Assert.Single(CostCheck.ConvexFor(Cost.Quadratic, Activation.Identity, 1)));
    }

    [Fact]
    public void A_cost_without_its_minus_passes_the_gradient_check_and_fails_this()
    {
        Assert.Equal(Verdict.Pass, GradientCheck.Run(new Neuron([0.6], 0.9, Activation.Sigmoid), Turned, [1.0], 0).Verdict);
        var c = CostCheck.Run(Turned, Activation.Sigmoid);
        Assert.Equal(Verdict.Fail, c.Verdict);
        Assert.Equal("C falls without end: for y = 0 it is -30 at z = 30, -90 at z = 90 and -270 at z = 270. Training would "
            + "never stop going there.", c[CostProperty.BoundedBelow].Sentence);
        Assert.EndsWith("It is so everywhere: a minus sign is missing, and −C would be right.", c[CostProperty.Sign].Sentence);
        Assert.Equal(Verdict.Fail, c[CostProperty.Minimum].Verdict);
        Assert.Equal("C is convex in z nowhere for y = 0.", c[CostProperty.Convexity].Sentence);
        Assert.Equal("Not honest about probabilities: where a share q of the targets is 1 and the others are 0, "
            + "δ is 0 on average at a = q, but the cost is greatest there and training runs away from it. "
            + "δ = (a − y)·v(a), v(a) = −1.", c[CostProperty.Proper].Sentence);
        Assert.Empty(CostCheck.ConvexFor(Turned, Activation.Sigmoid, 0.5));
    }

    [Fact]
    public void Each_property_has_a_witness()
    {
        var shifted = Cost.Define("shifted", (a, y) => Pow(a - y - 0.1, 2));
        Finds(shifted, Activation.Sigmoid, CostProperty.Minimum, Verdict.Fail,
            "C is not least at a = y: for y = 0 it is 0.01 there, but 0 at a = 0.1.");
        Finds(Cost.Define("two", (a, y) => Pow(a - y, 2) * Pow(a - 1 + y, 2)), Activation.Sigmoid,
            CostProperty.Minimum, Verdict.Fail, "C is least at a = y, but not only there: for y = 0 it is 0 at a = 1 too.");
        Finds(Cost.Define("constant", (a, y) => 5), Activation.Sigmoid, CostProperty.Minimum, Verdict.Fail,
            "C is 5 for every output when y = 0: no output is better than another.");
        Finds(Cost.Define("linear", (a, y) => a - y), Activation.Identity, CostProperty.BoundedBelow, Verdict.Fail,
            "C falls without end: for y = -2 it is -28 at z = -30, -88 at z = -90 and -268 at z = -270. "
            + "Training would never stop going there.");
        Finds(Cost.Quadratic, Activation.Relu, CostProperty.Sign, Verdict.Fail,
            "δ is 0 at a = 0 though y = 0.5: there the neuron learns nothing at all.");
        Finds(Cost.Quadratic, Activation.Relu, CostProperty.Symmetry, Verdict.Inconclusive,
            "There are no two ends to be alike: the output is bounded on one side only.");
        Finds(Cost.Define("lopsided", (a, y) => Exp(a - y) - (a - y)), Activation.Identity, CostProperty.Symmetry, Verdict.Fail,
            "C does not treat both ends alike: C(-1.5, 2) = 3.5302, but C(1.5, -2) = 29.6155.");
        Finds(Cost.Quadratic, Activation.Identity, CostProperty.Convexity, Verdict.Pass,
            "C is convex in z, and so in (w, b), and so is every sum over examples: there is no second minimum.");
        Assert.Equal(Verdict.Fail, CostCheck.Run(Cost.CrossEntropy, Activation.Identity)[CostProperty.Domain].Verdict);
        Assert.Equal(Verdict.Fail, CostCheck.Run(Cost.CrossEntropy, Activation.Identity).Verdict);
        Assert.Equal(Verdict.Pass, CostCheck.Run(Cost.Define("distance", (a, y) => Abs(a - y)), Activation.Identity).Verdict);
        Assert.Equal(Verdict.Pass, CostCheck.Run(Cost.Define("Poisson", (a, y) => a - y * Log(a)), Activation.Exp).Verdict);
        Assert.Equal(Verdict.Pass, CostCheck.Run(Cost.Quadratic, Activation.Tanh).Verdict);
    }

    /// <summary>Costs of a bestiary that once got a wrong or an empty sentence.</summary>
    [Fact]
    public void Odd_costs_get_the_sentence_that_is_true_of_them()
    {
        string Says(System.Linq.Expressions.Expression<Func<double, double, double>> cost, CostProperty property) =>
            CostCheck.Run(Cost.Define("odd", cost), Activation.Sigmoid)[property].Sentence;
        Assert.Equal("δ is 0 for every output: nothing is learned, neither slowly nor fast.",
            Says((a, y) => 3 + 0 * a, CostProperty.Slowdown));
        Assert.StartsWith("C jumps near a = 0.50625 for y = 0, where δ does not show it",
            Says((a, y) => a > 0.5 ? 1 : 0, CostProperty.Convexity), StringComparison.Ordinal);
        Assert.Equal("C has no finite value where the output is right: for y = 0 it is ∞ at a = y.",
            Says((a, y) => 1 / Abs(a - y), CostProperty.Minimum));
        Assert.Contains("δ → 0 as a → 0 with y = 0.25 ", Says((a, y) => -Log(1 - a), CostProperty.Slowdown),
            StringComparison.Ordinal);
        // for y = 0 it grows without end
        Assert.Contains("δ → 0 as a → 1 with y = 0.25 ", Says((a, y) => 1 / (1 - Abs(a - y)), CostProperty.Slowdown),
            StringComparison.Ordinal);
        Assert.Contains("a million updates do not bring it half the way", Says((a, y) => -Log(a), CostProperty.Slowdown),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_cost_without_any_value_is_not_judged()
    {
        var nowhere = CostCheck.Run(Cost.Define("nowhere", (a, y) => Log(-1 - a * a)), Activation.Sigmoid);
        Assert.Equal(Verdict.Fail, nowhere[CostProperty.Domain].Verdict);
        Assert.All(nowhere.Findings.Where(f => f.Property != CostProperty.Domain),
            f => Assert.Equal(Verdict.Inconclusive, f.Verdict));
    }

    [Fact]
    public void What_is_missing_is_named()
    {
        Assert.Equal("Your cost was not defined; mend its cell first.",
            Assert.Throws<ArgumentException>(() => CostCheck.Run(null!, Activation.Sigmoid)).Message);
        Assert.Equal("Your activation was not defined; mend its cell first.",
            Assert.Throws<ArgumentException>(() => CostCheck.Run(Cost.Quadratic, null!)).Message);
        Assert.Equal("The target is NaN; it must be a finite number.",
            Assert.Throws<ArgumentException>(() => CostCheck.ConvexFor(Cost.Quadratic, Activation.Sigmoid, double.NaN)).Message);
    }

    [Fact]
    public void Halfway_agrees_with_training()
    {
        var run = Training.Run(new Neuron([2.0], 2, Activation.Sigmoid), Cost.Quadratic, Dataset.Of([[1.0]], [0.0]),
            new TrainingOptions { LearningRate = 0.15, Epochs = 300 });
        var k = CostCheck.UpdatesToHalfway(Cost.Quadratic, Activation.Sigmoid, 4, 0)!.Value;
        Assert.True(run.Outputs[k] <= run.Outputs[0] / 2 && run.Outputs[k - 1] > run.Outputs[0] / 2);
        Assert.Null(CostCheck.UpdatesToHalfway(Turned, Activation.Sigmoid, 4, 0));
        Assert.Equal(0, CostCheck.UpdatesToHalfway(Cost.Quadratic, Activation.Identity, 2, 2));
    }
}
