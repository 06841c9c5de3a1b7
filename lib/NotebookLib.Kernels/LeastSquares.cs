namespace NotebookLib;

/// <summary>
/// The v that makes ‖Av − r‖ smallest, by Householder's reflections: they turn A into a triangle R and leave all lengths as they
/// are.
/// </summary>
internal static class LeastSquares
{
    /// <summary>Solves in place: A and r are overwritten.</summary>
    /// <param name="a">A, column after column.</param>
    /// <param name="r">One number for each row of A.</param>
    /// <param name="dependent">
    /// Columns are called dependent where |R_kk| is not above this; scale them to length 1 before.
    /// </param>
    /// <param name="v">One number for each column of A.</param>
    /// <returns>False where a column is dependent on those before it.</returns>
    public static bool Solve(Span<double> a, Span<double> r, double dependent, Span<double> v)
    {
        var (rows, columns) = (r.Length, v.Length);
        if (rows < columns) return false;
        for (var k = 0; k < columns; k++)
        {
            // The reflection that sends the column c, from row k down, to α e₁: u = c − αe₁,
            // with the sign of α that cancels nothing.
            var u = a.Slice(k * rows + k, rows - k);
            var length = Math.Sqrt(Numbers.Dot(u, u));
            if (!(length > dependent)) return false;
            var alpha = u[0] > 0 ? -length : length;
            var factor = 1 / (length * (length + Math.Abs(u[0])));          // 2/‖u‖²
            u[0] -= alpha;
            for (var j = k + 1; j < columns; j++) Reflect(a.Slice(j * rows + k, rows - k), u, factor);
            Reflect(r[k..], u, factor);
            u[0] = alpha;                                                   // R_kk
        }
        for (var k = columns - 1; k >= 0; k--)
        {
            var sum = r[k];
            for (var j = k + 1; j < columns; j++) sum -= a[j * rows + k] * v[j];
            v[k] = sum / a[k * rows + k];
        }
        return true;
    }

    private static void Reflect(Span<double> target, ReadOnlySpan<double> u, double factor) =>
        Numbers.AddScaled(target, -factor * Numbers.Dot(u, target), u);
}
