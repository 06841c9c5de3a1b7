namespace NotebookRunner;

/// <summary>
/// The notebooks for the tool, run one after the other from the start, beside the notebooks in process: on two cores they cost no
/// time.
/// </summary>
internal sealed class Beside
{
    private readonly Dictionary<string, Task<NotebookRun>> runs = [];
    private Action<string, int>? cellDone;

    public Beside(IEnumerable<string> paths, RunSettings settings, CancellationToken stop)
    {
        Task last = Task.CompletedTask;
        foreach (var path in paths)
        {
            Notebook notebook;
            try { notebook = Notebook.Load(path); }
            catch (NotebookException) { continue; }        // told in its turn
            if (KernelChoice.Of(notebook, settings.Kernel) == KernelKind.Tool)
                last = runs[path] = After(last, path, notebook, settings, stop);
        }
    }

    /// <summary>The run of this notebook, already begun; null if it is one for this process.</summary>
    public Task<NotebookRun>? Run(string path, Action<int> done)
    {
        if (!runs.TryGetValue(path, out var run)) return null;
        cellDone = (of, cell) => { if (of == path) done(cell); };
        return run;
    }

    /// <summary>Waits until every tool has been ended.</summary>
    public async Task End() => await Task.WhenAll(runs.Values).ContinueWith(_ => { }, TaskScheduler.Default);

    private async Task<NotebookRun> After(Task last, string path, Notebook notebook, RunSettings settings, CancellationToken stop)
    {
        await last.ContinueWith(_ => { }, TaskScheduler.Default);
        return await Task.Run(() => NotebookRun.Execute(notebook, settings, cell => cellDone?.Invoke(path, cell), stop), stop);
    }
}
