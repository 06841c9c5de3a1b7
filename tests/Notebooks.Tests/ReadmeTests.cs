using System.Text.RegularExpressions;
using NotebookRunner;
using static Notebooks.Tests.Run;

namespace Notebooks.Tests;

/// <summary>The README's code does what the README says.</summary>
[Collection(Run.Processes)]
public class ReadmeTests
{
    static readonly string Text = File.ReadAllText(Path.Combine(Root, "README.md"));

    static string[] Blocks(string language) => [.. Regex.Matches(Text, $"^```{language}\n(.*?)^```$",
        RegexOptions.Multiline | RegexOptions.Singleline).Select(block => block.Groups[1].Value)];

    /// <summary>Rows of the table of what C# refuses: what is typed, what happens, what to write.</summary>
    static (string Typed, string Happens, string Write)[] Refused =>
        [.. Regex.Matches(Text, @"^\| `(.+?)` \| (.+) \| (.+) \|$", RegexOptions.Multiline)
            .Select(row => (row.Groups[1].Value, row.Groups[2].Value, row.Groups[3].Value.Trim('`')))
            .Where(row => !row.Item1.EndsWith('/') && !row.Item1.StartsWith("lib", StringComparison.Ordinal))];

    [Fact]
    public async Task The_program_prints_what_is_shown()
    {
        var run = await Cells(NotebookFolder, KernelKind.InProcess, Import,
            Blocks("csharp").Single(block => block.StartsWith("using NotebookLib;", StringComparison.Ordinal)));
        Succeeded(run);
        var shown = Text[Text.IndexOf("\nprints\n", StringComparison.Ordinal)..].Split("```")[1].Trim('\n').Split('\n');
        var printed = Run.Text(run, 2).TrimEnd('\n').Split('\n');
        Assert.Equal(shown.Length, printed.Length);
        Assert.All(shown.Zip(printed), line => Assert.StartsWith(line.First.TrimEnd('…'), line.Second));
    }

    [Fact]
    public async Task The_cost_can_be_typed_and_what_is_refused_is_refused()
    {
        var run = await Cells(NotebookFolder, KernelKind.InProcess, Import, Blocks("csharp")
            .Single(block => block.StartsWith("var yourCost", StringComparison.Ordinal)) + "yourCost.Value(3, 1)");
        Succeeded(run);
        Assert.Equal("16", Run.Text(run, 2));

        Assert.Equal(4, Refused.Length);
        foreach (var (typed, happens, write) in Refused)
        {
            Assert.Contains(happens.Contains("does not compile", StringComparison.Ordinal) ? "CompilationError"
                : "FormulaException", (await Define(typed)).Failure?.Error.Kind);
            if (write.Contains('(')) Succeeded(await Define(write));
        }
    }

    static Task<NotebookRun> Define(string formula) => Cells(NotebookFolder, KernelKind.InProcess, Import,
        $"var c = Cost.Define(\"c\", {(formula.Contains("=>", StringComparison.Ordinal) ? formula : $"(a, y) => {formula}")});");

    [Fact]
    public async Task The_file_is_a_program_that_writes_a_page()
    {
        // inside the repository, which has the packages' versions
        using var folder = new TemporaryFolder(Path.Combine(Root, "out"));
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "cost.cs"),
            Blocks("csharp").Single(block => block.StartsWith("#:project", StringComparison.Ordinal))
            .Replace("lib/", $"{Path.GetRelativePath(folder.Path, Root).Replace('\\', '/')}/lib/"),
                TestContext.Current.CancellationToken);
        var start = new System.Diagnostics.ProcessStartInfo("dotnet", ["run", "cost.cs"]) { WorkingDirectory = folder.Path,
            RedirectStandardOutput = true };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBuild", StringComparison.OrdinalIgnoreCase))
            .ToList()) start.Environment.Remove(name);
        (start.Environment["MSBUILDDISABLENODEREUSE"], start.Environment["UseSharedCompilation"]) = ("1", "false");
        using var program = System.Diagnostics.Process.Start(start)!;
        var said = await program.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await program.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(program.ExitCode == 0, said);
        var page = await File.ReadAllTextAsync(Path.Combine(folder.Path, "cost.html"), TestContext.Current.CancellationToken);
        Assert.All(["\\frac{\\partial C}{\\partial w_j}", "<strong>Pass.</strong>", "Plotly"],
            part => Assert.Contains(part, page, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Each command as it stands, with --help behind it: the verbs and the projects exist.</summary>
    [Fact]
    public async Task The_commands_exist()
    {
        var commands = Regex.Matches(Text, @"dotnet run --project lib/NotebookRunner(?: -- ([^`\n]*))?")
            .Select(command => command.Groups[1].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToList();
        Assert.Contains(commands, command => command is ["install", ..]);
        foreach (var command in commands)
        {
            var said = new StringWriter();
            Assert.True(await CommandLine.Run([.. command, "--help"], new(said, isTerminal: false), said,
                said) == CommandLine.Good, said.ToString());
            foreach (var path in command.Where(word => word.StartsWith("notebooks/", StringComparison.Ordinal)))
                Assert.True(File.Exists(Path.Combine(Root, path)), path);
        }
    }

    [Fact]
    public void The_table_lists_every_notebook_and_the_folders_exist()
    {
        var listed =
            Regex.Matches(Text, @"\]\((notebooks/\d\d-[a-z-]+\.ipynb)\)").Select(link => link.Groups[1].Value).Distinct().Order();
        Assert.Equal(Directory.EnumerateFiles(NotebookFolder, "*.ipynb").Select(path => "notebooks/" + Path.GetFileName(path))
            .Order(), listed);
        foreach (Match folder in Regex.Matches(Text, @"^\| `((?:lib/)?\w+/?)` \|", RegexOptions.Multiline))
            Assert.True(Directory.Exists(Path.Combine(Root, folder.Groups[1].Value)), folder.Groups[1].Value);
    }
}
