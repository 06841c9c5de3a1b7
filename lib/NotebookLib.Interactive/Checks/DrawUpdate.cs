using Plotly.NET;
using static NotebookLib.Interactive.HouseStyle;

namespace NotebookLib.Interactive;

public static partial class Draw
{
    /// <summary>
    /// What an update check looked at: the update's ũ on the example that sees least of it, split into a part along x̃, which
    /// moves the example's output, and a part at right angles to x̃, which does not. Of the other examples the tips of ũ. Every
    /// x̃ has the length 1.
    /// </summary>
    /// <param name="report">The report, for example <c>UpdateCheck.Run(yourUpdate, data)</c>.</param>
    /// <param name="title">What the picture shows; null: how much the examples see.</param>
    /// <returns>The chart.</returns>
    /// <exception cref="ArgumentException">
    /// The report was not made because its cell failed, or every input is 0.
    /// </exception>
    public static GenericChart UpdateCheck(UpdateReport report, string? title = null)
    {
        const double thin = 2, thick = 5, flattest = 0.35, space = 0.06, mostReach = 4, longestHead = 0.05;
        if (report is null) throw new ArgumentException(
            "There is no report to draw: Draw.UpdateCheck(UpdateCheck.Run(yourUpdate, data)).");
        var seen = report.Parts.Where(parts => double.IsFinite(parts.Visible)).OrderBy(parts => parts.Visible).ToList();
        if (seen.Count == 0) throw new ArgumentException(
            "Every input is 0, so no step moves an output and there is nothing to draw.");
        var (c, rest) = (seen[0].Visible, seen[0].Invisible);
        var reach = mostReach * Math.Max(1, Math.Max(Math.Abs(c), rest));
        var others = seen.Skip(1).Where(parts => Math.Max(Math.Abs(parts.Visible), parts.Invisible) <= reach).ToList();
        var (left, right) = (Math.Min(0, c), others.Select(parts => parts.Visible).Append(Math.Max(1, c)).Max());
        var (colour, head) = (Palette.Known(report.Name) ?? Palette.Yours, longestHead * (right - left));
        Trace Of(string name, double x, double y, double dx, double dy, Stroke stroke, double width)
        {
            var length = Math.Sqrt(dx * dx + dy * dy);
            var (xs, ys) = length > 0 ? Arrow(x, y, dx, dy, Math.Min(0.3, head / length)) : ([], []);
            return Line(name, xs.Append(x + dx), ys.Append(y + dy), stroke.Colour, width)
                .With(("line", Panels.LineOf(stroke, width)));
        }
        List<Trace> traces =
        [
            Of($"visible part, {Short(c)} x̃", 0, 0, c, 0, new(colour), thick),
            Of("invisible part", c, 0, 0, rest, new(colour, "dot"), thin),
            Of("ũ of the update", 0, 0, c, rest, new(colour), thin),
            Of("the input x̃", 0, 0, 1, 0, new(Ink), thin),
        ];
        if (seen.Count > 1)
            traces.Insert(0, Dots(
                "ũ of the others" + (others.Count == seen.Count - 1 ? "" : $": {others.Count} of {seen.Count - 1} in view"),
                [.. others.Select(parts => parts.Visible)], [.. others.Select(parts => parts.Invisible)], Palette.Slate)
                .With(("marker", new { color = Palette.Slate, size = 5 })));
        var top = others.Select(parts => parts.Invisible).Append(rest).Append(flattest * (right - left)).Max();
        double[] Around(double low, double high) => [low - space * (right - left), high + space * (right - left)];
        return Chart(traces, new Layout().With(
            ("template", Template()), ("width", Width), ("height", FieldHeight), ("showlegend", true),
            ("legend", new { orientation = "h", x = 0, y = -0.24, yanchor = "top" }),
            ("margin", new { l = 70, r = 30, t = 60, b = 120 }),
            ("title", Titles.Above(title ?? Worth(report, seen), Width)),
            ("xaxis", Axis("along x̃: visible", Around(left, right), [0, 1], "y")
                .With(("constrain", "domain"), ("zeroline", true))),
            ("yaxis", Axis("across x̃: invisible", Around(0, top), [0, 1], "x")
                .With(("constrain", "domain"), ("zeroline", true), ("scaleanchor", "x")))));
    }

    private static string Short(double value) => PlainText.Of(Math.Round(value, 3) + 0.0);

    /// <summary>The least c in words.</summary>
    private static string Worth(UpdateReport report, IReadOnlyList<UpdateParts> seen)
    {
        const double rounding = 1e-9;
        var (c, most) = (seen[0].Visible, seen[^1].Visible);
        var worth = $"the step is worth {Short(c)} gradient step{(Short(c) == "1" ? "" : "s")}";
        return $"On {(seen.Count == 1 ? "this" : c < 0 ? "one" : "each")} example {worth}"
            + (c < -rounding ? ": uphill" : most > c + rounding ? " or more" : "")
            + (report.Visible.Count > 0 ? "" : " (at small weights)");
    }
}
