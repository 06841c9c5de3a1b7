using System.Collections.Concurrent;
using System.Net;
using System.Net.NetworkInformation;
using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace NotebookRunner.Tests;

/// <summary>The pages: their HTML, and how they are in a real browser, light and dark, wide and on a phone.</summary>
public class PageTests(Browser browser)
{
    const string Prose = """
        md:# Two costs: $\sigma'(z)$ and *x*

        The question, with $a = \sigma(z)$ and $|x|$, in `code $5`.

        [next](02-next.ipynb#the-part) and [a picture](images/dot.png) and [far](https://example.com/)

        ![A red dot](images/dot.png)

        ## Part one

        $$\frac{\partial C}{\partial w_j} = \delta x_j$$

        $$
        \begin{aligned} a &= \sigma(z) \\ z &= w \cdot x + b + c + d + e + f + g + h + i + j + k + l + m + n + o + p + q + r + s + t \end{aligned}
        $$

        | symbol | meaning |
        |---|---|
        | $\lvert x_j \rvert$ | a rather long explanation of the input, so that the table is wide |

        ### Part one

        ```mermaid
        graph LR
          input --> sum --> output --> cost
        ```

        ```csharp
        var quoted = "<b>";
        ```
        """;

    const string Exercises = """
        md:## Exercises

        1. Do *this* with $x$.

        <details><summary>Hint</summary>

        The hint $y$.

        </details>

        ## Summary

        Done.
        """;

    static JsonObject Display(JsonObject data) =>
        new() { ["output_type"] = "display_data", ["data"] = data, ["metadata"] = new JsonObject() };

    static JsonNode Figure => JsonNode.Parse("""
        {"data":[{"type":"scatter","name":"cost","x":[0,1,2],"y":[1,0.5,0.25]},{"type":"scatter","name":"output </script>","x":[0,1,2],"y":[0.9,0.6,0.3]}],
         "layout":{"width":640,"height":380,"xaxis":{"title":{"text":"updates k"}},"yaxis":{"title":{"text":"cost C"}}}}
        """)!;

    /// <summary>A site of two notebooks with every kind of content, without running anything.</summary>
    static string Build(TemporaryFolder folder)
    {
        Directory.CreateDirectory(folder["images"]);
        File.WriteAllBytes(folder["images/dot.png"], Png.Encode(2, 2, 2, [255, 0, 0, 255, 0, 0, 255, 0, 0, 255, 0, 0], 3, null));
        var first = Notebook.Parse(folder["01-costs.ipynb"], TemporaryFolder.NotebookText(Prose,
            "var yourCost = Cost.Define(\"mine\", (a, y) => Pow(a - y, 4)); // a comment that is long enough to go beyond the edge of a phone",
            "Draw.Runs(run);", "neuron", "Console.WriteLine(1);", "1 / 0", "#!mermaid\ngraph TD\n  one --> two", "", Exercises));
        first.Cells[1].Json["metadata"]!["tags"] = new JsonArray("change-me");
        first.Cells[2].Outputs = [Display(
            new() { [StoredForm.Figure] = Figure, ["text/html"] = "<script>boom()</script>",
            ["text/plain"] = "Chart. cost C against updates k." })];
        first.Cells[3].Outputs =
        [
            Display(new() { ["text/markdown"] = MultiLine.Split("| $w$ | $b$ |\n|---|---|\n| 1 | 2 |\n"),
                ["text/plain"] = "w b" }),
            Display(new() { ["text/latex"] = "$$a<b$$", ["text/plain"] = "a < b" }),
            Display(new() { ["text/html"] = "<p id=\"live\">waits</p><script>document.currentScript.previousElementSibling.textContent = 'lives'</script>", ["text/plain"] = "live" }),
            Display(new() { ["image/png"] = Convert.ToBase64String(File.ReadAllBytes(folder["images/dot.png"])),
                ["text/plain"] = "a dot" }),
        ];
        first.Cells[4].Outputs = [new JsonObject { ["output_type"] = "stream", ["name"] = "stdout", ["text"] = "1 <tag> $\n" }];
        first.Cells[5].Outputs = [new JsonObject { ["output_type"] = "error", ["ename"] = "Bad", ["evalue"] = "message",
            ["traceback"] = new JsonArray() }];
        var second = Notebook.Parse(folder["02-next.ipynb"],
            TemporaryFolder.NotebookText("md:# Next one\n\nIt goes on.\n\n## The part\n\nText.", "2"));

        var site = new Site(folder["out"]);
        site.Add(first, first, folder["out/01-costs.ipynb"]);
        site.Add(second, second, folder["out/02-next.ipynb"]);
        site.Write();
        return File.ReadAllText(folder["out/01-costs.html"]);
    }

    [Fact]
    public void A_caret_in_words_is_a_caret_as_in_VS_Code_and_on_GitHub() =>
        Assert.Equal("<p>from s^-1 to s^0, about ~3~ of H~2~O, <del>not</del></p>",
            new MarkdownHtml(url => url).Output("from s^-1 to s^0, about ~3~ of H~2~O, ~~not~~").Trim());

