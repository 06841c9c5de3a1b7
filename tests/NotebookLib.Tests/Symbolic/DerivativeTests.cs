using System.Numerics;
using CsCheck;
using static NotebookLib.Tests.Symbolic.RandomFormulas;

namespace NotebookLib.Tests.Symbolic;

/// <summary>The rules of differentiation against two numeric ways that know nothing of them.</summary>
public class DerivativeTests
{
    static readonly Function[] All = [.. Function.OfMath.Values, ActivationFunctions.Sigma, ActivationFunctions.Softplus,
        ActivationFunctions.Relu];

    /// <summary>Central differences, h = 1e-6: an error of h²f‴/6 + ε|f|/h, about 1e-9 for these values.</summary>
    [Fact]
    public void Every_function_has_the_slope_of_its_difference_quotient()
    {
        foreach (var g in All)
            foreach (var u in (double[])[0.2, 0.71, 1.3, -0.4, -1.1])
            {
                if (!g.Defined(u)) continue;
                Assert.True(Math.Abs((g.Value(u + 1e-6) - g.Value(u - 1e-6)) / 2e-6
                    - g.Slope(Variable.A).Evaluate(("a", u))) < 1e-8, $"{g.Name} at {u}");
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
                if (!double.IsFinite(value) || !(error <= 1e-6 * Math.Abs(value)) || Bounded(f, at) is var (fv, fe)
                    && !(fe < 1e-6 * (1 + Math.Abs(fv)))) continue;
                var step = Complex(f, new Complex(a, h), y).Imaginary / h;
                if (!double.IsFinite(step)) continue;
                if (Math.Abs(step - value) > 1e-9 * Math.Abs(value) + 100 * error)
                    throw new Exception($"{f}\nat {a}, {y}: {slope} is {value}, the complex step says {step}");
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
            case Piecewise(Comparison(var l, var relation, var r), var u, var v):
                return relation.Holds(C(l).Real, C(r).Real) ? C(u) : C(v);
            case Call(var g, var u): return Apply(g.Name, C(u));
            default: throw new InvalidOperationException(f.GetType().Name);
        }
    }

    static Complex Power(Complex u, Complex n) => n.Imaginary == 0 && n.Real == Math.Floor(n.Real) && Math.Abs(n.Real) <= 8
        ? n.Real < 0 ? 1 / Power(u, -n.Real)
            : Enumerable.Repeat(u, (int)n.Real).Aggregate(System.Numerics.Complex.One, (p, q) => p * q)
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
    public void A_derivative_can_be_unfolded_rule_by_rule()
    {
        Assert.Equal("""
            ∂/∂a [-(y*Log(a) + (1 - y)*Log(1 - a))] = (a - y)/a/(1 - a)   (simplified)
              ∂/∂a [-(y*Log(a) + (1 - y)*Log(1 - a))] = -(y/a - (1 - y)/(1 - a))   (constant factor: (c u)′ = c u′)
                ∂/∂a [y*Log(a) + (1 - y)*Log(1 - a)] = y/a - (1 - y)/(1 - a)   (sum: (u + v)′ = u′ + v′)
                  ∂/∂a [y*Log(a)] = y/a   (constant factor: (c u)′ = c u′)
                    ∂/∂a [Log(a)] = 1/a   (known)
                  ∂/∂a [(1 - y)*Log(1 - a)] = -(1 - y)/(1 - a)   (constant factor: (c u)′ = c u′)
                    ∂/∂a [Log(1 - a)] = -1/(1 - a)   (chain: f(u)′ = f′(u) u′)
                      ∂/∂u [Log(u)] = 1/u   (known)
                      ∂/∂a [1 - a] = -1   (sum: (u + v)′ = u′ + v′)
            """, $"{Derivation.Of(Cost.CrossEntropy, Activation.Sigmoid).Rules}");
        string Top(System.Linq.Expressions.Expression<Func<double, double, double>> f) =>
            Derivation.Of(Cost.Define("mine", f, "")).Rules is var all
            ? string.Join(" < ", Chain(all).Select(step => step.Rule.Split(':')[0])) : "";
        IEnumerable<DerivativeStep> Chain(DerivativeStep step) =>
            step.Inner.Count == 0 ? [step] : Chain(step.Inner[^1]).Prepend(step);
        Assert.Equal("simplified < quotient < power < sum", Top((a, y) => Math.Pow(a, 3) / (1 + a)));
        Assert.Equal("simplified < product < chain < sum", Top((a, y) => a * Math.Tanh(a - y)));
        Assert.Equal("constant factor < logarithm", Top((a, y) => y * Math.Log(y / (2 * a))));
        Assert.Equal("case by case < power < sum", Top((a, y) => a > y ? a : Math.Pow(a - y, 2)));
        Assert.Equal("case by case", Top((a, y) => Math.Max(a, y)));
        Assert.Equal("power of a number", Top((a, y) => Math.Pow(2, a)));
        Assert.Equal(("a′ = 1", "c′ = 0"), (Top((a, y) => a), Top((a, y) => y)));
        Assert.Equal("simplified < integral",
            string.Join(" < ", Chain(Derivation.Of(Cost.FromDelta("d", (a, y) => Math.Tanh(a - y), Activation.Sigmoid)).Rules)
                .Select(step => step.Rule.Split(':')[0])));
    }

