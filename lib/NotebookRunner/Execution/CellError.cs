using System.Globalization;
using System.Text.RegularExpressions;

namespace NotebookRunner;

/// <summary>
/// What went wrong in a cell: the kind of error, its message for the learner, and the line of the cell where it is known.
/// </summary>
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

        var place = SubmissionPattern().Matches(text).LastOrDefault() ?? InsidePattern().Matches(text).LastOrDefault();
        var line = place is null ? null : Number(place);
        return TypePattern().Match(head) is { Success: true } type
            ? new(type.Groups[1].Value.Split('.')[^1], head[type.Length..], line)
            : new("Error", head, line);
    }

    public static CellError TimedOut(TimeSpan timeout) => new("Timeout", string.Create(CultureInfo.InvariantCulture,
        $"The cell was still running after {timeout.TotalSeconds:0.##} s. Look for a loop that does not end, or give it more time with --timeout."), null);

    /// <summary>What ended a process that could not say so itself, from its last words and its exit code.</summary>
    public static CellError OfEnd(string complaints, int exitCode)
    {
        const string here = "Its process ended while this cell ran";
        if (complaints.StartsWith(FullStack, StringComparison.Ordinal))
            return new("StackOverflow", $"{here}: the stack is full. Look for a method that calls itself without an end.", null);
        if (complaints.StartsWith(Unhandled, StringComparison.Ordinal))
            return Parse(complaints[Unhandled.Length..]) is var error
                ? error with { Message = $"{error.Message}\n({Uncaught})" } : error;
        var why = complaints.StartsWith(Halted, StringComparison.Ordinal) ? complaints.Split('\n').ElementAtOrDefault(1) : null;
        return new("End", why is null ? $"{here}, with exit code {exitCode}." : $"{here}: {why}", null);
    }

    /// <summary>Why an exception ended the process.</summary>
    public const string Uncaught =
        "Thrown on another thread or in an async void method, where no cell can catch it, it ended the process.";

    private const string FullStack = "Stack overflow", Unhandled = "Unhandled exception. ", Halted = "Process terminated";

    /// <summary>Whether with this line a process of .NET begins to say why it ends.</summary>
    public static bool TellsEnd(string line) =>
        new[] { FullStack, Unhandled, Halted }.Any(start => line.StartsWith(start, StringComparison.Ordinal));

    private static int? Number(Match match) => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^\s+at \S.*$", RegexOptions.Multiline)]
    private static partial Regex StackPattern();

    [GeneratedRegex(@"^(?:[\w.]+ )?\((\d+),\d+\)(?:-\(\d+,\d+\))?: (?:\w+ )?error ", RegexOptions.Multiline)]
    private static partial Regex CompilerPattern();

    [GeneratedRegex(@"^\s+at Submission#.*<<Initialize>>.* in \S*:line (\d+)", RegexOptions.Multiline)]
    private static partial Regex SubmissionPattern();

    [GeneratedRegex(@"^\s+at Submission#.* in \S*:line (\d+)", RegexOptions.Multiline)]
    private static partial Regex InsidePattern();

    [GeneratedRegex(@"^([A-Za-z_][\w.+`]*): ")]
    private static partial Regex TypePattern();
}
