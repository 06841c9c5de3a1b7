namespace NotebookLib.Interactive;

/// <summary>Things to play with in a notebook.</summary>
public static class Explore
{
    /// <summary>The live neuron with a cost of your own beside the quadratic cost and the cross-entropy.</summary>
    /// <param name="cost">Your cost.</param>
    /// <param name="activation">The activation f; the sigmoid where it is left out.</param>
    /// <exception cref="ArgumentException">The cost was not defined.</exception>
    public static LiveNeuron Neuron(Cost cost, Activation? activation = null)
    {
        if (cost is null) throw new ArgumentException("Your cost was not defined; mend its cell first.");
        return new LiveNeuron(activation ?? Activation.Sigmoid, [.. new[] { cost, Cost.Quadratic, Cost.CrossEntropy }.Distinct()]);
    }
}
