using static System.Math;

namespace NotebookLib;

/// <summary>C and δ along z for the targets that fit the activation: what all findings look at.</summary>
internal sealed class CostView
{
    private const double Far = 40, Spacing = 0.05;

    public CostView(Cost cost, Activation activation)
    {
        Require.Cost(cost);
        Activation = activation ?? throw new ArgumentException("Your activation was not defined; mend its cell first.");
        Cost = cost;
        Compiled = CompiledCost.For(cost, activation);
        Low = Limit(-1);
        High = Limit(1);
        var targets = (Low, High) switch
        {
            ({ } low, { } high) => new[] { 0, 0.25, 0.5, 0.75, 1 }.Select(part => low + part * (high - low)),
            ({ } low, null) => [low + 0.5, low + 1, low + 2],
            (null, { } high) => [high - 2, high - 1, high - 0.5],
            _ => [-2.0, -1, 0, 0.5, 1, 2],
        };
        Curves = [.. targets.Select(Along).Where(curve => curve.Cost.Any(double.IsFinite))];
        Scale = Low is { } l && High is { } h ? h - l : 1;
    }

    public Cost Cost { get; }
    public Activation Activation { get; }
    public CompiledCost Compiled { get; }

    /// <summary>The output as z → −∞ and z → +∞, where it has a limit.</summary>
    public double? Low { get; }
    public double? High { get; }

    /// <summary>What counts as a large difference of outputs: the width of their range, else 1.</summary>
    public double Scale { get; }

    public IReadOnlyList<CostCurve> Curves { get; }

    public string Targets => Words.List([.. Curves.Select(c => Words.Number(c.Y))]);

    public double Output(double z) => Activation.Value(z);

    /// <summary>The output at the end of a range of z: at the ends of what is looked at its limit, where it has one.</summary>
    public double End(double z) => (z <= -Far ? Low : z >= Far ? High : null) ?? Output(z);

    public CostCurve Along(double y)
    {
        double[] z = [.. Enumerable.Range(0, (int)Round(2 * Far / Spacing) + 1).Select(i => Round(i * Spacing - Far, 2))];
        return new(y, z, [.. z.Select(Output)], [.. z.Select(t => Compiled.Cost(t, y))], [.. z.Select(t => Compiled.Delta(t, y))]);
    }

    /// <summary>z with f(z) = y, by bisection; null where the activation does not rise through y.</summary>
    public double? InputFor(double y)
    {
        double low = -Far, high = Far;
        if (!(Output(low) < y && Output(high) > y)) return null;
        for (var i = 0; i < 200; i++)
        {
            var middle = (low + high) / 2;
            if (Output(middle) < y) low = middle; else high = middle;
        }
        return Abs(Output(high) - y) <= 1e-9 * Max(1, Abs(y)) ? high : null;
    }

    /// <summary>How often z ← z − 2ηδ until the output has gone half the way to y.</summary>
    public int? UpdatesToHalfway(double z, double y, double eta, Func<double, double, double> delta)
    {
        const int most = 1_000_000;
        var half = Abs(Output(z) - y) / 2;
        for (var k = 0; k <= most; k++)
        {
            if (Abs(Output(z) - y) <= half) return k;
            z -= 2 * eta * delta(z, y);
            if (!double.IsFinite(z)) return null;
        }
        return null;
    }

    private double? Limit(int side) => (Output(side * 30), Output(side * 300)) is var (near, far) && Abs(near - far) <= 1e-9 * Max(1, Abs(near)) ? Round(far, 9) : null;
}
