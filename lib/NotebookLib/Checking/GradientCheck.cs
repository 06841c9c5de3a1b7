namespace NotebookLib;

/// <summary>
/// Checks a gradient against slopes measured by differences, and says why it is wrong. Every measured slope has an error bar; the verdict is
/// pass, fail or inconclusive, each with its reason.
/// </summary>
/// <remarks>
/// Central differences with Richardson's extrapolation. The cost of one example depends on w_j through z alone, so a step h in w_j is a step
/// h x_j in z: one slope, measured along z, serves all n weights, and a check of n weights takes O(n).
/// </remarks>
public static class GradientCheck
{
    /// <summary>Checks the gradient of one example's cost: the library's own, or a formula of yours.</summary>
    /// <param name="neuron">The neuron, n weights.</param>
    /// <param name="cost">The cost C(a, y).</param>
    /// <param name="x">n inputs.</param>
    /// <param name="y">The target.</param>
    /// <param name="claimed">
    /// Your formula for the weight gradient, (a, y, z, x) ↦ n numbers (or n + 1 with ∂C/∂b last), for example
    /// <c>(a, y, z, x) => [(a - y) * x[0]]</c>. Null: the library's own gradient. It is asked at other z and x too, to find out which mistake it makes.
    /// </param>
    /// <returns>The report; it never throws because of what a formula answers, only because of its shape.</returns>
    /// <exception cref="ArgumentException">The inputs do not fit the neuron, or the formula gives the wrong number of values.</exception>
    public static GradientReport Run(Neuron neuron, Cost cost, double[] x, double y, Func<double, double, double, double[], double[]>? claimed = null)
    {
        Require.Cost(cost);
        ArgumentNullException.ThrowIfNull(neuron);
        ArgumentNullException.ThrowIfNull(x);
        Require.Inputs(x, neuron.InputCount);
        if (!double.IsFinite(y)) throw new ArgumentException($"The target is {y}; it must be a finite number.");
        var subject = $"{cost.Name} cost of {neuron} at x = ({string.Join(", ", x.Take(6).Select(v => Words.Number(v)))}{(x.Length > 6 ? ", …" : "")}), y = {Words.Number(y)}";
        return Run(subject, neuron, cost, Dataset.Of([x], [y]), claimed is null ? null : Claim.OfExample(claimed, cost));
    }

    /// <summary>Checks the gradient of the mean cost over a data set: the library's own, or a formula of yours for the whole set.</summary>
    /// <param name="neuron">The neuron, n weights.</param>
    /// <param name="cost">The cost C(a, y).</param>
    /// <param name="data">N examples of n inputs.</param>
    /// <param name="claimed">
    /// Your formula, (neuron, data) ↦ n numbers (or n + 1 with ∂C/∂b last). It is asked with other weights and with fewer examples too:
    /// use the neuron and the data that it is given. Null: the library's own gradient.
    /// </param>
    /// <returns>The report.</returns>
    /// <exception cref="ArgumentException">The data do not fit the neuron, or the formula gives the wrong number of values.</exception>
    public static GradientReport Run(Neuron neuron, Cost cost, Dataset data, Func<Neuron, Dataset, double[]>? claimed = null) =>
        RunOnData(neuron, cost, data, claimed is null ? null : Claim.OfData(claimed, cost));

    /// <summary>Checks a formula for one example over a data set: its mean is compared with the slopes of the mean cost.</summary>
    /// <param name="neuron">The neuron, n weights.</param>
    /// <param name="cost">The cost C(a, y).</param>
    /// <param name="data">N examples of n inputs.</param>
    /// <param name="claimed">Your formula for one example, (a, y, z, x) ↦ n numbers (or n + 1 with ∂C/∂b last).</param>
    /// <returns>The report.</returns>
    /// <exception cref="ArgumentException">The data do not fit the neuron, or the formula gives the wrong number of values.</exception>
    public static GradientReport Run(Neuron neuron, Cost cost, Dataset data, Func<double, double, double, double[], double[]> claimed)
    {
        ArgumentNullException.ThrowIfNull(claimed);
        return RunOnData(neuron, cost, data, Claim.OfExample(claimed, cost));
    }

