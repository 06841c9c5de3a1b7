const root = [...document.querySelectorAll('.nl-live[data-nl-key="@KEY@"]')].find(one => !one.dataset.nlAlive);
if (!root) return;
root.dataset.nlAlive = 'yes';
const part = name => root.querySelector(`[data-nl="${name}"]`);
const read = name => +part(name).value;
const still = matchMedia('(prefers-reduced-motion: reduce)');
const inPicture = !!document.documentElement.dataset.picture;
const clip = (v, low, high) => Math.min(Math.max(v, low), high);
const DASHES = ['', '7 3', '2 3', '9 3 2 3', '12 4'], LINES = ['solid', 'dashed', 'dotted', 'dashed', 'dashed'];

// Six digits, as everywhere in the notebooks.
const short = v => !Number.isFinite(v) ? 'no value' : v === 0 ? '0'
  : Math.abs(v) < 1e-4 || Math.abs(v) >= 1e5 ? v.toExponential(2) : String(+v.toPrecision(6));
const pair = v => `(${v.map(short).join(', ')})`;

function shade() {   // lighter lines on dark paper, whoever chose the paper: the system, the editor or the page
  const [red, green, blue] = (getComputedStyle(root).backgroundColor.match(/[\d.]+/g) || [255, 255, 255]).map(Number);
  root.classList.toggle('nl-dark', red + green + blue < 380);
}
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', shade);
shade();

// A choice out of a list of names.
function choices(name, names) {
  part(name).innerHTML = names.map((_, i) => `<option value="${i}"></option>`).join('');
  part(name).querySelectorAll('option').forEach((option, i) => option.textContent = names[i]);
}

// Coloured lines with their names, as text and not as HTML.
function key(name, items) {
  part(name).innerHTML = items.map(one => `<li><span style="color:${one.colour};border-top-style:${one.line || 'solid'}"></span><strong></strong></li>`).join('');
  part(name).querySelectorAll('strong').forEach((one, i) => one.textContent = items[i].text);
}

// A pair of axes in an SVG: what is drawn can be drawn again, what is held (handles) stays.
function axes(name, { box = [44, 26, 318, 168], x, y, title = '', xTitle = '', yTitle = '', xTicks, yTicks }) {
  const svg = part(name), [L, T, R, B] = box;
  if (!svg.firstChild) svg.innerHTML = '<g></g><g></g>';
  const px = v => L + (R - L) * (v - x[0]) / (x[1] - x[0]), py = v => B - (B - T) * (v - y[0]) / (y[1] - y[0]);
  const frame = `<text x="${L}" y="14">${title}</text><path class="nl-axis" d="M${L} ${T}V${B}H${R}"/>`
    + (yTicks || y).map(v => `<text x="${L - 6}" y="${py(v) + 4}" text-anchor="end">${+v.toPrecision(3)}</text>`).join('')
    + (xTicks || x).map(v => `<text x="${px(v)}" y="${B + 15}" text-anchor="middle">${short(v)}</text>`).join('')
    + `<text x="${(L + R) / 2}" y="${B + 30}" text-anchor="middle">${xTitle}</text>`
    + (yTitle ? `<text x="${L - 30}" y="${(T + B) / 2}" text-anchor="middle" transform="rotate(-90 ${L - 30} ${(T + B) / 2})">${yTitle}</text>` : '');
  return {
    px, py, front: svg.lastChild, svg,
    at: event => {                                   // where the pointer is, in the units of the axes
      const seen = svg.getBoundingClientRect(), view = svg.viewBox.baseVal;
      const [sx, sy] = [(event.clientX - seen.left) * view.width / seen.width, (event.clientY - seen.top) * view.height / seen.height];
      return [x[0] + (sx - L) * (x[1] - x[0]) / (R - L), y[0] + (B - sy) * (y[1] - y[0]) / (B - T)];
    },
    draw: (content, words) => { svg.firstChild.innerHTML = frame + content; svg.setAttribute('aria-label', words); },
    line: (points, style, dash = '') => `<polyline class="nl-curve" style="${style}"${dash && ` stroke-dasharray="${dash}"`} points="`
      + points.filter(p => p.every(Number.isFinite)).map(([u, v]) => `${px(u).toFixed(1)},${py(clip(v, y[0], y[1])).toFixed(1)}`).join(' ') + '"/>',
    straight: (from, to, style, dash = '') => `<path style="fill:none;${style}"${dash && ` stroke-dasharray="${dash}"`} d="M`
      + [from, to].map(([u, v]) => `${px(u).toFixed(1)} ${py(v).toFixed(1)}`).join('L') + '"/>',
    arrow: ([u, v], [du, dv], style, head = 6) => {   // an arrow from a point; its head is as long as it has room for
      const [ax, ay, bx, by] = [px(u), py(v), px(u + du), py(v + dv)], size = Math.hypot(bx - ax, by - ay);
      if (!(size > 0.3)) return '';
      const h = Math.min(head, size / 2), [ex, ey] = [(bx - ax) / size * h, (by - ay) / size * h];
      return `<path style="fill:none;${style}" d="M${ax.toFixed(1)} ${ay.toFixed(1)}L${bx.toFixed(1)} ${by.toFixed(1)}`
        + `M${(bx - ex - ey / 2).toFixed(1)} ${(by - ey + ex / 2).toFixed(1)}L${bx.toFixed(1)} ${by.toFixed(1)}L${(bx - ex + ey / 2).toFixed(1)} ${(by - ey - ex / 2).toFixed(1)}"/>`;
    },
  };
}

