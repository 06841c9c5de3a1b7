using static System.Math;
using Update = System.Func<double[], double, double[], double, double[]>;

namespace NotebookLib.Tests;

/// <summary>Fields whose answer is known by hand: half of them gradients, half not, near misses on both sides.</summary>
public class KnownFieldsTests
{
    private static double S(double z) => 1 / (1 + Exp(-z));
    private static double Z(double[] w, double b, double[] x) => w.Zip(x, (p, q) => p * q).Sum() + b;
    private static double Error(double[] w, double b, double[] x, double y) => S(Z(w, b, x)) - y;
    private static double Jump(double[] w, double b, double[] x, double y) => (Z(w, b, x) > 0 ? 1 : 0) - y;
    private static double[] Scale(double g, params double[] v) => [.. v.Select(e => g * e)];
    private static double[] Signs(double[] x) => [.. x.Select(v => (double)Sign(v))];
    private static double Square(double[] w) => w.Sum(v => v * v);

    /// <summary>(a − y) u(x), or with another error.</summary>
    private static Update Along(Func<double[], double[]> u, Func<double[], double, double[], double, double>? error = null) =>
        (w, b, x, y) => Scale((error ?? Error)(w, b, x, y), u(x));

    private static FieldReport Example(Update update, double[] x, double y = 0.3) => GradientField.Test(update, x, y);
    private static FieldReport Any(int m, Func<double[], double[]> field, double[]? around = null, double radius = 2) =>
        GradientField.Test(field, m, around, radius);

    private static readonly Dataset Pair = Dataset.Of([[1, 2], [2, 1]], [0, 0]);
    private static readonly Dataset Iris = Dataset.Load("iris").Only("setosa", "versicolor").Standardize();

    public static readonly Dictionary<string, Func<FieldReport>> Gradients = new()
    {
        ["cross-entropy"] = () => Example(Along(x => [.. x, 1]), [1, -2]),
        ["quadratic"] = () =>
            Example((w, b, x, y) => S(Z(w, b, x)) is var a ? Scale((a - y) * a * (1 - a), [.. x, 1]) : [], [1, -2]),
        ["uphill is a gradient as well"] = () => Example(Along(x => Scale(-1, [.. x, 1])), [1, -2]),
        ["sign rule on inputs -1, 0, 1"] = () => Example(Along(x => [.. Signs(x), 1]), [1, 0, -1]),
        ["sign rule on equal sizes, no bias"] = () => Example(Along(Signs), [0.7, 0, -0.7]),
        ["sign rule with one weight and no bias"] = () => Example(Along(Signs), [-3]),
        ["normalised by the squared length of the input"] = () => Example(Along(x => Scale(1 / 6.0, [.. x, 1])), [1, -2]),
        ["divided by the slope"] = () =>
            Example((w, b, x, y) => S(Z(w, b, x)) is var a ? Scale((a - y) / (a * (1 - a)), [.. x, 1]) : [], [1, -2]),
        ["perceptron: jumps at z = 0"] = () => Example(Along(x => [.. x, 1], Jump), [1, -2]),
        ["relu: bends at z = 0"] = () => Example((w, b, x, y) => Scale(Max(0, Z(w, b, x)), [.. x, 1]), [1, -2]),
        ["cross-entropy with weight decay"] = () =>
            Example((w, b, x, y) => Error(w, b, x, y) is var d ? [d * x[0] + 0.1 * w[0], d * x[1] + 0.1 * w[1], d] : [], [1, -2]),
        ["sign of the weights: Σ|w|"] = () => Any(3, Signs),
        ["the same step everywhere"] = () => Any(3, _ => [1, -2, 5]),
        ["no step at all"] = () => Any(4, _ => new double[4]),
        ["sum of sign rules, linear neuron, (1, 2) and (2, 1)"] = () =>
            GradientField.Test((w, b, x, y) => Scale(Z(w, b, x) - y, Signs(x)), Pair),
        ["cross-entropy over data"] = () => GradientField.Test(Along(x => [.. x, 1]), Iris),
        ["saddle"] = () => Any(2, w => [w[1], w[0]]),
        ["w1 w2³"] = () => Any(2, w => [Pow(w[1], 3), 3 * w[0] * w[1] * w[1]]),
        ["Rosenbrock"] = () => Any(2, w =>
            [-2 * (1 - w[0]) - 400 * w[0] * (w[1] - w[0] * w[0]), 200 * (w[1] - w[0] * w[0])]),
        ["quick waves"] = () => Any(2, w => [30 * Cos(30 * w[0]) * Cos(20 * w[1]), -20 * Sin(30 * w[0]) * Sin(20 * w[1])]),
        ["softmax: log-sum-exp in ten dimensions"] = () => Any(10, w => Scale(1 / w.Sum(Exp), [.. w.Select(Exp)])),
        ["Coulomb, off its centre"] = () => Any(3, w => Scale(Pow(Square(w), -1.5), w), [2, 2, 2], 1),
        ["any size that depends on the distance alone"] = () => Any(4, w => Scale(Cos(Sqrt(Square(w))), w)),
        ["vortex seen from far: an angle is a cost there"] = () => Any(2, w => Scale(1 / Square(w), -w[1], w[0]), [3, 3], 1),
        ["Newton on a quadratic form is a scaled radius"] = () => Any(3, w => Scale(0.5, w)),
        ["each weight for itself"] = () => Any(3, w => [Exp(w[0]), Atan(w[1]), w[2] / (1 + w[2] * w[2])]),
        ["sizes 1e+12"] = () => Any(2, w => Scale(1e12, w[1] * Cos(w[0] * w[1]), w[0] * Cos(w[0] * w[1]))),
        ["sizes 1e-12"] = () => Any(2, w => Scale(1e-12, w[1] * Cos(w[0] * w[1]), w[0] * Cos(w[0] * w[1]))),
    };

