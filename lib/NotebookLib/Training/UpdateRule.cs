using System.Linq.Expressions;
using System.Runtime.CompilerServices;

namespace NotebookLib;

/// <summary>How a step is made: a value with a name, a formula and a source. The parameters are w̃ = (w, b), n + 1 numbers;
/// everything in a step comes from the same old w̃, and means are over the examples of the step.</summary>
/// <remarks>A rule is three things: the gradient it looks at (mean δ x̃, or another u in place of the input x), the direction
/// that it makes of it (the same, with a memory, by a metric), and the coordinates in which it steps. Rules never change:
/// <see cref="With"/>, <see cref="WithMomentum"/> and <see cref="Reparametrised"/> give new ones.</remarks>
public sealed partial class UpdateRule
{
    private readonly Stepper stepper;
    private readonly Func<Dataset, bool, double[]>? directions;

    private UpdateRule(string name, string latex, string source, Stepper stepper,
        Func<Dataset, bool, double[]>? directions = null, WeightMap? coordinates = null) =>
        (Name, Latex, Source, this.stepper, this.directions, Coordinates) =
            (name, latex, source, stepper, directions, coordinates);

    /// <summary>The name, as charts and tables show it.</summary>
    public string Name { get; }

    /// <summary>The formula of a step in LaTeX, without dollar signs.</summary>
    public string Latex { get; }

    /// <summary>Whose rule it is, in a few words.</summary>
    public string Source { get; }

    /// <summary>w = φ(v) where the rule steps in v; null where it steps in w.</summary>
    internal WeightMap? Coordinates { get; }

    /// <summary>Gradient descent: Δw̃ = −η ∇C.</summary>
    public static UpdateRule Gradient { get; } =
        new("gradient", @"\Delta \tilde w = -\eta\,\nabla C", "Cauchy 1847", new Straight());

    /// <summary>The input left out: Δw_j = −η mean δ. For one example it goes uphill whenever Σx_j + 1 &lt; 0 (without a
    /// bias: Σx_j &lt; 0).</summary>
    public static UpdateRule WithoutInput { get; } = new("without the input", @"\Delta w_j = -\eta\,\overline{\delta}",
        "the question taken at its word (Nielsen, ch. 3)", new Straight(), (data, _) => Directions.Each(data, _ => 1));

    /// <summary>The sign of the input for the input: Δw_j = −η mean δ sgn(x_j), with sgn(0) = 0. Not the gradient of any cost;
    /// for one example it goes downhill, for several it need not.</summary>
    public static UpdateRule SignOfInput { get; } =
        new("sign of the input", @"\Delta w_j = -\eta\,\overline{\delta \operatorname{sgn} x_j}",
        "the signed regressor of adaptive filtering (Sethares 1992)", new Straight(), (data, _) =>
            Directions.Each(data, x => Math.Sign(x)));

    /// <summary>The input over its square length: Δw = −η mean δ x/‖x‖², with (x, 1) for x where the bias is trained. An input of
    /// length 0 moves nothing.</summary>
    public static UpdateRule NormalizedLms { get; } =
        new("normalised LMS", @"\Delta \tilde w = -\eta\,\overline{\delta\,\tilde x / \lVert \tilde x \rVert^2}",
        "Nagumo and Noda 1967", new Straight(), Directions.OverSquareLength);

    /// <summary>The natural gradient: Δw̃ = −η G⁻¹∇C with G = mean f′(z) x̃x̃ᵀ, the Fisher information where f is the canonical
    /// link (sigmoid, identity, exp). Needs n + 1 independent examples and an increasing f. <c>With(damping: λ)</c> takes G + λI,
    /// which is no longer independent of units; the default λ is 0.</summary>
    public static UpdateRule NaturalGradient { get; } = new("natural gradient",
        @"\Delta \tilde w = -\eta\,G^{-1}\nabla C,\quad G = \overline{f'(z)\,\tilde x \tilde x^{\mathsf T}}", "Amari 1998",
            new Metric(Weight.Slope));

