namespace NotebookLib;

/// <summary>Numbers found by hand, and what must have a property.</summary>
public static partial class Attempt
{
    /// <summary>A number rounded to three significant digits is off by at most this part of it.</summary>
    private const double ThreeDigits = 0.005;

    /// <summary>Your numbers, to three significant digits or better, beside the right ones; null where you have not tried yet.
    /// The verdict does not say the right ones. The usual mistakes of the exercise come with the numbers that they give; a sign,
    /// a factor and another order are looked for in any case.</summary>
    /// <exception cref="ArgumentException">The right numbers are missing or not finite.</exception>
    public static AttemptReport Numbers(double[] right, double[]? yours = null,
        params (string Mistake, double[] Gives)[] usual) =>
        Judge(right, yours, usual.Select(one => (LineMistake.Named, one.Mistake, one.Gives)));

    /// <summary>Your gradient in n + 1 numbers, (∂C/∂w_1, …, ∂C/∂w_n, ∂C/∂b), to three significant digits or better, beside the
    /// one from <c>neuron.Gradient(cost, x, y)</c>: which factor is missing or there twice.</summary>
    /// <exception cref="ArgumentException">The gradient was not defined.</exception>
    public static AttemptReport Gradient(Gradient right, double[]? yours = null)
    {
        Require.Defined(right, "gradient");
        var (costSlope, slope, x) = right.Factors;
        double[] Times(double factor, Func<double, double> of) => [.. x.Append(1).Select(v => factor * of(v))];
        return Judge(right.ToArray(), yours,
        [
            (LineMistake.MissingSlope, "The factor f′(z) is missing", Times(costSlope, v => v)),
            (LineMistake.ExtraSlope, "There is one factor f′(z) too many", Times(right.Delta * slope, v => v)),
            (LineMistake.MissingInput, Said.MissingInput, Times(right.Delta, _ => 1)),
            (LineMistake.SignOfInput, Said.SignOfInput, Times(right.Delta, v => Math.Sign(v))),
            (LineMistake.ExtraInput, Said.ExtraInput, Times(right.Delta, v => v * v)),
        ]);
    }

    /// <summary>What you have found: a cost, a rule, data, a function; null where you have not tried yet. Whatever has the
    /// property is right, not only what we have found. The judge gives its conditions: does each hold, and what was found, in
    /// words that are true either way. The first that does not hold is reported.</summary>
    /// <exception cref="ArgumentException">There is no judge.</exception>
    public static AttemptReport Find<T>(T? yours, Func<T, IEnumerable<(bool Holds, string Found)>> judge) where T : class
    {
        Require.Defined(judge);
        if (yours is null) return new(Verdict.Inconclusive, LineMistake.None, "Not tried yet: write yours in place of null.");
        try
        {
            var all = judge(yours).Select(one => one with { Found = one.Found.TrimEnd('.') }).ToList();
            return all.FindIndex(one => !one.Holds) is var i and >= 0 ? Wrong(LineMistake.Unknown, $"Not yet: {all[i].Found}.")
                : new(Verdict.Pass, LineMistake.None, $"Right: {string.Join("; ", all.Select(one => one.Found))}.");
        }
        catch (Exception e)
        {
            var why = e is IndexOutOfRangeException ? "It has too few parts." : Require.Sentence(e);
            return Wrong(LineMistake.Unknown, $"Yours cannot be judged. {why}");
        }
    }

    private static AttemptReport Wrong(LineMistake mistake, string sentence) => new(Verdict.Fail, mistake, sentence);

    private static AttemptReport Judge(double[] right, double[]? yours, IEnumerable<(LineMistake, string, double[] Gives)> usual)
    {
        Require.That(right?.Length > 0 && right.All(double.IsFinite),
            $"There are no finite right numbers to compare yours with.");
        var numbers = Require.Count(right.Length, "number");
        if (yours is null)
            return new(Verdict.Inconclusive, LineMistake.None, $"Not tried yet: write {numbers} in [ ] in place of null.");
        if (yours.Length != right.Length)
            return Wrong(LineMistake.Unknown, $"Not right: {numbers} must stand here, and yours has {yours.Length}.");
        var size = right.Max(Math.Abs);
        bool Near(double v, double r, int times = 1) => Math.Abs(v - r) <= times * ThreeDigits * Math.Abs(r) + 1e-9 * size;
        bool Same(double[] some, int times = 1) =>
            some.Length == right.Length && yours.Zip(some).All(pair => Near(pair.First, pair.Second, times));
        double[] Times(double factor) => [.. right.Select(r => factor * r)];
        if (Same(right)) return new(Verdict.Pass, LineMistake.None, "Right.");
        foreach (var (mistake, sentence, gives) in usual.Prepend((LineMistake.Sign, Said.Sign, Times(-1)))
            .Append((LineMistake.Factor, Said.Twice, Times(2))).Append((LineMistake.Factor, Said.Half, Times(0.5))))
            if (Same(gives)) return Wrong(mistake, sentence + ".");
        var ratio = yours[Array.FindIndex(right, r => Math.Abs(r) == size)] / right.First(r => Math.Abs(r) == size);
        if (right.Length > 1 && ratio != 0 && Same(Times(ratio), 2))       // twice: the ratio is rounded as well
            return Wrong(LineMistake.Factor,
                $"A constant factor is wrong: yours are {Require.Text(ratio)} times what they should be.");
        if (yours.Order().Zip(right.Order()).All(pair => Near(pair.First, pair.Second)))
            return Wrong(LineMistake.Order, "These are the right numbers, in another order.");
        var i = Enumerable.Range(0, right.Length).First(i => !Near(yours[i], right[i]));
        var how = double.IsNaN(yours[i]) ? "not a number" : Near(-yours[i], right[i]) ? "of the wrong sign"
            : yours[i] > right[i] ? "too large" : "too small";
        return Wrong(LineMistake.Unknown, $"Not right: {(right.Length == 1 ? "it" : $"number {i + 1}")} is {how}.");
    }
}
