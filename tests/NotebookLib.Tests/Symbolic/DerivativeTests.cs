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

/// <summary>What the table says of each function, held against its values.</summary>
public class FunctionTableTests
{
    private static readonly Function[] All = [.. Function.OfMath.Values, Function.Sign, Function.Log1p];
    private static readonly double[] Places = [.. Enumerable.Range(-40, 81).Select(k => k / 8.0 + 0.01)];

    [Fact]
    public void Its_values_lie_between_its_bounds_and_come_near_them()
    {
        foreach (var f in All)
        {
            double[] values = [.. Places.Concat([-700, 0, 1e-6, 700, 1e6]).Where(f.Defined).Select(f.Value).Where(double.IsFinite)];
            var (low, high) = f.Values;
            Assert.All(values, v => Assert.InRange(v, low, high));
            Assert.True(double.IsInfinity(low) ? values.Min() < -4 : values.Min() < low + 0.02, f.Name);
            Assert.True(double.IsInfinity(high) ? values.Max() > 4 : values.Max() > high - 0.02, f.Name);
        }
    }

    [Fact]
    public void Its_parity_scaling_exponent_and_inverse_are_right()
    {
        foreach (var f in All)
            foreach (var u in Places.Where(u => f.Defined(u)))
            {
                if (f.Parity != Parity.None) Assert.Equal(f.Value(u), (f.Parity == Parity.Odd ? -1 : 1) * f.Value(-u), 1e-12);
                if (f.Scaling is { } scaling) Assert.Equal(f.Value(-3 * u), scaling(-3).ToDouble() * f.Value(u), 1e-12);
                if (f.Exponent is { } n && u > 0) Assert.Equal(Math.Pow(u, n.ToDouble()), f.Value(u), 1e-14);
                if (f.Undoes?.Invoke() is { } inner && inner.Defined(u)) Assert.Equal(u, f.Value(inner.Value(u)), 1e-13);
                if (f.IsLogarithm) Assert.Equal(f.Value(u) + f.Value(3), f.Value(3 * u), 1e-13);
            }
        Assert.Equal(3, All.Count(f => f.IsLogarithm));
    }

    [Fact]
    public void No_parity_is_missing()
    {
        foreach (var f in All.Where(f => f.DefinedEverywhere && f.Parity == Parity.None))
            Assert.False(Places.All(u => Math.Abs(f.Value(u) - f.Value(-u)) < 1e-9) || Places.All(u => Math.Abs(f.Value(u) + f.Value(-u)) < 1e-9), f.Name);
    }
}
