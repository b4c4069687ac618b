import type { EnvironmentSnapshot } from '../../core/project/environmentSnapshot';
import { loadErrorOf } from '../../core/project/loadErrorOf';
import type { CheckedEnvironment, CheckedProject } from '../../core/answers/checkAnswer';
import { allFindings, checkAnswer, checkSummary } from '../../core/answers/checkAnswer';
import type { CheckSummary } from '../../core/findings/checkSummary';
import { countRules } from '../../core/findings/checkSummary';
import { closingLine } from '../../core/render/check/closingLine';
import { findingLine } from '../../core/render/findingLine';
import type { Finding } from '../../core/findings/finding';
import type { CheckFormatName } from '../../core/render/check/checkFormatNames';
import { checkFormats } from '../../core/render/check/checkFormats';
import type { CheckFinding } from '../../core/render/check/checkReport';
import { baselineEntryOf } from '../../core/rules/engine/fingerprints';
import type { GitFacts } from '../../core/rules/engine/gitFacts';
import { listedRules } from '../../core/rules/engine/ruleList';
import type { RuleSettings } from '../../core/rules/engine/ruleSettings';
import { withWorkbenchRules } from '../../core/rules/engine/ruleSettings';
import { runRules } from '../../core/rules/engine/runRules';
import { needsParser } from '../../core/rules/engine/syntaxFacts';
import { configFindings } from '../../core/rules/engine/workbenchProblems';
import { joinPath } from '../../core/files/paths';
import { ModuleMemory } from '../../core/models/moduleMemory';
import { modelScope, tablesSeen } from '../../core/models/unseenModels';
import { finish } from '../../core/text/finish';
import { visibleText } from '../../core/text/visibleText';
import { baselineFingerprint } from '../../core/workbenchConfig/baseline';
import { levelsOf, namedBaseline, writeBaseline } from '../checkSettings';
import type { FailLevel } from '../failLevels';
import { reaches } from '../failLevels';
import { CheckTargets } from '../checkTargets';
import type { CommandHost } from '../host';
import { UsageError } from '../host';
import { jsonText } from '../jsonText';
import { namedRevisions } from '../../core/history/namedRevisions';
import type { CommonOptions } from '../report';
import { describeEnvironment, heading, noEnvironment, reported, severityStyle } from '../report';
import { readDiscovered, workingDirectory } from '../selectEnvironments';

/** Options of `alembic-ls check`. */
export interface CheckOptions extends CommonOptions {
  /** False to leave Git alone. */
  readonly git?: boolean;
  /** The branch to compare with; the configured or usual one where it is left out. */
  readonly base?: string;
  /** The older name of `base`. */
  readonly mainBranch?: string;
  /** Revisions that are old with their ancestors, beside the configured ones. */
  readonly since?: readonly string[];
  /** `ID=SEVERITY` of rules. */
  readonly rule?: readonly string[];
  readonly baseline?: string;
  readonly writeBaseline?: boolean;
  readonly failOn: FailLevel;
  readonly exitZero?: boolean;
  /** Counts by rule in place of findings. */
  readonly statistics?: boolean;
  readonly format?: 'text' | 'json' | CheckFormatName;
  /** The file that the report is written to. */
  readonly output?: string;
}

