using System.Diagnostics;
using System.Text.Json.Nodes;

namespace NotebookRunner.Tests;

/// <summary>A folder that is gone after the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("notebook-runner-").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>Writes a notebook of C# code cells; a cell that begins with "md:" is Markdown.</summary>
    public string Notebook(string name, params string[] cells)
    {
        File.WriteAllText(this[name], NotebookText(cells));
        return this[name];
    }

    public static string NotebookText(params string[] cells) => new JupyterJson().Write(new JsonObject
    {
        ["cells"] = new JsonArray([.. cells.Select((source, i) => source.StartsWith("md:", StringComparison.Ordinal)
            ? (JsonNode)new JsonObject { ["cell_type"] = "markdown", ["id"] = $"c{i + 1}", ["metadata"] = new JsonObject(),
                ["source"] = MultiLine.Split(source[3..]) }
            : new JsonObject
            {
                ["cell_type"] = "code", ["execution_count"] = null, ["id"] = $"c{i + 1}",
                ["metadata"] = new JsonObject
                {
                    ["dotnet_interactive"] = new JsonObject { ["language"] = "csharp" },
                    ["polyglot_notebook"] = new JsonObject { ["kernelName"] = "csharp" },
                },
                ["outputs"] = new JsonArray(), ["source"] = MultiLine.Split(source),
            })]),
        ["metadata"] = new JsonObject
        {
            ["kernelspec"] = new JsonObject { ["display_name"] = ".NET (C#)", ["language"] = "C#", ["name"] = ".net-csharp" },
            ["language_info"] = new JsonObject { ["name"] = "polyglot-notebook" },
        },
        ["nbformat"] = 4,
        ["nbformat_minor"] = 5,
    });

    public void Dispose() => Directory.Delete(Path, recursive: true);
}

/// <summary>The command line, in this process.</summary>
internal static class Cli
{
    /// <summary>
    /// The tests that share this process's kernels and environment variables: they run one after the other, beside all others.
    /// </summary>
    public const string InThisProcess = "in this process";

    public static async Task<(int Code, string Text)> Run(params string[] arguments)
    {
        var output = new StringWriter();
        var code = await CommandLine.Run(arguments, new Reporter(output, isTerminal: false), output, output);
        return (code, output.ToString());
    }
}

/// <summary>The runner as a process of its own, for what would harm this one.</summary>
internal static class RunnerProcess
{
    public static Process Start(params string[] arguments) =>
        Process.Start(new ProcessStartInfo("dotnet", [typeof(Notebook).Assembly.Location, .. arguments])
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;

    public static async Task<(int Code, string Text)> Run(params string[] arguments)
    {
        using var process = Start(arguments);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        try { await process.WaitForExitAsync(limit.Token); }
        finally { process.Kill(entireProcessTree: true); }
        return (process.ExitCode, await output + await error);
    }

    /// <summary>The tool processes that work in this folder, found in /proc.</summary>
    public static int ToolsIn(string folder) => Count("stdio", folder);

    /// <summary>The processes whose command line has all these words, found in /proc.</summary>
    public static int Count(params string[] words) => Directory.EnumerateDirectories("/proc")
        .Where(process => int.TryParse(Path.GetFileName(process), out _))
        .Count(process => CommandOf(process) is var command && words
            .All(word => command.Contains(word, StringComparison.Ordinal)));

    static string CommandOf(string process)
    {
        try { return File.ReadAllText(Path.Combine(process, "cmdline")); }
        catch (IOException) { return ""; } // it has just ended
    }

    public static async Task<bool> Eventually(Func<bool> condition, double seconds = 15, int pause = 100)
    {
        for (var clock = Stopwatch.StartNew(); clock.Elapsed.TotalSeconds < seconds; await Task.Delay(pause))
            if (condition()) return true;
        return condition();
    }
}

/// <summary>Which addresses a process listens on, told by Linux.</summary>
internal static class Listening
{
    /// <summary>A cell that prints the addresses of its own process, in hexadecimal as in /proc/net/tcp.</summary>
    public const string Cell = """
        var sockets = System.IO.Directory.GetFiles("/proc/self/fd").Select(file => new System.IO.FileInfo(file).LinkTarget).ToHashSet();
        foreach (var table in new[] { "/proc/net/tcp", "/proc/net/tcp6" }.Where(System.IO.File.Exists))
            foreach (var entry in System.IO.File.ReadLines(table).Skip(1).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)))
                if (entry[3] == "0A" && sockets.Contains($"socket:[{entry[9]}]")) Console.WriteLine("listens on " + entry[1].Split(':')[0]);
        """;

    /// <summary>127.0.0.1, ::1, and 127.0.0.1 as an address of version 6.</summary>
    public static readonly string[] OfThisMachineOnly = ["0100007F", "00000000000000000000000001000000",
        "0000000000000000FFFF00000100007F"];

    public static string[] In(string text) =>
        [.. text.Split('\n').Where(line => line.StartsWith("listens on ", StringComparison.Ordinal))
            .Select(line => line["listens on ".Length..].Trim())];
}

/// <summary>Programs that may not be on this machine.</summary>
internal static class Tool
{
    public static (int Code, string Text)? TryRun(string file, string[] arguments, string folder,
        params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(file, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true,
            RedirectStandardError = true };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        try
        {
            using var process = Process.Start(start)!;
            var error = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output + error.Result);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null; // not on this machine
        }
    }
}
