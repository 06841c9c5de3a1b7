using MathNet.Numerics.LinearAlgebra;
using static System.Math;

namespace NotebookLib;

/// <summary>One finding about an update.</summary>
/// <param name="Name">What was looked at, in a word or two.</param>
/// <param name="Verdict">
/// Pass: it is so. Fail: it is not, and the sentence says where. Inconclusive: it cannot be said here.
/// </param>
/// <param name="Sentence">The finding as a sentence, with its numbers.</param>
public sealed record UpdateFinding(string Name, Verdict Verdict, string Sentence)
{
    /// <summary>The sentence after its mark: ✓, ✗ or ?.</summary>
    public override string ToString() => $"{Verdict.Mark()} {Sentence}";
}

/// <summary>
/// What one example sees of an update: ũ, which stands where the gradient has x̃, split along x̃ and square to it.
/// </summary>
/// <param name="Input">x̃, with a 1 at its end where the bias is trained.</param>
/// <param name="Step">ũ, as long as x̃; a step is −ηδũ.</param>
public sealed record UpdateParts(double[] Input, double[] Step)
{
    /// <summary>c = ũ·x̃/‖x̃‖²: the part c·x̃ moves the example's output. NaN where x̃ is 0.</summary>
    public double Visible => Dot(Input) is var square and > 0 ? Dot(Step) / square : double.NaN;

    /// <summary>‖ũ − c·x̃‖/‖x̃‖: the length of the part that does not, in lengths of x̃. NaN where x̃ is 0.</summary>
    public double Invisible => Sqrt(Step.Zip(Input, (u, x) => u - Visible * x).Sum(v => v * v) / Dot(Input));

    private double Dot(double[] v) => Input.Zip(v, (x, u) => x * u).Sum();
}

/// <summary>What <see cref="UpdateCheck"/> found. Each part is computed when it is first asked for.</summary>
public sealed class UpdateReport
{
    private const double Rounding = 1e-10;          // an eigenvalue or an asymmetry below this part of K is none

    private readonly UpdateStudy study;
    private readonly Lazy<(Verdict Verdict, string Sentence)> asField;
    private readonly Lazy<(double Value, double[] Vector)> smallest;
    private readonly Lazy<Matrix<double>?> metric;
    private readonly Lazy<double> exponent;
    private readonly Lazy<IReadOnlyList<UpdateParts>> parts;
    private readonly Lazy<IReadOnlyList<UpdateFinding>> findings;

    internal UpdateReport(UpdateStudy study)
    {
        this.study = study;
        parts = new(() =>
            [.. Enumerable.Range(0, study.Data.Count)
                .Select(i => new UpdateParts(study.Inputs.Row(i).ToArray(), study.Direction(i)))]);
        Visible = study.Form is null ? [] : [.. Parts.Select(parts => parts.Visible)];
        (asField, smallest, metric) = (new(() => UpdateField.Test(study)), new(FindSmallest), new(FindMetric));
        (exponent, findings) = (new(study.Exponent), new(() => [OfGradient(), OfVisible(), OfDescent(), OfMetric(), OfExponent(), .. OfRest()]));
    }

    /// <summary>The name of the rule; "your update" of one that was typed.</summary>
    public string Name => study.Name;

    /// <summary>
    /// What each example sees of the update, N of them. Where it is no δ times a fixed vector: at one place, with small weights,
    /// and with δ = σ(z) − y.
    /// </summary>
    public IReadOnlyList<UpdateParts> Parts => parts.Value;

    /// <summary>
    /// Is the sum of the updates over the data the gradient of any cost, also of one that knows the weights and the inputs?
    /// </summary>
    public Verdict Gradient => asField.Value.Verdict;

    /// <summary>
    /// c_i of each example, N numbers: the part of ũ_i along x̃_i, ũ_i·x̃_i/‖x̃_i‖². On that example alone the outputs are those
    /// of gradient descent with c_i times the learning rate, for steps of any size. Empty where the update is no δ times a fixed
    /// vector; NaN where x̃_i is 0.
    /// </summary>
    public IReadOnlyList<double> Visible { get; }