/** `alembic-ls check`: what every rule has to say. Fails on errors and warnings, if nothing else is said. */
export async function checkCommand(
  host: CommandHost,
  names: readonly string[],
  options: CheckOptions,
  version: string,
): Promise<number> {
  const rules = levelsOf(options.rule ?? []);
  const baseline = options.writeBaseline ? [] : namedBaseline(host, options, options.baseline);
  const settings: RuleSettings = { rules, ...(baseline && { baseline }) };
  const targets = new CheckTargets(host, options, names);
  const { snapshots, problems, workbench } = readDiscovered(host, options);
  const all = await checkAll(host, options, snapshots, settings);
  const since = sinceOf(options, snapshots);
  if (options.writeBaseline) {
    const { ok, message } = await writeBaseline(host, options, options.baseline, all);
    host.printError(`${ok ? '' : 'alembic-ls: '}${visibleText(message)}\n`);
    return ok ? 0 : 1;
  }
  const inConfig = configFindings(problems, workbench, settings).filter(({ file }) => targets.has(file));
  const checked = all.map((each) => ({
    ...each,
    findings: each.findings.filter(({ file }) => targets.has(file)),
  }));
  const project: CheckedProject = { checked, inConfig };
  const whyNone = targets.whyNone(
    snapshots,
    workbench.map(({ config }) => config.path),
  );
  if (whyNone !== undefined) host.printError(`${whyNone}\n`);
  else if (snapshots.length === 0 && inConfig.length === 0) return noEnvironment(host, workbench);
  const summary = checkSummary(project, since, (file) => targets.has(file));
  const outcome = { ...project, summary, version };
  // Files that are none of ours are passed over in silence.
  if (whyNone === undefined || options.json || options.output !== undefined || options.format !== 'text')
    await tell(host, options, outcome);
  if (options.exitZero) return 0;
  const stops = !targets.areNamed && snapshots.some((each) => loadErrorOf(each) !== undefined);
  const fails = allFindings(project).some(({ severity }) => reaches(severity, options.failOn));
  if (!fails && options.failOn !== 'never')
    for (const snapshot of snapshots) tellLoadError(host, targets, snapshot);
  return fails || (stops && options.failOn !== 'never') ? 1 : 0;
}

/** Says why Alembic stops, where the rules that would say it are off. */
function tellLoadError(host: CommandHost, targets: CheckTargets, snapshot: EnvironmentSnapshot): void {
  const error = targets.areNamed ? undefined : loadErrorOf(snapshot);
  if (error)
    host.printError(
      `alembic-ls: Alembic can't load these revisions (${visibleText(`${error.type}: ${error.message}`)}), and the rule that finds it is off.\n`,
    );
}

async function checkAll(
  host: CommandHost,
  options: CheckOptions,
  snapshots: readonly EnvironmentSnapshot[],
  settings: RuleSettings,
): Promise<readonly CheckedEnvironment[]> {
  const checked: CheckedEnvironment[] = [];
  // Under way while Git is read.
  const checking = host.checkSyntax(pathsToParse(snapshots));
  const memory = new ModuleMemory();
  for (const snapshot of snapshots) {
    const git = await readGit(host, options, snapshot);
    const isOff = withWorkbenchRules(settings, snapshot.environment).rules['unseen-model'] === 'off';
    const scope = modelScope(snapshot.environment, workingDirectory(host, options));
    const unseenModels = isOff ? undefined : finish(tablesSeen(host.fileSystem, scope, memory)).unseen;
    const findings = runRules(snapshot, settings, { git, syntax: await checking, unseenModels });
    checked.push({ snapshot, git, findings });
  }
  return checked;
}

/** What Git says of an environment; wrong use where a branch is named and nothing can be compared with it. */
export async function readGit(
  host: CommandHost,
  { git, base, mainBranch = base }: Pick<CheckOptions, 'git' | 'base' | 'mainBranch'>,
  snapshot: EnvironmentSnapshot,
): Promise<GitFacts | undefined> {
  if (git === false) return undefined;
  const configured = snapshot.environment.workbench?.config.mainBranch;
  const facts = await host.readGit(snapshot, mainBranch ?? configured);
  if (facts || mainBranch === undefined) return facts;
  // Whoever names a branch wants to know when nothing was compared.
  throw new UsageError(
    `Nothing could be compared with ${mainBranch}: name a branch that Git has here, or leave it out.`,
  );
}

/** Files of several environments may be the same. */
function pathsToParse(snapshots: readonly EnvironmentSnapshot[]): readonly string[] {
  return [...new Set(snapshots.flatMap(({ files }) => files.filter(needsParser).map(({ path }) => path)))];
}

