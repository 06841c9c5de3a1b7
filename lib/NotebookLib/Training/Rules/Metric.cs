using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace NotebookLib;

/// <summary>
/// Δw̃ = −η (M + λI)⁻¹g with M = mean h x̃x̃ᵀ; h is f′(z) for the natural gradient and ∂δ/∂z for Newton's method. Where every h is
/// above 0 it is solved as the least-squares problem ‖√h (x̃·Δ) + ηδ/√h‖ by QR, whose condition is the root of M's; otherwise by LU.
/// </summary>
internal sealed record Metric(bool Natural, double Damping) : Stepper
{
    /// <summary>Columns are called dependent where one keeps less than this part of its length beside the others.</summary>
    private const double Dependent = 1e-12;

    public override bool UsesMetric => true;

    public override bool NeedsExamples => true;

    public override Stepper? With(string constant, double value) => constant == "damping" ? this with { Damping = value } : null;

    public override Step Start(RuleRun run)
    {
        var (compiled, activation, data) = run.Examples!;
        var bend = Bend.For(compiled, activation);
        Func<double, double, double> h = Natural ? bend.Slope : bend.OfCost;
        var (n, m) = (run.InputCount, run.TrainBias ? run.Count : run.Count - 1);
        return (in Moment now) =>
        {
            var count = now.Rows.IsEmpty ? data.Count : now.Rows.Length;
            var (inputs, weights, deltas) = (Matrix<double>.Build.Dense(count, m), new double[count], new double[count]);
            for (var k = 0; k < count; k++)
            {
                var i = now.Rows.IsEmpty ? k : now.Rows[k];
                var x = data.RowSpan(i);
                var (y, z) = (data.TargetArray[i], now.WeightedInputs[k]);
                for (var j = 0; j < n; j++) inputs[k, j] = x[j];
                if (m > n) inputs[k, n] = 1;
                (weights[k], deltas[k]) = (h(z, y), compiled.Delta(z, y));
                if (double.IsFinite(weights[k]) && (!Natural || weights[k] >= 0)) continue;
                throw new TrainingException(Natural
                    ? $"The rule \"{run.Rule}\" needs an activation that increases, but the slope of the {activation.Name} is {weights[k]:G6} at z = {z:G6} (row {i + 1}, update {now.Update})."
                    : $"The rule \"{run.Rule}\" needs a finite ∂δ/∂z, but it is {weights[k]:G6} at z = {z:G6}, y = {y:G6} (row {i + 1}, update {now.Update}).");
            }
            var step = Solve(inputs, weights, deltas, now.Gradient) ?? throw new TrainingException(Singular(run, now.Update, count, m));
            for (var j = 0; j < m; j++) now.Parameters[j] -= now.Rate * step[j];
        };
    }

    private double[]? Solve(Matrix<double> inputs, double[] weights, double[] deltas, ReadOnlySpan<double> gradient)
    {
        var (count, m) = (inputs.RowCount, inputs.ColumnCount);
        if (weights.All(h => h > 0)) return LeastSquares(inputs, weights, deltas, m);
        var matrix = Matrix<double>.Build.Dense(m, m, (j, k) => (j == k ? Damping : 0) + Enumerable.Range(0, count).Sum(i => weights[i] * inputs[i, j] * inputs[i, k]) / count);
        var lengths = Enumerable.Range(0, m).Select(j => Math.Sqrt(Enumerable.Range(0, m).Max(k => Math.Abs(matrix[j, k])))).ToArray();
        if (lengths.Contains(0)) return null;
        matrix.MapIndexedInplace((j, k, value) => value / lengths[j] / lengths[k]);
        if (!IsFullRank(matrix.QR().R)) return null;
        return [.. matrix.LU().Solve(Vector<double>.Build.DenseOfEnumerable(gradient[..m].ToArray().Select((g, j) => g / lengths[j]))).Select((v, j) => v / lengths[j])];
    }

    /// <summary>min ‖√h x̃·Δ − δ/√h‖² + Nλ‖Δ‖², columns scaled to length 1.</summary>
    private double[]? LeastSquares(Matrix<double> inputs, double[] weights, double[] deltas, int m)
    {
        var (count, extra) = (inputs.RowCount, Damping > 0 ? m : 0);
        if (count + extra < m) return null;
        var roots = weights.Select(Math.Sqrt).ToArray();
        var matrix = Matrix<double>.Build.Dense(count + extra, m, (i, j) => i < count ? roots[i] * inputs[i, j] : i - count == j ? Math.Sqrt(count * Damping) : 0);
        var right = Vector<double>.Build.Dense(count + extra, i => i < count ? deltas[i] / roots[i] : 0);
        var lengths = matrix.ColumnNorms(2).ToArray();
        if (lengths.Contains(0)) return null;
        matrix.MapIndexedInplace((i, j, value) => value / lengths[j]);
        var qr = matrix.QR(QRMethod.Thin);
        return IsFullRank(qr.R) ? [.. qr.Solve(right).Select((v, j) => v / lengths[j])] : null;
    }

    private static bool IsFullRank(Matrix<double> r) => Enumerable.Range(0, r.ColumnCount).All(j => Math.Abs(r[j, j]) > Dependent);

    private static string Singular(RuleRun run, int update, int count, int m) =>
        $"The rule \"{run.Rule}\" has no step at update {update}: its matrix cannot be inverted, because "
        + (count < m ? $"{Require.Count(count, "example")} cannot settle {Require.Count(m, "parameter")}. Take {m} or more independent examples an update, "
            : run.Examples!.Data.ConstantFeatures is [var name, ..] && run.TrainBias ? $"the input {name} never changes, as the bias's input never does. Leave it out, "
            : "one input is a combination of the others on these examples, or the neuron is saturated on all of them. Leave an input out, ")
        + "or damp it: .With(damping: 0.001).";
}
