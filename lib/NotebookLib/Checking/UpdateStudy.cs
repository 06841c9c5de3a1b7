using MathNet.Numerics.LinearAlgebra;

namespace NotebookLib;

/// <summary>
/// An update as a rule Δw̃ = −η Σ δ_i ũ_i: the error δ = f(z) − y, times f′(z) or not, and one fixed vector ũ_i for each example.
/// </summary>
/// <param name="Activation">f.</param>
/// <param name="WithSlope">Is f′(z) a factor of δ?</param>
/// <param name="Directions">ũ_i, an example a row.</param>
internal sealed record UpdateForm(Activation Activation, bool WithSlope, Matrix<double> Directions)
{
    public double Error(double z, double y) => (Activation.Value(z) - y) * (WithSlope ? Activation.Slope(z) : 1);

    /// <summary>A cost with this error: the quadratic cost, or the matching one.</summary>
    public Cost Cost => WithSlope ? Cost.Quadratic : Activation == Activation.Sigmoid ? Cost.CrossEntropy : Cost.Matching(Activation);
}

/// <summary>
/// An update on a data set, asked: what it does at a point w̃, and the vectors ũ_i behind it where there are any.
/// </summary>
internal sealed class UpdateStudy
{
    private const double Fixed = 1e-8;          // a ũ_i that changes by less, of its size, is one

    private UpdateStudy(Dataset data, bool bias, Func<Dataset, Func<double[], double[]>> sum)
    {
        (Data, HasBias, Sum) = (data, bias, sum);
        Inputs = Matrix<double>.Build.Dense(data.Count, data.InputCount + (bias ? 1 : 0), (i, j) => j < data.InputCount ? data.RowSpan(i)[j] : 1);
        Scale = Math.Max(Inputs.FrobeniusNorm() / Math.Sqrt(data.Count), 1e-300);
    }

    public Dataset Data { get; }
    public bool HasBias { get; }

    /// <summary>x̃_i = (x_i, 1), or x_i without a bias, an example a row.</summary>
    public Matrix<double> Inputs { get; }

    /// <summary>The usual length of an x̃.</summary>
    public double Scale { get; }

    /// <summary>The sum of the updates over a data set, as a function of w̃: what a step goes against.</summary>
    public Func<Dataset, Func<double[], double[]>> Sum { get; }

    /// <summary>The rule's ũ_i and its error; null where it is no such rule.</summary>
    public UpdateForm? Form { get; private init; }

    /// <summary>The rule's name.</summary>
    public string Name { get; private init; } = "your update";

    /// <summary>
    /// The exponent p of statement 17: the first weight's step scales as s^p when its input is measured in other units.
    /// </summary>
    public required Func<double> Exponent { get; init; }

    /// <summary>A point to look from: small weights above 0, none alike.</summary>
    public double[] Start => [.. Enumerable.Range(0, Inputs.ColumnCount).Select(j => (0.5 + 0.3 * (j * 0.6180339887 % 1)) / Scale)];

    public double[] WeightedInputs(double[] w) => (Inputs * Vector<double>.Build.Dense(w)).ToArray();

    /// <summary>The same examples with other targets.</summary>
    public Dataset With(IEnumerable<double> targets) => Dataset.Of([.. Enumerable.Range(0, Data.Count).Select(Data.Row)], [.. targets]);

    public Neuron Neuron(double[] w, Activation f) => HasBias ? new(w[..^1], w[^1], f) : new(w, 0, f);

    /// <summary>ũ of one example; where it is none that stays, the answer at the start over the error of a sigmoid.</summary>
    public double[] Direction(int i) => Form is { } form ? form.Directions.Row(i).ToArray()
        : [.. Sum(Dataset.Of([Data.Row(i)], [Data.TargetArray[i]]))(Start)
            .Select(v => v / (Activation.Sigmoid.Value(WeightedInputs(Start)[i]) - Data.TargetArray[i]))];

    public static UpdateStudy Of(Func<double[], double, double[], double, double[]> update, Dataset data, bool bias)
    {
        var whole = VectorField.Of(update, data, bias);
        Func<double[], double[]> Sum(Dataset on) => VectorField.Of(update, on, bias).Value;
        var study = new UpdateStudy(data, whole.Dimension > data.InputCount, Sum) { Exponent = () => double.NaN };
        return new(data, study.HasBias, Sum)
        {
            Form = study.Fit([.. Enumerable.Range(0, data.Count).Select(i => VectorField.Of(update, data.Row(i), data.TargetArray[i], bias))]),
            Exponent = () => UnitChange.PowerOf(s => Sum(data.InUnits(0, s))(study.InUnits(s))[0]).Exponent,
        };
    }

