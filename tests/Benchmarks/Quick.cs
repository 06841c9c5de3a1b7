using System.Diagnostics;
using System.Globalization;
using System.Runtime.Intrinsics;

namespace NotebookLib.Benchmarks;

/// <summary>The whole table in less than two minutes: every piece of work, ours beside its peers, in one run.</summary>
internal static class Quick
{
    private static readonly string[] Peers = ["plain loop", "TensorPrimitives", "MathNet", "ML.NET", "numpy", "scikit-learn", "python"];

    /// <summary>The cross-entropy as a learner may type it.</summary>
    private static readonly Cost Typed = Cost.Define("typed", (a, y) => -y * Math.Log(a) - (1 - y) * Math.Log(1 - a));
    private static readonly Cost TypedLoss = Cost.Define("typed", (a, y) => -Math.Log(a) * y);

    public static void Run()
    {
        var clock = Stopwatch.StartNew();
        MathNet.Numerics.Control.UseManaged();
        MathNet.Numerics.Control.UseSingleThread();
        using var python = PythonPeer.Start();
        Console.WriteLine($"Processor time, medians of rounds in turn, one thread each, {(Vector512.IsHardwareAccelerated ? "AVX-512" : Vector256.IsHardwareAccelerated ? "AVX2" : "128-bit vectors")}. "
            + "R: the time to read all inputs once. × is the peer's time over ours. Ours computes the cost as well, numpy, MathNet and TensorPrimitives the gradient alone.");
        if (python is null) Console.WriteLine("numpy is not installed for /usr/bin/python3: its columns are empty.");
        Console.WriteLine();
        Console.WriteLine($"| work | ours | ours / R | {string.Join(" | ", Peers)} | ours / fastest peer | typed / built-in | goal |");
        Console.WriteLine($"|{string.Concat(Enumerable.Repeat("---|", Peers.Length + 6))}");

        Gradient(60000, 784, "≤ 1.25 R, ≤ 0.6 fastest");
        Gradient(1797, 64, "≤ 0.6 numpy");
        Gradient(569, 30, "");

        var small = new Work(Load(new Examples(569, 30)));
        Row("1000 epochs, 569 × 30", 1000, "≤ 0.3 numpy", Of("epochs", small.Epochs(1000, Cost.CrossEntropy), small.Epochs(1000, Typed),
            Here("read", small.ReadOnce()), Here("TensorPrimitives", small.TensorPrimitivesEpochs(1000)), Here("MathNet", small.MathNetEpochs(1000))));

        Row("20 online epochs, 569 × 30", 20, "", Of("online", small.OnlineEpochs(20), null, Here("read", small.ReadOnce()),
            Here("ML.NET", MlNetPeer.OnlineEpochs(new Examples(569, 30), 20))));

        var big = new Work(Load(new Examples(60000, 784, 10)));
        Row("softmax gradient, 60000 × 784 × 10", 1, "≤ 3 R", Of("layer", big.LayerGradient(Cost.LogLoss), big.LayerGradient(TypedLoss),
            Here("read", big.ReadOnce()), Here("TensorPrimitives", big.TensorPrimitivesLayer()), Here("MathNet", big.MathNetLayer())));

        var (one, start, options) = (Dataset.Of([[1.0]], [0.0]), new Neuron([2.0], 2, Activation.Sigmoid), new TrainingOptions { LearningRate = 0.15, Epochs = 300 });
        Func<double> Online(Cost cost) => () => Training.Run(start, cost, one, options).Final.Weights[0];
        Row("300 online steps, n = 1", 300, "≤ 15 µs", Of("steps", Online(Cost.CrossEntropy), Online(Typed)));
        Console.WriteLine();
        Console.WriteLine($"{clock.Elapsed.TotalSeconds:F0} seconds.");

        Examples Load(Examples e) { python?.Load(e); return e; }

        void Gradient(int count, int inputs, string goal)
        {
            var work = new Work(Load(new Examples(count, inputs)));
            Row($"gradient, {count} × {inputs}", 1, goal, Of("gradient", work.Gradient(Cost.CrossEntropy), work.Gradient(Typed), Here("read", work.ReadOnce()),
                Here("plain loop", work.PlainGradient()), Here("TensorPrimitives", work.TensorPrimitivesGradient()), Here("MathNet", work.MathNetGradient())));
        }

        List<Contender> Of(string what, Func<double> ours, Func<double>? typed, params Contender[] more) =>
            [Here("ours", ours), .. typed is null ? [] : new[] { Here("typed", typed) }, .. more, .. python?.Contenders(what) ?? []];
    }

    private static Contender Here(string name, Func<double> work) => Contender.Here(name, work);

    private static void Row(string work, int reads, string goal, List<Contender> contenders)
    {
        var times = Rounds.Run(contenders);
        var ours = times["ours"];
        string Peer(string name) => times.TryGetValue(name, out var t) ? $"{Time(t)} ({Number(t / ours)}×)" : "";
        var fastest = Peers.Where(name => name != "plain loop" && times.ContainsKey(name)).Select(name => times[name]).DefaultIfEmpty(double.NaN).Min();
        Console.WriteLine($"| {work} | {Time(ours)} | {(times.TryGetValue("read", out var r) ? Number(ours / (r * reads)) : "")} | {string.Join(" | ", Peers.Select(Peer))} | "
            + $"{Number(ours / fastest)} | {(times.TryGetValue("typed", out var typed) ? Number(typed / ours) : "")} | {goal} |");
    }

    private static string Time(double seconds) =>
        seconds < 1e-3 ? FormattableString.Invariant($"{seconds * 1e6:G3} µs") : FormattableString.Invariant($"{seconds * 1e3:0.##} ms");

    private static string Number(double value) => value.ToString(value < 10 ? "0.00" : "0", CultureInfo.InvariantCulture);
}
