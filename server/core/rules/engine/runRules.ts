import { finish } from '../../text/finish';
import { configurationFixes } from '../../edits/config/configurationFixes';
import type { EnvironmentSnapshot } from '../../project/environmentSnapshot';
import { checkFiles } from './fileResults';
import type { FileResult } from './fileResults';
import type { Finding } from '../../findings/finding';
import type { SilencedFinding } from '../../findings/silencedFinding';
import { gatherResults } from './gatherResults';
import type { GatheredResults } from './gatherResults';
import { reuseFindings } from './reuseFindings';
import { rules, rulesAboutComments } from '../registry';
import { createMemoizer } from './memoize';
import type { Memoize } from './memoize';
import type { HistoryRule, Rule, RuleContext, RuleFinding } from './rule';
import type { RuleFacts } from './ruleFacts';
import { ruleFailure } from './ruleFailure';
import type { RuleSettings } from './ruleSettings';
import { withWorkbenchRules } from './ruleSettings';
import { withoutSilenced, unknownRevisionsOf } from './workbenchFindings';
import { suppress } from './suppression';

/** What the rules say of a snapshot, and what helps to say it sooner of the next one. */
export interface RuleRun {
  readonly snapshot: EnvironmentSnapshot;
  readonly findings: readonly Finding[];
  /** What comments, the configuration or the baseline keep from being told. */
  readonly silenced: readonly SilencedFinding[];
  /** What each file gives reason for by itself, in the order of the snapshot's files. */
  readonly verdicts: readonly (FileResult | undefined)[];
  readonly gathered: GatheredResults;
  readonly remember: Memoize;
}

/**
 * Everything that the rules and the configuration's reading have to say about a snapshot, in a fixed order:
 * by file in load order (files that Alembic does not load last), then by place. Rules that need Git are
 * silent without its facts, and the syntax inside of functions is known only with a parser's.
 */
export function runRules(
  snapshot: EnvironmentSnapshot,
  settings: RuleSettings,
  facts: RuleFacts = {},
): readonly Finding[] {
  return finish(runRulesInSteps(snapshot, settings, facts)).findings;
}

/**
 * As `runRules`, yielding after each finding and each rule, so that the host can look after other things in
 * between. With an earlier run of the same environment only files that were read since are looked at for
 * themselves, and findings that say the same are the same objects.
 */
export function* runRulesInSteps(
  snapshot: EnvironmentSnapshot,
  chosen: RuleSettings,
  facts: RuleFacts = {},
  earlier?: RuleRun,
): Generator<void, RuleRun, void> {
  const settings = withWorkbenchRules(chosen, snapshot.environment);
  const remember = earlier?.remember ?? createMemoizer();
  const { files } = snapshot;
  const { verdicts, looked } = yield* checkFiles(snapshot, earlier, remember);
  const before = earlier && looked && { ...earlier, files: earlier.snapshot.files, replaced: looked };
  const gathered = gatherResults({ files, verdicts }, before);
  const { suspects, commented, findings: ofFiles } = gathered;
  const found = ofFiles.flatMap(({ rule, finding }) => withSeverity(rule, finding, settings));
  const context: RuleContext = {
    ...facts,
    snapshot,
    suspects: [],
    remember,
    knownRules,
    suppression: undefined,
  };
  const enabled = rules.filter((rule) => levelOf(rule, settings) !== 'off');
  for (const rule of enabled) {
    if (!('check' in rule)) continue;
    const own = suspects.get(rule) ?? [];
    try {
      for (const finding of rule.check({ ...context, suspects: own })) {
        if (finding) found.push(...withSeverity(rule, finding, settings));
        yield;
      }
    } catch (error) {
      const { configFile, scriptDirectory } = snapshot.environment.configuration;
      const file = own[0]?.path ?? configFile ?? scriptDirectory;
      found.push(...withSeverity(rule, ruleFailure(rule, file, error), settings));
    }
    yield;
  }
  found.push(...configurationFindings(snapshot, settings));
  const { git, syntax, unseenModels, applied } = facts;
  const complete = enabled.filter(
    (rule) =>
      (git || !rule.needsGit) &&
      (syntax || !rule.needsSyntax) &&
      (unseenModels || !rule.needsModels) &&
      (applied || !rule.needsApplied),
  );
  const ran = new Set(complete.map((rule) => rule.id));
  const suppression = suppress(commented, found, knownRules, ran);
  yield;
  const aboutComments = rulesAboutComments
    .filter((rule) => levelOf(rule, settings) !== 'off')
    .flatMap((rule) => runRule(rule, { ...context, suppression }, settings));
  const { told, silenced } = withoutSilenced(
    snapshot,
    [...suppression.remaining, ...aboutComments],
    settings,
  );
  const byComments = suppression.silenced.map((finding) => ({ finding, by: 'comment' as const }));
  const findings = yield* reuseFindings(sortFindings(snapshot, told), earlier?.findings);
  return {
    snapshot,
    findings,
    silenced: [...byComments, ...silenced],
    verdicts,
    gathered,
    remember,
  };
}

const knownRules: ReadonlySet<string> = new Set([...rules, ...rulesAboutComments].map((rule) => rule.id));

function levelOf(rule: Rule, settings: RuleSettings) {
  return settings.rules[rule.id] ?? rule.defaultSeverity;
}

function runRule(rule: HistoryRule, context: RuleContext, settings: RuleSettings): readonly Finding[] {
  return [...rule.check(context)].flatMap((finding) =>
    finding ? withSeverity(rule, finding, settings) : [],
  );
}

function withSeverity(rule: Rule, finding: RuleFinding, settings: RuleSettings): Finding[] {
  const severity = settings.rules[rule.id] ?? finding.severity ?? rule.defaultSeverity;
  return severity === 'off' ? [] : [{ ...finding, code: rule.id, severity }];
}

function configurationFindings(snapshot: EnvironmentSnapshot, settings: RuleSettings): readonly Finding[] {
  const problems = [...snapshot.environment.configuration.problems, ...unknownRevisionsOf(snapshot)];
  return problems.flatMap((problem) => {
    const { code, message, file, range } = problem;
    const chosen = settings.rules[code] ?? problem.severity;
    const fixes = configurationFixes(problem);
    return chosen === 'off' ? [] : [{ code, severity: chosen, message, file, range, related: [], fixes }];
  });
}

/** By file in load order, then by place and rule. */
function sortFindings(snapshot: EnvironmentSnapshot, findings: readonly Finding[]): readonly Finding[] {
  const order = (finding: Finding) => snapshot.placeOf(finding.file) ?? snapshot.files.length;
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
