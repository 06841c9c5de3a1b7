using NotebookRunner;

namespace Notebooks.Tests;

/// <summary>The notebooks are one course: each has its parts, and each rule notices when they are missing.</summary>
public class CourseTests
{
    public static TheoryData<string> Notebooks => [.. CourseRules.Files];

    [Theory, MemberData(nameof(Notebooks))]
    public void A_notebook_has_what_a_chapter_needs(string name)
    {
        var faults = CourseRules.Faults(Load(name), Load($"solutions/{name}"));
        Assert.True(faults.Count == 0, string.Join(Environment.NewLine, faults));
    }

    [Fact]
    public void Links_of_the_other_pages_are_alive()
    {
        foreach (var file in new[] { "README.md", "data/README.md" })
            Assert.Empty(CourseLinks.Dead(CourseRules.WithoutCode(File.ReadAllText(Path.Combine(Run.Root, file))),
                Path.Combine(Run.Root, file)));
        Assert.Equal(["nowhere.md does not exist.", "README.md#no-such-part: there is no such heading."],
            CourseLinks.Dead("[a](nowhere.md) [b](README.md#no-such-part) [c](README.md#two-commands) [d](data) [e](https://example.org/x)", Path.Combine(Run.Root, "README.md")));
    }

    [Fact]
    public void Every_notebook_has_solutions() =>
        Assert.Equal(CourseRules.Files, Directory.EnumerateFiles(Path.Combine(Run.NotebookFolder, "solutions"), "*.ipynb")
            .Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));

    /// <summary>A copy with one thing taken out of it, or put into it, has just that fault.</summary>
    [Theory]
    [InlineData("01-two-costs", "# 01 Two costs: where does the slow start come from?", "# 01 Two costs",
        "The first cell begins with no question: # 01 …?")]
    [InlineData("01-two-costs", "## Which factor makes learning slow?", "# Which factor makes learning slow?",
        "There is not one title but 2.")]
    [InlineData("01-two-costs", "**What you need.** ", "",
        "The first cell does not say, in this order, what you will be able to do, what you need, and the time.")]
    [InlineData("01-two-costs", "#!import setup.dib", "using System;", "The first code cell is not the set-up alone.")]
    [InlineData("01-two-costs", "## What was simplified", "## Simplified",
        "It does not close with Summary, Exercises, What was simplified, Where this is from, but with ## Summary, ## Exercises, ## Simplified, ## Where this is from.")]
    [InlineData("11-other-languages",
        "Arrays go over by reference because C# and F# run in one process. Python or R would be given copies. The script in the page knows only the numbers that are written in it.", "Little.", "It does not say what was simplified.")]
    [InlineData("11-other-languages", "its README says more", "they say more", "Its sources name no chapter and no year.")]
    [InlineData("01-two-costs", "Next: [02", "Next: [03",
        "Its last line is not: Previous: [00 Start here](00-start-here.ipynb) · Next: [02 Why the input stays](02-why-the-input-stays.ipynb)")]
    [InlineData("00-start-here", "3. *Find.*", "*Find.*", "There are 2 exercises, not three to seven.")]
    [InlineData("01-two-costs", "5. *Prove.*", "6. *Prove.*", "The exercises are not counted from 1.")]
    [InlineData("01-two-costs", "4. *Find.* ", "4. ", "Exercise 4 does not say what kind it is: *Predict.* …")]
    [InlineData("01-two-costs", "Solutions: [", "See [", "The exercises do not end with a link to their solutions.")]
    [InlineData("solutions/01-two-costs", "## 3. The target 1", "## The target 1", "5 exercises have the solutions 1, 2, 4, 5.")]
    [InlineData("solutions/11-other-languages", "One more factor, the slope $a(1 - a)$.", "",
        "The solution of exercise 2 says next to nothing.")]
    [InlineData("solutions/01-two-costs", "# Solutions to 01", "# Answers to 01",
        "The solutions have another title than: # Solutions to …")]
    [InlineData("solutions/01-two-costs", "](../01-two-costs.ipynb)", "](../00-start-here.ipynb)",
        "The solutions do not link back.")]
    [InlineData("solutions/01-two-costs", "#!import ../setup.dib", "using System;",
        "The solutions do not begin with the set-up.")]
    [InlineData("01-two-costs", "<details><summary>Answer</summary>\\n\",\n    \"\\n\",\n    \"The first falls",
        "<details><summary>Answer</summary>\\n\",\n    \"The first falls",
        "Cell slow-guess: 1 guesses, 0 folded answers after them.")]
    [InlineData("01-two-costs", "About 16 minutes", "About 30 minutes", "It says 30 minutes, and takes 1")]
    [InlineData("02-why-the-input-stays", " the ", " the a a a a a a a a a a a a ", "minutes: split it.")]
    [InlineData("01-two-costs", "\"change-me\"", "\"changes\"",
        "Cell your-cost: what is the reader's to change, and nothing else, has the tag change-me.")]
    [InlineData("10-your-own-cost", "yours: null", "(a, y, x) => a - y",
        "Cell weights-attempt: a line for the reader to try has the tag attempt, and is null until it is tried.")]
    [InlineData("10-your-own-cost", "// exercise 3; in place", "// in place",
        "Cell cubed-attempt: it does not say which exercise it judges, one of the kind Compute, Derive or Find.")]
    [InlineData("10-your-own-cost", "// exercise 3; in place", "// exercise 1; in place",
        "Cell cubed-attempt: it does not say which exercise it judges, one of the kind Compute, Derive or Find.")]
    [InlineData("04-design-a-cost", "<summary>Hint for 1 and 2</summary>", "<summary>Help</summary>",
        "Cell halfway-attempt: its exercise has no folded hint of its own.")]
    [InlineData("05-change-the-step", "<summary>Hint for 3</summary>", "<summary>Hint for 2</summary>",
        "Cell corners-attempt: its exercise has no folded hint of its own.")]
    [InlineData("00-start-here", "\"attempt\"", "\"a try\"", "Exercise 3: no cell with the tag attempt judges it.")]
    [InlineData("03-layers-and-batches", "2. *Predict.*", "2. *Find.*", "Exercise 2: no cell with the tag attempt judges it.")]
    [InlineData("09-check-a-cost", "Not tried yet: ", "Tried: ",
        "Cell hollow-attempt: it does not say that it is not tried yet.")]
    [InlineData("solutions/09-check-a-cost", "\"Right: C is least", "\"Not yet: C is least",
        "Cell hollow-attempt: the solutions do not show a right answer to it.")]
    [InlineData("solutions/04-design-a-cost", "\"Attempt.Slope(relative, (a, y) => 1 / a - y / (a * a))\"", "\"1\"",
        "Cell relative-attempt: the solutions do not show a right answer to it.")]
    [InlineData("01-two-costs", "\"var yourCost = ", "\"var more = 1; var yourCost = ",
        "Cell your-cost: the cell of your cost holds more than the cost.")]
    [InlineData("05-change-the-step", "\"change-me-update\"", "\"change-me\"", "There is more than one cost to change.")]
    [InlineData("01-two-costs", "\"source\": [\n    \"", "\"source\": [\n    \"1;\\n1;\\n1;\\n1;\\n1;\\n",
        "01-two-costs.ipynb: half of the code cells have more than 4 lines.")]
    [InlineData("solutions/01-two-costs", "\"var zero = ",
        "\"1;\\n1;\\n1;\\n1;\\n1;\\n1;\\n1;\\n1;\\n1;\\n1;\\n1;\\n1;\\n1;\\n1;\\n1;\\n1;\\nvar zero = ",
        "solutions/01-two-costs.ipynb, cell two-check: more than 20 lines.")]
    [InlineData("01-two-costs", "](00-start-here.ipynb) for", "](00-begin-here.ipynb) for",
        "01-two-costs.ipynb, cell title: 00-begin-here.ipynb does not exist.")]
    [InlineData("10-your-own-cost", "](02-why-the-input-stays.ipynb#where-does-the-input-come-from))",
        "](02-why-the-input-stays.ipynb#where))",
        "10-your-own-cost.ipynb, cell x-text: 02-why-the-input-stays.ipynb#where: there is no such heading.")]
    [InlineData("01-two-costs", "Notebook [02](02-why-the-input-stays.ipynb) asks", "Notebook 02 asks",
        "01-two-costs.ipynb, cell summary: \"Notebook 02\" is not a link.")]
    [InlineData("02-why-the-input-stays", "**Theorem 2.1.** ", "**This.** ",
        "02-why-the-input-stays.ipynb: Theorem 2.1 is neither here nor linked.")]
    [InlineData("01-two-costs", "by a little number $h$ to each side", "by a little to each side",
        "01-two-costs.ipynb, cell difference-text: the symbol h is not introduced.")]
    [InlineData("03-layers-and-batches", ", where $\\\\odot$ multiplies number by number", "",
        "03-layers-and-batches.ipynb, cell deeper: the symbol \\odot is not introduced.")]
    [InlineData("solutions/08-check-a-gradient", "with unknown numbers $c$ and $q$", "and so on",
        "solutions/08-check-a-gradient.ipynb, cell two: the symbol q is not introduced.")]
    [InlineData("01-two-costs", "it is still at 0.203, more", "it is still at 0.213, more",
        "01-two-costs.ipynb, cell slow-guess: nothing computes 0.213.")]
    public void A_rule_notices_what_is_missing(string name, string taken, string put, string fault)
    {
        var number = Path.GetFileName(name)[..2];
        var whole = CourseRules.Files.Single(file => file.StartsWith(number, StringComparison.Ordinal));
        var text = File.ReadAllText(Path.Combine(Run.NotebookFolder, name + ".ipynb"));
        Assert.Contains(taken, text);
        var broken = Notebook.Parse(Path.Combine(Run.NotebookFolder, name + ".ipynb"), text.Replace(taken, put));
        var faults = name.StartsWith("solutions/", StringComparison.Ordinal) ? CourseRules.Faults(Load(whole), broken)
            : CourseRules.Faults(broken, Load($"solutions/{whole}"));
        Assert.Contains(faults, one => one.Contains(fault, StringComparison.Ordinal));
    }

    static Notebook Load(string name) => Notebook.Load(Path.Combine(Run.NotebookFolder, name));
}
