// What notebooks/setup.dib runs where the library is not built yet: dotnet build, with its progress, and its errors as one sentence.

static class NotebookLibBuild
{
    public static async Task Run(string root)
    {
        Console.WriteLine("The library is not built yet: building it, which takes about half a minute and is needed only once.");
        var start = new System.Diagnostics.ProcessStartInfo("dotnet",
            ["build", "lib/NotebookLib.Interactive", "-c", "Debug", "--nologo", "-v", "minimal", "-tl:off", "-nodeReuse:false", "-p:UseSharedCompilation=false"])
            { WorkingDirectory = root, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBuild")).ToList()) start.Environment.Remove(name);

        using var build = System.Diagnostics.Process.Start(start);
        build.StandardInput.Close();   // the tool's own input are its commands
        var reasons = new List<string>();
        var complaints = build.StandardError.ReadToEndAsync();
        while (await build.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.Split(" -> ") is [var project, _]) Console.WriteLine($"{project.Trim()} is built.");
            if (System.Text.RegularExpressions.Regex.IsMatch(line, @"\berror\b.*:"))
                reasons.Add(System.Text.RegularExpressions.Regex.Replace(line.Trim(), @"\s*\[[^\]]*proj\]$", "").Replace(root + System.IO.Path.DirectorySeparatorChar, ""));
        }
        reasons.Add((await complaints).Trim());
        await build.WaitForExitAsync();
        AppDomain.CurrentDomain.SetData("NotebookLib.problem", null);
        if (build.ExitCode == 0) return;

        reasons = reasons.Where(reason => reason != "").Distinct().ToList();
        AppDomain.CurrentDomain.SetData("NotebookLib.problem", "The library could not be built, so the notebook cannot start. Mend what the build says, then run this cell again:\n"
            + string.Join("\n", reasons.Take(5))
            + (reasons.Count > 5 ? $"\n… and {reasons.Count - 5} more: 'dotnet build lib/NotebookLib.Interactive' in a terminal shows them." : ""));
    }
}

await NotebookLibBuild.Run((string)AppDomain.CurrentDomain.GetData("NotebookLib.root"));
