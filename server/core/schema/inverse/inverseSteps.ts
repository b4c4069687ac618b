import { columnName } from '../../operations/columnNames';
import type { Dialect } from '../dialect';
import { isMysql } from '../dialect';
import { columnsNamedIn } from '../objectNames';
import type { Check, Column, ForeignKey, PrimaryKey, Table, TableIndex, UniqueConstraint } from '../schema';
import { withRenamedColumnIn } from '../tableChanges';
import type { RecordedRevision, TableChange } from './recordChanges';

/** One step back. */
export type InverseStep =
  | { readonly kind: 'drop-table'; readonly table: Table }
  | { readonly kind: 'create-table'; readonly table: Table }
  | { readonly kind: 'rename-table'; readonly from: Table; readonly to: Table }
  | TableStep;

/** Changes of one table that belong together. */
export interface TableStep {
  readonly kind: 'change-table';
  /** The table as it is before and behind the step. */
  readonly from: Table;
  readonly to: Table;
  readonly actions: readonly TableAction[];
  readonly change: TableChange;
}

export type TableAction =
  | { readonly kind: 'drop-index'; readonly index: TableIndex }
  | { readonly kind: 'drop-constraint'; readonly type: ConstraintType; readonly name: string | null }
  | { readonly kind: 'drop-column'; readonly column: Column }
  | { readonly kind: 'alter-column'; readonly from: Column; readonly to: Column }
  | { readonly kind: 'add-column'; readonly column: Column }
  | { readonly kind: 'add-primary-key'; readonly key: PrimaryKey }
  | { readonly kind: 'add-unique'; readonly constraint: UniqueConstraint }
  | { readonly kind: 'add-foreign-key'; readonly key: ForeignKey }
  | { readonly kind: 'add-check'; readonly check: Check }
  | { readonly kind: 'add-index'; readonly index: TableIndex }
  | { readonly kind: 'set-comment'; readonly comment: string | null; readonly existing: string | null };

export type ConstraintType = 'primary' | 'unique' | 'foreignkey' | 'check';

/** The steps that undo a revision, in the order in which they run. */
export function inverseSteps(recorded: RecordedRevision, dialect: Dialect): readonly InverseStep[] {
  return recorded.changes.toReversed().flatMap((change) => stepsOf(recorded, change, dialect));
}

function stepsOf(recorded: RecordedRevision, change: TableChange, dialect: Dialect): readonly InverseStep[] {
  const wasThere = recorded.tablesBefore.has(change.table);
  const key = recorded.tablesAfter.get(change.table);
  const last = key === undefined ? undefined : recorded.after.tables.get(key);
  const { before, after } = change;
  // What comes and goes within the revision leaves nothing to undo.
  if (!wasThere && !last) return [];
  switch (change.kind) {
    case 'create':
      return last ? [{ kind: 'drop-table', table: last }] : [];
    case 'drop':
      return before ? [{ kind: 'create-table', table: before }] : [];
    case 'rename':
      return wasThere && before && after ? [{ kind: 'rename-table', from: after, to: before }] : [];
    case 'change': {
      if (!before || !after) return [];
      const actions = wasThere
        ? tableActions(recorded, change, before, after, dialect)
        : foreignKeysBetweenNew(before, last ?? after, after, dialect);
      return actions.length > 0
        ? [{ kind: 'change-table', from: wasThere ? after : (last ?? after), to: before, actions, change }]
        : [];
    }
  }
}

/**
 * Tables that a revision makes are dropped whole; foreign keys that were added later are dropped first, since
 * they may lead to one that goes earlier.
 */
function foreignKeysBetweenNew(
  before: Table,
  last: Table,
  after: Table,
  dialect: Dialect,
): readonly TableAction[] {
  if (dialect === 'sqlite') return [];
  return after.foreignKeys
    .filter((key) => !before.foreignKeys.includes(key) && last.foreignKeys.includes(key))
    .filter(({ referredTable }) => referredTable !== last.name)
    .map((key) => ({ kind: 'drop-constraint', type: 'foreignkey', name: key.name ?? key.databaseName }));
}

