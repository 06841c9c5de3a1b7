using static System.Math;
using Update = System.Func<double[], double, double[], double, double[]>;

namespace NotebookLib.Tests.Checking;

/// <summary>Statements 17, 29, 30 and 34 about an update that somebody types.</summary>
public class UpdateCheckTests
{
    private static double S(double z) => 1 / (1 + Exp(-z));
    private static double A(double[] w, double b, double[] x) => S(w.Zip(x, (p, q) => p * q).Sum() + b);

    /// <summary>(a − y) times u(x), and v for the bias where there is one.</summary>
    private static Update Along(Func<double, double> u, double? bias = null) => (w, b, x, y) =>
        [.. x.Select(v => (A(w, b, x) - y) * u(v)), .. bias is { } c ? [(A(w, b, x) - y) * c] : Array.Empty<double>()];

    /// <summary>The gradient with a part of the weights and the bias added: no error times a fixed vector.</summary>
    private static Update Decayed(double part) => (w, b, x, y) =>
        [.. Gradient(w, b, x, y).Zip([.. w, b], (g, v) => g + part * v)];

    private static readonly Update Gradient = Along(v => v, 1), SignRule = Along(v => Sign(v)), LeftOut = Along(_ => 1);
    private static readonly Dataset One = Dataset.Of([[1, -2]], [0]);

    [Fact]
    public void The_visible_part_of_one_example_is_its_learning_rate()
    {
        Assert.Equal(0.6, Assert.Single(UpdateCheck.Run(SignRule, One).Visible), 1e-12);              // statement 29
        Assert.Equal(-0.2, Assert.Single(UpdateCheck.Run(LeftOut, One).Visible), 1e-12);
        Assert.Equal(1, Assert.Single(UpdateCheck.Run(Gradient, One).Visible), 1e-12);
        Assert.Contains("On x = (1, -2) alone its outputs are those of gradient descent with c = -0.2 times the learning rate: "
            + "it goes uphill there, whatever the cost.", UpdateCheck.Run(LeftOut, One).ToString());
        // And so it is, for steps of any size: 50 updates with the rule, and with the gradient at cη.
        double[] w = [0.5, -0.5], v = [0.5, -0.5];
        for (var k = 0; k < 50; k++)
        {
            var (u, g) = (SignRule(w, 0, [1, -2], 0), Along(x => x)(v, 0, [1, -2], 0));
            (w, v) = ([w[0] - 0.5 * u[0], w[1] - 0.5 * u[1]], [v[0] - 0.3 * g[0], v[1] - 0.3 * g[1]]);
            Assert.Equal(A(v, 0, [1, -2]), A(w, 0, [1, -2]), 1e-14);
        }
    }

    [Fact]
    public void The_parts_of_a_step_are_the_one_along_the_input_and_the_one_square_to_it()
    {
        var sign = Assert.Single(UpdateCheck.Run(UpdateRule.SignOfInput, One, bias: false).Parts);
        Assert.Equal([1, -2, 1, -1], [.. sign.Input, .. sign.Step]);        // statement 29: 0.6·(1, −2) and (0.4, 0.2)
        Assert.Equal((0.6, Sqrt(0.4 * 0.4 + 0.2 * 0.2) / Sqrt(5)), (sign.Visible, sign.Invisible));
        foreach (var parts in UpdateCheck.Run(Along(Tanh, 1), Dataset.Load("iris").Standardize()).Parts)
            Assert.Equal(parts.Step.Sum(v => v * v) / parts.Input.Sum(v => v * v),
                parts.Visible * parts.Visible + parts.Invisible * parts.Invisible, 1e-8);
        // Where no ũ stays, those at one place: half of the weights is added there, and the rest is (a − y)x̃.
        var decayed = UpdateCheck.Run(Decayed(0.5), Dataset.Of([[1, -2], [0.5, 1]], [0, 1]));
        Assert.Empty(decayed.Visible);
        double[][] added = [.. decayed.Parts.Select(parts => parts.Step.Zip(parts.Input, (u, v) => u - v).ToArray())];
        // Over an error above 0, and over one below.
        Assert.All(added[0].Zip(added[1]), pair => Assert.True(pair.First > 0 && pair.Second < 0));
        Assert.Equal(added[0][1] / added[0][0], added[1][1] / added[1][0], 1e-9);
        var nothing = Assert.Single(UpdateCheck.Run(SignRule, Dataset.Of([[0, 0]], [0])).Parts);
        Assert.Equal((double.NaN, double.NaN), (nothing.Visible, nothing.Invisible));
    }

