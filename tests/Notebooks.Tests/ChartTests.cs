using System.Text.Json;
using CsCheck;
using static Notebooks.Tests.Run;

namespace Notebooks.Tests;

/// <summary>
/// Charts: what is in their bundle, how large it is, what their line of text says, and what a missing cost says.
/// </summary>
[Collection(SetUpSession.Name)]
public class ChartTests(SetUpSession session)
{
    const string Figure = "application/vnd.plotly.v1+json";

    const string Runs = """
        var one = Dataset.Of([[1.0]], [0.0]);
        TrainingRun From(double start, Cost cost) => Training.Run(new Neuron([start], start, Activation.Sigmoid), cost, one, new TrainingOptions { LearningRate = 0.15, Epochs = 300 });

        """;

    [Theory]
    [InlineData("Plotly.NET.CSharp.Chart.Line<double, double, string>(x: new[] { 1.0, 2, 3 }, y: new[] { 1.0/3, 4, double.NaN }, Name: \"mine\")", "Chart. mine: 0.333333 → 4.")]
    [InlineData("Plotly.NET.CSharp.Chart.Column<double, string, string>(values: new[] { 1.0, 2.5 })", "Chart. bar: 1 → 2.5.")]
    [InlineData("Plotly.NET.CSharp.Chart.Heatmap<double, string, string, string>(zData: new[] { new[] { 1.0, 2 }, new[] { 3.0, 4 } })", "Chart. heatmap.")]
    [InlineData("using Plotly.NET.CSharp; Chart.Point<double, double, string>(x: new[] { 1.0, 2 }, y: new[] { 3.0, 4 }).WithXAxisStyle<double, double, string>(TitleText: \"time <i>t</i> / s\")", "Chart. against time t / s — scatter: 2 points.")]
    public async Task A_chart_somebody_makes_shows_lean_and_in_the_house_style(string cell, string text)
    {
        var shown = await session.Result(cell);
        Assert.Equal([Figure, "text/html", "text/plain"], shown.Keys.Order());
        Assert.Equal(text, System.Text.RegularExpressions.Regex.Replace(shown["text/plain"], " +", " "));
        Assert.True(shown[Figure].Length < 1500, $"{shown[Figure].Length} characters: is the default template in it?");
        var figure = JsonDocument.Parse(shown[Figure]).RootElement;
        Assert.Equal("#0072b2",
            figure.GetProperty("layout").GetProperty("template").GetProperty("layout").GetProperty("colorway")[0].GetString());
        Assert.Equal(640, figure.GetProperty("layout").GetProperty("width").GetInt32());
        Assert.DoesNotContain("NaN", shown[Figure]);
    }

    [Fact]
    public async Task Learning_curves_of_one_example_show_cost_and_output_side_by_side()
    {
        var shown = await session.Result(Runs
            + "Draw.Runs(From(2, Cost.Quadratic), From(2, Cost.Define(\"quartic\", (a, y) => Pow(a - y, 4))))");
        Assert.StartsWith("Chart. Quadratic and quartic: 300 updates. cost C, as a fraction of its start against updates k — quadratic: 1 → 0.0426686; quartic: 1 → ", shown["text/plain"]);
        Assert.Contains("output a against updates k — quadratic: 0.982014 → 0.202848; quartic: 0.982014 → ", shown["text/plain"]);
    }

    /// <summary>Whatever the order and the company, a cost or a rule is drawn in its own colour; yours is green.</summary>
    [Fact]
    public async Task A_cost_and_a_rule_have_one_colour()
    {
        const string mine = "Cost.Define(\"my own\", (a, y) => Pow(a - y, 4))";
        var (first, second) = (await Colours($"Draw.Runs(From(2, Cost.Quadratic), From(2, Cost.CrossEntropy), From(2, {mine}))"),
            await Colours($"Draw.Runs(From(2, {mine}), From(2, Cost.CrossEntropy), From(2, Cost.Quadratic))"));
        Assert.Equal(("#0072b2", "#d55e00", "#009e73"), (first["quadratic"], first["cross-entropy"], first["my own"]));
        Assert.Equal(first.OrderBy(one => one.Key), second.OrderBy(one => one.Key));
        const string rules =
            "TrainingRun By(UpdateRule rule) => Training.Run(new Neuron([2.0], 2, Activation.Sigmoid), Cost.Quadratic, "
            + "Dataset.Of([[1.0]], [0.0]), new TrainingOptions { Rule = rule });\n";
        var (some, others) = (await Colours(rules + "Draw.Runs(By(UpdateRule.Gradient), By(UpdateRule.SignOfInput))"),
            await Colours(rules + "Draw.Runs(By(UpdateRule.SignOfInput), By(UpdateRule.Adam), By(UpdateRule.Gradient))"));
        Assert.Equal(some["quadratic"], others["quadratic"]);
        Assert.Equal(some["quadratic, sign of the input"], others["quadratic, sign of the input"]);
        Assert.Equal(3, others.Values.Distinct().Count());
        Assert.Equal(first["quadratic"], (await Colours("Draw.Cost(Cost.Quadratic)"))["y = 0"]);
        var mixed = await Colours(
            "Draw.Lines(\"t\", \"x\", \"y\", (\"other\", [0.0, 1], [0.0, 1]), (\"cross-entropy\", [0.0, 1], [1.0, 0]))");
        Assert.Equal("#d55e00", mixed["cross-entropy"]);
    }

