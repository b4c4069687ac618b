import type { Severity } from '../../findings/finding';
import type { Environment } from '../../project/environmentSnapshot';

/** What a person has chosen about rules, by flags or settings; it wins over the workbench configuration. */
export interface RuleSettings {
  /** Severity by rule id; a rule that is not named keeps its default. */
  readonly rules: Readonly<Record<string, Severity | 'off'>>;
  /** Fingerprints of known findings, in place of the configured baseline. */
  readonly baseline?: readonly string[];
}

/** Every rule as it is by default. */
export const defaultRuleSettings: RuleSettings = { rules: {} };

/** The settings with what the environment's workbench configuration says beside them. */
export function withWorkbenchRules(settings: RuleSettings, { workbench }: Environment): RuleSettings {
  return workbench ? { ...settings, rules: { ...workbench.config.rules, ...settings.rules } } : settings;
}
