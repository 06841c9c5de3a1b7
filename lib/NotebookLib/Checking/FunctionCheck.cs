using static NotebookLib.Words;

namespace NotebookLib;

/// <summary>The check of any claimed gradient of any function, one coordinate after the other. A place is n numbers.</summary>
internal static class FunctionCheck
{
    public static GradientReport Run(Func<double[], double> f, Func<double[], double[]> gradient, double[] at)
    {
        Require.Defined(f, "function");
        Require.Defined(gradient);
        Require.Defined(at, "place");
        Require.That(at.Length > 0, $"The point is empty; give at least one number, for example at: [0.5].");
        Require.Finite(at, "Number", " of the point");
        var n = Require.Count(at.Length, "number");
        return new Inquiry<double[]>
        {
            Subject = $"a function of {n}",
            Name = (j, _) => Weight(j),
            Formula = point => gradient([.. point]),
            Shaped = answer => answer?.Length == at.Length ? answer : throw new ArgumentException(
                $"Expected {n} from your gradient, one for each coordinate, but it gave {answer?.Length.ToString() ?? "null"}."),
            Explain = point => point == at ? Explain(f, at) : null,          // elsewhere what has no slope is not clear
            Measure = (point, claimed) => Measure(f, point, claimed),
            Near = new[] { 0.07, -0.11, 0.19 }.Select(shift => at.Select(
                (t, j) => t + shift * (1 + 0.3 * j % 1) * (j % 2 == 0 ? 1 : -1) * Math.Max(Math.Abs(t), 0.5)).ToArray()),
            Mistakes = Hypothesis.OfScale,
            HereIsEnough = true,
        }.Run(at);
    }

    private static string? Explain(Func<double[], double> f, double[] at)
    {
        double value;
        try { value = f([.. at]); }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            return $"The function stopped with an error at the point: {error.Message}";
        }
        return !double.IsFinite(value) ? $"The function is {Number(value)} at the point, so it has no slope there."
            : Quiet(f, at).Equals(value) ? null : "The function gives another value each time it is called at the same point, "
                + "so it has no slope. Draw random numbers once, before it.";
    }

    private static Probe Measure(Func<double[], double> f, double[] at, double[] claimed)
    {
        var parts = at.Select((t, j) => Differences.Measure(u => Quiet(f, [.. at[..j], u, .. at[(j + 1)..]]), t))
            .Select(slope => new[] { (new Example(0, 0, slope, 1, slope.Value), 1.0) });
        return new([.. parts], claimed, [.. claimed.Select(value => Judge.Rounding * Math.Abs(value))]);
    }

    /// <summary>f, or NaN where it stops with an error: that is outside its domain.</summary>
    private static double Quiet(Func<double[], double> f, double[] at)
    {
        try { return f([.. at]); }
        catch (Exception error) when (error is not OutOfMemoryException) { return double.NaN; }
    }
}
