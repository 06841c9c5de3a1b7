namespace NotebookLib;

/// <summary>An object that says which formulas calls of its methods stand for inside a lambda.</summary>
internal interface IInFormulas
{
    /// <summary>The formula of a call with these arguments, or null where the method has none.</summary>
    public Formula? Called(string method, IReadOnlyList<Formula> arguments);
}

/// <summary>A function of two parts that brings its value, its slope and how it is written: an integral, for example.</summary>
internal abstract record Defined(Formula Left, Formula Right) : Pair(Left, Right)
{
    /// <summary>The value where the parts have these values.</summary>
    public abstract double Value(double left, double right);

    /// <summary>The derivative by a variable.</summary>
    public abstract Formula Slope(string variable);

    /// <summary>As LaTeX, which binds like a sum.</summary>
    public abstract string LatexText { get; }

    /// <summary>As C#-like text.</summary>
    public abstract string CSharp { get; }

    /// <summary>The same as an integral over a variable of this name: the integrand and its two ends.</summary>
    public abstract (Formula Integrand, Formula From, Formula To) AsIntegral(string over);
}