function tableActions(
  recorded: RecordedRevision,
  change: TableChange,
  before: Table,
  after: Table,
  dialect: Dialect,
): readonly TableAction[] {
  const { renames, newAfter, newBefore } = change;
  const lastNew = recorded.newColumns.get(change.table) ?? new Set<string>();
  /** Columns that this step adds; those of them that are there in the end have the names of the end. */
  const renamedBack = (name: string): string => renames.find(({ to }) => to === name)?.from ?? name;
  const beforeNames = new Set(before.columns.map(({ name }) => name));
  const replaced = replacedColumns(change);
  const added = after.columns.filter(({ name }) => replaced.has(name) || !beforeNames.has(renamedBack(name)));
  const afterNames = new Set(after.columns.map(({ name }) => renamedBack(name)));
  const dropped = before.columns.filter(
    ({ name }) => (replaced.has(name) || !afterNames.has(name)) && !newBefore.has(name),
  );
  const isNew = (columns: readonly (string | null)[]): boolean =>
    columns.some((column) => column !== null && newAfter.has(column));
  const wasNew = (columns: readonly (string | null)[]): boolean =>
    columns.some((column) => column !== null && newBefore.has(column));
  /** Whether the object goes with a column that goes. */
  const isImplied = (columns: readonly (string | null)[]): boolean =>
    dialect === 'postgresql' && isNew(columns);

  let renamed = after;
  for (const { from, to } of renames) renamed = withRenamedColumnIn(renamed, to, from, true);

  const actions: TableAction[] = [];
  for (const index of lost(renamed.indexes, before.indexes, sameIndex))
    if (!isImplied(index.columns.map((column) => column && renamedForward(column))))
      actions.push({ kind: 'drop-index', index });
  const dropConstraint = (
    type: ConstraintType,
    each: { readonly name: string | null; readonly databaseName: string | null },
  ): void => {
    actions.push({ kind: 'drop-constraint', type, name: each.name ?? each.databaseName });
  };
  for (const key of lost(renamed.foreignKeys, before.foreignKeys, sameForeignKey))
    if (!isImplied(key.columns.map(renamedForward))) dropConstraint('foreignkey', key);
  for (const each of lost(renamed.uniqueConstraints, before.uniqueConstraints, sameUnique))
    if (!isImplied(each.columns.map(renamedForward))) dropConstraint('unique', each);
  for (const check of lost(renamed.checks, before.checks, sameCheck))
    if (!isImplied(columnsNamedIn(check.text, renamed).map(renamedForward))) dropConstraint('check', check);
  const sameKey =
    renamed.primaryKey === before.primaryKey ||
    (renamed.primaryKey && before.primaryKey && sameUnique(renamed.primaryKey, before.primaryKey));
  if (!sameKey && renamed.primaryKey && !isImplied(renamed.primaryKey.columns.map(renamedForward)))
    dropConstraint('primary', renamed.primaryKey);

  for (const column of added) {
    const current = currentName(recorded, change, column.name);
    if (current !== undefined && (replaced.has(column.name) || lastNew.has(current)))
      actions.push({ kind: 'drop-column', column: { ...column, name: current } });
  }
  for (const column of before.columns) {
    const now = after.columns.find(({ name }) => renamedBack(name) === column.name);
    if (now && !replaced.has(now.name) && !newBefore.has(column.name) && !sameColumn(now, column))
      actions.push({ kind: 'alter-column', from: now, to: column });
  }
  for (const column of dropped) actions.push({ kind: 'add-column', column });

  if (!sameKey && before.primaryKey && !wasNew(before.primaryKey.columns))
    actions.push({ kind: 'add-primary-key', key: before.primaryKey });
  for (const constraint of lost(before.uniqueConstraints, renamed.uniqueConstraints, sameUnique))
    if (!wasNew(constraint.columns)) actions.push({ kind: 'add-unique', constraint });
  for (const key of lost(before.foreignKeys, renamed.foreignKeys, sameForeignKey))
    if (!wasNew(key.columns)) actions.push({ kind: 'add-foreign-key', key });
  for (const check of lost(before.checks, renamed.checks, sameCheck))
    if (!wasNew(columnsNamedIn(check.text, before))) actions.push({ kind: 'add-check', check });
  for (const index of lost(before.indexes, renamed.indexes, sameIndex))
    if (!wasNew(index.columns)) actions.push({ kind: 'add-index', index });
  if (before.comment !== after.comment)
    actions.push({ kind: 'set-comment', comment: before.comment, existing: after.comment });
  return isMysql(dialect) ? keysFirst(actions, renamed) : actions;

  function renamedForward(name: string): string {
    return renames.find(({ from }) => from === name)?.to ?? name;
  }
}

