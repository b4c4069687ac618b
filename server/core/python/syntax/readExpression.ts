import { choiceBelowNot, choiceOf } from './negation';
import type { PythonNode } from './boundedParse';
import type { TextRange } from '../../text/textRange';
import { decodeLiteral } from '../pythonString';
import { childrenOf } from '../parse/statementTree';
import type {
  CallArgument,
  ComprehensionClause,
  ComprehensionExpression,
  Expression,
  Parameter,
  StringPart,
} from './expression';

/** The expression of a node of the parser's tree. Never fails; what is damaged or of no use is `unread`. */
export function readExpression(text: string, node: PythonNode): Expression {
  const range = rangeOf(node);
  switch (node.name) {
    case 'VariableName':
      return { kind: 'name', name: source(text, node), range };
    case 'String':
    case 'FormatString':
    case 'ContinuedString':
      return readString(text, node);
    case 'Number':
      return { kind: 'number', source: source(text, node), range };
    case 'Boolean':
      return { kind: 'boolean', value: source(text, node) === 'True', range };
    case 'None':
      return { kind: 'none', range };
    case 'ParenthesizedExpression':
      return readOnly(text, node) ?? { kind: 'unread', range };
    case 'TupleExpression':
      return { kind: 'sequence', form: 'tuple', items: readItems(text, partsOf(node)), range };
    case 'ArrayExpression':
      return { kind: 'sequence', form: 'list', items: readItems(text, partsOf(node)), range };
    case 'SetExpression':
      return { kind: 'sequence', form: 'set', items: readItems(text, partsOf(node)), range };
    case 'DictionaryExpression':
      return readDictionary(text, node);
    case 'CallExpression':
      return readCall(text, node);
    case 'MemberExpression':
      return readMember(text, node);
    case 'UnaryExpression': {
      const [operator, operand] = partsOf(node);
      const choice = operator?.name === 'not' ? choiceBelowNot(node) : undefined;
      if (choice === 'unclear') return { kind: 'unread', range };
      if (choice && operand) return readNegated(text, operand, range);
      return operator && operand
        ? {
            kind: 'unary',
            operator: source(text, operator),
            operand: readExpression(text, operand),
            range,
          }
        : { kind: 'unread', range };
    }
    case 'BinaryExpression':
      return readBinary(text, node);
    case 'ConditionalExpression': {
      const [whenTrue, test, whenFalse] = partsOf(node).filter(
        ({ name }) => name !== 'if' && name !== 'else',
      );
      return whenTrue && test && whenFalse
        ? {
            kind: 'conditional',
            test: readExpression(text, test),
            whenTrue: readExpression(text, whenTrue),
            whenFalse: readExpression(text, whenFalse),
            range,
          }
        : { kind: 'unread', range };
    }
    case 'LambdaExpression': {
      const list = node.getChild('ParamList');
      const body = node.lastChild;
      return body && body.name !== ':'
        ? {
            kind: 'lambda',
            parameters: list ? readParameters(text, list) : [],
            body: readExpression(text, body),
            range,
          }
        : { kind: 'unread', range };
    }
    case 'NamedExpression': {
      const [name, , value] = partsOf(node);
      return name && value
        ? { kind: 'walrus', name: source(text, name), value: readExpression(text, value), range }
        : { kind: 'unread', range };
    }
    case 'ComprehensionExpression':
    case 'ArrayComprehensionExpression':
    case 'SetComprehensionExpression':
    case 'DictionaryComprehensionExpression':
      return readComprehension(text, partsOf(node), comprehensionForms[node.name] ?? 'generator', range);
    default:
      return { kind: 'unread', range };
  }
}

const comprehensionForms: Readonly<Record<string, ComprehensionExpression['form']>> = {
  ArrayComprehensionExpression: 'list',
  SetComprehensionExpression: 'set',
  DictionaryComprehensionExpression: 'dictionary',
};

