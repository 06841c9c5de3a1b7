using CsCheck;
using static System.Math;

namespace NotebookLib.Tests.Symbolic;

public class DerivationTests
{
    static readonly Activation Softsign = Activation.Define("softsign", z => z / (1 + Abs(z)));

    /// <summary>δ as in the textbook. Matching pairs: Helmbold, Kivinen, Warmuth 1999.</summary>
    public static TheoryData<string, Cost, Activation, string, string> Textbook => new()
    {
        { "cross-entropy", Cost.CrossEntropy, Activation.Sigmoid, "a - y", "a - y" },
        { "quadratic", Cost.Quadratic, Activation.Sigmoid, "(a - y)*a*(1 - a)", @"(a - y)\,a(1 - a)" },
        { "quadratic, linear", Cost.Quadratic, Activation.Identity, "a - y", "a - y" },
        { "quadratic, tanh", Cost.Quadratic, Activation.Tanh, "(a - y)*(1 - Pow(a, 2))", "(a - y)(1 - a^{2})" },
        { "Poisson, exp", Cost.Define("Poisson", (a, y) => a - y * Log(a)), Activation.Exp, "a - y", "a - y" },
        { "matching tanh", Cost.Define("tanh's", (a, y) => -0.5 * ((1 + y) * Log(1 + a) + (1 - y) * Log(1 - a))), Activation.Tanh,
            "a - y", "a - y" },
        { "quartic", Cost.Define("quartic", (a, y) => Pow(a - y, 4)), Activation.Identity, "4*Pow(a - y, 3)", "4(a - y)^{3}" },
        { "absolute", Cost.Define("absolute", (a, y) => Abs(a - y)), Activation.Sigmoid, "a*(1 - a)*Sign(a - y)",
            @"a(1 - a) \operatorname{sgn}(a - y)" },
        { "exponential, tanh", Cost.Define("exponential", (a, y) => Exp(-y * a)), Activation.Tanh, "-y*(1 - Pow(a, 2))*Exp(-a*y)",
            @"-y(1 - a^{2})\,e^{-a y}" },
        { "KL", Cost.Define("KL", (a, y) => y * Log(y / a) + (1 - y) * Log((1 - y) / (1 - a))), Activation.Sigmoid, "a - y",
            "a - y" },
        { "bits", Cost.Define("bits", (a, y) => -(y * Log2(a) + (1 - y) * Log2(1 - a))), Activation.Sigmoid, "(a - y)/Log(2)",
            @"\frac{a - y}{\ln 2}" },
        { "by cases", Cost.Define("by cases", (a, y) => y > 0.5 ? -Log(a) : -Log(1 - a)), Activation.Sigmoid,
            "y > 0.5 ? a - 1 : a", @"\begin{cases} a - 1 & \text{if } y > \tfrac{1}{2} \\ a & \text{otherwise} \end{cases}" },
        { "log-cosh", Cost.Define("log-cosh", (a, y) => Log(Cosh(a - y))), Activation.Identity, "Sinh(a - y)/Cosh(a - y)",
            @"\frac{\sinh(a - y)}{\cosh(a - y)}" },
        { "constant", Cost.Define("constant", (a, y) => 3), Activation.Sigmoid, "0", "0" },
        { "softsign", Cost.Quadratic, Softsign, "(a - y)/Pow(1 + Abs(z), 2)", @"\frac{a - y}{(1 + \left|z\right|)^{2}}" },
    };

    [Theory, MemberData(nameof(Textbook))]
    public void Delta_is_as_in_the_textbook(string name, Cost cost, Activation activation, string text, string latex)
    {
        var d = Derivation.Of(cost, activation);
        Assert.Equal((name, text, latex), (name, d.Delta.ToString(), d.Delta.ToLatex()));
        Assert.True(d.PointsVerified > 5);
    }

