using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using static NotebookLib.FormulaOf;

namespace NotebookLib;

/// <summary>An activation a = f(z): what a neuron does with its weighted input z. Made from a C# lambda.</summary>
public sealed class Activation : IInFormulas
{
    readonly Func<double, double>? value;

    Activation(string name, Formula formula, Function? function = null, Formula? slope = null, Formula? slopeOfOutput = null)
    {
        Name = name;
        Formula = formula;
        Function = function;
        value = function is null ? null : function.Value;
        SlopeFormula = slope ?? formula.Derivative("z").Simplify();
        SlopeOfOutput = slopeOfOutput;
    }

    /// <summary>The name it is compared and drawn by.</summary>
    public string Name { get; }

    /// <summary>f as a formula in z.</summary>
    public Formula Formula { get; }

    /// <summary>f′ as a formula in z.</summary>
    public Formula SlopeFormula { get; }

    /// <summary>f′ in terms of the output a, where it has such a form: a(1 − a) for the sigmoid; otherwise null.</summary>
    public Formula? SlopeOfOutput { get; }

    /// <summary>The same function in the table of functions, if it is there.</summary>
    internal Function? Function { get; }

    static readonly Formula A = Variable.A, Z = Variable.Z;

    /// <summary>The sigmoid σ(z) = 1/(1 + e⁻ᶻ), with σ′ = a(1 − a).</summary>
    public static Activation Sigmoid { get; } = new("sigmoid", 1 / (1 + FormulaOf.Exp(-Z)), ActivationFunctions.Sigma, ActivationFunctions.Sigma.Slope(Z), A * (1 - A));

    /// <summary>The hyperbolic tangent, with slope 1 − a².</summary>
    public static Activation Tanh { get; } = new("tanh", new Call(Function.Tanh, Z), Function.Tanh, Function.Tanh.Slope(Z), 1 - Square(A));

    /// <summary>The identity a = z of a linear neuron, with slope 1.</summary>
    public static Activation Identity { get; } = new("identity", Z, null, 1, 1);

    /// <summary>The exponential a = eᶻ, with slope a.</summary>
    public static Activation Exp { get; } = new("exp", FormulaOf.Exp(Z), Function.Exp, FormulaOf.Exp(Z), A);

    /// <summary>The rectified linear unit max(0, z); its slope is 0 for z ≤ 0 and 1 for z &gt; 0 (there is none at the kink z = 0: 0 is taken).</summary>
    public static Activation Relu { get; } = new("relu", new Extremum(true, Zero, Z), ActivationFunctions.Relu, ActivationFunctions.Relu.Slope(Z), new Piecewise(new Comparison(A, Relation.Greater, 0), 1, 0));

    /// <summary>The softplus ln(1 + eᶻ), with slope σ(z) = 1 − e⁻ᵃ; computed so that neither end overflows or loses digits.</summary>
    public static Activation Softplus { get; } = new("softplus", Log(1 + FormulaOf.Exp(Z)), ActivationFunctions.Softplus, ActivationFunctions.Softplus.Slope(Z), 1 - FormulaOf.Exp(-A));

    /// <summary>All activations named above.</summary>
    public static IReadOnlyList<Activation> All { get; } = [Sigmoid, Tanh, Identity, Exp, Relu, Softplus];

    /// <summary>Your own activation, for example <c>Activation.Define("bump", z => Exp(-z*z))</c>.</summary>
    /// <param name="name">The name it is compared and drawn by.</param>
    /// <param name="formula">f; its parameter is the weighted input z, whatever you call it.</param>
    /// <param name="source">Filled in by the compiler: the text of the lambda, in which 1/2 can still be seen.</param>
    /// <returns>The activation.</returns>
    /// <exception cref="FormulaException">The lambda holds something that has no formula; the message says what to write instead.</exception>
    public static Activation Define(string name, Expression<Func<double, double>> formula, [CallerArgumentExpression(nameof(formula))] string source = "")
    {
        if (string.IsNullOrWhiteSpace(name)) throw new FormulaException("An activation needs a name to be compared by: Activation.Define(\"mine\", z => …).");
        if (formula is null) throw new FormulaException($"The activation \"{name}\" needs a formula: Activation.Define(\"{name}\", z => z/(1 + Abs(z))).");
        return new(name, FromLambda.Read(formula, source, "z"));
    }

    /// <summary>a = f(z).</summary>
    /// <param name="z">The weighted input.</param>
    /// <returns>The output; NaN outside the domain.</returns>
    public double Value(double z) => value is null ? Formula.Evaluate(new Point(("z", z))) : value(z);

    /// <summary>f′(z).</summary>
    /// <param name="z">The weighted input.</param>
    /// <returns>The slope; NaN outside the domain.</returns>
    public double Slope(double z) => Function == ActivationFunctions.Sigma
        ? Stable.Sigmoid(z) * Stable.Sigmoid(-z)
        : SlopeFormula.Evaluate(new Point(("z", z)));

    /// <summary>f(u) as a formula: a known function by its name, else its formula with u in place of z.</summary>
    internal Formula Of(Formula u) => Function is { } f ? new Call(f, u) : Formula.Substitute("z", u);

    Formula? IInFormulas.Called(string method, IReadOnlyList<Formula> arguments) => (method, arguments) switch
    {
        (nameof(Value), [var u]) => Of(u),
        (nameof(Slope), [var u]) => SlopeFormula.Substitute("z", u),
        _ => null,
    };

    /// <summary>The name and the formula.</summary>
    /// <returns>Text such as <c>sigmoid: a = 1/(1 + Exp(-z))</c>.</returns>
    public override string ToString() => $"{Name}: a = {Formula}";
}
