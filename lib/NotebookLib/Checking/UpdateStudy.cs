using MathNet.Numerics.LinearAlgebra;
using Update = System.Func<double[], double, double[], double, double[]>;

namespace NotebookLib;

/// <summary>An update on a data set, asked: what it does at a point w̃, and the ũ_i behind it where there are any.</summary>
internal abstract class UpdateStudy
{
    private readonly Lazy<UpdateForm?> form;

    protected UpdateStudy(Dataset data, bool bias)
    {
        (Data, HasBias, form) = (data, bias, new(FindForm));
        Inputs = Matrix<double>.Build.Dense(data.Count, data.InputCount + (bias ? 1 : 0),
            (i, j) => j < data.InputCount ? data.RowSpan(i)[j] : 1);
        Scale = Math.Max(Inputs.FrobeniusNorm() / Math.Sqrt(data.Count), 1e-300);
    }

    public abstract string Name { get; }
    public Dataset Data { get; }
    public bool HasBias { get; }

    /// <summary>x̃_i = (x_i, 1), or x_i without a bias, an example a row.</summary>
    public Matrix<double> Inputs { get; }

    /// <summary>The usual length of an x̃.</summary>
    public double Scale { get; }

    /// <summary>The rule's error and ũ_i; null where it is no such rule.</summary>
    public UpdateForm? Form => form.Value;

    /// <summary>A point to look from: small weights above 0, none alike.</summary>
    public double[] Start =>
        [.. Enumerable.Range(0, Inputs.ColumnCount).Select(j => (0.5 + 0.3 * (j * 0.6180339887 % 1)) / Scale)];

    /// <summary>The sum of the updates over a data set, as a function of w̃: what a step goes against.</summary>
    public abstract Func<double[], double[]> Sum(Dataset on);

    /// <summary>p of statement 17: the first weight's step scales as s^p when its input is measured in other units.</summary>
    public abstract double FindExponent();

    public double[] WeightedInputs(double[] w) => (Inputs * Vector<double>.Build.Dense(w)).ToArray();

    /// <summary>The same examples with other targets.</summary>
    public Dataset With(IEnumerable<double> targets) =>
        Dataset.Of([.. Enumerable.Range(0, Data.Count).Select(Data.Row)], [.. targets]);

    public Neuron Neuron(double[] w) => HasBias ? new(w[..^1], w[^1], Activation.Sigmoid) : new(w, 0, Activation.Sigmoid);

    /// <summary>x̃_i and ũ_i; where no ũ_i stays, the answer at the start over the error of a sigmoid.</summary>
    public IEnumerable<UpdateParts> Parts()
    {
        var errors = WeightedInputs(Start).Zip(Data.Targets, UpdateError.OfSigmoid.At);
        var steps = Form?.Directions.EnumerateRows()
            ?? errors.Select((error, i) => Vector<double>.Build.Dense(Alone(i)(Start)) / error);
        return Inputs.EnumerateRows().Zip(steps, (x, u) => new UpdateParts(x.ToArray(), u.ToArray()));
    }

    protected abstract UpdateForm? FindForm();

    /// <summary>The update of one example.</summary>
    protected Func<double[], double[]> Alone(int i) => Sum(Dataset.Of([Data.Row(i)], [Data.Targets[i]]));
}

