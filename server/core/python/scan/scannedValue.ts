import { Ascii } from '../../text/ascii';
import type { TextRange } from '../../text/textRange';
import { decodeLiteral } from '../pythonString';
import type { StaticString, StaticValue } from '../revisionFile';
import type { SourceBytes } from '../../files/sourceBytes';
import { isNameUnit, nameEnd, skipInside, skipString, startsWith } from './tokenSkipping';

/** How many brackets in one another are followed: half of what Python allows. */
const deepest = 100;

/**
 * Reads a literal: None, strings, and tuples and lists of them. Undefined for everything else, which the
 * whole parse is for.
 */
export function scanValue(source: SourceBytes, offset: number, depth = 0): StaticValue | undefined {
  const { units } = source;
  if (isNone(units, offset)) return { kind: 'none', range: { start: offset, end: offset + 4 } };
  const unit = units[offset];
  if (unit === Ascii.openParenthesis || unit === Ascii.openBracket)
    return depth < deepest ? scanSequence(source, offset, depth) : undefined;
  return scanString(source, offset);
}

/** Whether the word `None` stands here. */
export function isNone(units: Uint8Array, offset: number): boolean {
  return (
    units[offset] === Ascii.upperN &&
    startsWith(units, offset, 'None') &&
    !isNameUnit(units[offset + 4] as number)
  );
}

/** The offset of the first quote of a text string that begins here, -1 where none does. */
export function stringOpening(units: Uint8Array, offset: number): number {
  const unit = units[offset] as number;
  if (unit === Ascii.doubleQuote || unit === Ascii.singleQuote) return offset;
  const next = units[offset + 1];
  const isPrefix = unit === Ascii.u || unit === Ascii.upperU || unit === Ascii.r || unit === Ascii.upperR;
  return isPrefix && (next === Ascii.doubleQuote || next === Ascii.singleQuote) ? offset + 1 : -1;
}

/** How many quotes open, and close, the string. */
export function quotesWidth(units: Uint8Array, opening: number, end: number): number {
  const quote = units[opening];
  const isTriple = end - opening >= 6 && units[opening + 1] === quote && units[opening + 2] === quote;
  return isTriple ? 3 : 1;
}

/** The value of one literal from its prefix to its closing quote; undefined where it can't be resolved. */
export function stringContent(
  source: SourceBytes,
  start: number,
  opening: number,
  end: number,
): string | undefined {
  const width = quotesWidth(source.units, opening, end);
  const content = source.slice(opening + width, end - width);
  return isPlain(content) ? content : decodeLiteral(source.slice(start, end))?.value;
}

/** Whether the text between the quotes is the string's value. */
export function isPlain(content: string): boolean {
  return !content.includes('\\') && !content.includes('\r');
}

function scanString(source: SourceBytes, offset: number): StaticString | undefined {
  const opening = stringOpening(source.units, offset);
  const end = opening < 0 ? -1 : skipString(source.units, opening);
  const value = end < 0 ? undefined : stringContent(source, offset, opening, end);
  if (value === undefined) return undefined;
  const range = { start: offset, end };
  return { kind: 'string', value, range, literals: [range] };
}

function scanSequence(source: SourceBytes, offset: number, depth: number): StaticValue | undefined {
  const { units } = source;
  const isTuple = units[offset] === Ascii.openParenthesis;
  const closing = isTuple ? Ascii.closeParenthesis : Ascii.closeBracket;
  const items: StaticValue[] = [];
  let commas = 0;
  let at = skipInside(units, offset + 1);
  while (units[at] !== closing) {
    if (at < 0 || commas !== items.length) return undefined;
    const item = scanItem(source, at, depth + 1);
    if (!item) return undefined;
    items.push(item);
    at = skipInside(units, item.range.end);
    if (units[at] === Ascii.comma) {
      commas++;
      at = skipInside(units, at + 1);
    } else if (units[at] !== closing) return undefined;
  }
  const range = { start: offset, end: at + 1 };
  const only = items[0];
  if (isTuple && commas === 0 && only) return { ...only, range };
  return { kind: 'sequence', form: isTuple ? 'tuple' : 'list', items, range };
}

/** An item, with adjacent literals taken together. */
function scanItem(source: SourceBytes, offset: number, depth: number): StaticValue | undefined {
  const { units } = source;
  const first = scanValue(source, offset, depth);
  if (first?.kind !== 'string' || units[offset] === Ascii.openParenthesis) return first;
  let { value } = first;
  let { end } = first.range;
  const literals: TextRange[] = [...first.literals];
  for (;;) {
    const at = skipInside(units, end);
    if (at < 0) return undefined;
    const quote = units[nameEnd(units, at)];
    if (quote !== Ascii.doubleQuote && quote !== Ascii.singleQuote) break;
    const next = scanString(source, at);
    if (!next) return undefined;
    value += next.value;
    end = next.range.end;
    literals.push(next.range);
  }
  return literals.length === 1 ? first : { kind: 'string', value, range: { start: offset, end }, literals };
}
