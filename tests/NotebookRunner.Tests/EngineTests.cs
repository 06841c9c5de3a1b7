using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace NotebookRunner.Tests;

/// <summary>The collection's pages as they are stored, with the engine beside them, at an address of this machine.</summary>
public sealed class EngineSite(Browser browser) : IAsyncLifetime
{
    readonly TemporaryFolder folder = new();
    readonly CancellationTokenSource end = new();
    LocalServer? server;
    Task? answering;

    public static string NotebookFolder { get; } = Path.Combine(Repository.Above(AppContext.BaseDirectory)!, "notebooks");

    public string Address => server!.Address;
    public string Folder => folder.Path;
    public string? Missing { get; private set; }

    public async ValueTask InitializeAsync()
    {
        if (!browser.IsThere) return;
        try { await BrowserEngine.Write(folder.Path, CancellationToken.None); }
        catch (NotebookException e) when (e.Message.Contains("NU1301", StringComparison.Ordinal)
            || e.Message.Contains("NU1101", StringComparison.Ordinal))
        {
            Missing = $"The engine cannot be built without the packs that NuGet has for it. {e.Message}";
            return;
        }
        var site = new Site(folder.Path);
        foreach (var path in Repository.Notebooks(NotebookFolder))
            if (Notebook.Load(path) is var notebook)
                site.Add(notebook, notebook, Path.Combine(folder.Path, Path.GetRelativePath(NotebookFolder, path)));
        site.Write();
        server = new(folder.Path);
        answering = server.Run(end.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        if (answering is not null) await answering;
        server?.Dispose();
        end.Dispose();
        folder.Dispose();
    }
}

/// <summary>A page runs its cells in a real browser, and gives what the kernel gave.</summary>
public class EngineTests(Browser browser, EngineSite site) : IClassFixture<EngineSite>
{
    /// <summary>
    /// All of them with NOTEBOOKLIB_LONG=1; else two that have everything a cell can give: formulas, tables, charts, live pages,
    /// other languages.
    /// </summary>
    public static TheoryData<string> Notebooks => RandomCases.Long
        ? [.. Repository.Notebooks(EngineSite.NotebookFolder)
            .Select(path => Path.GetRelativePath(EngineSite.NotebookFolder, path).Replace('\\', '/'))]
        : ["10-your-own-cost.ipynb", "11-other-languages.ipynb"];

    [Theory, MemberData(nameof(Notebooks))]
    public async Task Every_cell_gives_what_is_stored(string name)
    {
        var stored = Notebook.Load(Path.Combine(EngineSite.NotebookFolder, name));
        await using var page = await Open(Path.ChangeExtension(name, ".html"));
        var results = (await page.Evaluate("notebook.runAll()")).AsArray();
        Assert.Equal(stored.CodeCells.Count(), results.Count);
        Assert.Empty(results.Where(result => !result!["ok"]!.GetValue<bool>()).Select(result => result!["error"]));

        var fresh = stored.Copy();
        foreach (var (cell, result) in fresh.CodeCells.Zip(results))
            if (result!["kept"] is null) cell.Outputs = AsStored(cell.Outputs, result["outputs"]!.AsArray());
        var differences =
            string.Join(Environment.NewLine, Comparison.Of(stored, fresh).Select(difference => $"{name}, {difference}"));
        Assert.True(differences == "", differences);
        Assert.Empty(page.Problems);
    }

    /// <summary>The page gives each output as its forms. What was printed is stored in another way than a value.</summary>
    static JsonArray AsStored(JsonArray stored, JsonArray outputs) => new([.. outputs.Select((output, i) =>
    {
        var data = (JsonObject)output!.DeepClone();
        if (Notebook.Text(stored.ElementAtOrDefault(i), "output_type") == "stream")
            return (JsonNode)new JsonObject { ["output_type"] = "stream", ["name"] = "stdout",
                ["text"] = data["text/plain"]!.DeepClone() };
        if (data[StoredForm.Figure] is { } figure) data[StoredForm.Figure] = JsonNode.Parse(figure.GetValue<string>());
        return new JsonObject { ["output_type"] = "display_data", ["data"] = data, ["metadata"] = new JsonObject() };
    })]);

