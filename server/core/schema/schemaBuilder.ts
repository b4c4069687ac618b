import type { Enumeration } from '../operations/columnType';
import { arrayOf, ofEnumeration } from '../operations/columnType';
import type { ColumnType } from '../operations/columnType';
import type { LiveDatabase, LiveTable } from '../operations/liveDatabase';
import type { Dialect } from './dialect';
import { defaultSchema } from './dialect';
import type { EnumerationType, Schema, Table, UnknownPlace } from './schema';
import { tableKey } from './schema';
import { withDoubt } from './tableChanges';

/** Thrown where an operation can't succeed on what the database is known to hold. */
export class OperationFails extends Error {}

/** A schema while revisions are applied to it. Tables are immutable; the lists of them change. */
export class SchemaBuilder implements LiveDatabase {
  readonly #tables: Map<string, Table>;
  readonly #enumerations: Map<string, EnumerationType>;
  readonly #views: Set<string>;
  readonly #places: UnknownPlace[];
  #doubt: string | undefined;
  /**
   * Whether the error of the current operation would be caught, so that what is not there is known to fail.
   */
  isCaught = false;
  /**
   * The schema before two branches, where every operation fails that a database would let fail: also one on a
   * table that no revision makes, and a statement that names a column which was there before.
   */
  origin: Schema | undefined;
  /** Tables that the current operation changed, each as it was before. */
  #touched = new Map<string, Table | undefined>();

  constructor(
    start: Schema,
    readonly dialect: Dialect,
  ) {
    this.#tables = new Map(start.tables);
    this.#enumerations = new Map(start.enumerations);
    this.#views = new Set(start.views);
    this.#places = [...start.unknownPlaces];
    this.#doubt = start.doubt;
  }

