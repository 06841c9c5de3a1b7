using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using NotebookRunner;
using static Notebooks.Tests.Run;

namespace Notebooks.Tests;

/// <summary>Every notebook, executed: no cell fails, and what it gives is what is stored.</summary>
[Collection(Run.Processes)]
public class StoredOutputTests
{
    /// <summary>Those that need no tool.</summary>
    public static TheoryData<string> OfCSharp => [.. Repository.Notebooks(NotebookFolder)
        .Where(path => KernelChoice.Reason(Notebook.Load(path)) is null)
        .Select(path => Path.GetRelativePath(NotebookFolder, path).Replace('\\', '/'))];

    [Theory, MemberData(nameof(OfCSharp))]
    public async Task In_process(string name) =>
        Assert.Null(await Difference(Notebook.Load(Path.Combine(NotebookFolder, name)), KernelKind.InProcess));

    /// <summary>
    /// Over stdio. A session of its own, which a notebook has in process, costs seconds here; so the notebooks of a folder follow
    /// each other in one session, and whatever one left behind would show as a difference. In a long run each has its own. Those
    /// that only the tool can run run once more at the end, and there each of their statements, made false, is caught.
    /// </summary>
    [Fact]
    public async Task On_the_real_tool()
    {
        var sessions = Repository.Notebooks(NotebookFolder).Select(Notebook.Load)
            .GroupBy(notebook => RandomCases.Long ? notebook.Path : notebook.Folder).ToList();
        CultureTests.Is("tr_TR.UTF-8");
        Assert.Equal(2, sessions.SelectMany(notebooks => notebooks).Count(NeedsTool));
        var problems = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(sessions,
            new ParallelOptions { MaxDegreeOfParallelism = 2, CancellationToken = TestContext.Current.CancellationToken },
            async (notebooks, _) =>
            {
                foreach (var problem in await OneAfterTheOther([.. notebooks])) problems.Add(problem);
            });
        CultureTests.Is("de_DE.UTF-8");
        if (!problems.IsEmpty) Assert.Fail(string.Join("\n\n", problems));
    }

    [Theory]
    [InlineData("Console.Write(1 + 1);", null)]
    [InlineData("Console.Write(1 + 2);", "- 2")]
    [InlineData("if (1 + 1 != 3) throw new Exception(\"one and one are not three\");", "one and one are not three")]
    public async Task An_output_that_is_not_the_stored_one_is_noticed(string cell, string? expected)
    {
        var notebook = Of(NotebookFolder, cell);
        notebook.Cells[0].Outputs = [new JsonObject { ["output_type"] = "stream", ["name"] = "stdout", ["text"] = "2" }];
        if (expected is null) Assert.Null(await Difference(notebook, KernelKind.InProcess));
        else Assert.Contains(expected, await Difference(notebook, KernelKind.InProcess));
    }

    static bool NeedsTool(Notebook notebook) => KernelChoice.Reason(notebook) is not null;

    /// <summary>
    /// Runs notebooks of one folder in one session of the tool, then those that need it again, made false; what is wrong.
    /// </summary>
    static async Task<List<string>> OneAfterTheOther(List<Notebook> notebooks)
    {
        List<Notebook> parts = [.. notebooks, .. notebooks.Where(NeedsTool).Select(MadeFalse)];
        var together = parts[0].Copy();
        together.Json["cells"] = new JsonArray([.. parts.SelectMany(notebook => notebook.Cells)
            .Select(cell => cell.Json.DeepClone())]);
        var run = await NotebookRun.Execute(Notebook.Parse(parts[0].Path, together.ToText()),
            new(KernelKind.Tool, TimeSpan.FromMinutes(4)), stop: TestContext.Current.CancellationToken);
        if (run.Failure is { } failure) return [failure.ToString()];
        var problems = new List<string>();
        var done = 0;
        foreach (var stored in parts)
        {
            var fresh = stored.Copy();
            foreach (var (cell, executed) in fresh.Cells.Zip(run.Executed.Cells.Skip(done)))
                cell.Json["outputs"] = executed.Json["outputs"]?.DeepClone();
            done += stored.Cells.Count;
            if (DifferenceOf(stored, fresh) is { } problem) problems.Add(problem);
        }
        return problems;
    }

    /// <summary>
    /// The notebook with a cell more after each that makes statements: it makes them false, and says that each was caught.
    /// </summary>
    static Notebook MadeFalse(Notebook notebook)
    {
        var copy = notebook.Copy();
        var cells = copy.Cells.SelectMany(cell => Falsehoods.In(cell.Source) is { Count: > 0 } falsehoods
            ? [cell.Json.DeepClone(), Code(Falsehoods.Cell(falsehoods), Falsehoods.AllCaught(falsehoods.Count))]
            : new[] { cell.Json.DeepClone() });
        copy.Json["cells"] = new JsonArray([Code(Falsehoods.Runner), .. cells]);
        return Notebook.Parse(copy.Path, copy.ToText());

        static JsonNode Code(string source, string? result = null) => new JsonObject
        {
            ["cell_type"] = "code", ["execution_count"] = null, ["metadata"] = new JsonObject(), ["source"] = source,
            ["outputs"] = result is null ? [] : new JsonArray(new JsonObject { ["output_type"] = "execute_result",
                ["execution_count"] = 1, ["metadata"] = new JsonObject(),
                ["data"] = new JsonObject { ["text/plain"] = result } }),
        };
    }

    static async Task<string?> Difference(Notebook stored, KernelKind kernel)
    {
        var run =
            await NotebookRun.Execute(stored, new(kernel, TimeSpan.FromMinutes(4)), stop: TestContext.Current.CancellationToken);
        if (run.Failure is { } failure) return failure.ToString();
        return DifferenceOf(stored, run.Executed);
    }

    static string? DifferenceOf(Notebook stored, Notebook fresh) =>
        Comparison.Of(stored, fresh) is { Count: > 0 } differences
            ? $"{stored.Name} differs from its stored outputs:\n{string.Join('\n', differences)}" : null;
}
