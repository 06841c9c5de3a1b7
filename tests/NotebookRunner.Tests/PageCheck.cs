using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace NotebookRunner.Tests;

/// <summary>A real browser without a window, one for all tests. Those that need it are skipped where there is none.</summary>
public sealed class Browser : IAsyncLifetime
{
    /// <summary>Milliseconds that a page may take for what it is to do: other tests run beside this one.</summary>
    private const int Patience = 300_000;

    private IPlaywright? playwright;
    private IBrowser? browser;

    public bool IsThere => browser is not null;

    /// <summary>A page in a profile of its own, which is the page's context.</summary>
    public async Task<IPage> Tab(BrowserNewContextOptions? options = null)
    {
        Assert.SkipUnless(IsThere, $"There is no browser. {Chromium.HowToGet}");
        var tab = await (await browser!.NewContextAsync(options)).NewPageAsync();
        tab.SetDefaultTimeout(Patience);
        return tab;
    }

    public async ValueTask InitializeAsync()
    {
        if (Chromium.FindFile() is not { } file) return;
        playwright = await Playwright.CreateAsync();
        browser =
            await playwright.Chromium.LaunchAsync(new() { ExecutablePath = file, Args = ["--no-sandbox", "--disable-gpu"] });
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null) await browser.CloseAsync();
        playwright?.Dispose();
    }
}

/// <summary>
/// What is wrong with pages, as sentences; none is good. They are opened one after the other in one tab, where their scripts stay
/// compiled.
/// </summary>
internal sealed class PageCheck : IAsyncDisposable
{
    private readonly IPage page;
    private readonly ColorScheme colours;
    private readonly bool formulasAsText;
    private readonly List<string> problems = [];

    private PageCheck(IPage page, ColorScheme colours, bool formulasAsText)
    {
        (this.page, this.colours, this.formulasAsText) = (page, colours, formulasAsText);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning") problems.Add($"console: {message.Text}");
        };
        page.PageError += (_, error) => problems.Add($"script: {error}");
        page.Request += (_, request) =>
        {
            if (new Uri(request.Url).Scheme is not ("file" or "data" or "blob"))
                problems.Add($"leaves the machine: {request.Url}");
        };
        page.RequestFailed += (_, request) => problems.Add($"missing: {request.Url}");
    }

    /// <summary>
    /// A tab to look at pages in. With <paramref name="formulasAsText"/> axe sees each formula as one piece of text in its place
    /// and colour: what KaTeX makes of it is the same everywhere, and two thirds of a page.
    /// </summary>
    public static async Task<PageCheck> Open(Browser browser, ColorScheme colours, int width, bool formulasAsText = false) =>
        new(await browser.Tab(new() { ViewportSize = new() { Width = width, Height = 900 } }), colours, formulasAsText);

    /// <summary>The same for one page.</summary>
    public static async Task<IReadOnlyList<string>> Problems(Browser browser, string file, ColorScheme colours, int width)
    {
        await using var check = await Open(browser, colours, width);
        return await check.Problems(file);
    }

    /// <summary>Opens a page and looks at everything; then turns the colours over and looks at their contrast again.</summary>
    public async Task<IReadOnlyList<string>> Problems(string file)
    {
        problems.Clear();
        await page.EmulateMediaAsync(new() { ColorScheme = colours });
        await page.GotoAsync(new Uri(file).AbsoluteUri, new() { WaitUntil = WaitUntilState.Load });
        await page.WaitForFunctionAsync(Drawn);
        await page.EvaluateAsync("() => document.querySelectorAll('details').forEach(details => details.open = true)");

        problems.AddRange(await page.EvaluateAsync<string[]>(Inspection));
        if (formulasAsText) await page.EvaluateAsync(FormulasAsText);
        await page.EvaluateAsync(Axe);
        problems.AddRange(await page.EvaluateAsync<string[]>(Look));
        await page.EmulateMediaAsync(new() { ColorScheme = colours == ColorScheme.Dark ? ColorScheme.Light : ColorScheme.Dark });
        problems.AddRange(await page.EvaluateAsync<string[]>(Look, "color-contrast"));
        return [.. problems];
    }

    public async ValueTask DisposeAsync() => await page.Context.DisposeAsync();

    private const string Drawn = """
        () => [...document.querySelectorAll('figure.chart > div')].every(place => place._fullLayout)
          && [...document.querySelectorAll('pre.mermaid')].every(place => place.dataset.processed)
        """;

    private const string FormulasAsText = """
        () => {
          document.querySelectorAll('.katex').forEach(formula => formula.replaceWith(formula.querySelector('annotation').textContent));
          dispatchEvent(new Event('resize'));
        }
        """;

    private static readonly string Axe = new BundledAxeScriptProvider().GetScript();

    /// <summary>
    /// What axe finds serious, by all its rules or by one: without the lists of all that is good, which take longer than the
    /// looking, and without reading the style sheets, for a rule that is not asked.
    /// </summary>
    private const string Look = """
        async rule => (await axe.run(document, { resultTypes: ['violations'], preload: false, ...(rule && { runOnly: [rule] }) })).violations
          .filter(violation => violation.impact === 'serious' || violation.impact === 'critical')
          .flatMap(violation => violation.nodes.map(node => `accessibility: ${violation.id}: ${node.html}`))
        """;

    private const string Inspection = """
        () => {
          const problems = [];
          const copy = document.body.cloneNode(true);
          copy.querySelectorAll('pre, code, script, style, .katex, figure.chart').forEach(part => part.remove());
          for (const line of copy.textContent.split('\n')) if (line.includes('$')) problems.push('raw $: ' + line.trim());
          for (const place of document.querySelectorAll('.math'))
            if (!place.querySelector('.katex') || place.querySelector('.katex-error')) problems.push('formula not rendered: ' + place.textContent);
          for (const formula of document.querySelectorAll('.katex')) {
            const colour = getComputedStyle(formula.parentElement).color;
            if ([...formula.querySelectorAll('*')].some(part => getComputedStyle(part).color !== colour)) problems.push('a formula has colours of its own: ' + formula.textContent);
          }
          for (const chart of document.querySelectorAll('figure.chart')) {
            const place = chart.querySelector('div'), figure = JSON.parse(chart.querySelector('script').textContent);
            if (place.data.length !== figure.data.length) problems.push('a chart misses traces: ' + place.ariaLabel);
            if (!place.ariaLabel) problems.push('a chart has no text');
            for (const [name, axis] of Object.entries(place._fullLayout))
              if (/^[xy]axis\d*$/.test(name) && axis.visible !== false && !axis.title?.text?.trim() && !axis.matches && axis.showticklabels !== false)
                problems.push(`a chart's ${name} has no title: ${place.ariaLabel}`);
          }
          for (const place of document.querySelectorAll('pre.mermaid')) if (!place.querySelector('svg')) problems.push('a diagram is not drawn');
          for (const picture of document.querySelectorAll('img')) {
            if (!picture.naturalWidth) problems.push('a picture is missing: ' + picture.src.slice(0, 80));
            if (!picture.alt) problems.push('a picture has no text: ' + picture.src.slice(0, 80));
          }
          const beyond = document.documentElement.scrollWidth - innerWidth;
          if (beyond > 0) problems.push(`${beyond} px beyond the window`);
          for (const link of document.querySelectorAll('a[href^="#"]'))
            if (!document.getElementById(decodeURIComponent(link.hash.slice(1)))) problems.push('leads nowhere: ' + link.hash);
          return problems;
        }
        """;
}