  /** The schema as it stands. */
  build(): Schema {
    return {
      tables: new Map(this.#tables),
      enumerations: new Map(this.#enumerations),
      views: new Set(this.#views),
      doubt: this.#doubt,
      unknownPlaces: [...this.#places],
    };
  }

  get isStrict(): boolean {
    return this.origin !== undefined;
  }

  get doubt(): string | undefined {
    return this.#doubt;
  }

  get tables(): Iterable<Table> {
    return this.#tables.values();
  }

  get enumerations(): Iterable<EnumerationType> {
    return this.#enumerations.values();
  }

  /** The schema's name as it is kept: null for the default one. */
  schemaName(schema: string | null | undefined): string | null {
    return schema === undefined || schema === null || schema === defaultSchema(this.dialect) ? null : schema;
  }

  /** A table; undefined where it is not known. SQLite and MySQL look for names in any case. */
  find(name: string, schema: string | null | undefined): Table | undefined {
    const kept = this.schemaName(schema);
    const exact = this.#tables.get(tableKey(kept, name));
    if (exact || this.dialect === 'postgresql') return exact;
    const folded = name.toLowerCase();
    for (const table of this.#tables.values())
      if (table.schema === kept && table.name.toLowerCase() === folded) return table;
    return undefined;
  }

  put(table: Table): void {
    const key = tableKey(table.schema, table.name);
    this.#touch(key);
    this.#tables.set(key, table);
  }

  remove(table: Table): void {
    const key = tableKey(table.schema, table.name);
    this.#touch(key);
    this.#tables.delete(key);
  }

  #touch(key: string): void {
    if (!this.#touched.has(key)) this.#touched.set(key, this.#tables.get(key));
  }

  /**
   * The tables that were changed since this was last asked, each as it was before; undefined for those that
   * were not there.
   */
  takeChanges(): ReadonlyMap<string, Table | undefined> {
    const touched = this.#touched;
    this.#touched = new Map();
    return touched;
  }

  /** The table of a key. */
  at(key: string): Table | undefined {
    return this.#tables.get(key);
  }

  /** Changes what several tables hold, such as what refers to one. */
  putAll(change: (table: Table) => Table): void {
    for (const table of [...this.#tables.values()]) {
      const changed = change(table);
      if (changed !== table) this.put(changed);
    }
  }

  /** Applies something that may not happen: what it touches stays, and is doubtful. */
  tentatively(reason: string, apply: () => void): void {
    const before = this.#touched;
    this.#touched = new Map();
    try {
      apply();
    } finally {
      const touched = this.#touched;
      this.#touched = before;
      for (const [key, table] of touched) {
        this.#touch(key);
        const now = this.#tables.get(key) ?? table;
        if (now) this.#tables.set(key, withDoubt(now, reason));
      }
    }
  }

  /** Makes tables doubtful: those with a name, or all of them and any that may have been made. */
  doubtTables(reason: string, names: readonly string[] | undefined): void {
    if (names === undefined) {
      this.putAll((table) => withDoubt(table, reason));
      this.#doubt ??= reason;
      return;
    }
    for (const name of names)
      for (const table of [...this.#tables.values()])
        if (table.name === name) this.put(withDoubt(table, reason));
  }

  note(place: UnknownPlace): void {
    this.#places.push(place);
  }

  addView(name: string, schema: string | null | undefined): void {
    this.#views.add(tableKey(this.schemaName(schema), name));
  }

  removeView(name: string, schema: string | null | undefined): void {
    this.#views.delete(tableKey(this.schemaName(schema), name));
  }

  /** An enumeration type of PostgreSQL. */
  enumeration(name: string, schema: string | null | undefined): EnumerationType | undefined {
    return this.#enumerations.get(tableKey(this.schemaName(schema), name));
  }

  putEnumeration(
    name: string,
    schema: string | null | undefined,
    labels: readonly string[] | undefined,
  ): void {
    const kept = this.schemaName(schema);
    this.#enumerations.set(tableKey(kept, name), { schema: kept, name, labels });
  }

  removeEnumeration(name: string, schema: string | null | undefined): void {
    this.#enumerations.delete(tableKey(this.schemaName(schema), name));
  }

  /** Gives an enumeration type another name or other labels; columns that use it follow. */
  changeEnumeration(before: EnumerationType, after: EnumerationType): void {
    this.#enumerations.delete(tableKey(before.schema, before.name));
    this.#enumerations.set(tableKey(after.schema, after.name), after);
    const isSame = (each: Enumeration): boolean =>
      each.isNative && each.name === before.name && this.schemaName(each.schema) === before.schema;
    const change = (type: ColumnType): ColumnType => {
      const { enumeration, item } = type;
      if (enumeration && isSame(enumeration))
        return ofEnumeration({
          ...enumeration,
          name: after.name,
          schema: after.schema ?? undefined,
          labels: after.labels,
        });
      if (!item) return type;
      const changed = change(item);
      return changed === item ? type : arrayOf(changed);
    };
    this.putAll((table) => {
      const columns = table.columns.map((column) => {
        const type = change(column.type);
        return type === column.type ? column : { ...column, type };
      });
      return columns.some((column, index) => column !== table.columns[index]) ? { ...table, columns } : table;
    });
  }

  tableNames(schema: string | undefined): readonly string[] | undefined {
    if (this.#doubt !== undefined) return undefined;
    const kept = this.schemaName(schema);
    const names = [...this.#tables.values()].filter((table) => table.schema === kept).map(({ name }) => name);
    return kept === null ? [...names, 'alembic_version'] : names;
  }

  hasTable(name: string, schema: string | undefined): boolean | undefined {
    const table = this.find(name, schema);
    if (table) return table.doubt === undefined ? true : undefined;
    if (this.#doubt !== undefined) return undefined;
    return name === 'alembic_version';
  }

  table(name: string, schema: string | undefined): LiveTable | undefined {
    const table = this.find(name, schema);
    if (!table || table.doubt !== undefined) return undefined;
    const named = <Each extends { readonly name: string | null; readonly databaseName: string | null }>(
      each: Each,
    ): Each => ({ ...each, name: each.name ?? each.databaseName });
    return {
      columns: table.columns,
      primaryKey: table.primaryKey ? named(table.primaryKey) : undefined,
      indexes: table.indexes.map((index) => ({
        name: index.name,
        columns: index.columns.filter((column) => column !== null),
        unique: index.unique,
      })),
      uniqueConstraints: table.uniqueConstraints.map(named),
      foreignKeys: table.foreignKeys.map(named),
      checks: table.checks.map(named),
    };
  }

  hasEnum(name: string): boolean | undefined {
    if (this.#doubt !== undefined) return undefined;
    return [...this.#enumerations.values()].some((each) => each.name === name);
  }
}
