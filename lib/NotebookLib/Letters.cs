namespace NotebookLib;

/// <summary>The letters of the book as variables: the output a, the target y and the weighted input z.</summary>
internal static class Letters
{
    private static readonly Variable Output = new("a"), Target = new("y"), Input = new("z");

    extension(Variable)
    {
        public static Variable A => Output;
        public static Variable Y => Target;
        public static Variable Z => Input;
    }
}
