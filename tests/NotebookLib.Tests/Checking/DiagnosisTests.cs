using CsCheck;
using static System.Math;

namespace NotebookLib.Tests.Checking;

public class DiagnosisTests
{
    private sealed record Case(Mistake Mistake, Cost Cost, Activation Activation, double[] W, double B, double[] X, double Y, int Where, double Factor);

    private static readonly Cost[] Costs = [Cost.Quadratic, Cost.CrossEntropy, Cost.Define("fourth power", (a, y) => Pow(a - y, 4)), Cost.Define("pseudo-Huber", (a, y) => Sqrt(1 + Pow(a - y, 2)) - 1)];
    private static readonly Activation[] Activations = [Activation.Sigmoid, Activation.Tanh, Activation.Softplus];

    private static readonly Mistake[] Single = [Mistake.None, Mistake.MissingSlope, Mistake.ExtraSlope, Mistake.Sign, Mistake.Half, Mistake.MissingInput, Mistake.ExtraInput, Mistake.Coordinate];

    private static Gen<double> Any(params double[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static readonly Gen<Case> Cases =
        from n in Gen.Int[1, 6]
        from mistake in Gen.Int[0, Single.Length - 1]
        from cost in Gen.Int[0, Costs.Length - 1]
        from activation in Gen.Int[0, Activations.Length - 1]
        from w in Gen.Double[-2, 2].Array[n]
        from b in Gen.Double[-1, 1]
        from x in Gen.OneOf(Gen.Double[-3, 3], Any(0.0, 1, -1, 2, 0.5)).Array[n]
        from y in Gen.OneOf(Gen.Double[0.05, 0.95], Any(0.0, 1))
        from place in Gen.Int[0, n - 1]
        from factor in Any(-1.0, 2, 0.5, 0, 3.7)
        select new Case(Single[mistake], Costs[cost], Costs[cost] == Cost.CrossEntropy ? Activation.Sigmoid : Activations[activation], w, b, x, y, place, factor);

    /// <summary>The true gradient with the mistake planted, written out from the definitions.</summary>
    private static double[] Plant(Case c, double a, double y, double z, double[] x)
    {
        double slope = c.Activation.Slope(z), costSlope = c.Cost.Slope(a, y);
        return [.. x.Select((v, j) => c.Mistake switch
        {
            Mistake.MissingSlope => costSlope * v,
            Mistake.ExtraSlope => costSlope * slope * slope * v,
            Mistake.Sign => -costSlope * slope * v,
            Mistake.Half => costSlope * slope * v * (c.Factor > 1 ? 2 : 0.5),
            Mistake.MissingInput => costSlope * slope,
            Mistake.ExtraInput => costSlope * slope * v * v,
            Mistake.Coordinate when j == c.Where => costSlope * slope * v * c.Factor,
            _ => costSlope * slope * v,
        })];
    }

    /// <summary>Most of these cases in every run, all 10⁴ when asked for: <c>NOTEBOOKLIB_LONG=1</c>.</summary>
    private static int Count => Environment.GetEnvironmentVariable("NOTEBOOKLIB_LONG") == "1" ? 10_000 : 1500;

    [Fact]
    public void APlantedMistakeIsNamedAndNeverAWrongOne()
    {
        int named = 0, undecided = 0, total = 0;
        Cases.Sample(c =>
        {
            if (c.Mistake == Mistake.Coordinate && c.X.Length == 1) return;      // the only coordinate is the whole gradient
            var r = GradientCheck.Run(new Neuron(c.W, c.B, c.Activation), c.Cost, c.X, c.Y, claimed: (a, y, z, x) => Plant(c, a, y, z, x));
            total++;
            if (r.Diagnosis.Mistake == c.Mistake && r.Verdict == (c.Mistake == Mistake.None ? Verdict.Pass : Verdict.Fail)) named++;
            else if (r.Diagnosis.Mistake is Mistake.Ambiguous or Mistake.Unknown || r.Verdict == Verdict.Inconclusive) undecided++;
            else Assert.Fail($"planted {c.Mistake} in {c.Cost.Name}, {c.Activation.Name}, w = [{string.Join(", ", c.W)}], b = {c.B}, x = [{string.Join(", ", c.X)}], y = {c.Y}, at {c.Where} × {c.Factor}: {r}");
        }, iter: Count, threads: 1, seed: "0N0XIzNsQ0O2");
        Assert.True(named >= 0.99 * total, $"named {named} of {total}, undecided {undecided}");
    }
}
