using System.Runtime.CompilerServices;
using NotebookRunner;
using static Notebooks.Tests.Run;

namespace Notebooks.Tests;

/// <summary>
/// The kernels of all tests here start where numbers are written in another way than in code: on a German machine, and for the
/// stored outputs of the real tool on a Turkish one, where the capital of i is not I. Nothing that a notebook shows may depend on
/// that.
/// </summary>
[Collection(Run.Processes)]
public class CultureTests
{
    private const string Culture = "LC_ALL", Invariant = "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT";

    /// <summary>Where .NET has no cultures (a machine without ICU), that is said, and there is nothing to test.</summary>
    private static readonly bool HasCultures = OperatingSystem.IsLinux()
        && Environment.GetEnvironmentVariable(Invariant) is not ("1" or "true");

    [ModuleInitializer]
    internal static void Use()
    {
        if (!HasCultures) return;
        Environment.SetEnvironmentVariable(Invariant, "0");     // the runner and the tests themselves have none
        Is("de_DE.UTF-8");
    }

    /// <summary>Processes that are started from now on have this culture.</summary>
    internal static void Is(string culture)
    {
        if (HasCultures) Environment.SetEnvironmentVariable(Culture, culture);
    }

    [Theory]
    [InlineData("InProcess")]
    [InlineData("Tool")]
    public async Task Numbers_are_written_as_in_code_after_the_set_up_alone(string kernel)
    {
        Assert.SkipUnless(HasCultures, "Cultures are set as Linux does it, for a .NET that has them.");
        const string Write =
            "Console.Write(1.5); Console.Write($\" {-2.5:F2} {(0.25).ToString()} \"); Console.Write(\"{0}\", 1e-7);";
        var run = await Cells(NotebookFolder, Enum.Parse<KernelKind>(kernel), Write, Import, Write);
        Succeeded(run);
        Assert.Equal("1,5 -2,50 0,25 1E-07", Text(run, 1));
        Assert.Equal("1.5 -2.50 0.25 1E-07", Text(run, 3));
    }
}
