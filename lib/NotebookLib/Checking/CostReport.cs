namespace NotebookLib;

/// <summary>What a cost is looked at for.</summary>
public enum CostProperty
{
    /// <summary>Is it least where a = y, and only there?</summary>
    Minimum,
    /// <summary>Is it a proper scoring rule: trained on targets 0 and 1, does the output end at the share of ones?</summary>
    Proper,
    /// <summary>Is it bounded below, or does it fall without end?</summary>
    BoundedBelow,
    /// <summary>Has δ the sign of a − y, so that every step moves the output towards the target?</summary>
    Sign,
    /// <summary>Is δ large where the output is most wrong, or does learning slow down there?</summary>
    Slowdown,
    /// <summary>Is it convex in z, and so in (w, b)?</summary>
    Convexity,
    /// <summary>Are C and δ finite wherever the activation takes the output?</summary>
    Domain,
    /// <summary>Does it treat both ends alike?</summary>
    Symmetry,
}

/// <summary>One finding about a cost.</summary>
/// <param name="Property">What was looked at.</param>
/// <param name="Verdict">Pass: the cost has the property. Fail: it has not. Inconclusive: it cannot be said here.</param>
/// <param name="Sentence">The finding as a sentence, with its numbers.</param>
/// <param name="A">The output at which it is seen; null where there is none.</param>
/// <param name="Y">The target for which it is seen; null where there is none.</param>
public sealed record Finding(CostProperty Property, Verdict Verdict, string Sentence, double? A = null, double? Y = null)
{
    /// <summary>The sentence after its mark: ✓, ✗ or ?.</summary>
    public override string ToString() => $"{Verdict.Mark()} {Sentence}";
}

/// <summary>The result of a look at a cost: a finding for each <see cref="CostProperty"/>.</summary>
public sealed class CostReport
{
    private readonly CostView view;

    internal CostReport(CostView view, IReadOnlyList<Finding> findings) => (this.view, Findings) = (view, findings);

    /// <summary>The cost.</summary>
    public Cost Cost => view.Cost;
    /// <summary>The activation it was looked at with.</summary>
    public Activation Activation => view.Activation;

    /// <summary>One finding for each property, in the order of <see cref="CostProperty"/>.</summary>
    public IReadOnlyList<Finding> Findings { get; }

    /// <summary>The targets that were tried, those without a value left out.</summary>
    public IReadOnlyList<double> Targets => [.. view.Curves.Select(curve => curve.Y)];

    /// <summary>C and δ at a weighted input z for a target y; NaN or infinite where there is no value.</summary>
    /// <exception cref="ArgumentException">z or y is not finite.</exception>
    public (double Cost, double Delta) At(double z, double y)
    {
        Require.Finite(z, "weighted input");
        Require.Finite(y, "target");
        return (view.Compiled.Cost(z, y), view.Compiled.Delta(z, y));
    }

    /// <summary>Fail if training with this cost goes wrong: it is not least at a = y, falls without end, pushes the wrong way
    /// or leaves its domain. A slowdown, a loss of convexity, symmetry or honesty is worth knowing but no mistake.</summary>
    public Verdict Verdict => Judge.All(((CostProperty[])[CostProperty.Minimum, CostProperty.BoundedBelow, CostProperty.Sign,
        CostProperty.Domain]).Select(property => this[property].Verdict));

    /// <summary>The finding about one property.</summary>
    public Finding this[CostProperty property] => Findings.First(f => f.Property == property);

    /// <summary>The findings, one a line.</summary>
    public override string ToString() => $"{Cost.Name} with {Activation.Name}\n{string.Join('\n', Findings)}";
}
