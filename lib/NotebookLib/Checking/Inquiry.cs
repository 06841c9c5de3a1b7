using static NotebookLib.Words;

namespace NotebookLib;

/// <summary>The check of a claimed gradient: asked at one place and judged coordinate by coordinate, then asked again elsewhere
/// to find out which mistake it makes. A formula may throw, forget a coordinate, or answer differently each time.</summary>
/// <typeparam name="TPlace">Where it can be asked: a neuron on data, the z and x of a layer, or n numbers.</typeparam>
internal sealed class Inquiry<TPlace>
{
    private string? trouble;

    /// <summary>What is checked, for the report.</summary>
    public required string Subject { get; init; }
    /// <summary>The name of coordinate j of so many.</summary>
    public required Func<int, int, string> Name { get; init; }
    /// <summary>The claimed gradient at a place.</summary>
    public required Func<TPlace, double[]?> Formula { get; init; }
    /// <summary>The same numbers, or an exception that says how many there should be.</summary>
    public required Func<double[]?, double[]> Shaped { get; init; }
    /// <summary>Why nothing can be measured at a place; null where it can.</summary>
    public Func<TPlace, string?> Explain { get; init; } = _ => null;
    /// <summary>What was claimed beside what is true at a place.</summary>
    public required Func<TPlace, double[], Probe> Measure { get; init; }
    /// <summary>Where it is asked again: near by, and with other inputs.</summary>
    public required IEnumerable<TPlace> Near { get; init; }
    public IEnumerable<TPlace> Others { get; init; } = [];
    /// <summary>Does the formula answer otherwise when the inputs alone change? If not, other inputs tell nothing.</summary>
    public Func<Func<TPlace, double[]?>, bool> HearsInputs { get; init; } = _ => true;
    /// <summary>The mistakes that are possible here.</summary>
    public required IReadOnlyList<Hypothesis> Mistakes { get; init; }
    /// <summary>Is it enough to be right at the place itself, as for the library's own gradient?</summary>
    public bool HereIsEnough { get; init; }
    /// <summary>The sentence on a kink, for a probe that has one.</summary>
    public Func<Probe, string> Kink { get; init; } = _ => "The function has a kink here";

    public GradientReport Run(TPlace here)
    {
        if (Explain(here) is { } sentence) return Judge.Undecided(Subject, sentence);
        if (Ask(here) is not { } answer) return Judge.Undecided(Subject, trouble!);
        if (Ask(here) is not { } again || !again.SequenceEqual(answer))
            return Judge.Undecided(Subject, "Your gradient gives another answer each time it is asked, so it cannot be checked. "
                + "Draw random numbers once, before it.");
        var probe = Measure(here, answer);
        string NameOf(int j) => Name(j, answer.Length);
        var coordinates = probe.Coordinates(NameOf);
        if (Array.Find(coordinates, c => c.Verdict == Verdict.Pass && c.Witness is { } w && !IsNear(w, c)) is { } doubtful)
            return Judge.Undecided(Subject, $"Two measurements of {doubtful.Name} disagree: differences say "
                + $"{Number(doubtful.Measured)}, dual numbers {Number(doubtful.Witness!.Value)}.", coordinates);
        var verdict = Judge.All(coordinates.Select(c => c.Verdict));
        var reason = Judge.Reason(verdict, coordinates, Kink(probe));
        var right = new Diagnosis(Mistake.None, "The gradient is right.");
        GradientReport Report(Verdict of, string because, Diagnosis why) => new(Subject, of, because, coordinates, why);
        if (HereIsEnough && verdict != Verdict.Fail) return Report(verdict, reason, right);

        var (near, others) = (Near.Select(At), Others.Select(At));
        var diagnosis = new Investigation(probe, near, others, HearsInputs(Ask), Mistakes, NameOf).Explain();
        return (verdict, diagnosis.Mistake) switch
        {
            (Verdict.Fail, Mistake.None) => Report(verdict, reason,
                new(Mistake.Unknown, "The gradient is wrong here and right at the other points that were tried.")),
            (Verdict.Fail, _) or (_, Mistake.None) => Report(verdict, reason, diagnosis),
            (_, Mistake.Unknown) => Report(verdict, $"{reason} At other weights or inputs the formula does not agree: "
                + "does it use values of its own in place of a, y, z and x?", verdict == Verdict.Pass ? right : diagnosis),
            _ => Report(Verdict.Fail, "At this example the formula agrees, but not at others.", diagnosis),
        };
    }

    private static bool IsNear(double witness, Coordinate c) =>
        Math.Abs(witness - c.Measured) <= c.Error + 1e-6 * Math.Max(Math.Abs(witness), Math.Abs(c.Measured));

    private Probe? At(TPlace place) => Ask(place) is { } claimed && Explain(place) is null ? Measure(place, claimed) : null;

    private double[]? Ask(TPlace place)
    {
        double[]? answer;
        try { answer = Formula(place); }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            trouble ??= $"Your gradient stopped with an error: {error.Message}";
            return null;
        }
        return Shaped(answer);
    }
}
