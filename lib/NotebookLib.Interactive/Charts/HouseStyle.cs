using Plotly.NET;

namespace NotebookLib.Interactive;

/// <summary>
/// How every chart looks: light paper whatever the editor's theme is, few lines, and the colours of Okabe and Ito that can be
/// told apart with any kind of colour vision (without their yellow, which does not show on white).
/// </summary>
internal static class HouseStyle
{
    public const int Height = 380, Width = 640, WideWidth = 900, FontSize = 13;

    public const string Ink = "#222222", Faint = "#e3e3e3", Paper = "#ffffff";

    public static IReadOnlyList<string> Colours { get; } =
        ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#000000", "#56b4e9", "#e69f00", "#7f7f7f"];

    /// <summary>
    /// Plotly.NET puts its default template into each chart and takes some 300 ms to write it out; this one is small, and a chart
    /// that somebody makes with Plotly.NET gets the same look as ours.
    /// </summary>
    public static void Use()
    {
        Defaults.DefaultTemplate = Template();
        Defaults.DefaultWidth = Width;
        Defaults.DefaultHeight = Height;
        Defaults.DefaultConfig = Config();
    }

    public static Config Config() => new Config().With(("displaylogo", false), ("responsive", false));

    public static Template Template() => new Template().With(("layout", new Layout().With(
        ("colorway", Colours),
        ("font", new { color = Ink, family = "Segoe UI, Helvetica, Arial, sans-serif", size = FontSize }),
        ("title", new { x = 0, xref = "paper", xanchor = "left", font = new { size = 16 } }),
        ("paper_bgcolor", Paper),
        ("plot_bgcolor", Paper),
        ("hovermode", "closest"),
        ("margin", new { l = 70, r = 30, t = 60, b = 60 }),
        ("xaxis", AxisStyle()),
        ("yaxis", AxisStyle()))));

    /// <summary>The title of an axis, near enough to its numbers to stay inside the picture.</summary>
    public static Title AxisTitle(string text) => new Title().With(("text", text), ("standoff", 10));

    private static object AxisStyle() =>
        new { gridcolor = Faint, linecolor = Ink, showline = true, ticks = "outside", ticklen = 4, zeroline = false,
        automargin = true };

    /// <summary>Sets properties by plotly.js's own names.</summary>
    public static T With<T>(this T part, params ReadOnlySpan<(string Name, object Value)> properties) where T
        : DynamicObj.DynamicObj
    {
        foreach (var (name, value) in properties) part.SetProperty(name, value);
        return part;
    }
}
