using System.Linq.Expressions;
using System.Runtime.CompilerServices;

namespace NotebookLib;

/// <summary>
/// A formula as a tree: numbers, variables, sums, products, powers, functions and cases. Made from a C# lambda, it can be
/// differentiated, simplified, written as LaTeX or C#, evaluated, and compiled.
/// </summary>
/// <remarks>Formulas never change; two are equal when written alike (a + y and y + a are not: simplify both first).</remarks>
public abstract partial record Formula
{
    private protected Formula() { }

    /// <summary>The parts of which this formula is made, in order: none for a number or a variable.</summary>
    internal virtual IReadOnlyList<Formula> Parts => [];

    /// <summary>The same kind of formula made of other parts.</summary>
    internal virtual Formula With(IReadOnlyList<Formula> parts) => this;

    /// <summary>Does the variable occur in this formula?</summary>
    /// <param name="variable">The variable's name, for example "a".</param>
    public bool Contains(string variable) => Any(f => f is Variable v && v.Name == variable);

    internal bool Any(Func<Formula, bool> test)
    {
        if (test(this)) return true;
        foreach (var part in Parts) if (part.Any(test)) return true;
        return false;
    }

    /// <summary>The variables that occur, by name.</summary>
    internal IEnumerable<Variable> Variables =>
        (this is Variable v ? [v] : Parts.SelectMany(part => part.Variables)).Distinct()
            .OrderBy(v => v.Name, StringComparer.Ordinal);

    /// <summary>v where this is 1/v, a power with a negative number as exponent; otherwise null.</summary>
    internal Formula? Divisor =>
        this is Power(var u, Number { Value.Sign: < 0 } n) ? FormulaOf.Pow(u, new Number(-n.Value)) : null;

    /// <summary>Written with a minus sign in front?</summary>
    internal bool IsNegative => this is Number { Value.Sign: < 0 } or Product { Factors: [Number { Value.Sign: < 0 }, ..] };

    /// <summary>How many numbers, variables and operations the formula has (a minus sign is one): what "simpler" means.</summary>
    internal int Size
    {
        get
        {
            var n = this is Number { Value.Sign: < 0 } ? 2 : 1;
            foreach (var part in Parts) n += part.Size;
            if (this is Power(_, Number { Value.IsInteger: true } e)) return n - e.Size;
            return this is Product { Factors: [Number p, ..] f } && p.Value == -1 ? n - (f.Count == 2 ? 2 : 1) : n;
        }
    }

    /// <summary>This formula with another one in place of a variable; nothing is simplified.</summary>
    /// <param name="variable">The variable's name.</param>
    /// <param name="by">What to put in its place.</param>
    public Formula Substitute(string variable, Formula by) => Replace(f => f is Variable v && v.Name == variable ? by : null);

    /// <summary>Each sub-formula for which <paramref name="rule"/> gives a formula is replaced by it, outermost first.</summary>
    internal Formula Replace(Func<Formula, Formula?> rule) => rule(this) is { } other ? other : Map(part => part.Replace(rule));

    /// <summary>That a condition does not hold.</summary>
    internal Formula Negated() => this switch { Number p => 1 - p, Not(var c) => c, _ => new Not(this) };

    /// <summary>The same formula with each of its parts changed.</summary>
    internal Formula Map(Func<Formula, Formula> change)
    {
        var parts = Parts;
        if (parts.Count == 0) return this;
        var changed = new Formula[parts.Count];
        var same = true;
        for (var i = 0; i < changed.Length; i++) { changed[i] = change(parts[i]); same &= ReferenceEquals(changed[i], parts[i]); }
        return same ? this : With(changed);
    }

    /// <summary>As C#, typed in a cell with <c>using static System.Math</c>: for example <c>Pow(a - y, 2)/2</c>.</summary>
    public sealed override string ToString() => CSharpText.Of(this);

    /// <summary>As LaTeX that KaTeX renders, without dollar signs: for example <c>\frac{(a - y)^2}{2}</c>.</summary>
    public string ToLatex() => Latex.Of(this);
}

/// <summary>An exact number.</summary>
internal sealed record Number(Rational Value) : Formula
{
    public double Double { get; } = Value.ToDouble();
    public static readonly Number Zero = new(Rational.Zero), One = new(Rational.One), MinusOne = new(-Rational.One);
    public bool Equals(Number? other) => other is not null && Value.Equals(other.Value);
    public override int GetHashCode() => Value.GetHashCode();
}

/// <summary>A number with a name: π or e.</summary>
internal sealed record Constant(string Name, double Value, string Symbol) : Formula
{
    public static readonly Constant Pi = new("PI", Math.PI, @"\pi"), E = new("E", Math.E, "e");
}

/// <summary>A variable: a, y, z, …</summary>
internal sealed record Variable(string Name) : Formula;

/// <summary>t₁ + t₂ + …; a difference is a sum with a product that starts with −1.</summary>
internal sealed record Sum(Terms Terms) : Formula
{
    internal override IReadOnlyList<Formula> Parts => Terms;
    internal override Formula With(IReadOnlyList<Formula> parts) => new Sum(new Terms(parts));
}

