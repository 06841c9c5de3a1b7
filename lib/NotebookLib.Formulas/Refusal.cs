using System.Globalization;
using System.Linq.Expressions;
using System.Numerics;
using static System.FormattableString;

namespace NotebookLib;

/// <summary>The sentences for what has no formula: each quotes the part and says what to write instead.</summary>
/// <param name="names">What the learner calls the lambda's parameters.</param>
internal sealed class Refusal(IReadOnlyList<string> names)
{
    private const string Functions =
        "Pow, Exp, Log, Log2, Log10, Sqrt, Cbrt, Abs, Max, Min, Sin, Cos, Tan, Sinh, Cosh, Tanh and Atan";

    private const string Flat = "is flat with jumps: its slope is 0 or does not exist, so nothing can be learned from it. "
        + "Write {0} itself, or a smooth function of it.";
    private const string Jumps =
        "jumps, and has no slope there. Write a formula without remainders, or cases: condition ? one : other.";
    private const string Bits = "works on the bits of whole numbers, which has no slope. Write it with +, -, * and /.";

    /// <summary>What to say of a method of Math or double with the arguments {0}, {1}, {2}; as factors {3}, {4}, {5}.</summary>
    private static readonly Dictionary<string, string> Reasons = new()
    {
        ["Round"] = Flat, ["Floor"] = Flat, ["Ceiling"] = Flat, ["Truncate"] = Flat,
        ["ILogB"] = Flat, ["BitIncrement"] = Flat, ["BitDecrement"] = Flat, ["IEEERemainder"] = Jumps,
        ["Sign"] = "is flat with a jump, so its slope teaches a neuron nothing. "
            + "For a distance write Abs({0}); for a soft step write Tanh({0}).",
        ["CopySign"] = "jumps with the sign. Write a case instead: {1} >= 0 ? Abs({0}) : -Abs({0}).",
        ["ReciprocalEstimate"] = "is only an estimate. Write 1/{3}.",
        ["ReciprocalSqrtEstimate"] = "is only an estimate. Write 1/Sqrt({0}).",
    };

    /// <summary>What to write for a method that is not known here; it has the same value.</summary>
    private static readonly Dictionary<string, string> Instead = new()
    {
        ["Clamp"] = "Min(Max({0}, {1}), {2})",
        ["Asin"] = "Atan({3}/Sqrt(1 - Pow({0}, 2)))",
        ["Acos"] = "PI/2 - Atan({3}/Sqrt(1 - Pow({0}, 2)))",
        ["Asinh"] = "Log({0} + Sqrt(Pow({0}, 2) + 1))",
        ["Acosh"] = "Log({0} + Sqrt(Pow({0}, 2) - 1))",
        ["Atanh"] = "0.5*Log((1 + {3})/(1 - {3}))",
        ["Atan2"] = "2*Atan({3}/(Sqrt(Pow({0}, 2) + Pow({1}, 2)) + {1}))",
        ["FusedMultiplyAdd"] = "{3}*{4} + {2}", ["MultiplyAddEstimate"] = "{3}*{4} + {2}",
        ["MaxMagnitude"] = "Abs({0}) > Abs({1}) ? {0} : {1}",
        ["MinMagnitude"] = "Abs({0}) < Abs({1}) ? {0} : {1}",
        ["ScaleB"] = "{3}*Pow(2, {1})",
        ["Exp2"] = "Pow(2, {0})", ["Exp10"] = "Pow(10, {0})", ["ExpM1"] = "Exp({0}) - 1", ["LogP1"] = "Log({0} + 1)",
        ["Hypot"] = "Sqrt(Pow({0}, 2) + Pow({1}, 2))", ["Lerp"] = "{3}*(1 - {5}) + {4}*{5}",
    };

    private string And => string.Join(" and ", names);

    private string AlwaysNumbers => names.Count == 1 ? $"{And} is always a number" : $"{And} are always numbers";

    public FormulaException Of(Expression e) => new(Sentence(e));

    private string Sentence(Expression e)
    {
        var quote = Quote.Of(e);
        return e switch
        {
            MethodCallExpression m => SentenceOfCall(m, quote),
            InvocationExpression =>
                $"{quote} calls a function of yours, whose inside cannot be seen. Write its formula in place of the call.",
            BinaryExpression { NodeType: ExpressionType.Modulo } => $"{quote} {Jumps}",
            BinaryExpression { NodeType: ExpressionType.ExclusiveOr } b =>
                OfPower(quote, Quote.Of(b.Left), Quote.Of(b.Right)).Message,
            BinaryExpression
                { NodeType: ExpressionType.LeftShift or ExpressionType.RightShift or ExpressionType.And or ExpressionType.Or }
                or UnaryExpression { NodeType: ExpressionType.Not } => $"{quote} {Bits}",
            BinaryExpression { NodeType: ExpressionType.ArrayIndex, Left: not NewArrayExpression } =>
                $"{quote} picks an element by a position that depends on the example. "
                + "Write a case instead: condition ? one : other.",
            BinaryExpression { NodeType: ExpressionType.Coalesce } =>
                $"{quote} asks for null, but {AlwaysNumbers}. Write the part before ??.",
            BinaryExpression { NodeType: ExpressionType.ArrayIndex } or NewExpression or NewArrayExpression or ListInitExpression
                or MemberInitExpression => $"{quote} makes a new object, and a formula is made of numbers alone. "
                    + "Compute what you need before the cost, in a variable, and use the variable.",
            MemberExpression or UnaryExpression =>
                $"{quote} is not a number that is known when the cost is defined. Use a variable of type double.",
            ConstantExpression =>
                $"{quote} is not a number. A formula is made of numbers{(names.Count == 1 ? " and" : ",")} {And}.",
            TypeBinaryExpression => $"{quote} asks for a type, but {AlwaysNumbers}. "
                + $"Write a comparison such as {names[0]} > {names.ElementAtOrDefault(1) ?? "0"}.",
            _ => $"{quote} cannot be read as a formula. Use +, -, *, /, condition ? one : other, and {Functions}.",
        };
    }

