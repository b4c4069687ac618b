import type { RevisionFile } from '../project/environmentSnapshot';
import { agreedDowngradeEffect, mayLeaveDifferences } from '../schema/inverse/agreedDowngradeEffect';
import { differenceText } from '../schema/inverse/downgradeEffect';
import type { DowngradeEffect } from '../schema/inverse/downgradeEffect';
import { SchemaMemory, ancestorsInOrder } from '../schema/schemaAt';
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
      if (remember(mayLeaveDifferences, file)) candidates.add(file);
      yield undefined;
    }
    if (candidates.size === 0) return;
    const ids = [...candidates].flatMap(({ script }) => script?.id ?? []);
    // Parents first, so that the schema of each is a step from one that is known.
    for (const file of ancestorsInOrder(snapshot, ids)) {
      if (!candidates.has(file)) continue;
      yield undefined;
      const memory = remember(createMemory, snapshot.environment);
      const effect = yield* inSlices(agreedDowngradeEffect(snapshot, file, memory));
      if (effect) yield* findingOf(file, effect);
    }
  },
};

function createMemory(): SchemaMemory {
  return new SchemaMemory();
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
