using System.Diagnostics;
using System.Linq.Expressions;
using static System.Math;

namespace NotebookLib.Tests.Checking;

/// <summary>Costs of which a false thing was once said, each with its kind; and the finding about probabilities.</summary>
public class CostFindingsTests
{
    private static readonly Activation Leaky = Activation.Define("leaky", z => z > 0 ? z : 0.1 * z);
    private static readonly Activation Falling = Activation.Define("falling", z => 1 / (1 + Exp(z)));
    private static readonly Activation Softsign = Activation.Define("softsign", z => z / (1 + Abs(z)));

    private static CostReport Check(Expression<Func<double, double, double>> cost, Activation? activation = null) =>
        CostCheck.Run(Cost.Define("cost", cost), activation ?? Activation.Sigmoid);

    private static void Is(Verdict verdict, CostProperty property, CostReport report) =>
        Assert.True(report[property].Verdict == verdict, report.ToString());

    [Fact]
    public void A_sign_is_judged_where_it_is_not_by_the_largest_slope_elsewhere()
    {
        Is(Verdict.Fail, CostProperty.Sign, Check((a, y) => a, Activation.Exp));
        Is(Verdict.Fail, CostProperty.Sign, Check((a, y) => Log(a) - 1 / a - Log(1 - a)));
        Is(Verdict.Pass, CostProperty.Sign, Check((a, y) => 1e-30 * Pow(a - y, 2)));
        // its rounding is no fault
        Is(Verdict.Pass, CostProperty.Sign,
            Check((a, y) => a * a * a - 3 * a * a * y + 3 * a * y * y - y * y * y + 4 * Pow(a - y, 2)));
        // where the output falls with z, δ must have the sign of y − a
        Is(Verdict.Pass, CostProperty.Sign, Check((a, y) => Pow(a - y, 2), Falling));
        Is(Verdict.Fail, CostProperty.Sign, Check((a, y) => -Pow(a - y, 2), Falling));
    }

    [Fact]
    public void A_small_cost_is_no_constant()
    {
        var tiny = Check((a, y) => 1e-12 * Pow(a - y, 2));
        Assert.Equal(Verdict.Pass, tiny[CostProperty.Minimum].Verdict);
        Assert.Equal("C is not convex in z: for y = 0 it is so only for a ≤ 0.666667. A sum over examples can have several "
            + "minima.", tiny[CostProperty.Convexity].Sentence);
        Is(Verdict.Inconclusive, CostProperty.Minimum, Check((a, y) => 1e-12 * Pow(a - y, 2) + 1e8));
        Is(Verdict.Pass, CostProperty.Minimum, Check((a, y) => Pow(a - y, 2) + 1e8));
    }

    [Fact]
    public void The_least_value_is_the_least_value()
    {
        // eᵃ − 2a is least at ln 2, where it is 2 − 2 ln 2; its largest value looked at is e⁴⁰.
        Assert.Equal("C is bounded below: its least value is 0.613706.",
            Check((a, y) => Exp(a) - 2 * a, Activation.Identity)[CostProperty.BoundedBelow].Sentence);
        Assert.Equal("C is bounded below: its least value is 0.306853.",
            Check((a, y) => Exp(a) / 2 - a, Activation.Identity)[CostProperty.BoundedBelow].Sentence);
    }

    [Fact]
    public void What_is_convex_is_called_convex()
    {
        Is(Verdict.Pass, CostProperty.Convexity,
            Check((a, y) => y * y * Exp(-a) + (1 - y) * (1 - y) * Exp(a), Activation.Identity));
        Is(Verdict.Pass, CostProperty.Convexity, Check((a, y) => y * y * (1 - a) / a + (1 - y) * (1 - y) * a / (1 - a)));
        // AdaBoost's cost
        Is(Verdict.Pass, CostProperty.Convexity, Check((a, y) => y * Sqrt((1 - a) / a) + (1 - y) * Sqrt(a / (1 - a))));
        // a jump
        Is(Verdict.Fail, CostProperty.Convexity, Check((a, y) => Pow(a - y, 2) + (a > 0.7 ? 1 : 0)));
        Assert.Equal("C is not convex in z: for y = 0.5 δ steps down near a = 0. A sum over examples can have several minima.",
            Check((a, y) => Pow(a - y, 2), Leaky)[CostProperty.Convexity].Sentence);
        Assert.Equal("C is not convex in z: for y = -1 it is so only for a ≤ 0. A sum over examples can have several minima.",
            Check((a, y) => Pow(a - y, 2), Softsign)[CostProperty.Convexity].Sentence);
    }

