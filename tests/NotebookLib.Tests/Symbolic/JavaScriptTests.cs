using NotebookLib.Interactive;
using System.Diagnostics;
using System.Globalization;
using static System.Math;

namespace NotebookLib.Tests.Symbolic;

public class JavaScriptTests
{
    private static readonly Cost[] Costs =
    [
        Cost.Quadratic, Cost.CrossEntropy,
        Cost.Define("fourth power", (a, y) => Pow(a - y, 4)),
        Cost.Define("absolute", (a, y) => Abs(a - y)),
        Cost.Define("Huber", (a, y) => Abs(a - y) < 0.5 ? 0.5 * Pow(a - y, 2) : 0.5 * (Abs(a - y) - 0.25)),
        Cost.Define("focal", (a, y) => -y * Pow(1 - a, 2) * Log(a) - (1 - y) * a * a * Log(1 - a)),
        Cost.Define("log-cosh", (a, y) => Log(Cosh(a - y)) + Log2(2 + a) + Log10(1 + a)),
        Cost.Define("odd", (a, y) =>
            Max(Sin(a), Cos(y)) + Min(Tan(a), Sqrt(a)) + Cbrt(a) * Atan(y) - Sinh(a) / Tanh(1 + a) + Exp(a * y)),
        Cost.Define("conditions", (a, y) => a > y && a < 0.9 || !(y >= 0.5) ? a / (1 + y) : Pow(a, 1.5) / Pow(2 - a, 3)),
    ];

    [Fact]
    public void The_browser_computes_what_CSharp_computes()
    {
        var random = new Random(1);
        var points = Enumerable.Range(0, 10_000 / Costs.Length + 1)
            .Select(_ => (z: random.NextDouble() * 16 - 8, y: random.NextDouble())).ToArray();
        (double z, double y)[] tails = [(40, 1), (-40, 0), (700, 1), (-700, 0), (40, 0), (-700, 1)];
        var all = points.Concat(tails).ToArray();
        var pairs = Costs.Select(cost => CompiledCost.For(cost, Activation.Sigmoid)).ToArray();
        var script = $$"""
            {{JavaScript.Helpers}}
            const points = [{{string.Join(",", all.Select(p => $"[{Text(p.z)},{Text(p.y)}]"))}}];
            const functions = [{{string.Join(",", pairs.SelectMany(pair => new[] { pair.CostInZ, pair.Error.InZ }).Select(f => $"(z, y) => {JavaScript.Of(f)}"))}}];
            console.log(functions.map(f => points.map(([z, y]) => f(z, y)).join(' ')).join('\n'));
            """;
        var rows = Node(script).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2 * Costs.Length, rows.Length);
        for (var k = 0; k < rows.Length; k++)
        {
            var found = rows[k].Split(' ').Select(text => double.Parse(text, CultureInfo.InvariantCulture)).ToArray();
            var formula = k % 2 == 0 ? pairs[k / 2].CostInZ : pairs[k / 2].Error.InZ;
            for (var i = 0; i < all.Length; i++)
            {
                var at = new Point(("z", all[i].z), ("y", all[i].y));
                var expected = formula.Evaluate(at);
                // Sums may cancel: the error is measured against the sum of the absolute terms.
                var scale = Scale(formula, at);
                Assert.True(Abs(found[i] - expected) <= 1e-12 * scale,
                    $"{Costs[k / 2].Name} at z = {all[i].z}, y = {all[i].y}: {found[i]} in the browser, {expected} here");
            }
        }
    }

    /// <summary>
    /// How large an error of one unit in the last place, made in any sum on the way, comes out: |f| where nothing cancels.
    /// </summary>
    private static double Scale(Formula f, Point at) => f switch
    {
        Comparison or Logic or Not => 0,
        Sum(var terms) => terms.Sum(term => Scale(term, at)),
        _ => Abs(f.Evaluate(at)) * (1 + f.Parts.Sum(part => Scale(part, at) / Max(Abs(part.Evaluate(at)), 1e-300))),
    };

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Node(string script)
    {
        try
        {
            using var node = Process.Start(new ProcessStartInfo("node", "-")
            {
                RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
            })!;
            node.StandardInput.Write(script);
            node.StandardInput.Close();
            var output = node.StandardOutput.ReadToEnd();
            node.WaitForExit();
            Assert.True(node.ExitCode == 0, node.StandardError.ReadToEnd());
            return output;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("Node.js is not installed, so the JavaScript of the live neuron cannot be run.");
            throw;
        }
    }
}
