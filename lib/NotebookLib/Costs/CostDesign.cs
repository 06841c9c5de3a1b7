using System.Linq.Expressions;
using System.Runtime.CompilerServices;

namespace NotebookLib;

public sealed partial class Cost
{
    /// <summary>The cost that has the error δ that you want with this activation (and with this alone), for example
    /// <c>(a, y) => a - y</c>: C = ∫ δ/f′ da, so that ∂C/∂z = ∂C/∂a · f′ = δ. By rules where they reach (then without a constant
    /// of integration), otherwise as an integral from a = y on that is computed by quadrature. If sgn δ = sgn(a − y), it falls to
    /// a = y and rises after. Where δ/f′ is only integrable (a jump or a mild pole), it has δ everywhere else.</summary>
    /// <exception cref="FormulaException">δ has no formula, or the activation is flat (ReLU) or turns back, or δ grows too fast
    /// to be integrated; the message says which.</exception>
    public static Cost FromDelta(string name, Expression<Func<double, double, double>> delta, Activation activation,
        [CallerArgumentExpression(nameof(delta))] string source = "")
    {
        Require.Formula(!string.IsNullOrWhiteSpace(name),
            $"A cost needs a name to be compared by: Cost.FromDelta(\"mine\", (a, y) => …, Activation.Sigmoid).");
        Require.Formula(delta is not null,
            $"The cost \"{name}\" needs a δ: Cost.FromDelta(\"{name}\", (a, y) => a - y, Activation.Sigmoid).");
        Require.Defined(activation);
        return Design.Of(name, FromLambda.Read(delta, source, "a", "y"), activation);
    }

    /// <summary>The matching cost of an increasing activation, C = ∫ (f(z) − y) dz, for which δ = a − y: cross-entropy for the
    /// sigmoid, half the squared distance for the identity, the Poisson loss for exp. It is convex in (w, b).</summary>
    /// <exception cref="FormulaException">The activation is flat somewhere (ReLU) or does not increase.</exception>
    /// <remarks>Auer, Herbster and Warmuth 1995; Helmbold, Kivinen and Warmuth 1999.</remarks>
    public static Cost Matching(Activation activation)
    {
        Require.Defined(activation);
        Design.RequireSteady(activation, increasing: true);
        return Design.Of($"matching cost of {activation.Name}", Variable.A - Variable.Y, activation);
    }
}

/// <summary>Finds a cost for a δ, and refuses with a sentence where there is none.</summary>
internal static class Design
{
    private static readonly double[] Grid = [.. Enumerable.Range(-32, 65).Select(k => k / 4.0 + 0.03125)];

    public static Cost Of(string name, Formula delta, Activation f)
    {
        RequireSteady(f, increasing: false);
        RequireIntegrable(delta, f);
        if (f.SlopeOfOutput is { } slope && Antiderivative.Of(delta / slope, "a", f.Range.Low, f.Range.High) is { } closed)
        {
            var found = Cost.Of(name, closed);
            if (Has(found, delta, f)) return found;
        }
        return Cost.Of(name, new Integral(delta, f, f.InverseOf(Variable.A), Variable.Y));
    }

    /// <summary>f′ is not 0 and keeps its sign, looked at on a grid of z.</summary>
    public static void RequireSteady(Activation f, bool increasing)
    {
        double[] flat = [.. Grid.Where(z => f.Slope(z) == 0)], falling = [.. Grid.Where(z => f.Slope(z) < 0)];
        Require.Formula(flat.Length == 0, $"The slope of the {f.Name} is 0 at z = {flat[^1]:G4}, "
            + $"so δ = ∂C/∂a · f′ is 0 there whatever the cost is: it cannot be chosen. "
            + $"Take an activation that always rises, for example Activation.Softplus.");
        Require.Formula(falling.Length < Grid.Length || !increasing,
            $"The {f.Name} falls at z = {falling[0]:G4}: the matching cost needs an activation that rises.");
        Require.Formula(falling.Length is 0 || falling.Length == Grid.Length, $"The {f.Name} falls at z = {falling[0]:G4}: "
            + $"it takes the same output at two z with different δ, and a cost that sees the output alone "
            + $"cannot tell them apart. Take an activation that only rises.");
    }

    private static void RequireIntegrable(Formula delta, Activation f)
    {
        var (low, high) = f.Range;
        double[] targets = double.IsFinite(high - low)
            ? [low + 0.3 * (high - low), low + 0.65 * (high - low)]
            : [f.Value(-0.7), f.Value(0.6)];
        foreach (var y in targets)
        {
            var at = f.InverseAt(y);
            double Value(double z) => Math.Abs(delta.Evaluate(new Point(("a", f.Value(z)), ("y", y))));
            double Near(double part) => RunningIntegral.Panel(e => Value(at + e), part / 10, part);
            var bad = Grid.FirstOrDefault(z => !double.IsFinite(Value(z)), double.NaN);
            Require.Formula(double.IsNaN(bad), $"δ = {delta} has no value at a = {f.Value(bad):G4}, y = {y:G4}. "
                + $"Choose a δ that has one for every output of the {f.Name}.");
            Require.Formula(!(Near(1e-6) > 0.5 * Near(1e-1) && Near(1e-6) > 1e-6),
                $"δ = {delta} grows too fast where a comes near to y: its integral is infinite there, "
                + $"and so would the cost be. Choose a δ that stays finite at a = y, for example a - y.");
        }
    }

    /// <summary>Does the cost have this δ, at points in the middle of z and beside each other?</summary>
    private static bool Has(Cost cost, Formula delta, Activation f)
    {
        var compiled = CompiledCost.For(cost, f);
        double[] targets = [0, 0.3, 0.65, 1];
        foreach (var y in targets)
            foreach (var z in Grid.Where(z => Math.Abs(z) < 4))
            {
                var wanted = delta.Evaluate(new Point(("a", f.Value(z)), ("y", y)));
                if (!double.IsFinite(wanted)) continue;
                if (!(Math.Abs(compiled.Delta(z, y) - wanted) <= 1e-9 * (1 + Math.Abs(wanted)))) return false;
            }
        return true;
    }
}
