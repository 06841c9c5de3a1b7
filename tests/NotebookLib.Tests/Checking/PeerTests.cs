using MathNet.Numerics.Differentiation;
using static System.Math;

namespace NotebookLib.Tests.Checking;

/// <summary>Our differences beside Math.NET's NumericalDerivative, on one stated set of functions and points with known
/// slopes.</summary>
public class PeerTests
{
    public static readonly (Func<double, double> F, Func<double, double> Slope, double[] At)[] Set =
    [
        (Exp, Exp, [-3, 0.1, 2]),
        (Sin, Cos, [0.3, 1.5, 100]),
        (Activation.Sigmoid.Value, Activation.Sigmoid.Slope, [-8, 0.5, 8]),
        (Activation.Softplus.Value, Activation.Sigmoid.Value, [-20, 1, 20]),
        (t => t > 0 ? Log(t) : double.NaN, t => 1 / t, [1e-6, 1e-3, 0.7]),
        (t => Sin(1000 * t), t => 1000 * Cos(1000 * t), [0.01, 0.5]),
        (t => Atan(t / 1e6), t => 1e-6 / (1 + t / 1e6 * (t / 1e6)), [1.0, 1e5]),
        (t => 1e6 + Sin(t), Cos, [0.3, 1]),
        (t => 1 / (1 + 25 * t * t), t => -50 * t / Pow(1 + 25 * t * t, 2), [0.1, 0.8]),
    ];

    /// <summary>Relative errors of both over the set, sorted.</summary>
    public static (double[] Ours, double[] Peer) Errors()
    {
        // five points: its order-4 formula with a step from the machine's precision
        var peer = new NumericalDerivative(5, 2);
        List<double> ours = [], theirs = [];
        foreach (var (f, slope, points) in Set)
            foreach (var t in points)
            {
                double Error(double value) => double.IsNaN(value) ? double.PositiveInfinity
                    : Abs(value - slope(t)) / Abs(slope(t));
                ours.Add(Error(Differences.Measure(f, t).Value));
                theirs.Add(Error(peer.EvaluateDerivative(f, t, 1)));
            }
        return ([.. ours.Order()], [.. theirs.Order()]);
    }

    [Fact]
    public void Our_worst_and_median_error_are_smaller_than_MathNets()
    {
        var (ours, peer) = Errors();
        Assert.True(ours[ours.Length / 2] < peer[peer.Length / 2] / 10, $"medians {ours[ours.Length / 2]:G2} and "
            + $"{peer[peer.Length / 2]:G2}");
        Assert.True(ours[^1] < peer[^1] / 10, $"worst {ours[^1]:G2} and {peer[^1]:G2}");
        Assert.InRange(ours[^1], 0, 1e-8);
        if (RandomCases.Long)
            TestContext.Current.SendDiagnosticMessage($"ours {ours[ours.Length / 2]:G2} {ours[^1]:G2}, Math.NET "
                + $"{peer[peer.Length / 2]:G2} {peer[^1]:G2}");
    }
}
