using Update = System.Func<double[], double, double[], double, double[]>;

namespace NotebookLib;

/// <summary>Checks an update as <see cref="CostCheck"/> checks a cost: is it a gradient, what of it can be seen on one example,
/// does it go downhill for every cost, is it steepest descent in some metric, what do the units of an input do to it.</summary>
/// <remarks>Most of it is read off the vectors ũ_i of a rule Δw̃ = −η Σ δ_i ũ_i. They are found by asking the update with several
/// weights: its answer over the error δ_i must stay the same. The errors tried are f(z) − y and (f(z) − y)f′(z) for every
/// activation of the library.</remarks>
public static class UpdateCheck
{
    /// <summary>Looks at an update of one's own on a data set: (w, b, x, y) to what a step goes against, n numbers, one for each
    /// weight, or n + 1, the bias last. Where <paramref name="bias"/> is false the weights alone move, and b = 0 stays.</summary>
    /// <exception cref="ArgumentException">There is no update or no data, or the update stops, or it gives the wrong number
    /// of numbers.</exception>
    public static UpdateReport Run(Update update, Dataset data, bool bias = true) =>
        new(new TypedUpdate(update, Given(data), bias));

    /// <summary>Looks at a rule on a data set, with a sigmoid and the cross-entropy; at the first step of a rule with a memory.
    /// Where <paramref name="bias"/> is false the bias stays where it is.</summary>
    /// <exception cref="ArgumentException">There is no rule or no data.</exception>
    /// <exception cref="TrainingException">The rule has no step on these data; the message says why.</exception>
    public static UpdateReport Run(UpdateRule rule, Dataset data, bool bias = true)
    {
        Require.Defined(rule);
        return new(new RuleUpdate(rule, Given(data), bias));
    }

    private static Dataset Given(Dataset? data) => data
        ?? throw new ArgumentException("There are no data; hand in some, for example Dataset.Of([[1, -2]], [0]).");
}
