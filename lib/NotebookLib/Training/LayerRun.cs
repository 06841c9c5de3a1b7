using System.Collections.Immutable;

namespace NotebookLib;

/// <summary>What training a layer did; immutable. "After k" means k finished epochs.</summary>
public sealed class LayerRun
{
    internal LayerRun(string name, Layer start, Layer final, Cost cost, Dataset data, TrainingOptions options, ImmutableArray<double> costs, string? ended) =>
        (Name, Start, Final, Cost, Data, Options, Costs, Ended) = (name, start, final, cost, data, options, costs, ended);

    /// <summary>The name in charts and tables: the cost's, with the update rule's where that is not the gradient.</summary>
    public string Name { get; }

    /// <summary>The layer as it was handed in.</summary>
    public Layer Start { get; }

    /// <summary>The layer after the last update.</summary>
    public Layer Final { get; }

    /// <summary>The cost of one output that was trained with.</summary>
    public Cost Cost { get; }

    /// <summary>The data that was trained on.</summary>
    public Dataset Data { get; }

    /// <summary>The options of the run.</summary>
    public TrainingOptions Options { get; }

    /// <summary>Costs[k] is the mean cost after k epochs; Costs[0] is the start.</summary>
    public ImmutableArray<double> Costs { get; }

    /// <summary>The epochs that were run: fewer than asked for where the time was up.</summary>
    public int Epochs => Costs.Length - 1;

    /// <summary>Null where the run went to its end; otherwise why it ended early, in a sentence, and what to change.</summary>
    public string? Ended { get; }

    /// <summary>The same run under another name, for a chart.</summary>
    public LayerRun Named(string name) => new(name, Start, Final, Cost, Data, Options, Costs, Ended);

    /// <summary>For example "log-loss: 200 epochs, cost 2.30259 → 0.412105".</summary>
    public override string ToString() => FormattableString.Invariant($"{Name}: {Require.Count(Epochs, "epoch")}, cost {Costs[0]:G6} → {Costs[^1]:G6}");
}
