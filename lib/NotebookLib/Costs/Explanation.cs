namespace NotebookLib;

/// <summary>Finds the innermost part of a formula that has no finite value at a point, and says so in a sentence.</summary>
internal static class Explanation
{
    public static string Of(Cost cost, Activation activation, Formula delta, double z, double y)
    {
        if (!double.IsFinite(z))
            return $"The weighted input z is {Require.Text(z)}: the weights have grown without bound. "
                + "Take a smaller learning rate.";
        if (!double.IsFinite(y)) return $"The target y is {Require.Text(y)}. Every target must be a finite number.";
        double Value(Formula f) => Tails.InZ(f, activation).Evaluate(new Point(("z", z), ("y", y)));
        var a = activation.Value(z);
        if (!double.IsFinite(a)) return Find(activation.Formula, Value, $" at z = {Require.Text(z)}") is { } why
            ? $"The activation {activation.Name}: {why}"
            : $"The activation {activation.Name} is {Require.Text(a)} at z = {Require.Text(z)}.";
        var where = $" at a = {Require.Text(a)}, y = {Require.Text(y)}";
        return Find(cost.Formula, Value, where) is { } inCost
                ? $"{inCost} Change the cost \"{cost.Name}\" so that it has a value for every output of the {activation.Name}, "
                    + "or use another activation."
            : Find(delta, Value, where) is { } inDelta
                ? $"δ = ∂C/∂z has no finite value. {inDelta} Change the cost \"{cost.Name}\" so that its slope is finite there."
            : $"The cost \"{cost.Name}\" is too large for a number{where} (z = {Require.Text(z)}). "
                + "Take a smaller learning rate, or a cost that grows more slowly.";
    }

    private static string? Find(Formula f, Func<Formula, double> value, string where = "")
    {
        foreach (var part in f is Piecewise(var c, var u, var v) ? [c, value(c) != 0 ? u : v] : f.Parts)
            if (Find(part, value, where) is { } inner) return inner;
        if (f is Comparison or Logic or Not || double.IsFinite(value(f))) return null;
        return f switch
        {
            Call(var g, var u) when !g.Defined(value(u)) => $"{f}: the argument {Is(u, value)}{where}, but {g.Need}.",
            Call(_, var u) =>
                $"{f} is {Require.Text(value(f))}: its argument {Is(u, value)}{where}, too large for the result to be a number.",
            Power(var u, Number { Value.Sign: < 0 }) when value(u) == 0 => $"Division by 0: {u} is 0{where}.",
            Power(var u, var n) when value(u) < 0 =>
                $"{f}: the base {Is(u, value)}{where}, but a power {n} needs a base above 0.",
            Power(var u, _) => $"{f} is {Require.Text(value(f))}: the base {Is(u, value)}{where}.",
            _ => $"{f} is {Require.Text(value(f))}{where}.",
        };
    }

    private static string Is(Formula u, Func<Formula, double> value) => $"{u} is {Require.Text(value(u))}";
}
