import type { TextRange } from '../text/textRange';
import type { LiveTable } from './liveDatabase';
import type { Arguments, Machine } from './machine';
import type { Value } from './value';
import { textOf, unknown } from './value';

/**
 * What a method of an inspector, or `has_table` of a dialect, says of the database as the migrations before
 * leave it.
 */
export function callInspector(machine: Machine, name: string, args: Arguments, range: TextRange): Value {
  const answer = answerOf(machine, name, args, range);
  return answer ?? unknown(range, 'it depends on what the database holds', { isLive: true });
}

function answerOf(machine: Machine, name: string, args: Arguments, range: TextRange): Value | undefined {
  const { database } = machine;
  if (!database) return undefined;
  // `dialect.has_table(connection, name)` has another argument in front.
  const positional = args.positional.filter(({ kind }) => kind !== 'special');
  const [first, second] = positional;
  const named = args.keywords.get('table_name') ?? first;
  const schemaValue = args.keywords.get('schema') ?? (name === 'get_table_names' ? first : second);
  const schema = schemaOf(schemaValue, name);
  if (schema === 'unknown') return undefined;
  const flag = (value: boolean | undefined): Value | undefined =>
    value === undefined ? undefined : { kind: 'boolean', value, range, isLive: true };
  const list = (items: Value[] | undefined): Value | undefined =>
    items && { kind: 'list', form: 'list', items, range, isLive: true };
  const texts = (items: readonly string[]): Value[] =>
    items.map((value) => ({ kind: 'string', value, range, isLive: true }));
  const row = (entries: readonly (readonly [string, Value | undefined])[]): Value => {
    const known = entries.flatMap(([key, value]) => (value ? [[key, value] as const] : []));
    return { kind: 'dictionary', entries: new Map<string | number, Value>(known), range, isLive: true };
  };
  const text = (value: string | null): Value =>
    value === null ? { kind: 'none', range } : { kind: 'string', value, range, isLive: true };
  if (name === 'get_table_names') {
    const names = database.tableNames(schema);
    return list(names && texts(names));
  }
  const tableName = textOf(named);
  if (tableName === undefined) return undefined;
  if (name === 'has_table') return flag(database.hasTable(tableName, schema));
  const table = database.table(tableName, schema);
  if (!table) return undefined;
  switch (name) {
    case 'get_columns':
      return list(
        table.columns.map((column) =>
          row([
            ['name', text(column.name)],
            ['nullable', flag(column.nullable)],
          ]),
        ),
      );
    case 'get_indexes':
      return list(
        // A unique constraint is listed as an index too.
        [...table.indexes, ...uniqueIndexes(machine, table)].map((index) =>
          row([
            ['name', unnamed(index.name, text)],
            ['column_names', list(texts(index.columns))],
            ['unique', flag(index.unique)],
          ]),
        ),
      );
    case 'get_unique_constraints':
      return list(
        table.uniqueConstraints.map((each) =>
          row([
            ['name', unnamed(each.name, text)],
            ['column_names', list(texts(each.columns))],
          ]),
        ),
      );
    case 'get_foreign_keys':
      return list(
        table.foreignKeys.map((each) =>
          row([
            ['name', unnamed(each.name, text)],
            ['constrained_columns', list(texts(each.columns))],
            ['referred_schema', text(each.referredSchema)],
            ['referred_table', text(each.referredTable)],
            ['referred_columns', list(texts(each.referredColumns))],
          ]),
        ),
      );
    case 'get_pk_constraint':
      return row([
        ['name', unnamed(table.primaryKey?.name ?? null, text)],
        ['constrained_columns', list(texts(table.primaryKey?.columns ?? []))],
      ]);
    case 'get_check_constraints':
      return list(
        table.checks.map((each) =>
          row([
            ['name', unnamed(each.name, text)],
            ['sqltext', undefined],
          ]),
        ),
      );
    case 'has_index': {
      const index = textOf(second);
      if (index === undefined) return undefined;
      return flag([...table.indexes, ...table.uniqueConstraints].some((each) => each.name === index));
    }
    default:
      return undefined;
  }

  /** The name that a database gives to what has none is not known. */
  function unnamed(value: string | null, show: (value: string | null) => Value): Value {
    if (value !== null) return show(value);
    return machine.dialect === 'sqlite'
      ? { kind: 'none', range }
      : unknown(range, 'it depends on what the database holds', { isLive: true });
  }
}

function uniqueIndexes(
  machine: Machine,
  table: LiveTable,
): readonly {
  readonly name: string | null;
  readonly columns: readonly string[];
  readonly unique: boolean;
}[] {
  return machine.dialect === 'sqlite'
    ? []
    : table.uniqueConstraints.map(({ name, columns }) => ({ name, columns, unique: true }));
}

function schemaOf(value: Value | undefined, name: string): string | undefined {
  if (name === 'has_index') return undefined;
  if (!value || value.kind === 'none') return undefined;
  return textOf(value) ?? 'unknown';
}
