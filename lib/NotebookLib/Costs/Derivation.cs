using static NotebookLib.FormulaOf;

namespace NotebookLib;

/// <summary>One line of a derivation.</summary>
/// <param name="Name">What the step does, for example "∂C/∂a".</param>
/// <param name="Latex">The line as LaTeX, without dollar signs; &amp; stands before its equals sign.</param>
/// <param name="Text">The step in words.</param>
public sealed record DerivationStep(string Name, string Latex, string Text);

/// <summary>How backpropagation gets ∂C/∂w_j = δ x_j from a cost and an activation, step by step. Each step is compared with the
/// one before it, and the derivatives with difference quotients, at points in the domain when the derivation is made.</summary>
public sealed partial class Derivation
{
    private const string DeltaIs = @"\delta = \frac{\partial C}{\partial z} &= \frac{\partial C}{\partial a} \cdot";
    private const string WeightSlope = @"\frac{\partial C}{\partial w_j} &= \delta \,";
    private const string BiasSlope = @"\frac{\partial C}{\partial b} &= \delta";

    private readonly List<DerivationStep> steps = [];

    private readonly Cost cost;

    private Derivation(Cost cost, Formula delta) => (this.cost, Delta) = (cost, delta);

    /// <summary>The steps, in order: definition, activation, ∂C/∂a, slope, product, cancelled, delta, weights, bias.</summary>
    public IReadOnlyList<DerivationStep> Steps => steps;

    /// <summary>How ∂C/∂a came about, rule by rule: to be unfolded.</summary>
    public DerivativeStep Rules
    {
        get
        {
            List<DerivativeStep> steps = [];
            var raw = cost.Formula.Derivative("a", steps);
            return steps is [var only] && raw.Equals(cost.SlopeFormula) ? only
                : new(steps.Count > 0 ? "simplified" : raw.Equals(Zero) ? "c′ = 0" : "a′ = 1",
                    cost.Formula, "a", cost.SlopeFormula, steps);
        }
    }

    /// <summary>δ = ∂C/∂z, simplified: in a and y, and in z where f′ has no form in a.</summary>
    public Formula Delta { get; }

    /// <summary>Does δ go to 0 where the activation is flat, although the output is wrong?</summary>
    public bool Saturates { get; private set; }

    /// <summary>What the derivation shows, in words: whether f′ is gone or stays, and where x_j comes from.</summary>
    public string Verdict { get; private set; } = "";

    /// <summary>The verdict with its formulas between dollar signs; null where it has none.</summary>
    public string? MarkdownVerdict { get; private set; }

    /// <summary>At how many points (z, y) every step was verified; 0 if the cost has no value at any of them.</summary>
    public int PointsVerified { get; private set; }

    /// <summary>The derivation for one neuron with this cost and activation, verified.</summary>
    /// <exception cref="ArgumentException">The cost or the activation was not defined.</exception>
    public static Derivation Of(Cost cost, Activation activation)
    {
        var error = CompiledCost.For(cost, activation).Error;
        var delta = error.InA;
        var d = new Derivation(cost, delta);
        d.DefineCost(cost);
        d.Step("activation", $"a &= {activation.Symbol}(z) = {activation.Formula.ToLatex()}",
            $"The output is the {activation.Name} of the weighted input z = w · x + b.");
        d.SlopeOfCost(cost);
        d.Step("slope", $"{activation.Symbol}'(z) &= {SlopeLatex(activation)}", activation.SlopeOfOutput is null
            ? "The slope of the activation, as a function of z."
            : "The slope of the activation, written with its own output a.");
        if (!delta.Equals(error.Product))
            d.Step("product", $"{DeltaIs} {activation.Symbol}'(z) = {error.Product.ToLatex()}",
                "The chain rule: δ is the slope of the cost times the slope of the activation.");
        d.Cancelled("cancelled", error.Cancelled);
        d.Step("delta", $@"\delta &= {delta.ToLatex()}", "δ = ∂C/∂z, simplified.");
        d.Step("weights", $@"{WeightSlope} \frac{{\partial z}}{{\partial w_j}} = \delta \, x_j = {Times(delta, "x_j")}",
            "z = w · x + b, so ∂z/∂w_j = x_j: the input comes in here.");
        d.Step("bias", $@"{BiasSlope} \, \frac{{\partial z}}{{\partial b}} = \delta = {delta.ToLatex()}",
            "∂z/∂b = 1: the bias has the input 1.");
        d.Judge(cost, activation, error.Slope);
        d.Verify(cost, activation);
        return d;
    }

    /// <summary>The derivation for any differentiable activation f: δ = ∂C/∂a · f′(z), with f′(z) as a variable of the
    /// name <c>f'(z)</c>.</summary>
    /// <exception cref="ArgumentException">The cost was not defined.</exception>
    public static Derivation Of(Cost cost)
    {
        Require.Defined(cost);
        var delta = (cost.SlopeFormula * new Variable("f'(z)")).Simplify();
        var d = new Derivation(cost, delta) { Saturates = !delta.Equals(Zero) };
        d.DefineCost(cost);
        d.Step("activation", "a &= f(z)", "Any differentiable activation.");
        d.SlopeOfCost(cost);
        d.Step("delta", $"{DeltaIs} f'(z) = {delta.ToLatex()}", "The chain rule.");
        d.Step("weights", $@"{WeightSlope} x_j = {Times(delta, "x_j")}", "z = w · x + b, so ∂z/∂w_j = x_j.");
        d.Step("bias", BiasSlope, "∂z/∂b = 1.");
        d.Verdict = d.Saturates
            ? $"δ keeps the factor f′(z) unless ∂C/∂a has it below the line. {WhereFrom("x_j", "z = w·x + b", "∂z/∂w_j = x_j")}"
            : NothingToLearn(cost, "δ = 0");
        d.Verify(cost, Activation.Tanh);
        return d;
    }

