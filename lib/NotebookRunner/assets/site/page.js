// Fills the page: formulas by KaTeX, charts by plotly.js, diagrams by Mermaid, all from files beside it.
for (const place of document.querySelectorAll('.math')) {
  const display = place.tagName === 'DIV' || place.classList.contains('display');
  const tex = place.textContent.trim().replace(/^\\[[(]|\\[\])]$/g, '');
  katex.render(tex, place, { displayMode: display, throwOnError: false });
}

for (const chart of document.querySelectorAll('figure.chart')) {
  const place = chart.querySelector('div');
  const figure = JSON.parse(chart.querySelector('script').textContent);
  const layout = { ...figure.layout };
  const wanted = layout.width || 640;
  const clear = colour => !colour || colour === 'transparent' || /^rgba\(.*,\s*0(\.0+)?\)$/.test(colour);
  if (clear(layout.paper_bgcolor)) layout.paper_bgcolor = 'white'; // a figure is made for light paper
  const fit = () => Math.max(Math.min(wanted, chart.clientWidth), wanted > 700 ? 640 : 440);
  layout.width = fit();
  place.replaceChildren();
  Plotly.newPlot(place, figure.data, layout, { displaylogo: false, ...figure.config, responsive: false });
  addEventListener('resize', () => Plotly.relayout(place, { width: fit() }));
}

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
