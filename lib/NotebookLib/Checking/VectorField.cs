using System.Globalization;
using static System.FormattableString;

namespace NotebookLib;

/// <summary>
/// A field F: ℝᵐ → ℝᵐ, an arrow at every point of the space of parameters. An update rule is one: at (w, b) it says where to go.
/// </summary>
/// <remarks>Whether F or −ηF is meant makes no difference here: the one is a gradient exactly where the other is.</remarks>
public sealed class VectorField
{
    private readonly Func<double[], double[]> f;
    private readonly string subject;

    private VectorField(Func<double[], double[]> f, string subject, string[] names, string example, double[][] inputs) =>
        (this.f, this.subject, Names, Example, Inputs) = (f, subject, names, example, inputs);

    /// <summary>The number m of parameters.</summary>
    public int Dimension => Names.Count;

    /// <summary>What the m parameters are called: w₁ … wₙ and, where it is moved, b.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>
    /// The example or the data it is the update of, such as "x = (1, -2), y = 0"; empty for a field that stands alone.
    /// </summary>
    public string Example { get; }

    /// <summary>
    /// The inputs (x, 1), or x without a bias, of every example: a cost of the outputs alone has its gradient in their span.
    /// </summary>
    internal IReadOnlyList<double[]> Inputs { get; }

    /// <summary>Any field F: ℝᵐ → ℝᵐ.</summary>
    /// <param name="field">F: m numbers to m numbers.</param>
    /// <param name="dimension">m ≥ 1.</param>
    /// <exception cref="ArgumentException">There is no field, or m &lt; 1.</exception>
    public static VectorField Of(Func<double[], double[]> field, int dimension)
    {
        if (field is null) throw new ArgumentException("Your field was not defined; mend its cell first.");
        if (dimension < 1) throw new ArgumentException(Invariant($"A field needs at least one dimension, not {dimension}."));
        return new(field, "field", Weights(dimension), "", []);
    }

    /// <summary>A field over n weights and, where it is moved, the bias.</summary>
    internal static VectorField Over(Func<double[], double[]> field, int n, bool bias) => new(field, "update", Named(n, bias), "", []);

    /// <summary>
    /// The update of one example (x, y) as a field over the weights, and over the bias where the update has one.
    /// </summary>
    /// <param name="update">(w, b, x, y) to n numbers, one for each weight, or n + 1 numbers, the bias last.</param>
    /// <param name="x">n finite inputs.</param>
    /// <param name="y">The target.</param>
    /// <param name="bias">False: the weights alone move, b = 0 stays, also where the update has a number for it.</param>
    /// <exception cref="ArgumentException">There is no update, it stops, or it gives the wrong number of numbers.</exception>
    public static VectorField Of(Func<double[], double, double[], double, double[]> update, double[] x, double y, bool bias = true)
    {
        Require.Defined(x);
        return Of(update, [x], [y], bias, $"x = {Text(x)}, y = {Text(y)}");
    }

    /// <summary>
    /// The sum of the updates of all examples of a data set (their mean is 1/N of it: one is a gradient where the other is).
    /// </summary>
    /// <param name="update">(w, b, x, y) to n numbers, one for each weight, or n + 1 numbers, the bias last.</param>
    /// <param name="data">N examples.</param>
    /// <param name="bias">False: the weights alone move, b = 0 stays, also where the update has a number for it.</param>
    /// <exception cref="ArgumentException">There is no update, it stops, or it gives the wrong number of numbers.</exception>
    public static VectorField Of(Func<double[], double, double[], double, double[]> update, Dataset data, bool bias = true)
    {
        Require.Defined(data);
        return Of(update, [.. Enumerable.Range(0, data.Count).Select(data.Row)], [.. data.Targets], bias,
            $"the sum over {Require.Count(data.Count, "example")}");
    }

    private static VectorField Of(Func<double[], double, double[], double, double[]> update, double[][] x, double[] y, bool bias, string example)
    {
        if (update is null) throw new ArgumentException("Your update was not defined; mend its cell first.");
        var n = x[0].Length;
        if (n == 0) throw new ArgumentException("The example has no inputs; give it at least one, for example x: [1, -2].");
        foreach (var row in x) Require.Inputs(row, n);
        foreach (var target in y) Require.Finite(target, "target");
        var length = Probe(update, n, x[0], y[0]);
        var m = length > n && bias ? n + 1 : n;
        return new(p =>
        {
            var sum = new double[m];
            for (var i = 0; i < x.Length; i++)
            {
                var step = update(p[..n], m > n ? p[n] : 0, [.. x[i]], y[i]) ?? [];
                if (step.Length != length) throw new ArgumentException($"Your update gave {Require.Count(length, "number")} at first, and {step.Length} here.");
                for (var j = 0; j < m; j++) sum[j] += step[j];
            }
            return sum;
        }, "update", Named(n, m > n), example, [.. x.Select(row => m > n ? [.. row, 1] : row)]);
    }

    private static int Probe(Func<double[], double, double[], double, double[]> update, int n, double[] x, double y)
    {
        var length = Guard(() => update(new double[n], 0, [.. x], y), "update", $"w = {Text(new double[n])}, b = 0, x = {Text(x)}, y = {Text(y)}").Length;
        return length == n || length == n + 1 ? length : throw new ArgumentException(
            $"Your update gave {Require.Count(length, "number")} for {Require.Count(n, "input")}; it must give {n}, one for each weight, or {n + 1}, the bias last. "
            + "To test it with another number of inputs, hand in an example: GradientField.Test(yourUpdate, x: [1], y: 0).");
    }

