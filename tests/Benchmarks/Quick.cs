using System.Diagnostics;
using System.Globalization;
using System.Runtime.Intrinsics;

namespace NotebookLib.Benchmarks;

/// <summary>
/// The whole table: every piece of work, ours beside its peers, on one thread and on as many as each takes by itself, with the
/// vectors of this processor and, where it has AVX-512, once more without.
/// </summary>
internal static class Quick
{
    /// <summary>Set to 0, the runtime does without AVX-512; the second is the name that it had before .NET 10.</summary>
    private static readonly string[] Avx512Switches = ["DOTNET_EnableAVX512", "DOTNET_EnableAVX512F"];

    private static readonly string[] Peers =
        ["plain", "TensorPrimitives", "MathNet", "ML.NET", "numpy", "scikit-learn", "python"];
    private static readonly string[] OnAllThreads = ["numpy", "scikit-learn"];

    /// <summary>The cross-entropy as a learner may type it.</summary>
    private static readonly Cost Typed = Cost.Define("typed", (a, y) => -y * Math.Log(a) - (1 - y) * Math.Log(1 - a));
    private static readonly Cost TypedLoss = Cost.Define("typed", (a, y) => -Math.Log(a) * y);

    public static void Run()
    {
        var clock = Stopwatch.StartNew();
        MathNet.Numerics.Control.UseManaged();
        MathNet.Numerics.Control.UseSingleThread();
        using PythonPeer? single = PythonPeer.Start(oneThread: true), free = PythonPeer.Start(oneThread: false);
        Console.WriteLine($"{Processor()}, {Environment.ProcessorCount} processors, "
            + $"{(Vector512.IsHardwareAccelerated ? "AVX-512" : Vector256.IsHardwareAccelerated ? "AVX2" : "128-bit vectors")}.");
        Console.WriteLine(single is null || free is null
            ? "numpy and scikit-learn are missing: apt-get install python3-sklearn libopenblas0-pthread, for /usr/bin/python3."
            : $"One thread: {single.Description}. By itself: {free.Description}.");
        if (single is { HasOpenBlas: false })
            Console.WriteLine("numpy runs on the reference BLAS, which few of its users have: apt-get install libopenblas0-pthread.");
        Console.WriteLine("Medians of rounds in turn: processor time on one thread, time by the clock on all. R: the time to read all inputs once. "
            + "× is the peer's time over ours. Ours computes the cost as well; numpy, MathNet and TensorPrimitives the gradient alone. "
            + "\"plain\" is our sum row by row, which the blocks must beat to be worth their code.");
        Console.WriteLine();
        Console.WriteLine($"| work | ours | ours / R | {string.Join(" | ", Peers)} | ours / fastest peer | typed / built-in "
            + $"| ours, all threads | {string.Join(" | ", OnAllThreads.Select(name => $"{name}, all"))} | ours / fastest, all |");
        Console.WriteLine($"|{string.Concat(Enumerable.Repeat("---|", Peers.Length + OnAllThreads.Length + 7))}");

        Gradient(60000, 784);
        Gradient(1797, 64);
        Gradient(569, 30);

        var small = new Work(Load(new Examples(569, 30)));
        Row("1000 epochs, 569 × 30", "epochs", 1000, threads => small.Epochs(1000, Cost.CrossEntropy, threads),
            small.Epochs(1000, Typed, 1),
            Here("read", small.ReadOnce()), Here("TensorPrimitives", small.TensorPrimitivesEpochs(1000)),
                Here("MathNet", small.MathNetEpochs(1000)));
        Row("20 online epochs, 569 × 30", "online", 20, threads => small.OnlineEpochs(20, threads), null,
            Here("read", small.ReadOnce()),
            Here("ML.NET", MlNetPeer.OnlineEpochs(new Examples(569, 30), 20)));

        var big = new Work(Load(new Examples(60000, 784, 10)));
        Row("softmax gradient, 60000 × 784 × 10", "layer", 1, threads => big.LayerGradient(Cost.LogLoss, threads),
            big.LayerGradient(TypedLoss),
            Here("read", big.ReadOnce()), Here("plain", big.PlainLayer()), Here("TensorPrimitives", big.TensorPrimitivesLayer()),
            Here("MathNet", big.MathNetLayer()));

        var (one, start) = (Dataset.Of([[1.0]], [0.0]), new Neuron([2.0], 2, Activation.Sigmoid));
        Func<double> Steps(Cost cost, int threads) => () => Training.Run(start, cost, one,
            new TrainingOptions { LearningRate = 0.15, Epochs = 300, Threads = threads }).Final.Weights[0];
        Row("300 online steps, n = 1", "steps", 300, threads => Steps(Cost.CrossEntropy, threads), Steps(Typed, 1));
        Console.WriteLine();
        Console.WriteLine($"{clock.Elapsed.TotalSeconds:F0} seconds.");
        if (Vector512.IsHardwareAccelerated && !Avx512Switches.All(name => Environment.GetEnvironmentVariable(name) == "0"))
            RunWithoutAvx512();

        Examples Load(Examples e)
        {
            single?.Load(e);
            free?.Load(e);
            return e;
        }

        void Gradient(int count, int inputs)
        {
            var work = new Work(Load(new Examples(count, inputs)));
            Row($"gradient, {count} × {inputs}", "gradient", 1, threads => work.Gradient(Cost.CrossEntropy, threads),
                work.Gradient(Typed),
                Here("read", work.ReadOnce()), Here("plain", work.PlainGradient()),
                Here("TensorPrimitives", work.TensorPrimitivesGradient()), Here("MathNet", work.MathNetGradient()));
        }

        void Row(string work, string what, int reads, Func<int, Func<double>> ours, Func<double>? typed, params Contender[] more)
        {
            var times = Rounds.Run([Here("ours", ours(1)), .. typed is null ? [] : new[] { Here("typed", typed) }, .. more,
                .. single?.Contenders(what) ?? []]);
            var all = Rounds.Run([Contender.Here("ours", ours(Environment.ProcessorCount), byClock: true),
                .. free?.Contenders(what) ?? []]);
            string Cell(Dictionary<string, double> of, string name) =>
                of.TryGetValue(name, out var t) ? $"{Time(t)} ({Number(t / of["ours"])}×)" : "";
            string Fastest(Dictionary<string, double> of, string[] peers) =>
                Number(of["ours"] / peers.Where(name => name != "plain" && of.ContainsKey(name))
                    .Select(name => of[name]).DefaultIfEmpty(double.NaN).Min());
            Console.WriteLine($"| {work} | {Time(times["ours"])} | {(times.TryGetValue("read", out var r) ? Number(times["ours"] / (r * reads)) : "")} "
                + $"| {string.Join(" | ", Peers.Select(name => Cell(times, name)))} | {Fastest(times, Peers)} "
                + $"| {(times.TryGetValue("typed", out var t) ? Number(t / times["ours"]) : "")} "
                + $"| {Time(all["ours"])} | {string.Join(" | ", OnAllThreads.Select(name => Cell(all, name)))} | {Fastest(all, OnAllThreads)} |");
        }
    }

    /// <summary>
    /// The same once more in a process that may not use AVX-512; the peers' BLAS then takes its kernels for AVX2 too.
    /// </summary>
    private static void RunWithoutAvx512()
    {
        Console.WriteLine();
        var start = new ProcessStartInfo(Environment.ProcessPath!,
            [.. Environment.GetCommandLineArgs().Where(arg => arg.EndsWith(".dll")).Take(
            Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? 1 : 0), "quick"]);
        foreach (var name in Avx512Switches) start.Environment[name] = "0";
        start.Environment[PythonPeer.CoreType] = "Haswell";
        Process.Start(start)!.WaitForExit();
    }

    private static string Processor() => File.Exists("/proc/cpuinfo")
        && File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name")) is { } line
            ? line[(line.IndexOf(':') + 2)..] : "A processor";

    private static Contender Here(string name, Func<double> work) => Contender.Here(name, work);

    private static string Time(double seconds) =>
        seconds < 1e-3 ? FormattableString.Invariant($"{seconds * 1e6:G3} µs")
            : FormattableString.Invariant($"{seconds * 1e3:0.##} ms");

    private static string Number(double value) => value.ToString(value < 10 ? "0.00" : "0", CultureInfo.InvariantCulture);
}
