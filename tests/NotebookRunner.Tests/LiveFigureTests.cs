using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace NotebookRunner.Tests;

/// <summary>The live figures as a notebook makes them, and a kernel that computes what they should show.</summary>
public sealed class LiveFigures : IAsyncLifetime
{
    private const string Helpers = """
        var mine = Cost.Define("mine", (a, y) => Pow(a - y, 4));
        double Error(double[] w, double b, double[] x, double y) => new Neuron(w, b, Activation.Sigmoid).Output(x) - y;
        double[] Signs(double[] w, double b, double[] x, double y) => [.. x.Select(v => Error(w, b, x, y) * Sign(v))];
        double[] Inputs(double[] w, double b, double[] x, double y) => [.. x.Select(v => Error(w, b, x, y) * v)];
        string Text(params double[] values) => string.Join(" ", values.Select(v => v.ToString("R", System.Globalization.CultureInfo.InvariantCulture)));
        double[] Trained(UpdateRule rule, Cost cost, double[] w, double[][] x, double[] y) => Training.Run(new Neuron(w, 0, Activation.Sigmoid), cost,
            Dataset.Of(x, y), new TrainingOptions { Rule = rule, LearningRate = 0.05, Epochs = 1000, TrainBias = false }).Final.Weights;
        """;

    private readonly Dictionary<string, (string Html, string Text)> made = [];
    private WorkerSession? library;

    public static readonly string[] Names = ["Neuron(mine)", "Direction(mine)", "Walk(Signs)", "Walk(Inputs)", "Units(mine)",
        "Parts(x => Tanh(x))"];

    public string Html(string name) => made[name].Html;

    public string Text(string name) => made[name].Text;

    /// <summary>Numbers that the library computes, by a C# expression.</summary>
    public async Task<double[]> Library(string expression) =>
        [.. (await library!.Result(expression))["text/plain"].Split(' ')
            .Select(text => double.Parse(text, CultureInfo.InvariantCulture))];

    public async ValueTask InitializeAsync()
    {
        library = await WorkerSession.Start(Path.Combine(Repository.Root!, "notebooks"));
        await library.Result("#!import setup.dib");
        await library.Result(Helpers);
        foreach (var name in Names)
            made[name] =
                await library.Result($"Explore.{name}") is var bundle ? (bundle["text/html"], bundle["text/plain"]) : default;
    }

    public ValueTask DisposeAsync()
    {
        library?.Dispose();
        return ValueTask.CompletedTask;
    }
}

/// <summary>
/// The figures of direction, walk, units and parts, driven as a reader drives them, against what the library computes.
/// </summary>
public partial class LiveFigureTests(LiveFigures figures, Browser browser) : IClassFixture<LiveFigures>
{
    [Fact]
    public async Task The_input_is_dragged_and_every_arrow_turns_with_it()
    {
        await using var live = await Live.Open(browser, figures.Html("Direction(mine)"));
        foreach (var (cost, name) in new[] { (0, "mine"), (1, "Cost.Quadratic"), (2, "Cost.CrossEntropy") })
        {
            await live.Page.Locator("[data-nl=cost]").SelectOptionAsync($"{cost}");
            Assert.Equal("At the start the step lies along x: turned by 0°.", await live.Text("angle"));      // whatever the cost
            await Ends(live, "Gradient", name, "1.0, -2");
        }
        var before = await Arrows(live);
        await live.DragPoint("x", (1, -2), (-1.5, 0.5));
        Assert.NotEqual(before, await Arrows(live));
        Assert.Equal("At the start the step lies along x: turned by 0°.", await live.Text("angle"));
        await Ends(live, "Gradient", "Cost.CrossEntropy", "-1.5, 0.5");

        foreach (var (rule, name, turned) in new[] { (1, "WithoutInput", 63.4349), (2, "SignOfInput", 26.5651) })
        {
            await live.Page.Locator("[data-nl=rule]").SelectOptionAsync($"{rule}");
            Assert.Equal(turned, Numbers(await live.Text("angle"))[0], 1e-3);
            await Ends(live, name, "Cost.CrossEntropy", "-1.5, 0.5");
        }
        Assert.Empty(live.Complaints);
    }

