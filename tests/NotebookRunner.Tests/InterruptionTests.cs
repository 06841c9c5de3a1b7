using System.Diagnostics;
using System.Runtime.InteropServices;

namespace NotebookRunner.Tests;

/// <summary>
/// A notebook that an update changes, as it is before and after, and how long that takes; a megabyte, so that writing takes a
/// moment.
/// </summary>
public sealed class LargeUpdate : IAsyncLifetime
{
    public string Before { get; } = TemporaryFolder.NotebookText("md:text",
        "for (var i = 0; i < 20; i++) Console.WriteLine(new string((char)('a' + i), 50_000));",
            "System.Threading.Thread.Sleep(300);");

    public string After { get; private set; } = "";

    public double Seconds { get; private set; }

    public async ValueTask InitializeAsync()
    {
        using var folder = new TemporaryFolder();
        var notebook = folder["a.ipynb"];
        await File.WriteAllTextAsync(notebook, Before);
        var clock = Stopwatch.StartNew();
        var (code, text) = await RunnerProcess.Run("run", "--update", notebook, "--out", folder["out"]);
        Assert.True(code == 0, text);
        (After, Seconds) = (await File.ReadAllTextAsync(notebook), clock.Elapsed.TotalSeconds);
        Assert.True(After.Length > 1_000_000);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

/// <summary>
/// <c>run --update</c> stopped at random moments: the notebook is the old or the new one, whole, and no process is left. A few
/// moments of fixed seeds each; fifty of each kind with NOTEBOOKLIB_LONG=1.
/// </summary>
public class InterruptionTests(LargeUpdate update) : IClassFixture<LargeUpdate>
{
    private static readonly int Moments = RandomCases.Long ? 50 : 2;

    private const int Interrupt = 2, Outright = 9, Terminate = 15; // signal numbers of POSIX

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);

    [Theory]
    [InlineData(Interrupt, 1)]
    [InlineData(Terminate, 2)]
    [InlineData(Outright, 3)]
    public async Task A_stopped_update_leaves_the_old_or_the_new_notebook(int signal, int seed)
    {
        Assert.SkipUnless(Directory.Exists("/proc"), "Processes are counted in /proc, which this system does not have.");
        using var folder = new TemporaryFolder();
        var (notebook, before, after) = (folder["a.ipynb"], update.Before, update.After);
        var random = new Random(seed);
        var cancel = TestContext.Current.CancellationToken;
        var seen = new int[2];
        for (var i = 0; i < Moments; i++)
        {
            await File.WriteAllTextAsync(notebook, before, cancel);
            using var runner = RunnerProcess.Start("run", "--update", notebook, "--out", folder["out"]);
            var (output, error) = (runner.StandardOutput.ReadToEndAsync(cancel), runner.StandardError.ReadToEndAsync(cancel));
            // Every other time while the file itself is written, which takes some milliseconds only.
            var writing = Task.Run(() => Written(folder.Path, runner), cancel);
            if (i % 2 == 0)
                await Task.WhenAny(writing, Task.Delay(TimeSpan.FromSeconds(random.NextDouble() * update.Seconds), cancel));
            else await writing;
            var (clock, pause) = (Stopwatch.StartNew(), i % 2 * 3 * random.NextDouble());
            while (clock.Elapsed.TotalMilliseconds < pause) { }
            _ = Kill(runner.Id, signal);
            await runner.WaitForExitAsync(cancel).WaitAsync(TimeSpan.FromSeconds(60), cancel);

            var text = await File.ReadAllTextAsync(notebook, cancel);
            Assert.True(text == before || text == after,
                $"moment {i}: {text.Length} characters, neither {before.Length} nor {after.Length}");
            seen[text == after ? 1 : 0]++;
            Assert.True(await RunnerProcess.Eventually(() => RunnerProcess.Count(folder.Path) == 0, 30),
                $"moment {i}: a process is left");
            if (signal == Outright) continue;
            Assert.DoesNotContain("   at ", await output + await error);
            Assert.Contains(runner.ExitCode, new[] { CommandLine.Good, 130, 143 });
            Assert.Empty(Directory.GetFiles(folder.Path, ".*.tmp"));
        }
        TestContext.Current.SendDiagnosticMessage($"signal {signal}: {seen[0]} old, {seen[1]} new of {Moments}");
    }

    /// <summary>
    /// The system refuses to let a file grow beyond a limit, as a full disk would: with each limit at another place.
    /// </summary>
    [Fact]
    public async Task A_full_disk_leaves_the_old_or_the_new_notebook()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The limit is set with prlimit, which is Linux's.");
        using var folder = new TemporaryFolder();
        var (notebook, before, after) = (folder["a.ipynb"], update.Before, update.After);
        var random = new Random(4);
        for (var i = 0; i < Moments; i++)
        {
            await File.WriteAllTextAsync(notebook, before, TestContext.Current.CancellationToken);
            var limit = (int)(1.3 * after.Length * (i + random.NextDouble()) / Moments);
            var (code, text) = Tool.TryRun("bash",
                ["-c", $"trap '' XFSZ; exec prlimit --fsize={limit} dotnet {typeof(Notebook).Assembly.Location} run --update {notebook} --out {folder["out"]}"],
                folder.Path, ("DOTNET_EnableWriteXorExecute", "0"))!.Value;
            var now = await File.ReadAllTextAsync(notebook, TestContext.Current.CancellationToken);
            Assert.True(now == before || now == after,
                $"limit {limit}: {now.Length} characters, neither {before.Length} nor {after.Length}");
            Assert.True(code == (now == after ? CommandLine.Good : CommandLine.BadInput),
                $"limit {limit}: exit code {code}\n{text}");
            if (code != CommandLine.Good) Assert.Contains("a.ipynb could not be written: ", text);
            Assert.DoesNotContain("   at ", text);
            Assert.Empty(Directory.GetFiles(folder.Path, ".*.tmp"));
            Assert.Equal(0, RunnerProcess.Count(folder.Path));
        }
    }

    /// <summary>Returns when the neighbour appears that is to take the notebook's name, or the process has ended.</summary>
    private static void Written(string folder, Process runner)
    {
        using var watcher = new FileSystemWatcher(folder, ".*.tmp");
        using var appeared = new ManualResetEventSlim();
        watcher.Created += (_, _) => appeared.Set();
        watcher.EnableRaisingEvents = true;
        while (!appeared.Wait(50) && !runner.HasExited) { }
    }
}
