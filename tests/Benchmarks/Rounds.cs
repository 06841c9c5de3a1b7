using System.Diagnostics;

namespace NotebookLib.Benchmarks;

/// <summary>
/// One way to do a piece of work: its name, and one round of it, which gives the seconds that it took (of processor time on one
/// thread, so that other programs do not count; by the clock on several) and a number to check it by.
/// </summary>
internal sealed record Contender(string Name, Func<(double Seconds, double Check)> Round)
{
    /// <summary>Work of this process, repeated until a round is long enough for the clock.</summary>
    public static Contender Here(string name, Func<double> work, bool byClock = false)
    {
        var repeats = 0;
        return new Contender(name, () =>
        {
            if (repeats == 0)
            {
                // the first call compiles: how often to repeat is not seen from it
                work();
                // The runtime compiles anew what it has seen often, when there is a pause. What takes long is few calls of loops, which are
                // compiled while they run.
                for (var (k, calls) = (0, 0); k < 4 && (k == 0 || calls > 4); k++)
                {
                    calls = 0;
                    for (var warm = Stopwatch.StartNew(); warm.ElapsedMilliseconds < 50; calls++) work();
                    Thread.Sleep(120);
                    repeats = Math.Max(1, calls / 3);
                }
            }
            var check = 0.0;
            TimeSpan Now() => byClock ? Stopwatch.GetElapsedTime(0) : Environment.CpuUsage.TotalTime;
            var start = Now();
            for (var k = 0; k < repeats; k++) check = work();
            return ((Now() - start).TotalSeconds / repeats, check);
        });
    }
}

/// <summary>
/// Rounds of all contenders in turn, so that a slow moment of the machine hits all of them; the median of each counts.
/// </summary>
internal static class Rounds
{
    public static Dictionary<string, double> Run(IReadOnlyList<Contender> contenders, int rounds = 9, double secondsEach = 0.6)
    {
        var times = contenders.ToDictionary(one => one.Name, _ => new List<double>());
        var expected = double.NaN;
        foreach (var one in contenders)                                                 // warm, and compare what they compute
        {
            var (seconds, check) = one.Round();
            // so long that it need not be warm, nor done often
            if (seconds > secondsEach) times[one.Name].Add(seconds);
            if (double.IsNaN(expected)) expected = check;
            else if (Math.Abs(check - expected) > 1e-8 * Math.Abs(expected))
                throw new InvalidOperationException($"{one.Name} computes something else: {check:R} instead of {expected:R}.");
        }
        for (var round = 0; round < rounds; round++)
            foreach (var one in contenders)
                if (times[one.Name] is var done && (done.Sum() < secondsEach || (done.Count < 3 && done.Sum() < 2 * secondsEach)))
                    done.Add(one.Round().Seconds);
        return contenders.ToDictionary(one => one.Name, one => times[one.Name].Order().ElementAt(times[one.Name].Count / 2));
    }
}
