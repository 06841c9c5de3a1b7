using System.Text.Json.Nodes;
using Microsoft.DotNet.Interactive.Events;
using NotebookRunner;

/// <summary>A session of the library's kernel in a process of its own, so that several may be open at a time.</summary>
internal sealed class WorkerSession : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private readonly Notebook notebook;
    private readonly KernelProcess kernel;

    private WorkerSession(Notebook notebook, KernelProcess kernel) => (this.notebook, this.kernel) = (notebook, kernel);

    /// <summary>A fresh session with this current folder.</summary>
    public static async Task<WorkerSession> Start(string folder)
    {
        var notebook = NotebookOf(folder, "");
        return new(notebook, await KernelProcess.For(notebook, KernelKind.InProcess, CancellationToken.None));
    }

    /// <summary>Runs a cell: what failed, or null, and what it gave back, by MIME type.</summary>
    public async Task<(string? Failure, IReadOnlyDictionary<string, string> Result)> Run(string code)
    {
        ReturnValueProduced? result = null;
        void Shown(KernelEvent e) => result = e as ReturnValueProduced ?? result;
        var failure =
            await kernel.Run(notebook, NotebookOf(notebook.Folder, code).Cells[0], Shown, Patience, CancellationToken.None);
        return (failure?.Error.Message,
            result?.FormattedValues.ToDictionary(value => value.MimeType, value => value.Value) ?? []);
    }

    /// <summary>What a cell that is to succeed gives back, by MIME type.</summary>
    public async Task<IReadOnlyDictionary<string, string>> Result(string code)
    {
        var (failure, result) = await Run(code);
        return failure is null ? result : throw new InvalidOperationException(failure);
    }

    public void Dispose() => kernel.Return();

    private static Notebook NotebookOf(string folder, string code) =>
        Notebook.Parse(Path.Combine(folder, "session.ipynb"), new JsonObject
    {
        ["cells"] = new JsonArray(new JsonObject
            { ["cell_type"] = "code", ["metadata"] = new JsonObject(), ["outputs"] = new JsonArray(), ["source"] = code }),
        ["metadata"] = new JsonObject { ["kernelspec"] = new JsonObject { ["name"] = ".net-csharp", ["language"] = "C#" } },
        ["nbformat"] = 4,
        ["nbformat_minor"] = 4,
    }.ToJsonString());
}
