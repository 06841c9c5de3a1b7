using CsCheck;

namespace NotebookLib.Tests;

public class DatasetTests
{
    [Theory]                                                             // data/README.md
    [InlineData("iris", 150, 4, "setosa,versicolor,virginica", "50,50,50")]
    [InlineData("breast-cancer", 569, 30, "benign,malignant", "357,212")]
    [InlineData("digits", 1797, 64, "0,1,2,3,4,5,6,7,8,9", "178,182,177,183,181,182,181,179,174,180")]
    public void The_three_sets_are_whole(string name, int count, int inputs, string classes, string sizes)
    {
        var data = Dataset.Load(name);
        Assert.Equal((count, inputs), (data.Count, data.InputCount));
        Assert.Equal(classes, string.Join(",", data.ClassNames));
        Assert.Equal(sizes, string.Join(",",
            data.Labels.GroupBy(label => label).OrderBy(group => group.Key).Select(group => group.Count())));
    }

    [Fact]
    public void Rows_are_those_of_the_file()
    {
        Assert.Equal([5.1, 3.5, 1.4, 0.2], Dataset.Load("iris").Row(0));
        var malignant = Dataset.Load("breast-cancer");
        Assert.Equal((17.99, 1.0), (malignant.Row(0)[0], malignant.Targets[0]));
        Assert.Equal("iris: 150 examples of 4 inputs, 3 classes", Dataset.Load("iris").ToString());
    }

    [Fact]
    public void Classes_and_features_are_chosen_by_name()
    {
        var iris = Dataset.Load("iris");
        var pair = iris.Only("virginica", "versicolor").Features("petal_width_cm", "petal_length_cm");
        Assert.Equal((100, 2), (pair.Count, pair.InputCount));
        Assert.Equal([1.4, 4.7], pair.Row(0));
        Assert.Equal((1.0, 0.0), (pair.Targets[0], pair.Targets[99]));
        var rest = iris.AgainstRest("setosa");
        Assert.Equal(50, rest.Targets.Sum());
        Assert.Equal(1, rest.Targets[0]);
    }

    [Fact]
    public void Standardised_inputs_have_mean_zero_and_deviation_one() =>
        Gen.Double[-1e3, 1e3].Array[3].Array[2, 40].Hold(300, rows =>
    {
        var data = Dataset.Of(rows, new double[rows.Length]).Standardize();
        foreach (var j in Enumerable.Range(0, 3))
        {
            Assert.Equal(0, data.Column(j).Average(), 1e-9);
            // a constant input has none
            Assert.Equal(rows.All(row => row[j] == rows[0][j]) ? 0 : 1, data.Column(j).Average(value => value * value), 1e-9);
        }
    });

    [Fact]
    public void Constant_inputs_are_told_and_not_divided_by_zero()
    {
        var digits = Dataset.Load("digits");
        Assert.Equal(["p00", "p40", "p47"], digits.ConstantFeatures);     // mathematics, statement 21
        Assert.All(digits.Standardize().Column(0), value => Assert.Equal(0, value));
        var tenths = Dataset.Of([[0.1], [0.1], [0.1]], [0, 0, 1]);        // the mean of three 0.1 is not 0.1 in doubles
        Assert.Equal([0.0, 0, 0], tenths.Standardize().Column(0));
    }

