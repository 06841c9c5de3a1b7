using static NotebookLib.FormulaOf;
using static System.FormattableString;

namespace NotebookLib;

public sealed partial class Derivation
{
    /// <summary>The derivation for a softmax layer a_k = e^(z_k)/Σ e^(z_l) with the cost Σ_l C(a_l, y_l): δ_k = Σ_l ∂C/∂a_l ·
    /// a_l([l = k] − a_k). <see cref="Delta"/> is δ_k in the variables a_k, y_k and a variable S for the sum Σ_l a_l ∂C/∂a_l;
    /// where that sum needs nothing but Σ y_l = 1 (log-loss), it is put in: δ_k = a_k − y_k.</summary>
    /// <exception cref="ArgumentException">The cost was not defined.</exception>
    /// <remarks>The targets of a softmax layer are taken to sum to 1, as its outputs do.</remarks>
    public static Derivation OfSoftmax(Cost cost)
    {
        Require.Defined(cost);
        Formula weighted = (Variable.A * cost.SlopeFormula).Simplify(), sum = new Variable("S"), a = new Variable("a_k");
        var perOutput = At(weighted, "k");
        var total = SumOverOutputs(weighted);
        var delta = (perOutput - a * (total ?? sum)).Simplify();
        var d = new Derivation(cost, delta);
        d.Step("definition", $@"C &= \sum_l C(a_l, y_l), \quad C(a_l, y_l) = {At(cost.Formula, "l").ToLatex()}",
            $"The cost \"{cost.Name}\", summed over the outputs.");
        d.Step("activation", @"a_k &= \frac{e^{z_k}}{\sum_l e^{z_l}}", "The softmax: all outputs are positive and sum to 1.");
        d.Step("∂C/∂a", $@"\frac{{\partial C}}{{\partial a_l}} &= {At(cost.SlopeFormula, "l").ToLatex()}",
            "Each output has its own term.");
        d.Step("slope", @"\frac{\partial a_l}{\partial z_k} &= a_l([l = k] - a_k)",
            "Every output depends on every z_k; [l = k] is 1 for l = k, else 0.");
        d.Step("product",
            @"\delta_k = \frac{\partial C}{\partial z_k} &= \sum_l \frac{\partial C}{\partial a_l} \, a_l([l = k] - a_k) = "
                + $@"{perOutput.ToLatex()} - a_k S, \quad S = \sum_l {Summand(At(weighted, "l"))}",
            "The chain rule, summed over the outputs.");
        if (total is not null) d.Step("sum", $"S &= {total.ToLatex()}", "The outputs sum to 1, and so do the targets.");
        d.Step("delta", $@"\delta_k &= {delta.ToLatex()}", "δ_k, simplified.");
        d.Step("weights", $@"\frac{{\partial C}}{{\partial w_{{kj}}}} &= \delta_k \, x_j = {Times(delta, "x_j")}",
            "z_k = w_k · x + b_k, so ∂z_k/∂w_kj = x_j.");
        d.Step("bias", $@"\frac{{\partial C}}{{\partial b_k}} &= \delta_k", "∂z_k/∂b_k = 1.");
        d.Saturates = delta is Product(var factors) && factors.Contains(a);
        d.Verdict = Sentence((text, _) => text);
        d.MarkdownVerdict = Sentence((_, latex) => $"${latex}$");
        d.VerifySoftmax(cost);
        return d;

        string Sentence(Func<string, string, string> write) => (d.Saturates
                ? $"{write("δ_k", @"\delta_k")} keeps the factor {write("a_k", "a_k")}: it vanishes where that output is near 0."
                : $"{write("δ_k", @"\delta_k")} does not vanish where an output is near 0 or 1, as long as it is wrong.")
            + " " + WhereFrom(write("x_j", "x_j"), write("z_k = w_k·x + b_k", @"z_k = w_k \cdot x + b_k"),
                write("∂z_k/∂w_kj = x_j", @"\partial z_k/\partial w_{kj} = x_j"));
    }

    private static Formula At(Formula f, string index) =>
        f.Substitute("a", new Variable("a_" + index)).Substitute("y", new Variable("y_" + index));

    /// <summary>Σ_l of α a_l + β y_l is α + β, because Σ a = Σ y = 1; null for anything else.</summary>
    private static Formula? SumOverOutputs(Formula f)
    {
        Formula alpha = f.Derivative("a").Simplify(), beta = f.Derivative("y").Simplify();
        if (alpha is not Number || beta is not Number) return null;
        return (f - alpha * Variable.A - beta * Variable.Y).Simplify().Equals(Zero) ? alpha + beta : null;
    }

    /// <summary>δ_k against difference quotients of the layer's cost at a few z.</summary>
    private void VerifySoftmax(Cost cost)
    {
        double[][] samples = [[0.3, -0.8, 1.1], [-1.2, 0.4, 0.1], [2.0, -0.5, -1.4]];
        double[] y = [0.2, 0.5, 0.3];
        foreach (var z in samples)
            for (var k = 0; k < z.Length; k++)
            {
                var a = Stable.Softmax(z);
                var s = a.Zip(y, (al, yl) => al * cost.Slope(al, yl)).Sum();
                var actual = Delta.Evaluate(new Point(("a_k", a[k]), ("y_k", y[k]), ("S", s)));
                double Cost(double t) => Stable.Softmax([.. z[..k], t, .. z[(k + 1)..]]).Zip(y, cost.Value).Sum();
                var expected = Differences.Measure(Cost, z[k]);
                if (!IsSharp(expected)) continue;
                if (!(Math.Abs(actual - expected.Value) <= Measured * (1e-3 + Math.Abs(expected.Value)) + 10 * expected.Error))
                    throw new InvalidOperationException($"The softmax derivation of {cost} is wrong: "
                        + Invariant($"{actual:G9} instead of {expected.Value:G9}. Please report this formula."));
                PointsVerified++;
            }
    }
}
