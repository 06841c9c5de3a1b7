using Microsoft.DotNet.Interactive.Formatting;

namespace NotebookLib.Interactive;

/// <summary>
/// Shows the library's own types: formulas as LaTeX, Markdown and plain text, everything with numbers as Markdown tables.
/// </summary>
internal static class LibraryDisplay
{
    private const string Latex = "text/latex", Markdown = "text/markdown", Plain = PlainTextFormatter.MimeType;

    public static void Register()
    {
        Formulas<Formula>(formula => formula.ToLatex());
        Formulas<Cost>(cost => $@"{LatexText.Name(cost.Name + ":")} \quad C(a, y) = {cost.Formula.ToLatex()}");
        Formulas<Activation>(f => $@"{LatexText.Name(f.Name + ":")} \quad f(z) = {f.Formula.ToLatex()}, "
            + $@"\quad f'(z) = {(f.SlopeOfOutput ?? f.SlopeFormula).ToLatex()}");
        Formulas<UpdateRule>(rule => $@"{LatexText.Name(rule.Name + ":")} \quad {rule.Latex}");
        Formulas<DerivationStep>(step => $@"\begin{{aligned}} {step.Latex} \end{{aligned}}", step => $"{step.Name}: {step.Text}");
        Both<IEnumerable<DerivationStep>>(
            OfSteps, plain: steps => string.Join("\n", steps.Select(step => $"{step.Name}: {step.Text}")));
        Both<DerivativeStep>(OfStep);
        Formulas<Neuron>(OfNeuron);
        Both<Derivation>(derivation =>
            $"$${derivation.ToLatex()}$$\n\n{derivation.MarkdownVerdict ?? MarkdownTable.Escape(derivation.Verdict)}",
            withLatex: true);
        Both<Gradient>(OfGradient);
        Both<TrainingRun>(OfRun);
        Both<IEnumerable<TrainingRun>>(OfRuns, plain: runs => string.Join("\n", runs));
        Both<Dataset>(OfData);
        Both<LayerRun>(OfLayerRun);
        Both<Confusion>(OfConfusion);
        Formatter.Register<LiveFigure>(figure => figure.ToHtml(), HtmlFormatter.MimeType);
        Formatter.Register<LiveFigure>(figure => figure.ToString());
        Formatter.SetPreferredMimeTypesFor(typeof(LiveFigure), HtmlFormatter.MimeType, Plain);
    }

    private static void Formulas<T>(Func<T, string> latex, Func<T, string>? plain = null)
    {
        Formatter.Register<T>(value => $"$${latex(value)}$$", Latex);
        Formatter.Register<T>(value => $"$${latex(value)}$$", Markdown);
        Formatter.Register<T>(plain ?? (value => PlainText.Of(value)));
        Formatter.SetPreferredMimeTypesFor(typeof(T), Latex, Markdown, Plain);
    }

    private static void Both<T>(Func<T, string> markdown, bool withLatex = false, Func<T, string>? plain = null)
    {
        if (withLatex) Formatter.Register<T>(markdown, Latex);
        Formatter.Register<T>(markdown, Markdown);
        Formatter.Register<T>(plain ?? (value => PlainText.Of(value)));
        Formatter.SetPreferredMimeTypesFor(typeof(T), withLatex ? [Latex, Markdown, Plain] : [Markdown, Plain]);
    }

    private static string OfNeuron(Neuron neuron)
    {
        const int mostTerms = 6;
        var z = neuron.InputCount <= mostTerms
            ? string.Join(" + ", neuron.Weights.Select((w, j) => $@"{LatexText.Number(w)} \, x_{{{j + 1}}}")
                .Append(LatexText.Number(neuron.Bias))).Replace("+ -", "- ")
            : $@"\sum_{{j=1}}^{{{neuron.InputCount}}} w_j x_j + b, \quad b = {LatexText.Number(neuron.Bias)}";
        return $@"a = {LatexText.Name(neuron.Activation.Name)}(z), \quad z = {z}";
    }

    /// <summary>A table: the formula without the alignment sign, and without the bars that would end a cell.</summary>
    private static string OfSteps(IEnumerable<DerivationStep> steps) => MarkdownTable.Of(["step", "what is done"],
        steps.Select(step => (string[])[$"${step.Latex.Replace("&", "").Replace("|", @"\vert ")}$",
            MarkdownTable.Escape(step.Text)]));

    /// <summary>A line with its rule; the lines that it is made of are folded below it.</summary>
    private static string OfStep(DerivativeStep step) => $"${step.ToLatex()}$" + (step.Inner.Count == 0
        ? $" &emsp; {MarkdownTable.Escape(step.Rule)}"
        : $"\n\n<details><summary>{step.Rule}</summary>\n\n"
            + string.Join("\n", step.Inner.Select(inner => "- " + OfStep(inner).Replace("\n", "\n  "))) + "\n\n</details>");

