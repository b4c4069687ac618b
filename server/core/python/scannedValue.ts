import type { TextRange } from '../text/textRange';
import { decodeLiteral } from './pythonString';
import type { StaticValue } from './revisionFile';
import { isNameCharacter, nextLine, skipBlanks, skipString } from './tokenSkipping';

/** Reads a literal: None, strings, and tuples and lists of them. Undefined for everything else, which the whole parse is for. */
export function scanValue(text: string, offset: number): StaticValue | undefined {
  const code = text.charCodeAt(offset);
  if (code === 78 && text.startsWith('None', offset) && !isNameCharacter(text.charCodeAt(offset + 4)))
    return { kind: 'none', range: { start: offset, end: offset + 4 } };
  if (code === 40 || code === 91) return scanSequence(text, offset);
  return scanString(text, offset);
}

function scanString(text: string, offset: number): StaticValue | undefined {
  const prefix = text.charCodeAt(offset);
  const isPrefixed = prefix === 117 || prefix === 85 || prefix === 114 || prefix === 82;
  const opening = isPrefixed ? offset + 1 : offset;
  const quote = text.charCodeAt(opening);
  if (quote !== 39 && quote !== 34) return undefined;
  const end = skipString(text, opening);
  if (end < 0) return undefined;
  const value = stringContent(text, offset, opening, end);
  if (value === undefined) return undefined;
  const range = { start: offset, end };
  return { kind: 'string', value, range, literals: [range] };
}

/** The value of one literal from its prefix to its closing quote. */
export function stringContent(text: string, start: number, opening: number, end: number): string | undefined {
  const quote = text.charCodeAt(opening);
  const isTriple =
    end - opening >= 6 && text.charCodeAt(opening + 1) === quote && text.charCodeAt(opening + 2) === quote;
  const width = isTriple ? 3 : 1;
  const content = text.slice(opening + width, end - width);
  if (!content.includes('\\') && !content.includes('\r')) return content;
  return decodeLiteral(text.slice(start, end))?.value;
}

function scanSequence(text: string, offset: number): StaticValue | undefined {
  const isTuple = text.charCodeAt(offset) === 40;
  const closing = isTuple ? 41 : 93;
  const items: StaticValue[] = [];
  let commas = 0;
  let at = skipInside(text, offset + 1);
  while (text.charCodeAt(at) !== closing) {
    if (commas !== items.length) return undefined;
    const item = scanItem(text, at);
    if (!item) return undefined;
    items.push(item);
    at = skipInside(text, item.range.end);
    if (text.charCodeAt(at) === 44) {
      commas++;
      at = skipInside(text, at + 1);
    } else if (text.charCodeAt(at) !== closing) return undefined;
  }
  const range = { start: offset, end: at + 1 };
  const only = items[0];
  if (isTuple && commas === 0 && only) return { ...only, range };
  return { kind: 'sequence', form: isTuple ? 'tuple' : 'list', items, range };
}

/** An item, with adjacent literals taken together. */
function scanItem(text: string, offset: number): StaticValue | undefined {
  const first = scanValue(text, offset);
  if (first?.kind !== 'string') return first;
  let value = first.value;
  let end = first.range.end;
  const literals: TextRange[] = [...first.literals];
  for (;;) {
    const at = skipInside(text, end);
    if (text.charCodeAt(offset) === 40 || !startsString(text, at)) break;
    const next = scanString(text, at);
    if (next?.kind !== 'string') return undefined;
    value += next.value;
    end = next.range.end;
    literals.push(next.range);
  }
  return literals.length === 1 ? first : { kind: 'string', value, range: { start: offset, end }, literals };
}

function startsString(text: string, offset: number): boolean {
  let at = offset;
  while (at < offset + 2 && isNameCharacter(text.charCodeAt(at))) at++;
  const code = text.charCodeAt(at);
  return code === 39 || code === 34;
}

/** Blanks, line ends and comments, which mean nothing inside of brackets. */
function skipInside(text: string, offset: number): number {
  let at = offset;
  for (;;) {
    at = skipBlanks(text, at);
    const code = text.charCodeAt(at);
    if (code === 10 || code === 13) at++;
    else if (code === 35) at = nextLine(text, at);
    else return at;
  }
}
