using System.Text;

namespace NotebookLib.Tests;

/// <summary>CSV files with any edit in them: read as finite numbers, or refused in a sentence that says where.</summary>
public class EditedFileTests
{
    private static readonly string[] Pieces =
    [
        ",", "\"", "\"\"", "\n", "\r\n", "\r", ";", "\t", " ", "-", "1e999", "1e-320", "NaN", "Infinity", "0x1F", "1,5", "1 000",
        "x", "é", "\ufeff", "\0", "#", "=1+1", ",,,,", "\n\n\n", "−1", "٣",
    ];

    [Fact]
    public void Any_edit_of_a_data_file_is_read_or_refused_in_a_sentence()
    {
        string[] sources =
        [
            "height,width,kind\n1.5,2,b\n2.5,3,a\n3,-1e-3,b\n", "x,y\r\n1,0.25\r\n2,0.75\r\n3,1\r\n",
                "\"a, b\", c ,\"d\"\"e\"\n1, 2 ,\"one\"\n3,4,\"t,w\"\n",
            "x1,x2,x3,y\n" + string.Concat(Enumerable.Range(0, 30).Select(i => $"{i}.5,{i * i},{i % 3},{i % 2}\n")),
        ];
        RandomEdits.Survive("mine.csv", [.. sources.Select(Encoding.UTF8.GetBytes)], Pieces, path =>
        {
            try
            {
                var data = Dataset.Load(path);
                Assert.True(data.Count > 0 && data.InputCount > 0);
                foreach (var made in new[] { data, data.Standardize() })
                    Assert.All(Enumerable.Range(0, data.Count).SelectMany(made.Row).Concat(made.Targets),
                        value => Assert.True(double.IsFinite(value)));
                _ = data.Summary;
                return true;
            }
            catch (ArgumentException e) when (e.GetType() == typeof(ArgumentException))
            {
                Assert.StartsWith("mine.csv", e.Message);
                Assert.EndsWith(".", e.Message);
                return false;
            }
        });
    }
}
