import type { RevisionFile } from '../project/environmentSnapshot';
import type { RevisionScript } from '../revision/graph/revisionScript';
import { idsOfTree } from './engine/gitFacts';
import { rangeOfRevisionId } from './support/headerStrings';
import { looksPatterned } from './support/patternedId';
import type { Rule } from './engine/rule';

/** The share of patterned ids from which on they are a scheme of the project, not an accident. */
const schemeShare = 0.5;

/**
 * An id that somebody typed as a pattern. The next person or tool makes up the same one, and Alembic then
 * runs only one of the two.
 */
export const placeholderRevisionId: Rule = {
  id: 'placeholder-revision-id',
  defaultSeverity: 'warning',
  summary: 'A revision id is a made-up pattern that others will make up too.',
  suspects:
    () =>
    ({ script }) =>
      script !== undefined && looksPatterned(script.id),
  *check({ snapshot, suspects, git, remember }) {
    const idOf = (file: RevisionFile) => file.script?.id ?? '';
    const isInScheme = suspects.some((file) => isNumber(idOf(file))) && areNumbered(snapshot.map.scripts);
    for (const file of suspects) {
      const id = idOf(file);
      if (isInScheme && isNumber(id)) continue;
      if (git && remember(idsOfTree, git.main).has(id)) {
        // Databases may know it by now, so that another id would cost more than this one does.
        yield {
          severity: 'hint',
          message: `'${id}' looks made up by hand, and is on ${git.mainBranch} already: leave it, and let the next ids be generated.`,
          file: file.path,
          range: rangeOfRevisionId(file),
          related: [],
          fixes: [],
        };
        continue;
      }
      yield {
        message: `'${id}' looks made up by hand, and such ids collide with those of others: generate a new one while nobody has applied it.`,
        file: file.path,
        range: rangeOfRevisionId(file),
        related: [],
        fixes: [{ kind: 'change-revision-id', file: file.path }],
      };
    }
  },
};

function areNumbered(scripts: readonly RevisionScript[]): boolean {
  const numbered = scripts.filter(({ id }) => isNumber(id));
  return numbered.length >= 3 && numbered.length >= scripts.length * schemeShare;
}

function isNumber(id: string): boolean {
  return /^\d+$/.test(id);
}