    private static string OfGradient(Gradient gradient)
    {
        var factors = gradient.Factors;
        string[] Row(string name, double input, double product) =>
            [name, PlainText.Of(factors.CostSlope), PlainText.Of(factors.ActivationSlope), PlainText.Of(input),
                PlainText.Of(product)];
        var n = Math.Min(factors.Input.Length, 20);
        var table = MarkdownTable.Of(["", @"$\partial C/\partial a$", "$f'(z)$", "input", "product"],
            Enumerable.Range(0, n).Select(
                j => Row($@"$\partial C/\partial w_{{{j + 1}}}$", factors.Input[j], gradient.Weights[j]))
                .Append(Row(@"$\partial C/\partial b = \delta$", 1, gradient.Bias)));
        return table + (n < factors.Input.Length ? $"\n\n… and {factors.Input.Length - n} more weights" : "");
    }

    private static string OfRun(TrainingRun run)
    {
        var ks = new[] { 0, 1, run.Epochs / 4, run.Epochs / 2, 3 * run.Epochs / 4, run.Epochs }.Where(k => k <= run.Epochs)
            .Distinct().Order();
        var single = run.Data.Count == 1;
        string[] heads = ["$k$", "cost $C$", .. single ? ["output $a$"] : Array.Empty<string>()];
        var rows = ks.Select(k => (string[])[
            $"{k}", PlainText.Of(run.Costs[k]), .. single ? [PlainText.Of(run.Outputs[k])] : Array.Empty<string>()]);
        return $"**{MarkdownTable.Escape(run.Name)}** after $k$ {(run.Options.BatchSize is null ? "updates" : "epochs")}"
            + $"\n\n{MarkdownTable.Of(heads, rows)}{Note(run)}";
    }

    private static string OfRuns(IEnumerable<TrainingRun> runs)
    {
        var all = runs.ToList();
        var table = MarkdownTable.Of(["run", "updates", "cost at the start", "cost at the end", "first output at the end"],
            all.Select(run => (string[])[MarkdownTable.Escape(run.Name), $"{run.Epochs}", PlainText.Of(run.Costs[0]),
                PlainText.Of(run.Costs[^1]), PlainText.Of(run.Outputs[^1])]));
        return (all.All(run => run.Options.BatchSize is null) ? table : table.Replace("| updates |", "| epochs |"))
            + string.Concat(all.Select(Note));
    }

    private static string Note(TrainingRun run) => run.Ended is null ? "" : $"\n\n{MarkdownTable.Escape(run.Ended)}";

    private static string OfLayerRun(LayerRun run)
    {
        var ks = new[] { 0, 1, run.Epochs / 4, run.Epochs / 2, 3 * run.Epochs / 4, run.Epochs }.Where(k => k <= run.Epochs)
            .Distinct().Order();
        return $"**{MarkdownTable.Escape(run.Name)}** after $k$ {(run.Options.BatchSize is null ? "updates" : "epochs")}\n\n"
            + MarkdownTable.Of(["$k$", "cost $C$"], ks.Select(k => (string[])[$"{k}", PlainText.Of(run.Costs[k])]))
            + (run.Ended is null ? "" : $"\n\n{MarkdownTable.Escape(run.Ended)}");
    }

    private static string OfConfusion(Confusion confusion)
    {
        var names = confusion.Data.ClassNames.Select(MarkdownTable.Escape).ToList();
        return $"{confusion}\n\n" + MarkdownTable.Of(["", .. names.Select(name => $"taken for {name}")],
            confusion.Counts.Select((row, t) =>
                (string[])[$"**{names[t]}**", .. row.Select(count => count == 0 ? "·" : $"{count}")]));
    }

    private static string OfData(Dataset data)
    {
        const int rows = 5, columns = 8;
        var n = Math.Min(data.InputCount, columns);
        string[] more = n < data.InputCount ? ["…"] : [];
        string Target(int i) => data.ClassNames.Count > 0 ? MarkdownTable.Escape(data.ClassNames[data.Labels[i]])
            : PlainText.Of(data.Targets[i]);
        var table = MarkdownTable.Of([.. data.FeatureNames.Take(n).Select(MarkdownTable.Escape), .. more,
            data.ClassNames.Count > 0 ? "class" : "target $y$"],
            Enumerable.Range(0, Math.Min(rows, data.Count))
                .Select(i => (string[])[.. data.Row(i).Take(n).Select(x => PlainText.Of(x)), .. more, Target(i)]));
        return $"{MarkdownTable.Escape(data.ToString())}\n\n{table}"
            + (data.Count > rows ? $"\n\n… and {data.Count - rows} more" : "");
    }
}