    [Fact]
    public async Task With_two_examples_the_metrics_take_ways_of_their_own()
    {
        await using var live = await Live.Open(browser, figures.Html("Direction(mine)"));
        await live.Page.Locator("[data-nl=examples]").SelectOptionAsync("2");
        await live.Page.Locator("[data-nl=cost]").SelectOptionAsync("1");
        foreach (var (rule, name) in new[] { (0, "Gradient"), (1, "WithoutInput"), (2, "SignOfInput"), (3, "NaturalGradient"),
            (4, "SteepestInOutputs") })
        {
            await live.Page.Locator("[data-nl=rule]").SelectOptionAsync($"{rule}");
            await Ends(live, name, "Cost.Quadratic", "1.0, -2", "[-1.5, -1.0]");
        }
    }

    [Fact]
    public async Task By_keyboard_and_by_finger_the_input_goes_to_the_same_place()
    {
        await using var live = await Live.Open(browser, figures.Html("Direction(mine)"), touch: true);
        await live.Page.Locator("[data-nl=x]").FocusAsync();
        await live.Press("ArrowLeft", 3);
        await live.Press("Shift+ArrowUp", 5);
        Assert.Equal("(0.7, 0.5)", await live.Page.Locator("[data-nl=x]").GetAttributeAsync("aria-valuetext"));
        await Ends(live, "Gradient", "mine", "0.7, 0.5");
        await live.DragPoint("x", (0.7, 0.5), (-2, 1), finger: true);
        Assert.Equal("(-2, 1)", await live.Page.Locator("[data-nl=x]").GetAttributeAsync("aria-valuetext"));
        await Ends(live, "Gradient", "mine", "-2.0, 1");
    }

    [Fact]
    public async Task A_walk_ends_at_the_height_that_the_library_gives_it()
    {
        await using var live = await Live.Open(browser, figures.Html("Walk(Signs)"), motion: ReducedMotion.Reduce);
        await live.Click("run");                                        // without motion: the end at once
        Assert.Equal(100, await live.Value("time"));
        Assert.Equal(0.216890, Numbers(await live.Text("state"))[0], 5e-7);

        await live.DragPoint("corner", (0, 0), (-1.5, 0.75));
        await live.Drag("side", 1.75);
        var expected =
            await figures.Library("Text(VectorField.Of(Signs, [1, -2], 0, bias: false).Square([-1.5, 0.75], side: 1.75).Gain)");
        Assert.Equal(expected[0], Numbers(await live.Text("state"))[0], 2e-6);

        await live.Page.Locator("[data-nl=time]").FillAsync("25");
        var side =
            await figures.Library("Text(VectorField.Of(Signs, [1, -2], 0, bias: false).Walk([-1.5, 0.75], [0.25, 0.75]).Gain)");
        Assert.Equal(side[0], await Height(live), 2e-6);
        await live.Page.Locator("[data-nl=time]").FillAsync("20");     // in the middle of a cell
        var part =
            await figures.Library("Text(VectorField.Of(Signs, [1, -2], 0, bias: false).Walk([-1.5, 0.75], [-0.1, 0.75]).Gain)");
        Assert.Equal(part[0], await Height(live), 2e-5);
        Assert.Empty(live.Complaints);
    }

    [Fact]
    public async Task A_gradient_comes_back_to_the_height_where_it_began()
    {
        await using var live = await Live.Open(browser, figures.Html("Walk(Inputs)"), motion: ReducedMotion.Reduce);
        foreach (var side in new[] { 1.0, 0.5, 2.75 })
        {
            await live.Drag("side", side);
            Assert.Equal("once round: height gained 0", await live.Text("state"));
            Assert.StartsWith("Back at the start, and back at the old height", await live.Text("says"));
        }
    }

    [Fact]
    public async Task A_walk_is_played_paused_and_goes_on()
    {
        await using var live = await Live.Open(browser, figures.Html("Walk(Signs)"));
        await live.Click("run");
        Assert.Equal("Pause", await live.Text("run"));
        await live.Until("root => +root.querySelector('[data-nl=time]').value > 5");
        await live.Click("run");
        Assert.Equal("Play", await live.Text("run"));
        var paused = await live.Value("time");
        Assert.InRange(paused, 5, 99);
        await Task.Delay(150, TestContext.Current.CancellationToken);
        Assert.Equal(paused, await live.Value("time"));
        await live.Click("run");
        await live.Until("root => +root.querySelector('[data-nl=time]').value === 100");
    }

