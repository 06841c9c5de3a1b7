using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using static System.Math;

namespace NotebookLib.Tests.Symbolic;

/// <summary>Lambdas that C# compiles and that mean nothing as a cost, each with the sentence a learner gets.</summary>
public class RefusalTests
{
    static readonly int n = 3, m = 2;
    static readonly double[] table = [1, 2];
    static readonly string text = "x";
    static double Twice(double x) => 2 * x;
    static readonly Func<double, double> square = x => x * x;
    static double? nothing = null;

    static string Sentence(Expression<Func<double, double, double>> lambda,
        [CallerArgumentExpression(nameof(lambda))] string source = "") =>
        Assert.Throws<FormulaException>(() => Cost.Define("mine", lambda, source)).Message;

    [Fact]
    public void Every_senseless_lambda_gets_its_sentence()
    {
        var sentences = new List<string>();
        void Case(string expected, Expression<Func<double, double, double>> lambda,
            [CallerArgumentExpression(nameof(lambda))] string source = "")
        {
            var actual = Sentence(lambda, source);
            Assert.Equal((source, expected), (source, actual));
            sentences.Add(actual);
        }
        Case("In C# 1/2 is 0, because both are whole numbers. Write 0.5.", (a, y) => 1/2*Pow(a - y, 2));
        Case("In C# 1/2 is 0, because both are whole numbers. Write 0.5.", (a, y) => Pow(a, 1/2));
        Case("In C# 2/3 is 0, because both are whole numbers. Write 2.0/3.", (a, y) => 2/3*a);
        Case("In C# 1/3 is 0, because both are whole numbers. Write 1.0/3.", (a, y) => Pow(a - y, 1/3));
        Case("In C# (1 + 2)/2 is 1, because both are whole numbers. Write 1.5.", (a, y) => (1 + 2)/2*a);
        Case("In C# -1/2 is 0, because both are whole numbers. Write -0.5.", (a, y) => -1/2*a);
        Case("In C# 3*1/2 is 1, because both are whole numbers. Write 1.5.", (a, y) => 3*1/2*a);
        Case("In C# 7/2 is 3, because both are whole numbers. Write 3.5.", (a, y) => 7/2*a + 5/3*y);
        Case("In C# 1/2 is 0, because both are whole numbers. Write 0.5.", (a, y) => Max(1/2, a));
        Case("In C# 1/2 is 0, because both are whole numbers. Write 0.5.", (a, y) => a > 1/2 ? a : y);
        Case("In C# n/m cuts off the digits after the point, because both are whole numbers. Write n/(double)m.",
            (a, y) => n/m*a);
        Case("In C# n/2 cuts off the digits after the point, because both are whole numbers. Write n/2.0.", (a, y) => n/2*a);
        Case("In C# 1/n cuts off the digits after the point, because both are whole numbers. Write 1.0/n.", (a, y) => a*(1/n));
        Case("In C# (n + 2)/m cuts off the digits after the point, because both are whole numbers. Write (n + 2)/(double)m.",
            (a, y) => (n + 2)/m*a);
        Case("2^3 is not a power: ^ is \"exclusive or\" in C#. Write Pow(2, 3).", (a, y) => (2^3)*a);
        Case("Round(a) is flat with jumps: its slope is 0 or does not exist, so nothing can be learned from it. Write a itself, or a smooth function of it.", (a, y) => Round(a));
        Case("Floor(a) is flat with jumps: its slope is 0 or does not exist, so nothing can be learned from it. Write a itself, or a smooth function of it.", (a, y) => Floor(a));
        Case("Ceiling(a - y) is flat with jumps: its slope is 0 or does not exist, so nothing can be learned from it. Write a - y itself, or a smooth function of it.", (a, y) => Ceiling(a - y));
        Case("Truncate(2*a) is flat with jumps: its slope is 0 or does not exist, so nothing can be learned from it. Write 2*a itself, or a smooth function of it.", (a, y) => Truncate(2*a));
        Case("Round(a, 2) is flat with jumps: its slope is 0 or does not exist, so nothing can be learned from it. Write a itself, or a smooth function of it.", (a, y) => Round(a, 2));
        Case("Sign(a - y) is flat with a jump, so its slope teaches a neuron nothing. For a distance write Abs(a - y); for a soft step write Tanh(a - y).", (a, y) => Sign(a - y));
        Case("Clamp(a, 0.1, 0.9) is not known here. Write Min(Max(a, 0.1), 0.9).", (a, y) => Clamp(a, 0.1, 0.9));
        Case("Asin(a) is not known here. Write Atan(a/Sqrt(1 - Pow(a, 2))).", (a, y) => Asin(a));
        Case("Acos(a - y) is not known here. Write PI/2 - Atan((a - y)/Sqrt(1 - Pow(a - y, 2))).", (a, y) => Acos(a - y));
        Case("Asinh(a) is not known here. Write Log(a + Sqrt(Pow(a, 2) + 1)).", (a, y) => Asinh(a));
        Case("Acosh(a) is not known here. Write Log(a + Sqrt(Pow(a, 2) - 1)).", (a, y) => Acosh(a));
        Case("Atanh(a) is not known here. Write 0.5*Log((1 + a)/(1 - a)).", (a, y) => Atanh(a));
        Case("Atan2(a, y) is not known here. Write 2*Atan(a/(Sqrt(Pow(a, 2) + Pow(y, 2)) + y)).", (a, y) => Atan2(a, y));
        Case("FusedMultiplyAdd(a, y, 1) is not known here. Write a*y + 1.", (a, y) => FusedMultiplyAdd(a, y, 1));
        Case("IEEERemainder(a, y) jumps, and has no slope there. Write a formula without remainders, or cases: condition ? one : other.", (a, y) => IEEERemainder(a, y));
        Case("CopySign(a, y) jumps with the sign. Write a case instead: y >= 0 ? Abs(a) : -Abs(a).", (a, y) => CopySign(a, y));
        Case("MaxMagnitude(a, y) is not known here. Write Abs(a) > Abs(y) ? a : y.", (a, y) => MaxMagnitude(a, y));
        Case("MinMagnitude(a, y) is not known here. Write Abs(a) < Abs(y) ? a : y.", (a, y) => MinMagnitude(a, y));
        Case("ScaleB(a, 2) is not known here. Write a*Pow(2, 2).", (a, y) => ScaleB(a, 2));
        Case("ILogB(a) is flat with jumps: its slope is 0 or does not exist, so nothing can be learned from it. Write a itself, or a smooth function of it.", (a, y) => ILogB(a));
        Case("BitIncrement(a) is flat with jumps: its slope is 0 or does not exist, so nothing can be learned from it. Write a itself, or a smooth function of it.", (a, y) => BitIncrement(a));
        Case("ReciprocalEstimate(a) is only an estimate. Write 1/a.", (a, y) => ReciprocalEstimate(a));
        Case("ReciprocalSqrtEstimate(a) is only an estimate. Write 1/Sqrt(a).", (a, y) => ReciprocalSqrtEstimate(a));
        Case("(int)a cuts off digits: it is flat with jumps, so nothing can be learned from it. Write a without the cast.",
            (a, y) => (int)a);
        Case("(long)(2*a) cuts off digits: it is flat with jumps, so nothing can be learned from it. Write 2*a without the cast.",
            (a, y) => (long)(2*a)*y);
        Case("(float)a cuts off digits: it is flat with jumps, so nothing can be learned from it. Write a without the cast.",
            (a, y) => (float)a);
        Case("a % 2 jumps, and has no slope there. Write a formula without remainders, or cases: condition ? one : other.",
            (a, y) => a % 2);
        Case("Twice(a) calls a method, whose inside cannot be seen. Write its formula in place of the call.", (a, y) => Twice(a));
        Case("square(a) calls a function of yours, whose inside cannot be seen. Write its formula in place of the call.",
            (a, y) => square(a));
        Case("table[(int)y] picks an element by a position that depends on the example. Write a case instead: condition ? one : other.", (a, y) => table[(int)y]);
        Case("Enumerable.Max(new[] { a, y }) calls a method, whose inside cannot be seen. Write its formula in place of the call.", (a, y) => new[] { a, y }.Max());
        Case("new[] { a, y }[0] makes a new object, and a formula is made of numbers alone. Compute what you need before the cost, in a variable, and use the variable.", (a, y) => new[] { a, y }[0]);
        Case("new Random().NextDouble() would be another number each time, so the cost would have no slope. Draw the number before the cost, in a variable.", (a, y) => new Random().NextDouble()*a);
        Case("Random.Shared.NextDouble() would be another number each time, so the cost would have no slope. Draw the number before the cost, in a variable.", (a, y) => Random.Shared.NextDouble()*a);
        Case("NaN is not a number (NaN), and a formula needs finite numbers. Use a number such as 1.5.", (a, y) => double.NaN*a);
        Case("Infinity is infinite, and a formula needs finite numbers. Use a number such as 1.5.", (a, y) =>
            double.PositiveInfinity + a);
        Case("-Infinity is infinite, and a formula needs finite numbers. Use a number such as 1.5.", (a, y) =>
            a/0.0 > 1 ? double.NegativeInfinity : a);
        Case("double.IsNaN(a) is not a comparison of two numbers. Write one with <, <=, >, >=, == or !=.", (a, y) =>
            double.IsNaN(a) ? 0 : a);
        Case("double.Parse(text) does not depend on a or y. Put its value into a variable before the cost, and use the variable.",
            (a, y) => text.Length*a + double.Parse(text));
        Case("a.ToString().Length is not a number that is known when the cost is defined. Use a variable of type double.",
            (a, y) => a.ToString().Length);
        Case("nothing ?? a asks for null, but a and y are always numbers. Write the part before ??.", (a, y) => nothing ?? a);
        Case("a.CompareTo(y) is not known here. Use Pow, Exp, Log, Log2, Log10, Sqrt, Cbrt, Abs, Max, Min, Sin, Cos, Tan, Sinh, Cosh, Tanh and Atan.", (a, y) => a.CompareTo(y));
        Case("(int)a cuts off digits: it is flat with jumps, so nothing can be learned from it. Write a without the cast.",
            (a, y) => Abs((int)a));
        Case("Convert.ToDouble(a > y) calls a method, whose inside cannot be seen. Write its formula in place of the call.",
            (a, y) => Convert.ToDouble(a > y));
        Case("(a > y).GetHashCode() calls a method, whose inside cannot be seen. Write its formula in place of the call.",
            (a, y) => (a > y).GetHashCode());
        Case("new DateTime(2020, 1, 1).Day is not a number that is known when the cost is defined. Use a variable of type double.", (a, y) => new DateTime(2020, 1, 1).Day*a);
        Case("\"abc\".IndexOf('b') does not depend on a or y. Put its value into a variable before the cost, and use the variable.", (a, y) => "abc".IndexOf('b')*a);
        Case("Enumerable.Sum(Enumerable.Range(1, 3), k => (Convert(k, Double) * a)) calls a method, whose inside cannot be seen. Write its formula in place of the call.", (a, y) => Enumerable.Range(1, 3).Sum(k => k*a));
        Case("a.Equals(y) is not a comparison of two numbers. Write one with <, <=, >, >=, == or !=.", (a, y) =>
            a.Equals(y) ? 0 : 1);
        Case("In C# 0x1/0x2 is 0, because both are whole numbers. Write 0.5.", (a, y) => 0x1/0x2*a);
        Case("In C# 0b1/1_0L is 0, because both are whole numbers. Write 0.1.", (a, y) => 0b1/1_0L*a);
        Case("In C# (int)1.5/2 is 0, because both are whole numbers. Write 0.5.", (a, y) => (int)1.5/2*a);
        Case("In C# ~4/2 is -2, because both are whole numbers. Write -2.5.", (a, y) => ~4/2*a);
        Case("In C# 1/two is 0, because both are whole numbers. Write 1.0/two.", (a, y) => 1/two*Pow(a - y, 2));
        Case("In C# 1/two is 0, because both are whole numbers. Write 1.0/two.", (a, y) => Pow(a, 1/two) + 3);
        Case("In C# two/3 is 0, because both are whole numbers. Write two/3.0.", (a, y) => a > two/3 ? a : y);
        Case("In C# two/five is 0, because both are whole numbers. Write two/(double)five.", (a, y) => -(two/five)*a);
        Case("The compiler has computed 1/two already, and if both are whole numbers it has cut off the digits after the point. Write 1.0/two.",
            (a, y) => (1/two + 1)*a);
        Case("The compiler has computed five/two already, and if both are whole numbers it has cut off the digits after the point. Write five/(double)two.",
            (a, y) => five/two*a);
        Case("two^3 is not a power: ^ is \"exclusive or\" in C#. Write Pow(two, 3).", (a, y) => (two^3)*a);
        Case("n ^ 2 is not a power: ^ is \"exclusive or\" in C#. Write Pow(n, 2).", (a, y) => (n^2)*a);
        Case("n/(m - 2) divides by 0. Write another number below the line.", (a, y) => n/(m - 2)*a);
        Case("In C# (int)half/m cuts off the digits after the point, because both are whole numbers. Write ((int)half)/(double)m.", (a, y) => (int)half/m*a);
        Case("In C# many/m cuts off the digits after the point, because both are whole numbers. Write many/(double)m.", (a, y) =>
            (many/m)!.Value*a);
        Case("In C# (a > y ? n : 1)/m cuts off the digits after the point, because both are whole numbers. Write (a > y ? n : 1)/(double)m.",
            (a, y) => (a > y ? n : 1)/m*a);
        Case("In C# big*n is -1294967296, because 3000000000 does not fit into the type int. Write (double)big*n.",
            (a, y) => big*n*a);
        Case("In C# big + big + big is -1294967296, because 3000000000 does not fit into the type int. Write (double)(big + big) + big.", (a, y) => (big + big + big)*a);
        Case("table[n + m] has no value here: Index was outside the bounds of the array.", (a, y) => table[n + m]*a);
        Case("table[a > y ? 0 : 1] picks an element by a position that depends on the example. Write a case instead: condition ? one : other.",
            (a, y) => table[a > y ? 0 : 1]);
        Case("(decimal)a is a decimal, and a neuron computes with double. Write a without the cast.", (a, y) =>
            (double)((decimal)a*2m));
        Case("double.ExpM1(a) is not known here. Write Exp(a) - 1.", (a, y) => double.ExpM1(a));
        Case("double.Lerp(a, y, 0.3) is not known here. Write a*(1 - 0.3) + y*0.3.", (a, y) => double.Lerp(a, y, 0.3));
        Case("double.SinPi(a) is not known here. Use Pow, Exp, Log, Log2, Log10, Sqrt, Cbrt, Abs, Max, Min, Sin, Cos, Tan, Sinh, Cosh, Tanh and Atan.",
            (a, y) => double.SinPi(a));
        Case("double.Parse(text) does not depend on p or t. Put its value into a variable before the cost, and use the variable.",
            (p, t) => p*double.Parse(text));
        Assert.True(sentences.Count >= 80);
    }

