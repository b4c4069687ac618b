import type { GraphLineDto } from '../../../server/protocol/graph';
import { svgElement } from './dom';
import { form } from './forms';
import type { GraphModel } from './graphModel';

/** Sizes of a drawing. Pixels. */
export interface LaneSizes {
  readonly rowHeight: number;
  readonly laneWidth: number;
}

/** Rows from the first to the last. */
export interface RowRange {
  readonly first: number;
  readonly last: number;
}

/** Lanes share this room; with many of them each is narrower. */
const roomForLanes = 240;
const widestLane = 20;
const beside = 14;

export function laneWidthFor(laneCount: number): number {
  return Math.min(widestLane, roomForLanes / Math.max(1, laneCount));
}

export function widthOfLanes(laneCount: number): number {
  return Math.ceil(laneCount * laneWidthFor(laneCount)) + beside;
}

const colours = 6;

/** The class with the colour of a lane. */
function colourOf(lane: number): string {
  return `lane${String(lane % colours)}`;
}

/**
 * Draws lines and forms of some rows into an SVG whose origin is the first of all rows. `lit` are the rows
 * that stand out; undefined for all.
 */
export function drawLanes(
  svg: SVGSVGElement,
  model: GraphModel,
  range: RowRange,
  sizes: LaneSizes,
  lit: ReadonlySet<number> | undefined,
): void {
  // One path for all lines of a look, so that a history of a thousand branches has no thousand elements.
  const paths = new Map<string, string[]>();
  for (const line of model.linesBetween(range.first, range.last)) {
    const isLit = lit === undefined || (lit.has(line.child) && lit.has(line.parent));
    const look = `line ${colourOf(line.lane)}${line.kind === 'parent' ? '' : ' dependency'}${isLit ? '' : ' faint'}`;
    const path = linePath(line, model, range, sizes);
    const known = paths.get(look);
    if (known) known.push(path);
    else paths.set(look, [path]);
  }
  const parts: SVGElement[] = [...paths]
    .sort(([one], [other]) => Number(other.includes('faint')) - Number(one.includes('faint')))
    .map(([look, lines]) => svgElement('path', { class: look, d: lines.join('') }));
  for (let row = range.first; row <= range.last; row++) {
    const box = model.rows[row];
    if (!box) continue;
    const group = svgElement('g', {
      class: `form${lit === undefined || lit.has(row) ? '' : ' faint'}`,
      transform: `translate(${String(xOf(box.lane, sizes))} ${String(yOf(row, sizes))})${scaleFor(sizes)}`,
    });
    if (box.current.length > 0) group.append(svgElement('circle', { class: 'here', r: 10 }));
    group.append(...form(box, colourOf(box.lane)));
    parts.push(group);
  }
  svg.replaceChildren(...parts);
}

/** Forms are smaller where rows are low. */
function scaleFor({ rowHeight }: LaneSizes): string {
  return rowHeight >= 22 ? '' : ` scale(${String(rowHeight / 22)})`;
}

/** Down the line's lane, with a bend beside each end that stands in another one; clipped to the range. */
function linePath(line: GraphLineDto, model: GraphModel, range: RowRange, sizes: LaneSizes): string {
  const [upper, lower] = [Math.min(line.child, line.parent), Math.max(line.child, line.parent)];
  const x = xOf(line.lane, sizes);
  const [x1, y1] = [xOf(model.rows[upper]?.lane ?? 0, sizes), yOf(upper, sizes)];
  const [x2, y2] = [xOf(model.rows[lower]?.lane ?? 0, sizes), yOf(lower, sizes)];
  const start = x === x1 ? y1 : y1 + sizes.rowHeight;
  const end = x === x2 ? y2 : y2 - sizes.rowHeight;
  const [top, bottom] = [yOf(range.first - 2, sizes), yOf(range.last + 2, sizes)];
  // Of a line through thousands of rows only what is near them is drawn; dashes begin at a fixed place.
  const isAbove = start < top;
  const isBelow = end > bottom;
  const dashes = 14;
  const from = isAbove ? Math.ceil(top / dashes) * dashes : start;
  const first = x === x1 ? '' : bend(x1, y1, x, start);
  const head = isAbove ? `M${String(x)} ${String(from)}` : `M${String(x1)} ${String(y1)}${first}`;
  if (isBelow) return `${head}V${String(bottom)}`;
  const run = end > from ? `V${String(end)}` : '';
  return `${head}${run}${x === x2 ? `V${String(y2)}` : bend(x, Math.max(from, end), x2, y2)}`;
}

function bend(x1: number, y1: number, x2: number, y2: number): string {
  const middle = (y1 + y2) / 2;
  return `C${String(x1)} ${String(middle)} ${String(x2)} ${String(middle)} ${String(x2)} ${String(y2)}`;
}

function xOf(lane: number, { laneWidth }: LaneSizes): number {
  return beside + lane * laneWidth;
}

function yOf(row: number, { rowHeight }: LaneSizes): number {
  return row * rowHeight + rowHeight / 2;
}
