using System.Diagnostics;
using System.Globalization;

namespace NotebookLib.Tests;

/// <summary>Statement 21, best neurons as another library finds them, and what the data sets say about themselves.</summary>
public class RealDataTests
{
    private static readonly Dataset Digits = Dataset.Load("digits").Scale(1 / 16.0);
    private static readonly TrainingOptions TwoHundred = new() { LearningRate = 0.5, Epochs = 200 };

    // scikit-learn 1.2.1, LogisticRegression(penalty=None, solver="newton-cholesky", tol=1e-14, max_iter=200) on X standardised by X.std(0);
    // the cost is the mean of −y ln p − (1 − y) ln(1 − p).
    public static TheoryData<string, string[], string[], double[], double> BestNeurons => new()
    {
        { "iris", ["versicolor", "virginica"], [], [-1.62584216, -2.21192859, 7.74567601, 7.72844057, -0.35439119],
            0.059492733956794205 },
        { "iris", ["versicolor", "virginica"], ["petal_length_cm", "petal_width_cm"], [4.72700417, 4.4151862, 0.46806081],
            0.10281754051696813 },
        { "breast-cancer", ["benign", "malignant"], ["mean_radius", "mean_texture"], [3.72200349, 0.93740745, -0.70756728],
            0.2558201286274962 },
    };

    [Theory, MemberData(nameof(BestNeurons))]
    public void The_best_neuron_is_that_of_scikit_learn(
        string name, string[] classes, string[] features, double[] expected, double cost)
    {
        var run = Best(name, classes, features);
        Assert.Equal(cost, run.Costs[^1], 1e-12);
        foreach (var (fit, found) in expected.Zip([.. run.Final.Weights, run.Final.Bias])) Assert.Equal(fit, found, 1e-6);
    }

    // The cost is convex and η = 1/L, so ‖∇C‖ never grows, and a later update lowers the cost by at most η‖∇C‖² (notebook 06 shows 1000 updates).
    [Fact]
    public void Raw_tumours_are_not_at_a_tenth_after_200000_updates()
    {
        const int Run = 25_000, Asked = 200_000;
        var cells = Dataset.Load("breast-cancer");
        var zero = new Neuron(new double[30], 0, Activation.Sigmoid);
        var eta = 1 / Linearisation.Of(UpdateRule.Gradient, zero, Cost.CrossEntropy, cells).Eigenvalues[^1].Real;
        var run = Training.Run(zero, Cost.CrossEntropy, cells, new TrainingOptions { LearningRate = eta, Epochs = Run });
        var slopes = Enumerable.Range(0, cells.Count)
            .Select(i => run.Final.Gradient(Cost.CrossEntropy, cells.Row(i), cells.Targets[i]).ToArray()).ToList();
        var squared = Enumerable.Range(0, 31).Sum(j => Math.Pow(slopes.Average(slope => slope[j]), 2));
        Assert.True(run.Costs[Run] - (Asked - Run) * eta * squared > 0.1);
    }

    [Theory, MemberData(nameof(BestNeurons))]
    public void And_as_it_finds_it_now(string name, string[] classes, string[] features, double[] recorded, double cost)
    {
        var data = Data(name, classes, features);
        var rows = string.Join(";", Enumerable.Range(0, data.Count).Select(i =>
            string.Join(",", data.Row(i).Append(data.Targets[i])
                .Select(value => value.ToString("R", CultureInfo.InvariantCulture)))));
        var answer = Python("""
            import sys, numpy as np
            from sklearn.linear_model import LogisticRegression
            table = np.array([[float(v) for v in row.split(",")] for row in sys.stdin.read().split(";")])
            X, y = table[:, :-1], table[:, -1]
            fit = LogisticRegression(penalty=None, solver="newton-cholesky", tol=1e-14, max_iter=200).fit(X, y)
            print(*map(repr, map(float, [*fit.coef_[0], fit.intercept_[0]])))
            """, rows);
        var run = Best(name, classes, features);
        double[] found = [.. answer.Trim().Split().Select(number => double.Parse(number, CultureInfo.InvariantCulture))];
        Assert.Equal(recorded.Length, found.Length);
        foreach (var (theirs, ours) in found.Zip([.. run.Final.Weights, run.Final.Bias])) Assert.Equal(theirs, ours, 1e-6);
        Assert.Equal(cost, run.Costs[^1], 1e-9);
    }

    private static Dataset Data(string name, string[] classes, string[] features)
    {
        var data = Dataset.Load(name).Only(classes);
        return (features.Length == 0 ? data : data.Features(features)).Standardize();
    }

    private static TrainingRun Best(string name, string[] classes, string[] features)
    {
        var data = Data(name, classes, features);
        return Training.Run(new Neuron(new double[data.InputCount], 0, Activation.Sigmoid), Cost.CrossEntropy, data,
            new TrainingOptions { Rule = UpdateRule.Newton, LearningRate = 1, Epochs = 15 });
    }

