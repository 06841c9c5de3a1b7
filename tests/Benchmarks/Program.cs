using BenchmarkDotNet.Running;
using NotebookLib.Benchmarks;

switch (args)
{
    case ["quick"]: Quick.Run(); break;
    case ["cost"]: CostBenchmark.Run(); break;
    case ["o1"]: { var one = NotebookLib.Dataset.Of([[1.0]], [0.0]); var st = new NotebookLib.Neuron([2.0], 2, NotebookLib.Activation.Sigmoid); var o = new NotebookLib.TrainingOptions { LearningRate = 0.15, Epochs = 300 };
        Func<double> f = () => NotebookLib.Training.Run(st, NotebookLib.Cost.CrossEntropy, one, o).Costs[^1]; Dev(f); break; }
    case ["o30"]: { var w = new Work(new Examples(569, 30)); Dev(w.OnlineEpochs(20)); break; }
    case ["b784"]: { var w = new Work(new Examples(60000, 784)); var g = w.Gradient(NotebookLib.Cost.CrossEntropy); Dev(w.ReadOnce()); Dev(g); Dev(w.ReadOnce()); Dev(g); break; }
    case ["l784"]: { var w = new Work(new Examples(60000, 784, 10)); var g = w.LayerGradient(NotebookLib.Cost.LogLoss); Dev(w.ReadOnce()); Dev(g); Dev(w.ReadOnce()); Dev(g); break; }
    default: BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args); break;
}

static void Dev(Func<double> f)
{
    var c = Contender.Here("x", f); c.Round(); var t = Enumerable.Range(0, 9).Select(_ => c.Round().Seconds).Order().ToArray();
    Console.WriteLine($"min {t[0]*1e6:F2} µs median {t[4]*1e6:F2} µs");
}
