import type { RevisionMap } from '../../core/revision/graph/revisionMap';
import type { GitOrigin } from '../../core/rules/engine/gitFacts';
import type { BranchRevisions } from './branchRevisions';

/** The ids that revisions name as parent or dependency and that no file declares. */
export function namedButMissing({ graph, revisions }: RevisionMap): readonly string[] {
  const parents = graph.parentByLabel.filter(({ label }) => !revisions.has(label));
  return [...new Set([...graph.missing.map(({ name }) => name), ...parents.map(({ label }) => label)])];
}

/** The first branch that has each of the ids; ids that none has are left out. */
export function originsOf(ids: readonly string[], branches: BranchRevisions): ReadonlyMap<string, GitOrigin> {
  const origins = new Map<string, GitOrigin>();
  for (const id of ids) {
    const [found] = branches.find(id);
    if (!found) continue;
    const { ref, place, below } = found;
    origins.set(id, { ref: ref.name, commit: ref.commit, path: `${place.location}/${below}` });
  }
  return origins;
}
