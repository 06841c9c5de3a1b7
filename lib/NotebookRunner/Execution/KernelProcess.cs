using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.Connection;
using Microsoft.DotNet.Interactive.Events;

namespace NotebookRunner;

/// <summary>
/// A kernel in a process of its own, because a cell can end the process it runs in. It is spoken to in lines of JSON: a
/// <see cref="Worker"/>, which serves one notebook after the other, or the real tool (<c>dotnet interactive stdio</c>), for F#,
/// PowerShell, Mermaid and NuGet packages, which serves one.
/// </summary>
internal sealed class KernelProcess
{
    private static readonly TimeSpan StartTime = TimeSpan.FromMinutes(3);

    private static readonly ConcurrentDictionary<KernelProcess, bool> Running = [];
    private static readonly ConcurrentStack<KernelProcess> Idle = [];

    private readonly Process host;
    private readonly Task<CellError> end;
    private readonly ConcurrentDictionary<string, (Notebook Notebook, Cell Cell)> cells = [];
    private readonly bool isWorker;
    private Notebook? serves;
    private Question? question;
    private Failure? past;

    private KernelProcess(ProcessStartInfo start, bool isWorker)
    {
        this.isWorker = isWorker;
        start.StandardInputEncoding = start.StandardOutputEncoding = start.StandardErrorEncoding = new UTF8Encoding(false);
        host = Process.Start(start)!;
        end = Task.Run(ReadToEnd);
        Running[this] = true;
    }

    /// <summary>
    /// What ended a process, or would have, after its notebook had been told: an exception of a thread that a cell began, for
    /// example.
    /// </summary>
    public static ConcurrentQueue<Failure> Late { get; } = [];

    /// <summary>Starts a worker that the first notebook will find ready.</summary>
    public static void WarmUp() => Idle.Push(NewWorker());

    /// <summary>A kernel with a fresh session in the notebook's folder.</summary>
    public static async Task<KernelProcess> For(Notebook notebook, KernelKind kind, CancellationToken stop)
    {
        if (kind == KernelKind.InProcess)
            while (Idle.TryPop(out var used))
                if (await used.Begins(notebook, stop)) return used;
        var fresh = kind == KernelKind.InProcess ? NewWorker() : NewTool(notebook.Folder);
        return await fresh.Begins(notebook, stop) ? fresh
            : throw new NotebookException($"The kernel did not start. {(await fresh.end).Message}");
    }

    private static KernelProcess NewWorker() =>
        new(ProcessHost.StartInfo("dotnet", typeof(Worker).Assembly.Location, Worker.Verb), isWorker: true);

    private static KernelProcess NewTool(string folder)
    {
        var root = DotNetTool.Restore(folder);
        var start =
            ProcessHost.StartInfo("dotnet", "interactive", "stdio", "--default-kernel", "csharp", "--working-dir", folder);
        start.WorkingDirectory = root;
        return new(start, isWorker: false);
    }

    /// <summary>Begins a session; true when the kernel has answered and its compiler is warm.</summary>
    private async Task<bool> Begins(Notebook notebook, CancellationToken stop)
    {
        serves = notebook;
        Write(Worker.Session(notebook.Folder)); // the tool, which has its folder already, passes over it
        if (await Ask(new(isWorker ? "" : "1 + 1"), _ => { }, StartTime, stop) is null) return true;
        End();
        return false;
    }

    /// <summary>
    /// Runs a cell; what failed, if anything did. That is a cell of another notebook when a notebook before this one began what
    /// has now ended the process: then this one has to be run again.
    /// </summary>
    public async Task<Failure?> Run(Notebook notebook, Cell cell, Action<KernelEvent> shown, TimeSpan timeout,
        CancellationToken stop)
    {
        var command = new SubmitCode(cell.Source, cell.Kernel);
        cells[command.GetOrCreateToken()] = (notebook, cell);
        return await Ask(command, shown, timeout, stop) is { } error ? past ?? new(notebook, cell, error) : null;
    }

