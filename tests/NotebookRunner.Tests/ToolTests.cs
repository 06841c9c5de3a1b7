using System.Diagnostics;

namespace NotebookRunner.Tests;

/// <summary>Notebooks on the real tool, and that nothing of it stays behind.</summary>
[Collection(Cli.InThisProcess)]
public class ToolTests
{
    [Theory]
    [InlineData("1 + 1", null)]
    [InlineData("#!html\n<b>x</b>", null)]
    [InlineData("#!import setup.dib\n1", null)]
    [InlineData("#r \"some.dll\"", null)]
    [InlineData("#!fsharp\nlet x = 1", "#!fsharp")]
    [InlineData("1;\n#!mermaid\ngraph TD", "#!mermaid")]
    [InlineData("#r \"nuget: Newtonsoft.Json\"", "#r \"nuget: …\"")]
    [InlineData("#!pwsh\nls", "#!pwsh")]
    public void The_kernel_is_chosen_by_what_the_cells_need(string cell, string? reason)
    {
        var notebook = Notebook.Parse("a.ipynb", TemporaryFolder.NotebookText("md:#!fsharp in prose", cell));
        Assert.Equal(reason, KernelChoice.Reason(notebook));
        Assert.Equal(reason is null ? KernelKind.InProcess : KernelKind.Tool, KernelChoice.Of(notebook, KernelKind.Auto));
        Assert.Equal(KernelKind.Tool, KernelChoice.Of(notebook, KernelKind.Tool));
    }

    [Fact]
    public void A_language_named_in_the_metadata_counts_too()
    {
        var notebook = Notebook.Parse("a.ipynb",
            TemporaryFolder.NotebookText("let x = 1").Replace("\"kernelName\": \"csharp\"", "\"kernelName\": \"fsharp\""));
        Assert.Equal("fsharp", KernelChoice.Reason(notebook));
    }

    [Fact]
    public async Task Languages_share_values_errors_name_their_cell_and_no_process_stays()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["data.txt"], "beside");
        var notebook = folder.Notebook("a.ipynb", "var n = 40;", "#!fsharp\n#!share --from csharp n\nlet x = n + 1",
            "#!share x --from fsharp\nConsole.WriteLine($\"✓ {x + 1} {System.IO.File.ReadAllText(\"data.txt\")}\");\nx",
            "throw new Exception(\"from the tool\");");
        var (code, text) = await Cli.Run("run", notebook, "--out", folder["out"]);
        Assert.Equal(1, code);
        Assert.Contains("a.ipynb, cell [4], line 1: from the tool\n", text);
        Assert.Contains("1 statement checked", text);
        var outputs = Notebook.Load(folder["out/a.ipynb"]).Cells[2].Outputs;
        Assert.Equal("✓ 42 beside\n", OutputText.Of(outputs[0]));
        Assert.Equal("execute_result", Notebook.Text(outputs[1], "output_type"));
        Assert.True(!Directory.Exists("/proc")
            || await RunnerProcess.Eventually(() => RunnerProcess.ToolsIn(folder.Path) == 0, 60), "A tool process is left.");
    }

    [Fact]
    public async Task Notebooks_for_the_tool_run_beside_the_others_and_are_told_in_order()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["here"]);
        Directory.CreateDirectory(folder["there"]);
        File.WriteAllText(folder["here/data.txt"], "here");
        File.WriteAllText(folder["there/data.txt"], "there");
        const string Say = "Console.WriteLine($\"✓ {System.IO.File.ReadAllText(\"data.txt\")}\");";
        string[] notebooks = [folder.Notebook("here/a.ipynb", Say),
            folder.Notebook("there/b.ipynb", "#!fsharp\nprintfn \"✓ %s\" (System.IO.File.ReadAllText \"data.txt\")"),
            folder.Notebook("here/c.ipynb", Say)];
        var (code, text) = await Cli.Run(["run", .. notebooks, "--out", folder["out"]]);
        Assert.Equal(0, code);
        string[] told = [.. text.Split('\n').Where(line => line.StartsWith('✓')).Select(line => line.Split(' ')[1])];
        Assert.Equal(["a.ipynb", "b.ipynb", "c.ipynb"], told);
        string Said(string name) => OutputText.Of(Notebook.Load(folder[$"out/{name}"]).Cells[0].Outputs[0]).Trim();
        Assert.Equal(["✓ here", "✓ there", "✓ here"], new[] { "a.ipynb", "b.ipynb", "c.ipynb" }.Select(Said));
    }

    [Fact]
    public async Task Both_kernels_give_the_same_outputs()
    {
        using var folder = new TemporaryFolder();
        // neither listens to anybody
        var notebook = folder.Notebook("a.ipynb", "Console.WriteLine(\"σ\");\n1 + 1", "display(\"shown\");\nnew[] { 1, 2 }",
            "#!html\n<b>x</b>", OperatingSystem.IsLinux() ? Listening.Cell : "", "var b = unknown;");
        await Cli.Run("run", notebook, "--out", folder["process"], "--kernel", "inprocess");
        await Cli.Run("run", notebook, "--out", folder["tool"], "--kernel", "tool");
        Assert.Equal(File.ReadAllText(folder["process/a.ipynb"]), File.ReadAllText(folder["tool/a.ipynb"]));
    }
}
