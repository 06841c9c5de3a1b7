using System.Globalization;
using Spectre.Console;

namespace NotebookRunner;

/// <summary>Tells how a run goes: a live bar on a terminal, plain lines elsewhere.</summary>
internal sealed class Reporter
{
    private readonly TextWriter output;
    private readonly IAnsiConsole? terminal;
    private int nameWidth;

    public Reporter(TextWriter output, bool isTerminal)
    {
        this.output = output;
        if (isTerminal) terminal = AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(output) });
    }

    public void Names(IEnumerable<string> names) => nameWidth = names.Select(name => name.Length).DefaultIfEmpty(0).Max();

    /// <summary>
    /// Runs a notebook while a bar shows how far it is; <paramref name="run"/> calls back after each code cell.
    /// </summary>
    public async Task<NotebookRun> Watch(string name, int cells, Func<Action<int>, Task<NotebookRun>> run)
    {
        if (terminal is null) return await run(_ => { });
        return await terminal.Progress().AutoClear(true)
            .Columns(new SpinnerColumn(), new TaskDescriptionColumn(), new ProgressBarColumn(), new ElapsedTimeColumn())
            .StartAsync(async context =>
            {
                var task = context.AddTask(Markup.Escape(name), maxValue: Math.Max(1, cells));
                return await run(done =>
                {
                    task.Value = done;
                    task.Description = $"{Markup.Escape(name)} [grey]cell {done} of {cells}[/]";
                });
            });
    }

    public void Good(string name, NotebookRun run, string note = "") => Line("✓", "green", name, run, note);

    public void Bad(string name, NotebookRun run, string what)
    {
        Line("✗", "red", name, run, "");
        Text(Indented(what));
    }

    public void Bad(string name, string what)
    {
        Mark("✗", "red", name);
        Text(Indented(what));
    }

    public void Text(string text) => output.WriteLine(text);

    private void Line(string mark, string colour, string name, NotebookRun run, string note)
    {
        var cells = run.Executed.CodeCells.Count();
        Mark(mark, colour, string.Create(CultureInfo.InvariantCulture,
            $"{name.PadRight(nameWidth)}  {run.Time.TotalSeconds,6:0.0} s  {Count(cells, "cell"),9}  {Count(run.Statements, "statement")} checked{note}"));
    }

    private void Mark(string mark, string colour, string text)
    {
        if (terminal is null) output.WriteLine($"{mark} {text}");
        else terminal.MarkupLine($"[{colour}]{mark}[/] {Markup.Escape(text)}");
    }

    public static string Count(int number, string what) => $"{number} {what}{(number == 1 ? "" : "s")}";

    private static string Indented(string text) => string.Join('\n', text.Split('\n').Select(line => "  " + line));
}