/// <summary>f₁ · f₂ · …; a quotient is a product with a power −1.</summary>
internal sealed record Product(Terms Factors) : Formula
{
    internal override IReadOnlyList<Formula> Parts => Factors;
    internal override Formula With(IReadOnlyList<Formula> parts) => new Product(new Terms(parts));
}

/// <summary>A formula of two parts.</summary>
internal abstract record Pair(Formula Left, Formula Right) : Formula
{
    internal sealed override IReadOnlyList<Formula> Parts => [Left, Right];
    internal sealed override Formula With(IReadOnlyList<Formula> parts) => this with { Left = parts[0], Right = parts[1] };
}

/// <summary>Base to the power Exponent.</summary>
internal sealed record Power(Formula Base, Formula Exponent) : Formula
{
    internal override IReadOnlyList<Formula> Parts => [Base, Exponent];
    internal override Formula With(IReadOnlyList<Formula> parts) => new Power(parts[0], parts[1]);
}

/// <summary>A function of one argument out of the table in Functions.cs.</summary>
internal sealed record Call(Function Function, Formula Argument) : Formula
{
    internal override IReadOnlyList<Formula> Parts => [Argument];
    internal override Formula With(IReadOnlyList<Formula> parts) => new Call(Function, parts[0]);
}

/// <summary>The larger (or smaller) of two: Max and Min.</summary>
internal sealed record Extremum(bool IsMax, Formula Left, Formula Right) : Pair(Left, Right);

/// <summary>Condition ? Then : Else.</summary>
internal sealed record Piecewise(Formula Condition, Formula Then, Formula Else) : Formula
{
    internal override IReadOnlyList<Formula> Parts => [Condition, Then, Else];
    internal override Formula With(IReadOnlyList<Formula> parts) => new Piecewise(parts[0], parts[1], parts[2]);
}

/// <summary>A relation of two numbers that a condition is made of: how it is written, read and computed.</summary>
internal sealed record Relation(string CSharp, string Latex, ExpressionType Type, string Vector, Func<double, double, bool> Holds)
{
    public static readonly Relation
        Less = new("<", "<", ExpressionType.LessThan, "LessThan", (u, v) => u < v),
        AtMost = new("<=", @"\le", ExpressionType.LessThanOrEqual, "LessThanOrEqual", (u, v) => u <= v),
        Greater = new(">", ">", ExpressionType.GreaterThan, "GreaterThan", (u, v) => u > v),
        AtLeast = new(">=", @"\ge", ExpressionType.GreaterThanOrEqual, "GreaterThanOrEqual", (u, v) => u >= v),
        Equal = new("==", "=", ExpressionType.Equal, "Equals", (u, v) => u == v),
        Different = new("!=", @"\ne", ExpressionType.NotEqual, "", (u, v) => u != v);

    public static readonly IReadOnlyList<Relation> All = [Less, AtMost, Greater, AtLeast, Equal, Different];
}

/// <summary>Left &lt; Right and so on: 1 when it holds, else 0.</summary>
internal sealed record Comparison(Formula Left, Relation Relation, Formula Right) : Pair(Left, Right);

/// <summary>Two conditions joined by &amp;&amp; (Both) or ||.</summary>
internal sealed record Logic(bool Both, Formula Left, Formula Right) : Pair(Left, Right)
{
    /// <summary>The two joined; one of them decides or drops out where it is known (a number).</summary>
    public static Formula Of(bool both, Formula left, Formula right) => (left, right) switch
    {
        (Number p, _) => both == p.Value.IsZero ? p : right,
        (_, Number q) => both == q.Value.IsZero ? q : left,
        _ => new Logic(both, left, right),
    };
}

/// <summary>A condition that must not hold: !c.</summary>
internal sealed record Not(Formula Condition) : Formula
{
    internal override IReadOnlyList<Formula> Parts => [Condition];
    internal override Formula With(IReadOnlyList<Formula> parts) => new Not(parts[0]);
}

/// <summary>The terms of a sum or factors of a product: a list that compares by its members.</summary>
[CollectionBuilder(typeof(Terms), nameof(Create))]
internal sealed class Terms(IReadOnlyList<Formula> items) : IReadOnlyList<Formula>, IEquatable<Terms>
{
    private readonly Formula[] items = items as Formula[] ?? [.. items];
    private int hash;

    public static Terms Create(ReadOnlySpan<Formula> items) => new(items.ToArray());
    public int Count => items.Length;
    public Formula this[int i] => items[i];
    public Terms Slice(int start, int length) => new(items[start..(start + length)]);
    public ReadOnlySpan<Formula> Span => items;
    public IEnumerator<Formula> GetEnumerator() => ((IEnumerable<Formula>)items).GetEnumerator();
    System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => items.GetEnumerator();
    public bool Equals(Terms? other) =>
        other is not null && GetHashCode() == other.GetHashCode() && items.AsSpan().SequenceEqual(other.items);
    public override bool Equals(object? other) => Equals(other as Terms);

    public override int GetHashCode()
    {
        if (hash != 0) return hash;
        var h = new HashCode();
        foreach (var item in items) h.Add(item);
        return hash = h.ToHashCode() is var code && code == 0 ? 1 : code;
    }
}
