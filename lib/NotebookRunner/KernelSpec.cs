using System.Text.Json;
using System.Text.Json.Nodes;

namespace NotebookRunner;

/// <summary>
/// The kernel spec by which VS Code's Jupyter extension and Jupyter itself find .NET Interactive. Neither Python nor Jupyter is
/// needed to write it.
/// </summary>
internal static class KernelSpec
{
    public const string Name = ".net-csharp";
    private const string Mark = "NotebookLib";

    /// <summary>
    /// The tool is started in the notebook's folder and found through the tool manifest at or above it. It listens on this
    /// machine alone; "message" because the stock way to interrupt (a signal) kills the kernel with all its variables.
    /// </summary>
    private static JsonObject Content => new()
    {
        ["argv"] = new JsonArray("dotnet", "interactive", "jupyter", "--default-kernel", "csharp", "--http-local-only",
            "{connection_file}"),
        ["display_name"] = ".NET (C#)",
        ["language"] = "C#",
        ["interrupt_mode"] = "message",
        ["env"] = new JsonObject { ["DOTNET_INTERACTIVE_CLI_TELEMETRY_OPTOUT"] = "1", ["DOTNET_NOLOGO"] = "1" },
        ["metadata"] = new JsonObject { ["written_by"] = Mark },
    };

    public static int Install(TextWriter output)
    {
        var root = Repository.Root ?? Directory.GetCurrentDirectory();
        DotNetTool.Restore(root);
        var (file, kept) = Places();
        if (File.Exists(file) && !IsOurs(file))
        {
            File.Move(file, kept, overwrite: true);
            output.WriteLine($"Another spec of this name was there; it is kept as {kept} and comes back with --uninstall.");
        }
        AtomicFile.Write(file, new JupyterJson().Write(Content));
        output.WriteLine($"""
            The kernel ".NET (C#)" is ready: {file}

            In VS Code: 1. add the Jupyter extension (ms-toolsai.jupyter); Python is not needed
                        2. open the folder {root} and in it a notebook
                        3. Select Kernel (top right) → Jupyter Kernel… → .NET (C#)
                        4. Run All
            In Jupyter: choose the kernel .NET (C#).
            The kernel serves notebooks in this folder: the tool is found through its .config/dotnet-tools.json.
            """);
        return CommandLine.Good;
    }

    public static int Uninstall(TextWriter output)
    {
        var (file, kept) = Places();
        if (!File.Exists(file)) output.WriteLine($"There is no kernel spec {file}; nothing to take away.");
        else if (!IsOurs(file)) output.WriteLine($"{file} was not written by this command; it stays.");
        else
        {
            File.Delete(file);
            if (File.Exists(kept)) File.Move(kept, file);
            else if (!Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(file)!).Any())
                Directory.Delete(Path.GetDirectoryName(file)!);
            output.WriteLine(File.Exists(file)
                ? $"The kernel \".NET (C#)\" is taken away; the spec that was there before is back: {file}"
                : $"The kernel \".NET (C#)\" is taken away: {file}");
        }
        return CommandLine.Good;
    }

    private static (string File, string Kept) Places()
    {
        var file = Path.Combine(DataFolder(), "kernels", Name, "kernel.json");
        return (file, file + ".kept");
    }

    private static bool IsOurs(string file)
    {
        try { return Notebook.Text(JsonNode.Parse(File.ReadAllText(file)), "metadata", "written_by") == Mark; }
        catch (JsonException) { return false; }
    }

    /// <summary>Jupyter's data folder of the user, as Jupyter itself finds it.</summary>
    internal static string DataFolder()
    {
        static string? Set(string variable) =>
            Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : null;
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return Set("JUPYTER_DATA_DIR")
            ?? (OperatingSystem.IsWindows()
                ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData), "jupyter")
                : OperatingSystem.IsMacOS() ? Path.Combine(home, "Library", "Jupyter")
                : Path.Combine(Set("XDG_DATA_HOME") ?? Path.Combine(home, ".local", "share"), "jupyter"));
    }
}
