import type { DictionaryValue } from '../operations/value';
import { textOf } from '../operations/value';
import type { Table } from './schema';

interface Subject {
  readonly columns: readonly string[];
  readonly referredTable?: string;
  readonly referredColumns?: readonly string[];
}

/**
 * The table with names for those constraints that have none, as a naming convention of SQLAlchemy makes them.
 */
export function namedByConvention(table: Table, convention: DictionaryValue): Table {
  const nameOf = (kind: string, subject: Subject): string | null => {
    const template = textOf(convention.entries.get(kind));
    return template === undefined ? null : filled(template, table, subject);
  };
  return {
    ...table,
    primaryKey: table.primaryKey && {
      ...table.primaryKey,
      name: table.primaryKey.name ?? nameOf('pk', table.primaryKey),
    },
    uniqueConstraints: table.uniqueConstraints.map((each) => ({
      ...each,
      name: each.name ?? nameOf('uq', each),
    })),
    foreignKeys: table.foreignKeys.map((each) => ({ ...each, name: each.name ?? nameOf('fk', each) })),
  };
}

/** The template with its `%(token)s` filled in; null where one of them is not known. */
function filled(template: string, table: Table, subject: Subject): string | null {
  let isKnown = true;
  const text = template.replace(/%\((\w+)\)s/g, (_, token: string) => {
    const value = tokenValue(token, table, subject);
    if (value === undefined) isKnown = false;
    return value ?? '';
  });
  return isKnown ? text.replaceAll('%%', '%') : null;
}

function tokenValue(token: string, table: Table, subject: Subject): string | undefined {
  if (token === 'table_name') return table.name;
  if (token === 'referred_table_name') return subject.referredTable;
  const column = /^(referred_)?column_(\d+)(_?N)?_?(name|key|label)$/.exec(token);
  const columns = column?.[1] === undefined ? subject.columns : subject.referredColumns;
  if (!column || !columns) return undefined;
  const label = (name: string): string => (column[4] === 'label' ? `${table.name}_${name}` : name);
  if (column[3] !== undefined) return columns.map(label).join(column[3] === '_N' ? '_' : '');
  const name = columns[Number(column[2])];
  return name === undefined ? undefined : label(name);
}