    /// <summary>F(p).</summary>
    /// <param name="p">m finite numbers: the weights, then the bias where there is one.</param>
    /// <returns>m finite numbers.</returns>
    /// <exception cref="ArgumentException">p has the wrong length, or the field stops here or is not a number here.</exception>
    public double[] At(params double[] p)
    {
        RequirePoint(p);
        var value = Value(p);
        for (var j = 0; j < value.Length; j++)
            if (!double.IsFinite(value[j]))
                throw new ArgumentException($"Your {subject} is {Text(value[j])} in {Names[j]} at {Describe(p)}. "
                    + "Test it where it is defined, with around: [the middle] and radius: how far to go.");
        return value;
    }

    /// <summary>
    /// The antisymmetric part of the derivative, A_jk = ∂_jF_k − ∂_kF_j, with error bars: 0 everywhere for a gradient.
    /// </summary>
    /// <param name="p">m finite numbers.</param>
    /// <exception cref="ArgumentException">p has the wrong length, or the field is not a number here.</exception>
    public Curl Curl(params double[] p) => NotebookLib.Curl.Of(this, p);

    /// <summary>
    /// A walk along straight lines from corner to corner, and the height ∫F·dp that it gains. Closed where it ends at its start.
    /// </summary>
    /// <param name="corners">Two or more points of m numbers.</param>
    /// <exception cref="ArgumentException">
    /// There are fewer than two corners, one has the wrong length, or the field is not a number on the way.
    /// </exception>
    public Walk Walk(params double[][] corners) => NotebookLib.Walk.Along(this, corners);

    /// <summary>
    /// The closed walk round a square: from the corner along parameter j, then k, and back (counter-clockwise in the plane of j
    /// and k).
    /// </summary>
    /// <param name="corner">m numbers.</param>
    /// <param name="j">The first parameter, from 0.</param>
    /// <param name="k">The second parameter, from 0.</param>
    /// <param name="side">The length of a side, not 0.</param>
    /// <exception cref="ArgumentException">
    /// The corner has the wrong length, j and k are not two different parameters, or the side is 0.
    /// </exception>
    public Walk Square(double[] corner, int j = 0, int k = 1, double side = 1)
    {
        RequirePoint(corner);
        if (j == k || Math.Min(j, k) < 0 || Math.Max(j, k) >= Dimension)
            throw new ArgumentException(
                Invariant($"A square needs two different parameters from 0 to {Dimension - 1}, not {j} and {k}."));
        if (side == 0) throw new ArgumentException("The side is 0, and so is a walk round it; take a length such as 1.");
        return Walk(SquareCorners(corner, j, k, side));
    }

    internal static double[][] SquareCorners(double[] corner, int j, int k, double side)
    {
        double[] Move(double alongJ, double alongK) => [.. corner.Select((v, i) => v + (i == j ? alongJ : i == k ? alongK : 0))];
        return [corner, Move(side, 0), Move(side, side), Move(0, side), [.. corner]];
    }

    /// <summary>F(p) as it is, NaN included.</summary>
    internal double[] Value(double[] p)
    {
        var value = Guard(() => f([.. p]), subject, () => Describe(p));
        return value.Length == Dimension ? value : throw new ArgumentException(
            $"Your {subject} gave {Require.Count(value.Length, "number")} at {Describe(p)}; it must give {Dimension}, one for each of {string.Join(", ", Names)}.");
    }

    internal void RequirePoint(double[] p)
    {
        if (p?.Length != Dimension)
            throw new ArgumentException($"A point of this field has {Require.Count(Dimension, "number")}, one for each of {string.Join(", ", Names)}, not {p?.Length ?? 0}.");
        foreach (var value in p)
            if (!double.IsFinite(value)) throw new ArgumentException($"A point of a field needs finite numbers, not {Text(value)}.");
    }

    /// <summary>A point in words: "w = (0.3, -0.2), b = 0.5".</summary>
    internal string Describe(double[] p) => Names[^1] == "b" ? $"w = {Text(p[..^1])}, b = {Text(p[^1])}" : $"w = {Text(p)}";

    internal static string Text(double value) => value.ToString("G4", CultureInfo.InvariantCulture);

    internal static string Text(double[] values) => values.Length > 8
        ? $"({string.Join(", ", values[..7].Select(Text))}, …)" : $"({string.Join(", ", values.Select(Text))})";

    private static string[] Weights(int n) => [.. Enumerable.Range(0, n).Select(Words.Weight)];

    private static string[] Named(int n, bool bias) => [.. Weights(n), .. bias ? ["b"] : Array.Empty<string>()];

    private static double[] Guard(Func<double[]> call, string subject, string place) => Guard(call, subject, () => place);

    private static double[] Guard(Func<double[]> call, string subject, Func<string> place)
    {
        try { return call() ?? throw new ArgumentException($"Your {subject} gave nothing (null) at {place()}."); }
        catch (IndexOutOfRangeException e)
        {
            throw new ArgumentException($"Your {subject} asks for a weight or an input that is not there, at {place()}. "
                + "Count from 0, and hand in an example with as many inputs as it needs: x: [1, -2, 0.5].", e);
        }
        catch (Exception e) when (e is not ArgumentException { InnerException: null })
        {
            throw new ArgumentException($"Your {subject} stopped at {place()}: {e.Message}", e);
        }
    }
}
