using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace NotebookRunner;

/// <summary>Runs many notebooks, one after the other, and tells how each went.</summary>
internal sealed class Runs(Reporter reporter, RunSettings settings)
{
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private readonly SortedSet<string> notes = [];
    private readonly HashSet<string> good = [];
    private IReadOnlyDictionary<string, string> places = new Dictionary<string, string>();
    private int code = CommandLine.Good, statements;

    /// <summary>The whole collection as pages, with the engine beside them.</summary>
    public async Task<int> Site(string? outFolder, bool serve, CancellationToken stop)
    {
        var target = Path.GetFullPath(outFolder ?? Path.Combine(Repository.Root ?? ".", "out"));
        var ran = await Run([], target, html: true, update: false, stop, engine: BrowserEngine.Write(target, stop));
        if (!serve) return ran;
        using var server = new LocalServer(target);
        reporter.Text($"The site is at {server.Address} until Ctrl-C.");
        await server.Run(stop);
        return ran;
    }

    /// <summary>
    /// Runs notebooks; pages are written when the <paramref name="engine"/>, if one is made meanwhile, lies beside them.
    /// </summary>
    public async Task<int> Run(string[] paths, string? outFolder, bool html, bool update, CancellationToken stop,
        Task? engine = null)
    {
        var notebooks = Find(paths);
        var target = Path.GetFullPath(outFolder ?? Path.Combine(notebooks.All(IsOurs) ? Repository.Root! : ".", "out"));
        var site = new Site(target);
        await Each(notebooks, stop, (name, original, run) =>
        {
            var copy = Path.Combine(target, places[original.Path]);
            if (copy == original.Path) throw new NotebookException(
                $"--out {outFolder} would overwrite {original.Path}; choose another folder, or use --update.");
            run.Executed.Save(copy);
            site.Add(original, run.Executed, copy);
            if (run.Failure is { } failure)
            {
                reporter.Bad(name, run, $"{failure}\n(outputs so far: {Relative(copy)})");
                return false;
            }
            reporter.Good(name, run, update ? Update(original, run.Executed) : "");
            return true;
        });
        if (engine is not null) await engine;
        if (html) site.Write();
        Close(notebooks.Count, html ? $"Open {Relative(site.Index)}." : $"Look in {Relative(target)}.");
        return code;
    }

    public async Task<int> Check(string[] paths, CancellationToken stop)
    {
        var notebooks = Find(paths);
        await Each(notebooks, stop, (name, original, run) =>
        {
            if (run.Failure is { } failure)
            {
                reporter.Bad(name, run, failure.ToString());
                return false;
            }
            var differences = Comparison.Of(original, run.Executed);
            if (differences.Count == 0) reporter.Good(name, run);
            else reporter.Bad(name, run,
                $"{original.Name} differs from its stored outputs (- stored, + now) in "
                    + $"{Reporter.Count(differences.Count, "cell")}:\n{string.Join('\n', differences)}");
            return differences.Count == 0;
        });
        Close(notebooks.Count,
            code == CommandLine.Good ? "All outputs are as stored." : "If the new outputs are right: run --update.");
        return code;
    }

    private async Task Each(IReadOnlyList<string> paths, CancellationToken stop, Func<string, Notebook, NotebookRun, bool> finish)
    {
        places = Repository.Places(paths);
        reporter.Names(paths.Select(Name));
        using var ahead = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var beside = new Beside(paths, settings, ahead.Token);
        try
        {
            foreach (var path in paths)
            {
                var name = Name(path);
                try
                {
                    var notebook = Notebook.Load(path);
                    var run = await reporter.Watch(name, notebook.CodeCells.Count(),
                        done => beside.Run(path, done) ?? NotebookRun.Execute(notebook, settings, done, stop));
                    TellLate();
                    statements += run.Statements;
                    if (finish(name, notebook, run)) good.Add(path);
                    else code = Math.Max(code, CommandLine.Failed);
                }
                catch (Exception e) when (e is NotebookException or IOException or UnauthorizedAccessException)
                {
                    reporter.Bad(name,
                        e is NotebookException ? e.Message : $"{Path.GetFileName(path)} could not be written: {e.Message}");
                    code = CommandLine.BadInput;
                }
            }
        }
        finally
        {
            await ahead.CancelAsync();
            await beside.End();
        }
        await KernelProcess.Settle();
        TellLate();
    }

    /// <summary>Tells of cells that were taken for good, and whose threads have failed since.</summary>
    private void TellLate()
    {
        while (KernelProcess.Late.TryDequeue(out var failure))
        {
            if (!places.ContainsKey(failure.Notebook.Path)) continue; // of another run of this process
            reporter.Bad(Name(failure.Notebook.Path), $"after its last cell: {failure}");
            good.Remove(failure.Notebook.Path);
            code = Math.Max(code, CommandLine.Failed);
        }
    }

    private string Update(Notebook original, Notebook executed)
    {
        var updated = original.Copy();
        var pictures = new List<PictureOutput>();
        foreach (var (cell, fresh) in updated.CodeCells.Zip(executed.CodeCells))
        {
            var before = cell.Outputs;
            cell.Outputs = StoredForm.Of(fresh.Outputs, original.Folder);
            cell.Json["execution_count"] = fresh.Json["execution_count"]?.DeepClone();
            pictures.AddRange(PictureOutput.In(cell.Outputs, fresh.Outputs, before));
        }
        var old = new JsonArray([.. original.CodeCells.SelectMany(cell => cell.Outputs).Select(output => output?.DeepClone())]);
        if (Pictures.Fill(pictures, old) is { } notDrawn) notes.Add(notDrawn);
        Pictures.WriteNamed(updated);
        return updated.Save(original.Path) ? ", updated" : ", unchanged";
    }

    private void Close(int count, string where)
    {
        foreach (var note in notes) reporter.Text(note);
        reporter.Text(string.Create(CultureInfo.InvariantCulture,
        $"{Reporter.Count(count, "notebook")}, {(good.Count == count ? "all clean" : $"{count - good.Count} not clean")}, {Reporter.Count(statements, "statement")} checked, {clock.Elapsed.TotalSeconds:0.0} s. {where}"));
    }

    private static List<string> Find(string[] paths)
    {
        if (paths.Length == 0)
            paths = Repository.Root is { } root ? [Path.Combine(root, "notebooks")]
                : throw new NotebookException($"There is no {Repository.Solution} here or above: name the notebooks to run.");
        return paths.SelectMany(Repository.Notebooks).Distinct().ToList() is { Count: > 0 } found ? found
            : throw new NotebookException($"There are no notebooks in {string.Join(", ", paths)}.");
    }

    private static bool IsOurs(string path) =>
        Repository.Root is { } root && path.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private string Name(string path) =>
        Repository.IsOfCollection(path) ? Path.ChangeExtension(places[path], null) : places[path];

    private static string Relative(string path) =>
        Path.GetRelativePath(".", path) is var relative && relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
}
