using Update = System.Func<double[], double, double[], double, double[]>;

namespace NotebookLib;

/// <summary>Is this update the gradient of any cost at all, also of one that knows the weights and the input? Two things decide.
/// The gradient of a smooth cost has no curl (mixed derivatives agree), and no closed walk gains height (∮∇C·dp = 0).</summary>
/// <remarks>Both are measured at sampled points, with error bars. A curl that is called found stands out ten times above its
/// error bar and is confirmed by a closed walk. A curl nowhere near the sampled points cannot be seen: the report says at how
/// many points none was found.</remarks>
public static class GradientField
{
    /// <summary>More would take hours and say no more.</summary>
    private const int MostPoints = 100_000;

    /// <summary>Of three inputs; the last is left out where two will do.</summary>
    private static readonly (double[] X, double Y)[] Examples =
        [([1, -2, 0.5], 0), ([0.5, 1.5, -1], 1), ([-0.7, 0.4, 2], 0.3)];

    /// <summary>Tests the update of single examples.</summary>
    /// <param name="update">(w, b, x, y) to n numbers, one for each weight, or n + 1 numbers, the bias last.</param>
    /// <param name="x">The inputs of one example. Null: three examples of two (or three, if it asks for a third) in turn.</param>
    /// <param name="y">The target that goes with x.</param>
    /// <param name="bias">False: the weights alone move, b = 0 stays.</param>
    /// <param name="around">The middle of the points to look at, m numbers. Default 0.</param>
    /// <param name="radius">How far from the middle the points may lie in each parameter, above 0.</param>
    /// <param name="points">How many points an example, from 3 to 100 000.</param>
    /// <exception cref="ArgumentException">There is no update, or it stops, gives the wrong number of numbers, NaN, or two
    /// answers to one question; or y stands without x.</exception>
    public static FieldReport Test(Update update, double[]? x = null, double y = 0, bool bias = true,
        double[]? around = null, double radius = 2, int points = 20)
    {
        if (x is not null) return Test(VectorField.Of(update, x, y, bias), around, radius, points);
        Require.That(y == 0,
            $"The target y = {Words.Number(y, 4)} has no inputs to go with; hand in both, for example x: [1, -2], y: 1.");
        VectorField[] OfInputs(int n) => [.. Examples.Select(one => VectorField.Of(update, one.X[..n], one.Y, bias))];
        VectorField[] fields;
        try { fields = OfInputs(2); }
        catch (ArgumentException e) when (e.InnerException is IndexOutOfRangeException) { fields = OfInputs(3); }
        return Decide(fields, around, radius, points);
    }

    /// <summary>Tests the sum of the updates over a data set: it can be a gradient though no summand is one.</summary>
    /// <inheritdoc cref="Test(Update, double[], double, bool, double[], double, int)" path="/param|/exception"/>
    public static FieldReport Test(Update update, Dataset data, bool bias = true,
        double[]? around = null, double radius = 2, int points = 20) =>
        Test(VectorField.Of(update, data, bias), around, radius, points);

    /// <summary>Tests any field F: ℝᵐ → ℝᵐ, m numbers to m numbers; the dimension is m ≥ 1.</summary>
    /// <inheritdoc cref="Test(Update, double[], double, bool, double[], double, int)" path="/param|/exception"/>
    public static FieldReport Test(Func<double[], double[]> field, int dimension,
        double[]? around = null, double radius = 2, int points = 20) =>
        Test(VectorField.Of(field, dimension), around, radius, points);

    /// <summary>Tests a field.</summary>
    /// <inheritdoc cref="Test(Update, double[], double, bool, double[], double, int)" path="/param|/exception"/>
    public static FieldReport Test(VectorField field, double[]? around = null, double radius = 2, int points = 20)
    {
        Require.Defined(field);
        return Decide([field], around, radius, points);
    }

    private static FieldReport Decide(VectorField[] fields, double[]? around, double radius, int points)
    {
        Require.That(radius > 0 && double.IsFinite(radius),
            $"The radius is {Words.Number(radius, 4)}; it must be a number above 0, for example 2.");
        Require.That(points >= 3, $"Look at 3 points or more, not {points}: three points make the smallest closed walk.");
        Require.That(points <= MostPoints, $"Look at {MostPoints} points or fewer, not {points}.");
        return new([.. fields.Select(field => new FieldSample(field, around, radius, points))]);
    }
}
