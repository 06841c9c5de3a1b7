using static System.Math;

namespace NotebookLib;

/// <summary>Where a sequence goes.</summary>
internal enum Course { Settles, Rises, Falls, Unclear }

/// <summary>
/// How a sequence goes on that is taken at distances which double each time (or halve): to a limit, without end, or not to be
/// told.
/// </summary>
/// <param name="Course">Where it goes.</param>
/// <param name="Limit">The limit where it settles; ±∞ where it rises or falls without end; otherwise not a number.</param>
/// <param name="Doubt">How far off the limit may be, by two extrapolations.</param>
internal readonly record struct Trend(Course Course, double Limit, double Doubt = 0)
{
    /// <summary>The limit with the digits that are sure.</summary>
    public double Sure => !(Doubt > 0) || !double.IsFinite(Limit) || Limit == 0 ? Limit
        : Floor(Log10(Doubt)) is var place && place < -15 ? Limit : Round(Limit / Pow(10, place + 1)) * Pow(10, place + 1);

    private const int Fewest = 5;

    // Steps that shrink to 9/10 each time add up to something. Those of a logarithm stay as they are, those of a power grow.
    private const double Shrinking = 0.9, Lasting = 0.97;

    // A change of this part of the largest value is none; extrapolations must agree to this part of the way that is left to go.
    private const double Still = 1e-10, Agreement = 0.1;

    /// <summary>The trend of the values, up to the first that is not a number.</summary>
    public static Trend Of(IEnumerable<double> values)
    {
        double[] all = [.. values.TakeWhile(value => !double.IsNaN(value))], v = [.. all.TakeWhile(double.IsFinite)];
        // Infinite where it went that way before; otherwise a number on the way has grown past a double, which says nothing.
        if (v.Length < all.Length && (v.Length < 2 || Sign(v[^1] - v[^2]) == Sign(all[v.Length]))) return Endless(all[v.Length]);
        if (v.Length < Fewest) return new(Course.Unclear, double.NaN);
        double[] steps = [.. v.Skip(1).Zip(v, (next, last) => next - last)];
        var size = v.Max(Abs);
        if (Abs(steps[^1]) + Abs(steps[^2]) <= Still * size) return new(Course.Settles, Abs(v[^1]) <= Still * size ? 0 : v[^1]);
        double[] ratios = [.. steps.Skip(1).Zip(steps, (next, last) => next / last).TakeLast(3)];
        if (ratios.All(r => r >= Lasting)) return Endless(steps[^1]);
        // Aitken: the steps that are left, a geometric series, are added.
        double Ahead(int back) => v[^back] + steps[^back] * ratios[^back] / (1 - ratios[^back]);
        var (limit, doubt) = (Ahead(1), Abs(Ahead(1) - Ahead(2)));
        return ratios.All(r => Abs(r) <= Shrinking) && doubt <= Agreement * Abs(limit - v[^1])
            ? new(Course.Settles, Abs(limit) <= doubt ? 0 : limit, doubt)
            : new(Course.Unclear, double.NaN);
    }

    private static Trend Endless(double direction) =>
        direction > 0 ? new(Course.Rises, double.PositiveInfinity) : new(Course.Falls, double.NegativeInfinity);
}

/// <summary>A function far out on one side: its least and greatest values in 10 … 20, 20 … 40, and so on.</summary>
/// <param name="Least">Where the least values go.</param>
/// <param name="Most">Where the greatest values go.</param>
/// <param name="Lowest">The least value of all.</param>
/// <param name="Largest">The largest size in the last octave.</param>
internal readonly record struct Tail(Trend Least, Trend Most, double Lowest, double Largest)
{
    private const int Samples = 256;            // an octave: not in time with anything that swings
    private const double Same = 1e-9;           // two limits this near, of their size, are one
    private const double Drift = 0.04;          // what swings for ever comes a little higher or lower now and then

    /// <summary>Does it swing for ever between two bounds?</summary>
    public bool Swings { get; private init; }

    /// <summary>Is there a number missing on the way out?</summary>
    public bool IsShort { get; private init; }

    /// <summary>Where the function goes: unclear where it swings.</summary>
    public Trend Trend => !Swings && Least.Course == Most.Course
        && !(Abs(Least.Limit - Most.Limit) > Least.Doubt + Most.Doubt + Same * Abs(Most.Limit))
        ? Most : new(Course.Unclear, double.NaN);

    /// <summary>How far down it comes: to its lowest value, its limit, or without end.</summary>
    public double Infimum => Swings || !(Least.Limit + 2 * Least.Doubt < Lowest) ? Lowest : Least.Sure;

    /// <summary>Does it go up and down for ever, between bounds or ever more?</summary>
    public bool IsRestless => Swings || (Least.Course, Most.Course) == (Course.Falls, Course.Rises);

    /// <summary>f as t → ∞ (side 1) or −∞ (side −1).</summary>
    public static Tail Of(Func<double, double> f, int side)
    {
        const double from = 10;
        const int octaves = 6;
        (double Least, double Most)[] all = [.. Enumerable.Range(0, octaves).Select(k =>
        {
            double[] values = [.. Enumerable.Range(0, Samples + 1).Select(i => f(side * from * Pow(2, k + i / (double)Samples)))];
            return values.Any(double.IsNaN) ? (double.NaN, double.NaN) : (values.Min(), values.Max());
        }).TakeWhile(octave => !double.IsNaN(octave.Item1))];
        bool Stays(int k) => Max(Abs(all[k].Least - all[k - 1].Least), Abs(all[k].Most - all[k - 1].Most)) is var change
            && change > 0 && change <= Drift * (all[k].Most - all[k].Least);
        return new(Trend.Of(all.Select(octave => octave.Least)), Trend.Of(all.Select(octave => octave.Most)),
            all.Select(octave => octave.Least).DefaultIfEmpty(double.NaN).Min(),
                all.Length == 0 ? double.NaN : Max(Abs(all[^1].Least), Abs(all[^1].Most)))
        { IsShort = all.Length < octaves, Swings = all.Length > 2 && Stays(all.Length - 1) && Stays(all.Length - 2) };
    }
}