    [Fact]
    public void A_page_has_what_the_notebook_has()
    {
        using var folder = new TemporaryFolder();
        var page = Build(folder);
        Assert.Contains("<html lang=\"en\">", page);
        Assert.Contains("""<h2 id="part-one">Part one</h2>""", page);
        Assert.Contains("""<h3 id="part-one-2">Part one</h3>""", page);
        Assert.Contains("""<li class="level2"><a href="#exercises">Exercises</a></li>""", page);
        Assert.Contains("""<details class="exercises"><summary><h2 id="exercises">Exercises</h2></summary>""", page);
        Assert.Contains("</details>\n</details>\n<h2 id=\"summary\">", page);
        Assert.Contains("<a href=\"02-next.html#the-part\">next</a>", page);
        Assert.Contains("<a rel=\"next\" href=\"02-next.html\">Next one →</a>", page);
        Assert.Contains("src=\"assets/images/dot.png\" ", page);
        Assert.Contains("This cell is yours to change.", page);
        Assert.Contains("""<span class="keyword">var</span> yourCost""", page);
        Assert.Contains("""<div class="math">\[a&lt;b\]</div>""", page);
        Assert.Contains("1 &lt;tag&gt; $", page);
        Assert.Contains("aria-label=\"Chart. cost C against updates k.\"", page);
        Assert.DoesNotContain("boom()", page); // a chart is drawn from its figure
        Assert.Contains("output \\u003C/script\\u003E", page);
        Assert.Contains("<a rel=\"prev\" href=\"01-costs.html\">", File.ReadAllText(folder["out/02-next.html"]));
        var index = File.ReadAllText(folder["out/index.html"]);
        Assert.Contains("<a href=\"01-costs.html\">Two costs: <span class=\"math\">", index);
        Assert.Contains("<p>It goes on.</p>", index);
    }

    [Fact]
    public void What_is_nested_too_deeply_for_Markdown_is_shown_as_it_was_typed()
    {
        var deep = new string('[', 300) + "<b>";
        Assert.Equal($"<pre class=\"text\">{new string('[', 300)}&lt;b&gt;</pre>",
            new MarkdownHtml(url => url).Output(deep).Trim());
        Assert.Equal(deep, MarkdownHtml.Text(deep));
    }

    [Fact]
    public void A_site_is_served_to_this_machine_alone()
    {
        using var folder = new TemporaryFolder();
        using var server = new LocalServer(folder.Path);
        var port = new Uri(server.Address).Port;
        var listeners =
            IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Where(end => end.Port == port).ToList();
        Assert.NotEmpty(listeners);
        Assert.All(listeners, end => Assert.True(IPAddress.IsLoopback(end.Address), end.ToString()));
    }

    [Theory]
    [InlineData("01-costs.html", ColorScheme.Light, 360)]
    [InlineData("01-costs.html", ColorScheme.Dark, 1280)]
    [InlineData("index.html", ColorScheme.Dark, 360)]
    public async Task A_page_is_whole_in_a_browser(string name, ColorScheme colours, int width)
    {
        using var folder = new TemporaryFolder();
        Build(folder);
        Assert.Empty(await PageCheck.Problems(browser, folder[$"out/{name}"], colours, width));
    }

    [Fact]
    public async Task Scripts_of_outputs_run_links_unfold_and_the_keyboard_reaches_the_text()
    {
        using var folder = new TemporaryFolder();
        Build(folder);
        var page = await browser.Tab(new() { ViewportSize = new() { Width = 1280, Height = 900 } });
        await using var context = page.Context;
        await page.GotoAsync(new Uri(folder["out/01-costs.html"]).AbsoluteUri);
        Assert.Equal("lives", await page.TextContentAsync("#live"));
        Assert.True(await page.EvaluateAsync<bool>("document.querySelector('.tied').textContent.endsWith(',')"),
            "the comma is tied to |x|");
        Assert.False(await page.EvaluateAsync<bool>("document.querySelector('.exercises').open"));
        await page.ClickAsync("a[href='#exercises']");
        await page.WaitForFunctionAsync("() => document.querySelector('.exercises').open");
        await page.ClickAsync("a[rel=next]");
        await page.WaitForFunctionAsync("() => document.title === 'Next one'");
        await page.Keyboard.PressAsync("Tab");
        Assert.Equal("Skip to the text", await page.EvaluateAsync<string>("document.activeElement.textContent"));
    }

