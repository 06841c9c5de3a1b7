using System.Diagnostics;

namespace NotebookRunner.Tests;

/// <summary>Cells that end the process they run in: each is named, the other notebooks run, and the exit code is 1.</summary>
public class EndingTests
{
    private const string InAThread = "var t = new System.Threading.Thread(() => throw new InvalidOperationException(\"in a thread\"));\nt.Start(); t.Join();";

    [Theory]
    [InlineData("Environment.Exit(0);", "Environment.Exit(0) ended the process")]
    [InlineData("int F(int n) => 1 + F(n + 1);\nF(0)", "the stack is full")]
    [InlineData(InAThread, "in a thread\n  (Thrown on another thread")]
    [InlineData("async void F() { await Task.Yield(); throw new Exception(\"in async void\"); }\nF();", "in async void\n  (Thrown on")]
    [InlineData("Environment.FailFast(\"I give up\");", "ended while this cell ran: I give up")]
    [InlineData("System.Diagnostics.Process.GetCurrentProcess().Kill(); while (true) { }", "ended while this cell ran, with exit code 137.")]
    public async Task A_cell_that_ends_its_process_is_named_and_the_others_run(string cell, string message)
    {
        using var folder = new TemporaryFolder();
        folder.Notebook("1-ends.ipynb", "Console.WriteLine(\"so far\");", cell);
        folder.Notebook("2-good.ipynb", "Console.WriteLine(\"✓ still here\");");
        var (code, text) = await Cli.Run("run", folder.Path, "--out", folder["out"]);
        Assert.Equal(1, code);
        Assert.Contains("1-ends.ipynb, cell [2], line ", text);
        Assert.Contains(message, text);
        Assert.DoesNotContain("   at ", text); // no dump
        Assert.Contains("✓ 2-good.ipynb", text);
        Assert.Contains("2 notebooks, 1 not clean, 1 statement checked", text);
        Assert.Equal("so far\n", OutputText.Of(Notebook.Load(folder["out/1-ends.ipynb"]).Cells[0].Outputs[0]));
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

    [Theory]
    [InlineData("inprocess")]
    [InlineData("tool")]
    public async Task No_process_that_a_cell_started_survives(string kernel)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux hands orphans to the process that is to end them.");
        using var folder = new TemporaryFolder();
        var mark = $"4{Environment.ProcessId}.{kernel.Length}"; // seconds that nobody else sleeps
        var notebook = folder.Notebook("a.ipynb",
            $"System.Diagnostics.Process.Start(\"bash\", [\"-c\", \"echo -n half a line; sleep {mark} & sleep {mark}1 & setsid sleep {mark}2 & exit\"]).WaitForExit();",
            "Console.WriteLine(\"✓ goes on\");", "Environment.Exit(3);");
        var (code, text) = await RunnerProcess.Run("run", notebook, "--out", folder["out"], "--kernel", kernel);
        Assert.Equal(1, code);
        Assert.Contains("cell [3]", text);
        Assert.Contains("1 statement checked", text);
        Assert.Equal(0, RunnerProcess.Count($"sleep\0{mark}"));
    }

    [Fact]
    public async Task Many_lines_take_no_longer_than_they_need()
    {
        using var folder = new TemporaryFolder();
        var notebook = folder.Notebook("a.ipynb", "for (var i = 0; i < 50_000; i++) Console.WriteLine($\"line {i}\");");
        var clock = Stopwatch.StartNew();
        Assert.Equal(0, (await Cli.Run("run", notebook, "--out", folder["out"])).Code);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 30); // two seconds on a free machine; it was over a minute when each line copied all before it
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
        var (code, text) = await Cli.Run("run", folder.Notebook("a.ipynb", "if (Console.In.ReadLine() is not null) throw new Exception(\"input\");"), "--out", folder["out"]);
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
