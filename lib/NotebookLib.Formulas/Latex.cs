using System.Globalization;
using static System.FormattableString;

namespace NotebookLib;

/// <summary>A formula as people write it on the blackboard.</summary>
internal static class Latex
{
    private const int Choice = 0, Condition = 1, Additive = 2, Multiplicative = 3, Raised = 4, Atom = 5;

    public static string Of(Formula f) => Write(f).Text;

    /// <summary>The formula, in brackets where it binds less than its surroundings.</summary>
    private static string At(int precedence, Formula f) => Write(f) is var (text, own) && own < precedence ? Bracket(text) : text;

    /// <summary>(…), […] around those, (…) around these; they grow with tall contents.</summary>
    public static string Bracket(string text)
    {
        var (depth, deepest) = (0, 0);
        foreach (var sign in text)
            if (sign is '(' or '[') deepest = Math.Max(deepest, ++depth);
            else if (sign is ')' or ']') depth--;
        var (open, close) = deepest % 2 == 1 ? ("[", "]") : ("(", ")");
        return Tall.Any(text.Contains) ? $@"\left{open}{text}\right{close}" : open + text + close;
    }

    private static readonly string[] Tall = [@"\frac", @"\begin", @"\left(", @"\left[", @"\sqrt"];

    private static (string Text, int Precedence) Write(Formula f) => f switch
    {
        Number n => NumberText(n.Value),
        Constant c => (c.Symbol, Atom),
        Variable v => (v.Name, Atom),
        Sum(var terms) => (SumText(terms), Additive),
        Product(var factors) => ProductText(factors),
        Power(var u, Number { Value: var n }) when n == Rational.Half => ($@"\sqrt{{{Of(u)}}}", Atom),
        Power(_, Number { Value.Sign: < 0 }) => ProductText([f]),
        Power(Call({ Notation: Notation.PowerAtName } g, var u), Number { Value: { IsInteger: true } n }) =>
            (Invariant($"{g.Latex}^{{{n.Numerator}}}{Argument(u)}"), Multiplicative),
        Power(var u, Number { Value: { IsInteger: false } n }) when IsFraction(n) =>
            (Invariant($"{Base(u)}^{{{n.Numerator}/{n.Denominator}}}"), Raised),
        Power(var u, var n) => ($"{Base(u)}^{{{Of(n)}}}", Raised),
        Call(var function, var u) => CallText(function, u),
        Extremum(var max, var u, var v) => ($@"\{(max ? "max" : "min")}({Of(u)}, {Of(v)})", Atom),
        Piecewise p => (CasesText(p), Choice),
        Comparison(var u, var relation, var v) => ($"{At(Additive, u)} {relation.Latex} {At(Additive, v)}", Condition),
        Logic(var both, var u, var v) =>
            ($@"{At(Condition, u)} \text{{ {(both ? "and" : "or")} }} {At(Condition, v)}", both ? Condition : Choice),
        Not(var c) => ($@"\text{{not }}{Bracket(Of(c))}", Condition),
        Defined d => (d.LatexText, Additive),
        _ => throw new InvalidOperationException(f.GetType().Name),
    };

    private static string Base(Formula u) =>
        IsBare(u) || u is Extremum or Call { Function.Notation: Notation.Bars } ? Of(u) : Bracket(Of(u));

    private static (string, int) CallText(Function function, Formula u) => function.Notation switch
    {
        Notation.Exponent => ($"{function.Latex}^{{{Of(u)}}}", Raised),
        Notation.Root => ($"{function.Latex}{{{Of(u)}}}", Atom),
        Notation.Bars => ($@"\left{function.Latex}{Of(u)}\right{function.Latex}", Atom),
        Notation.Brackets => (function.Latex + Bracket(Of(u)), Atom),
        _ => (function.Latex + Argument(u), IsBare(u) || IsNamed(u) ? Multiplicative : Atom),
    };

    private static bool IsBare(Formula u) => u is Variable or Constant or Number { Value: { Sign: >= 0, IsInteger: true } };

    /// <summary>A function that is written by its name, as in ln cosh a.</summary>
    private static bool IsNamed(Formula u) =>
        u is Call { Function.Notation: Notation.Name or Notation.PowerAtName or Notation.Brackets };

    /// <summary>ln a and ln cosh a, but ln(1 − a).</summary>
    private static string Argument(Formula u) => IsBare(u) || IsNamed(u) ? " " + Of(u) : Bracket(Of(u));

    private const int WholeTo = 10_000_000, LargestNumerator = 9999, LargestDenominator = 999;          // what is written out

