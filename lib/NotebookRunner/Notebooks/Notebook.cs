using System.Text.Json;
using System.Text.Json.Nodes;

namespace NotebookRunner;

/// <summary>A file that is not a notebook we can run; the message says why.</summary>
internal sealed class NotebookException(string message) : Exception(message);

/// <summary>An .ipynb file (nbformat 4). The JSON is kept whole, so that nothing in it is lost when it is written again.</summary>
internal sealed class Notebook
{
    readonly JupyterJson style;

    Notebook(string path, JsonObject json, JupyterJson style)
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
        string text;
        try { text = File.ReadAllText(path); }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new NotebookException($"{path} cannot be read: {e.Message}");
        }
        return Parse(path, text);
    }

    public static Notebook Parse(string path, string text)
    {
        var name = System.IO.Path.GetFileName(path);
        try
        {
            if (JupyterJson.Parse(text) is not JsonObject json) throw new NotebookException($"{name} is not a notebook: its JSON is not an object.");
            if (json["nbformat"]?.ToJsonString() is { } format && format != "4")
                throw new NotebookException($"{name} has nbformat {format}; this runner reads nbformat 4. Open and save it once in VS Code or Jupyter.");
            if (json["cells"] is not JsonArray cells || cells.Any(cell => cell is not JsonObject))
                throw new NotebookException($"{name} is not a notebook: it has no list of cells.");
            if (Text(json, "metadata", "kernelspec", "language") is { } language && !Cell.IsDotNet(language))
                throw new NotebookException($"{name} is written for the language {language}; this runner runs .NET notebooks (C#, F#, PowerShell, HTML, Mermaid).");
            return new(path, json, JupyterJson.StyleOf(text));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new NotebookException($"{name} is not a notebook: {e.Message}");
        }
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
