// One code cell of the page: its editor, its buttons and its output. The editor is a text field whose letters are clear, over the coloured
// source: nothing to load, and undo, marking and reading aloud are the browser's own.
class PageCell {
  constructor(section, number, act) {
    Object.assign(this, { section, number, id: section.dataset.cell, tags: section.dataset.tags.split(' ').filter(tag => tag), kept: section.dataset.kept, act });
    this.code = section.querySelector('pre.code > code');
    this.original = this.code?.textContent ?? '';
    this.output = this.stored = section.querySelector('.output');
    if ('editable' in section.dataset) this.edit();
  }

  get source() { return this.field ? this.field.value : this.original; }
  set source(text) {
    if (!this.field) return;
    this.field.value = text;
    this.code.innerHTML = colour(text) + '\n';
    this.marked = null;
    this.state();
  }

  get changed() { return this.source !== this.original; }

  edit() {
    const pre = this.code.parentElement, box = element('div', 'editor'), field = element('textarea');
    Object.assign(field, { value: this.original, spellcheck: false, autocapitalize: 'off', autocomplete: 'off', ariaLabel: `C# of cell ${this.number}` });
    field.setAttribute('autocorrect', 'off');
    pre.setAttribute('aria-hidden', 'true');
    pre.replaceWith(box);
    box.append(pre, field);
    this.field = field;
    this.note = element('span', 'note');
    const acts = element('div', 'acts');
    acts.append(this.note, button('Reset this cell', 'reset', () => this.act.reset(this)), button('Run from here', 'from', () => this.act.from(this)),
      button('Run', 'run', () => this.act.run(this), 'Ctrl-Enter'));
    box.after(acts);
    field.addEventListener('input', () => { this.source = field.value; this.act.change(this); });
    field.addEventListener('pointerdown', () => this.act.touch());
    field.addEventListener('keydown', event => {
      if (event.key !== 'Enter') return;
      if (event.ctrlKey || event.metaKey || event.shiftKey) this.act.run(this);
      else insert(field, '\n' + /^[ \t]*/.exec(field.value.slice(0, field.selectionStart).split('\n').at(-1))[0]);
      event.preventDefault();
    });
    this.state();
  }

  /** Says what is true of the cell: yours or ours, run or not. */
  state(running = false) {
    const behind = this.ranSource === undefined ? this.changed : this.ranSource !== this.source;
    this.section.classList.toggle('changed', this.changed);
    this.section.classList.toggle('behind', behind && !!this.output);
    this.section.classList.toggle('running', running);
    if (this.note) this.note.textContent = running ? 'running…' : behind ? 'changed, not run yet' : '';
  }

  /** Shows outputs instead of the stored ones. */
  show(html) {
    if (!this.output || this.output === this.stored) {
      const fresh = element('div', 'output');
      if (this.output) this.output.replaceWith(fresh);
      else this.section.append(fresh);
      this.output = fresh;
    }
    this.output.innerHTML = html;
    for (const script of this.output.querySelectorAll('script:not([type="application/json"])')) {
      const alive = document.createElement('script'); // one that came by innerHTML does not run
      alive.textContent = script.textContent;
      script.replaceWith(alive);
    }
    fill(this.output);
  }

  /** As the page came. */
  reset() {
    this.source = this.original;
    this.ranSource = undefined;
    if (this.output !== this.stored) {
      if (this.stored) this.output.replaceWith(this.stored);
      else this.output.remove();
      this.output = this.stored;
    }
    this.state();
  }

  /** Letters of the coloured source, whose line may be broken into several of the page. */
  letters(from, to) {
    const letters = document.createRange(), texts = document.createTreeWalker(this.code, NodeFilter.SHOW_TEXT);
    for (let at = 0; texts.nextNode(); at += texts.currentNode.length) {
      const end = at + texts.currentNode.length;
      if (at <= from && from <= end) letters.setStart(texts.currentNode, from - at);
      if (at <= to && to <= end) letters.setEnd(texts.currentNode, to - at);
    }
    return letters;
  }

  /** Marks the line of an error; none with null. */
  set marked(line) {
    this.section.querySelector('.editor > mark')?.remove();
    if (!line || !this.field) return;
    const lines = this.source.split('\n'), from = lines.slice(0, line - 1).join('\n').length + (line > 1), frame = this.field.getBoundingClientRect();
    const place = this.letters(from, from + (lines[line - 1] ?? '').length).getBoundingClientRect(), bar = element('mark');
    Object.assign(bar.style, { top: `${place.top - frame.top}px`, height: `${Math.max(place.height, 4)}px` });
    this.section.querySelector('.editor').prepend(bar);
  }
}

function element(name, kind = '') {
  const made = document.createElement(name);
  if (kind) made.className = kind;
  return made;
}

function button(text, kind, click, title = '') {
  const made = Object.assign(element('button', kind), { type: 'button', textContent: text, title });
  made.addEventListener('click', click);
  return made;
}

// Typed by the page, and undone like what was typed by hand.
function insert(field, text) {
  field.focus();
  if (!document.execCommand('insertText', false, text)) {
    field.setRangeText(text, field.selectionStart, field.selectionEnd, 'end');
    field.dispatchEvent(new Event('input'));
  }
}
