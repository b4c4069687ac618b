import { fileOfScript, rangeOfRevisionId } from './headerStrings';
import type { Rule } from './rule';
import { nameSome } from './wording';

/**
 * An id with a character that Alembic keeps for its own notation, which it refuses to load, or with an apostrophe, which it writes into its SQL
 * as it is: the version table can't take it.
 */
export const invalidRevisionId: Rule = {
  id: 'invalid-revision-id',
  defaultSeverity: 'error',
  summary: 'A revision id holds a character that Alembic does not allow.',
  *check({ snapshot }) {
    for (const script of snapshot.map.scripts) {
      const forbidden = [...new Set(script.id.match(/[@\-+:]/g))].sort();
      const file = fileOfScript(snapshot, script);
      if (!file || (forbidden.length === 0 && !script.id.includes("'"))) continue;
      yield {
        message:
          forbidden.length > 0
            ? `Alembic does not allow ${nameSome(forbidden, 4)} in a revision id: give '${script.id}' another one.`
            : `Alembic writes ids into SQL unescaped, so the apostrophe makes every upgrade to ${script.id} fail: give it another id.`,
        file: file.path,
        range: rangeOfRevisionId(file),
        related: [],
        fixes: [{ kind: 'change-revision-id', file: file.path }],
      };
    }
  },
};