/** The expression of several nodes with commas between them: the only one, or a tuple. */
export function readExpressions(text: string, nodes: readonly PythonNode[]): Expression | undefined {
  const first = nodes[0];
  const last = nodes.at(-1);
  if (!first || !last) return undefined;
  if (nodes.length === 1) return readExpression(text, first);
  const items = readItems(
    text,
    nodes.filter(({ name }) => name !== ','),
  );
  if (items.length === 1 && first.name === '*' && !nodes.some(({ name }) => name === ',')) return items[0];
  return { kind: 'sequence', form: 'tuple', items, range: { start: first.from, end: last.to } };
}

export function rangeOf(node: { readonly from: number; readonly to: number }): TextRange {
  return { start: node.from, end: node.to };
}

export function readParameters(text: string, list: PythonNode): readonly Parameter[] {
  const parameters: Parameter[] = [];
  let keywordOnly = false;
  for (const part of splitAtCommas(childrenOf(list).filter(({ name }) => name !== '(' && name !== ')'))) {
    const name = part.find((node) => node.name === 'VariableName');
    const star = part[0]?.name;
    if (!name) {
      keywordOnly ||= star === '*';
      continue;
    }
    const equals = part.findIndex((node) => node.name === 'AssignOp');
    const value = equals < 0 ? undefined : part[equals + 1];
    parameters.push({
      name: source(text, name),
      form: star === '*' ? 'rest' : star === '**' ? 'keywords' : keywordOnly ? 'keyword' : 'plain',
      default: value && readExpression(text, value),
    });
    keywordOnly ||= star === '*';
  }
  return parameters;
}

const brackets: ReadonlySet<string> = new Set(['(', ')', '[', ']', '{', '}', ',', 'Comment']);

/** The children that are no brackets, commas or comments. */
function partsOf(node: PythonNode): PythonNode[] {
  return childrenOf(node).filter((child) => !brackets.has(child.name) && !child.type.isError);
}

function source(text: string, node: PythonNode): string {
  return text.slice(node.from, node.to);
}

function readOnly(text: string, node: PythonNode): Expression | undefined {
  const [only, second] = partsOf(node);
  return only && !second ? readExpression(text, only) : undefined;
}

function readItems(text: string, nodes: readonly PythonNode[]): readonly Expression[] {
  const items: Expression[] = [];
  for (let index = 0; index < nodes.length; index++) {
    const node = nodes[index];
    const starred = node?.name === '*' ? nodes[++index] : undefined;
    if (node && starred)
      items.push({
        kind: 'starred',
        value: readExpression(text, starred),
        range: { start: node.from, end: starred.to },
      });
    else if (node && node.name !== '*') items.push(readExpression(text, node));
  }
  return items;
}

function splitAtCommas(nodes: readonly PythonNode[]): PythonNode[][] {
  const parts: PythonNode[][] = [[]];
  for (const node of nodes) {
    if (node.name === ',') parts.push([]);
    else if (node.name !== 'Comment' && !node.type.isError) parts.at(-1)?.push(node);
  }
  return parts.filter((part) => part.length > 0);
}

function inside(node: PythonNode): PythonNode[] {
  return childrenOf(node).slice(1, -1);
}

function readDictionary(text: string, node: PythonNode): Expression {
  const range = rangeOf(node);
  const entries: { key: Expression | undefined; value: Expression }[] = [];
  for (const part of splitAtCommas(inside(node))) {
    const [first, second, third] = part;
    if (first?.name === '**' && second) entries.push({ key: undefined, value: readExpression(text, second) });
    else if (first && second?.name === ':' && third)
      entries.push({ key: readExpression(text, first), value: readExpression(text, third) });
    else return { kind: 'unread', range };
  }
  return { kind: 'dictionary', entries, range };
}

function readCall(text: string, node: PythonNode): Expression {
  const range = rangeOf(node);
  const callee = node.firstChild;
  const list = node.lastChild;
  if (!callee || list?.name !== 'ArgList') return { kind: 'unread', range };
  return { kind: 'call', callee: readExpression(text, callee), arguments: readArguments(text, list), range };
}

