namespace NotebookLib;

/// <summary>What a cost is looked at for.</summary>
public enum CostProperty
{
    /// <summary>Is it least where a = y, and only there?</summary>
    Minimum,

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
/// <param name="Verdict">Pass: the cost has the property. Fail: it has not, and the witness shows where. Inconclusive: it cannot be said here.</param>
/// <param name="Sentence">The finding as a sentence, with its numbers.</param>
/// <param name="A">The output of the witness; null where there is none.</param>
/// <param name="Y">The target of the witness; null where there is none.</param>
public sealed record Finding(CostProperty Property, Verdict Verdict, string Sentence, double? A = null, double? Y = null)
{
    /// <summary>The sentence after its mark: ✓, ✗ or ?.</summary>
    public override string ToString() => $"{(Verdict switch { Verdict.Pass => "✓", Verdict.Fail => "✗", _ => "?" })} {Sentence}";
}

/// <summary>C and δ along the weighted input z for one target.</summary>
/// <param name="Y">The target y.</param>
/// <param name="Z">The weighted inputs, from −40 to 40.</param>
/// <param name="A">The outputs a = f(z).</param>
/// <param name="Cost">C(f(z), y); NaN where it has no value.</param>
/// <param name="Delta">δ = ∂C/∂z; NaN where it has no value.</param>
public sealed record CostCurve(double Y, double[] Z, double[] A, double[] Cost, double[] Delta);

/// <summary>The result of a look at a cost: seven findings.</summary>
/// <param name="Cost">The cost.</param>
/// <param name="Activation">The activation it was looked at with.</param>
/// <param name="Findings">One finding for each property.</param>
/// <param name="Curves">C and δ along z, for each target that was tried.</param>
public sealed record CostReport(Cost Cost, Activation Activation, IReadOnlyList<Finding> Findings, IReadOnlyList<CostCurve> Curves)
{
    /// <summary>
    /// Fail if training with this cost goes wrong: it is not least at a = y, falls without end, pushes the wrong way or leaves its domain.
    /// A slowdown, a loss of convexity or of symmetry is worth knowing but no mistake.
    /// </summary>
    public Verdict Verdict => Judge.All(Findings.Where(f => f.Property is CostProperty.Minimum or CostProperty.BoundedBelow or CostProperty.Sign or CostProperty.Domain).Select(f => f.Verdict));

    /// <summary>The finding about one property.</summary>
    /// <param name="property">Which one.</param>
    public Finding this[CostProperty property] => Findings.First(f => f.Property == property);

    /// <summary>The findings, one a line.</summary>
    public override string ToString() => $"{Cost.Name} with {Activation.Name}\n{string.Join('\n', Findings)}";
}
