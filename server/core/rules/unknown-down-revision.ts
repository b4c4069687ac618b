import type { EnvironmentSnapshot, RevisionFile } from '../project/environmentSnapshot';
import type { FixSpecification } from '../edits/fixSpecification';
import { freeHeads } from './competingHeads';
import type { GitFacts } from './gitFacts';
import { gitWaysOut } from './gitWaysOut';
import { baseName, fileOfScript, headerStrings, rangeOfHeaderString } from './headerStrings';
import { explainUnknown, fileWithUnknownId } from './unknownReference';
import { nearestRevisions } from './nearestRevisions';
import { descendantsOf } from './relatives';
import type { IdSet } from './relatives';
import type { Rule, RuleFinding } from './rule';

/** A `down_revision` names an id that no file declares. Alembic dies with a bare KeyError in every command. */
export const unknownDownRevision: Rule = {
  id: 'unknown-down-revision',
  defaultSeverity: 'error',
  summary: 'A down_revision names a revision that does not exist.',
  *check({ snapshot, git }) {
    const { graph } = snapshot.map;
    const missing = graph.missing.filter(({ kind }) => kind === 'down_revision');
    for (const node of new Set([...missing, ...graph.parentByLabel].map((reference) => reference.node))) {
      const script = graph.script(node);
      const file = fileOfScript(snapshot, script);
      if (!file) continue;
      const written = new Set(headerStrings(file, 'down_revision').map(({ value }) => value));
      for (const wanted of written) {
        if (!snapshot.map.revisions.has(wanted)) yield describe(snapshot, git, file, script.id, wanted);
      }
    }
  },
};

function describe(
  snapshot: EnvironmentSnapshot,
  git: GitFacts | undefined,
  file: RevisionFile,
  id: string,
  wanted: string,
): RuleFinding {
  const byGit = gitWaysOut(git, wanted);
  const own = descendantsOf(snapshot.map, id);
  const near = nearestRevisions(snapshot, wanted, own);
  const maybe = fileWithUnknownId(snapshot, wanted);
  return {
    severity: maybe ? 'warning' : undefined,
    message: explainUnknown(snapshot, 'down_revision', wanted, near[0], maybe, byGit.origin),
    file: file.path,
    range: rangeOfHeaderString(file, 'down_revision', wanted),
    related: maybe
      ? [
          {
            file: maybe.path,
            range: { start: 0, end: 0 },
            message: `The id of ${baseName(maybe.path)} can't be read.`,
          },
        ]
      : [],
    fixes: [
      ...byGit.known,
      ...near.map((candidate): FixSpecification => ({
        kind: 'change-reference',
        file: file.path,
        variable: 'down_revision',
        from: wanted,
        to: candidate.id,
      })),
      ...waysWithoutIt(snapshot, file, wanted, own, new Set(near.map((candidate) => candidate.id))),
      ...byGit.search,
    ],
  };
}

/** Leaving the unknown parent out where others remain, else another head as parent; none at all where there is nothing to build on. */
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
  const heads = freeHeads(snapshot.map)
    .filter((head) => !own.has(head) && !offered.has(head))
    .slice(0, 3);
  const parents = heads.length + offered.size > 0 ? heads.map((head) => [head]) : [[]];
  return parents.map((each) => ({ kind: 'reparent', file: file.path, parents: each }));
}
