import type { EnvironmentSnapshot, RevisionFile } from '../project/environmentSnapshot';
import type { FixSpecification } from '../findings/fixSpecification';
import { unreferencedHeads } from '../history/competingHeads';
import type { GitFacts } from './engine/gitFacts';
import { fileOfScript, headerStrings } from './support/headerStrings';
import { findUnknown, meansNone } from './support/unknownReference';
import { idsAndNotes } from './support/docstringFields';
import type { NearRevision } from '../history/nearestRevisions';
import { nearestRevisions } from '../history/nearestRevisions';
import { descendantsOf } from '../revision/graph/relatives';
import type { IdSet } from '../revision/graph/relatives';
import type { Rule, RuleFinding } from './engine/rule';

/**
 * A `down_revision` names an id that no file declares. Alembic dies with a bare KeyError in every command.
 */
export const unknownDownRevision: Rule = {
  id: 'unknown-down-revision',
  defaultSeverity: 'error',
  summary: 'A down_revision names a revision that does not exist.',
  suspects: () => (file) => !file.script,
  *check({ snapshot, suspects, git }) {
    const { graph } = snapshot.map;
    const missing = graph.missing.filter(({ kind }) => kind === 'down_revision');
    for (const node of new Set([...missing, ...graph.parentByLabel].map((reference) => reference.node))) {
      const script = graph.script(node);
      const file = fileOfScript(snapshot, script);
      if (!file) continue;
      const written = new Set(headerStrings(file, 'down_revision').map(({ value }) => value));
      for (const wanted of written) {
        if (!snapshot.map.revisions.has(wanted))
          yield describe(snapshot, git, suspects, file, script.id, wanted);
      }
    }
  },
};

function describe(
  snapshot: EnvironmentSnapshot,
  git: GitFacts | undefined,
  unread: readonly RevisionFile[],
  file: RevisionFile,
  id: string,
  wanted: string,
): RuleFinding {
  const own = descendantsOf(snapshot.map, id);
  const near = [...namedByDocstring(snapshot, file, own), ...nearestRevisions(snapshot, wanted, own)].filter(
    ({ id: each }, index, all) => all.findIndex((other) => other.id === each) === index,
  );
  const offered = new Set(near.map((candidate) => candidate.id));
  return findUnknown(snapshot, git, {
    file,
    variable: 'down_revision',
    wanted,
    near,
    withoutIt: waysWithoutIt(snapshot, file, wanted, own, offered),
    unread,
    mayBeHidden: (hidden) => hidden !== undefined,
  });
}

/** The one revision that the docstring names as parent in place of an unknown one. */
function namedByDocstring(
  snapshot: EnvironmentSnapshot,
  file: RevisionFile,
  own: IdSet,
): readonly NearRevision[] {
  const parents = file.script?.downRevisions ?? [];
  const { ids } = idsAndNotes(file.reading.docstringFields.revises?.value ?? '', parents);
  const [id, ...others] = ids.filter((each) => !parents.includes(each));
  if (id === undefined || others.length > 0 || own.has(id) || !snapshot.map.revisions.has(id)) return [];
  return [{ id, likeness: 'docstring' }];
}

/**
 * Leaving the unknown parent out where others remain, else another head as parent; none at all where there is
 * nothing to build on.
 */
function waysWithoutIt(
  snapshot: EnvironmentSnapshot,
  file: RevisionFile,
  wanted: string,
  own: IdSet,
  offered: ReadonlySet<string>,
): readonly FixSpecification[] {
  const others = (file.script?.downRevisions ?? []).filter((parent) => parent !== wanted);
  if (others.length > 0) {
    return [{ kind: 'remove-reference', file: file.path, variable: 'down_revision', name: wanted }];
  }
  const asBase = { kind: 'reparent', file: file.path, parents: [] } as const;
  if (meansNone(wanted) && wanted.trim() !== '') return [asBase];
  const heads = unreferencedHeads(snapshot.map)
    .filter((head) => !own.has(head) && !offered.has(head))
    .slice(0, 3);
  const parents = heads.length + offered.size > 0 ? heads.map((head) => [head]) : [[]];
  const onHeads = parents.map((each) => ({ kind: 'reparent' as const, file: file.path, parents: each }));
  return meansNone(wanted) && heads.length > 0 ? [asBase, ...onHeads] : onHeads;
}
