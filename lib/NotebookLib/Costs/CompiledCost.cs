using System.Runtime.CompilerServices;

namespace NotebookLib;

/// <summary>A cost with an activation, compiled: C(f(z), y) and δ = ∂C/∂z as functions of z and y, right in both tails.</summary>
internal sealed class CompiledCost(Cost cost, Activation activation)
{
    private static readonly ConditionalWeakTable<Cost, ConditionalWeakTable<Activation, CompiledCost>> Made = [];

    /// <summary>The compiled pair; made once for each cost and activation, whoever asks.</summary>
    /// <exception cref="ArgumentException">One of them was not defined.</exception>
    public static CompiledCost For(Cost cost, Activation activation)
    {
        Require.Defined(cost);
        Require.Defined(activation);
        return Made.GetValue(cost, _ => []).GetValue(activation, f => new CompiledCost(cost, f));
    }

    /// <summary>C as a formula in z and y.</summary>
    public Formula CostInZ { get; } = Tails.InZ(cost.Formula, activation);

    /// <summary>δ as a formula.</summary>
    public ErrorFormula Error { get; } = new(cost, activation);

    // Each is compiled when it is first asked for.
    private Func<double, double, double> CostAlone => field ??= Emitter.Scalar(CostInZ);
    private Func<double, double, double> DeltaAlone => field ??= Emitter.Scalar(Error.InZ);
    private Func<double, double, double> SlopeAlone => field ??= Emitter.Scalar(Tails.InZ(Error.Slope, activation));
    private Func<double, double, double> BendAlone => field ??= Emitter.Scalar(Tails.InZ(Error.Bend, activation));
    private OneExample One => field ??= Emitter.Both(CostInZ, Error.InZ);
    private BlockKernel Block => field ??= Emitter.Vectors(CostInZ, Error.InZ);
    private BlockKernel BlockOfDelta => field ??= Emitter.Vectors(null, Error.InZ);

    /// <summary>C(f(z), y).</summary>
    public double Cost(double z, double y) => CostOr(CostAlone(z, y), z, y);

    /// <summary>δ = ∂C/∂z = ∂C/∂a · f′(z).</summary>
    public double Delta(double z, double y) => DeltaOr(DeltaAlone(z, y), z, y);

    /// <summary>f′(z).</summary>
    public double Slope(double z) => SlopeAlone(z, 0);

    /// <summary>∂δ/∂z = ∂²C/∂z².</summary>
    public double Bend(double z, double y) => BendAlone(z, y);

    /// <summary>C(f(z), y) with δ, what they share computed once.</summary>
    public double Both(double z, double y, out double delta)
    {
        var c = One(z, y, out delta);
        if (double.IsFinite(c + delta)) return c;
        delta = DeltaOr(delta, z, y);
        return CostOr(c, z, y);
    }

    /// <summary>The computed cost, or where it is not finite its limit: the interpreter knows that 0 · ln 0 is 0.</summary>
    private double CostOr(double computed, double z, double y) =>
        double.IsFinite(computed) ? computed : CostInZ.Evaluate(new Point(("z", z), ("y", y)));

    private double DeltaOr(double computed, double z, double y)
    {
        if (double.IsFinite(computed)) return computed;
        var at = new Point(("z", z), ("y", y));
        var limit = Error.InZ.Evaluate(at);
        if (!double.IsFinite(limit)) limit = Error.AsTyped.Evaluate(at);
        return double.IsFinite(limit) || activation.Slope(z) != 0 ? limit       // where f is flat, z does not move a
            : Error.InA.Evaluate(new Point(("a", activation.Value(z)), ("y", y), ("z", z)));
    }

    /// <summary>Cost (if it is wanted) and δ of a block of examples in one pass, written from index 0: the count from zStart in
    /// z, from yStart in y. The first example whose cost or δ is not finite (ask <see cref="Explain"/>), from 0, or −1.</summary>
    public int Evaluate(double[] z, int zStart, double[] y, int yStart, int count, double[]? costs, double[] delta)
    {
        var whole = count - count % Arithmetic.Widest.Width;
        var finite = whole == 0 || (costs is null ? BlockOfDelta : Block)(z, zStart, y, yStart, whole, costs, delta);
        for (var i = whole; i < count; i++)                                   // fewer than a vector holds
            if (costs is null) delta[i] = Delta(z[zStart + i], y[yStart + i]);
            else costs[i] = Both(z[zStart + i], y[yStart + i], out delta[i]);
        var first = -1;
        for (var i = finite ? whole : 0; i < count; i++)
        {
            var (zi, yi) = (z[zStart + i], y[yStart + i]);
            delta[i] = DeltaOr(delta[i], zi, yi);
            if (costs is not null) costs[i] = CostOr(costs[i], zi, yi);
            if (first < 0 && !(double.IsFinite(delta[i]) && (costs is null || double.IsFinite(costs[i])))) first = i;
        }
        return first;
    }

    /// <summary>Null if C and δ are finite here, else which part of the cost has no value and what to
    /// change, in a sentence.</summary>
    public string? Explain(double z, double y) => double.IsFinite(Cost(z, y)) && double.IsFinite(Delta(z, y)) ? null
        : Explanation.Of(cost, activation, Error.InA, z, y);
}
