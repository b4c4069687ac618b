import type { EnvironmentSnapshot } from '../project/environmentSnapshot';
import { wouldSayTheSame } from './earlierRun';
import type { RuleRun } from './earlierRun';
import type { Finding } from './finding';
import type { GitFacts } from './gitFacts';
import { rules, rulesAboutComments } from './registry';
import type { Rule, RuleContext, RuleFinding } from './rule';
import type { RuleSettings } from './ruleSettings';
import { suppress } from './suppression';

/**
 * Everything that the rules and the configuration's reading have to say about a snapshot, in a fixed order: by file in load order (files
 * that Alembic does not load last), then by place. Rules that need Git are silent without its facts.
 */
export function runRules(
  snapshot: EnvironmentSnapshot,
  settings: RuleSettings,
  git?: GitFacts,
): readonly Finding[] {
  const running = runRulesInSteps(snapshot, settings, git);
  for (;;) {
    const step = running.next();
    if (step.done) return step.value;
  }
}

/**
 * As `runRules`, yielding after each finding and each rule, so that the host can look after other things in between. Where nothing that a
 * rule looks at has changed since an earlier run, that one's findings are the answer.
 */
export function* runRulesInSteps(
  snapshot: EnvironmentSnapshot,
  settings: RuleSettings,
  git?: GitFacts,
  earlier?: RuleRun,
): Generator<void, readonly Finding[], void> {
  if (earlier && wouldSayTheSame(earlier, snapshot, settings, git)) return earlier.findings;
  const context: RuleContext = { snapshot, git, knownRules, suppression: undefined };
  const enabled = rules.filter((rule) => levelOf(rule, settings) !== 'off');
  const found: Finding[] = [];
  for (const rule of enabled) {
    for (const finding of rule.check(context)) {
      if (finding) found.push(...withSeverity(rule, finding, settings.rules[rule.id]));
      yield;
    }
    yield;
  }
  found.push(...configurationFindings(snapshot, settings));
  const ran = new Set(enabled.filter((rule) => git || !rule.needsGit).map((rule) => rule.id));
  const suppression = suppress(snapshot, found, knownRules, ran);
  yield;
  const aboutComments = rulesAboutComments
    .filter((rule) => levelOf(rule, settings) !== 'off')
    .flatMap((rule) => runRule(rule, { ...context, suppression }, settings));
  return inOrder(snapshot, [...suppression.remaining, ...aboutComments]);
}

const knownRules: ReadonlySet<string> = new Set([...rules, ...rulesAboutComments].map((rule) => rule.id));

function levelOf(rule: Rule, settings: RuleSettings) {
  return settings.rules[rule.id] ?? rule.defaultSeverity;
}

function runRule(rule: Rule, context: RuleContext, settings: RuleSettings): readonly Finding[] {
  const chosen = settings.rules[rule.id];
  return [...rule.check(context)].flatMap((finding) => (finding ? withSeverity(rule, finding, chosen) : []));
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
