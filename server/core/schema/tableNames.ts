import { constraintNames } from './objectNames';
import type { Table } from './schema';
import { tableKey } from './schema';

/**
 * The names that the tables of a schema take: their own, and those of indexes and constraints. Kept up with
 * each change, so that none looks at all tables.
 */
export class TableNames {
  readonly #taken = new Map<string, number>();
  /** Keys of tables by their names in lower case. */
  readonly #folded = new Map<string, Set<string>>();

  constructor(tables: Iterable<Table>) {
    for (const table of tables) this.change(undefined, table);
  }

  /** Notes that a table stands for another one, is new, or is gone. */
  change(before: Table | undefined, after: Table | undefined): void {
    if (before && after && hasSameNames(before, after)) return;
    if (before) this.#count(before, -1);
    if (after) this.#count(after, 1);
    if (before && !after) this.#foldedKeys(before).delete(tableKey(before.schema, before.name));
    if (after && !before) this.#foldedKeys(after).add(tableKey(after.schema, after.name));
  }

  timesTaken(schema: string | null, name: string): number {
    return this.#taken.get(tableKey(schema, name)) ?? 0;
  }

  /** The key of the first table that has the name in any case. */
  keyInAnyCase(schema: string | null, name: string): string | undefined {
    const [first] = this.#folded.get(tableKey(schema, name.toLowerCase())) ?? [];
    return first;
  }

  #count(table: Table, by: 1 | -1): void {
    for (const name of namesTakenBy(table)) {
      const key = tableKey(table.schema, name);
      this.#taken.set(key, (this.#taken.get(key) ?? 0) + by);
    }
  }

  #foldedKeys({ schema, name }: Table): Set<string> {
    const key = tableKey(schema, name.toLowerCase());
    const keys = this.#folded.get(key) ?? new Set();
    this.#folded.set(key, keys);
    return keys;
  }
}

/** The table's name, and those of its indexes and constraints. */
export function namesTakenBy(table: Table): readonly string[] {
  return [table.name, ...table.indexes.flatMap(({ name }) => name ?? []), ...constraintNames(table)];
}

function hasSameNames(a: Table, b: Table): boolean {
  return (
    a.schema === b.schema &&
    a.name === b.name &&
    a.indexes === b.indexes &&
    a.primaryKey === b.primaryKey &&
    a.uniqueConstraints === b.uniqueConstraints &&
    a.foreignKeys === b.foreignKeys &&
    a.checks === b.checks
  );
}
