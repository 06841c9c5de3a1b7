using System.Text.Json;
using static Notebooks.Tests.Run;

namespace Notebooks.Tests;

/// <summary>Paths, exponents and linearisations: what is drawn, what the tables say, and what missing things say.</summary>
[Collection(SetUpSession.Name)]
public class RuleChartTests(SetUpSession session)
{
    const string Figure = "application/vnd.plotly.v1+json", Markdown = "text/markdown", Plain = "text/plain";

    const string Two = """
        var data = Dataset.Of([[1, 0.5], [-1, 2], [0.3, -1]], [0, 1, 1]);
        TrainingRun Path(UpdateRule rule) => Training.Run(new Neuron([2, -1], 0, Activation.Sigmoid), Cost.CrossEntropy, data, new TrainingOptions { Rule = rule, Epochs = 50 });

        """;

    [Fact]
    public async Task Paths_begin_at_one_start_and_end_where_the_runs_end()
    {
        var shown = await session.Result(Two + "Draw.Paths([Path(UpdateRule.Gradient), Path(UpdateRule.SignOfInput)])");
        var data = JsonDocument.Parse(shown[Figure]).RootElement.GetProperty("data").EnumerateArray().ToArray();
        Assert.Equal(["contour", "scatter", "scatter", "scatter", "scatter", "scatter"],
            data.Select(trace => trace.GetProperty("type").GetString()));
        Assert.Equal([2.0, -1.0], new[] { "x", "y" }.Select(axis => data[1].GetProperty(axis)[0].GetDouble()));
        var end = await session.Result("Path(UpdateRule.Gradient).Final.Weights[0]");
        Assert.Equal(double.Parse(end[Plain]), data[1].GetProperty("x").EnumerateArray().Last().GetDouble(), 5);
        Assert.Equal(data[1].GetProperty("x").EnumerateArray().Last().GetDouble(), data[2].GetProperty("x")[0].GetDouble());
    }

    [Fact]
    public async Task Directions_project_more_weights_onto_a_plane()
    {
        var shown = await session.Result("""
            var three = Training.Run(new Neuron([1, 2, 3], 0, Activation.Sigmoid), Cost.CrossEntropy, Dataset.Of([[1, 0, 0]], [0]), new TrainingOptions { Epochs = 0 });
            Draw.Paths([three], right: [0, 0, 2], up: [0, 1, 0], arrows: [("e", [0, 1, 1])])
            """);
        var data = JsonDocument.Parse(shown[Figure]).RootElement.GetProperty("data");
        Assert.Equal("e", data[1].GetProperty("name").GetString());
        Assert.Equal(3, data[2].GetProperty("x")[0].GetDouble());
        Assert.Equal(2, data[2].GetProperty("y")[0].GetDouble());
    }

    [Fact]
    public async Task Exponents_are_a_table_and_a_picture()
    {
        var shown = await session.Result("new[] { UpdateRule.Power(2), UpdateRule.NormalizedLms }.Select(rule => UnitChange.Measure(rule, Cost.CrossEntropy)).ToList()");
        Assert.Contains("| gradient on v, w = v² | 0 | $s^{1}$ |\n| normalised LMS | no power of $s$ |  |", shown[Markdown]);
        var chart = await session.Result("Draw.Exponents(UnitChange.Measure(UpdateRule.Newton, Cost.CrossEntropy), UnitChange.Measure(UpdateRule.NormalizedLms, Cost.CrossEntropy))");
        Assert.Contains("Newton -1", chart[Plain]);
        Assert.Contains("no power of s", chart[Figure]);
    }

    [Fact]
    public async Task Linearisations_and_unit_changes_show_themselves()
    {
        Assert.Contains("| 0.125 | (1, 0) | comes nearer |\n| 0.25 | (0, 1) | comes nearer |", (await session.Result(
            "Linearisation.Of(UpdateRule.SignOfInput, new Neuron([0, 0], 0, Activation.Sigmoid), Cost.CrossEntropy, Dataset.Of([[1, 0], [0, 2]], [0, 1]), trainBias: false)"))[Markdown]);
        Assert.Equal("natural gradient: the same outputs in both units.", (await session.Result("""
            UnitChange.Compare(new Neuron([0.1, 0.2], 0, Activation.Sigmoid), Cost.CrossEntropy, Dataset.Of([[1, 0.5], [-1, 2], [0.3, -1]], [0, 1, 1]), 0, 1000,
                new TrainingOptions { Rule = UpdateRule.NaturalGradient, LearningRate = 0.1, Epochs = 5 }) is var runs ? runs.ToString().Replace("cross-entropy, ", "") : ""
            """))[Plain]);
    }

    [Fact]
    public async Task What_is_missing_is_said()
    {
        Assert.Contains("There is no run to draw", await session.Error("Draw.Paths([])"));
        Assert.Contains("A path needs two weights",
            await session.Error("Draw.Paths([Training.Run(new Neuron([1.0], 0, Activation.Sigmoid), Cost.Quadratic, Dataset.Of([[1.0]], [0.0]))])"));
        Assert.Contains("There is nothing to draw", await session.Error("Draw.Exponents()"));
    }
}
