using System.Runtime.Loader;

namespace NotebookRunner;

/// <summary>The files that come with the runner.</summary>
internal static class Assets
{
    public static string Folder { get; } = Path.Combine(Path.GetDirectoryName(typeof(Assets).Assembly.Location)!, "assets");

    /// <summary>The plotly.js that Plotly.NET carries as a resource: the version its figures are made for.</summary>
    public static string PlotlyScript { get; } = ReadPlotly();

    private static string ReadPlotly()
    {
        var context = new AssemblyLoadContext("plotly.js", isCollectible: true);
        try
        {
            var assembly = context.LoadFromAssemblyPath(Path.Combine(Folder, "Plotly.NET.dll"));
            var name = assembly.GetManifestResourceNames().Single(resource => resource.EndsWith(".js", StringComparison.Ordinal));
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            return reader.ReadToEnd();
        }
        finally
        {
            context.Unload();
        }
    }
}
