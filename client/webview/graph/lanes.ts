import type { GraphRow } from '../../src/features/graph/messages';
import { svgElement } from './dom';
import { wrongKinds } from './graphModel';
import type { GraphModel } from './graphModel';

/** Sizes of a drawing. Pixels. */
export interface LaneSizes {
  readonly rowHeight: number;
  readonly laneWidth: number;
}

/** Lanes that keep the whole width; with more of them each is narrower. */
const roomForLanes = 240;

export function laneWidthFor(laneCount: number): number {
  return Math.max(4, Math.min(20, roomForLanes / Math.max(1, laneCount)));
}

export function widthOfLanes(laneCount: number): number {
  return Math.ceil(laneCount * laneWidthFor(laneCount)) + 12;
}

const colours = 6;

/**
 * Draws lines and forms of some rows into an SVG whose origin is the first of all rows. `lit` are the rows
 * that stand out.
 */
export function drawLanes(
  svg: SVGSVGElement,
  model: GraphModel,
  range: { readonly first: number; readonly last: number },
  sizes: LaneSizes,
  lit: ReadonlySet<number> | undefined,
): void {
  const parts: SVGElement[] = [];
  for (const { child, parent, lane, kind } of model.linesBetween(range.first, range.last)) {
    const [from, to] = [model.rows[child], model.rows[parent]];
    if (!from || !to) continue;
    const isLit = lit === undefined || (lit.has(child) && lit.has(parent));
    parts.push(
      svgElement('path', {
        class: `line lane${String(lane % colours)}${kind === 'parent' ? '' : ' dependency'}${isLit ? '' : ' faint'}`,
        d: linePath(from.lane, child, to.lane, parent, lane, sizes),
      }),
    );
  }
  for (let row = range.first; row <= range.last; row++) {
    const { [row]: box } = model.rows;
    if (box) parts.push(form(box, xOf(box.lane, sizes), yOf(row, sizes), lit === undefined || lit.has(row)));
  }
  svg.replaceChildren(...parts);
}

/** Down the line's lane, with a bend beside each end that stands in another one. */
function linePath(
  childLane: number,
  childRow: number,
  parentLane: number,
  parentRow: number,
  lane: number,
  sizes: LaneSizes,
): string {
  const isDown = childRow < parentRow;
  const [upperLane, upperRow] = isDown ? [childLane, childRow] : [parentLane, parentRow];
  const [lowerLane, lowerRow] = isDown ? [parentLane, parentRow] : [childLane, childRow];
  const [x1, y1] = [xOf(upperLane, sizes), yOf(upperRow, sizes)];
  const [x2, y2] = [xOf(lowerLane, sizes), yOf(lowerRow, sizes)];
  const x = xOf(lane, sizes);
  const start = x === x1 ? y1 : y1 + sizes.rowHeight;
  const end = x === x2 ? y2 : y2 - sizes.rowHeight;
  const first = x === x1 ? '' : bend(x1, y1, x, start);
  const run = end > start ? `V${String(end)}` : '';
  const last = x === x2 ? `V${String(y2)}` : bend(x, Math.max(start, end), x2, y2);
  return `M${String(x1)} ${String(y1)}${first}${run}${last}`;
}

function bend(x1: number, y1: number, x2: number, y2: number): string {
  const middle = (y1 + y2) / 2;
  return `C${String(x1)} ${String(middle)} ${String(x2)} ${String(middle)} ${String(x2)} ${String(y2)}`;
}

/**
 * A head is a diamond, a merge a ring with a point, what is missing a dashed ring, what is wrong a square; a
 * ring around it says that a database stands here.
 */
function form(box: GraphRow, x: number, y: number, isLit: boolean): SVGElement {
  const group = svgElement('g', { class: `form${isLit ? '' : ' faint'}` });
  const lane = `lane${String(box.lane % colours)}`;
  const fill = box.state === 'pending' ? 'hollow' : 'filled';
  if (box.current.length > 0) group.append(svgElement('circle', { class: 'here', cx: x, cy: y, r: 9 }));
  if (box.kind === 'missing')
    group.append(svgElement('circle', { class: 'wrong missing', cx: x, cy: y, r: 6 }));
  else if (wrongKinds.has(box.kind) || box.kind === 'dynamic')
    group.append(svgElement('rect', { class: 'wrong', x: x - 5, y: y - 5, width: 10, height: 10 }));
  else if (box.isHead)
    group.append(
      svgElement('path', { class: `${lane} ${fill}`, d: `M${String(x)} ${String(y - 7)}l7 7-7 7-7-7z` }),
    );
  else if (box.kind === 'merge')
    group.append(
      svgElement('circle', { class: `${lane} hollow`, cx: x, cy: y, r: 6 }),
      svgElement('circle', { class: `${lane} filled`, cx: x, cy: y, r: 2 }),
    );
  else group.append(svgElement('circle', { class: `${lane} ${fill}`, cx: x, cy: y, r: 5 }));
  return group;
}

function xOf(lane: number, { laneWidth }: LaneSizes): number {
  return 12 + lane * laneWidth;
}

function yOf(row: number, { rowHeight }: LaneSizes): number {
  return row * rowHeight + rowHeight / 2;
}
