using System.Globalization;
using Plotly.NET;
using static NotebookLib.Interactive.HouseStyle;
using static System.FormattableString;

namespace NotebookLib.Interactive;

/// <summary>
/// Pictures of the library's own things. Each is a Plotly.NET chart: show it as it is, or go on styling it with Plotly.NET.
/// </summary>
public static partial class Draw
{
    private const int Points = 241, MostPoints = 300;
    private const double FarZ = 6;

    /// <summary>
    /// Learning curves: the mean cost C after each epoch, and for runs on a single example also its output a. Where the runs have
    /// different costs, whose units cannot be compared, each cost is drawn as a part of what it was at the start.
    /// </summary>
    /// <param name="runs">The runs to compare, at least one.</param>
    /// <returns>The chart; its title names the runs.</returns>
    /// <exception cref="ArgumentException">There is no run, or one was not made because its cell failed.</exception>
    public static GenericChart Runs(params IReadOnlyList<TrainingRun> runs) => Runs("", runs);

    /// <summary>The same with a title of your own.</summary>
    /// <param name="title">What the picture shows; empty: the names of the runs.</param>
    /// <param name="runs">The runs to compare, at least one.</param>
    /// <returns>The chart.</returns>
    /// <exception cref="ArgumentException">There is no run, or one was not made because its cell failed.</exception>
    public static GenericChart Runs(string title, params IReadOnlyList<TrainingRun> runs)
    {
        if (runs is null || runs.Count == 0) throw new ArgumentException(
            "There is no run to draw: Draw.Runs(Training.Run(neuron, cost, data)).");
        for (var i = 0; i < runs.Count; i++)
            if (runs[i] is null) throw new ArgumentException($"Run {i + 1} was not made; mend its cell first.");

        var (names, strokes) = (Names(runs), Palette.Of(runs));
        if (title == "") title = Titles.Of(runs);
        var relative = runs.Select(run => run.Cost).Distinct().Count() > 1 && runs.All(run => run.Costs[0] > 0);
        var steps = runs.All(run => run.Options.BatchSize is null) ? "updates k" : "epochs k";
        Panel Of(string yTitle, Func<TrainingRun, IEnumerable<double>> values) =>
            new(steps, yTitle, [.. runs.Select(
                (run, i) => Thinned(names[i], [.. values(run)]) with { Stroke = strokes[i],
                EndedEarly = run.Ended is not null })]);

        var cost = relative ? Of("cost C, as a fraction of its start", run => run.Costs.Select(c => c / run.Costs[0]))
            : Of("cost C", run => run.Costs);
        return runs.All(run => run.Data.Count == 1)
            ? Panels.Chart(title, cost, Of("output a", run => run.Outputs))
            : Panels.Chart(title, cost);
    }

    /// <summary>An activation f and its slope f′ against the weighted input z; several are drawn beside each other.</summary>
    /// <param name="activations">The activations, at least one.</param>
    /// <returns>The chart.</returns>
    /// <exception cref="ArgumentException">There is no activation, or one was not defined because its cell failed.</exception>
    public static GenericChart Activation(params IReadOnlyList<Activation> activations)
    {
        if (activations is null || activations.Count == 0 || activations.Contains(null!))
            throw new ArgumentException("Your activation was not defined; mend its cell first.");
        var z = Grid(-FarZ, FarZ);
        Curve Value(Activation f, string name) => new(name, z, [.. z.Select(f.Value)]);
        Curve Slope(Activation f, string name) => new(name, z, [.. z.Select(f.Slope)]);
        return activations is [var one]
            ? Panels.Chart($"{Titles.Capital(one.Name)} and its slope",
                new Panel("weighted input z", "f(z) and f′(z)",
                [Value(one, "f(z)") with { Stroke = new(Ink) }, Slope(one, "f′(z)") with { Stroke = new(Palette.Slate, "dash") }],
                -4, 4))
            : Panels.Chart("Activations and their slopes",
                new Panel("weighted input z", "output a = f(z)", [.. activations.Select(f => Value(f, f.Name))], -4, 4),
                new Panel("weighted input z", "slope f′(z)", [.. activations.Select(f => Slope(f, f.Name))], -4, 4));
    }

