import type { EnvironmentSnapshot } from '../project/environmentSnapshot';
import type { Finding } from './finding';
import type { GitFacts } from './gitFacts';
import { rules } from './registry';
import type { Rule, RuleContext, RuleFinding } from './rule';
import type { RuleSettings } from './ruleSettings';

/**
 * Everything that the rules and the configuration's reading have to say about a snapshot, in a fixed order: by file in load order (files
 * that Alembic does not load last), then by place. Rules that need Git are silent without its facts.
 */
export function runRules(
  snapshot: EnvironmentSnapshot,
  settings: RuleSettings,
  git?: GitFacts,
): readonly Finding[] {
  const context: RuleContext = { snapshot, git };
  const findings = rules.flatMap((rule) => runRule(rule, context, settings));
  return inOrder(snapshot, [...findings, ...configurationFindings(snapshot, settings)]);
}

function runRule(rule: Rule, context: RuleContext, settings: RuleSettings): readonly Finding[] {
  const chosen = settings.rules[rule.id];
  if ((chosen ?? rule.defaultSeverity) === 'off') return [];
  return [...rule.check(context)].flatMap((finding) => withSeverity(rule, finding, chosen));
}

function withSeverity(
  rule: Rule,
  finding: RuleFinding,
  chosen: RuleSettings['rules'][string] | undefined,
): Finding[] {
  const severity = chosen ?? finding.severity ?? rule.defaultSeverity;
  return severity === 'off' ? [] : [{ ...finding, code: rule.id, severity }];
}

function configurationFindings(snapshot: EnvironmentSnapshot, settings: RuleSettings): readonly Finding[] {
  return snapshot.environment.configuration.problems.flatMap(({ code, severity, message, file, range }) => {
    const chosen = settings.rules[code] ?? severity;
    return chosen === 'off' ? [] : [{ code, severity: chosen, message, file, range, related: [], fixes: [] }];
  });
}

function inOrder(snapshot: EnvironmentSnapshot, findings: readonly Finding[]): readonly Finding[] {
  const place = new Map(snapshot.files.map((file, index) => [file.path, index]));
  const order = (finding: Finding) => place.get(finding.file) ?? snapshot.files.length;
  return [...findings].sort(
    (a, b) =>
      order(a) - order(b) ||
      compareText(a.file, b.file) ||
      a.range.start - b.range.start ||
      a.range.end - b.range.end ||
      compareText(a.code, b.code),
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