    const int two = 2, five = 5;
    const double third = 1.0 / 3, ten = 10;
    const bool always = true;
    static readonly int big = 1_000_000_000;
    static readonly int? many = 5;
    static readonly double half = 1.5;
    static readonly float tenth = 0.1f;
    static readonly bool flag = true;
    static readonly List<double> list = [1, 2, 4];

    /// <summary>
    /// What is made of captured values has the value that C# gives it, in the formula and in the compiled cost.
    /// </summary>
    [Fact]
    public void Captured_values_are_computed_as_in_C_sharp()
    {
        var cases = 0;
        void Same(string text, Expression<Func<double, double, double>> lambda,
            [CallerArgumentExpression(nameof(lambda))] string source = "")
        {
            var cost = Cost.Define("mine", lambda, source);
            Assert.Equal((source, text), (source, cost.Formula.ToString()));
            var (csharp, compiled) = (lambda.Compile(), CompiledCost.For(cost, Activation.Identity));
            foreach (var (a, y) in ((double, double)[])[(0.3, 0.7), (0.7, 0.3), (-0.2, 0.4), (0.9, -1)])
            {
                Assert.Equal(csharp(a, y), cost.Value(a, y), 1e-15);
                Assert.Equal(csharp(a, y), compiled.Cost(a, y), 1e-15);
                var costs = new double[9];
                compiled.Evaluate([.. Enumerable.Repeat(a, 9)], 0, [.. Enumerable.Repeat(y, 9)], 0, 9, costs, new double[9]);
                Assert.Equal(csharp(a, y), costs[0], 1e-15);
            }
            cases++;
        }
        Same("1*a", (a, y) => n % 2*a);
        Same("1*a", (a, y) => (n & 1)*a);
        Same("6*a", (a, y) => (n << 1)*a);
        Same("-4*a", (a, y) => ~n*a);
        Same("2*a", (a, y) => table[n - 2]*a);
        Same("4*a", (a, y) => list[list.Count - 1]*a);
        Same("2*a", (a, y) => table[table.Length - 1]*a);
        Same("2*a", (a, y) => (n + 1)/m*a);
        Same("1*a", (a, y) => (int)half*a);
        Same("0.5*a", (a, y) => half % 1*a);
        Same("3000000000.0*a", (a, y) => (long)big*n*a);
        Same("a > y ? a : y", (a, y) => flag && a > y ? a : y);
        Same("a", (a, y) => flag || a > y ? a : y);
        Same("y", (a, y) => !flag && a > y ? a : y);
        Same("a > y ? a : y", (a, y) => a > y == flag ? a : y);
        Same("a > y ? a : y", (a, y) => !flag ^ a > y ? a : y);
        Same("a > 0 && !(y > 0) || !(a > 0) && y > 0 ? a : y", (a, y) => a > 0 ^ y > 0 ? a : y);
        Same("!(a > 0 && !(y > 0) || !(a > 0) && y > 0) ? a : y", (a, y) => a > 0 == y > 0 ? a : y);
        Same("a", (a, y) => text == "x" ? a : y);
        Same("a > y ? a : y", (a, y) => always && a > y ? a : y);
        Same("(a > 2 ? 3 : 1)*(a > 2 ? a : y)", (a, y) => (a > two ? n : 1)*(a > 2 ? a : y));
        Same("3*a", (a, y) => third*9*a);
        Same("10.0/3*a", (a, y) => ten/3*a);
        Same("3*a", (a, y) => 6/two*a);
        Same("PI/2*a", (a, y) => PI/2*a);
        Same("1*a", (a, y) => (nothing ?? 1)*a);
        Assert.Equal((double)(tenth * tenth), Cost.Define("mine", (a, y) => tenth * tenth * a).Value(1, 0), 1e-17);
        Assert.Equal(26, cases);
    }

