using System.Diagnostics;
using System.Text.Json;
using CsCheck;

namespace NotebookLib.Tests.Symbolic;

/// <summary>
/// Everything that is shown renders in KaTeX, the renderer of VS Code and of the exported pages, without an error.
/// </summary>
public class KatexTests
{
    [Fact]
    public void The_table_the_derivations_and_random_formulas_render()
    {
        var lines = LatexTests.Table.Select(row => row.Latex).ToList();
        Cost[] costs = [Cost.Quadratic, Cost.CrossEntropy,
            Cost.Define("huber", (a, y) => Math.Abs(a - y) <= 1 ? 0.5 * Math.Pow(a - y, 2) : Math.Abs(a - y) - 0.5),
            Cost.Define("one", (a, y) => 1)];
        lines.AddRange(from cost in costs from f in Activation.All where cost != Cost.CrossEntropy || f == Activation.Sigmoid
            || f == Activation.Tanh select Derivation.Of(cost, f).ToLatex());
        lines.AddRange(costs.Select(cost => Derivation.Of(cost).ToLatex()));
        lines.AddRange(costs.Select(cost => Derivation.Of(cost).Rules.ToLatex()));
        lines.Add(Derivation.OfSoftmax(Cost.LogLoss).ToLatex());
        lines.AddRange(RandomFormulas.Tree(3).Cases(500)
            .SelectMany(f => new[] { f.ToLatex(), f.Derivative("a").Simplify().ToLatex() }));
        Assert.Equal([], Errors([.. lines]));
    }

    [Fact]
    public void A_line_that_does_not_render_is_reported() => Assert.Single(Errors([@"\frac{1}{"]));

    /// <summary>What KaTeX says against the lines.</summary>
    static string[] Errors(string[] lines)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "NotebookLib.sln"))) root = root.Parent;
        Assert.SkipUnless(root is not null, "the tests do not run inside the repository");
        var katex = Path.Combine(root!.FullName, "lib", "NotebookRunner", "assets", "katex", "katex.min.js");
        Assert.SkipUnless(File.Exists(katex), "KaTeX is not in lib/NotebookRunner/assets");
        const string script = """
            const katex = require(process.argv[1]);
            const errors = [];
            for (const line of JSON.parse(require('fs').readFileSync(0, 'utf8')))
              try { katex.renderToString(line, { throwOnError: true, displayMode: true, strict: 'error' }); }
              catch (e) { errors.push(line + ': ' + e.message); }
            console.log(JSON.stringify(errors));
            """;
        Process? node = null;
        var start = new ProcessStartInfo("node", ["-e", script, katex])
            { RedirectStandardInput = true, RedirectStandardOutput = true };
        try { node = Process.Start(start); }
        catch (System.ComponentModel.Win32Exception) { }
        Assert.SkipWhen(node is null, "Node.js is not installed");
        using (node)
        {
            using (var input = node!.StandardInput) input.Write(JsonSerializer.Serialize(lines));
            var output = node.StandardOutput.ReadToEnd();
            node.WaitForExit();
            return JsonSerializer.Deserialize<string[]>(output)!;
        }
    }
}
