using CsCheck;
using static System.Math;

namespace NotebookLib.Tests;

public class TrainingTests
{
    private static readonly Dataset OneExample = Dataset.Of([[1.0]], [0.0]);
    private static Neuron Start(double w, double b) => new([w], b, Activation.Sigmoid);

    // Nielsen, ch. 3: one neuron, x = 1, y = 0, η = 0.15, 300 updates of weight and bias. Digits: mathematics, statement 3.
    [Fact]
    public void Quadratic_from_Nielsens_first_start()
    {
        var run =
            Training.Run(Start(0.6, 0.9), Cost.Quadratic, OneExample, new TrainingOptions { LearningRate = 0.15, Epochs = 300 });
        Assert.Equal(0.817574, run.Outputs[0], 6);
        Assert.Equal(0.093956, run.Outputs[300], 6);
        Assert.Equal(301, run.Costs.Length);
    }

    [Fact]
    public void Quadratic_from_the_saturated_start_is_slow()
    {
        var run = Training.Run(Start(2, 2), Cost.Quadratic, OneExample);
        Assert.Equal(0.982014, run.Outputs[0], 6);
        Assert.Equal(0.202848, run.Outputs[300], 6);
        var falls = Enumerable.Range(0, 300).Select(k => run.Outputs[k] - run.Outputs[k + 1]).ToArray();
        Assert.True(falls.Max() > 10 * falls[0],
            "flat at first: the steepest update moves the output more than ten times as far as the first");
    }

    [Fact]
    public void Cross_entropy_from_the_saturated_start_falls_most_at_once()
    {
        var run = Training.Run(Start(2, 2), Cost.CrossEntropy, OneExample);
        Assert.Equal(0.0120087, run.Outputs[300], 7);
        var falls = Enumerable.Range(0, 300).Select(k => run.Costs[k] - run.Costs[k + 1]).ToArray();
        Assert.Equal(0.288461, falls[0], 6);
        Assert.All(Enumerable.Range(0, 299), k => Assert.True(falls[k + 1] < falls[k], $"fall {k + 1}"));
        var outputFalls = Enumerable.Range(0, 300).Select(k => run.Outputs[k] - run.Outputs[k + 1]).ToArray();
        Assert.Equal(0.00601, outputFalls[0], 5);
        Assert.Equal(0.0459, outputFalls.Max(), 4);
        Assert.Equal(12, Array.IndexOf(outputFalls, outputFalls.Max()));                 // the 13th update
    }

    [Fact]
    public void A_run_is_the_updates_done_by_hand() => (from w in Gen.Double[-2, 2].Array[2]
                                                 from x in Gen.Double[-2, 2].Array[6]
                                                 from y in Gen.Double[0, 1].Array[3]
                                                 from trainBias in Gen.Bool
                                                 select (w, x, y, trainBias)).Hold(200, t =>
    {
        var data = Dataset.Of([t.x[0..2], t.x[2..4], t.x[4..6]], t.y);
        var run = Training.Run(new(t.w, 0.5, Activation.Sigmoid), Cost.CrossEntropy, data,
            new TrainingOptions { LearningRate = 0.3, Epochs = 5, TrainBias = t.trainBias });
        var (w, b) = (t.w.ToArray(), 0.5);
        for (var k = 0; k < 5; k++)
        {
            var neuron = new Neuron(w, b, Activation.Sigmoid);
            var g = Enumerable.Range(0, 3).Select(i => neuron.Gradient(Cost.CrossEntropy, data.Row(i), t.y[i])).ToArray();
            Assert.Equal(Enumerable.Range(0, 3).Average(i => neuron.Cost(Cost.CrossEntropy, data.Row(i), t.y[i])), run.Costs[k],
                1e-12);
            for (var j = 0; j < 2; j++) w[j] -= 0.3 * g.Average(one => one.Weights[j]);
            if (t.trainBias) b -= 0.3 * g.Average(one => one.Bias);
        }
        Assert.Equal(w[0], run.Final.Weights[0], 1e-12);
        Assert.Equal(w[1], run.Final.Weights[1], 1e-12);
        Assert.Equal(b, run.Final.Bias, 1e-12);
        Assert.Equal(run.Final.Weights, run.At(5).Weights);
        Assert.Equal(run.OutputsAt(3)[0], run.Outputs[3], 1e-14);
    });