    [Fact]
    public async Task On_a_phone_two_pairs_of_axes_stand_one_above_the_other()
    {
        using var folder = new TemporaryFolder();
        Build(folder);
        var text = File.ReadAllText(folder["out/01-costs.html"]);
        const string one = "\"yaxis\":{\"title\":{\"text\":\"cost C\"}}";
        Assert.Contains(one, text);
        File.WriteAllText(folder["out/two.html"],
            text.Replace(one, "\"yaxis\":{\"title\":{\"text\":\"cost C\"}},\"xaxis2\":{\"domain\":[0.6,1],\"anchor\":\"y2\"},\"yaxis2\":{\"anchor\":\"x2\"}")
            .Replace("\"name\":\"cost\"", "\"name\":\"cost\",\"xaxis\":\"x2\",\"yaxis\":\"y2\""));
        var page = await browser.Tab(new() { ViewportSize = new() { Width = 360, Height = 900 } });
        await using var context = page.Context;
        await page.GotoAsync(new Uri(folder["out/two.html"]).AbsoluteUri);
        const string shape = "() => { const l = document.querySelector('figure.chart > div')._fullLayout; return [l.width, l.height, l.xaxis2.domain[0], l.yaxis.domain[0], l.yaxis2.domain[1]]; }";
        var narrow = await page.EvaluateAsync<double[]>(shape);
        Assert.InRange(narrow[0], 300, 360);
        Assert.True(narrow[1] > 600 && narrow[2] == 0 && narrow[3] > narrow[4], string.Join(" ", narrow));
        await page.SetViewportSizeAsync(1000, 900);
        await page.WaitForFunctionAsync("() => document.querySelector('figure.chart > div')._fullLayout.height === 380");
        Assert.Equal(0.6, (await page.EvaluateAsync<double[]>(shape))[2]);
    }

    /// <summary>Charts of the house take the colours of the page; one with a style of its own keeps its white paper.</summary>
    [Fact]
    public async Task A_chart_follows_the_paper()
    {
        using var folder = new TemporaryFolder();
        Build(folder);
        var text = File.ReadAllText(folder["out/01-costs.html"]);
        const string axis = "\"yaxis\":{\"title\":{\"text\":\"cost C\"}}";
        Assert.Contains(axis, text);
        File.WriteAllText(folder["out/house.html"], text.Replace(axis,
            axis + ",\"template\":{\"layout\":{\"paper_bgcolor\":\"#ffffff\",\"font\":{\"color\":\"#222222\"}}}"));
        var page = await browser.Tab(new() { ColorScheme = ColorScheme.Light });
        await using var context = page.Context;
        async Task<string> Colours(string name, ColorScheme scheme)
        {
            await page.EmulateMediaAsync(new() { ColorScheme = scheme });
            await page.GotoAsync(new Uri(folder[$"out/{name}.html"]).AbsoluteUri);
            await page.WaitForFunctionAsync("() => document.querySelector('figure.chart > div')._fullLayout");
            return await Shown();
        }
        Task<string> Shown() => page.EvaluateAsync<string>(
            "() => { const l = document.querySelector('figure.chart > div')._fullLayout; return l.paper_bgcolor + ' ' + l.font.color; }");
        Assert.Equal("#ffffff #222222", await Colours("house", ColorScheme.Light));
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await page.WaitForFunctionAsync("() => document.querySelector('figure.chart > div')._fullLayout.paper_bgcolor === '#0d1117'");
        Assert.Equal("#0d1117 #e6edf3", await Shown());
        Assert.StartsWith("white ", await Colours("01-costs", ColorScheme.Dark));
    }

    [Fact]
    public async Task A_broken_page_is_noticed()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["a.html"], """
            <!doctype html><title>a</title><main><p>raw $x$</p><p class="math">x</p><img src="gone.png"><p style="width:2000px">wide</p><a href="#gone">a</a>
            <script src="https://192.0.2.1/x.js" defer></script><script>throw new Error('broken')</script></main>
            """);
        var problems = await PageCheck.Problems(browser, folder["a.html"], ColorScheme.Light, 360);
        foreach (var expected in new[] { "raw $", "formula not rendered", "a picture is missing", "beyond the window",
            "leads nowhere", "leaves the machine", "broken", "accessibility: image-alt", "accessibility: html-has-lang" })
            Assert.Contains(problems, problem => problem.Contains(expected, StringComparison.Ordinal));
    }

    /// <summary>Every notebook of the collection as it is stored.</summary>
    [Fact]
    public async Task Every_page_of_the_collection_is_whole()
    {
        var notebooks = Path.Combine(Repository.Root!, "notebooks");
        var paths = Repository.Notebooks(notebooks).ToList();
        using var folder = new TemporaryFolder();
        var site = new Site(folder["out"]);
        foreach (var path in paths) site.Add(Notebook.Load(path), Notebook.Load(path),
            Path.Combine(folder["out"], Path.GetRelativePath(notebooks, path)));
        site.Write();
        var pages =
            Directory.EnumerateFiles(folder["out"], "*.html", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(paths.Count + 1, pages.Count);
        var problems = new ConcurrentBag<string>();
        const int tabs = 2;
        await Task.WhenAll(Enumerable.Range(0, tabs).Select(async tab =>
        {
            await using var check = await PageCheck.Open(browser, ColorScheme.Light, 360, formulasAsText: true);
            foreach (var page in pages.Where((_, i) => i % tabs == tab))
                foreach (var problem in await check.Problems(page))
                    problems.Add($"{Path.GetRelativePath(folder["out"], page)}: {problem}");
        }));
        Assert.Empty(problems);
    }
}