    private static (string, int) NumberText(Rational p)
    {
        var (whole, parts) = p.Sign < 0 ? (Additive, Additive) : (Atom, Multiplicative);
        if (p.IsInteger && p.Abs().Numerator < WholeTo) return (p.Numerator.ToString(CultureInfo.InvariantCulture), whole);
        if (IsFraction(p)) return ($@"{(p.Sign < 0 ? "-" : "")}\tfrac{{{p.Abs().Numerator}}}{{{p.Denominator}}}", parts);
        var text = p.ToDouble().ToString("G6", CultureInfo.InvariantCulture);
        return text.Split('E') is [var m, var e]
            ? (Invariant($@"{(m == "1" ? "" : m + @" \cdot ")}10^{{{int.Parse(e, CultureInfo.InvariantCulture)}}}"), parts)
            : (text, whole);
    }

    /// <summary>½, ¼ and ⅓ are written as fractions, 0.3 and 0.05 as decimals.</summary>
    private static bool IsFraction(Rational p)
    {
        var q = p.Denominator;
        return q >= 2 && q <= LargestDenominator && p.Abs().Numerator <= LargestNumerator
            && (q == 2 || q == 4 || q == 8 || !p.IsDecimal);
    }

    private static string SumText(Terms terms)
    {
        var text = At(Additive, terms[0]);
        foreach (var term in terms.Skip(1))
            text += term.IsNegative ? " - " + At(Multiplicative, -term) : " + " + At(Multiplicative, term);
        return text;
    }

    /// <summary>Numerator and denominator, each with its factors side by side.</summary>
    private static (string, int) ProductText(Terms factors)
    {
        var above = new List<Formula>();
        var below = new List<Formula>();
        var negative = false;
        foreach (var f in factors)
            if (f.Divisor is { } divisor) below.Add(divisor);
            else if (above.Count == 0 && f is Number { Value.Sign: < 0 } m && factors.Count > 1)
            {
                negative = !negative;
                if (!(-m.Value).IsOne) above.Add(new Number(-m.Value));
            }
            else above.Add(f);
        if (below.Count > 0 && above is [Number { Value: { IsInteger: false } p }, ..] && IsFraction(p))      // ½ / a is 1 / (2a)
        {
            below.Insert(0, new Number(p.Denominator));
            above[0] = new Number(p.Numerator);
            if (p.Numerator.IsOne && above.Count > 1) above.RemoveAt(0);
        }
        below = [.. below.OrderBy(f => f is Number ? 0 : 1)];
        var text = below.Count == 0 ? SideBySide(above) : $@"\frac{{{Fill(above)}}}{{{Fill(below)}}}";
        return ((negative ? "-" : "") + text, negative ? Additive : Multiplicative);
    }

    private static string Fill(List<Formula> factors) => factors switch
    {
        [] => "1",
        [Number { Value: { IsInteger: false, IsDecimal: true } p }] when p.Denominator < 9 =>
            p.ToDouble().ToString("G6", CultureInfo.InvariantCulture),
        [var one] => Of(one),
        _ => SideBySide(factors),
    };

    private static string SideBySide(List<Formula> factors)
    {
        if (factors.Count == 0) return "1";
        var text = "";
        for (var i = 0; i < factors.Count; i++)
        {
            var last = i == factors.Count - 1;
            var (next, precedence) = Write(factors[i]);
            if (last && factors[i] is Piecewise && text != "" || factors[i] is Product && next[0] != '-')
                next = text == "" ? next : @" \cdot " + next;
            else if (precedence < Multiplicative || factors[i] is Product) next = Bracket(next);
            else if (!last && precedence == Multiplicative && factors[i] is Call(var g, var u))
                next = g.Latex + "(" + Of(u) + ")";                            // ln(a) y, not ln a y
            if (i > 0 && factors[i - 1] is Product && factors[i] is not Product) next = @" \cdot " + next;
            text += text == "" ? next : (i > 0 && factors[i].Equals(factors[i - 1]) ? @" \cdot " : Between(text, next)) + next;
        }
        return text;
    }

    /// <summary>What stands between two factors: a dot before a digit, a thin space after brackets, else nothing.</summary>
    private static string Between(string left, string right) =>
        right.StartsWith(@" \cdot") ? ""
        : char.IsDigit(right[0]) || right.StartsWith(@"\tfrac") || right.StartsWith(@"\frac") && char.IsDigit(left[^1])
            ? @" \cdot "
        : right[0] == '\\' ? (right.StartsWith(@"\left") ? "" : @" ")
        : right[0] is '(' or '[' ? ""
        : left[^1] is ')' or ']' ? @"\,"
        : left.Contains('\\') && char.IsLetter(left[^1]) ? @"\, "
        : " ";

    private static string CasesText(Piecewise p)
    {
        var rows = "";
        Formula rest = p;
        for (; rest is Piecewise(var c, var u, var v); rest = v) rows += $@"{Of(u)} & \text{{if }} {Of(c)} \\ ";
        return $@"\begin{{cases}} {rows}{Of(rest)} & \text{{otherwise}} \end{{cases}}";
    }
}
