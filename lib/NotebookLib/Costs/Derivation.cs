using static NotebookLib.FormulaOf;

namespace NotebookLib;

/// <summary>One line of a derivation.</summary>
/// <param name="Name">What the step does, for example "∂C/∂a".</param>
/// <param name="Latex">The line as LaTeX, without dollar signs; &amp; stands before its equals sign.</param>
/// <param name="Text">The step in words.</param>
public sealed record DerivationStep(string Name, string Latex, string Text);

/// <summary>
/// How backpropagation gets ∂C/∂w_j = δ x_j from a cost and an activation, step by step. Each step is compared with the one
/// before it, and the derivatives with difference quotients, at points in the domain when the derivation is made.
/// </summary>
public sealed partial class Derivation
{
    readonly List<DerivationStep> steps = [];

    Derivation(Formula delta) => Delta = delta;

    /// <summary>The steps, in order: definition, activation, ∂C/∂a, slope, product, cancelled, delta, weights, bias.</summary>
    public IReadOnlyList<DerivationStep> Steps => steps;

    /// <summary>δ = ∂C/∂z, simplified: in a and y, and in z where f′ has no form in a.</summary>
    public Formula Delta { get; }

    /// <summary>Does δ keep f′ or a factor of it, so that it vanishes where the activation is flat?</summary>
    public bool Saturates { get; private set; }

    /// <summary>What the derivation shows, in words: whether f′ is gone or stays, and that x_j stays.</summary>
    public string Verdict { get; private set; } = "";

    /// <summary>The verdict with its formulas between dollar signs; null where it has none.</summary>
    public string? MarkdownVerdict { get; private set; }

    /// <summary>The number of points (z, y) at which every step was verified; 0 if the cost has no value at any of them.</summary>
    public int PointsVerified { get; private set; }

    /// <summary>The derivation for one neuron with this cost and activation.</summary>
    /// <param name="cost">The cost C(a, y).</param>
    /// <param name="activation">The activation a = f(z).</param>
    /// <returns>The derivation, verified.</returns>
    public static Derivation Of(Cost cost, Activation activation)
    {
        NotNull(cost);
        ArgumentNullException.ThrowIfNull(activation);
        var slope = activation.SlopeOfOutput ?? activation.SlopeFormula;
        var raw = cost.RawSlope;
        var product = Multiplied(Inverse.Undo(cost.SlopeFormula, activation), slope);
        var delta = product.Simplify(out var cancelled);
        var d = new Derivation(delta);

        d.DefineCost(cost);
        d.Step("activation", $"a &= {Symbol(activation)}(z) = {activation.Formula.ToLatex()}", $"The output is the {activation.Name} of the weighted input z = w · x + b.");
        d.SlopeOfCost(cost, raw);
        d.Step("slope", $@"{Symbol(activation)}'(z) &= {SlopeLatex(activation)}", activation.SlopeOfOutput is null
            ? "The slope of the activation, as a function of z."
            : "The slope of the activation, written with its own output a.");
        if (!delta.Equals(product))
            d.Step("product", $@"\delta = \frac{{\partial C}}{{\partial z}} &= \frac{{\partial C}}{{\partial a}} \cdot {Symbol(activation)}'(z) = {product.ToLatex()}", "The chain rule: δ is the slope of the cost times the slope of the activation.");
        if (cancelled.Count > 0)
            d.Step("cancelled", $@"&\text{{where }} {string.Join(@",\; ", cancelled.Select(c => c.ToLatex()))}", CancelledText(cancelled));
        d.Step("delta", $@"\delta &= {delta.ToLatex()}", "δ = ∂C/∂z, simplified.");
        d.Step("weights", $@"\frac{{\partial C}}{{\partial w_j}} &= \delta \, \frac{{\partial z}}{{\partial w_j}} = \delta \, x_j = {Times(delta, "x_j")}", "z = w · x + b, so ∂z/∂w_j = x_j: the input comes in here, and no cost can touch it.");
        d.Step("bias", $@"\frac{{\partial C}}{{\partial b}} &= \delta \, \frac{{\partial z}}{{\partial b}} = \delta = {delta.ToLatex()}", "∂z/∂b = 1: the bias has the input 1.");
        d.Judge(delta, slope, cost, activation);
        d.Verify(cost, activation, raw, product);
        return d;
    }

