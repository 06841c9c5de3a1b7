namespace NotebookLib;

/// <summary>How to train. Every option has a default; set what you need:
/// <c>new TrainingOptions { LearningRate = 0.15 }</c>.</summary>
public sealed record TrainingOptions
{
    /// <summary>The cost and an output are kept of every epoch: 16 bytes.</summary>
    private const int MostEpochs = 100_000_000;

    /// <summary>The learning rate η > 0. Default 0.15, as in Nielsen's ch. 3.</summary>
    public double LearningRate { get; init; } = 0.15;

    /// <summary>A learning rate that changes: k (updates made so far, from 0) ↦ η_k, 0 or more. Null:
    /// <see cref="LearningRate"/> throughout.</summary>
    public Func<int, double>? Schedule { get; init; }

    /// <summary>How often the whole data set is shown, from 0 to 100 000 000. Default 300.</summary>
    public int Epochs { get; init; } = 300;

    /// <summary>How a gradient becomes a step. Default: against the gradient.</summary>
    public UpdateRule Rule { get; init; } = UpdateRule.Gradient;

    /// <summary>False: the bias stays where it is. Several statements about weights hold only so.</summary>
    public bool TrainBias { get; init; } = true;

    /// <summary>Examples an update, from 1 up. Null: all of them, so that an epoch is one update.</summary>
    public int? BatchSize { get; init; }

    /// <summary>Fixes the order in which batches are drawn. Default 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The run ends in good order after this many seconds, with what it has. Default 30.</summary>
    public double MaxSeconds { get; init; } = 30;

    /// <summary>How many threads may share out large data, from 1 up; small data stay on one. The numbers do not depend on it.
    /// Null: one for each processor.</summary>
    public int? Threads { get; init; }

    /// <summary>Told the part of the run that is done, from 0 to 1, about ten times a second.</summary>
    public IProgress<double>? Progress { get; init; }

    /// <summary>Ends the run in good order, with what it has.</summary>
    public CancellationToken Cancellation { get; init; }

    internal int MostThreads => Threads ?? Environment.ProcessorCount;

    internal TrainingOptions Validated()
    {
        Require.That(LearningRate > 0 && double.IsFinite(LearningRate),
            $"LearningRate is {LearningRate}; it must be a number above 0, for example 0.15.");
        Require.That(Epochs >= 0, $"Epochs is {Epochs}; it must be 0 or more.");
        Require.That(Epochs <= MostEpochs, $"Epochs is {Epochs}; it must be at most {MostEpochs}, "
            + $"because the cost of each is kept. Run fewer, and go on from Final if need be.");
        Require.That(!(BatchSize < 1), $"BatchSize is {BatchSize}; it must be 1 or more, or null for all examples.");
        Require.That(MaxSeconds > 0, $"MaxSeconds is {MaxSeconds}; it must be above 0.");
        Require.That(!(Threads < 1), $"Threads is {Threads}; it must be 1 or more, or null for one for each processor.");
        Require.Defined(Rule, "update rule");
        return this;
    }

    internal double RateAt(int k) => Schedule is null ? LearningRate : Scheduled(k);

    private double Scheduled(int k)
    {
        double η;
        try { η = Schedule!(k); }
        catch (Exception e)
        {
            throw new ArgumentException(
                $"Schedule stopped at update {k + 1} (k = {k}): {Require.Sentence(e)} It must give a rate for every k.", e);
        }
        Require.That(η >= 0 && double.IsFinite(η),
            $"Schedule gave {η} as the learning rate of update {k + 1}; it must be a number from 0 up.");
        return η;
    }
}