    /// <summary>What is advised has the value of what was refused.</summary>
    [Fact]
    public void Advice_means_the_same()
    {
        foreach (var (refused, advised) in ((Func<double, double, double>, Func<double, double, double>)[])
        [
            ((a, y) => Clamp(a, -0.1, 0.9), (a, y) => Min(Max(a, -0.1), 0.9)),
            ((a, y) => Asin(a), (a, y) => Atan(a/Sqrt(1 - Pow(a, 2)))),
            ((a, y) => Acos(a), (a, y) => PI/2 - Atan(a/Sqrt(1 - Pow(a, 2)))),
            ((a, y) => Asinh(a), (a, y) => Log(a + Sqrt(Pow(a, 2) + 1))),
            ((a, y) => Acosh(a + 2), (a, y) => Log(a + 2 + Sqrt(Pow(a + 2, 2) - 1))),
            ((a, y) => Atanh(a), (a, y) => 0.5*Log((1 + a)/(1 - a))),
            ((a, y) => Atan2(a, y), (a, y) => 2*Atan(a/(Sqrt(Pow(a, 2) + Pow(y, 2)) + y))),
            ((a, y) => FusedMultiplyAdd(a, y, 1), (a, y) => a*y + 1),
            ((a, y) => CopySign(a, y), (a, y) => y >= 0 ? Abs(a) : -Abs(a)),
            ((a, y) => MaxMagnitude(a, y), (a, y) => Abs(a) > Abs(y) ? a : y),
            ((a, y) => MinMagnitude(a, y), (a, y) => Abs(a) < Abs(y) ? a : y),
            ((a, y) => ScaleB(a, 3), (a, y) => a*Pow(2, 3)),
            ((a, y) => double.Exp2(a), (a, y) => Pow(2, a)),
            ((a, y) => double.Exp10(a), (a, y) => Pow(10, a)),
            ((a, y) => double.ExpM1(a), (a, y) => Exp(a) - 1),
            ((a, y) => double.LogP1(a), (a, y) => Log(a + 1)),
            ((a, y) => double.Hypot(a, y), (a, y) => Sqrt(Pow(a, 2) + Pow(y, 2))),
            ((a, y) => double.Lerp(a, y, 0.3), (a, y) => a*(1 - 0.3) + y*0.3),
        ])
            foreach (var (a, y) in ((double, double)[])[(0.3, 0.7), (-0.6, 0.4), (0.2, -0.9), (-0.5, -0.1)])
                Assert.Equal(refused(a, y), advised(a, y), 1e-14);
    }