    // One example has a loop of its own; the same example twice has the same mean gradient.
    [Fact]
    public void A_run_on_one_example_is_the_run_on_the_same_example_twice() => (from w in Gen.Double[-3, 3].Array[1, 9]
                                                                    from x in Gen.Double[-3, 3].Array[w.Length]
                                                                    from y in Gen.OneOf(Gen.Double[0, 1], Gen.Const(0.0),
                                                                        Gen.Const(1.0))
                                                                    from trainBias in Gen.Bool
                                                                    from rate in Gen.Frequency((3, Gen.Const(0.002)),
                                                                        (1, Gen.Const(1e200)))
                                                                    from cost in Gen.OneOf(Gen.Const(Cost.Quadratic),
                                                                        Gen.Const(Cost.CrossEntropy))
                                                                    from f in Gen.OneOf(Gen.Const(Activation.Sigmoid),
                                                                        Gen.Const(Activation.Identity))
                                                                    select (w, x, y, trainBias, rate, cost,
                                                                        f)).HoldWhereCompared(300, t =>
    {
        var options = new TrainingOptions { Schedule = k => t.rate / (1 + k), Epochs = 100, TrainBias = t.trainBias };
        TrainingRun Of(int times) => Training.Run(new(t.w, 0.5, t.f), t.cost,
            Dataset.Of([.. Enumerable.Repeat(t.x, times)], [.. Enumerable.Repeat(t.y, times)]), options);
        string? Refused(int times)
        {
            try { Of(times); return null; }
            catch (TrainingException e) { return e.Message; }
        }
        if (Refused(1) is { } sentence) { Assert.Equal(Refused(2), sentence); return true; }
        var (once, twice) = (Of(1), Of(2));
        Assert.Equal(twice.Ended, once.Ended);
        if (t.rate > 1) return once.Ended is not null;                      // long steps enlarge every rounding
        for (var k = 0; k <= once.Epochs; k++)
        {
            Assert.Equal(twice.Costs[k], once.Costs[k], 1e-11 * (1 + Abs(once.Costs[k])));
            Assert.Equal(twice.Outputs[k], once.Outputs[k], 1e-11 * (1 + Abs(once.Outputs[k])));
            Assert.Equal(twice.At(k).Bias, once.At(k).Bias, 1e-11 * (1 + Abs(once.At(k).Bias)));
            Assert.All(twice.At(k).Weights.Zip(once.At(k).Weights),
                pair => Assert.Equal(pair.First, pair.Second, 1e-11 * (1 + Abs(pair.Second))));
        }
        return true;
    });

    [Fact]
    public void A_run_on_one_example_ends_in_good_order_when_the_time_is_up()
    {
        var run = Training.Run(Start(0.6, 0.9), Cost.Quadratic, OneExample,
            new TrainingOptions { Epochs = 1_000_000, MaxSeconds = 0.002 });
        Assert.InRange(run.Epochs, 1, 999_999);
        Assert.Equal(run.Epochs + 1, run.Costs.Length);
        Assert.Contains("MaxSeconds", run.Ended);
        Assert.Equal(run.Outputs[run.Epochs], run.Final.Output(1), 1e-14);
    }

    [Fact]
    public void Batches_see_every_example_once_an_epoch_and_repeat_with_the_seed()
    {
        var data = Dataset.Load("iris").Only("versicolor", "virginica").Standardize();
        var start = new Neuron(new double[4], 0, Activation.Sigmoid);
        var options = new TrainingOptions { LearningRate = 0.1, Epochs = 30, BatchSize = 7, Seed = 5 };
        var run = Training.Run(start, Cost.CrossEntropy, data, options);
        Assert.Equal(run.Final.Weights, Training.Run(start, Cost.CrossEntropy, data, options).Final.Weights);
        Assert.NotEqual(run.Final.Weights, Training.Run(start, Cost.CrossEntropy, data, options with { Seed = 6 }).Final.Weights);
        Assert.True(run.Costs[^1] < 0.2);
        var batches = new Batches(100, 7, 5);
        batches.Shuffle();
        Assert.Equal(15, batches.Count);
        Assert.Equal(Enumerable.Range(0, 100), Enumerable.Range(0, 15).SelectMany(k => batches[k].ToArray()).Order());
        Assert.Equal((1, 0), (new Batches(100, 100, 5).Count, new Batches(100, 100, 5)[0].Count));
    }

