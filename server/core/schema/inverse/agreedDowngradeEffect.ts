import { readOperations } from '../../operations/readOperations';
import type { EnvironmentSnapshot, RevisionFile } from '../../project/environmentSnapshot';
import { agreeingDialects } from '../agreeingDialects';
import type { SchemaMemory } from '../schemaAt';
import { parentSchema, replayedRevision } from '../schemaAt';
import type { SchemaDifference } from '../schemaDiff';
import { downgradeEffect } from './downgradeEffect';
import type { DowngradeEffect } from './downgradeEffect';
import { isPairedBack } from './pairedOperations';
import { plainDifferences } from './plainDifferences';

/**
 * Whether the schema before has to be looked at: `downgrade` is no plain list of what undoes `upgrade`, and
 * says no way back either.
 */
export function mayLeaveDifferences(file: RevisionFile): boolean {
  const { script, reading } = file;
  const { upgrade, downgrade } = reading;
  if (!script || !upgrade || !downgrade || reading.problems.length > 0) return false;
  if (upgrade.isEmpty || downgrade.isEmpty || script.downRevisions.length > 1) return false;
  const text = file.readText();
  if (text === undefined) return false;
  if (/\braise\b/.test(text.slice(downgrade.bodyRange.start, downgrade.bodyRange.end))) return false;
  return !isPairedBack(readOperations(text, 'upgrade'), readOperations(text, 'downgrade'));
}

/**
 * What `downgrade` leaves otherwise on all databases that the project may run on; undefined for nothing, and
 * where something can't be read.
 */
export function* agreedDowngradeEffect(
  snapshot: EnvironmentSnapshot,
  file: RevisionFile,
  memory: SchemaMemory,
): Generator<void, DowngradeEffect | undefined> {
  const { script, path } = file;
  const text = file.readText();
  if (!script || text === undefined) return undefined;
  let agreed: DowngradeEffect | undefined;
  for (const dialect of agreeingDialects(snapshot)) {
    const before = yield* parentSchema(snapshot, script.id, dialect, memory);
    const found = downgradeEffect(before, replayedRevision(snapshot, script.id, { path, text }), dialect);
    if (!found) return undefined;
    const effect = { ...found, differences: plainDifferences(found.differences) };
    agreed = agreed ? commonOf(agreed, effect) : effect;
    if (agreed.differences.length === 0 && agreed.failures.length === 0) return undefined;
  }
  return agreed;
}

function commonOf(one: DowngradeEffect, other: DowngradeEffect): DowngradeEffect {
  const keyOf = ({ kind, what, table, name }: SchemaDifference): string =>
    JSON.stringify([kind, what, table, name]);
  const keys = new Set(other.differences.map(keyOf));
  const failing = new Set(other.failures.map(({ range }) => range.start));
  return {
    ...one,
    differences: one.differences.filter((each) => keys.has(keyOf(each))),
    failures: one.failures.filter(({ range }) => failing.has(range.start)),
  };
}
