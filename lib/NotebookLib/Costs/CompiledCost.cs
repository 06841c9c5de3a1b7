using System.Runtime.CompilerServices;

namespace NotebookLib;

/// <summary>A cost with an activation, compiled: C(f(z), y) and δ = ∂C/∂z as functions of z and y, right in both tails.</summary>
internal sealed class CompiledCost
{
    static readonly ConditionalWeakTable<Cost, ConditionalWeakTable<Activation, CompiledCost>> Made = [];

    /// <summary>The compiled pair; made once for each cost and activation, whoever asks.</summary>
    public static CompiledCost For(Cost cost, Activation activation) =>
        Made.GetValue(cost, _ => []).GetValue(activation, f => new CompiledCost(cost, f));

    readonly Cost cost;
    readonly Activation activation;
    readonly Lazy<Func<double, double, double>> compiledCost, compiledDelta;
    OneExample? one;
    readonly Lazy<BlockKernel> both, deltaAlone;

    CompiledCost(Cost cost, Activation activation)
    {
        (this.cost, this.activation) = (cost, activation);
        var slope = activation.SlopeOfOutput ?? activation.SlopeFormula;
        CostInZ = Tails.InZ(cost.Formula, activation);
        DeltaInA = (Inverse.Undo(cost.SlopeFormula, activation) * slope).Simplify();
        DeltaInZ = Tails.InZ(DeltaInA, activation);
        RawDeltaInZ = Tails.InZ(cost.RawSlope * slope, activation);
        compiledCost = new(() => Emitter.Scalar(CostInZ));
        compiledDelta = new(() => Emitter.Scalar(DeltaInZ));
        both = new(() => Emitter.Vectors(CostInZ, DeltaInZ));
        deltaAlone = new(() => Emitter.Vectors(null, DeltaInZ));
    }

    /// <summary>C as a formula in z and y.</summary>
    public Formula CostInZ { get; }

    /// <summary>δ simplified, in a and y (and z where f′ has no form in a).</summary>
    public Formula DeltaInA { get; }

    /// <summary>δ as a formula in z and y.</summary>
    public Formula DeltaInZ { get; }

    /// <summary>δ before anything is simplified.</summary>
    Formula RawDeltaInZ { get; }

    /// <summary>C(f(z), y).</summary>
    public double Cost(double z, double y) => compiledCost.Value(z, y) is var c && double.IsFinite(c) ? c : Limit(CostInZ, CostInZ, z, y);

    /// <summary>δ = ∂C/∂z = ∂C/∂a · f′(z).</summary>
    public double Delta(double z, double y) => compiledDelta.Value(z, y) is var d && double.IsFinite(d) ? d : Limit(DeltaInZ, RawDeltaInZ, z, y);

    /// <summary>The interpreter knows that 0 · ln 0 is 0; the raw formula may have a value where terms were put over a common denominator.</summary>
    static double Limit(Formula f, Formula raw, double z, double y) =>
        new Point(("z", z), ("y", y)) is var at && f.Evaluate(at) is var value && (double.IsFinite(value) || ReferenceEquals(f, raw)) ? value : raw.Evaluate(at);

    /// <summary>Cost and δ of a block of examples, in one pass; written from index 0.</summary>
    /// <param name="z">Weighted inputs, from <paramref name="zStart"/>.</param>
    /// <param name="zStart">Where the block starts in z.</param>
    /// <param name="y">Targets, from <paramref name="yStart"/>.</param>
    /// <param name="yStart">Where the block starts in y.</param>
    /// <param name="count">How many examples.</param>
    /// <param name="cost">C of each example; null if it is not wanted.</param>
    /// <param name="delta">δ of each example.</param>
    /// <returns>The index in the block of the first example whose cost or δ is not finite (ask <see cref="Explain"/>), or −1.</returns>
    public int Evaluate(double[] z, int zStart, double[] y, int yStart, int count, double[]? cost, double[] delta)
    {
        if (count == 1) return EvaluateOne(z[zStart], y[yStart], cost, delta);
        var kernel = (cost is null ? deltaAlone : both).Value;
        var whole = count - count % Arithmetic.Widest.Width;
        var finite = kernel(z, zStart, y, yStart, whole, cost, delta);
        if (whole < count) finite &= EvaluateRest(kernel, z, zStart, y, yStart, whole, count, cost, delta);
        if (finite) return -1;
        var first = -1;
        for (var i = 0; i < count; i++)
        {
            if (cost is not null && !double.IsFinite(cost[i])) cost[i] = Limit(CostInZ, CostInZ, z[zStart + i], y[yStart + i]);
            if (!double.IsFinite(delta[i])) delta[i] = Limit(DeltaInZ, RawDeltaInZ, z[zStart + i], y[yStart + i]);
            if (first < 0 && !(double.IsFinite(delta[i]) && (cost is null || double.IsFinite(cost[i])))) first = i;
        }
        return first;
    }

    /// <summary>A single example, as when learning online: faster without vectors.</summary>
    int EvaluateOne(double z, double y, double[]? cost, double[] delta)
    {
        if (cost is null) delta[0] = Delta(z, y);
        else cost[0] = Both(z, y, out delta[0]);
        return double.IsFinite(delta[0]) && (cost is null || double.IsFinite(cost[0])) ? -1 : 0;
    }

    /// <summary>C(f(z), y) with δ, what they share computed once.</summary>
    public double Both(double z, double y, out double delta)
    {
        var c = (one ??= Emitter.Both(CostInZ, DeltaInZ))(z, y, out delta);
        if (double.IsFinite(c + delta)) return c;
        delta = Delta(z, y);
        return Cost(z, y);
    }

    [ThreadStatic] static (double[], double[], double[], double[])? padded;

    /// <summary>The last few examples, fewer than a vector holds: computed in a copy that is padded with the last one.</summary>
    static bool EvaluateRest(BlockKernel kernel, double[] z, int zStart, double[] y, int yStart, int whole, int count, double[]? cost, double[] delta)
    {
        var (rest, width) = (count - whole, Arithmetic.Widest.Width);
        var (pz, py, pc, pd) = padded ??= (new double[width], new double[width], new double[width], new double[width]);
        for (var i = 0; i < width; i++)
        {
            pz[i] = z[zStart + whole + Math.Min(i, rest - 1)];
            py[i] = y[yStart + whole + Math.Min(i, rest - 1)];
        }
        var finite = kernel(pz, 0, py, 0, width, cost is null ? null : pc, pd);
        pc.AsSpan(0, cost is null ? 0 : rest).CopyTo(cost.AsSpan(cost is null ? 0 : whole));
        pd.AsSpan(0, rest).CopyTo(delta.AsSpan(whole));
        return finite;
    }

    /// <summary>Null if C and δ are finite here, else the sentence that says which part of the cost has no value and what to change.</summary>
    public string? Explain(double z, double y)
    {
        var (c, d) = (Cost(z, y), Delta(z, y));
        return double.IsFinite(c) && double.IsFinite(d) ? null : Explanation.Of(cost, activation, DeltaInA, z, y);
    }
}