// A point to take hold of: by mouse, by finger, and by the arrow keys. `value` is changed in place.
const handles = [];
function handle(place, name, value, { low = [-3, -3], high = [3, 3], step = 0.1, label = [10, -9], moved }) {
  const g = document.createElementNS('http://www.w3.org/2000/svg', 'g');
  g.setAttribute('class', 'nl-handle');
  g.innerHTML = `<circle r="16"/><circle r="7"/><text x="${label[0]}" y="${label[1]}"></text>`;
  for (const [attribute, text] of Object.entries({ tabindex: 0, role: 'slider', 'data-nl': name, 'aria-label': `${name}: drag it, or move it by the arrow keys`,
    'aria-valuemin': low[0], 'aria-valuemax': high[0] })) g.setAttribute(attribute, text);
  g.lastChild.textContent = name;
  place.front.append(g);
  place.svg.setAttribute('role', 'group');            // no longer a mere picture
  const one = {
    name, value, start: [...value],
    set: (next, tell = true) => {
      value.forEach((_, i) => value[i] = +(Math.round(clip(next[i], low[i], high[i]) / step) * step).toFixed(6));
      g.setAttribute('transform', `translate(${place.px(value[0])} ${place.py(value[1])})`);
      const left = value[0] > low[0] + 0.7 * (high[0] - low[0]);     // its name stays inside the picture
      g.lastChild.setAttribute('text-anchor', left ? 'end' : 'start');
      g.lastChild.setAttribute('x', left ? -Math.abs(label[0]) : label[0]);
      g.setAttribute('aria-valuenow', value[0]);
      g.setAttribute('aria-valuetext', pair(value));
      if (tell) { remember(); moved(); }
    },
    show: seen => g.style.display = seen ? '' : 'none',
  };
  let held = false;
  g.addEventListener('touchstart', event => event.preventDefault(), { passive: false });     // a finger on the point moves it, not the page
  g.addEventListener('pointerdown', event => { held = true; g.setPointerCapture(event.pointerId); g.focus(); event.preventDefault(); });
  g.addEventListener('pointermove', event => { if (held) one.set(place.at(event)); });
  g.addEventListener('pointerup', event => { if (held) one.set(place.at(event)); held = false; });
  g.addEventListener('pointercancel', () => held = false);
  g.addEventListener('keydown', event => {
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
    if (!way) return;
    event.preventDefault();
    one.set(value.map((v, i) => v + way[i] * step * (event.shiftKey ? 5 : 1)));
  });
  handles.push(one);
  one.set(value, false);
  return one;
}

// On an exported page what the reader has set is in the address, so that a link carries it; elsewhere the address is the editor's.
const inPage = !!root.closest('.alive'), mine = 'live-@KEY@='.replace(/(live-.{8}).*=/, '$1=');
const inputs = () => [...root.querySelectorAll('input, select')];
const others = () => location.hash.slice(1).split('&').filter(one => one && !one.startsWith(mine));
function remember() {
  if (!inPage) return;
  const set = [...inputs().filter(one => one.value !== one.dataset.nlStart).map(one => `${one.dataset.nl}:${one.value}`),
    ...handles.filter(one => one.value.some((v, i) => v !== one.start[i])).map(one => `${encodeURIComponent(one.name)}:${one.value.join('_')}`)];
  history.replaceState(history.state, '', `#${[...others(), ...set.length ? [mine + set.join(',')] : []].join('&')}`);
}
function recall() {   // after everything is made
  for (const one of inputs()) one.dataset.nlStart = one.value;
  const set = inPage && location.hash.slice(1).split('&').find(one => one.startsWith(mine));
  for (const [name, text] of set ? set.slice(mine.length).split(',').map(one => one.split(':').map(decodeURIComponent)) : []) {
    const held = handles.find(one => one.name === name), input = inputs().find(one => one.dataset.nl === name);
    if (held) held.set(text.split('_').map(Number), false);
    else if (input) input.value = text;
  }
}

// Every control does the same thing: it shows its number, is remembered, and has the picture drawn again.
function controls(changed) {
  const told = () => { for (const one of root.querySelectorAll('input[type=range]')) if (one.nextElementSibling) one.nextElementSibling.value = one.dataset.nlText || one.value; };
  for (const one of inputs()) one.addEventListener(one.tagName === 'SELECT' ? 'change' : 'input', () => { remember(); changed(one.dataset.nl); told(); });
  recall();
  changed('');
  told();
}

// A button that lets time run: `tick` does a little and says whether there is more. Without motion it runs to the end at once.
function player(button, tick, ended, name = 'Run') {
  let timer = 0;
  const pause = () => { clearInterval(timer); timer = 0; part(button).textContent = name; };
  const finish = () => { while (tick()); ended(); };
  part(button).addEventListener('click', () => {
    if (timer) { pause(); ended(); }
    else if (still.matches) finish();
    else {
      part(button).textContent = 'Pause';
      timer = setInterval(() => { if (!tick()) pause(); ended(); }, 30);
    }
  });
  return { pause, finish, runs: () => timer !== 0 };
}
