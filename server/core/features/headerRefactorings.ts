import type { FixSpecification } from '../findings/fixSpecification';
import type { EnvironmentSnapshot, RevisionFile } from '../project/environmentSnapshot';
import { descendantsOf } from '../revision/graph/relatives';
import type { GitFacts } from '../rules/engine/gitFacts';
import { rangesTouch } from '../text/textRange';
import type { TextRange } from '../text/textRange';
import { competingHeads } from '../history/competingHeads';
import { movableChains } from './movableChains';

/** The most heads that are offered as a parent or a target. */
const mostTargets = 5;

/**
 * Changes of the history that a person may want at a place of a file's header without a finding there: a new
 * id, a merge and a rebase on `revision`, other parents on `down_revision`.
 */
export function headerRefactorings(
  snapshot: EnvironmentSnapshot,
  file: RevisionFile,
  asked: TextRange,
  git: GitFacts | undefined,
): readonly FixSpecification[] {
  const { script, reading, path } = file;
  if (!script || snapshot.map.graph.hasDuplicates) return [];
  const { revision, down_revision: parents } = reading.header;
  if (revision && rangesTouch(revision.statementRange, asked)) {
    return [
      { kind: 'change-revision-id', file: path },
      ...competingHeads(snapshot)
        .filter((heads) => heads.includes(script.id))
        .map((heads): FixSpecification => ({ kind: 'create-merge', revisions: heads })),
      ...movableChains(snapshot, git)
        .filter(({ head }) => head === script.id)
        .flatMap(({ revisions, targets }) =>
          targets
            .slice(0, mostTargets)
            .map((onto): FixSpecification => ({ kind: 'rebase', revisions, onto })),
        ),
    ];
  }
  if (parents && rangesTouch(parents.statementRange, asked)) {
    const above = descendantsOf(snapshot.map, script.id);
    const current: readonly string[] = snapshot.map.revisions.get(script.id)?.downRevisions ?? [];
    return snapshot.map.heads
      .filter((id) => !above.has(id) && !(current.length === 1 && current[0] === id))
      .slice(0, mostTargets)
      .map((id): FixSpecification => ({ kind: 'reparent', file: path, parents: [id] }));
  }
  return [];
}
