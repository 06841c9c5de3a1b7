// The cells of a page can be changed and run. Nothing is loaded before the first click or key into a cell.
// window.notebook is the same for programs: cells, setSource(i, text), run(i), runAll(), stop(), restart().
(() => {
  const cells = [...document.querySelectorAll('section.cell')].map((section, i) => new PageCell(section, i + 1, {
    touch: () => warm(),
    change: () => { warm(); keep(); },
    run: cell => work(cell.tags.some(tag => tag.startsWith('change-me')) ? [cell.number - 1, cell.number] : [cell.number - 1]), // and what the next cell shows of it
    from: cell => work(cells.slice(cell.number - 1).map(one => one.number - 1)),
    reset: cell => { cell.reset(); keep(); },
  }));
  const runnable = cells.filter(cell => !cell.kept);
  if (!runnable.length) return;

  const bench = element('div', 'bench'), status = element('span'), bar = element('progress');
  status.setAttribute('role', 'status');
  bar.ariaLabel = 'Loading the engine';
  const buttons = {
    all: button('Run all', 'all', () => work(cells.map((_, i) => i))),
    stop: button('Stop', 'stop', () => stop()),
    restart: button('Restart', 'restart', () => restart()),
    link: button('Copy link', 'link', copy),
    ours: button('Bring ours back', 'ours', () => { cells.forEach(cell => cell.changed && cell.reset()); keep(); }),
  };
  bench.append(...Object.values(buttons), bar, status);
  document.querySelector('main .steps, main > :first-child').after(bench);

  let session = 0, last = Promise.resolve(), waiting = 0;   // a session ends when it is stopped: what was run before has to be run again
  const say = text => { status.textContent = text; };
  const seconds = since => `${((performance.now() - since) / 1000).toFixed(2)} s`;

  function look() {
    const changed = cells.some(cell => cell.changed);
    buttons.stop.hidden = !waiting;
    buttons.restart.hidden = !engine.started;
    buttons.link.hidden = buttons.ours.hidden = !changed;
  }

  function progress(loaded, all) {
    bar.hidden = loaded >= all && all > 0;
    if (all) Object.assign(bar, { max: all, value: loaded });
    const mega = bytes => (bytes / 1e6).toFixed(1);
    say(bar.hidden ? 'Starting the engine …' : all ? `Loading the engine: ${mega(loaded)} of ${mega(all)} MB` : 'Loading the engine …');
  }

  function warm() {
    if (engine.started) return;
    engine.start(progress).then(() => { if (status.textContent.startsWith('Starting')) say('Ready.'); }, problem => say(problem.message));
    look();
  }

  /** Changed cells go into the address and stay in this browser. */
  async function keep() {
    const changed = Object.fromEntries(cells.filter(cell => cell.changed).map(cell => [cell.id, cell.source]));
    link.remember(changed);
    look();
    await link.write(changed);
  }

  function bring(changed) {
    for (const cell of cells) if (changed[cell.id] !== undefined) cell.source = changed[cell.id];
    look();
  }

  async function copy() {
    await keep();
    try {
      await navigator.clipboard.writeText(location.href);
      say('The link is copied. It carries the cells that you changed.');
    } catch {
      say('Copy the address of this page: it carries the cells that you changed.');
    }
  }

  const text = value => Array.isArray(value) ? value.join('') : typeof value === 'string' ? value : JSON.stringify(value);
  const bundle = output => output.data ? Object.fromEntries(Object.entries(output.data).map(([type, value]) => [type, text(value)])) : { 'text/plain': text(output.text) };
  const stopped = { ok: false, outputs: [], error: 'Stopped.' };

  async function one(cell, mine) {
    if (mine !== session) return stopped;
    if (cell.kept) return { ok: true, outputs: [], error: null, kept: cell.kept };
    const source = cell.source;
    cell.state(true);
    cell.marked = null;
    say(`Running [${cell.number}] …`);
    try {
      const answer = await engine.run(source, cell.number, html => cell.show(html), progress);
      if (!answer || mine !== session) return stopped;
      Object.assign(cell, { ranSource: source, session: mine });
      cell.show(answer.html);
      cell.marked = answer.error?.line;
      const { error } = answer;
      return {
        ok: !error, outputs: answer.outputs.filter(output => output.output_type !== 'error').map(bundle),
        error: error && `${error.line ? `Line ${error.line}: ` : ''}${error.kind}: ${error.message}`,
      };
    } catch (problem) {
      return { ok: false, outputs: [], error: problem.message, trouble: true }; // with the engine, not with the cell
    } finally {
      cell.state();
    }
  }

  /** Runs cells in order, after those above them that this session has not run; gives the results of the cells that were asked for. */
  function work(numbers) {
    const mine = session, asked = new Set(numbers.filter(i => cells[i]));
    waiting++;
    look();
    const done = last.then(async () => {
      const since = performance.now(), results = [], failed = [];
      for (let i = 0; i <= Math.max(...asked); i++)
        if (asked.has(i) || cells[i].session !== mine && !cells[i].kept) {
          const result = await one(cells[i], mine);
          if (asked.has(i)) results.push(result);
          if (!result.ok) failed.push(`[${cells[i].number}]`);
        }
      if (mine !== session) return results;
      const trouble = results.find(result => result.trouble);
      say(trouble ? trouble.error : failed.length ? `Not clean: ${failed.join(', ')}.` : `Done in ${seconds(since)}.`);
      return results;
    }).finally(() => { waiting--; look(); });
    last = done.catch(() => { });
    return done;
  }

  function end(words) {
    if (!engine.started) return;
    session++;
    engine.end();
    warm();
    say(words);
    look();
  }

  const stop = () => end('Stopped. The next run starts from the top of the page.');
  const restart = () => end('Restarted. The next run starts from the top of the page.');

  window.notebook = {
    cells: cells.map(cell => ({ get source() { return cell.source; }, tags: cell.tags })),
    setSource: (i, source) => { cells[i].source = source; return keep(); },
    run: async i => (await work([i]))[0],
    runAll: () => work(cells.map((_, i) => i)),
    stop: async () => stop(),
    restart: async () => restart(),
  };

  bar.hidden = true;
  look();
  say(link.remembered() ? '' : 'Every C# cell here can be changed: click into it. Ctrl-Enter runs it.');
  const fromAddress = async () => { const changed = await link.read(); if (changed) { cells.forEach(cell => cell.reset()); bring(changed); say('This link brings a changed cell.'); } return changed; };
  fromAddress().then(changed => { if (!changed && link.remembered()) { bring(link.remembered()); say('Your changes of the last visit are here.'); return link.write(link.remembered()); } });
  addEventListener('hashchange', fromAddress);
})();