    public static UpdateStudy Of(UpdateRule rule, Dataset data, bool bias)
    {
        Func<double[], double[]> Sum(Dataset on) => w => Stepped(rule, on, bias, w);
        var study = new UpdateStudy(data, bias, Sum) { Exponent = () => UnitChange.Exponent(rule, Cost.CrossEntropy) };
        var form = rule.IsStraight ? study.Straight(rule) : study.Linear();
        return new(data, bias, Sum) { Name = rule.Name, Form = form, Exponent = study.Exponent };
    }

    /// <summary>Start with the first weight in other units.</summary>
    private double[] InUnits(double s) => [.. Start.Select((w, j) => j == 0 ? w / s : w)];

    /// <summary>N times what the rule's first step goes against, with a sigmoid and the cross-entropy.</summary>
    private static double[] Stepped(UpdateRule rule, Dataset on, bool bias, double[] w)
    {
        const double small = 1e-6;          // in other coordinates a step is straight only if it is small
        double[] By(double eta)
        {
            var start = new Neuron(bias ? w[..^1] : w, bias ? w[^1] : 0, Activation.Sigmoid);
            var end = Training.Run(start, Cost.CrossEntropy, on, new() { Rule = rule, LearningRate = eta, Epochs = 1, TrainBias = bias }).Final;
            double[] moved = [.. start.Weights.Zip(end.Weights, (from, to) => (from - to) * on.Count / eta), (start.Bias - end.Bias) * on.Count / eta];
            return bias ? moved : moved[..^1];
        }
        var (whole, half) = (By(1), By(0.5));
        return whole.Zip(half).All(pair => Math.Abs(pair.First - pair.Second) <= 1e-9 * Math.Abs(pair.First)) ? whole : By(small);
    }

    private UpdateForm Straight(UpdateRule rule)
    {
        var (n, u) = (Data.InputCount, rule.DirectionsFor(Data, HasBias));
        return new(Activation.Sigmoid, false, u is null ? Inputs
            : Matrix<double>.Build.Dense(Inputs.RowCount, Inputs.ColumnCount, (i, j) => u[i * (n + 1) + j]));
    }

    /// <summary>
    /// A rule that steps by a metric is linear in the errors: each ũ_i is its step where example i alone is wrong.
    /// </summary>
    private UpdateForm? Linear()
    {
        const double error = 0.1, most = 2e6;
        if ((double)Data.Count * Data.Count * Inputs.ColumnCount > most) return null;
        double[] outputs = [.. WeightedInputs(Start).Select(Activation.Sigmoid.Value)];
        // Towards 1/2, so that every target is from 0 to 1.
        double[] wrong = [.. outputs.Select(a => a > 0.5 ? error : -error)];
        double[] some = [.. wrong.Select((e, i) => e * ((i + 1) % 3) / 2)];
        double[] Step(Func<int, double> errors) => Sum(With(outputs.Select((a, i) => a - errors(i))))(Start);
        var one = Enumerable.Range(0, Data.Count).Select(i => Step(k => k == i ? wrong[i] : 0).Select(v => v / wrong[i]));
        var directions = Matrix<double>.Build.DenseOfRows(one);
        var together = Vector<double>.Build.Dense(Step(i => some[i]));
        var expected = directions.TransposeThisAndMultiply(Vector<double>.Build.Dense(some));
        return (together - expected).L2Norm() <= 1e-6 * directions.FrobeniusNorm() * error ? new(Activation.Sigmoid, false, directions) : null;
    }

    /// <summary>The first error for which every example's answer over it is one vector, wherever the update is asked.</summary>
    private UpdateForm? Fit(VectorField[] fields)
    {
        const int places = 3, seed = 5;
        var random = new Random(seed);
        double[][] points = [.. Enumerable.Range(0, places).Select(_ => Start.Select(w => w * 4 * (random.NextDouble() - 0.5)).ToArray())];
        double[][] z = [.. points.Select(WeightedInputs)];
        Vector<double>[][] answers = [.. points.Select(p => fields.Select(field => Vector<double>.Build.Dense(field.Value(p))).ToArray())];
        return (from f in Activation.All
                from withSlope in new[] { false, true }
                let form = new UpdateForm(f, withSlope, Matrix<double>.Build.Dense(fields.Length, Inputs.ColumnCount))
                where Enumerable.Range(0, fields.Length).All(i => IsFixed(form, i))
                select form).FirstOrDefault();

        bool IsFixed(UpdateForm form, int i)
        {
            double[] errors = [.. z.Select(row => form.Error(row[i], Data.TargetArray[i]))];
            var best = Enumerable.Range(0, places).MaxBy(k => Math.Abs(errors[k]));
            if (!(Math.Abs(errors[best]) > 0)) return false;
            var direction = answers[best][i] / errors[best];
            form.Directions.SetRow(i, direction);
            return Enumerable.Range(0, places).All(k =>
                (answers[k][i] - errors[k] * direction).L2Norm() <= Fixed * (answers[k][i].L2Norm() + Math.Abs(errors[k]) * direction.L2Norm()));
        }
    }
}
