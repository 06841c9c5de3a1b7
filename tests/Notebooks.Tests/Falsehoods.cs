using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace Notebooks.Tests;

/// <summary>
/// Makes the statements of a cell false in every way known, as code of one cell to run after it. Nothing is computed again but
/// the statement itself, and what is declared on the way is gone with its block.
/// </summary>
internal static class Falsehoods
{
    /// <summary>Runs each; gives back how many stopped with "✗", and a line for each that did not.</summary>
    public const string Runner = """
        static class Planted
        {
            public static string Caught(params (string Told, System.Action Run)[] planted)
            {
                var (caught, told) = (0, "");
                foreach (var one in planted)
                    try { one.Run(); told += $"\n{one.Told}: still true"; }
                    catch (NotebookLib.CheckFailedException) { caught++; }
                    catch (System.Exception e) { told += $"\n{one.Told}: {e.GetType().Name}: {e.Message}"; }
                return $"{caught} of {planted.Length} caught{told}";
            }
        }
        """;

    private static readonly Dictionary<string, string> Neighbours = new()
    {
        ["Cost.CrossEntropy"] = "Cost.Quadratic", ["Cost.Quadratic"] = "Cost.CrossEntropy", ["Cost.LogLoss"] = "Cost.Quadratic",
        ["UpdateRule.Gradient"] = "UpdateRule.SignOfInput", ["UpdateRule.SignOfInput"] = "UpdateRule.Gradient",
        ["UpdateRule.WithoutInput"] = "UpdateRule.SignOfInput", ["UpdateRule.NormalizedLms"] = "UpdateRule.Gradient",
        ["UpdateRule.NaturalGradient"] = "UpdateRule.Gradient", ["UpdateRule.Newton"] = "UpdateRule.Gradient",
            ["UpdateRule.Exponentiated"] = "UpdateRule.Gradient",
    };

    private static readonly CSharpParseOptions Script = new(kind: SourceCodeKind.Script);

    /// <summary>The statements of a cell, each made false in several ways: what is told of it, and its code.</summary>
    public static List<(string Told, string Code)> In(string source)
    {
        var root = CSharpSyntaxTree.ParseText(source, Script).GetCompilationUnitRoot();
        return [.. Checks(root).SelectMany(Ways), .. Swapped(root)];
    }

    /// <summary>How many statements a cell makes.</summary>
    public static int Statements(string source) => Checks(CSharpSyntaxTree.ParseText(source, Script).GetRoot()).Count();

    /// <summary>What a cell of so many falsehoods gives back if every one is caught.</summary>
    public static string AllCaught(int count) => $"{count} of {count} caught";

    /// <summary>One cell that runs them all.</summary>
    public static string Cell(IEnumerable<(string Told, string Code)> falsehoods) =>
        $"Planted.Caught({string.Join(",\n", falsehoods.Select(one => $"({SymbolDisplay.FormatLiteral(one.Told, quote: true)}, () => {{ {one.Code}; }})"))})";

