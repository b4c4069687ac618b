import { element } from './dom';
import type { GraphModel } from './graphModel';
import { wrongKinds } from './graphModel';

const width = 48;

/** Histories that are shorter than this many screens need no map. */
const fewestScreens = 3;

/** The whole history beside a long one: where lanes are, what is wrong, and where the rows in sight stand. */
export class Minimap {
  readonly root = element('canvas', { class: 'minimap', attributes: { 'aria-hidden': 'true' } });
  readonly view = element('div', { class: 'minimap-view', attributes: { 'aria-hidden': 'true' } });
  readonly frame = element('div', { class: 'minimap-frame' }, this.root, this.view);
  readonly #rows: HTMLElement;

  constructor(rows: HTMLElement) {
    this.#rows = rows;
    this.frame.hidden = true;
    this.frame.addEventListener('pointerdown', (event) => {
      this.frame.setPointerCapture(event.pointerId);
      this.#scrollTo(event);
    });
    this.frame.addEventListener('pointermove', (event) => {
      if (event.buttons === 1) this.#scrollTo(event);
    });
  }

  clear(): void {
    this.frame.hidden = true;
  }

  draw(model: GraphModel, matching: ReadonlySet<number> | undefined): void {
    const { clientHeight, scrollHeight } = this.#rows;
    this.frame.hidden = clientHeight === 0 || scrollHeight < fewestScreens * clientHeight;
    if (this.frame.hidden) return;
    const height = clientHeight;
    this.root.width = width;
    this.root.height = height;
    const drawing = this.root.getContext('2d');
    if (!drawing) return;
    const colour = (name: string): string =>
      getComputedStyle(this.#rows).getPropertyValue(name).trim() || 'gray';
    const lines = Array.from({ length: 6 }, (_, at) => colour(`--line${String(at)}`));
    const [wrong, here, found] = [colour('--wrong'), colour('--here'), colour('--found')];
    const step = height / model.rows.length;
    const lane = (width - 12) / Math.max(1, model.contents.laneCount);
    const [thick, wide] = [Math.max(1, step), Math.max(1, Math.min(4, lane))];
    for (const [row, shown] of model.rows.entries()) {
      const y = Math.floor(row * step);
      drawing.fillStyle = lines[shown.lane % lines.length] ?? 'gray';
      drawing.fillRect(2 + shown.lane * lane, y, wide, thick);
      const isWrong =
        wrongKinds.has(shown.kind) || shown.problems.some(({ severity }) => severity === 'error');
      const sign = isWrong ? wrong : shown.current.length > 0 ? here : matching?.has(row) ? found : undefined;
      if (sign === undefined) continue;
      drawing.fillStyle = sign;
      drawing.fillRect(width - 8, y, 6, Math.max(2, step));
    }
    this.follow();
  }

  /** Moves the frame to the rows in sight. */
  follow(): void {
    const { clientHeight, scrollHeight, scrollTop } = this.#rows;
    if (this.frame.hidden || scrollHeight === 0) return;
    this.view.style.top = `${String((scrollTop / scrollHeight) * clientHeight)}px`;
    this.view.style.height = `${String(Math.max(8, (clientHeight / scrollHeight) * clientHeight))}px`;
  }

  #scrollTo({ clientY }: PointerEvent): void {
    const { top, height } = this.frame.getBoundingClientRect();
    const { clientHeight, scrollHeight } = this.#rows;
    this.#rows.scrollTop = ((clientY - top) / height) * scrollHeight - clientHeight / 2;
  }
}
