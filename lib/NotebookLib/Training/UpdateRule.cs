namespace NotebookLib;

/// <summary>
/// How a gradient becomes a step: a value with a name, a formula and a function. The parameters are w̃ = (w, b), n + 1 numbers.
/// </summary>
public sealed class UpdateRule
{
    private UpdateRule(string name, string latex, Func<Step> start) => (Name, Latex, Start) = (name, latex, start);

    /// <summary>The name, as charts and tables show it.</summary>
    public string Name { get; }

    /// <summary>The formula of a step in LaTeX, without dollar signs.</summary>
    public string Latex { get; }

    /// <summary>Begins a run: a rule with a memory (momentum, Adam) begins with an empty one.</summary>
    internal Func<Step> Start { get; }

    /// <summary>Changes the parameters in place, given the mean gradient (n + 1 numbers, the bias last) and η.</summary>
    internal delegate void Step(Span<double> parameters, ReadOnlySpan<double> gradient, double eta);

    /// <summary>Gradient descent: Δw = −η ∇C (Cauchy 1847).</summary>
    public static UpdateRule Gradient { get; } = new("gradient", @"\Delta w = -\eta\,\nabla C", () => (w, g, eta) =>
    {
        for (var j = 0; j < w.Length; j++) w[j] -= eta * g[j];
    });

    /// <inheritdoc/>
    public override string ToString() => Name;
}
