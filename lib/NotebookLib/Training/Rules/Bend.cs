using System.Runtime.CompilerServices;

namespace NotebookLib;

/// <summary>How a cost bends along z, compiled: f′(z), and ∂δ/∂z = ∂²C/∂z², both right in the tails.</summary>
internal sealed class Bend
{
    private static readonly ConditionalWeakTable<CompiledCost, Bend> Made = [];

    private readonly Lazy<Func<double, double, double>> slope, ofCost;

    private Bend(CompiledCost compiled, Activation activation)
    {
        var f = compiled.Error.Slope;
        InA = (compiled.Error.InA.Derivative("a") * f + compiled.Error.InA.Derivative("z")).Simplify();
        slope = new(() => Emitter.Scalar(Tails.InZ(f, activation)));
        ofCost = new(() => Emitter.Scalar(Tails.InZ(InA, activation)));
    }

    /// <summary>For a cost with its activation; made once.</summary>
    public static Bend For(CompiledCost compiled, Activation activation) => Made.GetValue(compiled, c => new Bend(c, activation));

    /// <summary>∂δ/∂z in a and y (and z): (∂δ/∂a) f′ and what depends on z directly.</summary>
    public Formula InA { get; }

    /// <summary>f′(z); the second argument is not used.</summary>
    public double Slope(double z, double y) => slope.Value(z, y);

    /// <summary>∂δ/∂z.</summary>
    public double OfCost(double z, double y) => ofCost.Value(z, y);

    /// <summary>φ at z for a target y.</summary>
    public double Weigh(Weight phi, double z, double y)
    {
        if (phi == Weight.Bend) return OfCost(z, y);
        var slope = Slope(z, y);
        return phi == Weight.Slope ? slope : slope * slope;
    }
}
