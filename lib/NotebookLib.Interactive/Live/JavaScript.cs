using System.Globalization;

namespace NotebookLib;

/// <summary>
/// A formula as a JavaScript expression that means the same, for pages that compute without C#. Every part stands in brackets: it is
/// read by browsers, not by people. It uses Math and the functions of <see cref="Helpers"/>.
/// </summary>
internal static class JavaScript
{
    /// <summary>Definitions that the expressions need.</summary>
    public const string Helpers = """
        const relu = u => Math.max(u, 0);
        const sigmoid = u => u >= 0 ? 1 / (1 + Math.exp(-u)) : Math.exp(u) / (1 + Math.exp(u));
        const integral = (f, from, to) => { const a = Math.max(-40, Math.min(40, from)) || 0, h = (to - a) / 400; let sum = 0; for (let k = 0; k < 400; k++) { const s = a + k * h; sum += h * (f(s) + 4 * f(s + h / 2) + f(s + h)) / 6; } return sum; };
        const softplus = u => Math.max(u, 0) + Math.log1p(Math.exp(-Math.abs(u)));
        """;

    public static string Of(Formula f) => f switch
    {
        Number n => Text(n.Double),
        Constant c => Text(c.Value),
        Variable v => v.Name,
        Sum(var terms) => $"({string.Join(" + ", terms.Select(Of))})",
        Product(var factors) => ProductText(factors),
        Power(var u, Number n) when n.Value == -Rational.One => $"(1 / {Of(u)})",
        Power(var u, var n) => $"Math.pow({Of(u)}, {Of(n)})",
        Call(var function, var u) => $"{NameOf(function)}({Of(u)})",
        Extremum(var max, var u, var v) => $"Math.{(max ? "max" : "min")}({Of(u)}, {Of(v)})",
        Piecewise(var c, var u, var v) => $"({Of(c)} ? {Of(u)} : {Of(v)})",
        Comparison(var u, var relation, var v) => $"({Of(u)} {Symbol(relation)} {Of(v)})",
        Logic(var both, var u, var v) => $"({Of(u)} {(both ? "&&" : "||")} {Of(v)})",
        Not(var c) => $"!{Of(c)}",
        Integral i => $"integral(s => {Of(i.Integrand("s"))}, {Of(NotebookLib.Inverse.Applied(i.Activation, i.Target))}, {Of(i.Upper)})",
        _ => throw new InvalidOperationException(f.GetType().Name),
    };

    private static string ProductText(Terms factors)
    {
        var above = string.Join(" * ", factors.Where(u => !IsDivisor(u)).Select(Of).DefaultIfEmpty("1"));
        var below = string.Join(" * ", factors.Where(IsDivisor).Select(u => Of(Inverse(u))));
        return below == "" ? $"({above})" : $"({above} / ({below}))";
    }

    private static string Text(double value) =>
        value < 0 ? $"({value.ToString("R", CultureInfo.InvariantCulture)})" : value.ToString("R", CultureInfo.InvariantCulture);

    private static bool IsDivisor(Formula f) => f is Power(_, Number { Value.Sign: < 0 });

    private static Formula Inverse(Formula f) => f is Power(var u, Number n) ? n.Value == -Rational.One ? u : new Power(u, new Number(-n.Value)) : f;

    private static string Symbol(Relation relation) => relation switch
    {
        Relation.Less => "<", Relation.AtMost => "<=", Relation.Greater => ">", Relation.AtLeast => ">=", Relation.Equal => "===", _ => "!==",
    };

    private static string NameOf(Function function) =>
        function == ActivationFunctions.Sigma ? "sigmoid"
        : function == ActivationFunctions.Softplus ? "softplus"
        : function == ActivationFunctions.Relu ? "relu"
        : function.Name switch
        {
            "Activation.Sigmoid.Inverse" => "(a => Math.log(a / (1 - a)))",
            "Activation.Tanh.Inverse" => "Math.atanh",
            "Activation.Exp.Inverse" => "Math.log",
            "Activation.Softplus.Inverse" => "(a => Math.log(Math.expm1(a)))",
            var name when name.EndsWith(".Inverse") => "(a => NaN)",
            var name => $"Math.{name.ToLowerInvariant()}",
        };
}
