using System.Text.Json;

namespace NotebookLib.Interactive;

/// <summary>
/// A neuron that trains in the page: sliders for its start, its example and the learning rate, curves of cost and output, the three
/// factors as bars. One self-contained piece of HTML; its JavaScript is made from the formulas of the costs.
/// </summary>
public sealed class LiveNeuron
{
    private readonly Cost[] costs;
    private readonly Activation activation;

    internal LiveNeuron(Activation activation, Cost[] costs) => (this.activation, this.costs) = (activation, costs);

    /// <summary>The HTML: no library, no network.</summary>
    public string ToHtml()
    {
        using var template = new StreamReader(typeof(LiveNeuron).Assembly.GetManifestResourceStream("neuron.html")!);
        var scripts = costs.Select(Script).ToArray();
        return template.ReadToEnd()
            .Replace("@HELPERS@", JavaScript.Helpers)
            .Replace("@VALUE@", JavaScript.Of(activation.Formula))
            .Replace("@SLOPE@", JavaScript.Of(activation.SlopeFormula))
            .Replace("@COSTS@", string.Join(", ", scripts))
            .Replace("@ACTIVATION@", System.Net.WebUtility.HtmlEncode(activation.Name))
            .Replace("@KEY@", Key(activation.Name + string.Concat(scripts)));
    }

    /// <summary>One line for places that show no HTML.</summary>
    public override string ToString() =>
        $"The live neuron with the costs {string.Join(", ", costs.Select(cost => cost.Name))}. A picture of it after 300 updates; to play with it, trust this folder and run this cell.";

    private string Script(Cost cost)
    {
        var name = JsonSerializer.Serialize(cost.Name);         // escapes < and > as well, so that no name can end the script
        return $"{{ name: {name}, cost: (z, y) => {JavaScript.Of(cost.InZ(activation))}, delta: (z, y) => {JavaScript.Of(cost.ErrorInZ(activation))}, "
            + $"slope: (a, y) => {JavaScript.Of(cost.SlopeFormula)} }}";
    }

    /// <summary>The same for the same content, so that a stored notebook does not change from run to run (FNV-1a).</summary>
    private static string Key(string content) => content.Aggregate(14695981039346656037UL, (hash, c) => (hash ^ c) * 1099511628211UL).ToString("x16");
}
