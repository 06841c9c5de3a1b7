using System.Collections.Concurrent;
using System.Diagnostics;

namespace NotebookRunner;

/// <summary>The pinned tool of a folder.</summary>
internal static class DotNetTool
{
    private const string Manifest = ".config/dotnet-tools.json";

    private static readonly ConcurrentDictionary<string, bool> Restored = [];

    /// <summary>Makes sure, once a folder, that the tool is there and returns the folder from which it is found.</summary>
    public static string Restore(string folder)
    {
        var root = Above(folder) ?? Above(AppContext.BaseDirectory)
            ?? throw new NotebookException(
                $"This notebook needs the .NET Interactive tool, and no {Manifest} lies at or above {folder}. "
                + "Put the notebook inside the collection, or run 'dotnet new tool-manifest' and 'dotnet tool install Microsoft.dotnet-interactive' beside it.");
        if (Restored.ContainsKey(root)) return root;
        using var restore = Process.Start(new ProcessStartInfo("dotnet", ["tool", "restore"])
        {
            WorkingDirectory = root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var error = restore.StandardError.ReadToEndAsync();
        var output = restore.StandardOutput.ReadToEnd();
        restore.WaitForExit();
        if (restore.ExitCode != 0) throw new NotebookException(
            $"The .NET Interactive tool could not be restored ('dotnet tool restore' in {root}):\n{output}{error.Result}");
        Restored[root] = true;
        return root;
    }

    private static string? Above(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, Manifest))) return at.FullName;
        return null;
    }
}
