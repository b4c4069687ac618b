import type { StaticValue } from '../../python/revisionFile';

type Sequence = Extract<StaticValue, { readonly kind: 'sequence' }>;

/** One element of a tuple or list as it is laid out; all parts together, in order, are the source. */
export interface SequenceCell {
  /** Blanks, line breaks and comment lines before the element. */
  readonly lead: string;
  readonly element: string;
  readonly beforeComma: string;
  readonly comma: boolean;
  /** A comment behind the comma on the same line, which belongs to this element. */
  readonly after: string;
}

/** A tuple, list or set taken apart so that elements can come and go while the layout stays. */
export interface SequenceLayout {
  readonly open: string;
  readonly cells: readonly SequenceCell[];
  /** What stands between the last element and the closing bracket. */
  readonly tail: string;
  readonly close: string;
}

/**
 * The layout of a sequence, or undefined where the text between the elements is not just blanks, commas and
 * comments.
 */
export function readLayout(text: string, sequence: Sequence): SequenceLayout | undefined {
  const { start, end } = sequence.range;
  if (sequence.items.length === 0) return undefined;
  const bracket = '([{'.indexOf(text[start] ?? '');
  const first = sequence.items[0];
  const bracketed = bracket >= 0 && first !== undefined && first.range.start > start;
  const open = bracketed ? text.slice(start, start + 1) : '';
  const close = bracketed ? text.slice(end - 1, end) : '';
  if (bracketed && close !== ')]}'[bracket]) return undefined;

  const cells: SequenceCell[] = [];
  let position = start + open.length;
  const limit = end - close.length;
  for (const [index, item] of sequence.items.entries()) {
    const lead = text.slice(position, item.range.start);
    if (!isTrivia(lead)) return undefined;
    const next = sequence.items[index + 1]?.range.start ?? limit;
    const gap = takeGap(text.slice(item.range.end, next));
    if (!gap) return undefined;
    cells.push({ lead, element: text.slice(item.range.start, item.range.end), ...gap.parts });
    position = item.range.end + gap.length;
  }
  const tail = text.slice(position, limit);
  if (!isTrivia(tail)) return undefined;
  return { open, cells, tail, close };
}

export function writeLayout(layout: SequenceLayout): string {
  const body = layout.cells
    .map((cell) => cell.lead + cell.element + cell.beforeComma + (cell.comma ? ',' : '') + cell.after)
    .join('');
  return layout.open + body + layout.tail + layout.close;
}

/** Whether the whole sequence stands on one line and holds no comment. */
export function isPlain(layout: SequenceLayout): boolean {
  return !/[#\r\n]/.test(
    layout.tail + layout.cells.map((cell) => cell.lead + cell.beforeComma + cell.after).join(''),
  );
}

/**
 * The layout without one element; its own line and comment go with it, and a single element keeps the comma
 * that makes it a tuple.
 */
export function removeCell(layout: SequenceLayout, index: number): SequenceLayout {
  const removed = layout.cells[index];
  if (!removed) return layout;
  const cells = layout.cells.filter((_, position) => position !== index);
  const successor = cells[index];
  if (successor && index === 0 && isBlank(successor.lead) && isBlank(removed.lead)) {
    cells[index] = { ...successor, lead: removed.lead };
  }
  const last = cells[cells.length - 1];
  const needsComma = cells.length === 1 && (layout.open === '(' || layout.open === '');
  if (!successor && last) {
    const comma = removed.comma || needsComma;
    cells[cells.length - 1] = { ...last, comma };
  } else if (last && needsComma) {
    cells[0] = { ...last, comma: true };
  }
  return { ...layout, cells };
}

/** The layout with one more element at the end, placed as the ones before it are. */
export function appendCell(layout: SequenceLayout, element: string): SequenceLayout {
  const cells = [...layout.cells];
  const last = cells[cells.length - 1];
  if (!last) {
    return { ...layout, cells: [{ lead: '', element, beforeComma: '', comma: true, after: '' }] };
  }
  const lineBreak = /(?:\r\n|\n|\r)[ \t]*$/.exec(last.lead)?.[0];
  const lead = lineBreak ?? (cells.length > 1 && isBlank(last.lead) ? last.lead : ' ');
  const keepsComma = last.comma && (cells.length > 1 || !isPlain(layout));
  cells[cells.length - 1] = { ...last, comma: true };
  cells.push({ lead, element, beforeComma: '', comma: keepsComma, after: '' });
  return { ...layout, cells };
}

export function replaceCell(layout: SequenceLayout, index: number, element: string): SequenceLayout {
  return {
    ...layout,
    cells: layout.cells.map((cell, position) => (position === index ? { ...cell, element } : cell)),
  };
}

function isBlank(text: string): boolean {
  return /^[ \t\f\r\n\\]*$/.test(text);
}

/** How much of the beginning of a text is blanks, line joins and comments. */
function triviaLength(text: string): number {
  const trivia = /[ \t\f\r\n]+|\\\r?\n|#[^\r\n]*/y;
  let end = 0;
  while (trivia.test(text)) end = trivia.lastIndex;
  return end;
}

/** Blanks, line joins and comments only. */
function isTrivia(text: string): boolean {
  return text.length === triviaLength(text);
}

/** What belongs to an element of the text behind it: up to its comma, and the comment on the same line. */
function takeGap(gap: string):
  | {
      readonly length: number;
      readonly parts: { readonly beforeComma: string; readonly comma: boolean; readonly after: string };
    }
  | undefined {
  const beforeComma = gap.slice(0, triviaLength(gap));
  const comma = gap.startsWith(',', beforeComma.length) ? ',' : '';
  const after = /^[ \t]*#[^\r\n]*/.exec(gap.slice(beforeComma.length + comma.length))?.[0] ?? '';
  if (comma === '') {
    const own = /^[ \t]*#[^\r\n]*/.exec(beforeComma)?.[0] ?? '';
    return { length: own.length, parts: { beforeComma: '', comma: false, after: own } };
  }
  const length = beforeComma.length + comma.length + after.length;
  return { length, parts: { beforeComma, comma: true, after } };
}
