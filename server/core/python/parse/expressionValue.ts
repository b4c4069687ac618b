import type { SyntaxNode } from '@lezer/common';
import { sizeWithin } from '../../text/budget';
import type { Budget } from '../../text/budget';
import type { TextRange } from '../../text/textRange';
import { decodeLiteral } from '../pythonString';
import type { DynamicValue, StaticString, StaticValue } from '../revisionFile';

/** What an expression's names stand for; undefined for a name that the module has not bound by then. */
export type NameLookup = (name: string) => StaticValue | undefined;

/**
 * What the values of one file may take. What is written out costs nothing; a list that a name stands for, and what two values are put together of,
 * costs its size each time, and may not be larger than `size` nor nested deeper than `depth`. What is over these limits is dynamic.
 */
export const valueLimits = { steps: 1_000_000, size: 10_000, depth: 100 };

/** What evaluating needs to know besides the expression. */
export interface EvaluationScope {
  /** With `valueLimits`. */
  readonly budget: Budget;
  readonly text: string;
  readonly lookup: NameLookup;
  /** Whether the name still means Python's built-in. */
  isBuiltin(name: string): boolean;
}

/** The expression's value where it follows from literals and constants, else a dynamic one with the expression's source. */
export function evaluateExpression(node: SyntaxNode, scope: EvaluationScope): StaticValue {
  return evaluate(node, scope) ?? dynamicValue(scope.text, node);
}

/** The value of a tuple written without parentheses. */
export function evaluateTuple(
  nodes: readonly SyntaxNode[],
  range: TextRange,
  scope: EvaluationScope,
): StaticValue {
  const items = evaluateItems(nodes, scope);
  return items
    ? { kind: 'sequence', form: 'tuple', items, range }
    : { kind: 'dynamic', source: scope.text.slice(range.start, range.end), range };
}

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

function evaluate(node: SyntaxNode, scope: EvaluationScope): StaticValue | undefined {
  const { text } = scope;
  const range: TextRange = { start: node.from, end: node.to };
  switch (node.name) {
    case 'String':
    case 'ContinuedString':
      return stringValue(text, node);
    case 'None':
      return { kind: 'none', range };
    case 'Boolean':
      return { kind: 'boolean', value: text.slice(node.from, node.to) === 'True', range };
    case 'Number':
      return numberValue(text.slice(node.from, node.to), 1, range);
    case 'VariableName': {
      const value = scope.lookup(text.slice(node.from, node.to));
      return value && value.kind !== 'dynamic' && canHandOn(value, scope) ? value : undefined;
    }
    case 'ParenthesizedExpression': {
      const inner = onlyChild(node);
      if (!inner || inner.name === 'YieldExpression') return undefined;
      const value = evaluate(inner, scope);
      return value && inner.name !== 'VariableName' ? { ...value, range } : value;
    }
    case 'NamedExpression': {
      const value = node.lastChild;
      return value && isWholeRightSide(node) ? evaluate(value, scope) : undefined;
    }
    case 'TupleExpression':
    case 'ArrayExpression':
    case 'SetExpression': {
      if (hasError(node)) return undefined;
      const items = evaluateItems(innerChildren(node), scope);
      const form =
        node.name === 'TupleExpression' ? 'tuple' : node.name === 'ArrayExpression' ? 'list' : 'set';
      return (
        items && { kind: 'sequence', form, items: form === 'set' ? withoutRepeats(items) : items, range }
      );
    }
    case 'DictionaryExpression':
      return innerChildren(node).length === 0 && !hasError(node)
        ? { kind: 'sequence', form: 'set', items: [], range }
        : undefined;
    case 'UnaryExpression': {
      const operator = node.firstChild;
      const operand = node.lastChild;
      if (!operator || operand?.name !== 'Number' || text.slice(operator.from, operator.to) !== '-')
        return undefined;
      return numberValue(text.slice(operand.from, operand.to), -1, range);
    }
    case 'BinaryExpression':
      return binaryValue(node, scope, range);
    case 'CallExpression':
      return builtinCallValue(node, scope, range);
    default:
      return undefined;
  }
}

function canHandOn(value: StaticValue, { budget }: EvaluationScope): boolean {
  if (value.kind !== 'sequence') return true;
  const size = sizeWithin(value, itemsIn, valueLimits.size, valueLimits.depth);
  return budget.takeSteps(size ?? valueLimits.size) && size !== undefined;
}

/** What a list, tuple or set holds. */
export function itemsIn(value: StaticValue): readonly StaticValue[] | undefined {
  return value.kind === 'sequence' ? value.items : undefined;
}

function canJoin(a: StaticValue, b: StaticValue, { budget }: EvaluationScope): boolean {
  const size = lengthOf(a) + lengthOf(b);
  const cost = a.kind === 'string' && b.kind === 'string' ? a.literals.length + b.literals.length : size;
  return size <= valueLimits.size && budget.takeSteps(cost);
}

function lengthOf(value: StaticValue): number {
  if (value.kind === 'sequence') return value.items.length;
  return value.kind === 'string' || value.kind === 'bytes' ? value.value.length : 1;
}

