using System.Buffers.Binary;
using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace NotebookRunner;

/// <summary>
/// The engine beside the pages, which runs their cells in the browser: lib/NotebookBrowser, published and packed into one file.
/// Packed here, it is small on every host, also on one that compresses nothing.
/// </summary>
internal static class BrowserEngine
{
    private const string Project = "lib/NotebookBrowser";

    /// <summary>How many bytes the engine has that lies beside these pages; null if there is none.</summary>
    public static long? SizeIn(string site) => new FileInfo(Packed(site)) is { Exists: true } file ? file.Length : null;

    private static string Packed(string site) => Path.Combine(site, "assets", "engine", "engine.gz");

    /// <summary>Publishes the engine into a site.</summary>
    /// <exception cref="NotebookException">It could not be built; the message has the first reasons.</exception>
    public static async Task Write(string site, CancellationToken stop)
    {
        var root = Repository.Root ?? throw new NotebookException(
            $"The engine of the pages is built from {Project}, and there is no {Repository.Solution} here or above.");
        var target = Directory.CreateTempSubdirectory("notebook-engine-").FullName;
        try
        {
            await Publish(root, target, stop);
            var pack = Pack(Path.Combine(target, "wwwroot", "_framework"));
            AtomicFile.Write(Packed(site), temporary => File.WriteAllBytes(temporary, pack));
            AtomicFile.Write(Path.ChangeExtension(Packed(site), ".file.js"),
                $"globalThis.notebookEngine = \"{Convert.ToBase64String(pack)}\";\n");
        }
        finally
        {
            Directory.Delete(target, recursive: true);
        }
    }

    /// <summary>In the configuration in which the library is built already, so that nothing is built twice.</summary>
    private static async Task Publish(string root, string target, CancellationToken stop)
    {
        var start = new ProcessStartInfo("dotnet", ["publish", Project, "-c", "Debug", "-o", target, "--nologo", "-v", "quiet",
            "-tl:off", "-nodeReuse:false", "-p:UseSharedCompilation=false"])
            { WorkingDirectory = root, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBuild", StringComparison.OrdinalIgnoreCase))
            .ToList()) start.Environment.Remove(name);
        using var publish = Process.Start(start)!;
        try
        {
            var (said, complaints) = (publish.StandardOutput.ReadToEndAsync(stop), publish.StandardError.ReadToEndAsync(stop));
            await publish.WaitForExitAsync(stop);
            if (publish.ExitCode == 0) return;
            var reasons = (await said + await complaints).Split('\n').Select(line => line.Trim())
                .Where(line => line.Contains("error", StringComparison.Ordinal)).Distinct().Take(5);
            throw new NotebookException($"The engine of the pages could not be built:\n{string.Join('\n', reasons)}");
        }
        finally
        {
            if (!publish.HasExited) publish.Kill(entireProcessTree: true);
        }
    }

    /// <summary>
    /// Four bytes that say how long the list of files is, the list as JSON of names and sizes, and the files one after the other;
    /// all of it as gzip. The scripts are run from memory and so get a made-up address of their own.
    /// </summary>
    private static byte[] Pack(string framework)
    {
        var files = Directory.EnumerateFiles(framework)
            .Where(file => Path.GetExtension(file) is ".js" or ".wasm" or ".dll" or ".dat").Order(StringComparer.Ordinal)
            .Select(file => (Name: Path.GetFileName(file), Bytes: Path.GetExtension(file) == ".js"
                ? Encoding.UTF8.GetBytes(File.ReadAllText(file)
                    .Replace("import.meta.url", $"\"https://notebook.invalid/{Path.GetFileName(file)}\""))
                : File.ReadAllBytes(file))).ToList();
        var list = JsonSerializer.SerializeToUtf8Bytes(files.Select(file => new object[] { file.Name, file.Bytes.Length }));
        var length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, list.Length);

        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize))
        {
            gzip.Write(length);
            gzip.Write(list);
            foreach (var (_, bytes) in files) gzip.Write(bytes);
        }
        return packed.ToArray();
    }
}
