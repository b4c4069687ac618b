import type { PythonNode } from '../syntax/boundedParse';
import { sizeWithin } from '../../text/budget';
import type { Budget } from '../../text/budget';
import type { TextRange } from '../../text/textRange';
import { decodeLiteral } from '../pythonString';
import type { DynamicValue, StaticString, StaticValue } from '../revisionFile';
import { isStatic, keyOf } from './knownObject';
import type { Known, KnownObject } from './knownObject';
import { characterAt, formatTemplate, formatted, sliced, textMethod } from './textMethods';
import type { Plain } from './textMethods';
import { FormatError, percentFormat } from '../../text/percentFormat';

/** What an expression's names stand for; undefined for a name that the module has not bound by then. */
export type NameLookup = (name: string) => StaticValue | undefined;

/**
 * What the values of one file may take. What is written out costs nothing; a list that a name stands for, and what two values are put together of,
 * costs its size each time, and may not be larger than `size` nor nested deeper than `depth`. What is over these limits is dynamic.
 */
export const valueLimits = { steps: 1_000_000, size: 10_000, depth: 100 };

/** What a look at one expression costs, beside the size of its value. */
const stepsForExpression = 5;

/** What evaluating needs to know besides the expression. */
export interface EvaluationScope {
  /** With `valueLimits`. */
  readonly budget: Budget;
  readonly text: string;
  readonly lookup: NameLookup;
  /** A dictionary, class or imported module that the name stands for. */
  objectOf(name: string): KnownObject | undefined;
  /** The name of the file without its folder; undefined where it is not known. */
  readonly fileName: string | undefined;
  /** Names that a comprehension or class body binds. */
  readonly locals?: ReadonlyMap<string, Known>;
  /** Whether the name still means Python's built-in. */
  isBuiltin(name: string): boolean;
}

/** The expression's value where it follows from literals and constants, else a dynamic one with the expression's source. */
export function evaluateExpression(node: PythonNode, scope: EvaluationScope): StaticValue {
  return evaluate(node, scope) ?? dynamicValue(scope.text, node);
}

