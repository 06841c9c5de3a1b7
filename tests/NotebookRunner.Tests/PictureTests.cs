using System.Text.Json.Nodes;

namespace NotebookRunner.Tests;

/// <summary>Stored pictures: small, the same for the same figure, kept when nothing changed or nothing can draw.</summary>
public sealed class PictureTests : IDisposable
{
    const string Variable = "CHROMIUM";
    readonly string? before = Environment.GetEnvironmentVariable(Variable);

    public void Dispose() => Environment.SetEnvironmentVariable(Variable, before);

    static JsonObject Chart(double y, string? png = null)
    {
        var data = new JsonObject { ["text/plain"] = "a chart" };
        if (png is not null) data.Insert(0, "image/png", png);
        return new JsonObject
        {
            ["output_type"] = "display_data",
            ["data"] = data,
            ["metadata"] = new JsonObject
            {
                [StoredForm.Figure] = JsonNode.Parse($$"""{"data":[{"type":"scatter","y":[0.5,{{y}},0.25]}],"layout":{"width":400,"height":300} }"""),
            },
        };
    }

    static PictureOutput Output(JsonObject stored, JsonNode? before = null) => new(stored, stored["metadata"]?[StoredForm.Figure], null, before);

    [Fact]
    public void A_picture_whose_figure_is_unchanged_is_kept_wherever_it_stands()
    {
        Environment.SetEnvironmentVariable(Variable, "/nowhere");
        var (same, other) = (Chart(1), Chart(2));
        Assert.Null(Pictures.Fill([Output(same)], [Chart(3, "third"), Chart(1, "first")]));
        Assert.Equal("first", (string?)same["data"]!["image/png"]);

        var told = Pictures.Fill([Output(other, Chart(1, "first"))], [Chart(1, "first")]);
        Assert.Contains("1 picture not drawn, old ones kept. Install Chromium", told);
        Assert.Equal("first", (string?)other["data"]!["image/png"]); // better than none; drawn anew by the next update with a browser
        var later = Chart(2);
        Assert.NotNull(Pictures.Fill([Output(later, other)], [other.DeepClone()]));
    }

    [Fact]
    public void The_same_figure_gives_the_same_small_picture()
    {
        Assert.SkipUnless(Chromium.Find() is not null, $"There is no browser to draw with. {Chromium.HowToGet}");
        var (a, b, live) = (Chart(1), Chart(1), new JsonObject { ["data"] = new JsonObject { ["text/plain"] = "A live page." } });
        const string page = "<div data-picture=\"300x200\">drawn</div>";
        Assert.Null(Pictures.Fill([Output(a), new(live, null, page, null)], []));
        Assert.Null(Pictures.Fill([Output(b)], []));
        var png = Convert.FromBase64String((string)a["data"]!["image/png"]!);
        Assert.Equal((string?)a["data"]!["image/png"], (string?)b["data"]!["image/png"]);
        Assert.InRange(png.Length, 2_000, 60_000);
        Assert.Equal((800, 600), Size(png));
        Assert.Equal((600, 400), Size(Convert.FromBase64String((string)live["data"]!["image/png"]!)));
    }

    static (int, int) Size(byte[] png) => (png[18] << 8 | png[19], png[22] << 8 | png[23]);

    [Fact]
    public void A_rewritten_picture_shows_the_same()
    {
        // A browser's kind of picture, made here: RGBA, one IDAT; the first half few colours (exact), the second many (kept as they are).
        static byte[] Picture(Func<int, int, int> colour) => Png.Encode(64, 64, 6,
            [.. from y in Enumerable.Range(0, 64) from x in Enumerable.Range(0, 64) let c = colour(x, y) from b in new[] { c >> 16, c >> 8, c, 255 } select (byte)b], 4, null);

        var few = Picture((x, y) => x < y ? 0x1F77B4 : 0xFFFFFF);
        var many = Picture((x, y) => x * 4 << 16 | y * 4 << 8 | (x * y & 255));
        Assert.Equal(3, Png.Smaller(few)[25]);   // a palette
        Assert.Equal(2, Png.Smaller(many)[25]);  // colours
        Assert.Equal(Png.Decode(many)!.Value.Pixels, Png.Decode(Png.Smaller(many))!.Value.Pixels);
        Assert.True(Png.Smaller(few).Length < few.Length);
        Assert.Equal([1, 2, 3], Png.Smaller([1, 2, 3]));
    }

    [Theory]
    [InlineData("<div data-picture=\"600x300\">", 600, 300)]
    [InlineData("<div>", 0, 0)]
    [InlineData("<div data-picture=\"9x9\">", 0, 0)]
    public void Html_asks_for_a_picture_by_its_size(string html, int width, int height) =>
        Assert.Equal(width == 0 ? null : (width, height), Pictures.Size(html));
}
