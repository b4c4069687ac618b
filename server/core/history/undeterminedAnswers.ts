import type { EnvironmentSnapshot } from '../project/environmentSnapshot';
import type { Outcome } from '../revision/errors/alembicError';
import { ancestorsOf } from '../revision/graph/relatives';
import type { RevisionMap } from '../revision/graph/revisionMap';
import { getRevisions } from '../revision/resolve/resolve';
import { unknownParents, whyNotKnown } from './unknownParents';

/** A plan as far as it matters here: the ids that run. */
interface Steps {
  readonly steps: readonly string[];
}

/** What a stamp changes, as far as it matters here. */
interface StampedRevisions {
  readonly believedApplied: readonly string[];
  readonly forgotten: readonly string[];
}

/** Why it is not known which revisions an identifier stands for; undefined where it is. */
export function whyNameIsUndetermined(snapshot: EnvironmentSnapshot, identifier: string): string | undefined {
  const { files } = unknownParents(snapshot);
  if (files.length === 0) return undefined;
  const open = (): string | undefined => whyNotKnown(snapshot, `What ${identifier} stands for`);
  if (namesHeads(identifier)) return headsAreUndetermined(snapshot) ? open() : undefined;
  if (getRevisions(snapshot.map, identifier).ok) return undefined;
  // A file that computes its id may be the one that is meant.
  return files.some(({ script }) => !script) ? open() : undefined;
}

/** Why it is not known what a migration runs; undefined where it is. */
export function whyPlanIsUndetermined(
  snapshot: EnvironmentSnapshot,
  direction: 'upgrade' | 'downgrade',
  target: string,
  rows: readonly string[],
  plan: Outcome<Steps>,
): string | undefined {
  const missing = whyMissing(snapshot, plan, 'What would run');
  if (missing !== undefined) return missing;
  const { files } = unknownParents(snapshot);
  if (files.length === 0) return undefined;
  const { map } = snapshot;
  const isOpen =
    !plan.ok ||
    plan.value.steps.some((id) => hasUnknownParents(map, id)) ||
    (direction === 'upgrade'
      ? upgradeIsOpen(snapshot, target, rows, plan.value)
      : downgradeIsOpen(map, target, rows, plan.value));
  return isOpen ? whyNotKnown(snapshot, 'What would run') : undefined;
}

/** Why it is not known what a stamp changes; undefined where it is. */
export function whyStampIsUndetermined(
  snapshot: EnvironmentSnapshot,
  targets: readonly string[],
  effect: Outcome<StampedRevisions>,
): string | undefined {
  const missing = whyMissing(snapshot, effect, 'What the stamp changes');
  if (missing !== undefined) return missing;
  if (unknownParents(snapshot).files.length === 0) return undefined;
  const isOpen =
    !effect.ok ||
    targets.some((target) => namesHeads(target) && headsAreUndetermined(snapshot)) ||
    [...effect.value.believedApplied, ...effect.value.forgotten].some((id) =>
      hasUnknownParents(snapshot.map, id),
    );
  return isOpen ? whyNotKnown(snapshot, 'What the stamp changes') : undefined;
}

/** The answer where a revision is missing that may lie in a location that is not here. */
function whyMissing(
  { environment }: EnvironmentSnapshot,
  outcome: Outcome<unknown>,
  what: string,
): string | undefined {
  const { revisionsElsewhere } = environment.configuration;
  if (outcome.ok || outcome.error.type !== 'KeyError' || revisionsElsewhere === undefined) return undefined;
  return `${what} can't be known, since the revision ${outcome.error.message} is not here: ${revisionsElsewhere}.`;
}

/** Whether other revisions than those without a known child may be the heads. */
export function headsAreUndetermined(snapshot: EnvironmentSnapshot): boolean {
  const { files, mayHaveChild } = unknownParents(snapshot);
  return files.some(({ script }) => !script) || snapshot.map.heads.some((head) => mayHaveChild.has(head));
}

function namesHeads(identifier: string): boolean {
  return /^heads?$|@heads?$/.test(identifier);
}

function hasUnknownParents({ revisions }: RevisionMap, id: string): boolean {
  return revisions.get(id)?.script.hasUnknownDownRevision === true;
}

function upgradeIsOpen(
  snapshot: EnvironmentSnapshot,
  target: string,
  rows: readonly string[],
  { steps }: Steps,
): boolean {
  const { map } = snapshot;
  if (namesHeads(target) && headsAreUndetermined(snapshot)) return true;
  const applied = ancestorsOf(map, rows);
  if (/\+\d+$/.test(target))
    return unknownParents(snapshot).files.some(({ script }) => !script || !applied.has(script.id));
  // The ancestors of an applied revision were run too, so that it is no step: only what is built on it surely
  // is one.
  return [...applied]
    .filter((id) => hasUnknownParents(map, id))
    .some((id) => steps.some((step) => !ancestorsOf(map, [step]).has(id)));
}

/** A revision that is applied and stays may be built on what goes, except where the target is built on it. */
function downgradeIsOpen(
  map: RevisionMap,
  target: string,
  rows: readonly string[],
  { steps }: Steps,
): boolean {
  const count = /^-(\d+)$/.exec(target)?.[1];
  if (count !== undefined && steps.length >= Number(count)) return false;
  const found = target === 'base' ? undefined : getRevisions(map, target);
  const kept = ancestorsOf(map, found?.ok ? found.value.filter((id) => id !== null) : []);
  return [...ancestorsOf(map, rows)].some((id) => hasUnknownParents(map, id) && !kept.has(id));
}
