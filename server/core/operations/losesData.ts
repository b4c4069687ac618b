import type { RevisionFileReading } from '../python/revisionFile';
import type { Operation } from './operation';
import { parsePython } from '../python/syntax/pythonTree';
import { readOperations } from './readOperations';

/** What a text holds where it may drop something; everything else need not be read. */
const mayLoseData = /drop_(?:table|column|all)|\bdrop\b|\.drop\b/i;

/**
 * Whether a migration function drops a table or a column, by an operation or in a statement that it executes.
 */
export function losesData(
  file: { readonly text: string; readonly reading: RevisionFileReading },
  direction: 'upgrade' | 'downgrade',
): boolean {
  const { text, reading } = file;
  if (!reading[direction]) return false;
  // Most files drop something on the way back only, and need not be read for what they do on the way there.
  const other = reading[direction === 'upgrade' ? 'downgrade' : 'upgrade']?.range;
  const reached = other ? text.slice(0, other.start) + text.slice(other.end) : text;
  if (!mayLoseData.test(reached)) return false;
  const tree = parsePython(text);
  // Of what is not followed, the words are all that is known.
  return tree.isTooDeep || readOperations(tree, direction).some(dropsTableOrColumn);
}

function dropsTableOrColumn(operation: Operation): boolean {
  switch (operation.kind) {
    case 'call':
      return operation.name === 'drop_table' || operation.name === 'drop_column';
    case 'sql':
      return operation.statements.some(
        ({ action }) =>
          action.kind === 'drop-table' ||
          (action.kind === 'drop-schema' && action.cascade) ||
          (action.kind === 'alter-table' && action.actions.some(({ kind }) => kind === 'drop-column')),
      );
    case 'object':
      return operation.action === 'drop' && operation.object.path.endsWith('.Table');
    case 'data':
    case 'opaque':
      return false;
  }
}
