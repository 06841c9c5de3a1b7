using System.Text.Json;
using static Notebooks.Tests.Run;

namespace Notebooks.Tests;

/// <summary>Fields, walks, curves and matrices: what is drawn, what the tables say, and what missing things say.</summary>
[Collection(SetUpSession.Name)]
public class FieldChartTests(SetUpSession session)
{
    const string Figure = "application/vnd.plotly.v1+json", Markdown = "text/markdown", Plain = "text/plain";

    const string Sign = """
        double[] SignRule(double[] w, double b, double[] x, double y) => [Activation.Sigmoid.Value(w[0] * x[0] + w[1] * x[1]) * Sign(x[0]), Activation.Sigmoid.Value(w[0] * x[0] + w[1] * x[1]) * Sign(x[1])];
        var field = VectorField.Of(SignRule, [1, -2], 0);

        """;

    [Fact]
    public async Task A_closed_walk_is_drawn_with_the_height_it_gains()
    {
        var shown = await session.Result(Sign + "Draw.Field(field, field.Square([0, 0]))");
        Assert.Contains("height gained: 0 → 0.21689; end", shown[Plain]);
        Assert.StartsWith("Chart. A closed walk that gains 0.21689, x = (1, -2), y = 0. w₂ against w₁", shown[Plain]);
        var data = JsonDocument.Parse(shown[Figure]).RootElement.GetProperty("data");
        var names = data.EnumerateArray().Select(trace => trace.GetProperty("name").GetString());
        Assert.Equal(["arrows of the update", "walk", "start", "height gained", "end"], names);
        // 11 × 11 arrows of 7 points; the middle of each shaft is on the grid, and each lies along (1, −1)
        var (x, y) = (Numbers(data[0], "x"), Numbers(data[0], "y"));
        Assert.Equal(11 * 11 * 7, x.Count);
        for (var i = 0; i < x.Count; i += 7) Assert.Equal(-(x[i + 1] - x[i])!.Value, (y[i + 1] - y[i])!.Value, 2e-3);
        Assert.Equal(-1.5, (x[0] + x[1])!.Value / 2, 2);
    }

    [Fact]
    public async Task A_report_is_drawn_with_its_witness_or_with_a_path()
    {
        Assert.Contains("length of the walk, back to the start",
            (await session.Result(Sign + "Draw.Field(GradientField.Test(SignRule))"))[Plain]);
        Assert.Contains("height gained against length of the walk —",
            (await session.Result("Draw.Field(GradientField.Test((w, b, x, y) => [x[0], x[1], 1]))"))[Plain]);
        Assert.StartsWith("Chart. The arrows that a step goes against, x = (2), y = 0. F(w) against weight w — F(w): -2 → 2",
            (await session.Result("Draw.Field(VectorField.Of((w, b, x, y) => [w[0]], [2], 0))"))[Plain]);
        Assert.StartsWith("Chart. The arrows that a step goes against.",
            (await session.Result("Draw.Field(VectorField.Of(w => [0, 0], 2))"))[Plain]);
    }

    [Fact]
    public async Task A_report_shows_its_sentence_and_its_matrix()
    {
        var shown = await session.Result(Sign + "GradientField.Test(SignRule, [1, -2])");
        Assert.StartsWith("**Fail.** Not the gradient of any cost.", shown[Markdown]);
        Assert.Matches(@"\| w₁ \| 0 \| 0\.\d+ ± 1e-\d+ \|\n\| w₂ \| -0\.\d+ ± 1e-\d+ \| 0 \|$", shown[Markdown]);
        Assert.StartsWith("Fail: Not the gradient of any cost.", shown[Plain]);
        Assert.StartsWith("**Pass.** Nothing speaks against it",
            (await session.Result("GradientField.Test((w, b, x, y) => [w[0]], [2])"))[Markdown]);
        Assert.Contains("… and 2 more rows and columns", (await session.Result("GradientField.Test(w => w, 10)"))[Markdown]);
    }

    [Fact]
    public async Task Curls_walks_and_layer_gradients_show_themselves()
    {
        Assert.Matches(@"^curl at \[0\.3, -0\.2\]: \(1, 2\) 0\.221713 ± 1e-\d+$",
            (await session.Result(Sign + "field.Curl(0.3, -0.2)"))[Plain]);
        Assert.Matches(@"^closed walk along 4 straight lines: height gained 0\.21689 ± 1e-\d+$",
            (await session.Result("field.Square([0, 0])"))[Plain]);
        Assert.Matches(@"^walk along 1 straight line: height gained 0 ± 1e-\d+$",
            (await session.Result("field.Walk([0, 0], [1, 1])"))[Plain].Replace("0 ± 0", "0 ± 1e-16"));
        Assert.Contains("| neuron 2 | -0.5 | -1 | 0.5 |",
            (await session.Result("Layer.Softmax(2, 2).Gradient(Cost.LogLoss, [2, -1], [0, 1])"))[Markdown]);
    }

    [Fact]
    public async Task Matrices_keep_their_order_and_white_is_zero()
    {
        var figure =
            JsonDocument.Parse((await session.Result("Draw.Matrix(\"m\", [[1, -2], [3, 0.5]], first: 0)"))[Figure]).RootElement;
        var trace = figure.GetProperty("data")[0];
        Assert.Equal("[[1,-2],[3,0.5]]", trace.GetProperty("z").GetRawText());
        Assert.Equal((-3, 3, 0),
            (trace.GetProperty("zmin").GetDouble(), trace.GetProperty("zmax").GetDouble(), trace.GetProperty("x0").GetDouble()));
        Assert.Equal("reversed", figure.GetProperty("layout").GetProperty("yaxis").GetProperty("autorange").GetString());
    }

    [Theory]
    [InlineData("Draw.Field((FieldReport)null)", "There is no report to draw: Draw.Field(GradientField.Test(yourUpdate)).")]
    [InlineData("Draw.Field((VectorField)null)", "Your field was not defined; mend its cell first.")]
    [InlineData("Draw.Field(VectorField.Of(w => w, 2), null, 0)", "The radius is 0; it must be above 0.")]
    [InlineData("Draw.Lines(\"t\", \"x\", \"y\")",
        "There is no curve to draw: Draw.Lines(\"title\", \"x\", \"y\", (\"name\", xs, ys)).")]
    [InlineData("Draw.Lines(\"t\", \"x\", \"y\", (\"c\", [1, 2], [1]))",
        "The curve \"c\" has x of length 2, but y of length 1; they must be the same.")]
    [InlineData("Draw.Matrix(\"t\", [])", "There is no matrix to draw: Draw.Matrix(\"title\", [[1, 2], [3, 4]]).")]
    [InlineData("Draw.Matrix(\"t\", [[1, 2], [3]])", "Row 2 has length 1, but row 1 has length 2; all rows need the same.")]
    public async Task What_cannot_be_drawn_is_said_so(string cell, string sentence) =>
        Assert.Contains(sentence, await session.Error(cell));

    static List<double?> Numbers(JsonElement trace, string name) =>
        [.. trace.GetProperty(name).EnumerateArray()
            .Select(value => value.ValueKind == JsonValueKind.Number ? value.GetDouble() : (double?)null)];
}
