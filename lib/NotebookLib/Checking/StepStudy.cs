using MathNet.Numerics.LinearRegression;
using static System.Math;

namespace NotebookLib;

/// <summary>The error of a difference quotient against its step h: large steps truncate, small steps round, and the best lies
/// between. Three ways: forward (f(t + h) − f(t))/h, central (f(t + h) − f(t − h))/2h, and Richardson (4 D(h/2) − D(h))/3 of two
/// central ones.</summary>
/// <param name="Steps">The steps h, from large to small.</param>
/// <param name="Forward">The relative error of the forward difference at each step; 0 where no error is left.</param>
/// <param name="Central">The same for the central difference.</param>
/// <param name="Richardson">The same for Richardson's extrapolation.</param>
/// <param name="ChosenStep">The step that the gradient check takes by its own error estimate, without knowing the answer.</param>
/// <param name="ChosenError">The relative error that the gradient check makes there.</param>
public sealed record StepStudy(
    double[] Steps, double[] Forward, double[] Central, double[] Richardson, double ChosenStep, double ChosenError)
{
    /// <summary>The errors of the slope of a neuron's cost along its first weight, whose input is not 0.</summary>
    /// <exception cref="ArgumentException">The inputs do not fit, the first is 0, or the slope is 0.</exception>
    public static StepStudy Of(Neuron neuron, Cost cost, double[] x, double y)
    {
        Require.Defined(neuron);
        Require.Defined(x);
        var slope = neuron.Gradient(cost, x, y).Weights[0];
        Require.That(x[0] != 0,
            $"The first input is 0, so the first weight changes nothing; take an example whose first input is not 0.");
        var (compiled, at) = (CompiledCost.For(cost, neuron.Activation), neuron.Weights[0]);
        var rest = neuron.WeightedInput(x) - at * x[0];
        return Of(w => compiled.Cost(w * x[0] + rest, y), at, slope);
    }

    /// <summary>The errors for any function of one number at a place where its slope is known exactly, and is not 0.</summary>
    /// <exception cref="ArgumentException">The slope is 0 or not finite: there is no relative error of 0.</exception>
    public static StepStudy Of(Func<double, double> f, double at, double slope)
    {
        Require.Defined(f, "function");
        Require.Finite(at, "place");
        Require.That(double.IsFinite(slope) && slope != 0,
            $"The slope is {slope}, and a relative error of that does not exist; take another point.");
        double[] steps = [.. Enumerable.Range(0, 121).Select(k => Pow(10, -k / 10.0))];
        double Error(double value) => Abs(value - slope) / Abs(slope);
        double[] Errors(Func<double, double> quotient) => [.. steps.Select(h => Error(quotient(h)))];
        double Central(double h) => (f(at + h) - f(at - h)) / (2 * h);
        var chosen = Differences.Measure(f, at);
        return new(steps, Errors(h => (f(at + h) - f(at)) / h), Errors(Central),
            Errors(h => (4 * Central(h / 2) - Central(h)) / 3), chosen.Step, Error(chosen.Value));
    }

    /// <summary>The best step of one way, the tip of its V, so found that one lucky step does not count: the middle of the five
    /// neighbouring steps whose largest error is least, and that error.</summary>
    /// <param name="errors">One of <see cref="Forward"/>, <see cref="Central"/> and <see cref="Richardson"/>.</param>
    /// <exception cref="ArgumentException">The list has not one error for each step.</exception>
    public (double Step, double Error) Best(double[] errors)
    {
        errors ??= [];
        Require.That(errors.Length == Steps.Length,
            $"Expected {Steps.Length} errors, one for each step, but got {errors.Length}.");
        double Largest(int middle) => errors[(middle - 2)..(middle + 3)].Max();
        var best = Enumerable.Range(2, errors.Length - 4).MinBy(Largest);
        return (Steps[best], Largest(best));
    }

    /// <summary>How fast the error falls with h while truncation rules, 1, 2 and 4: the slope of the least-squares line in the
    /// log–log picture, over h from 0.1 down to ten times the best step.</summary>
    /// <inheritdoc cref="Best" path="/param|/exception"/>
    public double TruncationSlope(double[] errors)
    {
        var finest = Min(10 * Best(errors).Step, 0.02);
        return SimpleRegression.Fit(Steps.Zip(errors).Where(p => p.First <= 0.1 && p.First >= finest && p.Second > 0)
            .Select(p => (Log10(p.First), Log10(p.Second)))).B;
    }
}
