import type { RelatedPlace } from '../findings/finding';
import { groupCompetingHeads } from '../history/competingHeads';
import type { EnvironmentSnapshot } from '../project/environmentSnapshot';
import { buildRevisionMap } from '../revision/graph/buildRevisionMap';
import type { BranchConflict, ConflictPlace } from '../schema/branchConflicts';
import { idsOfTree } from './engine/gitFacts';
import type { GitFacts } from './engine/gitFacts';
import type { Rule, RuleContext, RuleFinding } from './engine/rule';
import { ConflictMemory, conflictsOfFork, forkOf } from '../schema/forks';
import type { SourceOf } from '../schema/forks';
import { competingHeadsOf } from './support/competingHeadsOf';
import { fileOfRevision, rangeOfRevisionId } from './support/headerStrings';
import { mayJoinHeads } from './support/mayJoinHeads';
import { conflictSentence, namedOperation } from './support/conflictWording';

/** Of more heads than this only the first ones are compared. */
const mostHeads = 5;

/** How many conflicts of two heads are shown. */
const mostShown = 10;

/**
 * Two heads of one lineage, or this branch and the main branch, whose operations do not go together: what one
 * does fails after the other, or their order decides about the schema. Nothing is said of what is not known
 * for certain.
 */
export const conflictingBranches: Rule = {
  id: 'conflicting-branches',
  defaultSeverity: 'warning',
  summary: "Two heads change the same thing, so that they can't be merged as they are.",
  suspects: () => (file) => mayJoinHeads(file) || file.dynamic.includes('branch_labels'),
  *check(context) {
    const { snapshot, suspects, git, remember } = context;
    // With a parent that is missing nothing can be merged, and that is said already.
    if (snapshot.map.graph.missing.length > 0 || suspects.some(mayJoinHeads)) return;
    const memory = remember(createMemory, snapshot.environment);
    const sourceOf: SourceOf = (file) => snapshot.filesByPath.get(file);
    for (const heads of yield* competingHeadsOf(context))
      for (const [left, right] of pairsOf(heads.slice(0, mostHeads))) {
        const fork = forkOf(snapshot.map.graph, left, right);
        const conflicts = fork ? yield* conflictsOfFork(snapshot, fork, sourceOf, memory) : [];
        yield* findingAt(snapshot, left, right, conflicts, 'left');
        yield* findingAt(snapshot, right, left, conflicts, 'right');
      }
    if (git) yield* withMainBranch(snapshot, git, remember, memory);
  },
};

/** What this branch has in conflict with what the main branch has gained since. */
function* withMainBranch(
  snapshot: EnvironmentSnapshot,
  git: GitFacts,
  remember: RuleContext['remember'],
  memory: ConflictMemory,
): Generator<RuleFinding | undefined> {
  const own = snapshot.map.revisions;
  const before = remember(idsOfTree, git.mergeBase);
  const theirFiles = [...git.main.files.values()].filter(
    ({ script }) => script && !before.has(script.id) && !own.has(script.id),
  );
  if (theirFiles.length === 0) return;
  const theirScripts = theirFiles.flatMap(({ script }) => script ?? []);
  const merged = buildRevisionMap([...snapshot.map.scripts, ...theirScripts]);
  const theirSources = new Map(theirFiles.map((file) => [file.script?.file, file]));
  const sourceOf: SourceOf = (file) => theirSources.get(file) ?? snapshot.filesByPath.get(file);
  const { versionLocations } = snapshot.environment.configuration;
  for (const group of groupCompetingHeads(merged, versionLocations)) {
    const ours = group.filter((id) => own.has(id) && !before.has(id));
    const theirs = group.filter((id) => !own.has(id));
    for (const left of ours.slice(0, mostHeads))
      for (const right of theirs.slice(0, mostHeads)) {
        const fork = forkOf(merged.graph, left, right);
        const conflicts = fork ? yield* conflictsOfFork(snapshot, fork, sourceOf, memory) : [];
        yield* findingAt(snapshot, left, right, conflicts, 'left', ` of ${git.mainBranch}`);
      }
  }
}

function* findingAt(
  snapshot: EnvironmentSnapshot,
  head: string,
  other: string,
  conflicts: readonly BranchConflict[],
  side: 'left' | 'right',
  whose = '',
): Generator<RuleFinding> {
  const file = fileOfRevision(snapshot, head);
  const [first] = conflicts;
  if (!file || !first) return;
  const more = conflicts.length === 1 ? '' : ` (and ${conflicts.length - 1} more)`;
  yield {
    message: `'${head}' and '${other}'${whose} change the same thing: ${conflictSentence(first)}${more}. Change one of them before they are merged.`,
    file: file.path,
    range: rangeOfRevisionId(file),
    related: conflicts
      .slice(0, mostShown)
      .flatMap(({ left, right }) => (side === 'left' ? [left, right] : [right, left]))
      .flatMap((place) => relatedPlace(snapshot, place)),
    fixes: [],
  };
}

/** The place, where its file is here. */
function relatedPlace({ filesByPath }: EnvironmentSnapshot, place: ConflictPlace): readonly RelatedPlace[] {
  const { file, range } = place;
  return filesByPath.has(file) ? [{ file, range, message: `${namedOperation(place)}.` }] : [];
}

function pairsOf(heads: readonly string[]): readonly (readonly [string, string])[] {
  return heads.flatMap((left, at) => heads.slice(at + 1).map((right) => [left, right] as const));
}

function createMemory(): ConflictMemory {
  return new ConflictMemory();
}
