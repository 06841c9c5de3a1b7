using System.Net;

namespace NotebookRunner;

/// <summary>
/// The pages of a run: one a notebook, an index, and all they need beside them, so that no network is needed to read.
/// </summary>
internal sealed class Site(string folder)
{
    private readonly List<(Notebook Original, Notebook Executed, Place Place)> pages = [];

    public string Index => Path.Combine(folder, "index.html");

    public void Add(Notebook original, Notebook executed, string executedCopy)
    {
        var address = Path.ChangeExtension(Path.GetRelativePath(folder, executedCopy), ".html").Replace('\\', '/');
        pages.Add((original, executed, Page.PlaceOf(executed, address)));
    }

    public void Write()
    {
        CopyAssets();
        foreach (var (original, executed, place) in pages)
        {
            var row = pages.Where(page => FolderOf(page.Place) == FolderOf(place)).Select(page => page.Place).ToList();
            var at = row.IndexOf(place);
            AtomicFile.Write(Path.Combine(folder, place.Address),
                Page.Html(executed, place, row.ElementAtOrDefault(at - 1), row.ElementAtOrDefault(at + 1), url =>
                    Link(original, place, url), BrowserEngine.SizeIn(folder)));
        }
        AtomicFile.Write(Index, IndexHtml());
    }

    private static string FolderOf(Place place) => Path.GetDirectoryName(place.Address) ?? "";

    /// <summary>
    /// Where a link of a notebook leads from its page: to the other notebook's page, or to a copy of the picture, or to the file
    /// itself.
    /// </summary>
    private string Link(Notebook original, Place place, string url)
    {
        if (url[0] == '#' || Uri.TryCreate(url, UriKind.Absolute, out _)) return url;
        var (path, anchor) = url.Split('#', 2) is [var before, var after] ? (before, "#" + after) : (url, "");
        var file = Path.GetFullPath(Path.Combine(original.Folder, Uri.UnescapeDataString(path)));
        if (pages.FirstOrDefault(page => page.Original.Path == file) is { Place: { } other })
            return Page.Relative(place.Address, other.Address) + anchor;
        if (!File.Exists(file)) return url;
        var here = Path.GetDirectoryName(Path.Combine(folder, place.Address))!;
        if (Path.GetExtension(file).ToLowerInvariant() is not (".png" or ".jpg" or ".jpeg" or ".svg" or ".gif" or ".webp"))
            return Path.GetRelativePath(here, file).Replace('\\', '/') + anchor;
        var copy = Path.Combine(folder, "assets", "images", Path.GetFileName(file));
        Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
        File.Copy(file, copy, overwrite: true);
        return Path.GetRelativePath(here, copy).Replace('\\', '/');
    }

    private void CopyAssets()
    {
        foreach (var file in new[] { "katex", "site", "mermaid" }
            .SelectMany(part => Directory.EnumerateFiles(Path.Combine(Assets.Folder, part), "*", SearchOption.AllDirectories)))
        {
            var target = Path.Combine(folder, "assets", Path.GetRelativePath(Assets.Folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target, overwrite: true);
        }
        AtomicFile.Write(Path.Combine(folder, "assets", "plotly.min.js"), Assets.PlotlyScript);
    }

    private string IndexHtml()
    {
        var markdown = new MarkdownHtml(url => url);
        var (title, opening) = Opening();
        var rows = string.Join('\n', pages.GroupBy(page => FolderOf(page.Place)).Select(group =>
            $"{(group.Key.Length > 0 ? $"<h2>{WebUtility.HtmlEncode(char.ToUpperInvariant(group.Key[0]) + group.Key[1..])}</h2>" : "")}<ol class=\"notebooks\">\n{string.Join('\n', group.Select(page =>
                $"<li><a href=\"{page.Place.Address}\">{MarkdownHtml.Line(page.Place.Title)}</a>{markdown.Output(page.Place.Summary)}</li>"))}\n</ol>"));
        return Page.Frame("index.html", title,
            $"<main id=\"main\">\n<h1>{WebUtility.HtmlEncode(title)}</h1>\n{markdown.Output(opening)}\n{rows}\n</main>",
            charts: false, diagrams: false);
    }

    /// <summary>The first heading and paragraph of the README above the notebooks.</summary>
    private static (string Title, string Opening) Opening()
    {
        var readme = Repository.Root is { } root ? Path.Combine(root, "README.md") : "";
        if (!File.Exists(readme)) return ("Notebooks", "");
        var parts = File.ReadAllText(readme).ReplaceLineEndings("\n").Split("\n\n");
        var title = parts.FirstOrDefault(part => part.StartsWith("# ", StringComparison.Ordinal));
        var opening = parts.SkipWhile(part => part != title).Skip(1)
            .FirstOrDefault(part => part.TrimStart() is { Length: > 0 } text && char.IsLetter(text[0]));
        return (title is null ? "Notebooks" : MarkdownHtml.Text(title[2..]), opening ?? "");
    }
}
