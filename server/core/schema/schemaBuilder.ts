import type { Enumeration } from '../operations/columnType';
import { arrayOf, ofEnumeration } from '../operations/columnType';
import type { ColumnType } from '../operations/columnType';
import type { LiveDatabase, LiveTable } from '../operations/liveDatabase';
import type { Dialect } from './dialect';
import { defaultSchema } from './dialect';
import type { EnumerationType, Schema, Table, UnknownPlace } from './schema';
import { tableKey } from './schema';
import { mostParts, partsOf, withDoubt } from './tableChanges';
import { TableNames } from './tableNames';
import { Budget } from '../text/budget';

/** Thrown where an operation can't succeed on what the database is known to hold. */
export class OperationFails extends Error {}

/** Labels of an enumeration type that are followed. */
const mostLabels = 1000;

/** Tables that are looked at for operations that may change any of them: renames, labels of enumerations. */
const lookLimits = { steps: 2_000_000, size: Infinity, depth: Infinity };

const tooManyLooks = 'The operations change names and types in too many tables to be followed';

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
  readonly #names: TableNames;
  readonly #looks = new Budget(lookLimits);
  /** What stands in the schema is doubtful from then on. */
  #areLooksUsedUp = false;
  /** Tables that the current operation changed, each as it was before. */
  #touched = new Map<string, Table | undefined>();

  constructor(
    start: Schema,
    readonly dialect: Dialect,
  ) {
    this.#tables = new Map(start.tables);
    this.#names = new TableNames(this.#tables.values());
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
    const key = this.#names.keyInAnyCase(kept, name);
    return key === undefined ? undefined : this.#tables.get(key);
  }

  /** How often a name of a table, index or constraint is taken in a schema. */
  timesTaken(schema: string | null, name: string): number {
    return this.#names.timesTaken(schema, name);
  }

  put(table: Table): void {
    const key = tableKey(table.schema, table.name);
    this.#touch(key);
    const before = this.#tables.get(key);
    const isTooLarge = partsOf(table) > Math.max(mostParts, before ? partsOf(before) : 0);
    const kept = isTooLarge
      ? withDoubt(before ?? table, `It gets more than ${mostParts} columns, constraints and indexes`)
      : table;
    this.#set(key, this.#areLooksUsedUp ? withDoubt(kept, tooManyLooks) : kept);
  }

  #set(key: string, table: Table): void {
    this.#names.change(this.#tables.get(key), table);
    this.#tables.set(key, table);
  }

  remove(table: Table): void {
    const key = tableKey(table.schema, table.name);
    this.#touch(key);
    this.#names.change(this.#tables.get(key), undefined);
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
    if (this.#areLooksUsedUp) return;
    if (!this.#looks.takeSteps(this.#tables.size)) {
      this.#areLooksUsedUp = true;
      this.#doubt ??= tooManyLooks;
      for (const table of [...this.#tables.values()]) this.put(table);
      return;
    }
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
        if (now) this.#set(key, withDoubt(now, reason));
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
  changeEnumeration(before: EnumerationType, wanted: EnumerationType): void {
    const isTooLong = (wanted.labels?.length ?? 0) > mostLabels;
    const after = isTooLong ? { ...wanted, labels: undefined } : wanted;
    this.#enumerations.delete(tableKey(before.schema, before.name));
    this.#enumerations.set(tableKey(after.schema, after.name), after);
    const isSame = (each: Enumeration): boolean =>
      each.isNative && each.name === before.name && this.schemaName(each.schema) === before.schema;
    // Columns that had the same type have the same one again, which is written out once.
    const made = new Map<boolean, ColumnType>();
    const changed = (enumeration: Enumeration): ColumnType => {
      const known = made.get(enumeration.isCreatedByTable);
      if (known) return known;
      const schema = after.schema ?? undefined;
      const type = ofEnumeration({ ...enumeration, name: after.name, schema, labels: after.labels });
      made.set(enumeration.isCreatedByTable, type);
      return type;
    };
    const change = (type: ColumnType): ColumnType => {
      const { enumeration, item } = type;
      if (enumeration && isSame(enumeration)) return changed(enumeration);
      if (!item) return type;
      const inner = change(item);
      return inner === item ? type : arrayOf(inner);
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
