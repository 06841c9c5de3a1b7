namespace NotebookLib;

/// <summary>One input of a data set in numbers; the standard deviation divides by N.</summary>
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

    /// <summary>Mean and standard deviation (dividing by N) in a unit that is the power of 2 of the largest value: exact, and
    /// without squares that would leave the doubles.</summary>
    private static (double Unit, double Mean, double Deviation) Spread(double[] column)
    {
        var largest = column.Max(Math.Abs);
        var unit = largest == 0 ? 1 : Math.ScaleB(1, Math.ILogB(largest));
        var mean = column.Average(value => value / unit);
        return (unit, mean, Math.Sqrt(column.Average(value => (value / unit - mean) * (value / unit - mean))));
    }
}