    [Fact]
    public void Pixels_that_are_almost_always_zero_hardly_move()
    {
        var run = Training.RunLayer(Layer.Softmax(64, 10), Cost.LogLoss, Digits, TwoHundred);
        var moved = Moved(run);
        for (var j = 0; j < 64; j++)
            Assert.True(moved[j] <= 0.5 * 200 * Digits.Column(j).Average(Math.Abs), $"the bound, pixel {j}");
        var (rare, others) = (Median(moved.Where((_, j) => Ink(j) is > 0 and < 0.02)),
            Median(moved.Where((_, j) => Ink(j) >= 0.02)));
        // mathematics, statement 21; the three pixels without ink are left out
        Assert.Equal(0.0097, rare, 4);
        Assert.Equal(0.866, others, 3);
        Assert.Equal([0.0, 0, 0], moved.Where((_, j) => Ink(j) == 0));

        var adam = Moved(Training.RunLayer(
            Layer.Softmax(64, 10), Cost.LogLoss, Digits, TwoHundred with { LearningRate = 0.01, Rule = UpdateRule.Adam.With(epsilon: 1e-8) }));
        Assert.InRange(Median(adam.Where((_, j) => Ink(j) is > 0 and < 0.02)) / Median(adam.Where((_, j) => Ink(j) >= 0.02)),
            0.8, 2);
    }

    private static double Ink(int j) => Digits.Column(j).Count(value => value > 0) / (double)Digits.Count;

    private static double[] Moved(LayerRun run) =>
        [.. Enumerable.Range(0, 64).Select(j => run.Final.Weights.Max(w => Math.Abs(w[j])))];

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    [Fact]
    public void The_gradient_in_blocks_passes_the_gradient_check()
    {
        var data = Dataset.Load("iris").Only("versicolor", "virginica").Standardize();
        var compiled = CompiledCost.For(Cost.CrossEntropy, Activation.Sigmoid);
        Passes(new BlockSums(data.InputArray, 4, 1, rows => new NeuronErrors(compiled, data.TargetArray, rows)),
            [0.3, -0.2, 0.5, 0.1, -0.4]);

        var three = Dataset.Load("iris").Standardize();
        Passes(new BlockSums(three.InputArray, 4, 3, LayerErrors.For(Layer.Softmax(4, 3), Cost.LogLoss, three)),
            [.. Enumerable.Range(0, 15).Select(k => 0.1 * (k % 7) - 0.3)]);

        static void Passes(RowSums sums, double[] at) => Assert.Equal(Verdict.Pass,
            GradientCheck.Run(w => sums.Mean(w, default, new double[w.Length]),
                w => Gradient(w.Length, g => sums.Mean(w, default, g)), at).Verdict);

        static double[] Gradient(int length, Func<double[], double> run)
        {
            var g = new double[length];
            run(g);
            return g;
        }
    }

    [Fact]
    public void A_confusion_counts_every_example_once()
    {
        var iris = Dataset.Load("iris").Standardize();
        var run = Training.RunLayer(Layer.Softmax(4, 3), Cost.LogLoss, iris, TwoHundred);
        var confusion = Confusion.Of(run.Final, iris);
        Assert.Equal([50, 50, 50], confusion.Counts.Select(row => row.Sum()));
        Assert.Equal(150 - Enumerable.Range(0, 3).Sum(k => confusion.Counts[k][k]), confusion.Wrong.Count);
        Assert.Equal(1 - confusion.Wrong.Count / 150.0, confusion.Accuracy, 15);
        Assert.All(confusion.Wrong, i => Assert.NotEqual(iris.Labels[i], confusion.Read[i]));
        Assert.True(confusion.Accuracy > 0.9);
        Assert.StartsWith("150 examples, 9", confusion.ToString());

        var pair = Dataset.Of([[-1.0], [1.0]], [0.0, 1]);
        Assert.Equal("data does not have two classes to tell apart.",
            Assert.Throws<ArgumentException>(() => Confusion.Of(new Neuron([1.0], 0, Activation.Sigmoid), pair)).Message);
        var flowers = iris.Only("setosa", "virginica");
        Assert.Equal([[0, 50], [0, 50]], Confusion.Of(new Neuron([0.0, 0, 0, 0], 9, Activation.Sigmoid), flowers).Counts);
    }

    [Fact]
    public void A_summary_has_the_numbers_of_each_input_and_class()
    {
        var iris = Dataset.Load("iris");
        var first = iris.Summary[0];
        Assert.Equal(("sepal_length_cm", 4.3, 7.9), (first.Input, first.Least, first.Most));
        Assert.Equal(5.843333, first.Mean, 6);
        Assert.Equal(0.825301, first.Deviation, 6);
        Assert.Equal([new ClassSummary("setosa", 0, 50), new("versicolor", 1, 50), new("virginica", 2, 50)], iris.Classes);
        Assert.Empty(Dataset.Of([[1.0]], [0.5]).Classes);
        Assert.Equal(1, Digits.Summary.Max(input => input.Most));
        Assert.Equal("The factor is 0; it must be a finite number other than 0, for example 1/16.0.",
            Assert.Throws<ArgumentException>(() => iris.Scale(0)).Message);
    }

    private static string Python(string program, string input)
    {
        const string python = "/usr/bin/python3";
        Assert.SkipUnless(File.Exists(python), "There is no Python here.");
        var start = new ProcessStartInfo(python, ["-c", program])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        var answer = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        var error = errors.Result;
        Assert.SkipWhen(error.Contains("No module named"),
            "scikit-learn is not installed for /usr/bin/python3 (Debian: python3-sklearn).");
        Assert.True(process.ExitCode == 0, error);
        return answer;
    }
}
