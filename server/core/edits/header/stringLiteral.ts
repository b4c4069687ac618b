import type { StaticString, StaticValue } from '../../python/revisionFile';
import type { RevisionFileReading } from '../../python/revisionFile';

/** How a file writes its strings: the prefix letters and the quote. */
export interface LiteralStyle {
  readonly prefix: string;
  readonly quote: string;
}

const literalPattern = /^([A-Za-z]*)("""|'''|"|')([\s\S]*)\2$/;

/**
 * A Python string literal of `value` in the given style; a raw prefix is given up where the value needs an
 * escape.
 */
export function writeLiteral(value: string, style: LiteralStyle): string {
  const escaped = escapeFor(value, style.quote);
  const prefix = escaped === value ? style.prefix : style.prefix.replace(/r/gi, '');
  return prefix + style.quote + escaped + style.quote;
}

/** The style of the literal with this source text; plain single quotes where it is none. */
export function styleOfLiteral(source: string): LiteralStyle {
  const match = literalPattern.exec(source);
  if (!match) return { prefix: '', quote: "'" };
  return { prefix: match[1] ?? '', quote: match[2] ?? "'" };
}

/**
 * The style in which a new id is to be written into a file: that of the first of `candidates` with a string,
 * else that of `revision`.
 */
export function literalStyleOf(
  text: string,
  reading: RevisionFileReading,
  candidates: readonly (StaticValue | undefined)[],
): LiteralStyle {
  for (const value of [...candidates, reading.header.revision?.value]) {
    const string = value && firstString(value);
    const literal = string?.literals[0];
    if (literal) return styleOfLiteral(text.slice(literal.start, literal.end));
  }
  return { prefix: '', quote: "'" };
}

function firstString(value: StaticValue): StaticString | undefined {
  if (value.kind === 'string') return value;
  if (value.kind !== 'sequence') return undefined;
  for (const item of value.items) {
    const string = firstString(item);
    if (string) return string;
  }
  return undefined;
}

function escapeFor(value: string, quote: string): string {
  const mark = quote[0] ?? "'";
  let result = '';
  for (const character of value) {
    if (character === '\\' || character === mark) result += `\\${character}`;
    else if (character === '\n') result += '\\n';
    else if (character === '\r') result += '\\r';
    else if (character === '\t') result += '\\t';
    else result += character;
  }
  return result;
}
