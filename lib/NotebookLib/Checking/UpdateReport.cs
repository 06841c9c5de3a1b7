namespace NotebookLib;

/// <summary>One finding about an update.</summary>
/// <param name="Name">What was looked at, in a word or two.</param>
/// <param name="Verdict">Pass: it is so. Fail: it is not, the sentence says where. Inconclusive: it cannot be said here.</param>
/// <param name="Sentence">The finding as a sentence, with its numbers.</param>
public sealed record UpdateFinding(string Name, Verdict Verdict, string Sentence)
{
    /// <summary>The sentence after its mark: ✓, ✗ or ?.</summary>
    public override string ToString() => $"{Verdict.Mark()} {Sentence}";
}

/// <summary>What one example sees of an update: ũ, in the place of the gradient's x̃, split along x̃ and square to it.</summary>
/// <param name="Input">x̃, with a 1 at its end where the bias is trained.</param>
/// <param name="Step">ũ, as long as x̃; a step is −ηδũ.</param>
public sealed record UpdateParts(double[] Input, double[] Step)
{
    /// <summary>c = ũ·x̃/‖x̃‖²: the part c·x̃ moves the example's output. NaN where x̃ is 0.</summary>
    public double Visible => Dot(Input) is var square and > 0 ? Dot(Step) / square : double.NaN;

    /// <summary>‖ũ − c·x̃‖/‖x̃‖: the length of the part that does not, in lengths of x̃. NaN where x̃ is 0.</summary>
    public double Invisible => Math.Sqrt(Step.Zip(Input, (u, x) => u - Visible * x).Sum(v => v * v) / Dot(Input));

    private double Dot(double[] v) => Input.Zip(v, (x, u) => x * u).Sum();
}

/// <summary>What <see cref="UpdateCheck"/> found. Each part is computed when it is first asked for.</summary>
public sealed class UpdateReport
{
    private readonly UpdateStudy study;
    private readonly Lazy<double> exponent;

    internal UpdateReport(UpdateStudy study)
    {
        (this.study, exponent) = (study, new(study.FindExponent));
        Visible = study.Form is null ? [] : [.. study.Parts().Select(parts => parts.Visible)];
    }

    /// <summary>The name of the rule; "your update" of one that was typed.</summary>
    public string Name => study.Name;

    /// <summary>What each example sees of the update, N of them. Where it is no δ times a fixed vector: at one place, with small
    /// weights, and with δ = σ(z) − y.</summary>
    public IReadOnlyList<UpdateParts> Parts => field ??= [.. study.Parts()];

    /// <summary>Is the sum of the updates over the data the gradient of any cost, also of one that knows w̃ and x̃?</summary>
    public Verdict Gradient => OnGradient.Verdict;

    internal UpdateFinding OnGradient => field ??= UpdateField.Test(study);

    /// <summary>c_i of each example, N numbers: the part of ũ_i along x̃_i, ũ_i·x̃_i/‖x̃_i‖². On that example alone the outputs
    /// are those of gradient descent with c_i times the learning rate, for steps of any size. Empty where the update is no δ
    /// times a fixed vector; NaN where x̃_i is 0.</summary>
    public IReadOnlyList<double> Visible { get; }

    /// <summary>Does it go downhill in small steps whatever the cost of the outputs is? So it does where K + Kᵀ with K = X̃Ũᵀ has
    /// no eigenvalue below 0.</summary>
    public Verdict DownhillForEveryCost =>
        study.Form is null ? Verdict.Inconclusive : SmallestEigenvalue < 0 ? Verdict.Fail : Verdict.Pass;

    /// <summary>The smallest eigenvalue of (K + Kᵀ)/2, 0 where it is one of rounding; NaN where the update is no δ times a fixed
    /// vector.</summary>
    public double SmallestEigenvalue => study.Form?.Smallest.Value ?? double.NaN;

    /// <summary>P, m × m, symmetric and positive definite, with ũ_i = Px̃_i: the update is steepest descent where the length of a
    /// step is measured by P⁻¹. Null where there is none, or where the examples do not settle it. A copy.</summary>
    public double[,]? Metric => study.Form?.Metric?.ToArray();

    /// <summary>p: in other units of the first input, s times as many, the step of its weight scales as s^p. NaN where it is no
    /// power of s.</summary>
    public double Exponent => exponent.Value;

    /// <summary>The findings as sentences, with their witnesses.</summary>
    public IReadOnlyList<UpdateFinding> Findings => field ??= [.. new UpdateFindings(this, study).All];

    /// <summary>The findings, one a line.</summary>
    public override string ToString() => string.Join('\n', Findings);
}
