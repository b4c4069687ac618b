import type { EnvironmentSnapshot } from '../project/environmentSnapshot';
import type { Finding, Severity } from './finding';

/** What a rule says before severity settings are applied. */
export type RuleFinding = Omit<Finding, 'code' | 'severity'>;

/** A rule: one file, one page in docs/rules, tests that fire and tests that stay quiet. */
export interface Rule {
  /** Words joined by dashes; the name of the file and of its page. */
  readonly id: string;
  readonly defaultSeverity: Severity | 'off';
  /** One sentence for lists of rules. */
  readonly summary: string;
  check(snapshot: EnvironmentSnapshot): Iterable<RuleFinding>;
}