    [Fact]
    public void One_matrix_decides_for_the_three_corners()
    {
        const double e = 0.1;
        double[][] corners = [[1, -e, -e], [-e, 1, -e], [-e, -e, 1]],
            mirrored = [.. corners, .. corners.Select(x => x.Select(v => -v).ToArray())];
        Dataset once = Dataset.Of(corners, [0, 1, 0]), both = Dataset.Of(mirrored, [0, 1, 0, 1, 0, 1]);
        Assert.Equal(-0.8, UpdateCheck.Run(SignRule, once).SmallestEigenvalue, 1e-12);                 // statement 30
        Assert.Equal(2.2, UpdateCheck.Run(Along(v => Sign(v), 1), once).SmallestEigenvalue, 1e-12);
        Assert.Equal(-1.6, UpdateCheck.Run(Along(v => Sign(v), 1), both).SmallestEigenvalue, 1e-12);
        Assert.Equal(-0.8, UpdateCheck.Run(UpdateRule.SignOfInput, once, bias: false).SmallestEigenvalue, 1e-12);
        Assert.Equal(2.2, UpdateCheck.Run(UpdateRule.SignOfInput, once).SmallestEigenvalue, 1e-12);
        var report = UpdateCheck.Run(SignRule, once);
        Assert.Equal(Verdict.Fail, report.DownhillForEveryCost);
        Assert.Matches(@"It does not go downhill for every cost: the smallest eigenvalue of \(K \+ Kᵀ\)/2 is -0\.8\. "
            + @"Tried: the cross-entropy with the targets \(.*\), from w̃ = \(0, 0, 0\), "
            + @"rises from 0\.693147 to 0\.[67]\d* in one step with η = ", report.ToString());
    }

    [Fact]
    public void No_draw_of_Gaussian_inputs_lets_the_sign_rule_pass()
    {
        var random = new Random(30);
        double Normal() => Sqrt(-2 * Log(1 - random.NextDouble())) * Cos(2 * PI * random.NextDouble());
        for (var draw = 0; draw < 500; draw++)
        {
            double[] Row() => [.. Enumerable.Range(0, 10).Select(_ => Normal())];
            var data = Dataset.Of([.. Enumerable.Range(0, 10).Select(_ => Row())],
                [.. Enumerable.Range(0, 10).Select(i => i % 2.0)]);
            Assert.Equal(Verdict.Fail, UpdateCheck.Run(SignRule, data).DownhillForEveryCost);
            if (draw == 0) Assert.Equal(Verdict.Pass, UpdateCheck.Run(Gradient, data).DownhillForEveryCost);
        }
    }

    [Fact]
    public void The_gradient_passes_all_but_the_units()
    {
        var report = UpdateCheck.Run(Gradient, Dataset.Of([[1, -2], [0.5, 1], [-1, 0.3], [2, 1]], [0.1, 0.9, 0.2, 0.7]));
        Assert.Equal((Verdict.Pass, Verdict.Pass), (report.Gradient, report.DownhillForEveryCost));
        Assert.All(report.Visible, c => Assert.Equal(1, c, 1e-12));
        Assert.Equal(1, report.Exponent, 1e-6);
        Assert.Equal(0, report.SmallestEigenvalue, 1e-12);      // four examples in three dimensions: no step moves one direction
        for (var j = 0; j < 3; j++)
            for (var k = 0; k < 3; k++) Assert.Equal(j == k ? 1 : 0, report.Metric![j, k], 1e-9);
        Assert.Equal(["gradient", "on one example", "downhill for every cost", "steepest descent", "units", "rest", "same fit"],
            report.Findings.Select(f => f.Name));
        Assert.All(report.Findings, f => Assert.Equal(f.Name == "units" ? Verdict.Fail : Verdict.Pass, f.Verdict));
    }

