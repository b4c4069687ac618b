import type { FixSpecification } from '../findings/fixSpecification';
import { unreferencedHeads } from '../history/competingHeads';
import type { EnvironmentSnapshot, RevisionFile } from '../project/environmentSnapshot';
import { descendantsOf } from '../revision/graph/relatives';
import type { IdSet } from '../revision/graph/relatives';
import type { RevisionScript } from '../revision/graph/revisionScript';
import { createTime, revisesIds } from './support/docstringFields';
import { rangeOfHeaderString } from './support/headerStrings';
import type { Rule } from './engine/rule';

/** A revision that names itself as parent or dependency. Alembic can't load it. */
export const selfReference: Rule = {
  id: 'self-reference',
  defaultSeverity: 'error',
  summary: 'A revision names itself as its parent or dependency.',
  suspects:
    () =>
    ({ script }) =>
      script !== undefined && (script.dependsOn.length > 0 || script.downRevisions.includes(script.id)),
  *check({ snapshot, suspects }) {
    const predecessor = predecessors(snapshot);
    for (const file of suspects) {
      const { script } = file;
      if (!script) continue;
      if (script.downRevisions.includes(script.id)) {
        yield {
          message: `'${script.id}' names itself as its down_revision: name the revision that comes before it.`,
          file: file.path,
          range: rangeOfHeaderString(file, 'down_revision', script.id),
          related: [],
          fixes: parentFixes(snapshot, file, script, predecessor),
        };
      }
      const own = script.dependsOn.find(
        (name) => name === script.id || snapshot.map.labels.get(name) === script.id,
      );
      if (own !== undefined) {
        yield {
          message: `'${script.id}' depends on itself: remove '${own}' from depends_on.`,
          file: file.path,
          range: rangeOfHeaderString(file, 'depends_on', own),
          related: [],
          fixes: [{ kind: 'remove-reference', file: file.path, variable: 'depends_on', name: own }],
        };
      }
    }
  },
};

/** The revision that was made last before a file, of those that are not left out. */
type Predecessor = (file: RevisionFile, leftOut: IdSet) => string | undefined;

/** What may come before it: what its docstring says, what was made right before it, and the heads. */
function parentFixes(
  snapshot: EnvironmentSnapshot,
  file: RevisionFile,
  script: RevisionScript,
  predecessor: Predecessor,
): readonly FixSpecification[] {
  const variable = 'down_revision';
  const removed = { kind: 'remove-reference', file: file.path, variable, name: script.id } as const;
  if (script.downRevisions.length > 1) return [removed];
  const own = descendantsOf(snapshot.map, script.id);
  const mayCome = (id: string): boolean => id !== script.id && !own.has(id) && snapshot.map.revisions.has(id);
  const before = predecessor(file, own);
  const named = [
    ...(revisesIds(file) ?? []),
    ...(before === undefined ? [] : [before]),
    ...unreferencedHeads(snapshot.map),
  ].filter(mayCome);
  const changes = [...new Set(named)]
    .slice(0, 3)
    .map((to) => ({ kind: 'change-reference', file: file.path, variable, from: script.id, to }) as const);
  return [...changes, removed];
}

/** How many older revisions are looked at. */
const mostLookedAt = 100;

function predecessors({ files }: EnvironmentSnapshot): Predecessor {
  let dated: readonly { readonly id: string; readonly time: number }[] | undefined;
  return (file, leftOut) => {
    const time = createTime(file);
    if (time === undefined) return undefined;
    dated ??= files
      .flatMap((each) => {
        const made = createTime(each);
        return each.script && made !== undefined ? [{ id: each.script.id, time: made }] : [];
      })
      .sort((one, other) => other.time - one.time);
    const first = dated.findIndex((each) => each.time < time);
    if (first < 0) return undefined;
    return dated.slice(first, first + mostLookedAt).find(({ id }) => !leftOut.has(id))?.id;
  };
}
