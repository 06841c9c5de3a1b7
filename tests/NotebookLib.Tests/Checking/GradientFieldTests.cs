using System.Text.RegularExpressions;
using CsCheck;
using static System.Math;
using Update = System.Func<double[], double, double[], double, double[]>;

namespace NotebookLib.Tests;

public class GradientFieldTests
{
    private static double S(double z) => 1 / (1 + Exp(-z));
    private static double Slope(double z) => S(z) * S(-z);
    private static double Error(double[] w, double b, double[] x, double y) => S(w.Zip(x, (p, q) => p * q).Sum() + b) - y;
    private static Update Along(Func<double[], double[]> u) => (w, b, x, y) => [.. u(x).Select(v => Error(w, b, x, y) * v)];
    private static readonly Update Sign = Along(x => [.. x.Select(v => (double)Math.Sign(v))]), Gradient = Along(x => [.. x, 1]);

    [Fact]
    public void Curl_of_an_update_along_u_is_the_formula_of_statement_6()
    {
        var cases = from x in Gen.Double[-2, 2].Array[3]
                    from u in Gen.Double[-2, 2].Array[3]
                    from w in Gen.Double[-2, 2].Array[3]
                    select (x, u, w);
        Holds(cases.Found("fWLmabfZLpP1"));      // extrapolations once agreed by chance
        cases.Hold(300, Holds);

        static void Holds((double[] X, double[] U, double[] W) t)
        {
            var curl = VectorField.Of(Along(_ => t.U), t.X, 0.3).Curl(t.W);
            var z = t.W.Zip(t.X, (p, q) => p * q).Sum();
            for (var j = 0; j < 3; j++)
                for (var k = 0; k < 3; k++)
                {
                    var expected = Slope(z) * (t.U[k] * t.X[j] - t.U[j] * t.X[k]);
                    Assert.True(Abs(curl[j, k] - expected) <= curl.Errors[j, k] + 1e-13,
                        $"{curl[j, k]} is not {expected} within {curl.Errors[j, k]}");
                    Assert.True(curl.Errors[j, k] < 1e-10);
                    Assert.Equal(-curl[j, k], curl[k, j]);
                }
        }
    }

    [Fact]
    public void A_sum_of_sign_rules_is_a_gradient_for_a_line_but_not_for_a_sigmoid()
    {
        var data = Dataset.Of([[1, 2], [2, 1]], [0, 0]);
        Update line = (w, b, x, y) => [.. x.Select(v => (w[0] * x[0] + w[1] * x[1] - y) * Math.Sign(v))];
        Assert.Equal(0, VectorField.Of(line, data).Curl(0.3, -0.2)[0, 1], 1e-12);
        Assert.Equal(Verdict.Pass, GradientField.Test(line, data).Verdict);
        Assert.All([0, 1], i => Assert.Equal(Verdict.Fail, GradientField.Test(line, data.Row(i)).Verdict));
        Assert.Equal(-0.0091153, VectorField.Of(Sign, data).Curl(0.3, -0.2)[0, 1], 7);       // statement 7 (v)
        Assert.Equal(Slope(0.4) - Slope(-0.1), VectorField.Of(Sign, data).Curl(0.3, -0.2)[0, 1], 1e-12);
        Assert.Equal(Verdict.Fail, GradientField.Test(Sign, data).Verdict);
    }

    [Theory]                                            // statement 8, x = (1, −2), y = 0, no bias, round the unit square
    [InlineData(1, -2, 0)]
    [InlineData(1, -1, 0.216890)]
    [InlineData(1, 1, 0.650671)]
    public void Loop_integrals_round_the_unit_square(double u1, double u2, double gain)
    {
        var field = VectorField.Of(Along(_ => [u1, u2]), [1, -2], 0);
        var walk = field.Square([0, 0]);
        Assert.Equal(gain, walk.Gain, 6);
        Assert.True(walk.Error < 1e-14);
        Assert.True(walk.IsClosed);
        Assert.Equal(walk.Gain, -field.Walk([0, 0], [0, 1], [1, 1], [1, 0], [0, 0]).Gain, 14);
    }

    [Fact]
    public void A_loop_integral_is_the_curl_inside()
    {
        // Green: the gain round a square is the integral of the curl over it. Midpoints of 200 × 200 cells: error ~ 1e-6.
        const int cells = 200;
        var inside = (from i in Enumerable.Range(0, cells)
                      from k in Enumerable.Range(0, cells)
                      select Slope((i + 0.5) / cells - 2 * (k + 0.5) / cells)).Average();
        Assert.Equal(inside, VectorField.Of(Sign, [1, -2], 0).Square([0, 0]).Gain, 5);
    }

