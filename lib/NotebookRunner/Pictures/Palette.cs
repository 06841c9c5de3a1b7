namespace NotebookRunner;

/// <summary>
/// The few colours that tell a picture best: all of them if they are few enough, otherwise by Heckbert's median cut, with the cut
/// where it takes away the most error (Wu). The same pixels give the same palette.
/// </summary>
internal static class Palette
{
    /// <summary>A colour and how many pixels have it.</summary>
    private readonly record struct Shade(int Colour, int Count)
    {
        public int Channel(int c) => Colour >> 16 - 8 * c & 255;
    }

    /// <summary>At most <paramref name="most"/> colours, three bytes each, and for each pixel the number of its own.</summary>
    public static (byte[] Colours, byte[] Indices) Of(int[] pixels, int most)
    {
        Shade[] shades = [.. pixels.CountBy(pixel => pixel)
            .Select(pair => new Shade(pair.Key, pair.Value)).OrderByDescending(shade => shade.Count)
            .ThenBy(shade => shade.Colour)];
        int[] palette = shades.Length <= most ? [.. shades.Select(shade => shade.Colour)]
            : [.. Boxes(shades, most).Select(Middle).Distinct()];
        var index = shades.ToDictionary(shade => shade.Colour, shade => Nearest(palette, shade.Colour));
        return ([.. palette.SelectMany(Png.Bytes)], [.. pixels.Select(pixel => index[pixel])]);
    }

    /// <summary>Cuts the box with the largest error in two until there are enough.</summary>
    private static List<Shade[]> Boxes(Shade[] shades, int most)
    {
        var boxes = new List<(Shade[] Shades, double Error, int Channel)> { Measured(shades) };
        while (boxes.Count < most && boxes.MaxBy(box => box.Error) is { Error: > 0 } worst)
        {
            boxes.Remove(worst);
            var mean = Mean(worst.Shades, worst.Channel);
            boxes.Add(Measured([.. worst.Shades.Where(shade => shade.Channel(worst.Channel) <= mean)]));
            boxes.Add(Measured([.. worst.Shades.Where(shade => shade.Channel(worst.Channel) > mean)]));
        }
        return [.. boxes.Select(box => box.Shades)];
    }

    /// <summary>The sum of squared distances from the mean, and the channel in which it is largest.</summary>
    private static (Shade[] Shades, double Error, int Channel) Measured(Shade[] shades)
    {
        double[] errors = [.. Enumerable.Range(0, 3).Select(c => Mean(shades, c) is var mean
            ? shades.Sum(shade => shade.Count * Math.Pow(shade.Channel(c) - mean, 2)) : 0)];
        return (shades, errors.Sum(), Array.IndexOf(errors, errors.Max()));
    }

    private static double Mean(Shade[] shades, int channel) =>
        shades.Sum(shade => (double)shade.Count * shade.Channel(channel)) / shades.Sum(shade => (double)shade.Count);

    /// <summary>
    /// The colour of most of the box's pixels if one has most, so that paper, ink and lines keep theirs exactly; else the mean.
    /// </summary>
    private static int Middle(Shade[] shades) =>
        shades.MaxBy(shade => shade.Count) is var first && 2 * first.Count >= shades.Sum(shade => shade.Count) ? first.Colour
        : Enumerable.Range(0, 3).Aggregate(0, (colour, c) => colour << 8 | (int)Math.Round(Mean(shades, c)));

    private static byte Nearest(int[] palette, int colour)
    {
        var (best, least) = (0, int.MaxValue);
        for (var i = 0; i < palette.Length && least > 0; i++)
            if (Distance(palette[i], colour) is var distance && distance < least) (best, least) = (i, distance);
        return (byte)best;
    }

    private static int Distance(int a, int b)
    {
        int red = (a >> 16) - (b >> 16), green = (a >> 8 & 255) - (b >> 8 & 255), blue = (a & 255) - (b & 255);
        return red * red + green * green + blue * blue;
    }
}
