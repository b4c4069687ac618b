import type { CheckFinding } from '../../findings/detailedFinding';

/** What `alembic-ls check` found, for the formats of CI. */
export interface CheckReport {
  readonly findings: readonly CheckFinding[];
  readonly rules: readonly { readonly id: string; readonly severity: string; readonly summary: string }[];
  /** The pages about rules as Markdown, by id. */
  readonly pages: ReadonlyMap<string, string>;
  /** Of this program. */
  readonly version: string;
  /** The closing line. */
  readonly summary: string;
}
