using System.Collections.Immutable;

namespace NotebookLib;

/// <summary>
/// What a training run did; immutable. "After k" means k finished epochs; with all examples in one batch, the default,
/// an epoch is one update.
/// </summary>
public sealed class TrainingRun
{
    private readonly double[] firstInputs;  // z of the first example after each epoch
    private readonly double[] history;      // (epochs + 1) × (n + 1), the bias last; empty where it would be too large

    internal TrainingRun(string name, Neuron start, Neuron final, Cost cost, Dataset data, TrainingOptions options,
        ImmutableArray<double> costs, double[] firstInputs, double[] history, string? ended)
    {
        (Name, Start, Final, Cost, Data, Options) = (name, start, final, cost, data, options);
        (Costs, this.firstInputs, this.history, Ended) = (costs, firstInputs, history, ended);
    }

    /// <summary>The name in charts and tables: the cost's, with the update rule's where that is not the gradient.</summary>
    public string Name { get; }

    /// <summary>The neuron as it was handed in.</summary>
    public Neuron Start { get; }

    /// <summary>The neuron after the last update.</summary>
    public Neuron Final { get; }

    /// <summary>The cost that was trained with.</summary>
    public Cost Cost { get; }

    /// <summary>The data that was trained on.</summary>
    public Dataset Data { get; }

    /// <summary>The options of the run.</summary>
    public TrainingOptions Options { get; }

    /// <summary>Costs[k] is the mean cost after k epochs; Costs[0] is the start.</summary>
    public ImmutableArray<double> Costs { get; }

    /// <summary>Outputs[k] is the output for the first example after k epochs; <see cref="OutputsAt"/> has all examples.</summary>
    public ImmutableArray<double> Outputs => field.IsDefault ? field = [.. firstInputs.Select(Start.Activation.Value)] : field;

    /// <summary>The epochs that were run: fewer than asked for where the time was up.</summary>
    public int Epochs => Costs.Length - 1;

    /// <summary>Null where the run went to its end; otherwise why it ended early, in a sentence, and what to change.</summary>
    public string? Ended { get; }

    /// <summary>The neuron after k epochs.</summary>
    /// <exception cref="ArgumentOutOfRangeException">k is not between 0 and <see cref="Epochs"/>.</exception>
    /// <exception cref="InvalidOperationException">The run was too long to keep every step; only the start and the end are kept.</exception>
    public Neuron At(int k)
    {
        if (k < 0 || k > Epochs) throw new ArgumentOutOfRangeException(nameof(k), $"This run has the steps 0 to {Epochs}; {k} is not one of them.");
        if (k == 0) return Start;
        if (k == Epochs) return Final;
        if (history.Length == 0)
            throw new InvalidOperationException("This run was too long to keep every step; take Start or Final, or run fewer epochs.");
        var n = Start.InputCount;
        var first = k * (n + 1);
        return Start.With(history[first..(first + n)], history[first + n]);
    }

    /// <summary>The outputs for all examples after k epochs, N numbers.</summary>
    /// <exception cref="ArgumentOutOfRangeException">k is not between 0 and <see cref="Epochs"/>.</exception>
    public double[] OutputsAt(int k)
    {
        var neuron = At(k);
        return [.. Enumerable.Range(0, Data.Count).Select(i => neuron.Output(Data.RowSpan(i)))];
    }

    /// <summary>The same run under another name, for a chart.</summary>
    public TrainingRun Named(string name) => new(name, Start, Final, Cost, Data, Options, Costs, firstInputs, history, Ended);

    /// <summary>For example "cross-entropy: 300 epochs, cost 4.01815 → 0.0120814".</summary>
    public override string ToString() => $"{Name}: {Require.Count(Epochs, "epoch")}, cost {Costs[0]:G6} → {Costs[^1]:G6}";
}
