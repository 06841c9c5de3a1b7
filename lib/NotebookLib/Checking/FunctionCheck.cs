namespace NotebookLib;

/// <summary>The check of any claimed gradient of any function: one coordinate after the other.</summary>
internal static class FunctionCheck
{
    public static GradientReport Run(Func<double[], double> f, Func<double[], double[]> gradient, double[] at)
    {
        ArgumentNullException.ThrowIfNull(f);
        ArgumentNullException.ThrowIfNull(gradient);
        ArgumentNullException.ThrowIfNull(at);
        if (at.Length == 0) throw new ArgumentException("The point is empty; give at least one number, for example at: [0.5].", nameof(at));
        for (var j = 0; j < at.Length; j++)
            if (!double.IsFinite(at[j])) throw new ArgumentException($"Number {j + 1} of the point is {at[j]}; it must be a finite number.", nameof(at));

        var subject = $"a function of {Require.Count(at.Length, "number")}";
        double value;
        try { value = f([.. at]); }
        catch (Exception error) when (error is not OutOfMemoryException) { return Judge.Undecided(subject, $"The function stopped with an error at the point: {error.Message}"); }
        if (!double.IsFinite(value)) return Judge.Undecided(subject, $"The function is {Words.Number(value)} at the point, so it has no slope there.");
        double[] claimed;
        try { claimed = Ask(gradient, at); }
        catch (Exception error) when (error is not (ArgumentException { ParamName: nameof(gradient) } or OutOfMemoryException))
        {
            return Judge.Undecided(subject, $"Your gradient stopped with an error: {error.Message}");
        }
        if (!Quiet(f, at).Equals(value))
            return Judge.Undecided(subject, "The function gives another value each time it is called at the same point, so it has no slope. Draw random numbers once, before it.");
        if (!Ask(gradient, at).Zip(claimed).All(pair => pair.First.Equals(pair.Second)))
            return Judge.Undecided(subject, "Your gradient gives another answer each time it is asked, so it cannot be checked. Draw random numbers once, before it.");

        var slopes = Measure(f, at);
        Coordinate[] coordinates = [.. slopes.Select((slope, j) => Judge.Of(Words.Weight(j), claimed[j], Judge.Rounding * Math.Abs(claimed[j]), slope))];
        var verdict = Judge.All(coordinates.Select(c => c.Verdict));
        return new(subject, verdict, Judge.Reason(verdict, coordinates), coordinates,
            verdict == Verdict.Fail ? Explain(f, gradient, at, claimed, slopes) : new(Mistake.None, "No mistake was found."));
    }

    private static double[] Ask(Func<double[], double[]> gradient, double[] at)
    {
        var answer = gradient([.. at]);
        return answer?.Length == at.Length ? answer : throw new ArgumentException(
            $"Expected {Require.Count(at.Length, "number")} from your gradient, one for each coordinate, but it gave {(answer is null ? "null" : answer.Length.ToString())}.", nameof(gradient));
    }

    /// <summary>f, or NaN where it stops with an error: that is outside its domain.</summary>
    private static double Quiet(Func<double[], double> f, double[] at)
    {
        try { return f([.. at]); }
        catch (Exception error) when (error is not OutOfMemoryException) { return double.NaN; }
    }

    private static Slope[] Measure(Func<double[], double> f, double[] at) => [.. at.Select((t, j) => Differences.Measure(step =>
    {
        double[] moved = [.. at];
        moved[j] = step;
        return Quiet(f, moved);
    }, t))];

    private sealed record Place(double[] Claimed, Slope[] Slopes)
    {
        public bool Fits(int j, int k, double factor) => Judge.Agree(Claimed[j], 0, factor * Slopes[k].Value, Math.Abs(factor) * Slopes[k].Error);
        public bool Fits(double factor) => Claimed.Select((_, j) => Fits(j, j, factor)).All(fits => fits);
    }

    /// <summary>Scale, sign and coordinate mistakes: each must hold close by as well.</summary>
    private static Diagnosis Explain(Func<double[], double> f, Func<double[], double[]> gradient, double[] at, double[] claimed, Slope[] slopes)
    {
        var places = new List<Place> { new(claimed, slopes) };
        foreach (var shift in (ReadOnlySpan<double>)[0.07, -0.11, 0.19])
        {
            double[] near = [.. at.Select((t, j) => t + shift * (1 + 0.3 * j % 1) * (j % 2 == 0 ? 1 : -1) * Math.Max(Math.Abs(t), 0.5))];
            try { if (Measure(f, near) is var s && s.All(slope => double.IsFinite(slope.Error) && !slope.IsKink)) places.Add(new(Ask(gradient, near), s)); }
            catch (Exception error) when (error is not OutOfMemoryException) { /* outside the domain of the gradient: the other places must do */ }
        }
        places.RemoveAll(place => place.Slopes.Any(s => !double.IsFinite(s.Error) || s.IsKink) || !place.Claimed.All(double.IsFinite));
        if (places.Count == 0) return new(Mistake.Unknown, "What is wrong cannot be told here: no clear slopes to compare with.");

        if (places.All(p => p.Fits(-1))) return new(Mistake.Sign, "The sign is turned round: claimed/measured is −1 everywhere. With it each step goes uphill; turn the sign.");
        foreach (var (factor, text) in new[] { (2.0, "2"), (0.5, "½") })
            if (places.All(p => p.Fits(factor))) return new(Mistake.Half, $"A factor 2 was lost or kept: claimed/measured is {text} in every coordinate, here and close by.");

        int[] wrong = [.. Enumerable.Range(0, at.Length).Where(j => !places.All(p => p.Fits(j, j, 1)))];
        if (wrong.Length is > 1 and <= 32)
        {
            int[] sources = [.. wrong.Select(j => wrong.FirstOrDefault(k => k != j && places.All(p => p.Fits(j, k, 1)), -1))];
            if (!sources.Contains(-1))
                return new(Mistake.Coordinate, $"Coordinates are in each other's place: {Words.List([.. wrong.Zip(sources, (j, k) => $"{Words.Weight(j)} holds the value of {Words.Weight(k)}")])}.");
        }
        if (wrong.Length > 0 && wrong.Length < at.Length && wrong.Length <= Math.Max(1, at.Length / 2)
            && Enumerable.Range(0, at.Length).Except(wrong).Any(j => places.Any(p => Math.Abs(p.Slopes[j].Value) > 10 * p.Slopes[j].Error)))
            return new(Mistake.Coordinate, $"Only {Words.List([.. wrong.Select(Words.Weight)])} {(wrong.Length == 1 ? "is" : "are")} wrong; the others are right, here and close by.");

        var ratio = places[0].Claimed.Select((c, j) => c / places[0].Slopes[j].Value).FirstOrDefault(double.IsFinite, double.NaN);
        return double.IsFinite(ratio) && places.All(p => p.Fits(ratio))
            ? new(Mistake.Unknown, $"Every coordinate is {Words.Number(ratio)} times the measured slope, here and close by: look for a constant factor, such as a number of examples.")
            : new(Mistake.Unknown, "The gradient is wrong, but by no constant factor, and not in some coordinates only.");
    }
}
