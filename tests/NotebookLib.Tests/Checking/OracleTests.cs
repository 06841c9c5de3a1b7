using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using static System.Math;

namespace NotebookLib.Tests.Checking;

/// <summary>An oracle that is not ours: generated costs with six activations, each finding of the cost check, the verdict of the
/// derivation and each diagnosis beside dense numbers computed another way, from the compiled lambda and activations written out
/// here.</summary>
/// <remarks>The numbers see less than the library: a is a double, so a sigmoid's or tanh's are looked at for |z| ≤ 14, and a
/// difference has its own error. A disagreement is one that is larger than that. A fixed small set in every run; 2,000 costs
/// with <c>NOTEBOOKLIB_LONG=1</c>.</remarks>
public class OracleTests
{
    private sealed record Own(Activation Activation, Func<double, double> F, double From, double To)
    {
        public double[] Z { get; } = [.. Enumerable.Range(0, 2001).Select(i => From + (To - From) * i / 2000.0)];
    }

    private static readonly Own[] Activations =
    [
        new(Activation.Sigmoid, z => 1 / (1 + Exp(-z)), -14, 14), new(Activation.Tanh, Tanh, -7, 7),
        new(Activation.Identity, z => z, -20, 20),
        new(Activation.Exp, Exp, -14, 6), new(Activation.Relu, z => Max(0, z), -20, 20),
        new(Activation.Softplus, Softplus, -14, 20),
    ];

    private static readonly Own[] OfOnesOwn =
    [
        new(Activation.Define("leaky", z => z > 0 ? z : 0.1 * z), z => z > 0 ? z : 0.1 * z, -20, 20),
        new(Activation.Define("softsign", z => z / (1 + Abs(z))), z => z / (1 + Abs(z)), -20, 20),
    ];

    /// <summary>ln(1 + eᶻ), where eᶻ is small by its series.</summary>
    private static double Softplus(double z) => Math.Max(z, 0) + (Exp(-Abs(z)) is var e && e > 1e-3
        ? Log(1 + e) : e * (1 - e * (1.0 / 2 - e * (1.0 / 3 - e * (1.0 / 4 - e / 5)))));

    /// <summary>A slope by differences with an error bar: steps h and h/2, and the rounding of the values.</summary>
    private static (double Value, double Error) Slope(Func<double, double> f, double t)
    {
        const double h = 1e-3;
        double up = f(t + h), down = f(t - h), wide = (up - down) / (2 * h), narrow = (f(t + h / 2) - f(t - h / 2)) / h;
        return ((4 * narrow - wide) / 3, Abs(wide - narrow) + 4e-16 / h * (Abs(up) + Abs(down) + Abs(f(t))) * 10);
    }

    private static double Stated(string sentence, string before) =>
        Regex.Match(sentence, before + @"(-?[0-9.]+(e-?[0-9]+)?)") is { Success: true } match
        ? double.Parse(match.Groups[1].Value.TrimEnd('.'), CultureInfo.InvariantCulture) : double.NaN;

    /// <summary>The first and the last cost: in the long run all 2,000, or those of <c>NOTEBOOKLIB_COSTS=500-999</c>.</summary>
    private static (int First, int Last) Range =>
        Environment.GetEnvironmentVariable("NOTEBOOKLIB_COSTS")?.Split('-') is [var first, var last]
            ? (int.Parse(first), int.Parse(last))
        : Environment.GetEnvironmentVariable("NOTEBOOKLIB_LONG") == "1" ? (0, 1999) : (0, 11);

    [Fact]
    public void Findings_agree_with_dense_numbers()
    {
        var (first, last) = Range;
        var generated = new GeneratedCosts(2);
        // all are drawn, so that each has its number
        var all = Enumerable.Range(0, last + 1).Select(generated.Next).ToArray();
        Agree(all[first..], Activations);
    }

