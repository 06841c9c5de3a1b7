namespace NotebookLib;

/// <summary>What a check found. It never comes alone: each verdict has its reason.</summary>
public enum Verdict
{
    /// <summary>No contradiction was found, within the error bars and where it was looked for.</summary>
    Pass,

    /// <summary>A contradiction was found, larger than every error bar; the report shows where.</summary>
    Fail,

    /// <summary>Not to be decided here: a kink, the border of the domain, or error bars that are too wide. The report says which.</summary>
    Inconclusive,
}
