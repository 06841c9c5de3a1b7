using System.Globalization;
using System.Linq.Expressions;
using System.Numerics;
using System.Text.RegularExpressions;

namespace NotebookLib;

/// <summary>
/// Looks in a lambda's text for what the C# compiler computes before its tree can be seen: 1/2 of whole numbers, which is 0, and
/// 2^3, which is 1; also with named constants, whose value is found in the tree. Text that it cannot follow is left to the tree.
/// </summary>
internal sealed class SourceText
{
    /// <summary>
    /// A part of the text: where it stands, whether the compiler folds it into one constant, its value where that is known,
    /// whether its type may be a whole number (a name may be), and a quotient in it that may have lost digits.
    /// </summary>
    private readonly record struct Part(int Start, int End, bool Constant = false, BigInteger? Value = null,
        bool MayBeWhole = false, Quotient? Doubt = null);

    private sealed record Quotient(Part Whole, Part Left, Part Right);

    private readonly List<(string Text, int Start)> tokens;
    private readonly string source;
    private readonly HashSet<string> known;                 // names that the compiler does not replace by a number
    private readonly List<Part> constants = [];             // what it does replace
    private int at;

    private SourceText(string source, HashSet<string> known) =>
        (this.source, this.known, tokens) = (source, known, [.. Tokens(source), ("", source.Length)]);

    /// <summary>Throws if the text of a lambda divides whole numbers with a remainder, or writes ^ for a power.</summary>
    public static void Check(string source, LambdaExpression lambda)
    {
        var arrow = source.IndexOf("=>", StringComparison.Ordinal);
        if (arrow < 0) return;
        var tree = new InTree();
        tree.Visit(lambda.Body);
        var text = new SourceText(source[(arrow + 2)..], [.. tree.Names, .. lambda.Parameters.Select(p => p.Name ?? "")]);
        try
        {
            text.Use(text.Choice());
            if (text.Peek != "") return;
        }
        catch (FormatException) { return; }          // beyond this little grammar: the tree alone decides
        text.CheckNamed(tree.Constants);
    }

    /// <summary>The constants of text and tree stand in one order: so the value of one with a name in it is known.</summary>
    private void CheckNamed(List<object?> values)
    {
        if (values.Count != constants.Count) return;
        foreach (var (part, value) in constants.OrderBy(part => part.Start).Zip(values))
        {
            if (part.Doubt is not { } doubt || value is not IConvertible number) continue;
            var v = number.ToDouble(null);
            if (v != Math.Floor(v)) continue;
            var alone = Text(part).Trim(Around) == Text(doubt.Whole).Trim(Around);
            if (alone && doubt.Left.Value is { } p && v != 0 && (double)p % v == 0) continue;    // 6/n is 3: nothing is lost
            throw Refusal.OfConstantQuotient(Text(doubt.Whole), Text(doubt.Left), Text(doubt.Right), alone && v == 0);
        }
    }

    private static readonly char[] Around = ['-', '+', '(', ')', ' '];

    private string Peek => tokens[at].Text;
    private int Here => tokens[at].Start;
    private int Before => at == 0 ? 0 : tokens[at - 1].Start + tokens[at - 1].Text.Length;
    private bool Take(string text) { if (Peek != text) return false; at++; return true; }
    private void Need(string text) { if (!Take(text)) throw new FormatException(); }
    private string Text(Part part) => source[part.Start..part.End].Trim();

    /// <summary>A part stands beside something that is no constant.</summary>
    private void Use(Part part) { if (part.Constant) constants.Add(part); }

    private Part Choice()
    {
        var part = Binary(0);
        if (!Take("?")) return part;
        Use(part);
        Use(Choice());
        Need(":");
        Use(Choice());
        return new(part.Start, Before);
    }

    private Part Binary(int level)
    {
        if (level == Quote.Levels.Length) return Unary();
        var left = Binary(level + 1);
        while (Quote.Levels[level].Any(o => o.Symbol == Peek))
        {
            var symbol = tokens[at++].Text;
            left = Join(left, symbol, Binary(level + 1));
        }
        return left;
    }

    private Part Join(Part left, string symbol, Part right)
    {
        var both = new Part(left.Start, right.End);
        if (symbol == "^" && left.MayBeWhole && right.MayBeWhole && (left.Value ?? right.Value) is not null)
            throw Refusal.OfPower(Text(both), Text(left), Text(right));
        if (!left.Constant || !right.Constant)
        {
            Use(left);
            Use(right);
            return both;
        }
        var whole = left.MayBeWhole && right.MayBeWhole;
        both = both with { Constant = true, MayBeWhole = whole, Doubt = left.Doubt ?? right.Doubt };
        if (whole && left.Value is { } p && right.Value is { } q)
            return symbol == "/" && (q.IsZero || !(p % q).IsZero)
                ? throw Refusal.OfWholeQuotient(Text(both), Text(left), Text(right), p, q)
                : both with { Value = Folded(symbol, p, q) };
        var mayCut = whole && symbol == "/" && !IsNumber(left) && !IsNumber(right);
        return mayCut ? both with { Doubt = both.Doubt ?? new(both, left, right) } : both;

        bool IsNumber(Part part) => Text(part) is "PI" or "E" or "Tau" or "Math.PI" or "Math.E" or "Math.Tau";
    }

