namespace NotebookLib;

/// <summary>The rows of a data set in batches, in a new random order each epoch; one batch of all rows stays in order.</summary>
internal sealed class Batches
{
    private readonly int[] shuffled;
    private readonly int size;
    private readonly Random random;

    public Batches(int count, int size, int seed)
    {
        All = [.. Enumerable.Range(0, count)];
        shuffled = [.. All];
        this.size = Math.Min(size, count);
        random = new Random(seed);
    }

    /// <summary>Every row, in order.</summary>
    public int[] All { get; }

    /// <summary>Batches an epoch.</summary>
    public int Count => (All.Length + size - 1) / size;

    /// <summary>The batches of one epoch.</summary>
    public IEnumerable<int[]> Next()
    {
        if (Count == 1) return [All];
        random.Shuffle(shuffled);
        return shuffled.Chunk(size);
    }
}
