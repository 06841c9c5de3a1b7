using CsCheck;
using static System.Math;

namespace NotebookLib.Tests;

/// <summary>Gradients of random potentials, and the same with a planted curl.</summary>
public class RandomFieldsTests
{
    /// <summary>One term of a potential, φ(k·w + c), by its gradient φ′(k·w + c) k.</summary>
    private sealed record Term(double[] K, double C, int Kind)
    {
        public void AddTo(double[] gradient, double[] w)
        {
            var s = C;
            for (var j = 0; j < w.Length; j++) s += K[j] * w[j];
            var slope = Kind switch
            {
                0 => Cos(s), 1 => 3 * s * s, 2 => Tanh(s), 3 => -2 * s * Exp(-s * s),
                4 => s, 5 => 1 / (1 + Exp(-s)), 6 => Exp(s / 2), _ => Max(0, s) * s,
            };
            for (var j = 0; j < w.Length; j++) gradient[j] += slope * K[j];
        }
    }

    private static readonly Gen<(int M, Term[] Terms)> Potentials =
        from m in Gen.Int[2, 5]
        from terms in (from k in Gen.Double[-3, 3].Array[m]
                       from c in Gen.Double[-2, 2]
                       from kind in Gen.Int[0, 7]
                       select new Term(k, c, kind)).Array[1, 6]
        select (m, terms);

    private static double[] Gradient(Term[] terms, double[] w)
    {
        var gradient = new double[w.Length];
        foreach (var term in terms) term.AddTo(gradient, w);
        return gradient;
    }

    [Fact]
    public void The_gradient_of_a_potential_is_never_refuted() => Potentials.Hold(200, t =>
    {
        var report = GradientField.Test(w => Gradient(t.Terms, w), t.M);
        var terms = t.Terms.Select(one => $"kind {one.Kind}: {string.Join(", ", one.K)} + {one.C}");
        Assert.True(report.Verdict == Verdict.Pass, $"{report}\n{string.Join("\n", terms)}");
    });

    [Fact]
    public void A_planted_curl_is_never_passed() => (
        from potential in Potentials
        from j in Gen.Int[0, potential.M - 2]
        from size in Gen.Double[-6, 0]
        from frequency in Gen.Double[0, 2]
        select (potential, j, size, frequency)).Hold(200, t =>
    {
        // The field's size: its largest part in the box that is looked at, as 400 points see it.
        // The curl planted is a part of it, everywhere.
        var (m, terms) = t.potential;
        var random = new Random(7);
        double[] Point() => [.. Enumerable.Range(0, m).Select(_ => 4 * random.NextDouble() - 2)];
        var field = Enumerable.Range(0, 400).Max(_ => Gradient(terms, Point()).Max(Abs));
        var curl = Max(field, 1e-3) * Pow(10, t.size);
        var report = GradientField.Test(w =>
        {
            var arrow = Gradient(terms, w);
            // ∂F_{j+1}/∂w_j is planted alone: curl·(1 + 0.4 ν cos) > 0
            arrow[t.j + 1] += curl * (w[t.j] + 0.4 * Sin(t.frequency * w[t.j]));
            return arrow;
        }, m);
        Assert.True(report.Verdict == Verdict.Fail, $"curl {curl:G3} = 1e{t.size:F2} of {field:G3}: {report}");
    });
}