    [Fact]
    public void The_steps_of_cross_entropy()
    {
        var d = Derivation.Of(Cost.CrossEntropy, Activation.Sigmoid);
        Assert.Equal(
        [
            ("definition", @"C(a, y) &= -[y \ln a + (1 - y) \ln(1 - a)]"),
            ("activation", @"a &= \sigma(z) = \frac{1}{1 + e^{-z}}"),
            ("∂C/∂a", @"\frac{\partial C}{\partial a} &= -\left(\frac{y}{a} - \frac{1 - y}{1 - a}\right)"),
            ("∂C/∂a simplified", @"&= \frac{a - y}{a(1 - a)}"),
            ("slope", @"\sigma'(z) &= a(1 - a)"),
            ("product", @"\delta = \frac{\partial C}{\partial z} &= \frac{\partial C}{\partial a} \cdot \sigma'(z) = \frac{a - y}{a(1 - a)} \cdot a(1 - a)"),
            ("cancelled", @"&\text{where } a \ne 0,\; 1 - a \ne 0"),
            ("delta", @"\delta &= a - y"),
            ("weights", @"\frac{\partial C}{\partial w_j} &= \delta \, \frac{\partial z}{\partial w_j} = \delta \, x_j = (a - y)\,x_j"),
            ("bias", @"\frac{\partial C}{\partial b} &= \delta \, \frac{\partial z}{\partial b} = \delta = a - y"),
        ], d.Steps.Select(s => (s.Name, s.Latex)));
        Assert.False(d.Saturates);
        Assert.Equal("δ = a - y. The slope σ′(z) = a*(1 - a) is gone: δ does not vanish where the activation is flat. "
            + "The factor x_j comes from z = w·x + b: ∂z/∂w_j = x_j.", d.ToString());
        Assert.Equal("Cancelled above and below the line: a and 1 - a. This holds where a ≠ 0 and 1 - a ≠ 0.", d.Steps[6].Text);
        Assert.StartsWith(@"\begin{aligned} C(a, y) &= ", d.ToLatex(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_text_says_whether_the_slope_stays()
    {
        Assert.True(Derivation.Of(Cost.Quadratic, Activation.Sigmoid).Saturates);
        Assert.Contains("keeps the factor σ′(z) = a*(1 - a)", Derivation.Of(Cost.Quadratic, Activation.Sigmoid).Verdict,
            StringComparison.Ordinal);
        Assert.Contains("keeps the factor 1 - a of σ′(z) = a*(1 - a)",
            Derivation.Of(Cost.Define("p", (a, y) => a - y * Log(a)), Activation.Sigmoid).Verdict, StringComparison.Ordinal);
        Assert.Contains("nothing to saturate", Derivation.Of(Cost.Quadratic, Activation.Identity).Verdict,
            StringComparison.Ordinal);
        Assert.Equal("The cost does not depend on the output: δ = 0, and nothing is learned.",
            Derivation.Of(Cost.Define("one", (a, y) => 1), Activation.Sigmoid).Verdict);
    }

    /// <summary>The factors of the formula alone would mislead: others outgrow them, or hide them in a case.</summary>
    [Fact]
    public void The_text_looks_at_the_numbers_too()
    {
        string Verdict(System.Linq.Expressions.Expression<Func<double, double, double>> cost) =>
            Derivation.Of(Cost.Define("c", cost), Activation.Sigmoid).Verdict;
        Assert.StartsWith("δ is written with a and 1 - a of σ′(z) = a*(1 - a), but what stands beside it grows as fast: δ does not vanish where the output is most wrong.", Verdict((a, y) => -Log(1 - Abs(a - y))), StringComparison.Ordinal);
        Assert.StartsWith("δ is written with a and 1 - a of", Verdict((a, y) => 1 / (1 - Abs(a - y))), StringComparison.Ordinal);
        Assert.StartsWith("The slope σ′(z) = a*(1 - a) is no factor of all of δ, and yet δ goes to 0 with it",
            Verdict((a, y) => Max(0, a - y - 0.2)), StringComparison.Ordinal);
        Assert.Equal("The cost is flat wherever it has a slope: δ = 0, and nothing is learned.",
            Verdict((a, y) => a > 0.5 ? 1 : 0));
    }

    /// <summary>
    /// An activation that is flat on one side, in one place or nowhere; and δ that is simple though its formula first is not.
    /// </summary>
    [Theory]
    [InlineData("relu", "The slope f′(z) = a > 0 ? 1 : 0 is no factor of all of δ, and yet δ goes to 0 with it: learning is slow where the activation is flat.")]
    [InlineData("leaky", "The slope f′(z) = z > 0 ? 1 : 0.1 is nowhere near 0: there is nothing to saturate.")]
    [InlineData("sinh", "The slope f′(z) = Cosh(z) is nowhere near 0: there is nothing to saturate.")]
    [InlineData("exp", "δ keeps the factor f′(z) = a: it saturates, and learning is slow where the activation is flat.")]
    [InlineData("cube", "δ keeps the factor f′(z) = 3*Pow(z, 2): it saturates, and learning is slow where the activation is flat.")]
    [InlineData("sin", "δ keeps the factor f′(z) = Cos(z): it saturates, and learning is slow where the activation is flat.")]
    [InlineData("soft", "δ keeps the factor f′(z) = Pow(1 + Abs(z), -2): it saturates, and learning is slow where the activation is flat.")]
    public void Flat_is_flat(string name, string sentence)
    {
        Activation[] all = [Activation.Relu, Activation.Define("leaky", z => z > 0 ? z : 0.1 * z),
            Activation.Define("sinh", z => Sinh(z)), Activation.Exp,
            Activation.Define("cube", z => Pow(z, 3)), Activation.Define("sin", z => Sin(z)),
                Activation.Define("soft", z => z / (1 + Abs(z)))];
        Assert.Equal(sentence + " The factor x_j comes from z = w·x + b: ∂z/∂w_j = x_j.",
            Derivation.Of(Cost.Quadratic, all.Single(f => f.Name == name)).Verdict);
    }

    [Fact]
    public void A_matching_cost_has_its_simple_error_with_a_typed_activation_too()
    {
        var half = Activation.Define("half", z => Log(1 + Exp(z)) / 2);
        var d = Derivation.Of(Cost.Matching(half), half);
        Assert.Equal("a - y", d.Delta.ToString());
        Assert.StartsWith("The slope f′(z) = 0.5*Exp(z)/(1 + Exp(z)) is gone: δ does not vanish where the activation is flat.",
            d.Verdict, StringComparison.Ordinal);
    }

    /// <summary>Where a difference of large numbers loses digits, or a function is steep, the step is still right.</summary>
    [Fact]
    public void Right_costs_are_not_called_wrong()
    {
        (Cost, Activation)[] right =
        [
            (Cost.Define("high", (a, y) => Pow(a - y, 2) + 1e8), Activation.Sigmoid),
                (Cost.Define("higher", (a, y) => Pow(a - y, 2) + 1e9), Activation.Tanh),
            (Cost.FromDelta("steep", (a, y) => Exp(50 * (a - y)) - 1, Activation.Sigmoid), Activation.Sigmoid),
            (Cost.Quadratic, Activation.Define("steep", z => 1e8 * z)),
                (Cost.Define("quartic", (a, y) => Pow(a - y, 4)), Activation.Define("steep", z => 1e8 * z)),
            (Cost.Quadratic, Activation.Define("shallow", z => 1e-8 * z)),
                (Cost.Define("small", (a, y) => 1e-12 * Pow(a - y, 2)), Activation.Sigmoid),
            (Cost.Define("waves", (a, y) => Sin(100 * (a - y))), Activation.Sigmoid),
                (Cost.Define("far", (a, y) => Pow(a - y - 1e6, 2)), Activation.Sigmoid),
        ];
        Assert.All(right, pair => Assert.True(Derivation.Of(pair.Item1, pair.Item2).PointsVerified > 5, $"{pair}"));
    }

    [Fact]
    public void A_cost_without_a_value_is_told_so()
    {
        var d = Derivation.Of(Cost.Define("far", (a, y) => Log(a - 2)), Activation.Sigmoid);
        Assert.Equal(0, d.PointsVerified);
        Assert.EndsWith("Log(a - 2): the argument a - 2 is -1.38936 at a = 0.610639, y = 0.5, but a logarithm needs an argument above 0. "
            + "Change the cost \"far\" so that it has a value for every output of the sigmoid, or use another activation.",
                d.Verdict, StringComparison.Ordinal);
    }

    [Fact]
    public void Softmax_with_log_loss_gives_a_minus_y()
    {
        var d = Derivation.OfSoftmax(Cost.LogLoss);
        Assert.Equal("a_k - y_k", d.Delta.ToString());
        Assert.Equal(9, d.PointsVerified);
        Assert.False(d.Saturates);
        var quadratic = Derivation.OfSoftmax(Cost.Quadratic);
        Assert.Equal("(a_k - y_k - S)*a_k", quadratic.Delta.ToString());
        Assert.True(quadratic.Saturates);
        Assert.Equal(9, quadratic.PointsVerified);
    }

    /// <summary>A derivation verifies itself when it is made, and throws if a step were wrong.</summary>
    [Fact]
    public void Every_random_cost_has_a_derivation()
    {
        Activation[] activations = [Activation.Sigmoid, Activation.Tanh, Softsign];
        RandomFormulas.Tree(2).HoldWhereCompared(500, f =>
            activations.Count(activation => Derivation.Of(Cost.Of("random", f), activation).PointsVerified > 0) > 0);
    }

    [Fact]
    public void A_general_activation_keeps_its_slope_as_a_factor() =>
        Assert.Equal(@"\frac{(a - y)\,f'(z)}{a(1 - a)}", Derivation.Of(Cost.CrossEntropy).Delta.ToLatex());

    [Fact]
    public void A_null_activation_says_where_to_mend_it() => Assert.Equal("Your activation was not defined; mend its cell first.",
        Assert.Throws<ArgumentException>(() => Derivation.Of(Cost.Quadratic, null!)).Message);

    [Fact]
    public void A_null_cost_says_where_to_mend_it() =>
        Assert.StartsWith("Your cost was not defined; mend its cell first.",
            Assert.Throws<ArgumentException>(() => Derivation.Of(null!, Activation.Sigmoid)).Message, StringComparison.Ordinal);
}
