using System.Text.Json.Nodes;
using NotebookRunner;

[assembly: CollectionBehavior(MaxParallelThreads = 2)]      // with what they start, two fill a small machine

namespace Notebooks.Tests;

/// <summary>Makes notebooks out of lines of code and runs them.</summary>
internal static class Run
{
    public static string Root { get; } = Repository.Above(AppContext.BaseDirectory)!;

    public static string NotebookFolder { get; } = Path.Combine(Root, "notebooks");

    /// <summary>
    /// Tests whose cells run in other processes, one after the other: the language of those processes is set for all of them.
    /// </summary>
    public const string Processes = "in other processes";

    public const string Import = "#!import setup.dib";

    /// <summary>Runs a notebook of these cells that lies in the folder; nothing is written there.</summary>
    public static Task<NotebookRun> Cells(string folder, KernelKind kernel, params string[] cells) =>
        NotebookRun.Execute(Of(folder, cells), new(kernel, TimeSpan.FromMinutes(4)), stop: TestContext.Current.CancellationToken);

    /// <summary>A notebook of these code cells, never written.</summary>
    public static Notebook Of(string folder, params string[] cells)
    {
        var json = new JsonObject
        {
            ["cells"] = new JsonArray([.. cells.Select((source, i) => (JsonNode)new JsonObject
            {
                ["cell_type"] = "code", ["execution_count"] = null, ["id"] = $"cell-{i + 1}", ["metadata"] = new JsonObject(),
                ["outputs"] = new JsonArray(), ["source"] = source,
            })]),
            ["metadata"] = new JsonObject { ["kernelspec"] = new JsonObject { ["display_name"] = ".NET (C#)", ["language"] = "C#",
                ["name"] = ".net-csharp" } },
            ["nbformat"] = 4,
            ["nbformat_minor"] = 5,
        };
        return Notebook.Parse(Path.Combine(folder, "test.ipynb"), json.ToJsonString());
    }

    public static void Succeeded(NotebookRun run) => Assert.True(run.Succeeded, run.Failure?.ToString());

    /// <summary>Everything that a cell wrote or gave back as plain text; cells are counted from 1.</summary>
    public static string Text(NotebookRun run, int cell) => string.Concat(Outputs(run, cell)
        .Select(output => MultiLine.Join(output["text"] ?? output["data"]?["text/plain"] ?? output["evalue"])));

    public static IEnumerable<JsonNode> Outputs(NotebookRun run, int cell) =>
        run.Executed.Cells[cell - 1].Outputs.Select(output => output!);
}

/// <summary>A folder that is gone after the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public TemporaryFolder(string? inside = null) =>
        Path = Directory.CreateDirectory(System.IO.Path.Combine(inside ?? System.IO.Path.GetTempPath(),
            $"notebook-test-{Guid.NewGuid():N}")).FullName;

    public string Path { get; }

    /// <summary>A copy of what the library is built from, without anything built.</summary>
    public void CopySources(string root)
    {
        string[] wanted = ["NotebookLib.sln", "global.json", "Directory.Build.props", "Directory.Packages.props", ".config",
            "data", "lib/NotebookLib", "lib/NotebookLib.Formulas", "lib/NotebookLib.Kernels", "lib/NotebookLib.Interactive",
            "notebooks/setup.dib"];
        foreach (var file in Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories))
        {
            var name = System.IO.Path.GetRelativePath(root, file).Replace('\\', '/');
            if (name.Split('/') is var parts && (parts.Contains("bin") || parts.Contains("obj") || parts[0] is ".git" or "out"))
                continue;
            if (!wanted.Any(part => name == part || name.StartsWith(part + "/", StringComparison.Ordinal))) continue;
            var copy = System.IO.Path.Combine(Path, name);
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
