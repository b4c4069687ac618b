import type { PythonNode } from './boundedParse';
import { parseBounded } from './boundedParse';
import { definedName } from './functionTokens';

/** A statement, its kind in the words of the grammar, such as `ReturnStatement`. */
export interface LastStatement {
  readonly name: string;
  readonly start: number;
  readonly text: string;
}

/** The statement at which the body of a migration function ends, not followed into blocks. */
export function lastStatement(
  text: string,
  functionName: 'upgrade' | 'downgrade',
): LastStatement | undefined {
  let last: PythonNode | undefined;
  for (let node = parseBounded(text).tree.topNode.firstChild; node; node = node.nextSibling)
    if (definedName(text, node) === functionName) last = lastOf(node);
  return last && { name: last.name, start: last.from, text: text.slice(last.from, last.to) };
}

function lastOf(node: PythonNode): PythonNode | undefined {
  const definition = node.name === 'DecoratedStatement' ? node.getChild('FunctionDefinition') : node;
  return lastIn(definition?.getChild('Body') ?? undefined);
}

function lastIn(block: PythonNode | undefined): PythonNode | undefined {
  let last = block?.lastChild;
  while (last && /^(?:Comment|[:;])$/.test(last.name)) last = last.prevSibling;
  if (!last) return undefined;
  return last.name === 'StatementGroup' ? lastIn(last) : last;
}
