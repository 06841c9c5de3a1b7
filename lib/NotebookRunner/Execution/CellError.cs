using System.Globalization;
using System.Text.RegularExpressions;

namespace NotebookRunner;

/// <summary>What went wrong in a cell: the kind of error, its message for the learner, and the line of the cell where it is known.</summary>
internal sealed partial record CellError(string Kind, string Message, int? Line)
{
    /// <summary>Reads the text of the kernel's CommandFailed, which is the same in process and from the tool.</summary>
    public static CellError Parse(string text)
    {
        text = text.ReplaceLineEndings("\n").Trim();
        var frames = StackPattern().Match(text);
        var head = (frames.Success ? text[..frames.Index] : text).TrimEnd();

        if (CompilerPattern().Match(head) is { Success: true } compiler)
            return new("CompilationError", CompilerPattern().Replace(head, ""), Number(compiler));

        var line = SubmissionPattern().Matches(text).LastOrDefault() is { } submission ? Number(submission) : null;
        return TypePattern().Match(head) is { Success: true } type
            ? new(type.Groups[1].Value.Split('.')[^1], head[type.Length..], line)
            : new("Error", head, line);
    }

    static int? Number(Match match) => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^\s+at \S.*$", RegexOptions.Multiline)]
    private static partial Regex StackPattern();

    [GeneratedRegex(@"^(?:[\w.]+ )?\((\d+),\d+\)(?:-\(\d+,\d+\))?: (?:\w+ )?error ", RegexOptions.Multiline)]
    private static partial Regex CompilerPattern();

    [GeneratedRegex(@"^\s+at Submission#.*<<Initialize>>.* in \S*:line (\d+)", RegexOptions.Multiline)]
    private static partial Regex SubmissionPattern();

    [GeneratedRegex(@"^([A-Za-z_][\w.+`]*): ")]
    private static partial Regex TypePattern();
}
