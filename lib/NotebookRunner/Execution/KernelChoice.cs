namespace NotebookRunner;

internal enum KernelKind { Auto, InProcess, Tool }

/// <summary>Which kernel a notebook needs.</summary>
internal static class KernelChoice
{
    private static readonly HashSet<string> InProcess =
        new(["csharp", "c#", "html", "import", "share", "set", "who", "whos"], StringComparer.OrdinalIgnoreCase);

    public static KernelKind Of(Notebook notebook, KernelKind wanted) =>
        wanted != KernelKind.Auto ? wanted : Reason(notebook) is null ? KernelKind.InProcess : KernelKind.Tool;

    /// <summary>Why the notebook needs the tool, or null if it runs in process.</summary>
    public static string? Reason(Notebook notebook) => notebook.CodeCells
        .Select(cell =>
            cell.WantsPackages ? "#r \"nuget: …\""
            : cell.Magics.FirstOrDefault(magic => !InProcess.Contains(magic)) is { } magic ? $"#!{magic}"
            : !InProcess.Contains(cell.Kernel) ? cell.Kernel : null)
        .FirstOrDefault(reason => reason is not null);
}
