namespace NotebookLib;

/// <summary>
/// What the sums over rows leave to their caller: the error δ of each row, and a number of each row that is added up.
/// </summary>
internal interface IErrors
{
    /// <summary>δ of a block of rows.</summary>
    /// <param name="rows">Which rows: one, or at most as many as the block holds.</param>
    /// <param name="whole">The rows follow one another, and the numbers are wanted; otherwise δ alone.</param>
    /// <param name="z">z[k·stride + i] of neuron k for the i-th row of the block; may be overwritten.</param>
    /// <param name="stride">From one neuron to the next.</param>
    /// <param name="delta">Gets δ, laid out like z.</param>
    /// <returns>The sum of the numbers; anything where they are not wanted.</returns>
    public double Of(ReadOnlySpan<int> rows, bool whole, double[] z, int stride, double[] delta);

    /// <summary>The same for one row of one neuron, whose z and δ then need no place in memory.</summary>
    public double One(int row, bool whole, double z, out double delta)
    {
        var place = (z: new double[RowSums.Padding], delta: new double[RowSums.Padding]);
        place.z[0] = z;
        var number = Of([row], whole, place.z, RowSums.Padding, place.delta);
        delta = place.delta[0];
        return number;
    }
}

/// <summary>
/// Means over the rows x_i of a data set, for m neurons whose parameters (w_k, b_k) are m rows of n + 1 numbers: z_k = w_k·x_i +
/// b_k, then what the caller makes of z, then g_k = mean δ_k (x_i, 1).
/// </summary>
internal abstract class RowSums
{
    /// <summary>z and δ have room for a multiple of so many rows.</summary>
    public const int Padding = 8;

    /// <summary>The rows, rounded up.</summary>
    public static int Padded(int rows) => (rows + Padding - 1) / Padding * Padding;

    /// <summary>The number of rows up to which a block costs more than it saves; in a browser it always does.</summary>
    protected const int FewRows = 3;

    /// <summary>
    /// The one door: <see cref="BlockSums"/>, or <see cref="PlainSums"/> where there is little to gain or a rule has directions
    /// of its own. The two give the same numbers but for rounding.
    /// </summary>
    /// <param name="x">N × n, row-major.</param>
    /// <param name="n">Numbers a row.</param>
    /// <param name="neurons">m.</param>
    /// <param name="errors">Makes δ, for blocks of so many rows; one for each thread.</param>
    /// <param name="directions">N × (n + 1) numbers to stand for (x_i, 1) in the gradient, or null.</param>
    /// <param name="threads">Threads at most; large data only are shared out. The digits do not depend on it.</param>
    public static RowSums For(double[] x, int n, int neurons, Func<int, IErrors> errors, double[]? directions, int threads) =>
        directions is not null || x.Length <= FewRows * n || OperatingSystem.IsBrowser()
            ? new PlainSums(x, n, neurons, errors, directions)
            : new BlockSums(x, n, neurons, errors, threads);

    /// <summary>Writes the mean gradient, laid out like the parameters.</summary>
    /// <param name="parameters">m rows of (w_k, b_k).</param>
    /// <param name="rows">The rows of a batch; none for all rows.</param>
    /// <param name="gradient">m rows of n + 1 numbers.</param>
    /// <returns>The mean of the caller's numbers over all rows; anything for a batch.</returns>
    public abstract double Mean(double[] parameters, ArraySegment<int> rows, double[] gradient);
}

/// <summary>Row by row, in the plainest way: what <see cref="BlockSums"/> computes faster, and is compared with.</summary>
internal sealed class PlainSums(double[] x, int n, int neurons, Func<int, IErrors> errors, double[]? directions = null) : RowSums
{
    private readonly IErrors errors = errors(1);
    private readonly int[] all = [.. Enumerable.Range(0, x.Length / n)];
    private readonly int stride = Lanes.Widest;
    private readonly double[] z = new double[neurons * Lanes.Widest], delta = new double[neurons * Lanes.Widest];

