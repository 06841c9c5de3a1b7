using System.Text.Json.Nodes;

namespace NotebookRunner.Tests;

/// <summary>What <c>run</c> does with good, bad and unreadable notebooks.</summary>
[Collection(Cli.InThisProcess)]
public class RunTests
{
    [Fact]
    public async Task A_good_notebook_runs_and_its_outputs_are_as_Jupyter_stores_them()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["data.txt"], "beside the notebook");
        var notebook = folder.Notebook("good.ipynb", "md:# Title",
            "Console.Write(\"✓ one\\n\");\nConsole.WriteLine(\"✓ two\");\n\"result\"", "#!html\n<b>bold</b>",
                "System.IO.File.ReadAllText(\"data.txt\")");
        var before = File.ReadAllText(notebook);

        var (code, text) = await Cli.Run("run", notebook, "--out", folder["out"]);

        Assert.Equal(0, code);
        Assert.Contains("✓ good.ipynb", text);
        Assert.Contains("3 cells  2 statements checked", text);
        Assert.Contains("1 notebook, all clean", text);
        Assert.Equal(before, File.ReadAllText(notebook));
        var cells = Notebook.Load(folder["out/good.ipynb"]).CodeCells.ToArray();
        Assert.Equal(2, cells[0].Outputs.Count);
        Assert.Equal("""{"name":"stdout","output_type":"stream","text":["\u2713 one\n","\u2713 two\n"]}""",
            cells[0].Outputs[0]!.ToJsonString());
        Assert.Equal("""{"data":{"text/plain":["result"]},"execution_count":1,"metadata":{},"output_type":"execute_result"}""",
            cells[0].Outputs[1]!.ToJsonString());
        Assert.Equal("""{"data":{"text/html":["\u003Cb\u003Ebold\u003C/b\u003E"]},"metadata":{},"output_type":"display_data"}""",
            cells[1].Outputs[0]!.ToJsonString());
        Assert.Equal("beside the notebook", OutputText.Of(cells[2].Outputs[0]));
        Assert.Equal(3, (int)cells[2].Json["execution_count"]!);
    }

    [Fact]
    public async Task A_failing_cell_is_named_and_the_other_notebooks_go_on()
    {
        using var folder = new TemporaryFolder();
        folder.Notebook("1-fails.ipynb", "md:text", "Console.WriteLine(\"so far\");",
            "var a = 1;\n\nthrow new ArgumentException(\"Expected 3 inputs.\");", "Console.WriteLine(\"never\");");
        folder.Notebook("2-good.ipynb", "1 + 1");

        var (code, text) = await Cli.Run("run", folder.Path, "--out", folder["out"]);

        Assert.Equal(1, code);
        Assert.Contains("1-fails.ipynb, cell [2], line 3: Expected 3 inputs.\n", text);
        Assert.Contains("(cell 3 of 4, id c3;", text);
        Assert.DoesNotContain("   at ", text); // no stack trace
        Assert.Contains("✓ 2-good.ipynb", text);
        Assert.Contains("2 notebooks, 1 not clean", text);
        var cells = Notebook.Load(folder["out/1-fails.ipynb"]).CodeCells.ToArray();
        Assert.Equal("so far\n", OutputText.Of(cells[0].Outputs[0]));
        Assert.Equal("""{"output_type":"error","ename":"ArgumentException","evalue":"Expected 3 inputs.","traceback":["Expected 3 inputs."]}""", cells[1].Outputs[0]!.ToJsonString());
        Assert.Empty(cells[2].Outputs);
    }

    [Theory]
    [InlineData("var a = 1;\nvar b = unknown;", 2, "CS0103: The name 'unknown' does not exist")]
    [InlineData("#!csharp\n\nvar b = unknown;", 3, "CS0103: The name 'unknown' does not exist")]
    [InlineData("#!csharp\n\nvar b = 1;\nthrow new Exception(\"fourth\");", 4, "fourth")]
    [InlineData("void F() { throw new Exception(\"inside\"); }\nF();", 2, "inside")]
    [InlineData("await Task.Yield();\nthrow new Exception(\"two\\nlines\");", 2, "two\n  lines")]
    [InlineData("// a comment first\n#!import missing.dib", 2, "There is no file 'missing.dib'")]
    [InlineData("#!import fails.dib\nConsole.WriteLine(1);", 1, "fails.dib, line 2 of its cell: in the import")]
    public async Task The_line_and_the_message_are_found(string cell, int line, string message)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["fails.dib"],
            "#!csharp\n\nvar fine = 1;\n\n#!csharp\n\nvar a = 1;\nthrow new Exception(\"in the import\");\n");
        var (code, text) = await Cli.Run("run", folder.Notebook("a.ipynb", cell), "--out", folder["out"]);
        Assert.Equal(1, code);
        Assert.Contains($"a.ipynb, cell [1], line {line}: {message}", text);
    }

    [Fact]
    public async Task A_cell_with_Jupyters_tag_may_fail()
    {
        using var folder = new TemporaryFolder();
        var notebook = Notebook.Parse(folder["a.ipynb"],
            TemporaryFolder.NotebookText("throw new Exception(\"shown\");", "Console.WriteLine(\"✓ goes on\");"));
        notebook.Cells[0].Json["metadata"]!["tags"] = new JsonArray("raises-exception");
        notebook.Save(notebook.Path);
        var (code, text) = await Cli.Run("run", notebook.Path, "--out", folder["out"]);
        Assert.Equal(0, code);
        Assert.Contains("1 statement checked", text);
    }

    [Fact]
    public async Task Each_notebook_has_a_session_of_its_own()
    {
        using var folder = new TemporaryFolder();
        folder.Notebook("1.ipynb", "var hidden = 1; Microsoft.DotNet.Interactive.Formatting.Formatter.Register<int>((int i) => \"changed\", \"text/plain\"); System.IO.Directory.SetCurrentDirectory(\"/\");");
        folder.Notebook("2.ipynb", "Console.WriteLine(System.IO.Directory.GetCurrentDirectory()); Console.WriteLine(Microsoft.DotNet.Interactive.Formatting.Formatter.ToDisplayString(1, \"text/plain\"));");
        folder.Notebook("3.ipynb", "hidden");
        var here = Directory.GetCurrentDirectory();
        var (code, text) = await Cli.Run("run", folder.Path, "--out", folder["out"]);
        Assert.Equal(1, code);
        Assert.Contains("✓ 2.ipynb", text);
        Assert.Contains("The name 'hidden' does not exist", text);
        Assert.Equal($"{folder.Path}\n1\n", OutputText.Of(Notebook.Load(folder["out/2.ipynb"]).Cells[0].Outputs[0]));
        Assert.Equal(here, Directory.GetCurrentDirectory());
    }

    [Fact]
    public async Task An_unreadable_file_is_reported_and_the_others_go_on()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["1-junk.ipynb"], "{ nope");
        folder.Notebook("2-good.ipynb", "1");
        var (code, text) = await Cli.Run("run", folder.Path, "--out", folder["out"]);
        Assert.Equal(2, code);
        Assert.Contains("1-junk.ipynb is not a notebook", text);
        Assert.Contains("✓ 2-good.ipynb", text);
    }

    [Fact]
    public async Task Notebooks_come_in_the_order_of_their_names_sub_folders_last()
    {
        using var folder = new TemporaryFolder();
        foreach (var name in new[] { "solutions", ".ipynb_checkpoints", "bin" }) Directory.CreateDirectory(folder[name]);
        foreach (var name in new[] { "02-b.ipynb", "01-a.ipynb", "solutions/01-a.ipynb", ".ipynb_checkpoints/x.ipynb",
            "bin/y.ipynb" }) folder.Notebook(name, "1");
        Assert.Equal([folder["01-a.ipynb"], folder["02-b.ipynb"], folder["solutions/01-a.ipynb"]],
            Repository.Notebooks(folder.Path));
        var (code, text) = await Cli.Run("run", folder.Path, "--out", folder["out"]);
        Assert.Equal(0, code);
        Assert.Contains("3 notebooks, all clean", text);
    }

    [Theory]
    [InlineData("run", "missing.ipynb")]
    [InlineData("check", "missing.ipynb")]
    [InlineData("nonsense")]
    [InlineData("run", "--timeout", "0")]
    [InlineData("run", "--timeout", "soon")]
    [InlineData("run", "--kernel", "python")]
    [InlineData("install", "there")]
    public async Task Bad_usage_is_explained(params string[] arguments)
    {
        var (code, text) = await Cli.Run(arguments);
        Assert.Equal(2, code);
        Assert.Contains(arguments[^1] is "0" or "soon" ? "--timeout" : arguments[^1], text);
    }

    [Theory]
    [InlineData("", "run", "check", "install", "--out", "--timeout", "--kernel", "Exit codes")]
    [InlineData("run", "PATH", "--out", "--timeout", "--html", "--kernel", "--update")]
    [InlineData("check", "PATH", "--timeout", "--kernel", "last printed digit", "its PNG is not compared")]
    [InlineData("install", "--uninstall", "VS Code")]
    public async Task Help_is_everywhere(string verb, params string[] words)
    {
        var (code, text) = await Cli.Run([.. verb.Length > 0 ? new[] { verb } : [], "--help"]);
        Assert.Equal(0, code);
        Assert.All(words, word => Assert.Contains(word, text));
    }

    [Fact]
    public async Task The_output_never_overwrites_the_notebook()
    {
        using var folder = new TemporaryFolder();
        var (code, text) = await Cli.Run("run", folder.Notebook("a.ipynb", "1"), "--out", folder.Path);
        Assert.Equal(2, code);
        Assert.Contains("would overwrite", text);
    }
}
