import type { FindingReport } from '../../findings/findingReport';

/** A finding as reports for CI have it. */
export interface CheckFinding extends FindingReport {
  /** The same for the same finding, wherever its lines are. */
  readonly fingerprint: string;
}

/** What `alembic-ls check` found, for the formats of CI. */
export interface CheckReport {
  readonly findings: readonly CheckFinding[];
  readonly rules: readonly { readonly id: string; readonly severity: string; readonly summary: string }[];
  /** Of this program. */
  readonly version: string;
  /** The closing line. */
  readonly summary: string;
}

/** The page about a rule. */
export function pageOfRule(id: string): string {
  return `https://github.com/alembic-workbench/alembic-workbench/blob/main/docs/rules/${id}.md`;
}
