namespace NotebookLib;

/// <summary>What stands for the inputs (x_i, 1) in mean δ_i (x_i, 1): N rows of n + 1 numbers, made once at the
/// start of a run.</summary>
internal static class Directions
{
    /// <summary>map(x_ij), and 1.</summary>
    public static double[] Each(Dataset data, Func<double, double> map) => [.. Enumerable.Range(0, data.Count)
        .SelectMany(i => data.Row(i).Select(map).Append(1))];

    /// <summary>x̃_i/‖x̃_i‖², where x̃ is (x, 1) if the bias is trained and (x, 0) if not. An input of
    /// length 0 stays 0.</summary>
    public static double[] OverSquareLength(Dataset data, bool trainBias) => [.. Enumerable.Range(0, data.Count).SelectMany(i =>
    {
        double[] x = [.. data.Row(i), trainBias ? 1 : 0];
        var square = Numbers.Dot(x, x);
        return square == 0 ? x : x.Select(value => value / square);
    })];
}
