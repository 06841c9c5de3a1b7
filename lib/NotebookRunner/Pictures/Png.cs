using System.Buffers.Binary;
using System.IO.Compression;

namespace NotebookRunner;

/// <summary>Writes a browser's PNG anew, a quarter of the size: with a palette where a few colours tell everything, as in a chart.</summary>
internal static class Png
{
    static readonly byte[] Signature = [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10];

    /// <summary>The greatest change of a colour channel (of 255) for the sake of a palette: only rare colours on the rims of lines and letters change.</summary>
    const int GreatestChange = 48;

    /// <summary>The smaller picture, or the given one if it is of a kind that browsers do not write.</summary>
    public static byte[] Smaller(byte[] png)
    {
        if (Decode(png) is not var (width, height, pixels)) return png;
        var smaller = Palette(pixels) is var (colours, indices)
            ? Encode(width, height, 3, indices, 1, colours)
            : Encode(width, height, 2, [.. pixels.SelectMany(p => new[] { (byte)(p >> 16), (byte)(p >> 8), (byte)p })], 3, null);
        return smaller.Length < png.Length ? smaller : png;
    }

    /// <summary>The opaque colours of an 8-bit RGB or RGBA picture, 0xRRGGBB; null for anything else.</summary>
    internal static (int Width, int Height, int[] Pixels)? Decode(byte[] png)
    {
        if (!png.AsSpan().StartsWith(Signature)) return null;
        var (width, height, channels) = (0, 0, 0);
        using var compressed = new MemoryStream();
        for (var at = 8; at < png.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
            var body = png.AsSpan(at + 8, length);
            if (png.AsSpan(at + 4, 4).SequenceEqual("IHDR"u8))
            {
                (width, height) = (BinaryPrimitives.ReadInt32BigEndian(body), BinaryPrimitives.ReadInt32BigEndian(body[4..]));
                channels = body[9] switch { 2 => 3, 6 => 4, _ => 0 };
                if (body[8] != 8 || channels == 0 || body[12] != 0) return null;
            }
            else if (png.AsSpan(at + 4, 4).SequenceEqual("IDAT"u8)) compressed.Write(body);
            at += length + 12;
        }

        compressed.Position = 0;
        using var inflated = new ZLibStream(compressed, CompressionMode.Decompress);
        var (row, above) = (new byte[width * channels], new byte[width * channels]);
        var pixels = new int[width * height];
        for (var y = 0; y < height; y++, (row, above) = (above, row))
        {
            var filter = inflated.ReadByte();
            inflated.ReadExactly(row);
            for (var i = 0; i < row.Length; i++)
            {
                int left = i < channels ? 0 : row[i - channels], up = above[i], corner = i < channels ? 0 : above[i - channels];
                row[i] += (byte)(filter switch { 1 => left, 2 => up, 3 => (left + up) / 2, 4 => Paeth(left, up, corner), _ => 0 });
            }
            for (var x = 0; x < width; x++)
            {
                var p = row.AsSpan(x * channels, channels);
                if (channels == 4 && p[3] != 255) return null;
                pixels[y * width + x] = p[0] << 16 | p[1] << 8 | p[2];
            }
        }
        return (width, height, pixels);
    }

    /// <summary>The predictor of the PNG specification (section 9.4).</summary>
    static int Paeth(int a, int b, int c)
    {
        var p = a + b - c;
        var (pa, pb, pc) = (Math.Abs(p - a), Math.Abs(p - b), Math.Abs(p - c));
        return pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
    }

    /// <summary>The 256 most frequent colours with the nearest of them for each pixel; null if a colour would change visibly.</summary>
    static (byte[] Colours, byte[] Indices)? Palette(int[] pixels)
    {
        var colours = pixels.CountBy(p => p).OrderByDescending(colour => colour.Value).ThenBy(colour => colour.Key).Select(colour => colour.Key).ToArray();
        if (colours.Length > 4096) return null;
        var palette = colours[..Math.Min(256, colours.Length)];
        var index = new Dictionary<int, byte>();
        foreach (var colour in colours)
        {
            var nearest = Array.IndexOf(palette, palette.MinBy(candidate => Distance(candidate, colour)));
            if (Distance(palette[nearest], colour) > GreatestChange) return null;
            index[colour] = (byte)nearest;
        }
        return ([.. palette.SelectMany(p => new[] { (byte)(p >> 16), (byte)(p >> 8), (byte)p })], [.. pixels.Select(p => index[p])]);
    }

    static int Distance(int a, int b) => Math.Max(Math.Abs((a >> 16) - (b >> 16)), Math.Max(Math.Abs((a >> 8 & 255) - (b >> 8 & 255)), Math.Abs((a & 255) - (b & 255))));

    internal static byte[] Encode(int width, int height, byte colourType, byte[] data, int channels, byte[]? palette)
    {
        var stride = width * channels;
        var filter = palette is null ? (byte)2 : (byte)0; // "up" for colours; a palette's indices are best left alone
        var rows = new byte[height * (stride + 1)];
        for (var y = 0; y < height; y++)
        {
            rows[y * (stride + 1)] = filter;
            for (var i = 0; i < stride; i++)
                rows[y * (stride + 1) + 1 + i] = (byte)(data[y * stride + i] - (filter == 2 && y > 0 ? data[(y - 1) * stride + i] : 0));
        }
        using var compressed = new MemoryStream();
        using (var deflate = new ZLibStream(compressed, CompressionLevel.SmallestSize, leaveOpen: true)) deflate.Write(rows);

        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (8, colourType);
        using var file = new MemoryStream();
        file.Write(Signature);
        Chunk(file, "IHDR"u8, header);
        if (palette is not null) Chunk(file, "PLTE"u8, palette);
        Chunk(file, "IDAT"u8, compressed.ToArray());
        Chunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    static void Chunk(Stream file, ReadOnlySpan<byte> name, byte[] body)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, body.Length);
        file.Write(number);
        file.Write(name);
        file.Write(body);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc([.. name, .. body]));
        file.Write(number);
    }

    /// <summary>The check sum of the PNG specification (annex D): CRC-32.</summary>
    static uint Crc(byte[] bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? 0xEDB88320u ^ crc >> 1 : crc >> 1;
        }
        return ~crc;
    }
}