    /// <summary>Costs of different kinds, twelve with NOTEBOOKLIB_LONG=1.</summary>
    private static readonly string[] Costs =
    [
        "Pow(a - y, 4)", "-(y * Log(a) + (1 - y) * Log(1 - a))", "Abs(a - y)", "Pow(a - y, 2) * (1 + a)", "Exp(a) - y * a",
        "Log(Cosh(a - y))",
        "Sqrt(1 + Pow(a - y, 2)) - 1", "a > y ? 2 * Pow(a - y, 2) : Pow(a - y, 2)", "Max(0, Abs(a - y) - 0.1)", "1 - Cos(a - y)",
        "Pow(a, 3) / 3 - y * a", "Pow(a - y, 2) / (a * (1 - a))",
    ];

    /// <summary>
    /// Pages with a cell that is the reader's to change: all of them with NOTEBOOKLIB_LONG=1, else the one that is made of it.
    /// </summary>
    public static TheoryData<string> Changeable =>
        [.. Directory.EnumerateFiles(EngineSite.NotebookFolder, "*.ipynb").Where(path => RandomCases.Long
        ? Notebook.Load(path).CodeCells.Any(cell => cell.Tags.Contains("change-me"))
            : Path.GetFileName(path).StartsWith("10", StringComparison.Ordinal))
        .Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    /// <summary>One after the other in one page, as a reader tries them: no cell fails and no check.</summary>
    [Theory, MemberData(nameof(Changeable))]
    public async Task Any_cost_goes_through(string name)
    {
        await using var page = await Open(Path.ChangeExtension(name, ".html"));
        var change = await Changed(page);
        foreach (var formula in RandomCases.Long ? Costs : Costs[..2])
        {
            await page.Evaluate($"notebook.setSource({change}, {JsonSerializer.Serialize($"var yourCost = Cost.Define(\"other\", (a, y) => {formula});")})");
            var results = (await page.Evaluate("notebook.runAll()")).AsArray();
            Assert.Empty(results.Where(result => !result!["ok"]!.GetValue<bool>())
                .Select(result => $"{formula}: {result!["error"]}"));
        }
    }

    [Fact]
    public async Task A_link_brings_a_changed_cell_to_a_fresh_browser()
    {
        await using var page = await Open("10-your-own-cost.html");
        var change = await Changed(page);
        await page.Evaluate($"notebook.setSource({change}, 'var yourCost = Cost.Define(\"from a link\", (a, y) => Pow(a - y, 6));')");
        var address = (await page.Evaluate("location.href")).GetValue<string>();
        Assert.InRange(address.Length, site.Address.Length, site.Address.Length + 200);

        await using var other = await Open(address[site.Address.Length..]);
        await other.Tab.WaitForFunctionAsync("() => document.querySelector('.changed')");
        Assert.Contains("Pow(a - y, 6)", (await other.Evaluate($"notebook.cells[{change}].source")).GetValue<string>());
        Assert.Equal(0, (await other.Evaluate(
            "performance.getEntriesByType('resource').filter(one => one.name.includes('engine.gz')).length")).GetValue<int>());
        await other.Tab.ClickAsync("section.changed .run");
        await other.Tab.WaitForFunctionAsync("() => /^Done/.test(document.querySelector('[role=status]').textContent)");
        Assert.Contains("6(a-y)^{5}",
            (await other.Evaluate("document.querySelector('section.changed + section .output, section.changed ~ section .output').textContent.replaceAll(' ', '')")).GetValue<string>());

        // what is typed here stays, also without the link
        await other.Tab.FillAsync("section.changed textarea", "var yourCost = Cost.Define(\"typed\", (a, y) => Pow(a - y, 2));");
        await other.Tab.WaitForFunctionAsync("() => Object.keys(localStorage).length > 0");
        await other.Tab.GotoAsync("about:blank");
        await other.Tab.GotoAsync(site.Address + "10-your-own-cost.html");
        await other.Tab.WaitForFunctionAsync("() => document.querySelector('.changed')");
        await other.Tab.ClickAsync("button.ours");
        Assert.Equal("", (await other.Evaluate("location.hash")).GetValue<string>());
        Assert.False((await other.Evaluate("!!document.querySelector('.changed') || Object.keys(localStorage).length > 0"))
            .GetValue<bool>());
    }

