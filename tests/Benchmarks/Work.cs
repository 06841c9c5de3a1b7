using System.Numerics.Tensors;
using MathNet.Numerics.LinearAlgebra.Double;

namespace NotebookLib.Benchmarks;

/// <summary>
/// A piece of work as each library would do it. Each method gives a function that does it once and returns a number to check it
/// by.
/// </summary>
internal sealed class Work(Examples e)
{
    private readonly int N = e.Count, n = e.Inputs, K = e.Classes;

    public Func<double> ReadOnce() => () => { TensorPrimitives.Sum<double>(e.X); return double.NaN; };

    public Func<double> Gradient(Cost cost, int threads = 1)
    {
        var compiled = CompiledCost.For(cost, Activation.Sigmoid);
        var sums = RowSums.For(e.X, n, 1, rows => new NeuronErrors(compiled, e.Y, rows), null, threads);
        double[] parameters = [.. e.W, .. e.B], gradient = new double[n + 1];
        return () => { sums.Mean(parameters, default, gradient); return TensorPrimitives.Norm<double>(gradient); };
    }

    public Func<double> PlainGradient()
    {
        var compiled = CompiledCost.For(Cost.CrossEntropy, Activation.Sigmoid);
        var sums = new PlainSums(e.X, n, 1, rows => new NeuronErrors(compiled, e.Y, rows));
        double[] parameters = [.. e.W, .. e.B], gradient = new double[n + 1];
        return () => { sums.Mean(parameters, default, gradient); return TensorPrimitives.Norm<double>(gradient); };
    }

    public Func<double> TensorPrimitivesGradient()
    {
        var gradient = new double[n + 1];
        return () =>
        {
            TensorPrimitivesStep(e.W, e.B[0], gradient);
            return TensorPrimitives.Norm<double>(gradient);
        };
    }

    private void TensorPrimitivesStep(double[] w, double b, double[] gradient)
    {
        Array.Clear(gradient);
        var g = gradient.AsSpan(0, n);
        for (var i = 0; i < N; i++)
        {
            var x = e.X.AsSpan(i * n, n);
            var delta = 1 / (1 + Math.Exp(-(TensorPrimitives.Dot(x, w) + b))) - e.Y[i];
            TensorPrimitives.MultiplyAdd(x, delta, g, g);
            gradient[n] += delta;
        }
        TensorPrimitives.Multiply(gradient, 1.0 / N, gradient);
    }

    public Func<double> MathNetGradient()
    {
        var x = new DenseMatrix(n, N, e.X);                                       // the same memory: one example a column
        var (w, y) = (new DenseVector(e.W), new DenseVector(e.Y));
        return () =>
        {
            var delta = (DenseVector)(x.TransposeThisAndMultiply(w) + e.B[0]).Map(z => 1 / (1 + Math.Exp(-z))) - y;
            var gradient = x * delta / N;
            return Math.Sqrt(gradient.DotProduct(gradient) + Math.Pow(delta.Sum() / N, 2));
        };
    }

    private static TrainingOptions Options(int epochs, int threads) =>
        new() { LearningRate = 0.1, Epochs = epochs, Threads = threads };

    public Func<double> Epochs(int epochs, Cost cost, int threads = 1)
    {
        var start = new Neuron(e.W, e.B[0], Activation.Sigmoid);
        return () => Training.Run(start, cost, e.Data, Options(epochs, threads)).Final.Weights.Sum(w => w * w);
    }

    public Func<double> TensorPrimitivesEpochs(int epochs) => () =>
    {
        double[] parameters = [.. e.W, .. e.B], gradient = new double[n + 1];
        for (var k = 0; k < epochs; k++)
        {
            TensorPrimitivesStep(parameters[..n], parameters[n], gradient);
            TensorPrimitives.MultiplyAdd(gradient, -0.1, parameters, parameters);
        }
        return parameters[..n].Sum(w => w * w);
    };

