import { configurationProblemCodes } from '../../core/config/configurationProblems';
import { fileNameOf } from '../../core/files/paths';
import { describeFix, fixKinds, gitFixKinds, gitNeedOf } from '../../core/edits/fixes/fixes';
import { gateChange } from '../../core/edits/gateChange';
import type { GitFiles } from '../../core/findings/gitFiles';
import { editContextOf } from '../../core/features/editContextOf';
import { fixProject, isEmpty } from '../../core/fixing/fixProject';
import type { FixedProject } from '../../core/fixing/fixProject';
import { chosenFixOf } from '../../core/fixing/safeFix';
import { buildSnapshotAtOnce } from '../../core/project/buildSnapshot';
import type { EnvironmentSnapshot } from '../../core/project/environmentSnapshot';
import { rejectedAnswer } from '../../core/answers/changeAnswer';
import type { FixAnswer } from '../../core/answers/fixAnswer';
import { fixAnswer } from '../../core/answers/fixAnswer';
import { findingLine } from '../../core/render/findingLine';
import type { Finding } from '../../core/findings/finding';
import type { GitFacts } from '../../core/rules/engine/gitFacts';
import { runRules } from '../../core/rules/engine/runRules';
import { rules, rulesAboutComments } from '../../core/rules/registry';
import type { ChangeOptions } from '../changeReport';
import { changeBounds, diffOf, printedDiff } from '../changeReport';
import type { ConfigFilesOutcome } from '../fixConfigFiles';
import { fixConfigFiles } from '../fixConfigFiles';
import type { CommandHost } from '../host';
import { UsageError } from '../host';
import type { PrintedAnswer } from '../report';
import { defaultRuleSettings } from '../../core/rules/engine/ruleSettings';
import { configFindings } from '../../core/rules/engine/workbenchProblems';
import { orList } from '../../core/text/lists';
import { hasFailure, reported, severityStyle, printAnswers } from '../report';
import { readGit } from './check';
import { readDiscovered, selectEnvironments, shownPath } from '../selectEnvironments';
import { visibleText } from '../../core/text/visibleText';

/** What is to be fixed. */
export interface FixOptions extends ChangeOptions {
  /** Only findings of these rules. */
  readonly rule?: readonly string[];
  /** The kind or the title of the fix to apply in place of the safe one. */
  readonly way?: string;
  /** The branch to compare with; the configured or usual ones where it is left out. */
  readonly base?: string;
  /** The older name of `base`. */
  readonly mainBranch?: string;
}

/**
 * `alembic-ls fix`: applies the safe fix of every finding that has exactly one, config files first. Fails if
 * errors or warnings are left.
 */
export async function fixCommand(host: CommandHost, options: FixOptions): Promise<number> {
  refuseUnknownRules(options.rule ?? []);
  const requested = requestedFix(options);
  if (requested !== undefined && !requested.includes(' ')) await requireFitting(host, options, requested);
  const answers: { snapshot: EnvironmentSnapshot; answer: PrintedAnswer }[] = [];
  const configured = await fixConfigFiles(host, options);
  const about = configFilesAnswer(host, options, configured);
  if (!configured.written.ok) return printAnswers(host, options, [], about);
  const { fileSystem: files } = configured;
  for (const environment of selectEnvironments({ ...host, fileSystem: files }, options)) {
    // Read when it is its turn: environments may share files.
    const snapshot = buildSnapshotAtOnce({ environment, fileSystem: files, generation: 1 });
    const bounds = changeBounds(host, options, environment.configuration);
    const git = needsGit(options) ? await readGit(host, options, snapshot) : undefined;
    const gitFiles = await readGitFiles(host, snapshot, git, options);
    const result = fixProject({
      snapshot,
      fileSystem: files,
      settings: defaultRuleSettings,
      git,
      bounds,
      gitFilesOf: (fix) => gitFiles.get(JSON.stringify(fix)),
      chosen: requested,
      contextOf: (state, fileSystem) => editContextOf(host.editing, fileSystem, state),
      concerns: ({ code, file }) =>
        !isOfConfigFiles(code) &&
        fileNameOf(file) !== 'script.py.mako' &&
        (options.rule?.includes(code) ?? true),
    });
    const diff = diffOf(host, options, result.change);
    const passed = gateChange(result.change, bounds, files);
    const written =
      !passed.ok || options.dryRun || isEmpty(result.change) ? passed : await host.write(passed.change);
    answers.push(
      written.ok
        ? { snapshot: result.snapshot, answer: answerOf(host, options, result, diff) }
        : { snapshot, answer: refusal(written.reason) },
    );
  }
  return printAnswers(host, options, answers, about);
}

function isOfConfigFiles(code: string): boolean {
  return Object.hasOwn(configurationProblemCodes, code);
}

function refuseUnknownRules(chosen: readonly string[]): void {
  const known = new Set([
    ...[...rules, ...rulesAboutComments].map(({ id }) => id),
    ...Object.keys(configurationProblemCodes),
  ]);
  const unknown = chosen.find((id) => !known.has(id));
  if (unknown !== undefined)
    throw new UsageError(`There is no rule '${unknown}'; rules are named as alembic-ls check names them.`);
}

/** The kind or title after `--way`. Throws a UsageError where it is not clear for which rule. */
function requestedFix({ way: requested, rule }: FixOptions): string | undefined {
  if (requested === undefined) return undefined;
  if (rule?.length !== 1)
    throw new UsageError('A fix is chosen for the findings of one rule: name it with --rule ID.');
  return requested;
}