    [Fact]
    public async Task Two_runs_with_one_cost_share_its_colour_and_differ_in_their_strokes()
    {
        var lines = JsonDocument.Parse((await session.Result(
            Runs + "Draw.Runs(From(1, Cost.Quadratic), From(2, Cost.Quadratic))"))[Figure]).RootElement
            .GetProperty("data").EnumerateArray().Take(2).Select(trace => trace.GetProperty("line")).ToArray();
        Assert.All(lines, line => Assert.Equal("#0072b2", line.GetProperty("color").GetString()));
        Assert.False(lines[0].TryGetProperty("dash", out _));
        Assert.Equal("dash", lines[1].GetProperty("dash").GetString());
    }

    [Fact]
    public async Task A_run_that_ended_early_shows_where()
    {
        var shown = await session.Result("""
            Draw.Runs("Stopped", Training.Run(new Neuron([2.0], 0, Activation.Sigmoid), Cost.Define("quartic", (a, y) => Pow(a - y, 4)),
                Dataset.Of([[1.0]], [0.0]), new TrainingOptions { Epochs = 1000, Cancellation = new System.Threading.CancellationToken(canceled: true) }))
            """);
        Assert.StartsWith("Chart. Stopped. ", shown["text/plain"]);
        Assert.Contains("quartic ended early", shown["text/plain"]);
        Assert.Contains("\"symbol\":\"x\"", shown[Figure]);
    }

    private async Task<Dictionary<string, string>> Colours(string cell) =>
        JsonDocument.Parse((await session.Result(Runs + cell))[Figure]).RootElement.GetProperty("data").EnumerateArray()
            .DistinctBy(trace => trace.GetProperty("name").GetString())
            .ToDictionary(trace => trace.GetProperty("name").GetString()!,
                trace => trace.GetProperty("line").GetProperty("color").GetString()!);

    [Fact]
    public async Task Runs_with_one_cost_keep_its_units_and_are_named_by_their_start()
    {
        var shown = await session.Result(Runs + "Draw.Runs(From(1, Cost.Quadratic), From(2, Cost.Quadratic))");
        Assert.Contains("cost C against updates k — quadratic from w = 1, b = 1: 0.387902 → ", shown["text/plain"]);
        Assert.Contains("quadratic from w = 2, b = 2: 0.482176 → 0.0205737", shown["text/plain"]);
    }

    [Fact]
    public async Task A_long_history_is_drawn_with_few_points_and_keeps_its_ends_and_its_highest_peak()
    {
        var shown = await session.Result("""
            var run = Training.Run(new Neuron([0, 0, 0, 0.0], 0, Activation.Sigmoid), Cost.CrossEntropy, Dataset.Load("iris").Only("versicolor", "virginica").Standardize(),
                new TrainingOptions { LearningRate = 2, Epochs = 5000, BatchSize = 5 });
            Draw.Runs(run)
            """);
        var y = JsonDocument.Parse(shown[Figure]).RootElement.GetProperty("data")[0].GetProperty("y").EnumerateArray()
            .Select(value => value.GetDouble()).ToList();
        var (first, last, highest) = ((await session.Result("run.Costs[0]"))["text/plain"],
            (await session.Result("run.Costs[^1]"))["text/plain"], (await session.Result("run.Costs.Max()"))["text/plain"]);
        Assert.InRange(y.Count, 100, 300);
        Assert.Equal(double.Parse(first), y[0]);
        Assert.Equal(double.Parse(last), y[^1]);
        Assert.Equal(double.Parse(highest), y.Max());
        Assert.True(shown[Figure].Length < 12_000, $"{shown[Figure].Length} characters");
    }

