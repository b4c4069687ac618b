import type { TextRange } from '../text/textRange';
import { configPrefix } from '../workbenchConfig/readWorkbenchConfig';

/** A place in a workbench configuration that may be half written. */
export interface ConfigPlace {
  /**
   * Keys above the place, from our table on: `['rules']` for a rule's name, `['rules', 'x']` for its
   * severity.
   */
  readonly path: readonly string[];
  readonly mode: 'key' | 'value';
  /** Whether the place is in a list. */
  readonly isListed: boolean;
  /** The name or text at the place, without its quotation marks. */
  readonly range: TextRange;
  readonly quote: string;
}

/** How far above a place its table's header is looked for. UTF-16 units. */
const farthest = 100_000;

/** The place at an offset; undefined outside of our table. */
export function configPlaceAt(path: string, text: string, offset: number): ConfigPlace | undefined {
  const begin = Math.max(0, offset - farthest);
  const { names, end } = lastHeader(text.slice(begin, offset));
  const prefix = configPrefix(path);
  if (!prefix.every((part, at) => part === names[at])) return undefined;
  const frames = scan(text, begin + end, offset);
  const top = frames[frames.length - 1];
  if (!top) return undefined;
  const after = /^[\w-]*/.exec(text.slice(offset, offset + 200))?.[0] ?? '';
  const inside = frames.flatMap((frame) => (frame === top && top.mode === 'key' ? top.above : frame.names));
  return {
    path: [...names.slice(prefix.length), ...inside],
    mode: top.mode,
    isListed: top.bracket === '[',
    range: { start: top.token ?? offset, end: offset + after.length },
    quote: top.quote,
  };
}

/** The names of the last header, and where it ends. */
function lastHeader(text: string): { readonly names: readonly string[]; readonly end: number } {
  let found: { readonly names: readonly string[]; readonly end: number } = { names: [], end: 0 };
  for (const match of text.matchAll(/^[ \t]*\[\[?([\w."'\- \t]{1,200})\]\]?[ \t]*(?:#[^\n]*)?$/gm)) {
    const names = (match[1] ?? '').split('.').map((name) => name.trim().replace(/^["']|["']$/g, ''));
    found = { names, end: match.index + match[0].length };
  }
  return found;
}

/** The document's root, a list or an inline table, as far as it is written. */
interface Frame {
  readonly bracket: '[' | '{' | '';
  mode: 'key' | 'value';
  /** Of the key that is being written or whose value is. */
  names: string[];
  /** Those in front of the one at the offset. */
  above: string[];
  /** Where the name or text at the offset begins. */
  token: number | undefined;
  quote: string;
}

function newFrame(bracket: Frame['bracket'], mode: Frame['mode']): Frame {
  return { bracket, mode, names: [], above: [], token: undefined, quote: '' };
}

/** The frames that are open at the offset, the outermost first. */
function scan(text: string, start: number, offset: number): readonly Frame[] {
  const frames = [newFrame('', 'key')];
  const token = /"""|'''|["']|[\w-]+|\n|[#=.,[\]{}]/g;
  token.lastIndex = start;
  for (let match = token.exec(text); match && match.index < offset; match = token.exec(text)) {
    const top = frames[frames.length - 1] ?? newFrame('', 'key');
    const [found] = match;
    const from = match.index;
    if (found === '#') token.lastIndex = endOf(text, '\n', from, offset);
    else if (/["']/.test(found)) {
      const end = endOf(text, found, from + found.length, offset);
      const isOpen = end >= offset && text.slice(end - found.length, end) !== found;
      const inner = from + found.length;
      if (end > offset || isOpen || end === inner) {
        open(top, text.slice(inner, offset), inner, found);
        return frames;
      }
      addName(top, text.slice(inner, end - found.length));
      token.lastIndex = end;
    } else if (/[\w-]/.test(found)) {
      if (from + found.length >= offset) {
        open(top, text.slice(from, offset), from, '');
        return frames;
      }
      addName(top, found);
    } else take(frames, top, found);
  }
  const top = frames[frames.length - 1];
  if (top) top.above = top.names;
  return frames;
}

function open(top: Frame, name: string, token: number, quote: string): void {
  top.above = [...top.names];
  addName(top, name);
  top.token = token;
  top.quote = quote;
}

/** No key of ours has so many names that those behind them matter. */
function addName(top: Frame, name: string): void {
  if (top.mode === 'key' && top.names.length < 10) top.names.push(name);
}

function take(frames: Frame[], top: Frame, sign: string): void {
  if (sign === '=' && top.mode === 'key') top.mode = 'value';
  else if (sign === '[' && top.mode === 'value') frames.push(newFrame('[', 'value'));
  else if (sign === '{') frames.push(newFrame('{', 'key'));
  else if ((sign === ']' || sign === '}') && frames.length > 1) frames.pop();
  else if ((sign === ',' && top.bracket === '{') || (sign === '\n' && top.bracket === '')) {
    top.mode = 'key';
    top.names = [];
  }
}

/** Behind the next mark; the offset where there is none before it. */
function endOf(text: string, mark: string, from: number, offset: number): number {
  const at = text.slice(from, offset).indexOf(mark);
  return at < 0 ? offset : from + at + (mark === '\n' ? 0 : mark.length);
}
