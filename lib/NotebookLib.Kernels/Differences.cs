using static System.Math;

namespace NotebookLib;

/// <summary>
/// Central differences (f(t + h) − f(t − h))/2h for h = h₀, h₀/2, h₀/4, …, Richardson's extrapolation to h = 0, and an error
/// estimate of truncation and rounding. Steps at which f has no value are left out, so a step never leaves the domain.
/// </summary>
/// <remarks>
/// The tableau is Richardson's (1911) in the form of Ridders, "Accurate computation of F′(x) and F′(x) F″(x)", Advances in
/// Engineering Software 4 (1982). The rounding part is measured: at the finest steps truncation is nothing, and what still
/// changes there is rounding.
/// </remarks>
internal static class Differences
{
    private const int Levels = 36, Columns = 6, Fewest = 4;
    private const double Unit = 1.0 / (1L << 53);

    /// <summary>A difference quotient with the step h, and the rounding error of the values of f in it.</summary>
    private readonly record struct Quotient(double Value, double H, double Rounding);

    /// <summary>f′(t), where f may have values on one side only, or a kink.</summary>
    public static Slope Measure(Func<double, double> f, double t)
    {
        var at = f(t);
        if (!double.IsFinite(at) || !double.IsFinite(t)) return Slope.None;
        var h = Pow(2, Ceiling(Log2(Max(Abs(t), 1))) - 1);
        var best = Measure(f, t, at, h);
        // A function may live on a much finer or coarser scale than 1: look there only if it must be.
        foreach (var scale in (ReadOnlySpan<double>)[1e-9, 1e9])
            if (!IsGood(best) && !(best.IsSteep && scale > 1) && Measure(f, t, at, h * scale) is var other
                && (best.IsSteep ? IsClear(other) : IsBetter(other, best) && (scale < 1 || Refines(other, best)))) best = other;
        return best.Sides == Sides.Neither ? Slope.None with { IsSteep = best.IsSteep }
            : best with { Typical = Max(best.Typical, 1e-6 * Abs(at)) };

        bool IsGood(Slope s) => s.Sides == Sides.Both
            && (s.IsKink || s.Error <= 1e-7 * Abs(s.Value) || s.Error <= 1e-12 * Abs(at) / h);
        static bool IsClear(Slope s) => s.Sides == Sides.Both && s.Error <= 1e-4 * Abs(s.Value);
        // A slope is of the place: coarser steps may narrow its bar, not leave it.
        static bool Refines(Slope s, Slope than) =>
            than.Sides != Sides.Both || Abs(s.Value - than.Value) <= s.Error + than.Error;
        static bool IsBetter(Slope s, Slope than) => s.Sides == Sides.Both == (than.Sides == Sides.Both)
            ? s.Error / Abs(s.Value) < than.Error / Abs(than.Value)
            : s.Sides == Sides.Both;
    }

    private static Slope Measure(Func<double, double> f, double t, double at, double h0)
    {
        Span<Quotient> central = stackalloc Quotient[Levels], right = stackalloc Quotient[Levels],
            left = stackalloc Quotient[Levels];
        Span<Quotient> jump = stackalloc Quotient[Levels];
        int both = 0, rights = 0, lefts = 0;
        var typical = 0.0;
        for (var k = 0; k < Levels; k++)
        {
            var h = h0 * Pow(2, -k);
            double up = t + h, down = t - h;
            if (up - t < 0.9 * h || t - down < 0.9 * h) break;                  // finer than the spacing of doubles at t
            double above = f(up), below = f(down);
            double toRight = (above - at) / (up - t), toLeft = (at - below) / (t - down);
            var rounding = Unit * Max(Abs(at), Max(Size(above), Size(below)));
            // Where a side has no value its list begins anew: the steps that count are those inside the domain.
            if (double.IsFinite(above)) right[rights++] = new(toRight, up - t, 2 * rounding); else rights = both = 0;
            if (double.IsFinite(below)) left[lefts++] = new(toLeft, t - down, 2 * rounding); else lefts = both = 0;
            if (rights > 0) typical = Max(typical, Abs(toRight));
            if (lefts > 0) typical = Max(typical, Abs(toLeft));
            if (rights == 0 || lefts == 0) continue;
            central[both] = new((above - below) / (up - down), h, rounding);
            jump[both++] = new(toRight - toLeft, h, 4 * rounding);
        }
        right = right[..rights];
        left = left[..lefts];
        static double Size(double value) => double.IsFinite(value) ? Abs(value) : 0;

        if (IsSteep(right) || IsSteep(left)) return Slope.None with { Typical = typical, IsSteep = true };
        var tread = Tread(right, left);
        if (both < Fewest)
            return (rights >= Fewest ? Richardson(right, Scatter(right), 2, 2) with { Sides = Sides.Right }
                : lefts >= Fewest ? Richardson(left, Scatter(left), 2, 2) with { Sides = Sides.Left }
                : Slope.None) with { Typical = typical };

        central = central[..both];
        jump = jump[..both];
        var noise = Max(tread, Scatter(central));
        var slope = Richardson(central, noise, 4, 4) with { Typical = typical };   // f′ + h² f‴/6 + h⁴ f⁗′/120 + …
        var kink = Richardson(jump, 4 * noise, 2, 4);                              // 0 + h f″ + h³ f⁗/12 + … where f is smooth
        if (!Persists(kink, jump, 4 * noise, slope)) return slope;
        Slope ofRight = Richardson(right, Max(tread, Scatter(right)), 2, 2),
            ofLeft = Richardson(left, Max(tread, Scatter(left)), 2, 2);
        return new((ofRight.Value + ofLeft.Value) / 2, ofRight.Error + ofLeft.Error, Min(ofRight.Step, ofLeft.Step),
            ofRight.Value - ofLeft.Value) { Typical = typical };
    }

