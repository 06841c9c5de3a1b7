using static Notebooks.Tests.Run;

namespace Notebooks.Tests;

/// <summary>
/// How the reports of checks show: as Markdown and plain text, never as HTML, and as charts with their line of text.
/// </summary>
[Collection(SetUpSession.Name)]
public class CheckDisplayTests(SetUpSession session)
{
    const string Neuron = "var checkedNeuron = new Neuron([0.6], 0.9, Activation.Sigmoid);\n";

    [Fact]
    public async Task A_gradient_report_is_its_verdict_its_diagnosis_and_a_table()
    {
        var shown = await session.Result(Neuron
            + "GradientCheck.Run(checkedNeuron, Cost.Quadratic, [1.0], 0, claimed: (a, y, z, x) => [(a - y) * x[0]])");
        Assert.Equal(["text/markdown", "text/plain"], shown.Keys.Order());
        var lines = shown["text/markdown"].Split('\n');
        Assert.StartsWith("**Fail.** The one coordinate is wrong: for w₁ the gradient says 0.817574, measured is 0.121938 ± ",
            lines[0]);
        Assert.StartsWith("**MissingSlope.** The factor σ′(z) is missing: claimed/measured is 6.7 = 1/σ′(z)", lines[2]);
        Assert.Equal("|  | claimed | measured | error bar | claimed/measured | step $h$ | verdict |", lines[4]);
        Assert.Matches(@"^\| w₁ \| 0\.817574 \| 0\.121938 \| ± 1e-1\d \| 6\.70482 \| \de-\d \| Fail \|$", lines[6]);
        Assert.StartsWith("Fail: The one coordinate is wrong", shown["text/plain"]);
    }

    [Fact]
    public async Task An_attempt_is_its_sentence_and_your_line()
    {
        var shown =
            await session.Result("Attempt.Delta(Cost.CrossEntropy, Activation.Sigmoid, (a, y) => a * (1 - y) - y * (1 - a))");
        Assert.Equal(["text/markdown", "text/plain"], shown.Keys.Order());
        Assert.Equal(["Right, and simpler is a - y.", "", "Your line: $a(1 - y) - y(1 - a)$", "", "The library's: $a - y$"],
            shown["text/markdown"].Split('\n'));
        Assert.Equal("Right, and simpler is a - y.", shown["text/plain"]);
        Assert.Equal("Not tried yet: write your ∂C/∂a as (a, y) => …",
            (await session.Result("Attempt.Slope(Cost.Quadratic)"))["text/plain"]);
    }

    [Fact]
    public async Task A_kink_shows_both_slopes_and_no_ratio()
    {
        var shown = await session.Result("GradientCheck.Run(new Neuron([1.0], 0, Activation.Identity), Cost.Define(\"distance\", (a, y) => Abs(a - y)), [1.0], 1)");
        Assert.Contains("| b | 0 | -1 left, 1 right |", shown["text/markdown"]);
        Assert.Contains("| – |", shown["text/markdown"]);
    }

    [Fact]
    public async Task A_cost_report_is_a_table_of_findings()
    {
        var shown = await session.Result("CostCheck.Run(Cost.Quadratic, Activation.Sigmoid)");
        Assert.Equal(["text/markdown", "text/plain"], shown.Keys.Order());
        Assert.Contains("| no slowdown | ✗ | Learning slows down", shown["text/markdown"]);
        Assert.Contains("| minimum | ✓ | C is least where a = y", shown["text/markdown"]);
        Assert.Equal("✗ C is not convex in z: for y = 0 it is so only for a ≤ 0.666667. A sum over examples can have several minima.",
            (await session.Result("CostCheck.Run(Cost.Quadratic, Activation.Sigmoid)[CostProperty.Convexity]"))["text/plain"]);
    }

    [Fact]
    public async Task An_update_report_is_a_table_of_findings()
    {
        var shown = await session.Result("UpdateCheck.Run(UpdateRule.SignOfInput, Dataset.Of([[1, -2]], [0]), bias: false)");
        Assert.Equal(["text/markdown", "text/plain"], shown.Keys.Order());
        Assert.StartsWith("| sign of the input |  | finding |\n| --- | --- | --- |\n| gradient | ✗ | Not the gradient of any cost.", shown["text/markdown"]);
        Assert.Contains("| on one example | ✓ | On one example alone its outputs are those of gradient descent",
            shown["text/markdown"]);
        Assert.Contains("\n✓ On one example alone", shown["text/plain"]);
    }

