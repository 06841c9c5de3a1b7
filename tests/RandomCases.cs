using CsCheck;
using Xunit;

/// <summary>
/// Random cases that are the same in every run, so that no test fails by chance: case i is drawn from generator i alone.
/// With <c>NOTEBOOKLIB_LONG=1</c> there are ten times as many; the additional ones change from day to day.
/// </summary>
internal static class RandomCases
{
    /// <summary>How many times as many cases in a long run.</summary>
    private const int Longer = 10;

    /// <summary>The part of the cases that must really be compared: fewer say too little.</summary>
    private const double Enough = 0.8;

    /// <summary>Generators of one day begin at a multiple of this, those of every run at 0.</summary>
    private const int Day = 10_000_000;

    public static bool Long => Environment.GetEnvironmentVariable("NOTEBOOKLIB_LONG") == "1";

    /// <summary>This many cases; in a long run ten times as many.</summary>
    public static IEnumerable<T> Cases<T>(this Gen<T> gen, int count) => Numbers(count).Select(gen.Case);

    /// <summary>The statement holds in every case: it throws where it does not.</summary>
    public static void Hold<T>(this Gen<T> gen, int count, Action<T> statement) => gen.HoldWhereCompared(count, t =>
    {
        statement(t);
        return true;
    });

    /// <summary>
    /// The same for a statement that says whether there was something to compare: in four cases of five there must be.
    /// </summary>
    public static void HoldWhereCompared<T>(this Gen<T> gen, int count, Func<T, bool> statement)
    {
        int compared = 0, all = 0;
        foreach (var number in Numbers(count))
        {
            var t = gen.Case(number);
            all++;
            try
            {
                if (statement(t)) compared++;
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"Case {number}, {Check.Print(t)}: {e.Message}", e);
            }
        }
        TestContext.Current.TestOutputHelper?.WriteLine($"{compared} of {all} cases compared");
        Assert.True(compared >= Enough * all, $"Only {compared} of {all} cases were compared.");
    }

    /// <summary>A case that CsCheck once found, by the seed that it gave.</summary>
    public static T Found<T>(this Gen<T> gen, string seed) => gen.Generate(PCG.Parse(seed), null, out _);

    private static T Case<T>(this Gen<T> gen, long number) =>
        gen.Generate(new PCG((uint)(number % uint.MaxValue), (ulong)number), null, out _);

    private static IEnumerable<long> Numbers(int count)
    {
        for (long i = 0; i < count; i++) yield return i;
        if (!Long) yield break;
        var today = (long)(DateTime.UtcNow - DateTime.UnixEpoch).TotalDays * Day;
        for (long i = 0; i < (Longer - 1) * (long)count; i++) yield return today + i;
    }
}
