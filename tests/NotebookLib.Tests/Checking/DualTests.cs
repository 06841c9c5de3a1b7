using CsCheck;
using static System.Math;

namespace NotebookLib.Tests.Checking;

public class DualTests
{
    private static Dual At(Cost cost, double a, double y) =>
        Dual.Evaluate(cost.Formula, name => name == "a" ? Dual.Variable(a) : Dual.Constant(y));

    [Fact]
    public void Each_kind_of_formula_has_its_value_and_its_slope()
    {
        Is(Cost.Define("max", (a, y) => Max(a, y)), 0.3, 0.7, 0.7, 0);
        Is(Cost.Define("max", (a, y) => Max(a, y)), 0.9, 0.7, 0.9, 1);
        Is(Cost.Define("min", (a, y) => Min(a, y)), 0.3, 0.7, 0.3, 1);
        Is(Cost.Define("min", (a, y) => Min(a, y)), 0.9, 0.7, 0.7, 0);
        Is(Cost.Define("cases", (a, y) => a < y ? a * a : 3 * a), 0.3, 0.7, 0.09, 0.6);
        Is(Cost.Define("cases", (a, y) => a < y ? a * a : 3 * a), 0.9, 0.7, 2.7, 3);
        Is(Cost.Define("not", (a, y) => !(a < y) ? a * a : 3 * a), 0.3, 0.7, 0.9, 3);
        Is(Cost.Define("not", (a, y) => !(a < y) ? a * a : 3 * a), 0.9, 0.7, 0.81, 1.8);
        foreach (var (a, y) in new[] { (0.3, 0.7), (0.9, 0.7), (0.3, 0.1), (0.9, 0.1) })
        {
            Is(Cost.Define("and", (u, v) => u > 0.5 && v > 0.5 ? 2 * u : 5 * u), a, y, a > 0.5 && y > 0.5 ? 2 * a : 5 * a,
                a > 0.5 && y > 0.5 ? 2 : 5);
            Is(Cost.Define("or", (u, v) => u > 0.5 || v > 0.5 ? 2 * u : 5 * u), a, y, a > 0.5 || y > 0.5 ? 2 * a : 5 * a,
                a > 0.5 || y > 0.5 ? 2 : 5);
        }
        Is(Cost.Define("cube", (a, y) => Pow(a - y, 3)), 0.3, 0.7, -0.064, 0.48);
        Is(Cost.Define("power", (a, y) => Pow(a - 3, y)), 1, 2, 4, -4);                        // a base below 0: no logarithm
        Is(Cost.Define("power", (a, y) => Pow(y, a)), 3, 2, 8, 8 * Log(2));
        Is(Cost.Define("power", (a, y) => Pow(a, a)), 0.5, 0, Sqrt(0.5), Sqrt(0.5) * (Log(0.5) + 1));
        Is(Cost.Define("quotient", (a, y) => Sin(a) / (1 + y)), 0.3, 0.7, Sin(0.3) / 1.7, Cos(0.3) / 1.7);

        static void Is(Cost cost, double a, double y, double value, double slope)
        {
            var dual = At(cost, a, y);
            Assert.True(Abs(dual.Value - value) <= dual.ValueError + 1e-15, $"{cost} at ({a}, {y}) is {dual.Value}, not {value}");
            Assert.True(Abs(dual.Slope - slope) <= dual.SlopeError + 1e-15,
                $"{cost} at ({a}, {y}) has the slope {dual.Slope}, not {slope}");
            Assert.InRange(dual.ValueError, 0, 1e-13);
            Assert.InRange(dual.SlopeError, 0, 1e-13);
        }
    }

    private static readonly Gen<(double[] Values, double[] Errors)> Arguments =
        from v in Gen.Double[0.5, 2].Array[4]
        from signs in Gen.Bool.Array[4]
        from e in Gen.Double[1e-7, 1e-6].Array[4]
        select (v.Zip(signs, (x, s) => s ? x : -x).ToArray(), e);

    // Errors of 1e-6 in value and slope of the arguments: the largest deviation of all signs is the bound, up to their products.
    [Fact]
    public void A_bound_is_what_errors_of_the_arguments_can_do() => Arguments.Hold(300, t =>
    {
        var (v, e) = t;
        Dual Argument(int k, double dv = 0, double ds = 0) => new(v[2 * k] + dv, v[2 * k + 1] + ds, e[2 * k], e[2 * k + 1]);
        Holds((p, q) => p + q);
        Holds((p, q) => p * q);
        Holds((p, _) => Dual.Evaluate(FormulaOf.Exp(Variable.A), _ => p));
        Holds((p, _) => Dual.Evaluate(FormulaOf.Pow(Variable.A, 3), _ => p));

        void Holds(Func<Dual, Dual, Dual> work)
        {
            var bound = work(Argument(0), Argument(1));
            double value = 0, slope = 0;
            for (var corner = 0; corner < 16; corner++)
            {
                double Error(int k) => (corner >> k & 1) == 0 ? e[k] : -e[k];
                var moved = work(Argument(0, Error(0), Error(1)), Argument(1, Error(2), Error(3)));
                (value, slope) = (Max(value, Abs(moved.Value - bound.Value)), Max(slope, Abs(moved.Slope - bound.Slope)));
            }
            Assert.InRange(bound.ValueError / value, 1 - 1e-5, 1 + 1e-5);
            Assert.InRange(bound.SlopeError / slope, 1 - 1e-5, 1 + 1e-5);
        }
    });
}