    public override double Mean(double[] parameters, ArraySegment<int> rows, double[] gradient)
    {
        var whole = rows.Count == 0;
        ReadOnlySpan<int> chosen = whole ? all : rows;
        var total = 0.0;
        for (var r = 0; r < chosen.Length; r++)
        {
            var i = chosen[r];
            if (neurons == 1)
            {
                total += errors.One(i, whole, WeightedInput(parameters, i), out var d);
                Add(gradient, d, i, first: r == 0);
                continue;
            }
            for (var k = 0; k < neurons; k++) z[k * stride] = WeightedInput(parameters.AsSpan(k * (n + 1), n + 1), i);
            total += errors.Of(chosen.Slice(r, 1), whole, z, stride, delta);
            for (var k = 0; k < neurons; k++) Add(gradient.AsSpan(k * (n + 1), n + 1), delta[k * stride], i, first: r == 0);
        }
        if (chosen.Length == 1) return total;
        for (var j = 0; j < gradient.Length; j++) gradient[j] /= chosen.Length;
        return total / chosen.Length;
    }

    private double WeightedInput(ReadOnlySpan<double> w, int i) => Numbers.Dot(x.AsSpan(i * n, n), w[..n]) + w[n];

    private void Add(Span<double> g, double delta, int i, bool first)
    {
        var row = directions is null ? x.AsSpan(i * n, n) : directions.AsSpan(i * (n + 1), n + 1);
        if (first) Numbers.SetScaled(g[..row.Length], delta, row);
        else Numbers.AddScaled(g[..row.Length], delta, row);
        if (directions is null) g[n] = first ? delta : g[n] + delta;
    }
}

/// <summary>
/// Block by block: z, then the errors, then the gradient while the rows are still in the cache, so that x leaves memory once. One
/// neuron's wide rows, of more data than any cache holds, are read one at a time instead, with the next asked for meanwhile. It
/// keeps no copy of x, and on one thread a mean allocates nothing. Large data are cut into parts that do not depend on the number
/// of threads and are added in their order: the digits are the same on any machine with vectors of the same width.
/// </summary>
internal sealed class BlockSums : RowSums
{
    /// <summary>
    /// Of inputs a block: 32 kB for one neuron, the nearest cache, and 160 kB for several, which read a block oftener: the next.
    /// </summary>
    private const int OneNeuronBlock = 4096, SeveralNeuronsBlock = 20_000;

    /// <summary>What the second cache holds, 1 MB: of more than that the next rows are asked for in advance.</summary>
    private const int CacheNumbers = 1 << 17;

    private const int FewestRows = 24, MostRows = 256;

    /// <summary>
    /// Rows of so many numbers are wide. Of more than 32 MB of them memory alone sets the pace: one row at a time then loses
    /// nothing against eight, and gains by what is asked for so many numbers ahead, 12 kB, a quarter of the nearest cache.
    /// </summary>
    private const int WideRow = 256, LastCacheNumbers = 1 << 22, NumbersAhead = 1536;

    /// <summary>Multiplications by which a part is worth a thread, some 100 µs, and the parts at most.</summary>
    private const int PartSize = 1 << 20, MostParts = 64;

    private readonly int n, neurons;
    private readonly int[] all;
    private readonly Worker[] workers;
    private readonly PlainSums plain;
    private double[][] parts = [];

    /// <param name="x">N × n, row-major.</param>
    /// <param name="n">Numbers a row.</param>
    /// <param name="neurons">m.</param>
    /// <param name="errors">Makes δ, for blocks of so many rows; one for each thread.</param>
    /// <param name="threads">Threads at most.</param>
    /// <param name="blockSize">Rows a block. Null: as many as fit the cache.</param>
    public BlockSums(double[] x, int n, int neurons, Func<int, IErrors> errors, int threads = 1, int? blockSize = null)
    {
        (this.n, this.neurons, all) = (n, neurons, [.. Enumerable.Range(0, x.Length / n)]);
        var block = Math.Min(all.Length,
            blockSize ?? Math.Clamp((neurons == 1 ? OneNeuronBlock : SeveralNeuronsBlock) / n / Padding * Padding, FewestRows,
                MostRows));
        workers = new Worker[Math.Min(threads, PartsOf(all.Length))];
        plain = new(x, n, neurons, errors);
        for (var t = 0; t < workers.Length; t++) workers[t] = new(x, n, neurons, errors, block);
    }

