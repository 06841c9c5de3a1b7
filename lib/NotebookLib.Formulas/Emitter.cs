using System.Linq.Expressions;

namespace NotebookLib;

/// <summary>
/// Writes formulas as code: every sub-formula that occurs more than once is computed once, and each into a variable of its own,
/// of type double (one example) or vector of doubles (a block).
/// </summary>
internal sealed partial class Emitter
{
    private readonly Arithmetic arithmetic;
    private readonly Dictionary<Formula, Expression> known;
    private readonly Dictionary<double, ParameterExpression> constants = [];
    private readonly List<ParameterExpression> variables = [];
    private readonly List<Expression> body = [];

    private Emitter(Arithmetic arithmetic, Expression z, Expression y)
    {
        this.arithmetic = arithmetic;
        known = new() { [new Variable("z")] = z, [new Variable("y")] = y };
    }

    /// <summary>A formula in z and y as a function of two numbers.</summary>
    public static Func<double, double, double> Scalar(Formula f) =>
        Compile<Func<double, double, double>>(emitter => emitter.Emit(f));

    /// <summary>Cost and δ, formulas in z and y, of one example; what they share is computed once.</summary>
    public static OneExample Both(Formula cost, Formula delta)
    {
        var d = Expression.Parameter(typeof(double).MakeByRefType(), "delta");
        return Compile<OneExample>(emitter =>
        {
            emitter.body.Add(Expression.Assign(d, emitter.Emit(delta)));    // first: the next step waits for δ, not for the cost
            return emitter.Emit(cost);
        }, d);
    }

    private static TDelegate Compile<TDelegate>(Func<Emitter, Expression> write, params ParameterExpression[] more)
    {
        ParameterExpression z = Expression.Parameter(typeof(double), "z"), y = Expression.Parameter(typeof(double), "y");
        var emitter = new Emitter(Arithmetic.Scalar, z, y);
        var value = write(emitter);
        var block = Expression.Block(emitter.Variables, [.. emitter.Prologue, .. emitter.body, value]);
        return Expression.Lambda<TDelegate>(block, [z, y, .. more]).Compile();
    }

    /// <summary>Cost (or none) and δ, formulas in z and y, as one loop over a block of whole vectors (or doubles).</summary>
    public static BlockKernel Vectors(Formula? cost, Formula delta, Arithmetic? chosen = null)
    {
        var vector = chosen ?? Arithmetic.Widest;
        ParameterExpression z = Expression.Parameter(typeof(double[]), "z"), y = Expression.Parameter(typeof(double[]), "y"),
            zStart = Expression.Parameter(typeof(int), "zStart"), yStart = Expression.Parameter(typeof(int), "yStart"),
            count = Expression.Parameter(typeof(int), "count"),
            costs = Expression.Parameter(typeof(double[]), "cost"), deltas = Expression.Parameter(typeof(double[]), "delta");
        ParameterExpression i = Expression.Variable(typeof(int), "i"), bad = Expression.Variable(vector.Type, "bad"),
            zNow = Expression.Variable(vector.Type, "zNow"), yNow = Expression.Variable(vector.Type, "yNow");
        var emitter = new Emitter(vector, zNow, yNow);
        var body = emitter.body;
        body.Add(Expression.Assign(zNow, vector.Load(z, Expression.Add(zStart, i))));
        body.Add(Expression.Assign(yNow, vector.Load(y, Expression.Add(yStart, i))));
        var c = cost is null ? null : emitter.Emit(cost);
        if (c is not null) body.Add(vector.Store(c, costs, i));
        var d = emitter.Emit(delta);
        body.Add(vector.Store(d, deltas, i));
        var both = c is null ? d : emitter.Keep(Expression.Add(c, d));
        body.Add(Expression.AddAssign(bad, Expression.Subtract(both, both)));           // v − v is 0, or NaN for ∞ and NaN
        body.Add(Expression.AddAssign(i, Expression.Constant(vector.Width)));
        var done = Expression.Label("done");
        var loop = Expression.Loop(Expression.IfThenElse(Expression.LessThan(i, count), Expression.Block(body),
            Expression.Break(done)), done);
        return Expression.Lambda<BlockKernel>(
            Expression.Block([i, bad, zNow, yNow, .. emitter.Variables],
                [Expression.Assign(bad, Expression.Default(vector.Type)), .. emitter.Prologue, loop,
                    vector.AllEqual(bad, Expression.Default(vector.Type))]),
            z, zStart, y, yStart, count, costs, deltas).Compile();
    }

    private IEnumerable<ParameterExpression> Variables => constants.Values.Concat(variables);
    private IEnumerable<Expression> Prologue => constants.Select(c => Expression.Assign(c.Value, arithmetic.Broadcast(c.Key)));

