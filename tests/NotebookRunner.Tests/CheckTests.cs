using System.Globalization;
using System.Text.Json.Nodes;

namespace NotebookRunner.Tests;

/// <summary>Stored outputs: how they are written, and what <c>check</c> accepts.</summary>
[Collection(Cli.InThisProcess)]
public class CheckTests
{
    const string Chart = """
        using Microsoft.DotNet.Interactive;
        var figure = "{\"data\":[{\"type\":\"scatter\",\"y\":[0.123456789,1,2.5e-7]}],\"layout\":{\"width\":640,\"height\":380}}";
        KernelInvocationContext.Current.Publish(new Microsoft.DotNet.Interactive.Events.DisplayedValueProduced("chart", KernelInvocationContext.Current.Command,
            [new("application/vnd.plotly.v1+json", figure), new("text/html", "<div>chart</div>"), new("text/plain", "Chart: cost falls from 1 to 0.")]));
        """;

    [Fact]
    public async Task Update_twice_gives_the_same_bytes_and_check_is_content()
    {
        using var folder = new TemporaryFolder();
        var notebook = folder.Notebook("a.ipynb", "md:# Title", "Console.WriteLine(\"✓ a = 0.817574\");", Chart,
            "#!html\n<b>x</b>", "\"\\u001b[31mred\\u001b[0m \" + System.IO.Directory.GetCurrentDirectory()");

        Assert.Equal(0, (await Cli.Run("run", notebook, "--out", folder["out"], "--update")).Code);
        var once = File.ReadAllText(notebook);
        var (code, text) = await Cli.Run("run", notebook, "--out", folder["out"], "--update");
        Assert.Equal(0, code);
        Assert.Contains("unchanged", text);
        Assert.Equal(once, File.ReadAllText(notebook));

        var cells = Notebook.Load(notebook).CodeCells.ToArray();
        var chart = cells[1].Outputs[0]!;
        Assert.DoesNotContain("text/html", chart["data"]!.AsObject().Select(member => member.Key));
        Assert.Equal("Chart: cost falls from 1 to 0.", OutputText.Of(chart));
        Assert.Equal("""{"data":[{"type":"scatter","y":[0.123457,1,2.5E-07]}],"layout":{"width":640,"height":380}}""",
            chart["metadata"]![StoredForm.Figure]!.ToJsonString());
        // nothing else is there to show
        Assert.Contains("text/html", cells[2].Outputs[0]!["data"]!.AsObject().Select(member => member.Key));
        Assert.Equal("red .", OutputText.Of(cells[3].Outputs[0]));

        (code, text) = await Cli.Run("check", notebook);
        Assert.True(code == 0, text);
        Assert.Contains("All outputs are as stored", text);
        Assert.Equal(once, File.ReadAllText(notebook));
    }

    [Theory]
    [InlineData("a = 0.817574", "a = 0.817575", 0)]                       // the last digit
    [InlineData("a = 0.817574", "a = 0.817576", 1)]
    [InlineData("a = 3 of 4", "a = 3 of 5", 1)]                           // whole numbers are exact
    [InlineData("a = -1.20e-5 (cost)", "a = −1.21e-5 (cost)", 0)]
    [InlineData("a = -1.20e-5 (cost)", "a = -1.23e-5 (cost)", 1)]
    [InlineData("the output falls", "the output rises", 1)]
    public async Task Check_finds_what_changed_and_tolerates_the_last_printed_digit(string stored, string now, int expected)
    {
        using var folder = new TemporaryFolder();
        var notebook = folder.Notebook("a.ipynb", "md:text", "Console.WriteLine(System.IO.File.ReadAllText(\"line.txt\"));");
        File.WriteAllText(folder["line.txt"], stored);
        await Cli.Run("run", notebook, "--out", folder["out"], "--update");
        File.WriteAllText(folder["line.txt"], now);
        var before = File.ReadAllText(notebook);

        var (code, text) = await Cli.Run("check", notebook);

        Assert.Equal(expected, code);
        if (expected == 1)
        {
            Assert.Contains("cell [1] (cell 2, id c2):", text);
            Assert.Contains($"- {stored}", text);
            Assert.Contains($"+ {now}", text);
        }
        Assert.Equal(before, File.ReadAllText(notebook));
    }

