import type { Severity } from '../../findings/finding';

/** What a person has chosen about rules. */
export interface RuleSettings {
  /** Severity by rule id; a rule that is not named keeps its default. */
  readonly rules: Readonly<Record<string, Severity | 'off'>>;
}
