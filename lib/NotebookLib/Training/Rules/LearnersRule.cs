using static System.FormattableString;

namespace NotebookLib;

public sealed partial class UpdateRule
{
    /// <summary>Your own rule, example by example: Δw̃ = −η × the mean of what the lambda gives.</summary>
    /// <param name="name">The name in charts and tables.</param>
    /// <param name="update">
    /// (w, b, x, y) to what the step goes against: n numbers, one for each weight (the bias then stays), or n + 1, the bias last.
    /// The same lambda as for <see cref="GradientField"/>.
    /// </param>
    /// <exception cref="ArgumentException">There is no name or no lambda.</exception>
    public static UpdateRule Define(string name, Func<double[], double, double[], double, double[]> update) =>
        Own(name, "(w, b, x, y) => …", @"\Delta \tilde w = -\eta\,\overline{u(w, b, x, y)}",
            update is null ? null : new LearnersExamples(update));

    /// <summary>Your own rule, update by update: Δw̃ = −η × what the lambda gives.</summary>
    /// <param name="name">The name in charts and tables.</param>
    /// <param name="update">
    /// From the <see cref="UpdateContext"/> to what the step goes against: n numbers, one for each weight (the bias then stays),
    /// or n + 1, the bias last. For example <c>u => [.. u.Gradient.Select(g => Sign(g) * 1.0), u.BiasGradient]</c>.
    /// </param>
    /// <exception cref="ArgumentException">There is no name or no lambda.</exception>
    public static UpdateRule Define(string name, Func<UpdateContext, double[]> update) =>
        Own(name, "u => …", @"\Delta \tilde w = -\eta\,u", update is null ? null : new Learners(update));

    private static UpdateRule Own(string name, string lambda, string latex, Stepper? stepper) =>
        string.IsNullOrWhiteSpace(name)
            ? throw new ArgumentException(
                $"An update rule needs a name to be compared by: UpdateRule.Define(\"mine\", {lambda}).")
            : stepper is null ? throw new ArgumentException("Your update was not defined; mend its cell first.")
            : new(name, latex, "your own", stepper);
}

/// <summary>What a rule of one's own may look at in one update; all of it is from before the step.</summary>
public sealed class UpdateContext
{
    internal UpdateContext(double[] memory) => Memory = memory;

    /// <summary>∂C/∂w of the mean cost, n numbers. A copy.</summary>
    public required double[] Gradient { get; init; }

    /// <summary>∂C/∂b of the mean cost; 0 where the bias is not trained.</summary>
    public required double BiasGradient { get; init; }

    /// <summary>The weights w, n numbers. A copy.</summary>
    public required double[] Weights { get; init; }

    /// <summary>The bias b.</summary>
    public required double Bias { get; init; }

    /// <summary>The learning rate η of this update: the step will be −η × what you give.</summary>
    public required double LearningRate { get; init; }

    /// <summary>The number of this update, from 1.</summary>
    public required int Update { get; init; }

    /// <summary>n + 1 numbers that are yours to keep from one update to the next; 0 at the start of a run.</summary>
    public double[] Memory { get; }
}

/// <summary>d = mean u(w, b, x, y).</summary>
internal sealed record LearnersExamples(Func<double[], double, double[], double, double[]> Update) : Stepper
{
    public override bool NeedsExamples => true;

    public override Direction Start(RuleRun run)
    {
        var (data, n, mean) = (run.Examples!.Data, run.InputCount, new double[run.Count]);
        int[] all = [.. Enumerable.Range(0, data.Count)];
        return (in Moment now) =>
        {
            var rows = now.Rows.Count == 0 ? all : now.Rows;
            Array.Clear(mean);
            foreach (var i in rows)
            {
                double[] w = now.Parameters[..n], x = data.Row(i);
                var (b, y) = (now.Parameters[n], data.TargetArray[i]);
                if (Learner.Ask(run, now.Update, () => Update(w, b, x, y), () => Learner.Row(data, i)) is not { } u) return null;
                for (var j = 0; j < u.Length; j++) mean[j] += u[j] / rows.Count;
            }
            if (!run.TrainBias) mean[n] = 0;
            return mean;
        };
    }
}

/// <summary>d = u(context), for each neuron.</summary>
internal sealed record Learners(Func<UpdateContext, double[]> Update) : Stepper
{
    public override Direction Start(RuleRun run)
    {
        var (n, d) = (run.InputCount, new double[run.Count]);
        double[][] memories = [.. Enumerable.Range(0, run.Neurons).Select(_ => new double[n + 1])];
        return (in Moment now) =>
        {
            for (var k = 0; k < run.Neurons; k++)
            {
                var (first, bias) = (k * (n + 1), k * (n + 1) + n);
                var context = new UpdateContext(memories[k])
                {
                    Weights = now.Parameters[first..bias], Bias = now.Parameters[bias], LearningRate = now.Rate,
                    Update = now.Update,
                    Gradient = now.Gradient[first..bias], BiasGradient = now.Gradient[bias],
                };
                if (Learner.Ask(run, now.Update, () => Update(context), () => "") is not { } u) return null;
                u.CopyTo(d, first);
                if (u.Length == n || !run.TrainBias) d[bias] = 0;
            }
            return d;
        };
    }
}

/// <summary>Asks a learner's lambda and says in a sentence what is wrong with its answer.</summary>
internal static class Learner
{
    /// <summary>So many inputs are shown in a sentence.</summary>
    private const int Shown = 8;

    /// <summary>What it gave; null where a number of it is not finite, which ends a run.</summary>
    /// <exception cref="TrainingException">It stopped, or gave something else than n or n + 1 numbers.</exception>
    public static double[]? Ask(RuleRun run, int update, Func<double[]> ask, Func<string> where)
    {
        var (n, rule) = (run.InputCount, $"Your rule \"{run.Rule}\"");
        string Place() => $"update {update}{where()}";
        double[] u;
        try { u = ask(); }
        catch (IndexOutOfRangeException e)
        {
            throw new TrainingException($"{rule} asked for a weight or an input that is not there ({Place()}). "
                + $"There {(n == 1 ? "is 1: count it" : $"are {n}: count them")} from 0 to {n - 1}.", e);
        }
        catch (Exception e) when (e is not TrainingException)
        {
            throw new TrainingException($"{rule} stopped at {Place()}: {Require.Sentence(e)} Mend its cell and run it again.", e);
        }
        if (u is null || (u.Length != n && u.Length != n + 1))
            throw new TrainingException(
                $"{rule} gave {(u is null ? "nothing (null)" : Require.Count(u.Length, "number"))} at {Place()}. "
                + $"It must give {Require.Count(n, "number")}, one for each weight, or {n + 1}, the bias last.");
        var bad = Array.FindIndex(u, value => !double.IsFinite(value));
        return bad < 0 ? u
            : run.NoStep($"{rule} gave {(double.IsNaN(u[bad]) ? "not a number (NaN)" : "an infinite number")} "
                + $"for {(bad == n ? "the bias" : $"weight {bad + 1}")} at {Place()}. "
                + "Look for a division by 0, or a logarithm or a root of a number below 0, and keep it away from there.");
    }

    public static string Row(Dataset data, int i) =>
        Invariant($", row {i + 1}: x = {Text(data.Row(i))}, y = {data.TargetArray[i]:G6}");

    private static string Text(double[] x)
    {
        var shown = x.Length > Shown ? x[..(Shown - 1)] : x;
        return $"({string.Join(", ", shown.Select(value => Invariant($"{value:G6}")))}{(shown.Length < x.Length ? ", …" : "")})";
    }
}
