import type { Operation } from '../operations/operation';
import { readOperations } from '../operations/readOperations';
import { OperationApplier } from './applyOperation';
import type { AppliedRevision } from './applyOperation';
import type { Dialect } from './dialect';
import type { Schema } from './schema';
import { SchemaBuilder } from './schemaBuilder';

/** A revision to apply, and where its text comes from. */
export interface ReplayedRevision extends AppliedRevision {
  readonly text: string;
  /** The version of Alembic that runs it; undefined where it is not known. */
  readonly alembic?: string | undefined;
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

/** What is to be known of a revision while it is applied. */
export interface ApplyOptions {
  readonly direction?: 'upgrade' | 'downgrade';
  /** Told of each operation before it is applied. */
  readonly onOperation?: (operation: Operation) => void;
  readonly onApplied?: OperationApplier['onApplied'];
  readonly onFailed?: OperationApplier['onFailed'];
}

/** Applies `upgrade` or `downgrade` of one revision, and gives its operations as they are reached. */
export function applyRevision(
  builder: SchemaBuilder,
  revision: ReplayedRevision,
  { direction = 'upgrade', onOperation, onApplied, onFailed }: ApplyOptions = {},
): readonly Operation[] {
  const applier = new OperationApplier(builder, revision);
  applier.onApplied = onApplied;
  applier.onFailed = onFailed;
  const operations: Operation[] = [];
  readOperations(revision.text, direction, {
    dialect: builder.dialect,
    database: builder,
    alembic: revision.alembic,
    onOperation: (operation, isCaught) => {
      operations.push(operation);
      onOperation?.(operation);
      return applier.apply(operation, isCaught);
    },
    onBatchEnd: (context, isCaught) => applier.endBatch(context, isCaught),
  });
  return operations;
}