    /// <summary>
    /// Does it go downhill in small steps whatever the cost of the outputs is? So it does where K + Kᵀ with K = X̃Ũᵀ has no
    /// eigenvalue below 0.
    /// </summary>
    public Verdict DownhillForEveryCost => study.Form is null ? Verdict.Inconclusive : smallest.Value.Value < 0 ? Verdict.Fail : Verdict.Pass;

    /// <summary>
    /// The smallest eigenvalue of (K + Kᵀ)/2, 0 where it is one of rounding; NaN where the update is no δ times a fixed vector.
    /// </summary>
    public double SmallestEigenvalue => smallest.Value.Value;

    /// <summary>
    /// P, m × m, symmetric and positive definite, with ũ_i = Px̃_i: the update is steepest descent where the length of a step is
    /// measured by P⁻¹. Null where there is none, or where the examples do not settle it. A copy.
    /// </summary>
    public double[,]? Metric => metric.Value?.ToArray();

    /// <summary>
    /// p: in other units of the first input, s times as many, the step of its weight scales as s^p. NaN where it is no power of
    /// s.
    /// </summary>
    public double Exponent => exponent.Value;

    /// <summary>The findings as sentences, with their witnesses.</summary>
    public IReadOnlyList<UpdateFinding> Findings => findings.Value;

    /// <summary>The findings, one a line.</summary>
    public override string ToString() => string.Join('\n', Findings);

    private static string N(double value) => Words.Number(Abs(value) < 1e-12 ? 0 : value);

    private static string N(IReadOnlyList<double> values) => values.Count > 6 ? $"({Words.Commas(values.Take(5))}, …)" : $"({Words.Commas(values)})";

    /// <summary>S = (X̃Ũᵀ + ŨX̃ᵀ)/2; of many examples by its action on the span of X̃ and Ũ, outside which it is 0.</summary>
    private (double, double[]) FindSmallest()
    {
        if (study.Form is not { Directions: var u }) return (double.NaN, []);
        var (x, many) = (study.Inputs, study.Inputs.RowCount > 2 * study.Inputs.ColumnCount);
        var basis = many ? x.Append(u).QR(MathNet.Numerics.LinearAlgebra.Factorization.QRMethod.Thin).Q : null;
        var (left, right) = many ? (basis!.TransposeThisAndMultiply(x), basis.TransposeThisAndMultiply(u)) : (x, u);
        var k = left.TransposeAndMultiply(right);
        var symmetric = (k + k.Transpose()) / 2;
        var evd = symmetric.Evd(Symmetricity.Symmetric);
        var at = evd.EigenValues.Real().MinimumIndex();
        var (value, vector) = (evd.EigenValues[at].Real, evd.EigenVectors.Column(at));
        if (many) (value, vector) = (Min(value, 0), basis! * vector);
        return (Abs(value) <= Rounding * symmetric.FrobeniusNorm() ? 0 : value, vector.ToArray());
    }

    /// <summary>P = ŨᵀK⁻¹Ũ + I − Π for independent x̃_i; by least squares where they span all of w̃.</summary>
    private Matrix<double>? FindMetric()
    {
        if (study.Form is not { Directions: var u }) return null;
        var (x, rank) = (study.Inputs, study.Inputs.Rank());
        Matrix<double> p;
        if (rank == x.ColumnCount) p = x.QR(MathNet.Numerics.LinearAlgebra.Factorization.QRMethod.Thin).Solve(u).Transpose();
        else if (rank < x.RowCount) return null;
        else
        {
            var k = x.TransposeAndMultiply(u);
            if (!IsPositive(k)) return null;
            p = u.TransposeThisAndMultiply(k.Inverse()) * u + Matrix<double>.Build.DenseIdentity(x.ColumnCount)
                - x.TransposeThisAndMultiply(x.TransposeAndMultiply(x).Inverse()) * x;
        }
        return IsPositive(p) && (x * p.Transpose() - u).FrobeniusNorm() <= 1e-8 * u.FrobeniusNorm() ? p : null;
    }

