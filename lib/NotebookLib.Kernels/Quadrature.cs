namespace NotebookLib;

/// <summary>
/// ∫f over [0, 1] with an error bar: Gauss–Lobatto on panels, the worst panel halved until the error is small enough, by default
/// at rounding level. The rule includes both ends of a panel, so that a jump of f has nowhere to hide: bisection closes it in.
/// </summary>
internal static class Quadrature
{
    private const int MostPanels = 240, Patience = 32;

    // Eight points, exact to degree 13: Abramowitz and Stegun, table 25.6.
    private static readonly double[] Nodes = [0.2092992179024788687687, 0.5917001814331423021445, 0.8717401485096066153375, 1];
    private static readonly double[] Weights =
        [0.4124587946587038815671, 0.3411226924835043647642, 0.2107042271435060393829, 1.0 / 28];

    /// <summary>The integral, its error bar, and ∫|f|, the scale that rounding and the tolerance are measured by.</summary>
    public static (double Value, double Error, double Size) Unit(Func<double, double> f, double tolerance = 1e-15)
    {
        var queue = new PriorityQueue<Panel, double>();
        var total = Add(queue, f, 0, 1);
        var before = double.PositiveInfinity;
        while (queue.Count < MostPanels && total.Error > tolerance * total.Size)
        {
            if (queue.Count % Patience == 0)
            {
                if (total.Error > before / 2) break;    // noise: smaller panels do not help
                before = total.Error;
            }
            var worst = queue.Dequeue();
            var middle = (worst.From + worst.To) / 2;
            Add(queue, f, worst.From, middle);
            Add(queue, f, middle, worst.To);
            total = Sum(queue);
        }
        return (total.Value, total.Error + 4e-16 * total.Size, total.Size);
    }

    private static Panel Add(PriorityQueue<Panel, double> queue, Func<double, double> f, double from, double to)
    {
        var middle = (from + to) / 2;
        var (coarse, left, right) = (Lobatto(f, from, to), Lobatto(f, from, middle), Lobatto(f, middle, to));
        var panel = new Panel(from, to, left.Value + right.Value, Math.Abs(coarse.Value - left.Value - right.Value),
            left.Size + right.Size);
        queue.Enqueue(panel, -panel.Error);
        return panel;
    }

    private static Panel Sum(PriorityQueue<Panel, double> queue)
    {
        var (value, error, size) = (0.0, 0.0, 0.0);
        foreach (var (panel, _) in queue.UnorderedItems) (value, error, size) =
            (value + panel.Value, error + panel.Error, size + panel.Size);
        return new(0, 1, value, error, size);
    }

    private static (double Value, double Size) Lobatto(Func<double, double> f, double from, double to)
    {
        var (half, middle, value, size) = ((to - from) / 2, (from + to) / 2, 0.0, 0.0);
        for (var i = 0; i < Nodes.Length; i++)
        {
            var (below, above) = (f(middle - half * Nodes[i]), f(middle + half * Nodes[i]));
            value += Weights[i] * (below + above);
            size += Weights[i] * (Math.Abs(below) + Math.Abs(above));
        }
        return (half * value, half * size);
    }

    private readonly record struct Panel(double From, double To, double Value, double Error, double Size);
}
