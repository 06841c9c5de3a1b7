namespace NotebookLib;

public abstract partial record Formula
{
    /// <summary>The value of the formula.</summary>
    /// <param name="at">A value for each variable that occurs, for example <c>("a", 0.8), ("y", 1)</c>.</param>
    /// <returns>The value; NaN or infinity outside the domain. 0 · ln 0 counts as 0, its limit.</returns>
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
            case Product(var factors): return EvaluateProduct(factors.Span, at);
            case Power(var u, var n): return PowerOf(u.Evaluate(at), n.Evaluate(at));
            case Call(var f, var u): return f.Value(u.Evaluate(at));
            case Extremum(var max, var u, var v): return max ? Math.Max(u.Evaluate(at), v.Evaluate(at)) : Math.Min(u.Evaluate(at), v.Evaluate(at));
            case Piecewise(var c, var u, var v): return c.Evaluate(at) != 0 ? u.Evaluate(at) : v.Evaluate(at);
            case Comparison(var u, _, var v) c: return c.Holds(u.Evaluate(at), v.Evaluate(at)) ? 1 : 0;
            case Logic(var both, var u, var v): return both == (u.Evaluate(at) != 0) ? v.Evaluate(at) : both ? 0 : 1;
            case Not(var c): return 1 - c.Evaluate(at);
            case Defined d: return d.Value(d.First.Evaluate(at), d.Second.Evaluate(at));
            default: throw new InvalidOperationException(GetType().Name);
        }
    }

    internal static double PowerOf(double u, double n) => n switch
    {
        -1 => 1 / u,
        2 => u * u,
        _ => Math.Pow(u, n),
    };

    static double EvaluateProduct(ReadOnlySpan<Formula> factors, Point at)
    {
        double above = 1, below = 1;
        foreach (var f in factors)
            if (f is Power(var u, Number n) && n.Value.Sign < 0) below *= PowerOf(u.Evaluate(at), -n.Double);
            else above *= f.Evaluate(at);
        var value = above / below;
        return double.IsNaN(value) && VanishesInTheLimit(factors, at) ? 0 : value;
    }

    /// <summary>0 · ln 0 = 0, and y/a = 0 at y = 0, a = 0, where only a has to move: the limit along the output. y/y has none.</summary>
    static bool VanishesInTheLimit(ReadOnlySpan<Formula> factors, Point at)
    {
        bool zero = false, fixedZero = false, onlyLogs = true;
        foreach (var f in factors)
        {
            var value = f.Evaluate(at);
            if (double.IsNaN(value)) return false;
            if (value == 0) { zero = true; fixedZero |= !f.Contains("a") && !f.Contains("z"); }
            if (!double.IsInfinity(value) || (f is Power(var u, Number { Value.Sign: > 0 }) ? u : f) is Call { Function.Name: "Log" or "Log2" or "Log10" }) continue;
            if (!double.IsFinite(f.Evaluate(at.Moved(1e-9))) && !double.IsFinite(f.Evaluate(at.Moved(-1e-9)))) return false;      // infinite for every a
            onlyLogs = false;
        }
        return zero && (fixedZero || onlyLogs);
    }
}

/// <summary>Values of variables.</summary>
internal readonly struct Point(params (string Name, double Value)[] values)
{
    readonly (string Name, double Value)[] values = values;

    /// <summary>The same point with a and z a little further.</summary>
    public Point Moved(double by) => new([.. values.Select(v => v.Name is "a" or "z" ? (v.Name, v.Value + by) : v)]);

    public double this[string name]
    {
        get
        {
            foreach (var (n, value) in values) if (ReferenceEquals(n, name) || n == name) return value;
            throw new ArgumentException($"The formula contains {name}, but no value was given for it. Add (\"{name}\", …).");
        }
    }
}
