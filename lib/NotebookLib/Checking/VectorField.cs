using Update = System.Func<double[], double, double[], double, double[]>;

namespace NotebookLib;

/// <summary>A field F: ℝᵐ → ℝᵐ, an arrow at every point (w, b). An update rule is one: it says where to go.</summary>
/// <remarks>Whether F or −ηF is meant makes no difference here: the one is a gradient exactly where the other is.</remarks>
public sealed class VectorField
{
    private readonly Func<double[], double[]> f;
    private readonly string subject;

    /// <summary>A field over n weights and, where it is moved, the bias.</summary>
    internal VectorField(Func<double[], double[]> f, int n, bool bias, string subject = "update") =>
        (this.f, this.subject, Names) =
            (f, subject, [.. Enumerable.Range(0, n).Select(Words.Weight), .. Enumerable.Repeat("b", bias ? 1 : 0)]);

    /// <summary>The number m of parameters.</summary>
    public int Dimension => Names.Count;

    /// <summary>What the m parameters are called: w₁ … wₙ and, where it is moved, b.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The example or the data it is the update of, such as "x = (1, -2), y = 0"; "" for a field that stands
    /// alone.</summary>
    public string Example { get; private init; } = "";

    /// <summary>The inputs (x, 1), or x without a bias: in their span a cost of the outputs alone has its gradient.</summary>
    internal IReadOnlyList<double[]> Inputs { get; private init; } = [];

    /// <summary>Any field F: ℝᵐ → ℝᵐ, m numbers to m numbers; the dimension is m ≥ 1.</summary>
    /// <exception cref="ArgumentException">There is no field, or m &lt; 1.</exception>
    public static VectorField Of(Func<double[], double[]> field, int dimension)
    {
        Require.Defined(field);
        Require.That(dimension >= 1, $"A field needs at least one dimension, not {dimension}.");
        return new(field, dimension, bias: false, "field");
    }

    /// <summary>The update of one example (x, y), n finite inputs and a target: (w, b, x, y) to n numbers, one for each weight,
    /// or n + 1, the bias last. A field over the weights, and over the bias where the update has a number for it, unless
    /// <paramref name="bias"/> is false: then b = 0 stays.</summary>
    /// <exception cref="ArgumentException">There is no update, it stops, or it gives the wrong number of numbers.</exception>
    public static VectorField Of(Update update, double[] x, double y, bool bias = true)
    {
        Require.Defined(x);
        return Of(update, [x], [y], bias, $"x = {Text(x)}, y = {Words.Number(y, 4)}");
    }

    /// <summary>The sum of the updates of all examples of a data set: a gradient exactly where their mean is one.</summary>
    /// <inheritdoc cref="Of(Update, double[], double, bool)" path="/exception"/>
    public static VectorField Of(Update update, Dataset data, bool bias = true)
    {
        Require.Defined(data);
        return Of(update, [.. Enumerable.Range(0, data.Count).Select(data.Row)], data.TargetArray, bias,
            $"the sum over {Require.Count(data.Count, "example")}");
    }

    private static VectorField Of(Update update, double[][] x, double[] y, bool bias, string example)
    {
        Require.Defined(update);
        var n = x[0].Length;
        Require.That(n > 0, $"The example has no inputs; give it at least one, for example x: [1, -2].");
        foreach (var row in x) Require.Inputs(row, n);
        foreach (var target in y) Require.Finite(target, "target");
        var length = Ask("update", () => update(new double[n], 0, [.. x[0]], y[0]),
            () => $"w = {Text(new double[n])}, b = 0, x = {Text(x[0])}, y = {Words.Number(y[0], 4)}").Length;
        Require.That(length == n || length == n + 1,
            $"Your update gave {Require.Count(length, "number")} for {Require.Count(n, "input")}; "
            + $"it must give {n}, one for each weight, or {n + 1}, the bias last. "
            + $"To test it with another number of inputs, hand in an example: GradientField.Test(yourUpdate, x: [1], y: 0).");
        var moved = bias && length > n;
        return new(Sum, n, moved) { Example = example, Inputs = [.. x.Select(row => moved ? [.. row, 1] : row)] };

        double[] Sum(double[] p)
        {
            var sum = new double[p.Length];
            for (var i = 0; i < x.Length; i++)
            {
                var step = update(p[..n], moved ? p[n] : 0, [.. x[i]], y[i]) ?? [];
                Require.That(step.Length == length,
                    $"Your update gave {Require.Count(length, "number")} at first, and {step.Length} here.");
                for (var j = 0; j < sum.Length; j++) sum[j] += step[j];
            }
            return sum;
        }
    }

