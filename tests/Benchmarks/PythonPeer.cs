using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace NotebookLib.Benchmarks;

/// <summary>A Python process that runs peers.py on the same numbers, or none where numpy is not installed.</summary>
internal sealed class PythonPeer : IDisposable
{
    private readonly Process process;
    private readonly string file = Path.GetTempFileName();
    private HashSet<string> work = [];

    private PythonPeer(Process process) => this.process = process;

    public static PythonPeer? Start()
    {
        try
        {
            var start = new ProcessStartInfo("/usr/bin/python3", [Path.Combine(AppContext.BaseDirectory, "peers.py")]) { RedirectStandardInput = true, RedirectStandardOutput = true };
            start.Environment["OPENBLAS_NUM_THREADS"] = start.Environment["OMP_NUM_THREADS"] = "1";
            start.Environment.Remove("OPENBLAS_CORETYPE");                    // settings for older builds that slow a current one
            start.Environment.Remove("OPENBLAS_L2_SIZE");
            var peer = new PythonPeer(Process.Start(start)!);
            if (peer.TryLoad(new Examples(2, 1))) return peer;
            peer.Dispose();
        }
        catch (System.ComponentModel.Win32Exception) { }
        return null;
    }

    public void Load(Examples e)
    {
        if (!TryLoad(e)) throw new InvalidOperationException("The Python process ended.");
    }

    private bool TryLoad(Examples e)
    {
        using (var stream = File.Create(file))
            foreach (var part in new[] { e.X, e.Y, e.W, e.B })
                stream.Write(MemoryMarshal.AsBytes(part.AsSpan()));
        try
        {
            process.StandardInput.WriteLine($"load\t{file}\t{e.Count}\t{e.Inputs}\t{e.Classes}");
            process.StandardInput.Flush();
        }
        catch (IOException) { return false; }
        if (process.StandardOutput.ReadLine() is not { } names) return false;
        work = [.. names.Split('\t')];
        return true;
    }

    /// <summary>The contenders for a piece of work: "gradient" gives numpy's and scikit-learn's.</summary>
    public IEnumerable<Contender> Contenders(string what) => new[] { "numpy", "scikit-learn", "python" }
        .Where(name => work.Contains($"{name} {what}")).Select(name => new Contender(name, () =>
        {
            process.StandardInput.WriteLine($"once\t{name} {what}");
            process.StandardInput.Flush();
            var answer = process.StandardOutput.ReadLine()!.Split('\t');
            return (double.Parse(answer[0], CultureInfo.InvariantCulture), answer[1] == "nan" ? double.NaN : double.Parse(answer[1], CultureInfo.InvariantCulture));
        }));

    public void Dispose()
    {
        process.Kill();
        process.Dispose();
        File.Delete(file);
    }
}
