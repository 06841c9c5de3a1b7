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

    /// <summary>Costs that a learner may type: kinks, large factors, the book's own, focal, Huber, exponential, lopsided, smooth, flat, turned upside down, flat in part.</summary>
    static readonly string[] OtherCosts =
    [
        "Abs(a - y)", "1000*Pow(a - y, 2)", "-(y*Log(a) + (1 - y)*Log(1 - a))", "-(y*Pow(1 - a, 2)*Log(a) + (1 - y)*Pow(a, 2)*Log(1 - a))",
        "Abs(a - y) < 0.3 ? Pow(a - y, 2)/2 : 0.3*(Abs(a - y) - 0.15)", "Exp(5*(a - y)) - 5*(a - y)", "a > y ? 3*Pow(a - y, 2) : Pow(a - y, 2)",
        "Log(Cosh(10*(a - y)))", "3 + 0*a", "-Pow(a - y, 2)", "Max(0, a - y - 0.2) + 0*a",
    ];

    static bool IsYourCost(Cell cell) => cell.Source.StartsWith("var yourCost = Cost.Define(", StringComparison.Ordinal);

    /// <summary>A statement on one line: Check.That(condition, "…") or Check.Near(actual, expected, tolerance, "…").</summary>
    [GeneratedRegex("""^(?<before> *)Check\.(?<kind>That|Near)\((?<what>.+), (?<text>\$?"[^"]*")\);?$""", RegexOptions.Multiline)]
    private static partial Regex Statement();

    [Theory, MemberData(nameof(All))]
    public async Task Statements_can_fail_but_not_by_another_run_or_by_another_cost(string name)
    {
        var notebook = Notebook.Load(Path.Combine(NotebookFolder, name));
        using var there = new CurrentFolder(notebook.Folder);
        var session = await InProcessKernel.Start();
        try
        {
            foreach (var cell in notebook.CodeCells.Where(cell => !cell.Source.StartsWith("#!html", StringComparison.Ordinal))) await MadeFalse(session, cell);
            if (name.StartsWith("solutions/", StringComparison.Ordinal)) return;
            foreach (var cell in notebook.CodeCells) await True(session, cell, cell.Source, "again");
            foreach (var cost in OtherCosts)
                foreach (var cell in FromYourCostOn([.. notebook.CodeCells]))
                    await True(session, cell, IsYourCost(cell) ? $"var yourCost = Cost.Define(\"another\", (a, y) => {cost});" : cell.Source, $"with {cost}");
        }
        finally { session.End(); }
    }

    /// <summary>The same on the real tool, for notebooks that need it.</summary>
    [Fact]
    public async Task With_other_languages_a_notebook_runs_twice_too()
    {
        var notebooks = Directory.EnumerateFiles(NotebookFolder, "*.ipynb").Select(Notebook.Load).Where(notebook => KernelChoice.Reason(notebook) is not null).ToList();
        Assert.NotEmpty(notebooks);
        foreach (var cells in notebooks.Select(notebook => notebook.CodeCells.Select(cell => cell.Source).ToArray())) Succeeded(await Cells(NotebookFolder, KernelKind.Tool, [.. cells, .. cells]));
    }

    /// <summary>The cell runs, and fails with each of its statements made false.</summary>
    static async Task MadeFalse(KernelSession session, Cell cell)
    {
        await True(session, cell, cell.Source, "for the first time");
        var found = Statement().Matches(cell.Source);
        Assert.Equal(Regex.Count(cell.Source, @"\bCheck\.(That|Near)\("), found.Count);       // each on one line, ending in its text
        foreach (Match one in found)
        {
            var (kind, what, text) = (one.Groups["kind"].Value, one.Groups["what"].Value, one.Groups["text"].Value);
            var false_ = kind == "That" ? $"Check.That(!({what}), {text});" : $"Check.Near(1 + Abs(1e3 * ({SecondOf(what)})) + {what}, {text});";
            var failure = await Failure(session, cell.Source[..one.Index] + false_ + cell.Source[(one.Index + one.Length)..]);
            Assert.True(failure?.Contains('✗') == true, $"Cell {cell.Id}: still true, or broken, when made false: {false_}\n{failure}");
        }
        if (found.Count > 0) await True(session, cell, cell.Source, "as it was");
    }

    static async Task True(KernelSession session, Cell cell, string source, string how)
    {
        if (await Failure(session, source) is { } failure) Assert.Fail($"Cell {cell.Id}, run {how}: {failure}");
    }

    /// <summary>
    /// The cell of your cost and, in their order, the cells below it that read it or something made of it; the others would compute
    /// once more what they have computed. Where a name is given twice in a notebook, its cells are among them, so that it is what it was.
    /// </summary>
    static List<Cell> FromYourCostOn(IReadOnlyList<Cell> cells)
    {
        var below = cells.SkipWhile(cell => !IsYourCost(cell)).ToList();
        var twice = cells.SelectMany(cell => Declared(cell.Source).Distinct()).GroupBy(name => name).Where(names => names.Count() > 1).Select(names => names.Key).ToHashSet();
        var (made, found) = (new HashSet<string>(), new List<Cell>());
        foreach (var cell in below)
        {
            foreach (var statement in cell.Source.Split(";\n").Where(statement => IsYourCost(cell) || WordPattern().Matches(statement).Any(word => made.Contains(word.Value))))
                made.UnionWith(Declared(statement));
            if (IsYourCost(cell) || WordPattern().Matches(cell.Source).Any(word => made.Contains(word.Value)) || Declared(cell.Source).Any(twice.Contains)) found.Add(cell);
        }
        return found;
    }

    /// <summary>Names of variables and functions that begin in this text.</summary>
    static IEnumerable<string> Declared(string source) => DeclaredPattern().Matches(source)
        .SelectMany(match => match.Groups["names"].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));

    [GeneratedRegex(@"\w+")]
    private static partial Regex WordPattern();

    [GeneratedRegex(@"^\s*(?!new |return )(?:var \((?<names>[\w, ]+)\) =|[\w<>?,\[\]]+ (?<names>\w+)\s*(?:=(?!=|>)|\())", RegexOptions.Multiline)]
    private static partial Regex DeclaredPattern();

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