    /// <summary>Checks the gradient of a layer's cost at one example: the library's own, or a formula of yours.</summary>
    /// <param name="layer">The layer, m neurons with n inputs.</param>
    /// <param name="cost">The cost C of one output; the layer's cost is the sum over its outputs.</param>
    /// <param name="x">n inputs.</param>
    /// <param name="y">m targets.</param>
    /// <param name="claimed">Your formula, (a, y, z, x) ↦ m rows of n numbers (or n + 1 with the bias last). Null: the library's own gradient.</param>
    /// <returns>The report; w₂,₃ is the weight from input 3 to neuron 2.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static GradientReport Run(Layer layer, Cost cost, double[] x, double[] y, Func<double[], double[], double[], double[], double[][]>? claimed = null)
    {
        Require.Cost(cost);
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentNullException.ThrowIfNull(x);
        return LayerCheck.Run(layer, cost, x, y, claimed);
    }

    /// <summary>Checks any claimed gradient of any function of n numbers.</summary>
    /// <param name="f">The function, w ↦ f(w).</param>
    /// <param name="gradient">Its claimed gradient, w ↦ n numbers.</param>
    /// <param name="at">Where to check, n ≥ 1 finite numbers. It is also asked close by, to find out which mistake it makes.</param>
    /// <returns>The report: scale, sign and coordinate mistakes are named.</returns>
    /// <exception cref="ArgumentException">The point is empty or not finite, or the gradient gives the wrong number of values.</exception>
    public static GradientReport Run(Func<double[], double> f, Func<double[], double[]> gradient, double[] at) => FunctionCheck.Run(f, gradient, at);

    private static GradientReport RunOnData(Neuron neuron, Cost cost, Dataset data, Claim? claim)
    {
        Require.Cost(cost);
        ArgumentNullException.ThrowIfNull(neuron);
        ArgumentNullException.ThrowIfNull(data);
        data.RequireFor(neuron);
        return Run($"mean {cost.Name} cost of {neuron} on {data}", neuron, cost, data, claim);
    }

    private static GradientReport Run(string subject, Neuron neuron, Cost cost, Dataset data, Claim? claim)
    {
        for (var i = 0; i < data.Count; i++)
        {
            var z = neuron.WeightedInput(data.RowSpan(i));
            if (!double.IsFinite(z)) throw new ArgumentException($"The weighted input is {z}: the weights or inputs are too large for a double.");
            if (CompiledCost.For(cost, neuron.Activation).Explain(z, data.TargetArray[i]) is { } sentence) return Judge.Undecided(subject, sentence);
        }

        var formula = claim ?? Claim.OfLibrary(cost);
        if (formula.Ask(neuron, data) is not { } answer) return Judge.Undecided(subject, formula.Trouble!);
        if (!formula.IsSteady(neuron, data, answer))
            return Judge.Undecided(subject, "Your gradient gives another answer each time it is asked, so it cannot be checked. Draw random numbers once, before it.");

        var here = formula.At(neuron, data, answer);
        var coordinates = Coordinates(here);
        var verdict = Judge.All(coordinates.Select(c => c.Verdict));
        if (coordinates.FirstOrDefault(c => c.Witness is { } w && c.Verdict == Verdict.Pass && !Near(w, c)) is { } doubtful)
            return Judge.Undecided(subject, $"Two measurements of {doubtful.Name} disagree: differences say {Words.Number(doubtful.Measured)}, dual numbers {Words.Number(doubtful.Witness!.Value)}.", coordinates);

        var right = new Diagnosis(Mistake.None, "The gradient is right.");
        var kink = here.Examples.Where(e => e.Delta.IsKink).Select(e => Kink.Of(cost, neuron.Activation, e.Z, e.Y)).FirstOrDefault(text => text is not null) ?? "The cost has a kink here";
        var reason = Judge.Reason(verdict, coordinates, kink);
        if (claim is null && verdict != Verdict.Fail) return new(subject, verdict, reason, coordinates, right);

        var others = Surroundings.Others(neuron, data).ToArray();
        var investigation = new Investigation(here, Surroundings.Moved(neuron, data).Select(at => formula.At(at.Neuron, at.Data)),
            others.Select(at => formula.At(at.Neuron, at.Data)), HearsInputs(formula, neuron, data), neuron.Activation);
        var diagnosis = investigation.Explain();
        if (verdict == Verdict.Fail)
            return new(subject, verdict, reason, coordinates, diagnosis.Mistake == Mistake.None ? new(Mistake.Unknown, "The gradient is wrong here and right at the other points that were tried.") : diagnosis);
        if (diagnosis.Mistake == Mistake.None) return new(subject, verdict, reason, coordinates, diagnosis);
        if (diagnosis.Mistake == Mistake.Unknown)
            return new(subject, verdict, $"{reason} At other weights or inputs the formula does not agree: does it use values of its own in place of a, y, z and x?", coordinates,
                verdict == Verdict.Pass ? right : diagnosis);
        return new(subject, Verdict.Fail, "At this example the formula agrees, but not at others.", coordinates, diagnosis);
    }