    [Theory]
    [InlineData(0, "mine", 0.0)]
    [InlineData(2, "Cost.CrossEntropy", 1.0)]
    [InlineData(1, "Cost.Quadratic", -2.0)]
    public async Task Five_rules_on_flowers_end_at_the_costs_of_the_library(int cost, string name, double unit)
    {
        await using var live = await Live.Open(browser, figures.Html("Units(mine)"));
        await live.Page.Locator("[data-nl=cost]").SelectOptionAsync($"{cost}");
        await live.Page.Locator("[data-nl=unit]").FillAsync(unit.ToString(CultureInfo.InvariantCulture));
        var shown = (await live.Page.Locator("[data-nl=key] strong").AllTextContentsAsync())
            .Select(text => Numbers(text.Split("C\u00a0=\u00a0")[1])[0]).ToArray();
        var scale = Math.Pow(10, unit).ToString("R", CultureInfo.InvariantCulture);
        var expected = await figures.Library($$"""
            Text([.. new[] { UpdateRule.Gradient, UpdateRule.SignOfInput, UpdateRule.Power(2), UpdateRule.Gradient.Reparametrised(v => Exp(v)), UpdateRule.NaturalGradient }
                .Select(rule =>
                {
                    var petals = Dataset.Load("iris").Only("versicolor", "virginica").Features("petal_length_cm", "petal_width_cm");
                    double[] means = [petals.Column(0).Average(), petals.Column(1).Average()];
                    var data = Dataset.Of([.. Enumerable.Range(0, 100).Select(i => (double[])[(petals.Row(i)[0] - means[0]) * {{scale}}, petals.Row(i)[1] - means[1]])], [.. petals.Targets]);
                    return Training.Run(new Neuron([0.5 / {{scale}}, 0.5], 0, Activation.Sigmoid), {{name}}, data, new TrainingOptions { Rule = rule, Epochs = 300 }).Costs[^1];
                })])
            """);
        for (var i = 0; i < 5; i++) Assert.Equal(expected[i], shown[i], 1e-5 * expected[i]);
        if (unit != 0) Assert.StartsWith("Not noticed by: gradient on v, w = Exp(v); natural gradient.", await live.Text("says"));
        Assert.Empty(live.Complaints);
    }

    [Theory]
    [InlineData(0, 1.0, -2.0, 0.6)]
    [InlineData(1, 1.0, -2.0, -0.2)]
    [InlineData(2, -1.5, 0.5, 0)]
    public async Task The_visible_part_of_a_rule_moves_the_output_as_all_of_it_does(
        int rule, double first, double second, double c)
    {
        await using var live = await Live.Open(browser, figures.Html("Parts(x => Tanh(x))"));
        await live.Page.Locator("[data-nl=rule]").SelectOptionAsync($"{rule}");
        if (first != 1) await live.DragPoint("x", (1, -2), (first, second));
        if (rule == 2) c = (first * Math.Tanh(first) + second * Math.Tanh(second)) / (first * first + second * second);
        var numbers = await live.Text("numbers");
        Assert.Equal(c, Numbers(numbers.Split("c = ")[1])[0], 1e-5);
        Assert.EndsWith("never further apart than rounding.", numbers);
        string u = new[] { "Sign", "One", "Tanh" }[rule], x = FormattableString.Invariant($"[{first:R}, {second:R}]");
        var expected = await figures.Library($$"""
            Text(Training.Run(new Neuron([0.5, -0.5], 0, Activation.Sigmoid), Cost.Quadratic, Dataset.Of([{{x}}], [0.0]), new TrainingOptions { LearningRate = 0.5, Epochs = 50, TrainBias = false,
                Rule = UpdateRule.Define("u", (w, b, x, y) => { double One(double v) => 1; return [.. x.Select(v => new Neuron(w, b, Activation.Sigmoid).Gradient(Cost.Quadratic, x, y).Delta * {{u}}(v))]; }) }).Outputs[^1])
            """);
        Assert.Equal(expected[0], Numbers(numbers.Split("the output is ")[1])[0], 1e-6);
        Assert.Contains(c > 0 ? "downhill" : "uphill", await live.Text("says"));
    }

