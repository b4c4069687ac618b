import { readOperations } from '../operations/readOperations';
import type { EnvironmentSnapshot, RevisionFile } from '../project/environmentSnapshot';
import { agreeingDialects } from '../schema/agreeingDialects';
import { differenceText, downgradeEffect } from '../schema/inverse/downgradeEffect';
import type { DowngradeEffect } from '../schema/inverse/downgradeEffect';
import { plainDifferences } from '../schema/inverse/plainDifferences';
import { isPairedBack } from '../schema/inverse/pairedOperations';
import { SchemaMemory, ancestorsInOrder, parentSchema } from '../schema/schemaAt';
import type { SchemaDifference } from '../schema/schemaDiff';
import { inSlices } from '../text/inSlices';
import type { Rule, RuleFinding } from './engine/rule';
import { newFilesOf } from './support/newFiles';
import { asClause } from './support/wording';

/**
 * A new revision whose `downgrade` leaves another schema than was there before `upgrade`, or fails. Nothing
 * is said of what can't be read.
 */
export const downgradeNotInverse: Rule = {
  id: 'downgrade-not-inverse',
  defaultSeverity: 'off',
  summary: 'The downgrade function of a new revision leaves another schema than was there before.',
  *check(context) {
    const { snapshot, remember } = context;
    const candidates = new Set<RevisionFile>();
    for (const file of newFilesOf(context)) {
      if (remember(isCandidate, file)) candidates.add(file);
      yield undefined;
    }
    if (candidates.size === 0) return;
    const ids = [...candidates].flatMap(({ script }) => script?.id ?? []);
    // Parents first, so that the schema of each is a step from one that is known.
    for (const file of ancestorsInOrder(snapshot, ids)) {
      if (!candidates.has(file)) continue;
      yield undefined;
      const memory = remember(createMemory, snapshot.environment);
      const effect = yield* inSlices(agreedEffect(snapshot, file, memory));
      if (effect) yield* findingOf(file, effect);
    }
  },
};

function createMemory(): SchemaMemory {
  return new SchemaMemory();
}

/**
 * Whether the schema before has to be looked at: `downgrade` is no plain list of what undoes `upgrade`, and
 * says no way back either.
 */
function isCandidate(file: RevisionFile): boolean {
  const { script, reading } = file;
  const { upgrade, downgrade } = reading;
  if (!script || !upgrade || !downgrade || reading.problems.length > 0) return false;
  if (upgrade.isEmpty || downgrade.isEmpty || script.downRevisions.length > 1) return false;
  const text = file.readText();
  if (text === undefined) return false;
  if (/\braise\b/.test(text.slice(downgrade.bodyRange.start, downgrade.bodyRange.end))) return false;
  return !isPairedBack(readOperations(text, 'upgrade'), readOperations(text, 'downgrade'));
}

/** What all databases say that the project may run on. */
function* agreedEffect(
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
    const found = downgradeEffect(before, { id: script.id, file: path, text }, dialect);
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

function* findingOf(
  { path, reading: { downgrade } }: RevisionFile,
  { failures, differences }: DowngradeEffect,
): Generator<RuleFinding> {
  const [failure] = failures;
  if (failure) {
    yield {
      message: `This fails when downgrade() runs, for ${asClause(failure.reason)}: undo what upgrade() does, and nothing else.`,
      file: path,
      range: failure.range,
      related: [],
      fixes: [],
    };
    return;
  }
  const [first, ...rest] = [...differences].sort((a, b) => Number(isSlight(a)) - Number(isSlight(b)));
  if (!first || !downgrade) return;
  const more = rest.length === 0 ? '' : ` (and ${rest.length} more)`;
  yield {
    message: `After downgrade() the schema is another one than before upgrade(): ${differenceText(first)}${more}. Undo that too, or raise an error that says why there is no way back.`,
    file: path,
    range: downgrade.nameRange,
    related: [],
    fixes: [{ kind: 'generate-downgrade', file: path, body: 'inverse' }],
  };
}

/** What may be meant, or be written in other words: a detail of a column, a key, a condition. */
function isSlight({ kind, what }: SchemaDifference): boolean {
  return kind === 'changed' || what === 'primary key' || what === 'check';
}
