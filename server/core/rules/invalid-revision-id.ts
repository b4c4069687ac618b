import type { RevisionFile } from '../project/environmentSnapshot';
import { isSymbol } from '../revision/resolve/symbols';
import type { Rule, RuleFinding } from './engine/rule';
import { headerStrings, rangeOfRevisionId } from './support/headerStrings';
import { quotedList } from './support/wording';

/**
 * A revision id that is an error for Alembic, or that its commands or its SQL read as something else; a label
 * that they do.
 */
export const invalidRevisionId: Rule = {
  id: 'invalid-revision-id',
  defaultSeverity: 'error',
  summary: 'A revision id or branch label is one that Alembic does not allow or reads as something else.',
  *checkFile(file) {
    const message = flawOf(file.script?.id ?? '');
    if (message !== undefined)
      yield {
        message,
        file: file.path,
        range: rangeOfRevisionId(file),
        related: [],
        fixes: [{ kind: 'change-revision-id', file: file.path }],
      };
    yield* symbolsAsLabels(file);
  },
};

function flawOf(id: string): string | undefined {
  if (isSymbol(id))
    return `Alembic takes '${id}' for a symbol on the command line and fails on upgrades: give the revision another id.`;
  if (!/[@\-+:']/.test(id)) return undefined;
  const forbidden = [...new Set(id.match(/[@\-+:]/g))].sort();
  return forbidden.length > 0
    ? `Alembic does not allow ${quotedList(forbidden, 4)} in a revision id: give '${id}' another one.`
    : `Alembic writes ids into SQL unescaped, so the apostrophe makes every upgrade to ${id} fail: give it another id.`;
}

/** Alembic loads such a label, and never finds the branch by it. */
function* symbolsAsLabels(file: RevisionFile): Generator<RuleFinding> {
  for (const { value, range } of headerStrings(file, 'branch_labels')) {
    if (!isSymbol(value)) continue;
    yield {
      severity: 'warning',
      message: `Alembic takes '${value}' for a symbol on the command line, so this label names no branch: choose another one.`,
      file: file.path,
      range,
      related: [],
      fixes: [{ kind: 'remove-reference', file: file.path, variable: 'branch_labels', name: value }],
    };
  }
}