    [Fact]
    public async Task A_loop_is_stopped_errors_name_their_line_and_the_page_goes_on()
    {
        await using var page = await Open("01-two-costs.html");
        var one = await Changed(page);
        async Task<JsonNode> Run(string source) =>
            await page.Evaluate($"notebook.setSource({one}, {JsonSerializer.Serialize(source)}).then(() => notebook.run({one}))");

        Assert.Equal("4", (await Run("Console.WriteLine(\"first\");\n2 + 2"))["outputs"]![1]!["text/plain"]!.GetValue<string>());
        await page.Evaluate($"notebook.setSource({one}, 'Console.WriteLine(\"round\"); while (true) ;')");
        await page.Evaluate($"(globalThis.loop = notebook.run({one}), 0)");
        await Task.Delay(500, TestContext.Current.CancellationToken);
        await page.Tab.ClickAsync("button.stop");
        Assert.Equal("Stopped.", (await page.Evaluate("loop"))["error"]!.GetValue<string>());

        var error = await Run("var x = 1;\nvar y = x +;");
        Assert.StartsWith("Line 2: CompilationError: CS1525", error["error"]!.GetValue<string>());
        const string place =
            "(mark => { const [box, field] = [mark, mark.parentElement].map(one => one.getBoundingClientRect()); "
            + "return (box.top + box.height / 2 - field.top) / field.height; })(document.querySelector('.editor > mark'))";
        Assert.InRange((await page.Evaluate(place)).GetValue<double>(), 0.6, 0.8); // the second of two lines
        // A long line is broken alike in the field and in the colours below it.
        await page.Evaluate($"notebook.setSource({one}, 'var sum = ' + 'one + '.repeat(60) + '1;')");
        Assert.True((await page.Evaluate("(field => field.scrollHeight <= field.clientHeight && field.clientHeight > 60)(document.querySelector('.changed textarea'))")).GetValue<bool>());
        Assert.StartsWith("FormulaException: In C# 1/2 is 0",
            (await Run("Cost.Define(\"half\", (a, y) => 1/2 * Pow(a - y, 2))"))["error"]!.GetValue<string>());
        Assert.Equal(0, (await page.Evaluate("document.querySelectorAll('.editor > mark').length")).GetValue<int>());
        Assert.Equal("8", (await Run("Pow(2, 3)"))["outputs"]![0]!["text/plain"]!.GetValue<string>());
        Assert.Empty(page.Problems);
    }

    [Fact]
    public async Task A_page_opened_as_a_file_runs_as_well()
    {
        await using var page =
            await Open("10-your-own-cost.html", new Uri(site.Folder + Path.DirectorySeparatorChar).AbsoluteUri);
        var result = await page.Evaluate("notebook.run(2)");
        Assert.True(result["ok"]!.GetValue<bool>(), result["error"]?.ToString());
        Assert.Contains("text/latex", result["outputs"]![0]!.ToJsonString());
    }

    /// <summary>The code cell, from 0, that is the reader's to change.</summary>
    private static async Task<int> Changed(OpenPage page) =>
        (await page.Evaluate("notebook.cells.findIndex(cell => cell.tags.includes('change-me'))")).GetValue<int>();

    private async Task<OpenPage> Open(string name, string? root = null)
    {
        Assert.SkipWhen(site.Missing is not null, site.Missing ?? "");
        return await OpenPage.At(await browser.Tab(), root ?? site.Address, name);
    }

    /// <summary>A page in a browser of its own, with what went wrong there.</summary>
    sealed class OpenPage(IPage tab) : IAsyncDisposable
    {
        public IPage Tab => tab;
        public List<string> Problems { get; } = [];

        public static async Task<OpenPage> At(IPage tab, string root, string name)
        {
            var page = new OpenPage(tab);
            page.Tab.PageError += (_, error) => page.Problems.Add(error);
            page.Tab.Console += (_, message) => { if (message.Type == "error") page.Problems.Add(message.Text); };
            page.Tab.Request += (_, request) => { if (!request.Url.StartsWith(root, StringComparison.Ordinal)
                && new Uri(request.Url).Scheme is not ("data" or "blob")) page.Problems.Add($"leaves the site: {request.Url}"); };
            await page.Tab.GotoAsync(root + name);
            return page;
        }

        public async Task<JsonNode> Evaluate(string expression) =>
            JsonNode.Parse(await tab.EvaluateAsync<string>($"async () => JSON.stringify(await ({expression}) ?? null)"))!;

        public async ValueTask DisposeAsync() => await tab.Context.DisposeAsync();
    }
}