    [Fact]
    public void What_only_looks_like_it_is_allowed()
    {
        foreach (var (expected, cost) in ((string, Cost)[])
        [
            ("Pow(a - y, 2)*1/2", Cost.Define("m", (a, y) => Pow(a - y, 2) * 1 / 2)),
            ("a/2", Cost.Define("m", (a, y) => a / 2)),
            ("2*a", Cost.Define("m", (a, y) => 4 / 2 * a)),
            ("0.5*a", Cost.Define("m", (a, y) => 1.0 / 2 * a)),
            ("0.5*a", Cost.Define("m", (a, y) => 1 / 2.0 * a)),
            ("0.5*a", Cost.Define("m", (a, y) => (double)1 / 2 * a)),
            ("3*a", Cost.Define("m", (a, y) => n * a)),
            ("6*a", Cost.Define("m", (a, y) => n * m * a)),
            ("2*a", Cost.Define("m", (a, y) => table[1] * a)),
            ("a/3", Cost.Define("m", (a, y) => a / n)),
            ("1/y", Cost.Define("m", (a, y) => 1 / y)),
            ("3", Cost.Define("m", (a, y) => n)),
            ("Log(a)/Log(2)", Cost.Define("m", (a, y) => Log(a, 2))),
            ("2*Pow(y - a, 2)/2", Cost.Define("m", (a, y) => 2 * Cost.Quadratic.Value(a, y))),
        ]) Assert.Equal(expected, cost.Formula.ToString());
    }

