namespace NotebookLib;

/// <summary>Checks a cost itself. A wrong cost passes every gradient check, because its gradient is right: what is wrong is
/// where it leads.</summary>
/// <remarks>C and δ are looked at on z = −40 … 40 for several targets, and to 640 for where they go. A fault is one that
/// rounding cannot have made, by the bound that the formula has there. What was not looked at is said, and is no ✓.</remarks>
public static class CostCheck
{
    private static readonly (CostProperty Property, Func<CostView, Answer> Look)[] Looks =
    [
        (CostProperty.Minimum, MinimumFinding.Look), (CostProperty.Proper, ProperFinding.Look),
        (CostProperty.BoundedBelow, CostFindings.BoundedBelow), (CostProperty.Sign, LearningFindings.Sign),
        (CostProperty.Slowdown, LearningFindings.Slowdown), (CostProperty.Convexity, CostFindings.Convexity),
        (CostProperty.Domain, CostFindings.Domain), (CostProperty.Symmetry, CostFindings.Symmetry),
    ];

    /// <summary>Looks at a cost C(a, y) with an activation a = f(z): a finding for each <see cref="CostProperty"/>.</summary>
    /// <exception cref="ArgumentException">The cost or the activation is missing.</exception>
    public static CostReport Run(Cost cost, Activation activation)
    {
        var view = new CostView(cost, activation);
        return new(view, [.. Looks.Select(of => of.Look(view).About(of.Property))]);
    }

    /// <summary>The outputs for which the cost is convex in z, for a target y: δ does not fall as z grows.</summary>
    /// <returns>Ranges of the output a, from low to high; one range over all outputs if the cost is convex everywhere.</returns>
    /// <exception cref="ArgumentException">The cost or the activation is missing, or y is not finite.</exception>
    public static IReadOnlyList<(double From, double To)> ConvexFor(Cost cost, Activation activation, double y)
    {
        Require.Finite(y, "target");
        var view = new CostView(cost, activation);
        return [.. new Bending(new(view, y)).ConvexIn().Select(range => (view.Border(range.From), view.Border(range.To)))];
    }

    /// <summary>How many updates a neuron with one input x = 1 and a bias needs, starting at the weighted input z, to bring its
    /// output half the way to the target y. One update changes z by −2ηδ; the default η = 0.15 is that of Nielsen's
    /// ch. 3.</summary>
    /// <returns>The number of updates; null if it is not there after a million.</returns>
    /// <exception cref="ArgumentException">The cost or the activation is missing, a number is not finite, or η is not above
    /// 0.</exception>
    public static int? UpdatesToHalfway(Cost cost, Activation activation, double z, double y, double learningRate = 0.15)
    {
        var view = new CostView(cost, activation);
        Require.Finite(z, "weighted input");
        Require.Finite(y, "target");
        Require.That(learningRate > 0 && double.IsFinite(learningRate),
            $"The learning rate is {learningRate}; it must be a number above 0, for example 0.15.");
        return view.UpdatesToHalfway(z, y, learningRate, view.Compiled.Delta);
    }
}
