using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace NotebookLib;

public sealed partial class Dataset
{
    /// <summary>Directions with less than this part of the largest variance count as constant in <see cref="Whiten"/>.</summary>
    private const double SmallestVariance = 1e-10;

    /// <summary>The same examples with input j (from 0) in other units: x_j → s x_j. Metres to millimetres is s = 1000.</summary>
    /// <exception cref="ArgumentException">There is no such input, or s is 0, not finite or too large.</exception>
    public Dataset InUnits(int feature, double scale)
    {
        Require.Index(feature, InputCount, Name, "inputs");
        return Times(scale, "scale", "1000 for metres to millimetres", j => j == feature,
            $"{Name}, {FeatureNames[feature]} × {Require.Text(scale)}");
    }

    /// <summary>Every input times the same number: pixels from 0 to 16 become numbers from 0 to 1 with s = 1/16.</summary>
    /// <exception cref="ArgumentException">s is 0 or not finite, or so large that an input is no number any more.</exception>
    public Dataset Scale(double factor) => Times(factor, "factor", "1/16.0", _ => true, Name);

    private Dataset Times(double s, string what, string example, Func<int, bool> of, string name)
    {
        Require.That(s != 0 && double.IsFinite(s),
            $"The {what} is {s}; it must be a finite number other than 0, for example {example}.");
        double[] scaled = [.. x.Select((value, k) => of(k % InputCount) ? s * value : value)];
        Require.That(scaled.All(double.IsFinite), $"{Name}: an input would be too large for a double; take a smaller factor.");
        return WithInputs(scaled, name);
    }

    /// <summary>Every input with mean 0 and standard deviation 1 (dividing by N): x′ = (x − mean)/sd. An input that never changes
    /// becomes 0; it is named in <see cref="ConstantFeatures"/>.</summary>
    public Dataset Standardize()
    {
        var scaled = new double[x.Length];
        for (var j = 0; j < InputCount; j++)
        {
            var column = Column(j);
            var (unit, mean, deviation) = Spread(column);
            var constant = column.Min() == column.Max();
            for (var i = 0; i < Count; i++) scaled[i * InputCount + j] = constant ? 0 : (column[i] / unit - mean) / deviation;
        }
        return WithInputs(scaled, $"{Name}, standardised");
    }

    /// <summary>Inputs with mean 0, variance 1 and no correlation: the standardised inputs times P^(−1/2), P their correlation
    /// matrix (dividing by N). Of all ways to do it this one keeps each input closest to what it was. A direction in which the
    /// examples do not differ becomes 0.</summary>
    /// <remarks>LeCun and others, "Efficient BackProp" (why); Kessy, Lewin and Strimmer 2018, ZCA-cor
    /// (which of the ways).</remarks>
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