/** The value of a tuple written without parentheses. */
export function evaluateTuple(
  nodes: readonly PythonNode[],
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

/**
 * The value of an expression; undefined where it is not known. Each part is looked at once, or an expression nested in itself would take
 * twice as long for every level.
 */
function evaluate(node: PythonNode, scope: EvaluationScope): StaticValue | undefined {
  const { text } = scope;
  if (!scope.budget.takeSteps(stepsForExpression)) return undefined;
  const range: TextRange = { start: node.from, end: node.to };
  switch (node.name) {
    case 'String':
      return stringValue(text, node);
    case 'ContinuedString':
      return stringValue(text, node) ?? continuedValue(node, scope, range);
    case 'None':
      return { kind: 'none', range };
    case 'Boolean':
      return { kind: 'boolean', value: text.slice(node.from, node.to) === 'True', range };
    case 'Number':
      return numberValue(text.slice(node.from, node.to), 1, range);
    case 'FormatString':
      return formatStringValue(node, scope, range);
    case 'MemberExpression': {
      const known = knownMember(node, scope);
      return isStatic(known) && known.kind !== 'dynamic' && canHandOn(known, scope) ? known : undefined;
    }
    case 'ConditionalExpression':
      return conditionalValue(node, scope);
    case 'ArrayComprehensionExpression':
      return comprehensionValue(node, scope, range, 'list');
    case 'SetComprehensionExpression':
      return comprehensionValue(node, scope, range, 'set');
    case 'VariableName': {
      const name = text.slice(node.from, node.to);
      const local = scope.locals?.get(name);
      if (local) return isStatic(local) && local.kind !== 'dynamic' ? local : undefined;
      if (name === '__name__' && scope.isBuiltin(name) && scope.fileName !== undefined)
        return madeText(scope.fileName.replace(/\W/g, '_'), range);
      const value = scope.lookup(name);
      return value && value.kind !== 'dynamic' && canHandOn(value, scope) ? value : undefined;
    }
    case 'ParenthesizedExpression': {
      const inner = onlyChild(node);
      if (!inner || inner.name === 'YieldExpression') return undefined;
      const value = evaluate(inner, scope);
      return value && inParentheses(node, inner, value);
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
      if (operator?.name === 'not') {
        const truth = operand ? truthOf(evaluate(operand, scope)) : undefined;
        return truth === undefined ? undefined : { kind: 'boolean', value: !truth, range };
      }
      if (!operator || operand?.name !== 'Number' || text.slice(operator.from, operator.to) !== '-')
        return undefined;
      return numberValue(text.slice(operand.from, operand.to), -1, range);
    }
    case 'BinaryExpression':
      return binaryValue(node, scope, range);
    case 'CallExpression': {
      const known = callValue(node, scope);
      return isStatic(known) && known.kind !== 'dynamic' ? known : undefined;
    }
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
function isWholeRightSide(node: PythonNode): boolean {
  let parent = node.parent;
  while (parent?.name === 'ParenthesizedExpression') parent = parent.parent;
  return parent?.name === 'AssignStatement' || parent?.name === 'ExpressionStatement';
}

/** The value of a `String` or `ContinuedString` node; undefined for one that is formatted, unfinished or not to be resolved. */
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

function evaluateItems(nodes: readonly PythonNode[], scope: EvaluationScope): StaticValue[] | undefined {
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

function binaryValue(node: PythonNode, scope: EvaluationScope, range: TextRange): StaticValue | undefined {
  const left = node.firstChild;
  const operator = left?.nextSibling;
  const right = node.lastChild;
  if (!left || !right || !operator) return undefined;
  if (operator.name === 'and' || operator.name === 'or') {
    const first = evaluate(left, scope);
    const truth = truthOf(first);
    if (truth === undefined) return undefined;
    return truth === (operator.name === 'or') ? first : evaluate(right, scope);
  }
  if (operator.name === 'CompareOp') return comparedValue(left, operator, right, scope, range);
  if (operator.name !== 'ArithOp') return undefined;
  const sign = scope.text.slice(operator.from, operator.to);
  const a = evaluate(left, scope);
  if (!a) return undefined;
  if (sign === '%' && a.kind === 'string') return percentValue(a.value, right, scope, range);
  const b = evaluate(right, scope);
  if (!b || !canJoin(a, b, scope)) return undefined;
  if (sign === '+') {
    if (a.kind === 'string' && b.kind === 'string')
      return { kind: 'string', value: a.value + b.value, range, literals: [...a.literals, ...b.literals] };
    if (a.kind === 'sequence' && b.kind === 'sequence' && a.form === b.form && a.form !== 'set')
      return { kind: 'sequence', form: a.form, items: [...a.items, ...b.items], range };
  }
  if (a.kind === 'number' && b.kind === 'number') return calculated(a.value, sign, b.value, range);
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

/** Whether a call is one of a built-in function that is followed. */
function isBuiltinCall(node: PythonNode, scope: EvaluationScope): boolean {
  const callee = node.firstChild;
  if (callee?.name !== 'VariableName') return false;
  const name = scope.text.slice(callee.from, callee.to);
  const isFollowed = name === 'int' || name === 'str' || Object.hasOwn(sequenceBuiltins, name);
  return isFollowed && scope.isBuiltin(name);
}

function builtinCallValue(
  node: PythonNode,
  scope: EvaluationScope,
  range: TextRange,
): StaticValue | undefined {
  const callee = node.firstChild;
  const argumentList = node.lastChild;
  if (!callee || argumentList?.name !== 'ArgList' || hasError(argumentList)) return undefined;
  const name = scope.text.slice(callee.from, callee.to);
  const args = innerChildren(argumentList);
  const isGenerator = argumentList.getChild('for') !== null;
  if (args.length > 1 && !isGenerator) return undefined;
  const argument = isGenerator
    ? comprehensionValue(argumentList, scope, range, 'list')
    : args[0] && evaluate(args[0], scope);
  if (args[0] && !argument) return undefined;
  if (name === 'int') {
    if (argument?.kind === 'number') return wholeNumber(Math.trunc(argument.value), range);
    const digits =
      argument?.kind === 'string' ? /^\s*([+-]?\d{1,15})\s*$/.exec(argument.value)?.[1] : undefined;
    return digits === undefined ? undefined : wholeNumber(Number(digits), range);
  }
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
export function innerChildren(node: PythonNode): PythonNode[] {
  const children: PythonNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling)
    if (!punctuation.has(child.name)) children.push(child);
  return children;
}

function onlyChild(node: PythonNode): PythonNode | undefined {
  const children = innerChildren(node);
  return children.length === 1 ? children[0] : undefined;
}

function hasError(node: PythonNode): boolean {
  for (let child = node.firstChild; child; child = child.nextSibling) if (child.type.isError) return true;
  return false;
}

/** The value of the expression, or the object that it stands for. */
export function evaluateKnown(node: PythonNode, scope: EvaluationScope): Known | undefined {
  switch (node.name) {
    case 'VariableName': {
      const value = evaluate(node, scope);
      if (value) return value;
      const name = scope.text.slice(node.from, node.to);
      if (scope.locals?.has(name)) return scope.locals.get(name);
      if (name === '__file__' && scope.isBuiltin(name) && scope.fileName !== undefined)
        return { kind: 'path', isText: true };
      return scope.objectOf(name);
    }
    case 'ParenthesizedExpression': {
      const inner = onlyChild(node);
      const value = inner && evaluateKnown(inner, scope);
      return inner && isStatic(value) ? inParentheses(node, inner, value) : value;
    }
    case 'DictionaryExpression':
      return evaluate(node, scope) ?? dictionaryObject(node, scope);
    case 'MemberExpression':
      return knownMember(node, scope);
    case 'CallExpression':
      return callValue(node, scope);
    default:
      return evaluate(node, scope);
  }
}

/** A value with the range of the parentheses around it; what a name stands for keeps its own. */
function inParentheses(node: PythonNode, inner: PythonNode, value: StaticValue): StaticValue {
  return inner.name === 'VariableName' ? value : { ...value, range: { start: node.from, end: node.to } };
}

function callValue(node: PythonNode, scope: EvaluationScope): Known | undefined {
  const range: TextRange = { start: node.from, end: node.to };
  return isBuiltinCall(node, scope) ? builtinCallValue(node, scope, range) : knownCall(node, scope, range);
}

function dictionaryObject(node: PythonNode, scope: EvaluationScope): KnownObject | undefined {
  if (hasError(node)) return undefined;
  const parts = innerChildren(node).filter(({ name }) => name !== ':');
  const entries = new Map<string, Known>();
  for (let index = 0; index < parts.length; index += 2) {
    const [key, value] = [parts[index], parts[index + 1]];
    if (!key || !value || key.name === '**' || value.name === '**' || !scope.budget.takeSteps(1))
      return undefined;
    const written = keyOf(evaluate(key, scope));
    if (written === undefined) return undefined;
    entries.set(written, evaluateKnown(value, scope) ?? dynamicValue(scope.text, value));
  }
  return { kind: 'dictionary', entries };
}

/** The value of `object.name` or `object[key]`. */
function knownMember(node: PythonNode, scope: EvaluationScope): Known | undefined {
  const first = node.firstChild;
  const last = node.lastChild;
  if (!first || !last || hasError(node)) return undefined;
  const object = evaluateKnown(first, scope);
  if (!object) return undefined;
  const range: TextRange = { start: node.from, end: node.to };
  if (last.name === 'PropertyName')
    return attributeOf(object, scope.text.slice(last.from, last.to), scope, range);
  const parts = innerChildren(node).slice(1);
  if (parts.some(({ name }) => name === ':')) return slicedValue(object, parts, scope, range);
  const [key] = parts;
  if (parts.length !== 1 || !key) return undefined;
  const index = evaluate(key, scope);
  if (object.kind === 'dictionary') return object.entries.get(keyOf(index) ?? '');
  if (object.kind === 'class')
    return object.isEnum && index?.kind === 'string'
      ? attributeOf(object, index.value, scope, range)
      : undefined;
  if (index?.kind !== 'number' || !Number.isInteger(index.value)) return undefined;
  if (object.kind === 'path-parts')
    return index.value === -1 && scope.fileName !== undefined ? madeText(scope.fileName, range) : undefined;
  if (object.kind === 'sequence') return object.form === 'set' ? undefined : object.items.at(index.value);
  const character = object.kind === 'string' ? characterAt(object.value, index.value) : undefined;
  return character === undefined ? undefined : madeText(character, range);
}

function attributeOf(
  object: Known,
  name: string,
  scope: EvaluationScope,
  range: TextRange,
): Known | undefined {
  if (object.kind === 'class') {
    const entry = object.entries.get(name);
    return entry && object.isEnum ? { kind: 'member', name, value: entry } : entry;
  }
  if (object.kind === 'member') {
    if (name === 'value') return object.value;
    return name === 'name' ? madeText(object.name, range) : undefined;
  }
  if (object.kind === 'imported') {
    const path = `${object.path}.${name}`;
    return path === 'os.sep' || path === 'os.path.sep' ? { kind: 'separator' } : { kind: 'imported', path };
  }
  if (object.kind !== 'path' || object.isText || scope.fileName === undefined) return undefined;
  if (name === 'name') return madeText(scope.fileName, range);
  return name === 'stem' ? madeText(stemOf(scope.fileName), range) : undefined;
}

function stemOf(fileName: string): string {
  const dot = fileName.lastIndexOf('.');
  return dot > 0 ? fileName.slice(0, dot) : fileName;
}

function slicedValue(
  object: Known,
  parts: readonly PythonNode[],
  scope: EvaluationScope,
  range: TextRange,
): StaticValue | undefined {
  const bounds: (number | undefined)[] = [undefined];
  for (const part of parts) {
    if (part.name === ':') {
      bounds.push(undefined);
      continue;
    }
    const value = evaluate(part, scope);
    if (value?.kind !== 'number' || !Number.isInteger(value.value)) return undefined;
    bounds[bounds.length - 1] = value.value;
  }
  const [from, to, step = 1] = bounds;
  if (step !== 1) return undefined;
  if (object.kind === 'string') {
    const part = sliced(object.value, from, to);
    return part === undefined ? undefined : madeText(part, range);
  }
  if (object.kind !== 'sequence' || object.form === 'set') return undefined;
  if (!scope.budget.takeSteps(object.items.length)) return undefined;
  return { ...object, items: sliced(object.items, from, to) ?? [], range };
}

/** The value of a call of a method of a text, dictionary or path, or of what `os.path` and `pathlib` have. */
function knownCall(node: PythonNode, scope: EvaluationScope, range: TextRange): Known | undefined {
  const callee = node.firstChild;
  const list = node.lastChild;
  if (!callee || list?.name !== 'ArgList' || hasError(list) || !scope.budget.takeSteps(1)) return undefined;
  if (callee.name === 'VariableName') {
    const called = evaluateKnown(callee, scope);
    return called?.kind === 'imported'
      ? importedCall(called.path, argumentsOf(list, scope), scope, range)
      : undefined;
  }
  const name = callee.lastChild;
  if (callee.name !== 'MemberExpression' || name?.name !== 'PropertyName' || !callee.firstChild)
    return undefined;
  const method = scope.text.slice(name.from, name.to);
  const object = evaluateKnown(callee.firstChild, scope);
  if (!object) return undefined;
  if (object.kind === 'imported' || object.kind === 'class' || object.kind === 'member') {
    const called = hasError(callee) ? undefined : attributeOf(object, method, scope, range);
    if (called?.kind === 'imported') return importedCall(called.path, argumentsOf(list, scope), scope, range);
  }
  if (object.kind === 'string' && method === 'format') return templateValue(object.value, list, scope, range);
  const args = list.getChild('for')
    ? [comprehensionValue(list, scope, range, 'list')]
    : argumentsOf(list, scope);
  if (object.kind === 'string') return textMethodValue(object.value, method, args, scope, range);
  if (object.kind === 'dictionary' && method === 'get') {
    const key = keyOf(args?.[0]);
    if (key === undefined) return undefined;
    return object.entries.get(key) ?? (args?.length === 2 ? args[1] : undefined);
  }
  return object.kind === 'path' ? pathMethod(object.isText, method, args, scope) : undefined;
}

/** Positional arguments; undefined where others are among them. */
function argumentsOf(list: PythonNode, scope: EvaluationScope): (Known | undefined)[] | undefined {
  const nodes = innerChildren(list);
  if (nodes.some(({ name }) => name === '*' || name === '**' || name === 'AssignOp' || name === 'for'))
    return undefined;
  return nodes.map((node) => evaluateKnown(node, scope));
}

function textMethodValue(
  text: string,
  method: string,
  args: readonly (Known | undefined)[] | undefined,
  scope: EvaluationScope,
  range: TextRange,
): StaticValue | undefined {
  const plain = args?.map(plainOf);
  if (!plain?.every((value) => value !== undefined)) return undefined;
  if (text.length > valueLimits.size || !scope.budget.takeSteps(text.length)) return undefined;
  return valueOfPlain(textMethod(method, text, plain), range);
}

function pathMethod(
  isText: boolean,
  method: string,
  args: readonly (Known | undefined)[] | undefined,
  scope: EvaluationScope,
): Known | undefined {
  if (!args || scope.fileName === undefined) return undefined;
  const [first] = args;
  if (!isText)
    return /^(resolve|absolute|expanduser)$/.test(method) && args.length === 0
      ? { kind: 'path', isText }
      : undefined;
  const isSeparator = first?.kind === 'separator' || (first?.kind === 'string' && first.value === '/');
  return isSeparator && /^(split|rsplit|rpartition)$/.test(method) ? { kind: 'path-parts' } : undefined;
}

function importedCall(
  path: string,
  args: readonly (Known | undefined)[] | undefined,
  scope: EvaluationScope,
  range: TextRange,
): Known | undefined {
  const [only] = args ?? [];
  if (args?.length !== 1 || !only || scope.fileName === undefined) return undefined;
  const isPath = only.kind === 'path';
  switch (path) {
    case 'os.path.basename':
      if (isPath) return madeText(scope.fileName, range);
      return only.kind === 'string' && !/[\\/]/.test(only.value) ? only : undefined;
    case 'os.path.abspath':
    case 'os.path.realpath':
    case 'os.path.normpath':
    case 'os.fspath':
      return isPath ? { kind: 'path', isText: true } : undefined;
    case 'os.path.split':
      return isPath ? { kind: 'path-parts' } : undefined;
    case 'os.path.splitext': {
      if (only.kind !== 'string' || /[\\/]/.test(only.value)) return undefined;
      const stem = stemOf(only.value);
      const items = [madeText(stem, range), madeText(only.value.slice(stem.length), range)];
      return { kind: 'sequence', form: 'tuple', items, range };
    }
    case 'pathlib.Path':
    case 'pathlib.PurePath':
      return isPath ? { kind: 'path', isText: false } : undefined;
    default:
      return undefined;
  }
}

/** A text that no single literal holds. */
function madeText(value: string, range: TextRange): StaticString {
  return { kind: 'string', value, range, literals: [] };
}

function wholeNumber(value: number, range: TextRange): StaticValue | undefined {
  return Number.isSafeInteger(value) ? { kind: 'number', value, source: String(value), range } : undefined;
}

function calculated(a: number, sign: string, b: number, range: TextRange): StaticValue | undefined {
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

function plainOf(value: Known | undefined): Plain | undefined {
  if (value?.kind === 'string') return value.value;
  if (value?.kind === 'number')
    return Number.isSafeInteger(value.value) && /^-?\d+$/.test(value.source) ? value.value : undefined;
  if (value?.kind !== 'sequence' || value.form === 'set') return undefined;
  const texts = value.items.map((item) => (item.kind === 'string' ? item.value : undefined));
  return texts.every((text) => text !== undefined) ? texts : undefined;
}

function valueOfPlain(plain: Plain | undefined, range: TextRange): StaticValue | undefined {
  if (plain === undefined) return undefined;
  if (typeof plain === 'string') return madeText(plain, range);
  if (typeof plain === 'number') return wholeNumber(plain, range);
  return { kind: 'sequence', form: 'list', items: plain.map((item) => madeText(item, range)), range };
}

/** The value of an f-string. */
function formatStringValue(
  node: PythonNode,
  scope: EvaluationScope,
  range: TextRange,
): StaticValue | undefined {
  const { text } = scope;
  const opening = /^([rRfF]*)('''|"""|'|")/.exec(text.slice(node.from, node.from + 6));
  if (!opening || hasError(node)) return undefined;
  const [whole, letters = '', quotes = ''] = opening;
  const prefix = /r/i.test(letters) ? 'r' : '';
  let at = node.from + whole.length;
  let value = '';
  const addText = (end: number): boolean => {
    const decoded = decodeLiteral(prefix + quotes + text.slice(at, end) + quotes);
    if (!decoded) return false;
    value += decoded.value.replaceAll('{{', '{').replaceAll('}}', '}');
    return true;
  };
  for (let child = node.firstChild; child; child = child.nextSibling) {
    if (child.name !== 'FormatReplacement' || !addText(child.from)) return undefined;
    const field = fieldValue(child, scope);
    if (field === undefined) return undefined;
    value += field;
    at = child.to;
    if (value.length > valueLimits.size || !scope.budget.takeSteps(value.length)) return undefined;
  }
  const end = node.to - quotes.length;
  return end >= at && text.slice(end, node.to) === quotes && addText(end)
    ? madeText(value, range)
    : undefined;
}

function fieldValue(node: PythonNode, scope: EvaluationScope): string | undefined {
  const [expression, ...rest] = innerChildren(node);
  if (!expression || hasError(node)) return undefined;
  let specification = '';
  for (const part of rest) {
    const source = scope.text.slice(part.from, part.to);
    if (part.name === 'FormatSpec' && !part.getChild('FormatReplacement')) specification = source.slice(1);
    else if (part.name !== 'FormatConversion' || source !== '!s') return undefined;
  }
  const plain = plainOf(evaluate(expression, scope));
  return plain === undefined ? undefined : formatted(plain, specification);
}

function continuedValue(node: PythonNode, scope: EvaluationScope, range: TextRange): StaticValue | undefined {
  let value = '';
  for (const part of innerChildren(node)) {
    const each = evaluate(part, scope);
    if (each?.kind !== 'string') return undefined;
    value += each.value;
    if (value.length > valueLimits.size) return undefined;
  }
  return madeText(value, range);
}

/** The value of `template % values`. */
function percentValue(
  template: string,
  right: PythonNode,
  scope: EvaluationScope,
  range: TextRange,
): StaticValue | undefined {
  if (template.length > valueLimits.size) return undefined;
  const values = evaluateKnown(right, scope);
  if (!values || !scope.budget.takeSteps(template.length)) return undefined;
  const isTuple = values.kind === 'sequence' && values.form === 'tuple';
  const items: Known[] = isTuple ? [...values.items] : [values];
  const plain = (value: Known): string | number => {
    const found = plainOf(value);
    if (typeof found !== 'string' && typeof found !== 'number') throw notFollowed();
    return found;
  };
  try {
    const value = percentFormat<Known>(template, {
      keyed: (key) => {
        const entry = values.kind === 'dictionary' ? values.entries.get(`text ${key}`) : undefined;
        if (!entry) throw notFollowed();
        return entry;
      },
      next: () => items.shift(),
      textOf: (each) => String(plain(each)),
      reprOf: () => {
        throw notFollowed();
      },
      numberOf: (each) => {
        const number = plain(each);
        return typeof number === 'number' ? number : undefined;
      },
      typeOf: (each) => each.kind,
    });
    if (items.length > 0 && values.kind !== 'dictionary') return undefined;
    return value.length <= valueLimits.size ? madeText(value, range) : undefined;
  } catch (error) {
    if (error instanceof FormatError) return undefined;
    throw error;
  }
}

function notFollowed(): FormatError {
  return new FormatError('TypeError', 'not followed');
}

/** The value of `template.format(…)`. */
function templateValue(
  template: string,
  list: PythonNode,
  scope: EvaluationScope,
  range: TextRange,
): StaticValue | undefined {
  if (template.length > valueLimits.size || !scope.budget.takeSteps(template.length)) return undefined;
  const nodes = innerChildren(list);
  const positional: Plain[] = [];
  const keyed = new Map<string, Plain>();
  for (let index = 0; index < nodes.length; index++) {
    let node = nodes[index];
    if (!node) continue;
    const isKeyword = nodes[index + 1]?.name === 'AssignOp';
    const name = scope.text.slice(node.from, node.to);
    if (isKeyword) node = nodes[(index += 2)];
    const isPlain = node?.name !== '*' && node?.name !== '**';
    const value = node && isPlain ? plainOf(evaluate(node, scope)) : undefined;
    if (value === undefined) return undefined;
    if (isKeyword) keyed.set(name, value);
    else positional.push(value);
  }
  return valueOfPlain(formatTemplate(template, positional, keyed), range);
}

function conditionalValue(node: PythonNode, scope: EvaluationScope): StaticValue | undefined {
  const [whenTrue, , test, , whenFalse] = innerChildren(node);
  if (!whenTrue || !test || !whenFalse) return undefined;
  const truth = truthOf(evaluate(test, scope));
  if (truth !== undefined) return evaluate(truth ? whenTrue : whenFalse, scope);
  const a = evaluate(whenTrue, scope);
  const b = evaluate(whenFalse, scope);
  if (a?.kind === 'none' && b?.kind === 'none') return a;
  return a?.kind === 'string' && b?.kind === 'string' && a.value === b.value
    ? { ...a, literals: [] }
    : undefined;
}

function comparedValue(
  left: PythonNode,
  operator: PythonNode,
  right: PythonNode,
  scope: EvaluationScope,
  range: TextRange,
): StaticValue | undefined {
  const sign = scope.text.slice(operator.from, operator.to);
  if (sign !== '==' && sign !== '!=') return undefined;
  const a = keyOf(evaluate(left, scope));
  const b = keyOf(evaluate(right, scope));
  if (a === undefined || b === undefined) return undefined;
  return { kind: 'boolean', value: (a === b) === (sign === '=='), range };
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

/** The items of a comprehension with one loop over items that are known. */
function comprehensionValue(
  node: PythonNode,
  scope: EvaluationScope,
  range: TextRange,
  form: 'list' | 'set',
): StaticValue | undefined {
  const [element, loop, target, inWord, iterable, ifWord, condition, ...more] = innerChildren(node);
  if (!element || loop?.name !== 'for' || target?.name !== 'VariableName' || inWord?.name !== 'in')
    return undefined;
  if (!iterable || more.length > 0 || (ifWord && ifWord.name !== 'if')) return undefined;
  const over = evaluate(iterable, scope);
  if (over?.kind !== 'sequence' || over.items.length > valueLimits.size) return undefined;
  const name = scope.text.slice(target.from, target.to);
  const items: StaticValue[] = [];
  for (const item of over.items) {
    if (!scope.budget.takeSteps(node.to - node.from)) return undefined;
    const inside = { ...scope, locals: new Map<string, Known>([...(scope.locals ?? []), [name, item]]) };
    const holds = condition ? truthOf(evaluate(condition, inside)) : true;
    if (holds === undefined) return undefined;
    if (holds) items.push(evaluateExpression(element, inside));
  }
  return { kind: 'sequence', form, items: form === 'set' ? withoutRepeats(items) : items, range };
}
