using CsCheck;

namespace NotebookLib.Tests;

public class LeastSquaresTests
{
    private const double Dependent = 1e-12;

    [Fact]
    public void What_is_left_over_is_perpendicular_to_every_column() => (from columns in Gen.Int[1, 6]
                                                                 from extra in Gen.Int[0, 20]
                                                                 let rows = columns + extra
                                                                 from a in Gen.Double[-1, 1].Array[rows * columns]
                                                                 from r in Gen.Double[-1, 1].Array[rows]
                                                                 select (a, r, rows, columns)).HoldWhereCompared(1000, t =>
    {
        var v = new double[t.columns];
        // nearly dependent columns
        if (!LeastSquares.Solve((double[])t.a.Clone(), (double[])t.r.Clone(), 1e-3, v)) return false;
        var rest = (double[])t.r.Clone();
        for (var j = 0; j < t.columns; j++)
            for (var i = 0; i < t.rows; i++) rest[i] -= t.a[j * t.rows + i] * v[j];
        for (var j = 0; j < t.columns; j++)
            Assert.Equal(0, Numbers.Dot(t.a.AsSpan(j * t.rows, t.rows), rest), 1e-8);
        return true;
    });

    [Fact]
    public void A_known_solution()
    {
        // Columns (1, 1, 1) and (1, 2, 3): the line through (1, 1), (2, 2), (3, 2) is 2/3 + x/2.
        var v = new double[2];
        Assert.True(LeastSquares.Solve([1, 1, 1, 1, 2, 3], [1, 2, 2], Dependent, v));
        Assert.Equal(2.0 / 3, v[0], 1e-14);
        Assert.Equal(0.5, v[1], 1e-14);
    }

    [Fact]
    public void Dependent_columns_and_too_few_rows_are_told()
    {
        var v = new double[2];
        Assert.False(LeastSquares.Solve([1, 1, 1, 2, 2, 2], [1, 2, 2], Dependent, v));
        Assert.False(LeastSquares.Solve([0, 0, 0, 1, 2, 2], [1, 2, 2], Dependent, v));
        Assert.False(LeastSquares.Solve([1, 2], [1], Dependent, v));
    }
}
