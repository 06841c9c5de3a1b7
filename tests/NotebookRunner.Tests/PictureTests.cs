using System.Text.Json.Nodes;

namespace NotebookRunner.Tests;

/// <summary>Stored pictures: small, the same for the same figure, kept when nothing changed or nothing can draw.</summary>
[Collection(Cli.InThisProcess)]
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

    static PictureOutput Output(JsonObject stored, JsonNode? before = null) =>
        new(stored, stored["metadata"]?[StoredForm.Figure], null, before);

    [Fact]
    public void A_picture_whose_figure_is_unchanged_is_kept_wherever_it_stands()
    {
        Environment.SetEnvironmentVariable(Variable, "/nowhere");
        var (same, other) = (Chart(1), Chart(2));
        Assert.Null(Pictures.Fill([Output(same)], [Chart(3, "third"), Chart(1, "first")]));
        Assert.Equal("first", (string?)same["data"]!["image/png"]);

        var told = Pictures.Fill([Output(other, Chart(1, "first"))], [Chart(1, "first")]);
        Assert.Contains("1 picture not drawn, old ones kept. Install Chromium", told);
        // better than none; drawn anew by the next update with a browser
        Assert.Equal("first", (string?)other["data"]!["image/png"]);
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
        var (width, height) = Size(Convert.FromBase64String((string)live["data"]!["image/png"]!));
        Assert.Equal(600, width);
        Assert.InRange(height, 30, 120);    // one line; what is empty below it is cut off
    }

    static (int, int) Size(byte[] png) => (png[18] << 8 | png[19], png[22] << 8 | png[23]);

    /// <summary>A browser's kind of picture, made here: RGBA in one IDAT.</summary>
    static byte[] Picture(int width, int height, Func<int, int, int> colour) => Png.Encode(width, height, 6,
        [.. from y in Enumerable.Range(0, height) from x in Enumerable.Range(0, width) let c = colour(x,
            y) from b in new[] { c >> 16, c >> 8, c, 255 } select (byte)b], 4, null);

    [Fact]
    public void A_picture_of_few_colours_is_rewritten_exactly()
    {
        var few = Picture(64, 64, (x, y) => x < y ? 0x1F77B4 : x > 2 * y ? x << 16 : 0xFFFFFF);
        var smaller = Png.Smaller(few);
        Assert.Equal(3, smaller[25]);   // a palette
        Assert.True(smaller.Length < few.Length);
        Assert.Equal(Png.Decode(few)!.Value.Pixels, Png.Decode(smaller)!.Value.Pixels);
        Assert.Equal([1, 2, 3], Png.Smaller([1, 2, 3]));
    }

    [Fact]
    public void A_picture_of_many_colours_keeps_paper_and_ink_exactly_and_the_rest_nearly()
    {
        // Paper, a thick line, and a field of thousands of colours that no compression finds an order in.
        var random = new Random(1);
        int[] field = [.. Enumerable.Range(0, 256 * 256).Select(_ => random.Next(128) << 17 | random.Next(128) << 9 | 0x40)];
        int Colour(int x, int y) => y < 64 ? 0xFFFFFF : y < 80 ? 0x0072B2 : field[256 * y + x];
        var before = Png.Decode(Picture(256, 256, Colour))!.Value.Pixels;
        var smaller = Png.Smaller(Picture(256, 256, Colour));
        var after = Png.Decode(smaller)!.Value.Pixels;
        Assert.Equal(before[..(80 * 256)], after[..(80 * 256)]);
        static int Apart(int a, int b) => Enumerable.Range(0, 3).Max(c => Math.Abs((a >> 8 * c & 255) - (b >> 8 * c & 255)));
        Assert.InRange(before.Zip(after, Apart).Max(), 1, 24);
        Assert.Equal(smaller, Png.Smaller(Picture(256, 256, Colour)));
        Assert.InRange(smaller.Length, 1, Png.Limit);
    }

    [Fact]
    public void A_picture_that_is_too_heavy_gets_fewer_colours()
    {
        var random = new Random(1);
        var noise = Picture(300, 300, (_, _) => random.Next(1 << 24));
        Assert.InRange(Png.Smaller(noise).Length, 1, Png.Limit);
        Assert.True(Png.Decode(Png.Smaller(noise))!.Value.Pixels.Distinct().Count() is > 8 and < 256);
    }

    [Fact]
    public void A_picture_with_a_name_is_a_file_as_well()
    {
        using var folder = new TemporaryFolder();
        var notebook = Notebook.Parse(folder["one.ipynb"], TemporaryFolder.NotebookText("1", "2"));
        notebook.Cells[1].Json["metadata"]!["tags"] = new JsonArray("picture:curve");
        notebook.Cells[1].Outputs = [Chart(1, Convert.ToBase64String([1, 2, 3]))];
        Pictures.WriteNamed(notebook);
        Assert.Equal([1, 2, 3], File.ReadAllBytes(folder["images/curve.png"]));
        Assert.Single(Directory.EnumerateFileSystemEntries(folder["images"]));
    }

    [Fact]
    public void An_empty_foot_is_cut_off()
    {
        var (width, height,
            pixels) = Png.Decode(Png.WithoutEmptyFoot(Picture(20, 50, (x, y) => y == 30 ? x : 0xFFFFFF), margin: 4))!.Value;
        Assert.Equal((20, 35, 0xFFFFFF, 19), (width, height, pixels[^1], pixels[30 * 20 + 19]));
        var full = Picture(20, 50, (x, y) => x + y);
        Assert.Equal(full, Png.WithoutEmptyFoot(full, margin: 4));
    }

    /// <summary>
    /// What a reader downloads: light, crisp (two dots for each pixel), and in the notebook's own words where it cannot be seen.
    /// </summary>
    [Fact]
    public void Every_stored_picture_is_light_and_crisp()
    {
        var notebooks = Path.Combine(Repository.Root!, "notebooks");
        var pictures = Directory.EnumerateFiles(Path.Combine(notebooks, "images"), "*.png")
            .Select(file => (Name: Path.GetFileName(file), Bytes: File.ReadAllBytes(file), Width: (int?)null)).ToList();
        foreach (var notebook in Repository.Notebooks(notebooks).Select(Notebook.Load))
            foreach (var (cell, output) in notebook.CodeCells.SelectMany(cell => cell.Outputs.Select(output => (cell, output)))
                .Where(pair => pair.output?["data"]?["image/png"] is not null))
                pictures.Add(($"{Path.GetRelativePath(notebooks, notebook.Path)} {cell.Id}",
                    Convert.FromBase64String(MultiLine.Join(output!["data"]!["image/png"])),
                    (int?)output["metadata"]?[StoredForm.Figure]?["layout"]?["width"]));
        Assert.True(pictures.Count > 50, $"{pictures.Count} pictures were found");
        Assert.Equal([], pictures.Where(picture => picture.Bytes.Length > Png.Limit)
            .Select(picture => $"{picture.Name}: {picture.Bytes.Length} bytes"));
        Assert.Equal([], pictures.Where(picture => picture.Width is { } width && Size(picture.Bytes).Item1 != 2 * width)
            .Select(picture => picture.Name));
    }

    [Theory]
    [InlineData("<div data-picture=\"600x300\">", 600, 300)]
    [InlineData("<div>", 0, 0)]
    [InlineData("<div data-picture=\"9x9\">", 0, 0)]
    public void Html_asks_for_a_picture_by_its_size(string html, int width, int height) =>
        Assert.Equal(width == 0 ? null : (width, height), Pictures.Size(html));
}