    /// <summary>Steepest descent where a step is measured by how far it moves the outputs: Δw̃ = −η G⁻¹∇C with G = mean f′(z)²
    /// x̃x̃ᵀ. On n + 1 independent examples da_i/dt = −∂C/∂a_i: neither f′ nor the input is left, so that the quadratic cost
    /// learns as a_i = y_i + (a_i(0) − y_i)e⁻ᵗ. Its sibling <see cref="NaturalGradient"/> has f′ for f′². Needs n + 1 independent
    /// examples. <c>With(damping: λ)</c> takes G + λI; the default λ is 0.</summary>
    public static UpdateRule SteepestInOutputs { get; } = new("steepest in the outputs",
        @"\Delta \tilde w = -\eta\,G^{-1}\nabla C,\quad G = \overline{f'(z)^2\,\tilde x \tilde x^{\mathsf T}}",
        "for the quadratic cost the method of Gauss and Newton", new Metric(Weight.SlopeSquared));

    /// <summary>Newton's method: Δw̃ = −η H⁻¹∇C with H = mean ∂δ/∂z x̃x̃ᵀ, the Hessian of the mean cost. Where H is not
    /// positive definite it goes to a saddle or a maximum as readily as to a minimum. <c>With(damping: λ)</c> takes H + λI; the
    /// default λ is 0.</summary>
    public static UpdateRule Newton { get; } = new("Newton",
        @"\Delta \tilde w = -\eta\,H^{-1}\nabla C,"
            + @"\quad H = \overline{\tfrac{\partial \delta}{\partial z}\,\tilde x \tilde x^{\mathsf T}}",
        "Newton; for cross-entropy also known as iteratively reweighted least squares", new Metric(Weight.Bend));

    /// <summary>RMSProp: v ← ρv + (1 − ρ)g² and Δw̃_j = −η g_j/(√v_j + ε), v from 0, ρ = 0.9
    /// (<c>With(decay: …)</c>), ε = 1e-8.</summary>
    public static UpdateRule RmsProp { get; } = new("RMSProp", @"\Delta \tilde w_j = -\eta\,\frac{g_j}{\sqrt{v_j} + \varepsilon}",
        "Tieleman and Hinton 2012", new RmsProp(0.9, 1e-8));

    /// <summary>Adam: running means m of g and v of g², freed of their start at 0, and Δw̃_j = −η m̂_j/(√v̂_j + ε), β₁ = 0.9, β₂
    /// = 0.999, ε = 1e-8 (<c>With(epsilon: 0)</c>).</summary>
    public static UpdateRule Adam { get; } =
        new("Adam", @"\Delta \tilde w_j = -\eta\,\frac{\hat m_j}{\sqrt{\hat v_j} + \varepsilon}",
        "Kingma and Ba 2015", new Adam(0.9, 0.999, 1e-8));

    /// <summary>Exponentiated gradient: w_j ← w_j e^(−η ∂C/∂w_j) for weights above 0; the bias takes the
    /// plain gradient.</summary>
    public static UpdateRule Exponentiated { get; } =
        new("exponentiated gradient", @"w_j \leftarrow w_j\,e^{-\eta\,\partial C/\partial w_j}",
        "Kivinen and Warmuth 1997", new Straight(), coordinates: WeightMap.Logarithm);

    /// <summary>Gradient descent on v where w_j = v_jᵏ; the bias takes the plain gradient, the weights must start above 0, and k
    /// = 1 is the gradient.</summary>
    /// <exception cref="ArgumentException">k is below 1.</exception>
    /// <remarks>Amid and Warmuth 2020 show the kinship of w = v² with <see cref="Exponentiated"/>.</remarks>
    public static UpdateRule Power(int k)
    {
        Require.That(k >= 1, $"Power({k}): w = v^k needs a k of 1 or more, for example Power(2).");
        return new($"gradient on v, w = v{Superscript(k)}",
            $@"w_j = v_j^{{{k}}},\quad \Delta v_j = -\eta\,{k} v_j^{{{k - 1}}}\,\frac{{\partial C}}{{\partial w_j}}",
            "Amid and Warmuth 2020", new Straight(), coordinates: WeightMap.Power(k));
    }

    /// <summary>The same rule, stepping in v where w_j = φ(v_j), for example <c>v => Exp(v)</c>, by the chain rule ∂C/∂v_j =
    /// φ′(v_j) ∂C/∂w_j; the bias stays as it is. Each starting weight must be a value of φ, where its slope is not 0.</summary>
    /// <exception cref="FormulaException">The lambda holds something that has no formula.</exception>
    /// <exception cref="ArgumentException">The rule is one by a metric, which changes coordinates itself.</exception>
    public UpdateRule Reparametrised(Expression<Func<double, double>> map,
        [CallerArgumentExpression(nameof(map))] string source = "")
    {
        Require.That(map is not null, $"Reparametrised needs a map from v to w, for example v => Exp(v).");
        Require.That(!stepper.UsesMetric, $"The rule \"{Name}\" undoes every change of coordinates by its metric; "
            + $"reparametrise another one, for example UpdateRule.Gradient.");
        var phi = FromLambda.Read(map, source, "v");
        return new($"{Name} on v, w = {phi}", $@"w_j = {phi.ToLatex()},\quad \text{{on }} v\text{{: }} {Latex}", Source, stepper,
            directions, WeightMap.Of(phi).After(Coordinates));
    }

