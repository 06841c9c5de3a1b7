namespace NotebookLib;

public abstract partial record Formula
{
    /// <summary>The value of the formula.</summary>
    /// <param name="at">
    /// A value for each variable that occurs, for example <c>("a", 0.8), ("y", 1)</c>. Where a product is 0 · ∞, its limit is
    /// taken as the first of them moves and the others stay.
    /// </param>
    /// <returns>NaN or infinity outside the domain. 0 · ln 0 counts as 0, its limit, in every way of writing it.</returns>
    /// <exception cref="ArgumentException">A variable has no value.</exception>
    public double Evaluate(params (string Name, double Value)[] at)
    {
        ArgumentNullException.ThrowIfNull(at);
        return Evaluate(new Point(at));
    }

    internal double Evaluate(Point at)
    {
        switch (this)
        {
            case Number n: return n.Double;
            case Constant c: return c.Value;
            case Variable v: return at[v.Name];
            case Sum(var terms):
                var sum = 0.0;
                foreach (var term in terms.Span) sum += term.Evaluate(at);
                return sum;
            case Product(var factors):
                var product = Multiplied(factors.Span, at);
                return double.IsNaN(product) && Vanishes(factors, at) ? 0 : product;
            case Power(var u, var n): return PowerOf(u.Evaluate(at), n.Evaluate(at));
            case Call(var f, var u): return f.Value(u.Evaluate(at));
            case Extremum(true, var u, var v): return Math.Max(u.Evaluate(at), v.Evaluate(at));
            case Extremum(false, var u, var v): return Math.Min(u.Evaluate(at), v.Evaluate(at));
            case Piecewise(var c, var u, var v): return c.Evaluate(at) != 0 ? u.Evaluate(at) : v.Evaluate(at);
            case Comparison(var u, var relation, var v): return relation.Holds(u.Evaluate(at), v.Evaluate(at)) ? 1 : 0;
            case Logic(var both, var u, var v): return both == (u.Evaluate(at) != 0) ? v.Evaluate(at) : both ? 0 : 1;
            case Not(var c): return 1 - c.Evaluate(at);
            case Defined d: return d.Value(d.Left.Evaluate(at), d.Right.Evaluate(at));
            default: throw new InvalidOperationException(GetType().Name);
        }
    }

    internal static double PowerOf(double u, double n) => n == -1 ? 1 / u : n == 2 ? u * u : Math.Pow(u, n);

    private static double Multiplied(ReadOnlySpan<Formula> factors, Point at)
    {
        double above = 1, below = 1;
        foreach (var f in factors)
            if (f is Power(var u, Number n) && n.Value.Sign < 0) below *= PowerOf(u.Evaluate(at), -n.Double);
            else above *= f.Evaluate(at);
        return above / below;
    }

    /// <summary>Is the limit 0: 0 · ln 0, or a factor 0 wherever the moving variable goes, as in y/a at 0, 0? Not y/y.</summary>
    private static bool Vanishes(Terms factors, Point at) =>
        IsZeroTimesLog(factors, at)
        || factors.Any(f => !f.Contains(at.Moving) && f.Evaluate(at) == 0)
            && new[] { at.Moved(Nearby), at.Moved(-Nearby) }.Any(near =>
                Multiplied(factors.Span, near) == 0 || IsZeroTimesLog(factors, near));

    private const double Nearby = 1e-9;

    private static bool IsZeroTimesLog(Terms factors, Point at)
    {
        var zero = false;
        foreach (var f in factors)
        {
            var value = f.Evaluate(at);
            if (double.IsNaN(value) || double.IsInfinity(value) && !f.IsInfiniteAsLog(at)) return false;
            zero |= value == 0;
        }
        return zero;
    }

    /// <summary>Is it infinite by logarithms alone, in sums, products, positive powers, |·|, max and min?</summary>
    private bool IsInfiniteAsLog(Point at) => this switch
    {
        Call({ IsLogarithm: true }, _) => true,
        Sum or Product or Extremum or Power(_, Number { Value.Sign: > 0 }) or Call({ Scaling: not null }, _) =>
            Parts.All(part => double.IsFinite(part.Evaluate(at)) || part.IsInfiniteAsLog(at)),
        _ => false,
    };
}

/// <summary>Values of variables; the first is the one that moves where a limit has to be taken.</summary>
internal readonly struct Point(params (string Name, double Value)[] values)
{
    /// <summary>The name of the variable that moves.</summary>
    public string Moving => values.Length == 0 ? "" : values[0].Name;

    /// <summary>The same point with the moving variable a little further.</summary>
    public Point Moved(double by) => new([(Moving, values[0].Value + by), .. values[1..]]);

    public double this[string name]
    {
        get
        {
            foreach (var (n, value) in values) if (ReferenceEquals(n, name) || n == name) return value;
            throw new ArgumentException($"The formula contains {name}, but no value was given for it. Add (\"{name}\", …).");
        }
    }
}