    [Theory]
    [InlineData("UpdateRule.SignOfInput, Dataset.Of([[1, -2]], [0]), bias: false",
        "On this example the step is worth 0.6 gradient steps", 0.6, 0.2)]
    [InlineData("UpdateRule.WithoutInput, Dataset.Of([[1, -2], [1, 1]], [0, 1]), bias: false",
        "On one example the step is worth -0.2 gradient steps: uphill", -0.2, 0.6)]
    [InlineData("UpdateRule.Gradient, Dataset.Of([[1, -2], [1, 1]], [0, 1])", "On each example the step is worth 1 gradient step",
        1.0, 0.0)]
    [InlineData("(w, b, x, y) => [Sin(w[0]), 1], Dataset.Of([[0.5]], [0])", "On this example the step is worth ", null, null)]
    public async Task The_parts_of_an_update_are_arrows(string update, string title, double? along, double? square)
    {
        var shown = await session.Result($"Draw.UpdateCheck(UpdateCheck.Run({update}))");
        Assert.StartsWith($"Chart. {title}", shown["text/plain"]);
        Assert.Equal(along is null, shown["text/plain"].Contains("gradient steps (at small weights)."));
        var traces = System.Text.Json.JsonDocument.Parse(shown["application/vnd.plotly.v1+json"]).RootElement.GetProperty("data")
            .EnumerateArray()
            .ToDictionary(trace => trace.GetProperty("name").GetString()!.Split(',')[0]);
        (double, double) Tip(string name) => (traces[name].GetProperty("x").EnumerateArray().Last().GetDouble(),
            traces[name].GetProperty("y").EnumerateArray().Last().GetDouble());
        Assert.Equal((1, 0), Tip("the input x̃"));
        Assert.Equal(Tip("ũ of the update"), (Tip("visible part").Item1, Tip("invisible part").Item2));
        if (along is not null) Assert.Equal((along, square), Tip("ũ of the update"));
    }

    [Fact]
    public async Task The_V_the_bars_and_the_cost_are_charts()
    {
        Assert.StartsWith("Chart. Error of a measured slope against the step. log₁₀ of the relative error against log₁₀ of the step h — forward: ",
            (await session.Result(Neuron + "Draw.Steps(StepStudy.Of(checkedNeuron, Cost.Quadratic, [1.0], 0))"))["text/plain"]);
        Assert.Contains("| Richardson |",
            (await session.Result("StepStudy.Of(checkedNeuron, Cost.Quadratic, [1.0], 0)"))["text/markdown"]);
        Assert.StartsWith("Chart. Claimed and measured slopes. slope against coordinate — claimed: 0.121938 → 0.121938; measured: 0.121938 → 0.121938.",
            (await session.Result("Draw.Gradient(GradientCheck.Run(checkedNeuron, Cost.Quadratic, [1.0], 0))"))["text/plain"]);
        Assert.StartsWith("Chart. Quadratic: cost and error (sigmoid). cost C against weighted input z — y = 0: ",
            (await session.Result("Draw.CostCheck(CostCheck.Run(Cost.Quadratic, Activation.Sigmoid))"))["text/plain"]);
    }

    [Theory]
    [InlineData("Draw.Steps(null)", "There is no study to draw: Draw.Steps(StepStudy.Of(neuron, cost, x, y)).")]
    [InlineData("Draw.Gradient(null)", "There is no report to draw: Draw.Gradient(GradientCheck.Run(neuron, cost, x, y)).")]
    [InlineData("Draw.CostCheck(null)", "There is no report to draw: Draw.CostCheck(CostCheck.Run(cost, Activation.Sigmoid)).")]
    [InlineData("Draw.UpdateCheck(null)", "There is no report to draw: Draw.UpdateCheck(UpdateCheck.Run(yourUpdate, data)).")]
    [InlineData("Draw.UpdateCheck(UpdateCheck.Run(UpdateRule.SignOfInput, Dataset.Of([[0, 0]], [0]), bias: false))",
        "Every input is 0, so no step moves an output and there is nothing to draw.")]
    [InlineData("Draw.Gradient(GradientCheck.Run(w => double.NaN, w => w, [1.0]))",
        "Nothing was measured, so there is nothing to draw. The function is NaN at the point, so it has no slope there.")]
    public async Task What_is_missing_is_named(string cell, string sentence) =>
        Assert.Contains(sentence, await session.Error(cell));
}
