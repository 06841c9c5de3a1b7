namespace NotebookLib;

/// <summary>The u_i that stand in place of the inputs in mean δ_i (u_i, v_i): made once at the start of a run.</summary>
/// <param name="Inputs">N × n, row-major.</param>
/// <param name="Bias">v_i, N numbers; null where each is 1, the input of the bias.</param>
internal sealed record Directions(double[] Inputs, double[]? Bias = null)
{
    /// <summary>u_ij = map(x_ij).</summary>
    public static Directions Each(Dataset data, Func<double, double> map) => new(Array.ConvertAll(data.InputArray, x => map(x)));

    /// <summary>x̃_i/‖x̃_i‖², where x̃ is (x, 1) if the bias is trained and x if not. An input of length 0 stays 0.</summary>
    public static Directions OverSquareLength(Dataset data, bool trainBias)
    {
        var (n, u, bias) = (data.InputCount, (double[])[.. data.InputArray], new double[data.Count]);
        for (var i = 0; i < data.Count; i++)
        {
            var square = trainBias ? 1.0 : 0;
            foreach (var x in data.RowSpan(i)) square += x * x;
            if (square == 0) continue;
            for (var j = 0; j < n; j++) u[i * n + j] /= square;
            bias[i] = 1 / square;
        }
        return new(u, bias);
    }
}
