import { isReservedName } from '../edits/history/revisionId';
import { rangeOfRevisionId } from './support/headerStrings';
import type { Rule } from './engine/rule';
import { nameSome } from './support/wording';

/**
 * An id with a character that Alembic keeps for its own notation, which it refuses to load, or with an apostrophe, which it writes into its SQL
 * as it is: the version table can't take it.
 */
export const invalidRevisionId: Rule = {
  id: 'invalid-revision-id',
  defaultSeverity: 'error',
  summary: 'A revision id holds a character that Alembic does not allow.',
  checkFile(file) {
    const id = file.script?.id ?? '';
    if (isReservedName(id))
      return [
        {
          message: `Alembic takes '${id}' for a symbol on the command line and fails on upgrades: give the revision another id.`,
          file: file.path,
          range: rangeOfRevisionId(file),
          related: [],
          fixes: [{ kind: 'change-revision-id', file: file.path }],
        },
      ];
    if (!/[@\-+:']/.test(id)) return [];
    const forbidden = [...new Set(id.match(/[@\-+:]/g))].sort();
    return [
      {
        message:
          forbidden.length > 0
            ? `Alembic does not allow ${nameSome(forbidden, 4)} in a revision id: give '${id}' another one.`
            : `Alembic writes ids into SQL unescaped, so the apostrophe makes every upgrade to ${id} fail: give it another id.`,
        file: file.path,
        range: rangeOfRevisionId(file),
        related: [],
        fixes: [{ kind: 'change-revision-id', file: file.path }],
      },
    ];
  },
};
