using Microsoft.DotNet.Interactive.Formatting;

namespace NotebookLib.Interactive;

/// <summary>
/// Shows what is known of update rules: exponents as a table, two runs side by side, a linearisation with its eigenvectors.
/// </summary>
internal static class RuleDisplay
{
    private const string Markdown = "text/markdown", Plain = PlainTextFormatter.MimeType;

    public static void Register()
    {
        Both<UnitChangeReport>(report => MarkdownTable.Escape(report.ToString()), report => report.ToString());
        Both<IEnumerable<UnitChangeReport>>(OfReports, reports => string.Join("\n", reports));
        Both<UnitChangeRuns>(runs => MarkdownTable.Escape(runs.ToString()), runs => runs.ToString());
        Both<IEnumerable<UnitChangeRuns>>(OfRuns, runs => string.Join("\n", runs));
        Both<Linearisation>(OfLinearisation, near => near.ToString());
    }

    private static void Both<T>(Func<T, string> markdown, Func<T, string> plain)
    {
        Formatter.Register<T>(markdown, Markdown);
        Formatter.Register<T>(plain);
        Formatter.SetPreferredMimeTypesFor(typeof(T), Markdown, Plain);
    }

    private static string OfReports(IEnumerable<UnitChangeReport> reports) =>
        MarkdownTable.Of(["rule", "$p$: $\\Delta w_j$ scales as $s^p$", "effect on $z$"],
        reports.Select(report => (string[])[
            MarkdownTable.Escape(report.Rule),
            .. double.IsNaN(report.Exponent) ? (string[])["no power of $s$", ""]
            : [Text(report.Exponent), $"$s^{{{Text(report.Exponent + 1)}}}$"]]));

    private static string OfRuns(IEnumerable<UnitChangeRuns> runs) =>
        MarkdownTable.Of(["rule", "largest difference of the outputs"],
        runs.Select(run => (string[])[MarkdownTable.Escape(run.Before.Options.Rule.Name),
            run.LargestDifference < 1e-10 ? "none" : PlainText.Of(Math.Round(run.LargestDifference, 4))]));

    private static string OfLinearisation(Linearisation near) => MarkdownTable.Of(["eigenvalue", "eigenvector", "a small step"],
        near.Eigenvalues.Select((value, k) =>
            (string[])[value.Imaginary == 0 ? Text(value.Real)
            : $"{Text(value.Real)} {(value.Imaginary < 0 ? "−" : "+")} {Text(Math.Abs(value.Imaginary))} i",
            value.Imaginary == 0 ? $"({string.Join(", ", near.Eigenvector(k).Select(Text))})" : "turns",
                value.Real > 0 ? "comes nearer" : value.Real < 0 ? "goes away" : "stays"]));

    private static string Text(double value) => PlainText.Of(Math.Round(value, 6) + 0.0);
}
