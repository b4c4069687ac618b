import { pythonStrip } from '../../text/pythonText';

/** What the methods of texts take and give. */
export type Plain = string | number | readonly string[];

/** The longest text that a method makes, and the widest field that it fills. */
const limits = { size: 10_000, width: 1000 };

/** The value of `text.name(…)`; undefined for a method, or arguments, that are not followed. */
export function textMethod(name: string, text: string, args: readonly Plain[]): Plain | undefined {
  const [first, second] = args;
  switch (args.length) {
    case 0:
      return withoutArguments(name, text);
    case 1:
      return withOne(name, text, first);
    case 2:
      return withTwo(name, text, first, second);
    default:
      return undefined;
  }
}

function withoutArguments(name: string, text: string): Plain | undefined {
  switch (name) {
    case 'strip':
      return pythonStrip(text);
    case 'lstrip':
      return text.slice(text.indexOf(pythonStrip(text)));
    case 'rstrip':
      return pythonStrip(`.${text}`).slice(1);
    case 'lower':
      return isAscii(text) ? text.toLowerCase() : undefined;
    case 'upper':
      return isAscii(text) ? text.toUpperCase() : undefined;
    case 'split':
      return isAscii(text) ? text.split(/\s+/).filter((part) => part !== '') : undefined;
    default:
      return undefined;
  }
}

function withOne(name: string, text: string, first: Plain | undefined): Plain | undefined {
  if (name === 'join') return typeof first === 'object' ? shortEnough(first.join(text)) : undefined;
  if (typeof first === 'number') return filled(name, text, first, ' ');
  if (typeof first !== 'string') return undefined;
  switch (name) {
    case 'strip':
      return stripped(stripped(text, first, 'start'), first, 'end');
    case 'lstrip':
      return stripped(text, first, 'start');
    case 'rstrip':
      return stripped(text, first, 'end');
    case 'split':
    case 'rsplit':
      return first === '' ? undefined : text.split(first);
    case 'partition':
      return first === '' ? undefined : parted(text, first, text.indexOf(first), [text, '', '']);
    case 'rpartition':
      return first === '' ? undefined : parted(text, first, text.lastIndexOf(first), ['', '', text]);
    case 'removeprefix':
      return text.startsWith(first) ? text.slice(first.length) : text;
    case 'removesuffix':
      return text.endsWith(first) ? text.slice(0, text.length - first.length) : text;
    default:
      return undefined;
  }
}

function withTwo(
  name: string,
  text: string,
  first: Plain | undefined,
  second: Plain | undefined,
): Plain | undefined {
  if (typeof first === 'number')
    return typeof second === 'string' && [...second].length === 1
      ? filled(name, text, first, second)
      : undefined;
  if (typeof first !== 'string' || first === '') return undefined;
  if (typeof second === 'number') {
    if (name === 'split') return splitAtMost(text, first, second);
    return name === 'rsplit' ? splitFromEnd(text, first, second) : undefined;
  }
  if (name !== 'replace' || typeof second !== 'string') return undefined;
  const parts = text.split(first);
  const size = text.length + parts.length * second.length;
  return size <= limits.size ? parts.join(second) : undefined;
}

function filled(name: string, text: string, width: number, by: string): string | undefined {
  if (!Number.isInteger(width) || width > limits.width || !isAscii(text)) return undefined;
  switch (name) {
    case 'zfill': {
      const sign = /^[+-]/.exec(text)?.[0] ?? '';
      return sign + text.slice(sign.length).padStart(width - sign.length, '0');
    }
    case 'rjust':
      return text.padStart(width, by);
    case 'ljust':
      return text.padEnd(width, by);
    default:
      return undefined;
  }
}

function stripped(text: string, characters: string, side: 'start' | 'end'): string {
  const set = new Set(characters);
  let start = 0;
  let end = text.length;
  if (side === 'start') while (start < end && set.has(text[start] ?? '')) start++;
  else while (end > start && set.has(text[end - 1] ?? '')) end--;
  return text.slice(start, end);
}

