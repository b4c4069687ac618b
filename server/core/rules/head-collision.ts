import { buildRevisionMap } from '../revision/buildRevisionMap';
import type { RevisionScript } from '../revision/revisionScript';
import { competingHeads, groupCompetingHeads, locationOf } from './competingHeads';
import { fileOfRevision, rangeOfRevisionId } from './headerStrings';
import type { Rule } from './rule';
import { nameSome } from './wording';

/** This branch and the main branch have each grown the same line, so that merging them gives several heads, though each alone has one. */
export const headCollision: Rule = {
  id: 'head-collision',
  defaultSeverity: 'warning',
  summary: 'Merging with the main branch would give several heads.',
  needsGit: true,
  *check({ snapshot, git }) {
    if (!git) return;
    const own = new Set(snapshot.map.revisions.keys());
    const before = new Set([...git.mergeBase.files.values()].flatMap((file) => file.script?.id ?? []));
    const newOnMain = [...git.main.files.values()].flatMap((file): readonly RevisionScript[] =>
      file.script && !before.has(file.script.id) && !own.has(file.script.id) ? [file.script] : [],
    );
    if (newOnMain.length === 0) return;
    const merged = buildRevisionMap([...snapshot.map.scripts, ...newOnMain]);
    const already = new Set(competingHeads(snapshot).map((heads) => JSON.stringify(heads)));
    const groups = groupCompetingHeads(merged, {
      labelsOf: (id) => merged.revisions.get(id)?.script.branchLabels ?? [],
      locationOf: (id) =>
        locationOf(
          snapshot.environment.configuration.versionLocations,
          merged.revisions.get(id)?.script.file ?? '',
        ),
    });
    for (const group of groups) {
      const theirs = group.filter((id) => !own.has(id));
      const ours = group.filter((id) => own.has(id) && !before.has(id));
      if (theirs.length === 0 || already.has(JSON.stringify(group))) continue;
      for (const head of ours) {
        const file = fileOfRevision(snapshot, head);
        if (!file) continue;
        yield {
          message: `Merging with ${git.mainBranch} would give ${group.length} heads, because it has grown ${nameSome(theirs)} since: merge it here, then move '${head}' on top of ${theirs.length === 1 ? 'that' : 'one of those'}, or merge the heads.`,
          file: file.path,
          range: rangeOfRevisionId(file),
          related: [],
          fixes: [],
        };
      }
    }
  },
};
