using System.Collections;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Plotly.NET;

namespace NotebookLib.Interactive;

/// <summary>
/// A chart as the JSON that plotly.js reads. Plotly.NET's own way to write it wants Newtonsoft.Json, which is most of a megabyte
/// for a page that loads it, and what a chart holds is no more than names, numbers, texts and lists of them.
/// </summary>
internal static class FigureJson
{
    public const string MimeType = "application/vnd.plotly.v1+json";

    private static readonly JsonWriterOptions Options =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>
    /// { "data": …, "layout": …, "config": … } with at most six significant digits; what is not a number becomes null.
    /// </summary>
    public static string Of(GenericChart chart)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Options))
            Write(json, new
            {
                data = GenericChart.getTraces(chart), layout = GenericChart.getLayout(chart), config = GenericChart.getConfig(chart),
            });
        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    private static void Write(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null: json.WriteNullValue(); break;
            case string text: json.WriteStringValue(text); break;
            case bool truth: json.WriteBooleanValue(truth); break;
            case double number: Write(json, number); break;
            case float number: Write(json, number); break;
            case DateTime time: json.WriteStringValue(time); break;
            case sbyte or byte or short or ushort or int or uint or long or ulong or decimal:
                json.WriteRawValue(((IFormattable)value).ToString(null, CultureInfo.InvariantCulture));
                break;
            case DynamicObj.DynamicObj part: Write(json, part.GetProperties(true)); break;
            case IEnumerable<KeyValuePair<string, object>> members:
                Write(json, members.Select(member => (member.Key, (object?)member.Value)));
                break;
            case IEnumerable items:
                json.WriteStartArray();
                foreach (var item in items) Write(json, item);
                json.WriteEndArray();
                break;
            case IFormattable or IConvertible:
                json.WriteStringValue(Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
            default:
                Write(json, PlainText.MembersOf(value.GetType()).Select(member => (member.Name, PlainText.ValueOf(member, value))));
                break;
        }
    }

    private static void Write(Utf8JsonWriter json, IEnumerable<(string Name, object? Value)> members)
    {
        json.WriteStartObject();
        foreach (var (name, value) in members)
        {
            json.WritePropertyName(name);
            Write(json, value);
        }
        json.WriteEndObject();
    }

    /// <summary>More digits cannot be seen in a picture and would differ between machines.</summary>
    private static void Write(Utf8JsonWriter json, double value)
    {
        if (!double.IsFinite(value)) json.WriteNullValue();
        else json.WriteNumberValue(
            double.Parse(value.ToString("G6", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture));
    }
}
