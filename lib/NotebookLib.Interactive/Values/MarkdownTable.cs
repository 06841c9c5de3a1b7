using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace NotebookLib.Interactive;

/// <summary>Tables as Markdown: they show in every editor, also in a folder that is not trusted, and on the web.</summary>
internal static class MarkdownTable
{
    private const int MostRows = 20;

    /// <summary>A pipe table. Cells are Markdown already; <see cref="Escape"/> makes Markdown of plain text.</summary>
    public static string Of(IEnumerable<string> heads, IEnumerable<IEnumerable<string>> rows)
    {
        var columns = heads.ToList();
        return string.Join("\n", new[] { Row(columns), Row(columns.Select(_ => "---")) }.Concat(rows.Select(Row)));
    }

    private static string Row(IEnumerable<string> cells) => $"| {string.Join(" | ", cells)} |";

    /// <summary>Text that Markdown shows as it is.</summary>
    public static string Escape(string text)
    {
        var escaped = new System.Text.StringBuilder();
        foreach (var letter in text)
            _ = letter switch
            {
                '\\' or '`' or '*' or '_' or '<' or '>' or '|' or '$' or '#' or '~' => escaped.Append('\\').Append(letter),
                '[' => escaped.Append("&#91;"),         // a backslash before it would begin a formula in some places
                ']' => escaped.Append("&#93;"),
                '\n' => escaped.Append("<br>"),
                '\r' => escaped,
                _ => escaped.Append(letter),
            };
        return escaped.ToString();
    }

    /// <summary>A list of anything: one row an item and one column a member; a list of plain values is one line.</summary>
    public static string Of(IEnumerable items)
    {
        List<object?> shown = [];
        var more = false;
        foreach (var item in items)
        {
            if (shown.Count == MostRows) { more = true; break; }
            shown.Add(item);
        }
        var type = shown.FirstOrDefault(item => item is not null)?.GetType();
        if (type is null || PlainText.IsScalar(type) || shown.Any(item => item?.GetType() != type)) return Escape(
            PlainText.Of(items));

        var (heads, cells) = Columns(type);
        if (heads.Count == 0) return Escape(PlainText.Of(items));
        var table = Of(heads, shown.Select(item => cells(item!).Select(cell => Escape(PlainText.Of(cell)))));
        var count = items is ICollection collection ? collection.Count - MostRows : 0;
        return table + (!more ? "" : count > 0 ? $"\n\n… and {count} more rows" : "\n\n… and more rows");
    }

    private static (IReadOnlyList<string> Heads, Func<object, IEnumerable<object?>> Cells) Columns(Type type)
    {
        if (typeof(ITuple).IsAssignableFrom(type))
            return ([.. type.GetGenericArguments().Select((_, i) => $"{i + 1}")],
                item => Enumerable.Range(0, ((ITuple)item).Length).Select(i => ((ITuple)item)[i]));
        if (typeof(IEnumerable).IsAssignableFrom(type)) return ([], _ => []);
        MemberInfo[] members = [.. PlainText.MembersOf(type)];
        return ([.. members.Select(member => Escape(member.Name))],
            item => members.Select(member => PlainText.ValueOf(member, item)));
    }
}
