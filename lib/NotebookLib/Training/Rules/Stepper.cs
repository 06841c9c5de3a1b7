namespace NotebookLib;

/// <summary>One update as a rule sees it: everything is from the same old w̃ = (w, b). The rule changes <see cref="Parameters"/> in place.</summary>
internal readonly ref struct Moment
{
    /// <summary>w̃, n + 1 numbers, the bias last.</summary>
    public required Span<double> Parameters { get; init; }

    /// <summary>What to go against, n + 1 numbers, the bias last (0 where the bias is not trained).</summary>
    public required ReadOnlySpan<double> Gradient { get; init; }

    /// <summary>η of this update.</summary>
    public required double Rate { get; init; }

    /// <summary>1 for the first update of the run.</summary>
    public required int Update { get; init; }

    /// <summary>The rows of the batch; none where it is all rows.</summary>
    public required ReadOnlySpan<int> Rows { get; init; }

    /// <summary>z of each row of the batch, in its order.</summary>
    public required ReadOnlySpan<double> WeightedInputs { get; init; }

    /// <summary>The same update on other parameters or against something else.</summary>
    public Moment With(Span<double> parameters, ReadOnlySpan<double> gradient) =>
        new() { Parameters = parameters, Gradient = gradient, Rate = Rate, Update = Update, Rows = Rows, WeightedInputs = WeightedInputs };
}

/// <summary>Changes the parameters in place.</summary>
internal delegate void Step(in Moment now);

/// <summary>What a rule knows of the run that it begins.</summary>
internal sealed record RuleRun(string Rule, int InputCount, bool TrainBias, RuleExamples? Examples = null)
{
    /// <summary>n + 1.</summary>
    public int Count => InputCount + 1;
}

/// <summary>The examples of one neuron, for rules that look at more than the gradient.</summary>
internal sealed record RuleExamples(CompiledCost Compiled, Activation Activation, Dataset Data);

/// <summary>How a rule steps, as a value.</summary>
internal abstract record Stepper
{
    public abstract Step Start(RuleRun run);

    /// <summary>Does it take the metric from the data, so that other coordinates change nothing?</summary>
    public virtual bool UsesMetric => false;

    /// <summary>Does it look at the examples themselves, not at their gradient alone?</summary>
    public virtual bool NeedsExamples => false;

    /// <summary>With another constant, or null where it has none of that name.</summary>
    public virtual Stepper? With(string constant, double value) => null;

    public virtual Stepper WithMomentum(double mu) => new Momentum(this, mu);
}

/// <summary>w̃ ← w̃ − ηg.</summary>
internal sealed record Straight : Stepper
{
    public override Step Start(RuleRun run) => (in Moment now) => Numbers.AddScaled(now.Parameters, -now.Rate, now.Gradient);
}

/// <summary>v ← ρv + (1 − ρ)g², w̃ ← w̃ − ηg/(√v + ε). Where g is 0, nothing moves (0/0 with ε = 0).</summary>
internal sealed record RmsProp(double Decay, double Epsilon) : Stepper
{
    public override Step Start(RuleRun run)
    {
        var v = new double[run.Count];
        return (in Moment now) =>
        {
            for (var j = 0; j < v.Length; j++)
            {
                var g = now.Gradient[j];
                v[j] = Decay * v[j] + (1 - Decay) * g * g;
                if (g != 0) now.Parameters[j] -= now.Rate * g / (Math.Sqrt(v[j]) + Epsilon);
            }
        };
    }

    public override Stepper? With(string constant, double value) => constant switch
    {
        "decay" => this with { Decay = value },
        "epsilon" => this with { Epsilon = value },
        _ => null,
    };
}

/// <summary>m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², w̃ ← w̃ − η m̂/(√v̂ + ε) with m̂ = m/(1 − β₁ᵏ), v̂ = v/(1 − β₂ᵏ).</summary>
internal sealed record Adam(double Beta1, double Beta2, double Epsilon) : Stepper
{
    public override Step Start(RuleRun run)
    {
        var (m, v) = (new double[run.Count], new double[run.Count]);
        var (power1, power2) = (1.0, 1.0);                  // β₁ᵏ, β₂ᵏ
        return (in Moment now) =>
        {
            (power1, power2) = (power1 * Beta1, power2 * Beta2);
            for (var j = 0; j < v.Length; j++)
            {
                var g = now.Gradient[j];
                m[j] = Beta1 * m[j] + (1 - Beta1) * g;
                v[j] = Beta2 * v[j] + (1 - Beta2) * g * g;
                if (m[j] != 0) now.Parameters[j] -= now.Rate * (m[j] / (1 - power1)) / (Math.Sqrt(v[j] / (1 - power2)) + Epsilon);
            }
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

/// <summary>Δ ← step + μΔ, w̃ ← w̃ + Δ.</summary>
internal sealed record Momentum(Stepper Inner, double Mu) : Stepper
{
    public override Step Start(RuleRun run)
    {
        var (inner, last, old) = (Inner.Start(run), new double[run.Count], new double[run.Count]);
        return (in Moment now) =>
        {
            now.Parameters.CopyTo(old);
            inner(now);
            for (var j = 0; j < last.Length; j++)
            {
                last[j] = now.Parameters[j] - old[j] + Mu * last[j];
                now.Parameters[j] = old[j] + last[j];
            }
        };
    }

    public override bool UsesMetric => Inner.UsesMetric;

    public override bool NeedsExamples => Inner.NeedsExamples;

    public override Stepper? With(string constant, double value) => Inner.With(constant, value) is { } inner ? this with { Inner = inner } : null;
}
