namespace NotebookLib;

/// <summary>One update as a rule sees it: everything is from the same old w̃, m rows (one a neuron) of n + 1
/// numbers, the bias last.</summary>
/// <param name="Parameters">w̃, or v where the rule steps in other coordinates.</param>
/// <param name="Gradient">What to go against (0 for a bias that is not trained).</param>
/// <param name="Rows">The rows of the batch; none where it is all rows.</param>
/// <param name="Rate">η of this update.</param>
/// <param name="Update">1 for the first update of the run.</param>
internal readonly record struct Moment(double[] Parameters, double[] Gradient, ArraySegment<int> Rows, double Rate, int Update);

/// <summary>What the step goes against, d in w̃ ← w̃ − η d; null where there is none, and then the run has the reason.</summary>
internal delegate double[]? Direction(in Moment now);

/// <summary>What a rule knows of the run that it begins: m neurons of n inputs, and the examples of one neuron for rules that
/// look at more than the gradient.</summary>
internal sealed record RuleRun(string Rule, bool TrainBias, int InputCount, int Neurons, RuleExamples? Examples = null)
{
    /// <summary>All parameters: m (n + 1).</summary>
    public int Count => Neurons * (InputCount + 1);

    /// <summary>Why the rule has no step, in a sentence.</summary>
    public string? Reason { get; private set; }

    public double[]? NoStep(string reason)
    {
        Reason = reason;
        return null;
    }

    /// <summary>Is parameter j a bias?</summary>
    public bool IsBias(int j) => j % (InputCount + 1) == InputCount;

    public void ClearBiases(double[] gradient)
    {
        for (var j = InputCount; j < gradient.Length; j += InputCount + 1) gradient[j] = 0;
    }
}

/// <summary>The examples of one neuron.</summary>
internal sealed record RuleExamples(CompiledCost Compiled, Activation Activation, Dataset Data);

/// <summary>How a rule turns a gradient into a direction, as a value.</summary>
internal abstract record Stepper
{
    public abstract Direction Start(RuleRun run);

    /// <summary>Does it take the metric from the data, so that other coordinates change nothing?</summary>
    public virtual bool UsesMetric => false;

    /// <summary>Does it look at the examples themselves, not at their gradient alone?</summary>
    public virtual bool NeedsExamples => false;

    /// <summary>With another constant, or null where it has none of that name.</summary>
    public virtual Stepper? With(string constant, double value) => null;
}

/// <summary>The gradient itself.</summary>
internal sealed record Straight : Stepper
{
    public override Direction Start(RuleRun run) => (in Moment now) => now.Gradient;
}

/// <summary>v ← ρv + (1 − ρ)g², d = g/(√v + ε). Where g is 0, nothing moves (0/0 with ε = 0).</summary>
internal sealed record RmsProp(double Decay, double Epsilon) : Stepper
{
    public override Direction Start(RuleRun run)
    {
        var (v, d) = (new double[run.Count], new double[run.Count]);
        return (in Moment now) =>
        {
            for (var j = 0; j < d.Length; j++)
            {
                var g = now.Gradient[j];
                v[j] = Decay * v[j] + (1 - Decay) * g * g;
                d[j] = g == 0 ? 0 : g / (Math.Sqrt(v[j]) + Epsilon);
            }
            return d;
        };
    }

    public override Stepper? With(string constant, double value) =>
        constant == "decay" ? this with { Decay = value } : constant == "epsilon" ? this with { Epsilon = value } : null;
}

/// <summary>m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², d = m̂/(√v̂ + ε) with m̂ = m/(1 − β₁ᵏ), v̂ = v/(1 − β₂ᵏ).</summary>
internal sealed record Adam(double Beta1, double Beta2, double Epsilon) : Stepper
{
    public override Direction Start(RuleRun run)
    {
        var (m, v, d) = (new double[run.Count], new double[run.Count], new double[run.Count]);
        var (power1, power2) = (1.0, 1.0);                  // β₁ᵏ, β₂ᵏ
        return (in Moment now) =>
        {
            (power1, power2) = (power1 * Beta1, power2 * Beta2);
            for (var j = 0; j < d.Length; j++)
            {
                var g = now.Gradient[j];
                m[j] = Beta1 * m[j] + (1 - Beta1) * g;
                v[j] = Beta2 * v[j] + (1 - Beta2) * g * g;
                d[j] = m[j] == 0 ? 0 : m[j] / (1 - power1) / (Math.Sqrt(v[j] / (1 - power2)) + Epsilon);
            }
            return d;
        };
    }

    public override Stepper? With(string constant, double value) => constant switch
    {
        "beta1" => this with { Beta1 = value },
        "beta2" => this with { Beta2 = value },
        "epsilon" => this with { Epsilon = value },
        _ => null,
    };
}

/// <summary>d ← inner direction + μd.</summary>
internal sealed record Momentum(Stepper Inner, double Mu) : Stepper
{
    public override Direction Start(RuleRun run)
    {
        var (inner, d) = (Inner.Start(run), new double[run.Count]);
        return (in Moment now) =>
        {
            if (inner(now) is not { } step) return null;
            for (var j = 0; j < d.Length; j++) d[j] = step[j] + Mu * d[j];
            return d;
        };
    }

    public override bool UsesMetric => Inner.UsesMetric;

    public override bool NeedsExamples => Inner.NeedsExamples;

    public override Stepper? With(string constant, double value) =>
        Inner.With(constant, value) is { } inner ? this with { Inner = inner } : null;
}
