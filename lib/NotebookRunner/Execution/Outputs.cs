using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.DotNet.Interactive.Events;
using Microsoft.DotNet.Interactive.Formatting;

namespace NotebookRunner;

/// <summary>Turns the kernel's events into a notebook's outputs, as Jupyter would store them.</summary>
internal sealed class Outputs
{
    private readonly Dictionary<string, JsonObject> displays = [];
    private JsonArray current = [];
    private JsonObject? stream;
    private readonly StringBuilder printed = new();
    private int executionCount;

    /// <summary>Begins a cell: what comes next is its output. Displays of earlier cells can still be updated.</summary>
    public JsonArray Begin(int count)
    {
        lock (displays)
        {
            executionCount = count;
            CloseStream();
            return current = [];
        }
    }

    /// <summary>What the cell has given up to now, with the text that it is still printing.</summary>
    public JsonArray SoFar()
    {
        lock (displays)
        {
            var copy = (JsonArray)current.DeepClone();
            if (stream is not null) copy[^1]!["text"] = MultiLine.Split(printed.ToString());
            return copy;
        }
    }

    /// <summary>Ends a cell: what still comes from it goes nowhere.</summary>
    public JsonArray End(JsonArray cell)
    {
        lock (displays)
        {
            CloseStream();
            current = [];
            return cell;
        }
    }

    public void Add(KernelEvent e)
    {
        lock (displays)
            switch (e)
            {
                case StandardOutputValueProduced output: Stream("stdout", output); break;
                case StandardErrorValueProduced error: Stream("stderr", error); break;
                case ErrorProduced error: Stream("stderr", error); break;
                case DisplayedValueUpdated update when displays.TryGetValue(update.ValueId, out var shown):
                    shown["data"] = Bundle(update);
                    break;
                case DisplayedValueUpdated: break;
                case ReturnValueProduced result: Display("execute_result", result); break;
                case DisplayedValueProduced display: Display("display_data", display); break;
            }
    }

    /// <summary>An error as Jupyter stores it.</summary>
    public static JsonObject Of(CellError error) => new()
    {
        ["output_type"] = "error",
        ["ename"] = error.Kind,
        ["evalue"] = error.Message,
        ["traceback"] = new JsonArray([.. error.Message.Split('\n').Select(line => (JsonNode)line)]),
    };

    private void Stream(string name, DisplayEvent e)
    {
        var text = string
            .Concat(e.FormattedValues.Where(value => value.MimeType == "text/plain").Take(1).Select(value => value.Value))
            .Replace("\r\n", "\n");
        if (text.Length == 0 && e is ErrorProduced { Message: { } message }) text = message + "\n";
        if (text.Length == 0) return;
        if (stream is null || Notebook.Text(stream, "name") != name)
        {
            CloseStream();
            current.Add(stream = new() { ["name"] = name, ["output_type"] = "stream" });
        }
        printed.Append(text);
    }

    /// <summary>Gives the stream that is being written its text: once, since a cell may print thousands of lines.</summary>
    private void CloseStream()
    {
        stream?.Add("text", MultiLine.Split(printed.ToString()));
        printed.Clear();
        stream = null;
    }

    private void Display(string type, DisplayEvent e)
    {
        if (e.FormattedValues.Count == 0) return;
        CloseStream();
        var output = new JsonObject { ["data"] = Bundle(e) };
        if (type == "execute_result") output["execution_count"] = executionCount;
        output["metadata"] = new JsonObject();
        output["output_type"] = type;
        current.Add(output);
        if (e.ValueId is { } id) displays.TryAdd(id, output);
    }

    private static JsonObject Bundle(DisplayEvent e)
    {
        var data = new JsonObject();
        foreach (var value in e.FormattedValues.OrderBy(value => value.MimeType, StringComparer.Ordinal))
            data[value.MimeType] = Content(value);
        return data;
    }

    private static JsonNode? Content(FormattedValue value)
    {
        if (IsJson(value.MimeType))
            try { return JsonNode.Parse(value.Value); }
            catch (JsonException) { return value.Value; }
        return value.MimeType.StartsWith("image/", StringComparison.Ordinal) && value.MimeType != "image/svg+xml"
            ? value.Value
            : MultiLine.Split(value.Value.Replace("\r\n", "\n"));
    }

    private static bool IsJson(string mimeType) =>
        mimeType == "application/json" || mimeType.EndsWith("+json", StringComparison.Ordinal);
}