/** The arguments between the parentheses of a call or class. */
export function readArguments(text: string, list: PythonNode): readonly CallArgument[] {
  const inner = childrenOf(list).filter((child) => child.name !== '(' && child.name !== ')');
  if (inner.some(({ name }) => name === 'for')) {
    const parts = inner.filter((child) => !brackets.has(child.name) && !child.type.isError);
    const value = readComprehension(text, parts, 'generator', rangeOf(list));
    return [{ name: undefined, nameRange: undefined, value }];
  }
  return splitAtCommas(inner).flatMap((part): CallArgument[] => {
    const [first, second, third] = part;
    if (!first) return [];
    if ((first.name === '*' || first.name === '**') && second)
      return [{ name: first.name, nameRange: undefined, value: readExpression(text, second) }];
    if (second?.name === 'AssignOp')
      return third
        ? [{ name: source(text, first), nameRange: rangeOf(first), value: readExpression(text, third) }]
        : [];
    return [{ name: undefined, nameRange: undefined, value: readExpression(text, first) }];
  });
}

function readMember(text: string, node: PythonNode): Expression {
  const range = rangeOf(node);
  const object = node.firstChild;
  if (!object) return { kind: 'unread', range };
  const property = node.getChild('PropertyName');
  if (property && property.from >= object.to)
    return {
      kind: 'attribute',
      object: readExpression(text, object),
      name: source(text, property),
      nameRange: rangeOf(property),
      range,
    };
  const bracket = childrenOf(node).findIndex(({ name }) => name === '[');
  if (bracket < 0) return { kind: 'unread', range };
  const index = childrenOf(node)
    .slice(bracket + 1)
    .filter((child) => child.name !== ']' && child.name !== 'Comment' && !child.type.isError);
  const isSlice = index.some(({ name }) => name === ':');
  return {
    kind: 'subscript',
    object: readExpression(text, object),
    index: isSlice ? undefined : readExpressions(text, index),
    range,
  };
}

function readBinary(text: string, node: PythonNode): Expression {
  const range = rangeOf(node);
  const parts = partsOf(node);
  const left = parts[0];
  const right = parts.at(-1);
  if (!left || !right || parts.length < 3) return { kind: 'unread', range };
  const operator = parts
    .slice(1, -1)
    .map((part) => source(text, part))
    .join(' ');
  const first = readExpression(text, left);
  // `a < b < c` is two comparisons, which the parser takes for a comparison with a result.
  const isRow = left.name === 'BinaryExpression' && first.kind === 'binary' && isComparison(first.operator);
  if (isRow && isComparison(operator)) return { kind: 'unread', range };
  return { kind: 'binary', operator, left: first, right: readExpression(text, right), range };
}

/** `not a and b`: the `not` belongs to the first part. */
function readNegated(text: string, node: PythonNode, range: TextRange): Expression {
  const choice = choiceOf(node);
  if (!choice)
    return {
      kind: 'unary',
      operator: 'not',
      operand: readExpression(text, node),
      range: { start: range.start, end: node.to },
    };
  const left = readNegated(text, choice.left, range);
  return {
    kind: 'binary',
    operator: choice.word,
    left,
    right: readExpression(text, choice.right),
    range: { start: range.start, end: node.to },
  };
}

function isComparison(operator: string): boolean {
  return /^(?:[<>]=?|[!=]=|in|not in|is|is not)$/.test(operator);
}

function readComprehension(
  text: string,
  parts: readonly PythonNode[],
  form: ComprehensionExpression['form'],
  range: TextRange,
): Expression {
  const start = parts.findIndex(({ name }) => name === 'for');
  const head = parts.slice(0, start).filter(({ name }) => name !== ':');
  const [first, second] = head;
  if (!first || (form === 'dictionary') !== (second !== undefined)) return { kind: 'unread', range };
  const clauses = readClauses(text, parts.slice(start));
  if (!clauses) return { kind: 'unread', range };
  return {
    kind: 'comprehension',
    form,
    key: second && readExpression(text, first),
    element: readExpression(text, second ?? first),
    clauses,
    range,
  };
}