    /// <summary>The derivation for any differentiable activation f: δ = ∂C/∂a · f′(z).</summary>
    /// <param name="cost">The cost C(a, y).</param>
    /// <returns>The derivation; <see cref="Delta"/> is ∂C/∂a times a variable named <c>f'(z)</c>.</returns>
    public static Derivation Of(Cost cost)
    {
        NotNull(cost);
        var raw = cost.RawSlope;
        var delta = (cost.SlopeFormula * new Variable("f'(z)")).Simplify();
        var d = new Derivation(delta) { Saturates = !delta.Equals(Zero) };
        d.DefineCost(cost);
        d.Step("activation", "a &= f(z)", "Any differentiable activation.");
        d.SlopeOfCost(cost, raw);
        d.Step("delta", $@"\delta = \frac{{\partial C}}{{\partial z}} &= \frac{{\partial C}}{{\partial a}} \cdot f'(z) = {delta.ToLatex()}", "The chain rule.");
        d.Step("weights", $@"\frac{{\partial C}}{{\partial w_j}} &= \delta \, x_j = {Times(delta, "x_j")}", "z = w · x + b, so ∂z/∂w_j = x_j.");
        d.Step("bias", $@"\frac{{\partial C}}{{\partial b}} &= \delta", "∂z/∂b = 1.");
        d.Verdict = d.Saturates
            ? "δ keeps the factor f′(z) unless ∂C/∂a has it below the line. The input x_j stays whatever the cost is."
            : NothingToLearn(cost);
        d.Verify(cost, Activation.Tanh, raw, Multiplied(cost.SlopeFormula, Activation.Tanh.SlopeOfOutput!));
        return d;
    }

    /// <summary>All steps as one block of formulas for a display: LaTeX that KaTeX renders, without dollar signs.</summary>
    /// <returns>An <c>aligned</c> environment.</returns>
    public string ToLatex() => $@"\begin{{aligned}} {string.Join(@" \\[4pt] ", steps.Select(s => s.Latex))} \end{{aligned}}";

    /// <summary>δ as C# text, and the verdict.</summary>
    /// <returns>Text such as <c>δ = a - y. …</c></returns>
    public override string ToString() => $"δ = {Delta}. {Verdict}";

    void Step(string name, string latex, string text) => steps.Add(new(name, latex, text));

    void DefineCost(Cost cost) => Step("definition", $"C(a, y) &= {cost.Formula.ToLatex()}", $"The cost \"{cost.Name}\" of one example.");

    void SlopeOfCost(Cost cost, Formula raw)
    {
        var simple = raw.Simplify(out var cancelled);
        Step("∂C/∂a", $@"\frac{{\partial C}}{{\partial a}} &= {raw.ToLatex()}", "Differentiated term by term, the target y held fixed.");
        if (simple.Equals(raw)) return;
        if (cancelled.Count > 0) Step("∂C/∂a cancelled", $@"&\text{{where }} {string.Join(@",\; ", cancelled.Select(c => c.ToLatex()))}", CancelledText(cancelled));
        Step("∂C/∂a simplified", $@"&= {simple.ToLatex()}", "The same, simplified.");
    }

    /// <summary>u · v side by side, as it is written before anything is simplified.</summary>
    static Formula Multiplied(Formula u, Formula v) => u is Number || v is Number ? u * v : new Product([u, v]);

    static string Times(Formula delta, string factor) => Latex.Of(delta is Number { Value.IsZero: true } ? delta : new Product([.. Formula.FactorsOf(delta), new Variable(factor)]));

    static string Symbol(Activation f) => f == Activation.Sigmoid ? @"\sigma" : f == Activation.Tanh ? @"\tanh" : "f";

    static string SlopeLatex(Activation f) => f.SlopeOfOutput is { } ofOutput
        ? f.SlopeFormula.Equals(ofOutput) || f == Activation.Sigmoid ? ofOutput.ToLatex() : $"{f.SlopeFormula.ToLatex()} = {ofOutput.ToLatex()}"
        : f.SlopeFormula.ToLatex();

