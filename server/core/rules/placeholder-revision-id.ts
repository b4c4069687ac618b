import type { RevisionScript } from '../revision/revisionScript';
import { fileOfScript, rangeOfRevisionId } from './headerStrings';
import { looksPatterned } from './patternedId';
import type { Rule } from './rule';

/** The share of patterned ids from which on they are a scheme of the project, not an accident. */
const schemeShare = 0.5;

/** An id that somebody typed as a pattern. The next person or tool makes up the same one, and Alembic then runs only one of the two. */
export const placeholderRevisionId: Rule = {
  id: 'placeholder-revision-id',
  defaultSeverity: 'warning',
  summary: 'A revision id is a made-up pattern that others will make up too.',
  *check({ snapshot }) {
    const { scripts } = snapshot.map;
    const patterned: RevisionScript[] = [];
    for (const [at, script] of scripts.entries()) {
      if (looksPatterned(script.id)) patterned.push(script);
      if (at % 500 === 0) yield undefined;
    }
    const numbered = scripts.filter((script) => /^\d+$/.test(script.id));
    const numbersAreAScheme = numbered.length >= 3 && numbered.length >= scripts.length * schemeShare;
    for (const script of patterned) {
      const file = fileOfScript(snapshot, script);
      if (!file || (numbersAreAScheme && /^\d+$/.test(script.id))) continue;
      yield {
        message: `'${script.id}' looks made up by hand, and such ids collide with those of others: generate a new one while nobody has applied it.`,
        file: file.path,
        range: rangeOfRevisionId(file),
        related: [],
        fixes: [{ kind: 'change-revision-id', file: file.path }],
      };
    }
  },
};
