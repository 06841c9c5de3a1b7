using System.Text.Json.Nodes;

namespace NotebookRunner.Tests;

/// <summary>The kernel spec, in a data folder of the test's own.</summary>
[Collection(Cli.InThisProcess)]
public sealed class InstallTests : IDisposable
{
    const string Variable = "JUPYTER_DATA_DIR";
    readonly TemporaryFolder folder = new();
    readonly string? before = Environment.GetEnvironmentVariable(Variable);

    public InstallTests() => Environment.SetEnvironmentVariable(Variable, folder.Path);

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(Variable, before);
        folder.Dispose();
    }

    string Spec => folder["kernels/.net-csharp/kernel.json"];

    [Fact]
    public async Task Install_writes_the_spec_and_uninstall_takes_it_away()
    {
        var (code, text) = await Cli.Run("install");
        Assert.Equal(0, code);
        Assert.Contains("Select Kernel", text);
        Assert.Contains("Jupyter Kernel… → .NET (C#)", text);
        var spec = JsonNode.Parse(File.ReadAllText(Spec))!;
        Assert.Equal(".NET (C#)", (string?)spec["display_name"]);
        Assert.Equal("C#", (string?)spec["language"]);
        Assert.Equal("message", (string?)spec["interrupt_mode"]); // a signal would kill the kernel and all its variables
        Assert.Equal("dotnet interactive jupyter --default-kernel csharp --http-local-only {connection_file}",
            string.Join(' ', spec["argv"]!.AsArray().Select(word => (string?)word)));

        Assert.Equal(0, (await Cli.Run("install")).Code); // again: nothing breaks
        Assert.Equal(0, (await Cli.Run("install", "--uninstall")).Code);
        Assert.False(Directory.Exists(Path.GetDirectoryName(Spec)));
        (code, text) = await Cli.Run("install", "--uninstall");
        Assert.Equal(0, code);
        Assert.Contains("nothing to take away", text);
    }

    [Theory]
    [InlineData("{\"argv\": [\"other\"]}")]
    [InlineData("not JSON")]
    public async Task A_spec_of_somebody_else_is_kept_and_comes_back(string other)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Spec)!);
        File.WriteAllText(Spec, other);
        Assert.Contains("it stays", (await Cli.Run("install", "--uninstall")).Text);
        Assert.Equal(other, File.ReadAllText(Spec));
        Assert.Contains("is kept", (await Cli.Run("install")).Text);
        Assert.NotEqual(other, File.ReadAllText(Spec));
        await Cli.Run("install", "--uninstall");
        Assert.Equal(other, File.ReadAllText(Spec));
        Assert.Single(Directory.GetFileSystemEntries(Path.GetDirectoryName(Spec)!));
    }

    [Fact]
    public async Task Jupyter_runs_a_notebook_with_it_and_the_kernel_answers_on_this_machine_only()
    {
        Assert.SkipUnless(Tool.TryRun("jupyter", ["nbconvert", "--version"], folder.Path) is { Code: 0 },
            "Jupyter is not installed (Debian: jupyter-nbconvert).");
        await Cli.Run("install");
        // below the tool manifest
        var inside = Directory.CreateDirectory(Path.Combine(Repository.Root!, "out", $"jupyter-{Guid.NewGuid():n}")).FullName;
        try
        {
            File.WriteAllText(Path.Combine(inside, "a.ipynb"),
                TemporaryFolder.NotebookText("Console.WriteLine(6 * 7);", OperatingSystem.IsLinux() ? Listening.Cell : "1"));
            var result = Tool.TryRun("jupyter",
                ["nbconvert", "--to", "notebook", "--execute", "a.ipynb", "--output", "done.ipynb"], inside);
            Assert.True(result is { Code: 0 }, result?.Text);
            var cells = Notebook.Load(Path.Combine(inside, "done.ipynb")).Cells;
            Assert.Contains(cells[0].Outputs, output => OutputText.Of(output) == "42\n");
            if (!OperatingSystem.IsLinux()) return;
            var addresses = Listening.In(string.Concat(cells[1].Outputs.Select(OutputText.Of)));
            Assert.NotEmpty(addresses);
            Assert.All(addresses, address => Assert.Contains(address, Listening.OfThisMachineOnly));
        }
        finally
        {
            Directory.Delete(inside, recursive: true);
        }
    }
}
