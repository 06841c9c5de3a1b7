using System.Globalization;
using System.Linq.Expressions;
using System.Reflection;

namespace NotebookLib;

/// <summary>An expression tree as the learner typed it: Round(a) and k, not Math.Round(a) and value(DisplayClass).k.</summary>
internal static class Quote
{
    /// <summary>The operators of C# with two sides, by level: those of the first level bind least.</summary>
    public static readonly (string Symbol, ExpressionType Type)[][] Levels =
    [
        [("||", ExpressionType.OrElse), ("??", ExpressionType.Coalesce)], [("&&", ExpressionType.AndAlso)],
        [("|", ExpressionType.Or)], [("^", ExpressionType.ExclusiveOr)], [("&", ExpressionType.And)],
        [.. Signs(Relation.Equal, Relation.Different)],
        [.. Signs(Relation.Less, Relation.AtMost, Relation.Greater, Relation.AtLeast)],
        [("<<", ExpressionType.LeftShift), (">>", ExpressionType.RightShift)],
        [("+", ExpressionType.Add), ("-", ExpressionType.Subtract),
            ("+", ExpressionType.AddChecked), ("-", ExpressionType.SubtractChecked)],
        [("*", ExpressionType.Multiply), ("*", ExpressionType.MultiplyChecked),
            ("/", ExpressionType.Divide), ("%", ExpressionType.Modulo)],
    ];

    private static IEnumerable<(string, ExpressionType)> Signs(params Relation[] relations) =>
        relations.Select(r => (r.CSharp, r.Type));

    private static readonly int Unary = Levels.Length + 1, Atom = Unary + 1;           // a choice is 0

    public static string Of(Expression e) => Write(e).Text;

    private static string At(int precedence, Expression e) =>
        Write(e) is var (text, own) && own < precedence ? $"({text})" : text;

    private static (string Text, int Precedence) Write(Expression e) => e switch
    {
        ParameterExpression p => (p.Name ?? "a", Atom),
        ConstantExpression { Value: double d } =>
            (d == Math.PI ? "PI" : d == Math.E ? "E" : d.ToString("R", CultureInfo.InvariantCulture), d < 0 ? Unary : Atom),
        ConstantExpression { Value: string s } => ($"\"{s}\"", Atom),
        ConstantExpression { Value: char c } => ($"'{c}'", Atom),
        ConstantExpression { Value: bool b } => (b ? "true" : "false", Atom),
        ConstantExpression c => (Convert.ToString(c.Value, CultureInfo.InvariantCulture) ?? "null", Atom),
        UnaryExpression { NodeType: ExpressionType.Convert } u =>
            u.Type == typeof(double) || u.Type == typeof(object) || u.Operand.Type != typeof(double)
            ? Write(u.Operand)
            : ($"({NameOf(u.Type)}){At(Unary, u.Operand)}", Unary),
        UnaryExpression { NodeType: ExpressionType.Negate } u => ("-" + At(Unary, u.Operand), Unary),
        UnaryExpression { NodeType: ExpressionType.Not } u =>
            ((u.Type == typeof(bool) ? "!" : "~") + At(Unary, u.Operand), Unary),
        UnaryExpression { NodeType: ExpressionType.ArrayLength } u => (At(Atom, u.Operand) + ".Length", Atom),
        UnaryExpression u => Write(u.Operand),
        BinaryExpression { NodeType: ExpressionType.ArrayIndex } b => ($"{At(Atom, b.Left)}[{Of(b.Right)}]", Atom),
        BinaryExpression b when Array.FindIndex(Levels, level => level.Any(o => o.Type == b.NodeType)) + 1 is > 0 and var p =>
            ($"{At(p, b.Left)}{SymbolOf(b)}{At(p + 1, b.Right)}", p),
        ConditionalExpression c => ($"{At(1, c.Test)} ? {At(1, c.IfTrue)} : {Of(c.IfFalse)}", 0),
        MemberExpression m => (m.Expression is null ? StaticName(m.Member) : IsClosure(m.Expression) ? m.Member.Name
            : $"{At(Atom, m.Expression)}.{m.Member.Name}", Atom),
        MethodCallExpression { Method.Name: "get_Item" or "get_Chars" } m =>
            ($"{At(Atom, m.Object!)}[{List(m.Arguments)}]", Atom),
        MethodCallExpression m => ($"{Receiver(m)}{m.Method.Name}({List(m.Arguments)})", Atom),
        InvocationExpression i => ($"{At(Atom, i.Expression)}({List(i.Arguments)})", Atom),
        NewExpression n => ($"new {NameOf(n.Type)}({List(n.Arguments)})", Atom),
        NewArrayExpression n => ($"new[] {{ {List(n.Expressions)} }}", Atom),
        DefaultExpression d => ($"default({NameOf(d.Type)})", Atom),
        _ => (e.ToString(), 0),
    };

    /// <summary>The operator, with a space on each side but for * and /.</summary>
    public static string SymbolOf(BinaryExpression b)
    {
        var symbol = Levels.SelectMany(level => level).First(o => o.Type == b.NodeType).Symbol;
        return symbol is "*" or "/" ? symbol : $" {symbol} ";
    }

    private static string List(IEnumerable<Expression> arguments) => string.Join(", ", arguments.Select(Of));

    private static string Receiver(MethodCallExpression m) => m.Object is { } o
        ? IsClosure(o) ? "" : At(Atom, o) + "."
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
        TypeCode.Int32 => "int", TypeCode.Int64 => "long", TypeCode.Int16 => "short", TypeCode.Byte => "byte",
        TypeCode.UInt32 => "uint", TypeCode.String => "string", TypeCode.Char => "char",
        _ => t.IsArray ? NameOf(t.GetElementType()!) + "[]" : t.Name.Split('`')[0],
    };
}
