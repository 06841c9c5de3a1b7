using CsCheck;
using static NotebookLib.Tests.Symbolic.RandomFormulas;

namespace NotebookLib.Tests.Symbolic;

public class PropertyTests
{
    static Point At(double a, double y) => new(("a", a), ("y", y));

    [Fact]
    public void Simplified_formulas_and_derivatives_have_the_value_of_the_raw_ones()
    {
        Tree(2).HoldWhereCompared(10_000, Holds);
        Tree(3).HoldWhereCompared(1_000, Holds);

        static bool Holds(Formula f)
        {
            var compared = false;
            var slope = f.Derivative("a");
            Formula simple = f.Simplify(), simpleSlope = slope.Simplify();
            foreach (var (a, y) in Points)
            {
                if (!Agree(f, simple, At(a, y))) throw new Exception(
                    $"{f}\n=> {simple}\nat a = {a}, y = {y}: {f.Evaluate(At(a, y))} and {simple.Evaluate(At(a, y))}");
                if (!Agree(slope, simpleSlope, At(a, y))) throw new Exception(
                    $"slope of {f}\n{slope}\n=> {simpleSlope}\nat a = {a}, y = {y}: {slope.Evaluate(At(a, y))} and {simpleSlope.Evaluate(At(a, y))}");
                compared |= IsKnown(f, At(a, y));
            }
            return compared;
        }
    }
}
