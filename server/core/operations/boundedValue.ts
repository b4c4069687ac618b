import { sizeWithin } from '../text/budget';
import type { TextRange } from '../text/textRange';
import type { Machine } from './machine';
import type { Value } from './value';
import { unknown } from './value';

/**
 * How large one value may be with all that is in it, and how large all together that are handed on;
 * characters and items.
 */
export const operationLimits = { value: 300_000, all: 10_000_000, depth: 100 };

/**
 * The value, or that it is too large to be followed. Asked wherever a value is handed on, so that none grows
 * by being put together with itself.
 */
export function boundedValue(machine: Machine, value: Value, range: TextRange): Value {
  const size = sizeWithin(value, contentOf, operationLimits.value, operationLimits.depth);
  machine.takeSize(size ?? operationLimits.value);
  return size === undefined ? unknown(range, 'the value is too large to be followed') : value;
}

function contentOf(value: Value): string | readonly Value[] | undefined {
  switch (value.kind) {
    case 'string':
      return value.value;
    case 'list':
      return value.items;
    case 'dictionary':
      return [...value.entries.values()];
    case 'construct':
      // Not what is attached: tables have their MetaData among their arguments.
      return [...value.positional, ...value.keywords.values(), ...(value.receiver ? [value.receiver] : [])];
    case 'unknown':
      return value.template;
    case 'none':
    case 'boolean':
    case 'number':
    case 'reference':
    case 'special':
    case 'batch':
    case 'manager':
    case 'method':
    case 'function':
    case 'class':
      return undefined;
  }
}
