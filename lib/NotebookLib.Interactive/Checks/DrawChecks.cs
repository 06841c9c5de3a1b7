using System.Globalization;
using Plotly.NET;
using Plotly.NET.LayoutObjects;
using static NotebookLib.Interactive.HouseStyle;

namespace NotebookLib.Interactive;

public static partial class Draw
{
    private const double LeastError = 1e-17;

    /// <summary>
    /// The V of a difference quotient: its relative error against the step h, both as powers of ten, with the step that the
    /// check chose.
    /// </summary>
    /// <param name="study">The errors, for example <c>StepStudy.Of(neuron, cost, x, y)</c>.</param>
    /// <param name="title">What the picture shows.</param>
    /// <returns>The chart.</returns>
    /// <exception cref="ArgumentException">The study was not made because its cell failed.</exception>
    public static GenericChart Steps(StepStudy study, string title = "Error of a measured slope against the step")
    {
        if (study is null) throw new ArgumentException(
            "There is no study to draw: Draw.Steps(StepStudy.Of(neuron, cost, x, y)).");
        // From small steps to large: a curve is named at its right end, where the three are apart.
        double[] h = [.. study.Steps.Reverse().Select(step => Math.Round(Math.Log10(step), 6))];
        Curve Of(string name, double[] errors) =>
            new(name, h, [.. errors.Reverse().Select(error => Math.Round(Math.Log10(Math.Max(error, LeastError)), 2))]);
        var chosen = Math.Round(Math.Log10(study.ChosenStep), 6);
        // The line goes up to the curve that the check follows.
        var nearest = Enumerable.Range(0, h.Length).MinBy(i => Math.Abs(h[i] - chosen));
        var reached = Of("", study.Richardson).Y[nearest];
        return Panels.Chart(title, new Panel("log₁₀ of the step h", "log₁₀ of the relative error",
            [Of("forward", study.Forward), Of("central", study.Central), Of("Richardson", study.Richardson),
             new("the step chosen", [chosen, chosen], [Math.Log10(LeastError), reached])]));
    }

    /// <summary>A gradient report as bars: for each coordinate the claimed slope beside the measured one.</summary>
    /// <param name="report">The report.</param>
    /// <param name="title">What the picture shows.</param>
    /// <returns>The chart.</returns>
    /// <exception cref="ArgumentException">The report was not made because its cell failed, or nothing was measured.</exception>
    public static GenericChart Gradient(GradientReport report, string title = "Claimed and measured slopes")
    {
        const int most = 24;
        if (report is null) throw new ArgumentException(
            "There is no report to draw: Draw.Gradient(GradientCheck.Run(neuron, cost, x, y)).");
        if (report.Coordinates.Count == 0) throw new ArgumentException(
            $"Nothing was measured, so there is nothing to draw. {report.Reason}");
        var shown = report.Coordinates.Take(most).ToList();
        string[] names = [.. shown.Select(c => c.Name)];
        Trace Bars(string name, string colour, Func<Coordinate, double> value) => new Trace("bar").With(
            ("name", name), ("x", names), ("y", shown.Select(c => double.IsFinite(value(c)) ? value(c) : 0).ToArray()),
                ("marker", new { color = colour }));
        var layout = new Layout().With(
            ("template", Template()), ("width", Width), ("height", Height), ("barmode", "group"), ("showlegend", true),
            ("title", Titles.Above(title, Width)),
            ("xaxis", new LinearAxis().With(
                ("title", AxisTitle(report.Coordinates.Count > most
                ? $"the first {most} of {report.Coordinates.Count} coordinates" : "coordinate")), ("type", "category"))),
            ("yaxis", new LinearAxis().With(("title", AxisTitle("slope")), ("zeroline", true))));
        return GenericChart.NewMultiChart(
            Microsoft.FSharp.Collections.ListModule.OfSeq(
            [Bars("claimed", Palette.Plum, c => c.Claimed), Bars("measured", Palette.Slate, c => c.Measured)]),
            layout, Config(), DisplayOptions.initCDNOnly());
    }

    /// <summary>What a cost check looked at: C and δ along the weighted input z, one curve for each target.</summary>
    /// <param name="report">The report, for example <c>CostCheck.Run(cost, Activation.Sigmoid)</c>.</param>
    /// <param name="title">What the picture shows; null: the names of the cost and the activation.</param>
    /// <returns>The chart.</returns>
    /// <exception cref="ArgumentException">
    /// The report was not made because its cell failed, or the cost has no values.
    /// </exception>
    public static GenericChart CostCheck(CostReport report, string? title = null)
    {
        if (report is null) throw new ArgumentException(
            "There is no report to draw: Draw.CostCheck(CostCheck.Run(cost, Activation.Sigmoid)).");
        if (report.Targets.Count == 0) throw new ArgumentException(
            $"The cost \"{report.Cost.Name}\" has no values with {report.Activation.Name}, so there is nothing to draw.");
        // As many points as z has steps of 0.1 in the chart.
        double[] z = [.. Enumerable.Range(-(int)(10 * FarZ), (int)(20 * FarZ) + 1).Select(i => i / 10.0)];
        Curve[] Of(Func<double, double, double> value) => [.. report.Targets.Zip(Palette.All(report.Cost), (y, stroke) =>
            new Curve($"y\u00a0=\u00a0{PlainText.Of(y)}", z, [.. z.Select(t => Rounded(value(t, y)))], stroke))];
        return Panels.Chart(title ?? $"{Titles.Capital(report.Cost.Name)}: cost and error ({report.Activation.Name})",
            new Panel("weighted input z", "cost C", Of((t, y) => report.At(t, y).Cost)),
            new Panel("weighted input z", "error δ = ∂C/∂z", Of((t, y) => report.At(t, y).Delta)));

        static double Rounded(double v) => double.IsFinite(v) ? double.Parse(PlainText.Of(v), CultureInfo.InvariantCulture) : v;
    }
}
