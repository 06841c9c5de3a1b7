using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;
using static System.FormattableString;

namespace NotebookLib;

public sealed partial class Dataset
{
    /// <summary>Directions with less than this part of the largest variance count as constant in <see cref="Whiten"/>.</summary>
    private const double SmallestVariance = 1e-10;

    /// <summary>The same examples with one input in other units: x_j → s x_j. Metres to millimetres is s = 1000.</summary>
    /// <param name="feature">The input j, from 0.</param>
    /// <param name="scale">s, not 0.</param>
    /// <exception cref="ArgumentException">There is no such input, or s is 0, not finite or too large.</exception>
    public Dataset InUnits(int feature, double scale)
    {
        if (feature < 0 || feature >= InputCount)
            throw new ArgumentException(Invariant($"{Name} has the inputs 0 to {InputCount - 1}; {feature} is not one of them."));
        if (scale == 0 || !double.IsFinite(scale))
            throw new ArgumentException(
                Invariant($"The scale is {scale}; it must be a finite number other than 0, ")
                    + "for example 1000 for metres to millimetres.");
        return WithInputs(Scaled((value, j) => j == feature ? scale * value : value),
            FormattableString.Invariant($"{Name}, {FeatureNames[feature]} × {scale:G6}"));
    }

    /// <summary>Inputs with mean 0, variance 1 and no correlation: the standardised inputs times P^(−1/2), P their correlation
    /// matrix (dividing by N). Of all ways to do it this one keeps each input closest to what it was. A direction in which the
    /// examples do not differ becomes 0.</summary>
    /// <remarks>LeCun and others, "Efficient BackProp" (why); Kessy, Lewin and Strimmer 2018, ZCA-cor (which of the
    /// ways).</remarks>
    public Dataset Whiten()
    {
        var standard = Matrix<double>.Build.DenseOfRowMajor(Count, InputCount, Standardize().x);
        var qr = Count > InputCount ? standard.QR(QRMethod.Thin) : null;
        var svd = (qr?.R ?? standard).Svd();                // X = Q R = Q U S Vᵀ, so P = V (S²/N) Vᵀ and X P^(−1/2) = √N Q U Vᵀ
        var kept = svd.S.Count(s => s * s > SmallestVariance * svd.S[0] * svd.S[0]);
        var turn = kept == 0 ? 0 * (qr?.R ?? standard)
            : Math.Sqrt(Count) * svd.U.SubMatrix(0, svd.U.RowCount, 0, kept) * svd.VT.SubMatrix(0, kept, 0, InputCount);
        var white = qr is null ? turn : qr.Q * turn;
        return WithInputs(white.ToRowMajorArray(), $"{Name}, whitened");
    }
}
