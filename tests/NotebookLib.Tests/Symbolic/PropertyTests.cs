using CsCheck;
using static NotebookLib.Tests.Symbolic.RandomFormulas;

namespace NotebookLib.Tests.Symbolic;

public class PropertyTests
{
    static Point At(double a, double y) => new(("a", a), ("y", y));

    [Fact]
    public void Simplified_formulas_and_derivatives_have_the_value_of_the_raw_ones()
    {
        Tree(2).Sample(Holds, iter: Count.Of(90_000));
        Tree(3).Sample(Holds, iter: Count.Of(10_000));

        static void Holds(Formula f)
        {
            var slope = f.Derivative("a");
            Formula simple = f.Simplify(), simpleSlope = slope.Simplify();
            foreach (var (a, y) in Points)
            {
                if (!Agree(f, simple, At(a, y))) throw new Exception($"{f}\n=> {simple}\nat a = {a}, y = {y}: {f.Evaluate(At(a, y))} and {simple.Evaluate(At(a, y))}");
                if (!Agree(slope, simpleSlope, At(a, y))) throw new Exception($"slope of {f}\n{slope}\n=> {simpleSlope}\nat a = {a}, y = {y}: {slope.Evaluate(At(a, y))} and {simpleSlope.Evaluate(At(a, y))}");
            }
        }
    }
}

/// <summary>How many random cases: all of them, or a few with SYMBOLIC_CASES=1000 while working.</summary>
internal static class Count
{
    public static long Of(int full) => Environment.GetEnvironmentVariable("SYMBOLIC_CASES") is { } few && int.TryParse(few, out var n) ? Math.Min(n, full) : full;
}
