import type { Operation } from '../../operations/operation';
import { textOf } from '../../operations/value';
import { columnDefinition } from '../../operations/tableItems';

/**
 * Whether one list of operations only makes things, and the other drops just these, each in so many words.
 */
export function isPairedBack(up: readonly Operation[], down: readonly Operation[]): boolean {
  const made = up.map((operation) => thingOf(operation, makers));
  const dropped = down.map((operation) => thingOf(operation, droppers));
  if (made.includes(undefined) || dropped.includes(undefined)) return false;
  const left = new Set(dropped);
  return (
    made.length === dropped.length &&
    left.size === dropped.length &&
    made.every((thing) => left.delete(thing))
  );
}

type Kind = 'table' | 'column' | 'index' | 'constraint';

const makers: ReadonlyMap<string, Kind> = new Map([
  ['create_table', 'table'],
  ['add_column', 'column'],
  ['create_index', 'index'],
  ['create_unique_constraint', 'constraint'],
  ['create_foreign_key', 'constraint'],
  ['create_check_constraint', 'constraint'],
]);

const droppers: ReadonlyMap<string, Kind> = new Map([
  ['drop_table', 'table'],
  ['drop_column', 'column'],
  ['drop_index', 'index'],
  ['drop_constraint', 'constraint'],
]);

/** What an operation makes or drops, as a key; undefined where that is not plain. */
function thingOf(operation: Operation, kinds: ReadonlyMap<string, Kind>): string | undefined {
  if (operation.kind !== 'call' || operation.doubt !== undefined) return undefined;
  const { context, name, arguments: given } = operation;
  const kind = kinds.get(name);
  if (!kind || context.doubt !== undefined || context.isLive || context.dialects.length > 0) return undefined;
  const from = context.batch?.arguments ?? given;
  const table = textOf(from.get('table_name') ?? from.get('source_table'));
  const schema = textOf(from.get('schema') ?? from.get('source_schema') ?? operation.options.get('schema'));
  const own =
    kind === 'table'
      ? ''
      : kind === 'column'
        ? (textOf(given.get('column_name')) ?? columnDefinition(given.get('column'), 'sqlite')?.name)
        : textOf(given.get(kind === 'index' ? 'index_name' : 'constraint_name'));
  return table === undefined || own === undefined
    ? undefined
    : JSON.stringify([kind, schema ?? '', table, own]);
}
