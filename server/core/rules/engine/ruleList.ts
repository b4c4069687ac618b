import type { ConfigurationProblemCode } from '../../config/configurationProblems';
import { configurationProblemCodes } from '../../config/configurationProblems';
import type { Severity } from '../../findings/finding';
import { rules, rulesAboutComments } from '../registry';

/** A rule as lists show it. */
export interface ListedRule {
  readonly id: string;
  /** By default; of a rule about config files the usual one. */
  readonly severity: Severity | 'off';
  /** One sentence. */
  readonly summary: string;
}

/** Severities of findings in config files that are not warnings as a rule. */
const usualSeverities: Readonly<Partial<Record<ConfigurationProblemCode, Severity>>> = {
  'config-unreadable': 'error',
  'config-interpolation': 'error',
  'config-missing-script-directory': 'error',
  'config-encoding': 'error',
  'config-unknown-separator': 'error',
  'config-invalid-value': 'error',
};

/** Every rule in the order of the documentation. */
export const listedRules: readonly ListedRule[] = [
  ...rules.map(listed),
  ...Object.entries(configurationProblemCodes).map(([id, summary]) => ({
    id,
    severity: usualSeverities[id as ConfigurationProblemCode] ?? 'warning',
    summary,
  })),
  ...rulesAboutComments.map(listed),
];

/** The ids of all rules. */
export const ruleIds: readonly string[] = listedRules.map(({ id }) => id);

function listed({ id, defaultSeverity, summary }: (typeof rules)[number]): ListedRule {
  return { id, severity: defaultSeverity, summary };
}