/** MySQL drops no index that a foreign key needs: the key goes first, or gets the index it had before. */
function keysFirst(actions: readonly TableAction[], table: Table): readonly TableAction[] {
  const names = new Set(table.columns.map(({ name }) => name));
  const rankOf = (action: TableAction): number => {
    if (action.kind === 'drop-constraint') return action.type === 'foreignkey' ? 0 : 2;
    const isReady =
      action.kind === 'add-index' &&
      action.index.isForKey === true &&
      action.index.columns.every((column) => column !== null && names.has(column));
    return isReady ? 1 : 2;
  };
  return [...actions].sort((a, b) => rankOf(a) - rankOf(b));
}

/** Columns in whose place the operations of one batch put others of the same name. */
function replacedColumns({ applied: { operations } }: TableChange): ReadonlySet<string> {
  const dropped = new Set<string>();
  const replaced = new Set<string>();
  for (const operation of operations) {
    if (operation.kind !== 'call') continue;
    const column = operation.arguments.get(operation.name === 'add_column' ? 'column' : 'column_name');
    const name = column && columnName(column);
    if (name === undefined) continue;
    if (operation.name === 'drop_column') dropped.add(name);
    else if (operation.name === 'add_column' && dropped.has(name)) replaced.add(name);
  }
  return replaced;
}

/** The name that a column of the table behind a step has in the end; undefined where it is gone by then. */
function currentName(recorded: RecordedRevision, change: TableChange, name: string): string | undefined {
  let current = name;
  const later = recorded.changes
    .slice(recorded.changes.indexOf(change) + 1)
    .filter(({ table }) => table === change.table);
  for (const { renames, after } of later) {
    current = renames.find(({ from }) => from === current)?.to ?? current;
    if (after && !after.columns.some((column) => column.name === current)) return undefined;
  }
  return current;
}

/** The items of one list that the other has not. */
function lost<Each>(
  from: readonly Each[],
  other: readonly Each[],
  same: (a: Each, b: Each) => boolean,
): readonly Each[] {
  const left = [...other];
  return from.filter((each) => {
    const at = left.findIndex((item) => same(each, item));
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

function sameNames(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((each, index) => each === b[index]);
}

function nameIn(each: { readonly name: string | null; readonly databaseName: string | null }): string | null {
  return each.name ?? each.databaseName;
}

function sameUnique(a: PrimaryKey | UniqueConstraint, b: PrimaryKey | UniqueConstraint): boolean {
  return nameIn(a) === nameIn(b) && sameNames(a.columns, b.columns);
}

function sameForeignKey(a: ForeignKey, b: ForeignKey): boolean {
  return (
    nameIn(a) === nameIn(b) &&
    sameNames(a.columns, b.columns) &&
    a.referredTable === b.referredTable &&
    a.referredSchema === b.referredSchema &&
    sameNames(a.referredColumns, b.referredColumns) &&
    sameNames([...a.options].flat(), [...b.options].flat())
  );
}

function sameCheck(a: Check, b: Check): boolean {
  return nameIn(a) === nameIn(b) && a.text === b.text;
}

function sameIndex(a: TableIndex, b: TableIndex): boolean {
  return (
    a.name === b.name &&
    a.unique === b.unique &&
    a.where === b.where &&
    sameNames(a.expressions, b.expressions) &&
    a.options === b.options
  );
}

/** Whether a column needs no change; the values of an enumeration type are its type's business. */
function sameColumn(a: Column, b: Column): boolean {
  return (
    a.name === b.name &&
    sameType(a, b) &&
    a.nullable === b.nullable &&
    a.default === b.default &&
    a.comment === b.comment
  );
}

export function sameType(a: Column, b: Column): boolean {
  const one = a.type.enumeration;
  const other = b.type.enumeration;
  if (one?.isNative === true && other?.isNative === true && one.name !== undefined)
    return one.name === other.name && one.schema === other.schema;
  return a.type.text === b.type.text && a.type.collation === b.type.collation;
}
