namespace NotebookLib;

/// <summary>Where something happens between two numbers: the interval is halved until it has no more digits.</summary>
internal static class Bisection
{
    private const int Halvings = 50;

    /// <summary>Where f changes its sign, as at a root or a jump over 0.</summary>
    public static double Root(Func<double, double> f, double low, double high)
    {
        var (from, to) = Narrow(low, high, (start, middle, _) => f(start) < 0 != f(middle) < 0);
        return Math.Abs(f(to)) < Math.Abs(f(from)) ? to : from;
    }

    /// <summary>What is left of an interval: each time its first half where (from, middle, to) says so, else the second.</summary>
    public static (double From, double To) Narrow(double from, double to, Func<double, double, double, bool> isInFirst)
    {
        for (var k = 0; k < Halvings; k++)
        {
            var middle = (from + to) / 2;
            if (isInFirst(from, middle, to)) to = middle;
            else from = middle;
        }
        return (from, to);
    }
}
