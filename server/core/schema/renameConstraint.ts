import type { Table } from './schema';

/** The table with another name for an index or, where it has none of the old name, for a constraint. */
export function renamedIndex(table: Table, from: string, to: string): Table {
  if (table.indexes.some(({ name }) => name === from))
    return {
      ...table,
      indexes: table.indexes.map((index) => (index.name === from ? { ...index, name: to } : index)),
    };
  return renamedConstraint(table, from, to);
}

/** The table with another name for a constraint; the same where it has none of the old name. */
export function renamedConstraint(table: Table, from: string, to: string): Table {
  const isNamed = (each: { readonly name: string | null; readonly databaseName: string | null }): boolean =>
    (each.name ?? each.databaseName) === from;
  const rename = <Each extends { readonly name: string | null; readonly databaseName: string | null }>(
    list: readonly Each[],
  ): readonly Each[] =>
    list.some(isNamed) ? list.map((each) => (isNamed(each) ? { ...each, name: to } : each)) : list;
  const primaryKey =
    table.primaryKey && isNamed(table.primaryKey) ? { ...table.primaryKey, name: to } : table.primaryKey;
  const changed = {
    ...table,
    primaryKey,
    uniqueConstraints: rename(table.uniqueConstraints),
    foreignKeys: rename(table.foreignKeys),
    checks: rename(table.checks),
  };
  const isSame =
    changed.primaryKey === table.primaryKey &&
    changed.uniqueConstraints === table.uniqueConstraints &&
    changed.foreignKeys === table.foreignKeys &&
    changed.checks === table.checks;
  return isSame ? table : changed;
}
