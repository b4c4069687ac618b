import { codePointLength, pythonStrip, pythonWords } from './pythonText';

/** An argument of a method of Python's `str`; null is None. */
export type TextArgument = string | number | null | readonly string[];

/** What a method of Python's `str` gives. */
export type TextResult =
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'list' | 'tuple'; readonly items: readonly string[] }
  /** The call fails, behind "it". */
  | { readonly kind: 'error'; readonly reason: string };

/** Whether a text of so many units may be made. */
export type FitsSize = (size: number) => boolean;

type Method = (text: string, args: readonly TextArgument[], fits: FitsSize) => TextResult | undefined;

/**
 * Python's `text.name(*args)`; undefined for a method or arguments that are not followed, and for what does
 * not fit.
 */
export function callTextMethod(
  name: string,
  text: string,
  args: readonly TextArgument[],
  fits: FitsSize,
): TextResult | undefined {
  return textMethods.get(name)?.(text, args, fits);
}

/** Whether the method is one of those that are followed. */
export function isFollowedMethod(name: string): boolean {
  return textMethods.has(name);
}

const textMethods: ReadonlyMap<string, Method> = new Map<string, Method>([
  ['lower', (value, args) => unchanged(args, () => value.toLowerCase())],
  ['upper', (value, args) => unchanged(args, () => value.toUpperCase())],
  ['casefold', (value, args) => (isAscii(value) ? unchanged(args, () => value.toLowerCase()) : undefined)],
  ['capitalize', (value, args) => (isAscii(value) ? unchanged(args, () => capitalized(value)) : undefined)],
  ['title', (value, args) => (isAscii(value) ? unchanged(args, () => titled(value)) : undefined)],
  ['strip', (value, args) => strip(value, args, true, true)],
  ['lstrip', (value, args) => strip(value, args, true, false)],
  ['rstrip', (value, args) => strip(value, args, false, true)],
  [
    'removeprefix',
    (value, args) => withText(args, (start) => (value.startsWith(start) ? value.slice(start.length) : value)),
  ],
  [
    'removesuffix',
    (value, args) =>
      withText(args, (end) => (value.endsWith(end) ? value.slice(0, value.length - end.length) : value)),
  ],
  ['startswith', (value, args) => anyOf(args, (start) => value.startsWith(start))],
  ['endswith', (value, args) => anyOf(args, (end) => value.endsWith(end))],
  ['split', (value, args) => split(value, args, false)],
  ['rsplit', (value, args) => split(value, args, true)],
  ['splitlines', splitLines],
  ['partition', (value, args) => partition(value, args, false)],
  ['rpartition', (value, args) => partition(value, args, true)],
  ['join', join],
  ['replace', replace],
  ['zfill', (value, args, fits) => fill(value, args, fits, 'zfill')],
  ['rjust', (value, args, fits) => fill(value, args, fits, 'rjust')],
  ['ljust', (value, args, fits) => fill(value, args, fits, 'ljust')],
]);

function textResult(value: string): TextResult {
  return { kind: 'text', value };
}

function unchanged(args: readonly TextArgument[], make: () => string): TextResult | undefined {
  return args.length === 0 ? textResult(make()) : undefined;
}

function withText(args: readonly TextArgument[], make: (argument: string) => string): TextResult | undefined {
  const [only] = args;
  return args.length === 1 && typeof only === 'string' ? textResult(make(only)) : undefined;
}

function anyOf(args: readonly TextArgument[], holds: (candidate: string) => boolean): TextResult | undefined {
  const [only] = args;
  if (args.length !== 1 || only === undefined || only === null || typeof only === 'number') return undefined;
  return { kind: 'boolean', value: typeof only === 'string' ? holds(only) : only.some(holds) };
}

function capitalized(value: string): string {
  return value.slice(0, 1).toUpperCase() + value.slice(1).toLowerCase();
}

function titled(value: string): string {
  return value.toLowerCase().replace(/(?<![a-z])[a-z]/g, (letter) => letter.toUpperCase());
}

function strip(
  value: string,
  args: readonly TextArgument[],
  atStart: boolean,
  atEnd: boolean,
): TextResult | undefined {
  const [characters = null] = args;
  if (args.length > 1 || (characters !== null && typeof characters !== 'string')) return undefined;
  if (characters === null) {
    // A character that is no blank keeps one side as it is.
    const stripped = pythonStrip(`${atStart ? '' : '.'}${value}${atEnd ? '' : '.'}`);
    return textResult(stripped.slice(atStart ? 0 : 1, atEnd ? undefined : -1));
  }
  const set = new Set(characters);
  const parts = [...value];
  let start = 0;
  let end = parts.length;
  while (atStart && start < end && set.has(parts[start] ?? '')) start++;
  while (atEnd && end > start && set.has(parts[end - 1] ?? '')) end--;
  return textResult(parts.slice(start, end).join(''));
}

