using System.Collections.Concurrent;
using System.Reflection;
using System.Text;
using Microsoft.CodeAnalysis.Scripting;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.CSharp;

namespace NotebookRunner;

/// <summary>
/// Where the scripts of a folder's sessions begin: after one empty script, run once. What the compiler has then read of the
/// framework's assemblies serves all of them. The scripts keep debug information, so that stack traces name the line. The kernel
/// has no switch for either, so its private state is set; where it has changed, sessions start slower and messages name the cell
/// alone.
/// </summary>
internal sealed record ScriptStart(ScriptOptions Options, ScriptState State)
{
    private static readonly ConcurrentDictionary<string, ScriptStart> Known = [];
    private static readonly FieldInfo? OptionsField = Field("_scriptOptions"), FolderField = Field("_workingDirectory");
    private static readonly PropertyInfo? StateProperty = typeof(CSharpKernel).GetProperty(nameof(CSharpKernel.ScriptState));

    /// <summary>Lets a new kernel begin there, for the current directory.</summary>
    public static async Task Use(CSharpKernel kernel)
    {
        var folder = Directory.GetCurrentDirectory();
        if (Known.TryGetValue(folder, out var start))
        {
            OptionsField!.SetValue(kernel, start.Options);
            FolderField!.SetValue(kernel, folder);
            StateProperty!.SetValue(kernel, start.State);
            return;
        }
        if (OptionsField?.GetValue(kernel) is not ScriptOptions options) return;
        OptionsField.SetValue(kernel, options.WithEmitDebugInformation(true).WithFileEncoding(Encoding.UTF8));
        if (FolderField is null || StateProperty?.SetMethod is null) return;
        await kernel.SendAsync(new SubmitCode(";"));
        if (OptionsField.GetValue(kernel) is ScriptOptions used && kernel.ScriptState is { } state)
            Known[folder] = new(used, state);
    }

    private static FieldInfo? Field(string name) =>
        typeof(CSharpKernel).GetField(name, BindingFlags.Instance | BindingFlags.NonPublic);
}
