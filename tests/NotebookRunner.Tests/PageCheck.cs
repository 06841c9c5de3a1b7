using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace NotebookRunner.Tests;

/// <summary>A real browser without a window. Tests that need it are skipped where there is none.</summary>
public sealed class Browser : IAsyncLifetime
{
    IPlaywright? playwright;
    IBrowser? browser;

    public IBrowser Instance
    {
        get
        {
            Assert.SkipUnless(browser is not null, $"There is no browser. {Chromium.HowToGet}");
            return browser!;
        }
    }

    public async ValueTask InitializeAsync()
    {
        if (Chromium.FindFile() is not { } file) return;
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = file, Args = ["--no-sandbox"] });
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null) await browser.CloseAsync();
        playwright?.Dispose();
    }
}

/// <summary>What is wrong with a page, as sentences; none is good.</summary>
internal static class PageCheck
{
    /// <summary>
    /// Opens a page and looks at everything; then turns the colours over and looks at their contrast again. With <paramref name="formulasAsText"/>
    /// axe sees each formula as one piece of text in its place and colour: what KaTeX makes of it is the same everywhere, and two thirds of a page.
    /// </summary>
    public static async Task<IReadOnlyList<string>> Problems(IBrowser browser, string file, ColorScheme colours, int width, bool formulasAsText = false)
    {
        await using var context = await browser.NewContextAsync(new() { ColorScheme = colours, ViewportSize = new() { Width = width, Height = 900 } });
        var page = await context.NewPageAsync();
        var (problems, listening) = (new List<string>(), true);
        void Add(string problem)
        {
            if (listening) problems.Add(problem);
        }
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning") Add($"console: {message.Text}");
        };
        page.PageError += (_, error) => Add($"script: {error}");
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith("file:", StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal) && !request.Url.StartsWith("blob:", StringComparison.Ordinal))
                Add($"leaves the machine: {request.Url}");
        };
        page.RequestFailed += (_, request) => Add($"missing: {request.Url}");
        await page.GotoAsync(new Uri(file).AbsoluteUri, new() { WaitUntil = WaitUntilState.Load });
        await page.WaitForFunctionAsync("() => [...document.querySelectorAll('figure.chart > div')].every(place => place._fullLayout) && [...document.querySelectorAll('pre.mermaid')].every(place => place.dataset.processed)");
        await page.EvaluateAsync("() => document.querySelectorAll('details').forEach(details => details.open = true)");

        problems.AddRange(await page.EvaluateAsync<string[]>(Inspection));
        if (formulasAsText) await page.EvaluateAsync("() => { document.querySelectorAll('.katex').forEach(formula => formula.replaceWith(formula.querySelector('annotation').textContent)); dispatchEvent(new Event('resize')); }");
        listening = false; // axe itself asks for the style sheets again, which a page from a file may not
        problems.AddRange(Serious(await page.RunAxe(Violations())));
        await page.EmulateMediaAsync(new() { ColorScheme = colours == ColorScheme.Dark ? ColorScheme.Light : ColorScheme.Dark });
        problems.AddRange(Serious(await page.RunAxe(Violations(RunOnlyOptions.Rules("color-contrast")))));
        return problems;
    }

    /// <summary>axe without the long lists of all that is good, which take longer than the looking.</summary>
    static AxeRunOptions Violations(RunOnlyOptions? only = null) => new() { RunOnly = only, ResultTypes = new HashSet<ResultType> { ResultType.Violations } };

    static IEnumerable<string> Serious(AxeResult axe) => axe.Violations.Where(violation => violation.Impact is "serious" or "critical")
        .SelectMany(violation => violation.Nodes.Select(node => $"accessibility: {violation.Id}: {node.Html}"));

    const string Inspection = """
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
