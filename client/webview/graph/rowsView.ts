import { element } from './dom';
import { followDragging } from './dragging';
import type { GraphModel } from './graphModel';
import { drawLanes, laneWidthFor, widthOfLanes } from './lanes';
import { Minimap } from './minimap';
import { applyLook, rowElement } from './rowView';

/** What the rows ask of the page. */
export interface RowsHost {
  select(row: number): void;
  /** Compares a row with the selected one. */
  mark(row: number): void;
  open(row: number): void;
  /** A row was dropped on another one. */
  drop(row: number, onto: number): void;
  /** Files whose words are shown now. */
  want(uris: readonly string[]): void;
}

/** Heights of rows, from a bird's view to two lines with air. Pixels. */
export const rowHeights = [12, 18, 26, 36, 44, 60] as const;

/** From this height on a row has a second line. */
const twoLines = 36;

/** Rows drawn beyond each edge of what is seen. */
const overscan = 8;

/**
 * The rows as a grid of which only those in sight are there. It takes the keyboard itself, and names the
 * selected row to screen readers.
 */
export class RowsView {
  readonly root: HTMLElement;
  readonly minimap: Minimap;
  readonly #canvas = element('div', { class: 'canvas', attributes: { role: 'presentation' } });
  readonly #svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  readonly #drawn = new Map<number, HTMLElement>();
  #model: GraphModel | undefined;
  #selected = -1;
  #marked = -1;
  #hovered = -1;
  #matching: ReadonlySet<number> | undefined;
  #lit: ReadonlySet<number> | undefined;
  #rowHeight = 44;
  #frame = 0;

