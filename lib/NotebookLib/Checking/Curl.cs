namespace NotebookLib;

/// <summary>
/// The antisymmetric matrix A_jk = ∂_jF_k − ∂_kF_j of a field at a point, with an error bar on every entry. In two dimensions
/// A_12 is the field's turning at the point, counter-clockwise positive. For a gradient it is 0: mixed derivatives do not care
/// for their order.
/// </summary>
public sealed class Curl
{
    private const double Near = 0.3;            // how far around a point the field's size is taken from

    private Curl(double[] at, double[,] values, double[,] errors, double size) => (At, Values, Errors, Size) = (at, values, errors, size);

    /// <summary>The point, m numbers.</summary>
    public double[] At { get; }

    /// <summary>A_jk, m × m, antisymmetric.</summary>
    public double[,] Values { get; }

    /// <summary>The error bars, m × m: how far A_jk may be off. Infinite where the field has no derivative.</summary>
    public double[,] Errors { get; }

    /// <summary>
    /// The largest |F_j| at and around the point: the size of the field that the curl is large or small against.
    /// </summary>
    public double Size { get; }

    /// <summary>A_jk; j and k count from 0.</summary>
    public double this[int j, int k] => Values[j, k];

    /// <summary>The widest error bar.</summary>
    internal double Error => Errors.Cast<double>().Max();

    /// <summary>The entry that stands out most above ten times its error bar, or null where none does.</summary>
    internal (int J, int K)? Found
    {
        get
        {
            (int, int)? found = null;
            var largest = 1e-11 * Size;
            for (var j = 0; j < At.Length; j++)
                for (var k = j + 1; k < At.Length; k++)
                    if (Math.Abs(Values[j, k]) > 10 * Errors[j, k] && Math.Abs(Values[j, k]) > largest)
                        (found, largest) = ((j, k), Math.Abs(Values[j, k]));
            return found;
        }
    }

    /// <summary>The curl by differences along each parameter: all m parts of the field are taken from the same steps.</summary>
    internal static Curl Of(VectorField field, double[] p)
    {
        field.At(p);                                   // its sentences, where the field has no value here
        var (m, size) = (p.Length, 0.0);
        var slopes = new Slope[m][];
        for (var j = 0; j < m; j++)
        {
            var asked = new Dictionary<double, double[]>();
            double[] At(double t) => asked.TryGetValue(t, out var known) ? known : asked[t] = field.Value([.. p[..j], t, .. p[(j + 1)..]]);
            slopes[j] = [.. Enumerable.Range(0, m).Select(k => Differences.Measure(t => At(t)[k], p[j]))];
            size = asked.Where(step => Math.Abs(step.Key - p[j]) < Near).SelectMany(step => step.Value).Where(double.IsFinite).Select(Math.Abs).Append(size).Max();
        }
        var (values, errors) = (new double[m, m], new double[m, m]);
        for (var j = 0; j < m; j++)
            for (var k = 0; k < m; k++)
                if (j != k) (values[j, k], errors[j, k]) = (slopes[j][k].Value - slopes[k][j].Value, Bar(slopes[j][k]) + Bar(slopes[k][j]));
        return new(p, values, errors, size);
    }

    private static double Bar(Slope slope) => slope.Sides == Sides.Both && !slope.IsKink ? slope.Error : double.PositiveInfinity;
}