    /// <summary>
    /// The height of a stair, where rounding makes f one: it does not change at all at the finest steps, and on both sides at
    /// coarser ones. 0 where f is no stair. (A function that is flat near t and changes only half a step or so away is flat, no
    /// stair.)
    /// </summary>
    private static double Tread(ReadOnlySpan<Quotient> right, ReadOnlySpan<Quotient> left)
    {
        const int stairs = 5;
        if (right.Length != left.Length || right.Length == 0 || right[^1].Value != 0 || left[^1].Value != 0) return 0;
        var k = right.Length - 1;
        while (k >= 0 && right[k].Value == 0 && left[k].Value == 0) k--;
        return k >= stairs && right[0].Value != 0 && left[0].Value != 0
            ? right[k].H * Max(Abs(right[k].Value), Abs(left[k].Value)) : 0;
    }

    /// <summary>
    /// Does f jump at t, or rise with an infinite slope? Then |f(t + h) − f(t)| goes like hᵖ with p below 1, and stays so at the
    /// finest steps at which it stands out from rounding. (Where f is only curved, p comes near to 1 there.)
    /// </summary>
    private static bool IsSteep(ReadOnlySpan<Quotient> side)
    {
        const int window = 4;
        const double standsOut = 1e4, smooth = 0.97, steady = 0.02;
        var k = side.Length - 1;
        while (k >= 2 * window && !(Abs(side[k].Value) * side[k].H > standsOut * side[k].Rounding)) k--;
        if (k < 2 * window) return false;
        static double Size(Quotient q) => Log2(Abs(q.Value) * q.H);
        double fine = (Size(side[k - window]) - Size(side[k])) / window,
            coarse = (Size(side[k - 2 * window]) - Size(side[k - window])) / window;
        return fine < smooth && Abs(fine - coarse) < steady;
    }

    /// <summary>The rounding error of f, from how much the difference quotients still change at the finest steps.</summary>
    private static double Scatter(ReadOnlySpan<Quotient> quotients)
    {
        var worst = 0.0;
        for (var k = Max(1, quotients.Length - 8); k < quotients.Length; k++)
            worst = Max(worst, Abs(quotients[k].Value - quotients[k - 1].Value) * quotients[k].H);
        return worst;
    }

    /// <summary>
    /// Richardson: each column takes away the next power of h, which halving h divides by first, first·growth, first·growth² …
    /// The entry with the least estimated error wins, if the finer steps do not speak against it.
    /// </summary>
    private static Slope Richardson(ReadOnlySpan<Quotient> quotients, double noise, double first, double growth)
    {
        Span<double> row = stackalloc double[Columns], previous = stackalloc double[Columns];
        var best = Slope.None;
        for (var k = 0; k < quotients.Length; k++)
        {
            var (value, h, rounding) = quotients[k];
            row[0] = value;
            var factor = first;
            for (var j = 1; j <= Min(k, Columns - 1); j++, factor *= growth)
            {
                row[j] = row[j - 1] + (row[j - 1] - previous[j - 1]) / (factor - 1);
                var truncation = Max(Abs(row[j] - row[j - 1]), Abs(row[j] - previous[j - 1]));
                var error = 2 * (truncation + 2 * Max(noise, rounding) / h) + 4 * Unit * Abs(row[j]);
                if (error < best.Error && Agrees(row[j], error, k, quotients, noise)) best = new(row[j], error, h);
            }
            row.CopyTo(previous);
        }
        return best;
    }

    /// <summary>
    /// Do the finer steps come closer to the value, up to rounding? Structure below the scale of the step would show here.
    /// </summary>
    private static bool Agrees(double value, double error, int k, ReadOnlySpan<Quotient> quotients, double noise)
    {
        var distance = Abs(quotients[k].Value - value);
        foreach (var (finer, h, rounding) in quotients[(k + 1)..])
        {
            distance /= 2;
            if (Abs(finer - value) > 2 * error + 8 * Max(noise, rounding) / h + distance) return false;
        }
        return true;
    }

    /// <summary>A kink: the jump of the slope stays the same down to the finest step at which rounding lets it be seen.</summary>
    private static bool Persists(Slope kink, ReadOnlySpan<Quotient> jumps, double noise, Slope slope)
    {
        var size = Abs(kink.Value);
        if (!(size > 4 * kink.Error) || !(size > 1e-6 * Abs(slope.Value))) return false;
        for (var k = jumps.Length - 1; k >= 0; k--)
            if (Max(noise, jumps[k].Rounding) / jumps[k].H < size / 8) return Abs(jumps[k].Value - kink.Value) < size / 4;
        return false;
    }
}
