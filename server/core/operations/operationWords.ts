import type { SqlAction, SqlName } from '../sql/sqlStatement';
import type { CallOperation, Operation } from './operation';
import { columnDefinition } from './tableItems';
import { columnNames } from './columnNames';
import type { Value } from './value';
import { textOf } from './value';

/**
 * What operations do in a few words each, such as `adds users.email`; the same words once, what can't be read
 * as `runs code`.
 */
export function operationsInWords(operations: readonly Operation[]): readonly string[] {
  return [...new Set(operations.flatMap(wordsOf))];
}

function wordsOf(operation: Operation): readonly string[] {
  switch (operation.kind) {
    case 'call':
      return [callInWords(operation)];
    case 'sql':
      return operation.statements.flatMap(({ action }) => sqlInWords(action));
    case 'data':
      return [`data: ${dataVerbs[operation.verb]} ${operation.table ?? 'rows'}`];
    case 'object': {
      const { positional, keywords, path } = operation.object;
      const isTable = path.endsWith('.Table');
      const name = textOf(isTable ? positional[0] : keywords.get('name'));
      const what = `${isTable ? 'table' : 'type'} ${name ?? '…'}`;
      return [`${operation.action === 'create' ? 'creates' : 'drops'} ${what}`];
    }
    case 'opaque':
      return ['runs code'];
  }
}

const dataVerbs = { insert: 'inserts', update: 'updates', delete: 'deletes from', write: 'writes' } as const;

function callInWords(operation: CallOperation): string {
  const argument = (name: string): Value | undefined => operation.arguments.get(name);
  const named = (name: string): string => textOf(argument(name)) ?? '…';
  const from = operation.context.batch?.arguments ?? operation.arguments;
  const table =
    textOf(from.get('table_name') ?? from.get('source_table') ?? from.get('old_table_name')) ?? '…';
  const name = textOf(argument('constraint_name')) ?? textOf(argument('index_name'));
  switch (operation.name) {
    case 'create_table': {
      const columns = operation.rest.filter((item) => columnDefinition(item, '')?.name !== undefined).length;
      return `creates ${table}${columns > 0 ? ` (${String(columns)} ${columns === 1 ? 'column' : 'columns'})` : ''}`;
    }
    case 'drop_table':
      return `drops ${table}`;
    case 'rename_table':
      return `renames ${table} to ${named('new_table_name')}`;
    case 'add_column':
      return `adds ${table}.${columnDefinition(argument('column'), '')?.name ?? '…'}`;
    case 'drop_column':
      return `drops ${table}.${named('column_name')}`;
    case 'alter_column': {
      const column = `${table}.${named('column_name')}`;
      const to = textOf(argument('new_column_name'));
      return to === undefined ? `changes ${column}` : `renames ${column} to ${to}`;
    }
    case 'create_index': {
      const columns = columnNames(argument('columns'));
      return `index ${name ?? `on ${table}${columns ? ` (${columns.join(', ')})` : ''}`}`;
    }
    case 'drop_index':
    case 'drop_constraint':
    case 'drop_table_comment':
      return name === undefined ? `changes ${table}` : `drops ${name}`;
    case 'create_unique_constraint':
    case 'create_check_constraint':
    case 'create_primary_key':
    case 'create_exclude_constraint':
      return `constraint ${name ?? ''} on ${table}`.replace('  ', ' ');
    case 'create_foreign_key':
      return `foreign key ${table} → ${named('referent_table')}`;
    case 'bulk_insert':
      return 'data: inserts rows';
    case 'execute':
      return 'runs SQL';
    default:
      return table === '…' ? operation.name.replaceAll('_', ' ') : `changes ${table}`;
  }
}

function sqlInWords(action: SqlAction): readonly string[] {
  switch (action.kind) {
    case 'create-table':
      return [`creates ${shown(action.table)}`];
    case 'drop-table':
      return action.tables.map((table) => `drops ${shown(table)}`);
    case 'alter-table':
      return [`changes ${shown(action.table)}`];
    case 'rename-tables':
      return action.renames.map(({ from, to }) => `renames ${shown(from)} to ${shown(to)}`);
    case 'create-index':
      return [`index on ${shown(action.table)}`];
    case 'drop-index':
      return action.names.map((name) => `drops ${shown(name)}`);
    case 'create-type':
      return [`creates type ${shown(action.name)}`];
    case 'drop-type':
      return action.names.map((name) => `drops type ${shown(name)}`);
    case 'alter-type':
      return [`changes type ${shown(action.name)}`];
    case 'data':
      return [`data: ${action.tables.map(shown).join(', ') || 'rows'}`];
    case 'comment':
    case 'create-schema':
    case 'create-view':
    case 'drop-schema':
    case 'drop-view':
    case 'opaque':
    case 'other':
    case 'rename-index':
      return ['runs SQL'];
  }
}

function shown({ name }: SqlName): string {
  return name ?? '…';
}
