using static NotebookLib.FormulaOf;
using static System.Math;

namespace NotebookLib.Tests.Attempts;

public class AttemptTests
{
    /// <summary>
    /// A cost with its derivatives by hand, and the line in which the one rule that it is made to test is broken.
    /// </summary>
    private sealed record Worked(Formula Cost, Formula Slope, Formula ByTarget, LineMistake Rule, Formula Broken);

    private static readonly Formula A = Variable.A, Y = Variable.Y, X = new Variable("x");

    /// <summary>Thirty derivations: five outer functions of three inner ones, and three factors times five others.</summary>
    private static IReadOnlyList<Worked> Derivations()
    {
        var random = new Random(18);
        (Func<Formula, Formula> G, Func<Formula, Formula> Slope)[] outer =
        [
            (u => Exp(u), u => Exp(u)),
            (u => new Power(u, 3), u => 3 * Square(u)),
            (u => Log(u), u => 1 / u),
            (u => new Call(Function.Sin, u), u => new Call(Function.Cos, u)),
            (u => new Call(Function.Tanh, u), u => 1 - Square(new Call(Function.Tanh, u))),
        ];
        (Formula U, Formula ByA, Formula ByY)[] inner =
            [(Square(A) + 2 * Y + 1, 2 * A, 2), (5 * A - Square(Y) + 2, 5, -2 * Y), (2 + A * Y - Exp(-A), Y + Exp(-A), A)];
        (Formula P, Formula ByA, Formula ByY)[] first = [(Square(A), 2 * A, 0), (Exp(A), Exp(A), 0), (1 + A * Y, Y, A)];
        (Formula Q, Formula ByA, Formula ByY)[] second =
        [
            (Log(1 + A + 3 * Y), 1 / (1 + A + 3 * Y), 3 / (1 + A + 3 * Y)), (2 - A * Square(Y), -Square(Y), -2 * A * Y),
            (new Call(Function.Cos, A) + Y, -new Call(Function.Sin, A), 1),
            (Square(A) + 3 * Y, 2 * A, 3), (new Call(Function.Sinh, A) + Square(Y), new Call(Function.Cosh, A), 2 * Y),
        ];
        var chains = from g in outer from u in inner let k = (Formula)random.Next(1, 4)
            select new Worked(k * g.G(u.U), k * g.Slope(u.U) * u.ByA, k * g.Slope(u.U) * u.ByY, LineMistake.InnerFactor,
                k * g.Slope(u.U));
        var products = from p in first from q in second let lost = random.Next(2)
            select new Worked(p.P * q.Q, p.ByA * q.Q + p.P * q.ByA, p.ByY * q.Q + p.P * q.ByY, LineMistake.ProductTerm,
                lost == 0 ? p.ByA * q.Q : p.P * q.ByA);
        return [.. chains, .. products];
    }

    [Fact]
    public void Three_hundred_planted_mistakes_in_thirty_derivations_are_named()
    {
        var (random, count) = (new Random(300), 0);
        foreach (var worked in Derivations())
        {
            var (line, slope) = (Line(worked, weights: true), Activation.Sigmoid.SlopeFormula);
            var right = worked.Slope * slope * X;
            (LineMistake Mistake, Formula Line)[] planted =
            [
                (LineMistake.Sign, -right), (LineMistake.Factor, 2 * right), (LineMistake.Factor, right / 2),
                (LineMistake.ByTarget, worked.ByTarget * slope * X),
                (worked.Rule, worked.Broken * slope * X), (LineMistake.MissingSlope, worked.Slope * X),
                (LineMistake.ExtraSlope, right * slope),
                (LineMistake.MissingInput, worked.Slope * slope),
                (LineMistake.SignOfInput, worked.Slope * slope * new Call(Function.Sign, X)),
                (LineMistake.ExtraInput, right * X),
            ];
            foreach (var (mistake, wrong) in planted)
            {
                var report = Attempt.Judge(line, random.Next(2) == 0 ? wrong : wrong.Simplify());
                Assert.True(report.Verdict == Verdict.Fail && report.Mistake == mistake,
                    $"{mistake} in {worked.Cost}: {report.Mistake}, {report.Sentence}");
                count++;
            }
        }
        Assert.Equal(300, count);
    }

