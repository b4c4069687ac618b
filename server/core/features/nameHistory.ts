import type { Operation } from '../operations/operation';
import type { EnvironmentSnapshot } from '../project/environmentSnapshot';
import type { FileWithText } from '../project/fileWithText';
import { ancestorsInOrder, parentSchema, replayedRevision, schemaAt } from '../schema/schemaAt';
import type { SchemaMemory } from '../schema/schemaAt';
import type { Dialect } from '../schema/dialect';
import { findTable } from '../schema/findTable';
import { findColumn } from '../schema/operationTable';
import { applyRevision } from '../schema/replay';
import type { Column, Schema, Table } from '../schema/schema';
import { SchemaBuilder } from '../schema/schemaBuilder';
import { knownTouches, laterTouches } from '../schema/touches';
import type { LaterTouches, Touch, TouchTarget } from '../schema/touches';
import type { SchemaNamePlace } from './schemaNameAt';

/** A table, or one of its columns, at one moment. */
export interface NameState {
  /** Undefined where there is none. */
  readonly table: Table | undefined;
  readonly column: Column | undefined;
  /** Why this is not to be relied on. */
  readonly doubt: string | undefined;
}

/** What a name stands for around the operation that it is in, and who touched it up to this revision. */
export interface NameHistory {
  readonly target: TouchTarget;
  readonly before: NameState;
  readonly after: NameState;
  /** The newest first. */
  readonly touches: readonly Touch[];
}

/** Worked out in steps from what the ancestors leave; undefined for a file without an id. */
export function* nameHistory(
  snapshot: EnvironmentSnapshot,
  file: FileWithText,
  place: SchemaNamePlace,
  dialect: Dialect,
  memory: SchemaMemory,
): Generator<void, NameHistory | undefined> {
  const { script, path } = file;
  const known = snapshot.filesByPath.get(path);
  if (!script || !known) return undefined;
  const parents = yield* parentSchema(snapshot, script.id, dialect, memory);
  const builder = new SchemaBuilder(parents, dialect);
  const revision = replayedRevision(snapshot, script.id, file);
  const { direction } = place;
  let [before, after] = [undefined as Schema | undefined, undefined as Schema | undefined];
  const isHere = ({ range }: Operation): boolean =>
    range.start === place.operation.range.start && range.end === place.operation.range.end;
  const watching = {
    onOperation: (operation: Operation): void => {
      if (isHere(operation)) before ??= builder.build();
    },
    onApplied: ({ operations }: { readonly operations: readonly Operation[] }): void => {
      if (operations.some(isHere)) after = builder.build();
    },
  };
  const operations = applyRevision(builder, revision, direction === 'upgrade' ? watching : {});
  memory.touches?.note(dialect, known, operations);
  if (direction === 'downgrade') applyRevision(builder, revision, { direction, ...watching });
  yield;
  const old = { table: place.table, column: place.column };
  const renamed = { table: place.newTable ?? place.table, column: place.newColumn ?? place.column };
  const target = direction === 'upgrade' ? renamed : old;
  const files = ancestorsInOrder(snapshot, [script.id]);
  return {
    target,
    before: stateOf(before ?? builder.build(), place.schema, old),
    after: stateOf(after ?? builder.build(), place.schema, renamed),
    touches: knownTouches(files, target, dialect, memory),
  };
}

/** The operations of later revisions on what the name stands for. */
export function* touchesAfter(
  snapshot: EnvironmentSnapshot,
  id: string,
  target: TouchTarget,
  dialect: Dialect,
  memory: SchemaMemory,
): Generator<void, LaterTouches> {
  const all = [...snapshot.map.revisions.keys()];
  yield* schemaAt(snapshot, all, dialect, memory);
  return laterTouches(snapshot, id, target, dialect, memory);
}

function stateOf(schema: Schema, owner: string | null, { table: name, column: of }: TouchTarget): NameState {
  const table = findTable(schema, owner, name);
  const doubt = table?.doubt ?? (table ? undefined : schema.doubt);
  const column = table && of !== undefined ? findColumn(table, of) : undefined;
  return { table, column, doubt };
}
