using System.Runtime.Intrinsics;

namespace NotebookLib.Benchmarks;

/// <summary>
/// A typed cost against the same cost written by hand as a vector loop, in turn in one run: cost and δ of a block of examples.
/// The goal is at most 1.1 times the hand-written time.
/// </summary>
internal static class CostBenchmark
{
    public static void Run()
    {
        const int N = 4096;
        var random = new Random(1);
        double[] z = [.. Enumerable.Range(0, N).Select(_ => 8 * random.NextDouble() - 4)],
            y = [.. Enumerable.Range(0, N).Select(i => (double)(i % 2))];
        double[] cost = new double[N], delta = new double[N];
        foreach (var (name, typed, byHand) in ((string, Cost, Action<double[], double[], double[], double[]>)[])
        [
            ("cross-entropy", Cost.CrossEntropy, CrossEntropy),
            ("quadratic", Cost.Quadratic, Quadratic),
        ])
        {
            var compiled = CompiledCost.For(typed, Activation.Sigmoid);
            Contender hand = Contender.Here("by hand", () => { byHand(z, y, cost, delta); return cost[7] + delta[7]; }),
                ours = Contender.Here("typed",
                    () => { compiled.Evaluate(z, 0, y, 0, N, cost, delta); return cost[7] + delta[7]; });
            hand.Round();
            ours.Round();                                                       // warm
            var pairs = Enumerable.Range(0, 61).Select(_ => (Hand: hand.Round(), Ours: ours.Round())).ToList();
            // of neighbouring rounds, so that a slow moment hits both
            var ratio = pairs.Select(p => p.Ours.Seconds / p.Hand.Seconds).Order().ElementAt(30);
            Console.WriteLine($"{name,14}: by hand {pairs.Min(p => p.Hand.Seconds) / N * 1e9:F2} ns an example, typed {pairs.Min(p => p.Ours.Seconds) / N * 1e9:F2} ns, median ratio {ratio:F2}, the same value: {pairs[0].Hand.Check:R} {pairs[0].Ours.Check:R}");
        }
    }

    static Vector256<double> ExpOfMinusAbs(Vector256<double> z) => Vector256.Exp(-Vector256.Abs(z));

    /// <summary>ln(1 + e), 0 ≤ e ≤ 1, by the series of artanh.</summary>
    static Vector256<double> Log1p(Vector256<double> e)
    {
        var s = e / (Vector256.Create(2.0) + e);
        Vector256<double> s2 = s * s, s4 = s2 * s2, s8 = s4 * s4;
        Vector256<double> high = Vector256.FusedMultiplyAdd(Every8(7, s8), s2, Every8(5, s8)),
            low = Vector256.FusedMultiplyAdd(Every8(3, s8), s2, Every8(1, s8));
        return (s + s) * Vector256.FusedMultiplyAdd(high, s4, low);
    }

    static Vector256<double> Every8(int k, Vector256<double> x)
    {
        var sum = Vector256.FusedMultiplyAdd(Vector256.Create(1.0 / (k + 24)), x, Vector256.Create(1.0 / (k + 16)));
        return Vector256.FusedMultiplyAdd(Vector256.FusedMultiplyAdd(sum, x, Vector256.Create(1.0 / (k + 8))), x,
            Vector256.Create(1.0 / k));
    }

    static void CrossEntropy(double[] zs, double[] ys, double[] cost, double[] delta)
    {
        for (var i = 0; i < zs.Length; i += 4)
        {
            Vector256<double> z = Vector256.Create(zs, i), y = Vector256.Create(ys, i), one = Vector256<double>.One,
                e = ExpOfMinusAbs(z), small = e / (one + e);
            (Vector256.Max(z, Vector256<double>.Zero) - y * z + Log1p(e)).CopyTo(cost, i);
            Vector256.ConditionalSelect(Vector256.GreaterThanOrEqual(z, Vector256<double>.Zero), one - y - small,
                small - y).CopyTo(delta, i);
        }
    }

    static void Quadratic(double[] zs, double[] ys, double[] cost, double[] delta)
    {
        for (var i = 0; i < zs.Length; i += 4)
        {
            Vector256<double> z = Vector256.Create(zs, i), y = Vector256.Create(ys, i), one = Vector256<double>.One,
                e = ExpOfMinusAbs(z), large = one / (one + e), small = e * large;
            var distance =
                Vector256.ConditionalSelect(Vector256.GreaterThanOrEqual(z, Vector256<double>.Zero), one - y - small, small - y);
            (distance * distance * Vector256.Create(0.5)).CopyTo(cost, i);
            (distance * large * small).CopyTo(delta, i);
        }
    }
}
