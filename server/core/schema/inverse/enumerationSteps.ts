import { pythonRepr } from '../../text/pythonText';
import type { EnumerationType, Schema, Table } from '../schema';
import { quotedSqlName } from '../sqlTypeName';
import type { PythonSource } from './pythonSource';
import { NotWritable } from './pythonSource';

/** What is done to the enumeration types of PostgreSQL: before everything else, and behind it. */
export interface EnumerationLines {
  readonly first: readonly string[];
  readonly last: readonly string[];
}

/** Brings back the enumeration types that a revision drops or changes, and drops those that it makes. */
export function enumerationLines(before: Schema, after: Schema, source: PythonSource): EnumerationLines {
  const first: string[] = [];
  const last: string[] = [];
  const op = source.names.nameOf('alembic.op');
  const isRenamed = renamedType(before, after);
  if (isRenamed) {
    const { from, to } = isRenamed;
    first.push(
      `${op}.execute(${pythonRepr(`ALTER TYPE ${nameOf(to)} RENAME TO ${quotedSqlName(from.name, 'postgresql')}`)})`,
    );
    return { first, last };
  }
  for (const [key, type] of before.enumerations) {
    const now = after.enumerations.get(key);
    if (!now) first.push(`${enumeration(type, source, true)}.create(${op}.get_bind(), checkfirst=True)`);
    else if (type.labels === undefined || now.labels === undefined) continue;
    else if (type.labels.join('\0') !== now.labels.join('\0'))
      first.push(...exchange(type, after, source, op));
  }
  for (const [key, type] of after.enumerations)
    if (!before.enumerations.has(key))
      last.push(`${enumeration(type, source, false)}.drop(${op}.get_bind(), checkfirst=True)`);
  return { first, last };
}

function renamedType(
  before: Schema,
  after: Schema,
): { readonly from: EnumerationType; readonly to: EnumerationType } | undefined {
  const gone = [...before.enumerations].filter(([key]) => !after.enumerations.has(key));
  const come = [...after.enumerations].filter(([key]) => !before.enumerations.has(key));
  const from = gone[0]?.[1];
  const to = come[0]?.[1];
  if (!from || !to || gone.length > 1 || come.length > 1) return undefined;
  const isSame = from.schema === to.schema && from.labels?.join('\0') === to.labels?.join('\0');
  return isSame && usedBy(after, to).length > 0 && usedBy(after, from).length === 0
    ? { from, to }
    : undefined;
}

function nameOf({ schema, name }: EnumerationType): string {
  return quotedSqlName(schema === null ? name : `${schema}.${name}`, 'postgresql');
}

function enumeration(type: EnumerationType, source: PythonSource, withLabels: boolean): string {
  if (withLabels && !type.labels) throw new NotWritable(`The values of the type ${type.name} are not known`);
  const parts = [
    ...(withLabels ? (type.labels ?? []).map(pythonRepr) : []),
    `name=${pythonRepr(type.name)}`,
    ...(type.schema === null ? [] : [`schema=${pythonRepr(type.schema)}`]),
  ];
  return `${source.names.nameOf('sqlalchemy.dialects.postgresql')}.ENUM(${parts.join(', ')})`;
}

/** The columns that use a type. */
function usedBy(
  schema: Schema,
  type: EnumerationType,
): readonly { readonly table: Table; readonly column: Table['columns'][0] }[] {
  return [...schema.tables.values()].flatMap((table) =>
    table.columns.flatMap((column) => {
      const used = column.type.enumeration ?? column.type.item?.enumeration;
      return used?.isNative === true && used.name === type.name && (used.schema ?? null) === type.schema
        ? [{ table, column }]
        : [];
    }),
  );
}

/** PostgreSQL can't take values from a type: another one takes its place in the columns that use it. */
function exchange(type: EnumerationType, after: Schema, source: PythonSource, op: string): readonly string[] {
  const old = `${type.name}_old`;
  const execute = (sql: string): string => `${op}.execute(${pythonRepr(sql)})`;
  const quoted = (name: string): string => quotedSqlName(name, 'postgresql');
  const lines = [
    execute(`ALTER TYPE ${nameOf(type)} RENAME TO ${quoted(old)}`),
    `${enumeration(type, source, true)}.create(${op}.get_bind())`,
  ];
  for (const { table, column } of usedBy(after, type)) {
    const name = quoted(table.schema === null ? table.name : `${table.schema}.${table.name}`);
    const alter = `ALTER TABLE ${name} ALTER COLUMN ${quoted(column.name)}`;
    const array = column.type.item ? '[]' : '';
    if (column.default !== null) lines.push(execute(`${alter} DROP DEFAULT`));
    lines.push(
      execute(
        `${alter} TYPE ${nameOf(type)}${array} USING ${quoted(column.name)}::text${array}::${nameOf(type)}${array}`,
      ),
    );
    if (column.default !== null)
      lines.push(execute(`${alter} SET DEFAULT ${column.default.split('::', 1)[0] ?? ''}`));
  }
  const schema = type.schema === null ? '' : `${quoted(type.schema)}.`;
  return [...lines, execute(`DROP TYPE ${schema}${quoted(old)}`)];
}
