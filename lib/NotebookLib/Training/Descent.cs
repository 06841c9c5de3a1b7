using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;

namespace NotebookLib;

/// <summary>What a descent leaves behind: costs and parameters after 0, 1, 2, … of the epochs asked for.</summary>
internal sealed class Descent(int epochs, int parameters, double[] first)
{
    /// <summary>Doubles, 32 MB: a longer run keeps its last parameters only.</summary>
    private const int LongestHistory = 4_000_000;

    private readonly ImmutableArray<double>.Builder costs =
        ImmutableArray.CreateBuilder<double>(Math.Min(epochs + 1, LongestHistory));
    private readonly List<double> firstInputs = [];
    private readonly bool keepsAll = (epochs + 1L) * parameters <= LongestHistory;
    private readonly double[] weights =
        new double[(epochs + 1L) * parameters <= LongestHistory ? (epochs + 1) * parameters : parameters];

    private int kept;

    /// <summary>The mean cost after each epoch; there once the descent has come to its end.</summary>
    public ImmutableArray<double> Costs { get; private set; }

    /// <summary>z of the first example after each epoch (of the first neuron).</summary>
    public IEnumerable<double> FirstInputs =>
        keepsAll ? Enumerable.Range(0, kept).Select(k => FirstInput(weights.AsSpan(k * parameters)))
        : firstInputs;

    /// <summary>Why it ended early, or null.</summary>
    public string? Ended { get; private set; }

    /// <summary>The last parameters that have a cost. A copy.</summary>
    public double[] Last => At(kept - 1)!;

    /// <summary>The parameters after k epochs, or null where the run was too long to keep them. A copy.</summary>
    public double[]? At(int k) =>
        keepsAll ? weights.AsSpan(k * parameters, parameters).ToArray() : k == kept - 1 ? [.. weights] : null;

    /// <summary>The next epoch.</summary>
    public void Keep(double cost, double[] w)
    {
        w.AsSpan().CopyTo(weights.AsSpan(keepsAll ? kept * parameters : 0));
        kept++;
        costs.Add(cost);
        if (!keepsAll) firstInputs.Add(FirstInput(w));
    }

    private double FirstInput(ReadOnlySpan<double> w) => Training.WeightedInput(w, first);

    /// <summary>This is how far it came: to the end, or early for a reason.</summary>
    public Descent End(string? reason)
    {
        Ended = reason is null ? null : $"Ended after {kept - 1} of {Require.Count(epochs, "epoch")}. {reason}";
        Costs = costs.DrainToImmutable();
        return this;
    }
}

/// <summary>The epochs and the time that a run may take, and its progress.</summary>
internal sealed class Budget(TrainingOptions options, long work)
{
    private const double SecondsBetweenReports = 0.1;

    /// <summary>To look at the clock costs as much as a short epoch: of those it is looked at after every 64th.</summary>
    private const int ShortWork = 10_000, LooksEvery = 64;

    private readonly long start = Stopwatch.GetTimestamp();
    private double nextReport = SecondsBetweenReports;

    /// <summary>Why the run ends early, or null.</summary>
    public string? Reason { get; private set; }

    public bool IsUpAfter(int epoch) =>
        (work > ShortWork || epoch % LooksEvery == LooksEvery - 1 || epoch == options.Epochs) && Looks(epoch);

    private bool Looks(int epoch)
    {
        if (epoch == options.Epochs)
        {
            options.Progress?.Report(1);
            return true;
        }
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        if (seconds > nextReport)
        {
            options.Progress?.Report((double)epoch / options.Epochs);
            nextReport = seconds + SecondsBetweenReports;
        }
        if (options.Cancellation.IsCancellationRequested) Reason = "It was cancelled.";
        else if (seconds > options.MaxSeconds)
            Reason = string.Create(CultureInfo.InvariantCulture, $"The {options.MaxSeconds:G3} seconds were up; "
                + $"to go on for longer, set MaxSeconds = {options.MaxSeconds * 4:G3}.");
        return Reason is not null;
    }
}

/// <summary>A run could not begin, or a rule of one's own made a mistake; the message says where and what to change.</summary>
public sealed class TrainingException(string message, Exception? inner = null) : Exception(message, inner);