function parted(text: string, separator: string, at: number, whole: readonly string[]): readonly string[] {
  return at < 0 ? whole : [text.slice(0, at), separator, text.slice(at + separator.length)];
}

function splitAtMost(text: string, separator: string, most: number): readonly string[] {
  const parts = text.split(separator);
  if (most < 0 || parts.length <= most + 1) return parts;
  return [...parts.slice(0, most), parts.slice(most).join(separator)];
}

function splitFromEnd(text: string, separator: string, most: number): readonly string[] {
  const parts = text.split(separator);
  if (most < 0 || parts.length <= most + 1) return parts;
  const at = parts.length - most;
  return [parts.slice(0, at).join(separator), ...parts.slice(at)];
}

/** The value of `text[index]`; undefined where there is none. */
export function characterAt(text: string, index: number): string | undefined {
  return hasNoPairs(text) ? text.at(index) : undefined;
}

/** The items of `items[from:to]` with step 1. */
export function sliced<Items extends string | readonly unknown[]>(
  items: Items,
  from: number | undefined,
  to: number | undefined,
): Items | undefined {
  if (typeof items === 'string' && !hasNoPairs(items)) return undefined;
  return items.slice(from, to) as Items;
}

/** Python's `format(value, specification)` for texts and whole numbers. */
export function formatted(value: Plain, specification: string): string | undefined {
  if (typeof value === 'object') return undefined;
  if (specification === '') return String(value);
  const parts = /^(?:(.)?([<>^=]))?([+ -])?(0)?(\d{0,3})([dsxX])?$/su.exec(specification);
  if (!parts || (typeof value === 'string' && !isAscii(value))) return undefined;
  const [, fill, align, sign, zero, width, type] = parts;
  const isNumber = typeof value === 'number';
  if (isNumber ? type === 's' : (type !== undefined && type !== 's') || sign || align === '=')
    return undefined;
  const hex = type === 'x' || type === 'X' ? Math.abs(Number(value)).toString(16) : undefined;
  const digits = hex ?? String(isNumber ? Math.abs(value) : value);
  const body = type === 'X' ? digits.toUpperCase() : digits;
  const before = !isNumber ? '' : value < 0 ? '-' : sign === '+' || sign === ' ' ? sign : '';
  const by = fill ?? (zero ? '0' : ' ');
  const room = Number(width) - before.length;
  switch (align ?? (isNumber ? (zero ? '=' : '>') : '<')) {
    case '=':
      return before + body.padStart(room, by);
    case '>':
      return (before + body).padStart(Number(width), by);
    case '<':
      return (before + body).padEnd(Number(width), by);
    default:
      return undefined;
  }
}

/** Python's `template.format(…)`; undefined where a field is more than a name or number with a format. */
export function formatTemplate(
  template: string,
  positional: readonly Plain[],
  keyed: ReadonlyMap<string, Plain>,
): string | undefined {
  let result = '';
  let next = 0;
  for (const [part] of template.matchAll(/\{\{|\}\}|\{[^{}]*\}|[^{}]+|[{}]/g)) {
    if (part === '{{' || part === '}}') result += part[0] ?? '';
    else if (part.startsWith('{') && part.length > 1) {
      const [, name = '', specification = ''] = /^\{(\w*)(?::(.*))?\}$/s.exec(part) ?? [undefined, '!'];
      const value =
        name === '' ? positional[next++] : /^\d+$/.test(name) ? positional[Number(name)] : keyed.get(name);
      const text = value === undefined ? undefined : formatted(value, specification);
      if (text === undefined) return undefined;
      result += text;
    } else if (part === '{' || part === '}') return undefined;
    else result += part;
    if (result.length > limits.size) return undefined;
  }
  return result;
}

function shortEnough(text: string): string | undefined {
  return text.length <= limits.size ? text : undefined;
}

function isAscii(text: string): boolean {
  return !/[^\0-\x7f]/.test(text);
}

/** Whether every character is one unit, so that Python counts as we do. */
function hasNoPairs(text: string): boolean {
  return !/[\ud800-\udfff]/.test(text);
}