    private static bool Near(double witness, Coordinate c) => Math.Abs(witness - c.Measured) <= c.Error + 1e-6 * Math.Max(Math.Abs(witness), Math.Abs(c.Measured));

    /// <summary>With x alone changed, and a, y and z the same, does the formula answer otherwise?</summary>
    private static bool HearsInputs(Claim formula, Neuron neuron, Dataset data) => Surroundings.Moved(neuron, data).Take(2).Any(at =>
    {
        double[][] turned = [.. Enumerable.Range(0, at.Data.Count).Select(i => at.Data.Row(i).Select(v => 1.7 * v + 0.3).ToArray())];
        var same = at.Neuron.With([.. at.Neuron.Weights.Select(w => w / 1.7)], at.Neuron.Bias - at.Neuron.Weights.Sum() * 0.3 / 1.7);
        return formula.Ask(at.Neuron, at.Data) is { } answer && formula.Ask(same, Dataset.Of(turned, [.. at.Data.Targets])) is { } other
            && other.Zip(answer).Any(pair => Math.Abs(pair.First - pair.Second) > 1e-6 * Math.Abs(pair.Second));
    });

    private static Coordinate[] Coordinates(Probe here)
    {
        var n = here.InputCount;
        double?[] witnesses = [.. here.Examples.Select(e => e.Witness)];
        return [.. Enumerable.Range(0, here.Claimed.Length).Select(j =>
        {
            double Input(Example e) => j < n ? e.X[j] : 1;
            var slope = Mean(here.Examples, Input);
            double? witness = witnesses.Contains(null) ? null : here.Examples.Zip(witnesses, (e, w) => w!.Value * Input(e)).Average();
            return Judge.Of(j < n ? Words.Weight(j) : "b", here.Claimed[j], here.Doubt[j], slope, witness);
        })];
    }

    /// <summary>The slope of the mean cost: slopes and error bars add up, and a kink of one example is a kink of the mean.</summary>
    private static Slope Mean(IReadOnlyList<Example> examples, Func<Example, double> input)
    {
        double value = 0, error = 0, step = double.PositiveInfinity, jump = 0, typical = 0;
        foreach (var e in examples)
        {
            var slope = e.Delta.Times(input(e));
            (value, error, jump, typical) = (value + slope.Value, error + slope.Error, jump + slope.Jump, typical + slope.Typical);
            if (slope.Step > 0) step = Math.Min(step, slope.Step);
        }
        var count = examples.Count;
        return new(value / count, error / count, double.IsFinite(step) ? step : 0, jump / count) { Typical = typical / count };
    }
}
