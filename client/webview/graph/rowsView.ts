import type { GraphRow } from '../../src/features/graph/messages';
import { ageOf } from './age';
import { element } from './dom';
import type { GraphModel } from './graphModel';
import { drawLanes, laneWidthFor, widthOfLanes } from './lanes';

export type Density = 'comfortable' | 'compact';

/** What the rows ask of the page. */
export interface RowsHost {
  select(row: number): void;
  open(row: number): void;
  /** Files whose words would be shown now and are not known. */
  want(uris: readonly string[]): void;
}

const heights: Readonly<Record<Density, number>> = { comfortable: 44, compact: 26 };

/** Rows drawn beyond each edge of what is seen. */
const overscan = 8;

/**
 * The rows as a grid of which only those in sight are there. It takes the keyboard itself, and names the
 * selected row to screen readers.
 */
export class RowsView {
  readonly root: HTMLElement;
  readonly #canvas = element('div', { class: 'canvas', attributes: { role: 'presentation' } });
  readonly #svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  readonly #drawn = new Map<number, HTMLElement>();
  #model: GraphModel | undefined;
  #selected = -1;
  #matching: ReadonlySet<number> | undefined;
  #lit: ReadonlySet<number> | undefined;
  #density: Density = 'comfortable';
  #frame = 0;