    /// <summary>All steps as one block of formulas for a display, an <c>aligned</c> environment, without dollar signs.</summary>
    public string ToLatex() => $@"\begin{{aligned}} {string.Join(@" \\[4pt] ", steps.Select(s => s.Latex))} \end{{aligned}}";

    /// <summary>δ as C# text, and the verdict: "δ = a - y. …"</summary>
    public override string ToString() => $"δ = {Delta}. {Verdict}";

    /// <summary>A formula as the summand of a sum or the integrand of an integral.</summary>
    internal static string Summand(Formula f) => f is Sum ? Latex.Bracket(f.ToLatex()) : f.ToLatex();

    private void Step(string name, string latex, string text) => steps.Add(new(name, latex, text));

    private void DefineCost(Cost cost) =>
        Step("definition", $"C(a, y) &= {cost.Formula.ToLatex()}", $"The cost \"{cost.Name}\" of one example.");

    private void SlopeOfCost(Cost cost)
    {
        Step("∂C/∂a", $@"\frac{{\partial C}}{{\partial a}} &= {cost.RawSlope.ToLatex()}",
            "Differentiated term by term, the target y held fixed.");
        var simple = cost.RawSlope.Simplify(out var cancelled);
        if (simple.ToLatex() == cost.RawSlope.ToLatex()) return;
        Cancelled("∂C/∂a cancelled", cancelled);
        Step("∂C/∂a simplified", $"&= {simple.ToLatex()}", "The same, simplified.");
    }

    private void Cancelled(string name, IReadOnlyList<Assumption> cancelled)
    {
        if (cancelled.Count == 0) return;
        var factors = string.Join(" and ", cancelled.Select(c => c.Factor));
        var conditions = string.Join(" and ", cancelled.Select(c => $"{c.Factor} {(c.Positive ? "> 0" : "≠ 0")}"));
        Step(name, $@"&\text{{where }} {string.Join(@",\; ", cancelled.Select(c => c.ToLatex()))}",
            $"Cancelled above and below the line: {factors}. This holds where {conditions}.");
    }

    private static string Times(Formula delta, string factor) =>
        Latex.Of(delta.Equals(Zero) ? delta : new Product([.. Formula.FactorsOf(delta), new Variable(factor)]));

    private static string SlopeLatex(Activation f) =>
        f.SlopeOfOutput is not { } ofOutput ? f.SlopeFormula.ToLatex()
        : f.SlopeFormula.Equals(ofOutput) || f.Function == ActivationFunctions.Sigma ? ofOutput.ToLatex()
        : $"{f.SlopeFormula.ToLatex()} = {ofOutput.ToLatex()}";

    private static string NothingToLearn(Cost cost, string zero) => cost.Formula.Simplify().Contains("a")
        ? $"The cost is flat wherever it has a slope: {zero}, and nothing is learned."
        : $"The cost does not depend on the output: {zero}, and nothing is learned.";

    /// <summary>Where the input comes from; whether it can go is another question.</summary>
    private static string WhereFrom(string input, string z, string slope) => $"The factor {input} comes from {z}: {slope}.";

    private void Judge(Cost cost, Activation activation, Formula slope)
    {
        var reader = new Simplifier(slope, Delta);
        var (all, left) = (reader.Read(slope).Factors, reader.Read(Delta).Factors);
        var kept = all.Where(f => left.TryGetValue(f.Key, out var e) && e.Sign == f.Value.Sign)
            .Select(f => reader.Shown(f.Key)).ToList();
        var flat = Flatness.Of(activation);
        Saturates = flat.Count > 0 && Delta is not Number
            && (Flatness.Silences(flat, CompiledCost.For(cost, activation), activation) ?? kept.Count > 0);
        Verdict = Sentence((text, _) => text, f => f.ToString());
        MarkdownVerdict = Sentence((_, latex) => $"${latex}$", f => $"${f.ToLatex()}$");

        string Sentence(Func<string, string, string> write, Func<Formula, string> formula)
        {
            var name = activation.Symbol == @"\sigma" ? "σ" : "f";
            var (error, parts) = (write("δ", @"\delta"), string.Join(" and ", kept.Select(formula)));
            var slopeIs = write($"{name}′(z) = {slope}", $"{(name == "σ" ? @"\sigma" : "f")}'(z) = {slope.ToLatex()}");
            if (Delta.Equals(Zero)) return NothingToLearn(cost, write("δ = 0", @"\delta = 0"));
            var seen = (Saturates, kept.Count) switch
            {
                _ when slope is Number => $"{slopeIs}: there is nothing to saturate.",
                _ when flat.Count == 0 => $"The slope {slopeIs} is nowhere near 0: there is nothing to saturate.",
                (false, 0) => $"The slope {slopeIs} is gone: {error} does not vanish where the activation is flat.",
                (false, _) => $"{error} is written with {parts} of {slopeIs}, but what stands beside it grows as fast: "
                    + $"{error} does not vanish where the output is most wrong.",
                (true, 0) => $"The slope {slopeIs} is no factor of all of {error}, and yet {error} goes to 0 with it: "
                    + "learning is slow where the activation is flat.",
                (true, var count) when count == all.Count =>
                    $"{error} keeps the factor {slopeIs}: it saturates, and learning is slow where the activation is flat.",
                _ => $"{error} keeps the factor {parts} of {slopeIs}: it saturates where that is near 0.",
            };
            return seen + " " + WhereFrom(write("x_j", "x_j"), write("z = w·x + b", @"z = w \cdot x + b"),
                write("∂z/∂w_j = x_j", @"\partial z/\partial w_j = x_j"));
        }
    }
}