    [Fact]
    public void The_right_lines_are_right_however_they_are_written()
    {
        var sigmoidOfZ = 1 / (1 + Exp(-Variable.Z));
        foreach (var worked in Derivations())
        {
            // Multiplied out; with 1/(1 + e⁻ᶻ) for a; both; and multiplied out over a common denominator.
            var whole = worked.Slope * A * (1 - A) * X;
            Formula[] others = [Expanded(whole), whole.Substitute("a", sigmoidOfZ), Expanded(whole).Substitute("a", sigmoidOfZ),
                Expanded((1 + Square(A)) * whole) / (1 + Square(A))];
            Assert.All(others, line => Assert.Equal(Verdict.Pass, Attempt.Judge(Line(worked, weights: true), line).Verdict));
            Assert.Equal(Verdict.Pass, Attempt.Judge(Line(worked, weights: false), worked.Slope).Verdict);
            Assert.Equal(Verdict.Pass, Attempt.Judge(Line(worked, weights: false), worked.Slope.Simplify()).Verdict);
            Assert.Equal(Verdict.Pass, Attempt.Judge(
                Line(worked, weights: true), worked.Slope * Activation.Sigmoid.SlopeOfOutput! * X).Verdict);
            Assert.Equal(Verdict.Pass, Attempt.Judge(
                Line(worked, weights: true), (worked.Slope * Activation.Sigmoid.SlopeOfOutput! * X).Simplify()).Verdict);
        }
    }

    /// <summary>The line of another cost is wrong, and nothing that it is called fits by chance.</summary>
    [Fact]
    public void None_is_named_wrongly()
    {
        var all = Derivations();
        for (var i = 0; i < all.Count; i++)
        {
            var report = Attempt.Judge(Line(all[i], weights: true),
                all[(i + 7) % all.Count].Slope * Activation.Sigmoid.SlopeFormula * X);
            Assert.Equal((Verdict.Fail, LineMistake.Unknown), (report.Verdict, report.Mistake));
            Assert.StartsWith($"Not right, and not one of the usual mistakes. At z = -2.7, a = 0.0629734, y = 0.13, x = -1.7 yours is ", report.Sentence);
        }
    }

    [Fact]
    public void Right_in_other_words()
    {
        AttemptReport[] right =
        [
            Attempt.Slope(Cost.Quadratic, (a, y) => a - y),
            Attempt.Slope(Cost.Quadratic, (a, y) => -(y - a)),
            Attempt.Slope(Cost.CrossEntropy, (a, y) => (1 - y) / (1 - a) - y / a),
            Attempt.Slope(Cost.CrossEntropy, (a, y) => (a - y) / (a * (1 - a))),
            Attempt.Slope(Cost.Define("fourth", (a, y) => Pow(a - y, 4)),
                (a, y) => 4 * a * a * a - 12 * a * a * y + 12 * a * y * y - 4 * y * y * y),
            Attempt.Delta(Cost.CrossEntropy, Activation.Sigmoid, (a, y) => a - y),
            Attempt.Delta(Cost.CrossEntropy, Activation.Sigmoid, (z, y) => 1 / (1 + Exp(-z)) - y),
            Attempt.Delta(Cost.CrossEntropy, Activation.Sigmoid, (a, y) => a * (1 - y) - y * (1 - a)),
            Attempt.Delta(Cost.Quadratic, Activation.Sigmoid, (a, y) => (a - y) * a * (1 - a)),
            Attempt.Delta(Cost.Quadratic, Activation.Tanh, (a, y) => a - y - a * a * a + a * a * y),
            Attempt.Weights(Cost.CrossEntropy, Activation.Sigmoid, (a, y, x) => a * x - y * x),
            Attempt.Weights(Cost.Quadratic, Activation.Sigmoid,
                (z, y, x) => (1 / (1 + Exp(-z)) - y) * Exp(-z) / Pow(1 + Exp(-z), 2) * x),
        ];
        Assert.All(right, report => Assert.True(report.Verdict == Verdict.Pass, report.Sentence));
        Assert.Equal("Right.", right[0].Sentence);
        Assert.Equal("Right, and simpler is a - y.", right[7].Sentence);
        Assert.StartsWith("Right, and simpler is a - y. (Compared in numbers, at 24 points.)", right[6].Sentence);
    }

