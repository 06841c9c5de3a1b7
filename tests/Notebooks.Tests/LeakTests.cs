using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NotebookRunner;
using static Notebooks.Tests.Run;

namespace Notebooks.Tests;

/// <summary>What is published tells nothing of the machine it was made on, and runs nothing that a cell only printed.</summary>
[Collection(Run.Processes)]
public partial class LeakTests
{
    public static TheoryData<string> All =>
        [.. Repository.Notebooks(NotebookFolder).Select(path => Path.GetRelativePath(NotebookFolder, path))];

    [Theory, MemberData(nameof(All))]
    public void No_stored_output_tells_of_the_machine(string name) => Assert.Empty(
        Notebook.Load(Path.Combine(NotebookFolder, name)).CodeCells.SelectMany(cell => cell.Outputs)
            .SelectMany(output => Leaks(output!)));

    [Theory]
    [InlineData("see /home/ada/notes.txt")]
    [InlineData("at C:\\Users\\Ada")]
    [InlineData("in /tmp/x")]
    [InlineData("http://192.0.2.17:2048/")]
    [InlineData("bound to fe80::1c2:3fff")]
    [InlineData("http://localhost:1000")]
    [InlineData("under the repository")]
    public void A_leak_is_noticed(string text) =>
        Assert.NotEmpty(Leaks(new JsonObject { ["text"] = text.Replace("the repository", Root) }));

    /// <summary>
    /// By every way of a text from a cell to a page: printed, given back, in a table, in a record, as a name in a formula, a
    /// table and a chart, in an error, as Markdown.
    /// </summary>
    [Fact]
    public async Task A_page_shows_what_a_cell_prints_and_does_not_run_it()
    {
        const string bad = "<script>planted</script><img src=x onerror=planted>";
        string[] cells = ["Console.WriteLine(bad); Console.Error.WriteLine(bad);", "bad", "new[] { new { name = bad, n = 1 } }",
            "new { name = bad }",
            "Cost.Define(bad, (a, y) => a - y)", "CostCheck.Run(Cost.Define(bad, (a, y) => Pow(a - y, 2)), Activation.Sigmoid)",
            "Draw.Cost(Cost.Define(bad, (a, y) => Pow(a - y, 2)))",
            "Derivation.Of(Cost.Define(bad, (a, y) => Pow(a - y, 2)), Activation.Sigmoid).Steps",
            "Training.Run(new([1], 0, Activation.Sigmoid), Cost.Define(bad, (a, y) => Pow(a - y, 2)), Dataset.Of([[1]], [0]))",
            "display(bad, \"text/markdown\");",
            "HtmlPage.Write(\"page.html\", bad, Cost.Define(bad, (a, y) => a), new { name = bad });",
            "throw new Exception(bad);"];
        using var folder = new TemporaryFolder(NotebookFolder);
        var run = await Cells(folder.Path, KernelKind.InProcess, ["#!import ../setup.dib", $"var bad = \"{bad}\";", .. cells]);
        Assert.Equal(cells.Length + 2, run.Failure?.Cell.CodeNumber);
        var site = new Site(folder.Path);
        site.Add(run.Executed, run.Executed, Path.Combine(folder.Path, "test.ipynb"));
        site.Write();
        foreach (var page in new[] { "test.html", "page.html" })
        {
            var html = await File.ReadAllTextAsync(Path.Combine(folder.Path, page), TestContext.Current.CancellationToken);
            Assert.Contains("&lt;script&gt;planted", html);
            Assert.DoesNotContain("<script>planted", html);
            Assert.DoesNotMatch("<img[^>]*onerror", html);
        }
    }

    [Theory]
    [InlineData("null", "There is nothing to show: HtmlPage.Write(\"cost.html\", derivation, check, chart).")]
    [InlineData("\"\", 1", "Name the file of the page, for example \"cost.html\".")]
    [InlineData("\"page.html\", (object)null", "Value 1 is null, so it cannot be shown.")]
    [InlineData("\"nowhere/page.html\", 1", "There is no folder \"nowhere\" for the page; make it first, or name another file.")]
    public async Task A_page_that_cannot_be_written_says_why(string arguments, string sentence) =>
        Assert.Equal(sentence,
            (await Cells(NotebookFolder, KernelKind.InProcess, Import, $"HtmlPage.Write({arguments});")).Failure?.Error.Message);

    private static IEnumerable<string> Leaks(JsonNode output)
    {
        var copy = output.DeepClone();
        if (copy["data"] is JsonObject data) data.Remove("image/png");
        var text = copy.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        string[] ours = [Root, Environment.MachineName, Environment.GetFolderPath(Environment.SpecialFolder.UserProfile),
            StoredForm.Banner];
        return [.. ours.Where(one => one.Length > 3 && Regex.IsMatch(text, $@"(?<!\w){Regex.Escape(one)}(?!\w)")),
            .. PlacePattern().Matches(text).Select(match => match.Value)];
    }

    [GeneratedRegex(@"(?<![\w.])/(home|root|Users|tmp|var|usr|etc|mnt|opt|work)/|(?<!\w)[A-Z]:\\|\b\d{1,3}(\.\d{1,3}){3}\b|\bf[ce][0-9a-f]{2}:[0-9a-f:]+|\b([0-9a-f]{1,4}:){7}[0-9a-f]{1,4}\b|localhost|file://")]
    private static partial Regex PlacePattern();
}
