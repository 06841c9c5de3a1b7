using System.Diagnostics;

namespace NotebookRunner.Tests;

/// <summary>Cells that end the process they run in: each is named, the other notebooks run, and the exit code is 1.</summary>
[Collection(Cli.InThisProcess)]
public class EndingTests
{
    private const string InAThread =
        "var t = new System.Threading.Thread(() => throw new InvalidOperationException(\"in a thread\"));\nt.Start(); t.Join();";

    private static readonly (string Cell, string Message)[] Endings =
    [
        ("Environment.Exit(0);", "Environment.Exit(0) ended the process"),
        ("int F(int n) => 1 + F(n + 1);\nF(0)", "the stack is full"),
        (InAThread, "in a thread\n  (Thrown on another thread"),
        ("async void F() { await Task.Yield(); throw new Exception(\"in async void\"); }\nF();", "in async void\n  (Thrown on"),
        ("Environment.FailFast(\"I give up\");", "ended while this cell ran: I give up"),
        ("System.Diagnostics.Process.GetCurrentProcess().Kill(); while (true) { }",
            "ended while this cell ran, with exit code 137."),
    ];

    [Fact]
    public async Task A_cell_that_ends_its_process_is_named_and_the_other_notebooks_run()
    {
        using var folder = new TemporaryFolder();
        for (var i = 0; i < Endings.Length; i++)
            folder.Notebook($"{i}-ends.ipynb", "Console.WriteLine(\"so far\");", Endings[i].Cell);
        folder.Notebook("good.ipynb", "Console.WriteLine(\"✓ still here\");");
        var (code, text) = await Cli.Run("run", folder.Path, "--out", folder["out"]);
        Assert.Equal(1, code);
        Assert.DoesNotContain("   at ", text); // no dump
        Assert.Contains("✓ good.ipynb", text);
        Assert.Contains("7 notebooks, 6 not clean, 1 statement checked", text);
        for (var i = 0; i < Endings.Length; i++)
        {
            var told = text.Split('✗').Single(part => part.StartsWith($" {i}-ends.ipynb", StringComparison.Ordinal));
            Assert.Contains($"{i}-ends.ipynb, cell [2], line ", told);
            Assert.Contains(Endings[i].Message, told);
            Assert.Equal("so far\n", OutputText.Of(Notebook.Load(folder[$"out/{i}-ends.ipynb"]).Cells[0].Outputs[0]));
        }
    }

    [Theory]
    [InlineData("Environment.Exit(0);", "ended while this cell ran, with exit code 0.")]
    [InlineData(InAThread, "in a thread\n  (Thrown on another thread")]
    public async Task The_real_tool_too(string cell, string message)
    {
        using var folder = new TemporaryFolder();
        var (code, text) = await Cli.Run("run", folder.Notebook("a.ipynb", cell), "--out", folder["out"], "--kernel", "tool");
        Assert.Equal(1, code);
        Assert.Contains($"a.ipynb, cell [1], line 1: ", text);
        Assert.Contains(message, text);
    }

    [Fact]
    public async Task What_an_earlier_cell_or_notebook_began_is_told_of_that_one()
    {
        static string Later(int milliseconds) =>
            $"new System.Threading.Thread(() => {{ System.Threading.Thread.Sleep({milliseconds}); throw new Exception(\"later\"); }}).Start();";
        using var folder = new TemporaryFolder();
        folder.Notebook("1.ipynb", "1", Later(300));
        folder.Notebook("2.ipynb", "System.Threading.Thread.Sleep(1500);");
        folder.Notebook("3.ipynb", Later(0), "System.Threading.Thread.Sleep(1500);", "2");
        var (code, text) = await Cli.Run("run", folder.Path, "--out", folder["out"]);
        Assert.Equal(1, code);
        Assert.Contains("✗ 1.ipynb\n  after its last cell: 1.ipynb, cell [2], line 1: later", text);
        Assert.Contains("✓ 2.ipynb", text);
        Assert.Contains("  3.ipynb, cell [1], line 1: later", text);
        Assert.Contains("3 notebooks, 2 not clean", text);
    }

    [Fact]
    public async Task Many_lines_take_no_longer_than_they_need()
    {
        using var folder = new TemporaryFolder();
        var notebook = folder.Notebook("a.ipynb", "for (var i = 0; i < 50_000; i++) Console.WriteLine($\"line {i}\");");
        var clock = Stopwatch.StartNew();
        Assert.Equal(0, (await Cli.Run("run", notebook, "--out", folder["out"])).Code);
        // two seconds on a free machine; it was over a minute when each line copied all before it
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 30);
        Assert.EndsWith("line 49999\n", OutputText.Of(Notebook.Load(folder["out/a.ipynb"]).Cells[0].Outputs.Single()));
    }

    [Fact]
    public async Task Half_a_character_is_written_as_a_question_mark()
    {
        using var folder = new TemporaryFolder();
        var notebook = folder.Notebook("a.ipynb", "Console.Write(\"\\ud83d\"); \"\\ude00\"");
        Assert.Equal(0, (await Cli.Run("run", notebook, "--out", folder["out"], "--update")).Code);
        Assert.Equal(["\ufffd", "\ufffd"], Notebook.Load(notebook).Cells[0].Outputs.Select(OutputText.Of));
    }

    [Fact]
    public async Task A_cell_finds_no_input_to_wait_for()
    {
        using var folder = new TemporaryFolder();
        var (code, text) = await Cli.Run("run",
            folder.Notebook("a.ipynb", "if (Console.In.ReadLine() is not null) throw new Exception(\"input\");"), "--out",
            folder["out"]);
        Assert.True(code == 0, text);
    }

    [Fact]
    public async Task Notebooks_of_one_name_get_a_copy_each()
    {
        using var folder = new TemporaryFolder();
        foreach (var name in new[] { "here", "there" }) Directory.CreateDirectory(folder[name]);
        string[] notebooks = [folder.Notebook("here/a.ipynb", "\"here\""), folder.Notebook("there/a.ipynb", "\"there\"")];
        var (code, text) = await Cli.Run(["run", .. notebooks, "--out", folder["out"], "--html"]);
        Assert.Equal(0, code);
        foreach (var name in new[] { "here", "there" })
        {
            Assert.Contains($"✓ {name}/a.ipynb", text);
            Assert.Equal(name, OutputText.Of(Notebook.Load(folder[$"out/{name}/a.ipynb"]).Cells[0].Outputs[0]));
            Assert.True(File.Exists(folder[$"out/{name}/a.html"]));
        }
    }
}
