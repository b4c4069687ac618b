import type {
  CallExpression,
  ComprehensionExpression,
  Expression,
  StringExpression,
} from '../python/syntax/expression';
import type { TextRange } from '../text/textRange';
import { attributeOf } from './attributes';
import { itemOf, itemsOf } from './containers';
import { assign } from './assign';
import { boundedValue } from './boundedValue';
import { eitherValue } from './branches';
import { defaultsOf } from './callFunction';
import { negate, possibly } from './conditions';
import { formatted } from './formatting';
import type { Arguments, Machine } from './machine';
import type { Scope, StringValue, Value } from './value';
import { hole, isLive, lookUp, truthOf, unboundName, unknown } from './value';
import { evaluateBinary } from './binaryOperators';

/** The value of an expression; unknown where only running it would tell. */
export function evaluate(machine: Machine, expression: Expression, scope: Scope): Value {
  machine.step();
  const { range } = expression;
  switch (expression.kind) {
    case 'name': {
      const found = lookUp(scope, expression.name);
      const value = found ? boundedValue(machine, found, range) : unboundName(scope, expression.name, range);
      machine.followed.use(range.start, value);
      return value;
    }
    case 'string':
      return evaluateString(machine, expression, scope);
    case 'bytes':
      return unknown(range, 'bytes are not followed');
    case 'number': {
      const value = Number(expression.source.replaceAll('_', ''));
      return Number.isNaN(value)
        ? unknown(range, 'this number is not followed')
        : { kind: 'number', value, source: expression.source, range };
    }
    case 'boolean':
      return { kind: 'boolean', value: expression.value, range };
    case 'none':
      return { kind: 'none', range };
    case 'sequence':
      return {
        kind: 'list',
        form: expression.form,
        ...evaluateItems(machine, expression.items, scope),
        range,
      };
    case 'dictionary': {
      const entries = new Map<string | number, Value>();
      let doubt: string | undefined;
      for (const entry of expression.entries) {
        const value = machine.evaluate(entry.value, scope);
        const key = entry.key && machine.evaluate(entry.key, scope);
        if (!key && value.kind === 'dictionary') {
          for (const [name, each] of value.entries) entries.set(name, each);
          doubt ??= value.doubt;
        } else if (key?.kind === 'string' || key?.kind === 'number') entries.set(key.value, value);
        else doubt ??= 'a key of the dictionary is not known';
      }
      return { kind: 'dictionary', entries, range, ...(doubt === undefined ? {} : { doubt }) };
    }
    case 'call':
      return evaluateCall(machine, expression, scope);
    case 'attribute':
      return attributeOf(machine, machine.evaluate(expression.object, scope), expression.name, range);
    case 'subscript': {
      const object = machine.evaluate(expression.object, scope);
      if (!expression.index) return unknown(range, 'slices are not followed', { isLive: isLive(object) });
      return itemOf(object, machine.evaluate(expression.index, scope), range);
    }
    case 'unary': {
      const operand = machine.evaluate(expression.operand, scope);
      if (expression.operator === 'not') return negate(operand, range);
      if (expression.operator === '-' && operand.kind === 'number')
        return { kind: 'number', value: -operand.value, source: `-${operand.source}`, range };
      return unknown(range, 'this is computed', { isLive: isLive(operand) });
    }
    case 'binary':
      return boundedValue(machine, evaluateBinary(machine, expression, scope), range);
    case 'conditional': {
      const test = machine.evaluate(expression.test, scope);
      const truth = truthOf(test);
      if (truth === undefined) {
        const reason = test.kind === 'unknown' ? test.reason : 'the condition is not known';
        const either = machine.within(possibly(machine, test), () => {
          const one = machine.evaluate(expression.whenTrue, scope);
          return eitherValue(one, machine.evaluate(expression.whenFalse, scope));
        });
        return { ...either, reason, range, isLive: isLive(test) };
      }
      machine.followed.skip((truth ? expression.whenFalse : expression.whenTrue).range);
      return machine.evaluate(truth ? expression.whenTrue : expression.whenFalse, scope);
    }
    case 'lambda':
      machine.followed.define(range, true);
      return {
        kind: 'function',
        defaults: defaultsOf(machine, expression.parameters, scope),
        definition: {
          name: 'lambda',
          parameters: expression.parameters,
          body: expression.body,
          isAsync: false,
        },
        scope,
        range,
      };
    case 'comprehension':
      return evaluateComprehension(machine, expression, scope);
    case 'starred':
      return machine.evaluate(expression.value, scope);
    case 'walrus': {
      const value = machine.evaluate(expression.value, scope);
      scope.variables.set(expression.name, value);
      return value;
    }
    case 'unread':
      return unknown(range, 'this expression is not followed');
  }
}

