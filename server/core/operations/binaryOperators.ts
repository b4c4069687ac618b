import type { BinaryExpression } from '../python/syntax/expression';
import type { TextRange } from '../text/textRange';
import { compareValues, negate, possibly } from './conditions';
import { formatPercent } from './formatting';
import type { Machine } from './machine';
import { testOfUrl } from './specialMethods';
import type { Scope, Value } from './value';
import { hole, isLive, truthOf, unknown } from './value';

/** The value of an operator with two sides; unknown where only running it would tell. */
export function evaluateBinary(machine: Machine, expression: BinaryExpression, scope: Scope): Value {
  const { operator, range } = expression;
  const left = machine.evaluate(expression.left, scope);
  if (operator === 'and' || operator === 'or') {
    const truth = truthOf(left);
    if (truth === (operator === 'or')) {
      machine.followed.skip(expression.right.range);
      return left;
    }
    const right = machine.within(truth === undefined ? possibly(machine, left) : {}, () =>
      machine.evaluate(expression.right, scope),
    );
    if (truth !== undefined) {
      // What the left side says of dialects holds as long as the right side holds.
      const from = left.kind === 'boolean' ? left : undefined;
      if (right.kind === 'boolean' && from?.isLive === true) return { ...right, isLive: true };
      return right.kind === 'boolean' && right.dialects === undefined && from?.dialects !== undefined
        ? { ...right, dialects: from.dialects }
        : right;
    }
    const other = truthOf(right);
    const decides = operator === 'or';
    if (other === decides) return { kind: 'boolean', value: decides, range, isLive: isLive(left) };
    const reason = left.kind === 'unknown' ? left.reason : 'the condition is not known';
    return unknown(range, reason, { isLive: isLive(left) || isLive(right) });
  }
  const right = machine.evaluate(expression.right, scope);
  const url =
    operator === 'in' || operator === 'not in' ? urlTest(machine, left, right, operator, range) : undefined;
  const compared = url ?? compareValues(operator, left, right, range);
  if (compared) return compared;
  const live = isLive(left) || isLive(right);
  if (operator === '+' || operator === '|') {
    const sum = added(left, right, range);
    if (sum) return sum;
  }
  if (operator === '%' && (left.kind === 'string' || left.kind === 'unknown')) {
    const text = formatPercent(left, right, range);
    if (text) return text;
  }
  if (left.kind === 'number' && right.kind === 'number') {
    const value = calculated(operator, left.value, right.value);
    if (value !== undefined) return { kind: 'number', value, source: String(value), range };
  }
  if (operator === '*' && left.kind === 'string' && right.kind === 'number') {
    if (right.value * left.value.length <= 1000)
      return { kind: 'string', value: left.value.repeat(Math.max(0, right.value)), range };
  }
  return unknown(range, 'this is computed', { isLive: live });
}

/** `"sqlite" in str(engine.url)`. */
function urlTest(
  machine: Machine,
  left: Value,
  right: Value,
  operator: string,
  range: TextRange,
): Value | undefined {
  if (right.kind !== 'special' || right.role !== 'url' || left.kind !== 'string') return undefined;
  const test = testOfUrl(machine, left.value, range);
  return test && operator === 'not in' ? negate(test, range) : test;
}

function added(left: Value, right: Value, range: TextRange): Value | undefined {
  if (left.kind === 'string' && right.kind === 'string') {
    if (left.value.length + right.value.length > longestText) return unknown(range, 'the text is too long');
    return {
      kind: 'string',
      value: left.value + right.value,
      range,
      ...(isLive(left) || isLive(right) ? { isLive: true } : {}),
    };
  }
  if (left.kind === 'list' && right.kind === 'list') {
    const doubt = left.doubt ?? right.doubt;
    return {
      kind: 'list',
      form: left.form,
      items: [...left.items, ...right.items],
      range,
      ...(doubt === undefined ? {} : { doubt }),
    };
  }
  if (left.kind === 'dictionary' && right.kind === 'dictionary')
    return { kind: 'dictionary', entries: new Map([...left.entries, ...right.entries]), range };
  const [a, b] = [templateOf(left), templateOf(right)];
  if (a === undefined || b === undefined || (left.kind !== 'string' && right.kind !== 'string'))
    return undefined;
  return unknown(range, 'a part of the text is not known', {
    template: a + b,
    isLive: isLive(left) || isLive(right),
  });
}

const longestText = 1_000_000;

function templateOf(value: Value): string | undefined {
  if (value.kind === 'string') return value.value;
  return value.kind === 'unknown' ? (value.template ?? hole) : hole;
}

function calculated(operator: string, a: number, b: number): number | undefined {
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '//':
      return b === 0 ? undefined : Math.floor(a / b);
    case '**':
      return b >= 0 && a ** b < 1e15 ? a ** b : undefined;
    default:
      return undefined;
  }
}
