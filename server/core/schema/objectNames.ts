import { sqlTokens } from '../sql/sqlTokens';
import { md5 } from '../text/md5';
import type { Dialect } from './dialect';
import { isMysql } from './dialect';
import type { Table } from './schema';

const longestName = 63;

/** The name that PostgreSQL makes of a table, columns and a word, as its `makeObjectName` does. */
function objectName(table: string, columns: string, label: string): string {
  const overhead = label.length + 1 + (columns === '' ? 0 : 1);
  let first = table.length;
  let second = columns.length;
  while (first + second > longestName - overhead) {
    if (first > second) first--;
    else second--;
  }
  return [table.slice(0, first), ...(columns === '' ? [] : [columns.slice(0, second)]), label].join('_');
}

/** A name of a constraint or index as SQLAlchemy shortens it for databases that take no longer ones. */
export function shortenedName(dialect: Dialect, name: string): string {
  const longest = dialect === 'postgresql' ? longestName : isMysql(dialect) ? 64 : Infinity;
  return name.length > longest ? `${name.slice(0, longest - 8)}_${md5(name).slice(-4)}` : name;
}

/** The first of a name and its numbered forms that is not taken: `name1` of PostgreSQL, `name_2` of MySQL. */
function freeName(
  make: (label: string) => string,
  label: string,
  taken: (name: string) => boolean,
  from: 1 | 2 = 1,
): string {
  for (let number = from - 1; ; number++) {
    const numbered = from === 1 ? `${label}${number}` : `${label}_${number}`;
    const name = make(number < from ? label : numbered);
    if (!taken(name)) return name;
  }
}

/** What a constraint without a name is about. */
export interface UnnamedConstraint {
  readonly kind: 'primary' | 'unique' | 'foreign' | 'check';
  readonly columns: readonly string[];
}

/** The name that the database gives to a constraint without one; null where it gives none. */
export function givenName(
  dialect: Dialect,
  table: Table,
  constraint: UnnamedConstraint,
  isTaken: (name: string) => boolean,
): string | null {
  const own = constraintNames(table);
  const taken = (name: string): boolean => own.has(name) || isTaken(name);
  if (dialect === 'postgresql') {
    const labels = { primary: 'pkey', unique: 'key', foreign: 'fkey', check: 'check' } as const;
    const { kind, columns } = constraint;
    const middle = kind === 'primary' || (kind === 'check' && columns.length !== 1) ? '' : columns.join('_');
    return freeName((label) => objectName(table.name, middle, label), labels[kind], taken);
  }
  if (!isMysql(dialect)) return null;
  switch (constraint.kind) {
    case 'primary':
      return 'PRIMARY';
    case 'unique': {
      const [column = ''] = constraint.columns;
      return freeName((label) => label, column, taken, 2);
    }
    case 'foreign':
      return numbered(`${table.name}_ibfk_`, taken);
    case 'check':
      return numbered(dialect === 'mariadb' ? 'CONSTRAINT_' : `${table.name}_chk_`, taken);
  }
}

function numbered(start: string, taken: (name: string) => boolean): string {
  for (let number = 1; ; number++) if (!taken(`${start}${number}`)) return `${start}${number}`;
}

/** The names of a table's constraints, as given or as the database gave them. */
function constraintNames(table: Table): ReadonlySet<string> {
  const constraints = [
    ...(table.primaryKey ? [table.primaryKey] : []),
    ...table.uniqueConstraints,
    ...table.foreignKeys,
    ...table.checks,
  ];
  return new Set(constraints.flatMap(({ name, databaseName }) => name ?? databaseName ?? []));
}

/** The name of an index that a column asks for with `index=True`, or that is created without one. */
export function defaultIndexName(
  schema: string | null,
  table: string,
  column: string | null | undefined,
): string {
  return `ix_${schema === null ? '' : `${schema}_`}${table}_${column ?? ''}`;
}

/** The columns of a table that a condition names, in the table's order. */
export function columnsNamedIn(
  text: string,
  table: { readonly columns: readonly { readonly name: string }[] },
): readonly string[] {
  const names = new Set(
    sqlTokens(text).flatMap(({ kind, value }) =>
      kind === 'word' || kind === 'name' ? [value, value.toLowerCase()] : [],
    ),
  );
  return table.columns.map(({ name }) => name).filter((name) => names.has(name));
}

/** A condition in which a column has another name. */
export function withRenamedColumn(text: string, from: string, to: string): string {
  let result = '';
  let copied = 0;
  for (const token of sqlTokens(text)) {
    const isColumn =
      (token.kind === 'word' && token.value.toLowerCase() === from.toLowerCase()) ||
      (token.kind === 'name' && token.value === from);
    if (!isColumn || text.charAt(token.end) === '(') continue;
    result +=
      text.slice(copied, token.start) + (token.kind === 'name' ? token.text.replace(from, () => to) : to);
    copied = token.end;
  }
  return result + text.slice(copied);
}
