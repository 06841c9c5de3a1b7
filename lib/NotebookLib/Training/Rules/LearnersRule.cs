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
    public static UpdateRule Define(string name, Func<double[], double, double[], double, double[]> update)
    {
        Named(name, "(w, b, x, y) => …");
        if (update is null) throw new ArgumentException("Your update was not defined; mend its cell first.");
        return new(name, @"\Delta \tilde w = -\eta\,\overline{u(w, b, x, y)}", "your own", new LearnersExamples(update));
    }

    /// <summary>Your own rule, update by update: Δw̃ = −η × what the lambda gives.</summary>
    /// <param name="name">The name in charts and tables.</param>
    /// <param name="update">
    /// From the <see cref="UpdateContext"/> to what the step goes against: n numbers, one for each weight (the bias then stays), or
    /// n + 1, the bias last. For example <c>u => [.. u.Gradient.Select(g => Sign(g) * 1.0), u.BiasGradient]</c>.
    /// </param>
    /// <exception cref="ArgumentException">There is no name or no lambda.</exception>
    public static UpdateRule Define(string name, Func<UpdateContext, double[]> update)
    {
        Named(name, "u => …");
        if (update is null) throw new ArgumentException("Your update was not defined; mend its cell first.");
        return new(name, @"\Delta \tilde w = -\eta\,u", "your own", new Learners(update));
    }

    private static void Named(string name, string lambda)
    {
        if (string.IsNullOrWhiteSpace(name)) throw new ArgumentException($"An update rule needs a name to be compared by: UpdateRule.Define(\"mine\", {lambda}).");
    }
}

/// <summary>What a rule of one's own may look at in one update; all of it is from before the step.</summary>
public sealed class UpdateContext
{
    internal UpdateContext(int n) => (Gradient, Weights, Memory) = (new double[n], new double[n], new double[n + 1]);

    /// <summary>∂C/∂w of the mean cost, n numbers.</summary>
    public double[] Gradient { get; internal set; }

    /// <summary>∂C/∂b of the mean cost; 0 where the bias is not trained.</summary>
    public double BiasGradient { get; internal set; }

    /// <summary>The weights w, n numbers.</summary>
    public double[] Weights { get; internal set; }

    /// <summary>The bias b.</summary>
    public double Bias { get; internal set; }

    /// <summary>The learning rate η of this update: the step will be −η × what you give.</summary>
    public double LearningRate { get; internal set; }

    /// <summary>The number of this update, from 1.</summary>
    public int Update { get; internal set; }

    /// <summary>n + 1 numbers that are yours to keep from one update to the next; 0 at the start of a run.</summary>
    public double[] Memory { get; }
}

/// <summary>w̃ ← w̃ − η mean u(w, b, x, y).</summary>
internal sealed record LearnersExamples(Func<double[], double, double[], double, double[]> Update) : Stepper
{
    public override bool NeedsExamples => true;

    public override Step Start(RuleRun run)
    {
        var (data, n, mean) = (run.Examples!.Data, run.InputCount, new double[run.Count]);
        return (in Moment now) =>
        {
            var count = now.Rows.IsEmpty ? data.Count : now.Rows.Length;
            Array.Clear(mean);
            for (var k = 0; k < count; k++)
            {
                var i = now.Rows.IsEmpty ? k : now.Rows[k];
                double[] w = [.. now.Parameters[..n]], x = data.Row(i);
                var (b, y) = (now.Parameters[n], data.TargetArray[i]);
                var u = Learner.Ask(run, now.Update, () => Update(w, b, x, y), () => $", row {i + 1}: x = {Learner.Text(data.Row(i))}, y = {y:G6}");
                for (var j = 0; j < u.Length; j++) mean[j] += u[j] / count;
            }
            for (var j = 0; j <= n; j++) now.Parameters[j] -= now.Rate * mean[j];
        };
    }
}

/// <summary>w̃ ← w̃ − ηu(context).</summary>
internal sealed record Learners(Func<UpdateContext, double[]> Update) : Stepper
{
    public override Step Start(RuleRun run)
    {
        var (n, context) = (run.InputCount, new UpdateContext(run.InputCount));
        return (in Moment now) =>
        {
            (context.Weights, context.Gradient) = ([.. now.Parameters[..n]], [.. now.Gradient[..n]]);
            (context.Bias, context.BiasGradient, context.LearningRate, context.Update) = (now.Parameters[n], now.Gradient[n], now.Rate, now.Update);
            var u = Learner.Ask(run, now.Update, () => Update(context), () => "");
            for (var j = 0; j < u.Length; j++) now.Parameters[j] -= now.Rate * u[j];
        };
    }
}

/// <summary>Asks a learner's lambda and says in a sentence what is wrong with its answer.</summary>
internal static class Learner
{
    public static double[] Ask(RuleRun run, int update, Func<double[]> ask, Func<string> where)
    {
        var n = run.InputCount;
        double[] u;
        string Place() => $"update {update}{where()}";
        try { u = ask(); }
        catch (IndexOutOfRangeException e)
        {
            throw new TrainingException($"Your rule \"{run.Rule}\" asked for a weight or an input that is not there ({Place()}). "
                + $"There {(n == 1 ? "is 1: count it" : $"are {n}: count them")} from 0 to {n - 1}.", e);
        }
        catch (Exception e) when (e is not TrainingException)
        {
            throw new TrainingException($"Your rule \"{run.Rule}\" stopped at {Place()}: {e.Message} Mend its cell and run it again.", e);
        }
        if (u is null) throw new TrainingException($"Your rule \"{run.Rule}\" gave nothing (null) at {Place()}. {Wanted(n)}");
        if (u.Length != n && u.Length != n + 1) throw new TrainingException($"Your rule \"{run.Rule}\" gave {Require.Count(u.Length, "number")} at {Place()}. {Wanted(n)}");
        for (var j = 0; j < u.Length; j++)
            if (!double.IsFinite(u[j]))
                throw new TrainingException($"Your rule \"{run.Rule}\" gave {(double.IsNaN(u[j]) ? "not a number (NaN)" : "an infinite number")} for {(j == n ? "the bias" : $"weight {j + 1}")} "
                    + $"at {Place()}. Look for a division by 0, or a logarithm or a root of a number below 0, and keep it away from there.");
        return u;
    }

    public static string Text(double[] values) => values.Length > 8
        ? $"({string.Join(", ", values[..7].Select(v => $"{v:G6}"))}, …)" : $"({string.Join(", ", values.Select(v => $"{v:G6}"))})";

    private static string Wanted(int n) => $"It must give {Require.Count(n, "number")}, one for each weight, or {n + 1}, the bias last.";
}
