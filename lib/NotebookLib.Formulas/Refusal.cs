using System.Globalization;
using System.Linq.Expressions;
using System.Numerics;

namespace NotebookLib;

/// <summary>The sentences for what has no formula: each quotes the part and says what to write instead.</summary>
internal static class Refusal
{
    const string Functions = "Pow, Exp, Log, Log2, Log10, Sqrt, Cbrt, Abs, Max, Min, Sin, Cos, Tan, Sinh, Cosh, Tanh and Atan";

    /// <summary>What to write instead of a method of Math; {0}, {1}, {2} are its arguments, {3}, {4}, {5} the same in brackets where a factor needs them.</summary>
    static readonly Dictionary<string, string> Instead = new()
    {
        ["Round"] = Flat, ["Floor"] = Flat, ["Ceiling"] = Flat, ["Truncate"] = Flat,
        ["Sign"] = "is flat with a jump, so its slope teaches a neuron nothing. For a distance write Abs({0}); for a soft step write Tanh({0}).",
        ["Clamp"] = "is not known here. Write Min(Max({0}, {1}), {2}).",
        ["Asin"] = "is not known here. Write Atan({3}/Sqrt(1 - Pow({0}, 2))).",
        ["Acos"] = "is not known here. Write PI/2 - Atan({3}/Sqrt(1 - Pow({0}, 2))).",
        ["Asinh"] = "is not known here. Write Log({0} + Sqrt(Pow({0}, 2) + 1)).",
        ["Acosh"] = "is not known here. Write Log({0} + Sqrt(Pow({0}, 2) - 1)).",
        ["Atanh"] = "is not known here. Write 0.5*Log((1 + {3})/(1 - {3})).",
        ["Atan2"] = "is not known here. Write Atan({3}/{4}).",
        ["FusedMultiplyAdd"] = "is not known here. Write {3}*{4} + {2}.",
        ["IEEERemainder"] = Jumps, ["CopySign"] = "jumps with the sign. Write a case instead: {1} >= 0 ? Abs({0}) : -Abs({0}).",
        ["ReciprocalEstimate"] = "is only an estimate. Write 1/{3}.",
        ["ReciprocalSqrtEstimate"] = "is only an estimate. Write 1/Sqrt({0}).",
        ["MaxMagnitude"] = "is not known here. Write Max(Abs({0}), Abs({1})).",
        ["MinMagnitude"] = "is not known here. Write Min(Abs({0}), Abs({1})).",
        ["ScaleB"] = "is not known here. Write {3}*Pow(2, {1}).",
        ["ILogB"] = Flat, ["BitIncrement"] = Flat, ["BitDecrement"] = Flat,
    };

    const string Flat = "is flat with jumps: its slope is 0 or does not exist, so nothing can be learned from it. Write {0} itself, or a smooth function of it.";
    const string Jumps = "jumps, and has no slope there. Write a formula without remainders, or cases: condition ? one : other.";

    public static FormulaException Of(Expression e) => new(Sentence(e));

    static string Sentence(Expression e)
    {
        var quote = Quote.Of(e);
        return e switch
        {
            MethodCallExpression m => SentenceOfCall(m, quote),
            InvocationExpression => $"{quote} calls a function of yours, whose inside cannot be seen. Write its formula in place of the call.",
            BinaryExpression { NodeType: ExpressionType.Modulo } => $"{quote} {Jumps}",
            BinaryExpression { NodeType: ExpressionType.ExclusiveOr } b => $"{quote} is not a power: ^ is \"exclusive or\" in C#. Write Pow({Quote.Of(b.Left)}, {Quote.Of(b.Right)}).",
            BinaryExpression { NodeType: ExpressionType.LeftShift or ExpressionType.RightShift or ExpressionType.And or ExpressionType.Or } =>
                $"{quote} works on the bits of whole numbers, which has no slope. Write it with +, -, * and /.",
            BinaryExpression { NodeType: ExpressionType.ArrayIndex, Left: not NewArrayExpression } => $"{quote} picks an element by a position that depends on the example. Write a case instead: condition ? one : other.",
            BinaryExpression { NodeType: ExpressionType.Coalesce } => $"{quote} asks for null, but a and y are always numbers. Write the part before ??.",
            UnaryExpression { NodeType: ExpressionType.Not } => $"{quote} works on the bits of whole numbers, which has no slope. Write it with +, -, * and /.",
            BinaryExpression { NodeType: ExpressionType.ArrayIndex } or NewExpression or NewArrayExpression or ListInitExpression or MemberInitExpression =>
                $"{quote} makes a new object, and a formula is made of numbers alone. Compute what you need before the cost, in a variable, and use the variable.",
            MemberExpression or UnaryExpression => $"{quote} is not a number that is known when the cost is defined. Use a variable of type double.",
            ConstantExpression => $"{quote} is not a number. A formula is made of numbers, a and y.",
            TypeBinaryExpression => $"{quote} asks for a type, but a and y are always numbers. Write a comparison such as a > y.",
            _ => $"{quote} cannot be read as a formula. Use +, -, *, /, condition ? one : other, and {Functions}.",
        };
    }