    [Fact]
    public void Another_minimum_is_found_between_the_points_looked_at()
    {
        Assert.StartsWith("C is least at a = y, but not only there: for y = -2 it is 0 at a = ",
            Check((a, y) => 1 - Cos(a - y), Activation.Identity)[CostProperty.Minimum].Sentence);
        Assert.EndsWith(" it comes down to 0 as z → ∞ too.",
            Check((a, y) => Pow(a - y, 2) / (1 + Pow(a, 4)), Activation.Identity)[CostProperty.Minimum].Sentence);
    }

    [Fact]
    public void A_witness_is_a_number()
    {
        foreach (var activation in Activation.All)
            foreach (var cost in new[] { Cost.Quadratic, Cost.Define("e", (a, y) => Exp(Exp(a - y))),
                Cost.Define("r", (a, y) => 1 / (a - y)), Cost.Define("l", (a, y) => Log(Abs(a - 0.3))) })
                foreach (var finding in CostCheck.Run(cost, activation).Findings)
                {
                    Assert.True(double.IsFinite(finding.A ?? 0) && double.IsFinite(finding.Y ?? 0),
                        $"{cost.Name}, {activation.Name}: {finding}");
                    Assert.DoesNotContain("NaN at", finding.Sentence);
                }
    }

    /// <summary>Below a = y there is no C, but there is a δ, of the other sign.</summary>
    [Fact]
    public void A_pole_is_found_from_the_side_that_has_values()
    {
        foreach (var activation in new[] { Activation.Identity, Activation.Softplus })
            foreach (var shift in new[] { 0, 0.013, 0.027, 0.041 })
                Assert.StartsWith("C falls without end as a comes near ",
                    Check((a, y) => Log(a - y + shift), activation)[CostProperty.BoundedBelow].Sentence);
    }

    [Fact]
    public void The_absolute_value_of_what_has_none_has_none()
    {
        Is(Verdict.Fail, CostProperty.Domain, Check((a, y) => Abs(Log(a - y)), Activation.Tanh));
        Is(Verdict.Fail, CostProperty.Domain, Check((a, y) => Abs(Sqrt(a - y)) + Abs(Log(a)), Activation.Identity));
    }

    [Fact]
    public void What_swings_does_not_fall_and_what_falls_slowly_does()
    {
        Is(Verdict.Pass, CostProperty.BoundedBelow, Check((a, y) => Sin(a - y), Activation.Identity));
        Is(Verdict.Pass, CostProperty.BoundedBelow, Check((a, y) => Sin(3.7 * a) + Cos(a + y), Activation.Identity));
        Is(Verdict.Fail, CostProperty.BoundedBelow, Check((a, y) => 50 * Sin(a) - a, Activation.Identity));
        Is(Verdict.Fail, CostProperty.BoundedBelow, Check((a, y) => -Log(1 + a * a), Activation.Identity));
        Is(Verdict.Fail, CostProperty.BoundedBelow, Check((a, y) => a * Sin(a), Activation.Identity));
        Is(Verdict.Pass, CostProperty.BoundedBelow, Check((a, y) => 1 / (1 + a * a) - 3, Activation.Identity));
        Assert.Equal("C falls without end as a comes near 0.3 with y = 0. Training would never stop going there.",
            Check((a, y) => Log(Abs(a - 0.3)))[CostProperty.BoundedBelow].Sentence);
        Is(Verdict.Inconclusive, CostProperty.Slowdown, Check((a, y) => Sin(a - y), Activation.Identity));
    }

    [Fact]
    public void A_limit_is_one_or_is_not_given()
    {
        Assert.EndsWith("as z → ∞ with y = -2, δ grows without end.",
            Check((a, y) => Pow(a - y, 2) / 2, Activation.Identity)[CostProperty.Slowdown].Sentence);
        Assert.EndsWith("as a → 1 with y = 0, δ grows without end.",
            Check((a, y) => Pow(a - y, 2) / (a * (1 - a)))[CostProperty.Slowdown].Sentence);
        Assert.EndsWith("as a → 1 with y = 0, δ goes to 1.",
            CostCheck.Run(Cost.CrossEntropy, Activation.Sigmoid)[CostProperty.Slowdown].Sentence);
        Assert.StartsWith("Learning slows down where the output is most wrong: δ → 0 as a → 1 with y = -1 ",
            Check((a, y) => Pow(a - y, 2), Softsign)[CostProperty.Slowdown].Sentence);
    }

