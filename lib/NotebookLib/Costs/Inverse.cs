using System.Runtime.CompilerServices;
using MathNet.Numerics.RootFinding;
using static NotebookLib.FormulaOf;

namespace NotebookLib;

/// <summary>z = f⁻¹(a) of an increasing (or decreasing) activation, as a function that formulas can hold.</summary>
internal static class Inverse
{
    private const double Far = 745;

    private static readonly ConditionalWeakTable<Activation, Function> Made = [];

    /// <summary>f⁻¹; null for the identity, which is its own.</summary>
    public static Function? Of(Activation f) => f == Activation.Identity ? null : Made.GetValue(f, Make);

    /// <summary>f⁻¹(u) as a formula.</summary>
    public static Formula Applied(Activation f, Formula u) => Of(f) is { } inverse ? new Call(inverse, u) : u;

    /// <summary>The formula with z in place of f⁻¹(a): what is known of z need not be found again from a rounded a.</summary>
    public static Formula Undo(Formula formula, Activation f) =>
        Of(f) is { } inverse ? formula.Replace(g => g is Call(var function, Variable { Name: "a" }) && function == inverse ? Variable.Z : null) : formula;

    private static Function Make(Activation f)
    {
        Function? inverse = null;
        var symbol = f == Activation.Sigmoid ? @"\sigma^{-1}" : f == Activation.Tanh ? @"\operatorname{artanh}" : f == Activation.Exp ? @"\ln" : "f^{-1}";
        return inverse = new Function($"Activation.{char.ToUpperInvariant(f.Name[0])}{f.Name[1..]}.Inverse", symbol, ValueOf(f),
            u => 1 / (f.SlopeOfOutput is { } slope ? slope.Substitute("a", u) : f.SlopeFormula.Substitute("z", new Call(inverse!, u))));
    }

    private static Func<double, double> ValueOf(Activation f) =>
        f == Activation.Sigmoid ? a => Math.Log(a / (1 - a))
        : f == Activation.Tanh ? Math.Atanh
        : f == Activation.Exp ? Math.Log
        : f == Activation.Softplus ? a => a > 30 ? a : Math.Log(Math.Exp(a) - 1)
        : a => Find(f, a);

    private static double Find(Activation f, double a)
    {
        double Off(double z) => f.Value(z) - a;
        var rising = Math.Sign(f.Value(1) - f.Value(-1));
        for (double size = 1; size <= Far; size *= 2)
            if (Off(-size) * rising <= 0 && Off(size) * rising >= 0)
                return Brent.TryFindRoot(Off, -size, size, 1e-15 * size, 200, out var z) ? z : double.NaN;
        return Off(0) * rising < 0 ? double.PositiveInfinity : double.NegativeInfinity;
    }
}
