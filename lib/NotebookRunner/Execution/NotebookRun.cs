using System.Diagnostics;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.Events;

namespace NotebookRunner;

/// <summary>How notebooks are executed.</summary>
internal sealed record RunSettings(KernelKind Kernel, TimeSpan Timeout);

/// <summary>What stopped a notebook, and in which cell.</summary>
internal sealed record Failure(Notebook Notebook, Cell Cell, CellError Error)
{
    public override string ToString()
    {
        var place = $"{Notebook.Name}, cell [{Cell.CodeNumber}], line {Line}";
        var id = Cell.Id is { } name ? $", id {name}" : "";
        return $"{place}: {Error.Message}\n    {SourceLine}\n    (cell {Cell.Number} of {Notebook.Cells.Count}{id}; [{Cell.CodeNumber}] counts code cells, as VS Code shows after Run All)";
    }

    int Line => Error.Line + Cell.LinesNotCounted ?? FirstLine + 1;

    string SourceLine => Lines.ElementAtOrDefault(Line - 1)?.Trim() ?? "";

    string[] Lines => Cell.Source.Split('\n');

    int FirstLine => Math.Max(0, Array.FindIndex(Lines, line => line.Trim() is { Length: > 0 } text && !text.StartsWith("//", StringComparison.Ordinal)));
}

/// <summary>A finished run: the notebook with its new outputs, and what stopped it if anything did.</summary>
internal sealed record NotebookRun(Notebook Executed, Failure? Failure, TimeSpan Time)
{
    public bool Succeeded => Failure is null;
    public int Statements => Executed.CodeCells.Sum(cell => cell.Outputs.Sum(OutputText.Statements));

    /// <summary>
    /// Executes every code cell in order, in a session of its own, with the notebook's folder as current directory. That of this process
    /// changes for a notebook in process; the tool has its own, so notebooks may run there while others run here.
    /// </summary>
    public static async Task<NotebookRun> Execute(Notebook notebook, RunSettings settings, Action<int>? cellDone = null, CancellationToken stop = default)
    {
        var clock = Stopwatch.StartNew();
        var executed = notebook.Copy();
        foreach (var cell in executed.CodeCells)
        {
            cell.Outputs = [];
            cell.Json["execution_count"] = null;
        }

        var inProcess = KernelChoice.Of(notebook, settings.Kernel) == KernelKind.InProcess;
        var before = Directory.GetCurrentDirectory();
        KernelSession? session = null;
        var stuck = false;
        try
        {
            if (inProcess) Directory.SetCurrentDirectory(notebook.Folder); // the tool has a current directory of its own
            session = inProcess ? await InProcessKernel.Start() : await ToolKernel.Start(executed, stop);
            var outputs = new Outputs();
            using var subscription = session.Kernel.KernelEvents.Subscribe(new Observer<KernelEvent>(outputs.Add));
            foreach (var cell in executed.CodeCells)
            {
                if (cell.Source.Trim().Length > 0 && await Submit(session, cell, outputs, settings.Timeout, stop) is { } error)
                {
                    stuck = error.Kind == TimeoutKind;
                    if (!cell.MayFail || stuck) return new(executed, new(executed, cell, error), clock.Elapsed);
                }
                cellDone?.Invoke(cell.CodeNumber);
            }
            return new(executed, null, clock.Elapsed);
        }
        catch (OperationCanceledException)
        {
            stuck = true;
            throw;
        }
        finally
        {
            if (inProcess) Directory.SetCurrentDirectory(before);
            // A busy loop in this process cannot be stopped, nor waited for. A tool can: the runner must not exit half-way through
            // ending it, when its processes have been halted but not yet killed.
            if (stuck && session is not null) await Task.WhenAny(Task.Run(session.End), Task.Delay(TimeSpan.FromSeconds(10)));
            else session?.End();
        }
    }

    const string TimeoutKind = "Timeout";

    static async Task<CellError?> Submit(KernelSession session, Cell cell, Outputs outputs, TimeSpan timeout, CancellationToken stop)
    {
        var collected = outputs.Begin(cell.CodeNumber);
        cell.Json["execution_count"] = cell.CodeNumber;
        var command = new SubmitCode(cell.Source, cell.Kernel);
        CellError? error;
        try
        {
            var result = await Task.Run(() => session.Kernel.SendAsync(command, stop)).WaitAsync(timeout, stop);
            error = result.Events.OfType<CommandFailed>().LastOrDefault() is { } failed ? CellError.Parse(failed.Message) : null;
        }
        catch (TimeoutException)
        {
            error = new(TimeoutKind, $"The cell was still running after {timeout.TotalSeconds:0.##} s. Look for a loop that does not end, or give it more time with --timeout.", null);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            error = new(e.GetType().Name, e.Message, null);
        }
        if (error is not null) outputs.Add(error);
        cell.Outputs = outputs.End(collected);
        return error;
    }

    sealed class Observer<T>(Action<T> next) : IObserver<T>
    {
        public void OnNext(T value) => next(value);
        public void OnError(Exception error) { }
        public void OnCompleted() { }
    }
}
