import type { TextRange } from '../text/textRange';
import { operationLimits } from './boundedValue';
import type { Arguments } from './machine';
import type { Value } from './value';
import { hole, isLive, unknown } from './value';

/** What `str` or an f-string shows of a value; undefined where that is not known. */
export function formatted(value: Value, conversion?: string): string | undefined {
  switch (value.kind) {
    case 'string':
      return conversion === 'r' ? quoted(value.value) : value.value;
    case 'number':
      return value.source;
    case 'boolean':
      return value.value ? 'True' : 'False';
    case 'none':
      return 'None';
    case 'list': {
      if (value.doubt !== undefined || value.form === 'set') return undefined;
      const items = value.items.map((item) => formatted(item, 'r'));
      if (!items.every((item) => item !== undefined)) return undefined;
      if (value.form === 'list') return `[${items.join(', ')}]`;
      return `(${items.join(', ')}${items.length === 1 ? ',' : ''})`;
    }
    case 'dictionary':
    case 'reference':
    case 'construct':
    case 'special':
    case 'batch':
    case 'manager':
    case 'method':
    case 'function':
    case 'class':
    case 'unknown':
      return undefined;
  }
}

function quoted(text: string): string | undefined {
  if (!/^[\x20-\x7e]*$/.test(text) || text.includes('\\')) return undefined;
  return text.includes("'") && !text.includes('"') ? `"${text}"` : `'${text.replaceAll("'", "\\'")}'`;
}

/** What a format may insert all together; the rest is not known. */
class Room {
  #left = operationLimits.value;

  taken(text: string): string {
    this.#left -= text.length;
    return this.#left < 0 ? hole : text;
  }
}

/** `text % values`. */
export function formatPercent(left: Value, right: Value, range: TextRange): Value | undefined {
  const template = left.kind === 'string' ? left.value : left.kind === 'unknown' ? left.template : undefined;
  if (template === undefined) return undefined;
  const values = right.kind === 'list' && right.form === 'tuple' ? right.items : [right];
  const room = new Room();
  let next = 0;
  const text = template.replace(
    /%(?:\((\w+)\))?[#0\- +]*(?:[1-9]\d*|\*)?(?:\.(?:\d+|\*))?([a-zA-Z%])/g,
    (whole, name: string | undefined, type: string) => {
      if (type === '%') return '%';
      const value =
        name === undefined
          ? values[next++]
          : right.kind === 'dictionary'
            ? right.entries.get(name)
            : undefined;
      const plain = /^%(?:\(\w+\))?[sdr]$/.test(whole);
      return room.taken(
        (value && plain ? formatted(value, type === 'r' ? 'r' : undefined) : undefined) ?? hole,
      );
    },
  );
  return textValue(text, isLive(left) || isLive(right), range);
}

/** `text.format(…)`. */
export function formatBraces(template: string, args: Arguments, range: TextRange): Value {
  const room = new Room();
  let next = 0;
  const text = template.replace(
    /\{\{|\}\}|\{([^{}:!]*)(![rsa])?(:[^{}]*)?\}/g,
    (whole, field: string | undefined, conversion?: string, format?: string) => {
      if (whole === '{{') return '{';
      if (whole === '}}') return '}';
      const name = field ?? '';
      const value = /^\d*$/.test(name)
        ? args.positional[name === '' ? next++ : Number(name)]
        : args.keywords.get(name);
      return room.taken((value && !format ? formatted(value, conversion?.slice(1)) : undefined) ?? hole);
    },
  );
  return textValue(text, [...args.positional, ...args.keywords.values()].some(isLive), range);
}

/** A text that may have holes. */
export function textValue(text: string, live: boolean, range: TextRange): Value {
  if (text.includes(hole))
    return unknown(range, 'a part of the text is not known', { template: text, isLive: live });
  return { kind: 'string', value: text, range, ...(live ? { isLive: true } : {}) };
}
