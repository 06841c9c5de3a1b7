using System.Globalization;
using Microsoft.Playwright;

namespace NotebookRunner.Tests;

/// <summary>Live neurons as a notebook makes them, and what C# computes for the same runs.</summary>
public sealed class LiveNeurons : IAsyncLifetime
{
    /// <summary>
    /// A polynomial; one that only quadrature can give; one without a value where a > y; one that is infinite at y = 0.
    /// </summary>
    public const string Fourth = "fourth power", Designed = "designed", Nowhere = "nowhere", Infinite = "infinite";

    readonly Dictionary<string, string> html = [];
    readonly Dictionary<string, double[]> ends = [];

    public string Html(string cost) => html[cost];

    /// <summary>The outputs after 300 updates from w = 0.6, b = 0.9 and from w = b = 2, with x = 1, y = 0, η = 0.15.</summary>
    public double[] Ends(string cost) => ends[cost];

    public async ValueTask InitializeAsync()
    {
        using var library = await WorkerSession.Start(Path.Combine(Repository.Root!, "notebooks"));
        await library.Result("#!import setup.dib");
        foreach (var (name, cost) in new[]
        {
            (Fourth, $"Cost.Define(\"{Fourth}\", (a, y) => Pow(a - y, 4))"),
            (Designed, $"Cost.FromDelta(\"{Designed}\", (a, y) => Tanh(Exp(3 * (a - y)) - 1), Activation.Sigmoid)"),
            (Nowhere, $"Cost.Define(\"{Nowhere}\", (a, y) => Log(y - a))"),
            (Infinite, $"Cost.Define(\"{Infinite}\", (a, y) => a / y)"),
        }) html[name] = (await library.Result($"Explore.Neuron({cost})"))["text/html"];
        foreach (var (name, cost) in new[]
        {
            (Fourth, "Cost.Define(\"mine\", (a, y) => Pow(a - y, 4))"),
            (Designed, "Cost.FromDelta(\"mine\", (a, y) => Tanh(Exp(3 * (a - y)) - 1), Activation.Sigmoid)"),
            ("quadratic", "Cost.Quadratic"), ("cross-entropy", "Cost.CrossEntropy"),
        })
            ends[name] = [.. (await library.Result($$"""
                string.Join(" ", new[] { (0.6, 0.9), (2, 2) }.Select(start => Training.Run(new Neuron([start.Item1], start.Item2, Activation.Sigmoid), {{cost}},
                    Dataset.Of([[1.0]], [0.0]), new TrainingOptions { LearningRate = 0.15, Epochs = 300 }).Outputs[300].ToString("R", System.Globalization.CultureInfo.InvariantCulture)))
                """))["text/plain"].Split(' ').Select(text => double.Parse(text, CultureInfo.InvariantCulture))];
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

/// <summary>The live neuron in a real browser, driven as a reader drives it.</summary>
public class LiveNeuronTests(LiveNeurons neurons, Browser browser) : IClassFixture<LiveNeurons>
{
    [Fact]
    public async Task By_mouse_it_reaches_the_numbers_of_the_book()
    {
        await using var live = await Live.Open(browser, neurons.Html(LiveNeurons.Fourth));
        Assert.Equal(0.817574, await live.Output("quadratic"));
        await live.Click("run");
        await live.Finished();
        Assert.Equal(0.093956, await live.Output("quadratic"), 1e-6);
        await Agrees(live, 0, LiveNeurons.Fourth, "quadratic", "cross-entropy");

        await live.Drag("w", 2);
        await live.Drag("b", 2);
        Assert.Equal("after 0 updates", await live.Text("state"));
        Assert.Equal(0.982014, await live.Output("quadratic"));
        await live.Click("run");
        await live.Finished();
        Assert.Equal(0.202848, await live.Output("quadratic"), 1e-6);
        Assert.Equal(0.0120087, await live.Output("cross-entropy"), 1e-7);
        await Agrees(live, 1, LiveNeurons.Fourth, "quadratic", "cross-entropy");
        Assert.Empty(live.Complaints);
    }

    [Fact]
    public async Task By_keyboard_alone_it_reaches_them_too()
    {
        await using var live = await Live.Open(browser, neurons.Html(LiveNeurons.Fourth));
        await live.TabTo("w");
        await live.Press("ArrowRight", 14);
        await live.TabTo("b");
        await live.Press("ArrowRight", 11);
        Assert.Equal((2, 2, 1, 0, 0.15), (await live.Value("w"), await live.Value("b"), await live.Value("x"),
            await live.Value("y"), await live.Value("eta")));
        await live.TabTo("run");
        await live.Press("Space");
        await live.Finished();
        Assert.Equal(0.202848, await live.Output("quadratic"), 1e-6);
        Assert.Equal(0.0120087, await live.Output("cross-entropy"), 1e-7);

        await live.TabTo("w", back: true);
        await live.Press("ArrowLeft", 14);
        await live.TabTo("b");
        await live.Press("ArrowLeft", 11);
        await live.TabTo("rule");
        await live.Press("ArrowDown");      // the same update at x = 1: without the input
        await live.TabTo("shown");
        await live.Press("ArrowDown");
        Assert.Contains("(quadratic)", await live.Text("factorsTitle"));
        await live.TabTo("run");
        await live.Press("Enter");
        await live.Finished();
        Assert.Equal(0.093956, await live.Output("quadratic"), 1e-6);
        Assert.Empty(live.Complaints);
    }

    [Fact]
    public async Task It_pauses_goes_on_steps_and_begins_again()
    {
        await using var live = await Live.Open(browser, neurons.Html(LiveNeurons.Fourth));
        await live.Click("step");
        await live.Click("step");
        Assert.Equal("after 2 updates", await live.Text("state"));
        await live.Click("run");
        Assert.Equal("Pause", await live.Text("run"));
        await live.Page.EvaluateAsync("""
            () => new Promise(paused => requestAnimationFrame(function look() {       // in the page: from outside, the run might be over first
                const root = document.querySelector('.nl-neuron');
                if (root.querySelector('polyline').getAttribute('points').split(' ').length <= 30) return requestAnimationFrame(look);
                root.querySelector('[data-nl=run]').click();
                paused();
            }))
            """);
        Assert.Equal("Run", await live.Text("run"));
        var paused = await live.Text("state");
        Assert.InRange(int.Parse(paused.Split(' ')[1], CultureInfo.InvariantCulture), 30, 299);
        await Task.Delay(200, TestContext.Current.CancellationToken);
        Assert.Equal(paused, await live.Text("state"));
        await live.Click("run");
        await live.Finished();
        Assert.Equal(0.093956, await live.Output("quadratic"), 1e-6);
        await live.Click("step");       // there is no update after the last one
        Assert.Equal("after 300 updates", await live.Text("state"));
        await live.Click("reset");
        Assert.Equal("after 0 updates", await live.Text("state"));
        Assert.Equal(0.817574, await live.Output("cross-entropy"));
        Assert.Empty(live.Complaints);
    }

    [Fact]
    public async Task Where_motion_is_not_wanted_it_shows_the_end_at_once()
    {
        await using var live = await Live.Open(browser, neurons.Html(LiveNeurons.Fourth), motion: ReducedMotion.Reduce);
        Assert.Equal("after 300 updates",
            await live.Page.EvaluateAsync<string>(
                "() => { document.querySelector('[data-nl=run]').click(); return document.querySelector('[data-nl=state]').textContent; }"));
        Assert.Equal(0.093956, await live.Output("quadratic"), 1e-6);
    }

    /// <summary>As a picture is taken: whole curves without a click.</summary>
    [Fact]
    public async Task Its_picture_shows_it_after_the_run()
    {
        await using var live = await Live.Open(browser, neurons.Html(LiveNeurons.Fourth), picture: true);
        Assert.Equal("after 300 updates", await live.Text("state"));
        Assert.Equal((700, 900), Pictures.Size(neurons.Html(LiveNeurons.Fourth)));
        Assert.InRange(await live.Page.EvaluateAsync<double>("document.querySelector('.nl-live').getBoundingClientRect().bottom"),
            400, 900);
    }

    [Fact]
    public async Task A_cost_that_needs_quadrature_runs_as_in_CSharp()
    {
        Assert.Contains("integral(s =>", neurons.Html(LiveNeurons.Designed));
        await using var live = await Live.Open(browser, neurons.Html(LiveNeurons.Designed), motion: ReducedMotion.Reduce);
        await live.Click("run");
        await Agrees(live, 0, LiveNeurons.Designed);
        var costs = await live.Page.EvaluateAsync<string>("document.querySelector('[data-nl=costs]').ariaLabel");
        Assert.DoesNotContain("no value", costs);
        Assert.Empty(live.Complaints);
    }

    [Theory]
    [InlineData(LiveNeurons.Nowhere,
        "nowhere: the cost is not a number at a = 0.817574, y = 0, so its neuron has no gradient to follow and stops after 0 updates. Choose another start or target, or change the cost.")]
    [InlineData(LiveNeurons.Infinite,
        "infinite: the cost is infinite at a = 0.817574, y = 0, so its neuron has no gradient to follow and stops after 0 updates. Choose another start or target, or change the cost.")]
    public async Task A_cost_without_a_value_is_said_in_a_sentence(string cost, string sentence)
    {
        await using var live = await Live.Open(browser, neurons.Html(cost), motion: ReducedMotion.Reduce);
        Assert.Equal(sentence, await live.Text("trouble"));
        await live.Click("run");
        Assert.Equal(0.093956, await live.Output("quadratic"), 1e-6);      // the others go on
        Assert.Equal(0.817574, await live.Output(cost));
        Assert.DoesNotContain("NaN", await live.Page.InnerTextAsync("body"));
        Assert.DoesNotContain("NaN",
            await live.Page.EvaluateAsync<string>(
                "document.querySelector('.nl-bars').outerHTML + [...document.querySelectorAll('svg')].map(svg => svg.outerHTML)"));
        Assert.Empty(live.Complaints);
    }

    /// <summary>
    /// VS Code's output pane and a phone, each in light and dark: nothing beyond the edge, axe-core finds nothing serious.
    /// </summary>
    [Theory]
    [InlineData(600, ColorScheme.Light)]
    [InlineData(360, ColorScheme.Dark)]
    public async Task It_fits_and_can_be_used_by_everybody(int width, ColorScheme colours)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["live.html"], Live.PageOf(neurons.Html(LiveNeurons.Fourth) + neurons.Html(LiveNeurons.Nowhere)));
        Assert.Empty(await PageCheck.Problems(browser, folder["live.html"], colours, width));
    }

