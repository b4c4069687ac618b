import { Ascii } from '../../text/ascii';
import type { PythonNode } from '../syntax/boundedParse';
import { innerChildren } from './nodeChildren';

/** A part of the text, as the parser gives it. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export function childrenOf(node: PythonNode): PythonNode[] {
  const children: PythonNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) children.push(child);
  return children;
}

/** The statements of a module, body or group. */
export function statementsOf(node: PythonNode): PythonNode[] {
  return childrenOf(node).filter(
    (child) => child.name !== ':' && child.name !== ';' && child.name !== 'Comment' && !child.type.isError,
  );
}

/** What stands between two `=` signs of an assignment; without expressions where the value is missing. */
export interface Segment extends Span {
  readonly expressions: readonly PythonNode[];
  readonly isTuple: boolean;
}

export function assignmentSegments(node: PythonNode): Segment[] {
  const groups: PythonNode[][] = [[]];
  const starts = [node.from];
  for (const child of childrenOf(node)) {
    if (child.name === 'AssignOp') {
      groups.push([]);
      starts.push(child.to);
    } else if (child.name !== 'TypeDef' && child.name !== 'Comment' && !child.type.isError)
      groups[groups.length - 1]?.push(child);
  }
  return groups.map((group, index) => {
    const start = starts[index] ?? node.from;
    return {
      expressions: group.filter((child) => child.name !== ','),
      isTuple: group.some((child) => child.name === ','),
      from: group[0]?.from ?? start,
      to: group[group.length - 1]?.to ?? start,
    };
  });
}

export function itemsOf(
  expressions: readonly PythonNode[],
  count: number,
): readonly PythonNode[] | undefined {
  const only = expressions.length === 1 ? expressions[0] : undefined;
  const items =
    only && (only.name === 'TupleExpression' || only.name === 'ArrayExpression')
      ? innerChildren(only)
      : expressions;
  return items.length === count && items.every((item) => item.name !== '*') ? items : undefined;
}

export function expressionsBefore(node: PythonNode, name: string): PythonNode[] {
  const children = childrenOf(node);
  const at = children.findIndex((child) => child.name === name);
  return children.slice(0, Math.max(at, 0)).filter((child) => child.name !== ',');
}

export function baseName(node: PythonNode): PythonNode | undefined {
  let base: PythonNode | null = node;
  while (base && base.name === 'MemberExpression') base = base.firstChild;
  return base?.name === 'VariableName' ? base : undefined;
}

export function statementAround(node: PythonNode): PythonNode {
  let current = node;
  while (current.parent && !/Statement$|^Body$|^Script$/.test(current.name)) current = current.parent;
  return current;
}

export function isUnconditional(node: PythonNode): boolean {
  let parent = node.parent;
  while (parent?.name === 'ParenthesizedExpression') parent = parent.parent;
  return parent?.name === 'ExpressionStatement' || parent?.name === 'AssignStatement';
}

export function endsWithRaise(statements: readonly PythonNode[]): boolean {
  return statements[statements.length - 1]?.name === 'RaiseStatement';
}

export function capturedNames(clause: PythonNode): PythonNode[] {
  const names: PythonNode[] = [];
  clause.cursor().iterate((reference) => {
    if (reference.name === 'Body') return false;
    if (reference.name === 'VariableName') names.push(reference.node);
    return undefined;
  });
  return names;
}

/** Lezer counts a statement's line end, and comments after a body, as part of it. */
export function endWithoutBlanks(text: string, node: Span): number {
  let end = node.to;
  while (end > node.from && isBlank(text.charCodeAt(end - 1))) end--;
  return end;
}

/** Whether a unit is white space, which is told at a glance for letters, digits and signs. */
function isBlank(unit: number): boolean {
  if (unit < 0x80) return unit === Ascii.space || (unit >= Ascii.tab && unit <= Ascii.carriageReturn);
  return /\s/.test(String.fromCharCode(unit));
}
