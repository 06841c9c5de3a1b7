// The engine of a page: the C# compiler and the library, in a worker, so that the page stays alive and a loop can be ended.
// It is one packed file. Beside a page that was opened as a file it is a script, because such a page may not fetch.
const engine = (() => {
  const folder = new URL('../engine/', document.currentScript.src);
  let pack, worker, ready, running;

  /** Loads the pack once; tell(loaded, all) hears how many bytes are there. */
  async function load(tell) {
    if (location.protocol === 'file:') {
      tell(0, 0);
      await addScript(new URL('engine.file.js', folder));
      return new Blob([Uint8Array.from(atob(globalThis.notebookEngine), c => c.charCodeAt(0))]);
    }
    const answer = await fetch(new URL('engine.gz', folder));
    if (!answer.ok) throw new Error(`The engine of these pages could not be loaded (${answer.status}).`);
    const parts = [], all = +document.body.dataset.engine;
    let loaded = 0;
    for (const reader = answer.body.getReader(); ;) {
      const { done, value } = await reader.read();
      if (done) return new Blob(parts);
      parts.push(value);
      tell(loaded += value.length, all);
    }
  }

  /** What the worker does. It is handed the pack, starts .NET from it, and then runs one cell for every message. */
  function inWorker() {
    globalThis.dotnetSidecar = true;
    onmessage = async ({ data: pack }) => {
      onmessage = null;
      try {
        const all = await new Response(pack.stream().pipeThrough(new DecompressionStream('gzip'))).arrayBuffer();
        const length = new DataView(all).getUint32(0, true), files = new Map();
        let at = 4 + length;
        for (const [name, size] of JSON.parse(new TextDecoder().decode(new Uint8Array(all, 4, length)))) {
          files.set(name, new Uint8Array(all, at, size));
          at += size;
        }
        const script = name => URL.createObjectURL(new Blob([files.get(name)], { type: 'text/javascript' }));
        const type = name => name.endsWith('.wasm') ? 'application/wasm' : 'application/octet-stream';
        const { dotnet } = await import(script('dotnet.js'));
        const { getAssemblyExports, getConfig, setModuleImports } = await dotnet.withResourceLoader((kind, name) => name.endsWith('.js')
          ? script(name) : Promise.resolve(new Response(files.get(name), { headers: { 'content-type': type(name) } }))).create();
        setModuleImports('page', { show: html => postMessage({ html }) });
        const { NotebookBrowser: { Engine } } = await getAssemblyExports(getConfig().mainAssemblyName);
        for (const [name, bytes] of files) if (name.endsWith('.dll') && !/^(Microsoft\.CodeAnalysis|Markdig|ColorCode|NotebookBrowser)/.test(name)) Engine.AddReference(bytes);
        onmessage = async ({ data: { source, number } }) => postMessage({ result: JSON.parse(await Engine.Run(source, number)) });
        postMessage({ ready: true });
      } catch (problem) {
        postMessage({ problem: String(problem?.stack || problem) });
      }
    };
  }

  function start(tell) {
    return ready ??= (async () => {
      pack ??= await load(tell);
      tell(pack.size, pack.size);
      worker = new Worker(URL.createObjectURL(new Blob([`(${inWorker})()`], { type: 'text/javascript' })));
      await new Promise((done, fail) => {
        worker.onmessage = ({ data }) => data.ready ? done() : fail(new Error(data.problem));
        worker.postMessage(pack);
      });
    })().catch(problem => { ready = null; throw problem; });
  }

  return {
    get started() { return !!ready; },
    start,
    /** Runs one cell; show(html) hears what it shows meanwhile. The result has ok, error, outputs and html. */
    async run(source, number, show, tell) {
      await start(tell);
      return new Promise(done => {
        running = done;
        worker.onmessage = ({ data }) => {
          if (data.html !== undefined) return show(data.html);
          running = null;
          done(data.result);
        };
        worker.postMessage({ source, number });
      });
    },
    /** Ends what is running, and all variables with it. */
    end() {
      worker?.terminate();
      worker = ready = null;
      running?.(null);
      running = null;
    },
  };
})();
