import type { Operation } from '../../server/core/operations/operation';
import { readOperations } from '../../server/core/operations/readOperations';
import { signatures } from '../../server/core/operations/signatures';
import type { Value } from '../../server/core/operations/value';

/** Why the call of an operation at a place is not bound; undefined where it is. */
type ReasonAt = (receiver: string, name: string, line: number, column: number) => string | undefined;

/** Parameters without which nothing is known of an operation: what it acts on. */
const essential = new Set([
  ...['table_name', 'column_name', 'column', 'source_table', 'referent_table', 'old_table_name'],
  ...['new_table_name', 'columns', 'local_cols', 'remote_cols', 'table', 'constraint_name', 'index_name'],
]);

/** Reads a revision file and answers for its calls. Lines count from 1, columns in bytes, as in Python. */
export function unboundReason(text: string): ReasonAt {
  const operations = ['upgrade', 'downgrade'].flatMap((direction) => readOperations(text, direction));
  const byStart = new Map<number, Operation[]>();
  for (const operation of operations) {
    const { start } = operation.range;
    byStart.set(start, [...(byStart.get(start) ?? []), operation]);
  }
  const batches = new Map(
    operations.flatMap(({ context: { batch } }) => (batch ? [[batch.range.start, batch] as const] : [])),
  );
  const starts = [0];
  for (const match of text.matchAll(/\n/g)) starts.push(match.index + 1);
  return (receiver, name, line, column) => {
    const from = starts[line - 1] ?? 0;
    const offset = from + Buffer.from(text.slice(from)).subarray(0, column).toString().length;
    if (name === 'batch_alter_table') {
      const batch = batches.get(offset);
      return batch ? reasonOfArguments(batch.arguments) : undefined;
    }
    if (name !== 'execute' && signatures[receiver === 'op' ? 'op' : 'batch_op'][name] === undefined)
      return `${name} is no operation of Alembic`;
    const found = byStart.get(offset);
    if (!found) return 'it is not reached';
    return found.map(reasonOfOperation).find((reason) => reason !== undefined);
  };
}

function reasonOfOperation(operation: Operation): string | undefined {
  switch (operation.kind) {
    case 'opaque':
      return operation.reason;
    case 'call':
      return operation.doubt ?? reasonOfArguments(operation.arguments);
    case 'sql':
    case 'data':
    case 'object':
      return undefined;
  }
}

function reasonOfArguments(bound: ReadonlyMap<string, Value>): string | undefined {
  for (const [parameter, value] of bound)
    if (essential.has(parameter) && value.kind === 'unknown')
      return `${parameter} is not known: ${value.reason}`;
  return undefined;
}
