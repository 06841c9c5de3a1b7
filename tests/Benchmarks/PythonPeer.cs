using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace NotebookLib.Benchmarks;

/// <summary>
/// A Python process that runs peers.py on the same numbers, on one thread or on as many as its libraries take by themselves; none
/// where numpy is not installed.
/// </summary>
internal sealed class PythonPeer : IDisposable
{
    /// <summary>Which kernels OpenBLAS takes, where it must not choose for itself.</summary>
    public const string CoreType = "OPENBLAS_CORETYPE";

    private readonly Process process;
    private readonly bool oneThread;
    private readonly string file = Path.GetTempFileName();
    private HashSet<string> work = [];

    private PythonPeer(Process process, bool oneThread) => (this.process, this.oneThread) = (process, oneThread);

    /// <summary>The libraries with their versions, the BLAS beneath and its threads.</summary>
    public string Description { get; private set; } = "";

    public bool HasOpenBlas => Description.Contains("OpenBLAS");

    public static PythonPeer? Start(bool oneThread)
    {
        try
        {
            var start = new ProcessStartInfo("/usr/bin/python3",
                [Path.Combine(AppContext.BaseDirectory, "peers.py")]) { RedirectStandardInput = true,
                RedirectStandardOutput = true };
            foreach (var threads in new[] { "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS" })
                if (oneThread) start.Environment[threads] = "1";
                else start.Environment.Remove(threads);
            if (System.Runtime.Intrinsics.Vector512.IsHardwareAccelerated) start.Environment.Remove(CoreType);
            // a setting for older builds that slows a current one
            start.Environment.Remove("OPENBLAS_L2_SIZE");
            var peer = new PythonPeer(Process.Start(start)!, oneThread);
            peer.Description = peer.Ask("info") ?? "";
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
        if (Ask($"load\t{file}\t{e.Count}\t{e.Inputs}\t{e.Classes}") is not { } names) return false;
        work = [.. names.Split('\t')];
        return true;
    }

    /// <summary>The contenders for a piece of work: "gradient" gives numpy's and scikit-learn's.</summary>
    public IEnumerable<Contender> Contenders(string what) => new[] { "numpy", "scikit-learn", "python" }
        .Where(name => work.Contains($"{name} {what}")).Select(name => new Contender(name, () =>
        {
            var answer = Ask($"{(oneThread ? "processor" : "clock")}\t{name} {what}")!.Split('\t');
            return (double.Parse(answer[0], CultureInfo.InvariantCulture),
                answer[1] == "nan" ? double.NaN : double.Parse(answer[1], CultureInfo.InvariantCulture));
        }));

    private string? Ask(string line)
    {
        try
        {
            process.StandardInput.WriteLine(line);
            process.StandardInput.Flush();
            return process.StandardOutput.ReadLine();
        }
        catch (IOException) { return null; }
    }

    public void Dispose()
    {
        process.Kill();
        process.Dispose();
        File.Delete(file);
    }
}
