using MathNet.Numerics.Integration;
using static NotebookLib.FormulaOf;

namespace NotebookLib;

/// <summary>
/// ∫ δ(f(s), Target) ds from f⁻¹(Target) to Upper: a cost that has the error δ, as a formula without a closed form. Its derivative is exact; its value is
/// computed by quadrature in z, where nothing has to be divided by f′. Where f⁻¹(Target) is not finite and δ does not die out on the
/// way there, it begins at z = 0: a number more or less, which changes no gradient.
/// </summary>
/// <param name="Delta">δ as a formula in a and y; both are bound here.</param>
/// <param name="Activation">f.</param>
/// <param name="First">The weighted input up to which it goes, usually f⁻¹(a).</param>
/// <param name="Second">The target, usually y.</param>
internal sealed record Integral(Formula Delta, Activation Activation, Formula First, Formula Second) : Defined(First, Second)
{
    /// <summary>The weighted input up to which it goes.</summary>
    public Formula Upper => First;

    /// <summary>The target.</summary>
    public Formula Target => Second;

    private readonly Lazy<Func<double, double, double>> delta = new(() => Emitter.Scalar(Tails.InZ(Delta, Activation)));

    public bool Equals(Integral? other) => other is not null && Activation == other.Activation && Delta.Equals(other.Delta) && Upper.Equals(other.Upper) && Target.Equals(other.Target);

    public override int GetHashCode() => HashCode.Combine(Delta, Activation, Upper, Target);

    /// <summary>(∫ᵘ δ(f(s), t) ds)′ = δ(f(u), t) u′ + t′ ∫ᵘ ∂δ/∂y ds − δ(t, t) (f⁻¹(t))′, where u′ = a′/f′ for u = f⁻¹(a).</summary>
    public override Formula Slope(string variable)
    {
        var output = Upper is Call(var g, var a) && g == Inverse.Of(Activation) ? a : Activation.Of(Upper);
        var inner = Delta.Replace(f => f is Variable v ? v.Name == "a" ? output : v.Name == "y" ? Target : null : null) * Upper.Derivative(variable);
        return !Target.Contains(variable) ? inner
            : inner + Target.Derivative(variable) * (this with { Delta = Delta.Derivative("y").Simplify() })
                - Delta.Replace(f => f is Variable ? Target : null) * Inverse.Applied(Activation, Target).Derivative(variable);
    }

    /// <summary>δ(f(s), Target) in a variable s, from f⁻¹(Target) to the upper end.</summary>
    public override (Formula Integrand, Formula From, Formula To) AsIntegral(string s) =>
        (Tails.InZ(Delta, Activation).Replace(f => f is Variable v ? v.Name == "z" ? new Variable(s) : v.Name == "y" ? Target : null : null),
            Inverse.Applied(Activation, Target), Upper);

    public override string CSharp =>
        $"Integral(s => {Delta.Substitute("a", new Variable("f(s)"))}, {Inverse.Applied(Activation, Target)}, {Upper})";

    public override string LatexText =>
        $@"\int_{{{Inverse.Applied(Activation, Target).ToLatex()}}}^{{{Upper.ToLatex()}}} {Wrapped(Delta.Replace(f => f is Variable v ? v.Name == "a" ? new Variable($"{Name}(s)") : v.Name == "y" ? Target : null : null))}\,ds";

    private string Name => Activation == Activation.Sigmoid ? @"\sigma" : Activation == Activation.Tanh ? @"\tanh" : "f";

    private static string Wrapped(Formula f) => f is Sum ? Latex.Bracket(f.ToLatex()) : f.ToLatex();

    private const double Far = 700, Tolerance = 1e-13, Dead = 1e-12;

    /// <summary>δ(f(z), y).</summary>
    public double Error(double z, double y) => delta.Value(z, y);

    /// <summary>The value at an upper end and a target.</summary>
    public override double Value(double upper, double y)
    {
        if (double.IsNaN(upper) || double.IsNaN(y)) return double.NaN;
        return FromZero(upper, y) - FromZero(Lower(y), y);
    }

    /// <summary>Where the integral begins: f⁻¹(y), or far out where δ has died out there, or 0.</summary>
    private double Lower(double y) =>
        (Inverse.Of(Activation)?.Value(y) ?? y) is var z && double.IsNaN(z) ? 0
        : double.IsFinite(z) ? Math.Clamp(z, -Far, Far)
        : Math.Abs(delta.Value(Math.CopySign(Far, z), y)) < Dead ? Math.CopySign(Far, z) : 0;

    private double FromZero(double upper, double y)
    {
        var d = delta.Value;
        if (Math.Abs(upper) > Far)
        {
            var slope = d(Math.CopySign(Far, upper), y);
            if (double.IsInfinity(upper) && Math.Abs(slope) > 1e-300) return Math.Sign(slope) * Math.Sign(upper) * double.PositiveInfinity;
            return FromZero(Math.CopySign(Far, upper), y) + (double.IsInfinity(upper) ? 0 : slope * (upper - Math.CopySign(Far, upper)));
        }
        var sum = 0.0;
        double from = 0;
        foreach (var to in Stops(upper, y))
        {
            sum += Panel(z => d(z, y), from, to);
            from = to;
        }
        return sum;
    }

    /// <summary>Where the panels end: at growing distances from 0, and where a = y.</summary>
    private IEnumerable<double> Stops(double upper, double y)
    {
        double[] sizes = [1, 3, 7, 15, 30, 60, 150, 400];
        var stops = sizes.Select(s => Math.CopySign(s, upper)).Append(Inverse.Of(Activation)?.Value(y) ?? y).Where(s => s * upper > 0 && Math.Abs(s) < Math.Abs(upper));
        return stops.OrderBy(Math.Abs).Append(upper);
    }

    /// <summary>Gauss–Kronrod; where that is not sure of its digits, as beside a pole, the double exponential rule.</summary>
    internal static double Panel(Func<double, double> f, double from, double to)
    {
        if (from == to) return 0;
        var value = GaussKronrodRule.Integrate(f, from, to, out var error, out var size, Tolerance, 8, 21);
        return error <= 1e-9 * size + 1e-300 ? value : DoubleExponentialTransformation.Integrate(f, from, to, 1e-10);
    }
}