/// <summary>An update that somebody typed.</summary>
internal sealed class TypedUpdate(Update update, Dataset data, bool bias)
    : UpdateStudy(data, VectorField.Of(update, data, bias).Dimension > data.InputCount)
{
    private const double Fixed = 1e-8;          // a ũ_i that changes by less, of its size, is one

    public override string Name => "your update";

    public override Func<double[], double[]> Sum(Dataset on) => VectorField.Of(update, on, HasBias).Value;

    public override double FindExponent() => UnitChange.PowerOf(s =>
        Sum(Data.InUnits(0, s))([Start[0] / s, .. Start[1..]])[0]).Exponent;

    /// <summary>The first error for which every example's answer over it is one vector, wherever the update is asked.</summary>
    protected override UpdateForm? FindForm()
    {
        const int places = 3, seed = 5;
        var random = new Random(seed);
        double[][] points =
            [.. Enumerable.Range(0, places).Select(_ => Start.Select(w => w * 4 * (random.NextDouble() - 0.5)).ToArray())];
        double[][] z = [.. points.Select(WeightedInputs)];
        var each = Enumerable.Range(0, Data.Count).Select(Alone).ToArray();
        Vector<double>[][] answers = [.. points.Select(p => each.Select(one => Vector<double>.Build.Dense(one(p))).ToArray())];
        return (from error in UpdateError.All
                let known = each.Select((_, i) => Direction(error, i)).TakeWhile(u => u is not null).ToArray()
                where known.Length == Data.Count
                select new UpdateForm(this, error, Matrix<double>.Build.DenseOfRowVectors(known!))).FirstOrDefault();

        // No vector where it changes; nor where the error is always 0: then it is no number.
        Vector<double>? Direction(UpdateError error, int i)
        {
            double[] errors = [.. z.Select(row => error.At(row[i], Data.Targets[i]))];
            var best = Enumerable.Range(0, places).MaxBy(k => Math.Abs(errors[k]));
            var u = answers[best][i] / errors[best];
            bool Stays(int k) => (answers[k][i] - errors[k] * u).L2Norm()
                <= Fixed * (answers[k][i].L2Norm() + Math.Abs(errors[k]) * u.L2Norm());
            return Enumerable.Range(0, places).All(Stays) ? u : null;
        }
    }
}

/// <summary>An update rule, with a sigmoid and the cross-entropy; of one with a memory the first step.</summary>
internal sealed class RuleUpdate(UpdateRule rule, Dataset data, bool bias) : UpdateStudy(data, bias)
{
    public override string Name => rule.Name;

    public override double FindExponent() => UnitChange.Exponent(rule, Cost.CrossEntropy);

    /// <summary>N times what the rule's first step goes against.</summary>
    public override Func<double[], double[]> Sum(Dataset on) => w =>
    {
        const double small = 1e-6;          // in other coordinates a step is straight only if it is small
        var start = Neuron(w);
        double[] By(double eta)
        {
            var end = Training.Run(start, Cost.CrossEntropy, on,
                new() { Rule = rule, LearningRate = eta, Epochs = 1, TrainBias = HasBias }).Final;
            double[] moved = [.. start.Weights.Zip(end.Weights, (from, to) => from - to), start.Bias - end.Bias];
            return [.. moved[..w.Length].Select(v => v * on.Count / eta)];
        }
        var (whole, half) = (By(1), By(0.5));
        return whole.Zip(half).All(pair => Math.Abs(pair.First - pair.Second) <= 1e-9 * Math.Abs(pair.First)) ? whole : By(small);
    };

    /// <summary>A straight rule says its ũ_i. One that steps by a metric is linear in the errors: each ũ_i is its step where
    /// example i alone is wrong.</summary>
    protected override UpdateForm? FindForm()
    {
        const double wrong = 0.1, most = 2e6;
        if (rule.IsStraight)
            return new(this, UpdateError.OfSigmoid, rule.DirectionsFor(Data, HasBias) is not { } known ? Inputs
                : Inputs.MapIndexed((i, j, _) => known[i * (Data.InputCount + 1) + j], Zeros.Include));
        if ((double)Data.Count * Data.Count * Inputs.ColumnCount > most) return null;
        double[] outputs = [.. WeightedInputs(Start).Select(Activation.Sigmoid.Value)];
        // Towards 1/2, so that every target is from 0 to 1.
        double[] errors = [.. outputs.Select(a => a > 0.5 ? wrong : -wrong)];
        Vector<double> Step(Func<int, double> part) =>
            Vector<double>.Build.Dense(Sum(With(outputs.Select((a, i) => a - part(i) * errors[i])))(Start));
        var u = Matrix<double>.Build.DenseOfRowVectors(
            Enumerable.Range(0, Data.Count).Select(i => Step(k => k == i ? 1 : 0) / errors[i]));
        double Some(int i) => (i + 1) % 3 / 2.0;
        var expected = Vector<double>.Build.Dense(Data.Count, i => Some(i) * errors[i]) * u;
        return (Step(Some) - expected).L2Norm() <= 1e-6 * u.FrobeniusNorm() * wrong ? new(this, UpdateError.OfSigmoid, u) : null;
    }
}
