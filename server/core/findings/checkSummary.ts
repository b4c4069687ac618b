import type { Severity } from './finding';

/** The counts of a check. */
export interface CheckSummary extends SeverityCounts {
  /** Revision files that were checked. */
  readonly revisions: number;
  /** Of these, those that are new on this branch. */
  readonly new: number;
  /** Findings with a fix that `alembic-ls fix` applies. */
  readonly fixable: number;
}

interface SeverityCounts {
  readonly errors: number;
  readonly warnings: number;
  readonly information: number;
  readonly hints: number;
}

/** Findings of one rule and severity. */
interface RuleCount {
  readonly code: string;
  readonly severity: Severity;
  readonly count: number;
}

export function countSeverities(findings: readonly { readonly severity: Severity }[]): SeverityCounts {
  const count = (wanted: Severity): number => findings.filter(({ severity }) => severity === wanted).length;
  return {
    errors: count('error'),
    warnings: count('warning'),
    information: count('information'),
    hints: count('hint'),
  };
}

/** Counts by rule and severity, the most frequent first. */
export function countRules(
  findings: readonly { readonly code: string; readonly severity: Severity }[],
): readonly RuleCount[] {
  const counts = new Map<string, { code: string; severity: Severity; count: number }>();
  for (const { code, severity } of findings) {
    const key = `${code} ${severity}`;
    const known = counts.get(key);
    if (known) known.count++;
    else counts.set(key, { code, severity, count: 1 });
  }
  return [...counts.values()].sort((a, b) => b.count - a.count || (a.code < b.code ? -1 : 1));
}