    [Fact]
    public void A_mistake_is_said_with_its_place()
    {
        var cost = Cost.Define("mine", (a, y) => Pow(a - y, 2) * Exp(a));
        Assert.StartsWith("Product rule: in Pow(a - y, 2)*Exp(a) a term is missing",
            Attempt.Slope(cost, (a, y) => 2 * (a - y) * Exp(a)).Sentence);
        Assert.Equal("The factor σ′(z) = a*(1 - a) is missing: ∂C/∂z is ∂C/∂a times it.",
            Attempt.Delta(Cost.Quadratic, Activation.Sigmoid, (a, y) => a - y).Sentence);
        Assert.Equal("There is one factor σ′(z) = a*(1 - a) too many.",
            Attempt.Delta(Cost.CrossEntropy, Activation.Sigmoid, (a, y) => (a - y) * a * (1 - a)).Sentence);
        Assert.Equal("The input x_j is missing: ∂z/∂w_j = x_j.",
            Attempt.Weights(Cost.CrossEntropy, Activation.Sigmoid, (a, y, x) => a - y).Sentence);
        Assert.StartsWith("Chain rule: in Log(1 - a) the inside was not differentiated; its derivative, -1, is a factor",
            Attempt.Slope(Cost.CrossEntropy, (a, y) => -y / a - (1 - y) / (1 - a)).Sentence);
        var turned = Attempt.Slope(Cost.Quadratic, (a, y) => y - a);
        Assert.Equal(LineMistake.Sign, turned.Mistake);
        Assert.Contains("(Or, which here comes to the same: chain rule: in Pow(y - a, 2) the inside was not differentiated; its derivative, -1, is a factor", turned.Sentence, StringComparison.Ordinal);
        Assert.Equal("A constant factor is wrong: yours is 3 times ∂C/∂a.",
            Attempt.Slope(Cost.Quadratic, (a, y) => 3 * (a - y)).Sentence);
        Assert.StartsWith("Not right, and not one of the usual mistakes. At a = 0.0629734, y = 0.13 yours is 0.192973, and ∂C/∂a is -0.0670266.", Attempt.Slope(Cost.Quadratic, (a, y) => a + y).Sentence);
    }

    [Fact]
    public void Not_tried_yet_and_what_has_no_formula()
    {
        Assert.Equal((Verdict.Inconclusive, "Not tried yet: write your ∂C/∂a as (a, y) => …"),
            (Attempt.Slope(Cost.Quadratic).Verdict, Attempt.Slope(Cost.Quadratic).Sentence));
        Assert.Equal("Not tried yet: write your ∂C/∂w_j as (a, y, x) => …",
            Attempt.Weights(Cost.Quadratic, Activation.Sigmoid, (a, y, x) => double.NaN).Sentence);
        Assert.Contains("In C# 1 / 2 is 0",
            Assert.Throws<FormulaException>(() => Attempt.Slope(Cost.Quadratic, (a, y) => 1 / 2 * (a - y))).Message);
        Assert.Throws<FormulaException>(() => Attempt.Slope(Cost.Quadratic, (a, y) => Round(a) - y));
        Assert.Equal("Your cost was not defined; mend its cell first.",
            Assert.ThrowsAny<ArgumentException>(() => Attempt.Slope(null!, (a, y) => a)).Message.Split(" (Parameter")[0]);
        Assert.Equal("Your activation was not defined; mend its cell first.",
            Assert.Throws<ArgumentException>(() => Attempt.Delta(Cost.Quadratic, null!, (a, y) => a)).Message);
    }

    /// <summary>Sums in a product multiplied out, at the outside.</summary>
    private static Formula Expanded(Formula f) => f switch
    {
        Sum(var terms) => terms.Select(Expanded).Aggregate((u, v) => u + v),
        Product(var factors) => factors.Select(Expanded).Aggregate((Formula)1, (product, factor) =>
            (from u in Formula.TermsOf(product) from v in Formula.TermsOf(factor) select u * v).Aggregate((u, v) => u + v)),
        _ => f,
    };

    private static Line Line(Worked worked, bool weights) =>
        new(Cost.Of("worked", worked.Cost), weights ? Activation.Sigmoid : null, weights);
}
