// Fills the page, and later the outputs of cells that were run in it: formulas by KaTeX, charts by plotly.js, diagrams by Mermaid, all
// from files beside it.
const assets = new URL('../', document.currentScript.src);

function fill(root) {
  for (const place of root.querySelectorAll('.math')) {
    const display = place.tagName === 'DIV' || place.classList.contains('display');
    const tex = place.textContent.trim().replace(/^\\[[(]|\\[\])]$/g, '');
    katex.render(tex, place, { displayMode: display, throwOnError: false });
    if (!display) tie(place);
  }
  for (const chart of root.querySelectorAll('figure.chart')) {
    if (window.Plotly) draw(chart);
    else addScript(new URL('plotly.min.js', assets)).then(() => draw(chart));
  }
}

// A comma or full stop stays on the line of the formula before it.
function tie(place) {
  const next = place.nextSibling, signs = next?.nodeType === Node.TEXT_NODE && /^[,.;:!?)]+/.exec(next.data)?.[0];
  const parts = place.querySelectorAll('.katex-html > .katex-base');
  if (!signs || !parts.length) return;
  next.data = next.data.slice(signs.length);
  if (parts.length > 1) return parts[parts.length - 1].append(signs);
  const tied = document.createElement('span');
  tied.className = 'tied';
  place.replaceWith(tied);
  tied.append(place, signs);
}

// On a touch screen the toolbar stays: with the picture and the way back alone it covers no title.
const covering = ['zoom2d', 'pan2d', 'select2d', 'lasso2d', 'zoomIn2d', 'zoomOut2d', 'autoScale2d'];

function draw(chart) {
  const place = chart.querySelector('div'), made = JSON.parse(chart.querySelector('script').textContent);
  const clear = colour => !colour || colour === 'transparent' || /^rgba\(.*,\s*0(\.0+)?\)$/.test(colour);
  let width;
  const show = () => {
    width = chart.clientWidth;
    const figure = dark.matches && made.layout?.template?.layout?.paper_bgcolor === '#ffffff' ? onDark(made) : made;
    const layout = { ...figure.layout };
    if (clear(layout.paper_bgcolor)) layout.paper_bgcolor = layout.template?.layout?.paper_bgcolor ?? 'white';
    const shape = width < 560 ? narrow(layout, Math.max(width, 320)) : { ...layout, width: Math.min(layout.width || 640, width) };
    Plotly.react(place, figure.data, shape, { displaylogo: false, ...figure.config, responsive: false, modeBarButtonsToRemove: covering });
  };
  place.replaceChildren();
  show();
  const again = event => {
    if (!chart.isConnected) { removeEventListener('resize', again); dark.removeEventListener('change', again); }
    else if (event.type === 'change' || width !== chart.clientWidth) show();
  };
  addEventListener('resize', again);
  dark.addEventListener('change', again);
}

// A chart is made for light paper. On dark paper its paper, lines and ink become those of the page, and its colours go half the way to
// white, as those of the live figures do. Colour scales stay: what is white there means 0.
const dark = matchMedia('(prefers-color-scheme: dark)'), known = { '#ffffff': '#0d1117', '#e3e3e3': '#3d444d', '#222222': '#e6edf3' };
function onDark(value) {
  if (Array.isArray(value)) return typeof value[0] === 'number' ? value : value.map(onDark); // numbers, or a stop of a scale
  if (value && typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, onDark(part)]));
  if (!/^#[0-9a-f]{6}$/.test(value)) return value;
  return known[value] ?? '#' + [1, 3, 5].map(i => ((parseInt(value.slice(i, i + 2), 16) + 255) >> 1).toString(16)).join('');
}

const scripts = new Map();
function addScript(address) {
  if (!scripts.has(address.href)) scripts.set(address.href, new Promise((done, fail) => {
    const script = document.createElement('script');
    Object.assign(script, { src: address.href, onload: done, onerror: () => { scripts.delete(address.href); fail(new Error(`${address.href} could not be loaded.`)); } });
    document.head.append(script);
  }));
  return scripts.get(address.href);
}

// On a phone a title is broken below the toolbar, headings stand upright, two pairs of axes stand one above the other, and a legend goes below.
function narrow(layout, width) {
  const toolbar = 40, lineHeight = 20, upright = 90;
  const room = { t: 60, b: 64, ...layout.margin }, plot = (layout.height || 380) - room.t - room.b;
  const title = inLines(layout.title?.text ?? '', Math.floor((width - 24) / 8.4)), top = toolbar + lineHeight * title.length;
  const one = { ...layout, width, title: { ...layout.title, text: title.join('<br>'), x: 0, xref: 'container', y: 1, yref: 'container', yanchor: 'top', pad: { l: 12, t: toolbar } } };
  const headings = layout.annotations?.filter(note => note.yref === 'paper' && note.y === 1 && note.xref !== 'paper') ?? [];
  one.annotations = layout.annotations?.map(note => headings.includes(note) ? { ...note, textangle: -90 } : note);
  one.margin = { ...layout.margin, t: top + (headings.length ? upright : 16) };
  one.height = plot + one.margin.t + room.b;
  if (layout.showlegend && !layout.xaxis2) {
    one.legend = { ...layout.legend, orientation: 'h', x: 0, y: -0.24, yanchor: 'top' };
    one.margin.r = 20;
    one.height += 50;
  }
  if (layout.xaxis2 && !layout.xaxis3) {
    const gap = 90, all = 2 * plot + gap;
    one.height += plot + gap;
    one.xaxis = { ...layout.xaxis, domain: [0, 1] };
    one.xaxis2 = { ...layout.xaxis2, domain: [0, 1] };
    one.yaxis = { ...layout.yaxis, domain: [1 - plot / all, 1] };
    one.yaxis2 = { ...layout.yaxis2, domain: [0, plot / all] };
  }
  return one;
}

function inLines(text, letters) {
  const lines = [''];
  for (const word of text.split(/ |<br>/))
    if (lines.at(-1) && lines.at(-1).length + 1 + word.length > letters) lines.push(word);
    else lines[lines.length - 1] += (lines.at(-1) && ' ') + word;
  return lines;
}

fill(document);

const diagrams = document.querySelectorAll('pre.mermaid');
if (diagrams.length) {
  mermaid.initialize({ startOnLoad: false, securityLevel: 'strict', theme: matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'neutral' });
  mermaid.run({ nodes: diagrams });
}

// What scrolls sideways can be reached by keyboard.
const reach = () => {
  for (const box of document.querySelectorAll('pre, .wide, div.math, .display')) {
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
    else box.removeAttribute('tabindex');
  }
};
addEventListener('load', reach);
addEventListener('resize', reach);
document.fonts?.ready.then(reach);

// The contents list folds away on a narrow screen; a link into folded exercises unfolds them; so does printing.
const contents = document.querySelector('.contents details');
if (contents && innerWidth < 1000) contents.open = false;
const unfold = () => {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const details = target && target.closest('details');
  if (details) details.open = true;
};
addEventListener('hashchange', unfold);
unfold();
addEventListener('beforeprint', () => document.querySelectorAll('main details').forEach(details => { details.open = true; }));
