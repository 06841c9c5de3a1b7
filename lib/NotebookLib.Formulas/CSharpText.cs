using System.Globalization;
using static System.FormattableString;

namespace NotebookLib;

/// <summary>A formula as C# source that means the same: brackets only where C# needs them.</summary>
internal static class CSharpText
{
    private const int Choice = 0, Or = 1, And = 2, Compare = 3, Additive = 4, Multiplicative = 5, Unary = 6, Atom = 7;

    public static string Of(Formula f) => Write(f).Text;

    private static string At(int precedence, Formula f) => Write(f) is var (text, own) && own < precedence ? $"({text})" : text;

    private static (string Text, int Precedence) Write(Formula f) => f switch
    {
        Number n => NumberText(n.Value),
        Constant c => (c == Constant.E ? "Math.E" : c.Name, Atom),
        Variable v => (v.Name, Atom),
        Sum(var terms) => (SumText(terms), Additive),
        Product(var factors) => ProductText(factors),
        Power(var u, Number { Value: var n }) when n == -1 =>
            ((u is Number ? "1.0/" : "1/") + At(Unary, u), Multiplicative),
        Power(var u, Number { Value: var n }) when n == Rational.Half => ($"Sqrt({Of(u)})", Atom),
        Power(Constant c, var n) when c == Constant.E => ($"Exp({Of(n)})", Atom),
        Power(var u, var n) => ($"Pow({Of(u)}, {Of(n)})", Atom),
        Call(var function, var u) => ($"{function.Name}({Of(u)})", Atom),
        Extremum(var max, var u, var v) => ($"{(max ? "Max" : "Min")}({Of(u)}, {Of(v)})", Atom),
        Piecewise(var c, var u, var v) => ($"{At(Or, c)} ? {At(Or, u)} : {At(Choice, v)}", Choice),
        Comparison(var u, var relation, var v) => ($"{At(Additive, u)} {relation.CSharp} {At(Additive, v)}", Compare),
        Logic(true, var u, var v) => ($"{At(And, u)} && {At(Compare, v)}", And),
        Logic(false, var u, var v) => ($"{At(Or, u)} || {At(And, v)}", Or),
        Not(var c) => ($"!{At(Atom, c)}", Unary),
        Defined d => (d.CSharp, Atom),
        _ => throw new InvalidOperationException(f.GetType().Name),
    };

    private static (string, int) NumberText(Rational p)
    {
        // as one types them
        const int wholeTo = 1_000_000_000, longText = 12, largestQuotient = 1_000_000, largestDenominator = 1000;
        var own = p.Sign < 0 ? Unary : Atom;
        if (p.IsInteger && p.Abs().CompareTo(wholeTo) < 0) return (p.Numerator.ToString(CultureInfo.InvariantCulture), own);
        var text = p.ToDouble().ToString("R", CultureInfo.InvariantCulture);
        return text.Length > longText && p.Denominator < largestDenominator && p.Abs().CompareTo(largestQuotient) < 0
            ? (Invariant($"{p.Numerator}.0/{p.Denominator}"), Multiplicative)
            : (p.IsInteger && !text.Contains('E') ? text + ".0" : text, own);
    }

    private static string SumText(Terms terms)
    {
        var text = At(Additive, terms[0]);
        foreach (var term in terms.Skip(1))
            text += term.IsNegative ? " - " + At(Multiplicative, -term) : " + " + At(Multiplicative, term);
        return text;
    }

    private static (string, int) ProductText(Terms factors)
    {
        var text = "";
        var precedence = Multiplicative;
        for (var i = 0; i < factors.Count; i++)
        {
            if (i == 0 && factors.Count > 1 && factors[0] is Number { Value: var p } && p == -1)
            {
                text = factors[1] is Power(_, Number { Value.Sign: < 0 }) ? "-1" : "-";
                if (text == "-" && factors.Count == 2) precedence = Unary;
                continue;
            }
            if (factors[i] is Power(var u, Number { Value.Sign: < 0 } n) && text is not ("" or "-"))
                text += (u is Number && !text.Any(char.IsLetter) && !text.Contains('.') ? ".0/" : "/")
                    + At(Unary, FormulaOf.Pow(u, new Number(-n.Value)));
            else
                text += (text is "" or "-" ? "" : "*") + At(text is "" ? Multiplicative : Unary, factors[i]);
        }
        return (text, precedence);
    }
}
