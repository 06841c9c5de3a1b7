using System.Text.RegularExpressions;
using NotebookRunner;

namespace Notebooks.Tests;

/// <summary>
/// Links of notebooks and of other Markdown: what they point at exists; what is mentioned by its number is linked or at hand.
/// </summary>
internal static partial class CourseLinks
{
    public static IEnumerable<string> Faults(Notebook notebook)
    {
        foreach (var cell in CourseRules.Prose(notebook))
        {
            var text = CourseRules.WithoutCode(cell.Source);
            foreach (var fault in Dead(text, notebook.Path))
                yield return $"{CourseRules.Short(notebook)}, cell {cell.Id}: {fault}";
            foreach (Match mention in MentionPattern().Matches(LinkPattern().Replace(text, "")))
                yield return $"{CourseRules.Short(notebook)}, cell {cell.Id}: \"{mention.Value}\" is not a link.";
        }
        var all = string.Join("\n\n",
            CourseRules.Prose(notebook).Select(cell => LinkPattern().Replace(CourseRules.WithoutCode(cell.Source), "")));
        foreach (Match used in StatementPattern().Matches(all))
            if (!Regex.IsMatch(all, $@"^(>\s)?\*\*{used.Value}\b", RegexOptions.Multiline))
                yield return $"{CourseRules.Short(notebook)}: {used.Value} is neither here nor linked.";
    }

    /// <summary>Links to files or headings that are not there.</summary>
    public static IEnumerable<string> Dead(string markdown, string path)
    {
        foreach (Match link in LinkPattern().Matches(markdown))
        {
            var target = link.Groups["target"].Value;
            if (Regex.IsMatch(target, @"^https?://[^\s/]+\.[^\s]+$")) continue;
            var (file, anchor) = target.Split('#') is [var before, var after] ? (before, after) : (target, null);
            var full = file.Length == 0 ? path : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, file));
            if (!File.Exists(full) && !(Directory.Exists(full) && anchor is null)) yield return $"{target} does not exist.";
            else if (anchor is not null && !Anchors(full).Contains(anchor)) yield return $"{target}: there is no such heading.";
        }
    }

    /// <summary>The names of the headings of a file, as editors and GitHub make them.</summary>
    static IEnumerable<string> Anchors(string file) =>
        (file.EndsWith(".ipynb", StringComparison.Ordinal)
            ? string.Join("\n\n", CourseRules.Prose(Notebook.Load(file)).Select(cell => cell.Source)) : File.ReadAllText(file))
        .Split('\n').Where(line => Regex.IsMatch(line, "^#{1,6} "))
        .Select(line => string
            .Concat(MarkdownHtml.Text(line).ToLowerInvariant().Where(c => char.IsLetterOrDigit(c) || c is ' ' or '-' or '_'))
            .Replace(' ', '-'));

    [GeneratedRegex(@"!?\[(?<text>(?:[^\[\]]|\[[^\[\]]*\])*)\]\((?<target>[^()\s]+)\)")]
    private static partial Regex LinkPattern();

    [GeneratedRegex(@"\b[Nn]otebooks? \d\d\b")]
    private static partial Regex MentionPattern();

    [GeneratedRegex(@"\b(Theorem|Statement) \d+(\.\d+)?\b")]
    private static partial Regex StatementPattern();
}