function readClauses(text: string, parts: readonly PythonNode[]): ComprehensionClause[] | undefined {
  const clauses: ComprehensionClause[] = [];
  for (let index = 0; index < parts.length;) {
    const keyword = parts[index]?.name;
    let end = index + 1;
    while (end < parts.length && parts[end]?.name !== 'for' && parts[end]?.name !== 'if') end++;
    const clause = parts.slice(index + 1, end);
    const last = clause.at(-1);
    if (!last) return undefined;
    if (keyword === 'if') clauses.push({ kind: 'if', test: readExpression(text, last) });
    else {
      const at = clause.findIndex(({ name }) => name === 'in');
      const target = at < 0 ? undefined : readTargets(text, clause.slice(0, at));
      if (keyword !== 'for' || !target) return undefined;
      clauses.push({ kind: 'for', target, iterable: readExpression(text, last) });
    }
    index = end;
  }
  return clauses;
}

/** The target of a loop in a comprehension, whose commas are left out already. */
function readTargets(text: string, nodes: readonly PythonNode[]): Expression | undefined {
  const [first] = nodes;
  const last = nodes.at(-1);
  if (!first || !last) return undefined;
  if (nodes.length === 1) return readExpression(text, first);
  return {
    kind: 'sequence',
    form: 'tuple',
    items: readItems(text, nodes),
    range: { start: first.from, end: last.to },
  };
}

function readString(text: string, node: PythonNode): Expression {
  const range = rangeOf(node);
  const nodes = node.name === 'ContinuedString' ? partsOf(node) : [node];
  const parts: StringPart[] = [];
  for (const each of nodes) {
    if (each.name === 'FormatString') parts.push(...formatParts(text, each));
    else {
      const decoded = decodeLiteral(source(text, each));
      if (decoded?.isBytes) return { kind: 'bytes', range };
      parts.push({ kind: 'text', value: decoded?.value, range: rangeOf(each) });
    }
  }
  return { kind: 'string', parts, literals: nodes.map(rangeOf), range };
}

/** The texts and replacement fields of one f-string. */
function formatParts(text: string, node: PythonNode): StringPart[] {
  const opening = /^([A-Za-z]*)('''|"""|'|")/.exec(source(text, node));
  if (!opening) return [{ kind: 'text', value: undefined, range: rangeOf(node) }];
  const raw = /r/i.test(opening[1] ?? '') ? 'r' : '';
  const quote = opening[2] ?? '"';
  const parts: StringPart[] = [];
  let from = node.from + opening[0].length;
  const end = source(text, node).endsWith(quote) ? node.to - quote.length : node.to;
  const take = (to: number): void => {
    if (to <= from) return;
    const plain = text.slice(from, to).replaceAll('{{', '{').replaceAll('}}', '}');
    const value = decodeLiteral(`${raw}${quote}${plain}${quote}`)?.value;
    parts.push({ kind: 'text', value, range: { start: from, end: to } });
  };
  for (const field of node.getChildren('FormatReplacement')) {
    take(field.from);
    const [inner] = partsOf(field).filter(({ name }) => !name.startsWith('Format'));
    const conversion = field.getChild('FormatConversion');
    parts.push({
      kind: 'field',
      value: inner ? readExpression(text, inner) : { kind: 'unread', range: rangeOf(field) },
      conversion: conversion ? source(text, conversion).slice(1) : undefined,
      hasFormat: field.getChild('FormatSpec') !== null || /=\s*[}!:]/.test(source(text, field).slice(-3)),
      range: rangeOf(field),
    });
    from = field.to;
  }
  take(end);
  return parts;
}
