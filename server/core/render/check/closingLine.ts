import type { CheckSummary } from '../../findings/checkSummary';
import type { Severity } from '../../findings/finding';
import { visibleText } from '../../text/visibleText';

/** Singular and plural. */
const words: Readonly<Record<Severity, readonly [string, string]>> = {
  error: ['error', 'errors'],
  warning: ['warning', 'warnings'],
  information: ['information', 'information'],
  hint: ['hint', 'hints'],
};

/**
 * The closing line: `2 errors, 1 warning in 14 revisions, 3 of them new; 2 can be fixed with alembic-ls fix`.
 * `notCompared` is the branch of CI with which nothing could be compared.
 */
export function closingLine(summary: CheckSummary, notCompared?: string): string {
  const rest =
    notCompared === undefined
      ? ''
      : `; what is new here was not judged, for nothing could be compared with ${visibleText(notCompared)}: check out the whole history (fetch-depth: 0)`;
  return countsOf(summary) + rest;
}

function countsOf(summary: CheckSummary): string {
  const { errors, warnings, information, hints, revisions, fixable } = summary;
  const counts = Object.entries({ error: errors, warning: warnings, information, hint: hints } as const)
    .filter(([, count]) => count > 0)
    .map(([severity, count]) => `${String(count)} ${words[severity as Severity][count === 1 ? 0 : 1]}`);
  if (counts.length === 0)
    return `${String(revisions)} revision ${revisions === 1 ? 'file' : 'files'}, nothing to report`;
  const where = `in ${String(revisions)} ${revisions === 1 ? 'revision' : 'revisions'}`;
  const isNew = summary.new > 0 ? `, ${String(summary.new)} of them new` : '';
  const fixes = fixable > 0 ? `; ${String(fixable)} can be fixed with alembic-ls fix` : '';
  return `${counts.join(', ')} ${where}${isNew}${fixes}`;
}
