namespace NotebookLib;

/// <summary>Names the part of a formula that has a kink at a point, as a learner would write it: |a − y| at a = y.</summary>
internal static class Kink
{
    /// <summary>For example "|a − y| has a kink at a = y"; null where no part of the cost or the activation shows one.</summary>
    public static string? Of(Cost cost, Activation activation, double z, double y) =>
        Find(cost.Formula, new Point(("a", activation.Value(z)), ("y", y))) ?? Find(activation.Formula, new Point(("z", z)));

    private static string? Find(Formula formula, Point at)
    {
        string? found = null;
        formula.Any(part => (found = OfPart(part, at)) is not null);
        return found;
    }

    private static string? OfPart(Formula part, Point at)
    {
        bool IsZero(Formula u) => Math.Abs(u.Evaluate(at)) <= 1e-9;
        return part switch
        {
            Call(var f, var u) when f == ActivationFunctions.Relu => OfPart(new Extremum(true, 0, u), at),
            Call(var f, var u) when f == Function.Abs && IsZero(u) => $"|{Words.Of(u)}| has a kink at {Where(u)}",
            Extremum(var max, var u, var v) when IsZero(u - v) => $"{(max ? "max" : "min")}({Words.Of(u)}, {Words.Of(v)}) "
                + $"has a kink at {(u is Number ? Where(v - u) : $"{Words.Of(u)} = {Words.Of(v)}")}",
            Comparison(var u, _, var v) when IsZero(u - v) => $"The cases meet with a kink at {Words.Of(u)} = {Words.Of(v)}",
            _ => null,
        };
    }

    private static string Where(Formula u) => u switch
    {
        Sum { Terms: [var left, { IsNegative: true } right] } => $"{Words.Of(left)} = {Words.Of(-right)}",
        Sum { Terms: [{ IsNegative: true } left, var right] } => $"{Words.Of(right)} = {Words.Of(-left)}",
        _ => $"{Words.Of(u)} = 0",
    };
}
