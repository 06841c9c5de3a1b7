using System.Diagnostics;
using System.Text;
using Xunit;

/// <summary>
/// Files as a slip of the hand, a bad merge or a broken disk leaves them. Edit i is drawn from i alone; some thousands in every
/// run, a million in all with <c>NOTEBOOKLIB_LONG=1</c>.
/// </summary>
internal static class RandomEdits
{
    private static readonly int Count = RandomCases.Long ? 500_000 : 1_500;

    /// <summary>
    /// Reading each edited file gives a value or a sentence of ours, in a moment, and leaves the file as it is.
    /// </summary>
    /// <param name="name">What the file is called.</param>
    /// <param name="sources">What is edited.</param>
    /// <param name="pieces">What may be put in or in place of something.</param>
    /// <param name="read">Reads the file; false where it gave a sentence.</param>
    public static void Survive(string name, byte[][] sources, string[] pieces, Func<string, bool> read)
    {
        const double moment = 5;
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            var path = Path.Combine(folder.FullName, name);
            var values = 0;
            for (var i = 0; i < Count; i++)
            {
                var text = Edited(new Random(i), sources, [.. pieces.Select(Encoding.UTF8.GetBytes)]);
                File.WriteAllBytes(path, text);
                var clock = Stopwatch.StartNew();
                try { if (read(path)) values++; }
                catch (Exception e) { throw new InvalidOperationException($"Edit {i}: {e.GetType().Name}: {e.Message}\n{Encoding.UTF8.GetString(text)}", e); }
                Assert.True(clock.Elapsed.TotalSeconds < moment, $"Edit {i} took {clock.Elapsed.TotalSeconds:F1} s.");
                Assert.True(File.ReadAllBytes(path).AsSpan().SequenceEqual(text), $"Edit {i}: the file was changed.");
            }
            TestContext.Current.TestOutputHelper?.WriteLine($"{Count} edits: {values} read, {Count - values} refused in a sentence");
            Assert.InRange(values, Count / 20, Count - Count / 20);
            Assert.Single(folder.GetFiles());
        }
        finally { folder.Delete(recursive: true); }
    }

    /// <summary>One to four edits: a piece taken out, doubled, moved, replaced, cut off, or bits turned.</summary>
    private static byte[] Edited(Random random, byte[][] sources, byte[][] pieces)
    {
        List<byte> text = [.. sources[random.Next(sources.Length)]];
        for (var edits = random.Next(1, 5); edits > 0 && text.Count > 0; edits--)
        {
            var from = random.Next(text.Count);
            var length = Math.Min(text.Count - from, random.Next(4) == 0 ? random.Next(200) : random.Next(1, 6));
            var piece = random.Next(2) == 0 ? text.GetRange(from, length) : [.. pieces[random.Next(pieces.Length)]];
            switch (random.Next(8))
            {
                case 0: text.RemoveRange(from, length); break;
                case 1: text.InsertRange(random.Next(text.Count), piece); break;
                case 2: text.RemoveRange(from, length); text.InsertRange(from, piece); break;
                case 3: text[from] ^= (byte)(1 << random.Next(8)); break;
                case 4: text[from] = (byte)random.Next(256); break;
                case 5 when random.Next(5) == 0: text.RemoveRange(from, text.Count - from); break;
                default: text.InsertRange(from, piece); break;
            }
        }
        return [.. text];
    }
}