    [Fact]
    public void Over_data_only_the_inputs_themselves_give_a_gradient() => (
        from x in Gen.Double[-2, 2].Array[2].Array[3]
        from i in Gen.Int[0, 2]
        from shift in Gen.Double[0.1, 1]
        where Enumerable.Range(0, 3).All(p => x[..p].All(other => Abs(x[p][0] - other[0]) + Abs(x[p][1] - other[1]) > 0.3))
        select (x, i, shift)).Hold(40, t =>
    {
        // statement 8: Σ(a_i − y_i)(u_i, 1) with u_i = x_i passes; one u_i moved, and it is refuted
        var data = Dataset.Of(t.x, [0, 1, 0.5]);
        FieldReport With(double shift) => GradientField.Test((w, b, x, y) =>
        {
            var d = Error(w, b, x, y);
            return [d * (x[0] + (x[0] == t.x[t.i][0] ? shift : 0)), d * x[1], d];
        }, data, points: 8);
        Assert.Equal(Verdict.Pass, With(0).Verdict);
        Assert.Equal(Verdict.Fail, With(t.shift).Verdict);
    });

    [Fact]
    public void Dividing_by_the_size_of_the_input_makes_the_sign_rule_a_gradient_for_one_weight()
    {
        // statement 7 (i): C/|x| has the gradient δ sgn(x) in w, and δ/|x| in b.
        Assert.Equal(Verdict.Pass, GradientField.Test(Sign, [-3.0]).Verdict);
        Assert.Equal(Verdict.Fail, GradientField.Test(Along(x => [Math.Sign(x[0]), 1]), [-3.0]).Verdict);
        Assert.Equal(Verdict.Pass, GradientField.Test(Along(x => [Math.Sign(x[0]), 1 / Abs(x[0])]), [-3.0]).Verdict);
    }

    [Fact]
    public void The_potential_is_the_cost()
    {
        var report = GradientField.Test(Gradient, [1, -2], 1);
        var path = report.Potential!;
        double Cost(double[] p) => -Log(S(p[0] - 2 * p[1] + p[2]));
        Assert.All(path.Points.Zip(path.Heights),
            step => Assert.Equal(Cost(step.First) - Cost(path.Points[0]), step.Second, 1e-12));
        Assert.True(path.Gain != 0 && !path.IsClosed);
        Assert.Equal(Cost([1, 1, 1]) - Cost([0, 0, 0]), report.Field.Walk([0, 0, 0], [3, -1, 2], [1, 1, 1]).Gain, 1e-12);
    }

    [Fact]
    public void Says_whether_the_cost_is_a_function_of_the_output()
    {
        Assert.True(GradientField.Test(Gradient).FunctionOfOutput);
        Assert.False(GradientField.Test((w, b, x, y) =>
            [.. Gradient(w, b, x, y).Zip([.. w, 0], (g, v) => g + 0.1 * v)]).FunctionOfOutput);
        Assert.True(GradientField.Test(Gradient, Dataset.Of([[1, 2]], [0])).FunctionOfOutput);
        Assert.Null(GradientField.Test(Sign).FunctionOfOutput);
        Assert.Null(GradientField.Test(w => w, 2).FunctionOfOutput);
    }

    [Fact]
    public void The_sentences_give_the_reason()
    {
        Assert.Equal("Not the gradient of any cost. At w = (-0.9218, -0.4187) (x = (1, -2), y = 0) "
            + "the curl ∂Δw₂/∂w₁ − ∂Δw₁/∂w₂ is 0.249555 ± …, "
            + "and a walk round a square from there, side 1, ends 0.213203 ± … above where it began. "
            + "It always points along (1, -1), but its size changes across that direction too.",
            WithoutBars(GradientField.Test(Sign).Sentence));
        Assert.Contains("the curl ∂F₂/∂w₁ − ∂F₁/∂w₂ is 2 ± …, ", WithoutBars(GradientField.Test(w => [-w[1], w[0]], 2).Sentence));
        Assert.Equal("Not the gradient of any cost. It has no curl at the points looked at, but the closed walk "
            + "from w = (-1.301, 0.7428) to w = (0.9911, 1.308) to w = (-1.057, -1.853) and back "
            + "ends 6.28319 ± … below where it began.",
            WithoutBars(GradientField.Test(w => w[0] * w[0] + w[1] * w[1] is var r ? [-w[1] / r, w[0] / r] : [], 2).Sentence));
        var passed = GradientField.Test(Gradient);
        Assert.StartsWith("Pass: No curl found at 60 points (3 examples): none above ", passed.ToString());
        Assert.EndsWith("That is evidence for a cost, not a proof. "
            + "It points along the input everywhere, so such a cost is a function of z alone.", passed.Sentence);
        Assert.StartsWith("Nothing speaks against it: "
            + "with one parameter every continuous update is the gradient of a cost, its own integral.",
            GradientField.Test(Sign, [2.0]).Sentence);
    }