    [Fact]
    public void A_learning_rate_may_decay()
    {
        var run = Training.Run(Start(2, 2), Cost.CrossEntropy, OneExample,
            new TrainingOptions { Schedule = k => k < 10 ? 0.15 : 0, Epochs = 20 });
        Assert.Equal(run.Costs[10], run.Costs[20]);
        Assert.True(run.Costs[9] > run.Costs[10]);
    }

    [Fact]
    public void A_time_budget_ends_the_run_in_good_order()
    {
        var run = Training.Run(Start(2, 2), Cost.CrossEntropy, OneExample,
            new TrainingOptions { Epochs = 50_000_000, MaxSeconds = 0.05 });
        Assert.InRange(run.Epochs, 1, 49_999_999);
        Assert.Equal(run.Costs.Length, run.Epochs + 1);
        Assert.Equal($"Ended after {run.Epochs} of 50000000 epochs. The 0.05 seconds were up; to go on for longer, set MaxSeconds = 0.2.", run.Ended);
        Assert.Throws<InvalidOperationException>(() => run.At(1));
        Assert.Equal(run.Final.Output(1.0), run.Outputs[^1], 1e-12);
    }

    [Fact]
    public void A_cancelled_run_keeps_what_it_has()
    {
        var cancelled = new CancellationToken(canceled: true);
        var run = Training.Run(Start(2, 2), Cost.CrossEntropy, OneExample,
            new TrainingOptions { Epochs = 1000, Cancellation = cancelled });
        Assert.Equal("Ended after 63 of 1000 epochs. It was cancelled.", run.Ended);
    }

    [Fact]
    public void Progress_ends_at_one()
    {
        var reports = new List<double>();
        Training.Run(Start(2, 2), Cost.CrossEntropy, OneExample, new TrainingOptions { Progress = new Listener(reports.Add) });
        Assert.Equal(1, reports[^1]);
    }

    [Fact]
    public void A_typed_cost_trains()
    {
        var run = Training.Run(Start(0.6, 0.9), Cost.Define("fourth power", (a, y) => Pow(a - y, 4)), OneExample);
        Assert.True(run.Costs[300] < run.Costs[0]);
        Assert.Equal("fourth power", run.Name);
    }

    [Fact]
    public void Outside_its_domain_a_cost_says_where()
    {
        var message = Assert.Throws<TrainingException>(
            () => Training.Run(Start(0.6, 0.9), Cost.Define("bad", (a, y) => Log(a - 2)), OneExample)).Message;
        Assert.Contains("Log(a - 2)", message);
        Assert.Contains("-1.18243", message);
        Assert.Contains("Row 1", message);
        Assert.DoesNotContain("NaN", message);
    }

    [Fact]
    public void Too_large_steps_end_the_run()
    {
        var run = Training.Run(new([1.0], 0, Activation.Identity), Cost.Quadratic, Dataset.Of([[10.0]], [0.0]),
            new TrainingOptions { LearningRate = 1000, Epochs = 500 });
        Assert.InRange(run.Epochs, 10, 100);
        Assert.Equal(run.Epochs + 1, run.Costs.Length);
        Assert.All(run.Costs, cost => Assert.True(double.IsFinite(cost)));
        Assert.Equal($"Ended after {run.Epochs} of 500 epochs. The weights grew past what a double can hold at update {run.Epochs + 1}: "
            + "the steps are too large. Try LearningRate = 100, or standardise the data.", run.Ended);
        Assert.Equal(run.Costs[^1], run.Final.Cost(Cost.Quadratic, [10.0], 0), 1e-12 * run.Costs[^1]);
        var scheduled = Training.Run(run.Start, run.Cost, run.Data, run.Options with { Schedule = _ => 1000 });
        Assert.EndsWith("Try a Schedule of smaller rates, or standardise the data.", scheduled.Ended);
    }

