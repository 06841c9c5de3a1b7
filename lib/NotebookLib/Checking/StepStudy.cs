using MathNet.Numerics.LinearRegression;
using static System.Math;
using static System.FormattableString;

namespace NotebookLib;

/// <summary>
/// The error of a difference quotient against its step h: large steps truncate, small steps round, and the best lies between.
/// Three ways: forward (f(t + h) − f(t))/h, central (f(t + h) − f(t − h))/2h, and Richardson (4 D(h/2) − D(h))/3 of two central
/// ones.
/// </summary>
/// <param name="Steps">The steps h, from large to small.</param>
/// <param name="Forward">The relative error of the forward difference at each step; 0 where no error is left.</param>
/// <param name="Central">The same for the central difference.</param>
/// <param name="Richardson">The same for Richardson's extrapolation.</param>
/// <param name="ChosenStep">The step that the gradient check takes by its own error estimate, without knowing the answer.</param>
/// <param name="ChosenError">The relative error that the gradient check makes there.</param>
public sealed record StepStudy(
    double[] Steps, double[] Forward, double[] Central, double[] Richardson, double ChosenStep, double ChosenError)
{
    /// <summary>The errors of the slope of a neuron's cost along its first weight.</summary>
    /// <param name="neuron">The neuron.</param>
    /// <param name="cost">The cost C(a, y).</param>
    /// <param name="x">n inputs, the first not 0.</param>
    /// <param name="y">The target.</param>
    /// <exception cref="ArgumentException">The inputs do not fit, the first is 0, or the slope is 0.</exception>
    public static StepStudy Of(Neuron neuron, Cost cost, double[] x, double y)
    {
        Require.Defined(neuron);
        Require.Defined(x);
        var slope = neuron.Gradient(cost, x, y).Weights[0];
        if (x[0] == 0) throw new ArgumentException(
            "The first input is 0, so the first weight changes nothing; take an example whose first input is not 0.");
        var (compiled, at) = (CompiledCost.For(cost, neuron.Activation), neuron.Weights[0]);
        var rest = neuron.WeightedInput(x) - at * x[0];
        return Of(w => compiled.Cost(w * x[0] + rest, y), at, slope);
    }

    /// <summary>The errors for any function of one number whose slope is known.</summary>
    /// <param name="f">The function.</param>
    /// <param name="at">Where.</param>
    /// <param name="slope">f′ there, exactly; not 0.</param>
    /// <exception cref="ArgumentException">The slope is 0 or not finite: there is no relative error of 0.</exception>
    public static StepStudy Of(Func<double, double> f, double at, double slope)
    {
        Require.Defined(f, "function");
        Require.Finite(at, "place");
        if (!double.IsFinite(slope) || slope == 0) throw new ArgumentException(
            Invariant($"The slope is {slope}, and a relative error of that does not exist; take another point."));
        double[] steps = [.. Enumerable.Range(0, 121).Select(k => Pow(10, -k / 10.0))];
        double Error(double value) => Abs(value - slope) / Abs(slope);
        double[] Errors(Func<double, double> quotient) => [.. steps.Select(h => Error(quotient(h)))];
        double Central(double h) => (f(at + h) - f(at - h)) / (2 * h);
        var chosen = Differences.Measure(f, at);
        return new(steps, Errors(h => (f(at + h) - f(at)) / h), Errors(Central),
            Errors(h => (4 * Central(h / 2) - Central(h)) / 3), chosen.Step, Error(chosen.Value));
    }

    /// <summary>The best step of one way, the tip of the V: of five neighbours, so that one lucky step does not count.</summary>
    /// <param name="errors">One of <see cref="Forward"/>, <see cref="Central"/> and <see cref="Richardson"/>.</param>
    /// <returns>The step in the middle of the five neighbouring steps whose largest error is least, and that error.</returns>
    /// <exception cref="ArgumentException">The list has not one error for each step.</exception>
    public (double Step, double Error) Best(double[] errors)
    {
        if (errors?.Length != Steps.Length)
            throw new ArgumentException($"Expected {Steps.Length} errors, one for each step, but got {errors?.Length ?? 0}.");
        double Largest(int middle) => errors[(middle - 2)..(middle + 3)].Max();
        var best = Enumerable.Range(2, errors.Length - 4).MinBy(Largest);
        return (Steps[best], Largest(best));
    }

    /// <summary>How fast the error falls with h while truncation rules: the slope in the log–log picture (1, 2 and 4).</summary>
    /// <inheritdoc cref="Best" path="/param|/exception"/>
    /// <returns>The slope of the least-squares line over h from 0.1 down to ten times the best step.</returns>
    public double TruncationSlope(double[] errors)
    {
        var finest = Min(10 * Best(errors).Step, 0.02);
        return SimpleRegression.Fit(Steps.Zip(errors).Where(p => p.First <= 0.1 && p.First >= finest && p.Second > 0)
            .Select(p => (Log10(p.First), Log10(p.Second)))).B;
    }
}
