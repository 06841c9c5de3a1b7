namespace NotebookRunner.Tests;

/// <summary>The runner as a process, with cells and programs that would go on for ever.</summary>
public class EndlessTests
{
    [Theory]
    [InlineData(false)]  // the cells outlast their time
    [InlineData(true)]   // the runner is killed outright, as by the system
    public async Task An_endless_cell_is_reported_the_next_notebook_runs_and_no_process_is_left(bool kill)
    {
        Assert.SkipUnless(Directory.Exists("/proc"), "Processes are counted in /proc, which this system does not have.");
        var cancel = TestContext.Current.CancellationToken;
        using var folder = new TemporaryFolder();
        const string Endless = "while (true) System.Threading.Thread.Sleep(100);";
        folder.Notebook("1-endless.ipynb", "Console.WriteLine(\"so far\");", $"// for ever\n{Endless}");
        folder.Notebook("2-good.ipynb", "Console.WriteLine(\"✓ still here\");");
        folder.Notebook("3-tool.ipynb", "#!mermaid\ngraph TD", $"System.IO.File.WriteAllText(\"started\", \"\"); {Endless}");
        using var runner = RunnerProcess.Start("run", folder.Path, "--out", folder["out"], "--timeout", kill ? "120" : "25");
        var said = runner.StandardOutput.ReadToEndAsync(cancel);
        try
        {
            Assert.True(await RunnerProcess.Eventually(() => File.Exists(folder["started"]), 120), "The cell did not start.");
            Assert.True(RunnerProcess.ToolsIn(folder.Path) > 0);
            if (kill) runner.Kill(entireProcessTree: false);
            await runner.WaitForExitAsync(cancel).WaitAsync(TimeSpan.FromSeconds(120), cancel);
            Assert.True(await RunnerProcess.Eventually(() => RunnerProcess.ToolsIn(folder.Path) == 0, 60),
                "A tool process is left.");
            Assert.Equal(kill ? 137 : 1, runner.ExitCode);
        }
        finally
        {
            runner.Kill(entireProcessTree: true);
        }
        if (kill) return;
        var text = await said;
        Assert.Contains("1-endless.ipynb, cell [2], line 2: The cell was still running after 25 s.", text);
        Assert.Contains("✓ 2-good.ipynb", text);
        Assert.Contains("3-tool.ipynb, cell [2], line 1: The cell was still running after 25 s.", text);
        Assert.Contains("1 statement checked", text);
        Assert.Equal("so far\n", OutputText.Of(Notebook.Load(folder["out/1-endless.ipynb"]).Cells[0].Outputs[0]));
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
}
