using System.Numerics;

namespace NotebookLib;

/// <summary>
/// Looks in a lambda's text for what the C# compiler computes before its tree can be seen: 1/2 of whole numbers, which is 0,
/// and 2^3, which is 1. Text that it cannot follow is left to the tree.
/// </summary>
internal sealed class SourceText
{
    /// <summary>A part of the text: where it stands, and its value if it is made of whole numbers alone.</summary>
    readonly record struct Part(int Start, int End, BigInteger? Whole);

    readonly List<(string Text, int Start)> tokens;
    readonly string source;
    int at;

    SourceText(string source) => (this.source, tokens) = (source, [.. Tokens(source)]);

    /// <summary>Throws if the text of a lambda divides whole numbers with a remainder.</summary>
    public static void Check(string source)
    {
        if (source.IndexOf("=>", StringComparison.Ordinal) is var arrow && arrow < 0) return;
        try { new SourceText(source[(arrow + 2)..]).Choice(); }
        catch (FormatException) { }          // beyond this little grammar: the tree alone decides
    }

    string Peek => at < tokens.Count ? tokens[at].Text : "";
    bool Take(string text) { if (Peek != text) return false; at++; return true; }
    void Need(string text) { if (!Take(text)) throw new FormatException(); }
    int Here => at < tokens.Count ? tokens[at].Start : source.Length;
    int Before => at == 0 ? 0 : tokens[at - 1].Start + tokens[at - 1].Text.Length;
    string Text(Part part) => source[part.Start..part.End].Trim();
    Part Real(int start) => new(start, Before, null);

    Part Choice()
    {
        var part = Binary(0);
        if (!Take("?")) return part;
        Choice();
        Need(":");
        Choice();
        return Real(part.Start);
    }

    static readonly string[][] Levels = [["||", "??"], ["&&"], ["|"], ["^"], ["&"], ["==", "!="], ["<", ">", "<=", ">="], ["<<", ">>"], ["+", "-"], ["*", "/", "%"]];

    Part Binary(int level)
    {
        if (level == Levels.Length) return Unary();
        var left = Binary(level + 1);
        while (Levels[level].Contains(Peek))
        {
            var symbol = tokens[at++].Text;
            var right = Binary(level + 1);
            left = new(left.Start, right.End, left.Whole is { } p && right.Whole is { } q ? Join(left, symbol, right, p, q) : null);
        }
        return left;
    }

    BigInteger? Join(Part left, string symbol, Part right, BigInteger p, BigInteger q)
    {
        var whole = new Part(left.Start, right.End, null);
        switch (symbol)
        {
            case "+": return p + q;
            case "-": return p - q;
            case "*": return p * q;
            case "/" when q.IsZero || !(p % q).IsZero: throw Refusal.OfWholeQuotient(Text(whole), Text(left), Text(right), p, q);
            case "/": return p / q;
            case "%": return q.IsZero ? null : p % q;
            case "^": throw new FormulaException($"{Text(whole)} is not a power: ^ is \"exclusive or\" in C#. Write Pow({Text(left)}, {Text(right)}).");
            default: return null;
        }
    }

    Part Unary()
    {
        var start = Here;
        if (Peek is "-" or "+")
        {
            var minus = tokens[at++].Text == "-";
            var operand = Unary();
            return new(start, Before, minus ? -operand.Whole : operand.Whole);
        }
        if (Take("!") || Take("~")) { Unary(); return Real(start); }
        if (Peek == "(" && at + 2 < tokens.Count && tokens[at + 2].Text == ")" && Cast(tokens[at + 1].Text) is { } toWhole)
        {
            at += 3;
            var inner = Unary();
            return new(start, Before, toWhole ? inner.Whole : null);
        }
        return Postfix(start, Primary(start));
    }

    static bool? Cast(string type) => type switch { "int" or "long" or "uint" or "ulong" or "short" or "byte" => true, "double" or "float" or "decimal" => false, _ => null };

    Part Primary(int start)
    {
        if (Take("("))
        {
            var inner = Choice();
            Need(")");
            return new(start, Before, inner.Whole);
        }
        var token = Peek;
        if (token == "" || !(char.IsLetterOrDigit(token[0]) || token[0] is '_' or '@' or '.')) throw new FormatException();
        at++;
        return new(start, Before, char.IsDigit(token[0]) ? WholeNumber(token) : null);
    }

    Part Postfix(int start, Part part)
    {
        while (Peek is "." or "(" or "[")
        {
            var open = tokens[at++].Text;
            if (open == ".") Primary(Here);
            else
            {
                var close = open == "(" ? ")" : "]";
                if (Peek != close) do Choice(); while (Take(","));
                Need(close);
            }
            part = Real(start);
        }
        return part;
    }

    static BigInteger? WholeNumber(string token)
    {
        var digits = token.Replace("_", "", StringComparison.Ordinal).TrimEnd('l', 'L', 'u', 'U');
        return digits.All(char.IsAsciiDigit) ? BigInteger.Parse(digits, System.Globalization.CultureInfo.InvariantCulture) : null;
    }

    static IEnumerable<(string, int)> Tokens(string s)
    {
        for (var i = 0; i < s.Length;)
        {
            var start = i;
            if (char.IsWhiteSpace(s[i])) { i++; continue; }
            if (s[i] == '/' && i + 1 < s.Length && s[i + 1] == '/') { while (i < s.Length && s[i] != '\n') i++; continue; }
            if (s[i] == '/' && i + 1 < s.Length && s[i + 1] == '*') { i = s.IndexOf("*/", i + 2, StringComparison.Ordinal) is var end && end < 0 ? s.Length : end + 2; continue; }
            if (char.IsDigit(s[i]) || s[i] == '.' && i + 1 < s.Length && char.IsDigit(s[i + 1]))
                while (i < s.Length && (char.IsLetterOrDigit(s[i]) || s[i] is '.' or '_' || s[i] is '+' or '-' && s[i - 1] is 'e' or 'E' && char.IsDigit(s[start]) && !s[start..i].StartsWith("0x", StringComparison.OrdinalIgnoreCase))) i++;
            else if (char.IsLetter(s[i]) || s[i] is '_' or '@')
                while (i < s.Length && (char.IsLetterOrDigit(s[i]) || s[i] is '_' or '@')) i++;
            else
                i += i + 1 < s.Length && s.Substring(i, 2) is "||" or "&&" or "==" or "!=" or "<=" or ">=" or "<<" or ">>" or "??" ? 2 : 1;
            yield return (s[start..i], start);
        }
    }
}