    [Fact]
    public async Task Its_colours_follow_the_paper()
    {
        await using var live = await Live.Open(browser, neurons.Html(LiveNeurons.Fourth));
        var light = await live.Colours();
        await live.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await live.Until("root => root.classList.contains('nl-dark')");
        var dark = await live.Colours();
        Assert.True(light[0] > 600 && light[1] < 200, "dark on light");
        Assert.True(dark[0] < 200 && dark[1] > 600, "light on dark");
    }

    /// <summary>What the page shows, to its six digits, is what C# computes.</summary>
    async Task Agrees(Live live, int start, params string[] costs)
    {
        foreach (var cost in costs)
            Assert.Equal(neurons.Ends(cost)[start], await live.Output(cost), 5e-6 * neurons.Ends(cost)[start]);
    }
}

/// <summary>One live neuron on a page, and a reader's hands.</summary>
internal sealed class Live(TemporaryFolder folder, IPage page) : IAsyncDisposable
{
    public IPage Page => page;

    /// <summary>What the console says against the page.</summary>
    public List<string> Complaints { get; } = [];

    public static string PageOf(string html, bool picture = false) => $"""
        <!doctype html><html lang="en"{(picture ? " data-picture=\"yes\"" : "")}><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">
        <meta name="color-scheme" content="light dark"><title>Live</title><body><main><h1>Live</h1>{html}</main></body></html>
        """;