/** Throws a UsageError, with the fixes that fit, where there is none of this kind. */
async function requireFitting(host: CommandHost, options: FixOptions, kind: string): Promise<void> {
  // Each finding says itself that it has none of a kind that there is.
  if (Object.hasOwn(fixKinds, kind)) return;
  const { snapshots, problems, workbench } = readDiscovered(host, options);
  const found: Finding[] = [...configFindings(problems, workbench, defaultRuleSettings)];
  for (const snapshot of snapshots) {
    const git = needsGit(options) ? await readGit(host, options, snapshot) : undefined;
    for (const finding of runRules(snapshot, defaultRuleSettings, { git })) found.push(finding);
  }
  const [rule = ''] = options.rule ?? [];
  const fixes = found.filter(({ code }) => code === rule).map((finding) => finding.fixes);
  if (fixes.flat().length === 0)
    throw new UsageError(`There is no fix '${kind}', and ${rule} finds nothing here that has one.`);
  // A kind names one fix only where a finding has no other of it.
  const fitting = fixes.flatMap((own) =>
    own.map((fix) =>
      own.filter((other) => other.kind === fix.kind).length > 1 ? `"${describeFix(fix)}"` : fix.kind,
    ),
  );
  throw new UsageError(`No finding of ${rule} has a fix '${kind}': use ${orList([...new Set(fitting)])}.`);
}

/**
 * Git is asked only for named rules: those that compare with the main branch, and those whose missing
 * revision another branch may have.
 */
function needsGit({ rule }: FixOptions): boolean {
  const asked = new Set(rule);
  if (asked.has('unknown-down-revision') || asked.has('unknown-dependency')) return true;
  return rules.some(({ id, needsGit: isOfGit }) => isOfGit && asked.has(id));
}

/** The files for the fixes of Git's that were chosen, by the fix as JSON. */
async function readGitFiles(
  host: CommandHost,
  snapshot: EnvironmentSnapshot,
  git: GitFacts | undefined,
  { rule, way: requested }: FixOptions,
): Promise<ReadonlyMap<string, GitFiles>> {
  const found = new Map<string, GitFiles>();
  if (git === undefined || requested === undefined) return found;
  for (const finding of runRules(snapshot, defaultRuleSettings, { git })) {
    if (!rule?.includes(finding.code)) continue;
    const chosen = chosenFixOf(finding, requested);
    const need = chosen.ok ? gitNeedOf(chosen.fix) : undefined;
    if (!chosen.ok || !need) continue;
    const key = JSON.stringify(chosen.fix);
    if (!found.has(key)) found.set(key, await host.readGitFiles(snapshot, need));
  }
  return found;
}

function refusal(reason: string): PrintedAnswer {
  return {
    keys: { ...rejectedAnswer(reason) },
    text: `${visibleText(reason)}\n`,
    failed: true,
    includesProblems: true,
  };
}

function answerOf(host: CommandHost, options: FixOptions, result: FixedProject, diff: string): PrintedAnswer {
  return { ...describeFixed(host, options, result, diff), includesProblems: true };
}

/** What became of the config files; undefined where nothing is to be said of them. */
function configFilesAnswer(
  host: CommandHost,
  options: FixOptions,
  result: ConfigFilesOutcome,
): PrintedAnswer | undefined {
  const { fixed, left, written, diff, fileSystem } = result;
  if (fixed.length + left.length === 0) return undefined;
  if (!written.ok) {
    const { keys, text, failed } = refusal(written.reason);
    return { keys: { configFiles: keys }, text, failed };
  }
  const { keys, text, failed } = describeFixed({ ...host, fileSystem }, options, result, diff);
  return { keys: { configFiles: keys }, text, failed };
}

function describeFixed(
  host: CommandHost,
  options: FixOptions,
  result: Omit<FixedProject, 'snapshot'> & { readonly snapshot?: EnvironmentSnapshot },
  diff: string,
): PrintedAnswer {
  const { left, snapshot } = result;
  const places = reported(
    host,
    options,
    snapshot,
    left.map(({ finding }) => finding),
  );
  const unfixed = places.map((finding, index) => ({
    ...finding,
    reason: (left[index]?.reason ?? '') + howToChoose(options, left[index]?.finding),
  }));
  const answer = fixAnswer(result, { left: unfixed, diff, isDryRun: options.dryRun === true }, (path) =>
    shownPath(host, options, path),
  );
  const told = fixedText(host, answer, options.dryRun ? 'would fix' : 'fixed');
  if (options.dryRun && !options.json) host.printError(told);
  return {
    keys: { ...answer },
    text: options.dryRun && !options.json ? printedDiff(host, diff) : told,
    failed: hasFailure(left.map(({ finding }) => finding)),
  };
}

function fixedText(host: CommandHost, { fixed, left }: FixAnswer, verb: string): string {
  const style = severityStyle(host);
  return [
    ...fixed.map(({ code, file, title }) => `${visibleText(`${file}: ${verb} [${code}] ${title}`)}\n`),
    ...left.map((finding) => `${findingLine(finding, style)}\n    ${visibleText(finding.reason)}\n`),
    `${String(fixed.length)} ${verb}, ${String(left.length)} left\n`,
  ].join('');
}

/** A sentence on the options that choose between the fixes of a finding. */
function howToChoose({ rule, way: requested }: FixOptions, finding: Finding | undefined): string {
  if (rule?.length !== 1 || requested !== undefined || !finding) return '';
  const kinds = [...new Set(finding.fixes.map(({ kind }) => kind))].filter((kind) =>
    gitFixKinds.includes(kind),
  );
  if (kinds.length > 0) return ` Choose with --way ${kinds.join(' or --way ')}.`;
  const [first] = finding.fixes;
  return first ? ` Choose with --way "${describeFix(first)}".` : '';
}
