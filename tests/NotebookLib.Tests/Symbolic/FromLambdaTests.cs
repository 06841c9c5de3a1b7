using static System.Math;

namespace NotebookLib.Tests.Symbolic;

public class FromLambdaTests
{
    [Fact]
    public void A_lambda_is_kept_as_it_was_typed()
    {
        Assert.Equal("Pow(y - a, 2)/2", Cost.Quadratic.Formula.ToString());
        Assert.Equal("-(y*Log(a) + (1 - y)*Log(1 - a))", Cost.CrossEntropy.Formula.ToString());
        Assert.Equal(@"\frac{(y - a)^{2}}{2}", Cost.Quadratic.Formula.ToLatex());
        Assert.Equal(@"-[y \ln a + (1 - y) \ln(1 - a)]", Cost.CrossEntropy.Formula.ToLatex());
        Assert.Equal("1/(1 + Exp(-z))", Activation.Sigmoid.Formula.ToString());
    }

    [Fact]
    public void Parameters_are_renamed_and_captured_variables_are_constants()
    {
        var k = 0.3;
        Assert.Equal("0.3*Abs(a - y)", Cost.Define("mine", (p, t) => k * Abs(p - t)).Formula.ToString());
    }

    [Fact]
    public void Value_and_slope()
    {
        Assert.Equal(0.045, Cost.Quadratic.Value(0.7, 1), 15);
        Assert.Equal(-0.3, Cost.Quadratic.Slope(0.7, 1), 15);
        Assert.Equal(-Log(0.7), Cost.CrossEntropy.Value(0.7, 1), 15);
        Assert.Equal(-1 / 0.7, Cost.CrossEntropy.Slope(0.7, 1), 15);
        Assert.Equal(0, Cost.CrossEntropy.Value(1, 1));
        Assert.Equal(0, Cost.CrossEntropy.Value(0, 0));
        Assert.Equal(1, Cost.CrossEntropy.Slope(0, 0));
        Assert.Equal(double.PositiveInfinity, Cost.CrossEntropy.Value(1, 0));
        Assert.True(double.IsNaN(Cost.Define("none", (a, y) => y / y * a).Value(0.5, 0)));
        Assert.True(double.IsNaN(Cost.Define("none", (a, y) => y / (y / a)).Value(0.5, 0)));
        Assert.True(double.IsNaN(Cost.CrossEntropy.Value(2, 0.5)));
    }
}
