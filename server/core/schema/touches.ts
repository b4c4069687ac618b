import type { EnvironmentSnapshot, RevisionFile } from '../project/environmentSnapshot';
import { descendantsOf } from '../revision/graph/relatives';
import type { TextRange } from '../text/textRange';
import type { Dialect } from './dialect';
import { SchemaMemory, ancestorsInOrder, schemaAt } from './schemaAt';
import type { Touched } from './touched';
import { TouchMemory } from './touchMemory';

/** A revision that touches a table or column. */
export interface Touch {
  readonly id: string;
  readonly file: string;
  readonly range: TextRange;
  /** `add_column`, `ALTER TABLE` and so on. */
  readonly operation: string;
}

/** A table, or one column of it. */
export interface TouchTarget {
  readonly table: string;
  readonly column: string | undefined;
}

interface Found extends Touch {
  readonly touched: readonly Touched[];
}

/** The target of `TABLE`, `TABLE.COLUMN` or `SCHEMA.TABLE.COLUMN`. */
export function touchTarget(text: string): TouchTarget {
  const words = text.split('.');
  const [table = '', column] = words.slice(words.length > 2 ? -2 : 0);
  return { table, column };
}

/**
 * The revisions that touch a table, or one column of it, newest first; under the names that these had before
 * too. `memory` spares the replay of what it knows.
 */
export function* touchesOf(
  snapshot: EnvironmentSnapshot,
  target: TouchTarget,
  dialect: Dialect,
  memory = new SchemaMemory(new TouchMemory()),
): Generator<void, readonly Touch[]> {
  const ids = [...snapshot.map.revisions.keys()];
  const files = ancestorsInOrder(snapshot, ids);
  if (files.some((file) => memory.touches?.find(dialect, file) === undefined))
    yield* schemaAt(snapshot, ids, dialect, memory);
  return knownTouches(files, target, dialect, memory);
}

/** The same of files that were replayed already, ancestors first. */
export function knownTouches(
  files: readonly RevisionFile[],
  target: TouchTarget,
  dialect: Dialect,
  memory: SchemaMemory,
): readonly Touch[] {
  return followed([...foundIn(files, dialect, memory)].reverse(), target).touches;
}

/** Operations of later revisions, and the name that they leave in the end. */
export interface LaterTouches {
  /** The oldest first. */
  readonly touches: readonly Touch[];
  readonly target: TouchTarget;
}

/** The operations of replayed descendants on what a revision leaves under a name. */
export function laterTouches(
  snapshot: EnvironmentSnapshot,
  id: string,
  target: TouchTarget,
  dialect: Dialect,
  memory: SchemaMemory,
): LaterTouches {
  const isLater = descendantsOf(snapshot.map, id);
  const files = ancestorsInOrder(snapshot, [...snapshot.map.revisions.keys()]).filter(
    ({ script }) => script && script.id !== id && isLater.has(script.id),
  );
  const turned = foundIn(files, dialect, memory).map((each) => ({
    ...each,
    touched: each.touched.map(withNamesSwapped),
  }));
  return followed(turned, target);
}

function foundIn(
  files: readonly RevisionFile[],
  dialect: Dialect,
  { touches }: SchemaMemory,
): readonly Found[] {
  return files.flatMap((file) =>
    (touches?.find(dialect, file) ?? []).map((each): Found => {
      return { id: file.script?.id ?? '', file: file.path, ...each };
    }),
  );
}

/** Renames turned round, so that the names are followed forwards. */
function withNamesSwapped(touched: Touched): Touched {
  const { table, newTable, renamed } = touched;
  return {
    ...touched,
    ...(newTable === undefined ? {} : { table: newTable, newTable: table }),
    ...(renamed ? { columns: [renamed.to], renamed: { from: renamed.to, to: renamed.from } } : {}),
  };
}

/** Goes back in time along the names that table and column had. */
function followed(newestFirst: readonly Found[], target: TouchTarget): LaterTouches {
  let { table, column } = target;
  const touches: Touch[] = [];
  for (const { touched, ...touch } of newestFirst) {
    const own = touched.filter((each) => (each.newTable ?? each.table) === table || each.table === table);
    const [first] = own;
    if (!first) continue;
    const wanted = column;
    const isTouch =
      wanted === undefined ||
      own.some(
        (each) =>
          each.isWhole === true ||
          each.columns.includes(wanted) ||
          each.newTable !== undefined ||
          each.renamed?.to === wanted,
      );
    if (isTouch) touches.push(touch);
    for (const each of own) {
      if (each.newTable === table) table = each.table;
      if (each.renamed && each.renamed.to === column) column = each.renamed.from;
    }
  }
  return { touches, target: { table, column } };
}
