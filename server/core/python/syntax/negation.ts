import type { PythonNode } from './boundedParse';

/**
 * The parts of `and` or `or` below a `not`, which Python binds closer than both and the parser does not: the
 * `not` belongs to `left`. Undefined for any other operand, `unclear` where the words around decide.
 */
export function choiceBelowNot(
  not: PythonNode,
):
  | { readonly left: PythonNode; readonly word: 'and' | 'or'; readonly right: PythonNode }
  | 'unclear'
  | undefined {
  const operand = not.lastChild;
  const parts = operand && choiceOf(operand);
  if (!parts) return undefined;
  return not.parent && choiceOf(not.parent) ? 'unclear' : parts;
}

/** The parts of an `and` or `or` that is written without parentheses. */
export function choiceOf(
  node: PythonNode,
): { readonly left: PythonNode; readonly word: 'and' | 'or'; readonly right: PythonNode } | undefined {
  const left = node.name === 'BinaryExpression' ? node.firstChild : null;
  const word = left?.nextSibling?.name;
  const right = node.lastChild;
  return left && right && (word === 'and' || word === 'or') ? { left, word, right } : undefined;
}
