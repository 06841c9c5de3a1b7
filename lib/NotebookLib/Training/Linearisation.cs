using System.Numerics;
using MathNet.Numerics.LinearAlgebra;

namespace NotebookLib;

/// <summary>A rule near a point: if d(w̃) is what a step goes against, M is the matrix of its derivatives, M = mean ∂δ/∂z
/// ũx̃ᵀ. For the gradient (u = x) M is the Hessian of the mean cost; for a rule with another u it need not be symmetric.
/// Near a fixed point w̃ moves away from it along an eigenvector whose eigenvalue has a negative real part, and towards it
/// along the others.</summary>
public sealed class Linearisation
{
    private readonly Matrix<double> matrix;
    private readonly double[][] vectors;
    private readonly Complex[] values;

    private Linearisation(Matrix<double> matrix, Complex[] values, double[][] vectors, double condition) =>
        (this.matrix, this.values, this.vectors, Condition, Eigenvalues) =
            (matrix, values, vectors, condition, Array.AsReadOnly(values));

    /// <summary>M, m×m: m = n + 1 with the bias last, or n where the bias is not trained. A copy.</summary>
    public double[,] Matrix => matrix.ToArray();

    /// <summary>The m eigenvalues of M, the smallest real part first.</summary>
    public IReadOnlyList<Complex> Eigenvalues { get; }

    /// <summary>The real eigenvector of eigenvalue k (from 0), of length 1, its largest part positive.</summary>
    /// <exception cref="ArgumentException">There is no such eigenvalue, or it is not real.</exception>
    public double[] Eigenvector(int k)
    {
        Require.That(k >= 0 && k < values.Length, $"There are the eigenvalues 0 to {values.Length - 1}; {k} is not one of them.");
        Require.That(values[k].Imaginary == 0,
            $"Eigenvalue {k} is {Text(values[k])}: not real, it turns and has no real eigenvector.");
        return [.. vectors[k]];
    }

    /// <summary>Does a small step from near by come nearer, whatever the direction (all real parts above 0)?</summary>
    public bool IsStable => values[0].Real > 0;

    /// <summary>The largest over the smallest singular value of M: for the gradient of a convex cost the condition number of the
    /// Hessian. Infinite where M is singular.</summary>
    public double Condition { get; }

    /// <summary>The rule near the neuron's w̃ = (w, b), for a rule that goes straight against mean δ ũ: Gradient, WithoutInput,
    /// SignOfInput or NormalizedLms. Without trainBias the bias stays where it is.</summary>
    /// <exception cref="ArgumentException">The rule steps by a memory, a metric or other coordinates, or something
    /// does not fit.</exception>
    public static Linearisation Of(UpdateRule rule, Neuron neuron, Cost cost, Dataset data, bool trainBias = true)
    {
        Require.Defined(rule);
        Require.Defined(neuron);
        Require.Defined(data);
        Require.Defined(cost);
        data.RequireFor(neuron);
        Require.That(rule.IsStraight, $"The rule \"{rule.Name}\" does not step straight against mean δ u. "
            + $"Take Gradient, WithoutInput, SignOfInput or NormalizedLms.");
        var (compiled, u) = (CompiledCost.For(cost, neuron.Activation), rule.DirectionsFor(data, trainBias));
        var (n, m) = (data.InputCount, data.InputCount + (trainBias ? 1 : 0));
        double[] h = [.. Enumerable.Range(0, data.Count).Select(i =>
            compiled.Bend(neuron.WeightedInput(data.RowSpan(i)), data.TargetArray[i]) / data.Count)];
        var bad = Array.FindIndex(h, value => !double.IsFinite(value));
        Require.That(bad < 0, $"∂δ/∂z of the cost \"{cost.Name}\" is not finite at row {bad + 1}.");
        double X(int i, int j) => j < n ? data.InputArray[i * n + j] : 1;
        var right = Matrix<double>.Build.Dense(data.Count, m, (i, j) => Math.Sqrt(Math.Abs(h[i])) * X(i, j));
        var left = Matrix<double>.Build.Dense(data.Count, m, (i, j) =>
            Math.Sign(h[i]) * Math.Sqrt(Math.Abs(h[i])) * (u?[i * (n + 1) + j] ?? X(i, j)));
        var matrix = left.TransposeThisAndMultiply(right);
        var condition = u is not null || h.Any(value => value < 0) ? matrix.Svd(false).ConditionNumber
            : data.Count < m ? double.PositiveInfinity
            : Math.Pow(right.Svd(false).ConditionNumber, 2);               // M = AᵀA: A has the digits that M has lost
        var evd = matrix.Evd(u is null ? Symmetricity.Symmetric : Symmetricity.Asymmetric);
        int[] order = [.. Enumerable.Range(0, m).OrderBy(k => evd.EigenValues[k].Real)];
        var vectors = order.Select(k => evd.EigenVectors.Column(k))
            .Select(v => v / (v.L2Norm() * Math.Sign(v[v.AbsoluteMaximumIndex()])));
        return new(matrix, [.. order.Select(k => evd.EigenValues[k])], [.. vectors.Select(v => v.ToArray())], condition);
    }

    /// <summary>For example "stable: eigenvalues 0.04, 0.3".</summary>
    public override string ToString() =>
        $"{(IsStable ? "stable" : "not stable")}: eigenvalues {string.Join(", ", values.Select(Text))}";

    private static string Text(Complex v) => v.Imaginary == 0 ? Require.Text(v.Real)
        : $"{Require.Text(v.Real)} {(v.Imaginary < 0 ? "−" : "+")} {Require.Text(Math.Abs(v.Imaginary))}i";
}
