import type { Schema, Table } from '../schema/schema';
import { describeColumn } from '../schema/schemaDiff';
import type { SchemaDifference } from '../schema/schemaDiff';
import { visibleText } from '../text/visibleText';

/** The tables of a schema for people: one line a column, constraint and index. */
export function schemaText(schema: Schema): string {
  const tables = sortedTables(schema);
  if (tables.length === 0) return `${noTables(schema)}\n`;
  return tables.map(tableText).join('\n');
}

/** The sentence in place of tables, where none is known. */
export function noTables({ doubt }: Schema): string {
  return doubt === undefined ? 'There are no tables.' : 'No table is known.';
}

/** Tables by schema and name, Alembic's own left out. */
export function sortedTables(schema: Schema): readonly Table[] {
  return [...schema.tables.values()]
    .filter(({ name }) => name !== 'alembic_version')
    .sort((a, b) => (fullName(a) < fullName(b) ? -1 : 1));
}

export function fullName({ schema, name }: Pick<Table, 'schema' | 'name'>): string {
  return schema === null ? name : `${schema}.${name}`;
}

/** One table in the same words. */
export function tableText(table: Table): string {
  const width = Math.max(0, ...table.columns.map(({ name }) => name.length));
  const named = (name: string | null): string => (name === null ? '' : ` ${name}`);
  const lines = [
    `${fullName(table)}${table.doubt === undefined ? '' : `  (uncertain: ${table.doubt})`}`,
    ...table.columns.map((column) => `  ${column.name.padEnd(width)}  ${describeColumn(column)}`),
    ...(table.primaryKey
      ? [`  primary key${named(table.primaryKey.name)} (${table.primaryKey.columns.join(', ')})`]
      : []),
    ...table.uniqueConstraints.map(({ name, columns }) => `  unique${named(name)} (${columns.join(', ')})`),
    ...table.foreignKeys.map((key) => {
      const target = fullName({ schema: key.referredSchema, name: key.referredTable });
      return `  foreign key${named(key.name)} (${key.columns.join(', ')}) to ${target} (${key.referredColumns.join(', ')})`;
    }),
    ...table.checks.map(({ name, text }) => `  check${named(name)} (${text})`),
    ...table.indexes.map(
      ({ name, expressions, unique }) =>
        `  ${unique ? 'unique index' : 'index'}${named(name)} (${expressions.join(', ')})`,
    ),
  ];
  return lines.map((line) => `${visibleText(line)}\n`).join('');
}

/** Differences for people, each on a line that begins with `+`, `-` or `~`. */
export function differencesText(differences: readonly SchemaDifference[]): string {
  if (differences.length === 0) return 'There is no difference.\n';
  return differences.map((each) => `${visibleText(differenceText(each))}\n`).join('');
}

const signs = { added: '+', removed: '-', changed: '~' } as const;

/** One difference as a line. */
export function differenceText(difference: SchemaDifference): string {
  const { kind, what, name, before, after, certain } = difference;
  const table = fullName({ schema: difference.schema, name: difference.table });
  const uncertain = certain ? '' : '  (uncertain)';
  if (what === 'table') return `${signs[kind]} table ${table}${uncertain}`;
  const text = kind === 'changed' ? `${before ?? ''} → ${after ?? ''}` : (after ?? before ?? '');
  return `${signs[kind]} ${table}: ${what}${name === null ? '' : ` ${name}`} ${text}${uncertain}`;
}