    static string CancelledText(IReadOnlyList<Assumption> cancelled) =>
        $"Cancelled above and below the line: {string.Join(" and ", cancelled.Select(c => c.Factor))}. This holds where {string.Join(" and ", cancelled.Select(c => $"{c.Factor} {(c.Positive ? "> 0" : "≠ 0")}"))}.";

    static void NotNull(Cost? cost)
    {
        if (cost is null) throw new ArgumentNullException(nameof(cost), "Your cost was not defined; mend its cell first.");
    }

    static string NothingToLearn(Cost cost, string zero = "δ = 0") => cost.Formula.Simplify().Contains("a")
        ? $"The cost is flat wherever it has a slope: {zero}, and nothing is learned."
        : $"The cost does not depend on the output: {zero}, and nothing is learned.";

    /// <summary>Whether δ goes to 0 where the activation is flat and the output is wrong; null where the activation has no two flat ends, or the cost no value.</summary>
    static bool? Vanishes(Cost cost, Activation f)
    {
        const double flat = 20, middle = 3;
        if (!(Math.Abs(f.Value(300) - f.Value(30)) < 1e-9 && Math.Abs(f.Value(-300) - f.Value(-30)) < 1e-9)) return null;
        var compiled = CompiledCost.For(cost, f);
        if (!double.IsFinite(compiled.Delta(0, f.Value(-300)))) return null;
        return new[] { 1, -1 }.Any(side =>
        {
            var y = f.Value(-side * 300.0);
            var largest = Enumerable.Range(-6, 13).Select(i => Math.Abs(compiled.Delta(i * middle / 6, y))).Where(double.IsFinite).DefaultIfEmpty(0).Max();
            return Math.Abs(compiled.Delta(side * flat, y)) <= 1e-3 * largest;
        });
    }

    void Judge(Formula delta, Formula slope, Cost cost, Activation activation)
    {
        var reader = new Simplifier(slope, delta);
        var (all, left) = (reader.Read(slope).Factors, reader.Read(delta).Factors);
        var kept = all.Where(f => left.TryGetValue(f.Key, out var e) && e.Sign == f.Value.Sign).Select(f => reader.Shown(f.Key)).ToList();
        Saturates = delta is not Number && (Vanishes(cost, activation) ?? kept.Count > 0);
        Verdict = Sentence((text, _) => text, f => f.ToString());
        MarkdownVerdict = Sentence((_, latex) => $"${latex}$", f => $"${f.ToLatex()}$");

        string Sentence(Func<string, string, string> symbol, Func<Formula, string> formula)
        {
            var sigmoid = activation == Activation.Sigmoid;
            var (error, slopeIs) = (symbol("δ", @"\delta"), symbol($"{(sigmoid ? "σ" : "f")}′(z) = {slope}", $"{(sigmoid ? @"\sigma" : "f")}'(z) = {slope.ToLatex()}"));
            var stays = $" The input {symbol("x_j", "x_j")} stays: it comes from {symbol("∂z/∂w_j = x_j", @"\partial z/\partial w_j = x_j")}, which no cost can change.";
            return delta is Number { Value.IsZero: true } ? NothingToLearn(cost, symbol("δ = 0", @"\delta = 0"))
                : slope is Number ? $"{slopeIs}: there is nothing to saturate." + stays
                : !Saturates && kept.Count > 0 ? $"{error} is written with {string.Join(" and ", kept.Select(formula))} of {slopeIs}, but what stands beside it grows as fast: {error} does not vanish where the output is most wrong." + stays
                : Saturates && kept.Count == 0 ? $"The slope {slopeIs} is no factor of all of {error}, and yet {error} goes to 0 with it: learning is slow where the activation is flat." + stays
                : !Saturates ? $"The slope {slopeIs} is gone: {error} does not vanish where the activation is flat." + stays
                : kept.Count == all.Count ? $"{error} keeps the factor {slopeIs}: it saturates, and learning is slow where the activation is flat." + stays
                : $"{error} keeps the factor {string.Join(" and ", kept.Select(formula))} of {slopeIs}: it saturates where that is near 0." + stays;
        }
    }
}
