using System.Globalization;
using static System.FormattableString;

namespace NotebookLib;

/// <summary>
/// Is this update the gradient of any cost at all, also of one that knows the weights and the input? Two things decide. The
/// gradient of a smooth cost has no curl (mixed derivatives agree), and no closed walk against it or along it gains height
/// (∮∇C·dp = 0).
/// </summary>
/// <remarks>
/// Both are measured at sampled points, with error bars. A curl that is called found stands out ten times above its error bar and
/// is confirmed by a closed walk. A curl nowhere near the sampled points cannot be seen: then the report says at how many points
/// none was found.
/// </remarks>
public static class GradientField
{
    /// <summary>Tests the update of single examples.</summary>
    /// <param name="update">(w, b, x, y) to n numbers, one for each weight, or n + 1 numbers, the bias last.</param>
    /// <param name="x">
    /// The inputs of one example. Null: three examples of two inputs (of three, if it asks for a third) one after the other.
    /// </param>
    /// <param name="y">The target that goes with x. Default 0.</param>
    /// <param name="bias">False: the weights alone move, b = 0 stays.</param>
    /// <param name="around">The middle of the points to look at, m numbers. Default 0.</param>
    /// <param name="radius">How far from the middle the points may lie in each parameter, above 0. Default 2.</param>
    /// <param name="points">How many points an example, 3 or more. Default 20.</param>
    /// <exception cref="ArgumentException">
    /// There is no update, or it stops, gives the wrong number of numbers, NaN, or two answers to one question; or y stands
    /// without x.
    /// </exception>
    public static FieldReport Test(Func<double[], double, double[], double, double[]> update, double[]? x = null, double y = 0, bool bias = true,
        double[]? around = null, double radius = 2, int points = 20)
    {
        if (x is null && y != 0)
            throw new ArgumentException($"The target y = {VectorField.Text(y)} has no inputs to go with; hand in both, for example x: [1, -2], y: 1.");
        return Decide(x is null ? Examples(update, bias) : [VectorField.Of(update, x, y, bias)], around, radius, points);
    }

    /// <summary>Tests the sum of the updates over a data set: it can be a gradient though no summand is one.</summary>
    /// <param name="update">(w, b, x, y) to n numbers, one for each weight, or n + 1 numbers, the bias last.</param>
    /// <param name="data">N examples.</param>
    /// <param name="bias">False: the weights alone move, b = 0 stays.</param>
    /// <param name="around">The middle of the points to look at, m numbers. Default 0.</param>
    /// <param name="radius">How far from the middle the points may lie in each parameter, above 0. Default 2.</param>
    /// <param name="points">How many points, from 3 to 100 000. Default 20.</param>
    /// <exception cref="ArgumentException">
    /// There is no update, or it stops, gives the wrong number of numbers, NaN, or two answers to one question.
    /// </exception>
    public static FieldReport Test(Func<double[], double, double[], double, double[]> update, Dataset data, bool bias = true,
        double[]? around = null, double radius = 2, int points = 20) => Decide([VectorField.Of(update, data, bias)], around, radius, points);

    /// <summary>Tests any field F: ℝᵐ → ℝᵐ.</summary>
    /// <param name="field">F: m numbers to m numbers.</param>
    /// <param name="dimension">m ≥ 1.</param>
    /// <param name="around">The middle of the points to look at, m numbers. Default 0.</param>
    /// <param name="radius">How far from the middle the points may lie in each parameter, above 0. Default 2.</param>
    /// <param name="points">How many points, from 3 to 100 000. Default 20.</param>
    /// <exception cref="ArgumentException">
    /// There is no field, or it stops, gives the wrong number of numbers, NaN, or two answers to one question.
    /// </exception>
    public static FieldReport Test(Func<double[], double[]> field, int dimension, double[]? around = null, double radius = 2, int points = 20) =>
        Decide([VectorField.Of(field, dimension)], around, radius, points);

    /// <summary>Tests a field.</summary>
    /// <param name="field">The field F: ℝᵐ → ℝᵐ.</param>
    /// <param name="around">The middle of the points to look at, m numbers. Default 0.</param>
    /// <param name="radius">How far from the middle the points may lie in each parameter, above 0. Default 2.</param>
    /// <param name="points">How many points, from 3 to 100 000. Default 20.</param>
    /// <exception cref="ArgumentException">
    /// There is no field, or it stops, gives the wrong number of numbers, NaN, or two answers to one question.
    /// </exception>
    public static FieldReport Test(VectorField field, double[]? around = null, double radius = 2, int points = 20) =>
        Decide([field ?? throw new ArgumentException("Your field was not defined; mend its cell first.")], around, radius, points);

    private static readonly (double[] X, double Y)[] Two = [([1, -2], 0), ([0.5, 1.5], 1), ([-0.7, 0.4], 0.3)];
    private static readonly (double[] X, double Y)[] Three = [([1, -2, 0.5], 0), ([0.5, 1.5, -1], 1), ([-0.7, 0.4, 2], 0.3)];