    private static BigInteger? Folded(string symbol, BigInteger p, BigInteger q) => symbol switch
    {
        "+" => p + q, "-" => p - q, "*" => p * q, "/" => p / q, "%" => q.IsZero ? null : p % q,
        "<<" => p << (int)q, ">>" => p >> (int)q, "&" => p & q, "|" => p | q,
        _ => null,
    };

    private Part Unary()
    {
        var start = Here;
        if (Peek is "-" or "+" or "~" or "!")
        {
            var sign = tokens[at++].Text;
            var operand = Unary();
            BigInteger? value = sign switch { "-" => -operand.Value, "+" => operand.Value, "~" => -operand.Value - 1, _ => null };
            return operand with { Start = start, Value = value };
        }
        if (Peek == "(" && tokens.ElementAtOrDefault(at + 2).Text == ")" && Cast(tokens[at + 1].Text) is { } toWhole)
        {
            at += 3;
            var inner = Unary();
            return inner with { Start = start, MayBeWhole = toWhole && inner.Constant };
        }
        return Postfix(start, Primary(start));
    }

    private static bool? Cast(string type) => type switch
    {
        "int" or "long" or "uint" or "ulong" or "short" or "ushort" or "byte" or "sbyte" or "nint" or "nuint" => true,
        "double" or "float" or "decimal" => false,
        _ => null,
    };

    private Part Primary(int start)
    {
        if (Take("("))
        {
            var inner = Choice();
            Need(")");
            return inner with { Start = start, End = Before };
        }
        var token = Peek;
        if (token == "" || !(char.IsLetterOrDigit(token[0]) || token[0] is '_' or '@' or '.')) throw new FormatException();
        at++;
        var part = new Part(start, Before, Constant: true);
        return WholeNumber(token) is { } whole ? part with { Value = whole, MayBeWhole = true }
            : char.IsDigit(token[0]) || token[0] == '.' ? part with { Value = WholePart(token) }
            : part with { Constant = !known.Contains(token), MayBeWhole = !known.Contains(token) };
    }

    private Part Postfix(int start, Part part)
    {
        while (Peek is "." or "(" or "[")
        {
            var open = tokens[at++].Text;
            if (open == ".") part = Primary(Here) with { Start = start };  // the last name decides: double.Pi, settings.Rate
            else
            {
                var close = open == "(" ? ")" : "]";
                if (Peek != close) do Use(Choice()); while (Take(","));
                Need(close);
                part = new(start, Before);
            }
        }
        return part;
    }

    private static BigInteger? WholeNumber(string token)
    {
        var digits = token.Replace("_", "", StringComparison.Ordinal).ToLowerInvariant().TrimEnd('l', 'u');
        return digits.StartsWith("0x", StringComparison.Ordinal) ? Parsed("0" + digits[2..], NumberStyles.HexNumber)
            : digits.StartsWith("0b", StringComparison.Ordinal) ? Parsed("0" + digits[2..], NumberStyles.BinaryNumber)
            : digits.All(char.IsAsciiDigit) ? Parsed(digits, NumberStyles.None)
            : null;

        static BigInteger? Parsed(string digits, NumberStyles style) =>
            BigInteger.TryParse(digits, style, CultureInfo.InvariantCulture, out var whole) ? whole : null;
    }

    /// <summary>What a cast to a whole number leaves of a real one: 2 of 2.5.</summary>
    private static BigInteger? WholePart(string token) =>
        double.TryParse(token.Replace("_", "", StringComparison.Ordinal).TrimEnd('d', 'D', 'f', 'F', 'm', 'M'),
            CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? new BigInteger(value) : null;

    /// <summary>Comments, spaces; numbers, with a sign after the e of 1e-3 but not of 0x1e; names; operators.</summary>
    private static readonly Regex Pattern = new(
        @"(?://[^\n]*|/\*.*?(?:\*/|$)|\s)+|(?<token>0[xX]\w*|\.?\d(?:[eE][+-]|[\w.])*|[\w@]+|\|\||&&|[=!<>]=|<<|>>|\?\?|.)",
            RegexOptions.Singleline);

    private static IEnumerable<(string, int)> Tokens(string s) =>
        Pattern.Matches(s).Select(m => m.Groups["token"]).Where(t => t.Success).Select(t => (t.Value, t.Index));

    /// <summary>The numbers and other constants of the tree in the order of the text, and the names of everything else.</summary>
    private sealed class InTree : ExpressionVisitor
    {
        public List<object?> Constants { get; } = [];
        public List<string> Names { get; } = [];

        protected override Expression VisitConstant(ConstantExpression node)
        {
            if (node.Value is null || node.Type.IsPrimitive || node.Type.IsEnum
                || node.Value is string or decimal) Constants.Add(node.Value);
            return node;
        }

        protected override Expression VisitMember(MemberExpression node)
        {
            Names.Add(node.Member.Name);
            return base.VisitMember(node);
        }
    }
}
