using System.Collections.Immutable;
using static System.FormattableString;

namespace NotebookLib;

/// <summary>What training did, of a neuron or a layer; immutable. "After k" means k finished epochs; with all examples in one
/// batch, the default, an epoch is one update.</summary>
/// <typeparam name="T">What was trained: <see cref="Neuron"/> or <see cref="Layer"/>.</typeparam>
public abstract class RunOf<T>
{
    private protected readonly Descent descent;

    internal RunOf(Cost cost, Dataset data, TrainingOptions options, T start, T final, Descent descent)
    {
        Name = options.Rule == UpdateRule.Gradient ? cost.Name : $"{cost.Name}, {options.Rule.Name}";
        (Cost, Data, Options, Start, Final, this.descent) = (cost, data, options, start, final, descent);
    }

    /// <summary>The name in charts and tables: the cost's, with the update rule's where that is not the gradient.</summary>
    public string Name { get; private set; }

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

    /// <summary>Null where the run went to its end. Otherwise why it ended early, and what to change: its numbers left the
    /// cost's domain or grew past a double, the rule had no step, or the time was up. <see cref="Final"/> is then the last state
    /// that has a cost.</summary>
    public string? Ended => descent.Ended;

    /// <summary>For example "cross-entropy: 300 epochs, cost 4.01815 → 0.0120814".</summary>
    public override string ToString() =>
        Invariant($"{Name}: {Require.Count(Epochs, "epoch")}, cost {Costs[0]:G6} → {Costs[^1]:G6}");

    private protected RunOf<T> Copy(string name)
    {
        var copy = (RunOf<T>)MemberwiseClone();
        copy.Name = Require.Name(name, "run");
        return copy;
    }
}

/// <summary>What training a neuron did.</summary>
public sealed class TrainingRun : RunOf<Neuron>
{
    internal TrainingRun(Cost cost, Dataset data, TrainingOptions options, Neuron start, Neuron final, Descent descent)
        : base(cost, data, options, start, final, descent) { }

    /// <summary>Outputs[k] is the output for the first example after k epochs; <see cref="OutputsAt"/>
    /// has all examples.</summary>
    public ImmutableArray<double> Outputs =>
        field.IsDefault ? field = [.. descent.FirstInputs.Select(Start.Activation.Value)] : field;

    /// <summary>The neuron after k epochs.</summary>
    /// <exception cref="ArgumentOutOfRangeException">k is not between 0 and <see cref="RunOf{T}.Epochs"/>.</exception>
    /// <exception cref="InvalidOperationException">The run was too long to keep more than its start and its end.</exception>
    public Neuron At(int k) => Require.Index(k, Epochs + 1, "This run", "steps") == 0 ? Start
        : descent.At(k) is { } w ? Start.With(w[..^1], w[^1])
        : throw new InvalidOperationException(
            "This run was too long to keep every step; take Start or Final, or run fewer epochs.");

    /// <summary>The outputs for all examples after k epochs, N numbers.</summary>
    /// <inheritdoc cref="At" path="/exception"/>
    public double[] OutputsAt(int k)
    {
        var neuron = At(k);
        return [.. Enumerable.Range(0, Data.Count).Select(i => neuron.Output(Data.RowSpan(i)))];
    }

    /// <summary>The same run under another name, for a chart.</summary>
    /// <exception cref="ArgumentException">There is no name.</exception>
    public TrainingRun Named(string name) => (TrainingRun)Copy(name);
}

/// <summary>What training a layer did.</summary>
public sealed class LayerRun : RunOf<Layer>
{
    internal LayerRun(Cost cost, Dataset data, TrainingOptions options, Layer start, Layer final, Descent descent)
        : base(cost, data, options, start, final, descent) { }

    /// <summary>The same run under another name, for a chart.</summary>
    /// <exception cref="ArgumentException">There is no name.</exception>
    public LayerRun Named(string name) => (LayerRun)Copy(name);
}
