using System.Collections.Immutable;

namespace NotebookLib;

/// <summary>The gradient of one example's cost at a neuron: ∂C/∂w_j = δ x_j, ∂C/∂b = δ, and the three
/// factors it is made of.</summary>
public sealed class Gradient
{
    internal Gradient(double delta, Factors factors) => (Delta, Factors) = (delta, factors);

    /// <summary>∂C/∂w_j = δ x_j, n numbers. A copy.</summary>
    public double[] Weights => [.. Factors.Input.Select(x => Delta * x)];

    /// <summary>∂C/∂b = δ: the bias is a weight whose input is 1.</summary>
    public double Bias => Delta;

    /// <summary>The error δ = ∂C/∂z, the one number that the cost chooses.</summary>
    public double Delta { get; }

    /// <summary>∂C/∂a, f′(z) and x: ∂C/∂w_j is their product.</summary>
    public Factors Factors { get; }

    /// <summary>The whole gradient δ·(x, 1) as n + 1 numbers: <see cref="Weights"/>, then <see cref="Bias"/>.</summary>
    public double[] ToArray() => [.. Weights, Bias];
}

/// <summary>The three factors of ∂C/∂w_j = (∂C/∂a) · f′(z) · x_j.</summary>
/// <param name="CostSlope">∂C/∂a: how far off the output is, as the cost sees it.</param>
/// <param name="ActivationSlope">f′(z): near 0 where the neuron is saturated.</param>
/// <param name="Input">x, n numbers: what the neuron was shown.</param>
public sealed record Factors(double CostSlope, double ActivationSlope, ImmutableArray<double> Input);
