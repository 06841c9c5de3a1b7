using System.Globalization;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.CSharp;
using Microsoft.DotNet.Interactive.Directives;
using Microsoft.DotNet.Interactive.Documents;
using Microsoft.DotNet.Interactive.Events;
using Microsoft.DotNet.Interactive.Formatting;

namespace NotebookRunner;

/// <summary>.NET Interactive's own C# kernel in this process: the fast way, for notebooks of C#, HTML and Markdown.</summary>
internal static class InProcessKernel
{
    private static readonly Lazy<Task> Compiler = new(() => Task.Run(() => CSharpScript.EvaluateAsync<int>("1 + 1")));

    /// <summary>
    /// Compiles something trivial on another thread, so that the first cell does not wait, nor pay, for the compiler to warm up.
    /// </summary>
    public static void WarmUp() => _ = Compiler.Value;

    // Settings of the formatter that its own reset leaves as a notebook set them.
    private static readonly (string MimeType, int List, int Depth, string Null) Defaults =
        (Formatter.DefaultMimeType, Formatter.ListExpansionLimit, Formatter.RecursionLimit, Formatter.NullString);

    public static async Task<KernelSession> Start()
    {
        (Formatter.DefaultMimeType, Formatter.ListExpansionLimit, Formatter.RecursionLimit, Formatter.NullString) = Defaults;
        Formatter.ResetToDefault();
        CultureInfo.DefaultThreadCurrentCulture = null;
        var csharp = new CSharpKernel().UseKernelHelpers().UseValueSharing().UseWho();
        var kernel = new CompositeKernel { csharp, new HtmlKernel() };
        kernel.DefaultKernelName = "csharp";
        kernel.UseImportThatFails();
        await Compiler.Value;
        await ScriptStart.Use(csharp);
        return new(kernel, kernel.Dispose);
    }

    /// <summary>
    /// <c>#!import</c> as the kernel has it, except that an error in the imported file fails the cell: .NET Interactive's own
    /// goes on in silence.
    /// </summary>
    private static void UseImportThatFails(this CompositeKernel kernel) => kernel.AddDirective<ImportDocument>(
        new KernelActionDirective("#!import")
        {
            Description = "Runs the cells of another notebook or script.",
            Parameters = { new("--file") { AllowImplicitName = true, Required = true } },
        },
        async (command, context) =>
        {
            var file = new FileInfo(command.FilePath);
            if (!file.Exists)
            {
                context.Fail(command,
                    message: $"There is no file '{command.FilePath}' in {Directory.GetCurrentDirectory()} to import.");
                return;
            }
            var kernels = new KernelInfoCollection();
            foreach (var child in kernel.ChildKernels)
                kernels.Add(new(child.Name, child.KernelInfo.LanguageName, child.KernelInfo.Aliases));
            foreach (var element in (await InteractiveDocument.LoadAsync(file, kernels)).Elements)
            {
                var result = await kernel.SendAsync(new SubmitCode(element.Contents, element.KernelName));
                if (result.Events.OfType<CommandFailed>().FirstOrDefault() is not { } failed) continue;
                var error = CellError.Parse(failed.Message);
                context.Fail(command, message: $"{error.Kind}: {file.Name}{(error.Line is { } line ? $", line {line} of its cell" : "")}: {error.Message}");
                return;
            }
        });
}

/// <summary>A kernel with a fresh session, and how to end it.</summary>
internal sealed record KernelSession(Kernel Kernel, Action End);
