import { readOperations } from '../operations/readOperations';
import { OperationApplier } from './applyOperation';
import type { AppliedRevision } from './applyOperation';
import type { Dialect } from './dialect';
import type { Schema } from './schema';
import { SchemaBuilder } from './schemaBuilder';

/** A revision to apply, and where its text comes from. */
export interface ReplayedRevision extends AppliedRevision {
  readonly text: string;
}

/**
 * The schema that some revisions leave when they run one after another. Gives the loop back after each of
 * them.
 */
export function* replay(
  start: Schema,
  revisions: Iterable<ReplayedRevision>,
  dialect: Dialect,
): Generator<void, Schema> {
  const builder = new SchemaBuilder(start, dialect);
  for (const revision of revisions) {
    applyRevision(builder, revision);
    yield;
  }
  return builder.build();
}

/** Applies what `upgrade` of one revision does. */
export function applyRevision(builder: SchemaBuilder, revision: ReplayedRevision): void {
  const applier = new OperationApplier(builder, revision);
  readOperations(revision.text, 'upgrade', {
    dialect: builder.dialect,
    database: builder,
    onOperation: (operation, isCaught) => applier.apply(operation, isCaught),
    onBatchEnd: (context, isCaught) => applier.endBatch(context, isCaught),
  });
}
