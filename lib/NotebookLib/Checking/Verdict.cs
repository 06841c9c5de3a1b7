namespace NotebookLib;

/// <summary>What a check found. It never comes alone: each verdict has its reason.</summary>
public enum Verdict
{
    /// <summary>No contradiction was found, within the error bars and where it was looked for.</summary>
    Pass,
    /// <summary>A contradiction was found, larger than every error bar; the report shows where.</summary>
    Fail,
    /// <summary>Not to be decided here: a kink, the border of the domain, error bars too wide. The report says which.</summary>
    Inconclusive,
}

/// <summary>Words for verdicts, and for what may not be there.</summary>
internal static class Verdicts
{
    /// <summary>✓, ✗ or ?.</summary>
    public static string Mark(this Verdict verdict) => verdict switch { Verdict.Pass => "✓", Verdict.Fail => "✗", _ => "?" };

    /// <summary>The first, or the first that is so; null where there is none.</summary>
    public static T? FirstOrNull<T>(this IEnumerable<T> values, Func<T, bool>? holds = null) where T : struct =>
        values.Where(holds ?? (_ => true)).Select(value => (T?)value).FirstOrDefault();
}
