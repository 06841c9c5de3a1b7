using System.Globalization;
using Microsoft.DotNet.Interactive.Formatting;

namespace NotebookLib.Interactive;

/// <summary>
/// Shows what is known of a field: a report with its matrix, a curl with its error bars, a walk with the height it gains.
/// </summary>
internal static class FieldDisplay
{
    private const string Markdown = "text/markdown", Plain = PlainTextFormatter.MimeType;
    private const int MostRows = 8;

    public static void Register()
    {
        Both<FieldReport>(OfReport, report => report.ToString());
        Both<Curl>(curl => Matrix(curl, [.. Enumerable.Range(1, curl.At.Length).Select(j => $"{j}")]), CurlText);
        Both<Walk>(OfWalk, OfWalk);
        Both<LayerGradient>(OfLayer, gradient => $"δ = {PlainText.Of(gradient.Delta)}, input = {PlainText.Of(gradient.Input)}");
    }

    private static void Both<T>(Func<T, string> markdown, Func<T, string> plain)
    {
        Formatter.Register<T>(markdown, Markdown);
        Formatter.Register<T>(plain);
        Formatter.SetPreferredMimeTypesFor(typeof(T), Markdown, Plain);
    }

    private static string OfReport(FieldReport report) => $"**{report.Verdict}.** {MarkdownTable.Escape(report.Sentence)}"
        + (report.Field.Dimension == 1 ? ""
            : $"\n\nCurl at {MarkdownTable.Escape(Place(report.Field, report.Curl.At))}\n\n"
                + Matrix(report.Curl, report.Field.Names));

    private static string Place(VectorField field, double[] at) => at.Length <= MostRows
        ? string.Join(", ", field.Names.Zip(
            at, (name, value) => string.Create(CultureInfo.InvariantCulture, $"{name} = {value:G4}")))
        : $"a point of {at.Length} numbers";

    /// <summary>∂_jF_k − ∂_kF_j in row j and column k.</summary>
    private static string Matrix(Curl curl, IReadOnlyList<string> names)
    {
        var n = Math.Min(curl.At.Length, MostRows);
        var table = MarkdownTable.Of(["$j \\backslash k$", .. names.Take(n)],
            Enumerable.Range(0, n).Select(
                j => (string[])[names[j], .. Enumerable.Range(0, n)
                .Select(k => j == k ? "0" : Entry(curl[j, k], curl.Errors[j, k]))]));
        return table + (n < names.Count ? $"\n\n… and {names.Count - n} more rows and columns" : "");
    }

    private static string CurlText(Curl curl) => $"curl at {PlainText.Of(curl.At)}: " + string.Join(", ",
        from j in Enumerable.Range(0, Math.Min(curl.At.Length, MostRows)) from k in Enumerable.Range(
            0, j) select $"({k + 1}, {j + 1}) {Entry(curl[k, j], curl.Errors[k, j])}");

    /// <summary>A value with its error bar; a value inside the bar cannot be told from 0, and its digits mean nothing.</summary>
    private static string Entry(double value, double error) =>
        (Math.Abs(value) <= 10 * error ? "0" : PlainText.Of(value)) + $" ± {PlainText.Bar(error)}";

    private static string OfWalk(Walk walk) =>
        $"{(walk.IsClosed ? "closed walk" : "walk")} along {walk.Corners.Length - 1} straight line"
        + $"{(walk.Corners.Length == 2 ? "" : "s")}: height gained {Entry(walk.Gain, walk.Error)}";

    private static string OfLayer(LayerGradient gradient)
    {
        var (m, n) = (Math.Min(gradient.Delta.Length, MostRows), Math.Min(gradient.Input.Length, MostRows));
        var table = MarkdownTable.Of(["", "$\\delta$",
            .. Enumerable.Range(1, n).Select(j => $"input {j}: {PlainText.Of(gradient.Input[j - 1])}")],
            Enumerable.Range(0, m).Select(
                k => (string[])[$"neuron {k + 1}", PlainText.Of(gradient.Delta[k]),
                .. gradient.Weights[k].Take(n).Select(v => PlainText.Of(v))]));
        return table + (m < gradient.Delta.Length || n < gradient.Input.Length
            ? $"\n\n… of {gradient.Delta.Length} × {gradient.Input.Length}" : "");
    }
}
