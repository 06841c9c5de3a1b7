using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace NotebookLib.Interactive;

/// <summary>Is what runs what the sources say? Asked by the set-up cell, in a repository.</summary>
internal static class Sources
{
    private static readonly string[] Projects =
        ["NotebookLib.Formulas", "NotebookLib.Kernels", "NotebookLib", "NotebookLib.Interactive"];

    /// <summary>One line if it is not; null if it is.</summary>
    /// <param name="root">The repository.</param>
    /// <param name="bin">Where the library was built.</param>
    public static string? Warning(string root, string bin)
    {
        foreach (var name in Projects)
        {
            var built = Path.Combine(bin, name + ".dll");
            var time = File.GetLastWriteTimeUtc(built);
            if (Of(Path.Combine(root, "lib", name)).Any(source => File.GetLastWriteTimeUtc(source) > time))
                return "The library's sources are newer than its build: "
                    + "run 'dotnet build lib/NotebookLib.Interactive' and restart the kernel to use them.";
            if (VersionOf(built) != System.Reflection.Assembly.Load(name).ManifestModule.ModuleVersionId)
                return "The library was built again after this kernel had loaded it: restart the kernel to use the new build.";
        }
        return null;
    }

    private static IEnumerable<string> Of(string project) =>
        Directory.GetDirectories(project).Where(folder => Path.GetFileName(folder) is not ("bin" or "obj"))
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories))
            .Concat(Directory.EnumerateFiles(project, "*.cs")).Concat(Directory.EnumerateFiles(project, "*.csproj"));

    private static Guid VersionOf(string file)
    {
        using var image = new PEReader(File.OpenRead(file));
        var metadata = image.GetMetadataReader();
        return metadata.GetGuid(metadata.GetModuleDefinition().Mvid);
    }
}
