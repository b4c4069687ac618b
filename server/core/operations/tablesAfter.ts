import type { TextRange } from '../text/textRange';
import type { SqlAction, SqlName } from '../sql/sqlStatement';
import type { Operation } from './operation';
import type { Value } from './value';
import { textOf } from './value';

/** A table that is dropped, with its schema where one is named, and the first operation that does so. */
export interface DroppedTable {
  readonly name: string;
  readonly range: TextRange;
}

/** Which tables operations leave behind that were not there, and which they take away. */
export interface TablesAfter {
  readonly made: ReadonlySet<string>;
  /** None that the operations made themselves, or that they make again or rename to. */
  readonly dropped: readonly DroppedTable[];
}

/** Follows the tables through operations. Of what may not run nothing is told. */
export function tablesAfter(operations: readonly Operation[]): TablesAfter {
  const gone = new Map<string, TextRange>();
  const made = new Set<string>();
  for (const operation of operations) {
    if (operation.context.doubt !== undefined || operation.context.isLive) continue;
    for (const { kind, name } of tableChanges(operation))
      if (kind === 'make') {
        made.add(name);
        gone.delete(name);
      } else if (!made.delete(name) && kind === 'drop' && !gone.has(name)) gone.set(name, operation.range);
  }
  return { made, dropped: [...gone].map(([name, range]) => ({ name, range })) };
}

interface TableChange {
  readonly kind: 'make' | 'drop' | 'rename';
  readonly name: string;
}

function tableChanges(operation: Operation): readonly TableChange[] {
  switch (operation.kind) {
    case 'call': {
      const { name, arguments: given } = operation;
      if (name === 'create_table') return change('make', given.get('table_name'), given.get('schema'));
      if (name === 'drop_table') return change('drop', given.get('table_name'), given.get('schema'));
      if (name !== 'rename_table') return [];
      return [
        ...change('rename', given.get('old_table_name'), given.get('schema')),
        ...change('make', given.get('new_table_name'), given.get('schema')),
      ];
    }
    case 'sql':
      return operation.statements.flatMap(({ action }) => changesOfSql(action));
    case 'object': {
      const { action, object } = operation;
      if (!object.path.endsWith('.Table')) return [];
      const { positional, keywords } = object;
      return change(action === 'create' ? 'make' : 'drop', positional[0], keywords.get('schema'));
    }
    case 'data':
    case 'opaque':
      return [];
  }
}

function changesOfSql(action: SqlAction): readonly TableChange[] {
  if (action.kind === 'create-table') return ofSql('make', action.table);
  if (action.kind === 'drop-table') return action.tables.flatMap((table) => ofSql('drop', table));
  if (action.kind === 'rename-tables')
    return action.renames.flatMap(({ from, to }) => [...ofSql('rename', from), ...ofSql('make', to)]);
  if (action.kind !== 'alter-table') return [];
  return action.actions.flatMap((each) =>
    each.kind === 'rename-table' ? [...ofSql('rename', action.table), ...ofSql('make', each.to)] : [],
  );
}

function change(kind: TableChange['kind'], table: Value | undefined, schema: Value | undefined) {
  return ofSql(kind, { name: textOf(table), schema: textOf(schema) });
}

function ofSql(kind: TableChange['kind'], { name, schema }: SqlName): readonly TableChange[] {
  return name === undefined ? [] : [{ kind, name: schema === undefined ? name : `${schema}.${name}` }];
}
