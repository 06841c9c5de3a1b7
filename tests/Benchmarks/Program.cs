using System.Numerics.Tensors;
using NotebookLib;
using NotebookLib.Benchmarks;

var shapes = new[] { (60000, 784), (100000, 100), (1797, 64), (569, 30), (100, 4), (100,2) };
foreach (var (N, n) in shapes)
{
    var e = new Examples(N, n);
    double[] parameters = [.. e.W, .. e.B], gradient = new double[n + 1];
    var compiled = CompiledCost.For(Cost.CrossEntropy, Activation.Sigmoid);
    var pass = new FusedPass(compiled, e.Data);
    int[] all = [.. Enumerable.Range(0, N)];
    var z = new double[N]; var c = new double[N]; var d = new double[N];
    var list = new List<Contender>
    {
        Contender.Here("read", () => TensorPrimitives.Sum<double>(e.X)),
        Contender.Here("ours", () => { pass.Run(parameters, gradient); return gradient[0]; }),
        Contender.Here("eval", () => { compiled.Evaluate(z, 0, e.Y, 0, N, c, d); return d[0]; }),
        Contender.Here("eval-d", () => { compiled.Evaluate(z, 0, e.Y, 0, N, null, d); return d[0]; }),
    };
    foreach (var block in new[] { 8, 16, 32, 64, 128 , 256})
    {
        var p = new FusedPass(compiled, e.Data, blockSize: block);
        list.Add(Contender.Here($"b{block}", () => { p.Run(parameters, gradient); return gradient[0]; }));
    }
    var t = Rounds.Run(list, 5, 2);
    var r = t["read"].Seconds;
    Console.WriteLine($"{N}x{n}: R {r * 1e6:F1} µs; " + string.Join("  ", t.Select(p => $"{p.Key} {p.Value.Seconds / r:F2} ({p.Value.Seconds / N * 1e9:F1} ns/row)")));
}
