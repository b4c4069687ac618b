import type { SyntaxNode } from '@lezer/common';
import { parser } from '@lezer/python';
import type { RevisionFileReading } from '../python/revisionFile';

const mayLoseData = /drop_(?:table|column)|\bdrop\s+(?:table|column)\b/i;
const statementLosesData = /\bdrop\s+(?:table|column)\b/i;
const methodsThatLoseData: ReadonlySet<string> = new Set(['drop_table', 'drop_column']);

/**
 * Whether a migration function drops a table or a column: by an operation called `drop_table` or `drop_column`, or in the text of a statement
 * given to something called `execute`. What only running the file would tell is not seen.
 */
export function losesData(
  file: { readonly text: string; readonly reading: RevisionFileReading },
  direction: 'upgrade' | 'downgrade',
): boolean {
  const migration = file.reading[direction];
  if (!migration) return false;
  const source = file.text.slice(migration.range.start, migration.range.end);
  return mayLoseData.test(source) && hasCallThatLosesData(source, parser.parse(source).topNode);
}

function hasCallThatLosesData(source: string, node: SyntaxNode): boolean {
  if (node.name === 'CallExpression') {
    const called = calledName(source, node);
    if (methodsThatLoseData.has(called)) return true;
    if (called === 'execute' && hasStatementThatLosesData(source, node.getChild('ArgList'))) return true;
  }
  return hasChild(node, (child) => hasCallThatLosesData(source, child));
}

function calledName(source: string, call: SyntaxNode): string {
  const called = call.firstChild;
  const name = called?.name === 'MemberExpression' ? called.lastChild : called;
  return name ? source.slice(name.from, name.to) : '';
}

function hasStatementThatLosesData(source: string, node: SyntaxNode | null): boolean {
  if (!node) return false;
  if (/String$/.test(node.name) && statementLosesData.test(source.slice(node.from, node.to))) return true;
  return hasChild(node, (child) => hasStatementThatLosesData(source, child));
}

function hasChild(node: SyntaxNode, accept: (child: SyntaxNode) => boolean): boolean {
  for (let child = node.firstChild; child; child = child.nextSibling) if (accept(child)) return true;
  return false;
}
