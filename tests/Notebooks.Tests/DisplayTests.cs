using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.Events;
using NotebookRunner;
using static Notebooks.Tests.Run;

namespace Notebooks.Tests;

/// <summary>
/// One session in process after the set-up cell, for the tests that look at single values. They run one after the other, and
/// nothing else here runs in process: sessions share the current directory and the kernel's formatters.
/// </summary>
[CollectionDefinition(Name)]
public sealed class SetUpSession : IAsyncLifetime, ICollectionFixture<SetUpSession>
{
    public const string Name = "in process";

    readonly string before = Directory.GetCurrentDirectory();
    KernelSession? session;

    public async ValueTask InitializeAsync()
    {
        Directory.SetCurrentDirectory(NotebookFolder);
        session = await InProcessKernel.Start();
        await Send(Import);
    }

    /// <summary>What the cell gives back: its content by MIME type.</summary>
    public async Task<IReadOnlyDictionary<string, string>> Result(string cell) =>
        (await Send(cell)).OfType<ReturnValueProduced>().Single().FormattedValues
            .ToDictionary(value => value.MimeType, value => value.Value);

    public async Task<string> Error(string cell) => (await Events(cell)).OfType<CommandFailed>().Single().Message;

    public async Task<IReadOnlyList<KernelEvent>> Send(string cell)
    {
        var events = await Events(cell);
        Assert.True(!events.OfType<CommandFailed>().Any(), events.OfType<CommandFailed>().FirstOrDefault()?.Message);
        return events;
    }

    async Task<IReadOnlyList<KernelEvent>> Events(string cell) =>
        (await session!.Kernel.SendAsync(new SubmitCode(cell), TestContext.Current.CancellationToken)).Events;

    public ValueTask DisposeAsync()
    {
        session?.End();
        Directory.SetCurrentDirectory(before);
        return ValueTask.CompletedTask;
    }
}

/// <summary>How values look: never HTML, so that nothing is blank in a folder that is not trusted.</summary>
[Collection(SetUpSession.Name)]
public class DisplayTests(SetUpSession session)
{
    const string Plain = "text/plain", Markdown = "text/markdown", Latex = "text/latex";

    [Theory]
    [InlineData("1.0/3", "0.333333")]
    [InlineData("1e-9/3", "3.33333E-10")]
    [InlineData("7", "7")]
    [InlineData("double.NaN", "NaN")]
    [InlineData("true", "true")]
    [InlineData("\"a word\"", "a word")]
    [InlineData("(object)null", "null")]
    [InlineData("new[] { 1.0/3, 2 }", "[0.333333, 2]")]
    [InlineData("new double[0]", "[]")]
    [InlineData("Enumerable.Range(0, 25).ToArray()",
        "[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, … and 5 more]")]
    [InlineData("(1.0/3, \"b\", new[] { 1, 2 })", "(0.333333, b, [1, 2])")]
    [InlineData("new { w = 0.1 + 0.2, inner = new { b = 1.0/3 } }", "{ w = 0.3, inner = { b = 0.333333 } }")]
    [InlineData("record Point(double X, double[] Ys); new Point(1.0/3, [2.0/3])", "Point { X = 0.333333, Ys = [0.666667] }")]
    [InlineData("typeof(Cost)", "NotebookLib.Cost")]
    [InlineData("Verdict.Pass", "Pass")]
    [InlineData("new Neuron([0.6], 0.9, Activation.Sigmoid).Gradient(Cost.CrossEntropy, [2.0], 0).Factors",
        "Factors { CostSlope = 9.16617, ActivationSlope = 0.0971947, Input = [2] }")]
    public async Task Values_are_plain_text_of_six_digits(string cell, string expected)
    {
        var shown = await session.Result(cell);
        Assert.Equal(expected, shown[Plain]);
        Assert.Equal([Plain], shown.Keys);
    }

