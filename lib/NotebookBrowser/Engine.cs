using System.Diagnostics;
using System.Runtime.InteropServices.JavaScript;
using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.Events;
using Microsoft.DotNet.Interactive.Formatting;
using NotebookLib.Interactive;
using NotebookRunner;

namespace NotebookBrowser;

/// <summary>What the page calls.</summary>
[SupportedOSPlatform("browser")]
internal static partial class Engine
{
    /// <summary>A page shows what a long cell has written so far this often.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private static readonly List<MetadataReference> References = [];
    private static readonly Outputs Outputs = new();
    private static Session? session;

    /// <summary>Hands over an assembly that cells can use: the very file that runs here.</summary>
    [JSExport]
    internal static void AddReference(byte[] image) => References.Add(MetadataReference.CreateFromImage(image));

    /// <summary>Runs a cell.</summary>
    /// <returns>
    /// JSON: "outputs" as a notebook stores them, "html" as the page shows them, "error" with "kind", "message" and "line", or
    /// null.
    /// </returns>
    [JSExport]
    internal static async Task<string> Run(string source, int number)
    {
        if (session is null)
        {
            session = new(References);
            await new NotebookExtension().OnLoadAsync(null!);
        }
        var collected = Outputs.Begin(number);
        var error = await Run(source, shown: Stopwatch.StartNew());
        Outputs.End(collected);
        if (error is not null) collected.Add(Outputs.Of(error));
        return new JsonObject
        {
            ["outputs"] = collected,
            ["html"] = Html(collected),
            ["error"] = error is null ? null
                : new JsonObject { ["kind"] = error.Kind, ["message"] = error.Message, ["line"] = error.Line },
        }.ToJsonString();
    }

    private static async Task<CellError?> Run(string source, Stopwatch shown)
    {
        var command = new SubmitCode(source);
        using var context = KernelInvocationContext.GetOrCreateAmbientContext(command);
        using var events = context.KernelEvents.Subscribe(new Observer(e =>
        {
            Outputs.Add(e);
            if (shown.Elapsed < Pause) return;
            Show(Html(Outputs.SoFar()));
            shown.Restart();
        }));
        try
        {
            if (HtmlPattern().Match(source) is { Success: true } html)
                context.Publish(new DisplayedValueProduced(source, command, [new("text/html", source[html.Length..])]));
            else if (!ImportPattern().IsMatch(source) && await session!.Run(source) is { } value)
                context.Publish(new ReturnValueProduced(value, command, FormattedValue.CreateManyFromObject(value)));
            return null;
        }
        catch (CompilationException e) { return CellError.Parse(e.Message); }
        catch (Exception e) { return CellError.Parse(e.ToString()); }
    }

    private static string Html(JsonArray outputs)
    {
        var html = new OutputHtml(new MarkdownHtml(url => url));
        return string.Concat(outputs.Select(output => html.Of(output!)));
    }

    /// <summary>Gives the page what a cell shows while it runs.</summary>
    [JSImport("show", "page")]
    private static partial void Show(string html);

    [GeneratedRegex(@"^\s*#!html[^\n]*\n")]
    private static partial Regex HtmlPattern();

    /// <summary>The set-up: what it does has been done here.</summary>
    [GeneratedRegex(@"^\s*#!import\s+\S*setup\.dib\s*$")]
    private static partial Regex ImportPattern();

    private sealed class Observer(Action<KernelEvent> next) : IObserver<KernelEvent>
    {
        public void OnNext(KernelEvent value) => next(value);
        public void OnError(Exception error) { }
        public void OnCompleted() { }
    }
}