    public Func<double> MathNetEpochs(int epochs)
    {
        var x = new DenseMatrix(n, N, e.X);
        var y = new DenseVector(e.Y);
        return () =>
        {
            MathNet.Numerics.LinearAlgebra.Vector<double> w = new DenseVector([.. e.W]);
            var b = e.B[0];
            for (var k = 0; k < epochs; k++)
            {
                var delta = (x.TransposeThisAndMultiply(w) + b).Map(z => 1 / (1 + Math.Exp(-z))) - y;
                (w, b) = (w - x * delta * (0.1 / N), b - 0.1 * delta.Sum() / N);
            }
            return w.DotProduct(w);
        };
    }

    public Func<double> OnlineEpochs(int epochs, int threads = 1)
    {
        var start = new Neuron(new double[n], 0, Activation.Sigmoid);
        var options = new TrainingOptions { LearningRate = 0.01, Epochs = epochs, BatchSize = 1, Threads = threads };
        return () => { Training.Run(start, Cost.CrossEntropy, e.Data, options); return double.NaN; };
    }

    public Func<double> LayerGradient(Cost cost, int threads = 1)
    {
        double[][] weights = [.. e.W.Chunk(n)];
        var sums = RowSums.For(e.X, n, K, LayerErrors.For(Layer.Softmax(weights, e.B), cost, e.Data), null, threads);
        double[] parameters = [.. weights.Zip(e.B, (w, b) => w.Append(b)).SelectMany(row => row)],
            gradient = new double[K * (n + 1)];
        return () => { sums.Mean(parameters, default, gradient); return TensorPrimitives.Norm<double>(gradient); };
    }

    public Func<double> PlainLayer()
    {
        double[][] weights = [.. e.W.Chunk(n)];
        var sums = new PlainSums(e.X, n, K, LayerErrors.For(Layer.Softmax(weights, e.B), Cost.LogLoss, e.Data));
        double[] parameters = [.. weights.Zip(e.B, (w, b) => w.Append(b)).SelectMany(row => row)],
            gradient = new double[K * (n + 1)];
        return () => { sums.Mean(parameters, default, gradient); return TensorPrimitives.Norm<double>(gradient); };
    }

    public Func<double> TensorPrimitivesLayer()
    {
        double[] gradient = new double[K * n], bias = new double[K], a = new double[K];
        return () =>
        {
            Array.Clear(gradient);
            Array.Clear(bias);
            for (var i = 0; i < N; i++)
            {
                var x = e.X.AsSpan(i * n, n);
                for (var k = 0; k < K; k++) a[k] = TensorPrimitives.Dot(x, e.W.AsSpan(k * n, n)) + e.B[k];
                TensorPrimitives.SoftMax<double>(a, a);
                a[e.Labels[i]] -= 1;
                for (var k = 0; k < K; k++)
                {
                    var g = gradient.AsSpan(k * n, n);
                    TensorPrimitives.MultiplyAdd(x, a[k], g, g);
                    bias[k] += a[k];
                }
            }
            return Math.Sqrt(TensorPrimitives.SumOfSquares<double>(gradient) + TensorPrimitives.SumOfSquares<double>(bias)) / N;
        };
    }

    public Func<double> MathNetLayer()
    {
        var x = new DenseMatrix(n, N, e.X);
        var w = new DenseMatrix(n, K, e.W);                                       // one neuron a column
        return () =>
        {
            // K × N, one example a column
            var a = (DenseMatrix)w.TransposeThisAndMultiply(x);
            for (var i = 0; i < N; i++)
            {
                var z = a.Values.AsSpan(i * K, K);
                for (var k = 0; k < K; k++) z[k] += e.B[k];
                TensorPrimitives.SoftMax<double>(z, z);
                z[e.Labels[i]] -= 1;
            }
            var gradient = a.TransposeAndMultiply(x) / N;
            var bias = a.RowSums() / N;
            return Math.Sqrt(Math.Pow(gradient.FrobeniusNorm(), 2) + bias.DotProduct(bias));
        };
    }
}
