using System.Text.RegularExpressions;
using NotebookRunner;
using static Notebooks.Tests.Run;

namespace Notebooks.Tests;

/// <summary>The statements of the notebooks: each can fail, and none fails for another cost.</summary>
public partial class StatementTests
{
    public static TheoryData<string> All => [.. Directory.EnumerateFiles(NotebookFolder, "*.ipynb", SearchOption.AllDirectories)
        .Where(path => Notebook.Load(path).CodeCells.All(cell => !cell.Source.StartsWith("#!fsharp", StringComparison.Ordinal)))
        .Select(path => Path.GetRelativePath(NotebookFolder, path).Replace('\\', '/')).Order()];

    /// <summary>
    /// Costs that a learner may type: kinks, large factors, the book's own, focal, Huber, exponential, lopsided, smooth, flat,
    /// turned upside down, flat in part, infinite at both ends.
    /// </summary>
    static readonly string[] OtherCosts =
    [
        "Abs(a - y)", "1000*Pow(a - y, 2)", "-(y*Log(a) + (1 - y)*Log(1 - a))",
        "-(y*Pow(1 - a, 2)*Log(a) + (1 - y)*Pow(a, 2)*Log(1 - a))",
        "Abs(a - y) < 0.3 ? Pow(a - y, 2)/2 : 0.3*(Abs(a - y) - 0.15)", "Exp(5*(a - y)) - 5*(a - y)",
        "a > y ? 3*Pow(a - y, 2) : Pow(a - y, 2)",
        "Log(Cosh(10*(a - y)))", "3 + 0*a", "-Pow(a - y, 2)", "Max(0, a - y - 0.2) + 0*a", "Pow(a - y, 2)/(a*(1 - a))",
    ];

    static bool IsYourCost(Cell cell) => cell.Source.StartsWith("var yourCost = Cost.Define(", StringComparison.Ordinal);

    [Theory, MemberData(nameof(All))]
    public async Task Statements_can_fail_but_not_by_another_run_or_by_another_cost(string name)
    {
        var notebook = Notebook.Load(Path.Combine(NotebookFolder, name));
        using var session = await WorkerSession.Start(notebook.Folder);
        var planted = 0;
        foreach (var cell in notebook.CodeCells)
        {
            planted += await MadeFalse(session, cell);
            if (cell.CodeNumber == 1) await True(session, cell, Falsehoods.Runner, "with the set-up");
        }
        TestContext.Current.TestOutputHelper?.WriteLine($"{planted} falsehoods planted, {planted} caught");
        if (name.StartsWith("solutions/", StringComparison.Ordinal)) return;
        foreach (var cell in notebook.CodeCells) await True(session, cell, cell.Source, "again");
        foreach (var cost in OtherCosts)
            foreach (var cell in FromYourCostOn([.. notebook.CodeCells]))
                await True(session, cell,
                    IsYourCost(cell) ? $"var yourCost = Cost.Define(\"another\", (a, y) => {cost});" : cell.Source,
                    $"with {cost}");
    }

    /// <summary>What looks like a statement and cannot be false is told, and so is one that breaks instead.</summary>
    [Fact]
    public async Task What_cannot_be_made_false_is_told()
    {
        using var session = await WorkerSession.Start(NotebookFolder);
        await session.Result(Import);
        await session.Result(Falsehoods.Runner);
        var falsehoods = Falsehoods.In("""
            var none = new double[0];
            Check.That(none.All(x => x < 1), "all of none");
            Check.That(!none.Any() && (none.Length <= 0 || none[0] >= 0), "none or above 0");
            for (var i = 0; i < 2; i++)
                Check.Near(i, i, 1 / 0.0, $"{i} is within an infinite distance");
            Check.That(none.Length == 0 == true, "as good as any other")
            """);
        Assert.Equal("""
            4 of 9 caught
            "all of none" with 'x < 1' turned: still true
            "none or above 0" with 'none.Length <= 0' turned: IndexOutOfRangeException: Index was outside the bounds of the array.
            "none or above 0" with 'none[0] >= 0' turned: still true
            $"{i} is within an infinite distance" with its number moved up: still true
            $"{i} is within an infinite distance" with its number moved down: still true
            """, (await session.Result("var none = new double[0];\n" + Falsehoods.Cell(falsehoods)))["text/plain"]);
    }

    /// <summary>The cell runs, and each of its statements, made false in every way, is caught; how many were planted.</summary>
    static async Task<int> MadeFalse(WorkerSession session, Cell cell)
    {
        await True(session, cell, cell.Source, "for the first time");
        var falsehoods = Falsehoods.In(cell.Source);
        if (falsehoods.Count == 0) return 0;
        Assert.Equal(Regex.Count(cell.Source, @"\bCheck\.(That|Near)\("), Falsehoods.Statements(cell.Source));
        var (failure, result) = await session.Run(Falsehoods.Cell(falsehoods));
        if (failure is not null) Assert.Fail($"Cell {cell.Id}, made false: {failure}");
        Assert.Equal(Falsehoods.AllCaught(falsehoods.Count), result["text/plain"]);
        return falsehoods.Count;
    }

    static async Task True(WorkerSession session, Cell cell, string source, string how)
    {
        if ((await session.Run(source)).Failure is { } failure) Assert.Fail($"Cell {cell.Id}, run {how}: {failure}");
    }

    /// <summary>
    /// The cell of your cost and, in their order, the cells below it that read it or something made of it; the others would
    /// compute once more what they have computed. Where a name is given twice in a notebook, its cells are among them, so that it
    /// is what it was.
    /// </summary>
    static List<Cell> FromYourCostOn(IReadOnlyList<Cell> cells)
    {
        var below = cells.SkipWhile(cell => !IsYourCost(cell)).ToList();
        var twice = cells.SelectMany(cell => Declared(cell.Source).Distinct()).GroupBy(name => name)
            .Where(names => names.Count() > 1).Select(names => names.Key).ToHashSet();
        var (made, found) = (new HashSet<string>(), new List<Cell>());
        foreach (var cell in below)
        {
            foreach (var statement in cell.Source.Split(";\n")
                .Where(statement => IsYourCost(cell) || WordPattern().Matches(statement).Any(word => made.Contains(word.Value))))
                made.UnionWith(Declared(statement));
            if (IsYourCost(cell) || WordPattern().Matches(cell.Source)
                .Any(word => made.Contains(word.Value)) || Declared(cell.Source).Any(twice.Contains)) found.Add(cell);
        }
        return found;
    }

    /// <summary>Names of variables and functions that begin in this text.</summary>
    static IEnumerable<string> Declared(string source) => DeclaredPattern().Matches(source)
        .SelectMany(match => match.Groups["names"].Value.Split(',',
            StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));

    [GeneratedRegex(@"\w+")]
    private static partial Regex WordPattern();

    [GeneratedRegex(@"^\s*(?!new |return )(?:var \((?<names>[\w, ]+)\) =|[\w<>?,\[\]]+ (?<names>\w+)\s*(?:=(?!=|>)|\())",
        RegexOptions.Multiline)]
    private static partial Regex DeclaredPattern();
}
