import type { Rule, RuleFinding } from './rule';

/**
 * What is said where a rule fails over a file, so that the other rules and files are looked at all the same.
 */
export function ruleFailure(rule: Rule, file: string, error: unknown): RuleFinding {
  return {
    severity: 'warning',
    message: `The rule ${rule.id} failed on this file (${String(error)}), so the file was not checked by it: report this as a bug.`,
    file,
    range: { start: 0, end: 0 },
    related: [],
    fixes: [],
  };
}
