using System.Buffers.Binary;
using System.IO.Compression;

namespace NotebookRunner;

/// <summary>Writes a browser's PNG anew with a palette: a quarter of the size and, for a chart, the same to the eye.</summary>
internal static class Png
{
    private static readonly byte[] Signature = [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10];

    /// <summary>What a stored picture may weigh, in bytes, so that a notebook stays light.</summary>
    public const int Limit = 64_000;

    /// <summary>
    /// The picture with as many colours, up to 256, as the limit allows; the given one if it is of a kind that browsers do not
    /// write.
    /// </summary>
    public static byte[] Smaller(byte[] png)
    {
        if (Decode(png) is not var (width, height, pixels)) return png;
        var smallest = png;
        foreach (var most in new[] { 256, 128, 64, 32, 16 })
        {
            var (colours, indices) = Palette.Of(pixels, most);
            var smaller = Encode(width, height, 3, indices, 1, colours);
            if (smaller.Length < smallest.Length) smallest = smaller;
            if (smallest.Length <= Limit) break;
        }
        return smallest;
    }

    /// <summary>
    /// The picture without the rows at its foot that are of one colour like the last; a margin of <paramref name="margin"/> rows
    /// stays.
    /// </summary>
    public static byte[] WithoutEmptyFoot(byte[] png, int margin)
    {
        if (Decode(png) is not var (width, height, pixels)) return png;
        var last = Array.FindLastIndex(pixels, pixel => pixel != pixels[^1]);
        var rows = Math.Min(height, last / width + 1 + margin);
        return rows == height ? png : Encode(width, rows, 2, [.. pixels.Take(rows * width).SelectMany(Bytes)], 3, null);
    }

    internal static byte[] Bytes(int colour) => [(byte)(colour >> 16), (byte)(colour >> 8), (byte)colour];

    /// <summary>
    /// The opaque colours of a picture of 8-bit RGB, RGBA or palette indices, 0xRRGGBB; null for anything else.
    /// </summary>
    internal static (int Width, int Height, int[] Pixels)? Decode(byte[] png)
    {
        if (!png.AsSpan().StartsWith(Signature)) return null;
        var (width, height, channels) = (0, 0, 0);
        byte[] palette = [];
        using var compressed = new MemoryStream();
        for (var at = 8; at < png.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
            var body = png.AsSpan(at + 8, length);
            if (png.AsSpan(at + 4, 4).SequenceEqual("IHDR"u8))
            {
                (width, height) = (BinaryPrimitives.ReadInt32BigEndian(body), BinaryPrimitives.ReadInt32BigEndian(body[4..]));
                channels = body[9] switch { 2 => 3, 3 => 1, 6 => 4, _ => 0 };
                if (body[8] != 8 || channels == 0 || body[12] != 0) return null;
            }
            else if (png.AsSpan(at + 4, 4).SequenceEqual("PLTE"u8)) palette = body.ToArray();
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
                row[i] += (byte)(filter switch
                {
                    1 => left, 2 => up, 3 => (left + up) / 2, 4 => Paeth(left, up, corner), _ => 0,
                });
            }
            for (var x = 0; x < width; x++)
            {
                var p = channels == 1 ? palette.AsSpan(3 * row[x], 3) : row.AsSpan(x * channels, channels);
                if (channels == 4 && p[3] != 255) return null;
                pixels[y * width + x] = p[0] << 16 | p[1] << 8 | p[2];
            }
        }
        return (width, height, pixels);
    }

    /// <summary>The predictor of the PNG specification (section 9.4).</summary>
    private static int Paeth(int a, int b, int c)
    {
        var p = a + b - c;
        var (pa, pb, pc) = (Math.Abs(p - a), Math.Abs(p - b), Math.Abs(p - c));
        return pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
    }

    internal static byte[] Encode(int width, int height, byte colourType, byte[] data, int channels, byte[]? palette)
    {
        var stride = width * channels;
        var filter = palette is null ? (byte)2 : (byte)0; // "up" for colours; a palette's indices are best left alone
        var rows = new byte[height * (stride + 1)];
        for (var y = 0; y < height; y++)
        {
            rows[y * (stride + 1)] = filter;
            for (var i = 0; i < stride; i++)
                rows[y * (stride + 1) + 1
                    + i] = (byte)(data[y * stride + i] - (filter == 2 && y > 0 ? data[(y - 1) * stride + i] : 0));
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

    private static void Chunk(Stream file, ReadOnlySpan<byte> name, byte[] body)
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
    private static uint Crc(byte[] bytes)
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
