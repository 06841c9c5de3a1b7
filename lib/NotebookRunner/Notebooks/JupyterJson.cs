using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NotebookRunner;

/// <summary>
/// JSON as Jupyter writes it: one space of indentation, characters outside ASCII as they are, keys in the order they have.
/// Numbers keep the text they were read with, so what is not changed comes back byte for byte.
/// </summary>
internal sealed record JupyterJson(string Indent = " ", string NewLine = "\n", bool EndsWithNewLine = true)
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 256, AllowDuplicateProperties = false };

    /// <summary>Reads text; throws <see cref="JsonException"/> when it is not JSON.</summary>
    public static JsonNode? Parse(string text) => JsonNode.Parse(text, documentOptions: Strict);

    /// <summary>The layout a text already has, so that rewriting it changes only what changed.</summary>
    public static JupyterJson StyleOf(string text)
    {
        var newLine = text.Contains("\r\n") ? "\r\n" : "\n";
        var second = text.IndexOf('\n') + 1;
        var indent = new string([.. text.Skip(second).TakeWhile(c => c is ' ' or '\t')]);
        return new(second > 0 && indent.Length > 0 ? indent : " ", newLine, text.EndsWith('\n'));
    }

    public string Write(JsonNode? node)
    {
        var text = new StringBuilder();
        Write(node, text, 0);
        if (EndsWithNewLine) text.Append(NewLine);
        return text.ToString();
    }

    private void Write(JsonNode? node, StringBuilder text, int depth)
    {
        switch (node)
        {
            case null: text.Append("null"); break;
            case JsonObject { Count: 0 }: text.Append("{}"); break;
            case JsonArray { Count: 0 }: text.Append("[]"); break;
            case JsonObject members:
                Lines(members, '{', '}', text, depth, member =>
                {
                    WriteString(member.Key, text);
                    text.Append(": ");
                    Write(member.Value, text, depth + 1);
                });
                break;
            case JsonArray items:
                Lines(items, '[', ']', text, depth, item => Write(item, text, depth + 1));
                break;
            case JsonValue value: WriteValue(value, text); break;
        }
    }

    private void Lines<T>(IEnumerable<T> items, char open, char close, StringBuilder text, int depth, Action<T> write)
    {
        var first = true;
        text.Append(open);
        foreach (var item in items)
        {
            if (!first) text.Append(',');
            first = false;
            Break(text, depth + 1);
            write(item);
        }
        Break(text, depth);
        text.Append(close);
    }

    private void Break(StringBuilder text, int depth)
    {
        text.Append(NewLine);
        for (var i = 0; i < depth; i++) text.Append(Indent);
    }

    private static void WriteValue(JsonValue value, StringBuilder text)
    {
        if (value.GetValueKind() == JsonValueKind.String) WriteString(value.GetValue<string>(), text);
        else text.Append(value.ToJsonString());
    }

    private static void WriteString(string value, StringBuilder text)
    {
        text.Append('"');
        foreach (var c in value)
            _ = c switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                '\b' => text.Append("\\b"),
                '\f' => text.Append("\\f"),
                < ' ' => text.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture)),
                _ => text.Append(c),
            };
        text.Append('"');
    }
}
