import type { FixSpecification } from '../findings/fixSpecification';
import type { EnvironmentSnapshot } from '../project/environmentSnapshot';
import { buildRevisionMap } from '../revision/graph/buildRevisionMap';
import type { RevisionScript } from '../revision/graph/revisionScript';
import { competingHeads, groupCompetingHeads } from '../history/competingHeads';
import { idsOfTree } from './engine/gitFacts';
import type { GitFacts } from './engine/gitFacts';
import { fileOfRevision, rangeOfRevisionId } from './support/headerStrings';
import { ancestorsOf } from '../revision/graph/relatives';
import type { Rule } from './engine/rule';
import { quotedList } from './support/wording';

/** More of them are no choice any more. */
const mostTargets = 3;

/**
 * This branch and the main branch have each grown the same line, so that merging them gives several heads,
 * though each alone has one.
 */
export const headCollision: Rule = {
  id: 'head-collision',
  defaultSeverity: 'warning',
  summary: 'Merging with the main branch would give several heads.',
  needsGit: true,
  *check({ snapshot, git, remember }) {
    if (!git) return;
    const own = snapshot.map.revisions;
    const before = remember(idsOfTree, git.mergeBase);
    const newOnMain = remember(grownOnMain, git).filter(({ id }) => !own.has(id));
    if (newOnMain.length === 0) return;
    const merged = buildRevisionMap([...snapshot.map.scripts, ...newOnMain]);
    const already = new Set(competingHeads(snapshot).map((heads) => JSON.stringify(heads)));
    const groups = groupCompetingHeads(merged, snapshot.environment.configuration.versionLocations);
    for (const group of groups) {
      const theirs = group.filter((id) => !own.has(id));
      const ours = group.filter((id) => own.has(id) && !before.has(id));
      if (theirs.length === 0 || already.has(JSON.stringify(group))) continue;
      for (const head of ours) {
        const file = fileOfRevision(snapshot, head);
        if (!file) continue;
        yield {
          message: `Merging with ${git.mainBranch} would give ${group.length} heads, because it has grown ${quotedList(theirs)} since: merge it here, then move '${head}' on top of ${theirs.length === 1 ? 'that' : 'one of those'}, or merge the heads.`,
          file: file.path,
          range: rangeOfRevisionId(file),
          related: [],
          fixes: importAndRebase(snapshot, git, before, head, theirs),
        };
      }
    }
  },
};

/**
 * Imports the new revisions of the main branch, and moves those of this branch below the head on top of them.
 */
function importAndRebase(
  { map }: EnvironmentSnapshot,
  { main, mainBranch }: GitFacts,
  before: ReadonlySet<string>,
  head: string,
  theirs: readonly string[],
): readonly FixSpecification[] {
  const revisions = [...ancestorsOf(map, [head], 'parents')].filter(
    (id) => map.revisions.has(id) && !before.has(id),
  );
  return theirs.slice(0, mostTargets).map((onto) => ({
    kind: 'import-and-rebase',
    revisions,
    onto,
    commit: main.commit,
    ref: mainBranch,
  }));
}

/** What is on the main branch, and was not yet where this branch left it. */
function grownOnMain({ main, mergeBase }: GitFacts): readonly RevisionScript[] {
  const before = idsOfTree(mergeBase);
  return [...main.files.values()].flatMap(({ script }) => (script && !before.has(script.id) ? [script] : []));
}