    public static async Task<Live> Open(Browser browser, string html, ReducedMotion motion = ReducedMotion.NoPreference,
        bool picture = false, bool touch = false)
    {
        var folder = new TemporaryFolder();
        File.WriteAllText(folder["live.html"], PageOf(html, picture));
        var live = new Live(folder, await browser.Tab(new()
            { ColorScheme = ColorScheme.Light, ReducedMotion = motion, ViewportSize = new() { Width = 700, Height = 900 },
                HasTouch = touch }));
        live.Page.Console += (_, message) => live.Complaints.Add(message.Text);
        live.Page.PageError += (_, error) => live.Complaints.Add(error);
        await live.Page.GotoAsync(new Uri(folder["live.html"]).AbsoluteUri);
        return live;
    }

    ILocator Part(string name) => page.Locator($"[data-nl={name}]");

    public Task Click(string name) => Part(name).ClickAsync();

    public async Task<string> Text(string name) => await Part(name).TextContentAsync() ?? "";

    public async Task<double> Value(string name) =>
        double.Parse(await Part(name).InputValueAsync(), CultureInfo.InvariantCulture);

    /// <summary>The output that is shown for a cost.</summary>
    public async Task<double> Output(string cost)
    {
        var line = (await page.Locator("[data-nl=key] strong").AllTextContentsAsync())
            .Single(text => text.StartsWith(cost + ": a = ", StringComparison.Ordinal));
        return double.Parse(line[(cost.Length + 6)..].Split(',')[0], CultureInfo.InvariantCulture);
    }