    public override double Mean(double[] parameters, ArraySegment<int> rows, double[] gradient)
    {
        var whole = rows.Count == 0;
        if (whole) rows = all;
        else if (rows.Count <= FewRows) return plain.Mean(parameters, rows, gradient);
        Array.Clear(gradient);
        var total = PartsOf(rows.Count) > 1 ? InParts(parameters, rows, whole, gradient)
            : workers[0].Add(parameters, rows, whole, gradient);
        var share = 1.0 / rows.Count;
        for (var j = 0; j < gradient.Length; j++) gradient[j] *= share;
        return total * share;
    }

    private int PartsOf(int rows) => (int)Math.Clamp((long)rows * n * neurons / PartSize, 1, MostParts);

    private double InParts(double[] parameters, ArraySegment<int> rows, bool whole, double[] gradient)
    {
        var count = PartsOf(rows.Count);
        if (parts.Length < count) parts = [.. Enumerable.Range(0, count).Select(_ => new double[gradient.Length])];
        var totals = new double[count];
        var next = -1;
        void Work(int thread)
        {
            for (int p; (p = Interlocked.Increment(ref next)) < count;)
            {
                Array.Clear(parts[p]);
                var (from, to) = ((int)((long)rows.Count * p / count), (int)((long)rows.Count * (p + 1) / count));
                totals[p] = workers[thread].Add(parameters, rows[from..to], whole, parts[p]);
            }
        }
        if (workers.Length == 1) Work(0);
        else Parallel.For(0, workers.Length, Work);
        var total = 0.0;
        for (var p = 0; p < count; p++)
        {
            Numbers.AddScaled(gradient, 1, parts[p]);
            total += totals[p];
        }
        return total;
    }

    /// <summary>The blocks of one thread.</summary>
    private sealed class Worker(double[] x, int n, int neurons, Func<int, IErrors> errors, int block)
    {
        private readonly IErrors errors = errors(block);
        private readonly RowKernel kernel = RowKernel.For(n);
        private readonly int stride = Padded(block);
        private readonly double[] z = new double[neurons * Padded(block)], delta = new double[neurons * Padded(block)];

        public double Add(double[] parameters, ReadOnlySpan<int> rows, bool whole, double[] gradient) =>
            neurons == 1 && n >= WideRow && x.Length > LastCacheNumbers ? AddRows(parameters, rows, whole, gradient)
                : AddBlocks(parameters, rows, whole, gradient);

        private double AddRows(double[] parameters, ReadOnlySpan<int> rows, bool whole, double[] gradient)
        {
            var rowsAhead = (NumbersAhead + n - 1) / n;
            var total = 0.0;
            for (var i = 0; i < rows.Length; i++)
            {
                var row = rows[i];
                var ahead = (rows[Math.Min(i + rowsAhead, rows.Length - 1)] - row) * n;
                total += errors.One(row, whole, kernel.WeightedInput(x, row, parameters, ahead), out var delta);
                kernel.AddGradient(x, row, delta, gradient, ahead);
            }
            return total;
        }

        private double AddBlocks(double[] parameters, ReadOnlySpan<int> rows, bool whole, double[] gradient)
        {
            // the next block, where it is known
            var (total, ahead) = (0.0, whole && x.Length > CacheNumbers ? block * n : 0);
            for (var start = 0; start < rows.Length; start += block)
            {
                var part = rows.Slice(start, Math.Min(block, rows.Length - start));
                kernel.WeightedInputs(x, part, parameters, z, stride, ahead);
                total += errors.Of(part, whole, z, stride, delta);
                kernel.AddGradient(x, part, delta, stride, gradient, ahead);
            }
            return total;
        }
    }
}