    [Fact]
    public void Flat_is_flat()
    {
        Assert.StartsWith("Learning slows down where the output is most wrong: δ → 0 as a → 0 with y = 0.5 (δ = 0 at a = 0).",
            CostCheck.Run(Cost.Quadratic, Activation.Relu)[CostProperty.Slowdown].Sentence);
        Is(Verdict.Pass, CostProperty.Slowdown, CostCheck.Run(Cost.Quadratic, Leaky));
        Is(Verdict.Pass, CostProperty.Slowdown, CostCheck.Run(Cost.Quadratic, Activation.Define("sinh", z => Sinh(z))));
    }

    [Fact]
    public void What_was_not_looked_at_is_said_and_is_no_pass()
    {
        // No value for y = 0 and 1, the targets that a sigmoid is trained with.
        var report = Check((a, y) => Pow(a - y, 2) / (y * (1 - y)));
        Assert.Equal([0.25, 0.5, 0.75], report.Targets);
        Assert.All(report.Findings, finding => Assert.NotEqual(Verdict.Pass, finding.Verdict));
        Assert.EndsWith("For y = 0 and 1 C has no value at any output, so that was not looked at.",
            report[CostProperty.Minimum].Sentence);
        Assert.Equal(Verdict.Fail, report[CostProperty.Domain].Verdict);
        // No value for a part of the outputs.
        var half = Check((a, y) => Pow(a - y, 2) + 0 * Sqrt(a - 0.1));
        Assert.All(half.Findings.Where(f => f.Property is CostProperty.Convexity or CostProperty.Sign),
            finding => Assert.NotEqual(Verdict.Pass, finding.Verdict));
    }

    [Fact]
    public void What_overflows_far_out_is_no_fault_of_the_cost() =>
        Assert.Equal("C and δ are finite for every z from −40 to 40, but at z = -700 with y = 0 a part of their formula is too "
            + "large for a number.",
            Check((a, y) => y * Sqrt((1 - a) / a) + (1 - y) * Sqrt(a / (1 - a)))[CostProperty.Domain].Sentence);

    [Fact]
    public void A_kink_that_bends_down_is_seen_wherever_it_is()
    {
        string Says(Expression<Func<double, double, double>> cost, Activation f) =>
            Check(cost, f)[CostProperty.Convexity].Sentence;
        Assert.StartsWith("C is not convex in z: for y = -2 δ steps down near a = -1.9.",
            Says((a, y) => 1.5 * Abs(a - y) - 0.1 * Abs(a - y - 0.1), Activation.Identity));
        Assert.StartsWith("C is not convex in z: for y = 0.5 δ steps down near a = 0.5.",
            Says((a, y) => Log(Cosh(a - y - 0.1)) / 2 - Abs(2 * (a - y)), Activation.Relu));
        Assert.StartsWith("C is not convex in z: for y = 1 δ steps down near a = 0.",
            Says((a, y) => 0.1 * Log(1 + Exp(-a * y)) + 0.1 * Exp(a - y) + 2 * a * a, Activation.Relu));
        // A dip as narrow as the points are apart.
        Assert.StartsWith("C is not convex in z: for y = -2 δ falls near a = -2.2.",
            Says((a, y) => Exp(-Pow(a - y, 2) / 4) + 50 * Pow(a - y + 0.2, 4), Activation.Identity));
        // Of a ripple no ranges are told, which the points are too far apart to see.
        Assert.Matches(@"^C is not convex in z: for y = 0.5 δ falls between a = \S+ and \S+, and elsewhere\.",
            Says((a, y) => 0.1 * (1 - Cos(7 * (a - y))) + 51 * Abs(a), Activation.Exp));
    }

    [Fact]
    public void What_is_beside_the_target_or_beside_a_kink_is_seen()
    {
        Is(Verdict.Fail, CostProperty.Sign, Check((a, y) => Log(1 + Pow(a - y - 0.1, 2)) + (Cosh(a - y + 0.2) - 1) / 2,
            Activation.Identity));
        Is(Verdict.Fail, CostProperty.Sign, Check((a, y) => Pow(a - y, 6) + 1e-6 * Log(Cosh(a - y + 0.2)), Activation.Identity));
        Assert.Equal("C is bounded below: its least value is 4.28906.",
            Check((a, y) => 2 * (Exp(y - a) - (y - a)) + 1e-6 * Abs(a) + 2 * (Exp(a) - y * a),
                Activation.Relu)[CostProperty.BoundedBelow].Sentence);
        // The least of many minima.
        Assert.Equal(0.980382, Check((a, y) => (1 - Cos(7 * (a - y))) / 2 + 1e-6 * Abs(a - y),
            Activation.Identity)[CostProperty.Proper].A!.Value, 5e-7);
    }

