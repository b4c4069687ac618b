import { visibleLines } from '../core/text/visibleText';

/** The longest text of one answer, in characters. */
const longestAnswer = 60_000;
/** The longest single text in it. */
const longestText = 20_000;

/** A part of a list, and where the next part begins. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly total: number;
  /** The offset to ask for next; left out at the end. */
  readonly next?: number;
}

/** Which part of a list is asked for. */
export interface PageRequest {
  readonly offset: number;
  readonly limit: number;
}

/** The part of a list that was asked for, as far as it fits into one answer. */
export function pageOf<Item>(all: readonly Item[], { offset, limit }: PageRequest): Page<Item> {
  const items: Item[] = [];
  let length = 0;
  for (const item of all.slice(offset, offset + limit)) {
    length += JSON.stringify(neutral(item)).length;
    if (items.length > 0 && length > longestAnswer) break;
    items.push(item);
  }
  const next = offset + items.length;
  return { items, total: all.length, ...(next < all.length && items.length > 0 && { next }) };
}

/**
 * The text of an answer: JSON in which control characters, marks of direction and characters without width
 * are written out, and long texts are cut.
 */
export function answerText(value: unknown): string {
  const text = JSON.stringify(neutral(value), undefined, 1);
  if (text.length <= longestAnswer * 2) return text;
  throw new Error('The answer is too long: ask for less with limit, or for one revision or table.');
}

function neutral(value: unknown): unknown {
  if (typeof value === 'string') return neutralText(value);
  if (Array.isArray(value)) return value.map(neutral);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [neutralText(key), neutral(each)] as const),
  );
}

function neutralText(text: string): string {
  const cut =
    text.length > longestText
      ? `${text.slice(0, longestText)}\n… cut at ${String(longestText)} characters`
      : text;
  return visibleLines(cut.replaceAll('\r\n', '\n'));
}