    private static bool IsPositive(Matrix<double> m) => (m - m.Transpose()).FrobeniusNorm() <= 1e-8 * m.FrobeniusNorm()
        && ((m + m.Transpose()) / 2).Evd(Symmetricity.Symmetric).EigenValues.Real().Minimum() > Rounding * m.FrobeniusNorm();

    private UpdateFinding OfGradient() => new("gradient", Gradient, asField.Value.Sentence);

    private UpdateFinding OfVisible()
    {
        const string name = "on one example";
        if (Visible.Count == 0) return new(name, Verdict.Inconclusive, "The update is not an error δ times a fixed vector for each example, so it has no visible part that stays.");
        double[] known = [.. Visible.Where(double.IsFinite)];
        if (known.Length == 0) return new(name, Verdict.Inconclusive, "Every input is 0: no update moves an output.");
        var worst = Visible.Select((c, i) => (C: c, I: i)).Where(one => double.IsFinite(one.C)).MinBy(one => one.C);
        var range = known.Max() - known.Min() <= 1e-9 * known.Max(Abs) ? $"c = {N(worst.C)}" : $"c from {N(known.Min())} to {N(known.Max())}";
        return worst.C > 1e-12
            ? new(name, Verdict.Pass, $"On one example alone its outputs are those of gradient descent with c times the learning rate, {range}: it goes downhill.")
            : new(name, Verdict.Fail, $"On x = {N(study.Data.Row(worst.I))} alone its outputs are those of gradient descent with c = {N(worst.C)} times the learning rate: "
                + (worst.C < -1e-12 ? "it goes uphill there, whatever the cost." : "it moves nothing that can be seen."));
    }

    private UpdateFinding OfDescent()
    {
        const string name = "downhill for every cost";
        if (study.Form is null) return new(name, Verdict.Inconclusive, "Whether it goes downhill cannot be said for every cost: the update is not an error δ times a fixed vector.");
        return DownhillForEveryCost == Verdict.Pass
            ? new(name, Verdict.Pass, $"In small steps it goes downhill for every cost of the outputs: the smallest eigenvalue of (K + Kᵀ)/2 is {N(SmallestEigenvalue)}.")
            : new(name, Verdict.Fail, $"It does not go downhill for every cost: the smallest eigenvalue of (K + Kᵀ)/2 is {N(SmallestEigenvalue)}.{Uphill()}");
    }

    /// <summary>Tried: targets for which the errors at a start are the eigenvector, and one step.</summary>
    private string Uphill()
    {
        var (form, direction) = (study.Form!, smallest.Value.Vector);
        foreach (var w in new[] { new double[study.Inputs.ColumnCount], study.Start })
            try
            {
                double[] z = study.WeightedInputs(w), outputs = [.. z.Select(form.Activation.Value)];
                // y = a − δ (over f′ where that is a factor), as large as targets from 0 to 1 allow.
                double[] errors = [.. direction.Zip(z, (v, t) => v / (form.WithSlope ? form.Activation.Slope(t) : 1))];
                var size = errors.Zip(outputs, (e, a) => e > 0 ? a / e : e < 0 ? (1 - a) / -e : double.MaxValue).Where(s => s > 0).Min();
                var data = study.With(outputs.Zip(errors, (a, e) => a - 0.98 * size * e));
                double Mean(double[] at) => study.WeightedInputs(at).Zip(data.Targets, CompiledCost.For(form.Cost, form.Activation).Cost).Average();
                double[] step = study.Sum(data)(w);
                for (var (eta, k) = (1.0, 0); k < 40; k++, eta /= 2)
                    if (Mean([.. w.Zip(step, (v, s) => v - eta * s / data.Count)]) is var after && after > Mean(w) * (1 + 1e-6))
                        return $" Tried: the {form.Cost.Name} with the targets {N([.. data.Targets])}, from w̃ = {N(w)}, rises from {N(Mean(w))} to {N(after)} in one step with η = {N(eta)}.";
            }
            catch (Exception error) when (error is ArgumentException or FormulaException or TrainingException or InvalidOperationException) { /* not from here: the other start */ }
        return "";
    }

