import type { PythonNode } from './boundedParse';
import { parseBounded } from './boundedParse';
import { definedName } from './functionTokens';

/** A statement, its kind in the words of the grammar, such as `ReturnStatement`. */
export interface BodyStatement {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The statements of the body of a migration function in their order, not followed into blocks. */
export function bodyStatements(
  text: string,
  functionName: 'upgrade' | 'downgrade',
): readonly BodyStatement[] {
  let found: readonly PythonNode[] = [];
  for (let node = parseBounded(text).tree.topNode.firstChild; node; node = node.nextSibling)
    if (definedName(text, node) === functionName) found = statementsOf(node);
  return found.map(({ name, from, to }) => ({ name, start: from, end: to, text: text.slice(from, to) }));
}

function statementsOf(node: PythonNode): readonly PythonNode[] {
  const definition = node.name === 'DecoratedStatement' ? node.getChild('FunctionDefinition') : node;
  const body = definition?.getChild('Body');
  return body ? statementsIn(body) : [];
}

function statementsIn(block: PythonNode): readonly PythonNode[] {
  const found: PythonNode[] = [];
  for (let node = block.firstChild; node; node = node.nextSibling) {
    if (/^(?:Comment|[:;])$/.test(node.name)) continue;
    if (node.name === 'StatementGroup') found.push(...statementsIn(node));
    else found.push(node);
  }
  return found;
}
