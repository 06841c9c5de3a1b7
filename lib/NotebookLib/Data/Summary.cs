using static System.FormattableString;

namespace NotebookLib;

/// <summary>One input of a data set in numbers; the deviation divides by N.</summary>
/// <param name="Input">Its name.</param>
/// <param name="Least">The smallest value.</param>
/// <param name="Mean">The mean.</param>
/// <param name="Most">The largest value.</param>
/// <param name="Deviation">The standard deviation.</param>
public sealed record InputSummary(string Input, double Least, double Mean, double Most, double Deviation);

/// <summary>One class of a data set.</summary>
/// <param name="Class">Its name.</param>
/// <param name="Target">Its number, from 0.</param>
/// <param name="Examples">How many examples it has.</param>
public sealed record ClassSummary(string Class, int Target, int Examples);

public sealed partial class Dataset
{
    /// <summary>Each input in numbers.</summary>
    public IReadOnlyList<InputSummary> Summary => [.. FeatureNames.Select((name, j) =>
    {
        var column = Column(j);
        var (unit, mean, deviation) = Spread(column);
        return new InputSummary(name, column.Min(), unit * mean, column.Max(), unit * deviation);
    })];

    /// <summary>Each class with the number of its examples; empty where there are no classes.</summary>
    public IReadOnlyList<ClassSummary> Classes =>
        [.. ClassNames.Select((name, k) => new ClassSummary(name, k, Labels.Count(label => label == k)))];

    /// <summary>Every input times the same number: pixels from 0 to 16 become numbers from 0 to 1 with s = 1/16.</summary>
    /// <param name="factor">s, finite and not 0.</param>
    /// <exception cref="ArgumentException">s is 0 or not finite, or so large that an input is no number any more.</exception>
    public Dataset Scale(double factor) => factor != 0 && double.IsFinite(factor)
        ? WithInputs(Scaled((value, _) => factor * value), Name)
        : throw new ArgumentException(
            Invariant($"The factor is {factor}; it must be a finite number other than 0, for example 1/16.0."));

    /// <summary>Other inputs, from each input and its column: all of them finite.</summary>
    private double[] Scaled(Func<double, int, double> scale)
    {
        double[] scaled = [.. x.Select((value, k) => scale(value, k % InputCount))];
        return scaled.All(double.IsFinite) ? scaled
            : throw new ArgumentException($"{Name}: an input would be too large for a double; take a smaller factor.");
    }
}