    [Fact]
    public async Task A_derivative_is_folded_line_by_line()
    {
        var shown = await session.Result("Derivation.Of(Cost.Quadratic, Activation.Sigmoid).Rules");
        Assert.Equal([Markdown, Plain], shown.Keys.Order());
        Assert.Equal("""
            $\frac{\partial}{\partial a}\left[\frac{(y - a)^{2}}{2}\right] = a - y$

            <details><summary>simplified</summary>

            - $\frac{\partial}{\partial a}\left[\frac{(y - a)^{2}}{2}\right] = -\frac{2(y - a)}{2}$

              <details><summary>constant factor: (c u)′ = c u′</summary>

              - $\frac{\partial}{\partial a}\left[(y - a)^{2}\right] = -2(y - a)$

                <details><summary>power: (uⁿ)′ = n uⁿ⁻¹ u′</summary>

                - $\frac{\partial}{\partial a}\left[y - a\right] = -1$ &emsp; sum: (u + v)′ = u′ + v′

                </details>

              </details>

            </details>
            """.ReplaceLineEndings("\n"), string.Join("\n", shown[Markdown].Split('\n').Select(line => line.TrimEnd())));
        Assert.StartsWith("∂/∂a [Pow(y - a, 2)/2] = a - y   (simplified)\n  ∂/∂a", shown[Plain]);
    }

    [Theory]
    [InlineData("new[] { new { name = \"a|b\", C = 1.0/3 }, new { name = \"c_d\", C = 2.0 } }",
        "| name | C |\n| --- | --- |\n| a\\|b | 0.333333 |\n| c\\_d | 2 |")]
    [InlineData("new[] { (1, 0.5), (2, 1.0/3) }", "| 1 | 2 |\n| --- | --- |\n| 1 | 0.5 |\n| 2 | 0.333333 |")]
    [InlineData("new Dictionary<string, double> { [\"w\"] = 1.0/3 }", "| Key | Value |\n| --- | --- |\n| w | 0.333333 |")]
    [InlineData("new List<object> { 1, \"x\" }", "&#91;1, x&#93;")]
    public async Task Lists_of_objects_are_tables(string cell, string expected)
    {
        var shown = await session.Result(cell);
        Assert.Equal(expected, shown[Markdown]);
        Assert.Equal([Markdown, Plain], shown.Keys.Order());
    }

    [Fact]
    public async Task A_table_ends_after_twenty_rows_and_says_how_many_more()
    {
        var shown = await session.Result("Enumerable.Range(0, 23).Select(i => new { i }).ToList()");
        Assert.Equal(22 + 2, shown[Markdown].Split('\n').Length);
        Assert.EndsWith("\n\n… and 3 more rows", shown[Markdown]);
    }

    [Theory]
    [InlineData("Cost.Quadratic.Formula", @"\frac{", "Pow(y - a, 2)/2")]
    [InlineData("Cost.Quadratic", @"\text{quadratic:} \quad C(a, y) = \frac{", "quadratic: C = Pow(y - a, 2)/2")]
    [InlineData("Activation.Sigmoid", @"f'(z) = a(1 - a)", "sigmoid: a = 1/(1 + Exp(-z))")]
    [InlineData("UpdateRule.Gradient", @"\Delta \tilde w = -\eta", "gradient")]
    [InlineData("Derivation.Of(Cost.CrossEntropy, Activation.Sigmoid)", @"\begin{aligned}", "δ = a - y.")]
    [InlineData("Derivation.Of(Cost.CrossEntropy, Activation.Sigmoid).Steps[0]", @"C(a, y) &=",
        "definition: The cost \"cross-entropy\" of one example.")]
    [InlineData("new Neuron([0.6, -1e-7], 0.9, Activation.Sigmoid)", @"z = 0.6 \, x_{1} - 1 \cdot 10^{-7} \, x_{2} + 0.9",
        "sigmoid(0.6·x₁")]
    public async Task Formulas_are_LaTeX_Markdown_and_plain_text(string cell, string latex, string plain)
    {
        var shown = await session.Result(cell);
        Assert.Equal([Latex, Markdown, Plain], shown.Keys.Order());
        Assert.StartsWith("$$", shown[Latex]);
        Assert.StartsWith("$$", shown[Markdown]);
        Assert.Contains(latex, shown[Latex]);
        Assert.Contains(latex, shown[Markdown]);
        Assert.StartsWith(plain, shown[Plain]);
    }

