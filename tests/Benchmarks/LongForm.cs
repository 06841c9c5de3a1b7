using BenchmarkDotNet.Attributes;

namespace NotebookLib.Benchmarks;

/// <summary>The gradient of one neuron, with allocations, by BenchmarkDotNet.</summary>
[MemoryDiagnoser]
public class NeuronGradient
{
    private Func<double> ours = null!, plain = null!, tensors = null!, mathNet = null!, read = null!;

    /// <summary>Examples and inputs.</summary>
    [Params("60000x784", "1797x64", "569x30")]
    public string Shape { get; set; } = "";

    /// <summary>Makes the examples.</summary>
    [GlobalSetup]
    public void Setup()
    {
        var shape = Shape.Split('x').Select(int.Parse).ToArray();
        var work = new Work(new Examples(shape[0], shape[1]));
        (ours, plain, tensors, mathNet, read) = (work.Gradient(Cost.CrossEntropy), work.PlainGradient(),
            work.TensorPrimitivesGradient(), work.MathNetGradient(), work.ReadOnce());
    }

    [Benchmark(Baseline = true)] public double Ours() => ours();
    [Benchmark] public double PlainLoop() => plain();
    [Benchmark] public double TensorPrimitives() => tensors();
    [Benchmark] public double MathNetManaged() => mathNet();
    [Benchmark] public double ReadOnce() => read();
}

/// <summary>Training runs, with allocations, by BenchmarkDotNet.</summary>
[MemoryDiagnoser]
public class Runs
{
    private readonly Func<double> epochs = new Work(new Examples(569, 30)).Epochs(1000, Cost.CrossEntropy);
    private readonly Func<double> online = new Work(new Examples(569, 30)).OnlineEpochs(20);
    private readonly Func<double> layer = new Work(new Examples(1797, 64, 10)).LayerGradient(Cost.LogLoss);
    private readonly Dataset one = Dataset.Of([[1.0]], [0.0]);
    private readonly Neuron start = new([2.0], 2, Activation.Sigmoid);
    private readonly TrainingOptions options = new() { LearningRate = 0.15, Epochs = 300 };

    [Benchmark] public double ThousandEpochs() => epochs();
    [Benchmark] public double TwentyOnlineEpochs() => online();
    [Benchmark] public double SoftmaxGradientOfDigits() => layer();
    [Benchmark] public double ThreeHundredStepsOfOneInput() => Training.Run(start, Cost.CrossEntropy, one, options).Costs[^1];
}
