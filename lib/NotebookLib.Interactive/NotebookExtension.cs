using System.Globalization;
using Microsoft.DotNet.Interactive;

namespace NotebookLib.Interactive;

/// <summary>
/// What a notebook gains from this library: its values, formulas, tables and charts can be seen. The set-up cell loads it.
/// </summary>
public sealed class NotebookExtension : IKernelExtension
{
    /// <summary>
    /// Registers how values are shown, and the house style of charts. What cells write themselves, as in <c>$"{0.5}"</c>, is
    /// written as C# writes it in code, 0.5, also where the machine's own way is 0,5. Doing so again changes nothing.
    /// </summary>
    /// <param name="kernel">The notebook's root kernel.</param>
    /// <returns>A task that has ended.</returns>
    public Task OnLoadAsync(Kernel kernel)
    {
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
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
