using System.Linq.Expressions;
using System.Runtime.CompilerServices;

namespace NotebookLib;

/// <summary>Judges your own line of a derivation. A right line may be written in any way. In a wrong one a single mistake is
/// looked for, by making each of the usual ones in the derivation and comparing what comes out with your line, in numbers.
/// Numbers found by hand, and things that must have a property, are judged too.</summary>
public static partial class Attempt
{
    /// <summary>Your ∂C/∂a, for example <c>(a, y) => a - y</c>; null where you have not tried yet.</summary>
    /// <exception cref="ArgumentException">The cost was not defined.</exception>
    /// <exception cref="FormulaException">A part of the line has no formula; the message says what to write instead.</exception>
    public static AttemptReport Slope(Cost cost, Expression<Func<double, double, double>>? yours = null,
        [CallerArgumentExpression(nameof(yours))] string source = "")
    {
        Require.Defined(cost);
        return Judge(new(cost, null, false), yours, ["a", "y"], source);
    }

    /// <summary>Your error δ = ∂C/∂z = ∂C/∂a · f′(z) from (a, y), for example <c>(a, y) => a - y</c>; null where you have not
    /// tried yet. Call the first parameter z, and it is the weighted input: <c>(z, y) => 1/(1 + Exp(-z)) - y</c>.</summary>
    /// <exception cref="ArgumentException">The cost or the activation was not defined.</exception>
    /// <exception cref="FormulaException">A part of the line has no formula; the message says what to write instead.</exception>
    public static AttemptReport Delta(Cost cost, Activation activation, Expression<Func<double, double, double>>? yours = null,
        [CallerArgumentExpression(nameof(yours))] string source = "")
    {
        Require.Defined(cost);
        Require.Defined(activation);
        return Judge(new(cost, activation, false), yours, [OutputOr(yours), "y"], source);
    }

    /// <summary>Your ∂C/∂w_j = δ x_j from (a, y, x), where x is the input x_j, for example <c>(a, y, x) => (a - y)*x</c>; null
    /// where you have not tried yet. Call the first parameter z, and it is the weighted input.</summary>
    /// <exception cref="ArgumentException">The cost or the activation was not defined.</exception>
    /// <exception cref="FormulaException">A part of the line has no formula; the message says what to write instead.</exception>
    public static AttemptReport Weights(Cost cost, Activation activation,
        Expression<Func<double, double, double, double>>? yours = null,
        [CallerArgumentExpression(nameof(yours))] string source = "")
    {
        Require.Defined(cost);
        Require.Defined(activation);
        return Judge(new(cost, activation, true), yours, [OutputOr(yours), "y", "x"], source);
    }

    /// <summary>The verdict on a line that is a formula already.</summary>
    internal static AttemptReport Judge(Line line, Formula yours)
    {
        AttemptReport Report(Verdict verdict, LineMistake mistake, string sentence, bool simple = false) =>
            new(verdict, mistake, sentence, yours, line.Expected, simple);
        var values = line.Values(yours);
        var right = line.Values(line.Right);
        int[] looked = [.. Enumerable.Range(0, right.Length).Where(i => double.IsFinite(right[i]))];
        if (looked.Length == 0)
            return Report(Verdict.Inconclusive, LineMistake.None,
                $"{line.Name} has no value at any point looked at, so there is nothing to compare your line with.");
        if (Line.Same(values, right))
        {
            var simple = yours.Size <= line.Expected.Size;
            var proof = yours.Equals(line.Expected) || yours.Simplify().Equals(line.Expected) ? ""
                : $" (Compared in numbers, at {looked.Length} points.)";
            return Report(Verdict.Pass, LineMistake.None, (simple ? "Right." : $"Right, and simpler is {line.Expected}.") + proof,
                simple);
        }
        var found = line.Mistakes().Where(one => Line.Same(values, line.Values(one.Formula))).DistinctBy(one => one.Sentence)
            .ToList();
        if (found.Count == 0 && Line.Ratio(values, right) is { } factor)
            found.Add(new(LineMistake.Factor, line.Right,
                $"A constant factor is wrong: yours is {Require.Text(factor)} times {line.Name}"));
        if (found.Count > 0) return Report(Verdict.Fail, found[0].Mistake, $"{found[0].Sentence}.{OtherWords(found)}");
        var first = looked.First(i => !Line.Same([values[i]], [right[i]]));
        return Report(Verdict.Fail, LineMistake.Unknown,
            $"Not right, and not one of the usual mistakes. At {line.Place(first)} yours is {Require.Text(values[first])}, "
                + $"and {line.Name} is {Require.Text(right[first])}.");
    }

    private static AttemptReport Judge(Line line, LambdaExpression? yours, string[] names, string source)
    {
        if (yours is null || yours.Body is ConstantExpression { Value: double.NaN })
            return new(Verdict.Inconclusive, LineMistake.None,
                $"Not tried yet: write your {line.Name} as ({string.Join(", ", names)}) => …", null, line.Expected, false);
        return Judge(line, FromLambda.Read(yours, source, names));
    }

    /// <summary>One or two more explanations that give the same line.</summary>
    private static string OtherWords(List<WrongLine> found) => found.Count == 1 ? "" : " (Or, which here comes to the same: "
        + string.Join("; or ", found.Skip(1).Take(2).Select(one => char.ToLowerInvariant(one.Sentence[0]) + one.Sentence[1..]))
            + ".)";

    private static string OutputOr(LambdaExpression? yours) => yours?.Parameters[0].Name == "z" ? "z" : "a";
}
