using MathNet.Numerics.Integration;

namespace NotebookLib;

/// <summary>F(u) = ∫ g ds from 0 to u, for many u: a table of F at the ends of panels, made once, and Gauss's rule from the
/// last end on. A panel is halved until its halves agree with the whole to 1e-13 of ∫|g|, which bounds the error, or until
/// only the rounding of g is left; where no halving helps, as beside a pole, every value is computed by the double
/// exponential rule.</summary>
internal sealed class RunningIntegral
{
    /// <summary>How far the table goes: eᵘ has left the doubles soon after. An integrand that still
    /// changes there is rare.</summary>
    public const double Far = 700;

    private const double Agreement = 1e-13, RoundingOfG = 1e-9;
    private const int Points = 16, MostHalvings = 45, MostPanels = 2000;
    private static readonly double[] Stops = [1, 3, 7, 15, 30, 60, 150, 400, Far];       // where the panels end at first

    private readonly Func<double, double> g;
    private readonly Side left, right;

    /// <param name="g">The integrand.</param>
    /// <param name="corner">Where it may have a kink, a jump or a mild pole.</param>
    public RunningIntegral(Func<double, double> g, double corner)
    {
        this.g = g;
        left = new(t => -g(-t), -corner);
        right = new(g, corner);
    }

    /// <summary>F(u).</summary>
    public double To(double u)
    {
        if (Math.Abs(u) <= Far) return u < 0 ? left.To(-u) : right.To(u);
        var end = Math.CopySign(Far, u);
        var slope = g(end);
        if (!double.IsInfinity(u)) return To(end) + (g(u) == slope ? slope * (u - end) : Panel(g, end, u));
        return Math.Abs(slope) > 1e-300 ? Math.Sign(slope) * u : To(end);
    }

    /// <summary>∫ f over one panel: Gauss–Kronrod; where that is not sure of its digits, as beside a pole, the double exponential
    /// rule, to which the very place of the pole counts for nothing.</summary>
    public static double Panel(Func<double, double> f, double from, double to)
    {
        if (from == to) return 0;
        var value = GaussKronrodRule.Integrate(f, from, to, out var error, out var size, 1e-13, 8, 21);
        return error <= 1e-9 * size + 1e-300 ? value
            : DoubleExponentialTransformation.Integrate(s => double.IsInfinity(f(s)) ? 0 : f(s), from, to, 1e-10);
    }

    /// <summary>The half from 0 to Far.</summary>
    private sealed class Side
    {
        private readonly Func<double, double> f;
        private readonly List<double> ends = [0], values = [0];
        private readonly List<bool> smooth = [];

        public Side(Func<double, double> f, double corner)
        {
            this.f = f;
            foreach (var stop in Stops.Append(corner).Where(s => s is > 0 and <= Far).Order().Distinct())
                Add(ends[^1], stop, Agreement * Size(ends[^1], stop), double.PositiveInfinity, 0);
        }

        public double To(double t)
        {
            var k = ends.BinarySearch(t);
            if (k >= 0) return values[k];
            k = ~k - 1;
            return values[k] + (smooth[k] ? Gauss(ends[k], t) : Panel(f, ends[k], t));
        }

        private void Add(double from, double to, double allowed, double errorBefore, int halvings)
        {
            var middle = (from + to) / 2;
            double whole = Gauss(from, to), halves = Gauss(from, middle) + Gauss(middle, to), size = Size(from, to);
            var error = Math.Abs(whole - halves);
            var good = error <= Math.Max(allowed, Agreement * size) || error > errorBefore / 2 && error <= RoundingOfG * size;
            if (!good && halvings < MostHalvings && ends.Count < MostPanels && double.IsFinite(f(middle)))
            {
                Add(from, middle, allowed, error, halvings + 1);
                Add(middle, to, allowed, error, halvings + 1);
                return;
            }
            ends.Add(to);
            values.Add(values[^1] + (good ? halves : Panel(f, from, to)));
            smooth.Add(good);
        }

        /// <summary>About ∫|f| from one place to the other.</summary>
        private double Size(double from, double to)
        {
            var width = to - from;
            return width * new[] { 0.1, 0.3, 0.5, 0.7, 0.9 }.Max(part => Math.Abs(f(from + part * width)));
        }

        private double Gauss(double from, double to) => GaussLegendreRule.Integrate(f, from, to, Points);
    }
}
