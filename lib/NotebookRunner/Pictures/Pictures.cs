using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace NotebookRunner;

/// <summary>
/// The PNG pictures of stored outputs: of every chart, and of HTML that asks for one with <c>data-picture="WIDTHxHEIGHT"</c>.
/// A picture whose source has not changed is kept as it is, unless it is too heavy.
/// </summary>
internal static partial class Pictures
{
    private const string Image = "image/png", Source = "picture", Stale = "stale";

    /// <summary>
    /// Gives each stored output that needs one its picture. Returns a sentence if there is no browser to draw with; then the old
    /// pictures stay.
    /// </summary>
    public static string? Fill(IReadOnlyList<PictureOutput> outputs, JsonArray before)
    {
        var old = before
            .Where(output => output?["data"]?[Image] is { } picture
                && MultiLine.Join(picture).Length * 3 / 4 <= Png.Limit && Notebook.Text(output, "metadata", Source) != Stale)
            .ToLookup(output => Key(output!), output => output!["data"]![Image]!);
        var missing = new List<PictureOutput>();
        foreach (var output in outputs)
        {
            if (output.Html is { } html) Metadata(output.Stored)[Source] = Hash(html);
            if (old[Key(output.Stored)].FirstOrDefault() is { } kept) Set(output.Stored, kept.DeepClone());
            else missing.Add(output);
        }
        if (missing.Count == 0) return null;
        if (Chromium.Find() is not { } browser)
        {
            foreach (var output in missing)
                if (output.Before?["data"]?[Image] is { } stale)
                {
                    Set(output.Stored, stale.DeepClone());
                    Metadata(output.Stored)[Source] = Stale;
                }
            return $"{Reporter.Count(missing.Count, "picture")} not drawn, old ones kept. {Chromium.HowToGet}";
        }
        foreach (var (output, picture) in missing.Where(output => output.Figure is not null)
            .Zip(Charts(browser, [.. missing.Select(output => output.Figure).OfType<JsonNode>()])))
            Set(output.Stored, picture);
        foreach (var output in missing.Where(output => output.Html is not null))
            Set(output.Stored, Page(browser, output.Html!));
        return null;
    }

    /// <summary>
    /// For pages outside the notebook, such as the README: the picture of a cell with the tag "picture:NAME" is also
    /// images/NAME.png beside the notebook.
    /// </summary>
    public static void WriteNamed(Notebook notebook)
    {
        const string prefix = "picture:";
        foreach (var cell in notebook.CodeCells)
            foreach (var name in cell.Tags.Where(tag => tag.StartsWith(prefix, StringComparison.Ordinal))
                .Select(tag => tag[prefix.Length..]))
            {
                if (cell.Outputs.Select(output => output?["data"]?[Image]).OfType<JsonNode>().LastOrDefault() is not { } picture)
                    continue;
                var (file, bytes) = (Path.Combine(notebook.Folder, "images", $"{name}.png"),
                    Convert.FromBase64String(MultiLine.Join(picture)));
                if (!File.Exists(file) || !bytes.AsSpan().SequenceEqual(File.ReadAllBytes(file)))
                    AtomicFile.Write(file, temporary => File.WriteAllBytes(temporary, bytes));
            }
    }