    [Fact]
    public async Task Names_at_the_ends_of_curves_never_cover_each_other()
    {
        foreach (var starts in Gen.Double[-3, 3].Array[2, 6].Cases(20))
        {
            var list = string.Join(", ",
                starts.Select((start, i) => FormattableString.Invariant($"From({start}, Cost.CrossEntropy).Named(\"run {i}\")")));
            var layout =
                JsonDocument.Parse((await session.Result(Runs + $"Draw.Runs({list})"))[Figure]).RootElement.GetProperty("layout");
            foreach (var panel in layout.GetProperty("annotations").EnumerateArray()
                .GroupBy(label => label.GetProperty("yref").GetString()!))
            {
                var range = layout.GetProperty(panel.Key.Replace("y", "yaxis")).GetProperty("range").EnumerateArray()
                    .Select(value => value.GetDouble()).ToList();
                var margin = layout.GetProperty("margin");
                var height = layout.GetProperty("height").GetDouble()
                    - margin.GetProperty("t").GetDouble() - margin.GetProperty("b").GetDouble();
                var centres = panel.Select(label =>
                    (label.GetProperty("y").GetDouble() - range[0]) / (range[1] - range[0]) * height
                    + label.GetProperty("yshift").GetDouble()).Order().ToList();
                Assert.Equal(starts.Length, centres.Count);
                Assert.All(centres.Zip(centres.Skip(1)),
                    pair => Assert.True(pair.Second - pair.First > 14, $"{pair.Second - pair.First} pixels apart"));
                Assert.All(centres, centre => Assert.InRange(centre, -10, height + 40));
            }
        }
    }

    [Fact]
    public async Task Many_runs_have_a_legend_instead_of_names_at_the_ends()
    {
        var layout = JsonDocument.Parse((await session.Result(
            Runs + "Draw.Runs(Enumerable.Range(1, 8).Select(i => From(i/4.0, Cost.CrossEntropy)).ToArray())"))[Figure])
            .RootElement.GetProperty("layout");
        Assert.True(layout.GetProperty("showlegend").GetBoolean());
        Assert.False(layout.TryGetProperty("annotations", out _));
    }

    [Theory]
    [InlineData("Draw.Activation(Activation.Sigmoid)",
        "Chart. Sigmoid and its slope. f(z) and f′(z) against weighted input z — f(z): 0.00247262 → 0.997527; f′(z): 0.00246651 → 0.00246651.")]
    [InlineData("Draw.Activation(Activation.Tanh, Activation.Relu)",
        "slope f′(z) against weighted input z — tanh: 2.45765E-05 → 2.45765E-05; relu: 0 → 1.")]
    [InlineData("Draw.Cost(Cost.CrossEntropy)",
        "error δ = ∂C/∂z against weighted input z — y = 0: 0.00247262 → 0.997527; y = 1: -0.997527 → -0.00247262.")]
    [InlineData("Draw.Cost(Cost.Quadratic, Activation.Identity)",
        "error δ = ∂C/∂z against weighted input z — y = 0: -2 → 3; y = 1: -3 → 2.")]
    public async Task Activations_and_costs_say_what_they_show(string cell, string text) =>
        Assert.EndsWith(text, (await session.Result(cell))["text/plain"]);

    [Theory]
    [InlineData("Draw.Cost(null)", "Your cost was not defined; mend its cell first.")]
    [InlineData("Draw.Activation((Activation)null)", "Your activation was not defined; mend its cell first.")]
    [InlineData("Draw.Runs()", "There is no run to draw: Draw.Runs(Training.Run(neuron, cost, data)).")]
    [InlineData("Draw.Runs((TrainingRun)null)", "Run 1 was not made; mend its cell first.")]
    [InlineData("Draw.Cost(Cost.Define(\"bad\", (a, y) => Log(a - 2)))",
        "The cost \"bad\" has no value at any output a of the sigmoid for y = 0 or y = 1, so there is nothing to draw.")]
    public async Task What_cannot_be_drawn_says_why(string cell, string sentence) =>
        Assert.StartsWith($"System.ArgumentException: {sentence}", await session.Error(cell));

    [Fact]
    public async Task A_chart_can_go_on_being_styled()
    {
        var shown = await session.Result("Plotly.NET.CSharp.GenericChartExtensions.WithXAxisStyle<double, double, string>(Draw.Activation(Activation.Tanh), TitleText: \"my z\")");
        Assert.StartsWith("Chart. Tanh and its slope. f(z) and f′(z) against my z — ", shown["text/plain"]);
        Assert.Equal(-6, JsonDocument.Parse(shown[Figure]).RootElement.GetProperty("layout").GetProperty("xaxis")
            .GetProperty("range")[0].GetDouble());
    }
}
