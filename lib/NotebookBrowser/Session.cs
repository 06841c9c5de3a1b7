using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace NotebookBrowser;

/// <summary>
/// The cells of one notebook: each is a C# script that goes on from those before it. The kernel's own CSharpScript needs the
/// files of its references, which a page does not have; the compiler underneath is the same.
/// </summary>
internal sealed class Session(IReadOnlyList<MetadataReference> references)
{
    private static readonly CSharpParseOptions Syntax = new(LanguageVersion.Latest, kind: SourceCodeKind.Script);

    /// <summary>What the kernel and the set-up cell open.</summary>
    private static readonly CSharpCompilationOptions Options =
        new(OutputKind.DynamicallyLinkedLibrary, concurrentBuild: false, allowUnsafe: true,
        optimizationLevel: OptimizationLevel.Release, usings:
        [
            "System", "System.IO", "System.Text", "System.Collections", "System.Collections.Generic", "System.Threading.Tasks",
            "System.Linq",
            "Microsoft.DotNet.Interactive", "Microsoft.DotNet.Interactive.Formatting", "Microsoft.DotNet.Interactive.Kernel",
            "NotebookLib", "NotebookLib.Interactive", "System.Math",
        ]);

    private static readonly Dictionary<string, Assembly> Compiled = [];
    private static int count;

    static Session() => AssemblyLoadContext.Default.Resolving += (_, name) => Compiled.GetValueOrDefault(name.Name!);

    private CSharpCompilation? previous;
    private object?[] states = new object?[2];
    private int cells;

    /// <summary>Compiles and runs a cell; it counts as one that later cells can use only if it compiles.</summary>
    /// <returns>The value of its last expression; null if there is none.</returns>
    /// <exception cref="CompilationException">It does not compile.</exception>
    public async Task<object?> Run(string source)
    {
        var compilation = CSharpCompilation.CreateScriptCompilation($"Cell{++count}", CSharpSyntaxTree.ParseText(source, Syntax),
            references, Options, previous);
        using var image = new MemoryStream();
        var emitted = compilation.Emit(image);
        if (!emitted.Success) throw new CompilationException(emitted.Diagnostics);

        image.Position = 0;
        var assembly = AssemblyLoadContext.Default.LoadFromStream(image);
        Compiled[assembly.GetName().Name!] = assembly;
        var entry = compilation.GetEntryPoint(default)!;
        var start = assembly.GetType(entry.ContainingType.MetadataName)!.GetMethod(entry.MetadataName,
            BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public)!;
        previous = compilation;
        if (++cells >= states.Length) Array.Resize(ref states, 2 * states.Length);
        return await start.CreateDelegate<Func<object?[], Task<object?>>>()(states);
    }
}

/// <summary>A cell that does not compile; the message is the compiler's, with every line that it names.</summary>
internal sealed class CompilationException(IEnumerable<Diagnostic> diagnostics)
    : Exception(string.Join('\n',
        diagnostics.Where(one => one.Severity == DiagnosticSeverity.Error).Select(one => one.ToString())));