    private static VectorField[] Examples(Func<double[], double, double[], double, double[]> update, bool bias)
    {
        try { return [.. Two.Select(one => VectorField.Of(update, one.X, one.Y, bias))]; }
        catch (ArgumentException e) when (e.InnerException is IndexOutOfRangeException) { return [.. Three.Select(one => VectorField.Of(update, one.X, one.Y, bias))]; }
    }

    /// <summary>More would take hours and say no more.</summary>
    private const int MostPoints = 100_000;

    private static FieldReport Decide(VectorField[] fields, double[]? around, double radius, int points)
    {
        if (!(radius > 0) || !double.IsFinite(radius)) throw new ArgumentException($"The radius is {VectorField.Text(radius)}; it must be a number above 0, for example 2.");
        if (points < 3)
            throw new ArgumentException(
                Invariant($"Look at 3 points or more, not {points}: three points make the smallest closed walk."));
        if (points > MostPoints) throw new ArgumentException(Invariant($"Look at {MostPoints} points or fewer, not {points}."));
        FieldSample[] samples = [.. fields.Select(field => new FieldSample(field, around, radius, points))];
        return Array.Find(samples, sample => sample.Witness is not null) is { } found ? Refuted(found, samples) : Unrefuted(samples);
    }

    private static FieldReport Refuted(FieldSample sample, FieldSample[] all)
    {
        var (field, walk) = (sample.Field, sample.Witness!);
        var place = field.Describe(walk.Corners[0]) + (field.Example == "" ? "" : $" ({field.Example})");
        var sentence = sample.Found is var (j, k)
            ? $"Not the gradient of any cost. At {place} the curl ∂{Part(k)}/∂{field.Names[j]} − ∂{Part(j)}/∂{field.Names[k]} is {Bar(sample.Curl[j, k], sample.Curl.Errors[j, k])}, "
                + $"and a walk round a square from there, side {VectorField.Text(Side(walk))}, ends {Height(walk)} it began."
            : $"Not the gradient of any cost. It has no curl at the points looked at, but the closed walk from {place} to "
                + $"{field.Describe(walk.Corners[1])} to {field.Describe(walk.Corners[2])} and back ends {Height(walk)} it began.";
        if (sample.FixedDirection is { } u)
            sentence += $" It always points along {VectorField.Text(u)}, but its size changes across that direction too.";
        return new(Verdict.Fail, sentence, field, all.Sum(one => one.Clear), sample.Curl, walk, null, null);
        string Part(int i) => field.Example != "" ? "Δ" + field.Names[i] : field.Names[i] == "b" ? "F_b" : "F" + field.Names[i][1..];
    }

    private static FieldReport Unrefuted(FieldSample[] samples)
    {
        var sample = samples.MaxBy(one => one.Blurred)!;
        var (field, points) = (sample.Field, samples.Sum(one => one.Clear));
        if (samples.Any(one => one.IsUnclear))
            return new(Verdict.Inconclusive, $"Cannot say. At {sample.Blurred} of {sample.Count} points (or closed walks between them) the update jumps, bends or is too noisy "
                + "for its derivative to be measured. Look where it is smooth, with around: [the middle] and radius: how far to go.", field, points, sample.Curl, null, null, null);
        bool? function = samples.Any(one => one.AlongInputs is null) ? null : samples.All(one => one.AlongInputs == true);
        var largest = samples.Max(one => one.LargestCurl);
        var sentence = field.Dimension == 1
            ? $"Nothing speaks against it: with one parameter every continuous update is the gradient of a cost, its own integral. It was finite at {points} points."
            : $"No curl found at {points} points{(samples.Length > 1 ? $" ({samples.Length} examples)" : "")}: none above {PowerOfTen(largest)} of the update's size, "
                + "and no closed walk between them gained height. That is evidence for a cost, not a proof.";
        if (samples.Sum(one => one.Blurred) is > 0 and var blurred) sentence += $" (At {Require.Count(blurred, "more point")} it jumps or bends.)";
        if (function == true) sentence += " It points along the input everywhere, so such a cost is a function of " + (field.Inputs.Count > 1 ? "the outputs" : "z") + " alone.";
        if (function == false) sentence += " It does not point along the input everywhere, so such a cost is no function of the output alone: it knows the weights" + (field.Inputs.Count > 1 ? "." : " or the input.");
        return new(Verdict.Pass, sentence, field, points, sample.Curl, null, sample.Potential(), function);
    }

    private static double Side(Walk square) => square.Corners[1].Zip(square.Corners[0], (to, from) => Math.Abs(to - from)).Max();

    private static string Height(Walk walk) => $"{Bar(Math.Abs(walk.Gain), walk.Error)} {(walk.Gain > 0 ? "above" : "below")} where";

    private static string Bar(double value, double error) => FormattableString.Invariant($"{value:G6} ± {PowerOfTen(error)}");

    /// <summary>An error bar, rounded up: its digits would differ from machine to machine.</summary>
    private static string PowerOfTen(double error) => error > 0 ? Math.Pow(10, Math.Ceiling(Math.Log10(error))).ToString("0e+0", CultureInfo.InvariantCulture) : "0";
}
