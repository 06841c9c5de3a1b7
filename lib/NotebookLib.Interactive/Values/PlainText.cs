using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace NotebookLib.Interactive;

/// <summary>
/// Any value as plain text, with numbers to six significant digits. A record or an anonymous object is its members, a list is its
/// items, and a type that says itself how it is written is taken at its word.
/// </summary>
internal static class PlainText
{
    private const int MostItems = 20, Deepest = 4;

    /// <summary>For example 0.817574, [1, 2, 3], (1, yes), { w = 0.6, b = 0.9 }.</summary>
    public static string Of(object? value) => Of(value, Deepest);

    /// <summary>A number, a text, a truth value, a date: something that is one word of a list or one field of a table.</summary>
    public static bool IsScalar(Type type) =>
        type.IsPrimitive || type.IsEnum || type == typeof(string) || type == typeof(decimal)
            || typeof(IFormattable).IsAssignableFrom(type)
        || Nullable.GetUnderlyingType(type) is { } inner && IsScalar(inner);

    private static string Of(object? value, int depth) => value switch
    {
        null => "null",
        string text => text,
        double number => Number(number),
        float number => Number(number),
        bool truth => truth ? "true" : "false",
        Delegate function => function.GetType().IsGenericType ? "a function" : function.GetType().Name,
        ITuple tuple => $"({string.Join(", ", Enumerable.Range(0, tuple.Length).Select(i => Of(tuple[i], depth - 1)))})",
        IEnumerable _ when SaysItself(value) => value.ToString()!,
        IEnumerable items => depth == 0 ? "[…]" : Items(items, depth),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ when SaysItself(value) => value.ToString() ?? "",
        _ => depth == 0 ? "…" : Members(value, depth),
    };

    /// <summary>To one significant digit, as for a step: 4e-3.</summary>
    public static string OneDigit(double value) => value.ToString("0e+0", CultureInfo.InvariantCulture).Replace("e+", "e");

    /// <summary>An error bar, an estimate: rounded up to a power of ten, such as 1e-14.</summary>
    public static string Bar(double error) =>
        error == 0 ? "0" : double.IsFinite(error) ? OneDigit(Math.Pow(10, Math.Ceiling(Math.Log10(error)))) : "∞";

    private static string Number(double value) => (value + 0.0).ToString("G6", CultureInfo.InvariantCulture);      // −0 is 0

    private static string Items(IEnumerable items, int depth)
    {
        var shown = new List<string>();
        var more = 0;
        foreach (var item in items)
        {
            if (shown.Count < MostItems) shown.Add(Of(item, depth - 1));
            else if (items is ICollection { Count: var count }) { more = count - MostItems; break; }
            else { more = -1; break; }
        }
        return $"[{string.Join(", ", shown)}{(more == 0 ? "" : more > 0 ? $", … and {more} more" : ", …")}]";
    }

    private static string Members(object value, int depth)
    {
        var type = value.GetType();
        var members = MembersOf(type).Select(member => $"{member.Name} = {Of(ValueOf(member, value), depth - 1)}").ToList();
        var name = type.Name.StartsWith('<') ? "" : type.Name.Split('`')[0];
        return members.Count == 0 ? name : $"{name} {{ {string.Join(", ", members)} }}".TrimStart();
    }

    /// <summary>The public properties and fields of a type that can be read without an index.</summary>
    public static IEnumerable<MemberInfo> MembersOf(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.CanRead && property.GetIndexParameters().Length == 0
                && !property.PropertyType.IsByRefLike && property.Name != "EqualityContract")
            .Concat<MemberInfo>(type.GetFields(BindingFlags.Public | BindingFlags.Instance));

    /// <summary>The member's value; for a property that throws, its message.</summary>
    public static object? ValueOf(MemberInfo member, object value)
    {
        try
        {
            return member is PropertyInfo property ? property.GetValue(value) : ((FieldInfo)member).GetValue(value);
        }
        catch (TargetInvocationException thrown)
        {
            return thrown.InnerException?.Message;
        }
    }

    /// <summary>
    /// Does the type write itself, in code of its own? Records and anonymous types have a ToString too, but with every digit.
    /// </summary>
    private static bool SaysItself(object value)
    {
        var type = value.GetType();
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(KeyValuePair<,>)) return false;
        var declared = type.GetMethod(nameof(ToString), Type.EmptyTypes)!;
        return declared.DeclaringType != typeof(object) && declared.DeclaringType != typeof(ValueType)
            && !declared.IsDefined(typeof(CompilerGeneratedAttribute))
                && !declared.DeclaringType!.IsDefined(typeof(CompilerGeneratedAttribute));
    }
}
