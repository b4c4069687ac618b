import type { Rule, RuleFinding } from './rule';

/** What is said where a rule fails over a file, so that the other rules and files are looked at all the same. */
export function ruleFailure(rule: Rule, file: string, error: unknown): RuleFinding {
  return {
    severity: 'warning',
    message: `What ${rule.id} has to say is not known, since looking for it failed (${String(error)}): report this, and look at the file yourself.`,
    file,
    range: { start: 0, end: 0 },
    related: [],
    fixes: [],
  };
}
