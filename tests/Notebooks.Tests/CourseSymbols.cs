using System.Text.RegularExpressions;
using NotebookRunner;

namespace Notebooks.Tests;

/// <summary>
/// Symbols before their use. A symbol is a letter of a formula, with its accent, or a sign such as ∇ that is not taught at
/// school. It is introduced by the notation page of notebook 00, or in the first cell of the notebook that uses it: there it
/// stands by itself between dollar signs (the words beside it say what it is), or on the left of an equation, or of ∈.
/// </summary>
internal static partial class CourseSymbols
{
    static readonly string[] Greek = ["alpha", "beta", "gamma", "delta", "varepsilon", "eta", "theta", "lambda", "mu", "nu",
        "rho", "sigma", "tau", "varphi", "phi", "omega", "Omega"];
    static readonly string[] Signs = ["nabla", "Delta", "odot", "overline", "lVert", "langle", "sgn", "transposed", "Hessian"];

    /// <summary>The symbols of the table on the notation page, as it stands in the file.</summary>
    public static HashSet<string> Notation { get; } =
        [.. Formulas(CourseRules.Prose(Notebook.Load(Path.Combine(Run.NotebookFolder, "00-start-here.ipynb")))
            .Single(IsNotation).Source).SelectMany(Symbols)];

    /// <summary>The symbols that the cells of a notebook introduce.</summary>
    public static HashSet<string> Introduced(Notebook notebook) => [.. CourseRules.Prose(notebook).SelectMany(Introduced)];

    public static IEnumerable<string> Faults(Notebook notebook, HashSet<string> before)
    {
        var known = notebook.Name.StartsWith("00", StringComparison.Ordinal) ? [] : new HashSet<string>(Notation);
        known.UnionWith(before);
        foreach (var cell in CourseRules.Prose(notebook))
        {
            var used = Formulas(cell.Source).SelectMany(Symbols).ToHashSet();
            known.UnionWith(IsNotation(cell) ? used : Introduced(cell));
            foreach (var symbol in used.Where(symbol => !known.Contains(symbol)).Order(StringComparer.Ordinal))
                yield return $"{CourseRules.Short(notebook)}, cell {cell.Id}: the symbol {symbol} is not introduced.";
            known.UnionWith(used);        // one fault for each symbol is enough
        }
    }

    static bool IsNotation(Cell cell) => cell.Source.StartsWith("## Notation", StringComparison.Ordinal);

    static IEnumerable<string> Introduced(Cell cell) => Formulas(cell.Source).SelectMany(Parts).Select(Named).OfType<string>();

    /// <summary>What stands between dollar signs.</summary>
    static IEnumerable<string> Formulas(string markdown) => FormulaPattern().Matches(CourseRules.WithoutCode(markdown))
        .Select(match => match.Groups[1].Value + match.Groups[2].Value);

    /// <summary>All symbols of a formula.</summary>
    static IEnumerable<string> Symbols(string formula)
    {
        var plain = Plain(formula);
        // indices are not symbols
        while (SubscriptPattern().Replace(plain, " ") is var without && without != plain) plain = without;
        return TokenPattern().Matches(plain).Select(match => match.Value)
            .Where(token => token[0] != '\\' || Greek.Contains(token[1..]) || Signs.Contains(token[1..]));
    }

    /// <summary>
    /// Words, the numbers e and π, differentials and big O taken out; accents made one symbol with their letter.
    /// </summary>
    static string Plain(string formula)
    {
        var plain = Regex.Replace(formula, @"\\operatorname\{sgn\}|\\mathrm\{sgn\}|\\mathrm\{sgn\}", @" \sgn ");
        plain = Regex.Replace(plain, @"\\mathsf\s*\{?T\}?", @" \transposed ");
        plain = Regex.Replace(plain, @"\\(text|mathrm|operatorname|begin|end)\{[^{}]*\}|\\mathbb\s*\{?R\}?", " ");
        plain = Regex.Replace(plain, @"\\(tilde|bar|hat)\s*\{?([A-Za-z])\}?", "$2\u0303");
        plain = Regex.Replace(plain, @"(?<![A-Za-z\\])O(?=\()|(?<![A-Za-z\\])e(?=\^)|(?<=\\frac\{)d(?=[}^])", " ");
        return Regex.Replace(plain, @"(?<![A-Za-z\\])d(?=\s*(\\[a-z]|[A-Za-z]))", " ");
    }

    /// <summary>A formula cut at its commas, arrows and breaks, outside of brackets.</summary>
    static IEnumerable<string> Parts(string formula)
    {
        var (depth, start) = (0, 0);
        var plain = Regex.Replace(Plain(formula), @"\\q?quad|\\\\(\[[^\]]*\])?|&|;", ",").Trim();
        // (w, b) names w and b
        if (Regex.Match(plain, @"^\(((?:[^()]|\([^()]*\))*)\)$") is { Success: true } list) plain = list.Groups[1].Value;
        for (var i = 0; i <= plain.Length; i++)
        {
            if (i < plain.Length && "([{".Contains(plain[i])) depth++;
            else if (i < plain.Length && ")]}".Contains(plain[i])) depth--;
            else if (i == plain.Length || plain[i] == ',' && depth == 0)
            {
                yield return plain[start..i].Trim();
                start = i + 1;
            }
        }
    }

    /// <summary>
    /// The symbol that a part of a formula names: it stands alone, with its index, its argument or its prime, or left of = or ∈.
    /// </summary>
    static string? Named(string part) => NamedPattern().Match(part) is { Success: true } named && Symbols(named.Groups[1].Value)
        .FirstOrDefault() is { } symbol ? symbol : null;

    [GeneratedRegex(@"\$\$([\s\S]+?)\$\$|\$([^$\n]+?)\$")]
    private static partial Regex FormulaPattern();

    [GeneratedRegex(@"_\{[^{}]*\}|_\\?[A-Za-z0-9]+?(?![a-z]{2})|_.")]
    private static partial Regex SubscriptPattern();

    [GeneratedRegex(@"\\[A-Za-z]+|[A-Za-z]\u0303?")]
    private static partial Regex TokenPattern();

    [GeneratedRegex(@"^(\\[A-Za-z]+|[A-Za-z]\u0303?)(?:\s|'|_\{[^{}]*\}|_\w|\^\{[^{}]*\}|\^[\w']|\([^()]*\))*(?:$|=|\\in\b|\\to\b)")]
    private static partial Regex NamedPattern();
}
