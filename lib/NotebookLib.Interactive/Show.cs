using System.Diagnostics;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Formatting;

namespace NotebookLib.Interactive;

/// <summary>What a cell shows while it is working.</summary>
public static class Show
{
    /// <summary>
    /// A line that shows how much of a training run is done, for runs that take more than a second:
    /// <c>new TrainingOptions { Progress = Show.Progress("training") }</c>. It is empty again when the run has ended.
    /// </summary>
    /// <param name="what">What is being done, in a word or two.</param>
    /// <returns>To be handed on as <see cref="TrainingOptions.Progress"/>.</returns>
    public static IProgress<double> Progress(string what) => new ProgressLine(what, KernelInvocationContext.Current);

    private sealed class ProgressLine(string what, KernelInvocationContext? context) : IProgress<double>
    {
        private const int Blocks = 20;
        private readonly Stopwatch clock = Stopwatch.StartNew();
        private DisplayedValue? line;

        public void Report(double part)
        {
            if (context is null || line is null && (clock.Elapsed < TimeSpan.FromSeconds(1) || part >= 1)) return;
            var filled = (int)(Blocks * Math.Clamp(part, 0, 1));
            var text = part >= 1 ? "" : $"{what} {new string('█', filled)}{new string('░', Blocks - filled)} {100 * part:F0} %";
            if (line is null) line = KernelInvocationContextExtensions.Display(context, text, "text/plain");
            else line.Update(text);
            if (part >= 1) { line = null; clock.Restart(); }
        }
    }
}
