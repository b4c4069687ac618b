import { readOperations } from '../operations/readOperations';
import type { EnvironmentSnapshot } from '../project/environmentSnapshot';
import type { FileWithText } from '../project/fileWithText';
import type { Dialect } from '../schema/dialect';
import { agreedDowngradeEffect, mayLeaveDifferences } from '../schema/inverse/agreedDowngradeEffect';
import { differenceText } from '../schema/inverse/downgradeEffect';
import { recordChanges } from '../schema/inverse/recordChanges';
import { reversibilityOf } from '../schema/inverse/reversibility';
import type { SchemaMemory } from '../schema/schemaAt';
import { parentSchema, replayedRevision } from '../schema/schemaAt';
import type { TextRange } from '../text/textRange';

/** Whether a revision can be undone, and whether its own `downgrade` does so. */
export interface DowngradeVerdict {
  /** `partly`: there is a way back, and `downgrade` goes only a part of it, or fails. */
  readonly kind: 'reversible' | 'loses-data' | 'partly' | 'not-reversible';
  /** Sentences without their full stops. */
  readonly reasons: readonly string[];
}

/** What is said above `downgrade` before anything is replayed. */
export interface DowngradePlace {
  /** Of the name of the function; that of `upgrade` where `downgrade` is missing. */
  readonly range: TextRange;
  /** Whether `downgrade` is missing or does nothing. */
  readonly isEmpty: boolean;
}

/** The place of the way back in a revision file that needs one; undefined where `upgrade` does nothing. */
export function downgradePlace({ script, reading, text }: FileWithText): DowngradePlace | undefined {
  const { upgrade, downgrade, problems } = reading;
  if (!script || !upgrade || problems.length > 0) return undefined;
  if (script.downRevisions.length > 1 || upgrade.isEmpty) return undefined;
  if (readOperations(text, 'upgrade').length === 0) return undefined;
  return { range: (downgrade ?? upgrade).nameRange, isEmpty: downgrade?.isEmpty ?? true };
}

/** Worked out in steps from what the ancestors leave; undefined for a file without an id. */
export function* downgradeVerdict(
  snapshot: EnvironmentSnapshot,
  file: FileWithText,
  dialect: Dialect,
  memory: SchemaMemory,
): Generator<void, DowngradeVerdict | undefined> {
  const { script } = file;
  if (!script) return undefined;
  const before = yield* parentSchema(snapshot, script.id, dialect, memory);
  const revision = replayedRevision(snapshot, script.id, file);
  const verdict = reversibilityOf(recordChanges(before, revision, dialect));
  yield;
  if (verdict.kind === 'not-reversible') return verdict;
  const effect = mayLeaveDifferences(file) ? yield* agreedDowngradeEffect(snapshot, file, memory) : undefined;
  if (effect) {
    const reasons = [
      ...effect.failures.map(({ reason }) => reason),
      ...effect.differences.map(differenceText),
    ];
    return { kind: 'partly', reasons };
  }
  return { kind: verdict.kind, reasons: verdict.kind === 'loses-data' ? verdict.losses : [] };
}