    [Fact]
    public void A_preconditioned_gradient_has_its_metric()
    {
        double[,] p = { { 2, 0.5, 0 }, { 0.5, 1, 0.1 }, { 0, 0.1, 3 } };
        double[] Update(double[] w, double b, double[] x, double y) =>
            [.. Enumerable.Range(0, 3).Select(j => (A(w, b, x) - y) * (p[j, 0] * x[0] + p[j, 1] * x[1] + p[j, 2]))];
        Dataset two = Dataset.Of([[1, -2], [0.5, 1]], [0, 1]),
            four = Dataset.Of([[1, -2], [0.5, 1], [-1, 0.3], [2, 1]], [0, 1, 0, 1]);
        foreach (var data in new[] { two, four })
        {
            var report = UpdateCheck.Run(Update, data);
            Assert.NotNull(report.Metric);
            // Of two examples P is settled on their span: there it makes the same ũ.
            for (var i = 0; i < data.Count; i++)
            {
                double[] x = [.. data.Row(i), 1];
                for (var j = 0; j < 3; j++)
                    Assert.Equal(x.Index().Sum(one => p[j, one.Index] * one.Item),
                        x.Index().Sum(one => report.Metric[j, one.Index] * one.Item), 1e-9);
            }
            if (data.Count == 4) Assert.Equal(0.5, report.Metric[0, 1], 1e-9);
            Assert.Equal(Verdict.Pass, report.DownhillForEveryCost);
            Assert.Equal(Verdict.Fail, report.Gradient);
        }
        Assert.Null(UpdateCheck.Run(SignRule, two).Metric);
    }

    [Fact]
    public void Rules_are_looked_at_too()
    {
        var data = Dataset.Of([[0.5, -1.2], [-0.8, 0.4], [1.5, 0.9], [-0.2, -0.7]], [0, 1, 1, 0]);
        UpdateReport Of(UpdateRule rule) => UpdateCheck.Run(rule, data);
        UpdateRule[] plain = [UpdateRule.Gradient, UpdateRule.SignOfInput, UpdateRule.Adam.With(epsilon: 0)],
            byMetric = [UpdateRule.NaturalGradient, UpdateRule.SteepestInOutputs];
        Assert.Equal([1, 0, 0, -1, -1], plain.Concat(byMetric).Select(rule => Round(Of(rule).Exponent, 3)));
        foreach (var rule in byMetric)
        {
            Assert.NotNull(Of(rule).Metric);
            Assert.Equal(Verdict.Pass, Of(rule).DownhillForEveryCost);
        }
        Assert.Equal((Verdict.Pass, Verdict.Fail), (Of(UpdateRule.Gradient).Gradient, Of(UpdateRule.SignOfInput).Gradient));
        Assert.Empty(Of(UpdateRule.Adam).Visible);
        Assert.Equal(Verdict.Inconclusive, Of(UpdateRule.Adam).DownhillForEveryCost);
        Assert.True(double.IsNaN(Of(UpdateRule.Adam).SmallestEigenvalue));
        Assert.Null(Of(UpdateRule.Adam).Metric);
        var nearOne = Dataset.Load("iris").Only("versicolor", "virginica").Standardize();      // outputs near 1 too
        Assert.Empty(UpdateCheck.Run(UpdateRule.Adam, nearOne).Visible);
        var half = UpdateRule.Define("half", (w, b, x, y) => [.. Gradient(w, b, x, y).Select(v => v / 2)]);
        Assert.Equal([0.5, 0.5, 0.5, 0.5], Of(half).Visible.Select(c => Round(c, 6)));
    }

