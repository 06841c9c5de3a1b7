using Microsoft.DotNet.Interactive.Formatting;
using static System.FormattableString;

namespace NotebookLib.Interactive;

/// <summary>Shows the reports of checks: the verdict and its reason first, then the numbers as a table.</summary>
internal static class CheckDisplay
{
    private const string Markdown = "text/markdown", Plain = PlainTextFormatter.MimeType;
    private const int MostRows = 20;

    public static void Register()
    {
        Both<GradientReport>(OfGradient);
        Both<Diagnosis>(diagnosis => MarkdownTable.Escape(diagnosis.Sentence));
        Both<CostReport>(OfCost);
        Both<Finding>(finding => MarkdownTable.Escape(finding.ToString()));
        Both<StepStudy>(OfSteps, study =>
            string.Join("\n", Ways(study).Select(
            way => $"{way.Name}: best step {PlainText.OneDigit(way.Best.Step)}, error {PlainText.OneDigit(way.Best.Error)}")));
        Both<AttemptReport>(OfAttempt, report => report.Sentence);
        Both<UpdateReport>(OfUpdate);
        Both<UpdateFinding>(finding => MarkdownTable.Escape(finding.ToString()));
        Both<IEnumerable<Coordinate>>(OfCoordinates, coordinates => string.Join("\n", coordinates));
    }

    private static void Both<T>(Func<T, string> markdown, Func<T, string>? plain = null)
    {
        Formatter.Register<T>(markdown, Markdown);
        Formatter.Register<T>(plain ?? (value => value!.ToString()!));
        Formatter.SetPreferredMimeTypesFor(typeof(T), Markdown, Plain);
    }

    private static string OfAttempt(AttemptReport report) => MarkdownTable.Escape(report.Sentence)
        + (report.Yours is null ? "" : $"\n\nYour line: ${report.Yours.ToLatex()}$")
        + (report is { Verdict: Verdict.Pass, IsSimple: false, Expected: { } simpler }
            ? $"\n\nThe library's: ${simpler.ToLatex()}$" : "");

    private static string OfGradient(GradientReport report) =>
        $"**{report.Verdict}.** {MarkdownTable.Escape(report.Reason)}"
        + (report.Diagnosis.Mistake == Mistake.None ? ""
            : $"\n\n**{report.Diagnosis.Mistake}.** {MarkdownTable.Escape(report.Diagnosis.Sentence)}")
        + (report.Coordinates.Count == 0 ? "" : $"\n\n{OfCoordinates(report.Coordinates)}");

    private static string OfCoordinates(IEnumerable<Coordinate> all)
    {
        var coordinates = all.ToList();
        var table = MarkdownTable.Of(["", "claimed", "measured", "error bar", "claimed/measured", "step $h$", "verdict"],
            coordinates.Take(MostRows).Select(
                c => (string[])[c.Name, PlainText.Of(c.Claimed), Measured(c), $"± {PlainText.Bar(c.Error)}", Ratio(c),
                c.Step > 0 ? PlainText.OneDigit(c.Step) : "–", $"{c.Verdict}"]));
        return table + (coordinates.Count > MostRows ? $"\n\n… and {coordinates.Count - MostRows} more coordinates" : "");
    }

    /// <summary>A measured slope that cannot be told from 0 is 0: its digits mean nothing.</summary>
    private static string Measured(Coordinate c) =>
        c.IsKink ? $"{PlainText.Of(c.Left)} left, {PlainText.Of(c.Right)} right" : Math.Abs(c.Measured) <= c.Error ? "0"
        : PlainText.Of(c.Measured);

    private static string Ratio(Coordinate c) =>
        Math.Abs(c.Measured) <= c.Error || !double.IsFinite(c.Ratio) ? "–" : PlainText.Of(c.Ratio);

    private static string OfCost(CostReport report) =>
        MarkdownTable.Of([$"{MarkdownTable.Escape(report.Cost.Name)} with {MarkdownTable.Escape(report.Activation.Name)}", "",
            "finding"],
            report.Findings.Select(f => (string[])[Name(f.Property), $"{f}"[..1], MarkdownTable.Escape(f.Sentence)]));

    private static string OfUpdate(UpdateReport report) =>
        MarkdownTable.Of([MarkdownTable.Escape(report.Name), "", "finding"],
            report.Findings.Select(f => (string[])[f.Name, $"{f}"[..1], MarkdownTable.Escape(f.Sentence)]));

    private static string Name(CostProperty property) => property switch
    {
        CostProperty.BoundedBelow => "bounded below",
        CostProperty.Slowdown => "no slowdown",
        _ => $"{property}".ToLowerInvariant(),
    };

    private static IEnumerable<(string Name, double[] Errors, (double Step, double Error) Best)> Ways(StepStudy study) =>
        [("forward", study.Forward, study.Best(study.Forward)), ("central", study.Central, study.Best(study.Central)),
            ("Richardson", study.Richardson, study.Best(study.Richardson))];

    private static string OfSteps(StepStudy study) =>
        MarkdownTable.Of(["difference", "best step $h$", "relative error there", "error falls like"],
        Ways(study).Select(way => (string[])[
            way.Name, PlainText.OneDigit(way.Best.Step), PlainText.OneDigit(way.Best.Error),
            Invariant($"$h^{{{study.TruncationSlope(way.Errors):0}}}$")]));
}
