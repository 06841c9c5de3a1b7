namespace NotebookLib;

/// <summary>
/// The antisymmetric matrix A_jk = ∂_jF_k − ∂_kF_j of a field at a point, with an error bar on every entry. In two dimensions
/// A_12 is the field's turning at the point, counter-clockwise positive. For a gradient it is 0: mixed derivatives do not care for their order.
/// </summary>
public sealed class Curl
{
    private const int MostSteps = 14;
    private const double Epsilon = 2.3e-16;

    private Curl(double[] at, double[,] values, double[,] errors, double size) => (At, Values, Errors, Size) = (at, values, errors, size);

    /// <summary>The point, m numbers.</summary>
    public double[] At { get; }

    /// <summary>A_jk, m × m, antisymmetric.</summary>
    public double[,] Values { get; }

    /// <summary>The error bars, m × m: how far A_jk may be off. Infinite where the field has no derivative.</summary>
    public double[,] Errors { get; }

    /// <summary>The largest |F_j| at and around the point: the size of the field that the curl is large or small against.</summary>
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

    internal static Curl Of(VectorField field, double[] p, double step)
    {
        field.At(p);                                   // its sentences, where the field has no value here
        var m = p.Length;
        var (slopes, bars, size) = (new double[m][], new double[m][], 0.0);
        for (var j = 0; j < m; j++)
        {
            (slopes[j], bars[j], var near) = Slopes(field, p, j, step);
            size = Math.Max(size, near);
        }
        var (values, errors) = (new double[m, m], new double[m, m]);
        for (var j = 0; j < m; j++)
            for (var k = 0; k < m; k++)
                if (j != k) (values[j, k], errors[j, k]) = (slopes[j][k] - slopes[k][j], bars[j][k] + bars[k][j]);
        return new(p, values, errors, size);
    }

    /// <summary>
    /// ∂_jF_k for all k: central differences with steps halved from the first, extrapolated to step 0 (Richardson), each taken where
    /// neighbouring extrapolations agree best (Ridders, Advances in Engineering Software 4, 1982), never below what rounding allows.
    /// Once they agree, two steps running at which they agree much less end the search: below them a rough function looks flat, and agrees
    /// with itself. One such step may follow an agreement by chance.
    /// </summary>
    private static (double[] Slopes, double[] Errors, double Size) Slopes(VectorField field, double[] p, int j, double step)
    {
        var (m, size) = (p.Length, 0.0);
        var (best, errors) = (new double[m], Enumerable.Repeat(double.PositiveInfinity, m).ToArray());
        var (done, worse) = (new bool[m], new int[m]);
        List<double[]> before = [];
        for (var i = 0; i < MostSteps; i++, step /= 2)
        {
            var (ahead, behind) = (field.Value(Moved(p, j, step)), field.Value(Moved(p, j, -step)));
            if (!ahead.Concat(behind).All(double.IsFinite)) { before = []; continue; }     // the step leaves the domain
            var near = ahead.Concat(behind).Max(Math.Abs);
            size = Math.Max(size, near);
            var rowErrors = Enumerable.Repeat(double.PositiveInfinity, m).ToArray();
            List<double[]> row = [[.. ahead.Select((v, k) => (v - behind[k]) / (2 * step))]];
            for (var (order, four) = (1, 4.0); order <= before.Count; order++, four *= 4)
            {
                var (coarse, fine, next) = (before[order - 1], row[order - 1], new double[m]);
                for (var k = 0; k < m; k++)
                {
                    next[k] = fine[k] + (fine[k] - coarse[k]) / (four - 1);
                    var error = Math.Max(Math.Abs(next[k] - fine[k]), Math.Abs(next[k] - coarse[k])) + 4 * Epsilon * near / step;
                    rowErrors[k] = Math.Min(rowErrors[k], error);
                    if (error < errors[k] && !done[k]) (best[k], errors[k]) = (next[k], error);
                }
                row.Add(next);
            }
            before = row;
            for (var k = 0; k < m; k++)
            {
                worse[k] = errors[k] < 1e-4 * size && rowErrors[k] > 4 * errors[k] ? worse[k] + 1 : 0;
                done[k] |= errors[k] <= 2e-12 * size || worse[k] == 2;
            }
            if (done.All(one => one)) break;
        }
        return (best, errors, size);
    }

    private static double[] Moved(double[] p, int j, double step)
    {
        double[] moved = [.. p];
        moved[j] += step;
        return moved;
    }
}