    private string SentenceOfCall(MethodCallExpression m, string quote)
    {
        string[] given = [.. m.Arguments.Select(Quote.Of), "1", "1", "1"];
        object[] arguments = [.. given[..3], .. given[..3].Select(Factor)];
        string Filled(string text) => string.Format(CultureInfo.InvariantCulture, text, arguments);
        if (m.Method.DeclaringType == typeof(Random))
            return $"{quote} would be another number each time, so the cost would have no slope. "
                + "Draw the number before the cost, in a variable.";
        if (!Captured.HasParameter(m))
            return $"{quote} does not depend on {string.Join(" or ", names)}. "
                + "Put its value into a variable before the cost, and use the variable.";
        if (m.Method.DeclaringType == typeof(Math) || m.Method.DeclaringType == typeof(double))
            return Reasons.TryGetValue(m.Method.Name, out var reason) ? $"{quote} {Filled(reason)}"
                : Instead.TryGetValue(m.Method.Name, out var instead) ? $"{quote} is not known here. Write {Filled(instead)}."
                : m.Type == typeof(bool) ? $"{quote} is not a comparison of two numbers. Write one with <, <=, >, >=, == or !=."
                : $"{quote} is not known here. Use {Functions}.";
        if (m.Type == typeof(string) || m.Method.DeclaringType == typeof(string))
            return $"{quote} is text, and a formula is made of numbers. Leave it out.";
        return $"{quote} calls a method, whose inside cannot be seen. Write its formula in place of the call.";
    }

    public static FormulaException OfCast(UnaryExpression u) => new(u.Type == typeof(decimal)
        ? $"(decimal){Factor(Quote.Of(u.Operand))} is a decimal, and a neuron computes with double. "
            + $"Write {Quote.Of(u.Operand)} without the cast."
        : $"{Quote.Of(u)} cuts off digits: it is flat with jumps, so nothing can be learned from it. "
            + $"Write {Quote.Of(u.Operand)} without the cast.");

    public static FormulaException OfPower(string quote, string left, string right) =>
        new($"{quote} is not a power: ^ is \"exclusive or\" in C#. Write Pow({left}, {right}).");

    /// <summary>A quotient of whole numbers known only at run time, such as n/2 with a variable n.</summary>
    public static FormulaException OfWholeQuotient(BinaryExpression b, bool byZero = false)
    {
        var (quotient, left, right) = (Quote.Of(b), Quote.Of(b.Left), Quote.Of(b.Right));
        return new(byZero ? ByZero(quotient)
            : $"In C# {quotient} cuts off the digits after the point, because both are whole numbers. "
                + $"Write {WithDigits(left, right)}.");
    }

    /// <summary>A quotient of whole numbers p and q in the text.</summary>
    public static FormulaException OfWholeQuotient(string quotient, string left, string right, BigInteger p, BigInteger q) => new(
        q.IsZero ? ByZero(quotient)
        : Invariant($"In C# {quotient} is {p / q}, because both are whole numbers. ")
            + $"Write {DecimalText(left, right, (double)p / (double)q)}.");

    /// <summary>A quotient with a named constant in it, which the compiler has computed.</summary>
    public static FormulaException OfConstantQuotient(string quotient, string left, string right, bool isZero) => new(isZero
        ? $"In C# {quotient} is 0, because both are whole numbers. Write {WithDigits(left, right)}."
        : $"The compiler has computed {quotient} already, and if both are whole numbers it has cut off the digits "
            + $"after the point. Write {WithDigits(left, right)}.");

    /// <summary>A sum or product of whole numbers that does not fit into its type.</summary>
    public static FormulaException OfOverflow(BinaryExpression b, BigInteger actual, BigInteger exact) => new(
        Invariant($"In C# {Quote.Of(b)} is {actual}, because {exact} does not fit into the type {Quote.NameOf(b.Type)}. ")
        + $"Write (double){Factor(Quote.Of(b.Left))}{Quote.SymbolOf(b)}{Factor(Quote.Of(b.Right))}.");

    public static FormulaException OfInfinite(Expression e, double value) => new(
        $"{Quote.Of(e)} is {(double.IsNaN(value) ? "not a number (NaN)" : "infinite")}, and a formula needs finite numbers. "
        + "Use a number such as 1.5.");

    private static string ByZero(string quotient) => $"{quotient} divides by 0. Write another number below the line.";

    private static string Factor(string text) =>
        text.Any(c => !char.IsLetterOrDigit(c) && c != '_' && c != '.') ? $"({text})" : text;

    /// <summary>A quotient that is divided as doubles: n/2.0, 1.0/n, n/(double)m.</summary>
    private static string WithDigits(string left, string right) =>
        right.All(char.IsAsciiDigit) ? $"{Factor(left)}/{right}.0"
        : left.All(char.IsAsciiDigit) ? $"{left}.0/{Factor(right)}"
        : $"{Factor(left)}/(double){Factor(right)}";

    /// <summary>1/2 is 0.5, 1/3 is 1.0/3.</summary>
    private static string DecimalText(string left, string right, double value)
    {
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        return text.Length <= 6 ? text : left.All(char.IsAsciiDigit) ? $"{left}.0/{right}"
            : $"(double){Factor(left)}/{Factor(right)}";
    }
}