    /// <summary>F(p), m finite numbers, at m finite numbers p: the weights, then the bias where there is one.</summary>
    /// <exception cref="ArgumentException">p has the wrong length, or the field stops here or is not a number here.</exception>
    public double[] At(params double[] p)
    {
        RequirePoint(p);
        var value = Value(p);
        var bad = Array.FindIndex(value, v => !double.IsFinite(v));
        Require.That(bad < 0, $"Your {subject} is {Words.Number(value[bad])} in {Names[bad]} at {Describe(p)}. "
            + $"Test it where it is defined, with around: [the middle] and radius: how far to go.");
        return value;
    }

    /// <summary>The antisymmetric part of the derivative at p, A_jk = ∂_jF_k − ∂_kF_j: 0 everywhere for a gradient.</summary>
    /// <inheritdoc cref="At" path="/exception"/>
    public Curl Curl(params double[] p) => new(this, p);

    /// <summary>A walk along straight lines from corner to corner, two or more points of m numbers, and the height ∫F·dp that it
    /// gains. Closed where it ends at its start.</summary>
    /// <exception cref="ArgumentException">There are too few corners, one has the wrong length, or the field is not a number
    /// on the way.</exception>
    public Walk Walk(params double[][] corners) => new(this, corners);

    /// <summary>The closed walk round a square that starts at a corner, m numbers: along parameter j, then k (both from 0), and
    /// back, counter-clockwise in their plane. The side is not 0.</summary>
    /// <exception cref="ArgumentException">An argument is not as said here, or the field is not a number on the way.</exception>
    public Walk Square(double[] corner, int j = 0, int k = 1, double side = 1)
    {
        RequirePoint(corner);
        Require.That(j != k && Math.Min(j, k) >= 0 && Math.Max(j, k) < Dimension,
            $"A square needs two different parameters from 0 to {Dimension - 1}, not {j} and {k}.");
        Require.That(side != 0, $"The side is 0, and so is a walk round it; take a length such as 1.");
        return Walk(SquareCorners(corner, j, k, side));
    }

    internal static double[][] SquareCorners(double[] corner, int j, int k, double side)
    {
        double[] Move(double alongJ, double alongK) => [.. corner.Select((v, i) => v + (i == j ? alongJ : i == k ? alongK : 0))];
        return [corner, Move(side, 0), Move(side, side), Move(0, side), [.. corner]];
    }

    /// <summary>F(p) as it is, NaN included. A copy: the learner's function may fill the same array each time.</summary>
    internal double[] Value(double[] p)
    {
        double[] value = [.. Ask(subject, () => f([.. p]), () => Describe(p))];
        Require.That(value.Length == Dimension, $"Your {subject} gave {Require.Count(value.Length, "number")} "
            + $"at {Describe(p)}; it must give {Dimension}, {OneForEach}.");
        return value;
    }

    internal void RequirePoint(double[] p)
    {
        p ??= [];
        Require.That(p.Length == Dimension,
            $"A point of this field has {Require.Count(Dimension, "number")}, {OneForEach}, not {p.Length}.");
        foreach (var v in p) Require.That(double.IsFinite(v), $"A point of a field needs finite numbers, not {Words.Number(v)}.");
    }

    private string OneForEach => $"one for each of {string.Join(", ", Names)}";

    /// <summary>A point in words: "w = (0.3, -0.2), b = 0.5".</summary>
    internal string Describe(double[] p) =>
        Names[^1] == "b" ? $"w = {Text(p[..^1])}, b = {Words.Number(p[^1], 4)}" : $"w = {Text(p)}";

    /// <summary>An entry of the curl in words: "∂Δw₂/∂w₁ − ∂Δw₁/∂w₂", or with F for Δ where it is no update.</summary>
    internal string CurlInWords(int j, int k)
    {
        string Part(int i) => subject == "update" ? "Δ" + Names[i] : Names[i] == "b" ? "F_b" : "F" + Names[i][1..];
        return $"∂{Part(k)}/∂{Names[j]} − ∂{Part(j)}/∂{Names[k]}";
    }

    internal static string Text(double[] values) => values.Length > 8 ? Text(values[..7])[..^1] + ", …)"
        : $"({string.Join(", ", values.Select(v => Words.Number(v, 4)))})";

    /// <summary>What a learner's function gives, or a sentence that says where it stopped.</summary>
    private static double[] Ask(string subject, Func<double[]> ask, Func<string> place)
    {
        try { return ask() ?? throw new ArgumentException($"Your {subject} gave nothing (null) at {place()}."); }
        catch (Exception e) when (e is not ArgumentException { InnerException: null })
        {
            throw new ArgumentException(e is IndexOutOfRangeException
                ? $"Your {subject} asks for a weight or an input that is not there, at {place()}. "
                    + "Count from 0, and hand in an example with as many inputs as it needs: x: [1, -2, 0.5]."
                : $"Your {subject} stopped at {place()}: {e.Message}", e);
        }
    }
}
