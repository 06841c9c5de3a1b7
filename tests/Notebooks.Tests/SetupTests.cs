using NotebookRunner;
using static Notebooks.Tests.Run;

namespace Notebooks.Tests;

public class SetupTests
{
    const string Try = "$\"{Cost.Quadratic.Name} {Sqrt(4)} {typeof(NotebookExtension).Namespace}\"";
    const string Tried = "quadratic 2 NotebookLib.Interactive";

    [Theory]
    [InlineData("notebooks", Import)]
    [InlineData("notebooks/solutions", "#!import ../setup.dib")]
    [InlineData("tests/Notebooks.Tests", "#!import ../../notebooks/setup.dib")]
    public async Task From_every_folder_of_the_repository(string folder, string import)
    {
        var full = Path.GetFullPath(Path.Combine(Root, folder));
        var run = await Cells(Directory.CreateDirectory(full).FullName, KernelKind.InProcess, import,
            "System.IO.Directory.GetCurrentDirectory()", Try);
        Succeeded(run);
        Assert.Empty(Outputs(run, 1));
        Assert.Equal(full, Text(run, 2));
        Assert.Equal(Tried, Text(run, 3));
    }

    [Fact]
    public async Task Twice_in_one_session_with_work_in_between()
    {
        var run = await Cells(NotebookFolder, KernelKind.InProcess,
            Import, "var mine = Cost.Define(\"mine\", (a, y) => Pow(a - y, 4)); double Path(double x) => x; var (File, Directory, Regex, Process) = (1, 2, 3, 4);", Import, "mine.Value(3, 1)", "AppDomain.CurrentDomain.GetAssemblies().Count(a => a.GetName().Name == \"NotebookLib\")");
        Succeeded(run);
        Assert.Equal("16", Text(run, 4));
        Assert.Equal("1", Text(run, 5));
    }

    [Fact]
    public async Task From_outside_the_repository_by_the_path_of_the_file()
    {
        using var elsewhere = new TemporaryFolder();
        var run = await Cells(elsewhere.Path, KernelKind.InProcess, $"#!import {Path.Combine(NotebookFolder, "setup.dib")}", Try);
        Succeeded(run);
        Assert.Equal(Tried, Text(run, 2));
    }

    [Theory]
    [InlineData("InProcess")]
    [InlineData("Tool")]
    public async Task A_copy_outside_any_repository_says_so(string kernel)
    {
        using var elsewhere = new TemporaryFolder();
        elsewhere.CopySources(Root);
        File.Delete(Path.Combine(elsewhere.Path, "NotebookLib.sln"));
        var run = await Cells(Path.Combine(elsewhere.Path, "notebooks"), Enum.Parse<KernelKind>(kernel), Import);
        Assert.Contains("NotebookLib.sln was not found in this notebook's folder or above it: open the notebook from inside the repository.", run.Failure?.Error.Message);
    }

    [Fact]
    public async Task In_the_real_tool_also_twice()
    {
        var run = await Cells(NotebookFolder, KernelKind.Tool, Import, Try, "Draw.Activation(Activation.Sigmoid)", Import,
            "System.IO.Directory.GetCurrentDirectory()", "Cost.CrossEntropy");
        Succeeded(run);
        Assert.All(Outputs(run, 1), output => Assert.True(StoredForm.IsBanner(output)));
        Assert.Equal(Tried, Text(run, 2));
        Assert.StartsWith("Chart. Sigmoid and its slope.", Text(run, 3));
        Assert.Equal(NotebookFolder, Text(run, 5));
        Assert.Contains("\\ln", Outputs(run, 6).Single()["data"]!["text/latex"]!.ToJsonString());
    }

    [Fact]
    public async Task An_unbuilt_clone_is_built_and_a_build_that_fails_says_why()
    {
        using var clone = new TemporaryFolder();
        clone.CopySources(Root);
        var notebooks = Path.Combine(clone.Path, "notebooks");
        var mistake = Path.Combine(clone.Path, "lib", "NotebookLib", "Mistake.cs");
        await File.WriteAllTextAsync(mistake, "class Mistake { int Number => \"one\"; }\n",
            TestContext.Current.CancellationToken);

        var failed = await Cells(notebooks, KernelKind.Tool, Import, Try);
        Assert.StartsWith("The library could not be built, so the notebook cannot start.", failed.Failure?.Error.Message);
        Assert.Contains("Mistake.cs(1,31): error CS0029", failed.Failure?.Error.Message);
        Assert.DoesNotContain(clone.Path, failed.Failure?.Error.Message);

        File.Delete(mistake);
        var built = await Cells(notebooks, KernelKind.Tool, Import, Try, "System.IO.Directory.GetCurrentDirectory()");
        Succeeded(built);
        Assert.Contains("The library is not built yet", Text(built, 1));
        Assert.Contains("NotebookLib.Interactive is built.", Text(built, 1));
        Assert.Equal(Tried, Text(built, 2));
        Assert.Equal(notebooks, Text(built, 3));

        File.SetLastWriteTimeUtc(Path.Combine(clone.Path, "lib", "NotebookLib", "Cost.cs"), DateTime.UtcNow.AddMinutes(1));
        var stale = await Cells(notebooks, KernelKind.Tool, Import, Try);
        Assert.Equal("The library's sources are newer than its build: run 'dotnet build lib/NotebookLib.Interactive' and restart the kernel to use them.\n", Text(stale, 1));
        Assert.Equal(Tried, Text(stale, 2));
    }
}
