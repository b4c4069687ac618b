import type { PythonNode } from '../syntax/boundedParse';

const punctuation = new Set(['(', ')', '[', ']', '{', '}', ',', 'Comment']);

/** The children that are expressions (or a `*` in front of one). */
export function innerChildren(node: PythonNode): PythonNode[] {
  const children: PythonNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling)
    if (!punctuation.has(child.name)) children.push(child);
  return children;
}

export function onlyChild(node: PythonNode): PythonNode | undefined {
  const children = innerChildren(node);
  return children.length === 1 ? children[0] : undefined;
}

export function hasError(node: PythonNode): boolean {
  for (let child = node.firstChild; child; child = child.nextSibling) if (child.type.isError) return true;
  return false;
}