    /// <summary>
    /// A cost C against the output a, and its error δ = ∂C/∂z against the weighted input z, for the targets y = 0 and y = 1.
    /// </summary>
    /// <param name="cost">The cost.</param>
    /// <param name="activation">The activation a = f(z); the sigmoid where none is given.</param>
    /// <param name="title">What the picture shows; null: the names of the cost and the activation.</param>
    /// <returns>The chart.</returns>
    /// <exception cref="ArgumentException">
    /// The cost was not defined because its cell failed, or it has no value for any output of the activation.
    /// </exception>
    public static GenericChart Cost(Cost cost, Activation? activation = null, string? title = null)
    {
        if (cost is null) throw new ArgumentException("Your cost was not defined; mend its cell first.");
        var f = activation ?? NotebookLib.Activation.Sigmoid;
        double[] z = [.. Grid(-FarZ, FarZ).Where(z => f.Value(z) is >= -2 and <= 3)];
        double[] a = z.Length == 0 ? [] : [.. Grid(z.Min(f.Value), z.Max(f.Value))];
        (double Y, Stroke Stroke)[] targets = [.. new[] { 0.0, 1 }.Zip(Palette.All(cost))];
        Curve Of(double y, Stroke stroke, double[] along, Func<double, double> value) =>
            new(Invariant($"y = {y}"), along, [.. along.Select(value)], stroke);
        Curve[] costs = [.. targets.Select(target => Of(target.Y, target.Stroke, a, a => cost.Value(a, target.Y)))];
        Curve[] deltas = [.. targets.Select(
            target => Of(target.Y, target.Stroke, z, z => cost.Slope(f.Value(z), target.Y) * f.Slope(z)))];
        if (!costs.SelectMany(curve => curve.Y).Any(double.IsFinite))
            throw new ArgumentException($"The cost \"{cost.Name}\" has no value at any output a of the {f.Name} "
                + "for y = 0 or y = 1, so there is nothing to draw.");
        return Panels.Chart(title ?? $"{Titles.Capital(cost.Name)}: cost and error ({f.Name})",
            new Panel("output a", "cost C(a, y)", costs), new Panel("weighted input z", "error δ = ∂C/∂z", deltas));
    }

    /// <summary>Runs of one name are told apart by where they start, else by their number.</summary>
    private static IReadOnlyList<string> Names(IReadOnlyList<TrainingRun> runs)
    {
        var shared = runs.CountBy(run => run.Name).Where(group => group.Value > 1).Select(group => group.Key).ToHashSet();
        string[] names = [.. runs.Select(run => !shared.Contains(run.Name) ? run.Name
            : run.Start.InputCount == 1 ? string.Create(
                CultureInfo.InvariantCulture,
                $"{run.Name} from w\u00a0=\u00a0{run.Start.Weights[0]:G4}, b\u00a0=\u00a0{run.Start.Bias:G4}") : run.Name)];
        var twice = names.CountBy(name => name).Where(group => group.Value > 1).Select(group => group.Key).ToHashSet();
        return [.. names.Select((name, i) => twice.Contains(name) ? $"{name} ({i + 1})" : name)];
    }

    /// <summary>
    /// A long history drawn with few points: of each stretch its lowest and its highest, so that no peak is lost.
    /// </summary>
    private static Curve Thinned(string name, double[] values)
    {
        var kept = Enumerable.Range(0, values.Length);
        if (values.Length > MostPoints)
        {
            var stretches = MostPoints / 2 - 1;
            kept = Enumerable.Range(0, stretches).SelectMany(s =>
            {
                var first = 1 + (int)((long)s * (values.Length - 2) / stretches);
                var stretch = Enumerable.Range(first, 1 + (int)((s + 1L) * (values.Length - 2) / stretches) - first).ToList();
                return new[] { stretch.MinBy(k => values[k]), stretch.MaxBy(k => values[k]) };
            }).Append(0).Append(values.Length - 1).Distinct().Order();
        }
        int[] ks = [.. kept];
        return new(name, [.. ks.Select(k => (double)k)], [.. ks.Select(k => values[k])]);
    }

    private static double[] Grid(double from, double to) =>
        [.. Enumerable.Range(0, Points).Select(i => from + (to - from) * i / (Points - 1))];
}
