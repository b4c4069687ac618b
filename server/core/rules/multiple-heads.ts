import type { FixSpecification } from '../findings/fixSpecification';
import type { EnvironmentSnapshot } from '../project/environmentSnapshot';
import { competingHeadsOf } from './support/competingHeadsOf';
import { fileOfRevision, rangeOfRevisionId } from './support/headerStrings';
import { mayJoinHeads } from './support/mayJoinHeads';
import { ancestorNodes } from '../revision/graph/relatives';
import type { Rule } from './engine/rule';
import { namedRevision } from './support/revisionNames';
import { wordList } from './support/wording';

/** How many of the other heads are named beside each. */
const mostNamed = 3;

/** How many of them are shown as related places. */
const mostRelated = 20;

/** With more heads than this, the fix is a merge of all. */
const mostToReparent = 20;

/**
 * Several heads of one lineage, which nobody seems to have meant: `upgrade head` and `revision` fail. Heads
 * told apart by branch labels, dependencies, bases or version locations are left alone. While a merge
 * conflict is not resolved nothing is said: one of its sides may join the heads.
 */
export const multipleHeads: Rule = {
  id: 'multiple-heads',
  defaultSeverity: 'warning',
  summary: 'One lineage has several heads.',
  suspects: () => (file) => mayJoinHeads(file) || file.dynamic.includes('branch_labels'),
  *check(context) {
    const { snapshot, suspects } = context;
    if (suspects.some(mayJoinHeads)) return;
    const named = (id: string): string => namedRevision(snapshot, id);
    for (const heads of yield* competingHeadsOf(context)) {
      for (const head of heads) {
        const file = fileOfRevision(snapshot, head);
        if (!file) continue;
        const others = heads.filter((other) => other !== head);
        yield {
          message: `${named(head)} is one of ${heads.length} heads, beside ${wordList(others.slice(0, mostNamed).map(named), mostNamed, others.length)}, so 'alembic upgrade head' fails: merge them, or re-parent one onto the other.`,
          file: file.path,
          range: rangeOfRevisionId(file),
          related: others.slice(0, mostRelated).flatMap((other) => {
            const otherFile = fileOfRevision(snapshot, other);
            return otherFile
              ? [
                  {
                    file: otherFile.path,
                    range: rangeOfRevisionId(otherFile),
                    message: `${named(other)} is a head too.`,
                  },
                ]
              : [];
          }),
          fixes: [
            { kind: 'create-merge', revisions: heads },
            ...(heads.length > mostToReparent ? [] : others.slice(0, 3)).flatMap((other) =>
              reparentOnto(snapshot, head, other),
            ),
          ],
        };
      }
    }
  },
};

/** Moving what only `head` has on top of `other`, where that is one line with one parent. */
function reparentOnto(
  snapshot: EnvironmentSnapshot,
  head: string,
  other: string,
): readonly FixSpecification[] {
  const { map } = snapshot;
  const shared = ancestorNodes(map, other, 'parents-and-dependencies').marks;
  const roots = ancestorNodes(map, head, 'parents').members.filter(
    (node) => !shared[node] && map.graph.parents(node).some((parent) => shared[parent]),
  );
  const root = roots.length === 1 && roots[0] !== undefined ? map.graph.script(roots[0]) : undefined;
  return root?.downRevisions.length === 1 ? [{ kind: 'reparent', file: root.file, parents: [other] }] : [];
}
