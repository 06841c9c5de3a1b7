using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;

namespace NotebookRunner;

/// <summary>The verbs and options of the command line.</summary>
internal static class CommandLine
{
    public const int Good = 0, Failed = 1, BadInput = 2;

    public static async Task<int> Run(string[] arguments, Reporter reporter, TextWriter output, TextWriter error)
    {
        var parsed = Root(reporter, explainCheck: arguments is ["check", ..]).Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            foreach (var problem in parsed.Errors.Select(problem => problem.Message).Distinct()) error.WriteLine(problem);
            error.WriteLine("See --help.");
            return BadInput;
        }
        using var stop = new CancellationTokenSource();
        void Stop(PosixSignalContext signal)
        {
            if (stop.IsCancellationRequested) return; // asked twice: at once
            signal.Cancel = true;
            stop.Cancel();
        }
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        var invocation = new InvocationConfiguration
            { Output = output, Error = error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
        try { return await parsed.InvokeAsync(invocation, stop.Token); }
        catch (Exception e) when (e is NotebookException or IOException or UnauthorizedAccessException)
        {
            error.WriteLine(e.Message);
            return BadInput;
        }
        catch (OperationCanceledException)
        {
            error.WriteLine("Stopped.");
            return 130;
        }
    }

    private static RootCommand Root(Reporter reporter, bool explainCheck)
    {
        var paths = new Argument<string[]>("PATH")
        {
            Description = "Notebooks, or folders of notebooks. None means the collection's notebooks/.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var outFolder = new Option<string?>("--out")
        {
            Description = "Where executed notebooks and pages go "
                + "(default: out/ of the collection, or of the current folder for notebooks elsewhere).",
            HelpName = "DIR",
        };
        var timeout = new Option<double>("--timeout") { Description = "The time each cell may take.", HelpName = "SECONDS",
            DefaultValueFactory = _ => 120 };
        timeout.CustomParser = result =>
        {
            if (double.TryParse(result.Tokens[0].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)
                && seconds is > 0 and < 1e6) return seconds;
            result.AddError($"--timeout wants a number of seconds above 0, not '{result.Tokens[0].Value}'.");
            return 0;
        };
        var html = new Option<bool>("--html")
        {
            Description = "Write a page for each notebook too, and an index, to read in a browser.",
        };
        var kernel = new Option<string>("--kernel")
        {
            Description = "auto: in process if all cells are C#, HTML or Markdown, else the tool; inprocess; "
                + "tool: 'dotnet interactive', for F#, NuGet packages and more.",
            DefaultValueFactory = _ => "auto",
        };
        kernel.AcceptOnlyFromAmong("auto", "inprocess", "tool");
        var update = new Option<bool>("--update") { Description = "Write the new outputs into the notebooks themselves." };

        RunSettings Settings(ParseResult parsed) =>
            new(Enum.Parse<KernelKind>(parsed.GetValue(kernel)!, ignoreCase: true),
                TimeSpan.FromSeconds(parsed.GetValue(timeout)));

        var run = new Command("run",
            "Runs notebooks. Executed copies go to out/; the notebooks themselves stay as they are unless --update is given.")
            { paths, outFolder, timeout, html, kernel, update };
        run.SetAction((parsed, stop) => new Runs(reporter, Settings(parsed))
            .Run(parsed.GetValue(paths) ?? [], parsed.GetValue(outFolder), parsed.GetValue(html), parsed.GetValue(update), stop));

        var check = new Command("check", "Runs notebooks and compares their outputs with the stored ones."
            + (explainCheck ? "\n" + Comparison.Rules : "")) { paths, timeout, kernel };
        check.SetAction((parsed, stop) => new Runs(reporter, Settings(parsed))
            .Check(parsed.GetValue(paths) ?? [], stop));

        var serve =
            new Option<bool>("--serve") { Description = "Then show the site at an address of this machine, until Ctrl-C." };
        var site = new Command("site", "Runs the whole collection and writes its pages, "
            + "with an engine beside them that runs changed cells in the browser: static files for any host.")
            { outFolder, serve, timeout, kernel };
        site.SetAction((parsed, stop) =>
            new Runs(reporter, Settings(parsed)).Site(parsed.GetValue(outFolder), parsed.GetValue(serve), stop));

        var uninstall = new Option<bool>("--uninstall") { Description = "Take the kernel away again." };
        var install = new Command("install", "Makes the kernel .NET (C#) known to VS Code and Jupyter: "
            + "writes its spec into Jupyter's data folder (JUPYTER_DATA_DIR, if set) and restores the tool.")
            { uninstall };
        install.SetAction(parsed => parsed.GetValue(uninstall)
            ? KernelSpec.Uninstall(parsed.InvocationConfiguration.Output)
                : KernelSpec.Install(parsed.InvocationConfiguration.Output));

        var root = new RootCommand(
            "Runs .NET notebooks (.ipynb) without a window. With no verb: runs the whole collection and writes out/.\n"
            + "Exit codes: 0 all good; 1 a cell failed or an output differs; 2 bad usage or a file that cannot be read.")
            { outFolder, timeout, kernel, run, check, site, install };
        root.SetAction((parsed, stop) => new Runs(reporter, Settings(parsed))
            .Run([], parsed.GetValue(outFolder), html: true, update: false, stop));
        return root;
    }
}
