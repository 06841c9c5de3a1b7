using MathNet.Numerics.LinearAlgebra;
using static System.Math;

namespace NotebookLib;

/// <summary>The findings of an update check in words, each with its witness.</summary>
internal sealed class UpdateFindings(UpdateReport report, UpdateStudy study)
{
    private const string OneExample = "on one example", Descent = "downhill for every cost", Steepest = "steepest descent";
    private const string NoForm = "update is not an error δ times a fixed vector";

    public IEnumerable<UpdateFinding> All => study.Form is { } form
        ? [report.OnGradient, OnOneExample(), OnDescent(form), OnMetric(form), OnUnits(), .. OnRest(form)]
        : [report.OnGradient,
            Unknown(OneExample, $"The {NoForm} for each example, so it has no visible part that stays."),
            Unknown(Descent, $"Whether it goes downhill cannot be said for every cost: the {NoForm}."),
            Unknown(Steepest, $"Whether it is steepest descent in some metric cannot be said: the {NoForm}."),
            OnUnits(), OnRest()];

    private static UpdateFinding Unknown(string name, string sentence) => new(name, Verdict.Inconclusive, sentence);

    private static UpdateFinding Decided(string name, bool holds, string ifSo, string ifNot) =>
        holds ? new(name, Verdict.Pass, ifSo) : new(name, Verdict.Fail, ifNot);

    private static string N(double value) => Words.Number(Abs(value) < 1e-12 ? 0 : value);

    private static string N(IReadOnlyList<double> values) =>
        values.Count > 6 ? $"({Words.Commas(values.Take(5))}, …)" : $"({Words.Commas(values)})";

    private UpdateFinding OnOneExample()
    {
        var seen = report.Visible.Index().Where(one => double.IsFinite(one.Item)).OrderBy(one => one.Item).ToList();
        if (seen.Count == 0) return Unknown(OneExample, "Every input is 0: no update moves an output.");
        var ((row, least), most) = (seen[0], seen[^1].Item);
        var range = most - least <= 1e-9 * Max(Abs(least), Abs(most)) ? $"c = {N(least)}" : $"c from {N(least)} to {N(most)}";
        const string alone = "alone its outputs are those of gradient descent with c";
        return Decided(OneExample, least > 1e-12, $"On one example {alone} times the learning rate, {range}: it goes downhill.",
            $"On x = {N(study.Data.Row(row))} {alone} = {N(least)} times the learning rate: "
                + (least < -1e-12 ? "it goes uphill there, whatever the cost." : "it moves nothing that can be seen."));
    }

    private UpdateFinding OnDescent(UpdateForm form)
    {
        var (value, fails) = ($"the smallest eigenvalue of (K + Kᵀ)/2 is {N(form.Smallest.Value)}.", form.Smallest.Value < 0);
        return Decided(Descent, !fails, $"In small steps it goes downhill for every cost of the outputs: {value}",
            $"It does not go downhill for every cost: {value}{(fails ? Uphill(form) : "")}");
    }

    /// <summary>Tried: targets for which the errors at a start are the eigenvector, and one step.</summary>
    private string Uphill(UpdateForm form)
    {
        var (f, cost) = (form.Error.Activation, form.Error.Cost);
        foreach (var w in (double[][])[new double[study.Inputs.ColumnCount], study.Start])
            try
            {
                double[] z = study.WeightedInputs(w), outputs = [.. z.Select(f.Value)];
                // y = a − δ (over f′ where that is a factor), as large as targets from 0 to 1 allow.
                double[] errors = [.. form.Smallest.Vector.Zip(z, (v, t) => v / form.Error.Factor(t))];
                var size = errors.Zip(outputs, (e, a) => e > 0 ? a / e : e < 0 ? (1 - a) / -e : double.MaxValue)
                    .Where(s => s > 0).Min();
                var data = study.With(outputs.Zip(errors, (a, e) => a - 0.98 * size * e));
                double Mean(double[] at) => study.WeightedInputs(at).Zip(data.Targets, CompiledCost.For(cost, f).Cost).Average();
                double[] step = study.Sum(data)(w);
                for (var (eta, k) = (1.0, 0); k < 40; k++, eta /= 2)
                    if (Mean([.. w.Zip(step, (v, s) => v - eta * s / data.Count)]) is var after && after > Mean(w) * (1 + 1e-6))
                        return $" Tried: the {cost.Name} with the targets {N(data.TargetArray)}, from w̃ = {N(w)}, "
                            + $"rises from {N(Mean(w))} to {N(after)} in one step with η = {N(eta)}.";
            }
            catch (Exception e) when (e is ArgumentException or FormulaException
                or TrainingException or InvalidOperationException) { }              // not from here: the other start
        return "";
    }

    private UpdateFinding OnMetric(UpdateForm form)
    {
        var x = study.Inputs;
        if (form.Metric is { } p)
            return new(Steepest, Verdict.Pass, (p - Matrix<double>.Build.DenseIdentity(p.RowCount)).FrobeniusNorm() <= 1e-8
                ? "It is steepest descent in the usual metric: ũ = x̃."
                : "It is steepest descent in another metric: ũ = Px̃ with "
                    + (p.RowCount > 4 ? $"a P of {p.RowCount} × {p.RowCount} numbers."
                        : $"P = [{string.Join("; ", p.EnumerateRows().Select(Words.Commas))}]."));
        return x.Rank() < Min(x.RowCount, x.ColumnCount)
            ? Unknown(Steepest, "Whether it is steepest descent in some metric cannot be said: "
                + "the examples depend on each other and do not settle it.")
            : new(Steepest, Verdict.Fail, "It is steepest descent in no fixed metric: "
                + (x.RowCount > x.ColumnCount ? "no one symmetric positive P makes every ũ_i out of its x̃_i."
                : $"K = X̃Ũᵀ is not {(form.IsSymmetric ? "positive definite" : "symmetric")}."));
    }

    private UpdateFinding OnUnits()
    {
        const string name = "units", units = "In other units of the first input";
        var p = report.Exponent;
        var step = $"{units}, s times as many, the step of its weight scales as s^p with p = {Words.Number(Round(p, 3))}";
        return double.IsNaN(p) ? Unknown(name, $"{units} its step is no power of the units.")
            : Decided(name, Abs(p + 1) < 1e-3, $"{step}: the units do not matter.",
                $"{step}; only p = −1 leaves the learning as it was.");
    }

    /// <summary>Does it rest where a sigmoid's outputs are right?</summary>
    private UpdateFinding OnRest()
    {
        var w = study.Start;
        var still = study.Sum(study.With(study.WeightedInputs(w).Select(Activation.Sigmoid.Value)))(w).Max(Abs);
        return Decided("rest", !(still > 1e-9 * study.Sum(study.Data)(w).Max(Abs)),
            "It rests where a sigmoid's outputs are right.", "It does not rest where a sigmoid's outputs are right.");
    }

    /// <summary>Where it rests: where the outputs are right, and where the gradient rests.</summary>
    private IEnumerable<UpdateFinding> OnRest(UpdateForm form)
    {
        yield return new("rest", Verdict.Pass, $"It rests where every output is right: its error is {form.Error}.");
        if (UpdateField.AtGradientsFit(study, form) is var (fit, left))
            yield return Decided("same fit", left <= 1e-6, "It rests where the gradient rests: the same fit.",
                $"It ends at another fit: where the gradient rests, at w̃ = {N(fit)}, it still moves.");
    }
}
