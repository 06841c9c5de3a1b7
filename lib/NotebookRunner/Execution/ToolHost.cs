using System.Diagnostics;

namespace NotebookRunner;

/// <summary>
/// A small process between the runner and the tool. A tool whose parent goes away never ends: it spins on a full core.
/// The host sees the end of its input however the runner ended, even by a kill, and then ends the tool with its children.
/// </summary>
internal static class ToolHost
{
    public const string Verb = "tool-host";

    public static string[] Command(string root, string folder) =>
        ["dotnet", Quoted(typeof(ToolHost).Assembly.Location), Verb, "interactive", "stdio", "--default-kernel", "csharp", "--working-dir", Quoted(folder)];

    static string Quoted(string path) => $"\"{path}\"";

    /// <summary>Runs <c>dotnet</c> with these arguments, passes its input on, and ends it when the input ends.</summary>
    public static int Run(string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { RedirectStandardInput = true };
        start.Environment["DOTNET_TieredPGO"] = "0"; // as for the runner: a run is over before profiles of it would pay
        using var tool = Process.Start(start)!;
        Console.CancelKeyPress += (_, e) => e.Cancel = true; // Ctrl-C reaches the runner too, and its end ends our input
        var ending = new Lock(); // the tool's own end must not cut short the ending of its children
        void End()
        {
            lock (ending) Kill(tool);
        }
        AppDomain.CurrentDomain.ProcessExit += (_, _) => End();
        tool.EnableRaisingEvents = true;
        tool.Exited += (_, _) =>
        {
            lock (ending) { }
            Environment.Exit(tool.ExitCode);
        };

        using var input = Console.OpenStandardInput();
        var buffer = new byte[65536];
        try
        {
            for (int read; (read = input.Read(buffer)) > 0;)
            {
                tool.StandardInput.BaseStream.Write(buffer, 0, read);
                tool.StandardInput.BaseStream.Flush();
            }
        }
        catch (IOException)
        {
            // the tool has closed its input: it has ended
        }
        End();
        return 0;
    }

    /// <summary>Ends a host and everything it started.</summary>
    public static void End(int id)
    {
        try
        {
            using var host = Process.GetProcessById(id);
            Kill(host);
        }
        catch (ArgumentException)
        {
            // it has ended by itself
        }
    }

    static void Kill(Process process)
    {
        try { process.Kill(entireProcessTree: true); }
        catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception or AggregateException)
        {
            // it, or some of what it started, has ended in the meantime
        }
    }
}
