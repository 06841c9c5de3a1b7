using System.Globalization;

namespace NotebookLib.Interactive;

/// <summary>
/// Formulas as JavaScript expressions that mean the same, for pages that compute without C#. Every part stands in brackets: it is
/// read by browsers, not by people. It uses Math and the definitions of <see cref="Helpers"/>.
/// </summary>
internal sealed class JavaScript : FormulaLanguage
{
    /// <summary>
    /// Definitions that the expressions need: the functions that Math does not have, and an integral by Simpson's rule.
    /// </summary>
    public const string Helpers = """
        const relu = u => Math.max(u, 0);
        const sigmoid = u => u >= 0 ? 1 / (1 + Math.exp(-u)) : Math.exp(u) / (1 + Math.exp(u));
        const softplus = u => Math.max(u, 0) + Math.log1p(Math.exp(-Math.abs(u)));
        const integral = (f, from, to) => {
          const a = Math.max(-40, Math.min(40, from)) || 0, h = (to - a) / 400;
          let sum = 0;
          for (let k = 0; k < 400; k++) { const s = a + k * h; sum += h * (f(s) + 4 * f(s + h / 2) + f(s + h)) / 6; }
          return sum;
        };
        """;

    /// <summary>The functions that are not in JavaScript's Math under their C# name, by their name in formulas.</summary>
    private static readonly Dictionary<string, string> Functions = new()
    {
        ["Activation.Sigmoid.Value"] = "sigmoid", ["Activation.Sigmoid.Inverse"] = "(a => Math.log(a / (1 - a)))",
        ["Activation.Softplus.Value"] = "softplus", ["Activation.Softplus.Inverse"] = "(a => Math.log(Math.expm1(a)))",
        ["Activation.Relu.Value"] = "relu", ["Activation.Tanh.Inverse"] = "Math.atanh", ["Activation.Exp.Inverse"] = "Math.log",
    };

    private static readonly JavaScript Language = new();

    public static string Of(Formula f) => Language.Write(f);

    protected override string Number(double value) =>
        value < 0 ? $"({value.ToString("R", CultureInfo.InvariantCulture)})" : value.ToString("R", CultureInfo.InvariantCulture);

    protected override string Variable(string name) => name;

    protected override string Sum(IReadOnlyList<string> terms) => $"({string.Join(" + ", terms)})";

    protected override string Quotient(IReadOnlyList<string> above, IReadOnlyList<string> below) =>
        $"({string.Join(" * ", above.DefaultIfEmpty("1"))}{(below.Count == 0 ? "" : $" / ({string.Join(" * ", below)})")})";



    /// <summary>
    /// An inverse that only a search finds has no value here; an integral that begins there begins at 0 instead.
    /// </summary>
    protected override string Call(string function, params IEnumerable<string> arguments) =>
        (Functions.TryGetValue(function, out var known) ? known
            : function.Contains('.') ? "(() => NaN)" : $"Math.{function.ToLowerInvariant()}")
        + $"({string.Join(", ", arguments)})";

    protected override string Choose(string condition, string then, string otherwise) => $"({condition} ? {then} : {otherwise})";

    protected override string Join(string u, string symbol, string v) =>
        $"({u} {(symbol is "==" or "!=" ? symbol + "=" : symbol)} {v})";

    protected override string Not(string condition) => $"!{condition}";

    protected override string Integral(string variable, string integrand, string from, string to) =>
        $"integral({variable} => {integrand}, {from}, {to})";
}
