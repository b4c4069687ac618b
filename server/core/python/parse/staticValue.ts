import type { TextRange } from '../../text/textRange';
import type { PythonNode } from '../syntax/boundedParse';
import { decodeLiteral } from '../pythonString';
import type { DynamicValue, StaticString, StaticValue } from '../revisionFile';
import { innerChildren } from './nodeChildren';

export function dynamicValue(
  text: string,
  range: { readonly from: number; readonly to: number },
): DynamicValue {
  return {
    kind: 'dynamic',
    source: text.slice(range.from, range.to),
    range: { start: range.from, end: range.to },
  };
}

/** Whether any part of the value is known only at run time. */
export function isDynamic(value: StaticValue): boolean {
  return value.kind === 'dynamic' || (value.kind === 'sequence' && value.items.some(isDynamic));
}

/** What a list, tuple or set holds. */
export function itemsIn(value: StaticValue): readonly StaticValue[] | undefined {
  return value.kind === 'sequence' ? value.items : undefined;
}

export function lengthOf(value: StaticValue): number {
  if (value.kind === 'sequence') return value.items.length;
  return value.kind === 'string' || value.kind === 'bytes' ? value.value.length : 1;
}

/** Python's `bool(value)`, where that is certain. */
export function truthOf(value: StaticValue | undefined): boolean | undefined {
  switch (value?.kind) {
    case undefined:
    case 'dynamic':
      return undefined;
    case 'none':
      return false;
    case 'boolean':
      return value.value;
    case 'number':
      return value.value !== 0;
    case 'string':
    case 'bytes':
      return value.value !== '';
    case 'sequence':
      return value.items.length > 0;
  }
}

/**
 * The value of a `String` or `ContinuedString` node; undefined for one that is formatted, unfinished or not
 * to be resolved.
 */
export function stringValue(text: string, node: PythonNode): StaticValue | undefined {
  const literals: TextRange[] = [];
  let value = '';
  let bytes: boolean | undefined;
  const parts = node.name === 'ContinuedString' ? innerChildren(node) : [node];
  for (const part of parts) {
    if (part.name !== 'String') return undefined;
    const decoded = decodeLiteral(text.slice(part.from, part.to));
    if (!decoded || (bytes !== undefined && bytes !== decoded.isBytes)) return undefined;
    bytes = decoded.isBytes;
    value += decoded.value;
    literals.push({ start: part.from, end: part.to });
  }
  const range = { start: node.from, end: node.to };
  return bytes ? { kind: 'bytes', value, range } : { kind: 'string', value, range, literals };
}

/** A text that no single literal holds. */
export function madeText(value: string, range: TextRange): StaticString {
  return { kind: 'string', value, range, literals: [] };
}

export function numberValue(source: string, sign: 1 | -1, range: TextRange): StaticValue | undefined {
  const digits = source.replaceAll('_', '');
  if (/[jJ]$/.test(digits) || /^0\d*[1-9]$/.test(digits)) return undefined;
  const value = Number(digits) * sign;
  if (Number.isNaN(value) || (Number.isInteger(value) && !Number.isSafeInteger(value))) return undefined;
  return { kind: 'number', value, source: sign < 0 ? `-${source}` : source, range };
}

export function wholeNumber(value: number, range: TextRange): StaticValue | undefined {
  return Number.isSafeInteger(value) ? { kind: 'number', value, source: String(value), range } : undefined;
}

export function calculated(a: number, sign: string, b: number, range: TextRange): StaticValue | undefined {
  if (!Number.isInteger(a) || !Number.isInteger(b)) return undefined;
  switch (sign) {
    case '+':
      return wholeNumber(a + b, range);
    case '-':
      return wholeNumber(a - b, range);
    case '*':
      return wholeNumber(a * b, range);
    case '//':
      return b === 0 ? undefined : wholeNumber(Math.floor(a / b), range);
    case '%':
      return b === 0 ? undefined : wholeNumber(((a % b) + b) % b, range);
    default:
      return undefined;
  }
}

export function withoutRepeats(items: readonly StaticValue[]): readonly StaticValue[] {
  const seen = new Set<string>();
  return items.filter((item) => {
    const key = keyInSet(item);
    if (key === undefined) return true;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** The same for values that Python holds equal; undefined where that is not known. */
function keyInSet(value: StaticValue): string | undefined {
  switch (value.kind) {
    case 'dynamic':
      return undefined;
    case 'none':
      return 'none';
    case 'boolean':
    case 'number':
      return `number ${Number(value.value)}`;
    case 'string':
    case 'bytes':
      return `${value.kind} ${value.value}`;
    case 'sequence': {
      const keys = value.items.map(keyInSet);
      // With the lengths, so that no two different values have the same.
      return value.form === 'tuple' && !keys.includes(undefined)
        ? `tuple ${keys.map((key) => `${key?.length ?? 0}:${key ?? ''}`).join('')}`
        : undefined;
    }
  }
}
