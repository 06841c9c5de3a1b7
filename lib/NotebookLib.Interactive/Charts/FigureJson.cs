using System.Globalization;
using Newtonsoft.Json;
using Plotly.NET;

namespace NotebookLib.Interactive;

/// <summary>A chart as the JSON that plotly.js reads.</summary>
internal static class FigureJson
{
    public const string MimeType = "application/vnd.plotly.v1+json";

    private static readonly JsonSerializerSettings Settings = new() { Converters = { new SixDigits() } };

    /// <summary>
    /// { "data": …, "layout": …, "config": … } with at most six significant digits; what is not a number becomes null.
    /// </summary>
    public static string Of(GenericChart chart) => JsonConvert.SerializeObject(GenericChart.toChartDTO(chart), Settings);

    /// <summary>More digits cannot be seen in a picture and would differ between machines.</summary>
    private sealed class SixDigits : JsonConverter<double>
    {
        public override void WriteJson(JsonWriter writer, double value, JsonSerializer serializer)
        {
            if (double.IsFinite(value)) writer.WriteRawValue(
                double.Parse(value.ToString("G6", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)
                .ToString("R", CultureInfo.InvariantCulture));
            else writer.WriteNull();
        }

        public override bool CanRead => false;

        public override double ReadJson(JsonReader reader, Type objectType, double existingValue, bool hasExistingValue,
            JsonSerializer serializer) =>
            throw new NotSupportedException("Figures are only written.");
    }
}