    /// <summary>The costs of textbooks and papers, as a learner types them; without NOTEBOOKLIB_LONG every fifth.</summary>
    [Fact]
    public void Findings_on_known_costs_agree_with_dense_numbers() =>
        Agree(KnownCosts.All.Where((_, i) => Environment.GetEnvironmentVariable("NOTEBOOKLIB_LONG") == "1" || i % 5 == 0)
            .Select(lambda => (Cost.Define(lambda.Body.ToString(), lambda, ""), lambda.Compile())),
            [.. Activations, .. OfOnesOwn]);

    private static void Agree(IEnumerable<(Cost Cost, Func<double, double, double> Value)> costs, Own[] activations)
    {
        List<string> disagreements = [];
        var slowest = (Seconds: 0.0, Where: "");
        int compared = 0, all = 0, count = 0;
        foreach (var (cost, value) in costs)
        {
            var random = new Random(count++);
            foreach (var own in activations)
            {
                var where = $"{cost.Name}, {own.Activation.Name}";
                var clock = Stopwatch.StartNew();
                var report = CostCheck.Run(cost, own.Activation);
                if (clock.Elapsed.TotalSeconds > slowest.Seconds) slowest = (clock.Elapsed.TotalSeconds, where);
                string? OfFinding(Finding finding) =>
                    Contradiction(report, finding, value, own) is var text && text?.Length > 0 ? $"{finding} But {text}" : text;
                string?[] compares = [.. report.Findings.Select(OfFinding), OfDerivation(cost, value, own),
                    OfDiagnosis(cost, own, random)];
                (all, compared) = (all + compares.Length, compared + compares.Count(text => text is not null));
                disagreements.AddRange(compares.Where(text => !string.IsNullOrEmpty(text)).Select(text => $"{where}: {text}"));
            }
        }
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{count} costs: {compared} of {all} compared, {disagreements.Count} disagreements; "
            + $"the slowest took {slowest.Seconds:F1} s: {slowest.Where}"));
        Assert.True(disagreements.Count == 0,
            $"{disagreements.Count} of {compared} compared, {all} in all:\n{string.Join('\n', disagreements.Take(200))}");
        Assert.True(compared >= 0.8 * all, $"compared {compared} of {all}");
        Assert.True(slowest.Seconds < 5, slowest.ToString());
    }

    /// <summary>Null where the numbers cannot say, "" where they agree.</summary>
    private static string? Contradiction(CostReport report, Finding finding, Func<double, double, double> value, Own own)
    {
        if (finding.Verdict == Verdict.Inconclusive) return "";                  // says nothing, and so nothing false
        var (passes, sentence) = (finding.Verdict == Verdict.Pass, finding.Sentence);
        double C(double z, double y) => value(own.F(z), y);
        bool Known(double z, double y) => double.IsFinite(C(z, y));
        IEnumerable<(double Z, double Y)> Points() => from y in report.Targets from z in own.Z where Known(z, y) select (z, y);
        double Size(double y, double z) => 1e-9 * (Abs(C(z, y)) + Abs(value(y, y))) + 1e-13 * Terms(value, own.F(z), y);
        switch (finding.Property)
        {
            case CostProperty.Minimum when passes:
                foreach (var (z, y) in Points())
                    if (double.IsFinite(value(y, y)) && Abs(own.F(z) - y) > 1e-3 && C(z, y) < value(y, y) - Size(y, z))
                        return $"C is {C(z, y):R} at z = {z}, y = {y}, and {value(y, y):R} at a = y.";
                return "";
            case CostProperty.Minimum when sentence.Contains("not least") && finding is { A: { } a, Y: { } y }:
                return !double.IsFinite(value(a, y) - value(y, y)) ? null
                    : value(a, y) < value(y, y) + 1e-12 * Abs(value(y, y)) ? ""
                    : $"C is {value(a, y):R} there, and {value(y, y):R} at a = y.";
            case CostProperty.Minimum when sentence.Contains("not only there") && finding is { A: { } a, Y: { } y }:
                return !double.IsFinite(value(a, y) - value(y, y)) ? null
                    : value(a, y) <= value(y, y) + 1e-6 * (Abs(value(y, y)) + Abs(value(a + 0.1, y) - value(a, y))) + 1e-12 ? ""
                    : $"C is {value(a, y):R} there, and {value(y, y):R} at a = y.";
            case CostProperty.BoundedBelow when passes:
                var least = Stated(sentence, "least value is ");
                foreach (var (z, y) in Points())
                    if (C(z, y) < least - 1e-5 * Abs(least) - Size(y, z)) return $"C is {C(z, y):R} at z = {z}, y = {y}.";
                return "";
            case CostProperty.BoundedBelow when sentence.Contains("without end: for y"):
                var (y0, side) = (finding.Y!.Value, Stated(sentence, "at z = ") > 0 ? 1 : -1);
                double[] Octave(int from) =>
                    [.. Enumerable.Range(0, 200).Select(i => C(side * from * (1 + i / 200.0), y0)).Where(double.IsFinite)];
                // Where the output has come to its end, or C has no value, the numbers end too soon.
                return own.F(side * 90) == own.F(side * 270) || Octave(270) is not { Length: > 0 } far
                    || Octave(90) is not { Length: > 0 } near ? null
                    : far.Min() < near.Min() ? "" : "it does not fall where the numbers see it.";
            case CostProperty.Sign when passes:
                foreach (var (z, y) in Points().Where((p, i) => i % 5 == 0 && Abs(own.F(p.Z) - p.Y) > 1e-3))
                    if (Slope(t => C(t, y), z) is var (slope, error)
                        && slope * Math.Sign(own.F(z) - y) < -10 * error - 1e-9 * Abs(C(z, y)))
                        return $"∂C/∂z is {slope:G6} ± {error:G2} at z = {z}, y = {y}.";
                return "";
            case CostProperty.Sign when finding is { A: { } a, Y: { } y }:
                // Along a, for a rising activation the sign is the same.
                return own.F(own.From) > a || own.F(own.To) < a || sentence.StartsWith("δ is 0", StringComparison.Ordinal) ? null
                    : Slope(t => value(t, y), a) is var (slopeA, errorA) && !double.IsFinite(slopeA) ? null
                    : slopeA * Math.Sign(a - y) < 10 * errorA ? "" : $"∂C/∂a is {slopeA:G6} ± {errorA:G2}.";
            case CostProperty.Slowdown when finding.Verdict == Verdict.Fail && sentence.Contains("δ → 0")
                && finding is { A: { } a, Y: { } y }:
                var end = End(a > own.F(0));
                var largest = own.Z.Where(z => Abs(z) <= 4).Select(z => Abs(Slope(t => C(t, y), z).Value)).Where(double.IsFinite)
                    .DefaultIfEmpty(0).Max();
                return Slope(t => C(t, y), end) is var (last, bar) && !double.IsFinite(last) ? null
                    : Abs(last) <= 0.25 * largest + 10 * bar ? "" : $"δ is {last:G6} at z = {end}, the largest {largest:G6}.";
            case CostProperty.Slowdown when passes && Stated(sentence, "δ goes to ") is var limit && double.IsFinite(limit):
                var target = Stated(sentence, "with y = ");
                var up = !sentence.Contains("−∞") && !sentence.Contains("a → -1")
                    && !(own.Activation == Activation.Sigmoid && sentence.Contains("a → 0"));
                if (own.Activation == Activation.Exp || own.Activation == Activation.Softplus) up = !sentence.Contains("a → 0");
                double Off(double z) => Slope(t => C(t, target), z) is var (slope, bar)
                    ? Math.Max(0, Abs(slope - limit) - 10 * bar) : double.NaN;
                return Off(End(up)) is var off && !double.IsFinite(off) ? null
                    : off <= 0.1 * Abs(limit) || off <= 0.6 * Off(End(up) / 2) ? "" : $"δ is {off:G6} away from it at the end.";
            case CostProperty.Convexity when passes:
                foreach (var (z, y) in Points().Where((p, i) => i % 3 == 0))
                {
                    const double h = 0.05;
                    double second = C(z + h, y) - 2 * C(z, y) + C(z - h, y),
                        noise = 5e-15 + 1e-15 * Abs(C(0, y)) + 4e-13 * (Abs(C(z, y)) + Terms(value, own.F(z), y));
                    var bent = Bent(z + h, y) + 2 * Bent(z, y);
                    if (double.IsFinite(second) && second < -noise - bent - 1e-12 * Abs(C(z + h, y) - C(z - h, y)))
                        return $"C(z + h) − 2C(z) + C(z − h) = {second:G6} at z = {z}, y = {y}.";
                }
                return "";
            case CostProperty.Convexity when finding is { A: { } a, Y: { } y }:
                if (a < own.F(own.From) || a > own.F(own.To) || double.IsNaN(value(a, y))) return null;
                var below = from z in own.Z from h in (double[])[1e-7, 0.002, 0.02, 0.1, 0.5]
                            let second = C(z + h, y) - 2 * C(z, y) + C(z - h, y)
                            let rounding = 4e-15 * (Abs(C(z, y)) + Abs(C(z + h, y)) + Terms(value, own.F(z), y))
                            let clear = second < -rounding - Bent(z + h, y) - 2 * Bent(z, y)
                            where clear || second < 0 && h > 1e-6
                            select clear;
                return below.Contains(true) ? "" : below.Any() ? null : $"no second difference is below 0 for y = {y}.";
            case CostProperty.Domain when passes:
                foreach (var y in report.Targets)
                    foreach (var z in own.Z)
                        if (double.IsNaN(C(z, y)) && !(y is 0 or 1) && own.F(z) > 0)
                            return $"C has no value at z = {z}, y = {y}.";
                return "";
            case CostProperty.Proper when passes:
                foreach (var q in (double[])[0.2, 0.5, 0.8])
                    if (Least(q) is var best && double.IsFinite(best) && Abs(best - q) > 0.02)
                        return $"the mean cost of q = {q} is least at {best:G4}.";
                return "";
            case CostProperty.Proper when finding.A is { } a:
                var share = Stated(sentence, "where ") / 100;
                double Mean(double at) => share * value(at, 1) + (1 - share) * value(at, 0);
                var lowest = own.Z.Select(own.F).Select(Mean).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Min();
                return !double.IsFinite(Mean(a)) ? null
                    : !(lowest < Mean(a) - 1e-6 * Abs(Mean(a)) - 1e-9 * Terms(value, a, 1)) ? ""
                    : $"the mean cost is {Mean(a):R} there and lower elsewhere.";
            case CostProperty.Symmetry when passes:
                var sum = own.Activation == Activation.Sigmoid ? 1.0 : 0;
                foreach (var y in report.Targets)
                    for (var a = 0.05; a < 1; a += 0.17)
                        if (Abs(value(a, y) - value(sum - a, sum - y)) > 1e-8 * (Abs(value(a, y)) + Terms(value, a, y)))
                            return $"C({a}, {y}) = {value(a, y):R}, the other {value(sum - a, sum - y):R}.";
                return "";
            case CostProperty.Symmetry when finding is { A: { } a, Y: { } y }:
                var total = own.Activation == Activation.Sigmoid ? 1.0 : 0;
                return Abs(value(a, y) - value(total - a, total - y)) > 0
                    || !double.IsFinite(value(a, y) + value(total - a, total - y)) ? "" : "both are equal.";
            default: return null;
        }

        // What one unit in the last place of a makes of C, and the end of z: far out where the output still goes on there.
        double Bent(double z, double y) => Abs(value(BitIncrement(own.F(z)), y) - C(z, y));
        double End(bool up) => up ? own.F(640) is > 600 and < 700 ? 640 : own.To : own.F(-640) < -600 ? -640 : own.From;
        double Least(double q) => own.Z.Select(own.F).Select(a => (A: a, C: q * value(a, 1) + (1 - q) * value(a, 0)))
            .Where(p => double.IsFinite(p.C)).Select(p => ((double A, double C)?)p).MinBy(p => p!.Value.C)?.A ?? double.NaN;
    }

    /// <summary>How large the terms of a cost are that may cancel: by its values close by.</summary>
    private static double Terms(Func<double, double, double> value, double a, double y) =>
        new[] { value(a + 1, y), value(a - 1, y), value(a, y + 1) }.Where(double.IsFinite).Select(Abs).DefaultIfEmpty(0).Max();

    /// <summary>δ of the derivation against differences, and whether it is said to vanish where the activation is flat.</summary>
    private static string? OfDerivation(Cost cost, Func<double, double, double> value, Own own)
    {
        Derivation derivation;
        try { derivation = Derivation.Of(cost, own.Activation); }
        catch (InvalidOperationException e) { return e.Message; }                // it calls a step of its own wrong
        var seen = false;
        foreach (var y in (double[])[0.2, 0.7])
            foreach (var z in (double[])[-2.3, -0.7, 0.4, 1.6])
            {
                var ((slope, error), delta) = (Slope(t => value(own.F(t), y), z),
                    derivation.Delta.Evaluate(new Point(("a", own.F(z)), ("y", y), ("z", z))));
                if (!double.IsFinite(slope + delta) || error > 1e-3 * Abs(slope)) continue;
                seen = true;
                if (Abs(slope - delta) > 20 * error + 1e-6 * Abs(slope))
                    return $"δ = {derivation.Delta} is {delta:G9} at z = {z}, y = {y}; measured {slope:G9} ± {error:G2}.";
            }
        return seen ? "" : null;
    }

    /// <summary>A mistake planted is named, or nothing is said; what is right is never called wrong.</summary>
    private static string? OfDiagnosis(Cost cost, Own own, Random random)
    {
        Mistake[] planted = [Mistake.None, Mistake.MissingSlope, Mistake.ExtraSlope, Mistake.Sign, Mistake.Half,
            Mistake.MissingInput, Mistake.SignOfInput, Mistake.ExtraInput];
        var mistake = planted[random.Next(planted.Length)];
        double[] x = [0.4 + random.NextDouble(), -1.3 * random.NextDouble() - 0.1],
            w = [random.NextDouble() - 0.5, random.NextDouble() - 0.5];
        double[] Planted(double a, double y, double z, double[] x)
        {
            double costSlope = cost.Slope(a, y), slope = own.Activation.Slope(z);
            return [.. x.Select(v => costSlope * mistake switch
            {
                Mistake.MissingSlope => v, Mistake.ExtraSlope => slope * slope * v, Mistake.Sign => -slope * v,
                Mistake.Half => 2 * slope * v, Mistake.MissingInput => slope, Mistake.SignOfInput => slope * Math.Sign(v),
                Mistake.ExtraInput => slope * v * v, _ => slope * v,
            })];
        }
        var report = GradientCheck.Run(new Neuron(w, 0.3, own.Activation), cost, x, 0.4, claimed: Planted);
        if (mistake != Mistake.None && report.Coordinates.All(c => c.Claimed == 0))
            return null;         // what is 0 cannot be made wrong
        // With a slope of 1 where the cost has values a factor f′ more or less is none.
        if (own.Activation.Slope(0.5) == 1 && mistake is Mistake.MissingSlope or Mistake.ExtraSlope) return null;
        return report.Verdict == Verdict.Inconclusive ? null
            : mistake == Mistake.None ? report.Verdict == Verdict.Fail ? $"right, and called {report}" : ""
            : report.Diagnosis.Mistake == mistake || report.Diagnosis.Mistake is Mistake.Unknown or Mistake.Ambiguous ? ""
                : $"planted {mistake}, called {report.Verdict}: {report.Diagnosis.Mistake}";
    }
}