    [Fact]
    public void A_run_that_leaves_the_domain_of_the_cost_ends_there_and_says_so()
    {
        // (a−y)²/(a(1−a)), which notebook 01 suggests: for y = 0.5 it grows towards both ends and the steps leap to and fro.
        var cost = Cost.Define("weighted", (a, y) => Pow(a - y, 2) / (a * (1 - a)));
        foreach (var count in new[] { 1, 4 })
        {
            var data = Dataset.Of([.. Enumerable.Repeat(new[] { 30.0 }, count)], [.. Enumerable.Repeat(0.5, count)]);
            var run = Training.Run(new([0.2], 0, Activation.Sigmoid), cost, data, new TrainingOptions { LearningRate = 10 });
            Assert.NotNull(run.Ended);
            Assert.StartsWith($"Ended after {run.Epochs} of 300 epochs. ", run.Ended);
            Assert.Equal((run.Epochs + 1, run.Epochs + 1), (run.Costs.Length, run.Outputs.Length));
            Assert.True(run.Epochs < 300 && run.Costs.All(double.IsFinite));
            Assert.Equal(run.Final.Weights, run.At(run.Epochs).Weights);
        }
        // Log(a) has no value below 0, where a first step from 1 leads; at the start it has.
        var log = Cost.Define("log", (a, y) => Log(a) + a * y);
        var fallen = Training.Run(new([1.0], 0, Activation.Identity), log, Dataset.Of([[1.0]], [0.0]),
            new TrainingOptions { LearningRate = 1, Epochs = 7 });
        Assert.Equal(0, fallen.Epochs);
        Assert.StartsWith("Ended after 0 of 7 epochs. ", fallen.Ended);
        Assert.Contains("Log(a)", fallen.Ended);
        Assert.EndsWith("(Row 1 of the data, after 1 update.)", fallen.Ended);
    }

    [Theory]
    [InlineData(-0.1, "Schedule gave -0.1 as the learning rate of update 3; it must be a number from 0 up.")]
    [InlineData(double.NaN, "Schedule gave NaN as the learning rate of update 3; it must be a number from 0 up.")]
    public void A_schedule_gives_rates_from_0_up(double rate, string sentence) =>
        Assert.Equal(sentence, Assert.Throws<ArgumentException>(() =>
        Training.Run(Start(2, 2), Cost.Quadratic, OneExample,
            new TrainingOptions { Schedule = k => k == 2 ? rate : 0.1 })).Message);

    [Fact]
    public void A_schedule_that_stops_is_said_so()
    {
        double[] rates = [0.1, 0.1];
        Assert.StartsWith("Schedule stopped at update 3 (k = 2): ", Assert.Throws<ArgumentException>(() =>
            Training.Run(Start(2, 2), Cost.Quadratic, OneExample, new TrainingOptions { Schedule = k => rates[k] })).Message);
    }

    [Fact]
    public void What_was_not_made_is_said_so()
    {
        Assert.Equal("Your neuron was not defined; mend its cell first.",
            Assert.Throws<ArgumentException>(() => Training.Run(null!, Cost.Quadratic, OneExample)).Message);
        Assert.Equal("Your data were not defined; mend their cell first.",
            Assert.Throws<ArgumentException>(() => Training.Run(Start(2, 2), Cost.Quadratic, null!)).Message);
        Assert.Equal("Your layer was not defined; mend its cell first.",
            Assert.Throws<ArgumentException>(() => Training.RunLayer(null!, Cost.LogLoss, Dataset.Load("iris"))).Message);
        Assert.Equal("Your update rule was not defined; mend its cell first.", Assert.Throws<ArgumentException>(() =>
            Training.Run(Start(2, 2), Cost.Quadratic, OneExample, new TrainingOptions { Rule = null! })).Message);
    }

