namespace NotebookLib;

/// <summary>The error δ = ∂C/∂z = ∂C/∂a · f′ of a cost with an activation: a derivation shows it, training
/// computes with it.</summary>
internal sealed class ErrorFormula
{
    public ErrorFormula(Cost cost, Activation activation)
    {
        Slope = activation.SlopeOfOutput ?? activation.SlopeFormula;
        Product = Multiplied(Tails.Known(cost.SlopeFormula, activation), Slope);
        InA = Product.Simplify(out var cancelled);
        if (activation.SlopeOfOutput is null)               // 1/f′ from (f⁻¹)′ may cancel f′ where its simplified form does not
        {
            var direct = Tails.Known(cost.RawSlope * Slope, activation).Simplify(out var cancelledDirectly);
            if (direct.Size < InA.Size) (InA, cancelled) = (direct, cancelledDirectly);
        }
        Cancelled = cancelled;
        InZ = Tails.InZ(InA, activation);
        AsTyped = Tails.InZ(cost.RawSlope * Slope, activation);
    }

    /// <summary>f′ in terms of a, or of z where it has no form in a.</summary>
    public Formula Slope { get; }

    /// <summary>∂C/∂a · f′ side by side.</summary>
    public Formula Product { get; }

    /// <summary>δ simplified, in a and y (and z where f′ has no form in a).</summary>
    public Formula InA { get; }

    /// <summary>What was cancelled above and below the line on the way from the product.</summary>
    public IReadOnlyList<Assumption> Cancelled { get; }

    /// <summary>δ in z and y.</summary>
    public Formula InZ { get; }

    /// <summary>δ in z and y, not simplified: it may have a value where terms over a common denominator have none.</summary>
    public Formula AsTyped { get; }

    /// <summary>∂δ/∂z = ∂²C/∂z² in a and y (and z): (∂δ/∂a) f′ and what depends on z directly.</summary>
    public Formula Bend => field ??= (InA.Derivative("a") * Slope + InA.Derivative("z")).Simplify();

    /// <summary>u · v side by side, as it is written before anything is simplified.</summary>
    public static Formula Multiplied(Formula u, Formula v) => u is Number || v is Number ? u * v : new Product([u, v]);
}
