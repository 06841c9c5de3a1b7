using System.Collections.Immutable;
using static System.FormattableString;

namespace NotebookLib;

/// <summary>
/// What training did, of a neuron or a layer; immutable. "After k" means k finished epochs; with all examples in one batch, the
/// default, an epoch is one update.
/// </summary>
/// <typeparam name="T">What was trained: <see cref="Neuron"/> or <see cref="Layer"/>.</typeparam>
public abstract class RunOf<T>
{
    private protected readonly Descent descent;

    internal RunOf(string? name, Cost cost, Dataset data, TrainingOptions options, T start, T final, Descent descent)
    {
        Name = name ?? (options.Rule == UpdateRule.Gradient ? cost.Name : $"{cost.Name}, {options.Rule.Name}");
        (Cost, Data, Options, Start, Final, this.descent) = (cost, data, options, start, final, descent);
    }

    /// <summary>The name in charts and tables: the cost's, with the update rule's where that is not the gradient.</summary>
    public string Name { get; }

    /// <summary>As it was handed in.</summary>
    public T Start { get; }

    /// <summary>After the last epoch.</summary>
    public T Final { get; }

    /// <summary>The cost that was trained with.</summary>
    public Cost Cost { get; }

    /// <summary>The data that was trained on.</summary>
    public Dataset Data { get; }

    /// <summary>The options of the run.</summary>
    public TrainingOptions Options { get; }

    /// <summary>Costs[k] is the mean cost after k epochs; Costs[0] is the start.</summary>
    public ImmutableArray<double> Costs => descent.Costs;

    /// <summary>The epochs that were run: fewer than asked for where the run <see cref="Ended"/> early.</summary>
    public int Epochs => Costs.Length - 1;

    /// <summary>
    /// Null where the run went to its end. Otherwise why it ended early, and what to change: its numbers left the cost's domain
    /// or grew past a double, the rule had no step, or the time was up. <see cref="Final"/> is then the last state that has a
    /// cost.
    /// </summary>
    public string? Ended => descent.Ended;

    /// <summary>Another name, if it is one.</summary>
    private protected static string Checked(string name)
    {
        Require.Name(name, "run");
        return name;
    }

    /// <summary>For example "cross-entropy: 300 epochs, cost 4.01815 → 0.0120814".</summary>
    public override string ToString() =>
        Invariant($"{Name}: {Require.Count(Epochs, "epoch")}, cost {Costs[0]:G6} → {Costs[^1]:G6}");
}

/// <summary>What training a neuron did.</summary>
public sealed class TrainingRun : RunOf<Neuron>
{
    internal TrainingRun(Cost cost, Dataset data, TrainingOptions options, Neuron start, Neuron final, Descent descent,
        string? name = null) : base(name, cost, data, options, start, final, descent) { }

    /// <summary>
    /// Outputs[k] is the output for the first example after k epochs; <see cref="OutputsAt"/> has all examples.
    /// </summary>
    public ImmutableArray<double> Outputs =>
        field.IsDefault ? field = [.. descent.FirstInputs.Select(Start.Activation.Value)] : field;

    /// <summary>The neuron after k epochs.</summary>
    /// <exception cref="ArgumentOutOfRangeException">k is not between 0 and <see cref="RunOf{T}.Epochs"/>.</exception>
    /// <exception cref="InvalidOperationException">
    /// The run was too long to keep every step; only the start and the end are kept.
    /// </exception>
    public Neuron At(int k) => k < 0 || k > Epochs
        ? throw new ArgumentOutOfRangeException(null,
            Invariant($"This run has the steps 0 to {Epochs}; {k} is not one of them."))
        : k == 0 ? Start
        : descent.At(k) is { } w ? Start.With(w[..^1], w[^1])
        : throw new InvalidOperationException(
            "This run was too long to keep every step; take Start or Final, or run fewer epochs.");

    /// <summary>The outputs for all examples after k epochs, N numbers.</summary>
    /// <exception cref="ArgumentOutOfRangeException">k is not between 0 and <see cref="RunOf{T}.Epochs"/>.</exception>
    public double[] OutputsAt(int k)
    {
        var neuron = At(k);
        return [.. Enumerable.Range(0, Data.Count).Select(i => neuron.Output(Data.RowSpan(i)))];
    }

    /// <summary>The same run under another name, for a chart.</summary>
    /// <exception cref="ArgumentException">There is no name.</exception>
    public TrainingRun Named(string name) => new(Cost, Data, Options, Start, Final, descent, Checked(name));
}

/// <summary>What training a layer did.</summary>
public sealed class LayerRun : RunOf<Layer>
{
    internal LayerRun(Cost cost, Dataset data, TrainingOptions options, Layer start, Layer final, Descent descent,
        string? name = null) : base(name, cost, data, options, start, final, descent) { }

    /// <summary>The same run under another name, for a chart.</summary>
    /// <exception cref="ArgumentException">There is no name.</exception>
    public LayerRun Named(string name) => new(Cost, Data, Options, Start, Final, descent, Checked(name));
}
