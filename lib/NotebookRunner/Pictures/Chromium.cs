using System.Diagnostics;

namespace NotebookRunner;

/// <summary>A Chromium, Chrome or Edge on this machine, used without a window.</summary>
internal sealed class Chromium
{
    public const string HowToGet =
        "Install Chromium (Debian: 'apt-get install chromium'), Chrome or Edge, or name one in the environment variable CHROMIUM.";

    private static readonly string[] Names =
        ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge", "microsoft-edge"];

    private readonly string file;

    private Chromium(string file) => this.file = file;

    public static Chromium? Find() => FindFile() is { } file ? new(file) : null;

    internal static string? FindFile()
    {
        if (Environment.GetEnvironmentVariable("CHROMIUM") is { Length: > 0 } named) return File.Exists(named) ? named : null;
        var suffix = OperatingSystem.IsWindows() ? ".exe" : "";
        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(folder => Names.Select(name => Path.Combine(folder, name + suffix)))
            .Concat(Usual()).FirstOrDefault(File.Exists);
    }

    private static IEnumerable<string> Usual() => OperatingSystem.IsMacOS()
        ? ["/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", "/Applications/Chromium.app/Contents/MacOS/Chromium",
            "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge"]
        : OperatingSystem.IsWindows()
            ? new[] { Environment.SpecialFolder.ProgramFiles, Environment.SpecialFolder.ProgramFilesX86,
                Environment.SpecialFolder.LocalApplicationData }
                .SelectMany(folder => new[] { @"Google\Chrome\Application\chrome.exe", @"Microsoft\Edge\Application\msedge.exe" }
                    .Select(file => Path.Combine(Environment.GetFolderPath(folder), file)))
            : [];

    /// <summary>Opens a page, lets its scripts finish and returns the document they leave.</summary>
    public string Dump(string page) => Run(["--virtual-time-budget=60000", "--dump-dom", new Uri(page).AbsoluteUri]);

    /// <summary>What a window needs beyond its page: without it the foot of the page is not drawn.</summary>
    private const int Frame = 150;

    /// <summary>A picture of a page, two dots for each pixel; empty rows at its foot are the frame's.</summary>
    public byte[] Picture(string page, int width, int height)
    {
        var target = Path.ChangeExtension(page, ".png");
        Run(["--virtual-time-budget=5000", "--hide-scrollbars", "--force-device-scale-factor=2",
            $"--window-size={width},{height + Frame}", $"--screenshot={target}", new Uri(page).AbsoluteUri]);
        return File.ReadAllBytes(target);
    }

    private string Run(string[] arguments)
    {
        var profile = Directory.CreateTempSubdirectory("chromium-").FullName;
        try
        {
            string[] all = ["--headless", "--disable-gpu", "--no-first-run", "--disable-extensions", $"--user-data-dir={profile}",
                .. IsRoot ? ["--no-sandbox"] : Array.Empty<string>(), .. arguments];
            using var browser = Process.Start(ProcessHost.StartInfo(file, all))!;
            var error = browser.StandardError.ReadToEndAsync();
            var output = browser.StandardOutput.ReadToEndAsync();
            if (!browser.WaitForExit(TimeSpan.FromMinutes(2)))
            {
                ProcessHost.End(browser);
                throw new NotebookException($"{file} did not finish drawing within two minutes.");
            }
            return browser.ExitCode == 0 ? output.Result : throw new NotebookException($"{file} failed to draw:\n{error.Result}");
        }
        finally
        {
            try { Directory.Delete(profile, recursive: true); }
            catch (IOException) { } // a helper process of the browser still writes into it; the system clears temporary folders
        }
    }

    private static bool IsRoot => !OperatingSystem.IsWindows() && Environment.UserName == "root";
}