    /// <summary>
    /// Three steps to the left, five large ones up; then by finger to (-2, 1). What stands there is what the library computes
    /// there.
    /// </summary>
    [Theory]
    [InlineData("Walk(Signs)", "corner", 0, 0, "state")]
    [InlineData("Parts(x => Tanh(x))", "x", 1, -2, "numbers")]
    public async Task By_keyboard_and_by_finger_the_others_are_moved_too(string figure, string point, double first, double second,
        string numbers)
    {
        await using var live = await Live.Open(browser, figures.Html(figure), motion: ReducedMotion.Reduce, touch: true);
        if (point == "corner") await live.Click("run");
        await live.Page.Locator($"[data-nl={point}]").FocusAsync();
        await live.Press("ArrowLeft", 3);
        await live.Press("Shift+ArrowUp", 5);
        var moved = Numbers((await live.Page.Locator($"[data-nl={point}]").GetAttributeAsync("aria-valuetext"))!);
        Assert.True(moved[0] < first && moved[1] > second);
        await Stands(moved[0], moved[1]);
        await live.DragPoint(point, (moved[0], moved[1]), (-2, 1), finger: true);
        Assert.Equal("(-2, 1)", await live.Page.Locator($"[data-nl={point}]").GetAttributeAsync("aria-valuetext"));
        await Stands(-2, 1);
        Assert.Empty(live.Complaints);

        async Task Stands(double x, double y)
        {
            var expected = point == "corner"
                ? (await figures.Library(FormattableString.Invariant(
                    $"Text(VectorField.Of(Signs, [1, -2], 0, bias: false).Square([{x:R}, {y:R}]).Gain)")))[0]
                : (Math.Abs(x) + Math.Abs(y)) / (x * x + y * y);
            Assert.Equal(expected, Numbers((await live.Text(numbers)).Split(point == "corner" ? "gained" : "c = ")[1])[0], 2e-6);
        }
    }

    [Fact]
    public async Task The_unit_is_changed_by_keyboard_by_mouse_and_by_finger()
    {
        await using var live = await Live.Open(browser, figures.Html("Units(mine)"), touch: true);
        var unit = live.Page.Locator("[data-nl=unit]");
        await unit.FocusAsync();
        await live.Press("Home");
        await Shows("by keyboard");
        await live.Drag("unit", 0.5);
        await Shows("by mouse");
        var box = (await unit.BoundingBoxAsync())!;
        await live.Page.Touchscreen.TapAsync(box.X + box.Width * 0.2f, box.Y + box.Height / 2);
        Assert.NotEqual(0.5, await live.Value("unit"));
        await Shows("by finger");
        Assert.Empty(live.Complaints);

        async Task Shows(string how)
        {
            async Task<string> Costs() =>
                string.Join(" ", await live.Page.Locator("[data-nl=key] strong").AllTextContentsAsync());
            var (costs, there) = (await Costs(), await live.Page.Locator("[data-nl=unit]").InputValueAsync());
            await unit.FillAsync("0");
            Assert.True(costs != await Costs(), how);
            await unit.FillAsync(there);
            Assert.True(costs == await Costs(), how);
        }
    }

