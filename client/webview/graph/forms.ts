import type { ShownRow } from './arrangeGraph';
import { svgElement } from './dom';

/** What a form follows from. */
type Formed = Pick<ShownRow, 'kind' | 'isHead' | 'state' | 'labels' | 'marks'>;

const plain: Formed = { kind: 'revision', isHead: false, state: undefined, labels: [], marks: [] };

/** The forms of the legend, each with what it says. */
export const legend: readonly (readonly [Formed, string])[] = [
  [{ ...plain, isHead: true }, 'head'],
  [{ ...plain, kind: 'merge' }, 'merge'],
  [{ ...plain, kind: 'branch' }, 'branch point'],
  [{ ...plain, marks: ['base'] }, 'base'],
  [plain, 'revision'],
  [{ ...plain, labels: ['label'] }, 'with a branch label'],
  [{ ...plain, state: 'pending' }, 'pending'],
  [{ ...plain, state: 'some' }, 'applied to some databases'],
  [{ ...plain, kind: 'missing' }, 'missing revision'],
  [{ ...plain, kind: 'dynamic' }, 'parent that only running the file tells'],
  [{ ...plain, kind: 'duplicate' }, 'duplicate id'],
  [{ ...plain, kind: 'cycle' }, 'in a cycle'],
  [{ ...plain, kind: 'unreadable' }, 'unreadable file'],
];

/**
 * The form of a row around (0, 0), about 14 pixels high. The form says what it is: a head is a diamond, a
 * merge a ring with a point, a branch point a triangle, a base stands on a bar, what is missing is a dashed
 * ring, and what is wrong is a square with a sign. Hollow is pending, half is applied to some databases.
 */
export function form(row: Formed, colour: string): readonly SVGElement[] {
  const wrong = wrongForm(row.kind);
  if (wrong) return wrong;
  const outline = outlineOf(row);
  const parts: SVGElement[] = [];
  const shape = (className: string): SVGElement =>
    svgElement(outline.name, { ...outline.at, class: className });
  if (row.state === 'pending') parts.push(shape(`${colour} hollow`));
  else if (row.state === 'some') parts.push(shape(`${colour} hollow`), shape(`${colour} filled half`));
  else parts.push(shape(`${colour} ${row.kind === 'merge' && !row.isHead ? 'hollow' : 'filled'}`));
  if (row.kind === 'merge')
    parts.push(svgElement('circle', { class: row.isHead ? 'mark' : `${colour} filled`, r: 2 }));
  if (row.marks.includes('base')) parts.push(svgElement('path', { class: colour, d: 'M-6 8h12' }));
  if (row.labels.length > 0)
    parts.push(svgElement('path', { class: `${colour} filled flag`, d: 'M6-9h6v5H6z' }));
  return parts;
}

type Outline =
  | { readonly name: 'path'; readonly at: { readonly d: string } }
  | { readonly name: 'circle'; readonly at: { readonly r: number } };

function outlineOf({ kind, isHead }: Formed): Outline {
  if (isHead) return { name: 'path', at: { d: 'M0-7l7 7-7 7-7-7z' } };
  if (kind === 'branch') return { name: 'path', at: { d: 'M0 6l-7-11h14z' } };
  return { name: 'circle', at: { r: kind === 'merge' ? 6 : 5 } };
}

function wrongForm(kind: ShownRow['kind']): readonly SVGElement[] | undefined {
  const square = (): SVGElement => svgElement('path', { class: 'wrong', d: 'M-6-6h12v12H-6z' });
  switch (kind) {
    case 'run':
      return [-5, 0, 5].map((cy) => svgElement('circle', { class: 'dot', cy, r: 1.5 }));
    case 'missing':
      return [svgElement('circle', { class: 'wrong missing', r: 6 })];
    case 'unreadable':
      return [square(), svgElement('path', { class: 'wrong', d: 'M-3-3l6 6M3-3l-6 6' })];
    case 'duplicate':
      return [svgElement('path', { class: 'wrong', d: 'M-2-8h10v10h-10z' }), square()];
    case 'cycle':
      return [
        svgElement('circle', { class: 'wrong', r: 6 }),
        svgElement('path', { class: 'wrong sign', d: 'M3-6l4 0-1 4' }),
      ];
    case 'dynamic':
      return [square(), svgElement('path', { class: 'wrong sign', d: 'M-2-2a2 2 0 1 1 2 2.5v1M0 3.6v.6' })];
    case 'base':
    case 'branch':
    case 'head':
    case 'merge':
    case 'revision':
      return undefined;
  }
}