/** The revisions of `--since`, by environment. Throws a UsageError for one that no environment has. */
function sinceOf(
  { since = [] }: CheckOptions,
  snapshots: readonly EnvironmentSnapshot[],
): (snapshot: EnvironmentSnapshot) => readonly string[] {
  const named = new Map(
    snapshots.map((snapshot) => [
      snapshot,
      since.map((name) => {
        const found = namedRevisions(snapshot, [name]);
        return found.ok ? found.value : [];
      }),
    ]),
  );
  for (const [at, name] of since.entries())
    if (![...named.values()].some((found) => (found[at] ?? []).length > 0))
      throw new UsageError(`No revision is called '${name}': name with --since one that is here.`);
  return (snapshot) => [
    ...(snapshot.environment.workbench?.config.since ?? []),
    ...(named.get(snapshot) ?? []).flat(),
  ];
}

/** A check with everything that its report shows. */
interface CheckOutcome extends CheckedProject {
  readonly summary: CheckSummary;
  readonly version: string;
}

/** Prints the report, or writes it to a file with the text on the terminal beside it. */
async function tell(host: CommandHost, options: CheckOptions, outcome: CheckOutcome): Promise<void> {
  const plain = { ...host, colours: false };
  if (options.output === undefined) {
    host.print(await reportOf(host, options, outcome));
    return;
  }
  const path = joinPath(workingDirectory(host, options), options.output);
  const failure = await host.writeOutput(path, await reportOf(plain, options, outcome));
  if (failure !== undefined)
    throw new UsageError(`The report can't be written to ${options.output} (${failure}): name another file.`);
  host.print(textOf(host, options, outcome));
}

async function reportOf(host: CommandHost, options: CheckOptions, outcome: CheckOutcome): Promise<string> {
  if (options.json) return await jsonOf(host, options, outcome);
  const { format = 'text' } = options;
  if (format === 'text' || format === 'json') return textOf(host, options, outcome);
  const { checked, inConfig, summary, version } = outcome;
  const findings = [
    ...withFingerprints(host, options, undefined, inConfig),
    ...checked.flatMap(({ snapshot, findings: own }) => withFingerprints(host, options, snapshot, own)),
  ];
  return checkFormats[format]({ findings, rules: listedRules, version, summary: closingLine(summary) });
}

function withFingerprints(
  host: CommandHost,
  options: CheckOptions,
  snapshot: EnvironmentSnapshot | undefined,
  findings: readonly Finding[],
): readonly CheckFinding[] {
  return reported(host, options, snapshot, findings).map((report, at) => {
    const finding = findings[at];
    const entry =
      finding && snapshot
        ? baselineEntryOf(snapshot, finding)
        : { revision: report.file, rule: report.code, symbol: report.message };
    return { ...report, fingerprint: baselineFingerprint(entry) };
  });
}

async function jsonOf(host: CommandHost, options: CheckOptions, outcome: CheckOutcome): Promise<string> {
  const described = await Promise.all(
    outcome.checked.map(({ snapshot }) => describeEnvironment(host, options, snapshot)),
  );
  const answer = checkAnswer(
    outcome,
    described,
    outcome.summary,
    (snapshot, findings) => reported(host, options, snapshot, findings),
    options.statistics,
  );
  return jsonText(answer);
}

function textOf(host: CommandHost, options: CheckOptions, outcome: CheckOutcome): string {
  const { checked, inConfig, summary } = outcome;
  const style = severityStyle(host);
  const lines: string[] = [];
  const add = (snapshot: EnvironmentSnapshot | undefined, findings: readonly Finding[]): void => {
    for (const finding of reported(host, options, snapshot, findings))
      lines.push(findingLine(finding, style));
  };
  if (options.statistics) {
    for (const { count, severity, code } of countRules(allFindings(outcome)))
      lines.push(`${String(count).padStart(5)}  ${style(severity.padEnd(11), severity)}  ${code}`);
  } else {
    add(undefined, inConfig);
    for (const { snapshot, findings } of checked) {
      if (checked.length > 1 && findings.length > 0) lines.push(heading(host, options, snapshot));
      add(snapshot, findings);
    }
  }
  return [...lines, closingLine(summary)].map((line) => `${line}\n`).join('');
}
