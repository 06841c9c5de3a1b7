using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NotebookRunner;

/// <summary>A file that is not a notebook we can run; the message says why.</summary>
internal sealed class NotebookException(string message) : Exception(message);

/// <summary>
/// An .ipynb file (nbformat 4). The JSON is kept whole, so that nothing in it is lost when it is written again.
/// </summary>
internal sealed class Notebook
{
    private readonly JupyterJson style;

    private Notebook(string path, JsonObject json, JupyterJson style)
    {
        (Path, Json, this.style) = (path, json, style);
        var code = 0;
        Cells = [.. json["cells"]!.AsArray().Select((cell, i) =>
            new Cell(cell!.AsObject(), i + 1, Cell.TypeOf(cell.AsObject()) == "code" ? ++code : 0, DefaultKernel))];
    }

    public string Path { get; }
    public JsonObject Json { get; }
    public IReadOnlyList<Cell> Cells { get; }
    public IEnumerable<Cell> CodeCells => Cells.Where(cell => cell.IsCode);
    public string Name => System.IO.Path.GetFileName(Path);
    public string Folder => System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path))!;

    /// <summary>The kernel of a cell that names none.</summary>
    public string DefaultKernel => Cell.KernelName(
        Text(Json, "metadata", "polyglot_notebook", "kernelInfo", "defaultKernelName")
        ?? Text(Json, "metadata", "kernelspec", "language") ?? "csharp");

    public static Notebook Load(string path)
    {
        try { return Parse(path, File.ReadAllText(path, new UTF8Encoding(false, throwOnInvalidBytes: true))); }
        catch (DecoderFallbackException)
        {
            throw new NotebookException($"{System.IO.Path.GetFileName(path)} is not a notebook: its bytes are not UTF-8 text.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new NotebookException($"{path} cannot be read: {e.Message}");
        }
    }

    public static Notebook Parse(string path, string text)
    {
        var name = System.IO.Path.GetFileName(path);
        NotebookException NoNotebook(string why) => new($"{name} is not a notebook: {why}.");
        if (string.IsNullOrWhiteSpace(text))
            throw new NotebookException($"{name} is empty: delete it, or save a notebook under its name.");
        try
        {
            if (JupyterJson.Parse(text) is not JsonObject json) throw NoNotebook("its JSON is not an object");
            ReadAll(json);
            if (json["nbformat"] is not { } format) throw NoNotebook("it does not say its \"nbformat\", which is 4");
            if (format.ToJsonString() != "4")
                throw new NotebookException($"{name} has nbformat {format.ToJsonString()}; this runner reads nbformat 4. Open and save it once in VS Code or Jupyter.");
            if (json["metadata"] is not (null or JsonObject)) throw NoNotebook("its metadata are not an object");
            if (json["cells"] is not JsonArray cells) throw NoNotebook("it has no list of cells");
            for (var i = 0; i < cells.Count; i++)
                if (Cell.Fault(cells[i]) is { } fault) throw NoNotebook($"cell {i + 1} {fault}");
            if (Text(json, "metadata", "kernelspec", "language") is { } language && !Cell.IsDotNet(language))
                throw new NotebookException($"{name} is written for the language {language.ReplaceLineEndings(" ")}; this runner runs .NET notebooks (C#, F#, PowerShell, HTML, Mermaid).");
            return new(path, json, JupyterJson.StyleOf(text));
        }
        catch (JsonException e)
        {
            throw NoNotebook(e.LineNumber is { } line
                ? $"its text stops being JSON in line {line + 1}; look there for a bracket, a quotation mark or a comma too many or too few"
                : "an object in its JSON has two members of one name");
        }
        catch (InvalidOperationException)
        {
            throw NoNotebook("its text holds half of a character (a surrogate such as \\ud83d without its other half)");
        }
    }

    /// <summary>
    /// Reads what would else be read late, in the midst of something: text that is no text throws InvalidOperationException.
    /// </summary>
    private static void ReadAll(JsonNode? node)
    {
        if (node is JsonObject members) foreach (var member in members) ReadAll(member.Value);
        else if (node is JsonArray items) foreach (var item in items) ReadAll(item);
        else if (node?.GetValueKind() == JsonValueKind.String) node.GetValue<string>();
    }

    /// <summary>A copy that can get other outputs.</summary>
    public Notebook Copy() => new(Path, Json.DeepClone().AsObject(), style);

    public string ToText() => style.Write(Json);

    /// <summary>Writes the file, atomically, and only if its content would change.</summary>
    public bool Save(string path)
    {
        var text = ToText();
        if (File.Exists(path) && File.ReadAllText(path) == text) return false;
        AtomicFile.Write(path, text);
        return true;
    }

    internal static string? Text(JsonNode? node, params string[] path)
    {
        foreach (var key in path) node = (node as JsonObject)?[key];
        return node is JsonValue value && value.TryGetValue(out string? text) ? text : null;
    }
}