    [Fact]
    public void Errors_of_other_neurons_are_recognised()
    {
        double[] Linear(double[] w, double b, double[] x, double y) =>
            w[0] * x[0] + w[1] * x[1] + b - y is var d ? [d * Sign(x[0]), d * Sign(x[1]), d] : [];
        double[] Quadratic(double[] w, double b, double[] x, double y) =>
            A(w, b, x) is var a ? [.. x.Append(1).Select(v => 2 * (a - y) * a * (1 - a) * v)] : [];
        Assert.Equal(4.0 / 6, UpdateCheck.Run(Linear, One).Visible[0], 1e-9);
        Assert.Equal(2, UpdateCheck.Run(Quadratic, One).Visible[0], 1e-9);
        Assert.Contains("It rests where every output is right: its error is δ = z − y.", UpdateCheck.Run(Linear, One).ToString());
        Assert.Contains("its error is δ = a − y, times f′(z).", UpdateCheck.Run(Quadratic, One).ToString());
        // Weight decay is no error times a vector, and moves where all is right.
        var decayed = UpdateCheck.Run(Decayed(0.1), One);
        Assert.Equal((Verdict.Pass, Verdict.Inconclusive), (decayed.Gradient, decayed.DownhillForEveryCost));
        Assert.Contains("✗ It does not rest where a sigmoid's outputs are right.", decayed.ToString());
    }

    [Fact]
    public void It_ends_at_the_gradients_fit_or_at_another()
    {
        var data = Dataset.Load("breast-cancer") is var all ? all.Features([.. all.FeatureNames.Take(2)]).Standardize() : all;
        // Statement 16.
        Assert.Contains("✗ It ends at another fit: where the gradient rests, at w̃ = (3.722, 0.937407, -0.707567), "
            + "it still moves.", UpdateCheck.Run(UpdateRule.SignOfInput, data).ToString());
        Assert.Contains("✓ It rests where the gradient rests: the same fit.", UpdateCheck.Run(Gradient, data).ToString());
    }

    /// <summary>
    /// Not by the clock, which depends on the machine: by how often the update is asked. At a microsecond a call it is a second
    /// at most.
    /// </summary>
    [Fact]
    public void Any_number_of_inputs_and_examples_is_looked_at_in_a_million_calls()
    {
        Dataset[] sets = [Dataset.Load("iris").Only("setosa", "versicolor"), Dataset.Load("breast-cancer"),
            Dataset.Load("digits").AgainstRest("0")];
        foreach (var data in sets.Select(all => all.Standardize()))
        {
            var calls = 0;
            double[] Counted(double[] w, double b, double[] x, double y) { calls++; return Gradient(w, b, x, y); }
            double[] Odd(double[] w, double b, double[] x, double y) => [.. Counted(w, b, x, y).Select(g => Clamp(g, -0.2, 0.2))];
            var (gradient, odd) = (UpdateCheck.Run(Counted, data), UpdateCheck.Run(Odd, data));
            var sign = UpdateCheck.Run(UpdateRule.SignOfInput, data);
            Assert.Equal((Verdict.Pass, Verdict.Fail), (gradient.Gradient, sign.Gradient));
            Assert.Equal((Verdict.Pass, Verdict.Fail), (gradient.DownhillForEveryCost, sign.DownhillForEveryCost));
            Assert.True(gradient.Findings.Count + sign.Findings.Count > 10);
            Assert.InRange(calls, 1, 1_000_000);
            Assert.NotEqual(Verdict.Pass, odd.Gradient);
            Assert.InRange(calls, 1, 3_000_000);
        }
    }

    [Fact]
    public void What_cannot_be_checked_is_said_so()
    {
        Says("Your update was not defined; mend its cell first.", () => UpdateCheck.Run((Update)null!, One));
        Says("Your rule was not defined; mend its cell first.", () => UpdateCheck.Run((UpdateRule)null!, One));
        const string noData = "There are no data; hand in some, for example Dataset.Of([[1, -2]], [0]).";
        Says(noData, () => UpdateCheck.Run(SignRule, null!));
        Says(noData, () => UpdateCheck.Run(UpdateRule.Adam, null!));
        var few = Assert.Throws<ArgumentException>(() => UpdateCheck.Run((w, b, x, y) => [1], One));
        Assert.StartsWith("Your update gave 1 number for 2 inputs;", few.Message);
        var zero = UpdateCheck.Run(SignRule, Dataset.Of([[0, 0]], [0]));
        Assert.Contains("? Every input is 0: no update moves an output.", zero.ToString());

        static void Says(string sentence, Action action) =>
            Assert.Equal(sentence, Assert.ThrowsAny<ArgumentException>(action).Message);
    }
}
