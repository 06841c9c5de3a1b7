using Microsoft.DotNet.Interactive.Events;
using NotebookRunner;
using static Notebooks.Tests.Run;

namespace Notebooks.Tests;

/// <summary>
/// The cells that judge an exercise, as they stand in the notebooks, with an answer in place of null: right ones in several
/// words, and wrong ones, each with what is said of it. Where a cell has two places, answers and sentences are two, with a |
/// between them.
/// </summary>
[Collection(SetUpSession.Name)]
public class AttemptCellTests(SetUpSession session)
{
    const string Sigma = "Activation.Sigmoid.Value(w[0] * x[0] + b)";

    public static TheoryData<string, string, string> Answers => new()
    {
        { "00/find-attempt", "Cost.Define(\"ten\", (a, y) => -10 * Log(1 - a))|Cost.Define(\"up\", (a, y) => -a)",
            "Right: the output ends at 0.001107.|Right: the output goes from 0.8176 to 0.9" },
        { "00/find-attempt", "Cost.Quadratic|Cost.CrossEntropy",
            "Not yet: the output ends at 0.09396.|Not yet: the output goes from 0.8176 to 0.01164." },
        { "01/gradient-attempt", "[-1.0 / 2, -1.0 / 8]|[-2, -0.5]", "Right.|Right." },
        { "01/gradient-attempt", "[-2, -0.5]|[-0.5, -0.125]",
            "The factor f′(z) is missing.|There is one factor f′(z) too many." },
        { "01/gradient-attempt", "[0.5, 0.125]|[-0.5, -0.5]",
            "The sign is turned round.|The input x_j is missing: ∂z/∂w_j = x_j." },
        { "02/gradient-attempt", "[-0.755, 0.378, -0.378]", "Right." },
        { "02/gradient-attempt", "[2 * (1 / (1 + Exp(-0.5)) - 1), 1 - 1 / (1 + Exp(-0.5)), -1 / (1 + Exp(0.5))]", "Right." },
        { "02/gradient-attempt", "[0.755, -0.378, 0.378]", "The sign is turned round." },
        { "02/gradient-attempt", "[-0.378, -0.378, -0.378]", "The input x_j is missing: ∂z/∂w_j = x_j." },
        { "02/gradient-attempt", "[-0.755, 0.378]", "Not right: 3 numbers must stand here, and yours has 2." },
        { "02/cost-attempt", "Cost.FromDelta(\"half\", (a, y) => (a - y) / 2, Activation.Sigmoid)",
            "Right: at w = (0.3, -0.2) its slope along w₁ is 0.2498, and δ is 0.2498; " },
        { "02/cost-attempt", "Cost.CrossEntropy", "Not yet: at w = (0.3, -0.2) its slope along w₁ is 0.4997, and δ is 0.2498." },
        { "02/cost-attempt", "Cost.Quadratic", "Not yet: at w = (0.3, -0.2) its slope along w₁ is 0.12" },
        { "03/softmax-attempt", "[1.0 / 3, -1.0 / 6, -4.0 / 3, 2.0 / 3, 1, -0.5]", "Right." },
        { "03/softmax-attempt", "[1.0 / 3, -1.0 / 6, 2.0 / 3, -1.0 / 3, 1, -0.5]", "The target is not taken off: δ is a − y." },
        { "03/softmax-attempt", "[0.333, -1.333, 1, -0.167, 0.667, -0.5]", "These are the right numbers, in another order." },
        { "03/softmax-attempt", "[0.333, -0.167, -1.333, -0.667, 1, -0.5]", "Not right: number 4 is of the wrong sign." },
        { "03/still-attempt", "[[1, 1, 2, 0], [-0.9, 0.3, 1, 1]]",
            "Right: (1, 1, 2, 0) has 4 numbers and moves by 0.000; (-0.9, 0.3, 1, 1) has 4 numbers and moves by 0.000; the two are independent." },
        { "03/still-attempt", "[[0.5, 0.5, 1, 0], [1, 1, 2, 0]]", "Not yet: that is not two independent ones." },
        { "03/still-attempt", "[[0.5, 0.5, 1, 0], [0, 0, 0, 1]]", "Not yet: (0, 0, 0, 1) has 4 numbers and moves by " },
        { "03/still-attempt", "[[0.5, 0.5, 1], [-1.4, -0.2, 0, 1]]", "Not yet: (0.5, 0.5, 1) has 3 numbers and moves by 0.000." },
        { "03/still-attempt", "[[0.5, 0.5, 1, 0]]", "Not yet: that is not two independent ones." },
        { "04/valleys-attempt", "Dataset.Of([[0.5], [-50.0], [5.0]], [0.99, 0.55, 0.7])",
            "Right: number of examples: 3; number of minima between w = −100 and 100: 3." },
        { "04/valleys-attempt", "Dataset.Of([[1.0], [2.0], [3.0]], [0.45, 0.7, 0.99])",
            "Not yet: number of minima between w = −100 and 100: 1." },
        { "04/valleys-attempt", "Dataset.Of([[10.0], [0.7]], [0.55, 0.25])", "Not yet: number of examples: 2." },
        { "05/visible-attempt", "[1.0 / 3, -0.0952]", "Right." },
        { "05/visible-attempt", "[0.2, -0.353]", "The bias is left out: its input is always 1." },
        { "05/visible-attempt", "[-1.0 / 3, 0.0952]", "The sign is turned round." },
        { "05/border-attempt", "e => e / 6 - 1.0 / 12",
            "Right: for n = 3 and ε = 0.1 yours is -0.06667, and -0.06667 is measured; " },
        { "05/border-attempt", "e => -(1 - 2 * e) / 3",
            "Not yet: for n = 3 and ε = 0.1 yours is -0.2667, and -0.06667 is measured." },
        { "05/border-attempt", "e => -0.0666666666667",
            "Not yet: for n = 3 and ε = 0.3 yours is -0.06667, and -0.03333 is measured." },
        { "05/corners-attempt", "(n, e) => (2 - n) * (1 + e - n * e) / (4 * n)",
            "Right: for n = 3 and ε = 0.1 yours is -0.06667, and -0.06667 is measured; " },
        { "05/corners-attempt", "(n, e) => -(1 - (n - 1) * e) / (4 * n)",
            "Not yet: for n = 5 and ε = 0.05 yours is -0.04, and -0.12 is measured." },
        { "05/exponents-attempt", $"UpdateRule.Define(\"root\", (w, b, x, y) => [({Sigma} - y) * Cbrt(x[0]), 0])|UpdateRule.NaturalGradient", "Right: with s = 0.1 its p is 0.333; with s = 10 its p is 0.333.|Right: with s = 0.1 its p is -1; with s = 10 its p is -1." },
        { "05/exponents-attempt", "UpdateRule.Gradient|UpdateRule.SignOfInput",
            "Not yet: with s = 0.1 its p is 1.|Not yet: with s = 0.1 its p is 0." },
        { "06/half-attempt", "UpdateRule.Gradient.Reparametrised(v => Exp(4 * Log(v) / 3))", "Right: " },
        { "06/half-attempt", "UpdateRule.Power(2)",
            "Not yet: gradient on v, w = v²: Δw₁ scales as s^0, its effect on z as s^1." },
        { "08/mix-attempt", "[0.0222, -0.4444, 1.4222]",
            "Right: of t, whose slope at 0 is 1, it makes 1; of t³, whose slope at 0 is 0, it makes 0; of t⁵, whose slope at 0 is 0, it makes 0." },
        { "08/mix-attempt", "[0, -1.0 / 3, 4.0 / 3]", "Not yet: of t⁵, whose slope at 0 is 0, it makes -0.016." },
        { "08/mix-attempt", "[4.0 / 3, -1.0 / 3]", "Yours cannot be judged. It has too few parts." },
        { "08/mix-attempt", "[1, -20, 64]", "Not yet: of t, whose slope at 0 is 1, it makes 45." },
        { "08/colleague-attempt", "w => [w[1] * (w[0] + w[0]), Pow(w[0], 2), 1]",
            "Right: All 3 coordinates agree with the measured slopes" },
        { "08/colleague-attempt", "w => [2 * w[0] * w[1], w[2], 1]",
            "Not yet: Only w₂ is wrong, the other 2 are right: look at that coordinate alone." },
        { "09/hollow-attempt", "Cost.Define(\"bumps\", (a, y) => Pow(a - y, 2) * (1.1 + Sin(30 * (a - y))))",
            "Right: C is least where a = y, and only there " },
        { "09/hollow-attempt", "Cost.Quadratic",
            "Not yet: δ has the sign of a − y: every small step moves the output towards the target." },
        { "09/hollow-attempt", "Cost.Define(\"upside down\", (a, y) => -Pow(a - y, 2))", "Not yet: " },
        { "10/honest-attempt", "Cost.FromDelta(\"third\", (a, y) => (a - y) * (2 - a), Activation.Sigmoid)",
            "Right: Honest about probabilities: " },
        { "10/honest-attempt", "Cost.CrossEntropy", "Not yet: δ/(a − y) is 1 at z = −1 and 1 at z = 2." },
        { "10/honest-attempt", "Cost.Define(\"thrice\", (a, y) => 3 * Pow(a - y, 2))", "Not yet: divided by σ′(z), 6 and 6." },
        { "10/honest-attempt", "Cost.Define(\"log-cosh\", (a, y) => Log(Cosh(a - y)))",
            "Not yet: Not honest about probabilities" },
        { "10/step-attempt", "UpdateRule.SignOfInput", "Right: on 20 examples the least c is " },
        { "10/step-attempt", "UpdateRule.Gradient", "Not yet: " },
        { "10/step-attempt", "UpdateRule.WithoutInput", "Not yet: on 20 examples the least c is -" },
    };

