import { fileOfScript, rangeOfRevisionId } from './headerStrings';
import type { Rule } from './rule';
import { nameSome } from './wording';

/** An id with a character that Alembic keeps for its own notation. It refuses to load it. */
export const invalidRevisionId: Rule = {
  id: 'invalid-revision-id',
  defaultSeverity: 'error',
  summary: 'A revision id holds a character that Alembic does not allow.',
  *check({ snapshot }) {
    for (const script of snapshot.map.scripts) {
      const forbidden = [...new Set(script.id.match(/[@\-+:]/g))].sort();
      const file = fileOfScript(snapshot, script);
      if (forbidden.length === 0 || !file) continue;
      yield {
        message: `Alembic does not allow ${nameSome(forbidden, 4)} in a revision id: give '${script.id}' another one.`,
        file: file.path,
        range: rangeOfRevisionId(file),
        related: [],
        fixes: [{ kind: 'change-revision-id', file: file.path }],
      };
    }
  },
};