    /// <summary>The same rule with a memory of its steps, 0 ≤ μ &lt; 1: Δ_k = step + μ Δ_{k−1} (in v, where the rule steps in v).
    /// A Schedule scales the memory too.</summary>
    /// <exception cref="ArgumentException">μ is out of its range.</exception>
    /// <remarks>The heavy ball of Polyak 1964.</remarks>
    public UpdateRule WithMomentum(double mu)
    {
        Require.That(mu is >= 0 and < 1, $"The momentum is {mu:G6}; it must be from 0 to below 1, for example 0.9.");
        var μ = Require.Text(mu);
        return new($"{Name}, momentum {μ}", $@"{Latex}\;+\;{μ}\,\Delta_{{k-1}}", $"{Source}; momentum: Polyak 1964",
            new Momentum(stepper, mu), directions, Coordinates);
    }

    /// <summary>The same rule with other constants; what is left out stays: ε ≥ 0 of RMSProp and Adam, β₁ and β₂ of Adam and the
    /// decay ρ of RMSProp, from 0 to below 1, the damping λ ≥ 0 of the rules by a metric.</summary>
    /// <exception cref="ArgumentException">The rule has no such constant, or it is out of its range.</exception>
    public UpdateRule With(double? epsilon = null, double? beta1 = null, double? beta2 = null, double? decay = null,
        double? damping = null)
    {
        var (name, changed) = (Name, stepper);
        foreach (var (constant, symbol, value, below) in ((string, string, double?, double)[])
        [
            ("epsilon", "ε", epsilon, double.MaxValue), ("beta1", "β₁", beta1, 1), ("beta2", "β₂", beta2, 1),
            ("decay", "ρ", decay, 1), ("damping", "λ", damping, double.MaxValue),
        ])
        {
            if (value is not { } number) continue;
            Require.That(number >= 0 && number < below, $"{constant} is {number:G6}; "
                + $"it must be {(below == 1 ? "from 0 to below 1" : "a number from 0 up")}.");
            changed = changed.With(constant, number)
                ?? throw new ArgumentException($"The rule \"{Name}\" has no {constant}: epsilon belongs to RMSProp and Adam, "
                    + "beta1 and beta2 to Adam, decay to RMSProp, damping to the natural gradient, "
                    + "the steepest in the outputs and Newton.");
            name += $", {symbol} = {Require.Text(number)}";
        }
        return new(name, Latex, Source, changed, directions, Coordinates);
    }

    /// <summary>The name, for example "Adam, ε = 0".</summary>
    public override string ToString() => Name;

    /// <summary>Does it step against mean δ u and nothing else, with no memory, metric or other coordinates?</summary>
    internal bool IsStraight => stepper is Straight && Coordinates is null;

    /// <summary>A layer hands its rule the gradient of each neuron, and no more.</summary>
    internal void RequireGradientAlone()
    {
        Require.That(directions is null && !stepper.NeedsExamples, $"The rule \"{Name}\" looks at the examples of one neuron; "
            + $"a layer takes rules that need the gradient alone: Gradient, RmsProp, Adam, Power(k), Exponentiated, "
            + $"or one of your own from UpdateRule.Define(\"…\", u => …).");
    }

    /// <summary>Begins a run: a rule with a memory begins with an empty one.</summary>
    internal Direction Start(RuleRun run) => stepper.Start(run);

    /// <summary>The ũ_i of a rule that goes against mean δ_i ũ_i, N rows of n + 1 numbers; null where they are
    /// the inputs and 1.</summary>
    internal double[]? DirectionsFor(Dataset data, bool trainBias) => directions?.Invoke(data, trainBias);

    private static string Superscript(int k) => string.Concat($"{k}".Select(digit => "⁰¹²³⁴⁵⁶⁷⁸⁹"[digit - '0']));
}
