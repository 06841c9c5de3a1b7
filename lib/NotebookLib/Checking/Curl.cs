namespace NotebookLib;

/// <summary>The antisymmetric matrix A_jk = ∂_jF_k − ∂_kF_j of a field at a point, with an error bar on every entry. In two
/// dimensions A_12 is the field's turning at the point, counter-clockwise positive. For a gradient it is 0: mixed derivatives do
/// not care for their order.</summary>
public sealed class Curl
{
    private const double Near = 0.3;            // how far around a point the field's size is taken from
    private readonly double[,] values;

    /// <summary>By differences along each parameter: all m parts of the field are taken from the same steps.</summary>
    internal Curl(VectorField field, double[] at)
    {
        field.At(at);                           // its sentences, where the field has no value here
        var m = at.Length;
        (At, values, Errors) = (at, new double[m, m], new double[m, m]);
        var slopes = new Slope[m][];
        for (var j = 0; j < m; j++)
        {
            var asked = new Dictionary<double, double[]>();
            double[] Ask(double t) => asked.TryGetValue(t, out var known) ? known
                : asked[t] = field.Value([.. at[..j], t, .. at[(j + 1)..]]);
            slopes[j] = [.. Enumerable.Range(0, m).Select(k => Differences.Measure(t => Ask(t)[k], at[j]))];
            Size = asked.Where(step => Math.Abs(step.Key - at[j]) < Near).SelectMany(step => step.Value)
                .Where(double.IsFinite).Select(Math.Abs).Append(Size).Max();
        }
        for (var j = 0; j < m; j++)
            for (var k = 0; k < m; k++)
                if (j != k) (values[j, k], Errors[j, k]) =
                    (slopes[j][k].Value - slopes[k][j].Value, Bar(slopes[j][k]) + Bar(slopes[k][j]));

        static double Bar(Slope slope) => slope.Sides == Sides.Both && !slope.IsKink ? slope.Error : double.PositiveInfinity;
    }

    /// <summary>The point, m numbers.</summary>
    public double[] At { get; }

    /// <summary>A_jk; j and k count from 0.</summary>
    public double this[int j, int k] => values[j, k];

    /// <summary>The error bars, m × m: how far A_jk may be off. Infinite where the field has no derivative.</summary>
    public double[,] Errors { get; }

    /// <summary>The largest |F_j| at and around the point: what the curl is large or small against.</summary>
    internal double Size { get; }

    /// <summary>The widest error bar.</summary>
    internal double Error => Errors.Cast<double>().Max();

    /// <summary>The entry that stands out most above ten times its error bar, or null where none does.</summary>
    internal (int J, int K)? Found => Pairs
        .Where(at => Math.Abs(values[at.J, at.K]) > Math.Max(10 * Errors[at.J, at.K], 1e-11 * Size))
        .OrderByDescending(at => Math.Abs(values[at.J, at.K])).FirstOrNull();

    /// <summary>The largest entry with its error bar, as a part of the field's size.</summary>
    internal double Relative => Size == 0 ? 0 : Pairs.Where(at => double.IsFinite(Errors[at.J, at.K]))
        .Select(at => Math.Abs(values[at.J, at.K]) + Errors[at.J, at.K]).DefaultIfEmpty(0).Max() / Size;

    private IEnumerable<(int J, int K)> Pairs =>
        from j in Enumerable.Range(0, At.Length) from k in Enumerable.Range(j + 1, At.Length - j - 1) select (j, k);
}