    /// <summary>Squares of 1e-200 are 0 and of 1e200 infinite: the columns are standardised all the same.</summary>
    [Theory]
    [InlineData(1e-200)]
    [InlineData(1e-310)]
    [InlineData(1)]
    [InlineData(1e200)]
    [InlineData(1e307)]
    public void Tiny_and_huge_inputs_are_standardised(double scale)
    {
        var data = Dataset.Of([[1 * scale], [2 * scale], [6 * scale]], [0, 0, 1]);
        double[] expected = [-2 / Math.Sqrt(14 / 3.0), -1 / Math.Sqrt(14 / 3.0), 3 / Math.Sqrt(14 / 3.0)];
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(expected[i], data.Standardize().Row(i)[0], 1e-12);
            Assert.True(double.IsFinite(data.Whiten().Row(i)[0]));
        }
        Assert.Equal(1, data.Summary[0].Mean / scale / 3, 1e-12);
        Assert.Equal(1, data.Summary[0].Deviation / scale / Math.Sqrt(14 / 3.0), 1e-12);
    }

    [Fact]
    public void A_split_keeps_every_example_once()
    {
        var iris = Dataset.Load("iris");
        var (train, test) = iris.Split(seed: 3);
        Assert.Equal((112, 38), (train.Count, test.Count));
        string Key(Dataset data, int i) => string.Join(" ", data.Row(i)) + " " + data.Labels[i];
        Assert.Equal(Enumerable.Range(0, 150).Select(i => Key(iris, i)).Order(),
            Enumerable.Range(0, 112).Select(i => Key(train, i)).Concat(Enumerable.Range(0, 38).Select(i => Key(test, i)))
                .Order());
        Assert.Equal(train.Row(5), iris.Split(seed: 3).Train.Row(5));
        Assert.NotEqual(Enumerable.Range(0, 112).Select(i => Key(train, i)),
            Enumerable.Range(0, 112).Select(i => Key(iris.Split(seed: 4).Train, i)));
    }

    [Theory]
    [InlineData("", "mine.csv: expected a header line that names at least one input and the target, separated by commas.")]
    [InlineData("a,b\n", "mine.csv: there is a header but no row below it.")]
    [InlineData("a,b\n1,0\nx,1\n", "mine.csv, line 3, column a: expected a number such as 5.1, but found \"x\".")]
    [InlineData("a,b\n1,0\n2\n", "mine.csv, line 3: expected 2 columns, as in the header, but found 1.")]
    [InlineData("a,b\n1,0\n2,1,3\n", "mine.csv, line 3: expected 2 columns, as in the header, but found 3.")]
    [InlineData("a,b\n1,0\n,1\n", "mine.csv, line 3, column a: expected a number such as 5.1, but found \"\".")]
    [InlineData("a,b\n1,\n", "mine.csv, line 2, column b: the target is missing.")]
    [InlineData("a,b\n1,0\nNaN,1\n", "mine.csv, line 3, column a: expected a number such as 5.1, but found \"NaN\".")]
    [InlineData("5.1,3.5,0\n4.9,3,1\n",
        "mine.csv, line 1: expected the names of the columns, but found numbers. Put a line of names above them, for example x1,x2,y.")]
    [InlineData("a,b\n1,0\n2,\"yes\n3,1\n4,0\n", "mine.csv, line 3: a quotation mark \" is opened and never closed.")]
    [InlineData("a,b\n1,0\n2,yes\n", "mine.csv, line 3, column b: expected a number such as 5.1, but found \"yes\".")]
    public void A_file_that_cannot_be_read_says_where(string text, string sentence) =>
        WithFile(text, path => Assert.Equal(sentence, Assert.Throws<ArgumentException>(() => Dataset.Load(path)).Message));

    [Fact]
    public void A_learners_file_loads() => WithFile("height, width, kind\n1.5, 2, b\n2.5, 3, a\n", path =>
    {
        var data = Dataset.Load(path);
        Assert.Equal(["a", "b"], data.ClassNames);
        Assert.Equal([1.0, 0.0], data.Targets);
        Assert.Equal([2.5, 3], data.Row(1));
    });

    [Fact]
    public void Numbers_in_the_last_column_are_targets() => WithFile("x,y\n1,0.25\n2,0.75\n", path =>
    {
        Assert.Equal([0.25, 0.75], Dataset.Load(path).Targets);
        Assert.Empty(Dataset.Load(path).ClassNames);
    });

    private static void WithFile(string text, Action<string> use)
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            var path = Path.Combine(folder.FullName, "mine.csv");
            File.WriteAllText(path, text);
            use(path);
        }
        finally { folder.Delete(recursive: true); }
    }
}
