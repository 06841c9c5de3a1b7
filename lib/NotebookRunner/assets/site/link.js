// Changed cells in an address and in the browser: { id: source }, deflated, in letters that an address may hold.
const link = (() => {
  const mark = '#code=', key = `notebook ${location.pathname}`;
  const through = (bytes, stream) => new Response(new Blob([bytes]).stream().pipeThrough(stream));
  const safe = { '+': '-', '/': '_', '=': '' }, unsafe = { '-': '+', _: '/' };

  return {
    /** The changed cells in the address; null if there are none. */
    async read() {
      if (!location.hash.startsWith(mark)) return null;
      try {
        const bytes = Uint8Array.from(atob(location.hash.slice(mark.length).replace(/[-_]/g, sign => unsafe[sign])), c => c.charCodeAt(0));
        return await through(bytes, new DecompressionStream('deflate-raw')).json();
      } catch {
        return null;
      }
    },
    async write(changed) {
      let hash = '';
      if (Object.keys(changed).length) {
        const bytes = new Uint8Array(await through(JSON.stringify(changed), new CompressionStream('deflate-raw')).arrayBuffer());
        hash = mark + btoa(String.fromCharCode(...bytes)).replace(/[+/=]/g, sign => safe[sign]);
      }
      if (hash || location.hash.startsWith(mark)) history.replaceState(null, '', location.pathname + location.search + hash);
    },
    /** The changes of an earlier visit. A browser may keep nothing, which changes nothing else. */
    remembered() {
      try { return JSON.parse(localStorage.getItem(key)); } catch { return null; }
    },
    remember(changed) {
      try {
        if (Object.keys(changed).length) localStorage.setItem(key, JSON.stringify(changed));
        else localStorage.removeItem(key);
      } catch { /* it is in the address */ }
    },
  };
})();
