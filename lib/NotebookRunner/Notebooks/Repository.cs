namespace NotebookRunner;

/// <summary>Where the collection lies: the folder with NotebookLib.sln, found from anywhere inside it.</summary>
internal static class Repository
{
    public const string Solution = "NotebookLib.sln";

    public static string? Root { get; } = Above(Directory.GetCurrentDirectory()) ?? Above(AppContext.BaseDirectory);

    public static string? Above(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, Solution))) return at.FullName;
        return null;
    }

    /// <summary>
    /// The notebooks a path stands for: the file itself, or all in a folder, in the order of their names, sub-folders last.
    /// </summary>
    public static IEnumerable<string> Notebooks(string path)
    {
        if (File.Exists(path)) return [Path.GetFullPath(path)];
        if (!Directory.Exists(path)) throw new NotebookException($"There is no notebook or folder '{path}'.");
        return In(new DirectoryInfo(path));
    }

    private static IEnumerable<string> In(DirectoryInfo folder) =>
        folder.EnumerateFiles("*.ipynb").Where(file => file.Name[0] != '.').Select(file => file.FullName)
            .Order(StringComparer.Ordinal)
            .Concat(folder.EnumerateDirectories()
                .Where(child => child.Name[0] != '.' && child.Name is not ("bin" or "obj" or "out"))
                .OrderBy(child => child.Name, StringComparer.Ordinal).SelectMany(In));

    public static bool IsOfCollection(string path) =>
        Root is not null
            && path.StartsWith(Path.Combine(Root, "notebooks") + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    /// <summary>
    /// What each notebook is called, and where its executed copy lies below the output folder: as it lies under notebooks/;
    /// others by their names and, when two of them have one name, by as many folders as tell them apart.
    /// </summary>
    public static IReadOnlyDictionary<string, string> Places(IReadOnlyList<string> notebooks)
    {
        var names = OperatingSystem.IsLinux() ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase;
        string Place(string path, int folders) =>
            IsOfCollection(path) ? Path.GetRelativePath(Path.Combine(Root!, "notebooks"), path)
            : Path.Combine([.. path.Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries)
                .TakeLast(folders + 1)]);
        var needed = 0;
        while (notebooks.Select(path => Place(path, needed)).Distinct(names).Count() < notebooks.Count) needed++;
        return notebooks.ToDictionary(path => path, path => Place(path, needed));
    }
}
