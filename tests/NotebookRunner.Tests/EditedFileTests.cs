using System.Text;
using System.Text.Json.Nodes;

namespace NotebookRunner.Tests;

/// <summary>
/// Notebook files with any edit in them: read, looked through, compared and shown as a page, or refused in a sentence.
/// </summary>
public class EditedFileTests
{
    private static readonly string[] Pieces =
    [
        "\"", "\\", "{", "}", "[", "]", ",", ":", "null", "true", "1", "-1e999", "{}", "[]", "\"\"", "\"cells\"", "\"source\"",
        "\"outputs\"", "\"metadata\"",
        "\"cell_type\": \"markdown\",", "\"outputs\": null,", "\"data\": {\"text/plain\": 1},", "\"text\": {},", "\\ud83d",
        "\\u0000", "\u2028", "\ufeff",
        "<script>", "$$", "```", "|--|", "#!", "é", "\r\n", "\t", string.Concat(Enumerable.Repeat("[", 300)),
    ];

    [Fact]
    public void Any_edit_of_a_notebook_is_read_or_refused_in_a_sentence()
    {
        var notebooks = Path.Combine(Repository.Root!, "notebooks");
        string[] names = ["11-other-languages.ipynb", "solutions/11-other-languages.ipynb",
            "solutions/08-check-a-gradient.ipynb"];
        byte[][] sources = [Encoding.UTF8.GetBytes(
            TemporaryFolder.NotebookText("md:# T\n\n$x$ | `a`", "var a = 1;\na", "#!fsharp\n1")),
            .. names.Select(name => File.ReadAllBytes(Path.Combine(notebooks, name)))];
        var shown = 0;      // a page takes longer than all the rest
        RandomEdits.Survive("a.ipynb", sources, Pieces, path =>
        {
            try
            {
                var notebook = Notebook.Load(path);
                var (again, copy) = (Notebook.Parse(path, notebook.ToText()), notebook.Copy());
                Assert.Equal(notebook.ToText(), again.ToText());
                _ = KernelChoice.Reason(notebook);
                foreach (var cell in copy.CodeCells)
                {
                    _ = (cell.Id, cell.Source, cell.Kernel, cell.MayFail, cell.WantsPackages,
                        cell.Outputs.Sum(OutputText.Statements));
                    cell.Outputs = StoredForm.Of(cell.Outputs, notebook.Folder);
                }
                _ = Comparison.Of(notebook, copy);
                if (shown++ % 20 == 0) _ = Page.Html(copy, Page.PlaceOf(copy, "a.html"), null, null, link => link, engine: null);
                return true;
            }
            catch (NotebookException e)
            {
                Assert.Matches(@"^a\.ipynb [^\n]+\.( [A-Z][^\n]*\.)?$", e.Message);
                return false;
            }
        });
    }
}