    private async Task<CellError?> Ask(SubmitCode command, Action<KernelEvent> shown, TimeSpan timeout, CancellationToken stop)
    {
        var asked = question = new(command.GetOrCreateToken(), shown);
        Write(KernelCommandEnvelope.Serialize(command));
        try
        {
            if (await Task.WhenAny((Task)asked.Answer, end).WaitAsync(timeout, stop) == asked.Answer) return await asked.Answer;
            // Ctrl-C may have reached the kernel a moment before the runner
            await Task.Delay(TimeSpan.FromMilliseconds(200), stop);
            return await end;
        }
        catch (TimeoutException)
        {
            return CellError.TimedOut(timeout);
        }
    }

    private void Write(string line)
    {
        try
        {
            host.StandardInput.WriteLine(line);
            host.StandardInput.Flush();
        }
        catch (IOException) { } // the process has ended, as <end> will tell
    }

    private async Task<CellError> ReadToEnd()
    {
        var complaints = ReadComplaints();
        while (await host.StandardOutput.ReadLineAsync() is { } line)
            if (EventIn(line) is { } e) Happened(e, e.Command.GetOrCreateToken());
        await host.WaitForExitAsync();
        return CellError.OfEnd(await complaints, host.ExitCode);
    }

    /// <summary>The event in a line of the kernel; null for a line of something else that writes to the same output.</summary>
    private static KernelEvent? EventIn(string line)
    {
        if (!line.StartsWith('{')) return null;
        try { return KernelEventEnvelope.Deserialize(line).Event; }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or ArgumentException) { return null; }
    }

    private void Happened(KernelEvent e, string token)
    {
        var asked = question is { Answer.IsCompleted: false } open ? open : null;
        if (e is CommandFailed late && asked?.Token != token && cells.TryGetValue(token, out var place))
        {
            past = new(place.Notebook, place.Cell, CellError.Parse(late.Message));
            if (place.Notebook != serves) Late.Enqueue(past);
            return;
        }
        asked?.Shown(e);
        if (e is CommandFailed failed) asked?.Failed(failed.Message);
        if (e is CommandFailed or CommandSucceeded && asked?.Token == token) asked.Done();
    }

    /// <summary>
    /// What the process says at its end, from the line on that says why; not all that its cells may write there.
    /// </summary>
    private async Task<string> ReadComplaints()
    {
        var said = new StringBuilder();
        while (await host.StandardError.ReadLineAsync() is { } line)
            if (said.Length < 10_000 && (said.Length > 0 || CellError.TellsEnd(line))) said.Append(line).Append('\n');
        return said.ToString();
    }

    /// <summary>Whether it can take another command: it has answered the last one, and lives.</summary>
    public bool IsFree => question?.Answer.IsCompleted != false && !end.IsCompleted;

    /// <summary>Gives a worker back, for the next notebook; ends what cannot serve one.</summary>
    public void Return()
    {
        serves = null;
        if (isWorker && IsFree) Idle.Push(this);
        else End();
    }

    /// <summary>Ends the process and all that its cells have started.</summary>
    public void End()
    {
        if (Running.TryRemove(this, out _)) ProcessHost.End(host);
    }

    /// <summary>Waits a moment for what the last cells may have left running to fail.</summary>
    public static Task Settle() =>
        Task.WhenAny(Task.WhenAll(Idle.Select(kernel => kernel.end)), Task.Delay(TimeSpan.FromMilliseconds(200)));

    /// <summary>Ends all of them, with all that their cells have started.</summary>
    public static void EndAll() => Parallel.ForEach(Running.Keys, kernel => kernel.End());
}

/// <summary>A command whose end is awaited, and what is to be told of its events.</summary>
internal sealed record Question(string Token, Action<KernelEvent> Shown)
{
    private readonly TaskCompletionSource<CellError?> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CellError? error;

    /// <summary>How it ended: null if well.</summary>
    public Task<CellError?> Answer => answer.Task;

    public void Failed(string message) => error = CellError.Parse(message);

    public void Done() => answer.TrySetResult(error);
}
