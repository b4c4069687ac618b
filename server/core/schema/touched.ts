import { columnNames } from '../operations/columnNames';
import type { CallOperation, Operation } from '../operations/operation';
import { columnDefinition } from '../operations/tableItems';
import type { Value } from '../operations/value';
import { textOf } from '../operations/value';
import type { SqlAction, SqlName } from '../sql/sqlStatement';
import type { Dialect } from './dialect';

/** What one operation touches. */
export interface Touched {
  readonly table: string;
  /** Empty for what concerns the table as a whole. */
  readonly columns: readonly string[];
  /** The name that the table has from here on. */
  readonly newTable?: string;
  /** The column that has another name from here on. */
  readonly renamed?: { readonly from: string; readonly to: string };
  /** Whether the table comes or goes, with all of its columns. */
  readonly isWhole?: boolean;
}

/** What an operation is called: `add_column`, `ALTER TABLE` and so on. */
export function nameOfOperation(operation: Operation): string {
  switch (operation.kind) {
    case 'call':
      return operation.name;
    case 'sql':
      return /^[\s(]*((?:[A-Za-z]+\s*){1,2})/.exec(operation.text)?.[1]?.trim().toUpperCase() ?? 'SQL';
    case 'data':
      return operation.verb;
    case 'object':
      return `${operation.action}_table`;
    case 'opaque':
      return operation.reason;
  }
}

/** The tables and columns that an operation names. */
export function touchedBy(operation: Operation, dialect: Dialect): readonly Touched[] {
  switch (operation.kind) {
    case 'call':
      return touchedByCall(operation, dialect);
    case 'sql':
      return operation.statements.flatMap(({ action }) => touchedBySql(action));
    case 'data':
      return operation.table === undefined
        ? []
        : [{ table: operation.table, columns: operation.columns ?? [] }];
    case 'object': {
      const table = operation.object.path.endsWith('.Table')
        ? textOf(operation.object.positional[0])
        : undefined;
      return table === undefined ? [] : [{ table, columns: [], isWhole: true }];
    }
    case 'opaque':
      return (operation.tables ?? []).map((table) => ({ table, columns: [] }));
  }
}

function touchedByCall(operation: CallOperation, dialect: Dialect): readonly Touched[] {
  const argument = (name: string): Value | undefined => operation.arguments.get(name);
  const from = operation.context.batch?.arguments ?? operation.arguments;
  const table = textOf(from.get('table_name') ?? from.get('source_table') ?? from.get('old_table_name'));
  if (table === undefined) return [];
  switch (operation.name) {
    case 'create_table':
      return [
        { table, columns: operation.rest.flatMap((item) => columnDefinition(item, dialect)?.name ?? []) },
      ];
    case 'drop_table':
      return [{ table, columns: [], isWhole: true }];
    case 'rename_table': {
      const newTable = textOf(argument('new_table_name'));
      return [{ table, columns: [], ...(newTable === undefined ? {} : { newTable }) }];
    }
    case 'alter_column': {
      const column = textOf(argument('column_name'));
      const to = textOf(argument('new_column_name'));
      if (column === undefined) return [{ table, columns: [] }];
      return [{ table, columns: [column], ...(to === undefined ? {} : { renamed: { from: column, to } }) }];
    }
    case 'add_column': {
      const name = columnDefinition(argument('column'), dialect)?.name;
      return [{ table, columns: name === undefined ? [] : [name] }];
    }
    default: {
      const column = textOf(argument('column_name'));
      const listed = columnNames(argument('columns') ?? argument('local_cols')) ?? [];
      return [{ table, columns: column === undefined ? listed : [column] }];
    }
  }
}

function touchedBySql(action: SqlAction): readonly Touched[] {
  const named = (name: SqlName, columns: readonly string[] = [], isWhole = false): readonly Touched[] =>
    name.name === undefined ? [] : [{ table: name.name, columns, ...(isWhole ? { isWhole } : {}) }];
  switch (action.kind) {
    case 'create-table':
      return named(
        action.table,
        action.columns.flatMap(({ name }) => name ?? []),
      );
    case 'drop-table':
      return action.tables.flatMap((table) => named(table, [], true));
    case 'alter-table':
      return action.actions.flatMap((each): readonly Touched[] => {
        const table = action.table.name;
        if (table === undefined) return [];
        if (each.kind === 'rename-table')
          return [{ table, columns: [], ...(each.to.name === undefined ? {} : { newTable: each.to.name }) }];
        if (each.kind === 'rename-column')
          return [{ table, columns: [each.column], renamed: { from: each.column, to: each.to } }];
        if (each.kind === 'add-column')
          return [{ table, columns: each.column.name === undefined ? [] : [each.column.name] }];
        if (each.kind === 'change-column' && each.to.name !== undefined && each.to.name !== each.column)
          return [{ table, columns: [each.column], renamed: { from: each.column, to: each.to.name } }];
        return [{ table, columns: 'column' in each ? [each.column] : [] }];
      });
    case 'rename-tables':
      return action.renames.flatMap(({ from, to }) =>
        from.name === undefined
          ? []
          : [{ table: from.name, columns: [], ...(to.name === undefined ? {} : { newTable: to.name }) }],
      );
    case 'create-index':
      return named(
        action.table,
        action.columns.filter((column) => column !== undefined),
      );
    case 'comment':
      return named(action.table, action.column === undefined ? [] : [action.column]);
    case 'data':
      return action.tables.flatMap((table) => named(table, action.columns));
    case 'opaque':
      return action.table ? named(action.table) : [];
    case 'drop-index':
      return action.table ? named(action.table) : [];
    case 'alter-type':
    case 'create-schema':
    case 'create-type':
    case 'create-view':
    case 'drop-schema':
    case 'drop-type':
    case 'drop-view':
    case 'other':
    case 'rename-index':
      return [];
  }
}
