using System.Collections.Concurrent;

namespace NotebookRunner;

/// <summary>Writes a file whole or not at all: a temporary neighbour is written first and then takes the file's name.</summary>
internal static class AtomicFile
{
    private static readonly ConcurrentDictionary<string, bool> Unfinished = new();

    static AtomicFile() => AppDomain.CurrentDomain.ProcessExit += (_, _) =>
    {
        foreach (var path in Unfinished.Keys) File.Delete(path);
    };

    public static void Write(string path, string text) => Write(path, temporary => File.WriteAllText(temporary, text));

    public static void Write(string path, Action<string> write)
    {
        path = File.Exists(path) && File.ResolveLinkTarget(path, returnFinalTarget: true) is { } target ? target.FullName
            : Path.GetFullPath(path);
        var folder = Path.GetDirectoryName(path)!;
        Directory.CreateDirectory(folder);
        var temporary = Path.Combine(folder, $".{Path.GetFileName(path)}.{Environment.ProcessId}.tmp");
        Unfinished[temporary] = true;
        try
        {
            write(temporary);
            if (!OperatingSystem.IsWindows() && File.Exists(path)) File.SetUnixFileMode(temporary, File.GetUnixFileMode(path));
            File.Move(temporary, path, overwrite: true);
        }
        catch (ArgumentOutOfRangeException e)
        {
            throw new IOException(e.Message, e); // .NET's word for a file that is larger than the file system takes
        }
        finally
        {
            File.Delete(temporary);
            Unfinished.TryRemove(temporary, out _);
        }
    }
}