function evaluateItems(
  machine: Machine,
  expressions: readonly Expression[],
  scope: Scope,
): { readonly items: Value[]; readonly doubt?: string } {
  const items: Value[] = [];
  let doubt: string | undefined;
  for (const each of expressions) {
    const value = machine.evaluate(each, scope);
    if (each.kind !== 'starred') {
      items.push(value);
      continue;
    }
    const inner = itemsOf(value);
    if (inner) items.push(...inner.items);
    doubt ??= inner ? inner.doubt : 'what is unpacked is not known';
  }
  return doubt === undefined ? { items } : { items, doubt };
}

function evaluateString(machine: Machine, expression: StringExpression, scope: Scope): Value {
  const { range, parts, literals } = expression;
  let text = '';
  let isKnown = true;
  let live = false;
  for (const part of parts) {
    if (part.kind === 'text') {
      text += part.value ?? hole;
      isKnown &&= part.value !== undefined;
      continue;
    }
    const value = machine.evaluate(part.value, scope);
    const shown = part.hasFormat ? undefined : formatted(value, part.conversion);
    live ||= isLive(value);
    if (shown === undefined) {
      text += value.kind === 'unknown' && value.template !== undefined ? value.template : hole;
      isKnown = false;
    } else text += shown;
  }
  if (!isKnown) return unknown(range, 'a part of the text is not known', { template: text, isLive: live });
  const literal = literals.length === 1 ? plainLiteral(machine.text, literals[0], text) : undefined;
  return {
    kind: 'string',
    value: text,
    range,
    ...(literal ? { literal } : {}),
    ...(live ? { isLive: true } : {}),
  } satisfies StringValue;
}

/** The literal's content, where it stands in the file as its value is. */
function plainLiteral(source: string, literal: TextRange | undefined, value: string): TextRange | undefined {
  if (!literal) return undefined;
  const opening = /^[rRuU]?('''|"""|'|")/.exec(source.slice(literal.start, literal.start + 4));
  if (!opening) return undefined;
  const start = literal.start + opening[0].length;
  const end = literal.end - (opening[1]?.length ?? 1);
  return source.slice(start, end) === value ? { start, end } : undefined;
}

function evaluateCall(machine: Machine, expression: CallExpression, scope: Scope): Value {
  const callee = machine.evaluate(expression.callee, scope);
  return machine.call(callee, evaluateArguments(machine, expression, scope), expression.range);
}

function evaluateArguments(machine: Machine, expression: CallExpression, scope: Scope): Arguments {
  const positional: Value[] = [];
  const keywords = new Map<string, Value>();
  let doubt: string | undefined;
  for (const argument of expression.arguments) {
    const value = machine.evaluate(argument.value, scope);
    if (argument.name === undefined) positional.push(value);
    else if (argument.name === '*') {
      const inner = itemsOf(value);
      if (inner) positional.push(...inner.items);
      doubt ??= inner ? inner.doubt : 'what is unpacked into the arguments is not known';
    } else if (argument.name === '**') {
      if (value.kind === 'dictionary')
        for (const [name, each] of value.entries) keywords.set(String(name), each);
      doubt ??=
        value.kind === 'dictionary' ? value.doubt : 'what is unpacked into the arguments is not known';
    } else keywords.set(argument.name, value);
  }
  return { positional, keywords, doubt };
}

function evaluateComprehension(machine: Machine, expression: ComprehensionExpression, scope: Scope): Value {
  const { range, form } = expression;
  const inner: Scope = { variables: new Map(), parent: scope };
  const items: Value[] = [];
  const entries = new Map<string | number, Value>();
  let doubt: string | undefined;
  let live = false;
  const visit = (index: number): void => {
    machine.step();
    const clause = expression.clauses[index];
    if (!clause) {
      const element = machine.evaluate(expression.element, inner);
      if (!expression.key) {
        items.push(element);
        return;
      }
      const key = machine.evaluate(expression.key, inner);
      if (key.kind === 'string' || key.kind === 'number') entries.set(key.value, element);
      else doubt ??= 'a key of the dictionary is not known';
      return;
    }
    if (clause.kind === 'if') {
      const test = machine.evaluate(clause.test, inner);
      const truth = truthOf(test);
      live ||= isLive(test);
      if (truth === undefined) doubt ??= 'a condition is not known';
      if (truth !== false) visit(index + 1);
      return;
    }
    const iterable = machine.evaluate(clause.iterable, index === 0 ? scope : inner);
    const values = itemsOf(iterable);
    live ||= isLive(iterable);
    if (!values || values.doubt !== undefined)
      doubt ??=
        values?.doubt ?? (iterable.kind === 'unknown' ? iterable.reason : 'what is looped over is not known');
    for (const value of values?.items ?? []) {
      assign(machine, clause.target, value, inner);
      visit(index + 1);
    }
  };
  visit(0);
  if (doubt === undefined) machine.followed.skip(expression.element.range);
  const more = { range, ...(live ? { isLive: true } : {}), ...(doubt === undefined ? {} : { doubt }) };
  if (form === 'dictionary') return { kind: 'dictionary', entries, ...more };
  return { kind: 'list', form: form === 'set' ? 'set' : 'list', items, ...more };
}