    /// <summary>Draws figures with the plotly.js they are made for, in one call of the browser.</summary>
    internal static IReadOnlyList<string> Charts(Chromium browser, IReadOnlyList<JsonNode> figures)
    {
        if (figures.Count == 0) return [];
        var folder = Directory.CreateTempSubdirectory("pictures-").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "plotly.js"), Assets.PlotlyScript);
            var data = new JsonArray([.. figures.Select(figure => figure.DeepClone())]).ToJsonString();
            File.WriteAllText(Path.Combine(folder, "page.html"), $$"""
                <!doctype html><meta charset="utf-8"><script src="plotly.js"></script><body><script>
                const clear = c => !c || c === 'transparent' || /^rgba\(.*,\s*0(\.0+)?\)$/.test(c);
                (async () => {
                  for (const figure of {{data}}) {
                    const layout = {...figure.layout};
                    if (clear(layout.paper_bgcolor)) layout.paper_bgcolor = 'white';
                    const size = {width: layout.width || 640, height: layout.height || 380};
                    const png = await Plotly.toImage({data: figure.data, layout}, {format: 'png', scale: 2, ...size});
                    const line = document.createElement('p');
                    line.textContent = png;
                    document.body.append(line);
                  }
                })();
                </script>
                """);
            var drawn = PicturePattern().Matches(browser.Dump(Path.Combine(folder, "page.html")))
                .Select(match => Small(Convert.FromBase64String(match.Groups[1].Value))).ToList();
            return drawn.Count == figures.Count ? drawn
                : throw new NotebookException(
                    $"The browser drew {drawn.Count} of {figures.Count} charts. Is every figure valid for plotly.js?");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Page(Chromium browser, string html)
    {
        var (width, height) = Size(html) ?? (640, 380);
        var folder = Directory.CreateTempSubdirectory("pictures-").FullName;
        try
        {
            var page = Path.Combine(folder, "page.html");
            File.WriteAllText(page, $"<!doctype html><html lang=\"en\" data-picture=\"yes\"><meta charset=\"utf-8\"><body style=\"margin:8px;background:white;font-family:sans-serif\">{html}");
            return Small(Png.WithoutEmptyFoot(browser.Picture(page, width, height), margin: 16));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Small(byte[] png) => Convert.ToBase64String(Png.Smaller(png));

    /// <summary>The size of the picture that a piece of HTML asks for, or null.</summary>
    public static (int Width, int Height)? Size(string html) => SizePattern().Match(html) is { Success: true } size
        ? (int.Parse(size.Groups[1].Value, CultureInfo.InvariantCulture),
            int.Parse(size.Groups[2].Value, CultureInfo.InvariantCulture)) : null;

    /// <summary>What a picture was drawn from: the figure, or the page.</summary>
    private static string Key(JsonNode output) =>
        output["metadata"]?[StoredForm.Figure]?.ToJsonString() ?? output["metadata"]?[Source]?.ToString() ?? "";

    private static string Hash(string html) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(html)))[..16];

    private static JsonObject Metadata(JsonObject output) =>
        output["metadata"] as JsonObject ?? (JsonObject)(output["metadata"] = new JsonObject());

    private static void Set(JsonObject output, JsonNode png)
    {
        var data = output["data"]!.AsObject();
        data.Remove(Image);
        data.Insert(0, Image, png);
    }

    [GeneratedRegex("data:image/png;base64,([A-Za-z0-9+/=]+)")]
    private static partial Regex PicturePattern();

    [GeneratedRegex("data-picture=\"(\\d{2,4})x(\\d{2,4})\"")]
    private static partial Regex SizePattern();
}

/// <summary>
/// A stored output that needs a picture: of its figure or of its page; and the output that stood in its place before.
/// </summary>
internal sealed record PictureOutput(JsonObject Stored, JsonNode? Figure, string? Html, JsonNode? Before)
{
    public static IEnumerable<PictureOutput> In(JsonArray stored, JsonArray fresh, JsonArray before) => stored
        .Zip(fresh.Where(output => !StoredForm.IsBanner(output)),
            (s, f) => (Stored: s!.AsObject(), Html: MultiLine.Join(f?["data"]?["text/html"])))
        .Select((pair, i) => new PictureOutput(
            pair.Stored,
            pair.Stored["metadata"]?[StoredForm.Figure],
            pair.Stored["metadata"]?[StoredForm.Figure] is null && Pictures.Size(pair.Html) is not null ? pair.Html : null,
            before.ElementAtOrDefault(i)))
        .Where(output => output.Figure is not null || output.Html is not null);
}
