import type { TextRange } from '../../text/textRange';
import type { PythonNode } from '../syntax/boundedParse';
import type { StaticString, StaticValue } from '../revisionFile';
import { choiceBelowNot, choiceOf } from '../syntax/negation';
import { builtinCallValue, isBuiltinCall } from './builtinCall';
import { comprehensionValue } from './comprehensionValue';
import { fitsBudget, canJoin, stepsForExpression, valueLimits } from './evaluationScope';
import type { EvaluationScope, Evaluator } from './evaluationScope';
import { formatStringValue, percentValue } from './formattedValue';
import { knownCall } from './knownCall';
import { knownMember } from './knownMember';
import { isStatic, keyOf } from './knownObject';
import type { Known, KnownObject } from './knownObject';
import { hasError, innerChildren, onlyChild } from './nodeChildren';
import {
  calculated,
  dynamicValue,
  madeText,
  numberValue,
  stringValue,
  truthOf,
  withoutRepeats,
} from './staticValue';

/** Passed to the files that evaluate parts of their expressions here. */
const evaluator: Evaluator = { value: evaluate, known: evaluateKnown };

/**
 * The expression's value where it follows from literals and constants, else a dynamic one with the
 * expression's source.
 */
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

/**
 * The value of an expression; undefined where it is not known. Each part is looked at once, or an expression
 * nested in itself would take twice as long for every level.
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
      return formatStringValue(node, evaluator, scope, range);
    case 'MemberExpression': {
      const known = knownMember(node, evaluator, scope);
      return isStatic(known) && known.kind !== 'dynamic' && fitsBudget(known, scope) ? known : undefined;
    }
    case 'ConditionalExpression':
      return conditionalValue(node, scope);
    case 'ArrayComprehensionExpression':
      return comprehensionValue(node, evaluator, scope, range, 'list');
    case 'SetComprehensionExpression':
      return comprehensionValue(node, evaluator, scope, range, 'set');
    case 'VariableName': {
      const name = text.slice(node.from, node.to);
      const local = scope.locals?.get(name);
      if (local) return isStatic(local) && local.kind !== 'dynamic' ? local : undefined;
      if (name === '__name__' && scope.isBuiltin(name) && scope.fileName !== undefined)
        return madeText(scope.fileName.replace(/\W/g, '_'), range);
      const value = scope.lookup(name);
      return value && value.kind !== 'dynamic' && fitsBudget(value, scope) ? value : undefined;
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
      if (operator?.name === 'not')
        return operand && choiceBelowNot(node) !== 'unclear'
          ? negatedValue(operand, scope, range)
          : undefined;
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

/** The value of `not operand`, where `not` belongs to the first part of `and` and `or`. */
function negatedValue(node: PythonNode, scope: EvaluationScope, range: TextRange): StaticValue | undefined {
  const choice = choiceOf(node);
  if (choice) {
    const first = negatedValue(choice.left, scope, range);
    const truth = truthOf(first);
    if (truth === undefined) return undefined;
    return truth === (choice.word === 'or') ? first : evaluate(choice.right, scope);
  }
  const truth = truthOf(evaluate(node, scope));
  return truth === undefined ? undefined : { kind: 'boolean', value: !truth, range };
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
      return knownMember(node, evaluator, scope);
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

/** Whether a walrus is the whole right side: inside of a larger expression its order is not followed. */
function isWholeRightSide(node: PythonNode): boolean {
  let parent = node.parent;
  while (parent?.name === 'ParenthesizedExpression') parent = parent.parent;
  return parent?.name === 'AssignStatement' || parent?.name === 'ExpressionStatement';
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
  if (sign === '%' && a.kind === 'string') return percentValue(a.value, right, evaluator, scope, range);
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

function callValue(node: PythonNode, scope: EvaluationScope): Known | undefined {
  const range: TextRange = { start: node.from, end: node.to };
  return isBuiltinCall(node, scope)
    ? builtinCallValue(node, evaluator, scope, range)
    : knownCall(node, evaluator, scope, range);
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
