using static System.Math;

namespace NotebookLib.Tests.Checking;

public class StepStudyTests
{
    private static readonly StepStudy Study = StepStudy.Of(new Neuron([0.6], 0.9, Activation.Sigmoid), Cost.Quadratic, [1.0], 0);

    [Fact]
    public void The_V_has_its_tip_where_statement_23_says_so()
    {
        Tip(Study.Forward, 2e-8, 6e-9);
        Tip(Study.Central, 1e-5, 2e-11);
        Tip(Study.Richardson, 3e-3, 8e-14);

        static void Tip(double[] errors, double step, double error)
        {
            var best = Study.Best(errors);
            Assert.InRange(best.Step, step / 4, step * 4);
            Assert.InRange(best.Error, error / 10, error * 8);        // the least of some fifty errors of rounding: noise
        }
    }

    [Fact]
    public void Truncation_falls_with_the_order_of_the_difference()
    {
        Assert.Equal(1, Study.TruncationSlope(Study.Forward), 0.05);
        Assert.Equal(2, Study.TruncationSlope(Study.Central), 0.05);
        Assert.Equal(4, Study.TruncationSlope(Study.Richardson), 0.2);
    }

    [Fact]
    public void The_chosen_step_is_as_good_as_the_best() => Assert.InRange(Study.ChosenError, 0, 1e-13);

    [Fact]
    public void Errors_say_what_to_change()
    {
        Says("The slope is 0, and a relative error of that does not exist; take another point.",
            () => StepStudy.Of(Sin, PI / 2, 0));
        Says("The first input is 0, so the first weight changes nothing; take an example whose first input is not 0.",
            () => StepStudy.Of(new Neuron([0.6], 0.9, Activation.Sigmoid), Cost.Quadratic, [0.0], 0));
        Says("Expected 121 errors, one for each step, but got 1.", () => Study.Best([1]));
        Says("Expected 121 errors, one for each step, but got 0.", () => Study.TruncationSlope(null!));

        static void Says(string sentence, Action action) =>
            Assert.Equal(sentence, Assert.Throws<ArgumentException>(action).Message);
    }
}