    private Expression Emit(Formula f)
    {
        if (known.TryGetValue(f, out var already)) return already;
        var value = f switch
        {
            Number n => Constant(n.Double),
            Constant c => Constant(c.Value),
            Variable v => throw new InvalidOperationException($"The formula to compile contains {v.Name}."),
            Sum s => EmitSum(s.Terms),
            Product p => EmitProduct(p.Factors),
            Power(var u, Number { Value: var n }) =>
                EmitPower(Emit(u.IsNegative && n.IsInteger && n.Numerator.IsEven ? -u : u), n),
            Power(var u, var n) => EachPower(Emit(u), Emit(n)),
            Call({ CodeBelowZero: { } code }, var u) when arithmetic.Width > 1 && IsBelowZero(u) => code(this, Emit(u)),
            Call({ Code: { } code }, var u) => code(this, Emit(u)),
            Call({ IsInVectors: true } g, var u) => arithmetic.Call(g.Name, Emit(u)),
            Call(var g, var u) => EachNumber(g, Emit(u)),
            Extremum(var max, var u, var v) => arithmetic.Call(max ? "Max" : "Min", Emit(u), Emit(v)),
            Piecewise(var c, var u, var v) => arithmetic.Select(Emit(c), Emit(u), Emit(v)),
            Comparison(var u, var relation, var v) => arithmetic.Compare(relation, Emit(u), Emit(v)),
            Logic(var both, var u, var v) => both ? Expression.And(Emit(u), Emit(v)) : Expression.Or(Emit(u), Emit(v)),
            Not(var c) => arithmetic.Not(Emit(c)),
            Defined d => arithmetic.EachLane(d.Value, Emit(d.Left), Emit(d.Right)),
            _ => throw new InvalidOperationException(f.GetType().Name),
        };
        return known[f] = value is ParameterExpression ? value : Keep(value);
    }

    private ParameterExpression Constant(double value)
    {
        if (!constants.TryGetValue(value, out var c)) constants[value] = c = Expression.Variable(arithmetic.Type);
        return c;
    }

    private Expression EmitSum(Terms terms)
    {
        Expression sum = Emit(terms[0]);
        foreach (var term in terms.Span[1..])
            sum = term.IsNegative ? Expression.Subtract(sum, Emit(-term)) : Expression.Add(sum, Emit(term));
        return sum;
    }

    private Expression EmitProduct(Terms factors)
    {
        Expression? above = null, below = null;
        var negative = false;
        foreach (var f in factors)
            if (f is Power(Number d, Number one) && one.Value == -1 && double.IsPow2(d.Double))
                above = Join(above, Constant(1 / d.Double));                   // exact, and faster than to divide
            else if (f is Power(var u, Number n) && n.Value.Sign < 0)
                below = Join(below, Emit(n.Value == -1 ? u : new Power(u, new Number(-n.Value))));
            else if (f is Number m && m.Value == -1) negative = !negative;
            else above = Join(above, Emit(f));
        above ??= Constant(1);
        var quotient = below is null ? above : Expression.Divide(above, below);
        return negative ? Expression.Negate(quotient) : quotient;

        static Expression Join(Expression? p, Expression q) => p is null ? q : Expression.Multiply(p, q);
    }

    private const int MostMultiplied = 16;               // up to this exponent squaring and multiplying beats Math.Pow

    private Expression EachPower(Expression u, Expression n) =>
        arithmetic.EachLane(typeof(Math).GetMethod(nameof(Math.Pow))!, u, n);

    private Expression EmitPower(Expression u, Rational n)
    {
        if (n.Sign < 0) return Expression.Divide(Constant(1), EmitPower(u, -n));
        if (n == Rational.Half) return arithmetic.Call("Sqrt", u);
        if (!n.IsInteger || n.CompareTo(MostMultiplied) > 0) return EachPower(u, Constant(n.ToDouble()));
        Expression? power = null;
        var square = u;
        for (var k = (int)n.Numerator; ; square = Keep(Expression.Multiply(square, square)))
        {
            if ((k & 1) == 1) power = power is null ? square : Expression.Multiply(power, square);
            if ((k >>= 1) == 0) return power ?? Constant(1);
        }
    }

    private ParameterExpression Keep(Expression value)
    {
        var variable = Expression.Variable(value.Type);
        variables.Add(variable);
        body.Add(Expression.Assign(variable, value));
        return variable;
    }
}

/// <summary>The cost of one example, and its δ.</summary>
internal delegate double OneExample(double z, double y, out double delta);

/// <summary>Cost and δ of a block; true if all are finite. Written from index 0.</summary>
internal delegate bool BlockKernel(double[] z, int zStart, double[] y, int yStart, int count, double[]? cost, double[] delta);
