using Microsoft.DotNet.Interactive;

namespace NotebookLib.Interactive;

/// <summary>
/// What a notebook gains from this library: its values, formulas, tables and charts can be seen. The set-up cell loads it.
/// </summary>
public sealed class NotebookExtension : IKernelExtension
{
    /// <summary>Registers how values are shown, and the house style of charts. Doing so again changes nothing.</summary>
    /// <param name="kernel">The notebook's root kernel.</param>
    /// <returns>A task that has ended.</returns>
    public Task OnLoadAsync(Kernel kernel)
    {
        HouseStyle.Use();
        ValueDisplay.Register();
        LibraryDisplay.Register();
        FieldDisplay.Register();
        CheckDisplay.Register();
        RuleDisplay.Register();
        ChartDisplay.Register();
        return Task.CompletedTask;
    }
}
