import type { Severity } from '../core/findings/finding';

const words: Readonly<Record<Severity, readonly [string, string]>> = {
  error: ['error', 'errors'],
  warning: ['warning', 'warnings'],
  information: ['information', 'information'],
  hint: ['hint', 'hints'],
};

/** What a check comes to. */
export interface CheckSummary {
  readonly errors: number;
  readonly warnings: number;
  readonly information: number;
  readonly hints: number;
  /** Revision files that were checked. */
  readonly revisions: number;
  /** Of these, those that are new on this branch. */
  readonly new: number;
  /** Findings with a fix that `alembic-ls fix` applies. */
  readonly fixable: number;
}

/** Counts of severities. */
export function countFindings(
  findings: readonly { readonly severity: Severity }[],
): Pick<CheckSummary, 'errors' | 'warnings' | 'information' | 'hints'> {
  const count = (wanted: Severity): number => findings.filter(({ severity }) => severity === wanted).length;
  return {
    errors: count('error'),
    warnings: count('warning'),
    information: count('information'),
    hints: count('hint'),
  };
}

/** The closing line: `2 errors, 1 warning in 14 revisions, 3 of them new; 2 can be fixed with alembic-ls fix`. */
export function closingLine(summary: CheckSummary): string {
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

/** Counts by rule, the most frequent first, one line each. */
export function statisticsLines(
  findings: readonly { readonly code: string; readonly severity: Severity }[],
): readonly { readonly code: string; readonly severity: Severity; readonly count: number }[] {
  const counts = new Map<string, { code: string; severity: Severity; count: number }>();
  for (const { code, severity } of findings) {
    const key = `${code} ${severity}`;
    const known = counts.get(key);
    if (known) known.count++;
    else counts.set(key, { code, severity, count: 1 });
  }
  return [...counts.values()].sort((a, b) => b.count - a.count || (a.code < b.code ? -1 : 1));
}
