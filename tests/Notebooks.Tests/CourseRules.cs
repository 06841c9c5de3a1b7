using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NotebookRunner;

namespace Notebooks.Tests;

/// <summary>What each notebook of the course must have. Every rule gives a sentence for each fault; none is good.</summary>
internal static partial class CourseRules
{
    const double LinesInTheMiddle = 4, LinesAtMost = 20, MinutesAtMost = 40, MinutesOff = 3;

    /// <summary>All faults of a notebook and of its solutions.</summary>
    public static List<string> Faults(Notebook notebook, Notebook solutions) =>
    [
        .. Opening(notebook), .. Closing(notebook), .. Exercises(notebook, solutions), .. Predictions(notebook),
            .. Time(notebook),
        .. ChangeMe(notebook), .. Sizes(notebook), .. Sizes(solutions), .. CourseLinks.Faults(notebook),
            .. CourseLinks.Faults(solutions),
        .. CourseSymbols.Faults(notebook, []), .. CourseSymbols.Faults(solutions, CourseSymbols.Introduced(notebook)),
        .. Numbers(notebook), .. Numbers(solutions),
    ];

    /// <summary>The notebooks of the course, in their order.</summary>
    public static string[] Files { get; } = [.. Directory.EnumerateFiles(Run.NotebookFolder, "*.ipynb")
        .Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    /// <summary>"02-why-the-input-stays.ipynb" is called "02 Why the input stays".</summary>
    public static string Called(string file) => NamePattern().Replace(Path.GetFileNameWithoutExtension(file).Replace('-', ' '),
        name => $"{name.Groups[1].Value} {name.Groups[2].Value.ToUpperInvariant()}");

    public static string Short(Notebook notebook) => Path.GetRelativePath(Run.NotebookFolder, notebook.Path).Replace('\\', '/');

    public static IEnumerable<Cell> Prose(Notebook notebook) => notebook.Cells.Where(cell => cell.Type == "markdown");

    /// <summary>Markdown without what is code: fences and code spans.</summary>
    public static string WithoutCode(string markdown) => CodePattern().Replace(markdown, "");

    static string Number(Notebook notebook) => notebook.Name[..2];

    static List<string> Headings(Notebook notebook, int level) => [.. Prose(notebook)
        .SelectMany(cell => WithoutCode(cell.Source).Split('\n'))
            .Where(line => line.StartsWith(new string('#', level) + " ", StringComparison.Ordinal))];

    static IEnumerable<string> Opening(Notebook notebook)
    {
        var first = notebook.Cells[0];
        if (first.Type != "markdown" || !Regex.IsMatch(first.Source, $@"^# {Number(notebook)} [^\n]+\?\n"))
            yield return $"The first cell begins with no question: # {Number(notebook)} …?";
        if (Headings(notebook, 1).Count != 1) yield return $"There is not one title but {Headings(notebook, 1).Count}.";
        var places = new[] { "**What you will be able to do.** ", "**What you need.** ", "**Time.** About " }
            .Select(part => first.Source.IndexOf(part, StringComparison.Ordinal)).ToList();
        if (places.Any(place => place < 0) || !places.SequenceEqual(places.Order()))
            yield return "The first cell does not say, in this order, what you will be able to do, what you need, and the time.";
        if (notebook.CodeCells.First().Source != "#!import setup.dib")
            yield return "The first code cell is not the set-up alone.";
    }

    static IEnumerable<string> Closing(Notebook notebook)
    {
        var headings = Headings(notebook, 2);
        if (!headings.TakeLast(4).SequenceEqual(
            ["## Summary", "## Exercises", "## What was simplified", "## Where this is from"]))
            yield return $"It does not close with Summary, Exercises, What was simplified, Where this is from, but with "
                + $"{string.Join(", ", headings.TakeLast(4))}.";
        var at = Array.IndexOf(Files, notebook.Name);
        var links = new List<string>();
        if (at > 0) links.Add($"Previous: [{Called(Files[at - 1])}]({Files[at - 1]})");
        if (at < Files.Length - 1) links.Add($"Next: [{Called(Files[at + 1])}]({Files[at + 1]})");
        var last = notebook.Cells[^1].Source.TrimEnd().Split('\n');
        if (last.Length < 3 || last[^3] != "---" || !last[^1].StartsWith(string.Join(" · ", links), StringComparison.Ordinal))
            yield return $"Its last line is not: {string.Join(" · ", links)}";
        if (Section(notebook, "What was simplified").Length < 40) yield return "It does not say what was simplified.";
        if (!Regex.IsMatch(Section(notebook, "Where this is from"), @"\b(chapter|\d{4}|README|issue)\b"))
            yield return "Its sources name no chapter and no year.";
    }

    static IEnumerable<string> Exercises(Notebook notebook, Notebook solutions)
    {
        var section = Section(notebook, "Exercises");
        var exercises = Regex.Matches(section, @"^(\d+)\. (.*)$", RegexOptions.Multiline).ToList();
        if (exercises.Count is < 3 or > 7) yield return $"There are {exercises.Count} exercises, not three to seven.";
        if (!exercises.Select((exercise, i) => exercise.Groups[1].Value == $"{i + 1}").All(right => right))
            yield return "The exercises are not counted from 1.";
        foreach (var exercise in exercises.Where(exercise => !Regex.IsMatch(exercise.Groups[2].Value, @"^\*[A-Z][^*]*\.\* ")))
            yield return $"Exercise {exercise.Groups[1].Value} does not say what kind it is: *Predict.* …";
        if (!section.TrimEnd().EndsWith($"Solutions: [solutions/{notebook.Name}](solutions/{notebook.Name})",
            StringComparison.Ordinal)) yield return "The exercises do not end with a link to their solutions.";

        var text = string.Join("\n\n", solutions.Cells.Select(cell => cell.IsCode ? "(code)" : cell.Source));
        var solved = Regex.Matches(text, @"^## (\d+)\. .*\n((?:(?!## )[^\n]*\n?)*)", RegexOptions.Multiline).ToList();
        if (!solved.Select(part => part.Groups[1].Value).SequenceEqual(exercises.Select(exercise => exercise.Groups[1].Value)))
            yield return $"{exercises.Count} exercises have the solutions "
                + $"{string.Join(", ", solved.Select(part => part.Groups[1].Value))}.";
        foreach (var part in solved.Where(part =>
            part.Groups[2].Value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length < 8))
            yield return $"The solution of exercise {part.Groups[1].Value} says next to nothing.";
        if (!text.StartsWith($"# Solutions to {Number(notebook)} ", StringComparison.Ordinal) || Headings(solutions, 1)
            .Count != 1) yield return "The solutions have another title than: # Solutions to …";
        if (!text.Contains($"](../{notebook.Name})", StringComparison.Ordinal)) yield return "The solutions do not link back.";
        foreach (var cell in notebook.CodeCells.Where(cell => cell.Tags.Contains("attempt")))
        {
            var (call, number) = (Regex.Match(cell.Source, @"Attempt\.\w+").Value,
                AttemptPattern().Match(cell.Source).Groups[1].Value);
            if (!Regex.IsMatch(section, $@"^{(number == "" ? "none" : number)}\. \*(Compute|Derive|Find)\.\* ",
                RegexOptions.Multiline))
                yield return $"Cell {cell.Id}: it does not say which exercise it judges, one of the kind Compute, Derive or Find.";
            if (!Regex.IsMatch(section, $@"^<details><summary>Hint for (\d and )?{number}( and \d)?</summary>\n\n"
                + @"(?:(?!<details>)[\s\S])+?\n\n</details>$", RegexOptions.Multiline))
                yield return $"Cell {cell.Id}: its exercise has no folded hint of its own.";
            if (!Solved(solutions, number).Any(solved => solved.Source.Contains(call, StringComparison.Ordinal)
                && solved.Outputs.Select(Shown).All(shown => shown.TrimStart().StartsWith("Right", StringComparison.Ordinal))))
                yield return $"Cell {cell.Id}: the solutions do not show a right answer to it.";
            if (cell.Outputs.Count == 0 || !cell.Outputs.Select(Shown)
                .All(shown => shown.TrimStart().StartsWith("Not tried yet: ", StringComparison.Ordinal)))
                yield return $"Cell {cell.Id}: it does not say that it is not tried yet.";
        }
        var judged = notebook.CodeCells.Where(cell => cell.Tags.Contains("attempt"))
            .Select(cell => AttemptPattern().Match(cell.Source).Groups[1].Value).ToList();
        foreach (var exercise in exercises.Where(exercise =>
            Regex.IsMatch(exercise.Groups[2].Value, @"^\*(Compute|Derive|Find)\.\* ") && !judged.Contains(exercise.Groups[1].Value)))
            yield return $"Exercise {exercise.Groups[1].Value}: no cell with the tag attempt judges it.";
        if (solutions.CodeCells.FirstOrDefault()?.Source != "#!import ../setup.dib")
            yield return "The solutions do not begin with the set-up.";
    }

    /// <summary>The code of the solution of an exercise.</summary>
    static IEnumerable<Cell> Solved(Notebook solutions, string number) => solutions.Cells
        .SkipWhile(cell => !cell.Source.StartsWith($"## {number}. ", StringComparison.Ordinal))
            .Skip(1).TakeWhile(cell => !cell.Source.StartsWith("## ", StringComparison.Ordinal))
        .Where(cell => cell.IsCode);

    static IEnumerable<string> Predictions(Notebook notebook)
    {
        foreach (var cell in Prose(notebook))
        {
            var guesses = Regex.Count(cell.Source, @"^> \*\*Guess\.\*\* ", RegexOptions.Multiline);
            var answers = Regex.Count(cell.Source, @"^> \*\*Guess\.\*\* [\s\S]*?\n\n(?:(?!> )[\s\S])*?"
                + @"<details><summary>Answer</summary>\n\n(?:(?!<details>)[\s\S])+?\n\n</details>", RegexOptions.Multiline);
            if (guesses != answers) yield return $"Cell {cell.Id}: {guesses} guesses, {answers} folded answers after them.";
        }
    }

    /// <summary>
    /// Read at 200 words a minute, and half a minute for each cell of code; without the set-up, the exercises and what is folded
    /// as optional.
    /// </summary>
    static IEnumerable<string> Time(Notebook notebook)
    {
        var words = Prose(notebook).Where(cell => !cell.Source.StartsWith("## Exercises\n",
            StringComparison.Ordinal)).Sum(cell => OptionalPattern().Replace(cell.Source, "").Split((char[]?)null,
            StringSplitOptions.RemoveEmptyEntries).Length);
        var minutes = words / 200.0 + notebook.CodeCells.Skip(1).Count(cell => !cell.Tags.Contains("attempt")) / 2.0;
        if (minutes > MinutesAtMost) yield return $"It takes {minutes:F0} minutes: split it.";
        var said = Regex.Match(notebook.Cells[0].Source, @"^\*\*Time\.\*\* About (\d+) minutes", RegexOptions.Multiline);
        if (said.Success && Math.Abs(int.Parse(said.Groups[1].Value, CultureInfo.InvariantCulture) - minutes) > MinutesOff)
            yield return $"It says {said.Groups[1].Value} minutes, and takes {minutes:F0}.";
    }

    static IEnumerable<string> ChangeMe(Notebook notebook)
    {
        foreach (var cell in notebook.CodeCells)
        {
            var (cost, update) = (Regex.IsMatch(cell.Source, @"\bvar yourCost\b"),
                Regex.IsMatch(cell.Source, @"\bvar yourUpdate\b"));
            if (cost != cell.Tags.Contains("change-me") || update != cell.Tags.Contains("change-me-update"))
                yield return $"Cell {cell.Id}: what is the reader's to change, and nothing else, has the tag change-me.";
            var tried = cell.Source.Contains("Attempt.", StringComparison.Ordinal);
            if (tried != cell.Tags.Contains("attempt")
                || (tried && !cell.Source.Contains("yours: null", StringComparison.Ordinal)))
                yield return $"Cell {cell.Id}: a line for the reader to try has the tag attempt, and is null until it is tried.";
            if (cost && !Regex.IsMatch(cell.Source, @"^var yourCost = Cost\.Define\(""[^""]+"", \(a, y\) => [^;\n]+\);$"))
                yield return $"Cell {cell.Id}: the cell of your cost holds more than the cost.";
        }
        if (notebook.CodeCells.Count(cell => cell.Tags.Contains("change-me")) > 1)
            yield return "There is more than one cost to change.";
    }

    static IEnumerable<string> Sizes(Notebook notebook)
    {
        // A line that was broken to fit a page is one line still: its rest is indented.
        var lines = notebook.CodeCells.Select(cell => cell.Source.Split('\n')
            .Count(line => line.Length > 0 && !char.IsWhiteSpace(line[0]))).Order().ToList();
        if (!Short(notebook).StartsWith("solutions", StringComparison.Ordinal) && lines[lines.Count / 2] > LinesInTheMiddle)
            yield return $"{Short(notebook)}: half of the code cells have more than {LinesInTheMiddle} lines.";
        foreach (var cell in notebook.CodeCells.Where(cell =>
            cell.Source.Split('\n').Count(line => line.Trim().Length > 0) > LinesAtMost))
            yield return $"{Short(notebook)}, cell {cell.Id}: more than {LinesAtMost} lines.";
    }

    /// <summary>
    /// A number with three or more decimals in the text stands, to its digits, in the text of an output or in the code: something
    /// computes it.
    /// </summary>
    static IEnumerable<string> Numbers(Notebook notebook)
    {
        static IEnumerable<(string Text, double Value)> In(string text) =>
            NumberPattern().Matches(text).Select(match => (match.Value, double.Parse(match.Value, CultureInfo.InvariantCulture)));
        var computed = In(string.Join(' ', notebook.CodeCells.SelectMany(cell => cell.Outputs.Select(Shown).Append(cell.Source))))
            .Select(number => number.Value).ToList();
        foreach (var cell in Prose(notebook))
            foreach (var (text, value) in In(cell.Source)
                .Where(number => number.Text.Split('.')[1].Length >= 3 && !number.Text.Contains('E')))
                if (!computed.Any(one => Math.Abs(one - value) <= 0.501 * Math.Pow(10, -text.Split('.')[1].Length)))
                    yield return $"{Short(notebook)}, cell {cell.Id}: nothing computes {text}.";
    }

    /// <summary>The text of an output; the points of a chart are no text.</summary>
    static string Shown(JsonNode? output) => string.Join(' ', new[] { output!["text"], output["data"]?["text/plain"],
        output["data"]?["text/markdown"], output["data"]?["text/latex"] }.Select(MultiLine.Join));

    static string Section(Notebook notebook, string heading) =>
        Regex.Match(string.Join("\n\n", Prose(notebook).Select(cell => cell.Source)),
            $@"^## {heading}\n((?:(?!^## |^---$)[\s\S])*)", RegexOptions.Multiline).Groups[1].Value;

    [GeneratedRegex(@"^(\d\d) (.)")]
    private static partial Regex NamePattern();

    [GeneratedRegex(@"^```[\s\S]*?^```|`[^`\n]*`", RegexOptions.Multiline)]
    private static partial Regex CodePattern();

    /// <summary>What is folded and says that one may leave it out.</summary>
    [GeneratedRegex(@"<details><summary>[^<]*[Oo]ptional[^<]*</summary>[\s\S]*?</details>")]
    private static partial Regex OptionalPattern();

    [GeneratedRegex(@"// exercise (\d+); in place of null: ")]
    private static partial Regex AttemptPattern();

    [GeneratedRegex(@"(?<![\w.])\d+\.\d+(?:E[-+]?\d+)?(?![\d.]*\.\d)")]
    private static partial Regex NumberPattern();
}
