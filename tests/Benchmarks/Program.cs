using System.Diagnostics;
using NotebookLib;
using NotebookLib.Benchmarks;

if (args is ["cost"]) { CostBenchmark.Run(); return; }

var one = Dataset.Of([[1.0]], [0.0]);
var start = new Neuron([2.0], 2, Activation.Sigmoid);
var options = new TrainingOptions { Epochs = 300, LearningRate = 0.15 };
var compiled = CompiledCost.For(Cost.CrossEntropy, Activation.Sigmoid);
var pass = new FusedPass(compiled, one);
double[] p = [2, 2], g = new double[2];
double[] z = [4.0], y = [0.0], c = [0.0], d = [0.0];
var kernel = RowKernel.For(1);
int[] rows = [0];
if (args.Length > 0) { var sw = Stopwatch.StartNew(); while (sw.ElapsedMilliseconds < 6000) Training.Run(start, Cost.CrossEntropy, one, options); return; }
var list = new List<Contender>
{
    Contender.Here("run/300", () => Training.Run(start, Cost.CrossEntropy, one, options).Costs[^1]),
    Contender.Here("pass", () => { for (var k = 0; k < 300; k++) pass.Run(p, g); return g[0]; }),
    Contender.Here("eval1", () => { for (var k = 0; k < 300; k++) compiled.Evaluate(z, 0, y, 0, 1, c, d); return d[0]; }),
    Contender.Here("scalar", () => { for (var k = 0; k < 300; k++) { c[0] = compiled.Cost(z[0], y[0]); d[0] = compiled.Delta(z[0], y[0]); } return d[0]; }),
    Contender.Here("f(z)", () => { var s = 0.0; for (var k = 0; k < 300; k++) s += Activation.Sigmoid.Value(z[0]); return s; }),
    Contender.Here("kernel", () => { for (var k = 0; k < 300; k++) { kernel.WeightedInputs(z, rows, p.AsSpan(0, 1), p.AsSpan(1), c, 1); kernel.AddGradient(z, rows, d, 1, g.AsSpan(0,1)); } return c[0]; }),
    Contender.Here("options", () => { for (var k = 0; k < 300; k++) d[0] += options.RateAt(k); return d[0]; }),
};
var t = Rounds.Run(list, 60, 2);
foreach (var (name, (s, _)) in t) Console.WriteLine($"{name,10} {s * 1e6:F2} µs");
