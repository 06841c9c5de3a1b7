using System.Linq.Expressions;
using static System.Math;

namespace NotebookLib.Tests.Symbolic;

/// <summary>Ten losses of the literature, each with its derivative ∂C/∂a written out by hand from the paper's formula.</summary>
public class PublishedLossTests
{
    const double Q = 0.7, Alpha = 0.4, Gamma = 2;

    public static readonly (string Name, Expression<Func<double, double, double>> Loss, Func<double, double,
        double> Slope)[] Losses =
    [
        ("focal, γ = 2: Lin and others, ICCV 2017, eq. 4 (FL = −(1−p_t)^γ ln p_t) and its appendix",
            (a, y) => -y * Pow(1 - a, Gamma) * Log(a) - (1 - y) * Pow(a, Gamma) * Log(1 - a),
            (a, y) =>
                y * (Gamma * (1 - a) * Log(a) - (1 - a) * (1 - a) / a) + (1 - y) * (-Gamma * a * Log(1 - a) + a * a / (1 - a))),
        ("Huber, threshold 0.3: Huber 1964",
            (a, y) => Abs(a - y) <= 0.3 ? Pow(a - y, 2) / 2 : 0.3 * Abs(a - y) - 0.045,
            (a, y) => Max(-0.3, Min(0.3, a - y))),
        ("log-cosh: slope tanh(a − y)", (a, y) => Log(Cosh(a - y)), (a, y) => Tanh(a - y)),
        ("exponential: Freund, Schapire 1997, e^(−ya)", (a, y) => Exp(-y * a), (a, y) => -y * Exp(-y * a)),
        ("hinge: Cortes, Vapnik 1995, max(0, 1 − ya)", (a, y) => Max(0, 1 - y * a), (a, y) => y * a < 1 ? -y : 0),
        ("Brier 1950: both outcomes, (a−y)² + ((1−a)−(1−y))²", (a, y) => Pow(a - y, 2) + Pow((1 - a) - (1 - y), 2),
            (a, y) => 4 * (a - y)),
        ("generalised cross-entropy: Zhang, Sabuncu, NeurIPS 2018, (1 − p^q)/q, slope −p^(q−1)",
            (a, y) => (1 - Pow(a, Q)) / Q, (a, y) => -Pow(a, Q - 1)),
        ("Poisson deviance: a − y ln a, slope 1 − y/a", (a, y) => a - y * Log(a), (a, y) => 1 - y / a),
        ("squared log: (ln(1+a) − ln(1+y))²/2, slope (ln(1+a) − ln(1+y))/(1+a)",
            (a, y) => Pow(Log(1 + a) - Log(1 + y), 2) / 2, (a, y) => (Log(1 + a) - Log(1 + y)) / (1 + a)),
        ("Bernoulli α-divergence: Amari 1985, (y^α a^(1−α) + (1−y)^α (1−a)^(1−α) − 1)/(α(α−1)), slope [((1−y)/(1−a))^α − (y/a)^α]/α",
            (a, y) => (Pow(y, Alpha) * Pow(a, 1 - Alpha) + Pow(1 - y, Alpha) * Pow(1 - a, 1 - Alpha) - 1) / (Alpha * (Alpha - 1)),
            (a, y) => (Pow((1 - y) / (1 - a), Alpha) - Pow(y / a, Alpha)) / Alpha),
    ];

    /// <summary>
    /// The library's slope and the published one are two ways to round the same number: 1e-13 relative to the size of their
    /// terms.
    /// </summary>
    [Fact]
    public void Each_has_its_published_derivative()
    {
        Assert.Equal(10, Losses.Length);
        foreach (var (name, loss, slope) in Losses)
        {
            var cost = Cost.Define(name, loss);
            for (var a = 0.05; a < 1; a += 0.0618)
                for (var y = 0.0; y <= 1; y += 0.125)
                    Assert.True(Abs(cost.Slope(a, y) - slope(a, y)) <= 1e-13 * (1 + Abs(slope(a, y)) + 1 / a + 1 / (1 - a)),
                        $"{name}: {cost.Slope(a, y)} and {slope(a, y)} at a = {a}, y = {y}");
        }
    }

    [Fact]
    public void Each_has_a_derivation_that_verifies_itself()
    {
        foreach (var (name, loss, _) in Losses)
            Assert.True(Derivation.Of(Cost.Define(name, loss), Activation.Sigmoid).PointsVerified >= 15, name);
    }
}
