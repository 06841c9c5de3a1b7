namespace NotebookLib;

/// <summary>The rows of a data set in batches, in a new random order each epoch.</summary>
internal sealed class Batches(int count, int size, int seed)
{
    private readonly int[] rows = size < count ? [.. Enumerable.Range(0, count)] : [];
    private readonly Random? random = size < count ? new(seed) : null;

    /// <summary>Batches an epoch; 1 means all rows in their own order.</summary>
    public int Count { get; } = Math.Max(1, (int)((count + (long)size - 1) / size));

    /// <summary>Begins an epoch.</summary>
    public void Shuffle() => random?.Shuffle(rows);

    /// <summary>The rows of batch k of this epoch; none where one batch holds all.</summary>
    public ArraySegment<int> this[int k] =>
        rows.Length == 0 ? default : new(rows, k * size, Math.Min(size, rows.Length - k * size));
}
