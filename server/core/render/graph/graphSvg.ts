import type { BoxKind, GraphBox, HistoryGraph } from '../../graphLayout/historyGraph';
import { visibleText } from '../../text/visibleText';

const rowHeight = 36;
const laneWidth = 20;
const margin = 20;
const characterWidth = 7.2;

/**
 * A history as a stand-alone SVG in light or dark, as its viewer is: rows from the newest down, lanes with a
 * line for each edge.
 */
export function graphSvg(graph: HistoryGraph): string {
  const { boxes, lines, laneCount } = graph;
  const textAt = margin + laneCount * laneWidth + 8;
  const longest = boxes.reduce((most, box) => Math.max(most, title(box).length, subtitle(box).length), 0);
  const width = Math.ceil(textAt + longest * characterWidth + margin);
  const height = margin * 2 + boxes.length * rowHeight;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${String(width)}" height="${String(height)}" viewBox="0 0 ${String(width)} ${String(height)}" role="img" aria-label="Migration history">`,
    `<style>${style}</style>`,
    ...lines.map(({ child, parent, lane, kind }) => {
      const [from, to] = [boxes[child], boxes[parent]];
      if (!from || !to) return '';
      const dashed = kind === 'parent' ? '' : ' stroke-dasharray="4 3"';
      return `<path class="l${String(lane % colours)}" d="${edgePath(from, to, lane)}"${dashed}/>`;
    }),
    ...boxes.map((box) => boxMarkup(box, textAt)),
    '</svg>',
    '',
  ].join('\n');
}

function boxMarkup(box: GraphBox, textAt: number): string {
  const [x, y] = [xOf(box.lane), yOf(box.row)];
  const lines = [
    `<text x="${String(textAt)}" y="${String(y - 2)}">${escaped(title(box))}</text>`,
    `<text class="small" x="${String(textAt)}" y="${String(y + 13)}">${escaped(subtitle(box))}</text>`,
  ];
  return `<g>${form(box, x, y)}${lines.join('')}</g>`;
}

/**
 * A head is a diamond, a merge a ring with a point, a branch point a triangle, and a base stands on a bar.
 * What is missing is a dashed ring, and what is wrong a square or ring with a sign.
 */
function form(box: GraphBox, x: number, y: number): string {
  const wrong = wrongForms[box.kind];
  const lane = `l${String(box.lane % colours)}`;
  const parts = wrong === undefined ? rightForm(box, lane) : wrong;
  return `<g transform="translate(${String(x)} ${String(y)})">${parts}</g>`;
}

function rightForm({ kind, isHead, isBase, branchLabels }: GraphBox, lane: string): string {
  const bar = isBase ? `<path class="${lane}" d="M-6 8h12"/>` : '';
  const flag = branchLabels.length > 0 ? `<path class="${lane} filled" d="M6-9h6v5H6z"/>` : '';
  return `${outline(kind, isHead, lane)}${bar}${flag}`;
}

function outline(kind: BoxKind, isHead: boolean, lane: string): string {
  if (isHead) return `<path class="${lane} filled" d="M0-7l7 7-7 7-7-7z"/>`;
  if (kind === 'branch') return `<path class="${lane} filled" d="M0 6l-7-11h14z"/>`;
  if (kind === 'merge') return `<circle class="${lane} hollow" r="6"/><circle class="${lane} filled" r="2"/>`;
  return `<circle class="${lane} filled" r="5"/>`;
}

const square = '<path class="wrong" d="M-6-6h12v12H-6z"/>';

const wrongForms: Partial<Record<BoxKind, string>> = {
  missing: '<circle class="wrong" r="6" stroke-dasharray="2 2"/>',
  unreadable: `${square}<path class="wrong" d="M-3-3l6 6M3-3l-6 6"/>`,
  duplicate: `<path class="wrong" d="M-2-8h10v10h-10z"/>${square}`,
  cycle: '<circle class="wrong" r="6"/><path class="wrong" d="M3-6l4 0-1 4"/>',
  dynamic: `${square}<path class="wrong" d="M-2-2a2 2 0 1 1 2 2.5v1M0 3.6v.6"/>`,
};

/** Down the edge's lane, with a bend beside each end that stands in another one. */
function edgePath(from: GraphBox, to: GraphBox, lane: number): string {
  const [upper, lower] = from.row < to.row ? [from, to] : [to, from];
  const [x1, y1, x2, y2, x] = [xOf(upper.lane), yOf(upper.row), xOf(lower.lane), yOf(lower.row), xOf(lane)];
  const first = x === x1 ? '' : bend(x1, y1, x, y1 + rowHeight);
  const start = x === x1 ? y1 : y1 + rowHeight;
  const end = x === x2 ? y2 : y2 - rowHeight;
  const run = end > start ? `V${String(end)}` : '';
  const last = x === x2 ? `V${String(y2)}` : bend(x, Math.max(start, end), x2, y2);
  return `M${String(x1)} ${String(y1)}${first}${run}${last}`;
}

function bend(x1: number, y1: number, x2: number, y2: number): string {
  const middle = (y1 + y2) / 2;
  return `C${String(x1)} ${String(middle)} ${String(x2)} ${String(middle)} ${String(x2)} ${String(y2)}`;
}

function title({ message, id, kind, branchLabels }: GraphBox): string {
  const labels = branchLabels.length > 0 ? ` (${branchLabels.join(', ')})` : '';
  return `${message || (kind === 'missing' ? `missing revision ${id}` : id)}${labels}`;
}

function subtitle({ id, kind, isHead, isBase }: GraphBox): string {
  const words = [kind === 'branch' ? 'branch point' : kind, isHead ? 'head' : '', isBase ? 'base' : ''];
  const marks = [...new Set(words.filter((word) => word !== '' && word !== 'revision'))];
  return [id, ...marks].join(' · ');
}

function xOf(lane: number): number {
  return margin + lane * laneWidth + laneWidth / 2;
}

function yOf(row: number): number {
  return margin + row * rowHeight + rowHeight / 2;
}

function escaped(text: string): string {
  return visibleText(text).replace(/[&<>"']/g, (character) => `&#${String(character.codePointAt(0))};`);
}

/** Told apart by the colour blind too (Okabe and Ito). */
const laneColours = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9'];
const colours = laneColours.length;

const style = [
  'text{font:13px system-ui,sans-serif;fill:#1f2328}.small{font-size:11px;fill:#59636e}',
  'path,circle,rect{fill:none;stroke-width:2}.wrong{stroke:#cf222e}.hollow{fill:#fff}',
  ...laneColours.map(
    (colour, at) => `.l${String(at)}{stroke:${colour}}.l${String(at)}.filled{fill:${colour}}`,
  ),
  '@media(prefers-color-scheme:dark){text{fill:#e6edf3}.small{fill:#9198a1}.hollow{fill:#1f2328}.wrong{stroke:#ff7b72}}',
].join('');
