using MathNet.Numerics.LinearAlgebra;

namespace NotebookLib;

/// <summary>
/// Δw̃ = −η (M + λI)⁻¹g with M = mean φ x̃x̃ᵀ. Where every φ is above 0 it is solved as the least-squares problem
/// ‖√φ (x̃·Δ) + ηδ/√φ‖ by QR, whose condition is the root of M's; otherwise by LU.
/// </summary>
internal sealed record Metric(Weight Phi, double Damping = 0) : Stepper
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
        Func<double, double, double> phi = Phi switch
        {
            Weight.Slope => bend.Slope,
            Weight.SlopeSquared => (z, y) => bend.Slope(z, y) is var slope ? slope * slope : 0,
            _ => bend.OfCost,
        };
        var (n, m) = (run.InputCount, run.TrainBias ? run.Count : run.Count - 1);
        var extra = Damping > 0 ? m : 0;                     // rows for λ
        double[] weights = [], deltas = [], matrix = [], right = [], lengths = new double[m], step = new double[m];
        return (in Moment now) =>
        {
            var count = now.Rows.IsEmpty ? data.Count : now.Rows.Length;
            if (weights.Length != count)
                (weights, deltas, matrix, right) = (new double[count], new double[count], new double[(count + extra) * m], new double[count + extra]);
            var positive = true;
            for (var k = 0; k < count; k++)
            {
                var i = now.Rows.IsEmpty ? k : now.Rows[k];
                var (y, z) = (data.TargetArray[i], now.WeightedInputs[k]);
                (weights[k], deltas[k]) = (phi(z, y), compiled.Delta(z, y));
                positive &= weights[k] > 0;
                if (double.IsFinite(weights[k]) && (Phi != Weight.Slope || weights[k] >= 0)) continue;
                throw new TrainingException(Phi != Weight.Bend
                    ? $"The rule \"{run.Rule}\" needs an activation that increases, but the slope of the {activation.Name} is {weights[k]:G6} at z = {z:G6} (row {i + 1}, update {now.Update})."
                    : $"The rule \"{run.Rule}\" needs a finite ∂δ/∂z, but it is {weights[k]:G6} at z = {z:G6}, y = {y:G6} (row {i + 1}, update {now.Update}).");
            }
            // √φ x̃ column after column, or x̃ itself where some φ has no root.
            for (var k = 0; k < count; k++)
            {
                var x = data.RowSpan(now.Rows.IsEmpty ? k : now.Rows[k]);
                var root = positive ? Math.Sqrt(weights[k]) : 1;
                for (var j = 0; j < n; j++) matrix[j * right.Length + k] = root * x[j];
                if (m > n) matrix[n * right.Length + k] = root;
                right[k] = deltas[k] / root;
            }
            if (!(positive ? BySquares(count, matrix, right, lengths, step) : BySum(count, matrix, right.Length, weights, now.Gradient, step)))
                throw new TrainingException(Singular(run, now.Update, count, m));
            Numbers.AddScaled(now.Parameters[..m], -now.Rate, step);
        };
    }

    /// <summary>min ‖√φ x̃·Δ − δ/√φ‖² + Nλ‖Δ‖², columns scaled to length 1.</summary>
    private bool BySquares(int count, double[] matrix, double[] right, double[] lengths, double[] step)
    {
        var rows = right.Length;
        for (var j = 0; j < step.Length; j++)
        {
            var column = matrix.AsSpan(j * rows, rows);
            column[count..].Clear();
            if (rows > count) column[count + j] = Math.Sqrt(count * Damping);
            lengths[j] = Math.Sqrt(Numbers.Dot(column, column));
            if (lengths[j] == 0) return false;
            foreach (ref var value in column) value /= lengths[j];
        }
        right.AsSpan(count).Clear();
        if (!LeastSquares.Solve(matrix, right, Dependent, step)) return false;
        for (var j = 0; j < step.Length; j++) step[j] /= lengths[j];
        return true;
    }

    /// <summary>(mean φ x̃x̃ᵀ + λI)Δ = g by LU, rows and columns scaled alike.</summary>
    private bool BySum(int count, double[] inputs, int rows, double[] weights, ReadOnlySpan<double> gradient, double[] step)
    {
        var m = step.Length;
        var matrix = Matrix<double>.Build.Dense(m, m, (j, k) =>
        {
            var sum = 0.0;
            for (var i = 0; i < count; i++) sum += weights[i] * inputs[j * rows + i] * inputs[k * rows + i];
            return sum / count + (j == k ? Damping : 0);
        });
        var lengths = Enumerable.Range(0, m).Select(j => Math.Sqrt(Enumerable.Range(0, m).Max(k => Math.Abs(matrix[j, k])))).ToArray();
        if (lengths.Contains(0)) return false;
        matrix.MapIndexedInplace((j, k, value) => value / lengths[j] / lengths[k]);
        var r = matrix.QR().R;
        if (!Enumerable.Range(0, m).All(j => Math.Abs(r[j, j]) > Dependent)) return false;
        var scaled = matrix.LU().Solve(Vector<double>.Build.DenseOfEnumerable(gradient[..m].ToArray().Select((g, j) => g / lengths[j])));
        for (var j = 0; j < m; j++) step[j] = scaled[j] / lengths[j];
        return true;
    }

    private static string Singular(RuleRun run, int update, int count, int m) =>
        $"The rule \"{run.Rule}\" has no step at update {update}: its matrix cannot be inverted, because "
        + (count < m ? $"{Require.Count(count, "example")} cannot settle {Require.Count(m, "parameter")}. Take {m} or more independent examples an update, "
            : run.Examples!.Data.ConstantFeatures is [var name, ..] && run.TrainBias ? $"the input {name} never changes, as the bias's input never does. Leave it out, "
            : "one input is a combination of the others on these examples, or the neuron is saturated on all of them. Leave an input out, ")
        + "or damp it: .With(damping: 0.001).";
}

/// <summary>φ, what a metric of the weighted inputs, mean φ Δz², weighs each example by.</summary>
internal enum Weight
{
    /// <summary>f′(z): the natural gradient.</summary>
    Slope,

    /// <summary>f′(z)²: the distance between outputs.</summary>
    SlopeSquared,

    /// <summary>∂δ/∂z: Newton's method. Not a metric where it is not above 0.</summary>
    Bend,
}