function split(value: string, args: readonly TextArgument[], fromEnd: boolean): TextResult | undefined {
  const [separator = null, most = -1] = args;
  if (args.length > 2 || typeof most !== 'number' || !Number.isInteger(most)) return undefined;
  if (separator === null) return most < 0 ? { kind: 'list', items: pythonWords(value) } : undefined;
  if (typeof separator !== 'string') return undefined;
  if (separator === '') return { kind: 'error', reason: 'splits a text at an empty one' };
  return {
    kind: 'list',
    items: fromEnd ? partsFromEnd(value, separator, most) : parts(value, separator, most),
  };
}

function parts(value: string, separator: string, most: number): readonly string[] {
  const all = value.split(separator);
  if (most < 0 || all.length <= most + 1) return all;
  return [...all.slice(0, most), all.slice(most).join(separator)];
}

/** Not the same where separators overlap. */
function partsFromEnd(value: string, separator: string, most: number): readonly string[] {
  const found: string[] = [];
  let end = value.length;
  while (most < 0 || found.length < most) {
    const at = end < separator.length ? -1 : value.lastIndexOf(separator, end - separator.length);
    if (at < 0) break;
    found.push(value.slice(at + separator.length, end));
    end = at;
  }
  return [...found, value.slice(0, end)].reverse();
}

/** Besides the usual line ends those of `str.splitlines` alone. */
const lineEnd = new RegExp(
  `\\r\\n|[\\n\\r\\v\\f${String.fromCharCode(0x1c)}-${String.fromCharCode(0x1e, 0x85, 0x2028, 0x2029)}]`,
);

function splitLines(value: string, args: readonly TextArgument[]): TextResult | undefined {
  if (args.length > 0) return undefined;
  const lines = value.split(lineEnd);
  if (lines[lines.length - 1] === '') lines.pop();
  return { kind: 'list', items: lines };
}

function partition(value: string, args: readonly TextArgument[], fromEnd: boolean): TextResult | undefined {
  const [separator] = args;
  if (args.length !== 1 || typeof separator !== 'string') return undefined;
  if (separator === '') return { kind: 'error', reason: 'splits a text at an empty one' };
  const at = fromEnd ? value.lastIndexOf(separator) : value.indexOf(separator);
  const whole = fromEnd ? ['', '', value] : [value, '', ''];
  const found = [value.slice(0, at), separator, value.slice(at + separator.length)];
  return { kind: 'tuple', items: at < 0 ? whole : found };
}

function join(value: string, args: readonly TextArgument[], fits: FitsSize): TextResult | undefined {
  const [items] = args;
  if (args.length !== 1 || items === undefined || items === null || typeof items === 'number')
    return undefined;
  const list = typeof items === 'string' ? [...items] : items;
  const size = list.reduce((sum, item) => sum + item.length + value.length, 0);
  return fits(size) ? textResult(list.join(value)) : undefined;
}

function replace(value: string, args: readonly TextArgument[], fits: FitsSize): TextResult | undefined {
  const [from, to, most = -1] = args;
  if (args.length > 3 || typeof from !== 'string' || typeof to !== 'string' || typeof most !== 'number')
    return undefined;
  // An empty text stands between all characters, and at both ends.
  const all = from === '' ? ['', ...value, ''] : value.split(from);
  const joints = most < 0 ? all.length - 1 : Math.min(most, all.length - 1);
  if (!fits(value.length + joints * to.length)) return undefined;
  return textResult(
    all.slice(0, joints + 1).join(to) +
      all
        .slice(joints + 1)
        .map((part) => from + part)
        .join(''),
  );
}

function fill(
  value: string,
  args: readonly TextArgument[],
  fits: FitsSize,
  name: 'zfill' | 'rjust' | 'ljust',
): TextResult | undefined {
  const [width, by = name === 'zfill' ? '0' : ' '] = args;
  if (args.length > (name === 'zfill' ? 1 : 2) || typeof width !== 'number' || !Number.isInteger(width))
    return undefined;
  if (typeof by !== 'string' || codePointLength(by) !== 1) return undefined;
  const missing = Math.max(0, width - codePointLength(value));
  if (!fits(value.length + missing * by.length)) return undefined;
  const filling = by.repeat(missing);
  if (name === 'ljust') return textResult(value + filling);
  const sign = name === 'zfill' ? (/^[+-]/.exec(value)?.[0] ?? '') : '';
  return textResult(sign + filling + value.slice(sign.length));
}

function isAscii(value: string): boolean {
  return !/[^\0-\x7f]/.test(value);
}
