using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using NotebookRunner;
using static Notebooks.Tests.Run;

namespace Notebooks.Tests;

/// <summary>Every notebook, executed: no cell fails, and what it gives is what is stored.</summary>
public class StoredOutputTests
{
    /// <summary>Those that need no tool.</summary>
    public static TheoryData<string> OfCSharp => [.. Repository.Notebooks(NotebookFolder).Where(path => KernelChoice.Reason(Notebook.Load(path)) is null).Select(path => Path.GetRelativePath(NotebookFolder, path).Replace('\\', '/'))];

    [Theory, MemberData(nameof(OfCSharp))]
    public async Task In_process(string name) => Assert.Null(await Difference(Notebook.Load(Path.Combine(NotebookFolder, name)), KernelKind.InProcess));

    /// <summary>Over stdio, two at a time: each tool is a process of its own.</summary>
    [Fact]
    public async Task On_the_real_tool()
    {
        var problems = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(Repository.Notebooks(NotebookFolder), new ParallelOptions { MaxDegreeOfParallelism = 2, CancellationToken = TestContext.Current.CancellationToken },
            async (path, _) => { if (await Difference(Notebook.Load(path), KernelKind.Tool) is { } problem) problems.Add(problem); });
        Assert.Empty(problems);
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

    static async Task<string?> Difference(Notebook stored, KernelKind kernel)
    {
        var run = await NotebookRun.Execute(stored, new(kernel, TimeSpan.FromMinutes(4)), stop: TestContext.Current.CancellationToken);
        if (run.Failure is { } failure) return failure.ToString();
        return Comparison.Of(stored, run.Executed) is { Count: > 0 } differences ? $"{stored.Name} differs from its stored outputs:\n{string.Join('\n', differences)}" : null;
    }
}
