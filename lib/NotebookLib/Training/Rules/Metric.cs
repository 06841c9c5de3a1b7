using MathNet.Numerics.LinearAlgebra;

namespace NotebookLib;

/// <summary>d = (M + λI)⁻¹g with M = mean φ x̃x̃ᵀ. Where every φ is above 0 it is solved as the least-squares problem ‖√φ (x̃·d)
/// − δ/√φ‖ by QR, whose condition is the root of M's; otherwise by QR of M.</summary>
internal sealed record Metric(Weight Phi, double Damping = 0) : Stepper
{
    /// <summary>Columns are called dependent where one keeps less than this part of its length beside the others.</summary>
    private const double Dependent = 1e-12;

    public override bool UsesMetric => true;

    public override bool NeedsExamples => true;

    public override Stepper? With(string constant, double value) => constant == "damping" ? this with { Damping = value } : null;

    public override Direction Start(RuleRun run)
    {
        var (compiled, activation, data) = run.Examples!;
        var (n, m) = (run.InputCount, run.TrainBias ? run.Count : run.Count - 1);
        var extra = Damping > 0 ? m : 0;                     // rows for λ
        int[] all = [.. Enumerable.Range(0, data.Count)];
        double[] phi = [], deltas = [], matrix = [], right = [], lengths = new double[m], d = new double[run.Count];
        return (in Moment now) =>
        {
            var rows = now.Rows.Count == 0 ? all : now.Rows;
            var count = rows.Count;
            if (phi.Length != count)
                (phi, deltas, matrix, right) =
                    (new double[count], new double[count], new double[(count + extra) * m], new double[count + extra]);
            var positive = true;
            for (var k = 0; k < count; k++)
            {
                var (y, z) = (data.TargetArray[rows[k]], Training.WeightedInput(now.Parameters, data.RowSpan(rows[k])));
                (phi[k], deltas[k]) = (Weigh(compiled, z, y), compiled.Delta(z, y));
                positive &= phi[k] > 0;
                if (double.IsFinite(phi[k]) && (Phi != Weight.Slope || phi[k] >= 0)) continue;
                return run.NoStep($"The rule \"{run.Rule}\" needs " + (Phi == Weight.Slope
                    ? $"an activation that increases, but the slope of the {activation.Name} is {Require.Text(phi[k])} "
                        + $"at z = {Require.Text(z)} "
                    : $"a finite {(Phi == Weight.Bend ? "∂δ/∂z" : "slope")}, but it is {Require.Text(phi[k])} "
                        + $"at z = {Require.Text(z)}, y = {Require.Text(y)} ")
                    + $"(row {rows[k] + 1}, update {now.Update}).");
            }
            // √φ x̃ column after column, or x̃ itself where some φ has no root.
            for (var k = 0; k < count; k++)
            {
                var x = data.RowSpan(rows[k]);
                var root = positive ? Math.Sqrt(phi[k]) : 1;
                for (var j = 0; j < n; j++) matrix[j * right.Length + k] = root * x[j];
                if (m > n) matrix[n * right.Length + k] = root;
                right[k] = deltas[k] / root;
            }
            var step = d.AsSpan(0, m);
            return (positive ? BySquares(count, matrix, right, lengths, step)
                : BySum(matrix, right.Length, phi, now.Gradient, step)) ? d
                : run.NoStep(Singular(run, now.Update, count, m));
        };
    }

    private double Weigh(CompiledCost compiled, double z, double y)
    {
        if (Phi == Weight.Bend) return compiled.Bend(z, y);
        var slope = compiled.Slope(z);
        return Phi == Weight.Slope ? slope : slope * slope;
    }

    /// <summary>min ‖√φ x̃·d − δ/√φ‖² + Nλ‖d‖², columns scaled to length 1.</summary>
    private bool BySquares(int count, double[] matrix, double[] right, double[] lengths, Span<double> d)
    {
        var rows = right.Length;
        for (var j = 0; j < d.Length; j++)
        {
            var column = matrix.AsSpan(j * rows, rows);
            column[count..].Clear();
            if (rows > count) column[count + j] = Math.Sqrt(count * Damping);
            lengths[j] = Math.Sqrt(Numbers.Dot(column, column));
            if (lengths[j] == 0) return false;
            foreach (ref var value in column) value /= lengths[j];
        }
        right.AsSpan(count).Clear();
        if (!LeastSquares.Solve(matrix, right, Dependent, d)) return false;
        for (var j = 0; j < d.Length; j++) d[j] /= lengths[j];
        return true;
    }

    /// <summary>(mean φ x̃x̃ᵀ + λI) d = g by QR, rows and columns scaled alike.</summary>
    private bool BySum(double[] inputs, int rows, double[] phi, double[] gradient, Span<double> d)
    {
        var m = d.Length;
        var x = Matrix<double>.Build.Dense(rows, m, inputs).SubMatrix(0, phi.Length, 0, m);
        var matrix = x.TransposeThisAndMultiply(Matrix<double>.Build.DiagonalOfDiagonalArray(phi) * x) / phi.Length
            + Damping * Matrix<double>.Build.DenseIdentity(m);
        var lengths = matrix.EnumerateRows().Select(row => Math.Sqrt(row.AbsoluteMaximum())).ToArray();
        if (lengths.Contains(0)) return false;
        matrix.MapIndexedInplace((j, k, value) => value / lengths[j] / lengths[k]);
        double[] right = [.. gradient.Zip(lengths, (g, length) => g / length)];
        if (!LeastSquares.Solve(matrix.ToColumnMajorArray(), right, Dependent, d)) return false;
        for (var j = 0; j < m; j++) d[j] /= lengths[j];
        return true;
    }

    private static string Singular(RuleRun run, int update, int count, int m) =>
        $"The rule \"{run.Rule}\" has no step at update {update}: its matrix cannot be inverted, because "
        + (count < m ? $"{Require.Count(count, "example")} cannot settle {Require.Count(m, "parameter")}. "
                + $"Take {m} or more independent examples an update, "
            : run.Examples!.Data.ConstantFeatures is [var name, ..] && run.TrainBias
                ? $"the input {name} never changes, as the bias's input never does. Leave it out, "
            : "one input is a combination of the others on these examples, or the neuron is saturated on all of them. "
                + "Leave an input out, ")
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
