using System.Collections.Concurrent;

namespace NotebookLib;

/// <summary>∫ δ(f(s), Target) ds from f⁻¹(Target) to Upper, usually f⁻¹(a): a cost that has the error δ, as a formula without a
/// closed form. Its derivative is exact; its value is computed in z, where nothing has to be divided by f′. Where f⁻¹(Target) is
/// not finite and δ does not die out on the way there, it begins at z = 0: a number more or less, which changes no gradient. The
/// a and y of δ are bound here.</summary>
internal sealed record Integral(Formula Delta, Activation Activation, Formula Left, Formula Right) : Defined(Left, Right)
{
    /// <summary>Below this δ counts as dead, and the integral from there on as finite.</summary>
    private const double Dead = 1e-12;

    private const int MostTargets = 1000;

    private readonly Lazy<Func<double, double, double>> error = new(() => Emitter.Scalar(Tails.InZ(Delta, Activation)));

    /// <summary>For each target ∫ δ ds from 0, and its value at the start; copies with other ends share it.</summary>
    private readonly ConcurrentDictionary<double, (RunningIntegral Table, double Start)> tables = [];

    /// <summary>δ: not to be changed in a copy, which would share the table of values.</summary>
    public Formula Delta { get; } = Delta;

    /// <summary>f: not to be changed in a copy either.</summary>
    public Activation Activation { get; } = Activation;

    public Formula Upper => Left;

    public Formula Target => Right;

    public bool Equals(Integral? other) => other is not null && Activation == other.Activation && Delta.Equals(other.Delta)
        && Upper.Equals(other.Upper) && Target.Equals(other.Target);

    public override int GetHashCode() => HashCode.Combine(Delta, Activation, Upper, Target);

    /// <summary>(∫ᵘ δ(f(s), t) ds)′ = δ(f(u), t) u′ + t′ ∫ᵘ ∂δ/∂y ds − δ(t, t) (f⁻¹(t))′, where u′ = a′/f′
    /// for u = f⁻¹(a).</summary>
    public override Formula Slope(string variable)
    {
        var output = Upper is Call(var g, var a) && g == Activation.Inverse ? a : Activation.Of(Upper);
        var inner = At(output, Target) * Upper.Derivative(variable);
        return !Target.Contains(variable) ? inner
            : inner + Target.Derivative(variable) * new Integral(Delta.Derivative("y").Simplify(), Activation, Upper, Target)
                - At(Target, Target) * Activation.InverseOf(Target).Derivative(variable);
    }

    /// <summary>δ(f(s), Target) in a variable s, from f⁻¹(Target) to the upper end.</summary>
    public override (Formula Integrand, Formula From, Formula To) AsIntegral(string s) =>
        (Tails.InZ(Delta, Activation).Substitute("z", new Variable(s)).Substitute("y", Target),
            Activation.InverseOf(Target), Upper);

    public override string CSharp =>
        $"Integral(s => {Delta.Substitute("a", new Variable("f(s)"))}, {Activation.InverseOf(Target)}, {Upper})";

    public override string LatexText =>
        $@"\int_{{{Activation.InverseOf(Target).ToLatex()}}}^{{{Upper.ToLatex()}}} "
        + $@"{Derivation.Summand(At(new Variable($"{Activation.Symbol}(s)"), Target))}\,ds";

    /// <summary>δ(f(z), y).</summary>
    public double Error(double z, double y) => error.Value(z, y);

    /// <summary>The value at an upper end and a target.</summary>
    public override double Value(double upper, double y)
    {
        if (double.IsNaN(upper) || double.IsNaN(y)) return double.NaN;
        if (!tables.TryGetValue(y, out var found))
        {
            if (tables.Count >= MostTargets) tables.Clear();
            tables[y] = found = Tabulated(y);
        }
        return found.Table.To(upper) - found.Start;
    }

    /// <summary>It begins at f⁻¹(y), or far out where δ has died out there, or at 0.</summary>
    private (RunningIntegral Table, double Start) Tabulated(double y)
    {
        const double far = RunningIntegral.Far;
        var start = Activation.InverseAt(y);
        var table = new RunningIntegral(z => Error(z, y), start);
        var end = Math.Clamp(start, -far, far);
        var begins = !double.IsNaN(start) && (double.IsFinite(start) || Math.Abs(Error(end, y)) < Dead);
        return (table, table.To(begins ? end : 0));
    }

    private Formula At(Formula a, Formula y) =>
        Delta.Replace(f => f is Variable v ? v.Name == "a" ? a : v.Name == "y" ? y : null : null);
}
