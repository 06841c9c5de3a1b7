using MathNet.Numerics.LinearAlgebra;
using static System.Math;

namespace NotebookLib;

/// <summary>An update's sum over the data as a field: is it a gradient, and does it rest where the gradient rests?</summary>
internal static class UpdateField
{
    private const double MostWork = 2e5;            // N m² up to which the whole field is measured in a fraction of a second
    private const int MostAsked = 20;               // examples of which an update may be asked some ten thousand times each

    /// <summary>Is the sum over the data a gradient?</summary>
    public static UpdateFinding Test(UpdateStudy study)
    {
        var (start, radius, form) = (study.Start, 2 / study.Scale, study.Form);
        var field = new VectorField(form is null ? study.Sum(study.Data) : form.Sum, study.Data.InputCount, study.HasBias);
        var isSmall = form is null ? study.Data.Count <= MostAsked : Work(study) <= MostWork;
        var (verdict, sentence) = isSmall ? ByCurl(field, start, radius)
            : form is null ? ByWalks(field, start, radius) : ByFormula(study, form, field);
        return new("gradient", verdict, sentence);
    }

    private static double Work(UpdateStudy study) => study.Data.Count * Pow(study.Inputs.ColumnCount, 2);

    private static (Verdict, string) ByCurl(VectorField field, double[] start, double radius)
    {
        var report = GradientField.Test(field, start, radius);
        return (report.Verdict, report.Sentence);
    }

    /// <summary>The curl without differences: ŨᵀDX̃ less its transpose, D = diag ∂δ_i/∂z. A walk shows it.</summary>
    private static (Verdict, string) ByFormula(UpdateStudy study, UpdateForm form, VectorField field)
    {
        const double none = 1e-8;
        double[] scales = [-1, 0, 1];
        foreach (var p in scales.Select(scale => study.Start.Select(v => scale * v).ToArray()))
        {
            var bends = study.WeightedInputs(p).Zip(study.Data.Targets,
                (z, y) => Differences.Measure(t => form.Error.At(t, y), z).Value);
            var jacobian = form.Directions.TransposeThisAndMultiply(
                Matrix<double>.Build.DiagonalOfDiagonalArray([.. bends]) * study.Inputs);
            var curl = jacobian - jacobian.Transpose();
            var (k, j, value) = curl.EnumerateIndexed().MaxBy(entry => Abs(entry.Item3));
            if (Abs(value) <= none * jacobian.FrobeniusNorm()) continue;
            var walk = Climb.Quickly(field, VectorField.SquareCorners(p, j, k, 1 / study.Scale));
            return (Verdict.Fail, $"Not the gradient of any cost. At {field.Describe(p)} the curl {field.CurlInWords(j, k)} "
                + $"is {Words.Number(value)}, and a walk round a square from there {walk}.");
        }
        return (Verdict.Pass, $"No curl found at {scales.Length} points. That is evidence for a cost, not a proof.");
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
            var walk = Climb.Quickly(field, [from, over, back, from]);
            if (walk.StandsOut)
                return (Verdict.Fail, "Not the gradient of any cost: "
                    + $"a closed walk round a triangle from {field.Describe(from)} {walk}.");
            clear &= Abs(walk.Gain) + walk.Error <= none * walk.Size;
        }
        return clear
            ? (Verdict.Pass, $"No closed walk of {walks} gained height. That is evidence for a cost, not a proof.")
            : (Verdict.Inconclusive, "Whether it is a gradient cannot be said: "
                + $"the heights gained on {walks} closed walks are as small as their error bars.");
    }

    /// <summary>Where the cross-entropy's gradient rests on the data, found by Newton's method, and what is left of the update
    /// there, against the size of its terms. Null where it rests nowhere, as on classes that a line separates, or where it is not
    /// looked for.</summary>
    public static (double[] Fit, double Left)? AtGradientsFit(UpdateStudy study, UpdateForm form)
    {
        const int updates = 25;
        var x = study.Inputs;
        if (form.Error != UpdateError.OfSigmoid || x.RowCount <= x.ColumnCount || Work(study) > MostWork
            || study.Data.Targets.Any(y => y is < 0 or > 1)) return null;
        try
        {
            var end = Training.Run(study.Neuron(new double[x.ColumnCount]), Cost.CrossEntropy, study.Data,
                new() { Rule = UpdateRule.Newton, LearningRate = 1, Epochs = updates, TrainBias = study.HasBias }).Final;
            double[] fit = study.HasBias ? [.. end.Weights, end.Bias] : end.Weights;
            var errors = form.Errors(fit);
            if (!((errors * x).L2Norm() <= 1e-9 * x.FrobeniusNorm()) || errors.AbsoluteMaximum() < 1e-6) return null;
            return (fit, (errors * form.Directions).L2Norm() / (errors.L2Norm() * form.Directions.FrobeniusNorm()));
        }
        catch (Exception error) when (error is TrainingException or ArgumentException) { return null; }
    }
}