    static string SentenceOfCall(MethodCallExpression m, string quote)
    {
        string[] given = [.. m.Arguments.Select(Quote.Of), "1", "1", "1"];
        object[] arguments = [.. given[..3], .. given[..3].Select(Factor)];
        if (m.Method.DeclaringType == typeof(Random)) return $"{quote} would be another number each time, so the cost would have no slope. Draw the number before the cost, in a variable.";
        if (!HasParameter.In(m)) return $"{quote} does not depend on a or y. Put its value into a variable before the cost, and use the variable.";
        if (m.Method.DeclaringType == typeof(Math) || m.Method.DeclaringType == typeof(double))
            return Instead.TryGetValue(m.Method.Name, out var instead)
                ? $"{quote} {string.Format(CultureInfo.InvariantCulture, instead, arguments)}"
                : m.Type == typeof(bool)
                    ? $"{quote} is not a comparison of a and y. Write one with <, <=, >, >=, == or !=."
                    : $"{quote} has no derivative here. Use {Functions}.";
        if (m.Type == typeof(string) || m.Method.DeclaringType == typeof(string)) return $"{quote} is text, and a formula is made of numbers. Leave it out.";
        return $"{quote} calls a method, whose inside cannot be seen. Write its formula in place of the call.";
    }

    /// <summary>Looks for a or y in an expression.</summary>
    sealed class HasParameter : ExpressionVisitor
    {
        bool found;
        protected override Expression VisitParameter(ParameterExpression node) { found = true; return node; }
        public static bool In(Expression e) { var visitor = new HasParameter(); visitor.Visit(e); return visitor.found; }
    }

    public static FormulaException OfCast(UnaryExpression u) =>
        new($"{Quote.Of(u)} cuts off digits: it is flat with jumps, so nothing can be learned from it. Write {Quote.Of(u.Operand)} without the cast.");

    /// <summary>A quotient of whole numbers known only at run time, such as n/2 with a variable n.</summary>
    public static FormulaException OfWholeQuotient(string quotient, string left, string right) => new(
        $"In C# {quotient} cuts off the digits after the point, because both are whole numbers. Write {(right.All(char.IsAsciiDigit) ? $"{Factor(left)}/{right}.0" : $"{Factor(left)}/(double){Factor(right)}")}.");

    /// <summary>A quotient of whole numbers p and q in the text.</summary>
    public static FormulaException OfWholeQuotient(string quotient, string left, string right, BigInteger p, BigInteger q) => new(
        q.IsZero ? $"{quotient} divides by 0. Write another number below the line."
        : $"In C# {quotient} is {p / q}, because both are whole numbers. Write {DecimalText(left, right, (double)p / (double)q)}.");

    static string Factor(string text) => text.Any(c => !char.IsLetterOrDigit(c) && c != '_' && c != '.') ? $"({text})" : text;

    /// <summary>1/2 is 0.5, 1/3 is 1.0/3.</summary>
    static string DecimalText(string left, string right, double value)
    {
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        return text.Length <= 6 ? text : left.All(char.IsAsciiDigit) ? $"{left}.0/{right}" : $"(double){Factor(left)}/{Factor(right)}";
    }

    public static FormulaException OfInfinite(Expression e, double value) => new(
        $"{Quote.Of(e)} is {(double.IsNaN(value) ? "not a number (NaN)" : "infinite")}, and a formula needs finite numbers. Use a number such as 1.5.");
}
