import type { Operation } from '../../operations/operation';
import { textOf } from '../../operations/value';
import type { SqlAction } from '../../sql/sqlStatement';
import type { Applied } from '../applyOperation';
import type { Dialect } from '../dialect';
import { applyRevision } from '../replay';
import type { ReplayedRevision } from '../replay';
import type { Schema, Table, UnknownPlace } from '../schema';
import { SchemaBuilder } from '../schemaBuilder';

/** What one step of a revision did to one table. */
export interface TableChange {
  /** The same for one table, whatever its names. */
  readonly table: string;
  readonly kind: 'create' | 'drop' | 'rename' | 'change';
  readonly before: Table | undefined;
  readonly after: Table | undefined;
  readonly applied: Applied;
  /** Columns that have another name behind the step. */
  readonly renames: readonly Renaming[];
  /** Columns of the table before and behind the step that this revision adds, by name. */
  readonly newBefore: ReadonlySet<string>;
  readonly newAfter: ReadonlySet<string>;
}

export interface Renaming {
  readonly from: string;
  readonly to: string;
}

/** Everything that a revision does. */
export interface RecordedRevision {
  readonly changes: readonly TableChange[];
  readonly operations: readonly Operation[];
  readonly before: Schema;
  readonly after: Schema;
  /**
   * The identities of tables that were there before, and of those that are there behind it, with their keys.
   */
  readonly tablesBefore: ReadonlyMap<string, string>;
  readonly tablesAfter: ReadonlyMap<string, string>;
  /** For each table the columns that the revision adds, under the names that they have behind it. */
  readonly newColumns: ReadonlyMap<string, ReadonlySet<string>>;
  /** What could not be read in it. */
  readonly unknownPlaces: readonly UnknownPlace[];
}

/** Follows one revision from the schema that its ancestors leave, and takes down what each step changes. */
export function recordChanges(
  before: Schema,
  revision: ReplayedRevision,
  dialect: Dialect,
): RecordedRevision {
  const builder = new SchemaBuilder(before, dialect);
  const tracker = new TableTracker(before);
  builder.takeChanges();
  const operations = applyRevision(builder, revision, {
    onApplied: (applied) => {
      const touched = [...builder.takeChanges()].map(([key, table]) => ({
        key,
        before: table,
        after: builder.at(key),
      }));
      tracker.take(applied, touched);
    },
  });
  const after = builder.build();
  return {
    changes: tracker.changes,
    operations,
    before,
    after,
    tablesBefore: new Map([...before.tables.keys()].map((key) => [key, key])),
    tablesAfter: tracker.tablesAfter(),
    newColumns: tracker.newColumns(),
    unknownPlaces: after.unknownPlaces.slice(before.unknownPlaces.length),
  };
}

interface Touched {
  readonly key: string;
  readonly before: Table | undefined;
  readonly after: Table | undefined;
}

/** Follows tables and columns through their names. */
class TableTracker {
  readonly changes: TableChange[] = [];
  /** The identity of the table that has a key now. */
  readonly #tables = new Map<string, string>();
  /** The new columns of a table, by the names that they have now. */
  readonly #new = new Map<string, ReadonlySet<string>>();
  #made = 0;

  constructor(before: Schema) {
    for (const key of before.tables.keys()) this.#tables.set(key, key);
  }

  tablesAfter(): ReadonlyMap<string, string> {
    return new Map([...this.#tables].map(([key, table]) => [table, key]));
  }

  newColumns(): ReadonlyMap<string, ReadonlySet<string>> {
    return new Map(this.#new);
  }

  take(applied: Applied, touched: readonly Touched[]): void {
    const gone = touched.filter(({ before, after }) => before && !after);
    const come = touched.filter(({ before, after }) => !before && after);
    const handled = new Set<string>();
    for (const old of gone) {
      const moved = come.find(
        ({ key, after }) => !handled.has(key) && after?.columns === old.before?.columns,
      );
      const table = this.#tables.get(old.key) ?? old.key;
      this.#tables.delete(old.key);
      if (moved) {
        handled.add(moved.key);
        this.#tables.set(moved.key, table);
        this.#add(applied, table, 'rename', old.before, moved.after);
      } else this.#add(applied, table, 'drop', old.before, undefined);
    }
    for (const each of come) {
      if (handled.has(each.key)) continue;
      const table = `new ${++this.#made}`;
      this.#tables.set(each.key, table);
      this.#add(applied, table, 'create', undefined, each.after);
    }
    const isRenaming = handled.size > 0 || renamingsOf(applied).length > 0;
    for (const { key, before, after } of touched) {
      if (!before || !after) continue;
      // Foreign keys of other tables follow a renaming, and follow it back.
      if (isRenaming && before.columns === after.columns && !isAbout(applied, before)) continue;
      this.#add(applied, this.#tables.get(key) ?? key, 'change', before, after);
    }
  }

  #add(
    applied: Applied,
    table: string,
    kind: TableChange['kind'],
    before: Table | undefined,
    after: Table | undefined,
  ): void {
    const newBefore = this.#new.get(table) ?? new Set();
    let newAfter = newBefore;
    const renames = kind === 'change' ? renamingsOf(applied) : [];
    if (kind === 'change' && before && after) {
      const renamed = (name: string): string => renames.find(({ from }) => from === name)?.to ?? name;
      const kept = new Set(before.columns.map(({ name }) => renamed(name)));
      const added = after.columns.map(({ name }) => name).filter((name) => !kept.has(name));
      const there = new Set(after.columns.map(({ name }) => name));
      newAfter = new Set([...[...newBefore].map(renamed).filter((name) => there.has(name)), ...added]);
      this.#new.set(table, newAfter);
    }
    this.changes.push({ table, kind, before, after, applied, renames, newBefore, newAfter });
  }
}

/** Whether an operation names the table, so that it changes more of it than what refers to another. */
function isAbout(applied: Applied, table: Table): boolean {
  const { statement, operations } = applied;
  if (statement) return statement.kind === 'alter-table' && statement.table.name === table.name;
  return operations.some((operation) => {
    if (operation.kind !== 'call') return false;
    const from = operation.context.batch?.arguments ?? operation.arguments;
    return textOf(from.get('table_name')) === table.name;
  });
}

/** The renamings of columns in what was applied. */
function renamingsOf({ operations, statement }: Applied): readonly Renaming[] {
  if (statement) return renamingsOfStatement(statement);
  return operations.flatMap((operation) => {
    if (operation.kind !== 'call' || operation.name !== 'alter_column') return [];
    const from = textOf(operation.arguments.get('column_name'));
    const to = textOf(operation.arguments.get('new_column_name'));
    return from === undefined || to === undefined || from === to ? [] : [{ from, to }];
  });
}

function renamingsOfStatement(statement: SqlAction): readonly Renaming[] {
  if (statement.kind !== 'alter-table') return [];
  return statement.actions.flatMap((action) => {
    if (action.kind === 'rename-column') return [{ from: action.column, to: action.to }];
    if (action.kind !== 'change-column' || action.to.name === undefined || action.to.name === action.column)
      return [];
    return [{ from: action.column, to: action.to.name }];
  });
}