    [Fact]
    public void What_is_lost_in_rounding_is_no_finding()
    {
        Is(Verdict.Inconclusive, CostProperty.BoundedBelow,
            Check((a, y) => 1e-6 * (Sqrt(1 + Pow(a - y + 0.2, 2)) - 1) - 1e-6 * Abs(a), Activation.Exp));
        Is(Verdict.Inconclusive, CostProperty.Slowdown, Check((a, y) => 1e-6 * Pow(Tanh(a - y - 0.1), 2) - 2 * y * Log(a),
            Activation.Exp));
        Is(Verdict.Inconclusive, CostProperty.Slowdown, Check((a, y) => Abs(a - y) - (a - y * Log(a)), Activation.Exp));
        Assert.Equal("C is least where a = y, and only there (y = 0.5, 1 and 2 were tried). But C or δ is lost in rounding at "
            + "some outputs, so that was not looked at everywhere.",
            Check((a, y) => Pow(Tanh(y - a), 2) + 1 - Cos(7 * (a - y)), Activation.Exp)[CostProperty.Minimum].Sentence);
        // Where C falls farther out, it is least nowhere.
        Assert.EndsWith(" there, and falls without end as a → 0.",
            Check((a, y) => 50 * (1 - Exp(-Pow(a - y, 2))) + Pow(a - y, 2) + 0.1 * (y * Log(a) - a),
            Activation.Softplus)[CostProperty.Minimum].Sentence);
    }

    [Fact]
    public void Activations_of_ones_own_get_true_sentences()
    {
        CostReport Of(string name, Expression<Func<double, double>> f) =>
            CostCheck.Run(Cost.Quadratic, Activation.Define(name, f));
        // Where the output turns, an output is no place.
        Assert.Equal("C is not convex in z: for y = 0 it is so only for z ≤ -0.5 or z ≥ 0.5. A sum over examples can have "
            + "several minima.", Of("bell", z => Exp(-z * z))[CostProperty.Convexity].Sentence);
        // It takes all values between 0 and 1, but farther out; how it goes on cannot be told.
        var slow = Of("slow", z => 1 / (1 + Exp(-0.01 * z)));
        Assert.Equal("Whether training ends at the share of ones was not looked at: for some outputs between 0 and 1 no z from "
            + "−40 to 40 was found.", slow[CostProperty.Proper].Sentence);
        Assert.Equal("Whether learning slows down as a → 1 with y = 0 cannot be told: it was looked at to |z| = 640.",
            slow[CostProperty.Slowdown].Sentence);
        // What rounding makes of 0 is 0, and of a limit the sure digits are told.
        Assert.DoesNotContain("not always 0", Of("other", z => 0.5 * (1 + Tanh(0.8 * z)))[CostProperty.Minimum].Sentence);
        Assert.EndsWith(" δ goes to 2.", CostCheck.Run(Cost.Matching(Softsign), Softsign)[CostProperty.Slowdown].Sentence);
        Assert.EndsWith(" δ goes to 0.1.", Check((a, y) => Log(1 + Pow(a - y, 2)) / 2 + 0.1 * Abs(a - y + 0.2),
            Activation.Identity)[CostProperty.Slowdown].Sentence);
        Assert.Equal(Verdict.Fail, Of("constant", z => 0.5 + 0 * z)[CostProperty.Minimum].Verdict);
        Assert.Equal(Verdict.Fail, Of("logarithm", z => Log(z))[CostProperty.Domain].Verdict);
    }

    [Fact]
    public void A_cost_whose_second_derivative_has_many_terms_is_checked() =>
        Is(Verdict.Fail, CostProperty.Convexity,
            Check((a, y) => 0.5 * (Sqrt(1 + Pow(2 * (a - y), 2)) - 1) - 50 * (Sqrt(1 + Pow(a - y + 0.2, 2)) - 1)
                + 2 * Log(Cosh(a - y - 0.1)), Activation.Exp));

    [Fact]
    public void An_infinite_slope_or_bound_excuses_nothing()
    {
        Assert.StartsWith("C is least where a = y, and only there",
            Check((a, y) => Sqrt(Abs(a - y)))[CostProperty.Minimum].Sentence);
        Is(Verdict.Fail, CostProperty.Proper, Check((a, y) => Pow(Sqrt(a) - Sqrt(y), 2)));
        Assert.Equal("C falls without end as a comes near 1 with y = 0.5. Training would never stop going there.",
            Check((a, y) => y * (1 - a) / a + (1 - y) * a / (1 - a), Activation.Softplus)[CostProperty.BoundedBelow].Sentence);
    }