  constructor(readonly host: RowsHost) {
    this.root = element('div', {
      class: 'rows',
      attributes: {
        role: 'grid',
        tabindex: '0',
        'aria-label': 'Migration graph',
        'aria-multiselectable': 'true',
      },
    });
    this.#svg.setAttribute('class', 'lanes');
    this.#svg.setAttribute('aria-hidden', 'true');
    this.#canvas.append(this.#svg);
    this.root.append(this.#canvas);
    this.minimap = new Minimap(this.root);
    this.root.addEventListener('scroll', () => this.#schedule());
    this.root.addEventListener('keydown', (event) => this.#onKey(event));
    this.root.addEventListener('click', (event) => this.#onClick(event));
    this.root.addEventListener('dblclick', (event) => {
      const row = rowOfEvent(event);
      if (row !== undefined) this.host.open(row);
    });
    this.root.addEventListener('pointerover', (event) => this.#hover(rowOfEvent(event) ?? -1));
    this.root.addEventListener('pointerleave', () => this.#hover(-1));
    // The menu is for the row below the pointer, which becomes the selected one.
    this.root.addEventListener('contextmenu', (event) => this.#choose(event), { capture: true });
    followDragging(this.root, rowOfEvent, () => this.#model, host);
    new ResizeObserver(() => this.#schedule()).observe(this.root);
  }

  get scrollTop(): number {
    return this.root.scrollTop;
  }

  set scrollTop(top: number) {
    this.root.scrollTop = top;
  }

  /** Shows other contents; what is selected is told by `select` afterwards. */
  show(model: GraphModel | undefined): void {
    const before = this.#model;
    this.#model = model;
    this.#hovered = -1;
    this.root.setAttribute('aria-rowcount', String(model?.rows.length ?? 0));
    const lanes = widthOfLanes(model?.contents.laneCount ?? 0);
    this.root.style.setProperty('--lanes', `${String(lanes)}px`);
    this.followColumns();
    if (!model || before?.contents.environment.key !== model.contents.environment.key) {
      this.#selected = -1;
      this.#marked = -1;
    }
    this.redraw();
  }

  set rowHeight(height: number) {
    const middle = (this.root.scrollTop + this.root.clientHeight / 2) / this.#rowHeight;
    const isOther = height !== this.#rowHeight;
    this.#rowHeight = height;
    this.root.classList.toggle('one-line', height < twoLines);
    this.root.classList.toggle('tiny', height < 22);
    this.redraw();
    if (isOther) this.root.scrollTop = middle * height - this.root.clientHeight / 2;
  }

  /** The largest height at which all rows are in sight, or the least one. */
  get fittingHeight(): number {
    const room = this.root.clientHeight / Math.max(1, this.#model?.rows.length ?? 1);
    return rowHeights.findLast((height) => height <= room) ?? rowHeights[0];
  }

  /** The rows that stay as they are while others fade; undefined for all. */
  set matching(rows: ReadonlySet<number> | undefined) {
    this.#matching = rows;
    this.#draw();
    this.#drawMap();
  }

  select(row: number, scroll: boolean): void {
    this.#selected = row;
    this.#lit = row < 0 ? undefined : this.#model?.lineage(row);
    if (scroll && row >= 0) this.#scrollTo(row);
    this.#draw();
  }

  /** Marks the row that is compared with the selected one; -1 for none. */
  set marked(row: number) {
    this.#marked = row;
    this.#draw();
  }

  /** Columns of which nothing is known leave their room to the words. */
  followColumns(): void {
    const rows = this.#model?.contents.rows ?? [];
    const hasStates = rows.some(({ state, current }) => state !== undefined || current.length > 0);
    this.root.classList.toggle('no-states', !hasStates);
    this.root.classList.toggle('no-authors', this.#model?.later.authors.size === 0);
  }

  redraw(): void {
    for (const row of this.#drawn.values()) row.remove();
    this.#drawn.clear();
    this.#draw();
    this.#drawMap();
  }

  #drawMap(): void {
    if (this.#model) this.minimap.draw(this.#model, this.#matching);
    else this.minimap.clear();
  }

  #schedule(): void {
    if (this.#frame) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.#draw();
      this.minimap.follow();
    });
  }

  /** The rows in sight and some beyond. */
  #range(model: GraphModel): { readonly first: number; readonly last: number } {
    const height = this.#rowHeight;
    const first = Math.max(0, Math.floor(this.root.scrollTop / height) - overscan);
    const seen = Math.ceil(Math.max(this.root.clientHeight, height) / height);
    return { first, last: Math.min(model.rows.length - 1, first + seen + 2 * overscan) };
  }

  #draw(): void {
    const model = this.#model;
    this.#canvas.style.height = `${String((model?.rows.length ?? 0) * this.#rowHeight)}px`;
    if (!model) {
      this.#svg.replaceChildren();
      return;
    }
    const { first, last } = this.#range(model);
    for (const [row, drawn] of this.#drawn)
      if (row < first || row > last) {
        drawn.remove();
        this.#drawn.delete(row);
      }
    for (let row = first; row <= last; row++) this.#drawRow(model, row);
    this.#drawLanes(model);
    const selected = this.#drawn.get(this.#selected);
    if (selected) this.root.setAttribute('aria-activedescendant', selected.id);
    else this.root.removeAttribute('aria-activedescendant');
    const context = selected?.dataset['vscodeContext'];
    if (context !== undefined) this.root.dataset['vscodeContext'] = context;
    this.#askForWords(model, first, last);
  }

  /** A row that is there stays the element that it is, so that a second click meets the same one. */
  #drawRow(model: GraphModel, row: number): void {
    const look = {
      isSelected: row === this.#selected,
      isMarked: row === this.#marked,
      isFaint: this.#matching ? !this.#matching.has(row) : false,
    };
    const there = this.#drawn.get(row);
    if (there) {
      applyLook(there, look);
      return;
    }
    const drawn = rowElement(model, row, look);
    if (!drawn) return;
    drawn.style.top = `${String(row * this.#rowHeight)}px`;
    drawn.style.height = `${String(this.#rowHeight)}px`;
    this.#drawn.set(row, drawn);
    this.#canvas.append(drawn);
  }

  #drawLanes(model: GraphModel): void {
    const { first, last } = this.#range(model);
    const { laneCount } = model.contents;
    const sizes = { rowHeight: this.#rowHeight, laneWidth: laneWidthFor(laneCount) };
    const [width, height] = [widthOfLanes(laneCount), Math.max(0, (last - first + 1) * sizes.rowHeight)];
    const top = first * sizes.rowHeight;
    this.#svg.setAttribute('viewBox', `0 ${String(top)} ${String(width)} ${String(height)}`);
    this.#svg.setAttribute('width', String(width));
    this.#svg.setAttribute('height', String(height));
    this.#svg.style.top = `${String(top)}px`;
    const hovered = this.#hovered < 0 ? undefined : model.lineage(this.#hovered);
    drawLanes(this.#svg, model, { first, last }, sizes, this.#matching ?? hovered ?? this.#lit);
  }

  /** Lights what the row below the pointer builds on, and what builds on it. */
  #hover(row: number): void {
    if (row === this.#hovered) return;
    this.#hovered = row;
    this.#schedule();
  }

  #askForWords(model: GraphModel, first: number, last: number): void {
    const wanted: string[] = [];
    for (let row = first; row <= last; row++) {
      const shown = model.rows[row];
      if (shown && shown.uri !== null && shown.kind !== 'unreadable') wanted.push(shown.uri);
    }
    if (wanted.length > 0) this.host.want(wanted);
  }

  #choose(event: MouseEvent): void {
    const row = rowOfEvent(event);
    if (row !== undefined) this.host.select(row);
  }

  #onClick(event: MouseEvent): void {
    const row = rowOfEvent(event);
    if (row === undefined) return;
    if (event.ctrlKey || event.metaKey || event.shiftKey) this.host.mark(row);
    else this.host.select(row);
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
    if (event.key === 'Enter' || event.key === ' ') {
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
