using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;
using static System.Math;

namespace NotebookLib;

/// <summary>An error δ = f(z) − y, times f′(z) or not.</summary>
internal sealed record UpdateError(Activation Activation, bool WithSlope)
{
    /// <summary>That of the cross-entropy with a sigmoid.</summary>
    public static UpdateError OfSigmoid { get; } = new(Activation.Sigmoid, false);

    public static IEnumerable<UpdateError> All =>
        Activation.All.SelectMany(f => (UpdateError[])[new(f, false), new(f, true)]);

    /// <summary>A cost with this error: the quadratic cost, or the matching one.</summary>
    public Cost Cost => WithSlope ? Cost.Quadratic : this == OfSigmoid ? Cost.CrossEntropy : Cost.Matching(Activation);

    public double At(double z, double y) => (Activation.Value(z) - y) * Factor(z);

    /// <summary>f′(z) where it is a factor of δ, else 1.</summary>
    public double Factor(double z) => WithSlope ? Activation.Slope(z) : 1;

    public override string ToString() => $"δ = {Activation.OutputInWords} − y{(WithSlope ? ", times f′(z)" : "")}";
}

/// <summary>An update as a rule Δw̃ = −η Σ δ_i ũ_i, and what its matrices X̃ and Ũ (ũ_i, an example a row) tell.</summary>
internal sealed class UpdateForm(UpdateStudy study, UpdateError error, Matrix<double> directions)
{
    private const double Rounding = 1e-10;          // an eigenvalue below this part of its matrix is 0
    private const double Alike = 1e-8;              // matrices that differ by less, of their size, are one
    private (double, Vector<double>)? smallest;

    public UpdateError Error => error;

    public Matrix<double> Directions => directions;

    /// <summary>The smallest eigenvalue of (K + Kᵀ)/2, 0 where it is one of rounding, and its vector.</summary>
    public (double Value, Vector<double> Vector) Smallest => smallest ??= FindSmallest();

    /// <summary>P, symmetric and positive definite, with ũ_i = Px̃_i; null where none is found.</summary>
    public Matrix<double>? Metric => field ??= FindMetric();

    /// <summary>Is K symmetric?</summary>
    public bool IsSymmetric => AreAlike(K.Transpose(), K);

    private Matrix<double> K => study.Inputs.TransposeAndMultiply(directions);

    /// <summary>δ_i at w̃.</summary>
    public Vector<double> Errors(double[] w) =>
        Vector<double>.Build.Dense([.. study.WeightedInputs(w).Zip(study.Data.Targets, error.At)]);

    /// <summary>Σ δ_i ũ_i at w̃.</summary>
    public double[] Sum(double[] w) => (Errors(w) * directions).ToArray();

    private static bool AreAlike(Matrix<double> a, Matrix<double> b) => (a - b).FrobeniusNorm() <= Alike * b.FrobeniusNorm();

    /// <summary>Of many examples by what the matrix does in the span of X̃ and Ũ, outside which it is 0.</summary>
    private (double, Vector<double>) FindSmallest()
    {
        var (x, u, many) = (study.Inputs, directions, study.Inputs.RowCount > 2 * study.Inputs.ColumnCount);
        var basis = many ? x.Append(u).QR(QRMethod.Thin).Q : Matrix<double>.Build.DenseIdentity(x.RowCount);
        var k = basis.TransposeThisAndMultiply(x).TransposeAndMultiply(basis.TransposeThisAndMultiply(u));
        var symmetric = (k + k.Transpose()) / 2;
        var evd = symmetric.Evd(Symmetricity.Symmetric);
        var at = evd.EigenValues.Real().MinimumIndex();
        var value = many ? Min(evd.EigenValues[at].Real, 0) : evd.EigenValues[at].Real;
        return (Abs(value) <= Rounding * symmetric.FrobeniusNorm() ? 0 : value, basis * evd.EigenVectors.Column(at));
    }

    /// <summary>P = ŨᵀK⁻¹Ũ + I − Π for independent x̃_i; by least squares where they span all of w̃.</summary>
    private Matrix<double>? FindMetric()
    {
        var (x, u, rank) = (study.Inputs, directions, study.Inputs.Rank());
        Matrix<double> p;
        if (rank == x.ColumnCount) p = x.QR(QRMethod.Thin).Solve(u).Transpose();
        else if (rank < x.RowCount || !IsPositive(K)) return null;
        else p = u.TransposeThisAndMultiply(K.Inverse()) * u + Matrix<double>.Build.DenseIdentity(x.ColumnCount)
                - x.TransposeThisAndMultiply(x.TransposeAndMultiply(x).Inverse()) * x;
        return IsPositive(p) && AreAlike(x * p.Transpose(), u) ? p : null;
    }

    private static bool IsPositive(Matrix<double> m) => AreAlike(m.Transpose(), m)
        && ((m + m.Transpose()) / 2).Evd(Symmetricity.Symmetric).EigenValues.Real().Minimum() > Rounding * m.FrobeniusNorm();
}
