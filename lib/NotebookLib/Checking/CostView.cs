using static System.Math;
using static NotebookLib.Words;

namespace NotebookLib;

/// <summary>C and δ along z for the targets that fit the activation: what all findings look at.</summary>
internal sealed class CostView
{
    /// <summary>Looked at are z from −40 to 40, where a sigmoid is 0 or 1 to the last digit, 0.05 apart; and on to 640.</summary>
    public const double Far = 40, Spacing = 0.05;
    private readonly Lazy<Formula> bendInZ;
    private readonly int[] directions;

    public CostView(Cost cost, Activation activation)
    {
        (Cost, Activation, Compiled) = (cost, activation, CompiledCost.For(cost, activation));
        bendInZ = new(() => Tails.InZ(Compiled.Error.Bend, activation));
        (Low, High) = activation.Limits;
        Scale = Low is { } l && High is { } h && l != h ? Abs(h - l) : 1;
        Z = [.. Enumerable.Range(0, (int)Round(2 * Far / Spacing) + 1).Select(i => Round(i * Spacing - Far, 2))];
        A = [.. Z.Select(Output)];
        directions = [.. Z.Select((z, i) => activation.Slope(z) is var slope && slope != 0 && double.IsFinite(slope)
            ? Sign(slope) : A[Min(i + 1, A.Length - 1)].CompareTo(A[Max(i - 1, 0)]))];
        IEnumerable<double> targets = (Low, High) switch
        {
            ({ } low, { } high) => new[] { 0, 0.25, 0.5, 0.75, 1 }.Select(part => low + part * (high - low)),
            ({ } low, null) => [low + 0.5, low + 1, low + 2],
            (null, { } high) => [high - 2, high - 1, high - 0.5],
            _ => [-2.0, -1, 0, 0.5, 1, 2],
        };
        var curves = targets.Distinct().Select(y => new CostCurve(this, y)).ToLookup(curve => curve.HasValues);
        (Curves, Missing) = ([.. curves[true]], [.. curves[false].Select(curve => curve.Y)]);
    }

    public Cost Cost { get; }
    public Activation Activation { get; }
    public CompiledCost Compiled { get; }
    /// <summary>∂δ/∂z as a formula in z.</summary>
    public Formula BendInZ => bendInZ.Value;

    /// <summary>The weighted inputs that are looked at, and their outputs.</summary>
    public double[] Z { get; }
    public double[] A { get; }
    /// <summary>The output as z → −∞ and z → +∞, where it has a limit.</summary>
    public double? Low { get; }
    public double? High { get; }

    /// <summary>What counts as a large difference of outputs: the width of their range, else 1.</summary>
    public double Scale { get; }
    /// <summary>One curve for each target for which C has values, and the targets for which it has none at any output.</summary>
    public IReadOnlyList<CostCurve> Curves { get; }
    public IReadOnlyList<double> Missing { get; }

    /// <summary>The curve for a target, that which is there already or a new one.</summary>
    public CostCurve Along(double y) => Curves.FirstOrDefault(curve => curve.Y == y) ?? new(this, y);
    public double Output(double z) => Activation.Value(z);

    /// <summary>z with f(z) = y, within what is looked at; null where there is none, as for an end of the outputs.</summary>
    public double? InputFor(double y) => SideOf(y) is null
        && Activation.InverseAt(y) is var z && Abs(z) <= Far && Abs(Output(z) - y) <= 1e-9 * Max(Scale, Abs(y)) ? z : null;

    /// <summary>Does the output rise with z? A finding says so where it does not.</summary>
    public bool Rises => directions.All(direction => direction >= 0);
    /// <summary>The sign of f′, or of the change between neighbouring outputs where f′ is 0: 1 where the output rises.</summary>
    public int DirectionAt(double z) => directions[Clamp((int)Round((z + Far) / Spacing), 0, directions.Length - 1)];

    /// <summary>1 and −1, the ends of z: ∞ and −∞.</summary>
    public static readonly int[] Sides = [1, -1];
    /// <summary>The limit of the output at an end of z, where it has one.</summary>
    public double? End(int side) => side > 0 ? High : Low;
    /// <summary>The side of z on which the output goes to y; null where it does on none.</summary>
    public int? SideOf(double y) => Sides.FirstOrNull(side => Abs(End(side) - y ?? double.NaN) <= 1e-9 * Scale);
    /// <summary>The output at the end of a range of z: at the ends of what is looked at its limit, where it has one.</summary>
    public double Border(double z) => (z <= -Far ? Low : z >= Far ? High : null) ?? Output(z);

    /// <summary>The end of z in words: "a → 1", or "z → ∞" where the output has no limit.</summary>
    public string EndInWords(int side) => End(side) is { } limit ? $"a → {Number(limit)}" : $"z → {(side > 0 ? "∞" : "−∞")}";
    /// <summary>The output in words; what cannot be told from 0 is 0.</summary>
    public string OutputInWords(double z) => Number(Output(z) is var a && Abs(a) <= 1e-12 * Scale ? 0 : a);

    /// <summary>A place in a sentence: by its output where that says which it is, else by z.</summary>
    public (string Name, Func<double, string> Value) Place =>
        Rises ? ("a", OutputInWords) : ("z", z => Number(Abs(z) <= 1e-12 ? 0 : z));

    /// <summary>All is well; where a target or an output was not looked at, that is said and decides nothing.</summary>
    public Answer Pass(string sentence, bool everywhere = false) => Curves.Count == 0 ? Answer.Nowhere
        : Missing.Count > 0
            ? Answer.Unsure($"{sentence} For y = {Numbers(Missing)} C has no value at any output, so that was not looked at.")
        : everywhere || Curves.All(curve => curve.IsWhole) ? new(Verdict.Pass, sentence)
        : Answer.Unsure($"{sentence} But C or δ {(Curves.Any(curve => curve.IsLost) ? "is lost in rounding" : "has no value")} "
            + "at some outputs, so that was not looked at everywhere.");

    /// <summary>How often z ← z − 2ηδ until the output has gone half the way to y; null where a million do not do.</summary>
    public int? UpdatesToHalfway(double z, double y, double eta, Func<double, double, double> delta)
    {
        const int most = 1_000_000;
        var (half, last) = (Abs(Output(z) - y) / 2, double.NaN);
        for (var k = 0; k <= most && double.IsFinite(z) && z != last; k++)
        {
            if (Abs(Output(z) - y) <= half) return k;
            (last, z) = (z, z - 2 * eta * delta(z, y));
        }
        return null;
    }
}
