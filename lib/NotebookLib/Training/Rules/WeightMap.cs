using MathNet.Numerics.RootFinding;

namespace NotebookLib;

/// <summary>Coordinates v in which a rule steps, w_j = φ(v_j) for every weight; a bias is its own coordinate.</summary>
/// <param name="Map">w = φ(v).</param>
/// <param name="Factor">What ∂C/∂w is multiplied by: φ′(v) for descent on v, 1 for a mirror step.</param>
/// <param name="Inverse">v for w, or null where there is none from which the weight could move.</param>
/// <param name="Need">What a weight must be, as part of a sentence.</param>
internal sealed record WeightMap(Func<double, double> Map, Func<double, double> Factor, Func<double, double?> Inverse,
    string Need)
{
    private const string AboveZero = "every weight must be above 0";

    /// <summary>The mirror step of the exponentiated gradient: ln w moves by −η ∂C/∂w.</summary>
    public static readonly WeightMap Logarithm = new(Math.Exp, _ => 1, w => w > 0 ? Math.Log(w) : null, AboveZero);

    /// <summary>w = vᵏ.</summary>
    public static WeightMap? Power(int k) => k == 1 ? null
        : new(v => Math.Pow(v, k), v => k * Math.Pow(v, k - 1), w => w > 0 ? Math.Pow(w, 1.0 / k) : null, AboveZero);

    /// <summary>w = φ(v) for a formula in v: the slope by the formula, the inverse by a search for a change of sign and
    /// Brent's method.</summary>
    public static WeightMap Of(Formula phi)
    {
        var inZ = phi.Substitute("v", Variable.Z);
        var (map, slope) = (Emitter.Scalar(inZ), Emitter.Scalar(inZ.Derivative("z").Simplify()));
        return new(v => map(v, 0), v => slope(v, 0), w => Solve(v => map(v, 0) - w, v => slope(v, 0)),
            $"it must be a value of {phi} for some v where that moves");
    }

    /// <summary>The same, where v is itself φ(u) by another map: w as a function of u.</summary>
    public WeightMap After(WeightMap? inner) => inner is null ? this
        : new(u => Map(inner.Map(u)), u => inner.Factor(u) * Factor(inner.Map(u)),
            w => Inverse(w) is { } v ? inner.Inverse(v) : null, Need);

    /// <summary>v for the weights that a run begins with.</summary>
    /// <exception cref="TrainingException">A weight is no value of φ.</exception>
    public double[] Start(double[] w, RuleRun run) => [.. w.Select((value, j) => run.IsBias(j) ? value
        : Inverse(value) ?? throw new TrainingException($"The rule \"{run.Rule}\" cannot start at weight "
            + $"{j % (run.InputCount + 1) + 1} = {Require.Text(value)}: {Need}. Start it somewhere else, for example at 0.5."))];

    /// <summary>∂C/∂w becomes ∂C/∂v = φ′(v) ∂C/∂w.</summary>
    public void ToSlopes(double[] gradient, double[] v, RuleRun run)
    {
        for (var j = 0; j < v.Length; j++)
            if (!run.IsBias(j)) gradient[j] *= Factor(v[j]);
    }

    /// <summary>w = φ(v).</summary>
    public void ToWeights(double[] v, double[] w, RuleRun run)
    {
        for (var j = 0; j < v.Length; j++) w[j] = run.IsBias(j) ? v[j] : Map(v[j]);
    }

    /// <summary>Where to look for v: powers of 2 by halves, to this one up and down, and 0.</summary>
    private const int MostPower = 20;

    /// <summary>±2⁻²⁰ … ±2²⁰ and 0, the positive numbers first and the middle ones before the ends: a root with v above
    /// 0 is preferred.</summary>
    private static readonly (double From, double To)[] Brackets = Ordered();

    private static (double From, double To)[] Ordered()
    {
        var above = Enumerable.Range(-2 * MostPower, 4 * MostPower)
            .Select(i => (From: Math.Pow(2, i / 2.0), To: Math.Pow(2, (i + 1) / 2.0)))
            .OrderBy(bracket => Math.Abs(Math.Log2(bracket.From))).ToList();
        var least = Math.Pow(2, -MostPower);
        return [.. above, (0, least), (-least, 0), .. above.Select(bracket => (-bracket.To, -bracket.From))];
    }

    private static double? Solve(Func<double, double> f, Func<double, double> slope)
    {
        const double nearlyAll = 1e-14;                                    // digits that Brent's method may be asked for
        const int mostSteps = 200, newtonSteps = 2;                        // Newton's steps find the last digit
        foreach (var (from, to) in Brackets)
        {
            var (below, above) = (f(from), f(to));
            if (double.IsNaN(below) || double.IsNaN(above) || below * above > 0) continue;
            var v = below == 0 ? from : above == 0 ? to
                : Brent.TryFindRoot(f, from, to, nearlyAll * Math.Max(Math.Abs(from), Math.Abs(to)), mostSteps, out var root)
                    ? root : double.NaN;
            for (var k = 0; k < newtonSteps && double.IsFinite(f(v) / slope(v)); k++) v -= f(v) / slope(v);
            if (double.IsFinite(v) && slope(v) != 0) return v;
        }
        return null;
    }
}
