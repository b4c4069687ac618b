/** A value that a text is made of. */
export type Plain = string | number | readonly string[];

/** The longest text that is made. */
const limits = { size: 10_000 };

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

function isAscii(text: string): boolean {
  return !/[^\0-\x7f]/.test(text);
}

/** Whether every character is one unit, so that Python counts as we do. */
function hasNoPairs(text: string): boolean {
  return !/[\ud800-\udfff]/.test(text);
}
