import type { TextRange } from '../text/textRange';
import { itemsOf } from './containers';
import type { Machine } from './machine';
import type { OperationContext } from './operation';
import type { BooleanValue, DialectTest, Value } from './value';
import { doubtOf, isLive, truthOf, unknown } from './value';

/** Why an unknown condition may hold or not, as the rest of a sentence. */
export function whyUnknown(test: Value): string {
  if (test.kind === 'unknown') return test.reason;
  return test.kind === 'special' ? 'it depends on the rows of the database' : 'a condition is not known';
}

/** What holds for a part of an expression that runs only where an unknown condition holds. */
export function possibly({ context }: Machine, test: Value): Partial<OperationContext> {
  if (test.kind === 'unknown' && test.dialects) return {};
  return { doubt: context.doubt ?? whyUnknown(test), isLive: context.isLive || isLive(test) };
}

/** The value of a comparison; undefined for other operators. */
export function compareValues(
  operator: string,
  left: Value,
  right: Value,
  range: TextRange,
): Value | undefined {
  switch (operator) {
    case '==':
    case '!=':
    case 'is':
    case 'is not': {
      const negated = operator === '!=' || operator === 'is not';
      const dialect = dialectTest(left, right, negated, range) ?? dialectTest(right, left, negated, range);
      if (dialect) return dialect;
      const same = equal(left, right);
      return same === undefined
        ? undecided(left, right, range)
        : decided(same !== negated, left, right, range);
    }
    case 'in':
    case 'not in': {
      const negated = operator === 'not in';
      const names = right.kind === 'list' ? right.items.map((item) => textIn(item)) : [textIn(right)];
      const dialect =
        right.kind !== 'string' && names.every((name) => name !== undefined)
          ? testOf(left, names, negated, range)
          : undefined;
      if (dialect) return dialect;
      const contained = contains(right, left);
      return contained === undefined
        ? undecided(left, right, range)
        : decided(contained !== negated, left, right, range);
    }
    case '<':
    case '>':
    case '<=':
    case '>=': {
      if (left.kind !== 'number' || right.kind !== 'number') return undecided(left, right, range);
      const result =
        operator === '<'
          ? left.value < right.value
          : operator === '>'
            ? left.value > right.value
            : operator === '<='
              ? left.value <= right.value
              : left.value >= right.value;
      return decided(result, left, right, range);
    }
    default:
      return undefined;
  }
}

/** `not value`. */
export function negate(value: Value, range: TextRange): Value {
  const truth = truthOf(value);
  const dialects =
    value.kind === 'boolean' || value.kind === 'unknown'
      ? value.dialects && opposite(value.dialects)
      : undefined;
  const more = dialects ? { dialects } : {};
  if (truth === undefined) {
    const reason = value.kind === 'unknown' ? value.reason : 'the condition is not known';
    return unknown(range, reason, { isLive: isLive(value), ...more });
  }
  return { kind: 'boolean', value: !truth, range, ...more, ...(isLive(value) ? { isLive: true } : {}) };
}

export function opposite(test: DialectTest): DialectTest {
  return { names: test.names, negated: !test.negated };
}

function dialectTest(name: Value, other: Value, negated: boolean, range: TextRange): Value | undefined {
  const text = textIn(other);
  return text === undefined ? undefined : testOf(name, [text], negated, range);
}

function textIn(value: Value): string | undefined {
  return value.kind === 'string' && value.isDialect !== true ? value.value : undefined;
}

/** The test of whether the dialect's name is one of the names. */
export function testOf(
  name: Value,
  names: readonly string[],
  negated: boolean,
  range: TextRange,
): Value | undefined {
  const dialects = { names, negated };
  if (name.kind === 'string' && name.isDialect === true)
    return { kind: 'boolean', value: names.includes(name.value) !== negated, range, dialects };
  if (name.kind === 'unknown' && name.dialects?.names.length === 0)
    return unknown(range, 'it depends on the dialect', { dialects });
  return undefined;
}

function decided(value: boolean, left: Value, right: Value, range: TextRange): BooleanValue {
  return { kind: 'boolean', value, range, ...(isLive(left) || isLive(right) ? { isLive: true } : {}) };
}

function undecided(left: Value, right: Value, range: TextRange): Value {
  const reason = doubtOf(left) ?? doubtOf(right) ?? 'the condition is not known';
  return unknown(range, reason, { isLive: isLive(left) || isLive(right) });
}

/** Whether Python holds the values equal; undefined where that is not known. */
export function equal(a: Value, b: Value): boolean | undefined {
  if (a.kind === 'string' && b.kind === 'string') return a.value === b.value;
  if (a.kind === 'number' && b.kind === 'number') return a.value === b.value;
  if (a.kind === 'boolean' && b.kind === 'boolean') return a.value === b.value;
  if (a.kind === 'reference' && b.kind === 'reference') return a.path === b.path ? true : undefined;
  if (a.kind === 'list' && b.kind === 'list') {
    if (a.doubt !== undefined || b.doubt !== undefined) return undefined;
    if (a.items.length !== b.items.length) return false;
    let result: boolean | undefined = true;
    for (const [index, item] of a.items.entries()) {
      const other = b.items[index];
      const same = other && equal(item, other);
      if (same === false) return false;
      if (same === undefined) result = undefined;
    }
    return result;
  }
  const plain = new Set(['none', 'string', 'number', 'boolean', 'list']);
  if (a.kind !== b.kind && (a.kind === 'none' || b.kind === 'none')) {
    const other = a.kind === 'none' ? b : a;
    return other.kind === 'unknown' || other.kind === 'special' || other.kind === 'construct'
      ? undefined
      : false;
  }
  if (a.kind === 'none' && b.kind === 'none') return true;
  return plain.has(a.kind) && plain.has(b.kind) ? false : undefined;
}

function contains(container: Value, item: Value): boolean | undefined {
  if (container.kind === 'string' && item.kind === 'string') return container.value.includes(item.value);
  const items = itemsOf(container);
  if (!items) return undefined;
  let result: boolean | undefined = items.doubt === undefined ? false : undefined;
  for (const each of items.items) {
    const same = equal(each, item);
    if (same === true) return true;
    if (same === undefined) result = undefined;
  }
  return result;
}
