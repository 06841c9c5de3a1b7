using System.Diagnostics;

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

    private int Line => Error.Line + Cell.LinesNotCounted ?? FirstLine + 1;

    private string SourceLine => Lines.ElementAtOrDefault(Line - 1)?.Trim() ?? "";

    private string[] Lines => Cell.Source.Split('\n');

    private int FirstLine => Math.Max(0,
        Array.FindIndex(Lines, line => line.Trim() is { Length: > 0 } text && !text.StartsWith("//", StringComparison.Ordinal)));
}

/// <summary>A finished run: the notebook with its new outputs, and what stopped it if anything did.</summary>
internal sealed record NotebookRun(Notebook Executed, Failure? Failure, TimeSpan Time)
{
    public bool Succeeded => Failure is null;
    public int Statements => Executed.CodeCells.Sum(cell => cell.Outputs.Sum(OutputText.Statements));

    /// <summary>
    /// Executes every code cell in order, in a session of its own, with the notebook's folder as current directory. It happens in
    /// other processes, so several notebooks may run at the same time.
    /// </summary>
    public static async Task<NotebookRun> Execute(
        Notebook notebook, RunSettings settings, Action<int>? cellDone = null, CancellationToken stop = default)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var executed = notebook.Copy();
            foreach (var cell in executed.CodeCells) (cell.Outputs, cell.Json["execution_count"]) = ([], null);
            var failure = await Once(executed, settings, cellDone, stop);
            // A notebook before this one began what ended the process: this one gets a process that knows no other.
            if (failure is null || failure.Notebook == executed) return new(executed, failure, clock.Elapsed);
        }
    }

    private static async Task<Failure?> Once(Notebook executed, RunSettings settings, Action<int>? cellDone,
        CancellationToken stop)
    {
        var kernel = await KernelProcess.For(executed, KernelChoice.Of(executed, settings.Kernel), stop);
        var outputs = new Outputs();
        try
        {
            foreach (var cell in executed.CodeCells.Where(cell => cell.Source.Trim().Length > 0))
            {
                var collected = outputs.Begin(cell.CodeNumber);
                cell.Json["execution_count"] = cell.CodeNumber;
                var failure = await kernel.Run(executed, cell, outputs.Add, settings.Timeout, stop);
                cell.Outputs = outputs.End(collected);
                if (failure?.Notebook == executed) failure.Cell.Outputs.Add(Outputs.Of(failure.Error));
                if (failure is not null && (failure.Cell != cell || !cell.MayFail || !kernel.IsFree)) return failure;
                cellDone?.Invoke(cell.CodeNumber);
            }
            return null;
        }
        finally
        {
            kernel.Return();
        }
    }
}

/// <summary>Takes what comes, one after the other.</summary>
internal sealed class Observer<T>(Action<T> next) : IObserver<T>
{
    public void OnNext(T value) => next(value);
    public void OnError(Exception error) { }
    public void OnCompleted() { }
}