    /// <summary>
    /// VS Code's output pane and a phone, each in light and dark: nothing beyond the edge, axe-core finds nothing serious.
    /// </summary>
    [Theory]
    [InlineData(600, ColorScheme.Light)]
    [InlineData(360, ColorScheme.Dark)]
    public async Task They_fit_and_can_be_used_by_everybody(int width, ColorScheme colours)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["live.html"], Live.PageOf(string.Concat(LiveFigures.Names.Skip(1).Select(figures.Html))));
        Assert.Empty(await PageCheck.Problems(browser, folder["live.html"], colours, width));
    }

    /// <summary>24 × 24 pixels, as WCAG 2.2 asks of a target (2.5.8), on a phone 360 pixels wide.</summary>
    [Fact]
    public async Task What_can_be_taken_hold_of_is_large_enough_for_a_finger()
    {
        var all = string.Concat(LiveFigures.Names.Select(figures.Html));
        await using var live = await Live.Open(browser, $"<div style=\"width:344px\">{all}</div>", touch: true);
        var sizes = await live.Page.Locator("button, select, input, .nl-handle circle:first-child").EvaluateAllAsync<double[][]>(
            "all => all.map(one => one.getBoundingClientRect()).filter(box => box.width > 0).map(box => [box.width, box.height])");
        Assert.True(sizes.Length > 20, $"There are {sizes.Length}.");
        Assert.All(sizes, size => Assert.True(size[0] >= 24 && size[1] >= 24, $"{size[0]} × {size[1]}"));
    }

    [Fact]
    public void Each_is_small_loads_nothing_and_says_in_a_line_what_it_is()
    {
        foreach (var name in LiveFigures.Names)
        {
            Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(figures.Html(name)), 10_000, 60_000);
            Assert.DoesNotMatch(@"https?://(?!www\.w3\.org)|src=|@[A-Z]+@", figures.Html(name));
            Assert.EndsWith("To play with it, trust this folder and run this cell.", figures.Text(name));
        }
        Assert.Contains("height gained 0.21689.", figures.Text("Walk(Signs)"));
        Assert.Contains("height gained 0.", figures.Text("Walk(Inputs)"));
    }

    /// <summary>On an exported page, whose outputs stand in a box of the class "alive".</summary>
    [Fact]
    public async Task On_a_page_the_address_carries_what_the_reader_has_set()
    {
        await using var live = await Live.Open(browser, $"<div class=\"alive\">{figures.Html("Direction(mine)")}</div>");
        await live.Page.EvaluateAsync("location.hash = 'a-heading'");
        await live.DragPoint("x", (1, -2), (2, 1));
        await live.Page.Locator("[data-nl=rule]").SelectOptionAsync("2");
        var numbers = await live.Text("numbers");
        Assert.StartsWith("#a-heading&live-", await live.Page.EvaluateAsync<string>("location.hash"));
        await live.Page.ReloadAsync();
        Assert.Equal(numbers, await live.Text("numbers"));
        Assert.Equal("(2, 1)", await live.Page.Locator("[data-nl=x]").GetAttributeAsync("aria-valuetext"));
        Assert.Empty(live.Complaints);
    }

    [Fact]
    public async Task In_an_editor_the_address_is_left_alone()
    {
        await using var live = await Live.Open(browser, figures.Html("Direction(mine)"));
        await live.DragPoint("x", (1, -2), (2, 1));
        Assert.Equal("", await live.Page.EvaluateAsync<string>("location.hash"));
    }

    /// <summary>The weights after 1000 updates, as shown and as the library trains them.</summary>
    private async Task Ends(Live live, string rule, string cost, string x, string? second = null)
    {
        var shown = Numbers((await live.Text("numbers")).Split("w after 1000 updates ")[1]);
        var expected = await figures.Library(
            $"Text(Trained(UpdateRule.{rule}, {cost}, [2.5, -0.5], [[{x}]{(second is null ? "" : ", " + second)}], [0.2{(second is null ? "" : ", 0.8")}]))");
        for (var j = 0; j < 2; j++) Assert.Equal(expected[j], shown[j], 2e-5 * (1 + Math.Abs(expected[j])));
    }

    private static async Task<string> Arrows(Live live) =>
        await live.Page.EvaluateAsync<string>("document.querySelector('[data-nl=plane] g g').innerHTML");

    private static async Task<double> Height(Live live) =>
        Numbers(await live.Page.Locator("[data-nl=stairs]").GetAttributeAsync("aria-label") ?? "")[0];

    private static double[] Numbers(string text) =>
        [.. NumberPattern().Matches(text).Select(match => double.Parse(match.Value, CultureInfo.InvariantCulture))];

    [GeneratedRegex(@"(?<![\w.])-?\d+(\.\d+)?(e[+-]?\d+)?")]
    private static partial Regex NumberPattern();
}
