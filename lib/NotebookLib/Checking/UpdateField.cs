using MathNet.Numerics.Integration;
using MathNet.Numerics.LinearAlgebra;
using static System.Math;

namespace NotebookLib;

/// <summary>An update's sum over the data as a field: is it a gradient, and does it rest where the gradient rests?</summary>
internal static class UpdateField
{
    private const double MostWork = 2e5;            // N m² up to which the whole field is measured in a fraction of a second

    private const int MostAsked = 20;               // examples of which an update may be asked some ten thousand times each

    /// <summary>Is the sum over the data a gradient? A verdict with its reason.</summary>
    public static (Verdict Verdict, string Sentence) Test(UpdateStudy study)
    {
        var (start, m, radius) = (study.Start, study.Inputs.ColumnCount, 2 / study.Scale);
        var field = VectorField.Over(study.Form is { } form ? Fast(study, form) : study.Sum(study.Data), study.Data.InputCount, study.HasBias);
        if (study.Form is null ? study.Data.Count <= MostAsked : (double)study.Data.Count * m * m <= MostWork)
            return GradientField.Test(field, start, radius) is var report ? (report.Verdict, report.Sentence) : default;
        return study.Form is { } known ? ByFormula(study, known, field) : ByWalks(field, start, radius);
    }

    /// <summary>
    /// The curl of Σ δ_i ũ_i without differences: ŨᵀDX̃ less its transpose, D = diag ∂δ_i/∂z. Where there is one, a walk shows
    /// it.
    /// </summary>
    private static (Verdict, string) ByFormula(UpdateStudy study, UpdateForm form, VectorField field)
    {
        const double none = 1e-8;
        const int points = 3;
        foreach (var scale in Enumerable.Range(0, points).Select(k => k - 1.0))
        {
            double[] p = [.. study.Start.Select(v => scale * v)];
            var bends = study.WeightedInputs(p).Zip(study.Data.Targets, (z, y) => Differences.Measure(t => form.Error(t, y), z).Value);
            var jacobian = form.Directions.TransposeThisAndMultiply(Matrix<double>.Build.DenseOfDiagonalVector(Vector<double>.Build.Dense([.. bends])) * study.Inputs);
            var curl = jacobian - jacobian.Transpose();
            var (k, j, value) = curl.EnumerateIndexed().MaxBy(entry => Abs(entry.Item3));
            if (Abs(value) <= none * jacobian.FrobeniusNorm()) continue;
            var (gain, error) = Round(field, VectorField.SquareCorners(p, j, k, 1 / study.Scale));
            return (Verdict.Fail, $"Not the gradient of any cost. At {field.Describe(p)} the curl ∂Δ{field.Names[k]}/∂{field.Names[j]} − ∂Δ{field.Names[j]}/∂{field.Names[k]} is {Words.Number(value)}, "
                + $"and a walk round a square from there ends {Words.Number(Abs(gain))} ± {Words.Bar(error)} {(gain > 0 ? "above" : "below")} where it began.");
        }
        return (Verdict.Pass, $"No curl found at {points} points. That is evidence for a cost, not a proof.");
    }

    /// <summary>A large field of which no formula is known: closed walks can refute it.</summary>
    private static (Verdict, string) ByWalks(VectorField field, double[] start, double radius)
    {
        const int walks = 4, seed = 7;
        const double none = 1e-9;
        var random = new Random(seed);
        double[] Corner() => [.. start.Select(v => v + radius * (2 * random.NextDouble() - 1) / Sqrt(start.Length))];
        var clear = true;
        for (var k = 0; k < walks; k++)
        {
            double[] from = Corner(), over = Corner(), back = Corner();
            var ((gain, error), climb) = (Round(field, [from, over, back, from]), Abs(Round(field, [from, over]).Gain));
            if (Abs(gain) > 10 * error && Abs(gain) > none * climb)
                return (Verdict.Fail, $"Not the gradient of any cost: a closed walk round a triangle from {field.Describe(from)} ends {Words.Number(Abs(gain))} ± {Words.Bar(error)} "
                    + $"{(gain > 0 ? "above" : "below")} where it began.");
            clear &= Abs(gain) + error <= none * climb;
        }
        return clear ? (Verdict.Pass, $"No closed walk of {walks} gained height. That is evidence for a cost, not a proof.")
            : (Verdict.Inconclusive, $"Whether it is a gradient cannot be said: the heights gained on {walks} closed walks are as small as their error bars.");
    }

    /// <summary>The height gained on the way, by Gauss's rule with 20 points a leg, and its difference to that with 16.</summary>
    private static (double Gain, double Error) Round(VectorField field, double[][] corners)
    {
        double Height(int order) => corners.Skip(1).Zip(corners, (to, from) => GaussLegendreRule.Integrate(t => Walk.Rate(field, from, to, t), 0, 1, order)).Sum();
        var (gain, coarse) = (Height(20), Height(16));
        return (gain, Abs(gain - coarse) + 1e-14 * Abs(gain));
    }

    /// <summary>Σ δ_i ũ_i, by the vectors that were found.</summary>
    private static Func<double[], double[]> Fast(UpdateStudy study, UpdateForm form) => w =>
        (Vector<double>.Build.Dense([.. study.WeightedInputs(w).Zip(study.Data.Targets, form.Error)]) * form.Directions).ToArray();

    /// <summary>
    /// Where the cross-entropy's gradient rests on the data, found by Newton's method, and what is left of the update there,
    /// against the size of its terms. Null where it rests nowhere, as on classes that a line separates, or where it is not looked
    /// for.
    /// </summary>
    public static (double[] Fit, double Left)? AtGradientsFit(UpdateStudy study, UpdateForm form)
    {
        const int updates = 25;
        if (form.Activation != Activation.Sigmoid || form.WithSlope || study.Inputs.RowCount <= study.Inputs.ColumnCount
            || (double)study.Data.Count * study.Inputs.ColumnCount * study.Inputs.ColumnCount > MostWork || study.Data.Targets.Any(y => y is < 0 or > 1)) return null;
        try
        {
            var end = Training.Run(study.Neuron(new double[study.Inputs.ColumnCount], Activation.Sigmoid), Cost.CrossEntropy, study.Data,
                new() { Rule = UpdateRule.Newton, LearningRate = 1, Epochs = updates, TrainBias = study.HasBias }).Final;
            double[] fit = study.HasBias ? [.. end.Weights, end.Bias] : end.Weights;
            var errors = Vector<double>.Build.Dense([.. study.WeightedInputs(fit).Zip(study.Data.Targets, form.Error)]);
            if (!((errors * study.Inputs).L2Norm() <= 1e-9 * study.Inputs.FrobeniusNorm()) || errors.AbsoluteMaximum() < 1e-6) return null;
            return (fit, (errors * form.Directions).L2Norm() / (errors.L2Norm() * form.Directions.FrobeniusNorm()));
        }
        catch (Exception error) when (error is TrainingException or ArgumentException) { return null; }
    }
}