    /// <summary>
    /// The first line is ∂C/∂a, and each line is right by differences: 1e-6 beside ten of their error bars, as they are measured
    /// with h near 1e-3. What has a kink there, or is too steep to measure, is left out; nine lines of ten are left.
    /// </summary>
    [Fact]
    public void Every_line_of_an_unfolded_derivative_is_right()
    {
        var generated = new Checking.GeneratedCosts(18);
        Cost[] costs = [Cost.Quadratic, Cost.CrossEntropy, Cost.LogLoss, Cost.Matching(Activation.Tanh),
            Cost.Matching(Activation.Exp),
            .. Enumerable.Range(0, RandomCases.Long ? 1000 : 100).Select(number => generated.Next(number).Cost)];
        var (compared, all) = (0, 0);
        foreach (var cost in costs)
        {
            var rules = Derivation.Of(cost).Rules;
            Assert.Equal((cost.Formula, cost.SlopeFormula), (rules.Of, rules.Slope));
            if (rules.Inner is [var typed] && rules.Rule == "simplified")
                Assert.Equal((cost.Formula, cost.RawSlope), (typed.Of, typed.Slope));
            foreach (var step in Lines(rules))
                foreach (var at in new[] { 0.31, 0.83 })
                {
                    var measured = Differences.Measure(t => step.Of.Evaluate(new Point((step.Variable, t), ("y", 0.6))), at);
                    var slope = step.Slope.Evaluate(new Point((step.Variable, at), ("y", 0.6)));
                    all++;
                    if (measured.IsKink || !(measured.Error <= 1e-4 * (1e-4 + Math.Abs(slope)))) continue;
                    Assert.True(Math.Abs(measured.Value - slope) <= 1e-6 * Math.Abs(slope) + 10 * measured.Error,
                        $"{cost}: {step}\nat {at}: {slope}, measured {measured.Value} ± {measured.Error}");
                    compared++;
                }
        }
        Assert.True(all > 1500 && compared > 0.9 * all, $"{compared} of {all} compared");

        static IEnumerable<DerivativeStep> Lines(DerivativeStep step) => step.Inner.SelectMany(Lines).Prepend(step);
    }

    [Fact]
    public void Kinks_are_known()
    {
        string Kinks(System.Linq.Expressions.Expression<Func<double, double, double>> f) =>
            string.Join("; ", Formula.FromLambda(f).Kinks);
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
            double[] values = [.. Places.Concat([-700, 0, 1e-6, 700, 1e6]).Where(f.Defined).Select(f.Value)
                .Where(double.IsFinite)];
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
        foreach (var f in All.Where(f => f.Domain is null && f.Parity == Parity.None))
            Assert.False(Places.All(u => Math.Abs(f.Value(u) - f.Value(-u)) < 1e-9) || Places
                .All(u => Math.Abs(f.Value(u) + f.Value(-u)) < 1e-9), f.Name);
    }
}