    [Fact]
    public void Single_numbers_are_too_rough_to_judge()
    {
        var report = GradientField.Test((w, b, x, y) => [.. x.Select(v => (double)(float)(Error(w, b, x, y) * v))]);
        Assert.Equal(Verdict.Inconclusive, report.Verdict);
        Assert.Matches("^Cannot say. At [0-9]+ of 20 points", report.Sentence);
    }

    [Fact]
    public void Three_inputs_are_tried_where_two_are_too_few() =>
        Assert.Equal(3, GradientField.Test((w, b, x, y) => [w[0] * x[2], w[1], w[2]]).Field.Dimension);

    /// <summary>The sentences that WrongUseTests has not, or not in full.</summary>
    [Fact]
    public void What_cannot_be_tested_is_said_so()
    {
        Says("Your update gave 1 number for 2 inputs; it must give 2, one for each weight, or 3, the bias last. "
            + "To test it with another number of inputs, hand in an example: GradientField.Test(yourUpdate, x: [1], y: 0).",
            () => GradientField.Test((w, b, x, y) => [x[0]]));
        Says("Your update asks for a weight or an input that is not there, at w = (0, 0), b = 0, x = (1, -2), y = 0. "
            + "Count from 0, and hand in an example with as many inputs as it needs: x: [1, -2, 0.5].",
            () => GradientField.Test((w, b, x, y) => [x[0], x[2]], [1, -2]));
        Says("Your update is NaN in w₁ at w = (-1.301, 0.7428). "
            + "Test it where it is defined, with around: [the middle] and radius: how far to go.",
            () => GradientField.Test((w, b, x, y) => [Sqrt(w[0]), w[1]]));
        var calls = 0;
        Says("Your update gave two different answers at w = (-1.301, 0.7428); a field has one arrow at every point. "
            + "Leave out what is random or remembered.", () => GradientField.Test((w, b, x, y) => [calls++, 0]));
        Says("Your field gave 3 numbers at w = (-1.301, 0.7428); it must give 2, one for each of w₁, w₂.",
            () => GradientField.Test(w => new double[3], 2));
        Says("A point of this field has 2 numbers, one for each of w₁, w₂, not 3.",
            () => GradientField.Test(Sign, around: [0, 0, 0]));
    }

    [Fact]
    public void Where_it_is_defined_it_can_be_tested()
    {
        Assert.Equal(Verdict.Pass, GradientField.Test((w, b, x, y) => [Sqrt(w[0]), w[1]], around: [3, 0]).Verdict);
        Assert.Equal(Verdict.Fail, GradientField.Test((w, b, x, y) => [Sqrt(w[1]), w[1]], around: [0, 2.01]).Verdict);
    }

    [Fact]
    public void An_update_that_writes_into_its_arguments_harms_nothing() =>
        Assert.Equal(Verdict.Pass, GradientField.Test((w, b, x, y) =>
        {
            var d = Error(w, b, x, y);
            for (var j = 0; j < x.Length; j++) (x[j], w[j]) = (x[j] * d, 0);
            return x;
        }).Verdict);

    [Fact]
    public void A_field_that_fills_the_same_array_each_time_is_seen_as_it_is()
    {
        var one = new double[2];
        double[] Turning(double[] w)
        {
            (one[0], one[1]) = (-w[1], w[0]);
            return one;
        }
        Assert.Equal(2, VectorField.Of(Turning, 2).Curl(0.3, -0.2)[0, 1], 1e-12);
        Assert.Equal(Verdict.Fail, GradientField.Test(Turning, 2).Verdict);
    }

    private static string WithoutBars(string sentence) => Regex.Replace(sentence, "± [0-9.e+-]+", "± …");

    private static void Says(string sentence, Action action) =>
        Assert.Equal(sentence, Assert.ThrowsAny<ArgumentException>(action).Message);
}