    [Theory, MemberData(nameof(Answers))]
    public async Task An_answer_is_judged(string cell, string answers, string sentences)
    {
        var (notebook, id) = (CourseRules.Files.Single(file => file.StartsWith(cell[..2], StringComparison.Ordinal)), cell[3..]);
        var cells = Notebook.Load(Path.Combine(NotebookFolder, notebook)).CodeCells.ToList();
        // What stands above it and is used in it.
        foreach (var above in cells.Where(one => (notebook[..2], one.Id) is ("00", "neuron" or "example")
            || (id, one.Id) is ("corners-attempt", "border-attempt")))
            await session.Send(above.Source);
        var source = cells.Single(one => one.Id == id).Source;
        foreach (var answer in answers.Split('|'))
        {
            var at = source.IndexOf("yours: null", StringComparison.Ordinal);
            source = source[..at] + answer + source[(at + "yours: null".Length)..];
        }
        var said = (await session.Send(source)).OfType<DisplayEvent>().SelectMany(one => one.FormattedValues)
            .Where(value => value.MimeType == "text/plain").Select(value => value.Value).ToList();
        var expected = sentences.Split('|');
        Assert.Equal(expected.Length, said.Count);
        Assert.All(said.Zip(expected), pair => Assert.StartsWith(pair.Second, pair.First));
    }
}
