using System.Text.Json;
using static Notebooks.Tests.Run;

namespace Notebooks.Tests;

/// <summary>Boundaries, scatters, pictures of weights, curves of layers and tables of readings.</summary>
[Collection(SetUpSession.Name)]
public class RealDataChartTests(SetUpSession session)
{
    const string Figure = "application/vnd.plotly.v1+json", Markdown = "text/markdown", Plain = "text/plain";

    [Fact]
    public async Task A_boundary_is_where_the_output_is_a_half()
    {
        var shown = await session.Result("""
            var pair = Dataset.Load("iris").Only("setosa", "versicolor").Features("petal_length_cm", "petal_width_cm").Standardize();
            TrainingRun From(double[] w, double b) => Training.Run(new Neuron(w, b, Activation.Sigmoid), Cost.Quadratic, pair, new TrainingOptions { Epochs = 0 });
            Draw.Boundary(From([1, 2], 0.5).Named("slanting"), From([1, 0], 0.5).Named("upright"), From([0, 1], 0.5).Named("level"))
            """);
        Assert.StartsWith("Chart. Where the output is 1/2: setosa and versicolor. petal_width_cm against petal_length_cm — setosa: 50 points; versicolor: 50 points; slanting:", shown[Plain]);
        foreach (var trace in JsonDocument.Parse(shown[Figure]).RootElement.GetProperty("data").EnumerateArray().Skip(2))
        {
            var (x, y) = (Values(trace, "x"), Values(trace, "y"));
            var (w1, w2) = trace.GetProperty("name").GetString() switch { "slanting" => (1, 2), "upright" => (1, 0),
                _ => (0, 1) };
            for (var i = 0; i < 2; i++) Assert.Equal(0, w1 * x[i] + w2 * y[i] + 0.5, 4);
        }
    }

    [Fact]
    public async Task Pictures_have_one_scale_and_one_frame_each()
    {
        var shown = await session.Result("""Draw.Pictures("Two", ("a", [1, 2, 3, 4]), ("b", [-8, 0, 0, 0]))""");
        Assert.Equal("Chart. Two. a. b.", shown[Plain]);
        var data = JsonDocument.Parse(shown[Figure]).RootElement.GetProperty("data");
        Assert.All(data.EnumerateArray(),
            trace => Assert.Equal((-8, 8), (trace.GetProperty("zmin").GetDouble(), trace.GetProperty("zmax").GetDouble())));
        Assert.Equal([3, 4], data[0].GetProperty("z")[1].EnumerateArray().Select(value => value.GetDouble()));
        Assert.Contains("The picture \"a\" has 3 pixels", await session.Error("""Draw.Pictures("One", ("a", [1, 2, 3]))"""));
    }

    [Fact]
    public async Task A_logarithmic_scatter_leaves_out_what_has_no_logarithm()
    {
        var shown = await session.Result("""Draw.Scatter("S", "x", "y", [("dots", [0, 1, 10], [1, 2, 3])], [("line", [1, 10], [1, 10])], logarithmic: true)""");
        Assert.Equal("Chart. S. y against x — dots: 2 points; line: 1 → 10.", shown[Plain]);
        Assert.Contains("\"dots\" has x of length 1, but y of length 2",
            await session.Error("""Draw.Scatter("S", "x", "y", [("dots", [0], [1, 2])])"""));
    }

    [Fact]
    public async Task Layers_show_their_curves_and_their_readings()
    {
        const string layer = """
            var flowers = Dataset.Load("iris").Standardize();
            LayerRun Layered(Cost cost) => Training.RunLayer(Layer.Softmax(4, 3), cost, flowers, new TrainingOptions { Epochs = 20 });

            """;
        Assert.StartsWith("Chart. Log-loss: 20 updates. cost C against updates k — log-loss: 1.09861 →",
            (await session.Result(layer + "Draw.Runs(Layered(Cost.LogLoss))"))[Plain]);
        Assert.Contains("as a fraction of its start against updates k — log-loss: 1 →",
            (await session.Result(layer + "Draw.Runs(Layered(Cost.LogLoss), Layered(Cost.Quadratic))"))[Plain]);
        var table = (await session.Result(layer + "Layered(Cost.LogLoss)"))[Markdown];
        Assert.StartsWith("**log-loss** after $k$ updates", table);
        Assert.Contains("| 0 | 1.09861 |", table);
        var reading = (await session.Result(layer + "Confusion.Of(Layered(Cost.LogLoss).Final, flowers)"))[Markdown];
        Assert.Contains("| **setosa** | 50 | · | · |", reading);
        Assert.Contains("150 examples, ", reading);
    }

    [Fact]
    public async Task A_summary_is_a_table()
    {
        var table = (await session.Result("Dataset.Load(\"iris\").Summary"))[Markdown];
        Assert.Contains("| 4.3 | 5.84333 | 7.9 | 0.825301 |", table);
    }

    static double[] Values(JsonElement trace, string name) =>
        [.. trace.GetProperty(name).EnumerateArray().Select(value => value.GetDouble())];
}