    private UpdateFinding OfMetric()
    {
        const string name = "steepest descent";
        if (study.Form is null) return new(name, Verdict.Inconclusive, "Whether it is steepest descent in some metric cannot be said: the update is not an error δ times a fixed vector.");
        var (x, u) = (study.Inputs, study.Form.Directions);
        if (metric.Value is { } p)
            return new(name, Verdict.Pass, (p - Matrix<double>.Build.DenseIdentity(p.RowCount)).FrobeniusNorm() <= 1e-8 ? "It is steepest descent in the usual metric: ũ = x̃."
                : $"It is steepest descent in another metric: ũ = Px̃ with {(p.RowCount <= 4 ? $"P = [{string.Join("; ", p.EnumerateRows().Select(row => Words.Commas(row)))}]" : $"a P of {p.RowCount} × {p.RowCount} numbers")}.");
        var k = x.TransposeAndMultiply(u);
        return x.Rank() < Min(x.RowCount, x.ColumnCount)
            ? new(name, Verdict.Inconclusive, "Whether it is steepest descent in some metric cannot be said: the examples depend on each other and do not settle it.")
            : new(name, Verdict.Fail, "It is steepest descent in no fixed metric: " + (x.RowCount > x.ColumnCount ? "no one symmetric positive P makes every ũ_i out of its x̃_i."
                : (k - k.Transpose()).FrobeniusNorm() > 1e-8 * k.FrobeniusNorm() ? "K = X̃Ũᵀ is not symmetric." : "K = X̃Ũᵀ is not positive definite."));
    }

    private UpdateFinding OfExponent() => double.IsNaN(Exponent)
        ? new("units", Verdict.Inconclusive, "In other units of the first input its step is no power of the units.")
        : new("units", Abs(Exponent + 1) < 1e-3 ? Verdict.Pass : Verdict.Fail, $"In other units of the first input, s times as many, the step of its weight scales as s^p with p = {Words.Number(Round(Exponent, 3) + 0.0)}"
            + (Abs(Exponent + 1) < 1e-3 ? ": the units do not matter." : "; only p = −1 leaves the learning as it was."));

    /// <summary>Where it rests: where the outputs are right, and where the gradient rests.</summary>
    private IEnumerable<UpdateFinding> OfRest()
    {
        const string name = "rest";
        var w = study.Start;
        if (study.Form is not { } form)
        {
            var still = study.Sum(study.With(study.WeightedInputs(w).Select(Activation.Sigmoid.Value)))(w).Max(Abs);
            yield return still > 1e-9 * study.Sum(study.Data)(w).Max(Abs)
                ? new(name, Verdict.Fail, "It does not rest where a sigmoid's outputs are right.") : new(name, Verdict.Pass, "It rests where a sigmoid's outputs are right.");
            yield break;
        }
        yield return new(name, Verdict.Pass, "It rests where every output is right: "
            + $"its error is δ = {form.Activation.OutputInWords} − y{(form.WithSlope ? ", times f′(z)" : "")}.");
        if (UpdateField.AtGradientsFit(study, form) is not var (fit, left)) yield break;
        yield return left <= 1e-6
            ? new("same fit", Verdict.Pass, "It rests where the gradient rests: the same fit.")
            : new("same fit", Verdict.Fail, $"It ends at another fit: where the gradient rests, at w̃ = {N(fit)}, it still moves.");
    }
}
