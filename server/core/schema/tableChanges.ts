import type { Dialect } from './dialect';
import { isMysql } from './dialect';
import { columnsNamedIn, withRenamedColumn } from './objectNames';
import type { Column, Table } from './schema';

/** The table with one column in place of another. */
export function withColumn(table: Table, name: string, change: (column: Column) => Column): Table {
  return {
    ...table,
    columns: table.columns.map((column) => (column.name === name ? change(column) : column)),
  };
}

/** The table with its primary key's columns NOT NULL. */
export function withKeyColumnsRequired(table: Table): Table {
  const key = table.primaryKey?.columns ?? [];
  return {
    ...table,
    columns: table.columns.map((column) =>
      key.includes(column.name) && column.nullable ? { ...column, nullable: false } : column,
    ),
  };
}

/** The table without a column, and without every index and constraint that it is part of, checks included. */
export function withoutColumn(whole: Table, name: string, dialect: Dialect): Table {
  const table = isMysql(dialect) ? withNarrowerKeys(whole, name) : whole;
  const without = { columns: [{ name }] };
  const lacks = (columns: readonly (string | null)[]): boolean => !columns.includes(name);
  const isFree = (text: string): boolean => columnsNamedIn(text, without).length === 0;
  return {
    ...table,
    columns: table.columns.filter((column) => column.name !== name),
    primaryKey: table.primaryKey && lacks(table.primaryKey.columns) ? table.primaryKey : null,
    uniqueConstraints: table.uniqueConstraints.filter(({ columns }) => lacks(columns)),
    foreignKeys: table.foreignKeys.filter(
      (key) =>
        lacks(key.columns) &&
        !(
          key.referredTable === table.name &&
          key.referredSchema === table.schema &&
          key.referredColumns.includes(name)
        ),
    ),
    checks: table.checks.filter(({ text }) => isFree(text)),
    indexes: table.indexes.filter(
      ({ columns, expressions, where }) =>
        lacks(columns) &&
        !columns.some((column, index) => column === null && !isFree(expressions[index] ?? '')) &&
        (where === null || isFree(where)),
    ),
  };
}

/** MySQL takes a column that goes out of the keys and indexes that are over others too. */
function withNarrowerKeys(table: Table, name: string): Table {
  const isOther = (column: string | null): boolean => column !== name;
  const narrower = <Each extends { readonly columns: readonly string[] }>(each: Each): Each => {
    const columns = each.columns.filter(isOther);
    return columns.length > 0 && columns.length < each.columns.length ? { ...each, columns } : each;
  };
  return {
    ...table,
    primaryKey: table.primaryKey && narrower(table.primaryKey),
    uniqueConstraints: table.uniqueConstraints.map(narrower),
    indexes: table.indexes.map((index) => {
      const columns = index.columns.filter(isOther);
      if (columns.length === 0 || columns.length === index.columns.length) return index;
      const expressions = index.expressions.filter((_, at) => isOther(index.columns[at] ?? null));
      return { ...index, columns, expressions };
    }),
  };
}

/**
 * The table with a column under another name in its keys, constraints and indexes; `inChecks` tells whether
 * conditions follow.
 */
export function withRenamedColumnIn(table: Table, from: string, to: string, inChecks: boolean): Table {
  const renamed = (name: string): string => (name === from ? to : name);
  const renamedAll = (names: readonly string[]): readonly string[] =>
    names.includes(from) ? names.map(renamed) : names;
  return {
    ...table,
    columns: table.columns.map((column) => (column.name === from ? { ...column, name: to } : column)),
    primaryKey: table.primaryKey && { ...table.primaryKey, columns: renamedAll(table.primaryKey.columns) },
    uniqueConstraints: table.uniqueConstraints.map((each) => ({
      ...each,
      columns: renamedAll(each.columns),
    })),
    foreignKeys: table.foreignKeys.map((each) => ({ ...each, columns: renamedAll(each.columns) })),
    checks: inChecks
      ? table.checks.map((each) => ({ ...each, text: withRenamedColumn(each.text, from, to) }))
      : table.checks,
    indexes: table.indexes.map((each) => ({
      ...each,
      columns: each.columns.map((column) => (column === null ? null : renamed(column))),
      expressions: each.expressions.map((text, index) =>
        each.columns[index] === from
          ? to
          : each.columns[index] === null
            ? withRenamedColumn(text, from, to)
            : text,
      ),
      where: each.where === null ? null : withRenamedColumn(each.where, from, to),
    })),
  };
}

/** The table with other names of the column in what refers to it. */
export function withRenamedReference(
  table: Table,
  referred: Pick<Table, 'schema' | 'name'>,
  change: (key: Table['foreignKeys'][number]) => Table['foreignKeys'][number],
): Table {
  const isReferred = (key: Table['foreignKeys'][number]): boolean =>
    key.referredTable === referred.name && key.referredSchema === referred.schema;
  if (!table.foreignKeys.some(isReferred)) return table;
  return { ...table, foreignKeys: table.foreignKeys.map((key) => (isReferred(key) ? change(key) : key)) };
}

/** Columns, constraints and indexes of one table that are followed; PostgreSQL takes 1600 columns. */
export const mostParts = 2000;

/** How many columns, constraints and indexes a table has. */
export function partsOf({ columns, uniqueConstraints, foreignKeys, checks, indexes }: Table): number {
  return columns.length + uniqueConstraints.length + foreignKeys.length + checks.length + indexes.length;
}

/** The table with doubt about it; the first reason stays. */
export function withDoubt(table: Table, reason: string): Table {
  return table.doubt === undefined ? { ...table, doubt: reason } : table;
}