    [Theory]
    [InlineData("[0.123456, 1, 0]", "[0.123457, 1, 1e-17]", 0)]
    [InlineData("[0.123456, 1, 0]", "[0.12349, 1, 0]", 1)]
    [InlineData("[1, 2]", "[1, 2, 3]", 1)]
    [InlineData("[1, \"a\"]", "[1, \"b\"]", 1)]
    public void A_chart_is_compared_by_its_figure(string stored, string now, int expected)
    {
        static Notebook With(string y)
        {
            var notebook = Notebook.Parse("a.ipynb", TemporaryFolder.NotebookText("Draw();"));
            notebook.Cells[0].Outputs = [new JsonObject
            {
                ["output_type"] = "display_data",
                ["data"] = new JsonObject { ["text/plain"] = "a chart",
                    ["image/png"] = y.Length.ToString(CultureInfo.InvariantCulture) },
                ["metadata"] = new JsonObject { [StoredForm.Figure] = new JsonObject { ["y"] = JsonNode.Parse(y) } },
            }];
            return notebook;
        }
        var differences = Comparison.Of(With(stored), With(now));
        Assert.Equal(expected, differences.Count);
        Assert.All(differences.SelectMany(difference => difference.Lines), line => Assert.Contains("figure.y", line));
    }

    [Fact]
    public async Task A_missing_and_an_additional_output_are_differences()
    {
        using var folder = new TemporaryFolder();
        var notebook = folder.Notebook("a.ipynb", "1 + 1");
        var (code, text) = await Cli.Run("check", notebook);
        Assert.Equal(1, code);
        Assert.Contains("an output that is not stored:", text);

        await Cli.Run("run", notebook, "--out", folder["out"], "--update");
        File.WriteAllText(notebook, File.ReadAllText(notebook).Replace("\"1 + 1\"", "\"var quiet = 2;\""));
        (code, text) = await Cli.Run("check", notebook);
        Assert.Equal(1, code);
        Assert.Contains("a stored output that did not come:", text);
    }

    [Fact]
    public async Task The_banner_with_the_machines_addresses_is_refused_and_never_stored()
    {
        using var folder = new TemporaryFolder();
        var notebook = Notebook.Parse(folder["a.ipynb"], TemporaryFolder.NotebookText("var quiet = 1;"));
        JsonArray banner() => [new JsonObject
        {
            ["output_type"] = "display_data",
            ["data"] = new JsonObject { ["text/html"] = new JsonArray(
                "<script>probeAddresses(['http://192.0.2.1:2048/']);</script>") },
            ["metadata"] = new JsonObject(),
        }];
        notebook.Cells[0].Outputs = banner();
        notebook.Save(notebook.Path);

        var (code, text) = await Cli.Run("check", notebook.Path);
        Assert.Equal(1, code);
        Assert.Contains("banner", text);
        Assert.Empty(StoredForm.Of(banner(), folder.Path));
        await Cli.Run("run", notebook.Path, "--out", folder["out"], "--update");
        Assert.DoesNotContain("probeAddresses", File.ReadAllText(notebook.Path));
    }

    [Fact]
    public async Task Stored_and_executed_notebooks_are_valid()
    {
        using var folder = new TemporaryFolder();
        var notebook = folder.Notebook("a.ipynb", "Console.WriteLine(1); Console.Error.WriteLine(2);\n3", Chart,
            "throw new Exception(\"last\");");
        await Cli.Run("run", notebook, "--out", folder["out"]);
        await Cli.Run("run", folder.Notebook("b.ipynb", "Console.WriteLine(1);\n3", Chart), "--out", folder["out"], "--update");
        const string script = "import sys\ntry:\n import nbformat\nexcept ImportError: sys.exit(9)\nfor f in sys.argv[1:]: nbformat.validate(nbformat.read(f, 4))";
        var result = Tool.TryRun("python3", ["-c", script, folder["out/a.ipynb"], folder["b.ipynb"]], folder.Path);
        if (result is null or { Code: 9 })
            result = Tool.TryRun("/usr/bin/python3", ["-c", script, folder["out/a.ipynb"], folder["b.ipynb"]], folder.Path);
        Assert.SkipUnless(result is { Code: not 9 }, "Python's nbformat is not installed (Debian: python3-nbformat).");
        Assert.True(result!.Value.Code == 0, result.Value.Text);
    }
}