    [Fact]
    public void A_name_and_a_formula_are_needed()
    {
        Assert.Equal("A cost needs a name to be compared by: Cost.Define(\"mine\", (a, y) => …).",
            Assert.Throws<FormulaException>(() => Cost.Define(" ", (a, y) => a)).Message);
        Assert.Equal("The cost \"mine\" needs a formula: Cost.Define(\"mine\", (a, y) => Pow(a - y, 2)/2).",
            Assert.Throws<FormulaException>(() => Cost.Define("mine", null!)).Message);
        Assert.Equal("An activation needs a name to be compared by: Activation.Define(\"mine\", z => …).",
            Assert.Throws<FormulaException>(() => Activation.Define("", z => z)).Message);
        Assert.Equal("The activation \"f\" needs a formula: Activation.Define(\"f\", z => z/(1 + Abs(z))).",
            Assert.Throws<FormulaException>(() => Activation.Define("f", null!)).Message);
        Assert.Equal("In C# 1/2 is 0, because both are whole numbers. Write 0.5.",
            Assert.Throws<FormulaException>(() => Activation.Define("f", z => 1/2*z)).Message);
        Assert.Equal("double.Parse(text) does not depend on z. Put its value into a variable before the cost, and use the variable.",
            Assert.Throws<FormulaException>(() => Activation.Define("f", z => z*double.Parse(text))).Message);
        Assert.Equal("nothing ?? z asks for null, but z is always a number. Write the part before ??.",
            Assert.Throws<FormulaException>(() => Activation.Define("f", z => nothing ?? z)).Message);
    }
}
