using BenchmarkDotNet.Running;
using NotebookLib.Benchmarks;

switch (args)
{
    case ["quick"]: Quick.Run(); break;
    case ["cost"]: CostBenchmark.Run(); break;
    default: BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args); break;
}
