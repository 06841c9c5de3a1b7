using System.Text.RegularExpressions;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.Events;
using NotebookRunner;
using static Notebooks.Tests.Run;

namespace Notebooks.Tests;

/// <summary>The statements of the notebooks: each can fail, and none fails for another cost.</summary>
public partial class StatementTests
{
    public static TheoryData<string> All => [.. Directory.EnumerateFiles(NotebookFolder, "*.ipynb", SearchOption.AllDirectories)
        .Where(path => Notebook.Load(path).CodeCells.All(cell => !cell.Source.StartsWith("#!fsharp", StringComparison.Ordinal)))
        .Select(path => Path.GetRelativePath(NotebookFolder, path).Replace('\\', '/')).Order()];

    public static TheoryData<string> WithYourCost => [.. ((IEnumerable<TheoryDataRow<string>>)All).Select(row => row.Data)
        .Where(name => Notebook.Load(Path.Combine(NotebookFolder, name)).CodeCells.Any(IsYourCost))];

    static bool IsYourCost(Cell cell) => cell.Source.StartsWith("var yourCost = Cost.Define(", StringComparison.Ordinal);

    /// <summary>A statement on one line: Check.That(condition, "…") or Check.Near(actual, expected, tolerance, "…").</summary>
    [GeneratedRegex("""^(?<before> *)Check\.(?<kind>That|Near)\((?<what>.+), (?<text>\$?"[^"]*")\);?$""", RegexOptions.Multiline)]
    private static partial Regex Statement();

    [Theory, MemberData(nameof(All))]
    public async Task A_statement_made_false_fails_its_cell(string name)
    {
        var notebook = Notebook.Load(Path.Combine(NotebookFolder, name));
        using var there = new CurrentFolder(notebook.Folder);
        var session = await InProcessKernel.Start();
        try
        {
            foreach (var cell in notebook.CodeCells.Where(cell => !cell.Source.StartsWith("#!html", StringComparison.Ordinal)))
            {
                Assert.Null(await Failure(session, cell.Source));
                var found = Statement().Matches(cell.Source);
                Assert.Equal(Regex.Count(cell.Source, @"\bCheck\.(That|Near)\("), found.Count);       // each on one line, ending in its text
                foreach (Match one in found)
                {
                    var (kind, what, text) = (one.Groups["kind"].Value, one.Groups["what"].Value, one.Groups["text"].Value);
                    var false_ = kind == "That" ? $"Check.That(!({what}), {text});" : $"Check.Near(1 + Abs(1e3 * ({SecondOf(what)})) + {what}, {text});";
                    var failure = await Failure(session, cell.Source[..one.Index] + false_ + cell.Source[(one.Index + one.Length)..]);
                    Assert.True(failure?.Contains('✗') == true, $"{name}, cell {cell.Id}: still true, or broken, when made false: {false_}\n{failure}");
                }
                if (found.Count > 0) Assert.Null(await Failure(session, cell.Source));       // as it was
            }
        }
        finally { session.End(); }
    }

    [Theory, MemberData(nameof(WithYourCost))]
    public async Task Another_cost_never_fails_a_statement(string name)
    {
        var notebook = Notebook.Load(Path.Combine(NotebookFolder, name));
        string[] costs = ["(a, y) => Abs(a - y)", "(a, y) => 40*Pow(a - y, 2)", "(a, y) => -(y*Log(a) + (1 - y)*Log(1 - a))", "(a, y) => Max(0, a - y - 0.2) + 0*a", "(a, y) => 3 + 0*a"];
        using var there = new CurrentFolder(notebook.Folder);
        foreach (var cost in costs)
        {
            var session = await InProcessKernel.Start();
            try
            {
                foreach (var cell in notebook.CodeCells)
                    if (await Failure(session, IsYourCost(cell) ? $"var yourCost = Cost.Define(\"another\", {cost});" : cell.Source) is { } failure)
                        Assert.Fail($"{name} with {cost}, cell {cell.Id}: {failure}");
            }
            finally { session.End(); }
        }
    }

    /// <summary>The second argument of "actual, expected, tolerance": the last but one at the top level of brackets.</summary>
    static string SecondOf(string what)
    {
        var (depth, commas) = (0, new List<int>());
        for (var i = 0; i < what.Length; i++)
            if ("([{".Contains(what[i])) depth++;
            else if (")]}".Contains(what[i])) depth--;
            else if (what[i] == ',' && depth == 0) commas.Add(i);
        return what[(commas[^2] + 1)..commas[^1]].Trim();
    }

    static async Task<string?> Failure(KernelSession session, string code) =>
        (await session.Kernel.SendAsync(new SubmitCode(code), TestContext.Current.CancellationToken)).Events.OfType<CommandFailed>().FirstOrDefault()?.Message;

    sealed class CurrentFolder : IDisposable
    {
        readonly string before = Directory.GetCurrentDirectory();

        public CurrentFolder(string folder) => Directory.SetCurrentDirectory(folder);

        public void Dispose() => Directory.SetCurrentDirectory(before);
    }
}
