namespace NotebookLib;

/// <summary>What a check by sampling can say.</summary>
public enum Verdict
{
    /// <summary>No contradiction was found where it was looked for. For a sampled function this is not a proof.</summary>
    Pass,

    /// <summary>A contradiction was found; the report shows where.</summary>
    Fail,

    /// <summary>The error bars are too wide to say; the report gives the reason.</summary>
    Inconclusive,
}