    [Fact]
    public void A_cost_known_as_an_integral_goes_on_past_the_end_of_its_table()
    {
        var cost = CompiledCost.For(Cost.Matching(Activation.Softplus), Activation.Exp);
        double near = Exp(8), far = Exp(9);             // there softplus(s) − 1 is s − 1
        Assert.Equal((far * far - near * near) / 2 - (far - near), cost.Cost(9, 1) - cost.Cost(8, 1), 1e-2);
    }

    [Theory]                                            // statement 26; the first two are ∛4/(1 + ∛4)
    [InlineData("(a−y)⁴", 0.613512)]
    [InlineData("δ = (a−y)³", 0.613512)]
    [InlineData("δ = tanh 3(a−y)", 0.915590)]
    [InlineData("|a−y|", 1)]
    public void Not_every_cost_is_honest_about_probabilities(string name, double end)
    {
        var cost = name switch
        {
            "(a−y)⁴" => Cost.Define(name, (a, y) => Pow(a - y, 4)),
            "δ = (a−y)³" => Cost.FromDelta(name, (a, y) => Pow(a - y, 3), Activation.Sigmoid),
            "|a−y|" => Cost.Define(name, (a, y) => Abs(a - y)),
            _ => Cost.FromDelta(name, (a, y) => Tanh(3 * (a - y)), Activation.Sigmoid),
        };
        var finding = CostCheck.Run(cost, Activation.Sigmoid)[CostProperty.Proper];
        Assert.Equal(Verdict.Fail, finding.Verdict);
        Assert.Equal(end, finding.A!.Value, 5e-7);
        Assert.StartsWith("Not honest about probabilities: where 80 % of the targets are 1 and the others 0, "
            + "training ends at a = ", finding.Sentence);
        // Trained, it ends there: one input, four ones and a zero.
        if (end == 1) return;
        var data = Dataset.Of([[1], [1], [1], [1], [1]], [1, 1, 1, 1, 0]);
        Assert.Equal(end, Training.Run(new Neuron([0], 0, Activation.Sigmoid), cost, data,
            new() { Epochs = 20_000, LearningRate = 0.5 }).Outputs[^1], 2e-4);
    }

    [Fact]
    public void An_honest_cost_has_one_positive_function_v()
    {
        string Says(CostReport report) => report[CostProperty.Proper].Sentence;
        Assert.EndsWith("for every q. δ = (a − y)·v(a), v(a) = 1.", Says(CostCheck.Run(Cost.CrossEntropy, Activation.Sigmoid)));
        Assert.EndsWith("for every q. δ = (a − y)·v(a), v(a) = a·(1 − a).",
            Says(CostCheck.Run(Cost.Quadratic, Activation.Sigmoid)));
        Is(Verdict.Pass, CostProperty.Proper, CostCheck.Run(Cost.Quadratic, Activation.Tanh));
        Is(Verdict.Pass, CostProperty.Proper, CostCheck.Run(Cost.Quadratic, Falling));
        // its root is the greatest mean cost
        Is(Verdict.Fail, CostProperty.Proper, Check((a, y) => -Pow(a - y, 2)));
        // focal loss
        Is(Verdict.Fail, CostProperty.Proper, Check((a, y) => -(y * Pow(1 - a, 2) * Log(a) + (1 - y) * a * a * Log(1 - a))));
        Assert.Equal("The output is no probability: it does not take every value between 0 and 1.",
            Says(Check((a, y) => Pow(a - y, 2), Activation.Define("half", z => 0.5 / (1 + Exp(-z))))));
    }

    [Fact]
    public void No_cost_makes_a_check_take_long()
    {
        Cost[] slow = [Cost.FromDelta("integral", (a, y) => Tanh(3 * (a - y)) + Sin(a * y), Activation.Sigmoid),
            Cost.Define("ripple", (a, y) => Pow(a - y, 2) + Cos(900 * a) / 1e3),
            Cost.Define("slow", (a, y) => 1e-9 * Pow(a - y, 2))];
        foreach (var cost in slow)
        {
            var clock = Stopwatch.StartNew();
            CostCheck.Run(cost, Activation.Sigmoid);
            Assert.True(clock.Elapsed.TotalSeconds < 5, $"{cost.Name}: {clock.Elapsed.TotalSeconds:F1} s");
        }
    }
}
