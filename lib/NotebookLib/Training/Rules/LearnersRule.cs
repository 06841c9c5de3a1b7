namespace NotebookLib;

public sealed partial class UpdateRule
{
    /// <summary>Your own rule, example by example: Δw̃ = −η × the mean of what the lambda makes of (w, b, x, y), n numbers, one
    /// for each weight (the bias then stays), or n + 1, the bias last. The same lambda as for
    /// <see cref="GradientField"/>.</summary>
    /// <exception cref="ArgumentException">There is no name or no lambda.</exception>
    public static UpdateRule Define(string name, Func<double[], double, double[], double, double[]> update) =>
        Own(name, "(w, b, x, y) => …", @"\Delta \tilde w = -\eta\,\overline{u(w, b, x, y)}",
            update is null ? null : new LearnersExamples(update));

    /// <summary>Your own rule, update by update: Δw̃ = −η × what the lambda makes of an <see cref="UpdateContext"/>, n numbers
    /// (the bias then stays) or n + 1, the bias last. For example
    /// <c>u => [.. u.Gradient.Select(g => Sign(g) * 1.0), u.BiasGradient]</c>.</summary>
    /// <exception cref="ArgumentException">There is no name or no lambda.</exception>
    public static UpdateRule Define(string name, Func<UpdateContext, double[]> update) =>
        Own(name, "u => …", @"\Delta \tilde w = -\eta\,u", update is null ? null : new Learners(update));

    private static UpdateRule Own(string name, string lambda, string latex, Stepper? stepper)
    {
        Require.That(!string.IsNullOrWhiteSpace(name),
            $"An update rule needs a name to be compared by: UpdateRule.Define(\"mine\", {lambda}).");
        Require.Defined(stepper, "update");
        return new(name, latex, "your own", stepper);
    }
}

/// <summary>What a rule of one's own may look at in one update; all of it is from before the step.</summary>
/// <param name="Weights">The weights w, n numbers. A copy.</param>
/// <param name="Bias">The bias b.</param>
/// <param name="Gradient">∂C/∂w of the mean cost, n numbers. A copy.</param>
/// <param name="BiasGradient">∂C/∂b of the mean cost; 0 where the bias is not trained.</param>
/// <param name="LearningRate">The learning rate η of this update: the step will be −η × what you give.</param>
/// <param name="Update">The number of this update, from 1.</param>
/// <param name="Memory">n + 1 numbers that are yours to keep from one update to the next; 0 at the start of a run.</param>
public sealed record UpdateContext(double[] Weights, double Bias, double[] Gradient, double BiasGradient, double LearningRate,
    int Update, double[] Memory);

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
                var context = new UpdateContext(now.Parameters[first..bias], now.Parameters[bias],
                    now.Gradient[first..bias], now.Gradient[bias], now.Rate, now.Update, memories[k]);
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
            throw new TrainingException($"{rule} gave {(u is null ? "nothing (null)" : Require.Count(u.Length, "number"))} "
                + $"at {Place()}. It must give {Require.Count(n, "number")}, one for each weight, or {n + 1}, the bias last.");
        var bad = Array.FindIndex(u, value => !double.IsFinite(value));
        return bad < 0 ? u
            : run.NoStep($"{rule} gave {(double.IsNaN(u[bad]) ? "not a number (NaN)" : "an infinite number")} "
                + $"for {(bad == n ? "the bias" : $"weight {bad + 1}")} at {Place()}. "
                + "Look for a division by 0, or a logarithm or a root of a number below 0, and keep it away from there.");
    }

    public static string Row(Dataset data, int i)
    {
        var (x, many) = (data.Row(i).Select(Require.Text), data.InputCount > Shown);
        var shown = string.Join(", ", many ? x.Take(Shown - 1).Append("…") : x);
        return $", row {i + 1}: x = ({shown}), y = {Require.Text(data.TargetArray[i])}";
    }
}
