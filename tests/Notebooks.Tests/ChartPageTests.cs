using System.Diagnostics;

namespace Notebooks.Tests;

/// <summary>The HTML of charts, run in a browser that reaches no network.</summary>
[Collection(SetUpSession.Name)]
public class ChartPageTests(SetUpSession session)
{
    const string Draws = "newPlot: (place, data) => place.textContent = `drawn ${data.length}`";

    [Fact]
    public async Task Two_equal_charts_and_another_one_are_each_drawn_once()
    {
        var (one, other) = await Charts();
        var page = await Page($"<script>window.Plotly = {{ {Draws} }};</script>", one, one, other);
        Assert.Equal(["drawn 2", "drawn 2", "drawn 4"], page);
    }

    [Fact]
    public async Task Where_a_page_has_RequireJS_it_loads_plotly_once()
    {
        var (one, other) = await Charts();
        var page = await Page($"<script>let loads = 0; window.requirejs = (from, then) => {{ if (++loads === 1 && from[0].endsWith('.min.js')) then({{ {Draws} }}); }};</script>", one, other);
        Assert.Equal(["drawn 2", "drawn 4"], page);
    }

    [Fact]
    public async Task Without_a_network_the_text_stays_and_a_line_says_why()
    {
        var (one, _) = await Charts();
        var text = Assert.Single(await Page("", one));
        Assert.StartsWith("Chart. Sigmoid and its slope.", text);
        Assert.EndsWith("The chart itself needs plotly.js from cdn.plot.ly, which could not be reached.", text);
    }

    async Task<(string, string)> Charts() =>
        ((await session.Result("Draw.Activation(Activation.Sigmoid)"))["text/html"],
            (await session.Result("Draw.Cost(Cost.Quadratic)"))["text/html"]);

    /// <summary>What stands in each place for a chart after the page's scripts have run.</summary>
    static async Task<string[]> Page(string head, params string[] charts)
    {
        var browser = new[] { "chromium", "chromium-browser", "google-chrome" }
            .SelectMany(name => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
        Assert.SkipUnless(browser is not null, "Chromium is not installed.");
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "page.html");
        const string report = "<script>addEventListener('load', () => setTimeout(() => document.body.innerHTML = [...document.querySelectorAll('[data-figure]')].map(place => `[[${place.textContent}]]`).join(''), 500));</script>";
        await File.WriteAllTextAsync(file,
            $"<!doctype html><meta charset=\"utf-8\">{head}<body>{string.Concat(charts)}{report}</body>",
            TestContext.Current.CancellationToken);
        using var run = Process.Start(new ProcessStartInfo(browser!,
            ["--headless", "--no-sandbox", "--disable-gpu", "--host-resolver-rules=MAP * ~NOTFOUND",
            $"--user-data-dir={Path.Combine(folder.Path, "profile")}", "--virtual-time-budget=10000", "--dump-dom",
                new Uri(file).AbsoluteUri])
            { RedirectStandardOutput = true, RedirectStandardError = true })!;
        _ = run.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var dom = await run.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await run.WaitForExitAsync(TestContext.Current.CancellationToken);
        return [.. dom.Split("[[").Skip(1).Select(part => part.Split("]]")[0])];
    }
}