    private static IEnumerable<InvocationExpressionSyntax> Checks(SyntaxNode root) =>
        root.DescendantNodes().OfType<InvocationExpressionSyntax>()
        .Where(call => call.Expression is MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.Text: "Check" }, Name.Identifier.Text: "That" or "Near" });

    /// <summary>A number moved by ten tolerances, up and down; a condition denied, and each relation in it turned.</summary>
    private static IEnumerable<(string Told, string Code)> Ways(InvocationExpressionSyntax check)
    {
        var whole = check.Ancestors().OfType<GlobalStatementSyntax>().First();      // alone, or the loop that it stands in
        var arguments = check.ArgumentList.Arguments.Select(argument => argument.Expression).ToList();
        (string, string) With(string how, SyntaxNode old, string replacement) =>
            ($"{arguments[^1]} {how}", whole.ReplaceNode(old, ParseExpression(replacement)).ToString());

        if (arguments.Count == 4)
        {
            var (expected, tolerance) = (arguments[1], arguments[2]);
            yield return With("with its number moved up", expected, $"({expected}) + 10*({tolerance})");
            yield return With("with its number moved down", expected, $"({expected}) - 10*({tolerance})");
            yield break;
        }
        var condition = arguments[0];
        yield return With("denied", condition, $"!({condition})");
        foreach (var relation in Relations(condition))
            yield return With($"with '{relation.Of}' turned", relation.Of, $"({relation.Of.WithOperatorToken(relation.Turned)})");
    }

    /// <summary>
    /// Digits are those of one cost and one rule: a cell that states some, with a cost or rule in it swapped for its neighbour.
    /// (What is said without digits is often true of the neighbour too.) What such a cell declares is declared in a block, and so
    /// changes nothing.
    /// </summary>
    private static IEnumerable<(string Told, string Code)> Swapped(CompilationUnitSyntax root)
    {
        if (!Checks(root).Any(StatesDigits) || root.Usings.Count > 0 || root.Members
            .Any(member => member is BaseTypeDeclarationSyntax)) yield break;
        foreach (var place in root.DescendantNodes().OfType<MemberAccessExpressionSyntax>())
            if (Neighbours.TryGetValue(place.ToString(), out var neighbour))
                yield return ($"{neighbour} for {place} in \"{place.Ancestors().OfType<MemberDeclarationSyntax>().Last().ToString().Trim()}\"",
                    string.Join('\n', root.ReplaceNode(place, ParseExpression(neighbour)).Members
                        .Where(member => !IsShown(member)).Select(member => $"{member};")));

        // What is only shown at the end of a cell is no statement of C#.
        static bool IsShown(MemberDeclarationSyntax member) =>
            member is GlobalStatementSyntax { Statement: ExpressionStatementSyntax { SemicolonToken.IsMissing: true } }
                && !Checks(member).Any();
    }

    /// <summary>Is the number expected written with three digits or more?</summary>
    private static bool StatesDigits(InvocationExpressionSyntax check) =>
        check.ArgumentList.Arguments is [_, { Expression: var expected }, _, _]
        && (expected is PrefixUnaryExpressionSyntax signed ? signed.Operand : expected) is LiteralExpressionSyntax number
        && number.Token.Text.Split('e', 'E')[0].Replace(".", "").TrimStart('0').Length >= 3;

    /// <summary>
    /// The relations that a condition consists of: its parts between "and" and "or", and what is said of all in a row.
    /// </summary>
    private static IEnumerable<(BinaryExpressionSyntax Of, SyntaxToken Turned)> Relations(ExpressionSyntax condition) =>
        condition switch
    {
        ParenthesizedExpressionSyntax inner => Relations(inner.Expression),
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } not => Relations(not.Operand),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression or (int)SyntaxKind.LogicalOrExpression } both =>
            Relations(both.Left).Concat(Relations(both.Right)),
        BinaryExpressionSyntax relation when Turned(relation.OperatorToken.Kind()) is { } turned => [(relation, Token(turned))],
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.Text: "All" or "Any" },
            ArgumentList.Arguments: [{ Expression: LambdaExpressionSyntax { ExpressionBody: { } body } }] } => Relations(body),
        _ => [],
    };

    private static SyntaxKind? Turned(SyntaxKind relation) => relation switch
    {
        SyntaxKind.LessThanToken => SyntaxKind.GreaterThanToken,
        SyntaxKind.GreaterThanToken => SyntaxKind.LessThanToken,
        SyntaxKind.LessThanEqualsToken => SyntaxKind.GreaterThanToken,
        SyntaxKind.GreaterThanEqualsToken => SyntaxKind.LessThanToken,
        SyntaxKind.EqualsEqualsToken => SyntaxKind.ExclamationEqualsToken,
        SyntaxKind.ExclamationEqualsToken => SyntaxKind.EqualsEqualsToken,
        _ => null,
    };
}
