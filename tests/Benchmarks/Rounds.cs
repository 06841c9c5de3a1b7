using System.Diagnostics;

namespace NotebookLib.Benchmarks;

/// <summary>One way to do a piece of work: its name and one round of it, which returns the seconds it took and a number to check it by.</summary>
internal sealed record Contender(string Name, Func<(double Seconds, double Check)> Round)
{
    /// <summary>Work of this process: repeated until a round is long enough for the clock.</summary>
    public static Contender Here(string name, Func<double> work)
    {
        var repeats = 0;
        return new Contender(name, () =>
        {
            if (repeats == 0)
            {
                for (var k = 0; k < 3; k++)                       // the runtime compiles anew what it has seen often, a moment later
                {
                    repeats = 0;
                    for (var warm = Stopwatch.StartNew(); warm.ElapsedMilliseconds < 200; repeats++) work();
                }
                repeats = Math.Max(1, repeats / 40);
            }
            var check = 0.0;
            var clock = Stopwatch.StartNew();
            for (var k = 0; k < repeats; k++) check = work();
            return (clock.Elapsed.TotalSeconds / repeats, check);
        });
    }
}

/// <summary>Rounds of all contenders in turn, so that a slow moment of the machine hits all of them; the median of each counts.</summary>
internal static class Rounds
{
    public static Dictionary<string, (double Seconds, double Check)> Run(IReadOnlyList<Contender> contenders, int rounds = 7, double secondsEach = 4)
    {
        var times = contenders.ToDictionary(one => one.Name, _ => new List<double>());
        var checks = new Dictionary<string, double>();
        foreach (var one in contenders) checks[one.Name] = one.Round().Check;           // warm
        for (var round = 0; round < rounds; round++)
            foreach (var one in contenders)
                if (times[one.Name].Count < 3 || times[one.Name].Sum() < secondsEach) times[one.Name].Add(one.Round().Seconds);
        return contenders.ToDictionary(one => one.Name, one => (Median(times[one.Name]), checks[one.Name]));
    }

    private static double Median(List<double> values) => Environment.GetEnvironmentVariable("MIN") != null ? values.Min() : values.Order().ElementAt(values.Count / 2);
}