  constructor(readonly host: RowsHost) {
    this.root = element('div', {
      class: 'rows',
      attributes: { role: 'grid', tabindex: '0', 'aria-label': 'Migration graph' },
    });
    this.#svg.setAttribute('class', 'lanes');
    this.#svg.setAttribute('aria-hidden', 'true');
    this.#canvas.append(this.#svg);
    this.root.append(this.#canvas);
    this.root.addEventListener('scroll', () => this.#schedule());
    this.root.addEventListener('keydown', (event) => this.#onKey(event));
    this.root.addEventListener('click', (event) => this.#onClick(event));
    this.root.addEventListener('dblclick', (event) => {
      const row = rowOfEvent(event);
      if (row !== undefined) this.host.open(row);
    });
    // The menu is for the row below the pointer, which becomes the selected one.
    this.root.addEventListener('contextmenu', (event) => this.#onClick(event), { capture: true });
    new ResizeObserver(() => this.#schedule()).observe(this.root);
  }

  get scrollTop(): number {
    return this.root.scrollTop;
  }

  set scrollTop(top: number) {
    this.root.scrollTop = top;
  }

  /** Shows other contents; what is selected is told by `select` afterwards. */
  show(model: GraphModel): void {
    this.#model = model;
    this.root.setAttribute('aria-rowcount', String(model.rows.length));
    this.root.style.setProperty('--lanes', `${String(widthOfLanes(model.contents.laneCount))}px`);
    this.redraw();
  }

  set density(density: Density) {
    this.#density = density;
    this.root.classList.toggle('compact', density === 'compact');
    this.redraw();
  }

  /** The rows that stay as they are while others fade; undefined for all. */
  set matching(rows: ReadonlySet<number> | undefined) {
    this.#matching = rows;
    this.redraw();
  }

  select(row: number, scroll: boolean): void {
    this.#selected = row;
    this.#lit = row < 0 ? undefined : this.#model?.lineage(row);
    if (scroll && row >= 0) this.#scrollTo(row);
    this.redraw();
  }

  redraw(): void {
    for (const row of this.#drawn.values()) row.remove();
    this.#drawn.clear();
    this.#draw();
  }

  get #rowHeight(): number {
    return heights[this.#density];
  }

  #schedule(): void {
    if (this.#frame) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.#draw();
    });
  }

  #draw(): void {
    const model = this.#model;
    if (!model) return;
    const height = this.#rowHeight;
    const count = model.rows.length;
    this.#canvas.style.height = `${String(count * height)}px`;
    const first = Math.max(0, Math.floor(this.root.scrollTop / height) - overscan);
    const seen = Math.ceil(Math.max(this.root.clientHeight, height) / height);
    const last = Math.min(count - 1, first + seen + 2 * overscan);
    for (const [row, drawn] of this.#drawn)
      if (row < first || row > last) {
        drawn.remove();
        this.#drawn.delete(row);
      }
    for (let row = first; row <= last; row++) this.#drawRow(model, row);
    this.#drawLanes(model, first, last);
    const selected = this.#drawn.get(this.#selected);
    if (selected) this.root.setAttribute('aria-activedescendant', selected.id);
    else this.root.removeAttribute('aria-activedescendant');
    const context = this.#drawn.get(this.#selected)?.dataset['vscodeContext'];
    if (context !== undefined) this.root.dataset['vscodeContext'] = context;
    this.#askForWords(model, first, last);
  }

  #drawRow(model: GraphModel, row: number): void {
    const shown = model.rows[row];
    if (!shown || this.#drawn.has(row)) return;
    const isSelected = row === this.#selected;
    const fades = this.#matching ? !this.#matching.has(row) : false;
    const classes = ['row', `kind-${shown.kind}`, isSelected ? 'selected' : '', fades ? 'faint' : ''];
    const words = model.wordsOf(row)?.upgrade ?? [];
    const drawn = element(
      'div',
      {
        class: classes.filter(Boolean).join(' '),
        attributes: {
          id: `row-${String(row)}`,
          role: 'row',
          'aria-rowindex': String(row + 1),
          'aria-selected': String(isSelected),
          'aria-label': spoken(shown, words),
        },
      },
      element(
        'div',
        { class: 'what', attributes: { role: 'gridcell' } },
        titleLine(shown),
        element('div', { class: 'words', text: words.slice(0, 4).join(' · ') }),
      ),
      element('div', { class: 'state', text: stateText(shown), attributes: { role: 'gridcell' } }),
      element('div', {
        class: 'age',
        text: ageOf(shown.date, Date.now()),
        title: shown.date ?? '',
        attributes: { role: 'gridcell' },
      }),
      element('div', { class: 'id', text: shown.id.slice(0, 8), attributes: { role: 'gridcell' } }),
    );
    drawn.dataset['row'] = String(row);
    drawn.dataset['vscodeContext'] = JSON.stringify({
      webviewSection: shown.kind === 'missing' ? 'missing' : shown.uri === null ? 'other' : 'revision',
      graphState: shown.state ?? 'unknown',
      environmentKey: model.contents.environment.key,
      revisionId: shown.id,
      ...(shown.uri === null ? {} : { uri: shown.uri }),
      preventDefaultContextMenuItems: true,
    });
    drawn.style.top = `${String(row * this.#rowHeight)}px`;
    drawn.style.height = `${String(this.#rowHeight)}px`;
    this.#drawn.set(row, drawn);
    this.#canvas.append(drawn);
  }

  #drawLanes(model: GraphModel, first: number, last: number): void {
    const { laneCount } = model.contents;
    const sizes = { rowHeight: this.#rowHeight, laneWidth: laneWidthFor(laneCount) };
    const [width, height] = [widthOfLanes(laneCount), (last - first + 1) * sizes.rowHeight];
    const top = first * sizes.rowHeight;
    this.#svg.setAttribute('viewBox', `0 ${String(top)} ${String(width)} ${String(Math.max(0, height))}`);
    this.#svg.setAttribute('width', String(width));
    this.#svg.setAttribute('height', String(Math.max(0, height)));
    this.#svg.style.top = `${String(top)}px`;
    drawLanes(this.#svg, model, { first, last }, sizes, this.#matching ?? this.#lit);
  }

  #askForWords(model: GraphModel, first: number, last: number): void {
    const wanted: string[] = [];
    for (let row = first; row <= last; row++) {
      const shown = model.rows[row];
      if (shown && shown.uri !== null && shown.kind !== 'unreadable' && !model.words.has(shown.uri))
        wanted.push(shown.uri);
    }
    if (wanted.length > 0) this.host.want(wanted);
  }

  #onClick(event: MouseEvent): void {
    const row = rowOfEvent(event);
    if (row !== undefined) this.host.select(row);
  }

  #onKey(event: KeyboardEvent): void {
    const model = this.#model;
    if (!model || event.ctrlKey || event.metaKey || event.altKey) return;
    const page = Math.max(1, Math.floor(this.root.clientHeight / this.#rowHeight) - 1);
    const at = this.#selected;
    const steps: Readonly<Record<string, number | undefined>> = {
      ArrowDown: at + 1,
      ArrowUp: at < 0 ? 0 : at - 1,
      PageDown: at + page,
      PageUp: at - page,
      Home: 0,
      End: model.rows.length - 1,
      ArrowLeft: model.children(at)[0],
      ArrowRight: model.parents(at)[0],
    };
    if (event.key === 'Enter') {
      if (at >= 0) this.host.open(at);
    } else if (Object.hasOwn(steps, event.key)) {
      const next = steps[event.key];
      if (next !== undefined) this.host.select(Math.max(0, Math.min(model.rows.length - 1, next)));
    } else return;
    event.preventDefault();
  }

  #scrollTo(row: number): void {
    const [top, height] = [row * this.#rowHeight, this.#rowHeight];
    if (top < this.root.scrollTop) this.root.scrollTop = top;
    else if (top + height > this.root.scrollTop + this.root.clientHeight)
      this.root.scrollTop = top + height - this.root.clientHeight;
  }
}

function rowOfEvent({ target }: Event): number | undefined {
  const row = target instanceof Element ? target.closest<HTMLElement>('.row')?.dataset['row'] : undefined;
  return row === undefined ? undefined : Number(row);
}

function titleLine(shown: GraphRow): HTMLElement {
  const pills = [
    ...shown.marks.map((mark) => element('span', { class: `pill ${mark.replaceAll(' ', '-')}`, text: mark })),
    ...shown.labels.map((label) => element('span', { class: 'pill label', text: label })),
  ];
  if (shown.losesData) pills.push(element('span', { class: 'warning', text: '⚠ loses data' }));
  const worst = shown.problems[0];
  if (worst)
    pills.push(
      element('span', { class: `problem ${worst.severity}`, text: worst.code, title: worst.message }),
    );
  return element(
    'div',
    { class: 'title' },
    element('span', { class: 'message', text: shown.title }),
    ...pills,
  );
}

function stateText({ state, current }: GraphRow): string {
  if (current.length > 0) return `● ${current.join(', ')}`;
  switch (state) {
    case 'applied':
      return '✓';
    case 'some':
      return '◐ some';
    case 'pending':
      return '○ pending';
    case undefined:
      return '';
  }
}

/** A row as a screen reader says it. */
function spoken(shown: GraphRow, words: readonly string[]): string {
  const state = shown.current.length > 0 ? `current in ${shown.current.join(', ')}` : (shown.state ?? '');
  return [
    shown.title,
    ...shown.marks,
    ...shown.labels.map((label) => `label ${label}`),
    state,
    shown.losesData ? 'loses data' : '',
    ...shown.problems.map(({ severity, code }) => `${severity} ${code}`),
    ...words.slice(0, 4),
    shown.id,
  ]
    .filter(Boolean)
    .join(', ');
}