    [Fact]
    public void Targets_out_of_reach_can_be_meant_where_the_cost_has_an_end()
    {
        var data = Dataset.Of([[1.0], [2.0]], [1, -1]);
        Assert.Null(Training.Run(Start(0, 0), Cost.Quadratic, data).Ended);                      // comes as near as it can
        Assert.Null(Training.Run(new([0.0], 0, Activation.Tanh), Cost.Quadratic, data).Ended);
    }

    [Theory]
    [InlineData(0, 1, 1.0, "LearningRate is 0; it must be a number above 0, for example 0.15.")]
    [InlineData(double.NaN, 1, 1.0, "LearningRate is NaN; it must be a number above 0, for example 0.15.")]
    [InlineData(1, -1, 1.0, "Epochs is -1; it must be 0 or more.")]
    [InlineData(1, int.MaxValue, 1.0,
        "Epochs is 2147483647; it must be at most 100000000, because the cost of each is kept. Run fewer, and go on from Final if need be.")]
    [InlineData(1, 1, 0.0, "MaxSeconds is 0; it must be above 0.")]
    public void Options_out_of_range(double rate, int epochs, double seconds, string sentence)
    {
        var options = new TrainingOptions { LearningRate = rate, Epochs = epochs, MaxSeconds = seconds };
        Assert.Equal(sentence,
            Assert.Throws<ArgumentException>(() => Training.Run(Start(2, 2), Cost.Quadratic, OneExample, options)).Message);
    }

    [Fact]
    public void Data_that_do_not_fit_are_said_so()
    {
        Assert.Equal("The data have 4 inputs, but the neuron has 1 weight; there must be one weight for each input.",
            Assert.Throws<ArgumentException>(() => Training.Run(Start(2, 2), Cost.Quadratic, Dataset.Load("iris"))).Message);
        Assert.StartsWith("iris has 3 classes, and one neuron tells two apart: take two of them, data.Only(\"setosa\", \"versicolor\")",
            Assert.Throws<ArgumentException>(() =>
                Training.Run(new(new double[4], 0, Activation.Sigmoid), Cost.Quadratic, Dataset.Load("iris"))).Message);
    }

    private sealed class Listener(Action<double> report) : IProgress<double>
    {
        public void Report(double value) => report(value);
    }

    [Theory]
    [InlineData(-1, "The target of row 2 is -1, but the outputs of the sigmoid go from 0 to 1, and with that target the cost \"cross-entropy\" falls without end. Use targets from 0 to 1: number two classes 0 and 1.")]
    [InlineData(2, "The target of row 2 is 2, but the outputs of the sigmoid go from 0 to 1, and with that target the cost \"cross-entropy\" falls without end. Use targets from 0 to 1: number two classes 0 and 1.")]
    public void A_target_outside_the_outputs_is_refused_where_the_cost_would_fall_without_end(double y, string sentence)
    {
        var (neuron, data) = (new Neuron([0.5], 0, Activation.Sigmoid), Dataset.Of([[1.0], [2.0]], [1.0, y]));
        Assert.Equal(sentence, Assert.Throws<ArgumentException>(() => Training.Run(neuron, Cost.CrossEntropy, data)).Message);
        // out of reach, but no harm
        Assert.True(double.IsFinite(Training.Run(neuron, Cost.Quadratic, data).Costs[^1]));
    }

    [Fact]
    public void What_was_not_defined_says_so()
    {
        var (neuron, data) = (new Neuron([0.5], 0, Activation.Sigmoid), Dataset.Of([[1.0]], [0.0]));
        Assert.Equal("Your neuron was not defined; mend its cell first.",
            Assert.Throws<ArgumentException>(() => Training.Run((Neuron)null!, Cost.Quadratic, data)).Message);
        Assert.Equal("Your data were not defined; mend their cell first.",
            Assert.Throws<ArgumentException>(() => Training.Run(neuron, Cost.Quadratic, null!)).Message);
        Assert.Equal("Your cost was not defined; mend its cell first.",
            Assert.Throws<ArgumentException>(() => Training.Run(neuron, null!, data)).Message);
    }
}
