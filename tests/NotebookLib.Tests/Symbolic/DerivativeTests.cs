using System.Numerics;
using CsCheck;
using static NotebookLib.Tests.Symbolic.RandomFormulas;

namespace NotebookLib.Tests.Symbolic;

/// <summary>The rules of differentiation against two numeric ways that know nothing of them.</summary>
public class DerivativeTests
{
    static readonly Function[] All = [.. Function.OfMath.Values, ActivationFunctions.Sigma, ActivationFunctions.Softplus, ActivationFunctions.Relu];

    /// <summary>Central differences, h = 1e-6: an error of h²f‴/6 + ε|f|/h, about 1e-9 for these values.</summary>
    [Fact]
    public void Every_function_has_the_slope_of_its_difference_quotient()
    {
        foreach (var g in All)
            foreach (var u in (double[])[0.2, 0.71, 1.3, -0.4, -1.1])
            {
                if (!g.Defined(u)) continue;
                Assert.True(Math.Abs((g.Value(u + 1e-6) - g.Value(u - 1e-6)) / 2e-6 - g.Slope(Variable.A).Evaluate(("a", u))) < 1e-8, $"{g.Name} at {u}");
            }
    }

    /// <summary>
    /// Complex step (Squire, Trapp, SIAM Review 1998): f′(a) = Im f(a + ih)/h without any difference, so h can be 1e-100.
    /// The tolerance is the bound of the rounding error of the symbolic derivative.
    /// </summary>
    [Fact]
    public void The_derivative_is_the_complex_step_on_random_formulas()
    {
        const double h = 1e-100;
        Tree(2).HoldWhereCompared(4_000, f =>
        {
            var compared = false;
            var slope = f.Derivative("a");
            foreach (var (a, y) in Points)
            {
                var at = new Point(("a", a), ("y", y));
                var (value, error) = Bounded(slope, at);
                if (!double.IsFinite(value) || !(error <= 1e-6 * Math.Abs(value)) || Bounded(f, at) is var (fv, fe) && !(fe < 1e-6 * (1 + Math.Abs(fv)))) continue;
                var step = Complex(f, new Complex(a, h), y).Imaginary / h;
                if (!double.IsFinite(step)) continue;
                if (Math.Abs(step - value) > 1e-9 * Math.Abs(value) + 100 * error) throw new Exception($"{f}\nat {a}, {y}: {slope} is {value}, the complex step says {step}");
                compared = true;
            }
            return compared;
        });
    }

    static Complex Complex(Formula f, Complex a, double y)
    {
        Complex C(Formula g) => Complex(g, a, y);
        switch (f)
        {
            case Number n: return n.Double;
            case Constant c: return c.Value;
            case Variable v: return v.Name == "a" ? a : y;
            case Sum(var terms): return terms.Aggregate(System.Numerics.Complex.Zero, (s, t) => s + C(t));
            case Product(var factors): return factors.Aggregate(System.Numerics.Complex.One, (p, t) => p * C(t));
            case Power(var u, var n): return Power(C(u), C(n));
            case Extremum(var max, var u, var v): return C(u).Real > C(v).Real == max ? C(u) : C(v);
            case Piecewise(Comparison(var l, _, var r), _, _) when double.IsNaN(C(l).Real + C(r).Real): return double.NaN;
            case Piecewise(Comparison(var l, _, var r) c, var u, var v): return c.Holds(C(l).Real, C(r).Real) ? C(u) : C(v);
            case Call(var g, var u): return Apply(g.Name, C(u));
            default: throw new InvalidOperationException(f.GetType().Name);
        }
    }

    static Complex Power(Complex u, Complex n) => n.Imaginary == 0 && n.Real == Math.Floor(n.Real) && Math.Abs(n.Real) <= 8
        ? n.Real < 0 ? 1 / Power(u, -n.Real) : Enumerable.Repeat(u, (int)n.Real).Aggregate(System.Numerics.Complex.One, (p, q) => p * q)
        : u == 0 && n.Real > 0 ? 0
        : u.Real <= 0 ? double.NaN
        : System.Numerics.Complex.Exp(n * Ln(u));

    /// <summary>ln of u = x + iy with a tiny y: ln x + i y/x.</summary>
    static Complex Ln(Complex u) => u.Real <= 0 ? double.NaN : new Complex(Math.Log(u.Real), u.Imaginary / u.Real);

    static Complex Apply(string name, Complex u) => name switch
    {
        "Exp" => System.Numerics.Complex.Exp(u),
        "Log" => Ln(u),
        "Log2" => Ln(u) / Math.Log(2),
        "Log10" => Ln(u) / Math.Log(10),
        "Sqrt" => Power(u, 0.5),
        "Cbrt" => u.Real < 0 ? -Power(-u, 1.0 / 3) : Power(u, 1.0 / 3),
        "Abs" => u.Real < 0 ? -u : u,
        "Sin" => System.Numerics.Complex.Sin(u),
        "Cos" => System.Numerics.Complex.Cos(u),
        "Tan" => System.Numerics.Complex.Sin(u) / System.Numerics.Complex.Cos(u),
        "Sinh" => System.Numerics.Complex.Sinh(u),
        "Cosh" => System.Numerics.Complex.Cosh(u),
        "Tanh" => (1 - System.Numerics.Complex.Exp(-2 * u)) / (1 + System.Numerics.Complex.Exp(-2 * u)),
        "Atan" => new Complex(Math.Atan(u.Real), u.Imaginary / (1 + u.Real * u.Real)),
        "Activation.Sigmoid.Value" => 1 / (1 + System.Numerics.Complex.Exp(-u)),
        "Activation.Softplus.Value" => Ln(1 + System.Numerics.Complex.Exp(u)),
        _ => throw new InvalidOperationException(name),
    };

    [Fact]
    public void Kinks_are_known()
    {
        string Kinks(System.Linq.Expressions.Expression<Func<double, double, double>> f) => string.Join("; ", Formula.FromLambda(f).Kinks);
        Assert.Equal("a - y", Kinks((a, y) => Math.Abs(a - y)));
        Assert.Equal("-(1 - y*a)", Kinks((a, y) => Math.Max(0, 1 - y * a)));
        Assert.Equal("a - 0.5", Kinks((a, y) => a < 0.5 ? a : 1));
        Assert.Equal("", Kinks((a, y) => a * y));
        Assert.Equal("Sign(a - y)", Formula.FromLambda((a, y) => Math.Abs(a - y)).Derivative("a").ToString());
    }
}
