using System.Net;
using System.Net.Sockets;

namespace NotebookRunner;

/// <summary>Shows a folder of files to the browsers of this machine, and to nobody else.</summary>
internal sealed class LocalServer : IDisposable
{
    private static readonly Dictionary<string, string> Types = new()
    {
        [".html"] = "text/html; charset=utf-8", [".js"] = "text/javascript; charset=utf-8", [".css"] = "text/css; charset=utf-8",
            [".json"] = "application/json",
        [".png"] = "image/png", [".jpg"] = "image/jpeg", [".svg"] = "image/svg+xml", [".woff2"] = "font/woff2",
    };

    private readonly HttpListener listener = new();
    private readonly string folder;

    public LocalServer(string folder)
    {
        this.folder = Path.GetFullPath(folder) + Path.DirectorySeparatorChar;
        Address = $"http://localhost:{FreePort()}/";
        listener.Prefixes.Add(Address);
        listener.Start();
    }

    public string Address { get; }

    /// <summary>Answers until it is stopped.</summary>
    public async Task Run(CancellationToken stop)
    {
        using var end = stop.Register(listener.Stop);
        while (!stop.IsCancellationRequested)
            try { _ = Answer(await listener.GetContextAsync()); }
            catch (Exception e) when (stop.IsCancellationRequested && e is HttpListenerException or ObjectDisposedException) { }
    }

    private async Task Answer(HttpListenerContext context)
    {
        try
        {
            using var response = context.Response;
            var path = Uri.UnescapeDataString(context.Request.Url!.AbsolutePath).TrimStart('/');
            var file =
                Path.GetFullPath(Path.Combine(folder, path.Length == 0 || path.EndsWith('/') ? path + "index.html" : path));
            if (!file.StartsWith(folder, StringComparison.Ordinal) || !File.Exists(file))
            {
                response.StatusCode = (int)HttpStatusCode.NotFound;
                return;
            }
            response.ContentType = Types.GetValueOrDefault(Path.GetExtension(file), "application/octet-stream");
            response.Headers["Cache-Control"] = "no-cache"; // a site that was made again is seen at once
            await using var content = File.OpenRead(file);
            response.ContentLength64 = content.Length;
            await content.CopyToAsync(response.OutputStream);
        }
        // the browser has gone on
        catch (Exception e) when (e is HttpListenerException or IOException or ObjectDisposedException) { }
    }

    private static int FreePort()
    {
        var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        try { return ((IPEndPoint)probe.LocalEndpoint).Port; }
        finally { probe.Stop(); }
    }

    public void Dispose() => listener.Close();
}