    public Task Finished() => Until("root => root.querySelector('[data-nl=state]').textContent === 'after 300 updates'");

    public Task Until(string condition) => page.WaitForFunctionAsync($"() => ({condition})(document.querySelector('.nl-live'))");

    public async Task Press(string key, int times = 1)
    {
        for (var i = 0; i < times; i++) await page.Keyboard.PressAsync(key);
    }

    /// <summary>Moves the focus by the tabulator key until it is there.</summary>
    public async Task TabTo(string name, bool back = false)
    {
        for (var i = 0; i < 12; i++)
        {
            await Press(back ? "Shift+Tab" : "Tab");
            if (await page.EvaluateAsync<string?>("document.activeElement.dataset.nl") == name) return;
        }
        Assert.Fail($"The tabulator key does not reach {name}.");
    }

    /// <summary>Takes the slider's thumb with the mouse and lets it go at a value.</summary>
    public async Task Drag(string name, double value)
    {
        var box = (await Part(name).BoundingBoxAsync())!;
        var (low, high) = (double.Parse((await Part(name).GetAttributeAsync("min"))!, CultureInfo.InvariantCulture),
            double.Parse((await Part(name).GetAttributeAsync("max"))!, CultureInfo.InvariantCulture));
        const float thumb = 16;
        float At(double v) => box.X + thumb / 2 + (box.Width - thumb) * (float)((v - low) / (high - low));
        await page.Mouse.MoveAsync(At(await Value(name)), box.Y + box.Height / 2);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(At(value), box.Y + box.Height / 2, new() { Steps = 5 });
        await page.Mouse.UpAsync();
        Assert.Equal(value, await Value(name));
    }

    /// <summary>Takes a point of the plane from -3 to 3 and drops it at another place, by mouse or by finger.</summary>
    public async Task DragPoint(string name, (double X, double Y) from, (double X, double Y) to, bool finger = false)
    {
        var box = (await page.Locator("[data-nl=plane]").BoundingBoxAsync())!;
        // As the figures draw it: axes from 40 to 322 and from 296 up to 22 in a picture of 330.
        (float X, float Y) At((double X, double Y) p) => (box.X + box.Width * (float)(40 + 282 * (p.X + 3) / 6) / 330,
            box.Y + box.Height * (float)(296 - 274 * (p.Y + 3) / 6) / 330);
        var (start, end) = (At(from), At(to));
        if (!finger)
        {
            await page.Mouse.MoveAsync(start.X, start.Y);
            await page.Mouse.DownAsync();
            await page.Mouse.MoveAsync(end.X, end.Y, new() { Steps = 6 });
            await page.Mouse.UpAsync();
        }
        else
        {
            var session = await page.Context.NewCDPSessionAsync(page);
            Task Send(string type, params (float X, float Y)[] points) => session.SendAsync("Input.dispatchTouchEvent",
                new() { ["type"] = type, ["touchPoints"] = points.Select(p => new { x = p.X, y = p.Y }).ToArray() });
            await Send("touchStart", start);
            for (var part = 1; part <= 5; part++)
            {
                await Send("touchMove", (start.X + (end.X - start.X) * part / 5, start.Y + (end.Y - start.Y) * part / 5));
                await page.EvaluateAsync("() => new Promise(requestAnimationFrame)");
            }
            await Send("touchEnd");
        }
        Assert.Equal(FormattableString.Invariant($"({to.X}, {to.Y})"), await Part(name).GetAttributeAsync("aria-valuetext"));
    }

    /// <summary>How light paper and ink are: the sums of their colours.</summary>
    public Task<double[]> Colours() => page.EvaluateAsync<double[]>("""
        () => { const style = getComputedStyle(document.querySelector('.nl-live'));
          return [style.backgroundColor, style.color].map(colour => colour.match(/\d+/g).slice(0, 3).map(Number).reduce((a, b) => a + b)); }
        """);

    public async ValueTask DisposeAsync()
    {
        await page.Context.DisposeAsync();
        folder.Dispose();
    }
}
