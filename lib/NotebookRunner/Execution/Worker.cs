using System.Collections.Concurrent;
using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.Connection;
using Microsoft.DotNet.Interactive.Events;

namespace NotebookRunner;

/// <summary>
/// The kernel of <see cref="InProcessKernel"/> in a process of its own, because a cell can end the process it runs in. It reads
/// commands and writes events as the tool's stdio mode does, one a line; a line that is a JSON string begins a new session in
/// that folder. What ends the process is reported, before it does, as a failure of the cell that it came from.
/// </summary>
internal static class Worker
{
    public const string Verb = "worker";

    private static readonly Lock Writing = new();
    private static readonly ConcurrentDictionary<Assembly, KernelCommand> CellOf = [];
    private static StreamWriter output = StreamWriter.Null;
    private static KernelCommand? current;

    public static async Task<int> Run()
    {
        using var input = new StreamReader(Console.OpenStandardInput());
        output = new(Console.OpenStandardOutput()) { AutoFlush = true };
        Console.SetIn(TextReader.Null);
        Console.SetOut(TextWriter.Null); // while a cell runs, the kernel takes over; what is printed later belongs to no cell
        Console.SetError(TextWriter.Null);
        Console.CancelKeyPress += (_, e) => e.Cancel = true; // the runner ends this process
        AppDomain.CurrentDomain.AssemblyLoad += (_, e) => CellOf[e.LoadedAssembly] = current!;
        AppDomain.CurrentDomain.UnhandledException += (_, e) => ReportEnd((Exception)e.ExceptionObject);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => ReportEnd(null);
        InProcessKernel.WarmUp();

        KernelSession? session = null;
        while (await input.ReadLineAsync() is { } line)
        {
            if (JsonSerializer.Deserialize<JsonElement>(line) is { ValueKind: JsonValueKind.String } folder)
            {
                session?.End();
                Directory.SetCurrentDirectory(folder.GetString()!);
                session = await InProcessKernel.Start();
                session.Kernel.KernelEvents.Subscribe(new Observer<KernelEvent>(Write));
                continue;
            }
            current = KernelCommandEnvelope.Deserialize(line).Command;
            await session!.Kernel.SendAsync(current);
        }
        current = null;
        return 0;
    }

    /// <summary>The line that begins a new session in a folder.</summary>
    public static string Session(string folder) => JsonSerializer.Serialize(folder);

    /// <summary>
    /// The line begins anew, because a process that a cell started may have written half a line to the same output.
    /// </summary>
    private static void Write(KernelEvent e)
    {
        var line = $"\n{KernelEventEnvelope.Serialize(e)}\n";
        lock (Writing) output.Write(line);
    }

    private static void ReportEnd(Exception? exception)
    {
        Writing.Enter(); // and never leave: nothing that other threads still write may come after this
        var frames = (exception is null ? new StackTrace() : new StackTrace(exception)).GetFrames();
        var cell = frames.Select(frame => frame.GetMethod()?.Module.Assembly).OfType<Assembly>()
            .Where(assembly => assembly.GetName().Name!.StartsWith('ℛ')).Select(CellOf.GetValueOrDefault)
                .LastOrDefault() ?? current;
        if (cell is null) return;
        var message = exception is null
            ? $"Exit: Environment.Exit({Environment.ExitCode}) ended the process: the cells after this one could not run. Leave it out.\n{Environment.StackTrace}"
            : $"{exception.GetType()}: {exception.Message}\n({CellError.Uncaught})\n{exception.StackTrace}";
        output.Write($"\n{KernelEventEnvelope.Serialize(new CommandFailed(message, cell))}\n");
    }
}
