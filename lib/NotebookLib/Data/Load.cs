using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace NotebookLib;

public sealed partial class Dataset
{
    private static readonly string[] Embedded = ["iris", "breast-cancer", "digits"];

    /// <summary>A data set that comes with the library ("iris", "breast-cancer" or "digits"), or a CSV file of one's own by its
    /// path: one header line, the inputs as numbers with a decimal point, the target in the last column (words are classes,
    /// sorted by name; numbers are numbers).</summary>
    /// <exception cref="ArgumentException">There is no such data set or file, or a row cannot be read; it says where.</exception>
    public static Dataset Load(string nameOrPath)
    {
        var embedded = string.Join(", ", Embedded);
        Require.That(!string.IsNullOrWhiteSpace(nameOrPath), $"Name a data set ({embedded}) or the path of a CSV file.");
        if (Embedded.Contains(nameOrPath))
            return Read(nameOrPath,
                new(typeof(Dataset).Assembly.GetManifestResourceStream($"{nameOrPath}.csv")!), alwaysClasses: true);
        Require.That(File.Exists(nameOrPath), $"There is no data set and no file \"{nameOrPath}\"."
            + $"{Require.DidYouMean(Path.GetFileNameWithoutExtension(nameOrPath), Embedded)} "
            + $"The data sets are {embedded}; a file of your own is looked for in the notebook's folder.");
        return Read(Path.GetFileName(nameOrPath), new StreamReader(nameOrPath), alwaysClasses: false);
    }

    private static Dataset Read(string name, StreamReader reader, bool alwaysClasses)
    {
        using var csv = new CsvReader(reader,
            new CsvConfiguration(CultureInfo.InvariantCulture) { TrimOptions = TrimOptions.Trim, BadDataFound = null });
        if (!csv.Read() || !csv.ReadHeader() || csv.HeaderRecord is not { Length: >= 2 } header)
            throw new ArgumentException(
                $"{name}: expected a header line that names at least one input and the target, separated by commas.");
        Require.That(!header.All(IsNumber), $"{name}, line 1: expected the names of the columns, but found numbers. "
            + $"Put a line of names above them, for example "
            + $"{string.Join(",", Enumerable.Range(1, header.Length - 1).Select(j => $"x{j}"))},y.");
        var (inputs, targets, n) = (new List<double>(), new List<(int Line, string Text)>(), header.Length - 1);
        for (var before = csv.Parser.RawRow; csv.Read(); before = csv.Parser.RawRow)
        {
            var line = csv.Parser.RawRow;
            Require.That(csv.Parser.RawRecord.Count(letter => letter == '"') % 2 == 0,
                $"{name}, line {before + 1}: a quotation mark \" is opened and never closed.");
            Require.That(csv.Parser.Count == header.Length, $"{name}, line {line}: expected {header.Length} columns, "
                + $"as in the header, but found {csv.Parser.Count}.");
            for (var j = 0; j < n; j++) inputs.Add(Number(csv.GetField(j), name, line, header[j]));
            var target = csv.GetField(n);
            Require.That(target?.Length > 0, $"{name}, line {line}, column {header[n]}: the target is missing.");
            targets.Add((line, target));
        }
        Require.That(targets.Count > 0, $"{name}: there is a header but no row below it.");

        if (!alwaysClasses && targets.Any(target => IsNumber(target.Text)))
        {
            double[] numbers = [.. targets.Select(target => Number(target.Text, name, target.Line, header[n]))];
            return new Dataset(name, [.. inputs], numbers, header[..n], [], []);
        }
        string[] classes = [.. targets.Select(target => target.Text).Distinct().Order(StringComparer.Ordinal)];
        int[] labels = [.. targets.Select(target => Array.IndexOf(classes, target.Text))];
        return new Dataset(name, [.. inputs], Numbers(labels), header[..n], classes, labels);
    }

    private static bool IsNumber(string? text) => Parsed(text) is not null;

    private static double? Parsed(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null;

    private static double Number(string? text, string name, int line, string column)
    {
        var value = Parsed(text) ?? double.NaN;
        Require.That(double.IsFinite(value),
            $"{name}, line {line}, column {column}: expected a number such as 5.1, but found \"{text}\".");
        return value;
    }
}
