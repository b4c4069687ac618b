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
    const isSame = before?.schema === after?.schema;
    for (const list of listsOf(before, after)) {
      // What is added to a list comes behind what was there.
      const start = isSame ? commonStart(list) : 0;
      if (before) this.#count(before.schema, list[0].slice(start), -1);
      if (after) this.#count(after.schema, list[1].slice(start), 1);
    }
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

  #count(schema: string | null, named: readonly NameTaker[], by: 1 | -1): void {
    for (const each of named) {
      const name = nameOf(each);
      if (name === null) continue;
      const key = tableKey(schema, name);
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

/** The table's name, and those of its constraints. */
export function ownNames(table: Table): readonly string[] {
  const constraints = constraintsOf(table).flat();
  return [table.name, ...constraints.flatMap((each) => nameOf(each) ?? [])];
}

/** A constraint, an index, or the table itself. */
interface NameTaker {
  readonly name: string | null;
  readonly databaseName?: string | null;
}

function nameOf({ name, databaseName = null }: NameTaker): string | null {
  return name ?? databaseName;
}

function constraintsOf({
  primaryKey,
  uniqueConstraints,
  foreignKeys,
  checks,
}: Table): readonly (readonly NameTaker[])[] {
  return [primaryKey ? [primaryKey] : [], uniqueConstraints, foreignKeys, checks];
}

function namedIn(table: Table): readonly (readonly NameTaker[])[] {
  return [[{ name: table.name }], table.indexes, ...constraintsOf(table)];
}

/** What has names in two states of a table, list by list; lists that did not change are left out. */
function listsOf(
  before: Table | undefined,
  after: Table | undefined,
): readonly (readonly [readonly NameTaker[], readonly NameTaker[]])[] {
  const lists = before ? namedIn(before) : [];
  const next = after ? namedIn(after) : [];
  return [0, 1, 2, 3, 4, 5]
    .map((index) => [lists[index] ?? [], next[index] ?? []] as const)
    .filter(([a, b]) => a !== b || before?.schema !== after?.schema);
}

function commonStart([a, b]: readonly [readonly NameTaker[], readonly NameTaker[]]): number {
  let at = 0;
  while (at < a.length && at < b.length && a[at] === b[at]) at++;
  return at;
}
