namespace NotebookLib;

/// <summary>An object whose methods may be called inside a lambda that is read as a formula: it says which formula a call stands
/// for.</summary>
internal interface IInFormulas
{
    /// <summary>The formula of a call, or null where the method has none.</summary>
    /// <param name="method">The method's name.</param>
    /// <param name="arguments">Its arguments, read already.</param>
    public Formula? Called(string method, IReadOnlyList<Formula> arguments);
}

/// <summary>A function of two parts that no rule of arithmetic gives, an integral for example: it brings its value, its slope and
/// how it is written.</summary>
internal abstract record Defined(Formula First, Formula Second) : Formula
{
    internal sealed override IReadOnlyList<Formula> Parts => [First, Second];
    internal sealed override Formula With(IReadOnlyList<Formula> parts) => this with { First = parts[0], Second = parts[1] };

    /// <summary>The value where the parts have these values.</summary>
    public abstract double Value(double first, double second);

    /// <summary>The derivative by a variable.</summary>
    public abstract Formula Slope(string variable);

    /// <summary>As LaTeX, which binds like a sum.</summary>
    public abstract string LatexText { get; }

    /// <summary>As C#-like text.</summary>
    public abstract string CSharp { get; }

    /// <summary>The same as an integral over a variable of this name: the integrand and its two ends.</summary>
    public abstract (Formula Integrand, Formula From, Formula To) AsIntegral(string over);
}