    [Theory]
    [InlineData("new Neuron([0.6], 0.9, Activation.Sigmoid).Gradient(Cost.CrossEntropy, [2.0], 0)",
        @"| $\partial C/\partial w_{1}$ | 9.16617 | 0.0971947 | 2 | 1.78181 |")]
    [InlineData("Dataset.Load(\"iris\")", "| 5.1 | 3.5 | 1.4 | 0.2 | setosa |")]
    [InlineData("Dataset.Load(\"digits\")", "| … |")]
    [InlineData("Training.Run(new Neuron([0.6], 0.9, Activation.Sigmoid), Cost.Quadratic, Dataset.Of([[1.0]], [0.0]))",
        "| 300 | 0.00441384 | 0.0939557 |")]
    [InlineData("new[] { Training.Run(new Neuron([0.6], 0.9, Activation.Sigmoid), Cost.Quadratic, Dataset.Of([[1.0]], [0.0])) }",
        "| quadratic | 300 | 0.334214 | 0.00441384 | 0.0939557 |")]
    [InlineData("Derivation.Of(Cost.Quadratic, Activation.Sigmoid).Steps", @"| $\delta = (a - y)\,a(1 - a)$ |")]
    public async Task Our_results_are_tables(string cell, string row)
    {
        var shown = await session.Result(cell);
        Assert.Equal([Markdown, Plain], shown.Keys.Order());
        Assert.Contains(row, shown[Markdown]);
        Assert.DoesNotContain("NotebookLib.", shown[Plain]);
    }

    [Fact]
    public async Task Bars_in_a_formula_do_not_end_a_table_cell()
    {
        var shown = await session.Result("Derivation.Of(Cost.Define(\"absolute\", (a, y) => Abs(a - y)), Activation.Tanh).Steps");
        Assert.All(shown[Markdown].Split('\n'), line => Assert.Equal(3, line.Count(letter => letter == '|')));
        Assert.Contains(@"\vert", shown[Markdown]);
    }

    [Fact]
    public async Task A_run_that_was_stopped_shows_its_note()
    {
        var shown = await session.Result("""
            Training.Run(new Neuron(new double[64], 0, Activation.Sigmoid), Cost.CrossEntropy, Dataset.Load("digits").AgainstRest("3"),
                new TrainingOptions { LearningRate = 0.001, Epochs = 100000, MaxSeconds = 0.1 })
            """);
        Assert.Contains("to go on for longer, set MaxSeconds = 0.4.", shown[Markdown]);
    }

    [Fact]
    public async Task HTML_is_what_somebody_wrote_as_HTML() =>
        Assert.Equal("<b>bold</b>", (await session.Result("HTML(\"<b>bold</b>\")"))["text/html"]);

    [Fact]
    public async Task A_displayed_value_is_shown_once_and_without_its_number()
    {
        var events = await session.Send("display(1.0/3)");
        Assert.Equal("0.333333", events.OfType<DisplayedValueProduced>().Single().FormattedValues.Single().Value);
        Assert.Equal("", events.OfType<ReturnValueProduced>().Single().FormattedValues.Single().Value);
    }

    [Fact]
    public async Task Progress_shows_in_a_long_run_alone_and_is_gone_at_the_end()
    {
        var events = await session.Send("""
            var progress = Show.Progress("training");
            progress.Report(0.1);
            await Task.Delay(1100);
            progress.Report(0.5);
            progress.Report(0.75);
            progress.Report(1);
            """);
        Assert.Equal("training ██████████░░░░░░░░░░ 50 %",
            events.OfType<DisplayedValueProduced>().Single().FormattedValues.Single().Value);
        Assert.Equal(["training ███████████████░░░░░ 75 %", ""],
            events.OfType<DisplayedValueUpdated>().Select(update => update.FormattedValues.Single().Value));
        Assert.Empty((await session.Send("var quick = Show.Progress(\"training\"); quick.Report(0.5); quick.Report(1);"))
            .OfType<DisplayEvent>());
    }
}