/** Names that are bound inside of a larger expression count from there on within it, which is not followed. */
function isWholeRightSide(node: SyntaxNode): boolean {
  let parent = node.parent;
  while (parent?.name === 'ParenthesizedExpression') parent = parent.parent;
  return parent?.name === 'AssignStatement' || parent?.name === 'ExpressionStatement';
}

/** The value of a `String` or `ContinuedString` node; undefined for one that is formatted, unfinished or not to be resolved. */
export function stringValue(text: string, node: SyntaxNode): StaticValue | undefined {
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

function evaluateItems(nodes: readonly SyntaxNode[], scope: EvaluationScope): StaticValue[] | undefined {
  const items: StaticValue[] = [];
  for (let index = 0; index < nodes.length; index++) {
    const node = nodes[index];
    if (!node) continue;
    if (node.name !== '*') {
      items.push(evaluateExpression(node, scope));
      continue;
    }
    const starred = nodes[++index];
    const value = starred && evaluate(starred, scope);
    if (value?.kind !== 'sequence') return undefined;
    for (const item of value.items) items.push(item);
  }
  return items;
}

function withoutRepeats(items: readonly StaticValue[]): readonly StaticValue[] {
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

function numberValue(source: string, sign: 1 | -1, range: TextRange): StaticValue | undefined {
  const digits = source.replaceAll('_', '');
  if (/[jJ]$/.test(digits) || /^0\d*[1-9]$/.test(digits)) return undefined;
  const value = Number(digits) * sign;
  if (Number.isNaN(value) || (Number.isInteger(value) && !Number.isSafeInteger(value))) return undefined;
  return { kind: 'number', value, source: sign < 0 ? `-${source}` : source, range };
}

function binaryValue(node: SyntaxNode, scope: EvaluationScope, range: TextRange): StaticValue | undefined {
  const left = node.firstChild;
  const operator = left?.nextSibling;
  const right = node.lastChild;
  if (!left || !right || operator?.name !== 'ArithOp') return undefined;
  const a = evaluate(left, scope);
  const b = evaluate(right, scope);
  if (!a || !b || !canJoin(a, b, scope)) return undefined;
  const sign = scope.text.slice(operator.from, operator.to);
  if (sign === '+') {
    if (a.kind === 'string' && b.kind === 'string')
      return { kind: 'string', value: a.value + b.value, range, literals: [...a.literals, ...b.literals] };
    if (a.kind === 'sequence' && b.kind === 'sequence' && a.form === b.form && a.form !== 'set')
      return { kind: 'sequence', form: a.form, items: [...a.items, ...b.items], range };
  }
  if (sign === '*') {
    const [repeated, times] = a.kind === 'number' ? [b, a] : [a, b];
    if (repeated.kind !== 'string' || times.kind !== 'number' || !Number.isInteger(times.value))
      return undefined;
    if (times.value * repeated.value.length > valueLimits.size) return undefined;
    const value = repeated.value.repeat(Math.max(0, times.value));
    return { kind: 'string', value, range, literals: repeated.literals } satisfies StaticString;
  }
  return undefined;
}

const sequenceBuiltins: Readonly<Record<string, 'tuple' | 'list' | 'set'>> = {
  tuple: 'tuple',
  list: 'list',
  set: 'set',
  frozenset: 'set',
};

function builtinCallValue(
  node: SyntaxNode,
  scope: EvaluationScope,
  range: TextRange,
): StaticValue | undefined {
  const callee = node.firstChild;
  const argumentList = node.lastChild;
  if (callee?.name !== 'VariableName' || argumentList?.name !== 'ArgList' || hasError(argumentList))
    return undefined;
  const name = scope.text.slice(callee.from, callee.to);
  const args = innerChildren(argumentList);
  if (args.length > 1 || !scope.isBuiltin(name)) return undefined;
  const argument = args[0] && evaluate(args[0], scope);
  if (args[0] && !argument) return undefined;
  if (name === 'str') {
    if (argument?.kind === 'string') return { ...argument, range };
    if (argument?.kind === 'number' && Number.isInteger(argument.value) && /^-?\d+$/.test(argument.source))
      return { kind: 'string', value: String(argument.value), range, literals: [] };
    return undefined;
  }
  const form = Object.hasOwn(sequenceBuiltins, name) ? sequenceBuiltins[name] : undefined;
  if (!form) return undefined;
  if (!argument) return { kind: 'sequence', form, items: [], range };
  if (argument.kind !== 'sequence') return undefined;
  return {
    kind: 'sequence',
    form,
    items: form === 'set' ? withoutRepeats(argument.items) : argument.items,
    range,
  };
}

const punctuation = new Set(['(', ')', '[', ']', '{', '}', ',', 'Comment']);

/** The children that are expressions (or a `*` in front of one). */
export function innerChildren(node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling)
    if (!punctuation.has(child.name)) children.push(child);
  return children;
}

function onlyChild(node: SyntaxNode): SyntaxNode | undefined {
  const children = innerChildren(node);
  return children.length === 1 ? children[0] : undefined;
}

function hasError(node: SyntaxNode): boolean {
  for (let child = node.firstChild; child; child = child.nextSibling) if (child.type.isError) return true;
  return false;
}
