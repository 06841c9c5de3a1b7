using System.Globalization;
using System.Linq.Expressions;
using System.Reflection;

namespace NotebookLib;

/// <summary>An expression tree as the learner typed it: <c>Round(a)</c>, not <c>Math.Round(a)</c> or
/// <c>value(DisplayClass).k</c>.</summary>
internal static class Quote
{
    public static string Of(Expression e) => Write(e).Text;

    private static string At(int precedence, Expression e) =>
        Write(e) is var (text, own) && own < precedence ? $"({text})" : text;

    private static (string Text, int Precedence) Write(Expression e) => e switch
    {
        ParameterExpression p => (p.Name ?? "a", 9),
        ConstantExpression { Value: double d } =>
            (d == Math.PI ? "PI" : d == Math.E ? "E" : d.ToString("R", CultureInfo.InvariantCulture), d < 0 ? 7 : 9),
        ConstantExpression { Value: string s } => ($"\"{s}\"", 9),
        ConstantExpression { Value: char c } => ($"'{c}'", 9),
        ConstantExpression { Value: bool b } => (b ? "true" : "false", 9),
        ConstantExpression c => (Convert.ToString(c.Value, CultureInfo.InvariantCulture) ?? "null", 9),
        UnaryExpression { NodeType: ExpressionType.Convert } u =>
            u.Type == typeof(double) || u.Type == typeof(object) || u.Operand.Type != typeof(double)
            ? Write(u.Operand)
            : ($"({NameOf(u.Type)}){At(7, u.Operand)}", 7),
        UnaryExpression { NodeType: ExpressionType.Negate } u => ("-" + At(7, u.Operand), 7),
        UnaryExpression { NodeType: ExpressionType.Not } u => ((u.Type == typeof(bool) ? "!" : "~") + At(7, u.Operand), 7),
        UnaryExpression { NodeType: ExpressionType.ArrayLength } u => (At(9, u.Operand) + ".Length", 9),
        UnaryExpression u => Write(u.Operand),
        BinaryExpression { NodeType: ExpressionType.ArrayIndex } b => ($"{At(9, b.Left)}[{Of(b.Right)}]", 9),
        BinaryExpression b when Operator(b.NodeType) is (_, var p) => ($"{At(p, b.Left)}{SymbolOf(b)}{At(p + 1, b.Right)}", p),
        ConditionalExpression c => ($"{At(1, c.Test)} ? {At(1, c.IfTrue)} : {Of(c.IfFalse)}", 0),
        MemberExpression m => (m.Expression is null ? StaticName(m.Member) : IsClosure(m.Expression) ? m.Member.Name
            : $"{At(9, m.Expression)}.{m.Member.Name}", 9),
        MethodCallExpression { Method.Name: "get_Item" or "get_Chars" } m => ($"{At(9, m.Object!)}[{List(m.Arguments)}]", 9),
        MethodCallExpression m => ($"{Receiver(m)}{m.Method.Name}({List(m.Arguments)})", 9),
        InvocationExpression i => ($"{At(9, i.Expression)}({List(i.Arguments)})", 9),
        NewExpression n => ($"new {NameOf(n.Type)}({List(n.Arguments)})", 9),
        NewArrayExpression n => ($"new[] {{ {List(n.Expressions)} }}", 9),
        DefaultExpression d => ($"default({NameOf(d.Type)})", 9),
        _ => (e.ToString(), 0),
    };

    /// <summary>The operator, with a space on each side but for * and /.</summary>
    public static string SymbolOf(BinaryExpression b)
    {
        var symbol = Operator(b.NodeType)?.Symbol ?? b.NodeType.ToString();
        return symbol is "*" or "/" ? symbol : $" {symbol} ";
    }

    private static string List(IEnumerable<Expression> arguments) => string.Join(", ", arguments.Select(Of));

    private static string Receiver(MethodCallExpression m) => m.Object is { } o
        ? IsClosure(o) ? "" : At(9, o) + "."
        : m.Method.DeclaringType is { } t && t != typeof(Math) && !t.Name.Contains('<')
            && !t.Name.StartsWith("Submission#", StringComparison.Ordinal) && IsFramework(t) ? NameOf(t) + "." : "";

    private static bool IsFramework(Type t) =>
        t.Namespace is { } n && (n.StartsWith("System", StringComparison.Ordinal) || n == nameof(NotebookLib));

    private static string StaticName(MemberInfo member) => member.DeclaringType == typeof(Math) ? member.Name
        : IsFramework(member.DeclaringType!) ? $"{NameOf(member.DeclaringType!)}.{member.Name}" : member.Name;

    /// <summary>The object that holds captured variables; in a notebook, the session.</summary>
    private static bool IsClosure(Expression e) => e is ConstantExpression { Value: { } o } && !IsFramework(o.GetType())
        || e is MemberExpression { Member.Name: ['<', ..] or ['C', 'S', '$', ..] };

    public static string NameOf(Type t) => Type.GetTypeCode(t) switch
    {
        TypeCode.Double => "double", TypeCode.Single => "float", TypeCode.Decimal => "decimal", TypeCode.Boolean => "bool",
        TypeCode.Int32 => "int", TypeCode.Int64 => "long", TypeCode.Int16 => "short", TypeCode.Byte => "byte", TypeCode.UInt32 =>
            "uint",
        TypeCode.String => "string", TypeCode.Char => "char",
        _ => t.IsArray ? NameOf(t.GetElementType()!) + "[]" : t.Name.Split('`')[0],
    };

    private static (string Symbol, int Precedence)? Operator(ExpressionType type) => type switch
    {
        ExpressionType.OrElse => ("||", 1), ExpressionType.Coalesce => ("??", 1), ExpressionType.AndAlso => ("&&", 2),
        ExpressionType.Or => ("|", 2), ExpressionType.ExclusiveOr => ("^", 2), ExpressionType.And => ("&", 2),
        ExpressionType.Equal => ("==", 3), ExpressionType.NotEqual => ("!=", 3),
        ExpressionType.LessThan => ("<", 4), ExpressionType.LessThanOrEqual => ("<=", 4),
        ExpressionType.GreaterThan => (">", 4), ExpressionType.GreaterThanOrEqual => (">=", 4),
        ExpressionType.LeftShift => ("<<", 4), ExpressionType.RightShift => (">>", 4),
        ExpressionType.Add or ExpressionType.AddChecked => ("+", 5),
        ExpressionType.Subtract or ExpressionType.SubtractChecked => ("-", 5),
        ExpressionType.Multiply or ExpressionType.MultiplyChecked => ("*", 6),
        ExpressionType.Divide => ("/", 6), ExpressionType.Modulo => ("%", 6),
        _ => null,
    };
}
