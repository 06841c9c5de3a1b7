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
        Assert.Equal(sizes, string.Join(",", data.Labels.GroupBy(label => label).OrderBy(group => group.Key).Select(group => group.Count())));
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
    public void Standardised_inputs_have_mean_zero_and_deviation_one() => Gen.Double[-1e3, 1e3].Array[3].Array[2, 40].Hold(300, rows =>
    {
        var data = Dataset.Of(rows, new double[rows.Length]).Standardize();
        foreach (var j in Enumerable.Range(0, 3))
        {
            Assert.Equal(0, data.Column(j).Average(), 1e-9);
            Assert.Equal(rows.All(row => row[j] == rows[0][j]) ? 0 : 1, data.Column(j).Average(value => value * value), 1e-9);    // a constant input has none
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
            Enumerable.Range(0, 112).Select(i => Key(train, i)).Concat(Enumerable.Range(0, 38).Select(i => Key(test, i))).Order());
        Assert.Equal(train.Row(5), iris.Split(seed: 3).Train.Row(5));
        Assert.NotEqual(Enumerable.Range(0, 112).Select(i => Key(train, i)), Enumerable.Range(0, 112).Select(i => Key(iris.Split(seed: 4).Train, i)));
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
    [InlineData("5.1,3.5,0\n4.9,3,1\n", "mine.csv, line 1: expected the names of the columns, but found numbers. Put a line of names above them, for example x1,x2,y.")]
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

    [Fact]
    public void Errors_say_what_there_is()
    {
        var iris = Dataset.Load("iris");
        Says("iris has no class \"rose\"; it has setosa, versicolor, virginica.", () => iris.Only("rose"));
        Says("iris has no class \"Setosa\"; it has setosa, versicolor, virginica. Did you mean \"setosa\"?", () => iris.AgainstRest("Setosa"));
        Says("iris has no class \"verginica\"; it has setosa, versicolor, virginica. Did you mean \"virginica\"?", () => iris.Only("setosa", "verginica"));
        Says("The class \"setosa\" is named twice; iris has setosa, versicolor, virginica.", () => iris.Only("setosa", "setosa"));
        Says("Name at least one class; iris has setosa, versicolor, virginica.", () => iris.Only());
        Says("Name at least one class; iris has setosa, versicolor, virginica.", () => iris.AgainstRest(null!));
        Says("These are all classes of iris: nothing is left for the rest. Leave one out.", () => iris.AgainstRest("setosa", "versicolor", "virginica"));
        Says("The input \"petal_width_cm\" is named twice; iris has sepal_length_cm, sepal_width_cm, petal_length_cm, petal_width_cm.", () => iris.Features("petal_width_cm", "petal_width_cm"));
        Says("iris has no input \"petal_witdh_cm\"; it has sepal_length_cm, sepal_width_cm, petal_length_cm, petal_width_cm. Did you mean \"petal_width_cm\"?", () => iris.Features("petal_witdh_cm"));
        Says("data has no classes; its targets are plain numbers.", () => Dataset.Of([[1.0]], [0.0]).Only("a"));
        Says("There is no data set and no file \"Iris\". Did you mean \"iris\"? The data sets are iris, breast-cancer, digits; a file of your own is looked for in the notebook's folder.", () => Dataset.Load("Iris"));
        Says("Your inputs were not defined; mend their cell first.", () => Dataset.Of(null!, [0.0]));
        Says("Your targets were not defined; mend their cell first.", () => Dataset.Of([[1.0]], null!));
        Says("iris has no input \"height\"; it has sepal_length_cm, sepal_width_cm, petal_length_cm, petal_width_cm.", () => iris.Features("height"));
        Says("There is no data set and no file \"flowers\". The data sets are iris, breast-cancer, digits; a file of your own is looked for in the notebook's folder.", () => Dataset.Load("flowers"));
        Says("Expected one target for each of the 2 rows, but got 1.", () => Dataset.Of([[1.0], [2.0]], [0.0]));
        Says("Row 2 has 2 inputs, but row 1 has 1; all rows need the same number.", () => Dataset.Of([[1.0], [2.0, 3]], [0.0, 1]));
        Says("Row 2, input 1 is NaN; it must be a finite number.", () => Dataset.Of([[1.0], [double.NaN]], [0.0, 1]));
        Says("The target of row 1 is NaN; it must be a finite number.", () => Dataset.Of([[1.0]], [double.NaN]));
        Says("A data set needs at least one example, for example Dataset.Of([[1.0]], [0.0]).", () => Dataset.Of([], []));
        Says("A part of 1 of 150 examples leaves nothing on one side; take a part between 0 and 1, for example 0.75.", () => iris.Split(1, 1));
    }

    private static void Says(string sentence, Action action) =>
        Assert.Equal(sentence, Assert.ThrowsAny<ArgumentException>(action).Message.Split(" (Parameter")[0]);

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
