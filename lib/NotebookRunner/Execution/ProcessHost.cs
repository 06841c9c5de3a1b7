using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace NotebookRunner;

/// <summary>
/// A small process between the runner and a program that it starts. The host sees the end of its input however the runner ended,
/// even by a kill, and then ends the program and all that came of it: a tool whose parent goes away would spin on a full core for
/// ever.
/// </summary>
internal static class ProcessHost
{
    public const string Verb = "host";

    /// <summary>
    /// What starts the program under a host: the program lives until it ends, or the input given to this process ends.
    /// </summary>
    public static ProcessStartInfo StartInfo(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(ProcessHost).Assembly.Location, Verb, program, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_TieredPGO"] = "0"; // a run is over before profiles of it would pay
        return start;
    }

    /// <summary>Ends the program under a host, and waits until nothing of it is left.</summary>
    public static void End(Process host)
    {
        try { host.StandardInput.Close(); }
        catch (IOException) { } // what was still to be written has nobody to read it
        if (!host.WaitForExit(TimeSpan.FromSeconds(10))) Kill(host);
    }

    /// <summary>
    /// The host itself: runs the program, passes the input on, and ends everything when the input or the program ends.
    /// </summary>
    public static int Run(string program, string[] arguments)
    {
        if (OperatingSystem.IsLinux()) _ = Control(AdoptOrphans, 1, 0, 0, 0);
        Console.CancelKeyPress += (_, e) => e.Cancel = true; // Ctrl-C reaches the runner too, and its end ends our input
        using var child = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardInput = true })!;
        var ending = new Lock();
        void End()
        {
            lock (ending)
            {
                Kill(child);
                for (var known = new HashSet<int>(); Orphans().FirstOrDefault(known.Add) is > 0 and var orphan;) Kill(orphan);
            }
        }
        AppDomain.CurrentDomain.ProcessExit += (_, _) => End();
        child.EnableRaisingEvents = true;
        child.Exited += (_, _) => Environment.Exit(child.ExitCode);
        try
        {
            using var input = Console.OpenStandardInput();
            var buffer = new byte[65536];
            for (int read; (read = input.Read(buffer)) > 0;)
            {
                child.StandardInput.BaseStream.Write(buffer, 0, read);
                child.StandardInput.BaseStream.Flush();
            }
        }
        catch (IOException)
        {
            child.WaitForExit(); // it has closed its input: it is about to end
        }
        End();
        return 0;
    }

    /// <summary>
    /// PR_SET_CHILD_SUBREAPER of Linux's prctl(2): what a descendant leaves behind becomes a child of this process.
    /// </summary>
    private const int AdoptOrphans = 36;

    [DllImport("libc", EntryPoint = "prctl")]
    private static extern int Control(int option, nuint a, nuint b, nuint c, nuint d);

    /// <summary>The children of this process, the adopted ones among them, where Linux lists them.</summary>
    private static IEnumerable<int> Orphans() => !Directory.Exists("/proc/self/task") ? []
        : Directory.EnumerateDirectories("/proc/self/task").Select(task => Path.Combine(task, "children")).Where(File.Exists)
            .SelectMany(file => File.ReadAllText(file).Split(' ',
                StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            .Select(id => int.Parse(id, CultureInfo.InvariantCulture));

    private static void Kill(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            Kill(process);
        }
        catch (ArgumentException)
        {
            // it has ended by itself
        }
    }

    private static void Kill(Process process)
    {
        try { process.Kill(entireProcessTree: true); }
        catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception or AggregateException)
        {
            // it, or some of what it started, has ended in the meantime
        }
    }
}