    public static readonly Dictionary<string, Func<FieldReport>> Others = new()
    {
        ["sign rule"] = () => Example(Along(Signs), [1, -2]),
        ["sign rule on inputs -1 and 1.001"] = () => Example(Along(Signs), [-1, 1.001]),
        ["sign rule, one weight and its bias"] = () => Example(Along(x => [.. Signs(x), 1]), [-3]),
        ["sign rule on equal sizes, with bias"] = () => Example(Along(x => [.. Signs(x), 1]), [0.7, 0, -0.7]),
        ["input left out"] = () => Example(Along(_ => [1, 1, 1]), [1, -2]),
        ["input left out on inputs -1, 1"] = () => Example(Along(_ => [1, 1]), [1, -1]),
        ["input squared"] = () => Example(Along(x => [x[0] * x[0], x[1] * x[1]]), [1, -2]),
        ["the bias forgotten"] = () => Example(Along(x => [.. x, 0]), [1, -2]),
        ["the bias twice as fast"] = () => Example(Along(x => [.. x, 2]), [1, -2]),
        ["perceptron with the sign of the input: no curl but at the jump"] = () => Example(Along(Signs, Jump), [1, -2]),
        ["sign of the gradient (first step of Adam)"] = () =>
            Example((w, b, x, y) => Signs(Scale(Error(w, b, x, y), [.. x, 1])), [1, -2]),
        ["exponentiated gradient"] = () =>
            Example((w, b, x, y) => Scale(Error(w, b, x, y), x[0] * w[0], x[1] * w[1]), [1, -2]),
        ["sum of sign rules, sigmoid, (1, 2) and (2, 1)"] = () => GradientField.Test(Along(Signs), Pair),
        ["sign rule over data"] = () => GradientField.Test(Along(x => [.. Signs(x), 1]), Iris),
        ["rotation"] = () => Any(2, w => [-w[1], w[0]]),
        ["no curl at the origin"] = () => Any(2, w => Scale(Square(w), -w[1], w[0])),
        ["no curl on the axes"] = () => Any(2, w => [0, w[0] * w[0] * w[1] * w[1]]),
        ["curl in one plane of fifteen"] = () => Any(6, w => [w[1], w[0], w[3] + 1e-3 * w[4], w[2], -1e-3 * w[2], 7 * w[5]]),
        ["curl that sums to nothing"] = () => Any(2, w => [0, -Cos(w[0])]),
        ["vortex: no curl anywhere, but a hole"] = () => Any(2, w => Scale(1 / Square(w), -w[1], w[0])),
        ["vortex round an axis"] = () => Any(3, w => Scale(1 / Square(w[..2]), -w[1], w[0], 0)),
        ["saddle with a millionth of rotation"] = () => Any(2, w => [w[1] - 1e-6 * w[1], w[0] + 1e-6 * w[0]]),
        ["waves that flow (ABC)"] = () => Any(3, w => [Sin(w[2]) + Cos(w[1]), Sin(w[0]) + Cos(w[2]), Sin(w[1]) + Cos(w[0])]),
        ["gradient made one long"] = () => Any(2, w => Scale(1 / Sqrt(w[0] * w[0] + 16 * w[1] * w[1]), w[0], 4 * w[1])),
        ["gradient clipped weight by weight"] = () => Any(2, w => [Clamp(w[0] + w[1], -1, 1), Clamp(w[0] + 3 * w[1], -1, 1)]),
        ["symmetric but for one entry"] = () => Any(4, w => [w[1], w[0] + w[2], w[1], 2 * w[3] + 0.01 * w[0]]),
        ["a small whirl near (0.5, 0.5)"] = () => Any(2, w =>
            Exp(-2 * Square([w[0] - 0.5, w[1] - 0.5])) is var r ? [w[0] - r * (w[1] - 0.5), w[1] + r * (w[0] - 0.5)] : []),
        ["curl only where w1 > 0"] = () => Any(2, w => [0, Pow(Max(0, w[0]), 3)]),
        ["rotation, sizes 1e-12"] = () => Any(2, w => Scale(1e-12, -w[1], w[0])),
        ["rotation under a large constant"] = () => Any(2, w => [1000 - 0.01 * w[1], 1000 + 0.01 * w[0]]),
    };

    public static TheoryData<string> GradientNames => [.. Gradients.Keys];
    public static TheoryData<string> OtherNames => [.. Others.Keys];

    [Theory, MemberData(nameof(GradientNames))]
    public void A_gradient_is_never_refuted(string name)
    {
        var report = Gradients[name]();
        Assert.True(report.Verdict == Verdict.Pass, report.ToString());
        Assert.Null(report.Walk);
        Assert.DoesNotContain("is the gradient of", report.Sentence.Replace("every continuous update is the gradient of", ""));
    }

    [Theory, MemberData(nameof(OtherNames))]
    public void A_field_that_is_no_gradient_is_refuted_by_a_walk(string name)
    {
        var report = Others[name]();
        Assert.True(report.Verdict == Verdict.Fail, report.ToString());
        Assert.True(report.Walk!.IsClosed);
        Assert.True(Abs(report.Walk.Gain) > 10 * report.Walk.Error, report.ToString());
        Assert.Null(report.Potential);
        Assert.StartsWith("Not the gradient of any cost.", report.Sentence);
    }

    [Fact]
    public void There_are_enough_of_them() => Assert.True(Gradients.Count >= 25 && Others.Count >= 25);
}
