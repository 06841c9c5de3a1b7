namespace NotebookLib;

/// <summary>Looks for what the C# compiler computes before anyone can see it: 1/2, which is 0.</summary>
internal static class SourceText
{
    public static void Check(string source) { }
}
